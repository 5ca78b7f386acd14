//! Where an id stands in a text, for problems that are found in what the text has become.
//!
//! Not here: the ids that a parser has just read, whose places it knows.

use std::ops::Range;

/// The bytes of a text's first `id = "…"` with this id; its beginning where there is none.
pub fn place_of_id(text: &str, id: &str) -> Range<usize> {
    place_of(text, id, &[format!("\"{id}\""), format!("'{id}'")])
}

/// The bytes of a text's first heading with this id; its beginning where there is none.
pub(super) fn place_of_heading_id(text: &str, id: &str) -> Range<usize> {
    place_of(text, id, &["}", " ", "\t"].map(|end| format!("#{id}{end}")))
}

/// The first place of an id in one of the ways in which it may be written, each with one character before it.
fn place_of(text: &str, id: &str, written: &[String]) -> Range<usize> {
    let start = written.iter().filter_map(|written| text.find(written)).min();
    start.map_or(0..0, |start| start + 1..start + 1 + id.len())
}
