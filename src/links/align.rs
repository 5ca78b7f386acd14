//! The alignment of two versions of a transcript: which paragraph of the new version is which of the old one.
//!
//! 1. A global alignment in order (Needleman and Wunsch) finds the paragraphs that stayed in place. Repeated short ones
//!    ("Right.") are matched by their neighbours.
//! 2. Paragraphs that were moved are matched by their words, if no other is nearly as similar.
//! 3. The first part of a split paragraph, if it is long enough, is the whole one's counterpart.
//!
//! Two paragraphs are compared by their word bigrams, so that an edited word changes little, and two paragraphs that only
//! share common words share nothing.
//!
//! The thresholds are held by the cases of `tests/fixtures/carry`. `tests/history.rs` replays real edits and counts how often
//! an editor has to be asked, and how many ids are lost.
//!
//! Not here: ids ([`super::carry()`]).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::transcript::{fnv1a_64, fold_words};

/// The most paragraphs by which the alignment in order looks to either side of the place that is expected. With fewer, long passages
/// that were put in or left out lose ids; with more, a transcript of a whole day takes minutes and gigabytes.
const HALF_BAND: usize = 500;

/// The most paragraphs that may hold a bigram by which moved ones are found. One that more of them hold says nothing.
const MAX_HOLDERS: usize = 64;

/// The most paragraphs that one is compared with in search of where it moved.
const MAX_CANDIDATES: usize = 32;

/// The least similarity at which the alignment in order may match two paragraphs. With less, unrelated paragraphs are
/// matched; with more, heavily edited ones are lost.
const MIN_SIMILARITY: f32 = 0.25;

/// The similarity from which two paragraphs in the same place are the same without asking. With less, a rewritten paragraph
/// keeps its id unasked; with more, an editor is asked about obvious cases.
const SAME_PLACE_SIMILARITY: f32 = 0.45;

/// The similarity from which two paragraphs in different places are the same. With less, an id moves to a paragraph that
/// says something similar; with more, an edited paragraph that was moved loses its id.
const MOVED_SIMILARITY: f32 = 0.7;

/// The least difference in similarity between the best and the second-best counterpart of a moved paragraph. With less, the
/// choice between two similar paragraphs is a guess.
const MOVED_MARGIN: f32 = 0.2;

/// The least number of words of a paragraph that may have moved. Many shorter paragraphs have the same words.
const MIN_MOVED_WORDS: usize = 5;

/// The greatest number of words outside of brackets in a paragraph that marks an unintelligible passage.
const MAX_UNINTELLIGIBLE_WORDS: usize = 1;

/// The share of a part's bigrams that the whole must contain. With less, a paragraph on the same subject counts as a part.
const PART_CONTAINMENT: f32 = 0.65;

/// The least length of the first part of a split paragraph, as a share of the whole, to be its counterpart. A shorter one is
/// not what links to the paragraph mean.
const FIRST_PART_SHARE: f32 = 0.4;

/// The factor on the score of two paragraphs of the same speaker. It decides between otherwise equal counterparts.
const SAME_SPEAKER_FACTOR: f32 = 1.1;

/// A paragraph, in the form in which it is compared.
pub(super) struct Profile {
    /// Hashes of the word bigrams, including those with the beginning and the end of the paragraph, sorted.
    bigrams: Vec<u64>,
    words: usize,
    /// The number of words outside of brackets; `[unintelligible 12:34]` has none.
    spoken_words: usize,
    speaker: String,
}

impl Profile {
    pub(super) fn new(text: &str, speaker: &str) -> Self {
        let words = fold_words(text);
        let edge = [String::new()];
        let padded: Vec<&String> = edge.iter().chain(&words).chain(&edge).collect();
        let mut bigrams: Vec<u64> = padded.windows(2).map(|pair| bigram_hash(pair[0], pair[1])).collect();
        bigrams.sort_unstable();
        let spoken_words = fold_words(&outside_brackets(text)).len();
        Self { bigrams, words: words.len(), spoken_words, speaker: speaker.to_owned() }
    }

