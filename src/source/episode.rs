//! A whole file: front matter and body into an episode, with everything found on the way.

use super::findings::Findings;
use super::{body, front};
use crate::transcript::{Episode, Problem};

/// What a file holds.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The episode; `None` for an empty file.
    pub(super) episode: Option<Episode>,
    /// Problems, missing ids and places.
    pub(super) findings: Findings,
}

/// Reads a file. `file_stem` stands in for a title that is missing.
pub(super) fn parse(text: &str, file_stem: &str) -> Parsed {
    let mut findings = Findings::default();
    if text.trim().is_empty() {
        let problem = Problem::error(0..0, "empty file").expected("front matter between `+++` lines, and answers");
        findings.problems.push(problem);
        return Parsed { episode: None, findings };
    }
    let parts = front::split(text, &mut findings);
    let front = front::read(text, &parts, file_stem, &mut findings);
    let episode = front.map(|episode| body::read(text, parts.body, episode, &mut findings));
    Parsed { episode, findings }
}
