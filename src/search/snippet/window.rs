//! The window of a paragraph that a snippet shows: its corrections written out, cut around the marked words, between words.
//!
//! Not here: which paragraph is shown, and what is marked in it ([`super::paragraphs`]).

use std::ops::Range;

use crate::search::snippet::highlight::Span;
use crate::search::text::token_graph::Misheard;

/// The longest paragraph, in characters, that is shown whole.
const MAX_WHOLE_CHARS: usize = 280;

/// The length of a window, in characters. With longer ones fewer cards fit on a screen.
const WINDOW_CHARS: usize = 240;

/// How many characters of a window stand before its first marked word: enough to see what the sentence is about.
const CONTEXT_CHARS: usize = 60;

/// How far an end of a window moves inwards to fall between words, in characters.
const MAX_WORD_CHARS: usize = 24;

/// The byte up to which a window would show, given the byte of its first marked word.
pub(super) type Reach<'a> = dyn Fn(usize) -> usize + 'a;

/// A paragraph as a snippet shows it: each misheard place reads `heard [meant]`.
pub(super) struct SnippetText {
    pub(super) text: String,
    insertions: Vec<Insertion>,
}

/// The ` [meant]` of a correction.
struct Insertion {
    /// The byte of the verbatim paragraph behind which it is inserted.
    at: usize,
    /// Its bytes in [`SnippetText::text`].
    range: Range<usize>,
}

impl SnippetText {
    pub(super) fn new(verbatim: &str, misheard: &[Misheard]) -> Self {
        let mut shown = Self { text: String::with_capacity(verbatim.len()), insertions: Vec::new() };
        let mut at = 0;
        for place in misheard {
            shown.text.push_str(verbatim.get(at..place.range.end).unwrap_or_default());
            let start = shown.text.len();
            for piece in [" [", &place.meant, "]"] {
                shown.text.push_str(piece);
            }
            shown.insertions.push(Insertion { at: place.range.end, range: start..shown.text.len() });
            at = place.range.end;
        }
        shown.text.push_str(verbatim.get(at..).unwrap_or_default());
        shown
    }

    /// The bytes of the text at which a span of the paragraph is shown.
    pub(super) fn range_of(&self, span: &Span) -> Range<usize> {
        if let Some(nth) = span.meant {
            let start = self.insertions.get(nth).map_or(0, |insertion| insertion.range.start + " [".len());
            return start + span.range.start..start + span.range.end;
        }
        let inserted = |counts: &dyn Fn(usize) -> bool| -> usize {
            let before = self.insertions.iter().filter(|insertion| counts(insertion.at));
            before.map(|insertion| insertion.range.len()).sum()
        };
        let Range { start, end } = span.range;
        start + inserted(&|at| at <= start)..end + inserted(&|at| at < end)
    }

    /// The bytes of the window: all of a short text, or a part that opens a little before the byte that `first_mark` chooses.
    pub(super) fn window(&self, first_mark: &dyn Fn(&Reach<'_>) -> usize) -> Range<usize> {
        let mut starts: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        let count = starts.len();
        if count <= MAX_WHOLE_CHARS {
            return 0..self.text.len();
        }
        starts.push(self.text.len());
        let nth = |byte: usize| starts.partition_point(|start| *start < byte);
        let reach = WINDOW_CHARS - CONTEXT_CHARS - MAX_WORD_CHARS;
        let mark = first_mark(&|byte| starts[(nth(byte) + reach).min(count)]);
        let from = nth(mark).saturating_sub(CONTEXT_CHARS);
        let from = if from < MAX_WORD_CHARS { 0 } else { from.min(count - WINDOW_CHARS) };
        let to = if from + WINDOW_CHARS + MAX_WORD_CHARS >= count { count } else { from + WINDOW_CHARS };
        let start = (from..from + MAX_WORD_CHARS).map(|nth| starts[nth]).find(|at| self.is_word_start(*at));
        let end = (to - MAX_WORD_CHARS..=to).rev().map(|nth| starts[nth]).find(|at| self.is_word_end(*at));
        start.unwrap_or(starts[from])..end.unwrap_or(starts[to])
    }

    fn is_word_start(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.is_empty() || before.ends_with(char::is_whitespace) && !self.is_in_insertion(at)
    }

    fn is_word_end(&self, at: usize) -> bool {
        let after = self.text.get(at..).unwrap_or_default();
        after.is_empty() || after.starts_with(char::is_whitespace) && !self.is_in_insertion(at)
    }

    /// Whether a byte is within a bracket, or between it and the heard words.
    fn is_in_insertion(&self, at: usize) -> bool {
        self.insertions.iter().any(|insertion| insertion.range.start <= at && at < insertion.range.end)
    }
}

/// The bytes of a paragraph that a snippet would show around a place in it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn window_around(text: &str, place: usize) -> Range<usize> {
    SnippetText::new(text, &[]).window(&|_| place)
}
