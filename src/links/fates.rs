//! Where every id leads today: chains followed to their end.

use std::collections::BTreeMap;

use super::inventory::Inventory;
use super::key::{Key, Kind};
use super::ledger::{Became, Ledger, Record, State};
use crate::transcript::{Date, EpisodeId, FormerIds, SpeakerId, TopicId};

/// Where an id leads that does not live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// To what it became: one living id, or, where it was split, several.
    Became(Became, Vec<Key>),
    /// To its tombstone, which names the nearest living answer or else its episode, where there is one.
    Gone(Option<Key>),
}

/// The fates of all ids that were published and live no more.
#[derive(Debug, Clone, Default)]
pub struct Fates {
    dead: BTreeMap<Key, (Fate, Record)>,
    /// When the living that once stood in another answer were last said to have changed.
    moved_on: BTreeMap<Key, Date>,
    /// For each answer, living or not, the anchors of paragraphs that once stood in it.
    stood: BTreeMap<String, Vec<Key>>,
}

impl Fates {
    /// Follows every id of a ledger to what lives.
    pub fn of(ledger: &Ledger, inventory: &Inventory) -> Self {
        let mut fates = Self::default();
        for (key, record) in ledger.records() {
            if key.kind == Kind::Paragraph {
                for answer in &record.notes {
                    fates.stood.entry(format!("{}/{answer}", key.in_episode())).or_default().push(key.clone());
                }
            }
            if record.notes.len() > 1 && key.kind == Kind::Paragraph {
                fates.moved_on.insert(key.clone(), record.changed);
            }
            if inventory.get(key).is_none() {
                let living = living(ledger, inventory, key);
                let fate = match (living.len(), &record.state) {
                    (0, _) => Fate::Gone(nearest(ledger, inventory, key, record)),
                    (1, State::Became(Became::Split, _)) => Fate::Became(Became::Merged, living),
                    (1, State::Became(how, _)) => Fate::Became(*how, living),
                    (1, _) => Fate::Became(Became::Moved, living),
                    _ => Fate::Became(Became::Split, living),
                };
                let mut record = record.clone();
                // What its episode became, it became on that day.
                if record.state == State::Live
                    && let Some(episode) = episode_record(ledger, key)
                {
                    record.changed = record.changed.max(episode.changed);
                }
                fates.dead.insert(key.clone(), (fate, record));
            }
        }
        fates
    }

    /// Every id that lives no more, where it leads, and what the ledger says of it.
    pub fn dead(&self) -> impl Iterator<Item = (&Key, &Fate, &Record)> {
        self.dead.iter().map(|(key, (fate, record))| (key, fate, record))
    }

    /// What the ledger says of an id that lives no more.
    pub fn record(&self, key: &Key) -> Option<&Record> {
        self.dead.get(key).map(|(_, record)| record)
    }

    /// When a living paragraph that once stood in another answer was last changed.
    pub fn moved_on(&self, key: &Key) -> Option<Date> {
        self.moved_on.get(key).copied()
    }

    /// Where an id leads; `None` where it lives or was never published.
    pub fn get(&self, key: &Key) -> Option<&Fate> {
        self.dead.get(key).map(|(fate, _)| fate)
    }

    /// The speakers, topics and episodes that are others now: for filters that still name them.
    pub fn former_ids(&self) -> FormerIds {
        let mut former = FormerIds::default();
        for (key, (fate, _)) in &self.dead {
            let Fate::Became(_, targets) = fate else { continue };
            let [target] = &targets[..] else { continue };
            let (old, new) = (key.id(), target.id());
            match key.kind {
                Kind::Speaker => former.speakers.extend(SpeakerId::new(old).ok().zip(SpeakerId::new(new).ok())),
                Kind::Topic => former.topics.extend(TopicId::new(old).ok().zip(TopicId::new(new).ok())),
                Kind::Episode => former.episodes.extend(EpisodeId::new(old).ok().zip(EpisodeId::new(new).ok())),
                Kind::Answer | Kind::Paragraph => {}
            }
        }
        former
    }

    /// The paragraphs that were ever published in an answer, `episode/answer`.
    pub fn stood_in(&self, answer: &str) -> &[Key] {
        self.stood.get(answer).map_or(&[], Vec::as_slice)
    }
}

/// The living ids that one leads to: itself, or what it became, in order and each once.
pub fn living(ledger: &Ledger, inventory: &Inventory, key: &Key) -> Vec<Key> {
    let (mut found, mut seen, mut open) = (Vec::new(), Vec::new(), vec![key.clone()]);
    // A cycle is a problem elsewhere; here it only must not be followed for ever.
    while let Some(key) = open.pop() {
        if seen.contains(&key) {
            continue;
        }
        if inventory.get(&key).is_some() {
            found.push(key);
            continue;
        }
        // The last is taken first.
        open.extend(next(ledger, &key).into_iter().rev());
        seen.push(key);
    }
    found
}

/// What the ledger says an id became; what its episode became takes along what is in it.
pub(super) fn next(ledger: &Ledger, key: &Key) -> Vec<Key> {
    match ledger.get(key).map(|record| &record.state) {
        Some(State::Became(_, targets)) => targets.clone(),
        Some(State::Live) | None => match episode_state(ledger, key) {
            Some(State::Became(Became::Moved | Became::Merged, targets)) => {
                targets.iter().map(|episode| key.moved_to(episode.id())).collect()
            }
            _ => Vec::new(),
        },
        Some(State::Removed) => Vec::new(),
    }
}

/// What became of the episode that an answer or a paragraph was in.
pub(super) fn episode_state<'a>(ledger: &'a Ledger, key: &Key) -> Option<&'a State> {
    episode_record(ledger, key).map(|record| &record.state)
}

fn episode_record<'a>(ledger: &'a Ledger, key: &Key) -> Option<&'a Record> {
    let inside = matches!(key.kind, Kind::Answer | Kind::Paragraph);
    ledger.get(&Key::of(Kind::Episode, key.in_episode()).filter(|_| inside)?)
}

/// The living answer that was published nearest to one that is gone, or the episode they were in.
fn nearest(ledger: &Ledger, inventory: &Inventory, key: &Key, record: &Record) -> Option<Key> {
    if !matches!(key.kind, Kind::Answer | Kind::Paragraph) {
        return None;
    }
    if key.kind == Kind::Paragraph
        && let Some(answer) = Key::of(Kind::Answer, &format!("{}/{}", key.in_episode(), record.note()))
        && let Some(answer) = living(ledger, inventory, &answer).into_iter().next()
    {
        return Some(answer);
    }
    let in_episode = |other: &Key| other.kind == Kind::Answer && other.in_episode() == key.in_episode();
    let there = ledger.records().filter(|(other, _)| in_episode(other) && inventory.get(other).is_some());
    let nearest = there.min_by_key(|(_, other)| (other.nth.abs_diff(record.nth), other.nth));
    let episode = || living(ledger, inventory, &Key::of(Kind::Episode, key.in_episode())?).into_iter().next();
    nearest.map(|(answer, _)| answer.clone()).or_else(episode)
}
