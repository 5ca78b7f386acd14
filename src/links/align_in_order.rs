//! The alignment in order: the pairs of paragraphs that stayed in place between two versions of a transcript.
//!
//! Not here: paragraphs that were moved or split ([`super::align`]).

use std::ops::Range;

use super::profile::Profile;

/// The least similarity at which the alignment in order may match two paragraphs. With less, unrelated paragraphs are
/// matched; with more, heavily edited ones are lost.
const MIN_SIMILARITY: f32 = 0.25;

/// The factor on the score of two paragraphs of the same speaker. It decides between otherwise equal counterparts.
const SAME_SPEAKER_FACTOR: f32 = 1.1;

/// The most paragraphs by which the alignment in order looks to either side of the place that is expected. With fewer, long passages
/// that were put in or left out lose ids; with more, a transcript of a whole day takes minutes and gigabytes.
const HALF_BAND: usize = 500;

/// The numbers of an old and a new paragraph that are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
}

/// The pairs, in no particular order, of an alignment in order with the greatest total score.
///
/// Method: Needleman and Wunsch (1970), "A general method applicable to the search for similarities in the amino acid
/// sequence of two proteins", without a penalty for gaps. Equal paragraphs at both ends are paired beforehand: an optimal
/// alignment can always pair them, since no pair of either scores more, and most of a new version is unchanged.
pub(super) fn align_in_order(old: &[Profile], new: &[Profile]) -> Vec<Pair> {
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
