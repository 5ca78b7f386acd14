//! Releases: the entries that a release appends to the ledger, and the problems that prevent one.
//!
//! Not here: writing the ledger ([`crate::cli`]).

use std::collections::{BTreeMap, BTreeSet};

use super::digest::EventsOf;
use super::entry::{Change, LedgerEntry, LocatedEntry, Succession, Successors};
use super::inventory::{Inventory, LiveText};
use super::ledger::Ledger;
use super::part::{IdState, Origin, Record};
use super::published_id::{IdKind, PublishedId};
use super::resolve::{Targets, episode_state, successors};
use super::undivided::UndividedLedger;
use crate::transcript::{Date, Problem, ProblemList};

/// The most ids that a problem names.
const MAX_NAMED_IDS: usize = 20;

/// The entries that a release on a day appends: ids that are new, and ids whose text or note has changed.
pub fn additions<'a>(
    ledger: &'a Ledger,
    inventory: &'a Inventory,
    date: Date,
) -> impl Iterator<Item = LedgerEntry> + use<'a> {
    inventory.iter().filter_map(move |(id, text)| {
        let change = addition(ledger.get(id), text)?;
        Some(LedgerEntry { date, id: id.clone(), change })
    })
}

fn addition(known: Option<&Record>, LiveText { revision, earlier_version }: &LiveText) -> Option<Change> {
    let Some(known) = known.filter(|known| known.state == IdState::Live) else {
        return Some(Change::Live(revision.clone()));
    };
    let is_same_note = *known.note() == *revision.note;
    match known.version() {
        Some(version) if is_same_note && version == revision.version => None,
        Some(version) if is_same_note && version == *earlier_version => Some(Change::Rehashed(revision.clone())),
        _ => Some(Change::Edited(revision.clone())),
    }
}

/// A line of an earlier ledger that a later one lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostLine<'a> {
    /// The number of the line in the earlier text, from 1.
    pub number: usize,
    /// The line.
    pub text: &'a str,
}

/// The lines of a text of an earlier ledger, undivided or of one part, whose events a later one lacks or has in another order.
/// The ledger is append-only: no event may be deleted or altered, and of a day's events about one id the last one holds, so that their
/// order counts. `events` are those of the later ledger.
pub fn lost_lines<'a>(earlier: &'a str, events: &mut EventsOf<'_>) -> Vec<LostLine<'a>> {
    let parts = UndividedLedger::read(earlier).0.into_parts().into_iter();
    let mut lost: Vec<LocatedEntry> = parts.flat_map(|(part, entries)| lost_entries(entries, &events(&part))).collect();
    lost.sort_by_key(|it| it.span.start);
    let (mut number, mut at) = (1, 0);
    let lines = lost.into_iter().map(|it| {
        number += earlier[at..it.span.start].bytes().filter(|byte| *byte == b'\n').count();
        at = it.span.start;
        LostLine { number, text: earlier[it.span].trim() }
    });
    lines.collect()
}

/// The entries that a later list lacks, or has in another order.
fn lost_entries(earlier: Vec<LocatedEntry>, later: &[LedgerEntry]) -> Vec<LocatedEntry> {
    // Where each entry stands in the later list.
    let mut positions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in later.iter().enumerate() {
        positions.entry(entry.to_string()).or_default().push(at);
    }
    // For each day and id the last entry that was found, and the position behind it.
    let mut found: BTreeMap<(Date, PublishedId), (String, usize)> = BTreeMap::new();
    let is_lost = |it: &LocatedEntry| {
        let LedgerEntry { date, id, .. } = &it.entry;
        let line = it.entry.to_string();
        let (last, behind) = found.entry((*date, id.clone())).or_default();
        // A line that is repeated says nothing new.
        if *last == line {
            return false;
        }
        let of_line = positions.get(&line).map_or(&[][..], Vec::as_slice);
        let Some(at) = of_line.get(of_line.partition_point(|at| at < behind)) else { return true };
        (*last, *behind) = (line, at + 1);
        false
    };
    earlier.into_iter().filter(is_lost).collect()
}

