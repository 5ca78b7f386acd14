//! JSON of Amazon Transcribe Call Analytics: `Transcript` with `ParticipantRole` and `Content`, and times in milliseconds.
//!
//! The schema: <https://docs.aws.amazon.com/transcribe/latest/dg/call-analytics-batch.html>. A real file was tried, that of
//! aws-samples/amazon-transcribe-output-word-document.
//!
//! Not here: Amazon Transcribe's other JSON ([`super::aws_transcribe`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::Draft;
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["Content"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "aws-call-analytics",
    title: "Amazon Transcribe Call Analytics JSON",
    recognise: |input| {
        let is_turn = |turn: &Value| turn["Content"].is_string() && turn.get("BeginOffsetMillis").is_some();
        any(&input.json()?["Transcript"], is_turn).then(|| "a Transcript with BeginOffsetMillis".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

const TURNS: Segments = Segments {
    kind: "turn",
    text: "Content",
    start: "BeginOffsetMillis",
    end: "EndOffsetMillis",
    unit: Unit::Millis,
    words: "Items",
    word: &["Content"],
    word_start: "BeginOffsetMillis",
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let speeches = TURNS.read(&root["Transcript"], &mut reading, |turn| match &turn["ParticipantRole"] {
        Value::Null => voice(&turn["ParticipantId"]),
        role => voice(role),
    });
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["LanguageCode"].as_str().and_then(language::written);
    Ok(draft)
}
