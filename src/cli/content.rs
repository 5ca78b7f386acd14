//! The folder of episodes, read into a library with every problem by file: those each file has by itself, and those
//! that only show when all are together, such as two episodes with one id.
//!
//! Reading fails only where there is no folder. Whatever is wrong with a file is a problem that names it, and the rest is
//! read all the same. Nothing here writes.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::publish::today;
use super::step::Progress;
use super::{Verdict, counted};
use crate::links::{self, FormerText, IdKind, Inventory, Ledger, PublishedId, PublishedTexts, Resolutions};
use crate::source::{self, WithProblems};
use crate::transcript::{Date, Episode, Library, Problem, Severity, Site, Topic};

/// The ledger's name, beside the episodes.
pub(super) const LEDGER: &str = "links.ledger";

/// What an import or an editor says became of published ids, until the next release takes it into the ledger.
pub(super) const PENDING: &str = "links.pending";

/// The folder beside the episodes that keeps the texts that paragraphs were published with.
pub(super) const TEXTS: &str = "published";

/// The most of a file that is read at all, 256 MiB: past the limit that [`source::decode`] explains, before memory is.
const MAX_READ_BYTES: u64 = 256 << 20;

/// One file as it was read.
pub(super) struct File {
    /// As the user knows it: the folder they named, with the file's name.
    pub(super) path: PathBuf,
    /// Its text; `None` where it has none.
    pub(super) text: Option<String>,
}

/// A problem and the file that has it.
pub(super) struct Finding {
    /// An index into [`Content::files`].
    pub(super) file: usize,
    /// Its span is in that file's text.
    pub(super) problem: Problem,
}

/// All that a folder of episodes holds.
pub(super) struct Content {
    /// The folder itself.
    pub(super) folder: PathBuf,
    /// The settings and every episode, in the order of their names.
    pub(super) files: Vec<File>,
    /// File by file, then by place.
    pub(super) findings: Vec<Finding>,
    /// What could be read; complete where there are no errors.
    pub(super) library: Library,
    /// Every id ever published.
    pub(super) ledger: Ledger,
    /// What became of those that live no more.
    pub(super) fates: Resolutions,
    /// By episode and version the texts that links may still quote; none for one that was withdrawn.
    pub(super) former: BTreeMap<(String, String), Option<String>>,
}

impl Content {
    /// How many problems of a severity there are.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.problem.severity == severity).count()
    }

    /// Whether the site can be built.
    pub(super) fn verdict(&self) -> Verdict {
        if self.count(Severity::Error) == 0 { Verdict::Fine } else { Verdict::ContentHasErrors }
    }

    /// The ledger as it stands in its file; empty where there is none.
    pub(super) fn ledger_text(&self) -> &str {
        let file = self.files.iter().find(|file| file.path.file_name().is_some_and(|name| name == LEDGER));
        file.and_then(|file| file.text.as_deref()).unwrap_or_default()
    }

    /// What there is: "1 episode, 20 answers".
    pub(super) fn summary(&self) -> String {
        let episodes = self.library.episodes();
        let answers = episodes.iter().map(|episode| episode.answers.len()).sum();
        format!("{}, {}", counted(episodes.len(), "episode"), counted(answers, "answer"))
    }
}

/// Reads a folder of episodes.
///
/// # Errors
/// When there is no such folder or it cannot be listed.
pub(super) fn read(folder: &Path) -> Result<Content> {
    let mut reader = Reader::default();
    let names = episode_files(folder)?;
    let site = reader.settings(&folder.join("site.toml"), source::read_site);
    let topics = reader.settings(&folder.join("topics.toml"), source::read_topics);
    let terms = reader.settings(&folder.join("terms.toml"), source::read_terms);
    let episodes = reader.episodes(&names, topics.as_deref());
    if names.is_empty() {
        let help = "every *.md file directly in this folder is one, but README.md";
        reader.add(File { path: folder.to_owned(), text: None }, vec![Problem::error(0..0, "no episodes").help(help)]);
    }
    reader.compare(&episodes);
    let episodes: Vec<Episode> = episodes.into_iter().map(|(_, episode)| episode).collect();
    let site = site.unwrap_or_else(|| default_site(&episodes));
    let library = Library::new(site, topics.unwrap_or_default(), episodes).with_synonyms(terms.unwrap_or_default());
    let inventory = Inventory::of(&library);
    let ledger = reader.ledger(folder, &inventory, today()?);
    let fates = Resolutions::of(&ledger, &inventory);
    let library = library.with_former_ids(fates.former_ids());
    let former = reader.former(folder, &ledger, &inventory);
    let Reader { files, mut findings } = reader;
    findings.sort_by_key(|finding| (finding.file, finding.problem.span.start, finding.problem.span.end));
    Ok(Content { folder: folder.to_owned(), files, findings, library, ledger, fates, former })
}

