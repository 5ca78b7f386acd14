//! Lists of segments: what the formats have in common that say who speaks segment by segment.
//!
//! A segment has a text, a beginning and an end, a voice, and perhaps its words with their times. A segment without a text is read by its
//! words.
//!
//! Not here: which keys a format has for them (the readers).

use std::borrow::Cow;

use serde_json::Value;

use super::draft::{Speech, Voice, clean};
use super::json::{Place, Reading, Unit, list, runs, voice};
use super::word_run::{Glue, Token, WordRun, aligned};
use crate::language::script::{ends_sentence, without_blanks_in_han};
use crate::transcript::Millis;

/// The least words in the middle of a sentence that are somebody else's.
const TURN_WORDS: usize = 3;

/// The keys of a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segments {
    /// What a segment is called in problems.
    pub(super) kind: &'static str,
    pub(super) text: &'static str,
    pub(super) start: &'static str,
    pub(super) end: &'static str,
    pub(super) unit: Unit,
    /// The list of words.
    pub(super) words: &'static str,
    /// The text of a word: the first of these keys that it has.
    pub(super) word: &'static [&'static str],
    pub(super) word_start: &'static str,
}

impl Segments {
    /// As Whisper writes them, and many after it.
    pub(super) const WHISPER: Self = Self {
        kind: "segment",
        text: "text",
        start: "start",
        end: "end",
        unit: Unit::Seconds,
        words: "words",
        word: &["word", "text"],
        word_start: "start",
    };

    /// The speeches of a list of segments.
    pub(super) fn read(
        &self,
        segments: &Value,
        reading: &mut Reading<'_>,
        voice: impl Fn(&Value) -> Voice,
    ) -> Vec<Speech> {
        let segments = reading.objects(segments, self.kind);
        segments
            .into_iter()
            .flat_map(|(place, segment)| self.segment(segment, place, reading, voice(segment)))
            .collect()
    }

    /// The speech of a segment. It is several where only its words have a text.
    pub(super) fn segment(
        &self,
        segment: &Value,
        place: Place,
        reading: &mut Reading<'_>,
        voice: Voice,
    ) -> Vec<Speech> {
        let (start, mut end) = reading.times(&segment[self.start], &segment[self.end], self.unit, place);
        if end.is_none() && segment[self.end].is_null() {
            let duration = reading.time(&segment["duration"], self.unit, place);
            end = start.zip(duration).map(|(start, duration)| Millis(start.0 + duration.0));
        }
        let words = self.words(segment, place, reading);
        let text = reading.text(&segment[self.text], place).map(|text| without_tokens(text, reading));
        if let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) {
            let text = clean(&without_blanks_in_han(text));
            return by_turn(&text, &words, &turns(&words, &voice, &text), (start, end));
        }
        if words.is_empty() && segment[self.text].is_null() {
            reading.damaged("has no text", place, segment);
        }
        let mut run = WordRun::default();
        for Word { text, start, .. } in words {
            reading.take(text);
            run.push(&Token { voice: voice.clone(), text, start, end: None, glue: Glue::of_mark(text) });
        }
        run.finish()
    }

    fn words<'v>(&self, segment: &'v Value, place: Place, reading: &mut Reading<'_>) -> Vec<Word<'v>> {
        let words = list(&segment[self.words]).iter().filter_map(|word| {
            let key = self.word.iter().find(|key| word.get(**key).is_some())?;
            let text = word[*key].as_str()?;
            Some(Word {
                text,
                start: reading.time(&word[self.word_start], self.unit, place),
                voice: voice(&word["speaker"]),
            })
        });
        words.collect()
    }
}

/// A word of a segment.
struct Word<'v> {
    text: &'v str,
    start: Option<Millis>,
    /// Who says it, where the word says so itself.
    voice: Voice,
}

/// Somebody's words within a segment.
struct Turn {
    voice: Voice,
    words: usize,
}

