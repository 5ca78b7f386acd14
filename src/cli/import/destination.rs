//! The folder that transcripts are imported into: new episodes are written, and those that are there are replaced by new versions that take
//! over their ids.
//!
//! The folder is read once, when the first episode of it is replaced; what an import writes is replaced in memory too. Not here: which
//! id goes where ([`crate::links::carry`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

use super::{ImportArgs, UnclearArg};
use crate::cli::clock::today;
use crate::cli::content::{self, People};
use crate::cli::diagnostics::SourceFile;
use crate::cli::files::{self, with_lines};
use crate::cli::published::{LedgerFiles, PENDING};
use crate::cli::terminal::tell;
use crate::cli::{counted, report, storage};
use crate::import::{Imported, PlacedDoubt, WordTimes};
use crate::links::{self, Carried, IdChange, IdState, Inventory, Ledger, LedgerEntry, PublishedId, UnclearPolicy};
use crate::source::{self, Assigned, IdRules, ParsedEpisode};
use crate::transcript::{
    Episode, EpisodeId, IdLetters, ImportSource, Library, Paragraph, ParagraphId, Site, SpeakerIds, Topic, slug,
    slug_of_latin,
};

/// The most episodes that are held before they are written.
const WRITTEN_TOGETHER: usize = 64;

/// The least share of the words of a new version that are in the old one, in percent. With fewer it is another conversation.
const MIN_SHARED_PERCENT: usize = 40;

/// The folder of the times of words, beside the episodes.
const TIMES: &str = "times";

/// What became of a file.
pub(super) enum Outcome {
    /// An episode was written.
    Written {
        answers: usize,
        /// Whether it has no date.
        is_undated: bool,
    },
    /// It was refused, and why was printed.
    Refused,
}

impl Outcome {
    fn of(written: &Episode) -> Self {
        Self::Written { answers: written.answer_count(), is_undated: written.date.is_none() }
    }
}

/// The episodes that are there, by what they were imported from.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The episodes, by file.
    pub(super) episodes: Vec<(PathBuf, Episode)>,
    /// Those who speak in them.
    pub(super) people: People,
    /// The position of each by the name of the file that it was imported from.
    by_name: BTreeMap<String, usize>,
}

impl Known {
    /// Reads the episodes of a folder, on all cores; those that cannot be read are left out.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let paths = content::episode_files(folder)?;
        let read = paths.into_par_iter().filter_map(|path| {
            let text = files::read_text(&path).value?;
            let parsed = ParsedEpisode::parse(&text, content::stem(&path)?);
            Some((path, parsed))
        });
        let read: Vec<(PathBuf, ParsedEpisode)> = read.collect();
        let mut people = People::default();
        read.iter().for_each(|(_, parsed)| people.meet(parsed));
        let episodes = read.into_iter().filter_map(|(path, parsed)| Some((path, parsed.into_reading().value?)));
        let episodes: Vec<(PathBuf, Episode)> = episodes.collect();
        let name =
            |(at, (_, episode)): (usize, &(PathBuf, Episode))| Some((episode.imported.as_ref()?.from.clone(), at));
        // Of two that were made of one name the first, in the order of their files.
        let by_name = episodes.iter().enumerate().rev().filter_map(name).collect();
        Ok(Self { episodes, people, by_name })
    }

    /// The episode that a file of this name became, if any.
    pub(super) fn of_name(&self, name: &str) -> Option<&(PathBuf, Episode)> {
        self.episodes.get(*self.by_name.get(name)?)
    }

    /// Whether a file with these bytes was imported under this name.
    pub(super) fn has(&self, name: &str, sha256: &str) -> bool {
        self.of_name(name).is_some_and(|(_, episode)| episode.imported.as_ref().is_some_and(|it| it.sha256 == sha256))
    }
}

