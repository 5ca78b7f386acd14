//! JSON of whisperX: `segments` with `speaker` and `words` that have a `score`, and all the words again as `word_segments`.
//!
//! The schema: m-bain/whisperX `schema.py` and `utils.py`. Real files were tried. A segment is said by its own speaker, as whisperX prints it,
//! but for words that are another's, where these are several or begin behind a sentence; a segment without one by the first speaker of its
//! words. Words may be without times.
//!
//! Not here: Whisper's own JSON ([`super::whisper`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, any, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 2] = ["text", "word"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "whisperx",
    title: "whisperX JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_segment = |segment: &Value| segment["text"].is_string() && segment.get("start").is_some();
        let has_score =
            |segment: &Value| any(&segment["words"], |word| word["word"].is_string() && word.get("score").is_some());
        if !any(&root["segments"], is_segment) {
            return None;
        }
        if root["word_segments"].is_array() {
            return Some("segments and word_segments".to_owned());
        }
        any(&root["segments"], has_score).then(|| "segments whose words have a score".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let speeches = Segments::WHISPER.read(&root["segments"], &mut reading, speaker);
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["language"].as_str().and_then(language::written);
    Ok(draft)
}

fn speaker(segment: &Value) -> Voice {
    let of_words =
        || list(&segment["words"]).iter().map(|word| voice(&word["speaker"])).find(|voice| *voice != Voice::Unknown);
    match voice(&segment["speaker"]) {
        Voice::Unknown => of_words().unwrap_or(Voice::Unknown),
        voice => voice,
    }
}
