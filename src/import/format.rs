//! What a format is: how a file in it is recognised, read and counted.
//!
//! Not here: the formats there are ([`super::formats`]).

use super::draft::Draft;
use super::input::Input;
use super::report::Report;
use crate::transcript::{Date, Problem, SpeakerIds};

/// A format of transcripts.
#[derive(Debug)]
pub struct Format {
    /// The word for it after `--format`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What a file has by which it is recognised, in words; `None` where it is not in this format.
    pub(super) recognise: fn(&Input<'_>) -> Option<String>,
    /// Reads a file in this format.
    pub(super) read: fn(&Input<'_>, &Given, &mut Report) -> Result<Draft, Problem>,
    /// The number of its words, by a scanner that shares nothing with the reader.
    pub(super) count: fn(&Input<'_>) -> usize,
}

/// What is known of a file beside its bytes.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The name of the file without its ending, which is the title if the text has none.
    pub stem: String,
    /// The publisher of the conversation, if the text names none.
    pub publisher: String,
    /// The day of publication, if the text has none.
    pub date: Option<Date>,
    /// The language, whatever the text says.
    pub language: Option<String>,
    /// The language, where neither the text says it nor its words.
    pub default_language: String,
    /// The show, if the text names none.
    pub show: Option<String>,
    /// The format; recognised if there is none.
    pub format: Option<&'static Format>,
    /// Whether a cue without a voice is said by the voice of the cue before.
    pub carries_voices: bool,
    /// The ids that people have elsewhere, and the letters of new ones.
    pub speaker_ids: SpeakerIds,
}
