//! Problems of a text, described so that its editor can fix them.
//!
//! A problem is not an error type: a text with problems is still read as far as possible.
//!
//! Not here: how problems are printed ([`crate::cli`]).

use std::ops::Range;

/// The severity of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is built all the same.
    Warning,
    /// The site is not built.
    Error,
}

/// A problem at one place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The severity.
    pub severity: Severity,
    /// The byte range in the text that the problem is about, on character boundaries.
    pub span: Range<usize>,
    /// The problem in a few words: "unknown speaker".
    pub what: String,
    /// What the text has there, if that says more.
    pub found: Option<String>,
    /// What the text should have there.
    pub expected: Option<String>,
    /// What to do: a command to run, or a suggestion.
    pub help: Option<String>,
}

/// A position in a text, as editors count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Problem {
    /// An error: a problem that stops the build.
    pub fn error(span: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Error, span, what: what.into(), found: None, expected: None, help: None }
    }

    /// A warning: a problem that does not stop the build.
    pub fn warning(span: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, what) }
    }

    /// The problem, with what the text has there.
    pub fn found(self, found: impl Into<String>) -> Self {
        Self { found: Some(found.into()), ..self }
    }

    /// The problem, with what the text should have there.
    pub fn expected(self, expected: impl Into<String>) -> Self {
        Self { expected: Some(expected.into()), ..self }
    }

    /// The problem, with what to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The line and column at which the problem begins.
    pub fn line_column(&self, text: &str) -> LineColumn {
        let before = text.get(..self.span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        LineColumn {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// The greatest number of problems that are listed. A file with more has one problem over and over, or is not an episode.
const MAX_PROBLEMS: usize = 1000;

/// Problems, in the order in which they are found, up to a thousand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemList {
    listed: Vec<Problem>,
    unlisted: usize,
    unlisted_error: bool,
}

impl ProblemList {
    /// Adds a problem. If too many are listed, it is only counted.
    pub fn push(&mut self, problem: Problem) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(problem);
        } else {
            self.unlisted += 1;
            self.unlisted_error |= problem.severity == Severity::Error;
        }
    }

    /// Whether any problem is an error.
    pub fn any_error(&self) -> bool {
        self.unlisted_error || self.listed.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Adds an error, which is made only if it will be listed.
    pub fn push_error(&mut self, make: impl FnOnce() -> Problem) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(make());
        } else {
            self.unlisted += 1;
            self.unlisted_error = true;
        }
    }

    /// The number of problems, listed or not.
    pub fn count(&self) -> usize {
        self.listed.len() + self.unlisted
    }

    /// The listed problems by position, and one more that says how many are not listed.
    pub fn sorted(mut self) -> Vec<Problem> {
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
