//! What an index is made of: a small head, and the parts that are loaded when a query needs them. Plain values; which of them
//! are there is [`super::index`]'s to know, and the files they travel in are [`crate::wire`]'s.
//!
//! Answers are numbered in library order, from 0. A *voice* is what one speaker says in one answer: voices are
//! numbered within their answer, in order of first word, from 1; voice 0 holds what nobody says: the title, the
//! speakers' names and the episode's title.

use std::ops::Range;

use super::lattice::Misheard;
use crate::transcript::Date;

/// How many answers a [`Text`] holds. Fixed, so that no table of boundaries grows with the library.
pub const ANSWERS_PER_TEXT: u32 = 4;

/// How many answers a [`Facets`] holds.
pub const ANSWERS_PER_FACETS: u32 = 8192;

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
    /// How many [`Pairs`] there are.
    pub pairs: u32,
    /// Spellings that count as the same, each folded; those of list `n` are indexed as [`same_form`]`(n)` too.
    pub same: Vec<Vec<String>>,
    /// The forms that so many answers hold that only their best places are told, the most common of them, sorted; and
    /// how many answers hold each. What tells answers apart by these is the words beside them.
    pub common: Vec<(String, u32)>,
    /// For each [`Words`], a text that is not after its first form and after every form of the shard before.
    pub starts: Vec<String>,
}

/// The form under which every spelling of a list is indexed: no word of a text folds to it.
pub fn same_form(nth: usize) -> String {
    ["=", &nth.to_string()].concat()
}

impl Head {
    /// How many [`Text`]s there are.
    pub fn texts(&self) -> u32 {
        self.answers.div_ceil(ANSWERS_PER_TEXT)
    }

    /// How many answers hold one of the most common forms.
    pub(super) fn holding_common(&self, form: &str) -> Option<u32> {
        let at = self.common.binary_search_by(|(common, _)| common.as_str().cmp(form)).ok()?;
        self.common.get(at).map(|(_, holding)| *holding)
    }

    /// How many [`Facets`] there are.
    pub fn facets(&self) -> u32 {
        self.answers.div_ceil(ANSWERS_PER_FACETS)
    }

    /// How many [`Words`] there are.
    pub fn shards(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }
}

/// A shard of the dictionary.
///
/// It holds the forms of its range and, beside them, whatever inflections of those lie elsewhere: one shard answers for
/// a word whole. What a word alone is answered with first is in it too, as far as cards show it: no text need be fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Sorted by form.
    pub entries: Vec<Entry>,
    /// The numbers of the answers that [`Entry::leads`] are to, rising.
    pub answers: Vec<u32>,
    /// Those answers in turn, cut to the places that cards show.
    pub cuts: Text,
}

/// A word form and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Folded.
    pub form: String,
    /// Entries of this shard with the same number, other than 0, are inflections of one word.
    pub group: u32,
    /// Sorted by answer, then voice. Of a very common form only those that count most.
    pub postings: Vec<Posting>,
    /// How many further answers hold the form.
    pub further: u32,
    /// The answers that are the first for this form alone, by [`Lead::nth`]; none for a guest, nor for what is rare in a very
    /// large library.
    pub leads: Vec<Lead>,
}

impl Entry {
    /// Whether another entry of the same shard is an inflection of the same word.
    pub(super) fn is_inflected_as(&self, other: &Self) -> bool {
        self.group != 0 && self.group == other.group && self.form != other.form
    }
}

/// An answer that is among the first for a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Index into [`Words::answers`] and the answers of [`Words::cuts`].
    pub nth: usize,
    /// Whether the form and its inflections stand nowhere else in the answer than in what is cut out of it.
    pub only: bool,
    /// The paragraphs they stand in, as indexes into those of the cut answer. Of one that is shown for no form there is no text.
    pub paragraphs: Vec<usize>,
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

/// A shard of the pairs of words that stand side by side: those whose [`pair_hash`] is in its part of all hashes, which
/// [`pair_shard`] tells. They take the place of positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The [`pair_hash`] of each pair, sorted, and how many places there are up to its last. Most pairs stand in one place
    /// alone, so lists of their own would be most of what they take.
    pub entries: Vec<(u32, u32)>,
    /// The answers and voices that hold the pairs, of each in turn and sorted; none of a pair that so many hold that it says
    /// nothing.
    pub places: Vec<(u32, u16)>,
}

impl Pairs {
    /// The places of a pair, by its number here.
    pub fn places(&self, nth: usize) -> &[(u32, u16)] {
        let end = |nth: usize| self.entries.get(nth).map(|(_, end)| *end as usize);
        let start = nth.checked_sub(1).map_or(Some(0), end);
        start.zip(end(nth)).and_then(|(start, end)| self.places.get(start..end)).unwrap_or(&[])
    }

