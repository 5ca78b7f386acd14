//! The folder of episodes, read into a library, with every problem by file.
//!
//! ```text
//! EpisodesFolder::read ──▶ EpisodesFolder: settings, episodes (parsed), ledger, pending lines; each file read once
//! EpisodesFolder::check ─▶ Content: the library, what was published before, and every problem
//! ```
//!
//! The two steps are apart because a release writes missing ids between them. Reading fails only where there is no folder.
//! Whatever is wrong with a file is a problem that names it, and the rest is read all the same. Not here: writing
//! anything.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::clock::today;
use super::diagnostics::{Diagnostic, Diagnostics, SourceFile};
use super::files::{read_log_if_present, read_text, read_text_if_present};
use super::progress::Progress;
use super::published::{Changed, LedgerFiles, PENDING, Published};
use super::site_root::SETTINGS;
use super::storage::{self, Durability};
use super::{Verdict, counted};
use crate::links::{Inventory, PublishedId};
use crate::source::{self, ParsedEpisode, Terms, WithProblems};
use crate::transcript::{
    Date, Episode, EpisodeId, IdLetters, Library, LibraryCorrections, PlaceCount, Problem, Site, SpeakerId, SpeakerIds,
    Topic, looks_like_placeholder,
};

/// The files of settings, in the order in which they are read.
pub(super) const SETTINGS_FILES: [&str; 3] = [SETTINGS, TOPICS, TERMS];

/// The file of the topics.
pub(super) const TOPICS: &str = "topics.toml";

/// The file of the library's words.
pub(super) const TERMS: &str = "terms.toml";

/// The file of an episode, read and parsed.
pub(super) struct EpisodeFile {
    /// The folder as the user named it, with the file's name.
    pub(super) path: PathBuf,
    /// Its text; `None` where it has none.
    pub(super) text: Option<String>,
    /// The problems of its name and its encoding.
    pub(super) problems: Vec<Problem>,
    /// Its text, parsed.
    pub(super) parsed: Option<ParsedEpisode>,
}

impl EpisodeFile {
    /// Reads and parses a file.
    pub(super) fn read(path: &Path) -> Self {
        let Some(stem) = stem(path) else {
            let problem = Problem::error(0..0, "the file's name is not UTF-8").help("rename it");
            return Self { path: path.to_owned(), text: None, problems: vec![problem], parsed: None };
        };
        let WithProblems { value: text, problems } = read_text(path);
        let parsed = text.as_deref().map(|text| ParsedEpisode::parse(text, stem));
        Self { path: path.to_owned(), text, problems, parsed }
    }

    /// Whether it cannot be read, or only in part.
    pub(super) fn has_errors(&self) -> bool {
        self.parsed.as_ref().is_none_or(ParsedEpisode::has_errors)
    }

    /// The file, the episode and every problem.
    fn check(self, topics: &[Topic]) -> (SourceFile, WithProblems<Episode>) {
        let Self { path, text, mut problems, parsed } = self;
        let value = parsed.and_then(|parsed| {
            let whole_episode = parsed.check(topics);
            let reading = parsed.into_reading();
            problems.extend(reading.problems);
            problems.extend(whole_episode);
            reading.value
        });
        (SourceFile { path, text }, WithProblems { value, problems })
    }
}

/// The ids of people by name; of two ids that a name has in different files the first counts.
#[derive(Debug, Clone, Default)]
pub(super) struct People(BTreeMap<String, SpeakerId>);

impl People {
    /// Takes note of the people of an episode whose ids stand in its file.
    pub(super) fn meet(&mut self, episode: &ParsedEpisode) {
        for speaker in episode.speakers_with_ids().filter(|speaker| !speaker.is_placeholder) {
            self.0.entry(speaker.name.clone()).or_insert_with(|| speaker.id.clone());
        }
    }

    /// The ids that new episodes take up.
    pub(super) fn ids(self, letters: IdLetters) -> SpeakerIds {
        SpeakerIds::new(letters, Arc::new(self.0))
    }
}

/// The letters of new ids that the settings in a folder ask for.
pub(super) fn id_letters(folder: &Path) -> IdLetters {
    settings(folder).map(|site| site.id_letters).unwrap_or_default()
}

