//! JSON of Azure Speech: of its batch transcription (`recognizedPhrases` with `nBest`) and of its fast transcription (`phrases`).
//!
//! The schema: <https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get>, and `fast-transcription-create` there. Real
//! files were tried. Of the wordings of a phrase the first is read, as it is displayed.
//!
//! Not here: captions that the service writes, which are WebVTT or SubRip.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, address, any, channel, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::{Segments, by_time};
use crate::import::word_run::{aligned, sentences};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted of a batch.
const KEYS: [&str; 1] = ["display"];

/// The keys whose texts are counted of a fast transcription.
const FAST_KEYS: [&str; 1] = ["text"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "azure",
    title: "Azure Speech JSON",
    recognise: |input| {
        let root = input.json()?;
        if any(&root["recognizedPhrases"], |phrase| phrase["nBest"].is_array()) {
            return Some("recognizedPhrases with nBest".to_owned());
        }
        let is_phrase = |phrase: &Value| phrase["text"].is_string() && phrase.get("offsetMilliseconds").is_some();
        let is_fast =
            any(&root["phrases"], is_phrase) || any(&root["combinedPhrases"], |phrase| phrase["text"].is_string());
        is_fast.then(|| "phrases with offsetMilliseconds".to_owned())
    },
    read,
    count: |input| {
        let is_batch = input.text().contains("\"recognizedPhrases\"");
        count::of_json(input.text(), if is_batch { &KEYS } else { &FAST_KEYS })
    },
};

const PHRASES: Segments = Segments {
    kind: "phrase",
    text: "text",
    start: "offsetMilliseconds",
    end: "",
    unit: Unit::Millis,
    words: "words",
    word: &["text"],
    word_start: "offsetMilliseconds",
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let is_batch = !root["recognizedPhrases"].is_null();
    let list_of = if is_batch { &root["recognizedPhrases"] } else { &root["phrases"] };
    let phrases = reading.objects(list_of, "phrase");
    let has_channels = phrases.iter().any(|(_, phrase)| phrase["channel"].as_u64().is_some_and(|channel| channel > 0));
    let mut speeches = Vec::new();
    for (place, phrase) in &phrases {
        let none = if has_channels { channel(&phrase["channel"]) } else { Voice::Unknown };
        let voice = Some(voice(&phrase["speaker"])).filter(|voice| *voice != Voice::Unknown).unwrap_or(none);
        let (start, end) = times(phrase, *place, &mut reading);
        let said = if is_batch {
            batch(phrase, *place, &mut reading, voice)
        } else {
            PHRASES.segment(phrase, *place, &mut reading, voice)
        };
        speeches.extend(said.into_iter().map(|speech| Speech { start: speech.start.or(start), end, ..speech }));
    }
    if speeches.is_empty() {
        speeches = combined(root, is_batch, &mut reading);
    }
    if has_channels {
        speeches = by_time(speeches);
    }
    let mut draft = reading.draft(root, if is_batch { &KEYS } else { &FAST_KEYS }, given, speeches);
    draft.head.language = phrases.iter().find_map(|(_, phrase)| language::written(phrase["locale"].as_str()?));
    draft.head.audio = address(&root["source"]);
    Ok(draft)
}

/// The words of a phrase of a batch: the first of its wordings.
fn batch(phrase: &Value, place: Place, reading: &mut Reading<'_>, voice: Voice) -> Vec<Speech> {
    for other in list(&phrase["nBest"]).iter().skip(1) {
        reading.leave_out_all("another wording", other, &KEYS);
    }
    let best = &phrase["nBest"][0];
    let Some(text) = reading.text(&best["display"], place) else {
        if best["display"].is_null() {
            reading.damaged("has no display", place, phrase);
        }
        return Vec::new();
    };
    let words: Vec<(&str, Option<Millis>)> = list(&best["displayWords"])
        .iter()
        .filter_map(|word| Some((word["displayText"].as_str()?, times(word, place, reading).0)))
        .collect();
    let speech = Speech::new(voice, text);
    let words = aligned(&speech.text, &words);
    if speech.text.is_empty() { Vec::new() } else { vec![Speech { words, ..speech }] }
}

/// When a phrase or a word begins and ends, in the first of the units that it has.
fn times(of: &Value, place: Place, reading: &mut Reading<'_>) -> (Option<Millis>, Option<Millis>) {
    let keys = [
        ("offsetMilliseconds", "durationMilliseconds", Unit::Millis),
        ("offsetInTicks", "durationInTicks", Unit::Ticks),
        ("offset", "duration", Unit::Ticks),
    ];
    let Some((offset, duration, unit)) = keys.into_iter().find(|(offset, ..)| !of[*offset].is_null()) else {
        return (None, None);
    };
    let start = reading.time(&of[offset], unit, place);
    let length = reading.time(&of[duration], unit, place);
    (start, start.zip(length).map(|(start, length)| Millis(start.0 + length.0)))
}

/// The whole text of each channel, where there are no phrases.
fn combined(root: &Value, is_batch: bool, reading: &mut Reading<'_>) -> Vec<Speech> {
    let (of, key) =
        if is_batch { (&root["combinedRecognizedPhrases"], "display") } else { (&root["combinedPhrases"], "text") };
    let mut speeches = Vec::new();
    for (place, phrase) in reading.objects(of, "combined phrase") {
        let text = reading.text(&phrase[key], place).unwrap_or_default();
        speeches.extend(sentences(&Voice::Unknown, text, &[]));
    }
    speeches
}
