//! The index: a small head, and parts that are loaded when a query needs them. Plain values; the files they travel in
//! are [`crate::wire`]'s.
//!
//! Answers are numbered in library order, from 0. A *voice* is what one speaker says in one answer: voices are
//! numbered within their answer, in order of first word, from 1; voice 0 holds what nobody says: the title, the
//! speakers' names and the episode's title.

use super::lattice::Misheard;
use crate::transcript::Date;

/// How many answers a [`Text`] holds. Fixed, so that no table of boundaries grows with the library.
pub const ANSWERS_PER_TEXT: u32 = 8;

/// The voice of titles and names.
pub const META_VOICE: u16 = 0;

/// Levels of an [`Posting::level`].
pub(super) const LEVELS: u8 = 16;

/// What is always loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Answers in the library.
    pub answers: u32,
    /// Episodes in the library.
    pub episodes: u32,
    /// Different word forms.
    pub forms: u32,
    /// For each [`Words`], a text that is not after its first form and after every form of the shard before.
    pub starts: Vec<String>,
}

impl Head {
    /// How many [`Text`]s there are.
    pub fn texts(&self) -> u32 {
        self.answers.div_ceil(ANSWERS_PER_TEXT)
    }

    /// How many [`Words`] there are.
    pub fn shards(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }
}

/// The name of what is loaded on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A shard of the dictionary, from 0.
    Words(u32),
    /// A chunk of answers, from 0.
    Text(u32),
    /// Who speaks where, and what it is about.
    Facets,
}

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartData {
    /// For [`Part::Words`].
    Words(Words),
    /// For [`Part::Text`].
    Text(Text),
    /// For [`Part::Facets`].
    Facets(Facets),
}

/// A shard of the dictionary.
///
/// It holds the forms of its range and, beside them, whatever inflections of those lie elsewhere: one shard answers for
/// a word whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Sorted by form.
    pub entries: Vec<Entry>,
}

/// A word form and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Folded.
    pub form: String,
    /// Entries of this shard with the same number, other than 0, are inflections of one word.
    pub group: u32,
    /// Sorted by answer, then voice.
    pub postings: Vec<Posting>,
}

/// A form in a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The answer.
    pub answer: u32,
    /// The voice within it.
    pub voice: u16,
    /// How much it counts there, 0 to 15, fields and lengths weighed in.
    pub level: u8,
}

/// Consecutive answers, with all that a card shows of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The episodes the answers are from.
    pub episodes: Vec<TextEpisode>,
    /// The topics the answers have.
    pub topics: Vec<Name>,
    /// In library order.
    pub answers: Vec<TextAnswer>,
}

/// An episode, as far as a card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEpisode {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// Who speaks in it.
    pub speakers: Vec<TextSpeaker>,
}

/// A speaker of an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSpeaker {
    /// Their id.
    pub id: String,
    /// Their name in this episode.
    pub name: String,
    /// Their colour slot in this episode.
    pub slot: usize,
    /// Whether they ask.
    pub host: bool,
}

/// An answer's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAnswer {
    /// Index into [`Text::episodes`].
    pub episode: usize,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Indexes into [`Text::topics`].
    pub topics: Vec<usize>,
    /// What is said, in order.
    pub paragraphs: Vec<TextParagraph>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextParagraph {
    /// Its id.
    pub id: String,
    /// Index into the episode's speakers.
    pub speaker: usize,
    /// Verbatim.
    pub text: String,
    /// In order, without overlap, on character boundaries.
    pub misheard: Vec<Misheard>,
}

/// An id and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The id.
    pub id: String,
    /// As shown.
    pub name: String,
}

/// Who speaks where, and what it is about: for filters and their counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Every speaker, by name.
    pub speakers: Vec<Name>,
    /// Every topic, by name.
    pub topics: Vec<Name>,
    /// Every episode, newest first, and how many answers it has.
    pub episodes: Vec<(Name, u32)>,
    /// For each answer the speaker of each voice, from voice 1, as indexes into `speakers`.
    pub voices: Lists,
    /// For each answer its topics, as indexes into `topics`.
    pub answer_topics: Lists,
}

/// Many short lists in two long ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Appends a list.
    pub fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.items.extend(list);
        self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of the lists; empty when there is none of that number.
    pub fn get(&self, nth: usize) -> &[u32] {
        let at = |nth: usize| self.ends.get(nth).map(|end| *end as usize);
        let start = nth.checked_sub(1).map_or(Some(0), at);
        start.zip(at(nth)).and_then(|(start, end)| self.items.get(start..end)).unwrap_or(&[])
    }
}

/// Parts by number: a sorted list, for a map costs the browser more than it saves.
#[derive(Debug, Clone)]
struct Shelf<T>(Vec<(u32, T)>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Shelf<T> {
    fn put(&mut self, nth: u32, part: T) {
        let at = self.0.partition_point(|(number, _)| *number < nth);
        match self.0.get_mut(at) {
            Some(place) if place.0 == nth => place.1 = part,
            _ => self.0.insert(at, (nth, part)),
        }
    }

    fn get(&self, nth: u32) -> Option<&T> {
        let at = self.0.partition_point(|(number, _)| *number < nth);
        self.0.get(at).filter(|(number, _)| *number == nth).map(|(_, part)| part)
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(number, _)| *number)
    }
}

/// A head, and the parts loaded so far.
#[derive(Debug, Clone, Default)]
pub struct Index {
    head: Head,
    words: Shelf<Words>,
    texts: Shelf<Text>,
    facets: Option<Facets>,
}

impl Index {
    /// An index of which nothing but the head is there.
    pub fn new(head: Head) -> Self {
        Self { head, ..Self::default() }
    }

    /// The head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Adds a part. What does not belong under that name is not taken, and asked for again.
    pub fn put(&mut self, part: Part, data: PartData) {
        match (part, data) {
            (Part::Words(nth), PartData::Words(words)) => self.words.put(nth, words),
            (Part::Text(nth), PartData::Text(text)) => self.texts.put(nth, text),
            (Part::Facets, PartData::Facets(facets)) => self.facets = Some(facets),
            _ => {}
        }
    }

    /// The parts that are there, by name.
    pub fn parts(&self) -> Vec<Part> {
        let words = self.words.numbers().map(Part::Words);
        let texts = self.texts.numbers().map(Part::Text);
        words.chain(texts).chain(self.facets.as_ref().map(|_| Part::Facets)).collect()
    }

    /// A shard of the dictionary, if it is there.
    pub fn words(&self, nth: u32) -> Option<&Words> {
        self.words.get(nth)
    }

    /// A chunk of answers, if it is there.
    pub fn text(&self, nth: u32) -> Option<&Text> {
        self.texts.get(nth)
    }

    /// The facets, if they are there.
    pub fn facets(&self) -> Option<&Facets> {
        self.facets.as_ref()
    }
}

impl Text {
    /// The answer with this number in the library, from the chunk it belongs to.
    pub(super) fn answer(&self, answer: u32) -> Option<(&TextAnswer, &TextEpisode)> {
        let found = self.answers.get((answer % ANSWERS_PER_TEXT) as usize)?;
        Some((found, self.episodes.get(found.episode)?))
    }
}

impl TextAnswer {
    /// The speakers in order of first word, as indexes into the episode's: voice 1 is the first.
    pub(super) fn voices(&self) -> Vec<usize> {
        let mut voices = Vec::new();
        for paragraph in &self.paragraphs {
            if !voices.contains(&paragraph.speaker) {
                voices.push(paragraph.speaker);
            }
        }
        voices
    }
}
