//! JSON of IBM Watson Speech to Text: `timestamps` of words as lists, and `speaker_labels` that are joined to them by their beginning.
//!
//! The schema: <https://cloud.ibm.com/apidocs/speech-to-text#recognize>. A real file was tried, that of the adapters of
//! bbc/react-transcript-editor. The results of a job are one level deeper than those of a single request. `%HESITATION` is no word.
//!
//! Not here: Google's JSON, which has results with alternatives too ([`super::google`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::{Millis, Problem};

use std::collections::BTreeMap;

/// The keys whose texts are counted.
const KEYS: [&str; 2] = ["timestamps", "transcript"];

/// What stands in the text where somebody hesitates.
const HESITATION: &str = "%HESITATION";

pub(in crate::import) const FORMAT: Format = Format {
    name: "ibm",
    title: "IBM Watson JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_result = |result: &&Value| {
            let best = &result["alternatives"][0];
            best["timestamps"].is_array() || best["transcript"].is_string() && result["final"].is_boolean()
        };
        parts(root)
            .iter()
            .flat_map(|part| list(&part["results"]))
            .any(|result| is_result(&result))
            .then(|| "results with timestamps".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

/// What has results: the file, or the parts of a job.
fn parts(root: &Value) -> &[Value] {
    if root.is_array() {
        // What a web socket sent, one answer after the other.
        return list(root);
    }
    let outer = list(&root["results"]);
    if outer.iter().any(|part| part["results"].is_array()) { outer } else { std::slice::from_ref(root) }
}

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let mut run = WordRun::default();
    let mut untimed = Vec::new();
    for part in parts(root) {
        let speakers = speakers(part, &mut reading);
        for (place, result) in reading.objects(&part["results"], "result") {
            for other in list(&result["alternatives"]).iter().skip(1) {
                reading.leave_out_all("another wording", other, &KEYS);
            }
            if result["final"].as_bool() == Some(false) {
                reading.leave_out_all("a wording that was not final", result, &KEYS);
                continue;
            }
            let best = &result["alternatives"][0];
            run.end();
            words(best, &speakers, &mut run, &mut reading, place);
            let Some(text) = reading.text(&best["transcript"], place) else { continue };
            text.matches(HESITATION).for_each(|mark| reading.used(mark));
            let text = text.replace(HESITATION, " ");
            match list(&best["timestamps"]).is_empty() {
                true => untimed.extend(sentences(&Voice::Unknown, &text, &[])),
                false => reading.repeats("transcript", text),
            }
        }
    }
    let mut speeches = run.finish();
    speeches.extend(untimed);
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["language"].as_str().and_then(language::written);
    Ok(draft)
}

/// Who begins to speak when.
fn speakers(part: &Value, reading: &mut Reading<'_>) -> BTreeMap<Millis, Voice> {
    let labels = reading.objects(&part["speaker_labels"], "speaker label").into_iter();
    labels
        .filter_map(|(place, label)| {
            Some((reading.time(&label["from"], Unit::Seconds, place)?, voice(&label["speaker"])))
        })
        .collect()
}

fn words(best: &Value, speakers: &BTreeMap<Millis, Voice>, run: &mut WordRun, reading: &mut Reading<'_>, place: Place) {
    for word in list(&best["timestamps"]) {
        let Some(text) = reading.text(&word[0], place) else {
            reading.damaged("has a word without a text", place, word);
            continue;
        };
        if text == HESITATION {
            reading.used(text);
            continue;
        }
        let (start, end) = reading.times(&word[1], &word[2], Unit::Seconds, place);
        let voice = start.and_then(|start| speakers.get(&start)).cloned().unwrap_or(Voice::Unknown);
        run.push(&Token { voice, text, start, end, glue: Glue::Neither });
    }
}