/// A file of a ledger, named for the problems of its lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerFile {
    /// The one file of earlier releases.
    Undivided,
    /// The file of an episode, by its id.
    Episode(String),
    /// The file of the speakers and topics.
    SpeakersAndTopics,
    /// The pending lines.
    Pending,
}

impl LedgerFile {
    /// The file with the line that determines the state of an id.
    fn of(id: &PublishedId, record: &Record) -> Self {
        match record.origin {
            Origin::Undivided => Self::Undivided,
            Origin::Part => Self::of_part(id.part()),
            Origin::Pending => Self::Pending,
        }
    }

    /// The file of a part, by the part's name.
    pub fn of_part(name: &str) -> Self {
        if name.is_empty() { Self::SpeakersAndTopics } else { Self::Episode(name.to_owned()) }
    }
}

/// The problems of a ledger and its pending lines with a library: for each file its own, by position.
pub type LedgerProblems = BTreeMap<LedgerFile, Vec<Problem>>;

/// As [`LedgerProblems`], while they are found.
#[derive(Default)]
struct ProblemsByFile {
    lists: BTreeMap<LedgerFile, ProblemList>,
}

impl ProblemsByFile {
    fn add(&mut self, id: &PublishedId, record: &Record, problem: Problem) {
        self.list(id, record).push(problem);
    }

    fn list(&mut self, id: &PublishedId, record: &Record) -> &mut ProblemList {
        self.lists.entry(LedgerFile::of(id, record)).or_default()
    }
}

/// The problems of a ledger with a library: published ids that are neither live nor accounted for, replaced ids that are
/// live, and successors that do not exist or form a cycle. `date` is the day in the lines that the help suggests.
pub fn problems(ledger: &Ledger, inventory: &Inventory, date: Date) -> LedgerProblems {
    let mut problems = ProblemsByFile::default();
    for (id, record) in ledger.records() {
        check_successors(ledger, inventory, id, record, &mut problems);
    }
    for cycle in cycles(ledger) {
        report_cycle(ledger, &cycle, &mut problems);
    }
    check_missing(ledger, inventory, date, &mut problems);
    problems.lists.into_iter().map(|(file, list)| (file, list.sorted())).collect()
}

/// Reports a replaced id that is live, and successors that do not exist.
fn check_successors(
    ledger: &Ledger,
    inventory: &Inventory,
    id: &PublishedId,
    record: &Record,
    problems: &mut ProblemsByFile,
) {
    let IdState::Succeeded(successors) = &record.state else { return };
    let error = |what: &str| Problem::error(record.span.clone(), what);
    if inventory.contains(id) {
        let found = format!("`{id}` lives, but the ledger says what it became");
        let help = "an id that was given away is never used again: give this one another id";
        problems.add(id, record, error("an id in use again").found(found).help(help));
    }
    let unknown = successors.ids.iter().filter(|id| ledger.get(id).is_none() && !inventory.contains(id));
    for successor in unknown {
        problems.add(id, record, error("it leads to an id that nobody has").found(format!("`{successor}`")));
    }
}

/// Reports a chain of successors at each id on it.
fn report_cycle(ledger: &Ledger, cycle: &[PublishedId], problems: &mut ProblemsByFile) {
    for (nth, id) in cycle.iter().enumerate() {
        let Some(record) = ledger.get(id).filter(|record| matches!(record.state, IdState::Succeeded(_))) else {
            continue;
        };
        let from_here = cycle[nth..].iter().chain(&cycle[..=nth]).map(PublishedId::path);
        let mut paths: Vec<&str> = from_here.take(MAX_NAMED_IDS).collect();
        if cycle.len() >= MAX_NAMED_IDS {
            paths.push("…");
        }
        let problem = Problem::error(record.span.clone(), "it leads back to itself").found(paths.join(" → "));
        problems.add(id, record, problem.help("add a later line that says where one of them leads"));
    }
}

