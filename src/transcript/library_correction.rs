//! Corrections of the same misheard words wherever they stand in the library: where each of them applies.
//!
//! They are sought in the verbatim text alone, so that no correction works on what another has put there. A place is one of whole
//! words, with capitals as written. What an episode corrects itself is left to it; of two that overlap the one with more characters
//! counts, then the earlier in the text.
//!
//! All are sought in one pass over a text, however many there are. Method: Aho and Corasick (1975), "Efficient String Matching: An
//! Aid to Bibliographic Search". Not here: how they are written in a file ([`crate::source`]), and the corrections of one episode
//! ([`super::correction`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{AddAssign, Range};

use aho_corasick::AhoCorasick;
use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use super::correction::PlacedCorrection;
use super::id::is_mark;
use super::{Episode, EpisodeId, Paragraph, ParagraphId};

/// A correction of the same misheard words all over the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryCorrection {
    /// The misheard words, to the character.
    pub heard: String,
    /// The words that were said.
    pub meant: String,
    /// The episodes and paragraphs in which the words were heard as they were said.
    pub except: Vec<Exception>,
}

/// A part of the library to which a correction does not apply.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exception {
    /// The episode.
    pub episode: EpisodeId,
    /// One of its paragraphs; `None` for the whole episode.
    pub paragraph: Option<ParagraphId>,
}

/// The places that have the words of a correction: those that it corrects, and why not the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlaceCount {
    /// The places that it corrects.
    pub corrected: usize,
    /// The episodes that these are in.
    pub episodes: usize,
    /// The places inside of longer words.
    pub inside_words: usize,
    /// The places that are excepted.
    pub excepted: usize,
    /// The places that their episode corrects itself.
    pub own: usize,
    /// The places that overlap one of a longer correction.
    pub inside_longer: usize,
}

impl PlaceCount {
    /// The numbers of places that are left as they are, with why.
    pub fn passed_over(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let reasons = [
            (self.excepted, "excepted"),
            (self.own, "corrected by the episode itself"),
            (self.inside_longer, "part of a longer correction"),
            (self.inside_words, "inside of a word"),
        ];
        reasons.into_iter().filter(|(count, _)| *count > 0)
    }
}

impl AddAssign for PlaceCount {
    fn add_assign(&mut self, other: Self) {
        self.corrected += other.corrected;
        self.episodes += other.episodes;
        self.inside_words += other.inside_words;
        self.excepted += other.excepted;
        self.own += other.own;
        self.inside_longer += other.inside_longer;
    }
}

/// The places of an episode that library-wide corrections apply to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The places in each paragraph that has any, in order. A paragraph without an id is not among them.
    pub places: BTreeMap<ParagraphId, Vec<PlacedCorrection>>,
    /// The count for each correction, in the order in which they were given.
    pub counts: Vec<PlaceCount>,
}

/// Library-wide corrections, ready to be sought.
#[derive(Debug)]
pub struct LibraryCorrections {
    rules: Vec<Rule>,
    /// Finds the misheard words of all rules; `None` where there are no rules.
    matcher: Option<AhoCorasick>,
}

#[derive(Debug)]
struct Rule {
    meant: String,
    /// The number of characters that were misheard.
    chars: usize,
    except: BTreeSet<Exception>,
}

impl Rule {
    fn excepts(&self, episode: &EpisodeId, paragraph: &ParagraphId) -> bool {
        let one = |paragraph| Exception { episode: episode.clone(), paragraph };
        !self.except.is_empty()
            && (self.except.contains(&one(None)) || self.except.contains(&one(Some(paragraph.clone()))))
    }
}

/// A place of a rule's words.
struct Found {
    rule: usize,
    range: Range<usize>,
}

impl LibraryCorrections {
    /// These corrections, ready to be sought.
    pub fn new(corrections: &[LibraryCorrection]) -> Self {
        let rule = |correction: &LibraryCorrection| Rule {
            meant: correction.meant.clone(),
            chars: correction.heard.chars().count(),
            except: correction.except.iter().cloned().collect(),
        };
        // It fails for billions of patterns alone.
        let matcher = AhoCorasick::new(corrections.iter().map(|correction| &correction.heard)).ok();
        Self { rules: corrections.iter().map(rule).collect(), matcher: matcher.filter(|_| !corrections.is_empty()) }
    }

