//! A release: what it appends to the ledger, and what stops it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::fates::{episode_state, living, next};
use super::inventory::Inventory;
use super::key::{Key, Kind};
use super::ledger::{Became, Event, Ledger, Record, State, What};
use crate::transcript::{Date, Problem};

/// The lines that a release on a day appends: ids that are new, and those whose text or note has changed.
pub fn additions(ledger: &Ledger, inventory: &Inventory, date: Date) -> Vec<Event> {
    let event = |(key, item): (&Key, &super::Item)| {
        let (version, note) = (item.version.clone(), item.note.clone());
        let what = match ledger.get(key) {
            Some(known) if known.state == State::Live => {
                let same = known.version() == version && known.note() == note;
                (!same).then_some(What::Edited { version, note })?
            }
            _ => What::Live { version, note },
        };
        Some(Event { date, key: key.clone(), what })
    };
    inventory.items().filter_map(event).collect()
}

/// The lines of an earlier ledger that a later one lacks or has in another order, each with its number from 1: none may ever be
/// deleted or altered, and of what a day's lines say of an id the last one holds.
pub fn lost_lines<'a>(earlier: &'a str, later: &'a str) -> Vec<(usize, &'a str)> {
    let mut there: BTreeMap<String, VecDeque<&str>> = BTreeMap::new();
    later.lines().map(str::trim_end).for_each(|line| there.entry(about(line)).or_default().push_back(line));
    let mut found: BTreeMap<String, &str> = BTreeMap::new();
    let counts = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let lines = (1..).zip(earlier.lines().map(str::trim_end)).filter(|(_, line)| counts(line));
    lines
        .filter(|(_, line)| {
            let about = about(line);
            // A line that stands twice says no more than once.
            if found.get(&about) == Some(line) {
                return false;
            }
            let rest = there.entry(about.clone()).or_default();
            let at = rest.iter().position(|one| one == line);
            rest.drain(..at.map_or(0, |at| at + 1));
            found.extend(at.map(|_| (about, *line)));
            at.is_none()
        })
        .collect()
}

/// The day and the id that a line is about; the whole line where it has neither.
fn about(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        [date, _, kind, id, ..] => [date, kind, id].join(" "),
        _ => line.to_owned(),
    }
}

/// What is wrong between a ledger and the library, by the text whose lines it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// Those of the ledger.
    pub ledger: Vec<Problem>,
    /// Those of what is pending.
    pub pending: Vec<Problem>,
}

impl Problems {
    fn add(&mut self, record: &Record, problem: Problem) {
        if record.pending { self.pending.push(problem) } else { self.ledger.push(problem) }
    }
}

/// What is wrong between a ledger and the library: published ids that neither live nor say
/// what became of them, with the lines to add on that day; ids that were given away and live; chains that lead nowhere.
pub fn problems(ledger: &Ledger, inventory: &Inventory, date: Date) -> Problems {
    let mut problems = Problems::default();
    for (key, record) in ledger.records() {
        let State::Became(_, targets) = &record.state else { continue };
        if inventory.get(key).is_some() {
            let found = format!("`{key}` lives, but the ledger says what it became");
            let help = "an id that was given away is never used again: give this one another id";
            problems.add(record, Problem::error(record.span.clone(), "an id in use again").found(found).help(help));
        }
        let unknown = targets.iter().filter(|target| ledger.get(target).is_none() && inventory.get(target).is_none());
        for target in unknown {
            let problem = Problem::error(record.span.clone(), "it leads to an id that nobody has");
            problems.add(record, problem.found(format!("`{target}`")));
        }
        if let Some(cycle) = cycle(ledger, key) {
            let names: Vec<&str> = cycle.iter().map(Key::id).collect();
            let problem = Problem::error(record.span.clone(), "it leads back to itself").found(names.join(" → "));
            problems.add(record, problem.help("add a later line that says where one of them leads"));
        }
    }
    gone(ledger, inventory, date, &mut problems);
    problems.ledger.sort_by_key(|problem| problem.span.start);
    problems
}

/// The way from an id back to itself, where there is one.
fn cycle(ledger: &Ledger, start: &Key) -> Option<Vec<Key>> {
    let mut way = vec![start.clone()];
    let mut open = vec![next(ledger, start)];
    let mut seen = BTreeSet::new();
    while let Some(candidates) = open.last_mut() {
        let Some(key) = candidates.pop() else {
            open.pop();
            way.pop();
            continue;
        };
        if key == *start {
            way.push(key);
            return Some(way);
        }
        if seen.insert(key.clone()) {
            open.push(next(ledger, &key));
            way.push(key);
        }
    }
    None
}

