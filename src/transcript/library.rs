//! All episodes together, with the site they are published on and what runs through them.

use std::collections::{BTreeMap, BTreeSet};

use super::topic::fold_words;
use super::{Answer, AnswerId, Episode, EpisodeId, Piece, Role, SpeakerId, Status, Topic, TopicId};

/// A link from every page to the publisher's own site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeLink {
    /// What the link says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// The site a library is published on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The name on every page.
    pub title: String,
    /// What it is, in a sentence.
    pub description: Option<String>,
    /// Who runs it.
    pub publisher: String,
    /// Its absolute address, ending in `/`, where known: canonical links and Open Graph need it.
    pub address: Option<String>,
    /// The language of the pages around the transcripts, BCP 47.
    pub language: String,
    /// A link home.
    pub home: Option<HomeLink>,
    /// The accent colour on light and dark ground, as `#rrggbb`.
    pub accent: Option<(String, String)>,
    /// The pictures that other sites show beside a link.
    pub pictures: Pictures,
}

/// What has a picture of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PicturesPer {
    /// Every answer.
    Answer,
    /// Every episode; its answers show that.
    Episode,
    /// Nothing.
    None,
}

/// What an owner says of the pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures {
    /// What has one; where nothing is said, it depends on how many there would be.
    pub per: Option<PicturesPer>,
    /// A font file for letters that the bundled fonts lack, relative to the settings.
    pub font: Option<String>,
}

/// A speaker as the whole library knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The same in every episode.
    pub id: SpeakerId,
    /// As the newest episode names them.
    pub name: String,
    /// Who they are, as the newest episode that says so has it.
    pub about: Option<String>,
    /// What they are in the newest episode.
    pub role: Role,
}

/// An answer with the episode it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The episode.
    pub episode: &'a Episode,
    /// One of its answers.
    pub answer: &'a Answer,
}

/// Ids that were published and are others now: each with the living one it leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormerIds {
    /// Of speakers.
    pub speakers: Vec<(SpeakerId, SpeakerId)>,
    /// Of topics.
    pub topics: Vec<(TopicId, TopicId)>,
    /// Of episodes.
    pub episodes: Vec<(EpisodeId, EpisodeId)>,
}

/// All episodes that are built, newest first, with what is derived from them once.
#[derive(Debug, Clone)]
pub struct Library {
    site: Site,
    topics: Vec<Topic>,
    episodes: Vec<Episode>,
    topics_of: BTreeMap<EpisodeId, BTreeMap<AnswerId, Vec<TopicId>>>,
    same_terms: Vec<Vec<String>>,
    former: FormerIds,
}

impl Library {
    /// A library of these episodes. Drafts are left out; episodes are put newest first, then by id, and topics by name.
    pub fn new(site: Site, mut topics: Vec<Topic>, mut episodes: Vec<Episode>) -> Self {
        episodes.retain(|episode| episode.status != Status::Draft);
        episodes.sort_by(|a, b| (b.date, &a.id).cmp(&(a.date, &b.id)));
        topics.sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
        let of_answers = |episode: &Episode| {
            episode.answers.iter().map(|answer| (answer.id.clone(), assign(&topics, episode, answer))).collect()
        };
        let topics_of = episodes.iter().map(|episode| (episode.id.clone(), of_answers(episode))).collect();
        Self { site, topics, episodes, topics_of, same_terms: Vec::new(), former: FormerIds::default() }
    }

    /// The library with lists of spellings that count as the same where they are sought: `P&L`, `PNL`, `P and L`.
    pub fn with_same_terms(self, same_terms: Vec<Vec<String>>) -> Self {
        Self { same_terms, ..self }
    }

    /// The library with what its former ids are now, so that filters that name them still filter.
    pub fn with_former_ids(self, former: FormerIds) -> Self {
        Self { former, ..self }
    }

    /// Ids that were published and are others now.
    pub fn former_ids(&self) -> &FormerIds {
        &self.former
    }

    /// Lists of spellings that count as the same.
    pub fn same_terms(&self) -> &[Vec<String>] {
        &self.same_terms
    }

