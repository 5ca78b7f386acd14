//! A conversation as a reader found it: what every format becomes first.
//!
//! A reader says what stands there and decides nothing: who is who, where a paragraph ends and where an answer begins is the same for all
//! formats, and has its home in [`super::paragraphs`], [`super::people`] and [`super::answers`].
//!
//! Not here: what was left out ([`super::report`]).

use std::ops::Range;

use crate::language::script::needs_blank;
use crate::transcript::{Date, Millis};

/// What a transcript says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    /// A BCP 47 tag.
    pub(super) language: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) show: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) rights: Option<String>,
    /// The absolute address of the first publication.
    pub(super) original: Option<String>,
    /// The address of the recording.
    pub(super) audio: Option<String>,
    pub(super) keywords: Vec<String>,
    /// The names of those who ask.
    pub(super) hosts: Vec<String>,
    /// The names of those who are asked.
    pub(super) guests: Vec<String>,
}

/// Whose words these are, as far as the format says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice {
    /// Theirs whom this label names, to the letter.
    Labelled(String),
    /// Whoever spoke before goes on.
    Same,
    /// Nobody says who.
    Unknown,
}

/// The time of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordTime {
    /// The byte of the text at which the word begins.
    pub(super) at: usize,
    pub(super) start: Millis,
}

/// A question for whoever reads the episode after the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    /// What is doubtful, in a word: `speaker`, `label`, `break`.
    pub(super) what: &'static str,
    /// Why, in a few words.
    pub(super) reason: String,
}

/// Words that somebody says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speech {
    pub(super) voice: Voice,
    pub(super) start: Option<Millis>,
    pub(super) end: Option<Millis>,
    /// The words, with single blanks between them and none at either end.
    pub(super) text: String,
    /// The times of words, in order; of some, of all or of none.
    pub(super) words: Vec<WordTime>,
    /// Whether they begin a paragraph although they are cues of the voice before.
    pub(super) begins: bool,
    /// The bytes of the decoded text; empty where the format has no such place.
    pub(super) span: Range<usize>,
    pub(super) doubt: Option<Doubt>,
}

impl Speech {
    /// Words without a time.
    pub(super) fn new(voice: Voice, text: impl Into<String>) -> Self {
        Self {
            voice,
            start: None,
            end: None,
            text: clean(&text.into()),
            words: Vec::new(),
            begins: false,
            span: 0..0,
            doubt: None,
        }
    }

    /// The words, with the time at which they begin and end.
    pub(super) fn timed(self, start: Option<Millis>, end: Option<Millis>) -> Self {
        Self { start, end, ..self }
    }

    /// Adds a line of the same paragraph, which ends at a byte of the decoded text.
    pub(super) fn go_on(&mut self, line: &str, end: usize) {
        let text = clean(line);
        if !text.is_empty() && needs_blank(&self.text, &text) {
            self.text.push(' ');
        }
        self.text.push_str(&text);
        self.span.end = end;
    }

    /// The words before a byte of the text and those behind, which are a paragraph of their own.
    pub(super) fn split(mut self, at: usize) -> (Self, Self) {
        let behind = self.text.split_off(at);
        let text = behind.trim_start().to_owned();
        let shift = at + behind.len() - text.len();
        self.text.truncate(self.text.trim_end().len());
        let first_behind = self.words.partition_point(|word| word.at < shift);
        let words: Vec<WordTime> = self
            .words
            .split_off(first_behind)
            .into_iter()
            .map(|word| WordTime { at: word.at - shift, ..word })
            .collect();
        let start = words.first().map(|word| word.start);
        let behind = Self {
            voice: Voice::Same,
            start,
            end: self.end.take(),
            text,
            words,
            begins: true,
            span: self.span.clone(),
            doubt: None,
        };
        (self, behind)
    }

    /// The words, with their place in the decoded text.
    pub(super) fn at(self, span: Range<usize>) -> Self {
        Self { span, ..self }
    }
}

/// A heading between the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// The level, from 1.
    pub(super) level: u8,
    pub(super) text: String,
    /// The time at which its section begins.
    pub(super) start: Option<Millis>,
    pub(super) span: Range<usize>,
}

/// A piece of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Speech(Speech),
    Heading(Heading),
}

/// A conversation as a reader found it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) head: Head,
    pub(super) pieces: Vec<Piece>,
    /// Whether the pieces are cues or utterances of a machine, which are joined into paragraphs; else each is one paragraph.
    pub(super) is_cued: bool,
}

impl Draft {
    /// A conversation in cues.
    pub(super) fn cued(speeches: impl IntoIterator<Item = Speech>) -> Self {
        Self { pieces: speeches.into_iter().map(Piece::Speech).collect(), is_cued: true, ..Self::default() }
    }

    /// The words that somebody says, in order.
    pub(super) fn speeches(&self) -> impl Iterator<Item = &Speech> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Speech(speech) => Some(speech),
            Piece::Heading(_) => None,
        })
    }

    /// As [`Draft::speeches`], to be changed.
    pub(super) fn speeches_mut(&mut self) -> impl Iterator<Item = &mut Speech> {
        self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Speech(speech) => Some(speech),
            Piece::Heading(_) => None,
        })
    }
}

/// A text on one line: each run of blanks and control characters is one blank, and there is none at either end.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for word in
        text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').filter(|word| !word.is_empty())
    {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}
