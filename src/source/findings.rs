//! The findings of a parse, besides its value: problems, missing ids, and the spans that later checks point to.
//!
//! Not here: the checks ([`super::check`]) and writing the ids ([`super::ids`]).

use std::ops::Range;

use crate::transcript::{Problem, Severity};

/// The greatest number of problems that are listed. A file with more has one problem over and over, or is not an episode.
const MAX_PROBLEMS: usize = 1000;

/// Problems, in the order in which they are found, up to [`MAX_PROBLEMS`].
#[derive(Debug, Default)]
pub(super) struct ProblemList {
    listed: Vec<Problem>,
    unlisted: usize,
    unlisted_error: bool,
}

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
}

impl ProblemList {
    /// Adds a problem. If too many are listed, it is only counted.
    pub(super) fn push(&mut self, problem: Problem) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(problem);
        } else {
            self.unlisted += 1;
            self.unlisted_error |= problem.severity == Severity::Error;
        }
    }

    /// Whether any problem is an error.
    pub(super) fn any_error(&self) -> bool {
        self.unlisted_error || self.listed.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Adds an error, which is made only if it will be listed.
    pub(super) fn push_error(&mut self, make: impl FnOnce() -> Problem) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(make());
        } else {
            self.unlisted += 1;
            self.unlisted_error = true;
        }
    }

    /// The number of problems, listed or not.
    pub(super) fn count(&self) -> usize {
        self.listed.len() + self.unlisted
    }

    /// The listed problems by position, and one more that says how many are not listed.
    pub(super) fn sorted(mut self) -> Vec<Problem> {
        self.listed.sort_by_key(|problem| (problem.span.start, problem.span.end));
        if self.unlisted > 0 {
            let end = self.listed.last().map_or(0, |problem| problem.span.end);
            let what = format!("{} more problems, not listed", self.unlisted);
            self.listed.push(match self.unlisted_error {
                true => Problem::error(end..end, what),
                false => Problem::warning(end..end, what),
            });
        }
        self.listed
    }
}

impl Findings {
    /// All problems by position, including the missing ids.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let Self { mut problems, missing_ids, spans: _ } = self;
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
