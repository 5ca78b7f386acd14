//! JSON of Speechmatics: version 2 (`results` with `alternatives` and `attaches_to`), what its real-time service sends (`AddTranscript`), and
//! version 1 (`words` and `speakers` with `name` and `time`).
//!
//! The schema: <https://docs.speechmatics.com/speech-to-text/batch/output>. Real files were tried of version 2 and of the real-time service
//! (speechmatics/speechmatics-python), and of version 1 (the adapters of bbc/react-transcript-editor).
//!
//! Not here: messages of the real-time service one a line, which are no JSON together.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, any, channel, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::by_time;
use crate::import::word_run::{Glue, Token, WordRun};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["content"];

/// The keys whose texts are counted in version 1.
const FIRST_KEYS: [&str; 1] = ["name"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "speechmatics",
    title: "Speechmatics JSON",
    recognise: |input| {
        let root = input.json()?;
        if is_first(root) {
            return Some("a job, speakers, and words with a name and a time".to_owned());
        }
        let is_result = |result: &Value| {
            result["type"].is_string() && (result["alternatives"].is_array() || result.get("start_time").is_some())
        };
        let has_results =
            |of: &Value| any(&of["results"], is_result) && (of["format"].is_string() || of["message"].is_string());
        let is_so = has_results(root)
            || list(root).iter().any(|message| message["message"].is_string() && has_results(message));
        is_so.then(|| "results of a type, and a format".to_owned())
    },
    read,
    count: |input| {
        let is_first = !input.text().contains("\"alternatives\"");
        count::of_json(input.text(), if is_first { &FIRST_KEYS } else { &KEYS })
    },
};

/// Whether a file is of version 1.
fn is_first(root: &Value) -> bool {
    any(&root["words"], |word| word["name"].is_string() && word.get("time").is_some() && word.get("duration").is_some())
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    if is_first(root) {
        return Ok(read_first(root, given, Reading::new(report)));
    }
    let mut reading = Reading::new(report);
    let mut run = WordRun::default();
    let messages = if root.is_array() { list(root) } else { std::slice::from_ref(root) };
    for message in messages {
        if message["message"].as_str() == Some("AddPartialTranscript") {
            reading.leave_out_all("a wording that was not final", message, &KEYS);
            continue;
        }
        results(&message["results"], &mut run, &mut reading);
    }
    let has_channels = any(&messages.first().unwrap_or(root)["results"], |result| result["channel"].is_string());
    let speeches = run.finish();
    let speeches = if has_channels { by_time(speeches) } else { speeches };
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    let of_words = list(&messages.first().unwrap_or(root)["results"])
        .iter()
        .find_map(|result| result["alternatives"][0]["language"].as_str());
    let configured = root["metadata"]["transcription_config"]["language"].as_str();
    draft.head.language = of_words.into_iter().chain(configured).find_map(language::written);
    Ok(draft)
}

fn results(results: &Value, run: &mut WordRun, reading: &mut Reading<'_>) {
    for (place, result) in reading.objects(results, "result") {
        let kind = result["type"].as_str().unwrap_or_default();
        if matches!(kind, "speaker_change" | "channel_change") {
            run.turn();
            continue;
        }
        for other in list(&result["alternatives"]).iter().skip(1) {
            reading.leave_out_all("another wording", other, &KEYS);
        }
        let best = &result["alternatives"][0];
        let (start, end) = reading.times(&result["start_time"], &result["end_time"], Unit::Seconds, place);
        let Some(text) = reading.text(&best["content"], place) else {
            reading.damaged("has no content", place, result);
            continue;
        };
        let glue = match (result["attaches_to"].as_str(), kind) {
            (Some("next"), _) => Glue::Behind,
            (Some("both"), _) => Glue::Both,
            (Some("none"), _) => Glue::Neither,
            (Some(_), _) | (None, "punctuation") => Glue::Before,
            (None, _) => Glue::Neither,
        };
        run.push(&Token { voice: speaker(best, result), text, start, end, glue });
    }
}

/// The speaker, or else the channel. `UU` is nobody.
fn speaker(best: &Value, result: &Value) -> Voice {
    match voice(&best["speaker"]) {
        Voice::Labelled(label) if label != "UU" => Voice::Labelled(label),
        _ => channel(&result["channel"]),
    }
}

fn read_first(root: &Value, given: &Given, mut reading: Reading<'_>) -> Draft {
    if let Some(name) = root["job"]["name"].as_str() {
        reading.used(name);
    }
    let turns: Vec<(Millis, Millis, &str)> = reading
        .objects(&root["speakers"], "speaker")
        .into_iter()
        .filter_map(|(place, turn)| {
            let (start, length) = (
                reading.time(&turn["time"], Unit::Seconds, place)?,
                reading.time(&turn["duration"], Unit::Seconds, place)?,
            );
            let name = turn["name"].as_str()?;
            reading.used(name);
            Some((start, Millis(start.0 + length.0), name))
        })
        .collect();
    let mut run = WordRun::default();
    for (place, word) in reading.objects(&root["words"], "word") {
        let (start, end) = first_times(word, place, &mut reading);
        let Some(text) = reading.text(&word["name"], place) else {
            reading.damaged("has no name", place, word);
            continue;
        };
        let turn = turns.iter().find(|(from, to, _)| start.is_some_and(|start| (*from..*to).contains(&start)));
        let voice = turn.map_or(Voice::Unknown, |(.., name)| {
            if *name == "UU" { Voice::Unknown } else { Voice::Labelled((*name).to_owned()) }
        });
        run.push(&Token { voice, text, start, end, glue: Glue::of_mark(text) });
    }
    let speeches: Vec<Speech> = run.finish();
    let mut draft = reading.draft(root, &FIRST_KEYS, given, speeches);
    draft.head.language = root["job"]["lang"].as_str().and_then(language::written);
    draft
}

/// The times of a word of version 1, which has a length.
fn first_times(word: &Value, place: Place, reading: &mut Reading<'_>) -> (Option<Millis>, Option<Millis>) {
    let start = reading.time(&word["time"], Unit::Seconds, place);
    let length = reading.time(&word["duration"], Unit::Seconds, place);
    (start, start.zip(length).map(|(start, length)| Millis(start.0 + length.0)))
}
