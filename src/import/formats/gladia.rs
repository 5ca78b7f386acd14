//! JSON of Gladia: version 2 (`transcription.utterances`, below `result` or alone) and version 1 (`prediction` with `time_begin`).
//!
//! The schema: <https://docs.gladia.io>, `chapters/pre-recorded-stt`. No real file was tried.
//!
//! Not here: translations and summaries that the service adds, which are left out.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, address, any, channel, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::import::word_run::sentences;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 4] = ["text", "full_transcript", "transcription", "word"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "gladia",
    title: "Gladia JSON",
    recognise: |input| {
        let root = input.json()?;
        let transcription = transcription(root);
        if transcription["utterances"].is_array() || transcription["full_transcript"].is_string() {
            return Some("a transcription with utterances".to_owned());
        }
        let is_said = |said: &Value| said["transcription"].is_string() && said.get("time_begin").is_some();
        any(&root["prediction"], is_said).then(|| "a prediction with time_begin".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// The transcription of version 2.
fn transcription(root: &Value) -> &Value {
    if root["result"].is_object() { &root["result"]["transcription"] } else { &root["transcription"] }
}

const UTTERANCES: Segments = Segments { kind: "utterance", word: &["word"], ..Segments::WHISPER };

const PREDICTIONS: Segments = Segments {
    kind: "prediction",
    text: "transcription",
    start: "time_begin",
    end: "time_end",
    unit: Unit::Seconds,
    words: "words",
    word: &["word"],
    word_start: "time_begin",
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let transcription = transcription(root);
    let utterances = list(&transcription["utterances"]);
    let has_channels =
        utterances.iter().any(|utterance| utterance["channel"].as_u64().is_some_and(|channel| channel > 0));
    let speaker = |of: &Value| match voice(&of["speaker"]) {
        Voice::Unknown if has_channels => channel(&of["channel"]),
        voice => voice,
    };
    let mut reading = Reading::new(report);
    let mut speeches = UTTERANCES.read(&transcription["utterances"], &mut reading, speaker);
    speeches.extend(PREDICTIONS.read(&root["prediction"], &mut reading, |of| voice_of_first(&of["speaker"])));
    if let Some(text) = transcription["full_transcript"].as_str().filter(|_| speeches.is_empty()) {
        reading.take(text);
        speeches = sentences(&Voice::Unknown, text, &[]);
    }
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    let spoken = utterances
        .iter()
        .map(|utterance| &utterance["language"])
        .chain(list(&root["prediction"]).iter().map(|said| &said["language"]));
    draft.head.language =
        list(&transcription["languages"]).iter().chain(spoken).find_map(|of| language::written(of.as_str()?));
    draft.head.audio = address(&root["file"]["source"]);
    Ok(draft)
}

/// The speaker of version 1, which may write that there is none.
fn voice_of_first(speaker: &Value) -> Voice {
    if speaker.as_str() == Some("not_activated") { Voice::Unknown } else { voice(speaker) }
}
