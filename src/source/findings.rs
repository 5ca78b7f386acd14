//! What reading a file finds besides its value: the problems, the places where an id is still to be written, and the
//! places that later checks point to.

use std::ops::Range;

use crate::transcript::{Problem, Severity};

/// The most problems that are listed. A file with more has one problem over and over, or is no episode.
const MAX_PROBLEMS: usize = 1000;

/// Problems in the order they are found.
#[derive(Debug, Default)]
pub(super) struct Problems {
    listed: Vec<Problem>,
    unlisted: usize,
    unlisted_error: bool,
}

/// Where missing ids belong, in the file's order.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// Behind the line that opens the front matter.
    pub(super) episode: Option<usize>,
    /// One for each speaker without.
    pub(super) speakers: Vec<SpeakerGap>,
    /// One for each answer without.
    pub(super) answers: Vec<AnswerGap>,
    /// One for each paragraph without: the end of its last line.
    pub(super) paragraphs: Vec<usize>,
}

/// Where a speaker's id belongs.
#[derive(Debug)]
pub(super) struct SpeakerGap {
    /// Which of the speakers, from 0.
    pub(super) index: usize,
    /// Where they are.
    pub(super) place: Range<usize>,
    /// Behind the brace of `{ name = … }`, or at the end of the line `[[speakers]]`.
    pub(super) at: usize,
    /// Whether it is the former.
    pub(super) inline: bool,
}

/// Where an answer's id belongs.
#[derive(Debug)]
pub(super) struct AnswerGap {
    /// Behind the opening brace of its attributes, or at the heading's end.
    pub(super) at: usize,
    /// Whether there are attributes.
    pub(super) in_braces: bool,
    /// The heading's line.
    pub(super) heading: Range<usize>,
}

/// Where things are that only a look at the whole library can judge, each beside its value in the episode.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each of the episode's topics.
    pub(super) topics: Vec<Range<usize>>,
    /// Each correction.
    pub(super) corrections: Vec<Range<usize>>,
    /// Each speaker.
    pub(super) speakers: Vec<Range<usize>>,
    /// Each answer's.
    pub(super) answers: Vec<AnswerPlaces>,
}

/// Where an answer's topics are.
#[derive(Debug, Default)]
pub(super) struct AnswerPlaces {
    /// Each of those an editor gave it.
    pub(super) pinned: Vec<Range<usize>>,
    /// Each of those an editor took from it.
    pub(super) banned: Vec<Range<usize>>,
}

/// All that reading a file finds besides its value.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What is wrong, missing ids apart.
    pub(super) problems: Problems,
    /// Where ids are missing.
    pub(super) gaps: Gaps,
    /// Where topics and corrections are.
    pub(super) places: Places,
}

impl Problems {
    /// Adds one; where too many are listed already it is counted.
    pub(super) fn push(&mut self, problem: Problem) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(problem);
        } else {
            self.unlisted += 1;
            self.unlisted_error |= problem.severity == Severity::Error;
        }
    }

    /// Whether anything stops the build.
    pub(super) fn any_error(&self) -> bool {
        self.unlisted_error || self.listed.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Adds an error that is worth wording only if it will be listed.
    pub(super) fn push_error(&mut self, worded: impl FnOnce() -> Problem) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(worded());
        } else {
            self.unlisted += 1;
            self.unlisted_error = true;
        }
    }

    /// How many there are, listed or not.
    pub(super) fn count(&self) -> usize {
        self.listed.len() + self.unlisted
    }

    /// All of them by place, and one more that says how many are left out.
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
    /// The problems by place, a missing id being one.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let Self { mut problems, gaps, places: _ } = self;
        let missing = |span: Range<usize>, whose: &str| {
            Problem::error(span, format!("{whose} without an id")).help("run `answerbook ids` to write the missing ids")
        };
        if let Some(at) = gaps.episode {
            problems.push_error(|| missing(at..at, "episode"));
        }
        for gap in gaps.speakers {
            problems.push_error(|| missing(gap.place, "speaker"));
        }
        for gap in gaps.answers {
            problems.push_error(|| missing(gap.heading, "answer"));
        }
        for at in gaps.paragraphs {
            problems.push_error(|| missing(at..at, "paragraph"));
        }
        problems.sorted()
    }
}

/// The bytes of a text nearest to a span that another parser gave: within it, on character boundaries.
pub(super) fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start))
}

/// A control character by name: `U+001B ESCAPE`.
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
