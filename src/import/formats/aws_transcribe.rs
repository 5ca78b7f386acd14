//! JSON of Amazon Transcribe: `results.items` with words and marks, whose times are texts.
//!
//! The schema: <https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html>. Real files were tried from the adapters of
//! bbc/react-transcript-editor, with and without speakers. Who says a word stands with it in newer files; in older ones it is looked up by
//! the time of the word. The channels of a recording are read one after the other and put in the order of their times.
//!
//! Not here: its Call Analytics, which is another format ([`super::aws_call_analytics`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Speech, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Place, Reading, Unit, channel, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::segments::by_time;
use crate::import::word_run::{Glue, Token, WordRun, sentences};
use crate::transcript::{Millis, Problem};

use std::collections::BTreeMap;

/// The keys whose texts are counted.
const KEYS: [&str; 2] = ["content", "transcript"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "aws-transcribe",
    title: "Amazon Transcribe JSON",
    recognise: |input| {
        let results = &input.json()?["results"];
        let is_so =
            results["transcripts"].is_array() && (results["items"].is_array() || results["channel_labels"].is_object());
        is_so.then(|| "results with transcripts and items".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let results = &root["results"];
    let mut reading = Reading::new(report);
    let channels = list(&results["channel_labels"]["channels"]);
    let mut speeches = Vec::new();
    for of in channels {
        speeches.extend(said(&of["items"], &Speakers::of_channel(of), &mut reading));
    }
    if channels.is_empty() {
        speeches = said(&results["items"], &Speakers::of_labels(&results["speaker_labels"]), &mut reading);
    }
    if speeches.is_empty() {
        for (place, transcript) in reading.objects(&results["transcripts"], "transcript") {
            let text = reading.text(&transcript["transcript"], place);
            speeches.extend(text.map(|text| sentences(&Voice::Unknown, text, &[])).unwrap_or_default());
        }
    }
    let mut draft = reading.draft(root, &KEYS, given, by_time(speeches));
    draft.head.language =
        results["language_code"].as_str().or(root["language_code"].as_str()).and_then(language::written);
    Ok(draft)
}

/// Who speaks at a time, where the words themselves do not say it.
struct Speakers<'a> {
    by_start: BTreeMap<&'a str, &'a Value>,
    channel: Option<Voice>,
}

impl<'a> Speakers<'a> {
    fn of_channel(of: &'a Value) -> Self {
        Self { by_start: BTreeMap::new(), channel: Some(channel(&of["channel_label"])) }
    }

    fn of_labels(labels: &'a Value) -> Self {
        let items = list(&labels["segments"]).iter().flat_map(|segment| list(&segment["items"]));
        let by_start = items.filter_map(|item| Some((item["start_time"].as_str()?, &item["speaker_label"])));
        Self { by_start: by_start.collect(), channel: None }
    }

    fn voice(&self, item: &Value) -> Voice {
        let label = match &item["speaker_label"] {
            Value::Null => item["start_time"]
                .as_str()
                .and_then(|start| self.by_start.get(start))
                .map_or(Voice::Unknown, |label| voice(label)),
            label => voice(label),
        };
        match (label, &self.channel) {
            (Voice::Unknown, Some(channel)) => channel.clone(),
            (Voice::Unknown, None) => channel(&item["channel_label"]),
            (label, _) => label,
        }
    }
}

fn said(items: &Value, speakers: &Speakers<'_>, reading: &mut Reading<'_>) -> Vec<Speech> {
    let mut run = WordRun::default();
    for (place, item) in reading.objects(items, "item") {
        for other in list(&item["alternatives"]).iter().skip(1) {
            reading.leave_out_all("another wording", other, &KEYS);
        }
        let (start, end) = times(item, place, reading);
        let Some(text) = reading.text(&item["alternatives"][0]["content"], place) else {
            reading.damaged("has no content", place, item);
            continue;
        };
        let is_mark = item["type"].as_str() == Some("punctuation");
        let voice = if is_mark { Voice::Same } else { speakers.voice(item) };
        run.push(&Token { voice, text, start, end, glue: if is_mark { Glue::Before } else { Glue::Neither } });
    }
    run.finish()
}

/// The times of a word; a mark has none.
fn times(item: &Value, place: Place, reading: &mut Reading<'_>) -> (Option<Millis>, Option<Millis>) {
    reading.times(&item["start_time"], &item["end_time"], Unit::Seconds, place)
}