    /// The number of bigrams that two paragraphs share.
    fn shared_bigrams(&self, other: &Self) -> usize {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        while let (Some(left), Some(right)) = (self.bigrams.get(a), other.bigrams.get(b)) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a += 1;
                    b += 1;
                }
            }
        }
        shared
    }

    /// The similarity of two paragraphs, from 0 to 1: the Sørensen–Dice coefficient of their bigrams.
    fn similarity(&self, other: &Self) -> f32 {
        2.0 * self.shared_bigrams(other) as f32 / (self.bigrams.len() + other.bigrams.len()) as f32
    }

    /// The containment of this paragraph in another, from 0 to 1: the share of its bigrams that the other has too.
    ///
    /// After Broder (1997), "On the resemblance and containment of documents".
    fn containment_in(&self, other: &Self) -> f32 {
        self.shared_bigrams(other) as f32 / self.bigrams.len() as f32
    }

    fn is_unintelligible(&self) -> bool {
        self.spoken_words < self.words && self.spoken_words <= MAX_UNINTELLIGIBLE_WORDS
    }
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |c: &char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(is_outside).collect()
}

fn bigram_hash(first: &str, second: &str) -> u64 {
    fnv1a_64(first.bytes().chain([0xFF]).chain(second.bytes()))
}

/// The counterpart of an old paragraph in the new version. Numbers are those of new paragraphs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Counterpart {
    /// A paragraph that is the same.
    Same(usize),
    /// A paragraph that contains the old one, and that is the counterpart of another.
    Containing(usize),
    /// A paragraph that may be the same, with their similarity.
    Unclear(usize, f32),
    /// None.
    Missing,
}

/// The counterpart of each old paragraph. No two have the same counterpart, as far as that is clear.
pub(super) fn align(old: &[Profile], new: &[Profile]) -> Vec<Counterpart> {
    let (of_old, of_new) = (vec![None; old.len()], vec![None; new.len()]);
    let mut alignment = Alignment { old, new, index: BigramIndex::of(new), of_old, of_new };
    for Pair { old, new } in align_in_order(old, new) {
        alignment.pair(old, new);
    }
    alignment.pair_moved();
    alignment.prefer_first_parts();
    (0..old.len()).map(|nth| alignment.counterpart(nth)).collect()
}

/// The numbers of an old and a new paragraph that are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    old: usize,
    new: usize,
}

