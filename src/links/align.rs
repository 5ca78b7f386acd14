//! The alignment of two versions of a transcript: which paragraph of the new version is which of the old one.
//!
//! 1. A global alignment in order (Needleman and Wunsch) finds the paragraphs that stayed in place. Repeated short ones
//!    ("Right.") are matched by their neighbours.
//! 2. Paragraphs that were moved are matched by their words, if no other is nearly as similar.
//! 3. The first part of a split paragraph, if it is long enough, is the whole one's counterpart.
//!
//! The thresholds are held by the cases of `tests/fixtures/carry`. `tests/history.rs` replays real edits and counts how often
//! an editor has to be asked, and how many ids are lost.
//!
//! Not here: the first step ([`super::align_in_order`]), how similar two paragraphs are ([`super::profile`]), and ids
//! ([`super::carry()`]).

use std::ops::Range;

use super::align_in_order::{Pair, align_in_order};
use super::profile::{BigramIndex, Profile};

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

/// The share of a part's bigrams that the whole must contain. With less, a paragraph on the same subject counts as a part.
const PART_CONTAINMENT: f32 = 0.65;

/// The least length of the first part of a split paragraph, as a share of the whole, to be its counterpart. A shorter one is
/// not what links to the paragraph mean.
const FIRST_PART_SHARE: f32 = 0.4;

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
