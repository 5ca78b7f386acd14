//! JSON of the Podcast Namespace: `version` and `segments` with `speaker`, `startTime`, `endTime` and `body`.
//!
//! The schema: <https://github.com/Podcastindex-org/podcast-namespace>, `transcripts/transcripts.md`. A segment may be a sentence or a single
//! word; both are joined into paragraphs. The example of the specification was tried.
//!
//! Not here: the chapters of the same namespace, which are no transcript.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::Draft;
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, root, voice};
use crate::import::report::Report;
use crate::import::segments::Segments;
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["body"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "podcast-json",
    title: "Podcast Namespace JSON",
    recognise: |input| {
        let segments = &input.json()?["segments"];
        let is_segment = |segment: &Value| segment["body"].is_string() && !segment["startTime"].is_null();
        any(segments, is_segment).then(|| "segments with a startTime and a body".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

const SEGMENTS: Segments = Segments {
    kind: "segment",
    text: "body",
    start: "startTime",
    end: "endTime",
    unit: Unit::Seconds,
    words: "",
    word: &[],
    word_start: "",
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let speeches = SEGMENTS.read(&root["segments"], &mut reading, |segment| voice(&segment["speaker"]));
    Ok(reading.draft(root, &KEYS, given, speeches))
}
