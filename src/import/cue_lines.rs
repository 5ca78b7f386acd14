//! The lines of a cue as words that somebody says, in every format that has cues without voices.
//!
//! Each line is read for itself, so that a label at its beginning is found. A dash at the beginning of a line, or `>>`, says that
//! somebody else speaks, and not who.
//!
//! Not here: where the lines of a cue are (the readers), and which labels are names ([`super::labels`]).

use std::ops::Range;

use super::draft::{Doubt, Draft, Speech, Voice};
use super::labels;
use super::report::Report;
use crate::transcript::{Millis, Problem};

/// A line without mark-up, and its bytes in the decoded text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CueLine {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// The words of the lines of a cue. The first has the time at which the cue begins.
pub(super) fn speeches(lines: Vec<CueLine>, start: Option<Millis>, end: Option<Millis>) -> Vec<Speech> {
    let mut start = start;
    let mut speeches = Vec::new();
    for line in lines {
        let (text, begins) = behind_change(line.text.trim());
        let speech = Speech { begins, ..Speech::new(Voice::Unknown, text) };
        if !speech.text.is_empty() {
            speeches.push(speech.timed(start.take(), end).at(line.span));
        }
    }
    speeches
}

/// A line without the mark of a change of speakers, and whether there was one.
pub(super) fn behind_change(line: &str) -> (&str, bool) {
    if let Some(rest) = line.strip_prefix(">>") {
        return (rest.trim_start_matches(['>', ' ', '\u{a0}']), true);
    }
    // `- Yes.`, `-Yes.`, `– Yes.`; not `-5 degrees`, and not `-- and so on`.
    let dashed = line.strip_prefix(['-', '–', '—']).filter(|rest| {
        rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, ' ' | '\u{a0}' | '"' | '“' | '¿' | '¡' | '[' | '('))
    });
    dashed.map_or((line, false), |rest| (rest.trim_start_matches([' ', '\u{a0}']), true))
}

/// Finds the labels at the beginning of lines, and marks where somebody speaks whom neither a label names nor the voice before.
pub(super) fn find_voices(draft: &mut Draft, report: &mut Report) {
    labels::label_cues(draft, report);
    for speech in draft.speeches_mut().filter(|speech| speech.begins && speech.voice == Voice::Same) {
        let reason = "a dash begins this line: somebody else may speak".to_owned();
        speech.doubt = speech.doubt.take().or(Some(Doubt { what: "speaker", reason }));
    }
}

/// Reports times that run backwards, once for a file.
pub(super) fn report_backward(draft: &Draft, report: &mut Report) {
    let mut latest = Millis(0);
    for speech in draft.speeches() {
        let Some(start) = speech.start else { continue };
        if start < latest || speech.end.is_some_and(|end| end < start) {
            let problem = Problem::warning(speech.span.clone(), "a cue before an earlier one").found(start.to_string());
            report.push(problem.help("cues stay in the order of the file"));
            return;
        }
        latest = start;
    }
}
