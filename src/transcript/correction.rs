//! What the machine misheard: a layer over the verbatim text, which stays as it is.

use super::{Paragraph, ParagraphId};

/// *Heard → meant*, at one place of one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Where.
    pub paragraph: ParagraphId,
    /// The words as they stand in the paragraph, to the character.
    pub heard: String,
    /// The words that were said.
    pub meant: String,
    /// Which of the places where `heard` stands in the paragraph, from 1.
    pub occurrence: u32,
}

impl Correction {
    /// The bytes of the paragraph's text that were misheard; `None` where it does not hold them that often.
    pub fn range(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let nth = usize::try_from(self.occurrence).ok()?.checked_sub(1)?;
        let (start, heard) = text.match_indices(self.heard.as_str()).nth(nth)?;
        (!heard.is_empty()).then_some(start..start + heard.len())
    }
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As said and as heard.
    Said(&'a str),
    /// Misheard.
    Misheard {
        /// The words as they stand in the text.
        heard: &'a str,
        /// The words that were said.
        meant: &'a str,
    },
}

/// Cuts a paragraph at its corrections. One that does not fit, or overlaps an earlier one, is left out: `check` reports
/// those, and the text stays whole.
pub(super) fn pieces<'a>(
    paragraph: &'a Paragraph,
    corrections: impl Iterator<Item = &'a Correction>,
) -> Vec<Piece<'a>> {
    let text = paragraph.text.as_str();
    let mut found: Vec<_> = corrections.filter_map(|c| Some((c.range(text)?, c.meant.as_str()))).collect();
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
