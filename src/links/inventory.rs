//! What a library publishes: every id that lives in it, with the version of its text.

use std::collections::BTreeMap;

use super::key::Key;
use super::quote::version;
use crate::transcript::{Answer, Episode, Library};

/// A living id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Of its text.
    pub version: String,
    /// An answer's title, a name, or the answer a paragraph stands in.
    pub note: String,
}

/// Every id that lives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    items: BTreeMap<Key, Item>,
    /// In the order in which a reader meets them.
    order: Vec<Key>,
}

impl Inventory {
    /// What a library publishes, unlisted episodes included.
    pub fn of(library: &Library) -> Self {
        let mut all = Self::default();
        library.episodes().iter().for_each(|episode| all.episode(episode));
        for voice in library.voices() {
            all.add(Key::speaker(&voice.id), version(&[&voice.name]), &voice.name);
        }
        for topic in library.topics() {
            all.add(Key::topic(&topic.id), version(&[&topic.name]), &topic.name);
        }
        all
    }

    /// A living id.
    pub fn get(&self, key: &Key) -> Option<&Item> {
        self.items.get(key)
    }

    /// Every living id: episode by episode, then speakers, then topics.
    pub fn items(&self) -> impl Iterator<Item = (&Key, &Item)> {
        self.order.iter().filter_map(|key| Some((key, self.items.get(key)?)))
    }

    fn episode(&mut self, episode: &Episode) {
        let answers: Vec<String> = episode.answers.iter().map(|answer| answer_version(episode, answer)).collect();
        let date = episode.date.to_string();
        let parts = [episode.title.as_str(), &date].into_iter().chain(answers.iter().map(String::as_str));
        self.add(Key::episode(&episode.id), version(&parts.collect::<Vec<_>>()), &episode.title);
        for (answer, of) in episode.answers.iter().zip(answers) {
            self.add(Key::answer(&episode.id, &answer.id), of, &answer.title(episode));
            for paragraph in answer.paragraphs() {
                self.add(Key::paragraph(&episode.id, &paragraph.id), version(&[&paragraph.text]), answer.id.as_str());
            }
        }
    }

    fn add(&mut self, key: Key, version: String, note: &str) {
        let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.items.insert(key.clone(), Item { version, note }).is_none() {
            self.order.push(key);
        }
    }
}

/// An answer changes with its title, its order, who speaks and what is said.
fn answer_version(episode: &Episode, answer: &Answer) -> String {
    let title = answer.title(episode);
    let mut parts = vec![title.as_str()];
    for turn in &answer.turns {
        parts.push(turn.speaker.as_str());
        parts.extend(turn.paragraphs.iter().flat_map(|paragraph| [paragraph.id.as_str(), &paragraph.text]));
    }
    version(&parts)
}