/// The folder that transcripts are imported into. Its ledger and its episodes are read when they are first needed.
pub(super) struct Destination<'a> {
    args: &'a ImportArgs,
    pub(super) folder: PathBuf,
    /// The letters of new ids.
    letters: IdLetters,
    /// The ledger without the pending lines, where only that was needed so far.
    ledger: Option<Ledger>,
    existing: Option<Existing>,
    pub(super) writes: Writes,
}

/// The files that are still to be written. Several are written together, which takes a fraction of the time.
#[derive(Default)]
pub(super) struct Writes {
    /// The lines for the next release. They are written first, so that an id that is gone is never without one.
    pub(super) pending: Option<(PathBuf, String)>,
    episodes: Vec<(PathBuf, Vec<u8>)>,
    /// The name of the transcript that each episode of this run was made of.
    sources: BTreeMap<PathBuf, String>,
    /// The times of words.
    times: Vec<(PathBuf, Vec<u8>)>,
    /// Files of such times that are to be removed.
    outdated: Vec<PathBuf>,
}

impl Writes {
    /// Adds an episode's file.
    pub(super) fn add(&mut self, path: PathBuf, text: String) {
        self.episodes.push((path, text.into_bytes()));
    }

    /// Adds an episode's file, and writes all where there are many.
    ///
    /// # Errors
    /// When one cannot be written.
    fn episode(&mut self, path: PathBuf, text: &str) -> Result<()> {
        self.add(path, text.to_owned());
        if self.episodes.len() < WRITTEN_TOGETHER { Ok(()) } else { self.flush() }
    }

    /// Writes all files.
    ///
    /// # Errors
    /// When one cannot be written.
    pub(super) fn flush(&mut self) -> Result<()> {
        let pending = self.pending.take().map(|(path, text)| (path, text.into_bytes()));
        let files: Vec<(PathBuf, Vec<u8>)> =
            pending.into_iter().chain(self.episodes.drain(..)).chain(self.times.drain(..)).collect();
        storage::replace_all(&files)?;
        self.outdated.drain(..).try_for_each(|path| Ok(fs::remove_file(path)?))
    }
}

/// The episodes that are in the folder, those among them that this command has written in their new version.
pub(super) struct Existing {
    pub(super) has_errors: bool,
    pub(super) site: Site,
    topics: Vec<Topic>,
    /// Those that have pages, by id.
    episodes: BTreeMap<EpisodeId, Episode>,
    /// The text of each file.
    pub(super) texts: BTreeMap<PathBuf, String>,
    /// The ledger with the pending lines.
    pub(super) ledger: Ledger,
}

impl<'a> Destination<'a> {
    pub(super) fn new(args: &'a ImportArgs, folder: PathBuf, letters: IdLetters) -> Self {
        Self { args, folder, letters, ledger: None, existing: None, writes: Writes::default() }
    }

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

    /// Writes an episode: a new one, or a new version of the one that was imported under this name, or has this file name.
    pub(super) fn write(
        &mut self,
        from: ImportSource,
        stem: &str,
        known: &Known,
        mut imported: Imported,
    ) -> Result<Outcome> {
        let name = match (&self.args.id, known.of_name(&from.from)) {
            (Some(id), _) => id.as_str().to_owned(),
            (None, Some((path, _))) => content::stem(path).unwrap_or_default().to_owned(),
            (None, None) => episode_name(stem, &self.folder, self.letters),
        };
        if name.is_empty() {
            tell!(
                "error: {} has no letter or digit in its name, which the episode's address is made of\n  help: rename it, or give --id",
                from.from
            );
            return Ok(Outcome::Refused);
        }
        let target = self.folder.join(format!("{name}.md"));
        if let Some(first) = self.writes.sources.get(&target) {
            let (from, target) = (&from.from, target.display());
            tell!(
                "error: {from} would become the same episode as {first}, {target}\n  help: rename one of them, or import it by itself with --id"
            );
            return Ok(Outcome::Refused);
        }
        self.writes.sources.insert(target.clone(), from.from.clone());
        imported.episode.imported = Some(from);
        if target.exists() {
            return self.replace(&target, &name, imported);
        }
        // The name may have been another episode's.
        let used = self.ledger()?.anchors_used_in(&name);
        let rules = rules(used, self.letters);
        let Some(assigned) = with_ids(&target, &imported.episode, &name, &rules) else { return Ok(Outcome::Refused) };
        let text = marked(&assigned, &imported.doubts, &BTreeMap::new());
        self.times(&name, &assigned, &imported.times)?;
        self.writes.episode(target.clone(), &text)?;
        self.insert(target, Assigned { text, ..assigned });
        Ok(Outcome::of(&imported.episode))
    }

