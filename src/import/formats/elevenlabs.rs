//! JSON of ElevenLabs Scribe: `words` of a `type`, of which the blanks are some, or `transcripts` with words for each channel.
//!
//! The schema: <https://elevenlabs.io/docs/api-reference/speech-to-text/convert>. Real files were tried. What is heard beside words, such as
//! `(laughter)`, stays in the text, as the service has it in its own.
//!
//! Not here: the subtitles and documents that the service writes.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, channel, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::by_time;
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "elevenlabs",
    title: "ElevenLabs Scribe JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_word = |word: &Value| {
            word["text"].is_string() && matches!(word["type"].as_str(), Some("word" | "spacing" | "audio_event"))
        };
        let has_words = |of: &Value| any(&of["words"], is_word);
        let is_so = has_words(root) || any(&root["transcripts"], has_words);
        is_so.then(|| "words of a type".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let transcripts = list(&root["transcripts"]);
    let mut speeches = Vec::new();
    for transcript in if transcripts.is_empty() { std::slice::from_ref(root) } else { transcripts } {
        let none = if transcripts.len() > 1 { channel(&transcript["channel_index"]) } else { Voice::Unknown };
        let said = words(transcript, &none, &mut reading);
        let text = transcript["text"].as_str().filter(|_| said.is_empty());
        speeches.extend(said);
        if let Some(text) = text {
            reading.take(text);
            speeches.extend(sentences(&none, text, &[]));
        }
    }
    let speeches = if transcripts.len() > 1 { by_time(speeches) } else { speeches };
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language =
        [root].into_iter().chain(transcripts).find_map(|of| language::written(of["language_code"].as_str()?));
    Ok(draft)
}

fn words(transcript: &Value, none: &Voice, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut run = WordRun::default();
    for (place, word) in reading.objects(&transcript["words"], "word") {
        let (start, end) = reading.times(&word["start"], &word["end"], Unit::Seconds, place);
        let Some(text) = reading.text(&word["text"], place) else {
            reading.damaged("has no text", place, word);
            continue;
        };
        let voice = match voice(&word["speaker_id"]) {
            Voice::Unknown if word["type"].as_str() == Some("audio_event") => Voice::Same,
            Voice::Unknown => none.clone(),
            voice => voice,
        };
        run.push_as_it_is(&Token { voice, text, start, end, glue: Glue::Neither });
    }
    run.finish()
}
