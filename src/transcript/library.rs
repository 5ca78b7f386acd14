//! The library: all episodes, the site that publishes them, and what is derived from them once.
//!
//! Not here: reading any of it from files ([`crate::source`]).

use std::collections::{BTreeMap, BTreeSet};

use super::topic::{TermMatcher, fold_words, most_telling};
use super::{
    Answer, AnswerId, Date, Episode, EpisodeId, IdLetters, Paragraph, Piece, Role, SpeakerId, Status, Topic, TopicId,
};

/// A link from every page to the publisher's own site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeLink {
    /// The text of the link.
    pub label: String,
    /// The address.
    pub url: String,
}

/// The settings of the site that a library is published on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The name of the site, on every page.
    pub title: String,
    /// A description of one sentence.
    pub description: Option<String>,
    /// The person or organisation that runs the site.
    pub publisher: String,
    /// The absolute address, ending in `/`. Canonical links and Open Graph need it.
    pub address: Option<String>,
    /// The language of the pages around the transcripts, as a BCP 47 tag.
    pub language: String,
    /// A link to the publisher's own site.
    pub home: Option<HomeLink>,
    /// The accent colours.
    pub accent: Option<Accent>,
    /// The preview pictures.
    pub pictures: Pictures,
    /// The letters of new ids.
    pub id_letters: IdLetters,
    /// The theme of embedded pages, where the host says nothing of it.
    pub embed_theme: EmbedTheme,
    /// The search server that the library's page asks first.
    pub backend: Option<SearchBackend>,
}

/// The theme of an embedded page. A frame cannot see what it stands on, and most pages are light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmbedTheme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
    /// As the reader's system has it.
    Auto,
}

/// A kind of search server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackendKind {
    /// Meilisearch.
    Meilisearch,
    /// OpenSearch.
    OpenSearch,
}

/// A search server that answers the library's page in place of the static index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchBackend {
    /// What it is.
    pub kind: BackendKind,
    /// Its absolute address, ending in `/`.
    pub url: String,
    /// The scheme, the host and the port of the address, as a Content Security Policy names them.
    pub origin: String,
    /// The name of its index.
    pub index: String,
    /// What lets a page search in it. Every reader can see it.
    pub key: Option<String>,
}

/// The accent colours of a site, each as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accent {
    /// The colour on a light ground.
    pub light: String,
    /// The colour on a dark ground.
    pub dark: String,
}

/// The pages that have a preview picture of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PicturesPer {
    /// Every answer.
    Answer,
    /// Every episode; its answers share the picture.
    Episode,
    /// No page.
    None,
}

/// The settings for preview pictures, which other sites show beside a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures {
    /// The pages with a picture. The default depends on how many pictures there would be.
    pub per: Option<PicturesPer>,
    /// A font file for letters that the bundled fonts lack, relative to the settings.
    pub font: Option<String>,
}

/// A speaker of the library, described by the newest episode that does so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibrarySpeaker {
    /// The id, which is the same in every episode.
    pub id: SpeakerId,
    /// The name in the newest episode.
    pub name: String,
    /// The description in the newest episode that has one.
    pub about: Option<String>,
    /// The role in the newest episode.
    pub role: Role,
}

/// An answer with the episode it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct LibraryEntry<'a> {
    /// The episode.
    pub episode: &'a Episode,
    /// One of the episode's answers.
    pub answer: &'a Answer,
}

/// Published ids that were replaced by others, as pairs of the former and the current id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormerIds {
    /// The ids of speakers.
    pub speakers: Vec<(SpeakerId, SpeakerId)>,
    /// The ids of topics.
    pub topics: Vec<(TopicId, TopicId)>,
    /// The ids of episodes.
    pub episodes: Vec<(EpisodeId, EpisodeId)>,
}

/// What is derived once from an answer, its episode and the topics of the library.
#[derive(Debug, Clone)]
struct Derived {
    title: String,
    topics: Vec<TopicId>,
}

/// All episodes that are built, newest first, with what is derived from them once.
#[derive(Debug, Clone)]
pub struct Library {
    site: Site,
    topics: Vec<Topic>,
    episodes: Vec<Episode>,
    derived: BTreeMap<EpisodeId, BTreeMap<AnswerId, Derived>>,
    first_numbers: BTreeMap<EpisodeId, usize>,
    synonyms: Vec<Vec<String>>,
    former_ids: FormerIds,
}

