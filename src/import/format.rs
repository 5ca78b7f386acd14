//! The formats, and which of them a file is in: decided by its content, never by its name.
//!
//! Not here: the readers, one file each in [`super::formats`].

use super::Given;
use super::draft::Draft;
use super::formats;
use super::input::Input;
use super::report::Report;
use crate::transcript::Problem;

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

/// The formats, those with the surest marks first: the first that recognises a file reads it.
pub static FORMATS: &[&Format] = &[
    &formats::webvtt::FORMAT,
    &formats::podcast_json::FORMAT,
    &formats::wtf::FORMAT,
    &formats::deepgram::FORMAT,
    &formats::aws_transcribe::FORMAT,
    &formats::aws_call_analytics::FORMAT,
    &formats::speechmatics::FORMAT,
    &formats::ibm::FORMAT,
    &formats::google::FORMAT,
    &formats::azure::FORMAT,
    &formats::gladia::FORMAT,
    &formats::rev_ai::FORMAT,
    &formats::elevenlabs::FORMAT,
    &formats::fireflies::FORMAT,
    &formats::kaldi::FORMAT,
    &formats::autoedit::FORMAT,
    &formats::assemblyai::FORMAT,
    &formats::whisper_cpp::FORMAT,
    &formats::youtube_json3::FORMAT,
    &formats::transformers_js::FORMAT,
    &formats::whisperx::FORMAT,
    &formats::nemo::FORMAT,
    &formats::whisper::FORMAT,
    &formats::markdown::FORMAT,
    &formats::text::FORMAT,
];

/// The format with a name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// The format of a file, and what it was recognised by.
pub(super) fn recognised(input: &Input<'_>) -> Option<(&'static Format, String)> {
    FORMATS.iter().find_map(|format| Some((*format, (format.recognise)(input)?)))
}
