//! Resolution of published ids: redirects are followed to the live ids at their ends, and ids without any become tombstones.
//!
//! Not here: the pages of redirects and tombstones ([`crate::site`]), and problems such as cycles
//! ([`super::problems`]).

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Succession, Successors};
use super::inventory::Inventory;
use super::ledger::Ledger;
use super::part::{IdState, Record};
use super::published_id::{IdKind, PublishedId};
use crate::transcript::{Date, EpisodeId, FormerIds, SpeakerId, TopicId};

/// The most live ids that one id leads to. A page that names more of them helps nobody.
const MAX_TARGETS: usize = 100;

/// Where the address of an id that is no longer live leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// To its live successors: one, or several if it was split.
    Succeeded(Successors),
    /// To a tombstone.
    Tombstone {
        /// The live answer that was published nearest to it, or else its episode, if either is live.
        nearest: Option<PublishedId>,
    },
}

/// An id that was published and is no longer live.
#[derive(Debug, Clone)]
pub struct RetiredId {
    /// Where its address leads.
    pub resolution: Resolution,
    /// The ledger's record. If the id was retired with its episode, `last_changed` is not before the day on which that was.
    pub record: Record,
    /// Whether it, or its episode, was removed, and its words may no longer be shown.
    pub is_withdrawn: bool,
}

/// The resolutions of all ids that are no longer live.
#[derive(Debug, Clone, Default)]
pub struct Resolutions {
    retired: BTreeMap<PublishedId, RetiredId>,
    /// For each paragraph that stood in several answers the day of its last change.
    moved_paragraphs: BTreeMap<PublishedId, Date>,
    /// For each answer, live or not, by its path, the paragraphs that stood in it and that may not any more.
    paragraphs_of: BTreeMap<String, Vec<PublishedId>>,
}

impl Resolutions {
    /// The resolutions of all ids of a ledger, for a library with this inventory.
    pub fn of(ledger: &Ledger, inventory: &Inventory) -> Self {
        let mut resolutions = Self::default();
        let mut targets = Targets::new(ledger, inventory);
        let answers = LiveAnswers::of(ledger, inventory);
        for (id, record) in ledger.records() {
            let is_live = inventory.contains(id);
            if id.kind == IdKind::Paragraph && (!is_live || record.notes.len() > 1) {
                resolutions.add_paragraph(id, record);
            }
            if !is_live {
                resolutions.retired.insert(id.clone(), retired(&mut targets, &answers, id, record));
            }
        }
        resolutions
    }

    fn add_paragraph(&mut self, id: &PublishedId, record: &Record) {
        for answer in &record.notes {
            self.paragraphs_of.entry(format!("{}/{answer}", id.episode_id())).or_default().push(id.clone());
        }
        if record.notes.len() > 1 {
            self.moved_paragraphs.insert(id.clone(), record.last_changed);
        }
    }

    /// All ids that are no longer live.
    pub fn retired(&self) -> impl Iterator<Item = (&PublishedId, &RetiredId)> {
        self.retired.iter()
    }

    /// An id that is no longer live; `None` if it is live or was never published.
    pub fn get(&self, id: &PublishedId) -> Option<&RetiredId> {
        self.retired.get(id)
    }

    /// The day on which a paragraph that has stood in several answers was last changed; `None` for other ids.
    pub fn paragraph_moved(&self, id: &PublishedId) -> Option<Date> {
        self.moved_paragraphs.get(id).copied()
    }

    /// The speakers, topics and episodes that were replaced by one other each, so that filters by their former ids still
    /// work.
    pub fn former_ids(&self) -> FormerIds {
        let mut former = FormerIds::default();
        for (id, retired) in &self.retired {
            let Resolution::Succeeded(successors) = &retired.resolution else { continue };
            let [successor] = &successors.ids[..] else { continue };
            let (old, new) = (id.path(), successor.path());
            match id.kind {
                IdKind::Speaker => former.speakers.extend(SpeakerId::new(old).ok().zip(SpeakerId::new(new).ok())),
                IdKind::Topic => former.topics.extend(TopicId::new(old).ok().zip(TopicId::new(new).ok())),
                IdKind::Episode => former.episodes.extend(EpisodeId::new(old).ok().zip(EpisodeId::new(new).ok())),
                IdKind::Answer | IdKind::Paragraph => {}
            }
        }
        former
    }

