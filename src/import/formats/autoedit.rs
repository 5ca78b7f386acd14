//! JSON of autoEdit 2 (`text` with `paragraph`, `line` and words) and of the BBC's digital-paper-edit (`words` and `paragraphs`).
//!
//! The schema: the samples of bbc/react-transcript-editor, which were tried.
//!
//! Not here: what the services write that these programs ask ([`super::kaldi`] and others).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, list, root, voice};
use crate::import::report::Report;
use crate::import::word_run::{Glue, Token, WordRun};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "autoedit",
    title: "autoEdit JSON",
    recognise: |input| {
        let root = input.json()?;
        if any(turns(root), |turn| turn["paragraph"].is_array()) {
            return Some("a text of paragraphs of lines".to_owned());
        }
        let is_word = |word: &Value| word["text"].is_string() && word.get("start").is_some();
        let is_paragraph = |paragraph: &Value| paragraph["speaker"].is_string() && paragraph.get("start").is_some();
        (any(&root["words"], is_word) && any(&root["paragraphs"], is_paragraph))
            .then(|| "words, and paragraphs with a speaker".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// The turns, which may be the whole file.
fn turns(root: &Value) -> &Value {
    if root.is_array() { root } else { &root["text"] }
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let speeches =
        if turns(root).is_array() { by_lines(root, &mut reading) } else { by_paragraphs(root, &mut reading) };
    Ok(reading.draft(root, &KEYS, given, speeches))
}

fn by_lines(root: &Value, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut run = WordRun::default();
    for (_, turn) in reading.objects(turns(root), "turn") {
        for paragraph in list(&turn["paragraph"]) {
            for (place, word) in reading.objects(&paragraph["line"], "word") {
                let times = reading.times(&word["startTime"], &word["endTime"], Unit::Seconds, place);
                let text = reading.text(&word["text"], place);
                push(text, times, voice(&turn["speaker"]), &mut run);
                if text.is_none() {
                    reading.damaged("has no text", place, word);
                }
            }
        }
    }
    run.finish()
}

fn push(text: Option<&str>, (start, end): (Option<Millis>, Option<Millis>), voice: Voice, run: &mut WordRun) {
    if let Some(text) = text {
        run.push(&Token { voice, text, start, end, glue: Glue::of_mark(text) });
    }
}

/// A paragraph is said by its speaker from its beginning to that of the next.
fn by_paragraphs(root: &Value, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut turns: Vec<(Millis, Voice)> = Vec::new();
    for (place, paragraph) in reading.objects(&root["paragraphs"], "paragraph") {
        let start = reading.time(&paragraph["start"], Unit::Seconds, place);
        turns.extend(start.map(|start| (start, voice(&paragraph["speaker"]))));
    }
    turns.sort_by_key(|(start, _)| *start);
    let mut run = WordRun::default();
    for (place, word) in reading.objects(&root["words"], "word") {
        let times = reading.times(&word["start"], &word["end"], Unit::Seconds, place);
        let before = times.0.map(|start| turns.partition_point(|(from, _)| *from <= start));
        let turn = before.map(|count| count.checked_sub(1).and_then(|nth| turns.get(nth)));
        let voice = turn.map_or(Voice::Same, |turn| turn.map_or(Voice::Unknown, |(_, voice)| voice.clone()));
        let text = reading.text(&word["text"], place);
        push(text, times, voice, &mut run);
        if text.is_none() {
            reading.damaged("has no text", place, word);
        }
    }
    run.finish()
}