/// The site's settings in a folder, as far as they can be read.
pub(super) fn settings(folder: &Path) -> Option<Site> {
    source::read_site(&read_text_if_present(&folder.join(SETTINGS))?.value?).value
}

/// The files of a folder of episodes, before they are checked against each other.
pub(super) struct EpisodesFolder {
    path: PathBuf,
    /// The episodes, in the order of their files' names.
    pub(super) episodes: Vec<EpisodeFile>,
    /// The settings, by path.
    settings: BTreeMap<PathBuf, WithProblems<String>>,
    /// The ledger. The published texts are read by [`EpisodesFolder::check`], which learns from it which there are.
    pub(super) ledger: LedgerFiles,
    /// The pending lines.
    pending: Option<WithProblems<String>>,
}

impl EpisodesFolder {
    /// Reads a folder.
    ///
    /// # Errors
    /// When there is no such folder or it cannot be listed.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let files = episode_files(path)?;
        let settings = SETTINGS_FILES.map(|name| path.join(name)).into_iter();
        let settings = settings.filter_map(|path| Some((path.clone(), read_text_if_present(&path)?)));
        Ok(Self {
            path: path.to_owned(),
            settings: settings.collect(),
            ledger: LedgerFiles::read(path),
            pending: read_log_if_present(&path.join(PENDING)),
            episodes: read_episodes(&files),
        })
    }

    /// Brings the settings into the present format; whether they were older.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn upgrade(&mut self) -> Result<bool> {
        let path = self.path.join(SETTINGS);
        let Some(text) = self.settings.get_mut(&path).and_then(|settings| settings.value.as_mut()) else {
            return Ok(false);
        };
        let Some(upgraded) = source::upgrade_site(text) else { return Ok(false) };
        storage::replace(&path, upgraded.as_bytes(), Durability::Synced)?;
        *text = upgraded;
        Ok(true)
    }

    /// Checks the files against each other. `today` is the date of the ledger lines that a problem suggests.
    pub(super) fn check(self, today: Date) -> Content {
        let Self { path: folder, episodes, mut settings, ledger, pending } = self;
        let mut found = Diagnostics::default();
        let site = add_settings(&folder, SETTINGS, &mut settings, &mut found, source::read_site);
        let topics = add_settings(&folder, TOPICS, &mut settings, &mut found, source::read_topics);
        let terms_file = found.files.len();
        let terms = add_settings(&folder, TERMS, &mut settings, &mut found, source::read_terms).unwrap_or_default();
        let mut episodes = add_episodes(&folder, episodes, topics.as_deref().unwrap_or_default(), &mut found);
        place_corrections(&terms, &mut episodes, terms_file, &mut found);
        compare(&episodes, &mut found);
        hint_at_placeholders(&episodes, &mut found);
        let episode_files = episodes.iter().map(|filed| (filed.episode.id.clone(), filed.file)).collect();
        let episodes: Vec<Episode> = episodes.into_iter().map(|filed| filed.episode).collect();
        let site = site.unwrap_or_else(|| default_site(&episodes));
        let library = Library::new(site, topics.unwrap_or_default(), episodes).with_synonyms(terms.same.clone());
        let published_from = found.files.len();
        let published = Published::read(&folder, ledger, pending, Inventory::of(&library), today, &mut found);
        let library = with_history(library, &published);
        found.sort();
        Content { folder, diagnostics: found, published_from, episode_files, terms, library, published }
    }
}

/// All that a folder of episodes holds.
pub(super) struct Content {
    /// The folder itself.
    pub(super) folder: PathBuf,
    /// The settings, the episodes by name, and those of the other files that have problems, with every problem.
    pub(super) diagnostics: Diagnostics,
    /// The index of the first file that is neither a setting nor an episode.
    published_from: usize,
    /// The index of the file of each episode.
    episode_files: BTreeMap<EpisodeId, usize>,
    /// The words of the library.
    pub(super) terms: Terms,
    /// The library; complete where there are no errors.
    pub(super) library: Library,
    /// What was published before.
    pub(super) published: Published,
}