/// Who says how many of a segment's words, one after the other. Somebody else than the segment says has to say some of them, or to begin behind
/// a sentence: a word alone is a mistake of the machine. One turn where the words are not those of the text.
fn turns(words: &[Word<'_>], voice: &Voice, text: &str) -> Vec<Turn> {
    let is_other = |word: &Word<'_>| word.voice != Voice::Unknown && word.voice != *voice;
    let are_of_text = || runs(text) == words.iter().flat_map(|word| runs(word.text)).collect::<Vec<_>>();
    if !words.iter().any(is_other) || !are_of_text() {
        return vec![Turn { voice: voice.clone(), words: words.len() }];
    }
    let of = |word: &Word<'_>| if word.voice == Voice::Unknown { voice.clone() } else { word.voice.clone() };
    let mut turns: Vec<Turn> = Vec::new();
    let mut is_behind_sentence = true;
    for same in words.chunk_by(|a, b| of(a) == of(b)) {
        let (Some(first), Some(last)) = (same.first(), same.last()) else { continue };
        let said = of(first);
        let stays = |turn: &&mut Turn| turn.voice == said || !is_behind_sentence && same.len() < TURN_WORDS;
        match turns.last_mut().filter(stays) {
            Some(turn) => turn.words += same.len(),
            None => turns.push(Turn { voice: said, words: same.len() }),
        }
        is_behind_sentence = ends_sentence(last.text);
    }
    turns
}

/// The speeches of a text in turns.
fn by_turn(
    text: &str,
    words: &[Word<'_>],
    turns: &[Turn],
    (start, end): (Option<Millis>, Option<Millis>),
) -> Vec<Speech> {
    let runs = if turns.len() > 1 { runs(text) } else { Vec::new() };
    let (mut from, mut rest, mut run) = (0, words, 0);
    let speeches = turns.iter().map(|turn| {
        let is_first = rest.len() == words.len();
        let (here, behind) = rest.split_at(turn.words);
        run += here.iter().map(|word| self::runs(word.text).len()).sum::<usize>();
        let to = if behind.is_empty() { text.len() } else { place_of_run(text, &runs, run) };
        let begins = if is_first { start } else { here.first().and_then(|word| word.start) };
        let ends = behind.first().map_or(end, |word| word.start);
        let speech = Speech::new(turn.voice.clone(), &text[from..to]).timed(begins, ends);
        let pairs: Vec<_> = here.iter().map(|word| (word.text, word.start)).collect();
        (from, rest) = (to, behind);
        Speech { words: aligned(&speech.text, &pairs), ..speech }
    });
    speeches.collect()
}

/// Where the word begins in a text that holds the run of letters with a number: behind the last blank before it, since marks may lead it.
fn place_of_run(text: &str, runs: &[&str], nth: usize) -> usize {
    let offset = |run: &str| run.as_ptr().addr() - text.as_ptr().addr();
    let Some(start) = runs.get(nth).map(|run| offset(run)) else { return text.len() };
    let end = nth.checked_sub(1).and_then(|before| runs.get(before)).map_or(0, |before| offset(before) + before.len());
    text[end..start].rfind(' ').map_or(start, |blank| end + blank + 1)
}

/// A text without what Whisper marks times and languages with: `<|0.00|>`.
fn without_tokens<'t>(text: &'t str, reading: &mut Reading<'_>) -> Cow<'t, str> {
    if !text.contains("<|") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once("<|") {
        let Some((token, after)) = behind.split_once("|>") else { break };
        reading.used(token);
        out.push_str(before);
        out.push(' ');
        rest = after;
    }
    Cow::Owned(out + rest)
}

/// Gives the words of a whole file, with their times, to the speeches that have no times of words.
pub(super) fn spread(speeches: &mut [Speech], words: &[(&str, Option<Millis>)]) {
    let mut rest = words;
    for speech in speeches.iter_mut().filter(|speech| speech.words.is_empty()) {
        let is_before_end = |start: Option<Millis>| speech.end.zip(start).is_none_or(|(end, start)| start < end);
        let count = rest.iter().take_while(|(_, start)| is_before_end(*start)).count();
        let (here, behind) = rest.split_at(count);
        speech.words = aligned(&speech.text, here);
        rest = behind;
    }
}

/// Speeches of several channels in the order of their times. One without a time stays behind the one before.
pub(super) fn by_time(speeches: Vec<Speech>) -> Vec<Speech> {
    let mut latest = Millis(0);
    let mut timed: Vec<(Millis, Speech)> = Vec::with_capacity(speeches.len());
    for speech in speeches {
        latest = speech.start.unwrap_or(latest);
        timed.push((latest, speech));
    }
    timed.sort_by_key(|(start, _)| *start);
    timed.into_iter().map(|(_, speech)| speech).collect()
}
