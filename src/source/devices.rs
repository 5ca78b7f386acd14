//! Ids that some systems cannot have as the names of folders. They are kept, since links lead to an id that was published, and
//! warned of.
//!
//! Not here: new ids, which are none of them ([`crate::transcript::slug`]).

use std::ops::Range;

use crate::transcript::{Episode, Problem, ProblemList, is_device};

/// A warning for each such id of an episode, of its speakers and of its answers.
pub(super) fn report(text: &str, episode: &Episode, problems: &mut ProblemList) {
    let of_front = std::iter::once(episode.id.as_str()).chain(episode.speakers.iter().map(|it| it.id.as_str()));
    for id in of_front.filter(|id| is_device(id)) {
        let written = [format!("\"{id}\""), format!("'{id}'")];
        problems.push(warning(place(text, &written, id), id));
    }
    for id in episode.answers.iter().map(|it| it.id.as_str()).filter(|id| is_device(id)) {
        let written = ["}", " ", "\t"].map(|end| format!("#{id}{end}"));
        problems.push(warning(place(text, &written, id), id));
    }
}

/// The warning of such an id.
pub(super) fn warning(span: Range<usize>, id: &str) -> Problem {
    let problem = Problem::warning(span, "an id that Windows keeps for a device").found(format!("`{id}`"));
    problem.help("no folder there can have this name: choose another before it is published")
}

/// The first place of an id in a text, in one of the ways in which it may be written; the beginning where it is in none.
fn place(text: &str, written: &[String], id: &str) -> Range<usize> {
    let start = written.iter().filter_map(|written| text.find(written)).min();
    start.map_or(0..0, |start| start + 1..start + 1 + id.len())
}
