//! Corrections of misheard words: a layer over the verbatim text, which is never changed.
//!
//! Not here: where corrections for the whole library apply ([`super::library_correction`]), and reporting corrections that do not fit ([`crate::source`]'s `check`).

#[cfg(not(target_arch = "wasm32"))]
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Paragraph, ParagraphId};

/// A correction of one place in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// The misheard words as they stand in the paragraph, to the character.
    pub heard: String,
    /// The words that were said.
    pub meant: String,
    /// The number, from 1, of the occurrence of `heard` in the paragraph that is corrected.
    pub occurrence: u32,
}

impl Correction {
    /// The byte range of the misheard words in the paragraph's text; `None` if the text has no such occurrence.
    pub fn range(&self, text: &str) -> Option<Range<usize>> {
        let nth = usize::try_from(self.occurrence).ok()?.checked_sub(1)?;
        let (start, heard) = text.match_indices(self.heard.as_str()).nth(nth)?;
        (!heard.is_empty()).then_some(start..start + heard.len())
    }
}

/// A place of a paragraph that a correction for the whole library applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCorrection {
    /// The number of the correction, from 0, in the order of the library's.
    pub rule: usize,
    /// The bytes of the misheard words in the paragraph's text.
    pub range: Range<usize>,
    /// The words that were said.
    pub meant: String,
}

/// A part of a paragraph, either verbatim or corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words that were heard as they were said.
    Said(&'a str),
    /// Misheard words.
    Misheard {
        /// The words as they stand in the text.
        heard: &'a str,
        /// The words that were said.
        meant: &'a str,
    },
}

/// The pieces of a paragraph, cut at its corrections and at those for the whole library. A correction that does not fit the text, or
/// overlaps an earlier one, is skipped.
pub(super) fn pieces<'a>(
    paragraph: &'a Paragraph,
    corrections: impl Iterator<Item = &'a Correction>,
    placed: &'a [PlacedCorrection],
) -> Vec<Piece<'a>> {
    let text = paragraph.text.as_str();
    let mut found: Vec<_> = corrections.filter_map(|c| Some((c.range(text)?, c.meant.as_str()))).collect();
    let placed = placed.iter().filter(|place| text.get(place.range.clone()).is_some_and(|heard| !heard.is_empty()));
    found.extend(placed.map(|place| (place.range.clone(), place.meant.as_str())));
    found.sort_by_key(|(range, _)| (range.start, range.end));
    let mut pieces = Vec::new();
    let mut at = 0;
    for (range, meant) in found {
        if range.start < at {
            continue;
        }
        if range.start > at {
            pieces.push(Piece::Said(&text[at..range.start]));
        }
        at = range.end;
        pieces.push(Piece::Misheard { heard: &text[range], meant });
    }
    if at < text.len() {
        pieces.push(Piece::Said(&text[at..]));
    }
    pieces
}

/// Places of a paragraph as corrections by occurrence, each of which stands by itself. A place that overlaps an earlier one of the same
/// words, as in “la la la”, has no number and is left out.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn as_occurrences(paragraph: &Paragraph, placed: &[PlacedCorrection]) -> Vec<Correction> {
    let text = paragraph.text.as_str();
    let heard = |place: &PlacedCorrection| text.get(place.range.clone()).filter(|heard| !heard.is_empty());
    // A text is searched once for each of the different words, however often it has them.
    let words: BTreeSet<&str> = placed.iter().filter_map(heard).collect();
    let number =
        |(nth, (start, word)): (usize, (usize, &'_ str))| Some(((start, word.len()), u32::try_from(nth + 1).ok()?));
    let numbers: BTreeMap<(usize, usize), u32> =
        words.iter().flat_map(|word| text.match_indices(*word).enumerate().filter_map(number)).collect();
    let correction = |place: &PlacedCorrection| {
        Some(Correction {
            paragraph: paragraph.id.clone(),
            heard: heard(place)?.to_owned(),
            meant: place.meant.clone(),
            occurrence: *numbers.get(&(place.range.start, place.range.len()))?,
        })
    };
    placed.iter().filter_map(correction).collect()
}

#[cfg(test)]
mod tests {
    use super::{Correction, Paragraph, ParagraphId, Piece, pieces};
    use crate::random::Random;

    impl Random {
        /// A text of few different letters, so that its parts occur again and overlap.
        fn text(&mut self, max_len: usize) -> String {
            (0..1 + self.below(max_len)).map(|_| ["a", "b", "é", " ", "’"][self.below(5)]).collect()
        }

        fn correction(&mut self) -> Correction {
            let occurrence = u32::try_from(self.below(4)).unwrap_or_default();
            Correction { paragraph: ParagraphId::default(), heard: self.text(3), meant: self.text(3), occurrence }
        }
    }

    /// The byte range of the `nth` occurrence, found by comparing at every byte instead of by `match_indices`.
    fn nth_occurrence(text: &str, heard: &str, nth: u32) -> Option<std::ops::Range<usize>> {
        let (mut at, mut count) = (0, 0);
        while at < text.len() {
            if text.as_bytes()[at..].starts_with(heard.as_bytes()) {
                count += 1;
                if count == nth {
                    return Some(at..at + heard.len());
                }
                at += heard.len();
            } else {
                at += 1;
            }
        }
        None
    }

    #[test]
    fn pieces_concatenate_to_the_paragraph_and_cover_every_correction_that_fits() {
        let mut random = Random(1);
        for case in 0..500 {
            let paragraph = Paragraph { id: ParagraphId::default(), start: None, text: random.text(20) };
            let corrections: Vec<Correction> = (0..random.below(6)).map(|_| random.correction()).collect();
            let found = pieces(&paragraph, corrections.iter(), &[]);
            let mut ranges = Vec::new();
            let mut text = String::new();
            for piece in &found {
                let start = text.len();
                match piece {
                    Piece::Said(said) => text.push_str(said),
                    Piece::Misheard { heard, .. } => {
                        text.push_str(heard);
                        ranges.push(start..text.len());
                    }
                }
                assert!(text.len() > start, "case {case}: an empty piece in {found:?}");
            }
            assert_eq!(text, paragraph.text, "case {case}: {found:?}");
            let fitting = corrections.iter().filter_map(|c| nth_occurrence(&paragraph.text, &c.heard, c.occurrence));
            for range in fitting {
                let overlaps = |other: &std::ops::Range<usize>| other.start < range.end && range.start < other.end;
                assert!(ranges.iter().any(overlaps), "case {case}: {range:?} of {corrections:?} is in no piece");
            }
        }
    }
}
