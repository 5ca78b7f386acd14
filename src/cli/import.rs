//! The command `import`: transcripts in other formats become episodes. A new version of an episode that is there already
//! replaces it and keeps its ids.
//!
//! The folder of episodes is read once, when the first episode of it is replaced; what an import writes is replaced in memory
//! too. Not here: what a format says ([`crate::import`]), and which id goes where ([`crate::links::carry`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use super::clock::{parse_day, today};
use super::content;
use super::diagnostics::SourceFile;
use super::files::{self, with_lines};
use super::published::{LedgerFiles, PENDING};
use super::site_root::{SETTINGS, SiteRoot};
use super::terminal::tell;
use super::{Verdict, counted, report, storage};
use crate::import::{self, Defaults, Imported};
use crate::links::{self, Carried, IdState, Inventory, Ledger, LedgerEntry, PublishedId, UnclearPolicy};
use crate::source::{self, Assigned};
use crate::transcript::{Date, Episode, EpisodeId, Library, ParagraphId, Site, Topic, slug, slug_of_latin};

/// The most episodes that are held before they are written.
const WRITTEN_TOGETHER: usize = 64;

#[derive(Args)]
pub(super) struct ImportArgs {
    /// Transcripts in Markdown in which each turn begins with **Name:**
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder of the episodes; an episode that is there already gets the new text and keeps its ids [default: that of
    /// the site, or `episodes`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The day of publication, such as 2024-05-31, for transcripts that do not say it [default: none]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    date: Option<Date>,
    /// Who published the conversations [default: the publisher in site.toml]
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// What to do with a paragraph that may or may not be an earlier one [default: stop and print both]
    #[arg(long, value_name = "WHAT", value_enum)]
    unclear: Option<UnclearArg>,
}

/// What to do with a paragraph that may or may not be an earlier one.
#[derive(Clone, Copy, ValueEnum)]
enum UnclearArg {
    /// It is the same one: old links lead to the new words
    Keep,
    /// It is a new one: old links lead to a note that the old one was removed
    Remove,
}

/// The command `import`.
///
/// # Errors
/// When the folder cannot be made, no publisher is known, or a file cannot be written.
pub(super) fn run(args: &ImportArgs) -> Result<Verdict> {
    let folder = SiteRoot::find_or_here(args.out.as_deref())?.episodes;
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let _lock = storage::lock_content(&folder, "answerbook import")?;
    let publisher = publisher(args, &folder)?;
    let mut destination = Destination { args, folder, ledger: None, existing: None, writes: Writes::default() };
    let (mut written, mut answers, mut verdict) = (0, 0, Verdict::Fine);
    for path in &args.files {
        match import_file(path, &publisher, &mut destination)? {
            Some(count) => {
                written += 1;
                answers += count;
            }
            None => verdict = Verdict::ContentHasErrors,
        }
    }
    destination.writes.flush()?;
    let summary = format!("{}, {}", counted(written, "episode"), counted(answers, "answer"));
    writeln!(anstream::stdout(), "{}: {summary} written", destination.folder.display())?;
    if written > 0 {
        writeln!(anstream::stdout(), "Next: `answerbook` shows them, and `answerbook check` names what is wrong")?;
    }
    Ok(verdict)
}

fn publisher(args: &ImportArgs, folder: &Path) -> Result<String> {
    if let Some(publisher) = &args.publisher {
        return Ok(publisher.clone());
    }
    let settings = folder.join(SETTINGS);
    let text = fs::read_to_string(&settings).ok();
    let site = text.and_then(|text| source::read_site(&text).value);
    site.map(|site| site.publisher)
        .with_context(|| format!("no publisher: give --publisher, or a `publisher` in {}", settings.display()))
}

/// Imports one file. The number of its answers, or `None` where it was refused.
fn import_file(path: &Path, publisher: &str, destination: &mut Destination<'_>) -> Result<Option<usize>> {
    let Some(stem) = content::stem(path) else { bail!("{}: the file's name is not UTF-8", path.display()) };
    let Some(episode) = read_transcript(path, stem, publisher, destination.args.date)? else { return Ok(None) };
    let name = episode_name(stem, &destination.folder);
    if name.is_empty() {
        tell!(
            "error: {} has no letter or digit in its name, which the episode's address is made of\n  help: rename it, such as `talk-1.md`",
            path.display()
        );
        return Ok(None);
    }
    let target = destination.folder.join(format!("{name}.md"));
    if let Some(first) = destination.writes.sources.get(&target) {
        tell!(
            "error: {} would become the same episode as {}, {}\n  help: rename one of them",
            path.display(),
            first.display(),
            target.display()
        );
        return Ok(None);
    }
    destination.writes.sources.insert(target.clone(), path.to_owned());
    if target.exists() {
        return destination.replace(&target, &name, episode);
    }
    // The name may have been another episode's.
    let used = destination.ledger()?.anchors_used_in(&name);
    let Some(assigned) = with_ids(path, &episode, &name, &used) else { return Ok(None) };
    destination.writes.episode(target.clone(), &assigned.text)?;
    destination.insert(target, assigned);
    Ok(Some(episode.answer_count()))
}

/// Reads a transcript and prints its problems; `None` where it holds no conversation.
fn read_transcript(path: &Path, stem: &str, publisher: &str, given_date: Option<Date>) -> Result<Option<Episode>> {
    let text = files::read_text(path);
    let file = SourceFile { path: path.to_owned(), text: text.value };
    let given = Defaults { stem: stem.to_owned(), date: given_date, publisher: publisher.to_owned() };
    let Imported { episode, problems } = match &file.text {
        Some(text) => import::read_labelled(text, &given),
        None => Imported { episode: None, problems: text.problems },
    };
    for problem in &problems {
        report::print_problem(&file, problem);
    }
    if episode.as_ref().is_some_and(|episode| episode.date.is_none()) {
        tell!("note: {} does not say its day of publication; --date gives it", path.display());
    }
    Ok(episode)
}

/// The name of the file that an episode goes to. One that an earlier release has named by its Latin letters alone keeps that name.
fn episode_name(stem: &str, folder: &Path) -> String {
    let earlier = slug_of_latin(stem, usize::MAX);
    let is_there = !earlier.is_empty() && folder.join(format!("{earlier}.md")).exists();
    if is_there { earlier } else { slug(stem, usize::MAX) }
}

/// The text of an episode with all ids; `None` where it cannot have them, with the problems printed.
fn with_ids(path: &Path, episode: &Episode, name: &str, used: &BTreeSet<String>) -> Option<Assigned> {
    let printed = source::print_episode(episode);
    match source::assign_ids(&printed, name, used) {
        Ok(assigned) => Some(assigned),
        Err(problems) => {
            let file = SourceFile { path: path.to_owned(), text: Some(printed) };
            problems.iter().for_each(|problem| report::print_problem(&file, problem));
            None
        }
    }
}

/// The folder that transcripts are imported into. Its ledger and its episodes are read when they are first needed.
struct Destination<'a> {
    args: &'a ImportArgs,
    folder: PathBuf,
    /// The ledger without the pending lines, where only that was needed so far.
    ledger: Option<Ledger>,
    existing: Option<Existing>,
    writes: Writes,
}

