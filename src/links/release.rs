//! Releases: the entries that a release appends to the ledger, and the problems that prevent one.
//!
//! Not here: writing the ledger ([`crate::cli`]).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::inventory::Inventory;
use super::ledger::{Change, IdState, Ledger, LedgerEntry, Origin, Record, Succession, Successors};
use super::published_id::{IdKind, PublishedId};
use super::resolve::{episode_state, live_targets, successors};
use crate::transcript::{Date, Problem};

/// The entries that a release on a day appends: ids that are new, and ids whose text or note has changed.
pub fn additions(ledger: &Ledger, inventory: &Inventory, date: Date) -> Vec<LedgerEntry> {
    let mut entries = Vec::new();
    for (id, revision) in inventory.iter() {
        let change = match ledger.get(id) {
            Some(known) if known.state == IdState::Live => {
                if known.version() == revision.version && known.note() == revision.note {
                    continue;
                }
                Change::Edited(revision.clone())
            }
            _ => Change::Live(revision.clone()),
        };
        entries.push(LedgerEntry { date, id: id.clone(), change });
    }
    entries
}

/// A line of an earlier ledger that a later one lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostLine<'a> {
    /// The number of the line in the earlier ledger, from 1.
    pub number: usize,
    /// The line.
    pub text: &'a str,
}

/// The lines of an earlier ledger that a later one lacks or has in another order. The ledger is append-only: no line may be
/// deleted or altered, and of a day's lines about one id the last one holds, so that their order counts.
pub fn lost_lines<'a>(earlier: &'a str, later: &'a str) -> Vec<LostLine<'a>> {
    // For each subject the later lines that no earlier one was found at or after.
    let mut remaining: BTreeMap<String, VecDeque<&str>> = BTreeMap::new();
    later.lines().map(str::trim_end).for_each(|line| remaining.entry(subject(line)).or_default().push_back(line));
    let mut last_found: BTreeMap<String, &str> = BTreeMap::new();
    let mut lost = Vec::new();
    for (number, text) in (1..).zip(earlier.lines().map(str::trim_end)) {
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let subject = subject(text);
        // A line that is repeated says nothing new.
        if last_found.get(&subject) == Some(&text) {
            continue;
        }
        let lines = remaining.entry(subject.clone()).or_default();
        match lines.iter().position(|line| *line == text) {
            Some(at) => {
                lines.drain(..=at);
                last_found.insert(subject, text);
            }
            None => lost.push(LostLine { number, text }),
        }
    }
    lost
}

/// The day and the id that a line is about; the whole line if it has neither.
fn subject(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        [date, _, kind, id, ..] => [date, kind, id].join(" "),
        _ => line.to_owned(),
    }
}

/// The problems of a ledger and its pending lines with a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerProblems {
    /// Problems at lines of the ledger, by position.
    pub ledger: Vec<Problem>,
    /// Problems at pending lines.
    pub pending: Vec<Problem>,
}

impl LedgerProblems {
    fn add(&mut self, record: &Record, problem: Problem) {
        match record.origin {
            Origin::Ledger => self.ledger.push(problem),
            Origin::Pending => self.pending.push(problem),
        }
    }
}

/// The problems of a ledger with a library: published ids that are neither live nor accounted for, replaced ids that are
/// live, and successors that do not exist or form a cycle. `date` is the day in the lines that the help suggests.
pub fn problems(ledger: &Ledger, inventory: &Inventory, date: Date) -> LedgerProblems {
    let mut problems = LedgerProblems::default();
    for (id, record) in ledger.records() {
        check_successors(ledger, inventory, id, record, &mut problems);
    }
    check_missing(ledger, inventory, date, &mut problems);
    problems.ledger.sort_by_key(|problem| problem.span.start);
    problems
}

/// Reports a replaced id that is live, and successors that do not exist or form a cycle.
fn check_successors(
    ledger: &Ledger,
    inventory: &Inventory,
    id: &PublishedId,
    record: &Record,
    problems: &mut LedgerProblems,
) {
    let IdState::Succeeded(successors) = &record.state else { return };
    let error = |what: &str| Problem::error(record.span.clone(), what);
    if inventory.contains(id) {
        let found = format!("`{id}` lives, but the ledger says what it became");
        let help = "an id that was given away is never used again: give this one another id";
        problems.add(record, error("an id in use again").found(found).help(help));
    }
    let unknown = successors.ids.iter().filter(|id| ledger.get(id).is_none() && !inventory.contains(id));
    for id in unknown {
        problems.add(record, error("it leads to an id that nobody has").found(format!("`{id}`")));
    }
    if let Some(cycle) = cycle(ledger, id) {
        let paths: Vec<&str> = cycle.iter().map(PublishedId::path).collect();
        let problem = error("it leads back to itself").found(paths.join(" → "));
        problems.add(record, problem.help("add a later line that says where one of them leads"));
    }
}

/// A chain of successors from an id back to itself, if there is one. Found by a depth-first search.
fn cycle(ledger: &Ledger, start: &PublishedId) -> Option<Vec<PublishedId>> {
    let mut path = vec![start.clone()];
    let mut unvisited = vec![successors(ledger, start)];
    let mut seen = BTreeSet::new();
    while let Some(candidates) = unvisited.last_mut() {
        let Some(id) = candidates.pop() else {
            unvisited.pop();
            path.pop();
            continue;
        };
        if id == *start {
            path.push(id);
            return Some(path);
        }
        if seen.insert(id.clone()) {
            unvisited.push(successors(ledger, &id));
            path.push(id);
        }
    }
    None
}

