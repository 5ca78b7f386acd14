//! JSON of AssemblyAI: `text`, `words` with times in milliseconds, and `utterances` where speakers were asked for.
//!
//! The schema: <https://www.assemblyai.com/docs/api-reference/transcripts/get>. Real files were tried with and without utterances.
//!
//! Not here: what it finds in a text beside its words (chapters, highlights), which is left out.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, address, any, channel, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

/// What stands beside the words, one of which a file has.
const BESIDE: [&str; 6] =
    ["utterances", "audio_url", "acoustic_model", "speech_model", "audio_duration", "webhook_status_code"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "assemblyai",
    title: "AssemblyAI JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_word = |word: &Value| word["text"].is_string() && word.get("start").is_some();
        let is_timed = ["words", "utterances", "sentences", "paragraphs"].iter().any(|key| any(&root[*key], is_word));
        let beside = BESIDE.iter().find(|key| root.get(**key).is_some())?;
        let is_so = is_timed && root.get("segments").is_none() && root.get("language_probability").is_none();
        is_so.then(|| format!("words with a text, and {beside}"))
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

const UTTERANCES: Segments = Segments { kind: "utterance", unit: Unit::Millis, word: &["text"], ..Segments::WHISPER };

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    // The sentences and the paragraphs of a transcript are to be had by themselves.
    let segments = ["utterances", "sentences", "paragraphs"].map(|key| &root[key]);
    let segments = segments.into_iter().find(|segments| !list(segments).is_empty()).unwrap_or(&Value::Null);
    let mut speeches = UTTERANCES.read(segments, &mut reading, speaker);
    if speeches.is_empty() {
        let mut run = WordRun::default();
        for (place, word) in reading.objects(&root["words"], "word") {
            let (start, end) = reading.times(&word["start"], &word["end"], Unit::Millis, place);
            let Some(text) = reading.text(&word["text"], place) else {
                reading.damaged("has no text", place, word);
                continue;
            };
            run.push(&Token { voice: speaker(word), text, start, end, glue: Glue::of_mark(text) });
        }
        speeches = run.finish();
    }
    if let Some(text) = root["text"].as_str().filter(|_| speeches.is_empty()) {
        reading.take(text);
        speeches = sentences(&Voice::Unknown, text, &[]);
    }
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["language_code"].as_str().and_then(language::written);
    draft.head.audio = address(&root["audio_url"]);
    Ok(draft)
}

/// The speaker, or else the channel.
fn speaker(of: &Value) -> Voice {
    match voice(&of["speaker"]) {
        Voice::Unknown if of["channel"].is_number() => channel(&of["channel"]),
        Voice::Unknown => voice(&of["channel"]),
        voice => voice,
    }
}