/// The files that are still to be written. Several are written together, which takes a fraction of the time.
#[derive(Default)]
struct Writes {
    /// The lines for the next release. They are written first, so that an id that is gone is never without one.
    pending: Option<(PathBuf, String)>,
    episodes: Vec<(PathBuf, Vec<u8>)>,
    /// The transcript that each episode of this run was made of.
    sources: BTreeMap<PathBuf, PathBuf>,
}

impl Writes {
    /// Adds an episode's file.
    ///
    /// # Errors
    /// When it is time to write them all, and one cannot be written.
    fn episode(&mut self, path: PathBuf, text: &str) -> Result<()> {
        self.episodes.push((path, text.as_bytes().to_vec()));
        if self.episodes.len() < WRITTEN_TOGETHER { Ok(()) } else { self.flush() }
    }

    /// Writes all files.
    ///
    /// # Errors
    /// When one cannot be written.
    fn flush(&mut self) -> Result<()> {
        let pending = self.pending.take().map(|(path, text)| (path, text.into_bytes()));
        let files: Vec<(PathBuf, Vec<u8>)> = pending.into_iter().chain(self.episodes.drain(..)).collect();
        storage::replace_all(&files)
    }
}

/// The episodes that are in the folder, those among them that this command has written in their new version.
struct Existing {
    has_errors: bool,
    site: Site,
    topics: Vec<Topic>,
    /// Those that have pages, by id.
    episodes: BTreeMap<EpisodeId, Episode>,
    /// The text of each file.
    texts: BTreeMap<PathBuf, String>,
    /// The ledger with the pending lines.
    ledger: Ledger,
}

impl Destination<'_> {
    fn ledger(&mut self) -> Result<&Ledger> {
        if let Some(existing) = &self.existing {
            return Ok(&existing.ledger);
        }
        let ledger = match self.ledger.take() {
            Some(ledger) => ledger,
            None => LedgerFiles::read(&self.folder).into_whole()?,
        };
        Ok(self.ledger.insert(ledger))
    }

    /// Adds an episode that was written, where the others are in memory.
    fn insert(&mut self, path: PathBuf, assigned: Assigned) {
        if let Some(existing) = &mut self.existing {
            existing.insert(path, assigned.text, assigned.parsed.into_reading().value);
        }
    }

    /// Replaces an episode with a new version, which takes over its ids. The number of answers, or `None` where the new
    /// version was refused.
    fn replace(&mut self, target: &Path, name: &str, new: Episode) -> Result<Option<usize>> {
        let existing = match self.existing.take() {
            Some(existing) => existing,
            None => Existing::read(&self.folder)?,
        };
        let existing = self.existing.insert(existing);
        if existing.has_errors {
            tell!("error: {} is there already, and what is there has errors: mend them first", target.display());
            return Ok(None);
        }
        let text = existing.texts.get(target).cloned().or_else(|| files::read_text(target).value).unwrap_or_default();
        let Some(old) = source::read_episode(&text, name).value else { return Ok(None) };
        let carried = links::carry(&old, new, unsure(self.args));
        if !carried.unclear.is_empty() {
            print_unclear(target, &carried);
            return Ok(None);
        }
        let used = existing.ledger.anchors_used_in(old.id.as_str());
        let Some(assigned) = with_ids(target, &carried.episode, name, &used) else { return Ok(None) };
        let Some(new) = assigned.parsed.into_reading().value else { return Ok(None) };
        let answers = new.answer_count();
        print_carried(target, &old, &new, &carried);
        let text_with_comments = source::carry_comments(&text, &assigned.text);
        existing.insert(target.to_owned(), text_with_comments.clone(), Some(new));
        self.writes.pending = existing.add_pending(&self.folder, &carried)?.or(self.writes.pending.take());
        self.writes.episode(target.to_owned(), &text_with_comments)?;
        Ok(Some(answers))
    }
}

