//! Where an id, or words, stand in a text, for problems that are found in what the text has become.
//!
//! Not here: the ids that a parser has just read, whose places it knows.

use std::ops::Range;

use crate::transcript::{ParagraphId, is_whole_word};

/// The bytes of a text's first `id = "…"` with this id; its beginning where there is none.
pub fn place_of_id(text: &str, id: &str) -> Range<usize> {
    place_of(text, id, &[format!("\"{id}\""), format!("'{id}'")])
}

/// The bytes of a text's first heading with this id; its beginning where there is none.
pub(super) fn place_of_heading_id(text: &str, id: &str) -> Range<usize> {
    place_of(text, id, &["}", " ", "\t"].map(|end| format!("#{id}{end}")))
}

/// The bytes of a text in which the paragraph with this id first has some words; where a line is broken between them, those in which the
/// paragraph begins.
pub fn place_of_words(text: &str, paragraph: &ParagraphId, words: &str) -> Range<usize> {
    let mark = format!("^{paragraph}");
    let ends = text.match_indices(&mark).map(|(at, _)| at);
    let is_mark = |at: &usize| {
        let after = text[at + mark.len()..].chars().next();
        text[..*at].ends_with([' ', '\t']) && after.is_none_or(char::is_whitespace)
    };
    let Some(end) = ends.into_iter().find(is_mark) else { return 0..0 };
    let breaks = ["\n\n", "\n\r\n"].iter().filter_map(|gap| Some(text[..end].rfind(gap)? + gap.len()));
    let start = breaks.max().unwrap_or_default();
    let places = text[start..end].match_indices(words).map(|(at, _)| start + at..start + at + words.len());
    let whole = places.into_iter().find(|place| is_whole_word(text, place.clone()));
    whole.unwrap_or(start..start)
}

/// The first place of an id in one of the ways in which it may be written, each with one character before it.
fn place_of(text: &str, id: &str, written: &[String]) -> Range<usize> {
    let start = written.iter().filter_map(|written| text.find(written)).min();
    start.map_or(0..0, |start| start + 1..start + 1 + id.len())
}
