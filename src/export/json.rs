//! JSON a file an episode: that of the Podcast Namespace, and the World Transcription Format.
//!
//! Sources: <https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md>, and the IETF's draft
//! `draft-howe-vcon-wtf-extension`. Not here: our own public JSON ([`crate::site`]).

use serde_json::{Value, json};

use super::Selection;
use crate::transcript::Millis;

/// The JSON of the Podcast Namespace: a segment a paragraph, times in seconds.
pub fn podcast_json(selection: &Selection<'_>) -> String {
    let segment = |(spoken, start, end): (super::Spoken<'_>, Millis, Millis)| json!({ "speaker": spoken.name, "startTime": seconds(start), "endTime": seconds(end), "body": spoken.paragraph.text });
    let segments: Vec<Value> = selection.timed().into_iter().map(segment).collect();
    printed(&json!({ "version": "1.0.0", "segments": segments }))
}

/// The World Transcription Format: a segment a paragraph, times in seconds.
pub fn wtf_json(selection: &Selection<'_>) -> String {
    let episode = selection.episode;
    let timed = selection.timed();
    let duration = timed.last().map_or(0.0, |(_, _, end)| seconds(*end));
    let text: Vec<&str> = timed.iter().map(|(spoken, ..)| spoken.paragraph.text.as_str()).collect();
    let segments: Vec<Value> = timed.iter().enumerate().map(|(id, (spoken, start, end))| {
        json!({
            "id": id, "start": seconds(*start), "end": seconds(*end), "text": spoken.paragraph.text, "confidence": 1.0,
            "speaker": spoken.speaker.as_str(),
        })
    }).collect();
    let speakers: serde_json::Map<String, Value> = episode
        .speakers
        .iter()
        .map(|speaker| (speaker.id.to_string(), json!({ "id": speaker.id.as_str(), "label": speaker.name })))
        .collect();
    printed(&json!({
        "transcript": { "text": text.join(" "), "language": episode.language, "duration": duration, "confidence": 1.0 },
        "segments": segments,
        "speakers": speakers,
        "metadata": { "provider": "answerbook", "model": "edited" },
    }))
}

fn seconds(Millis(time): Millis) -> f64 {
    // A day is 86,400,000 milliseconds, which are whole in a double.
    time as f64 / 1000.0
}

fn printed(value: &Value) -> String {
    format!("{value:#}\n")
}
