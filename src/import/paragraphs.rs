//! Cues become paragraphs: one rule for every timed format.
//!
//! A paragraph goes on while the voice is the same. It ends at a long pause; at a shorter one, or after enough words, where a sentence
//! ends; and after too many words at the next cue, since the captions of machines may have no sentences at all.
//!
//! Not here: which cue is whose ([`super::people`]).

use super::draft::{Draft, Piece, Speech, Voice, WordTime};
use super::report::Report;
use crate::language::script::{ends_sentence, is_unspaced, needs_blank};
use crate::transcript::{Millis, Problem};

/// A pause that ends a paragraph, in milliseconds.
const LONG_PAUSE: u64 = 4_000;

/// A pause that ends a paragraph behind a sentence.
const PAUSE: u64 = 1_500;

/// The words after which a paragraph ends behind a sentence.
const ENOUGH_WORDS: usize = 80;

/// The words after which a paragraph ends behind any cue.
const MAX_WORDS: usize = 160;

/// A speech of more words is more than a paragraph, whoever wrote it so.
const ANY_PARAGRAPH: usize = 500;

/// How long a word takes to be said, and the breath behind it.
const MILLIS_OF_WORD: u64 = 450;

/// The loops that are listed.
const LISTED_LOOPS: usize = 20;

/// The times that the same words have to be there in a row to be reported.
const LOOP: usize = 4;

/// The words that a cue has on average where cues are paragraphs already. What is laid over a picture has less than half of them.
const WHOLE_WORDS: usize = 25;

/// Whether the cues are paragraphs already, as those of a file are that was exported from paragraphs.
pub(super) fn are_whole(draft: &Draft) -> bool {
    let words: usize = draft.speeches().map(|cue| word_count(&cue.text)).sum();
    words >= WHOLE_WORDS * draft.speeches().count()
}

/// The pieces with their cues joined.
pub(super) fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    let mut open: Option<Open> = None;
    for piece in pieces {
        match piece {
            Piece::Speech(cue) => match open.as_mut().filter(|open| open.takes(&cue)) {
                Some(open) => open.add(cue),
                None => joined.extend(open.replace(Open::of(cue)).map(Open::close)),
            },
            heading @ Piece::Heading(_) => {
                joined.extend(open.take().map(Open::close));
                joined.push(heading);
            }
        }
    }
    joined.extend(open.map(Open::close));
    joined
}

/// A paragraph that may go on.
struct Open {
    speech: Speech,
    words: usize,
    /// When its last cue ends, as the cue says or as long as its words take.
    reached: Option<Millis>,
}

impl Open {
    fn of(cue: Speech) -> Self {
        let mut open = Self { words: word_count(&cue.text), reached: end_of(&cue), speech: cue };
        if open.speech.words.is_empty() {
            open.speech.words.extend(open.speech.start.map(|start| WordTime { at: 0, start }));
        }
        open
    }

    /// Whether a cue belongs to this paragraph.
    fn takes(&self, cue: &Speech) -> bool {
        let is_same_voice = cue.voice == Voice::Same || cue.voice == self.speech.voice;
        if !is_same_voice || cue.begins {
            return false;
        }
        let pause = match (self.reached, cue.start) {
            (Some(end), Some(start)) => start.0.saturating_sub(end.0),
            _ => 0,
        };
        let is_sentence = ends_sentence(&self.speech.text);
        let is_over = pause >= LONG_PAUSE
            || is_sentence && (pause >= PAUSE || self.words >= ENOUGH_WORDS)
            || self.words >= MAX_WORDS;
        !is_over
    }

    fn add(&mut self, cue: Speech) {
        if needs_blank(&self.speech.text, &cue.text) {
            self.speech.text.push(' ');
        }
        let at = self.speech.text.len();
        if cue.words.is_empty() {
            self.speech.words.extend(cue.start.map(|start| WordTime { at, start }));
        }
        self.speech.words.extend(cue.words.iter().map(|word| WordTime { at: at + word.at, ..*word }));
        self.words += word_count(&cue.text);
        self.reached = end_of(&cue).or(self.reached);
        self.speech.text.push_str(&cue.text);
        self.speech.end = cue.end.or(self.speech.end);
        self.speech.span.end = self.speech.span.end.max(cue.span.end);
        self.speech.doubt = self.speech.doubt.take().or(cue.doubt);
    }

