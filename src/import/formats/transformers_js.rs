//! JSON of the speech pipelines of transformers.js and of Transformers: `chunks` with `text` and `timestamp`, or a list of them; and of
//! insanely-fast-whisper, which adds `speakers`.
//!
//! The schema: huggingface/transformers.js `pipelines.js`, Vaibhavs10/insanely-fast-whisper. Real files were tried. A chunk is a sentence or a
//! single word, and the last may have no end.
//!
//! Not here: Whisper's own JSON ([`super::whisper`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, list, root, voice};
use crate::import::report::Report;
use crate::import::word_run::{Glue, Token, WordRun};
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["text"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "transformers-js",
    title: "transformers.js JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_chunk = |chunk: &Value| chunk["text"].is_string() && chunk["timestamp"].is_array();
        let is_so = any(root, is_chunk) || any(&root["chunks"], is_chunk);
        is_so.then(|| "chunks with a text and a timestamp".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let chunks = [root, &root["speakers"], &root["chunks"]].into_iter().find(|chunks| !list(chunks).is_empty());
    let chunks = chunks.unwrap_or(&Value::Null);
    let blanks = |chunk: &Value| chunk["text"].as_str().map_or(0, |text| text.trim().matches(' ').count());
    let are_words = list(chunks).iter().map(blanks).sum::<usize>() * 4 < list(chunks).len();
    let mut reading = Reading::new(report);
    let mut run = WordRun::default();
    for (place, chunk) in reading.objects(chunks, "chunk") {
        let (start, end) = reading.times(&chunk["timestamp"][0], &chunk["timestamp"][1], Unit::Seconds, place);
        let Some(text) = reading.text(&chunk["text"], place) else {
            reading.damaged("has no text", place, chunk);
            continue;
        };
        if !are_words {
            run.end();
        }
        run.push_as_it_is(&Token { voice: voice(&chunk["speaker"]), text, start, end, glue: Glue::Neither });
    }
    let speeches: Vec<Speech> = run.finish();
    Ok(reading.draft(root, &KEYS, given, speeches))
}
