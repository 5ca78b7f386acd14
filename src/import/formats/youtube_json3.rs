//! YouTube's captions as `json3`: `events` with `tStartMs` and `segs` of `utf8`.
//!
//! The schema: files that yt-dlp saves, as many programs describe them; real files were tried. Words have their blanks with them. An event that
//! adds to another (`aAppend`) is a line break. `>>` is where another voice begins, and nobody says whose.
//!
//! Not here: the same captions as WebVTT ([`super::webvtt`]).

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, list, root};
use crate::import::report::Report;
use crate::import::word_run::{Glue, Token, WordRun};
use crate::transcript::{Millis, Problem};

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["utf8"];

/// What stands before the words of another voice.
const TURN: &str = ">>";

pub(in crate::import) const FORMAT: Format = Format {
    name: "youtube-json3",
    title: "YouTube json3",
    recognise: |input| {
        let events = &input.json()?["events"];
        let is_event = |event: &Value| any(&event["segs"], |part| part["utf8"].is_string());
        let is_so = list(events).iter().any(is_event) && any(events, |event| event.get("tStartMs").is_some());
        is_so.then(|| "events with tStartMs and segs".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let mut run = WordRun::default();
    for (place, event) in reading.objects(&root["events"], "event") {
        let begin = reading.time(&event["tStartMs"], Unit::Millis, place);
        let has_words = list(&event["segs"]).iter().any(|part| part.get("tOffsetMs").is_some());
        push(" ", None, &mut run);
        for part in list(&event["segs"]) {
            let Some(text) = reading.text(&part["utf8"], place) else { continue };
            let offset = reading.time(&part["tOffsetMs"], Unit::Millis, place).unwrap_or(Millis(0));
            let start = begin.map(|begin| Millis(begin.0 + offset.0));
            for (nth, said) in text.split(TURN).enumerate() {
                if nth > 0 {
                    run.turn();
                }
                push(said, start, &mut run);
            }
        }
        if !has_words
            && list(&event["segs"])
                .iter()
                .any(|part| part["utf8"].as_str().is_some_and(|text| text.trim().contains(' ')))
        {
            run.end();
        }
    }
    let speeches = run.finish();
    Ok(reading.draft(root, &KEYS, given, speeches))
}

fn push(text: &str, start: Option<Millis>, run: &mut WordRun) {
    run.push_as_it_is(&Token { voice: Voice::Unknown, text, start, end: None, glue: Glue::Neither });
}
