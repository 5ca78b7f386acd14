//! What is wrong with a text, said so that its editor can mend it. Not an error type: a text with problems is still
//! read, as far as it can be.

use std::ops::Range;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the site is built.
    Warning,
    /// The site is not built.
    Error,
}

/// One thing that is wrong, at one place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// The bytes of the text it is about; within the text, on character boundaries.
    pub span: Range<usize>,
    /// What is wrong, in a few words: "unknown speaker".
    pub what: String,
    /// What stands there, where that says more.
    pub found: Option<String>,
    /// What belongs there.
    pub expected: Option<String>,
    /// What to do: a command, or the nearest right word.
    pub help: Option<String>,
}

/// Where a byte is, as editors count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

impl Problem {
    /// A problem that stops the build.
    pub fn error(span: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Error, span, what: what.into(), found: None, expected: None, help: None }
    }

    /// A problem worth a look.
    pub fn warning(span: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, what) }
    }

    /// With what stands there.
    pub fn found(self, found: impl Into<String>) -> Self {
        Self { found: Some(found.into()), ..self }
    }

    /// With what belongs there.
    pub fn expected(self, expected: impl Into<String>) -> Self {
        Self { expected: Some(expected.into()), ..self }
    }

    /// With what to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Where it begins in its text.
    pub fn place(&self, text: &str) -> Place {
        let before = text.get(..self.span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}
