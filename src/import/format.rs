//! What a format is: how a file in it is recognised, read and counted.
//!
//! Not here: the formats there are ([`super::formats`]).

use super::Given;
use super::draft::Draft;
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