/// The text of a file, or what is wrong with it.
pub(super) fn read_text(path: &Path) -> WithProblems<String> {
    match read_bytes(path) {
        Ok(bytes) => source::decode(&bytes),
        Err(problem) => WithProblems { value: None, problems: vec![problem] },
    }
}

/// The name that stands for an episode's file in messages and ids; `None` where it is not UTF-8.
pub(super) fn stem(path: &Path) -> Option<&str> {
    path.file_stem().and_then(OsStr::to_str)
}

/// The files that are episodes, in the order of their names: all `*.md` but README.md and hidden ones, which editors
/// leave behind.
///
/// # Errors
/// When the folder cannot be listed.
pub(super) fn episode_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        bail!("{} is no folder; --episodes DIR names the one with the episodes", folder.display());
    }
    let context = || format!("cannot list {}", folder.display());
    let entries = fs::read_dir(folder).with_context(context)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().with_context(context)?;
    paths.retain(|path| is_episode(path));
    paths.sort();
    Ok(paths)
}

fn is_episode(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_markdown = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    is_markdown && !name.starts_with('.') && !name.eq_ignore_ascii_case("readme.md")
}

/// The bytes of a regular file of a size that a text can have.
fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| Problem::error(0..0, format!("cannot be read: {error}"));
    let about: Metadata = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        let found = if about.is_dir() { "a folder" } else { "no regular file" };
        return Err(Problem::error(0..0, "not a file").found(found).expected("a text file"));
    }
    if about.len() > MAX_READ_BYTES {
        let mebibytes = about.len() >> 20;
        return Err(Problem::error(0..0, "file too large").found(format!("{mebibytes} MiB")));
    }
    fs::read(path).map_err(unreadable)
}

/// What is read when there is no `site.toml`.
fn default_site(episodes: &[Episode]) -> Site {
    let newest = episodes.iter().max_by(|a, b| (a.date, &b.id).cmp(&(b.date, &a.id)));
    Site {
        title: "Answerbook".to_owned(),
        publisher: newest.map_or_else(String::new, |episode| episode.publisher.clone()),
        language: newest.map_or_else(|| "en".to_owned(), |episode| episode.language.clone()),
        ..Site::default()
    }
}

/// Collects files and their problems.
#[derive(Default)]
struct Reader {
    files: Vec<File>,
    findings: Vec<Finding>,
}

impl Reader {
    fn add(&mut self, file: File, problems: Vec<Problem>) -> usize {
        let at = self.files.len();
        self.files.push(file);
        self.findings.extend(problems.into_iter().map(|problem| Finding { file: at, problem }));
        at
    }

    /// Reads a file that need not be there.
    fn settings<T>(&mut self, path: &Path, read: impl Fn(&str) -> WithProblems<T>) -> Option<T> {
        if fs::symlink_metadata(path).is_err() {
            return None;
        }
        let mut text = read_text(path);
        let reading = text.value.as_deref().map(read);
        let value = reading.and_then(|reading| {
            text.problems.extend(reading.problems);
            reading.value
        });
        self.add(File { path: path.to_owned(), text: text.value }, text.problems);
        value
    }

    /// Reads the ledger, which is not there before the first release, with what is pending, and compares both with what
    /// there is.
    fn ledger(&mut self, folder: &Path, inventory: &Inventory, today: Date) -> Ledger {
        let mut broken = self.findings.iter().any(|finding| finding.problem.severity == Severity::Error);
        let mut ledger = Ledger::default();
        let mut of = [None, None];
        for (name, of) in [LEDGER, PENDING].into_iter().zip(&mut of) {
            let path = folder.join(name);
            if fs::symlink_metadata(&path).is_err() {
                continue;
            }
            let mut text = read_text(&path);
            if let Some(text_read) = &text.value {
                let problems = match name {
                    LEDGER => {
                        let (read, problems) = Ledger::read(text_read);
                        ledger = read;
                        problems
                    }
                    _ => ledger.add_pending(text_read),
                };
                text.problems.extend(problems);
            }
            broken |= text.problems.iter().any(|problem| problem.severity == Severity::Error);
            *of = Some(self.add(File { path, text: text.value }, text.problems));
        }
        // What could not be read is not gone.
        if !broken {
            let problems = links::problems(&ledger, inventory, today);
            for (file, problems) in of.into_iter().zip([problems.ledger, problems.pending]) {
                let Some(file) = file else { continue };
                self.findings.extend(problems.into_iter().map(|problem| Finding { file, problem }));
            }
        }
        ledger
    }