impl Content {
    /// Whether the site can be built.
    pub(super) fn verdict(&self) -> Verdict {
        if self.diagnostics.any_error() { Verdict::ContentHasErrors } else { Verdict::Fine }
    }

    /// The index of an episode's file.
    pub(super) fn file_of(&self, episode: &EpisodeId) -> Option<usize> {
        self.episode_files.get(episode).copied()
    }

    /// The files of the settings and the episodes.
    pub(super) fn settings_and_episodes(&self) -> &[SourceFile] {
        &self.diagnostics.files[..self.published_from]
    }

    /// What there is: "1 episode, 20 answers".
    pub(super) fn summary(&self) -> String {
        let episodes = self.library.episodes();
        let answers = episodes.iter().map(Episode::answer_count).sum();
        format!("{}, {}", counted(episodes.len(), "episode"), counted(answers, "answer"))
    }

    /// The content as it would be read after a release.
    pub(super) fn after_release(self, changed: Changed) -> Self {
        let Self { folder, mut diagnostics, published_from, episode_files, terms, library, published } = self;
        diagnostics.files.truncate(published_from);
        diagnostics.list.retain(|diagnostic| diagnostic.file < published_from);
        let published = published.after_release(&folder, changed);
        let library = with_history(library, &published);
        Self { folder, diagnostics, published_from, episode_files, terms, library, published }
    }
}

/// A library with what the ledger says of it: its former ids, and the first days of episodes without a date.
fn with_history(library: Library, published: &Published) -> Library {
    let undated = library.episodes().iter().filter(|episode| episode.date.is_none());
    let first_day = |id: &EpisodeId| Some(published.ledger.get(&PublishedId::episode(id))?.first_published);
    let days = undated.filter_map(|episode| Some((episode.id.clone(), first_day(&episode.id)?))).collect();
    library.with_former_ids(published.fates.former_ids()).with_first_days(&days)
}

/// Reads and checks a folder of episodes.
///
/// # Errors
/// When there is no such folder or it cannot be listed.
pub(super) fn read(folder: &Path) -> Result<Content> {
    Ok(EpisodesFolder::read(folder)?.check(today()?))
}

/// Reads and parses episodes, on all cores.
pub(super) fn read_episodes(paths: &[PathBuf]) -> Vec<EpisodeFile> {
    let progress = Progress::of_pieces("Reading episodes", paths.len());
    let read = paths.par_iter().map(|path| {
        let file = EpisodeFile::read(path);
        progress.piece_done();
        file
    });
    read.collect()
}

/// The stem of an episode's file, which stands for it in messages and ids; `None` where it is not UTF-8.
pub(super) fn stem(path: &Path) -> Option<&str> {
    path.file_stem().and_then(OsStr::to_str)
}

/// The files that are episodes, in the order of their names: all `*.md` but README.md and hidden files, which editors leave
/// behind.
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

/// The site's settings where there is no `site.toml`: publisher and language are those of the newest episode.
fn default_site(episodes: &[Episode]) -> Site {
    let newest = episodes.iter().max_by(|a, b| (a.date, &b.id).cmp(&(b.date, &a.id)));
    Site {
        title: "Answerbook".to_owned(),
        publisher: newest.map_or_else(String::new, |episode| episode.publisher.clone()),
        language: newest.map_or_else(|| "en".to_owned(), |episode| episode.language.clone()),
        ..Site::default()
    }
}

/// Adds a file of settings, if there is one; the settings.
fn add_settings<T>(
    folder: &Path,
    name: &str,
    texts: &mut BTreeMap<PathBuf, WithProblems<String>>,
    found: &mut Diagnostics,
    parse: impl Fn(&str) -> WithProblems<T>,
) -> Option<T> {
    let path = folder.join(name);
    let WithProblems { value: text, mut problems } = texts.remove(&path)?;
    let value = text.as_deref().map(parse).and_then(|reading| {
        problems.extend(reading.problems);
        reading.value
    });
    found.add(SourceFile { path, text }, problems);
    value
}

/// An episode and the index of its file.
struct FiledEpisode {
    file: usize,
    episode: Episode,
}