    /// The site it is published on.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Every topic, by name.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Every episode that has pages, newest first; [`Library::listed`] leaves out the unlisted.
    pub fn episodes(&self) -> &[Episode] {
        &self.episodes
    }

    /// The episodes that lists, search and feeds lead to, newest first.
    pub fn listed(&self) -> impl Iterator<Item = &Episode> {
        self.episodes.iter().filter(|episode| episode.status == Status::Published)
    }

    /// Every listed answer: newest episode first, within it in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.listed().flat_map(|episode| episode.answers.iter().map(move |answer| Entry { episode, answer }))
    }

    /// The listed answers in which each speaker speaks, in the order of [`Library::entries`].
    pub fn entries_by_speaker(&self) -> BTreeMap<&SpeakerId, Vec<Entry<'_>>> {
        let mut by_speaker: BTreeMap<&SpeakerId, Vec<Entry<'_>>> = BTreeMap::new();
        for entry in self.entries() {
            let speakers: BTreeSet<&SpeakerId> = entry.answer.turns.iter().map(|turn| &turn.speaker).collect();
            speakers.into_iter().for_each(|speaker| by_speaker.entry(speaker).or_default().push(entry));
        }
        by_speaker
    }

    /// The listed answers on each topic, in the order of [`Library::entries`].
    pub fn entries_by_topic(&self) -> BTreeMap<&TopicId, Vec<Entry<'_>>> {
        let mut by_topic: BTreeMap<&TopicId, Vec<Entry<'_>>> = BTreeMap::new();
        for entry in self.entries() {
            let topics = self.topics_of(&entry.episode.id, &entry.answer.id);
            topics.iter().for_each(|topic| by_topic.entry(topic).or_default().push(entry));
        }
        by_topic
    }

    /// The topic with this id.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// An answer's topics, in the order of [`Library::topics`].
    pub fn topics_of(&self, episode: &EpisodeId, answer: &AnswerId) -> &[TopicId] {
        self.topics_of.get(episode).and_then(|answers| answers.get(answer)).map_or(&[], Vec::as_slice)
    }

    /// Everyone who speaks in a listed episode, by name.
    pub fn voices(&self) -> Vec<Voice> {
        let mut voices: BTreeMap<&SpeakerId, Voice> = BTreeMap::new();
        for speaker in self.listed().flat_map(|episode| &episode.speakers) {
            let voice = voices.entry(&speaker.id).or_insert_with(|| Voice {
                id: speaker.id.clone(),
                name: speaker.name.clone(),
                about: None,
                role: speaker.role,
            });
            voice.about = voice.about.take().or_else(|| speaker.about.clone());
        }
        let mut voices: Vec<Voice> = voices.into_values().collect();
        voices.sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
        voices
    }
}

/// The topics whose terms stand in the answer, less the banned ones, and the pinned ones; the episode's own where that
/// leaves none.
fn assign(topics: &[Topic], episode: &Episode, answer: &Answer) -> Vec<TopicId> {
    let words = words_as_meant(episode, answer);
    let own: Vec<TopicId> = topics
        .iter()
        .filter(|topic| {
            answer.pinned.contains(&topic.id) || (!answer.banned.contains(&topic.id) && topic.term_in(&words).is_some())
        })
        .map(|topic| topic.id.clone())
        .collect();
    if !own.is_empty() {
        return own;
    }
    topics
        .iter()
        .map(|t| &t.id)
        .filter(|id| episode.topics.contains(id) && !answer.banned.contains(id))
        .cloned()
        .collect()
}

/// Title and text as meant, corrections applied, in words.
fn words_as_meant(episode: &Episode, answer: &Answer) -> Vec<String> {
    let mut text = answer.title(episode);
    for paragraph in answer.paragraphs() {
        text.push(' ');
        for piece in episode.reading(paragraph) {
            text.push_str(match piece {
                Piece::Said(said) => said,
                Piece::Misheard { meant, .. } => meant,
            });
        }
    }
    fold_words(&text)
}
