//! Pieces of a text inserted, replaced or taken away, while every other byte stays.
//!
//! Not here: which pieces: ids ([`super::ids`]), the comments of an earlier version ([`super::comments`]), and people
//! ([`super::speaker_edit`]).

use std::ops::Range;

/// A piece of text to insert.
pub(super) struct Insertion {
    /// The byte of the text in front of which it goes.
    pub(super) at: usize,
    pub(super) new: String,
}

/// A piece of a text, and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes of the piece; none where something is inserted.
    pub span: Range<usize>,
    /// What comes in its place; empty where it is taken away.
    pub new: String,
}

/// The text with pieces inserted; those for one place in the order in which they are given.
pub(super) fn with_insertions(text: &str, insertions: Vec<Insertion>) -> String {
    let pieces = insertions.into_iter().map(|Insertion { at, new }| Replacement { span: at..at, new });
    with_replacements(text, &mut pieces.collect::<Vec<_>>())
}

/// The text with pieces replaced. They are put in the order of their places; those for one place stay in the order in which they are
/// given. Only pieces that are taken away may overlap.
pub(super) fn with_replacements(text: &str, pieces: &mut [Replacement]) -> String {
    pieces.sort_by_key(|piece| piece.span.start);
    let new_bytes: usize = pieces.iter().map(|piece| piece.new.len()).sum();
    let mut result = String::with_capacity(text.len() + new_bytes);
    let mut copied = 0;
    for Replacement { span, new } in pieces.iter() {
        result.push_str(&text[copied..span.start.max(copied)]);
        result.push_str(new);
        copied = span.end.max(copied);
    }
    result.push_str(&text[copied..]);
    result
}