    /// The number of corrections.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The places in an episode.
    pub fn places_in(&self, episode: &Episode) -> Placed {
        let mut placed = Placed { places: BTreeMap::new(), counts: vec![PlaceCount::default(); self.rules.len()] };
        let Some(matcher) = &self.matcher else { return placed };
        let own = own_places(episode);
        for paragraph in episode.paragraphs() {
            let found = matcher.find_overlapping_iter(&paragraph.text);
            let found = found.map(|it| Found { rule: it.pattern().as_usize(), range: it.range() }).collect();
            let own = own.get(&paragraph.id).map_or(&[][..], Vec::as_slice);
            let places = self.chosen(episode, paragraph, own, found, &mut placed.counts);
            if !places.is_empty() && paragraph.id.is_assigned() {
                placed.places.insert(paragraph.id.clone(), places);
            }
        }
        for count in &mut placed.counts {
            count.episodes = usize::from(count.corrected > 0);
        }
        placed
    }

    /// Those places of a paragraph that are corrected, in order.
    fn chosen(
        &self,
        episode: &Episode,
        paragraph: &Paragraph,
        own: &[Range<usize>],
        mut found: Vec<Found>,
        counts: &mut [PlaceCount],
    ) -> Vec<PlacedCorrection> {
        found.sort_by_key(|it| (Reverse(self.rules[it.rule].chars), it.range.start));
        // The end of each taken place by its start; no two overlap.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut chosen = Vec::new();
        for Found { rule, range } in found {
            let count = &mut counts[rule];
            if !is_whole_word(&paragraph.text, range.clone()) {
                count.inside_words += 1;
            } else if self.rules[rule].excepts(&episode.id, &paragraph.id) {
                count.excepted += 1;
            } else if overlaps(own, &range) {
                count.own += 1;
            } else if taken.range(..range.end).next_back().is_some_and(|(_, end)| *end > range.start) {
                count.inside_longer += 1;
            } else {
                count.corrected += 1;
                taken.insert(range.start, range.end);
                chosen.push(PlacedCorrection { rule, range, meant: self.rules[rule].meant.clone() });
            }
        }
        chosen.sort_by_key(|place| place.range.start);
        chosen
    }
}

/// The places that an episode corrects itself, by paragraph: in order, those that overlap as one.
fn own_places(episode: &Episode) -> BTreeMap<&ParagraphId, Vec<Range<usize>>> {
    let mut places: BTreeMap<&ParagraphId, Vec<Range<usize>>> = BTreeMap::new();
    if episode.corrections.is_empty() {
        return places;
    }
    let texts: BTreeMap<&ParagraphId, &str> = episode.paragraphs().map(|p| (&p.id, p.text.as_str())).collect();
    for correction in &episode.corrections {
        let range = texts.get(&correction.paragraph).and_then(|text| correction.range(text));
        places.entry(&correction.paragraph).or_default().extend(range);
    }
    for places in places.values_mut() {
        places.sort_by_key(|place| place.start);
        places.dedup_by(|next, place| {
            let overlap = next.start < place.end;
            place.end = if overlap { place.end.max(next.end) } else { place.end };
            overlap
        });
    }
    places
}

/// Whether a range overlaps one of others, which are in order and do not overlap each other.
fn overlaps(others: &[Range<usize>], range: &Range<usize>) -> bool {
    let before_end = others.partition_point(|other| other.start < range.end);
    others[..before_end].last().is_some_and(|other| other.end > range.start)
}

/// Whether a part of a text is whole words: no letter, digit or mark joins on to either side. In scripts that write no blanks
/// between words, words begin and end anywhere but before a mark; beside each other Katakana are one word, as are letters with
/// blanks around their words.
pub fn is_whole_word(text: &str, range: Range<usize>) -> bool {
    let (before, rest) = text.split_at(range.start);
    let (inside, after) = rest.split_at(range.len());
    let next = after.chars().next();
    let joins_before = joins(inside.chars().next(), base(before));
    let joins_after = joins(base(inside), next) || next.is_some_and(is_mark);
    !joins_before && !joins_after
}

/// The last character of a text that is no mark.
fn base(text: &str) -> Option<char> {
    text.chars().rev().find(|c| !is_mark(*c))
}

/// Whether a character outside is of one word with its neighbour inside. A sign inside, as in “C++”, is of one word with whatever letter
/// follows it.
fn joins(inside: Option<char>, outside: Option<char>) -> bool {
    let [inside, outside] = [inside, outside].map(|c| c.map_or(Writing::Blank, writing));
    matches!(
        (inside, outside),
        (Writing::Spaced | Writing::Blank, Writing::Spaced) | (Writing::Katakana | Writing::Blank, Writing::Katakana)
    )
}

