//! Importers: transcripts in other formats become episodes. There is one format so far, [labelled Markdown](read_labelled).
//!
//! An importer returns an episode without ids, and the problems of what it left out. The ids are written by
//! [`crate::source::assign_ids`] when the episode has been printed.
//!
//! Not here: files, and carrying ids over to a new version of an episode ([`crate::links::carry`]).

mod labelled;

pub use labelled::read_labelled;

use crate::transcript::{Date, Episode, Problem};

/// Values for what the text itself does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// The name of the file without its ending, which is the title if the text has none.
    pub stem: String,
    /// The date of the episode, if it is known.
    pub date: Option<Date>,
    /// The publisher of the conversation.
    pub publisher: String,
}

/// An imported transcript, with the problems of what was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The episode; `None` if the text has no conversation in this format.
    pub episode: Option<Episode>,
    /// The problems, by position.
    pub problems: Vec<Problem>,
}
