//! JSON of Fireflies: `sentences` with `speaker_name` and `text`, as its GraphQL interface answers (below `data.transcript`) or alone.
//!
//! The schema: <https://docs.fireflies.ai/schema/transcript>. No real file was tried.
//!
//! Not here: the summary and the tasks that the service writes.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, address, any, day, field, root, voice};
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "fireflies",
    title: "Fireflies JSON",
    recognise: |input| {
        let is_sentence = |sentence: &Value| {
            let marks = ["speaker_name", "raw_text", "ai_filters"];
            sentence["text"].is_string() && marks.iter().any(|mark| sentence.get(*mark).is_some())
        };
        any(sentences(transcript(input.json()?)), is_sentence).then(|| "sentences with a speaker_name".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

const SENTENCES: Segments =
    Segments { kind: "sentence", start: "start_time", end: "end_time", words: "", ..Segments::WHISPER };

/// The transcript in what the interface answers.
fn transcript(root: &Value) -> &Value {
    let data = if root["data"].is_object() { &root["data"] } else { root };
    if data["transcript"].is_object() { &data["transcript"] } else { data }
}

/// The sentences, which may be the whole file.
fn sentences(transcript: &Value) -> &Value {
    if transcript.is_array() { transcript } else { &transcript["sentences"] }
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let transcript = transcript(root);
    let mut reading = Reading::new(report);
    let speeches =
        SENTENCES.read(sentences(transcript), &mut reading, |sentence| match voice(&sentence["speaker_name"]) {
            Voice::Unknown => voice(&sentence["speaker_id"]),
            voice => voice,
        });
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.title = field(&transcript["title"]);
    draft.head.date = day(&transcript["date"]).or_else(|| day(&transcript["dateString"]));
    draft.head.audio = address(&transcript["audio_url"]);
    Ok(draft)
}
