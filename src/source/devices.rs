//! Ids that some systems cannot have as the names of folders. They are kept, since links lead to an id that was published, and
//! warned of.
//!
//! Not here: new ids, which are none of them ([`crate::transcript::slug`]).

use std::ops::Range;

use super::id_place::{place_of_heading_id, place_of_id};
use crate::transcript::{Episode, Problem, ProblemList, is_device};

/// A warning for each such id of an episode, of its speakers and of its answers.
pub(super) fn report(text: &str, episode: &Episode, problems: &mut ProblemList) {
    let of_front = std::iter::once(episode.id.as_str()).chain(episode.speakers.iter().map(|it| it.id.as_str()));
    for id in of_front.filter(|id| is_device(id)) {
        problems.push(warning(place_of_id(text, id), id));
    }
    for id in episode.answers.iter().map(|it| it.id.as_str()).filter(|id| is_device(id)) {
        problems.push(warning(place_of_heading_id(text, id), id));
    }
}

/// The warning of such an id.
pub(super) fn warning(span: Range<usize>, id: &str) -> Problem {
    let problem = Problem::warning(span, "an id that Windows keeps for a device").found(format!("`{id}`"));
    problem.help("no folder there can have this name: choose another before it is published")
}