/// Adds the episodes.
fn add_episodes(
    folder: &Path,
    episodes: Vec<EpisodeFile>,
    topics: &[Topic],
    found: &mut Diagnostics,
) -> Vec<FiledEpisode> {
    if episodes.is_empty() {
        let help = "every *.md file directly in this folder is one, but README.md";
        found.add(
            SourceFile { path: folder.to_owned(), text: None },
            vec![Problem::error(0..0, "no episodes").help(help)],
        );
    }
    let checked: Vec<_> = episodes.into_par_iter().map(|file| file.check(topics)).collect();
    let mut episodes = Vec::new();
    for (file, reading) in checked {
        let file = found.add(file, reading.problems);
        episodes.extend(reading.value.map(|episode| FiledEpisode { file, episode }));
    }
    episodes
}

/// Gives each episode the places of the corrections for the whole library, and adds what is wrong with these.
fn place_corrections(terms: &Terms, episodes: &mut [FiledEpisode], terms_file: usize, found: &mut Diagnostics) {
    let corrections = LibraryCorrections::new(&terms.corrections());
    let place = |filed: &mut FiledEpisode| {
        let placed = corrections.places_in(&filed.episode);
        filed.episode.library_corrections = placed.places;
        placed.counts
    };
    let sum = |mut sum: Vec<PlaceCount>, counts: Vec<PlaceCount>| {
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        sum
    };
    let none = || vec![PlaceCount::default(); corrections.len()];
    let counts = episodes.par_iter_mut().map(place).reduce(none, sum);
    let episodes: Vec<&Episode> = episodes.iter().map(|filed| &filed.episode).collect();
    let problems = terms.check(&episodes, &counts);
    if !problems.is_empty() {
        found.extend(terms_file, problems);
    }
}

/// Adds hints at the speakers whose names are what machines write for a voice, and who are not said to be placeholders.
fn hint_at_placeholders(episodes: &[FiledEpisode], found: &mut Diagnostics) {
    for FiledEpisode { file, episode } in episodes {
        for speaker in episode.speakers.iter().filter(|it| !it.is_placeholder && looks_like_placeholder(&it.name)) {
            let place = place_of_id(&found.files[*file], speaker.id.as_str());
            let problem = Problem::warning(place, "a name that names nobody")
                .found(format!("`{}`", speaker.name))
                .help("write the person's name; or add `placeholder = true`, so that nobody is listed under this one");
            found.hints.push(Diagnostic { file: *file, problem });
        }
    }
}

/// Adds what is wrong only between files: two episodes with one id, two names of one speaker.
fn compare(episodes: &[FiledEpisode], found: &mut Diagnostics) {
    let mut ids = BTreeMap::new();
    let mut names = BTreeMap::new();
    for FiledEpisode { file, episode } in episodes {
        if episode.id.is_assigned() {
            let first = *ids.entry(&episode.id).or_insert(*file);
            if first != *file {
                let problem = duplicate_episode(&found.files, *file, first, episode);
                found.list.push(Diagnostic { file: *file, problem });
            }
        }
        for speaker in episode.speakers.iter().filter(|speaker| speaker.id.is_assigned()) {
            let (first, name) = *names.entry(&speaker.id).or_insert((*file, &speaker.name));
            if *name != speaker.name {
                let place = place_of_id(&found.files[*file], speaker.id.as_str());
                let problem = Problem::warning(place, "speaker with two names")
                    .found(format!("`{}`", speaker.name))
                    .expected(format!("`{name}`, as in {}", found.files[first].path.display()))
                    .help("one id is one person: choose one spelling, or give each person an id");
                found.list.push(Diagnostic { file: *file, problem });
            }
        }
    }
}

fn duplicate_episode(files: &[SourceFile], file: usize, first: usize, episode: &Episode) -> Problem {
    Problem::error(place_of_id(&files[file], episode.id.as_str()), "duplicate episode id")
        .found(format!("`{}`", episode.id))
        .help(format!("{} has it too: each episode needs its own", files[first].path.display()))
}

fn place_of_id(file: &SourceFile, id: &str) -> Range<usize> {
    source::place_of_id(file.text.as_deref().unwrap_or_default(), id)
}