impl Library {
    /// The library of these episodes, without the drafts. Episodes are sorted by date, newest first, then by id; those without a
    /// date come last. Topics are sorted by name.
    pub fn new(site: Site, mut topics: Vec<Topic>, mut episodes: Vec<Episode>) -> Self {
        episodes.retain(|episode| episode.status != Status::Draft);
        sort(&mut episodes, &BTreeMap::new());
        topics.sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
        episodes.iter_mut().for_each(Episode::set_slots);
        let matcher = TermMatcher::of(&topics);
        let derived = derive(&topics, &matcher, &episodes);
        let first_numbers = first_numbers(&episodes);
        let (synonyms, former_ids) = Default::default();
        Self { site, topics, episodes, derived, first_numbers, synonyms, former_ids }
    }

    /// The library, with lists of spellings that the search treats as the same: `P&L`, `PNL`, `P and L`.
    pub fn with_synonyms(self, synonyms: Vec<Vec<String>>) -> Self {
        Self { synonyms, ..self }
    }

    /// The library, with its former ids, so that a filter by a former id still works.
    pub fn with_former_ids(self, former_ids: FormerIds) -> Self {
        Self { former_ids, ..self }
    }

    /// The library, with its episodes without a date in the order of the days on which they were first published here.
    pub fn with_first_days(mut self, days: &BTreeMap<EpisodeId, Date>) -> Self {
        sort(&mut self.episodes, days);
        Self { first_numbers: first_numbers(&self.episodes), ..self }
    }

    /// The published ids that were replaced by others.
    pub fn former_ids(&self) -> &FormerIds {
        &self.former_ids
    }

    /// Lists of spellings that the search treats as the same.
    pub fn synonyms(&self) -> &[Vec<String>] {
        &self.synonyms
    }

    /// The settings of the site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// All topics, by name.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// All episodes that have pages, newest first. [`Library::listed`] omits the unlisted ones.
    pub fn episodes(&self) -> &[Episode] {
        &self.episodes
    }

    /// The episodes in lists, search and feeds, newest first.
    pub fn listed(&self) -> impl Iterator<Item = &Episode> {
        self.episodes.iter().filter(|episode| is_listed(episode))
    }

    /// The listed answers: newest episode first, and in order within an episode, without the parts that are no answers.
    pub fn answers(&self) -> impl Iterator<Item = LibraryEntry<'_>> {
        self.entries().filter(|entry| entry.answer.part.is_none())
    }

    /// The listed answers and the parts that are none: newest episode first, and in order within an episode. An answer's number is its
    /// position here.
    pub fn entries(&self) -> impl Iterator<Item = LibraryEntry<'_>> {
        self.listed().flat_map(|episode| episode.answers.iter().map(move |answer| LibraryEntry { episode, answer }))
    }

    /// The number of an episode's first answer in [`Library::entries`]; `None` for an episode that is not listed.
    pub fn first_number(&self, episode: &EpisodeId) -> Option<usize> {
        self.first_numbers.get(episode).copied()
    }

    /// The listed answers in which each speaker speaks, in the order of [`Library::answers`].
    pub fn entries_by_speaker(&self) -> BTreeMap<&SpeakerId, Vec<LibraryEntry<'_>>> {
        let mut by_speaker: BTreeMap<&SpeakerId, Vec<LibraryEntry<'_>>> = BTreeMap::new();
        for entry in self.answers() {
            let speakers = entry.answer.turns.iter().map(|turn| &turn.speaker);
            let speakers: BTreeSet<&SpeakerId> = speakers.filter(|id| !entry.episode.is_placeholder(id)).collect();
            speakers.into_iter().for_each(|speaker| by_speaker.entry(speaker).or_default().push(entry));
        }
        by_speaker
    }

    /// The listed answers on each topic, in the order of [`Library::answers`].
    pub fn entries_by_topic(&self) -> BTreeMap<&TopicId, Vec<LibraryEntry<'_>>> {
        let mut by_topic: BTreeMap<&TopicId, Vec<LibraryEntry<'_>>> = BTreeMap::new();
        for entry in self.answers() {
            let topics = self.topics_of(&entry.episode.id, &entry.answer.id);
            topics.iter().for_each(|topic| by_topic.entry(topic).or_default().push(entry));
        }
        by_topic
    }

    /// The topic with this id.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// The topics of an answer, in the order of [`Library::topics`]; none for an answer that is not in the library.
    pub fn topics_of(&self, episode: &EpisodeId, answer: &AnswerId) -> &[TopicId] {
        self.derived_of(episode, answer).map_or(&[], |derived| &derived.topics)
    }

    /// An answer's words, by which it has its topics: those of the title, and of each paragraph with corrections applied.
    pub fn words_of(&self, entry: LibraryEntry<'_>) -> Vec<String> {
        let LibraryEntry { episode, answer } = entry;
        corrected_words(self.title_of(&episode.id, &answer.id), episode, answer)
    }

    /// The texts of an answer's paragraphs, with corrections applied.
    pub fn texts_of(&self, entry: LibraryEntry<'_>) -> Vec<String> {
        entry.answer.paragraphs().map(|paragraph| corrected(entry.episode, paragraph)).collect()
    }

    /// The [title](Answer::title) of an answer; empty for an answer that is not in the library.
    pub fn title_of(&self, episode: &EpisodeId, answer: &AnswerId) -> &str {
        self.derived_of(episode, answer).map_or("", |derived| &derived.title)
    }

    fn derived_of(&self, episode: &EpisodeId, answer: &AnswerId) -> Option<&Derived> {
        self.derived.get(episode)?.get(answer)
    }

    /// Everyone with a name who speaks in a listed episode, by name.
    pub fn speakers(&self) -> Vec<LibrarySpeaker> {
        let mut speakers: BTreeMap<&SpeakerId, LibrarySpeaker> = BTreeMap::new();
        let named = self.listed().flat_map(|episode| &episode.speakers).filter(|speaker| !speaker.is_placeholder);
        for speaker in named {
            let known = speakers.entry(&speaker.id).or_insert_with(|| LibrarySpeaker {
                id: speaker.id.clone(),
                name: speaker.name.clone(),
                about: None,
                role: speaker.role,
            });
            known.about = known.about.take().or_else(|| speaker.about.clone());
        }
        let mut speakers: Vec<LibrarySpeaker> = speakers.into_values().collect();
        speakers.sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
        speakers
    }
}

