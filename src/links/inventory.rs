//! The inventory of a library: every live id, with the revision of its text.
//!
//! Not here: what was published earlier ([`super::ledger`](super::Ledger)).

use std::sync::Arc;

use super::published_id::PublishedId;
use super::version::Version;
use crate::transcript::{Answer, Episode, Library};

/// A text as it was, or is to be, published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The version of the text.
    pub version: Version,
    /// A note for people and for finding moved text: an answer's title, a name, or, for a paragraph, the id of its answer.
    pub note: Arc<str>,
}

/// A text that is live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveText {
    /// The text as a release publishes it.
    pub revision: Revision,
    /// The version that earlier releases gave it.
    pub earlier_version: Version,
}

/// Every live id of a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// In the order of the text.
    texts: Vec<(PublishedId, LiveText)>,
    /// Positions in the former, by id.
    by_id: Vec<u32>,
}

impl Inventory {
    /// The inventory of a library, including its unlisted episodes.
    pub fn of(library: &Library) -> Self {
        let mut inventory = Self::default();
        library.episodes().iter().for_each(|episode| inventory.add_episode(library, episode));
        for speaker in library.speakers() {
            inventory.add_name(PublishedId::speaker(&speaker.id), &speaker.name);
        }
        for topic in library.topics() {
            inventory.add_name(PublishedId::topic(&topic.id), &topic.name);
        }
        inventory.sort();
        inventory
    }

    /// The text of a live id; `None` for an id that is not live.
    pub fn text(&self, id: &PublishedId) -> Option<&LiveText> {
        let at = self.by_id.binary_search_by(|at| self.id(*at).cmp(id)).ok()?;
        Some(&self.texts[self.by_id[at] as usize].1)
    }

    /// The revision of a live id; `None` for an id that is not live.
    pub fn get(&self, id: &PublishedId) -> Option<&Revision> {
        self.text(id).map(|text| &text.revision)
    }

    /// Whether an id is live.
    pub fn contains(&self, id: &PublishedId) -> bool {
        self.get(id).is_some()
    }

    /// All live ids with their texts: episode by episode, then speakers, then topics.
    pub fn iter(&self) -> impl Iterator<Item = (&PublishedId, &LiveText)> {
        self.texts.iter().map(|(id, text)| (id, text))
    }

    /// The id at a position.
    fn id(&self, at: u32) -> &PublishedId {
        &self.texts[at as usize].0
    }

    /// Sorts the positions by id. Of two texts with one id, which is an error elsewhere, the first is taken.
    fn sort(&mut self) {
        let mut by_id: Vec<u32> = (0..).take(self.texts.len()).collect();
        by_id.sort_by(|a, b| self.id(*a).cmp(self.id(*b)));
        by_id.dedup_by(|b, a| self.id(*a) == self.id(*b));
        if by_id.len() < self.texts.len() {
            let mut is_first = vec![false; self.texts.len()];
            by_id.iter().for_each(|at| is_first[*at as usize] = true);
            let mut nth = 0;
            self.texts.retain(|_| {
                nth += 1;
                is_first[nth - 1]
            });
            return self.sort();
        }
        self.by_id = by_id;
    }

    fn add_episode(&mut self, library: &Library, episode: &Episode) {
        let title = |answer: &Answer| library.title_of(&episode.id, &answer.id);
        let versions: Vec<Versions> =
            episode.answers.iter().map(|answer| Versions::of(&answer_parts(title(answer), answer))).collect();
        let date = episode.date.map(|date| date.to_string()).unwrap_or_default();
        let whole = |version: fn(&Versions) -> Version| -> Vec<String> {
            let own = [episode.title.clone(), date.clone()].into_iter();
            own.chain(versions.iter().map(|versions| version(versions).to_string())).collect()
        };
        let (parts, earlier_parts) = (whole(|versions| versions.present), whole(|versions| versions.earlier));
        let versions_of_episode = Versions {
            present: Version::of(&as_slices(&parts)),
            earlier: Version::earlier_of(&as_slices(&earlier_parts)),
        };
        self.add(PublishedId::episode(&episode.id), versions_of_episode, &one_line(&episode.title));
        for (answer, versions) in episode.answers.iter().zip(versions) {
            self.add(PublishedId::answer(&episode.id, &answer.id), versions, &one_line(title(answer)));
            let note: Arc<str> = answer.id.as_str().into();
            for paragraph in answer.paragraphs() {
                let id = PublishedId::paragraph(&episode.id, &paragraph.id);
                self.add(id, Versions::of(&[&paragraph.text]), &note);
            }
        }
    }

    fn add_name(&mut self, id: PublishedId, name: &str) {
        self.add(id, Versions::of(&[name]), &one_line(name));
    }

    fn add(&mut self, id: PublishedId, versions: Versions, note: &Arc<str>) {
        let revision = Revision { version: versions.present, note: Arc::clone(note) };
        self.texts.push((id, LiveText { revision, earlier_version: versions.earlier }));
    }
}

/// The versions of one text.
struct Versions {
    present: Version,
    earlier: Version,
}

impl Versions {
    fn of(parts: &[&str]) -> Self {
        Self { present: Version::of(parts), earlier: Version::earlier_of(parts) }
    }
}

fn as_slices(parts: &[String]) -> Vec<&str> {
    parts.iter().map(String::as_str).collect()
}

fn one_line(text: &str) -> Arc<str> {
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// The parts of an answer's version. It changes with the title, the speakers, and the order, ids and texts of the paragraphs.
fn answer_parts<'a>(title: &'a str, answer: &'a Answer) -> Vec<&'a str> {
    let mut parts = vec![title];
    for turn in &answer.turns {
        parts.push(turn.speaker.as_str());
        parts.extend(turn.paragraphs.iter().flat_map(|paragraph| [paragraph.id.as_str(), &paragraph.text]));
    }
    parts
}
