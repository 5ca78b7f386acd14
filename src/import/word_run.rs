//! Words become speeches: what the formats have in common that say who speaks word by word.
//!
//! A speech begins where the voice changes, at a pause, behind a sentence, and after many words where a service writes no sentences.
//! Marks are joined to the word that they belong to.
//!
//! Not here: paragraphs, into which speeches are joined again ([`super::paragraphs`]).

use super::draft::{Speech, Voice, WordTime, clean};
use crate::language::script::{ends_sentence, needs_blank};
use crate::transcript::Millis;

/// A pause that ends a speech, in milliseconds.
const PAUSE: u64 = 1_500;

/// The words after which a speech ends where no sentence does.
const MAX_WORDS: usize = 40;

/// The blanks that may stand between a word and where it is looked for.
const MAX_SKIPPED_WORDS: usize = 4;

/// On which sides a token has no blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glue {
    Neither,
    Before,
    Behind,
    Both,
}

impl Glue {
    /// Before a token that is nothing but marks there is no blank.
    pub(super) fn of_mark(text: &str) -> Self {
        let is_mark = |c: char| {
            matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | '…' | '、' | '。' | '，' | '！' | '？' | '؟' | '،' | '।')
        };
        if !text.is_empty() && text.chars().all(is_mark) { Self::Before } else { Self::Neither }
    }
}

/// A word or a mark.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) voice: Voice,
    pub(super) text: &'a str,
    pub(super) start: Option<Millis>,
    pub(super) end: Option<Millis>,
    pub(super) glue: Glue,
}

/// Words that become speeches, one after the other.
#[derive(Debug, Default)]
pub(super) struct WordRun {
    speeches: Vec<Speech>,
    /// Whether the last speech may go on.
    is_open: bool,
    /// Whether the next token follows the last without a blank.
    is_glued: bool,
    /// Whether the next speech begins a paragraph.
    begins: bool,
    /// The words of the last speech.
    words: usize,
}

impl WordRun {
    pub(super) fn push(&mut self, token: &Token<'_>) {
        let text = clean(token.text);
        if text.is_empty() {
            return;
        }
        let is_glued = self.is_glued || matches!(token.glue, Glue::Before | Glue::Both);
        if !self.is_open || self.is_new(token, is_glued) {
            let mut speech = Speech::new(token.voice.clone(), "").timed(token.start, None);
            speech.begins = std::mem::take(&mut self.begins);
            self.speeches.push(speech);
            self.is_open = true;
            self.words = 0;
        }
        if let Some(speech) = self.speeches.last_mut() {
            add(speech, token, &text, is_glued);
        }
        self.words += 1;
        self.is_glued = matches!(token.glue, Glue::Behind | Glue::Both);
    }

    /// Adds a piece of text that has its own blanks. A piece that is nothing but blanks is one.
    pub(super) fn push_as_it_is(&mut self, token: &Token<'_>) {
        let is_glued = std::mem::replace(&mut self.is_glued, false) && !token.text.starts_with(char::is_whitespace);
        let ends_glued = !token.text.ends_with(char::is_whitespace);
        if token.text.trim().is_empty() {
            return;
        }
        self.push(&Token { glue: if is_glued { Glue::Before } else { Glue::Neither }, ..token.clone() });
        self.is_glued = ends_glued;
    }

    /// What comes next is a new speech.
    pub(super) fn end(&mut self) {
        self.is_open = false;
        self.is_glued = false;
    }

    /// What comes next is a new paragraph, since somebody else may speak.
    pub(super) fn turn(&mut self) {
        self.end();
        self.begins = true;
    }

    pub(super) fn finish(self) -> Vec<Speech> {
        self.speeches
    }

    fn is_new(&self, token: &Token<'_>, is_glued: bool) -> bool {
        let Some(open) = self.speeches.last() else { return true };
        let is_mark = !token.text.contains(char::is_alphanumeric);
        if token.voice != Voice::Same && token.voice != open.voice && !(is_glued && is_mark) {
            return true;
        }
        let pause = open.end.or(open.start).zip(token.start).map_or(0, |(end, start)| start.0.saturating_sub(end.0));
        !is_glued && (pause >= PAUSE || ends_sentence(&open.text) || self.words >= MAX_WORDS)
    }
}

/// Adds a token to a speech. Two words always have a blank between them, unless their script writes none.
fn add(speech: &mut Speech, token: &Token<'_>, text: &str, is_glued: bool) {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let are_words = is_word(speech.text.chars().next_back()) && is_word(text.chars().next());
    if (!is_glued || are_words) && needs_blank(&speech.text, text) {
        speech.text.push(' ');
    }
    if text.contains(char::is_alphanumeric) {
        speech.words.extend(token.start.map(|start| WordTime { at: speech.text.len(), start }));
    }
    speech.text.push_str(text);
    speech.start = speech.start.or(token.start);
    speech.end = token.end.or(token.start).or(speech.end);
}

/// The times of words in a text that has them, each at its place. A word that is not there has none.
pub(super) fn aligned(text: &str, words: &[(&str, Option<Millis>)]) -> Vec<WordTime> {
    let mut times = Vec::new();
    let mut from = 0;
    for (word, start) in words {
        let word = clean(word);
        let rest = text.get(from..).unwrap_or_default();
        let Some(at) = rest.find(&word).filter(|_| !word.is_empty()) else { continue };
        let skipped = rest.get(..at).unwrap_or_default().trim().split(' ').count();
        if skipped > MAX_SKIPPED_WORDS {
            continue;
        }
        times.extend(start.map(|start| WordTime { at: from + at, start }));
        from += at + word.len();
    }
    times
}

/// A long text as a speech for each of its sentences, with the times of its words.
pub(super) fn sentences(voice: &Voice, text: &str, words: &[(&str, Option<Millis>)]) -> Vec<Speech> {
    let text = clean(text);
    let mut times = aligned(&text, words).into_iter().peekable();
    let mut run = WordRun::default();
    let mut end = 0;
    for word in text.split(' ') {
        end += word.len() + 1;
        let mut start = None;
        while let Some(time) = times.next_if(|time| time.at < end) {
            start = start.or(Some(time.start));
        }
        run.push(&Token { voice: voice.clone(), text: word, start, end: None, glue: Glue::Neither });
    }
    run.finish()
}
