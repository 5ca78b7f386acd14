//! Pieces inserted into a text, of which every other byte stays.
//!
//! Not here: which pieces: ids ([`super::ids`]), and the comments of an earlier version ([`super::comments`]).

/// A piece of text to insert.
pub(super) struct Insertion {
    /// The byte of the text in front of which it goes.
    pub(super) at: usize,
    pub(super) new: String,
}

/// The text with pieces inserted; those for one place in the order in which they are given.
pub(super) fn with_insertions(text: &str, mut insertions: Vec<Insertion>) -> String {
    insertions.sort_by_key(|insertion| insertion.at);
    let new_bytes: usize = insertions.iter().map(|insertion| insertion.new.len()).sum();
    let mut result = String::with_capacity(text.len() + new_bytes);
    let mut copied = 0;
    for Insertion { at, new } in insertions {
        result.push_str(&text[copied..at]);
        result.push_str(&new);
        copied = at;
    }
    result.push_str(&text[copied..]);
    result
}