    /// Replaces an episode with a new version, which takes over its ids.
    fn replace(&mut self, target: &Path, name: &str, imported: Imported) -> Result<Outcome> {
        let existing = match self.existing.take() {
            Some(existing) => existing,
            None => Existing::read(&self.folder)?,
        };
        let existing = self.existing.insert(existing);
        if existing.has_errors {
            tell!("error: {} is there already, and what is there has errors: mend them first", target.display());
            return Ok(Outcome::Refused);
        }
        let text = existing.texts.get(target).cloned().or_else(|| files::read_text(target).value).unwrap_or_default();
        let Some(old) = source::read_episode(&text, name).value else { return Ok(Outcome::Refused) };
        let from = imported.episode.imported.clone();
        let shared = shared_percent(&old, &imported.episode);
        if shared < MIN_SHARED_PERCENT {
            let from = from.map(|from| from.from).unwrap_or_default();
            tell!(
                "error: {from} is another conversation than {}: {shared} % of its words are in it\n  help: rename it, or give --id for an episode of its own",
                target.display()
            );
            return Ok(Outcome::Refused);
        }
        let Imported { episode, doubts, times, guesses_language: _ } = imported;
        let mut carried = links::carry(&old, episode, unsure(self.args));
        carried.episode.imported = from;
        if !carried.unclear.is_empty() {
            print_unclear(target, &carried);
            return Ok(Outcome::Refused);
        }
        let used = existing.ledger.anchors_used_in(old.id.as_str());
        let rules = rules(used, self.letters);
        let Some(assigned) = with_ids(target, &carried.episode, name, &rules) else { return Ok(Outcome::Refused) };
        let before: BTreeMap<ParagraphId, String> =
            old.paragraphs().map(|it| (it.id.clone(), it.text.clone())).collect();
        let marked = marked(&assigned, &doubts, &before);
        let text_with_comments = source::carry_comments(&text, &marked);
        self.times(name, &assigned, &times)?;
        let Some(new) = assigned.parsed.into_reading().value else { return Ok(Outcome::Refused) };
        let outcome = Outcome::of(&new);
        print_carried(target, &old, &new, &carried);
        let Some(existing) = self.existing.as_mut() else { return Ok(Outcome::Refused) };
        existing.insert(target.to_owned(), text_with_comments.clone(), Some(new));
        self.writes.pending = existing.add_pending(&self.folder, &carried.changes)?.or(self.writes.pending.take());
        self.writes.episode(target.to_owned(), &text_with_comments)?;
        Ok(outcome)
    }

    /// Writes the times of words, where the transcript has more than one a paragraph.
    fn times(&mut self, name: &str, assigned: &Assigned, times: &[WordTimes]) -> Result<()> {
        let path = self.folder.join(TIMES).join(format!("{name}.json"));
        if !times.iter().any(|times| times.len() > 1) {
            // Those of an earlier version are not those of the words of now.
            self.writes.outdated.extend(path.exists().then_some(path));
            return Ok(());
        }
        let Some(episode) = assigned.parsed.episode() else { return Ok(()) };
        let of_paragraph = |(paragraph, times): (&Paragraph, &WordTimes)| {
            let pairs: Vec<(usize, u64)> = times.iter().map(|(at, start)| (*at, start.0)).collect();
            (paragraph.id.to_string(), pairs)
        };
        let by_id: BTreeMap<String, Vec<(usize, u64)>> = episode.paragraphs().zip(times).map(of_paragraph).collect();
        fs::create_dir_all(self.folder.join(TIMES))?;
        self.writes.times.push((path, serde_json::to_vec(&by_id)?));
        Ok(())
    }
}

