//! Stored documents: consecutive answers in a chunk, with all that a card shows of them.
//!
//! Not here: which part of an answer is shown ([`crate::search::snippet`]).

use crate::search::index::facets::NamedId;
use crate::search::text::token_graph::Misheard;
use crate::transcript::Date;

/// How many answers a [`DocumentChunk`] holds. Fixed, so that no table of boundaries grows with the library.
pub const ANSWERS_PER_CHUNK: u32 = 4;

/// Consecutive answers in library order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentChunk {
    /// The episodes that the answers are from.
    pub episodes: Vec<StoredEpisode>,
    /// The topics that the answers have.
    pub topics: Vec<NamedId>,
    /// The answers.
    pub answers: Vec<StoredAnswer>,
}

/// An episode, as far as a card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEpisode {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: Option<Date>,
    /// Its speakers.
    pub speakers: Vec<StoredSpeaker>,
}

/// A speaker of an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSpeaker {
    /// Their id.
    pub id: String,
    /// Their name in this episode.
    pub name: String,
    /// Their colour slot in this episode.
    pub slot: usize,
    /// Whether they ask.
    pub host: bool,
}

/// An answer's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Index into [`DocumentChunk::episodes`].
    pub episode: usize,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Indexes into [`DocumentChunk::topics`].
    pub topics: Vec<usize>,
    /// What is said, in order.
    pub paragraphs: Vec<StoredParagraph>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredParagraph {
    /// Its id.
    pub id: String,
    /// Index into the episode's speakers.
    pub speaker: usize,
    /// Verbatim.
    pub text: String,
    /// In order, without overlap, on character boundaries.
    pub misheard: Vec<Misheard>,
}

impl DocumentChunk {
    /// The answer with this number in the library, and its episode; `self` must be its chunk.
    pub(crate) fn answer(&self, number: u32) -> Option<(&StoredAnswer, &StoredEpisode)> {
        let answer = self.answers.get((number % ANSWERS_PER_CHUNK) as usize)?;
        Some((answer, self.episodes.get(answer.episode)?))
    }
}

impl StoredAnswer {
    /// The speakers in order of first word, as indexes into the episode's: those of section 1, 2 and so on.
    pub(crate) fn section_speakers(&self) -> Vec<usize> {
        let mut speakers = Vec::new();
        for paragraph in &self.paragraphs {
            if !speakers.contains(&paragraph.speaker) {
                speakers.push(paragraph.speaker);
            }
        }
        speakers
    }
}
