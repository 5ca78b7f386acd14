//! The words of a WebVTT cue by voice, in a file of its own or within another format.
//!
//! Not here: cues that roll ([`super::formats::webvtt`]).

use html_escape::decode_html_entities;

use super::captions::Cue;
use super::draft::{Speech, Voice, clean};

/// The words of a cue. Those without a voice are said by `none`; `at` is where the captions begin in the whole text.
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
    let span = at + cue.span.start..at + cue.span.end;
    let end = Some(cue.end).filter(|end| *end >= cue.start);
    let speeches = said.iter().flat_map(|(voice, text)| {
        let lines = lines_of(voice, text).enumerate();
        let span = span.clone();
        lines.map(move |(nth, line)| {
            Speech::new(voice.clone(), line).timed(Some(cue.start).filter(|_| nth == 0), end).at(span.clone())
        })
    });
    speeches.collect()
}

/// The lines of a voice that have words. A named voice says them as one; else each is by itself, since a label may begin it.
fn lines_of<'a>(voice: &Voice, text: &'a str) -> impl Iterator<Item = String> + use<'a> {
    let lines = if matches!(voice, Voice::Labelled(_)) { vec![text] } else { text.split('\n').collect() };
    lines.into_iter().map(|line| clean(&decode_html_entities(line))).filter(|line| !line.is_empty())
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
    is_voice.then(|| clean(&decode_html_entities(name))).filter(|name| !name.is_empty())
}