/// Chains of successors that lead back to where they begin: at least one among any ids that lead to each other.
///
/// Method: a depth-first search over all ids, each visited once; an edge to an id on the way from the start closes a cycle.
fn cycles(ledger: &Ledger) -> Vec<Vec<PublishedId>> {
    let mut cycles = Vec::new();
    let mut visited: BTreeSet<PublishedId> = BTreeSet::new();
    for (start, record) in ledger.records() {
        if !matches!(record.state, IdState::Succeeded(_)) || !visited.insert(start.clone()) {
            continue;
        }
        let mut path = vec![start.clone()];
        let mut position = BTreeMap::from([(start.clone(), 0)]);
        let mut unvisited = vec![successors(ledger, start)];
        while let Some(candidates) = unvisited.last_mut() {
            let Some(next) = candidates.pop() else {
                unvisited.pop();
                if let Some(left) = path.pop() {
                    position.remove(&left);
                }
                continue;
            };
            if let Some(from) = position.get(&next) {
                cycles.push(path[*from..].to_vec());
            } else if visited.insert(next.clone()) {
                position.insert(next.clone(), path.len());
                unvisited.push(successors(ledger, &next));
                path.push(next);
            }
        }
    }
    cycles
}

/// The way out where no episode of the ledger is left: a sample or a bundled interview was published, and nothing else.
const FOREIGN_LEDGER: &str = "\nor, if nothing of yours was published yet, delete links and published beside the \
                              episodes, and the built site: then nothing remains of it";

/// Reports published ids that are neither live nor accounted for. An answer and its paragraphs are one problem.
fn check_missing(ledger: &Ledger, inventory: &Inventory, date: Date, problems: &mut ProblemsByFile) {
    let mut groups: BTreeMap<(IdKind, String), Vec<&PublishedId>> = BTreeMap::new();
    let mut targets = Targets::new(ledger, inventory);
    for (id, record) in ledger.records() {
        let is_missing = !inventory.contains(id) && record.state == IdState::Live;
        if !is_missing || follows_its_episode(&mut targets, inventory, id) {
            continue;
        }
        let group = match id.kind {
            IdKind::Paragraph => (IdKind::Answer, format!("{}/{}", id.episode_id(), record.note())),
            kind => (kind, id.path().to_owned()),
        };
        groups.entry(group).or_default().push(id);
    }
    if groups.is_empty() {
        return;
    }
    let suggestions = Suggestions::of(ledger, inventory, date);
    let is_foreign = !ledger.records().any(|(id, _)| id.kind == IdKind::Episode && inventory.contains(id));
    for ((kind, _), ids) in &groups {
        let Some((first_id, first)) = ids.first().and_then(|id| Some((*id, ledger.get(id)?))) else { continue };
        problems.list(first_id, first).push_error(|| {
            let names: Vec<String> = ids.iter().take(MAX_NAMED_IDS).map(|id| format!("`{id}`")).collect();
            let more = ids.len().saturating_sub(MAX_NAMED_IDS);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let problem = Problem::error(first.span.clone(), "a published id is gone").found(names.join(", ") + &more);
            let lines: Vec<String> = ids.iter().map(|id| suggestions.entry(id).to_string()).collect();
            let mut help =
                format!("bring it back, or say in links.pending what became of it, such as\n{}", lines.join("\n"));
            if is_foreign && *kind == IdKind::Episode {
                help.push_str(FOREIGN_LEDGER);
            }
            problem.help(help)
        });
    }
}

/// Whether an answer or paragraph is accounted for by its episode. A removed or split episode accounts for all its ids; a
/// moved or merged one for those that its successor has; a missing one is reported itself.
fn follows_its_episode(targets: &mut Targets<'_>, inventory: &Inventory, id: &PublishedId) -> bool {
    match episode_state(targets.ledger, id) {
        None => false,
        Some(IdState::Live) => {
            PublishedId::new(IdKind::Episode, id.episode_id()).is_some_and(|episode| !inventory.contains(&episode))
        }
        Some(IdState::Removed { .. }) => true,
        Some(IdState::Succeeded(by)) if by.succession == Succession::Split => true,
        Some(IdState::Succeeded(_)) => !targets.of(id).is_empty(),
    }
}

