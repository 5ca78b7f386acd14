//! JSON of Google Speech-to-Text, version 1 (`startTime`, `speakerTag`) and version 2 (`startOffset`, `speakerLabel`).
//!
//! The schema: <https://cloud.google.com/speech-to-text/docs/reference/rest>. Real files of version 1 were tried, those of the adapters of
//! bbc/react-transcript-editor, with and without speakers; none of version 2. With speakers the last result repeats the words of all the
//! others, and only there they have their speakers: then it alone is read.
//!
//! Not here: IBM's JSON, which has results with alternatives too ([`super::ibm`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, any, channel, list, root, runs, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::by_time;
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 2] = ["word", "transcript"];

/// What stands beside the alternatives, or beside a word.
const MARKS: [&str; 10] = [
    "resultEndTime",
    "resultEndOffset",
    "languageCode",
    "channelTag",
    "startTime",
    "startOffset",
    "speakerTag",
    "speakerLabel",
    "result_end_time",
    "start_time",
];

pub(in crate::import) const FORMAT: Format = Format {
    name: "google",
    title: "Google Speech-to-Text JSON",
    recognise: |input| {
        let root = input.json()?;
        let has_mark = |of: &Value| MARKS.iter().any(|mark| of.get(*mark).is_some());
        let is_result = |result: &Value| {
            let best = &result["alternatives"][0];
            let is_said = best["transcript"].is_string() || best["words"].is_array();
            let is_alone =
                best["transcript"].is_string() && best.get("confidence").is_some() && best.get("timestamps").is_none();
            is_said && (has_mark(result) || any(&best["words"], has_mark) || is_alone)
        };
        any(results(root), is_result).then(|| "results with alternatives".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// The key of what an operation answers.
fn results_key(root: &Value) -> &'static str {
    if root["response"].is_object() { "response" } else { "result" }
}

/// The results: of the file, of an operation, or of the recording of a batch.
fn results(root: &Value) -> &Value {
    let of_operation = &root[results_key(root)]["results"];
    match (root["results"].is_array(), of_operation.as_object().and_then(|files| files.values().next())) {
        (true, _) => &root["results"],
        (false, None) => of_operation,
        (false, Some(file)) if file["inlineResult"].is_object() => &file["inlineResult"]["transcript"]["results"],
        (false, Some(file)) => &file["transcript"]["results"],
    }
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let results = reading.objects(results(root), "result");
    let has_channels = results.iter().any(|(_, result)| result["channelTag"].as_u64().is_some_and(|tag| tag > 1));
    let repeats = repeats_all(&results);
    let mut speeches: Vec<Speech> = Vec::new();
    for (nth, (place, result)) in results.iter().enumerate() {
        for other in list(&result["alternatives"]).iter().skip(1) {
            reading.leave_out_all("another wording", other, &KEYS);
        }
        if !repeats || nth + 1 == results.len() {
            let none = if has_channels { channel(&result["channelTag"]) } else { Voice::Unknown };
            speeches.extend(said(&result["alternatives"][0], &none, *place, &mut reading));
        }
    }
    let speeches = if has_channels { by_time(speeches) } else { speeches };
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    let code = |(_, result): &(Place, &Value)| result["languageCode"].as_str().and_then(language::written);
    draft.head.language = results.iter().find_map(code);
    Ok(draft)
}

/// Whether the last result has the words of all results.
fn repeats_all(results: &[(Place, &Value)]) -> bool {
    let Some((_, last)) = results.last().filter(|_| results.len() > 1) else { return false };
    let words = |text: &str| runs(text).iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
    let transcripts = results.iter().filter_map(|(_, result)| result["alternatives"][0]["transcript"].as_str());
    let all: Vec<String> = transcripts.flat_map(words).collect();
    let repeated = list(&last["alternatives"][0]["words"]).iter().filter_map(|word| word["word"].as_str());
    let repeated: Vec<String> = repeated.flat_map(words).collect();
    !all.is_empty() && all == repeated
}

/// The words of a result, or else its transcript.
fn said(best: &Value, none: &Voice, place: Place, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut run = WordRun::default();
    for (place, word) in reading.objects(&best["words"], "word") {
        let key = |keys: [&'static str; 4]| keys.into_iter().find(|key| word.get(*key).is_some()).unwrap_or("");
        let start = &word[key(["startTime", "startOffset", "start_time", "start_offset"])];
        let end = &word[key(["endTime", "endOffset", "end_time", "end_offset"])];
        let (start, end) = reading.times(start, end, Unit::Seconds, place);
        let Some(text) = reading.text(&word["word"], place) else {
            reading.damaged("has no word", place, word);
            continue;
        };
        let voice = match speaker(word) {
            Voice::Unknown => none.clone(),
            voice => voice,
        };
        run.push(&Token { voice, text: without_reading(text, reading), start, end, glue: Glue::of_mark(text) });
    }
    let words = run.finish();
    let text = reading.text(&best["transcript"], place);
    match text.filter(|_| words.is_empty()) {
        Some(text) => sentences(none, text, &[]),
        None => {
            text.into_iter().for_each(|text| reading.repeats("transcript", text));
            words
        }
    }
}

/// Japanese words have how they are spoken behind a bar.
fn without_reading<'a>(text: &'a str, reading: &mut Reading<'_>) -> &'a str {
    match text.split_once('|') {
        Some((word, spoken)) if !word.is_empty() => {
            reading.used(spoken);
            word
        }
        _ => text,
    }
}

/// The number of a speaker; 0 is nobody.
fn speaker(word: &Value) -> Voice {
    let tag = if word["speakerLabel"].is_string() { &word["speakerLabel"] } else { &word["speakerTag"] };
    if tag.as_u64() == Some(0) { Voice::Unknown } else { voice(tag) }
}
