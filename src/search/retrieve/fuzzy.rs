//! Fuzzy candidates: what a word that the library does not hold may stand for. These are its inflections and, failing those,
//! words within a few edits and words that sound alike.
//!
//! Every word of the vocabulary is a candidate; its letters rule most of them out before any distance is computed. A word that
//! the library holds is never replaced. Not here: where the candidates occur ([`super::terms`]).

use crate::search::index::vocabulary::{Vocabulary, letter_bits};
use crate::search::index::weights::{FUZZY_WEIGHT, SECOND_FUZZY_WEIGHT};
use crate::search::retrieve::matches::{INFLECTION, MatchKind, MatchValue};
use crate::search::retrieve::phonetic::phonetic_key;
use crate::search::text::chars::is_word;
use crate::search::text::light_stem::{have_same_stem, is_stemmable, light_stem};

/// The shortest word that fuzzy candidates are sought for, in characters. Shorter words are within an edit of too many others.
const MIN_CHARS: usize = 4;

/// The shortest word that is a candidate, in characters.
const MIN_CANDIDATE_CHARS: usize = 3;

/// The shortest form, in characters, whose ending is taken to be an inflection rather than a typo.
const MIN_SURE_INFLECTION_CHARS: usize = 6;

/// The shortest word, in characters, that may have two typos instead of one.
const MIN_TWO_TYPOS_CHARS: usize = 8;

/// Words that sound alike may differ in one of so many letters,
const CHARS_PER_PHONETIC_EDIT: usize = 3;

/// but in no more than so many.
const MAX_PHONETIC_EDITS: usize = 3;

/// The most candidates for one word. Each may ask for one more shard.
const MAX_CANDIDATES: usize = 6;

/// A form that a word may stand for.
pub(crate) struct Candidate<'a> {
    pub(crate) form: &'a str,
    pub(crate) value: MatchValue,
}

/// Whether a form that looks like an inflection may as well be a typo: a short one with an ending.
pub(crate) fn may_be_typo(form: &str) -> bool {
    form.chars().count() < MIN_SURE_INFLECTION_CHARS && light_stem(form).len() < form.len()
}

/// Whether a form is long enough to seek fuzzy candidates for.
pub(crate) fn may_have_typos(form: &str) -> bool {
    is_letters(form, MIN_CHARS)
}

/// Whether a form belongs into the [`Vocabulary`]: it may be a candidate, or may be told to be known.
pub(crate) fn is_vocabulary_word(form: &str) -> bool {
    is_letters(form, MIN_CANDIDATE_CHARS) || is_stemmable(form)
}

/// Whether a form is at least so many characters, all of them letters.
fn is_letters(form: &str, least: usize) -> bool {
    form.chars().count() >= least && form.chars().all(|c| is_word(c) && !c.is_ascii_digit())
}

/// The plain inflections of a word that the library holds.
pub(crate) fn inflections<'a>(vocabulary: &'a Vocabulary, word: &str) -> Vec<Candidate<'a>> {
    let stem = light_stem(word);
    let mut found = Vec::new();
    for nth in vocabulary.lower_bound(stem)..vocabulary.len() {
        let form = vocabulary.get(nth);
        if !form.starts_with(stem) {
            break;
        }
        if have_same_stem(form, word) {
            found.push(Candidate { form, value: INFLECTION });
        }
    }
    found
}