/// Suggests entries for missing ids, from where their paragraphs are now.
struct Suggestions<'a> {
    ledger: &'a Ledger,
    inventory: &'a Inventory,
    date: Date,
    /// For each answer, by its path, the paragraphs that stood in it last.
    paragraphs_of: BTreeMap<String, Vec<&'a PublishedId>>,
    /// For each anchor the new episodes that have it, up to [`MAX_NAMED_IDS`].
    new_episodes_with: BTreeMap<(IdKind, &'a str), Vec<&'a str>>,
    /// The first live id of each kind with a note.
    by_note: BTreeMap<(IdKind, &'a str), &'a PublishedId>,
}

impl<'a> Suggestions<'a> {
    fn of(ledger: &'a Ledger, inventory: &'a Inventory, date: Date) -> Self {
        let (mut paragraphs_of, mut new_episodes_with, mut by_note) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new(), BTreeMap::new());
        for (id, record) in ledger.records().filter(|(id, _)| id.kind == IdKind::Paragraph) {
            paragraphs_of.entry(format!("{}/{}", id.episode_id(), record.note())).or_default().push(id);
        }
        let new: BTreeSet<&str> = inventory
            .iter()
            .filter(|(id, _)| id.kind == IdKind::Episode && ledger.get(id).is_none())
            .map(|(id, _)| id.path())
            .collect();
        for (id, text) in inventory.iter() {
            by_note.entry((id.kind, &*text.revision.note)).or_insert(id);
            if !id.anchor().is_empty() && new.contains(id.episode_id()) {
                let episodes = new_episodes_with.entry((id.kind, id.anchor())).or_default();
                if episodes.len() < MAX_NAMED_IDS {
                    episodes.push(id.episode_id());
                }
            }
        }
        Self { ledger, inventory, date, paragraphs_of, new_episodes_with, by_note }
    }

    fn entry(&self, id: &PublishedId) -> LedgerEntry {
        let ids = match id.kind {
            IdKind::Answer => self.answers_with_paragraphs_of(id),
            IdKind::Episode => self.episode_with_ids_of(id).into_iter().collect(),
            IdKind::Speaker | IdKind::Topic => self.same_name(id).into_iter().collect(),
            IdKind::Paragraph => Vec::new(),
        };
        let change = match &ids[..] {
            [new] if self.ledger.get(new).is_none() => {
                Change::Succeeded(Box::new(Successors { succession: Succession::Moved, ids }))
            }
            _ => Change::merged_into(ids),
        };
        LedgerEntry { date: self.date, id: id.clone(), change }
    }

    /// The live answers that now have the paragraphs of an answer.
    fn answers_with_paragraphs_of(&self, id: &PublishedId) -> Vec<PublishedId> {
        let mut answers = Vec::new();
        for paragraph in self.paragraphs_of.get(id.path()).into_iter().flatten() {
            let revision = self.inventory.get(paragraph);
            let path = revision.map(|revision| format!("{}/{}", id.episode_id(), revision.note));
            let answer = path.and_then(|path| PublishedId::new(IdKind::Answer, &path));
            answers.extend(answer.filter(|answer| !answers.contains(answer)));
        }
        answers
    }

    /// The new episode that has the most ids of an episode, if it has at least half of them.
    fn episode_with_ids_of(&self, id: &PublishedId) -> Option<PublishedId> {
        let inside =
            [IdKind::Answer, IdKind::Paragraph].into_iter().flat_map(|kind| self.ledger.records_in(kind, id.path()));
        let (mut old, mut shared): (usize, BTreeMap<&str, usize>) = Default::default();
        for (id, _) in inside {
            old += 1;
            for episode in self.new_episodes_with.get(&(id.kind, id.anchor())).into_iter().flatten() {
                *shared.entry(episode).or_default() += 1;
            }
        }
        let (episode, shared) = shared.into_iter().max_by_key(|(_, shared)| *shared)?;
        PublishedId::new(IdKind::Episode, episode).filter(|_| shared * 2 >= old.max(1))
    }

    /// The speaker or topic that now has the name.
    fn same_name(&self, id: &PublishedId) -> Option<PublishedId> {
        let name = self.ledger.get(id).map_or("", Record::note);
        self.by_note.get(&(id.kind, name)).map(|id| (*id).clone())
    }
}
