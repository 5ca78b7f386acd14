//! The words of a WebVTT cue by voice, where the cue stands in a file of another format.
//!
//! Not here: WebVTT files, whose cues may also roll ([`super::formats::webvtt`]).

use std::ops::Range;

use html_escape::decode_html_entities;

use super::captions::Cue;
use super::draft::{Speech, Voice};

/// The words of a cue. Those before its first voice are said by `none`; `at` is where the captions begin in the whole text.
pub(super) fn voices(cue: &Cue<'_>, none: &Voice, at: usize) -> Vec<Speech> {
    let mut voice = none.clone();
    let mut said: Vec<(Voice, String)> = Vec::new();
    let text = cue.lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
    for (nth, part) in text.split('<').enumerate() {
        let Some((tag, words)) = part.split_once('>').filter(|_| nth > 0) else {
            let bracket = if nth > 0 { "<" } else { "" };
            push(&mut said, &voice, &format!("{bracket}{part}"));
            continue;
        };
        match name(tag) {
            Some(name) => voice = Voice::Labelled(name),
            None if tag == "/v" => voice = none.clone(),
            None if tag.starts_with("br") => push(&mut said, &voice, " "),
            None => {}
        }
        push(&mut said, &voice, words);
    }
    let span = Range { start: at + cue.span.start, end: at + cue.span.end };
    let speeches = said.into_iter().map(|(voice, text)| Speech::new(voice, decode_html_entities(&text)));
    let said = speeches.filter(|speech| !speech.text.is_empty());
    said.map(|speech| speech.timed(Some(cue.start), Some(cue.end).filter(|end| *end >= cue.start)).at(span.clone()))
        .collect()
}

fn push(said: &mut Vec<(Voice, String)>, voice: &Voice, words: &str) {
    match said.last_mut().filter(|(last, _)| last == voice) {
        Some((_, text)) => text.push_str(words),
        None => said.push((voice.clone(), words.to_owned())),
    }
}

/// The name in a tag `v Name` or `v.class Name`.
fn name(tag: &str) -> Option<String> {
    let (kind, name) = tag.split_once(char::is_whitespace)?;
    let is_voice = kind == "v" || kind.starts_with("v.");
    is_voice.then(|| decode_html_entities(name.trim()).into_owned()).filter(|name| !name.is_empty())
}