/// The words within a few edits of a word, and those that sound alike: the nearest, then those one step further away.
pub(crate) fn fuzzy_candidates<'a>(vocabulary: &'a Vocabulary, word: &str) -> Vec<Candidate<'a>> {
    let mut distances = EditDistance::from(word);
    let chars = distances.word.len();
    let max_typos = if chars >= MIN_TWO_TYPOS_CHARS { 2 } else { 1 };
    let max_edits = max_typos.max((chars / CHARS_PER_PHONETIC_EDIT).min(MAX_PHONETIC_EDITS));
    let (key, letters) = (phonetic_key(word), letter_bits(word));
    // Each with its rank: twice the distance, and one less where both words sound alike.
    let mut ranked: Vec<(usize, &str, MatchKind)> = Vec::new();
    for nth in 0..vocabulary.len() {
        if vocabulary.min_edits(nth, letters) as usize > max_edits {
            continue;
        }
        let form = vocabulary.get(nth);
        let Some(distance) = distances.to(form, max_edits) else { continue };
        if !key.is_empty() && phonetic_key(form) == key {
            ranked.push((2 * distance - 1, form, MatchKind::Phonetic));
        } else if distance <= max_typos {
            ranked.push((2 * distance, form, MatchKind::Typo));
        }
    }
    // The vocabulary is sorted, so equal ranks stay in alphabetical order.
    let best = ranked.iter().fold(usize::MAX, |best, candidate| best.min(candidate.0));
    let mut nearest = Vec::new();
    for (rank, weight) in [(best, FUZZY_WEIGHT), (best.saturating_add(1), SECOND_FUZZY_WEIGHT)] {
        for (_, form, kind) in ranked.iter().filter(|candidate| candidate.0 == rank) {
            if nearest.len() < MAX_CANDIDATES {
                nearest.push(Candidate { form, value: MatchValue { kind: *kind, weight } });
            }
        }
    }
    nearest
}

/// The edit distance from one word to many, with the buffers it takes.
struct EditDistance {
    word: Vec<char>,
    other: Vec<char>,
    /// Three rows of the distance matrix: the one before the last, the last, and the one to fill.
    rows: [Vec<usize>; 3],
}

impl EditDistance {
    fn from(word: &str) -> Self {
        Self { word: word.chars().collect(), other: Vec::new(), rows: Default::default() }
    }

    /// The optimal string alignment distance to another word: insertions, deletions, substitutions and transpositions of
    /// neighbours (Boytsov, "Indexing methods for approximate dictionary searching", 2011, 2.2). `None` where it is 0 or
    /// above `max_edits`.
    fn to(&mut self, other: &str, max_edits: usize) -> Option<usize> {
        self.other.clear();
        self.other.extend(other.chars());
        let (word, other) = (&self.word[..], &self.other[..]);
        if word.len().abs_diff(other.len()) > max_edits {
            return None;
        }
        for row in &mut self.rows {
            row.clear();
            row.extend(0..=other.len());
        }
        let mut last_min = 0;
        for (i, a) in word.iter().enumerate() {
            let [before_last, last, row] = &mut self.rows;
            row[0] = i + 1;
            let mut min = i + 1;
            for (j, b) in other.iter().enumerate() {
                let mut cell = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && *a == other[j - 1] && word[i - 1] == *b {
                    cell = cell.min(before_last[j - 1] + 1);
                }
                row[j + 1] = cell;
                min = min.min(cell);
            }
            // Every later cell builds on these two rows.
            if min > max_edits && last_min > max_edits {
                return None;
            }
            last_min = min;
            // Each row moves up by one; `rotate_left` would be more code than all of this.
            self.rows.swap(0, 1);
            self.rows.swap(1, 2);
        }
        let distance = self.rows[1][other.len()];
        (1..=max_edits).contains(&distance).then_some(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::EditDistance;
    use crate::random::Random;

    /// Words over few letters, so that all kinds of edit occur between them.
    fn words() -> Vec<String> {
        let mut random = Random(7);
        (0..160).map(|_| (0..random.below(9)).map(|_| ['a', 'b', 'c', 'é'][random.below(4)]).collect()).collect()
    }

    #[test]
    fn distance_agrees_with_strsim() {
        let words = words();
        for a in &words {
            let mut from_a = EditDistance::from(a);
            for b in &words {
                let expected = strsim::osa_distance(a, b);
                for max_edits in 1..=3 {
                    let wanted = (1..=max_edits).contains(&expected).then_some(expected);
                    assert_eq!(from_a.to(b, max_edits), wanted, "{a} → {b}, at most {max_edits}");
                }
            }
        }
    }
}