/// The pairs, in no particular order, of an alignment in order with the greatest total score.
///
/// Method: Needleman and Wunsch (1970), "A general method applicable to the search for similarities in the amino acid
/// sequence of two proteins", without a penalty for gaps. Equal paragraphs at both ends are paired beforehand: an optimal
/// alignment can always pair them, since no pair of either scores more, and most of a new version is unchanged.
fn align_in_order(old: &[Profile], new: &[Profile]) -> Vec<Pair> {
    let equal = |(a, b): &(&Profile, &Profile)| a.bigrams == b.bigrams && a.speaker == b.speaker;
    let head = old.iter().zip(new).take_while(equal).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(equal).count();
    let middle = align_middle(&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let heads = (0..head).map(|nth| Pair { old: nth, new: nth });
    let tails = (1..=tail).map(|nth| Pair { old: old.len() - nth, new: new.len() - nth });
    let middle = middle.into_iter().map(|pair| Pair { old: head + pair.old, new: head + pair.new });
    heads.chain(tails).chain(middle).collect()
}

/// The greatest total scores of the first i old and the first j new paragraphs, for those j that lie near the place where i is when
/// both versions are stretched to one length: within [`HALF_BAND`], which is all of them in most transcripts.
struct Band {
    old_len: usize,
    new_len: usize,
    width: usize,
    /// Row by row, of `width` columns each.
    best: Vec<f32>,
}

impl Band {
    fn new(old_len: usize, new_len: usize) -> Self {
        let width = (new_len + 1).min(2 * HALF_BAND + 1);
        Self { old_len, new_len, width, best: vec![0.0; (old_len + 1) * width] }
    }

    /// The columns of a row.
    fn columns(&self, i: usize) -> Range<usize> {
        let centre = i * self.new_len / self.old_len.max(1);
        let first = centre.saturating_sub(HALF_BAND).min(self.new_len + 1 - self.width);
        first..first + self.width
    }

    fn at(&self, i: usize, j: usize) -> f32 {
        let columns = self.columns(i);
        if columns.contains(&j) { self.best[i * self.width + j - columns.start] } else { 0.0 }
    }

    fn set(&mut self, i: usize, j: usize, total: f32) {
        let at = i * self.width + j - self.columns(i).start;
        self.best[at] = total;
    }
}

/// The dynamic programme of [`align_in_order`] and the way back through its table, of which a band along the diagonal is filled.
///
/// The band: Ukkonen (1985), "Algorithms for approximate string matching".
fn align_middle(old: &[Profile], new: &[Profile]) -> Vec<Pair> {
    let mut band = Band::new(old.len(), new.len());
    for (i, a) in old.iter().enumerate() {
        for j in band.columns(i + 1).filter(|j| *j > 0) {
            let score = score(a, &new[j - 1]);
            let paired = if score > 0.0 { band.at(i, j - 1) + score } else { 0.0 };
            band.set(i + 1, j, paired.max(band.at(i, j)).max(band.at(i + 1, j - 1)));
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (old.len(), new.len());
    while i > 0 && j > 0 {
        let here = band.at(i, j);
        // Before here nothing is paired.
        if here <= 0.0 {
            break;
        }
        if band.columns(i - 1).contains(&j) && here == band.at(i - 1, j) {
            i -= 1;
        } else if band.columns(i).contains(&(j - 1)) && here == band.at(i, j - 1) {
            j -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push(Pair { old: i, new: j });
        }
    }
    pairs
}

/// The score of a pair: the greater the more similar and the longer the paragraphs are, and 0 if they may not be paired.
fn score(a: &Profile, b: &Profile) -> f32 {
    let similarity = a.similarity(b);
    if similarity < MIN_SIMILARITY {
        return 0.0;
    }
    let speaker = if a.speaker == b.speaker { SAME_SPEAKER_FACTOR } else { 1.0 };
    similarity * speaker * (a.bigrams.len().min(b.bigrams.len()) as f32).sqrt()
}

/// The new paragraphs that hold each bigram: those that may be similar to a given one.
struct BigramIndex {
    postings: HashMap<u64, Vec<usize>>,
}

impl BigramIndex {
    fn of(new: &[Profile]) -> Self {
        let mut postings: HashMap<u64, Vec<usize>> = HashMap::new();
        for (nth, bigram) in new.iter().enumerate().flat_map(|(nth, new)| new.bigrams.iter().map(move |it| (nth, it))) {
            let holders = postings.entry(*bigram).or_default();
            // One more than are compared says that there are too many.
            if holders.len() <= MAX_HOLDERS && holders.last() != Some(&nth) {
                holders.push(nth);
            }
        }
        Self { postings }
    }

    /// The paragraphs that share most bigrams with this one, of those that few others have; by number.
    fn candidates(&self, paragraph: &Profile) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for holders in paragraph.bigrams.iter().filter_map(|bigram| self.postings.get(bigram)) {
            if holders.len() <= MAX_HOLDERS {
                holders.iter().for_each(|nth| *shared.entry(*nth).or_default() += 1);
            }
        }
        let mut candidates: Vec<(usize, usize)> = shared.into_iter().collect();
        candidates.sort_by_key(|(nth, shared)| (usize::MAX - shared, *nth));
        candidates.truncate(MAX_CANDIDATES);
        let mut candidates: Vec<usize> = candidates.into_iter().map(|(nth, _)| nth).collect();
        candidates.sort_unstable();
        candidates
    }
}

/// The pairs found so far.
struct Alignment<'a> {
    old: &'a [Profile],
    new: &'a [Profile],
    index: BigramIndex,
    /// The new paragraph that each old one is paired with.
    of_old: Vec<Option<usize>>,
    /// The old paragraph that each new one is paired with.
    of_new: Vec<Option<usize>>,
}

impl Alignment<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        self.of_old[old] = Some(new);
        self.of_new[new] = Some(old);
    }

    /// Pairs paragraphs that were moved, where one counterpart is clearly the most similar.
    fn pair_moved(&mut self) {
        let was_free: Vec<bool> = self.of_new.iter().map(Option::is_none).collect();
        for nth in 0..self.old.len() {
            let paragraph = &self.old[nth];
            if self.of_old[nth].is_some() || paragraph.words < MIN_MOVED_WORDS {
                continue;
            }
            let candidates = self.index.candidates(paragraph).into_iter().filter(|new| was_free[*new]);
            let mut candidates: Vec<(f32, usize)> =
                candidates.map(|new| (paragraph.similarity(&self.new[new]), new)).collect();
            candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
            let second = candidates.get(1).map_or(0.0, |(similarity, _)| *similarity);
            let best = candidates.first().copied();
            let clear = best.filter(|(best, _)| *best >= MOVED_SIMILARITY && best - second >= MOVED_MARGIN);
            if let Some((_, new)) = clear.filter(|(_, new)| self.of_new[*new].is_none()) {
                self.pair(nth, new);
            }
        }
    }

    /// Pairs a split paragraph with its first part instead of another one, if the first part is long enough: links to the
    /// paragraph lead to its beginning.
    fn prefer_first_parts(&mut self) {
        for nth in 0..self.old.len() {
            let Some(paired) = self.of_old[nth] else { continue };
            let whole = &self.old[nth];
            let mut first = paired;
            while let Some(before) = first.checked_sub(1).filter(|before| self.of_new[*before].is_none())
                && self.new[before].containment_in(whole) >= PART_CONTAINMENT
            {
                first = before;
            }
            if first != paired && self.new[first].words as f32 >= FIRST_PART_SHARE * whole.words as f32 {
                self.of_new[paired] = None;
                self.pair(nth, first);
            }
        }
    }

    fn counterpart(&self, nth: usize) -> Counterpart {
        let paragraph = &self.old[nth];
        if let Some(new) = self.of_old[nth] {
            let similarity = paragraph.similarity(&self.new[new]);
            let sure = similarity >= SAME_PLACE_SIMILARITY
                || self.has_same_neighbours(nth, new)
                || self.new[new].containment_in(paragraph) >= PART_CONTAINMENT
                || paragraph.containment_in(&self.new[new]) >= PART_CONTAINMENT;
            return if sure { Counterpart::Same(new) } else { Counterpart::Unclear(new, similarity) };
        }
        if let Some(new) = self.replacement(nth) {
            // A passage that was unintelligible has been understood since. Any other paragraph in its place may be anything.
            let similarity = paragraph.similarity(&self.new[new]);
            let same = paragraph.is_unintelligible();
            return if same { Counterpart::Same(new) } else { Counterpart::Unclear(new, similarity) };
        }
        let containment = |new: usize| paragraph.containment_in(&self.new[new]);
        let around = self.surroundings(nth);
        let candidates = self.index.candidates(paragraph).into_iter().filter(|new| around.contains(new));
        let container = candidates.max_by(|a, b| containment(*a).total_cmp(&containment(*b)));
        match container {
            Some(new) if containment(new) >= PART_CONTAINMENT && paragraph.words > 0 => Counterpart::Containing(new),
            _ => self.similar_anywhere(nth),
        }
    }

    /// The most similar unpaired paragraph in any place, which is never clear; `Missing` if none is similar enough.
    fn similar_anywhere(&self, nth: usize) -> Counterpart {
        let paragraph = &self.old[nth];
        let candidates = self.index.candidates(paragraph).into_iter();
        let free = candidates.filter(|new| self.of_new[*new].is_none() && paragraph.words >= MIN_MOVED_WORDS);
        let best = free.map(|new| (paragraph.similarity(&self.new[new]), new)).max_by(|a, b| a.0.total_cmp(&b.0));
        let similar = best.filter(|(similarity, _)| *similarity >= SAME_PLACE_SIMILARITY);
        similar.map_or(Counterpart::Missing, |(similarity, new)| Counterpart::Unclear(new, similarity))
    }

    /// Whether the paragraphs before two are paired with each other, and so are those after them. The beginning counts as
    /// paired with the beginning, and the end with the end.
    fn has_same_neighbours(&self, old: usize, new: usize) -> bool {
        let before = match (old.checked_sub(1), new.checked_sub(1)) {
            (Some(old), Some(new)) => self.of_old[old] == Some(new),
            (None, None) => true,
            _ => false,
        };
        let after = match (self.of_old.get(old + 1), new + 1 < self.new.len()) {
            (Some(next), true) => *next == Some(new + 1),
            (None, false) => true,
            _ => false,
        };
        before && after
    }

    /// The one unpaired paragraph of the same speaker between the counterparts of an old paragraph's neighbours.
    fn replacement(&self, old: usize) -> Option<usize> {
        let new = match old.checked_sub(1) {
            Some(before) => self.of_old[before]? + 1,
            None => 0,
        };
        let is_before_next = match self.of_old.get(old + 1) {
            Some(next) => *next == Some(new + 1),
            None => new + 1 == self.new.len(),
        };
        let is_free = self.of_new.get(new).is_some_and(Option::is_none);
        (is_free && is_before_next && self.new[new].speaker == self.old[old].speaker).then_some(new)
    }

    /// The new paragraphs where an unpaired old one was: from the nearest counterpart before it to the nearest after it.
    fn surroundings(&self, nth: usize) -> Range<usize> {
        let from = self.of_old[..nth].iter().rev().flatten().next().copied().unwrap_or(0);
        let to = self.of_old[nth + 1..].iter().flatten().next().copied().unwrap_or(self.new.len().saturating_sub(1));
        from..(to + 1).min(self.new.len()).max(from)
    }
}