/// Published ids that are not there and say nothing: those of an answer, its paragraphs included, are one problem.
fn gone(ledger: &Ledger, inventory: &Inventory, date: Date, problems: &mut Problems) {
    let mut groups: BTreeMap<(Kind, String), Vec<&Key>> = BTreeMap::new();
    for (key, record) in ledger.records() {
        if inventory.get(key).is_some() || record.state != State::Live {
            continue;
        }
        if goes_with_its_episode(ledger, inventory, key) {
            continue;
        }
        let group = match key.kind {
            Kind::Paragraph => (Kind::Answer, format!("{}/{}", key.in_episode(), record.note())),
            kind => (kind, key.id().to_owned()),
        };
        groups.entry(group).or_default().push(key);
    }
    let offers = Offers { ledger, inventory, date };
    for keys in groups.values() {
        let Some(first) = keys.first().and_then(|key| ledger.get(key)) else { continue };
        let names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let problem = Problem::error(first.span.clone(), "a published id is gone").found(names.join(", "));
        let lines: Vec<String> = keys.iter().map(|key| offers.line(key).to_string()).collect();
        let help = format!("bring it back, or say in links.pending what became of it, such as\n{}", lines.join("\n"));
        problems.add(first, problem.help(help));
    }
}

/// Whether what is said, or to be said, of its episode says enough of an id: one that is removed takes along all that is in
/// it, one that moved what the other has.
fn goes_with_its_episode(ledger: &Ledger, inventory: &Inventory, key: &Key) -> bool {
    match episode_state(ledger, key) {
        None => false,
        Some(State::Live) => Key::of(Kind::Episode, key.in_episode()).is_some_and(|one| inventory.get(&one).is_none()),
        Some(State::Removed) => true,
        Some(State::Became(Became::Split, _)) => true,
        Some(State::Became(..)) => !living(ledger, inventory, key).is_empty(),
    }
}

/// What probably became of an id, from where the paragraphs are that it had.
struct Offers<'a> {
    ledger: &'a Ledger,
    inventory: &'a Inventory,
    date: Date,
}

impl Offers<'_> {
    fn line(&self, key: &Key) -> Event {
        let targets = match key.kind {
            Kind::Answer => self.answers(key),
            Kind::Episode => self.episodes(key),
            Kind::Speaker | Kind::Topic => self.of_same_name(key),
            Kind::Paragraph => Vec::new(),
        };
        let is_new = |target: &Key| self.ledger.get(target).is_none();
        let what = match &targets[..] {
            [] => What::Removed,
            [one] if is_new(one) => What::Became(Became::Moved, targets),
            [_] => What::Became(Became::Merged, targets),
            _ => What::Became(Became::Split, targets),
        };
        Event { date: self.date, key: key.clone(), what }
    }

    /// The living answers that now have an answer's paragraphs.
    fn answers(&self, key: &Key) -> Vec<Key> {
        let stood = |(other, record): &(&Key, &Record)| {
            other.kind == Kind::Paragraph && other.in_episode() == key.in_episode() && record.note() == key.local()
        };
        let mut answers = Vec::new();
        for (paragraph, _) in self.ledger.records().filter(stood) {
            let now = self.inventory.get(paragraph).map(|item| format!("{}/{}", key.in_episode(), item.note));
            let answer = now.and_then(|id| Key::of(Kind::Answer, &id));
            answers.extend(answer.filter(|answer| !answers.contains(answer)));
        }
        answers
    }

    /// The new episode that has most of an episode's ids, if one has half of them.
    fn episodes(&self, key: &Key) -> Vec<Key> {
        let inside: Vec<&str> = self
            .ledger
            .records()
            .filter(|(other, _)| other.kind != Kind::Episode && other.in_episode() == key.id())
            .map(|(other, _)| other.local())
            .collect();
        let new = self.inventory.items().filter(|(one, _)| one.kind == Kind::Episode && self.ledger.get(one).is_none());
        let shared = |episode: &Key| {
            let has = |local: &&&str| {
                let kind = if local.starts_with("p-") { Kind::Paragraph } else { Kind::Answer };
                Key::of(kind, &format!("{}/{local}", episode.id()))
                    .is_some_and(|key| self.inventory.get(&key).is_some())
            };
            inside.iter().filter(has).count()
        };
        let best = new.map(|(episode, _)| (shared(episode), episode)).max_by_key(|(shared, _)| *shared);
        best.filter(|(shared, _)| shared * 2 >= inside.len().max(1))
            .map(|(_, episode)| episode.clone())
            .into_iter()
            .collect()
    }

    /// The speaker or topic that now has the name.
    fn of_same_name(&self, key: &Key) -> Vec<Key> {
        let name = self.ledger.get(key).map_or("", Record::note);
        let same = self.inventory.items().filter(|(one, item)| one.kind == key.kind && item.note == name);
        same.map(|(one, _)| one.clone()).take(1).collect()
    }
}