    fn close(self) -> Piece {
        Piece::Speech(self.speech)
    }
}

/// When a cue ends. Of one that does not say it, when its words are said.
fn end_of(cue: &Speech) -> Option<Millis> {
    cue.end.or_else(|| Some(Millis(cue.start?.0 + MILLIS_OF_WORD * word_count(&cue.text) as u64)))
}

/// The words of a text. Where none is written apart two letters are taken for one.
fn word_count(text: &str) -> usize {
    text.split(' ').count() + text.chars().filter(|c| is_unspaced(*c)).count() / 2
}

/// Takes cues out that are there twice, with their times: where a recording was sent in pieces, each piece has those at its edges.
pub(super) fn without_doubles(draft: &mut Draft, report: &mut Report) {
    draft.pieces.dedup_by(|piece, before| {
        let (Piece::Speech(cue), Piece::Speech(before)) = (piece, before) else { return false };
        let is_timed = cue.start.is_some() && cue.end.is_some();
        let is_double = is_timed
            && (cue.start, cue.end, &cue.text) == (before.start, before.end, &before.text)
            && !cue.text.is_empty();
        if is_double {
            report.leave_out(cue.span.clone(), "a cue that is there twice, with its times", &cue.text);
        }
        is_double
    });
}

/// The pieces with speeches that are longer than any paragraph divided at the ends of sentences.
pub(super) fn divided(pieces: Vec<Piece>) -> Vec<Piece> {
    let divide = |piece: Piece| match piece {
        Piece::Speech(speech) if word_count(&speech.text) > ANY_PARAGRAPH => parts(speech),
        piece => vec![piece],
    };
    pieces.into_iter().flat_map(divide).collect()
}

fn parts(speech: Speech) -> Vec<Piece> {
    let (text, mut words) = (&speech.text, speech.words.iter().peekable());
    let ends = cuts(text).into_iter().chain([text.len()]);
    let mut from = 0;
    let parts = ends.map(|to| {
        let part = &text[from..to];
        let begin = to - part.trim_start().len();
        let mut here = Vec::new();
        while let Some(word) = words.next_if(|word| word.at < to) {
            here.push(WordTime { at: word.at.saturating_sub(begin), ..*word });
        }
        let start = if from == 0 { speech.start } else { here.first().map(|word| word.start) };
        from = to;
        Piece::Speech(Speech {
            voice: speech.voice.clone(),
            start,
            end: speech.end,
            text: part.trim().to_owned(),
            words: here,
            begins: true,
            span: speech.span.clone(),
            doubt: speech.doubt.clone(),
        })
    });
    parts.collect()
}

/// Where a text is divided: at the ends of sentences, once there are enough words.
fn cuts(text: &str) -> Vec<usize> {
    let (mut cuts, mut last) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        let is_gap = c == ' ' || is_unspaced(c);
        if at > last && is_gap && ends_sentence(&text[last..at]) && word_count(&text[last..at]) >= ENOUGH_WORDS {
            cuts.push(at);
            last = at;
        }
    }
    cuts
}

/// Reports words that are there many times in a row, as speech recognisers repeat themselves. They stay.
pub(super) fn report_loops(draft: &Draft, report: &mut Report) {
    let speeches: Vec<&Speech> = draft.speeches().collect();
    let loops = speeches.chunk_by(|a, b| a.text == b.text).filter(|same| same.len() >= LOOP);
    for same in loops.take(LISTED_LOOPS) {
        let (Some(first), Some(last)) = (same.first(), same.last()) else { continue };
        let when = first.start.map(|start| format!(" from {start}")).unwrap_or_default();
        let shown: String = first.text.chars().take(60).collect();
        let problem = Problem::warning(first.span.start..last.span.end, "the same words many times in a row");
        let problem = problem.found(format!("{} times{when}: {shown}", same.len()));
        report.push(problem.help("a speech recogniser may have repeated itself: listen, and delete what was not said"));
    }
}