fn unsure(args: &ImportArgs) -> UnclearPolicy {
    match args.unclear {
        None => UnclearPolicy::Ask,
        Some(UnclearArg::Keep) => UnclearPolicy::Keep,
        Some(UnclearArg::Remove) => UnclearPolicy::Remove,
    }
}

impl Existing {
    /// Reads a folder, and prints its problems where there are errors among them.
    fn read(folder: &Path) -> Result<Self> {
        let content = content::read(folder)?;
        let has_errors = content.verdict().is_bad();
        if has_errors {
            report::print(&content.diagnostics);
        }
        let library = &content.library;
        Ok(Self {
            has_errors,
            site: library.site().clone(),
            topics: library.topics().to_vec(),
            episodes: library.episodes().iter().map(|episode| (episode.id.clone(), episode.clone())).collect(),
            texts: content.diagnostics.files.into_iter().filter_map(|file| Some((file.path, file.text?))).collect(),
            ledger: content.published.ledger,
        })
    }

    fn insert(&mut self, path: PathBuf, text: String, episode: Option<Episode>) {
        self.texts.insert(path, text);
        self.episodes.extend(episode.map(|episode| (episode.id.clone(), episode)));
    }

    /// Says what became of published ids that are gone, for the next release: the file of the pending lines, if it has more now.
    fn add_pending(&mut self, folder: &Path, carried: &Carried) -> Result<Option<(PathBuf, String)>> {
        let is_live = |id: &PublishedId| self.ledger.get(id).is_some_and(|record| record.state == IdState::Live);
        let live: Vec<_> = carried.changes.iter().filter(|change| is_live(&change.id)).collect();
        if live.is_empty() {
            return Ok(None);
        }
        let episodes = self.episodes.values().cloned().collect();
        let inventory = Inventory::of(&Library::new(self.site.clone(), self.topics.clone(), episodes));
        let today = today()?;
        let date = self.ledger.last_release().map_or(today, |latest| latest.max(today));
        let gone = live.into_iter().filter(|change| !inventory.contains(&change.id));
        let lines: Vec<String> =
            gone.map(|it| LedgerEntry { date, id: it.id.clone(), change: it.change.clone() }.to_string()).collect();
        if lines.is_empty() {
            return Ok(None);
        }
        let path = folder.join(PENDING);
        let text = with_lines(self.texts.get(&path).cloned().unwrap_or_default(), &lines);
        tell!("{}: {} for the next release", path.display(), counted(lines.len(), "line"));
        self.ledger.add_pending(&lines.join("\n"));
        self.texts.insert(path.clone(), text.clone());
        Ok(Some((path, text)))
    }
}

fn print_unclear(target: &Path, carried: &Carried) {
    for unclear in &carried.unclear {
        let share = (unclear.similarity * 100.0).round();
        tell!(
            "unclear: is this still `{}`? ({share} % alike)\n  before: {}\n  now:    {}\n  keep:   links to it lead to the words of now, marked as \
             edited\n  remove: links to it lead to a note that it was removed; the words of now get an id of their own\n",
            unclear.id,
            unclear.old,
            unclear.new
        );
    }
    let count = counted(carried.unclear.len(), "paragraph");
    tell!(
        "error: {} is as it was: {count} unclear\n  help: give --unclear keep or --unclear remove, or edit the file by hand",
        target.display()
    );
}

fn print_carried(target: &Path, old: &Episode, new: &Episode, carried: &Carried) {
    let before: BTreeMap<&ParagraphId, &str> = old.paragraphs().map(|p| (&p.id, p.text.as_str())).collect();
    let kept = new.paragraphs().filter(|p| before.contains_key(&p.id)).count();
    let edited = new.paragraphs().filter(|p| before.get(&p.id).is_some_and(|text| *text != p.text)).count();
    let (added, gone) = (new.paragraphs().count() - kept, before.len() - kept);
    tell!(
        "{}: {} kept, {edited} of them edited, {added} new, {gone} gone",
        target.display(),
        counted(kept, "paragraph")
    );
    for lost in &carried.dropped_corrections {
        tell!("warning: `{}` stands no more in paragraph `{}`: its correction is left out", lost.heard, lost.paragraph);
    }
}
