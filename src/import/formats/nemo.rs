//! JSON of NVIDIA's Canary and Parakeet: `text`, `words` and `segments` whose words are numbers; and of NeMo itself: `timestamp` with `segment`
//! and `word`.
//!
//! The schema: the samples of vcon-dev/wtf-transcript-converter, which are made up and were tried; NVIDIA/NeMo `transcribe` for the other, of
//! which no real file was tried.
//!
//! Not here: Whisper's JSON, whose segments have their words in them ([`super::whisper`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::{Segments, spread};
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 3] = ["text", "segment", "word"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "nemo",
    title: "NVIDIA NeMo JSON",
    recognise: |input| {
        let root = input.json()?;
        let has_numbers = |segment: &Value| segment["text"].is_string() && any(&segment["words"], Value::is_number);
        if any(&root["segments"], has_numbers) {
            return Some("segments whose words are numbers".to_owned());
        }
        let model = root["model"].as_str().filter(|model| model.starts_with("nvidia/") && root["text"].is_string());
        if let Some(model) = model {
            return Some(format!("the model {model}"));
        }
        let is_segment = |segment: &Value| segment["segment"].is_string() && segment.get("start").is_some();
        any(&root[stamps(root)]["segment"], is_segment).then(|| "timestamps of segments".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// The key of NeMo's times.
fn stamps(root: &Value) -> &'static str {
    if root["timestamp"].is_object() { "timestamp" } else { "timestamps" }
}

const STAMPED: Segments = Segments { text: "segment", words: "", ..Segments::WHISPER };

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let speaker = |of: &Value| voice(&of["speaker"]);
    let mut speeches = Segments::WHISPER.read(&root["segments"], &mut reading, speaker);
    speeches.extend(STAMPED.read(&root[stamps(root)]["segment"], &mut reading, speaker));
    let words = if root["words"].is_array() { &root["words"] } else { &root[stamps(root)]["word"] };
    let words = words_of(words, &mut reading);
    if speeches.is_empty() {
        speeches = match root["text"].as_str() {
            Some(text) => {
                reading.take(text);
                sentences(&Voice::Unknown, text, &words)
            }
            None => run_of(&words, &mut reading),
        };
    }
    spread(&mut speeches, &words);
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["language"].as_str().and_then(language::written);
    Ok(draft)
}

fn words_of<'v>(words: &'v Value, reading: &mut Reading<'_>) -> Vec<(&'v str, Option<Millis>)> {
    let words = reading.objects(words, "word").into_iter().filter_map(|(place, word)| {
        let text = word["text"].as_str().or(word["word"].as_str())?;
        Some((text, reading.time(&word["start"], Unit::Seconds, place)))
    });
    words.collect()
}

fn run_of(words: &[(&str, Option<Millis>)], reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut run = WordRun::default();
    for (text, start) in words {
        reading.take(text);
        run.push(&Token { voice: Voice::Unknown, text, start: *start, end: None, glue: Glue::of_mark(text) });
    }
    run.finish()
}
