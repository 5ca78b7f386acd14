//! The findings of a parse, besides its value: problems, missing ids, and the spans that later checks point to.
//!
//! Not here: the checks ([`super::check`]) and writing the ids ([`super::ids`]).

use std::ops::Range;

use super::comments::Outline;
use crate::transcript::{Problem, ProblemList};

/// The missing ids and where they belong, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct MissingIds {
    /// The byte after the line that opens the front matter.
    pub(super) episode: Option<usize>,
    /// One for each speaker without an id.
    pub(super) speakers: Vec<MissingSpeakerId>,
    /// One for each answer without an id.
    pub(super) answers: Vec<MissingAnswerId>,
    /// The end of the last line of each paragraph without an id.
    pub(super) paragraphs: Vec<usize>,
}

/// A missing id of a speaker.
#[derive(Debug)]
pub(super) struct MissingSpeakerId {
    /// The number of the speaker, from 0.
    pub(super) index: usize,
    /// The span of the speaker.
    pub(super) span: Range<usize>,
    /// The byte at which to insert the id: after the brace of `{ name = … }`, or at the end of the line `[[speakers]]`.
    pub(super) at: usize,
    /// Whether the speaker is an inline table, `{ name = … }`.
    pub(super) inline: bool,
}

/// A missing id of an answer.
#[derive(Debug)]
pub(super) struct MissingAnswerId {
    /// The byte at which to insert the id: after the opening brace of the attributes, or at the end of the heading.
    pub(super) at: usize,
    /// Whether the heading has attributes.
    pub(super) in_braces: bool,
    /// The span of the heading.
    pub(super) heading: Range<usize>,
}

/// The spans of values that can only be checked against the whole library, in the order of the values in the episode.
#[derive(Debug, Default)]
pub(super) struct EpisodeSpans {
    /// The spans of the episode's topics.
    pub(super) topics: Vec<Range<usize>>,
    /// The spans of the corrections.
    pub(super) corrections: Vec<Range<usize>>,
    /// The spans of the speakers.
    pub(super) speakers: Vec<Range<usize>>,
    /// The spans in each answer.
    pub(super) answers: Vec<AnswerSpans>,
}

/// The spans of an answer's topics.
#[derive(Debug, Default)]
pub(super) struct AnswerSpans {
    /// The spans of the pinned topics.
    pub(super) pinned: Vec<Range<usize>>,
    /// The spans of the banned topics.
    pub(super) banned: Vec<Range<usize>>,
}

/// The findings of a parse, besides its value.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The problems, without missing ids.
    pub(super) problems: ProblemList,
    /// The missing ids.
    pub(super) missing_ids: MissingIds,
    /// The spans that later checks point to.
    pub(super) spans: EpisodeSpans,
    /// The comments, and what they stand at.
    pub(super) outline: Outline,
}

impl Findings {
    /// All problems by position, including the missing ids.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let Self { mut problems, missing_ids, spans: _, outline: _ } = self;
        let missing = |span: Range<usize>, kind: &str| {
            Problem::error(span, format!("{kind} without an id")).help("run `answerbook ids` to write the missing ids")
        };
        if let Some(at) = missing_ids.episode {
            problems.push_error(|| missing(at..at, "episode"));
        }
        for id in missing_ids.speakers {
            problems.push_error(|| missing(id.span, "speaker"));
        }
        for id in missing_ids.answers {
            problems.push_error(|| missing(id.heading, "answer"));
        }
        for at in missing_ids.paragraphs {
            problems.push_error(|| missing(at..at, "paragraph"));
        }
        problems.sorted()
    }
}

/// The nearest span that is within the text and on character boundaries.
pub(super) fn clamp_span(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start))
}

/// The code and name of a control character: `U+001B ESCAPE`.
pub(super) fn control_name(c: char) -> String {
    let name = match c {
        '\0' => " NULL",
        '\u{7}' => " BELL",
        '\u{8}' => " BACKSPACE",
        '\t' => " TAB",
        '\n' => " LINE FEED",
        '\u{b}' => " VERTICAL TAB",
        '\u{c}' => " FORM FEED",
        '\r' => " CARRIAGE RETURN",
        '\u{1b}' => " ESCAPE",
        '\u{7f}' => " DELETE",
        '\u{85}' => " NEXT LINE",
        _ => "",
    };
    format!("U+{:04X}{name}", u32::from(c))
}
