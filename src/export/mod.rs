//! Exports: episodes, or some of their answers, in the formats that other programs read.
//!
//! ```text
//! Selection (an episode and some of its answers) ──▶ text, WebVTT, SRT, Podcast JSON, WTF JSON: a file an episode
//!                                                └─▶ CSV, NDJSON, OpenSearch's bulk format: an answer a line, of as many episodes as
//!                                                    there are
//! ```
//!
//! What was exported can be imported again with the words, the speakers and, where the format has them, the times that it had. A cue of
//! WebVTT has its paragraph's id. Not here: which answers are selected, and the canonical Markdown ([`crate::source`]).

mod captions;
mod json;
mod rows;
mod text;

pub use captions::{srt, webvtt};
pub use json::{podcast_json, wtf_json};
pub use rows::{csv, csv_head, csv_rows, ndjson, opensearch_bulk};
pub use text::plain_text;

use crate::transcript::{Answer, Episode, Millis, Paragraph, SpeakerId};

/// An episode and those of its answers that are exported.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    /// The episode.
    pub episode: &'a Episode,
    /// Some of its answers, in order.
    pub answers: Vec<SelectedAnswer<'a>>,
}

/// An answer with what the episode alone does not say of it.
#[derive(Debug, Clone)]
pub struct SelectedAnswer<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// Its title, as the site shows it.
    pub title: String,
    /// Those who talk in it and have a name, in order of first word, as the library names them.
    pub speakers: Vec<Named>,
    /// Its topics.
    pub topics: Vec<Named>,
    /// The address of its page, relative to the site's root.
    pub path: String,
    /// The absolute address of its page, if the site has one.
    pub address: Option<String>,
}

/// A speaker or a topic of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id, which is the same in every episode.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A paragraph with whoever says it, and when.
struct Spoken<'a> {
    speaker: &'a SpeakerId,
    name: &'a str,
    paragraph: &'a Paragraph,
}

impl<'a> Selection<'a> {
    /// Every paragraph, in order.
    fn spoken(&self) -> impl Iterator<Item = Spoken<'a>> {
        let episode = self.episode;
        let turns = self.answers.iter().flat_map(|selected| &selected.answer.turns);
        turns.flat_map(move |turn| {
            let name = episode.name_of(&turn.speaker);
            turn.paragraphs.iter().map(move |paragraph| Spoken { speaker: &turn.speaker, name, paragraph })
        })
    }

    /// Every paragraph with its time and the next one's: those of an episode without any time are spread at the pace of speech, and those
    /// between two times evenly between them.
    fn timed(&self) -> Vec<(Spoken<'a>, Millis, Millis)> {
        let spoken: Vec<Spoken<'a>> = self.spoken().collect();
        let starts = starts(&spoken);
        let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
        let timed = spoken.into_iter().zip(starts.iter().copied()).zip(ends);
        timed
            .map(|((spoken, start), end)| {
                let spoken_until = Millis(start.0 + duration(spoken.paragraph));
                let end = end.filter(|end| *end > start).unwrap_or(spoken_until);
                (spoken, start, end)
            })
            .collect()
    }
}

/// The milliseconds that a word takes: 150 words a minute.
const WORD_MILLIS: u64 = 400;

/// How long a paragraph takes at the pace of speech.
fn duration(paragraph: &Paragraph) -> u64 {
    WORD_MILLIS * paragraph.text.split(' ').count() as u64
}

/// The time of each paragraph.
fn starts(spoken: &[Spoken<'_>]) -> Vec<Millis> {
    let mut starts: Vec<Millis> = Vec::with_capacity(spoken.len());
    let mut next_starts = next_starts(spoken);
    for (at, it) in spoken.iter().enumerate() {
        let next = next_starts.pop().flatten();
        let start = it.paragraph.start.unwrap_or_else(|| {
            let (Some(before), Some(last)) = (at.checked_sub(1).and_then(|before| spoken.get(before)), starts.last())
            else {
                return Millis(0);
            };
            let paced = last.0 + duration(before.paragraph);
            Millis(next.map_or(paced, |next| paced.min(last.0.max(next.0))))
        });
        starts.push(start);
    }
    starts
}

/// The first time that stands at each paragraph or behind it, the last paragraph first.
fn next_starts(spoken: &[Spoken<'_>]) -> Vec<Option<Millis>> {
    let mut next = None;
    let starts = spoken.iter().rev().map(|it| {
        next = it.paragraph.start.or(next);
        next
    });
    starts.collect()
}
