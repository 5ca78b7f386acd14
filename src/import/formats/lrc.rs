//! Lyrics with times, `.lrc`, which some programs write of speech: `[mm:ss.xx]words`. It has no specification;
//! <https://en.wikipedia.org/wiki/LRC_(file_format)> describes it. Real files were tried.
//!
//! A line has its beginning and no end. Lines with several times are said as often. Words may have times of their own, `<mm:ss.xx>`.
//!
//! Not here: plain text with times before its paragraphs ([`super::text`]).

use std::ops::Range;

use crate::import::captions::time;
use crate::import::count;
use crate::import::cue_lines::{self, CueLine};
use crate::import::draft::{Draft, Head, Speech, Voice, WordTime, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::language;
use crate::import::report::Report;
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format =
    Format { name: "lrc", title: "lyrics with times", recognise, read, count: |input| count::of_lyrics(input.text()) };

/// The fields at the beginning of a file.
const FIELDS: [&str; 13] = ["ar", "al", "ti", "au", "by", "length", "offset", "re", "ve", "tool", "la", "lang", "#"];

/// The most times before a line that is said as often; with more it is said once.
const MAX_TIMES: usize = 20;

/// Lines of which most begin with a time of the form that lyrics have, or with one of any form in a file with their fields.
fn recognise(input: &Input<'_>) -> Option<String> {
    if !input.start().starts_with('[') || input.json().is_some() {
        return None;
    }
    let lines = || input.text().lines().map(str::trim).filter(|line| !line.is_empty());
    let fields = lines().filter(|line| field(line).is_some()).count();
    let timed = |is_exact: bool| {
        lines().filter(|line| stamp(line).is_some_and(|(_, inside, _)| !is_exact || has_fraction(inside))).count()
    };
    let all = lines().count() - fields;
    let times = if fields > 0 { timed(false) } else { timed(true) };
    (times >= 2 && times * 10 >= all * 8).then(|| format!("{times} lines that begin with a time in brackets"))
}

fn has_fraction(inside: &str) -> bool {
    inside.matches(':').count() == 1 && inside.contains('.')
}

/// A field: `[ti:A talk]`, its name and its value.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('[')?.strip_suffix(']')?.split_once(':')?;
    FIELDS.contains(&name.trim().to_lowercase().as_str()).then_some((name.trim(), value.trim()))
}

/// The time that a line begins with, as it stands between the brackets, and what comes behind it.
fn stamp(line: &str) -> Option<(Millis, &str, &str)> {
    let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
    let time = time(inside).filter(|_| inside.contains(':') && inside.starts_with(|c: char| c.is_ascii_digit()))?;
    Some((time, inside, rest.trim_start()))
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let mut head = Head::default();
    let mut offset = 0;
    let mut groups: Vec<Vec<Speech>> = Vec::new();
    let mut at = 0;
    for line in input.text().split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        match field(line.trim()) {
            Some((name, value)) => {
                report.used(line);
                fields(name, value, &mut head, &mut offset);
            }
            None => groups.extend(said(line.trim(), &span)),
        }
    }
    // Lines that are said more than once stand where they are said first.
    let mut latest = None;
    let mut keyed: Vec<(Option<Millis>, Vec<Speech>)> = Vec::new();
    for group in groups {
        latest = group.first().and_then(|speech| speech.start).or(latest);
        keyed.push((latest, group));
    }
    keyed.sort_by_key(|(start, _)| *start);
    let mut draft = Draft { head, ..Draft::cued(keyed.into_iter().flat_map(|(_, group)| group)) };
    draft.speeches_mut().for_each(|speech| shift(speech, offset));
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

fn fields(name: &str, value: &str, head: &mut Head, offset: &mut i64) {
    let text = Some(clean(value)).filter(|value| !value.is_empty());
    match name.to_lowercase().as_str() {
        "ti" => head.title = text,
        "al" => head.show = text,
        "la" | "lang" => head.language = language::written(value),
        "offset" => *offset = value.trim_start_matches('+').parse().unwrap_or_default(),
        _ => {}
    }
}

/// The words of a line, once for each of its times. A line without one goes on with the line before.
fn said(line: &str, span: &Range<usize>) -> Vec<Vec<Speech>> {
    let mut times = Vec::new();
    let mut rest = line;
    while let Some((time, _, after)) = stamp(rest) {
        times.push(Some(time));
        rest = after;
    }
    if times.len() > MAX_TIMES {
        times.truncate(1);
    }
    if times.is_empty() {
        times.push(None);
    }
    times.into_iter().map(|start| speeches(rest, start, span)).filter(|said| !said.is_empty()).collect()
}

fn speeches(line: &str, start: Option<Millis>, span: &Range<usize>) -> Vec<Speech> {
    let (text, words) = timed_words(line);
    if words.is_empty() {
        return cue_lines::speeches(vec![CueLine { text, span: span.clone() }], start, None);
    }
    let speech = Speech { words, ..Speech::new(Voice::Unknown, text) };
    Some(speech.timed(start, None).at(span.clone())).filter(|speech| !speech.text.is_empty()).into_iter().collect()
}

/// The words of a line, and their times.
fn timed_words(line: &str) -> (String, Vec<WordTime>) {
    let mut text = String::new();
    let mut words = Vec::new();
    let mut has_blank = false;
    for (nth, part) in line.split('<').enumerate() {
        let stamp = part
            .split_once('>')
            .and_then(|(inside, said)| Some((time(inside).filter(|_| nth > 0 && inside.contains(':'))?, said)));
        let bracket = if nth > 0 && stamp.is_none() { "<" } else { "" };
        let mut next = stamp.map(|(start, _)| start);
        for c in bracket.chars().chain(stamp.map_or(part, |(_, said)| said).chars()) {
            if c.is_whitespace() || c.is_control() || c == '\u{feff}' {
                has_blank = true;
                continue;
            }
            if std::mem::take(&mut has_blank) && !text.is_empty() {
                text.push(' ');
            }
            words.extend(next.take().map(|start| WordTime { at: text.len(), start }));
            text.push(c);
        }
    }
    (text, words)
}

/// Moves the times as the field `offset` says: so many milliseconds sooner.
fn shift(speech: &mut Speech, offset: i64) {
    let moved = |time: Millis| Millis(time.0.saturating_add_signed(offset.saturating_neg()));
    speech.start = speech.start.map(moved);
    speech.words.iter_mut().for_each(|word| word.start = moved(word.start));
}
