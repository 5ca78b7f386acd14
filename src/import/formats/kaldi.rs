//! JSON of Kaldi as the BBC ran it: `retval.words` with `word` and `punct`, and segments with the labels of speakers; and of Vosk, which is
//! built on Kaldi: `result` with `word`, and `text`.
//!
//! The schema: the samples of bbc/react-transcript-editor, which were tried with and without speakers; alphacep/vosk-api for the other, of
//! which no real file was tried.
//!
//! Not here: autoEdit, which has words of its own ([`super::autoedit`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, any, list, root, voice};
use crate::import::report::Report;
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 2] = ["punct", "text"];

/// As [`KEYS`], where some words are without marks.
const PLAIN_KEYS: [&str; 3] = ["punct", "text", "word"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "kaldi",
    title: "Kaldi JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_word = |word: &Value| word["word"].is_string() && word.get("start").is_some();
        if any(&root["retval"]["words"], is_word) {
            return Some("a retval with words".to_owned());
        }
        let is_vosk = |part: &Value| {
            any(&part["result"], |word| is_word(word) && word.get("conf").is_some())
                || any(&part["alternatives"], |best| any(&best["result"], is_word) && best["text"].is_string())
        };
        (is_vosk(root) || list(root).iter().any(is_vosk)).then(|| "a result of words with a conf".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), keys(input)),
};

/// The keys whose texts are counted in a file.
fn keys(input: &Input<'_>) -> &'static [&'static str] {
    let has = |key: &str| input.text().matches(key).count();
    if has("\"punct\"") >= has("\"word\"") { &KEYS } else { &PLAIN_KEYS }
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let turns = turns(&root["retval"]["segmentation"]["segments"], &mut reading);
    let mut run = WordRun::default();
    words(&root["retval"]["words"], &turns, &mut run, &mut reading);
    let mut speeches: Vec<Speech> = Vec::new();
    for part in if root.is_array() { list(root) } else { std::slice::from_ref(root) } {
        run.end();
        for other in list(&part["alternatives"]).iter().skip(1) {
            reading.leave_out_all("another wording", other, keys(input));
        }
        let part = part["alternatives"].get(0).unwrap_or(part);
        words(&part["result"], &turns, &mut run, &mut reading);
        if let Some(text) = part["text"].as_str().filter(|_| list(&part["result"]).is_empty()) {
            reading.take(text);
            speeches.extend(std::mem::take(&mut run).finish());
            speeches.extend(sentences(&Voice::Unknown, text, &[]));
        }
    }
    speeches.extend(run.finish());
    Ok(reading.draft(root, keys(input), given, speeches))
}

/// Who speaks from when to when.
fn turns(segments: &Value, reading: &mut Reading<'_>) -> Vec<(Millis, Millis, Voice)> {
    let turns = reading.objects(segments, "segment").into_iter().filter_map(|(place, segment)| {
        let start = reading.time(&segment["start"], Unit::Seconds, place)?;
        let length = reading.time(&segment["duration"], Unit::Seconds, place)?;
        Some((start, Millis(start.0 + length.0), voice(&segment["speaker"]["@id"])))
    });
    turns.collect()
}

fn words(words: &Value, turns: &[(Millis, Millis, Voice)], run: &mut WordRun, reading: &mut Reading<'_>) {
    for (place, word) in reading.objects(words, "word") {
        let (start, end) = reading.times(&word["start"], &word["end"], Unit::Seconds, place);
        let Some(text) = text(word, place, reading) else { continue };
        let turn = turns.iter().find(|(from, to, _)| start.is_some_and(|start| (*from..*to).contains(&start)));
        let voice = match (turn, turns.is_empty()) {
            (Some((.., voice)), _) => voice.clone(),
            (None, true) => Voice::Unknown,
            (None, false) => Voice::Same,
        };
        run.push(&Token { voice, text, start, end, glue: Glue::Neither });
    }
}

fn text<'v>(word: &'v Value, place: Place, reading: &mut Reading<'_>) -> Option<&'v str> {
    let key = if word.get("punct").is_some() { "punct" } else { "word" };
    let text = reading.text(&word[key], place);
    if text.is_none() {
        reading.damaged("has no word", place, word);
    }
    text
}