    /// Reads the texts that were published, and picks those that links may still quote.
    fn former(
        &mut self,
        folder: &Path,
        ledger: &Ledger,
        inventory: &Inventory,
    ) -> BTreeMap<(String, String), Option<String>> {
        let episodes: Vec<String> =
            ledger.records().filter(|(id, _)| id.kind == IdKind::Episode).map(|(id, _)| id.path().to_owned()).collect();
        let mut former = BTreeMap::new();
        for episode in episodes {
            let path = folder.join(TEXTS).join(format!("{episode}.txt"));
            let texts = self.settings(&path, |text| {
                let (texts, problems) = PublishedTexts::read(text);
                WithProblems { value: Some(texts), problems }
            });
            let versions = texts.unwrap_or_default().former(ledger, inventory, &episode);
            // Links to an episode that moved lead to a page of the other, which looks among its own.
            let homes = PublishedId::new(IdKind::Episode, &episode)
                .into_iter()
                .flat_map(|id| links::live_targets(ledger, inventory, &id));
            for home in homes.filter(|home| home.path() != episode) {
                for FormerText { version, text } in &versions {
                    former.entry((home.path().to_owned(), version.clone())).or_insert_with(|| text.clone());
                }
            }
            former.extend(versions.into_iter().map(|it| ((episode.clone(), it.version), it.text)));
        }
        former
    }

    /// Reads all episodes, each with the index of its file.
    fn episodes(&mut self, paths: &[PathBuf], topics: Option<&[Topic]>) -> Vec<(usize, Episode)> {
        let progress = Progress::new("Reading episodes", paths.len());
        let read = paths.par_iter().map(|path| {
            let read = read_episode(path, topics.unwrap_or_default());
            progress.one();
            read
        });
        let read: Vec<_> = read.collect();
        let mut episodes = Vec::new();
        for (file, reading) in read {
            let at = self.add(file, reading.problems);
            episodes.extend(reading.value.map(|episode| (at, episode)));
        }
        episodes
    }

    /// Finds what is wrong only between files.
    fn compare(&mut self, episodes: &[(usize, Episode)]) {
        let mut ids = BTreeMap::new();
        let mut names = BTreeMap::new();
        for (file, episode) in episodes {
            if episode.id.is_assigned()
                && let Some(first) = ids.insert(&episode.id, *file)
            {
                self.duplicate_episode(*file, first, episode);
                ids.insert(&episode.id, first);
            }
            for speaker in episode.speakers.iter().filter(|speaker| speaker.id.is_assigned()) {
                let (first, name) = *names.entry(&speaker.id).or_insert((*file, &speaker.name));
                if *name != speaker.name {
                    let problem = Problem::warning(self.place(*file, speaker.id.as_str()), "speaker with two names")
                        .found(format!("`{}`", speaker.name))
                        .expected(format!("`{name}`, as in {}", self.files[first].path.display()))
                        .help("one id is one person: choose one spelling, or give each person an id");
                    self.findings.push(Finding { file: *file, problem });
                }
            }
        }
    }

    fn duplicate_episode(&mut self, file: usize, first: usize, episode: &Episode) {
        let problem = Problem::error(self.place(file, episode.id.as_str()), "duplicate episode id")
            .found(format!("`{}`", episode.id))
            .help(format!("{} has it too: each episode needs its own", self.files[first].path.display()));
        self.findings.push(Finding { file, problem });
    }

    /// Where a file first says `id = "…"` with this id; its beginning where it does not.
    fn place(&self, file: usize, id: &str) -> Range<usize> {
        let text = self.files[file].text.as_deref().unwrap_or_default();
        let quoted = [format!("\"{id}\""), format!("'{id}'")];
        let start = quoted.iter().filter_map(|quoted| text.find(quoted)).min();
        start.map_or(0..0, |start| start + 1..start + 1 + id.len())
    }
}

fn read_episode(path: &Path, topics: &[Topic]) -> (File, WithProblems<Episode>) {
    let mut text = read_text(path);
    let Some(stem) = stem(path) else {
        let problem = Problem::error(0..0, "the file's name is not UTF-8").help("rename it");
        return (File { path: path.to_owned(), text: None }, WithProblems { value: None, problems: vec![problem] });
    };
    let mut value = None;
    if let Some(text_read) = &text.value {
        let reading = source::read_episode(text_read, stem);
        text.problems.extend(reading.problems);
        if let Some(episode) = &reading.value {
            text.problems.extend(source::check_episode(episode, text_read, topics));
        }
        value = reading.value;
    }
    (File { path: path.to_owned(), text: text.value }, WithProblems { value, problems: text.problems })
}
