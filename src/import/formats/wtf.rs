//! The World Transcription Format of vCon: `transcript`, `segments` and `words`, and `speakers` with their labels.
//!
//! The schema: vcon-dev/wtf-transcript-converter `models.py` and the IETF draft `draft-howe-wtf-transcription`. Its made-up sample files were
//! tried. In a vCon the transcription is the body of an analysis or an attachment.
//!
//! Not here: the formats of the services that it was made from.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, any, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::import::word_run::sentences;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "wtf",
    title: "World Transcription Format",
    recognise: |input| {
        let body = body(input.json()?);
        let is_segment = |segment: &Value| segment["text"].is_string() && segment.get("start").is_some();
        let is_so = body["transcript"]["text"].is_string()
            && (any(&body["segments"], is_segment) || body["metadata"]["provider"].is_string());
        is_so.then(|| "a transcript, and segments".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// The transcription, which may be in a vCon.
fn body(root: &Value) -> &Value {
    let bodies = ["analysis", "attachments"].into_iter().flat_map(|key| list(&root[key])).map(|part| &part["body"]);
    bodies.into_iter().find(|body| body["transcript"].is_object() && body["segments"].is_array()).unwrap_or(root)
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let body = body(root);
    let mut reading = Reading::new(report);
    let mut speeches = Segments::WHISPER
        .read(&body["segments"], &mut reading, |segment| speaker(&segment["speaker"], &body["speakers"]));
    if let Some(text) = body["transcript"]["text"].as_str().filter(|_| speeches.is_empty()) {
        reading.take(text);
        speeches = sentences(&Voice::Unknown, text, &[]);
    }
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = body["transcript"]["language"].as_str().and_then(language::written);
    Ok(draft)
}

/// The label of a speaker among the speakers.
fn speaker(id: &Value, speakers: &Value) -> Voice {
    let key = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    match voice(&speakers[key.as_str()]["label"]) {
        Voice::Unknown => voice(id),
        label => label,
    }
}