    /// The number here of the pair with this hash.
    pub(super) fn find(&self, hash: u32) -> Option<usize> {
        self.entries.binary_search_by_key(&hash, |(hash, _)| *hash).ok()
    }

    /// Appends a pair.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn push(&mut self, hash: u32, places: impl Iterator<Item = (u32, u16)>) {
        self.places.extend(places);
        self.entries.push((hash, u32::try_from(self.places.len()).unwrap_or(u32::MAX)));
    }
}

/// The number two neighbouring forms are known by: FNV-1a over the first, a blank and the second. In a library of a
/// million pairs, one of five thousand that nobody says is taken for another.
pub fn pair_hash(first: &str, second: &str) -> u32 {
    hash(first.bytes().chain([b' ']).chain(second.bytes()))
}

/// The shard, of so many, that holds the pair with this hash: all hashes in order, cut into parts of the same length. Where the
/// pairs of a shard lie close together, the steps between them are short numbers.
pub fn pair_shard(hash: u32, shards: u32) -> u32 {
    ((u64::from(hash) * u64::from(shards)) >> 32) as u32
}

/// FNV-1a, 32 bits: where things lie in the index, and whether its files are whole. It finds damage, not malice.
pub fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The words of the library that others may be taken for, sorted: what tells at once that a word is not among them, and which
/// of them it may stand for. Forms with digits and signs, and those of one letter or two, are not in it.
///
/// The one part that is needed whole; it grows as the vocabulary does, and that far more slowly than what is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// One word behind the other: each in a text of its own would take the browser three times as much.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// The [`letters`] of each.
    letters: Vec<u64>,
}

/// Which letters a word has, a bit for each, and above these which it has more than once; those outside a to z share bits.
pub(super) fn letters(word: &str) -> u64 {
    // Of a letter that takes several bytes the first one counts.
    let firsts = word.bytes().filter(|byte| !matches!(byte, 0x80..=0xBF));
    firsts.fold(0, |letters, byte| {
        let bit = 1 << if byte.is_ascii() { byte & 31 } else { 0 };
        letters | bit | (letters & bit) << 32
    })
}

impl Vocabulary {
    /// The words that lie one behind the other and end so; `None` where they are no text or not sorted.
    pub fn of(text: Vec<u8>, ends: Vec<u32>) -> Option<Self> {
        let text = String::from_utf8(text).ok()?;
        let mut letters = Vec::with_capacity(ends.len());
        let (mut start, mut before) = (0, "");
        for end in &ends {
            let word = text.get(start..*end as usize).filter(|word| *word > before)?;
            letters.push(self::letters(word));
            (start, before) = (*end as usize, word);
        }
        (start == text.len()).then_some(Self { text, ends, letters })
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A word by its number; empty when there is none of that number.
    pub fn get(&self, nth: usize) -> &str {
        span(&self.ends, nth).and_then(|span| self.text.get(span)).unwrap_or_default()
    }

    /// How many slips at the least lie between the word of a number and one that has these letters: as many as there are letters
    /// that only one of them has, or has twice.
    pub(super) fn least_slips(&self, nth: usize, letters: u64) -> u32 {
        let others = self.letters.get(nth).copied().unwrap_or_default();
        (letters & !others).count_ones().max((others & !letters).count_ones())
    }

    /// The words, sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|nth| self.get(nth))
    }

    /// The number of the first word that does not sort before this text.
    pub(super) fn first_from(&self, start: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.get(middle) < start {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Whether it holds a word.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.get(self.first_from(word)) == word
    }

    /// Whether it holds a word that begins so.
    pub(super) fn holds_beginning(&self, start: &str) -> bool {
        self.get(self.first_from(start)).starts_with(start)
    }
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

/// What filters are called and count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Every speaker, by name.
    pub speakers: Vec<Name>,
    /// Every topic, by name.
    pub topics: Vec<Name>,
    /// Every episode, newest first, and how many answers it has.
    pub episodes: Vec<(Name, u32)>,
    /// Ids that are others now, each with the number of the one it is: of speakers, of topics, of episodes.
    pub former: [Vec<(String, u32)>; 3],
}

/// Who speaks where, and what it is about: for filters and their counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// For each answer the speaker of each voice, from voice 1, as indexes into [`Names::speakers`].
    pub voices: Lists,
    /// For each answer its topics, as indexes into [`Names::topics`].
    pub topics: Lists,
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
        span(&self.ends, nth).and_then(|span| self.items.get(span)).unwrap_or(&[])
    }
}

/// From where to where the item of a number goes, of items that lie one behind the other and end so.
fn span(ends: &[u32], nth: usize) -> Option<Range<usize>> {
    let start = nth.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    Some(start as usize..*ends.get(nth)? as usize)
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