    /// The live ids that an id leads to: the id itself while it is live.
    pub fn targets<'i>(&'i self, id: &'i PublishedId) -> &'i [PublishedId] {
        match self.retired.get(id).map(|retired| &retired.resolution) {
            None => std::slice::from_ref(id),
            Some(Resolution::Succeeded(successors)) => &successors.ids,
            Some(Resolution::Tombstone { .. }) => &[],
        }
    }

    /// The paragraphs that were published in the answer with this path, and that are no longer live or have also stood in another.
    pub fn paragraphs_gone_from(&self, answer: &str) -> &[PublishedId] {
        self.paragraphs_of.get(answer).map_or(&[], Vec::as_slice)
    }
}

fn retired(targets: &mut Targets<'_>, answers: &LiveAnswers<'_>, id: &PublishedId, record: &Record) -> RetiredId {
    let ledger = targets.ledger;
    let ids = targets.of(id);
    let succession = match (ids.len(), &record.state) {
        (0, _) => None,
        (1, IdState::Succeeded(by)) if by.succession == Succession::Split => Some(Succession::Merged),
        (1, IdState::Succeeded(by)) => Some(by.succession),
        (1, _) => Some(Succession::Moved),
        _ => Some(Succession::Split),
    };
    let resolution = match succession {
        Some(succession) => Resolution::Succeeded(Successors { succession, ids }),
        None => Resolution::Tombstone { nearest: nearest(targets, answers, id, record) },
    };
    let mut record = record.clone();
    // An id about which the ledger itself says nothing was retired with its episode, and on the same day.
    if record.state == IdState::Live
        && let Some(episode) = episode_record(ledger, id)
    {
        record.last_changed = record.last_changed.max(episode.last_changed);
    }
    let state = if record.state == IdState::Live { episode_state(ledger, id) } else { Some(&record.state) };
    let is_withdrawn = matches!(state, Some(IdState::Removed { keeps_text: false }));
    RetiredId { resolution, record, is_withdrawn }
}

/// Where ids lead. What was found for one is kept for those that lead to it, so that each id is followed once.
pub(super) struct Targets<'a> {
    pub(super) ledger: &'a Ledger,
    inventory: &'a Inventory,
    known: BTreeMap<PublishedId, Vec<PublishedId>>,
}

/// An id on the way to its targets.
struct Visit {
    id: PublishedId,
    successors: Vec<PublishedId>,
    /// How many of them were visited.
    visited: usize,
}

impl<'a> Targets<'a> {
    pub(super) fn new(ledger: &'a Ledger, inventory: &'a Inventory) -> Self {
        Self { ledger, inventory, known: BTreeMap::new() }
    }

    /// The live ids that an id leads to: the id itself, or the live ends of its chains of successors, each once and in order, and
    /// no more than [`MAX_TARGETS`].
    pub(super) fn of(&mut self, id: &PublishedId) -> Vec<PublishedId> {
        if self.inventory.contains(id) {
            return vec![id.clone()];
        }
        if !self.known.contains_key(id) {
            self.follow(id);
        }
        self.known.get(id).cloned().unwrap_or_default()
    }

    /// Method: a depth-first search that needs no call stack. A cycle is reported elsewhere; here it only must not be followed for
    /// ever.
    fn follow(&mut self, start: &PublishedId) {
        let mut on_the_way = BTreeSet::from([start.clone()]);
        let mut path = vec![self.visit(start)];
        while let Some(last) = path.last_mut() {
            if let Some(next) = last.successors.get(last.visited).cloned() {
                last.visited += 1;
                let is_followed = self.inventory.contains(&next) || self.known.contains_key(&next);
                if !is_followed && on_the_way.insert(next.clone()) {
                    let visit = self.visit(&next);
                    path.push(visit);
                }
                continue;
            }
            let Some(Visit { id, successors, .. }) = path.pop() else { break };
            let targets = self.joined(&successors);
            on_the_way.remove(&id);
            self.known.insert(id, targets);
        }
    }

