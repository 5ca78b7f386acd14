//! JSON of whisper.cpp (`-oj` and `-ojf`): `transcription` with `timestamps`, `offsets` in milliseconds and `text`, and its tokens.
//!
//! The schema: ggml-org/whisper.cpp `examples/cli/cli.cpp`. No real file was tried. With tinydiarize a change of the speaker is
//! `[SPEAKER_TURN]` in the text or `speaker_turn_next`; with stereo sound `speaker` is the number of a channel, or `?`.
//!
//! Not here: the JSON of its server, which is Whisper's ([`super::whisper`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::word_run::aligned;
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

/// What stands in the text where tinydiarize hears another speaker.
const TURN: &str = "[SPEAKER_TURN]";

pub(in crate::import) const FORMAT: Format = Format {
    name: "whisper-cpp",
    title: "whisper.cpp JSON",
    recognise: |input| {
        let root = input.json()?;
        let segments = list(&root["transcription"]);
        let is_so = segments.iter().any(|segment| segment["offsets"].is_object() || segment["timestamps"].is_object());
        is_so.then(|| "a transcription with offsets".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let mut speeches: Vec<Speech> = Vec::new();
    let mut is_turn = false;
    let is_word_by_word = is_word_by_word(list(&root["transcription"]));
    for (place, segment) in reading.objects(&root["transcription"], "segment") {
        let goes_on = is_word_by_word && segment["text"].as_str().is_some_and(|text| !text.starts_with(' '));
        for (nth, speech) in segment_speeches(segment, place, &mut reading).into_iter().enumerate() {
            is_turn |= nth > 0;
            if let Some(last) = speeches.last_mut().filter(|_| goes_on && !is_turn) {
                if last.text.ends_with(char::is_alphanumeric) && speech.text.starts_with(char::is_alphanumeric) {
                    // The file has two words where one is said.
                    reading.used("1");
                }
                last.text.push_str(&speech.text);
                last.end = speech.end;
            } else if !speech.text.is_empty() {
                speeches.push(Speech { begins: std::mem::take(&mut is_turn), ..speech });
            }
        }
        is_turn |= segment["speaker_turn_next"].as_bool() == Some(true);
    }
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["result"]["language"].as_str().and_then(language::written);
    Ok(draft)
}

/// Whether the segments are words and parts of words, as with `--max-len 1`: a blank before a text is where a word begins.
fn is_word_by_word(segments: &[Value]) -> bool {
    let texts = || segments.iter().filter_map(|segment| segment["text"].as_str());
    let begins = texts().filter(|text| text.starts_with(' ')).count();
    let blanks: usize = texts().map(|text| text.trim().matches(' ').count()).sum();
    begins * 2 > segments.len() && blanks * 4 < segments.len()
}

/// The speeches of a segment: one, and one more behind each change of the speaker.
fn segment_speeches(segment: &Value, place: Place, reading: &mut Reading<'_>) -> Vec<Speech> {
    let (start, end) = times(segment, place, reading);
    let Some(text) = reading.text(&segment["text"], place) else {
        if segment["text"].is_null() {
            reading.damaged("has no text", place, segment);
        }
        return Vec::new();
    };
    let words = words(segment, text, place, reading);
    let voice = match &segment["speaker"] {
        Value::String(unknown) if unknown == "?" => Voice::Unknown,
        speaker => voice(speaker),
    };
    text.matches(TURN).for_each(|turn| reading.used(turn));
    let mut from = 0;
    let mut speeches = Vec::new();
    for (nth, part) in text.split(TURN).enumerate() {
        let speech = Speech::new(voice.clone(), part).timed(start.filter(|_| nth == 0), end);
        let here: Vec<_> = words
            .iter()
            .filter(|(at, ..)| (from..from + part.len()).contains(at))
            .map(|(_, word, start)| (word.as_str(), *start))
            .collect();
        let start = speech.start.or_else(|| here.first()?.1);
        let words = aligned(&speech.text, &here);
        speeches.push(Speech { words, start, ..speech });
        from += part.len() + TURN.len();
    }
    speeches
}

/// The times of a segment or a token: milliseconds, or else clock times.
fn times(of: &Value, place: Place, reading: &mut Reading<'_>) -> (Option<Millis>, Option<Millis>) {
    let offsets = if of["offsets"].is_object() { &of["offsets"] } else { &of["timestamps"] };
    reading.times(&offsets["from"], &offsets["to"], Unit::Millis, place)
}

/// The words of a segment, put together from its tokens, with the byte of the text at which each begins. Tokens may end within a word, and
/// some are marks such as `[_BEG_]`.
fn words(segment: &Value, text: &str, place: Place, reading: &mut Reading<'_>) -> Vec<(usize, String, Option<Millis>)> {
    let tokens: Vec<(&str, &Value)> =
        list(&segment["tokens"]).iter().filter_map(|token| Some((token["text"].as_str()?, token))).collect();
    let is_mark = |token: &str| token.starts_with("[_") && token.ends_with(']');
    let spoken: String = tokens.iter().map(|(token, _)| *token).filter(|token| !is_mark(token)).collect();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let is_same = letters(&spoken) == letters(text);
    let mut words: Vec<(usize, String, Option<Millis>)> = Vec::new();
    let mut at = 0;
    for (token, value) in tokens {
        if is_mark(token) || is_same {
            reading.used(token);
        } else {
            reading.leave_out("tokens that are not the text of their segment", token);
        }
        if is_mark(token) || !is_same {
            continue;
        }
        match words.last_mut() {
            Some((_, word, _)) if !token.starts_with(' ') => word.push_str(token),
            _ => words.push((at, token.to_owned(), times(value, place, reading).0)),
        }
        at += token.len();
    }
    words
}
