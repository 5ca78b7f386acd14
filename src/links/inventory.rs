//! The inventory of a library: every live id, with the revision of its text.
//!
//! Not here: what was published earlier ([`super::ledger`](super::Ledger)).

use std::collections::BTreeMap;

use super::published_id::PublishedId;
use super::quote::version;
use crate::transcript::{Answer, Episode, Library};

/// A text as it was, or is to be, published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The [`version`] of the text.
    pub version: String,
    /// A note for people and for finding moved text: an answer's title, a name, or, for a paragraph, the id of its answer.
    pub note: String,
}

/// Every live id of a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    revisions: BTreeMap<PublishedId, Revision>,
    /// The ids in the order of the text.
    order: Vec<PublishedId>,
}

impl Inventory {
    /// The inventory of a library, including its unlisted episodes.
    pub fn of(library: &Library) -> Self {
        let mut inventory = Self::default();
        library.episodes().iter().for_each(|episode| inventory.add_episode(library, episode));
        for speaker in library.speakers() {
            inventory.add(PublishedId::speaker(&speaker.id), version(&[&speaker.name]), &speaker.name);
        }
        for topic in library.topics() {
            inventory.add(PublishedId::topic(&topic.id), version(&[&topic.name]), &topic.name);
        }
        inventory
    }

    /// The revision of a live id; `None` for an id that is not live.
    pub fn get(&self, id: &PublishedId) -> Option<&Revision> {
        self.revisions.get(id)
    }

    /// Whether an id is live.
    pub fn contains(&self, id: &PublishedId) -> bool {
        self.revisions.contains_key(id)
    }

    /// All live ids with their revisions: episode by episode, then speakers, then topics.
    pub fn iter(&self) -> impl Iterator<Item = (&PublishedId, &Revision)> {
        self.order.iter().filter_map(|id| Some((id, self.revisions.get(id)?)))
    }

    fn add_episode(&mut self, library: &Library, episode: &Episode) {
        let title = |answer: &Answer| library.title_of(&episode.id, &answer.id);
        let versions: Vec<String> =
            episode.answers.iter().map(|answer| answer_version(title(answer), answer)).collect();
        let date = episode.date.to_string();
        let parts = [episode.title.as_str(), &date].into_iter().chain(versions.iter().map(String::as_str));
        self.add(PublishedId::episode(&episode.id), version(&parts.collect::<Vec<_>>()), &episode.title);
        for (answer, answer_version) in episode.answers.iter().zip(versions) {
            self.add(PublishedId::answer(&episode.id, &answer.id), answer_version, title(answer));
            for paragraph in answer.paragraphs() {
                let id = PublishedId::paragraph(&episode.id, &paragraph.id);
                self.add(id, version(&[&paragraph.text]), answer.id.as_str());
            }
        }
    }

    fn add(&mut self, id: PublishedId, version: String, note: &str) {
        let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.revisions.insert(id.clone(), Revision { version, note }).is_none() {
            self.order.push(id);
        }
    }
}

/// The version of an answer. It changes with the title, the speakers, and the order, ids and texts of the paragraphs.
fn answer_version(title: &str, answer: &Answer) -> String {
    let mut parts = vec![title];
    for turn in &answer.turns {
        parts.push(turn.speaker.as_str());
        parts.extend(turn.paragraphs.iter().flat_map(|paragraph| [paragraph.id.as_str(), &paragraph.text]));
    }
    version(&parts)
}
