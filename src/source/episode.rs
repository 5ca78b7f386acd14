//! The parser of a whole file: front matter and body become an episode, with all findings.
//!
//! Not here: the two parts themselves ([`super::front`], [`super::body`]).

use super::findings::Findings;
use super::{body, devices, front};
use crate::transcript::{Episode, Problem};

/// A parsed file.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The episode; `None` for an empty file.
    pub(super) episode: Option<Episode>,
    /// Problems, missing ids and spans.
    pub(super) findings: Findings,
}

/// Parses a file. `file_stem` is the title if there is no other.
pub(super) fn parse(text: &str, file_stem: &str) -> Parsed {
    let mut findings = Findings::default();
    if text.trim().is_empty() {
        let problem = Problem::error(0..0, "empty file").expected("front matter between `+++` lines, and answers");
        findings.problems.push(problem);
        return Parsed { episode: None, findings };
    }
    let parts = front::split(text, &mut findings);
    let front = front::parse(text, &parts, file_stem, &mut findings);
    let episode = front.map(|episode| body::parse(text, parts.body, episode, &mut findings));
    if let Some(episode) = &episode {
        devices::report(text, episode, &mut findings.problems);
    }
    Parsed { episode, findings }
}