/// The way out where no episode of the ledger is left: a sample or a bundled interview was published, and nothing else.
const FOREIGN_LEDGER: &str = "\nor, if nothing of yours was published yet, delete links.ledger and published beside the \
                              episodes, and the built site: then nothing remains of it";

/// Reports published ids that are neither live nor accounted for. An answer and its paragraphs are one problem.
fn check_missing(ledger: &Ledger, inventory: &Inventory, date: Date, problems: &mut LedgerProblems) {
    let mut groups: BTreeMap<(IdKind, String), Vec<&PublishedId>> = BTreeMap::new();
    for (id, record) in ledger.records() {
        let is_missing = !inventory.contains(id) && record.state == IdState::Live;
        if !is_missing || follows_its_episode(ledger, inventory, id) {
            continue;
        }
        let group = match id.kind {
            IdKind::Paragraph => (IdKind::Answer, format!("{}/{}", id.episode_id(), record.note())),
            kind => (kind, id.path().to_owned()),
        };
        groups.entry(group).or_default().push(id);
    }
    let suggestions = Suggestions { ledger, inventory, date };
    let is_foreign = !ledger.records().any(|(id, _)| id.kind == IdKind::Episode && inventory.contains(id));
    for ((kind, _), ids) in &groups {
        let Some(first) = ids.first().and_then(|id| ledger.get(id)) else { continue };
        let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let problem = Problem::error(first.span.clone(), "a published id is gone").found(names.join(", "));
        let lines: Vec<String> = ids.iter().map(|id| suggestions.entry(id).to_string()).collect();
        let mut help =
            format!("bring it back, or say in links.pending what became of it, such as\n{}", lines.join("\n"));
        if is_foreign && *kind == IdKind::Episode {
            help.push_str(FOREIGN_LEDGER);
        }
        problems.add(first, problem.help(help));
    }
}

/// Whether an answer or paragraph is accounted for by its episode. A removed or split episode accounts for all its ids; a
/// moved or merged one for those that its successor has; a missing one is reported itself.
fn follows_its_episode(ledger: &Ledger, inventory: &Inventory, id: &PublishedId) -> bool {
    match episode_state(ledger, id) {
        None => false,
        Some(IdState::Live) => {
            PublishedId::new(IdKind::Episode, id.episode_id()).is_some_and(|episode| !inventory.contains(&episode))
        }
        Some(IdState::Removed) => true,
        Some(IdState::Succeeded(by)) if by.succession == Succession::Split => true,
        Some(IdState::Succeeded(_)) => !live_targets(ledger, inventory, id).is_empty(),
    }
}

/// Suggests entries for missing ids, from where their paragraphs are now.
struct Suggestions<'a> {
    ledger: &'a Ledger,
    inventory: &'a Inventory,
    date: Date,
}

impl Suggestions<'_> {
    fn entry(&self, id: &PublishedId) -> LedgerEntry {
        let ids = match id.kind {
            IdKind::Answer => self.answers_with_paragraphs_of(id),
            IdKind::Episode => self.episode_with_ids_of(id).into_iter().collect(),
            IdKind::Speaker | IdKind::Topic => self.same_name(id).into_iter().collect(),
            IdKind::Paragraph => Vec::new(),
        };
        let change = match &ids[..] {
            [new] if self.ledger.get(new).is_none() => {
                Change::Succeeded(Successors { succession: Succession::Moved, ids })
            }
            _ => Change::merged_into(ids),
        };
        LedgerEntry { date: self.date, id: id.clone(), change }
    }

    /// The live answers that now have the paragraphs of an answer.
    fn answers_with_paragraphs_of(&self, id: &PublishedId) -> Vec<PublishedId> {
        let was_in_it = |(other, record): &(&PublishedId, &Record)| {
            other.kind == IdKind::Paragraph && other.episode_id() == id.episode_id() && record.note() == id.anchor()
        };
        let mut answers = Vec::new();
        for (paragraph, _) in self.ledger.records().filter(was_in_it) {
            let revision = self.inventory.get(paragraph);
            let path = revision.map(|revision| format!("{}/{}", id.episode_id(), revision.note));
            let answer = path.and_then(|path| PublishedId::new(IdKind::Answer, &path));
            answers.extend(answer.filter(|answer| !answers.contains(answer)));
        }
        answers
    }

    /// The new episode that has the most ids of an episode, if it has at least half of them.
    fn episode_with_ids_of(&self, id: &PublishedId) -> Option<PublishedId> {
        let inside = |other: &PublishedId| other.kind != IdKind::Episode && other.episode_id() == id.path();
        let old: Vec<&PublishedId> = self.ledger.records().map(|(other, _)| other).filter(|id| inside(id)).collect();
        let is_new = |id: &PublishedId| id.kind == IdKind::Episode && self.ledger.get(id).is_none();
        let new = self.inventory.iter().map(|(id, _)| id).filter(|id| is_new(id));
        let shared = |episode: &PublishedId| {
            old.iter().filter(|id| self.inventory.contains(&id.in_episode(episode.path()))).count()
        };
        let best = new.map(|episode| (shared(episode), episode)).max_by_key(|(shared, _)| *shared);
        best.filter(|(shared, _)| shared * 2 >= old.len().max(1)).map(|(_, episode)| episode.clone())
    }

    /// The speaker or topic that now has the name.
    fn same_name(&self, id: &PublishedId) -> Option<PublishedId> {
        let name = self.ledger.get(id).map_or("", Record::note);
        let mut same = self.inventory.iter().filter(|(other, revision)| other.kind == id.kind && revision.note == name);
        same.next().map(|(other, _)| other.clone())
    }
}