    fn visit(&self, id: &PublishedId) -> Visit {
        Visit { id: id.clone(), successors: successors(self.ledger, id), visited: 0 }
    }

    fn joined(&self, successors: &[PublishedId]) -> Vec<PublishedId> {
        let mut targets: Vec<PublishedId> = Vec::new();
        for id in successors {
            let own = if self.inventory.contains(id) {
                std::slice::from_ref(id)
            } else {
                self.known.get(id).map_or(&[][..], Vec::as_slice)
            };
            for target in own {
                if targets.len() < MAX_TARGETS && !targets.contains(target) {
                    targets.push(target.clone());
                }
            }
        }
        targets
    }
}

/// The direct successors of an id. An id without any of its own follows its episode.
pub(super) fn successors(ledger: &Ledger, id: &PublishedId) -> Vec<PublishedId> {
    match ledger.get(id).map(|record| &record.state) {
        Some(IdState::Succeeded(by)) => by.ids.clone(),
        Some(IdState::Live) | None => match episode_state(ledger, id) {
            Some(IdState::Succeeded(by)) if by.succession != Succession::Split => {
                by.ids.iter().map(|episode| id.in_episode(episode.path())).collect()
            }
            _ => Vec::new(),
        },
        Some(IdState::Removed { .. }) => Vec::new(),
    }
}

/// The state of the episode that an answer or a paragraph is in.
pub(super) fn episode_state<'a>(ledger: &'a Ledger, id: &PublishedId) -> Option<&'a IdState> {
    episode_record(ledger, id).map(|record| &record.state)
}

fn episode_record<'a>(ledger: &'a Ledger, id: &PublishedId) -> Option<&'a Record> {
    let is_inside = matches!(id.kind, IdKind::Answer | IdKind::Paragraph);
    ledger.get(&PublishedId::new(IdKind::Episode, id.episode_id()).filter(|_| is_inside)?)
}

/// The live answers of each episode, by the order in which they were first published.
struct LiveAnswers<'a> {
    by_episode: BTreeMap<&'a str, Vec<(usize, &'a PublishedId)>>,
}

impl<'a> LiveAnswers<'a> {
    fn of(ledger: &'a Ledger, inventory: &Inventory) -> Self {
        let mut by_episode: BTreeMap<&str, Vec<(usize, &PublishedId)>> = BTreeMap::new();
        for (id, record) in ledger.records().filter(|(id, _)| id.kind == IdKind::Answer && inventory.contains(id)) {
            by_episode.entry(id.episode_id()).or_default().push((record.ordinal, id));
        }
        by_episode.values_mut().for_each(|answers| answers.sort_unstable());
        Self { by_episode }
    }

    /// The answer of an episode that was published nearest to a position; of two the earlier one.
    fn nearest(&self, episode: &str, ordinal: usize) -> Option<&'a PublishedId> {
        let answers = self.by_episode.get(episode)?;
        let after = answers.partition_point(|(other, _)| *other < ordinal);
        let around = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|nth| answers.get(nth));
        around.min_by_key(|(other, _)| (other.abs_diff(ordinal), *other)).map(|(_, id)| *id)
    }
}

/// The live answer that was published nearest to an answer or paragraph, or the episode they were in.
fn nearest(
    targets: &mut Targets<'_>,
    answers: &LiveAnswers<'_>,
    id: &PublishedId,
    record: &Record,
) -> Option<PublishedId> {
    if !matches!(id.kind, IdKind::Answer | IdKind::Paragraph) {
        return None;
    }
    if id.kind == IdKind::Paragraph
        && let Some(answer) = PublishedId::new(IdKind::Answer, &format!("{}/{}", id.episode_id(), record.note()))
        && let Some(answer) = targets.of(&answer).into_iter().next()
    {
        return Some(answer);
    }
    let episode = PublishedId::new(IdKind::Episode, id.episode_id())?;
    let nearest = answers.nearest(id.episode_id(), record.ordinal).cloned();
    nearest.or_else(|| targets.of(&episode).into_iter().next())
}