#[cfg(test)]
mod tests {
    use super::{Pair, Profile, align_in_order, score};
    use crate::random::Random;

    impl Random {
        /// A paragraph of few different words, and its speaker.
        fn paragraph(&mut self) -> (String, &'static str) {
            let words: Vec<&str> =
                (0..self.below(9)).map(|_| ["bees", "roof", "hive", "right"][self.below(4)]).collect();
            (words.join(" "), ["Ann", "Bo"][self.below(2)])
        }

        /// An edited version: paragraphs replaced, inserted, removed, swapped and attributed to someone else.
        fn edited(&mut self, old: &[(String, &'static str)]) -> Vec<(String, &'static str)> {
            let mut new = old.to_vec();
            for _ in 0..self.below(6) {
                let at = self.below(new.len() + 1);
                match self.below(5) {
                    0 => new.insert(at, self.paragraph()),
                    _ if at == new.len() => {}
                    1 => drop(new.remove(at)),
                    2 => new[at] = self.paragraph(),
                    3 => new[at].0.push_str(" hive roof"),
                    _ => {
                        let other = self.below(new.len());
                        new.swap(at, other);
                    }
                }
            }
            new
        }
    }

    fn profiles(paragraphs: &[(String, &'static str)]) -> Vec<Profile> {
        paragraphs.iter().map(|(text, speaker)| Profile::new(text, speaker)).collect()
    }

    /// The greatest total score of an alignment in order, by the recurrence alone: nothing is paired beforehand.
    fn greatest_total(old: &[Profile], new: &[Profile]) -> f32 {
        let mut before = vec![0.0_f32; new.len() + 1];
        for a in old {
            let mut row = vec![0.0_f32];
            for (j, b) in new.iter().enumerate() {
                row.push((before[j] + score(a, b)).max(before[j + 1]).max(row[j]));
            }
            before = row;
        }
        before[new.len()]
    }

    /// More paragraphs than the band is wide, all of them edited, and so many put in that its rows move by several columns.
    #[test]
    fn long_versions_are_aligned_in_a_band() {
        let text = |nth: usize| (format!("bees {nth} roof {} hive {}", nth * 7, nth % 11), "Ann");
        let old: Vec<_> = (0..2500).map(text).collect();
        let mut new: Vec<_> = old.iter().map(|(text, speaker)| (format!("{text} right"), *speaker)).collect();
        for nth in 0..300 {
            new.insert(nth * 9, (format!("new {nth} words {}", nth * 3), "Bo"));
        }
        let (old, new) = (profiles(&old), profiles(&new));
        let pairs = align_in_order(&old, &new);
        assert_eq!(pairs.len(), 2500);
        assert!(pairs.iter().all(|pair| new[pair.new].speaker == "Ann" && score(&old[pair.old], &new[pair.new]) > 0.0));
    }

    #[test]
    fn the_alignment_in_order_has_the_greatest_total_score() {
        let mut random = Random(1);
        for case in 0..500 {
            let old: Vec<_> = (0..random.below(14)).map(|_| random.paragraph()).collect();
            let new = random.edited(&old);
            let (old_profiles, new_profiles) = (profiles(&old), profiles(&new));
            let mut pairs = align_in_order(&old_profiles, &new_profiles);
            pairs.sort_by_key(|pair| pair.old);
            let rises = |pair: &[Pair]| pair[0].old < pair[1].old && pair[0].new < pair[1].new;
            assert!(pairs.windows(2).all(rises), "case {case}: {pairs:?} is not in order");
            let total: f32 = pairs.iter().map(|pair| score(&old_profiles[pair.old], &new_profiles[pair.new])).sum();
            let greatest = greatest_total(&old_profiles, &new_profiles);
            assert!((total - greatest).abs() < 1e-3, "case {case}: {total} instead of {greatest}: {old:?} {new:?}");
        }
    }
}