/// Sorts episodes: by date, newest first, then those without one by the day of their first publication here, then by id.
fn sort(episodes: &mut [Episode], first_days: &BTreeMap<EpisodeId, Date>) {
    let key = |episode: &Episode| (episode.date, first_days.get(&episode.id).copied());
    episodes.sort_by(|a, b| (key(b), &a.id).cmp(&(key(a), &b.id)));
}

/// The number of the first answer of each listed episode, counted over the library.
fn first_numbers(episodes: &[Episode]) -> BTreeMap<EpisodeId, usize> {
    let mut answers = 0;
    let numbers = episodes.iter().filter(|episode| is_listed(episode)).map(|episode| {
        let first = answers;
        answers += episode.answers.len();
        (episode.id.clone(), first)
    });
    numbers.collect()
}

fn is_listed(episode: &Episode) -> bool {
    episode.status == Status::Published
}

/// What is derived from each answer. Which of its topics an answer has depends on how many others mention them.
fn derive(
    topics: &[Topic],
    matcher: &TermMatcher,
    episodes: &[Episode],
) -> BTreeMap<EpisodeId, BTreeMap<AnswerId, Derived>> {
    let answers = || episodes.iter().flat_map(|episode| episode.answers.iter().map(move |answer| (episode, answer)));
    let read = |(episode, answer): (&Episode, &Answer)| {
        let title = answer.title(episode);
        let mentions = matcher.mentions_in(&fold_words(&title), &corrected_words(&title, episode, answer));
        (title, mentions)
    };
    let (titles, mentions): (Vec<String>, Vec<BTreeMap<usize, usize>>) = answers().map(read).unzip();
    let mut derived: BTreeMap<EpisodeId, BTreeMap<AnswerId, Derived>> = BTreeMap::new();
    for (((episode, answer), title), said) in answers().zip(titles).zip(most_telling(&mentions)) {
        let topics = assigned_topics(topics, matcher, episode, answer, &said);
        derived.entry(episode.id.clone()).or_default().insert(answer.id.clone(), Derived { title, topics });
    }
    derived
}

/// The topics that the answer's words give it, without the banned topics and with the pinned ones. If that leaves none, the episode's own
/// topics.
fn assigned_topics(
    topics: &[Topic],
    matcher: &TermMatcher,
    episode: &Episode,
    answer: &Answer,
    said: &BTreeSet<usize>,
) -> Vec<TopicId> {
    let positions = |ids: &[TopicId]| ids.iter().filter_map(|id| matcher.position(id)).collect::<BTreeSet<usize>>();
    let (pinned, banned) = (positions(&answer.pinned), positions(&answer.banned));
    let mut assigned = &(said - &banned) | &pinned;
    if assigned.is_empty() {
        assigned = &positions(&episode.topics) - &banned;
    }
    assigned.into_iter().map(|nth| topics[nth].id.clone()).collect()
}

/// The words of an answer's title and text, with corrections applied.
fn corrected_words(title: &str, episode: &Episode, answer: &Answer) -> Vec<String> {
    let mut text = title.to_owned();
    for paragraph in answer.paragraphs() {
        text.push(' ');
        text.push_str(&corrected(episode, paragraph));
    }
    fold_words(&text)
}

/// The text of a paragraph, with corrections applied.
fn corrected(episode: &Episode, paragraph: &Paragraph) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Said(said) => said.to_owned(),
        Piece::Misheard { meant, .. } => meant.to_owned(),
    };
    episode.reading(paragraph).into_iter().map(piece).collect()
}
