//! The files of a command and the problems found in them.
//!
//! Not here: finding problems, and printing them ([`super::report`]).

use std::path::PathBuf;

use crate::source;
use crate::transcript::{Problem, Severity};

/// A file as it was read.
pub(super) struct SourceFile {
    /// The folder as the user named it, with the file's name.
    pub(super) path: PathBuf,
    /// Its text; `None` where it has none.
    pub(super) text: Option<String>,
}

/// A problem and the file that has it.
pub(super) struct Diagnostic {
    /// An index into [`Diagnostics::files`].
    pub(super) file: usize,
    /// Its span is in that file's text.
    pub(super) problem: Problem,
}

/// Files in the order in which they were read, and all their problems.
#[derive(Default)]
pub(super) struct Diagnostics {
    /// Every file, with problems or without.
    pub(super) files: Vec<SourceFile>,
    /// Every problem.
    pub(super) list: Vec<Diagnostic>,
    /// What only `check` says.
    pub(super) hints: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a file with its problems; its index.
    pub(super) fn add(&mut self, file: SourceFile, problems: Vec<Problem>) -> usize {
        let index = self.files.len();
        self.files.push(file);
        self.extend(index, problems);
        index
    }

    /// Adds problems of a file.
    pub(super) fn extend(&mut self, file: usize, problems: Vec<Problem>) {
        self.list.extend(problems.into_iter().map(|problem| Diagnostic { file, problem }));
    }

    /// Adds the hints and what is marked as doubtful: no build needs to say it again.
    pub(super) fn add_doubts(&mut self) {
        let doubts = self.files.iter().map(|file| source::doubts(file.text.as_deref().unwrap_or_default()));
        let doubts: Vec<Vec<Problem>> = doubts.collect();
        for (file, doubts) in doubts.into_iter().enumerate() {
            self.extend(file, doubts);
        }
        self.list.append(&mut self.hints);
        self.sort();
    }

    /// Puts the problems in order: file by file, then by place.
    pub(super) fn sort(&mut self) {
        self.list.sort_by_key(|diagnostic| {
            let span = &diagnostic.problem.span;
            (diagnostic.file, span.start, span.end)
        });
    }

    /// The number of problems of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.problem.severity == severity).count()
    }

    /// Whether a problem is an error.
    pub(super) fn any_error(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