/// The text of an episode with a mark before each paragraph that is doubtful. Those of one that is as it was are left out: an editor has seen
/// them.
fn marked(assigned: &Assigned, doubts: &[PlacedDoubt], before: &BTreeMap<ParagraphId, String>) -> String {
    let Some(episode) = assigned.parsed.episode() else { return assigned.text.clone() };
    let paragraphs: Vec<&Paragraph> = episode.paragraphs().collect();
    let mark = |doubt: &PlacedDoubt| {
        let paragraph = paragraphs.get(doubt.paragraph).filter(|it| before.get(&it.id) != Some(&it.text))?;
        Some((paragraph.id.clone(), source::doubt_comment(doubt.what, &doubt.reason)))
    };
    let marks: Vec<(ParagraphId, String)> = doubts.iter().filter_map(mark).collect();
    source::with_comments(&assigned.text, &marks)
}

/// How many of a new version's words are in the old one, in percent.
fn shared_percent(old: &Episode, new: &Episode) -> usize {
    let words = |episode: &Episode| -> Vec<String> {
        let texts =
            episode.paragraphs().flat_map(|it| it.text.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase);
        texts.filter(|word| !word.is_empty()).collect()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words(old) {
        *counts.entry(word).or_default() += 1;
    }
    let new = words(new);
    let shared = new.iter().filter(|word| {
        counts.get_mut(*word).is_some_and(|count| std::mem::replace(count, count.saturating_sub(1)) > 0)
    });
    (shared.count() * 100).checked_div(new.len()).unwrap_or(100)
}

/// The name of the file that an episode goes to. One that an earlier release has named by its Latin letters alone keeps that name.
fn episode_name(stem: &str, folder: &Path, letters: IdLetters) -> String {
    let earlier = slug_of_latin(stem, usize::MAX);
    let is_there = !earlier.is_empty() && folder.join(format!("{earlier}.md")).exists();
    if is_there { earlier } else { slug(stem, usize::MAX, letters) }
}

/// The rules of new ids; the speakers have theirs already.
pub(super) fn rules(used: BTreeSet<String>, letters: IdLetters) -> IdRules {
    IdRules { used, speakers: SpeakerIds::new(letters, Arc::default()) }
}

/// The text of an episode with all ids; `None` where it cannot have them, with the problems printed.
pub(super) fn with_ids(path: &Path, episode: &Episode, name: &str, rules: &IdRules) -> Option<Assigned> {
    let printed = source::print_episode(episode);
    match source::assign_ids(&printed, name, rules) {
        Ok(assigned) => Some(assigned),
        Err(problems) => {
            let file = SourceFile { path: path.to_owned(), text: Some(printed) };
            problems.iter().for_each(|problem| report::print_problem(&file, problem));
            None
        }
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
    pub(super) fn read(folder: &Path) -> Result<Self> {
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

    pub(super) fn insert(&mut self, path: PathBuf, text: String, episode: Option<Episode>) {
        self.texts.insert(path, text);
        self.episodes.extend(episode.map(|episode| (episode.id.clone(), episode)));
    }

    /// Says what became of published ids that are gone, for the next release: the file of the pending lines, if it has more now.
    pub(super) fn add_pending(&mut self, folder: &Path, changes: &[IdChange]) -> Result<Option<(PathBuf, String)>> {
        let is_live = |id: &PublishedId| self.ledger.get(id).is_some_and(|record| record.state == IdState::Live);
        let live: Vec<_> = changes.iter().filter(|change| is_live(&change.id)).collect();
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
