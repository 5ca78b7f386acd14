//! Other formats become episodes: one file a format. Each gives what it could read and every problem; ids are missing in
//! what it gives, and written by [`crate::source::assign_ids`] once the episode is printed.
//!
//! Not here: files, and carrying ids over to a new version of an episode.

mod labelled;

pub use labelled::read_labelled;

use crate::transcript::{Date, Episode, Problem};

/// What an importer cannot know from the text alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The file's name without its ending: a title where the text has none.
    pub stem: String,
    /// The day, where the text does not say it.
    pub date: Date,
    /// Who published the conversation.
    pub publisher: String,
}

/// What could be read, and everything that was forgiven or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// `None` where the text holds no conversation in this format.
    pub episode: Option<Episode>,
    /// By place.
    pub problems: Vec<Problem>,
}