/// How a character goes together with its neighbours.
#[derive(Clone, Copy)]
enum Writing {
    /// A blank or sign.
    Blank,
    /// A letter or digit of words with blanks between them.
    Spaced,
    /// A sign of the syllabary for foreign words, which ends where they end.
    Katakana,
    /// A letter of words without blanks between them.
    Unspaced,
}

fn writing(c: char) -> Writing {
    match c {
        c if c.is_ascii_alphanumeric() => Writing::Spaced,
        'ー' => Writing::Katakana,
        c if c.is_ascii() || !c.is_alphanumeric() => Writing::Blank,
        c => match CodePointMapData::<Script>::new().get(c) {
            Script::Katakana => Writing::Katakana,
            Script::Han | Script::Hiragana | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar => {
                Writing::Unspaced
            }
            _ => Writing::Spaced,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{LibraryCorrection, LibraryCorrections, is_whole_word};
    use crate::random::Random;
    use crate::transcript::{Answer, Correction, Episode, Paragraph, ParagraphId, SpeakerId};

    impl Random {
        /// A text of few different letters and blanks, so that its parts occur again and overlap.
        fn few_words(&mut self, max_len: usize) -> String {
            (0..1 + self.below(max_len)).map(|_| ["a", "b", "é", " ", " ", "中", "e\u{301}"][self.below(7)]).collect()
        }
    }

    fn episode(paragraph: Paragraph, corrections: Vec<Correction>) -> Episode {
        let mut answer = Answer::untitled();
        answer.say(&SpeakerId::default(), paragraph);
        Episode { corrections, answers: vec![answer], ..Episode::titled("") }
    }

    /// The corrected byte ranges, found by trying every place for every correction, the longest first.
    fn slow_places(text: &str, own: &[Correction], corrections: &[LibraryCorrection]) -> Vec<(usize, usize, String)> {
        let mut taken: Vec<(usize, usize)> =
            own.iter().filter_map(|it| it.range(text)).map(|it| (it.start, it.end)).collect();
        let mut longest_first: Vec<&LibraryCorrection> = corrections.iter().collect();
        longest_first.sort_by_key(|it| std::cmp::Reverse(it.heard.chars().count()));
        let mut found = Vec::new();
        for chars in (1..=10).rev() {
            for at in 0..text.len() {
                for it in longest_first.iter().filter(|it| it.heard.chars().count() == chars) {
                    let end = at + it.heard.len();
                    let is_there = text.is_char_boundary(at) && text[at..].starts_with(&it.heard);
                    let is_free = taken.iter().all(|(from, until)| end <= *from || *until <= at);
                    if is_there && is_free && is_whole_word(text, at..end) {
                        taken.push((at, end));
                        found.push((at, end, it.meant.clone()));
                    }
                }
            }
        }
        found.sort();
        found
    }

    #[test]
    fn places_are_those_that_trying_every_place_finds() {
        let mut random = Random(7);
        let id = ParagraphId::new("a").unwrap_or_default();
        let mut corrected = 0;
        for case in 0..3000 {
            let mut corrections: Vec<LibraryCorrection> = Vec::new();
            for _ in 0..random.below(6) {
                let heard = random.few_words(4).trim().to_owned();
                if !heard.is_empty() && corrections.iter().all(|it| it.heard != heard) {
                    corrections.push(LibraryCorrection { heard, meant: random.few_words(3), except: Vec::new() });
                }
            }
            let own: Vec<Correction> = (0..random.below(3))
                .map(|_| {
                    let (heard, meant) = (random.few_words(2), random.few_words(2));
                    Correction { paragraph: id.clone(), heard, meant, occurrence: 1 }
                })
                .collect();
            let text = random.few_words(24);
            let episode = episode(Paragraph { id: id.clone(), start: None, text: text.clone() }, own.clone());
            let placed = LibraryCorrections::new(&corrections).places_in(&episode);
            let places = placed.places.get(&id).cloned().unwrap_or_default();
            let found: Vec<_> = places.into_iter().map(|it| (it.range.start, it.range.end, it.meant)).collect();
            assert_eq!(found, slow_places(&text, &own, &corrections), "case {case}: {text:?} {own:?} {corrections:?}");
            assert_eq!(placed.counts.iter().map(|it| it.corrected).sum::<usize>(), found.len());
            corrected += found.len();
        }
        assert!(corrected > 1000, "only {corrected} places");
    }
}
