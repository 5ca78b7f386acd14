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
use super::script::ends_sentence;
use super::word_run::{Glue, Token, WordRun, aligned};
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
        let text = reading.text(&segment[self.text], place);
        let text = text.map(|text| self::without_tokens(text, reading));
        if let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) {
            let by_voice = self.by_voice(segment, &voice, text);
            if by_voice.len() > 1 {
                return self.divided(by_voice, text, &words, (start, end));
            }
            let speech = Speech::new(voice, text).timed(start, end);
            let words = aligned(&speech.text, &words);
            return vec![Speech { words, ..speech }];
        }
        if words.is_empty() && segment[self.text].is_null() {
            reading.damaged("has no text", place, segment);
        }
        let mut run = WordRun::default();
        for (text, start) in words {
            reading.take(text);
            run.push(&Token { voice: voice.clone(), text, start, end: None, glue: Glue::of_mark(text) });
        }
        run.finish()
    }

    /// The number of words that each voice of a segment says in turn. Somebody else has to say some, or to begin behind a sentence: a word
    /// alone is a mistake of the machine. A single turn where the words are not those of the text.
    fn by_voice(&self, segment: &Value, voice: &Voice, text: &str) -> Vec<(Voice, usize)> {
        let items: Vec<(&str, Voice)> = list(&segment[self.words])
            .iter()
            .filter_map(|word| {
                let key = self.word.iter().find(|key| word.get(**key).is_some())?;
                Some((word[*key].as_str()?, self::voice(&word["speaker"])))
            })
            .collect();
        let joined = items.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
        let mut turns: Vec<(Voice, usize)> = Vec::new();
        if runs(&joined) != runs(text) {
            return turns;
        }
        let of = |said: &Voice| if *said == Voice::Unknown { voice.clone() } else { said.clone() };
        let mut ends = true;
        for same in items.chunk_by(|a, b| of(&a.1) == of(&b.1)) {
            let (Some((_, said)), Some((last, _))) = (same.first(), same.last()) else { continue };
            match turns.last_mut().filter(|(before, _)| *before == of(said) || !ends && same.len() < TURN_WORDS) {
                Some((_, count)) => *count += same.len(),
                None => turns.push((of(said), same.len())),
            }
            ends = ends_sentence(last);
        }
        turns
    }

    /// A segment in turns.
    fn divided(
        &self,
        turns: Vec<(Voice, usize)>,
        text: &str,
        words: &[(&str, Option<Millis>)],
        (start, end): (Option<Millis>, Option<Millis>),
    ) -> Vec<Speech> {
        let text = clean(text);
        let mut places = words.iter().scan(0, |at, (word, _)| {
            let word = word.trim();
            let found = *at + text[*at..].find(word).unwrap_or(0);
            *at = (found + word.len()).min(text.len());
            Some(found)
        });
        let places: Vec<usize> = places.by_ref().collect();
        let (mut first, mut speeches) = (0, Vec::new());
        for (voice, count) in turns {
            let from = places.get(first).copied().unwrap_or(text.len());
            let to = places.get(first + count).copied().unwrap_or(text.len());
            let here = words.get(first..first + count).unwrap_or_default();
            let begins = if first == 0 { start } else { here.first().and_then(|(_, start)| *start) };
            let ends = words.get(first + count).map_or(end, |(_, start)| *start);
            let from = if first == 0 { 0 } else { from };
            let speech = Speech::new(voice, &text[from..to.max(from)]).timed(begins, ends);
            let words = aligned(&speech.text, here);
            speeches.push(Speech { words, ..speech });
            first += count;
        }
        speeches
    }

    fn words<'v>(&self, segment: &'v Value, place: Place, reading: &mut Reading<'_>) -> Vec<(&'v str, Option<Millis>)> {
        let words = list(&segment[self.words]).iter().filter_map(|word| {
            let key = self.word.iter().find(|key| word.get(**key).is_some())?;
            let text = word[*key].as_str()?;
            Some((text, reading.time(&word[self.word_start], self.unit, place)))
        });
        words.collect()
    }
}

/// A text without what Whisper marks times and languages with, `<|0.00|>`, and without the blanks that a service puts between the characters
/// of Chinese.
fn without_tokens<'t>(text: &'t str, reading: &mut Reading<'_>) -> Cow<'t, str> {
    let mut out = Cow::Borrowed(text);
    while let Some((start, len)) = out.find("<|").and_then(|start| Some((start, out[start..].find("|>")? + 2))) {
        let token = out[start..start + len].to_owned();
        reading.used(&token);
        out = Cow::Owned(out.replacen(&token, " ", 1));
    }
    let letters: Vec<char> = out.chars().collect();
    let is_han = |c: &char| matches!(u32::from(*c), 0x4E00..=0x9FFF | 0x3400..=0x4DBF);
    let apart = letters.windows(3).filter(|three| is_han(&three[0]) && three[1] == ' ' && is_han(&three[2])).count();
    let together = letters.windows(2).filter(|two| is_han(&two[0]) && is_han(&two[1])).count();
    if apart <= 2 * together {
        return out;
    }
    let is_beside_han = |at: usize| {
        let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(is_han);
        near(at.checked_sub(1)) || near(at.checked_add(1))
    };
    let kept = letters.iter().enumerate().filter(|(at, c)| **c != ' ' || !is_beside_han(*at));
    Cow::Owned(kept.map(|(_, c)| *c).collect())
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
