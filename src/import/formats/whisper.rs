//! Whisper's JSON: `segments` with `start`, `end` and `text`, as openai-whisper, the OpenAI API, faster-whisper and whisper_timestamped write
//! it, and many programs after them.
//!
//! The schema: openai/whisper `transcribe.py` and `utils.py`, SYSTRAN/faster-whisper `transcribe.py`, linto-ai/whisper-timestamped, and the
//! response formats `json`, `verbose_json` and `diarized_json` of OpenAI's API. Tried on real files of whisper_timestamped; the others are
//! read as their code writes them. A list of segments alone is read too. Where there are no segments, the whole text is cut at its sentences.
//!
//! Not here: whisperX, whisper.cpp and transformers.js, which have files of their own.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, field, list, root, unit_of, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::import::word_run::sentences;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 2] = ["text", "word"];

/// What OpenAI's API writes beside a text without segments.
const BESIDE_TEXT: [&str; 9] =
    ["text", "usage", "task", "language", "duration", "logprobs", "words", "x_groq", "request_id"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "whisper",
    title: "Whisper JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_segment = |segment: &Value| segment["text"].is_string() && !segment["start"].is_null();
        if any(segments(root), is_segment) {
            return Some("segments with a start and a text".to_owned());
        }
        let fields = root.as_object()?;
        let is_text = root["text"].is_string() && fields.keys().all(|key| BESIDE_TEXT.contains(&key.as_str()));
        is_text.then(|| "a text and nothing but what Whisper writes beside it".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// The segments, which may be the whole file.
fn segments(root: &Value) -> &Value {
    match root["segments"].is_null() {
        _ if root.is_array() => root,
        true => &root["sentences"],
        false => &root["segments"],
    }
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let unit = unit_of(segments(root));
    let keys = Segments { unit, ..Segments::WHISPER };
    let mut speeches = keys.read(segments(root), &mut reading, |segment| match field(&segment["voice"]) {
        // A number of its own stands beside the name.
        Some(name) => Voice::Labelled(name),
        None => voice(&segment["speaker"]),
    });
    if let Some(text) = root["text"].as_str().filter(|_| speeches.is_empty()) {
        reading.take(text);
        let words: Vec<_> = reading
            .objects(&root["words"], "word")
            .into_iter()
            .filter_map(|(place, word)| {
                let start = reading.time(&word["start"], Unit::Seconds, place);
                Some((word["word"].as_str()?, start))
            })
            .collect();
        speeches = sentences(&Voice::Unknown, text, &words);
    }
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language =
        list(segments(root)).iter().chain([root]).find_map(|of| language::written(of["language"].as_str()?));
    Ok(draft)
}
