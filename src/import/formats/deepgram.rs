//! JSON of Deepgram: `results.channels` with alternatives, and `results.utterances` where they were asked for.
//!
//! The schema: <https://developers.deepgram.com/docs/pre-recorded-audio>. Real files were tried with utterances, with paragraphs and of its
//! hosted Whisper. Utterances are read, else the sentences of the paragraphs, else the words, else the transcript. The speakers of a channel
//! are its own, so that of several channels each speaker is called by both.
//!
//! Not here: what Deepgram finds in a text beside its words (topics, sentiments), which is left out.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json;
use crate::import::json::{Place, Reading, Unit, list, root};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::{Segments, by_time, spread};
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 3] = ["transcript", "text", "punctuated_word"];

/// As [`KEYS`], where some words are without marks.
const PLAIN_KEYS: [&str; 4] = ["transcript", "text", "punctuated_word", "word"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "deepgram",
    title: "Deepgram JSON",
    recognise: |input| {
        let channels = list(&input.json()?["results"]["channels"]);
        let is_channel = |channel: &Value| channel["alternatives"].is_array();
        channels.iter().any(is_channel).then(|| "results with channels".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), keys(input)),
};

/// The keys whose texts are counted in a file.
fn keys(input: &Input<'_>) -> &'static [&'static str] {
    let has = |key: &str| input.text().matches(key).count();
    if has("\"punctuated_word\"") == has("\"word\"") { &KEYS } else { &PLAIN_KEYS }
}

const UTTERANCES: Segments =
    Segments { kind: "utterance", text: "transcript", word: &["punctuated_word", "word"], ..Segments::WHISPER };

const SENTENCES: Segments = Segments { kind: "sentence", words: "", ..Segments::WHISPER };

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let results = &root["results"];
    let mut reading = Reading::new(report);
    let has_channels = list(&results["channels"]).len() > 1;
    let mut speeches = UTTERANCES.read(&results["utterances"], &mut reading, |of| {
        voice(&of["speaker"], of["channel"].as_u64().filter(|_| has_channels))
    });
    let is_by_channel = speeches.is_empty();
    for (nth, (place, channel)) in reading.objects(&results["channels"], "channel").into_iter().enumerate() {
        let number = u64::try_from(nth).ok().filter(|_| has_channels);
        for other in list(&channel["alternatives"]).iter().skip(1) {
            reading.leave_out_all("another wording", other, keys(input));
        }
        let best = &channel["alternatives"][0];
        labels_of_paragraphs(best, &mut reading);
        if is_by_channel {
            speeches.extend(alternative(best, number, place, &mut reading));
        }
    }
    if has_channels {
        speeches = by_time(speeches);
    }
    let mut draft = reading.draft(root, keys(input), given, speeches);
    let detected = list(&results["channels"]).iter().find_map(|channel| channel["detected_language"].as_str());
    draft.head.language = detected.and_then(language::written);
    Ok(draft)
}

/// The label of a speaker, whose number is one of the channel where there are several.
fn voice(speaker: &Value, channel: Option<u64>) -> Voice {
    match (channel, json::voice(speaker)) {
        (Some(channel), Voice::Labelled(speaker)) => Voice::Labelled(format!("Channel {channel} {speaker}")),
        (Some(channel), _) => Voice::Labelled(format!("Channel {channel}")),
        (None, voice) => voice,
    }
}

/// The transcript of the paragraphs has `Speaker 0:` before each turn.
fn labels_of_paragraphs(best: &Value, reading: &mut Reading<'_>) {
    let Some(text) = best["paragraphs"]["transcript"].as_str() else { return };
    reading.take(text);
    for line in text.lines() {
        let label = line.split_once(':').filter(|(label, _)| {
            label.strip_prefix("Speaker ").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        });
        match label {
            Some((label, rest)) => {
                reading.used(label);
                reading.repeats("paragraphs", rest);
            }
            None => reading.repeats("paragraphs", line),
        }
    }
}

/// The speeches of a channel without utterances.
fn alternative(best: &Value, channel: Option<u64>, place: Place, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut speeches = Vec::new();
    for (_, paragraph) in reading.objects(&best["paragraphs"]["paragraphs"], "paragraph") {
        let said = SENTENCES.read(&paragraph["sentences"], reading, |_| voice(&paragraph["speaker"], channel));
        speeches.extend(said);
    }
    spread(&mut speeches, &times_of_words(best, reading));
    if speeches.is_empty() {
        speeches = words(best, channel, reading);
    }
    if !speeches.is_empty() {
        return speeches;
    }
    let text = reading.text(&best["transcript"], place);
    text.map(|text| sentences(&voice(&Value::Null, channel), text, &[])).unwrap_or_default()
}

/// The words of a channel with their times.
fn times_of_words<'v>(best: &'v Value, reading: &mut Reading<'_>) -> Vec<(&'v str, Option<Millis>)> {
    let words = reading.objects(&best["words"], "word").into_iter().filter_map(|(place, word)| {
        let text = word["punctuated_word"].as_str().or(word["word"].as_str())?;
        Some((text, reading.time(&word["start"], Unit::Seconds, place)))
    });
    words.collect()
}

fn words(best: &Value, channel: Option<u64>, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut run = WordRun::default();
    for (place, word) in reading.objects(&best["words"], "word") {
        let key = if word.get("punctuated_word").is_some() { "punctuated_word" } else { "word" };
        let (start, end) = reading.times(&word["start"], &word["end"], Unit::Seconds, place);
        let Some(text) = reading.text(&word[key], place) else {
            reading.damaged("has no text", place, word);
            continue;
        };
        run.push(&Token { voice: voice(&word["speaker"], channel), text, start, end, glue: Glue::Neither });
    }
    run.finish()
}
