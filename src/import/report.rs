//! What a reader could not take as it stands: problems, and every word that is not in the episode.
//!
//! A reader accounts for each word of the file: it is spoken, or part of the head, or [used](Report::used) as a label or a time, or
//! [left out](Report::leave_out) with a reason that is printed. What is missing from that sum is an error of the reader, which the second
//! count finds ([`super::count`]).
//!
//! Not here: how problems are printed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::count::words;
use crate::transcript::{Problem, ProblemList};

/// How many places of one kind are listed; the others are counted.
const LISTED_PLACES: usize = 5;

/// What is left out for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct LeftOut {
    places: usize,
    words: usize,
    /// The first places.
    listed: Vec<(Range<usize>, String)>,
}

/// What is not in the episode, and why.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    problems: ProblemList,
    left_out: BTreeMap<&'static str, LeftOut>,
    used_words: usize,
    notes: Vec<String>,
}

impl Report {
    /// Adds a problem.
    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds a sentence about the whole file.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Words that are read as something other than speech: a label, a time, a field of the head.
    pub(super) fn used(&mut self, text: &str) {
        self.used_words += words(text);
    }

    /// Words that are not in the episode, and what they are: "comments", "page furniture".
    pub(super) fn leave_out(&mut self, span: Range<usize>, what: &'static str, text: &str) {
        let kind = self.left_out.entry(what).or_default();
        kind.places += 1;
        kind.words += words(text);
        if kind.listed.len() < LISTED_PLACES {
            let shown: String = text.trim().chars().take(60).collect();
            kind.listed.push((span, shown));
        }
    }

    /// The number of words that are not spoken: used, and left out.
    pub(super) fn word_counts(&self) -> (usize, usize) {
        (self.used_words, self.left_out.values().map(|kind| kind.words).sum())
    }

    /// Everything as problems by position, and the sentences about the whole file.
    pub(super) fn finish(mut self) -> (Vec<Problem>, Vec<String>) {
        for (what, kind) in self.left_out {
            let listed = kind.listed.len();
            for (nth, (span, shown)) in kind.listed.into_iter().enumerate() {
                let is_last = nth + 1 == listed;
                let more = if is_last && kind.places > listed {
                    format!(" ({} more like it)", kind.places - listed)
                } else {
                    String::new()
                };
                self.problems.push(Problem::warning(span, format!("left out: {what}{more}")).found(shown));
            }
        }
        (self.problems.sorted(), self.notes)
    }
}
