//! Markdown in which every turn begins with a speaker's name in bold: `**Name:** what they say`.
//!
//! Read are also `**Name**:`, a label alone on its line, front matter between `---` lines (`title`, `date`, `topics` and
//! `summary`, a value a line), times in brackets at the beginning of a paragraph, and backslashes before punctuation. A
//! label that nobody bears, such as `**Break:**`, is left out and told.
//!
//! Who asks most is the host; an answer begins at a turn of theirs that follows someone else's, unless it is a short one
//! that asks nothing. Not here: other mark-up, which stays as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Given, Imported};
use crate::transcript::{
    Answer, Date, Episode, Millis, Paragraph, ParagraphId, Problem, Role, Speaker, SpeakerIds, Status, TopicId, Turn,
    slug,
};

/// Labels that are no speakers'.
const FURNITURE: [&str; 4] = ["break", "ad", "sponsor", "music"];

/// A name is no longer.
const MAX_NAME_CHARS: usize = 60;

/// A host's turn of fewer words that asks nothing belongs to the answer it interrupts.
const PROMPT_WORDS: usize = 6;

/// Reads a labelled transcript.
pub fn read_labelled(text: &str, given: &Given) -> Imported {
    let mut problems = Vec::new();
    let (front, body_at) = front_matter(text, &mut problems);
    let mut heading = None;
    let turns = turns(text, body_at, &mut heading, &mut problems);
    if turns.is_empty() {
        let problem = Problem::error(0..text.len().min(1), "no turns").expected("paragraphs that begin with **Name:**");
        problems.push(problem);
        return Imported { episode: None, problems };
    }
    let speakers = speakers(&turns);
    let title = front.title.or(heading).unwrap_or_else(|| given.stem.replace('-', " "));
    let episode = Episode {
        id: Default::default(),
        title,
        date: front.date.unwrap_or(given.date),
        publisher: given.publisher.clone(),
        rights: None,
        original: None,
        summary: front.summary,
        language: "en".to_owned(),
        answers: answers(turns, &speakers),
        speakers: speakers.into_values().collect(),
        topics: front.topics,
        audio: None,
        status: Status::Published,
        corrections: Vec::new(),
    };
    problems.sort_by_key(|problem| problem.span.start);
    Imported { episode: Some(episode), problems }
}

#[derive(Default)]
struct Front {
    title: Option<String>,
    date: Option<Date>,
    topics: Vec<TopicId>,
    summary: Option<String>,
}

/// What the front matter says, and where the text behind it begins.
fn front_matter(text: &str, problems: &mut Vec<Problem>) -> (Front, usize) {
    let mut front = Front::default();
    let mut lines = lines(text);
    if lines.next().is_none_or(|(_, line)| line.trim_end() != "---") {
        return (front, 0);
    }
    for (range, line) in lines {
        if line.trim_end() == "---" {
            return (front, range.end);
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim() {
            "title" => front.title = Some(value.to_owned()),
            "summary" | "description" => front.summary = Some(value.to_owned()),
            "date" => match value.get(..10).and_then(Date::parse) {
                Some(date) => front.date = Some(date),
                None => problems.push(Problem::warning(range, "no date").found(value).expected("2024-05-31")),
            },
            "topics" => {
                let topics = value.trim_matches(['[', ']']).split(',').map(|topic| slug(topic, usize::MAX));
                front.topics = topics.filter_map(|topic| TopicId::new(&topic).ok()).collect();
            }
            _ => {}
        }
    }
    problems.push(Problem::error(0..3, "front matter without an end").expected("a line `---` behind it"));
    (front, 0)
}

/// Each line without its end, and its bytes with it.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start..at, line.trim_end_matches(['\n', '\r']))
    })
}

/// What one speaker says without a break, before speakers have ids.
struct Said {
    name: String,
    paragraphs: Vec<Paragraph>,
}

/// The turns of the text from a byte on; a first heading of the first level goes to `heading`.
fn turns(text: &str, from: usize, heading: &mut Option<String>, problems: &mut Vec<Problem>) -> Vec<Said> {
    let mut turns: Vec<Said> = Vec::new();
    let mut open = String::new();
    let mut left_out: Option<Range<usize>> = None;
    for (range, line) in lines(text).skip_while(|(range, _)| range.start < from) {
        let line = line.trim();
        if line.is_empty() {
            close(&mut open, &mut turns);
        } else if let Some((name, rest)) = label(line) {
            close(&mut open, &mut turns);
            if FURNITURE.contains(&name.to_lowercase().as_str()) {
                problems.push(Problem::warning(range, "left out: no speaker’s label").found(name));
                open.clear();
                continue;
            }
            if turns.last().is_none_or(|last| last.name != name) {
                turns.push(Said { name: name.to_owned(), paragraphs: Vec::new() });
            }
            open.push_str(rest);
        } else if let Some(words) = line.strip_prefix("# ").filter(|_| turns.is_empty()) {
            heading.get_or_insert_with(|| words.trim().to_owned());
        } else if turns.is_empty() {
            left_out = Some(left_out.map_or(range.clone(), |before| before.start..range.end));
        } else if is_break(line) {
            close(&mut open, &mut turns);
            problems.push(Problem::warning(range, "left out: no one says it").found(line));
        } else {
            open.push_str(if open.is_empty() { "" } else { " " });
            open.push_str(line);
        }
    }
    close(&mut open, &mut turns);
    problems.extend(left_out.map(|range| Problem::warning(range, "left out: words before the first speaker")));
    turns.retain(|turn| !turn.paragraphs.is_empty());
    turns
}

/// A line of its own such as `**Break**` or a rule.
fn is_break(line: &str) -> bool {
    let bare = line.trim_matches(['*', '_', '-', ' ', ':']);
    bare.is_empty() || FURNITURE.contains(&bare.to_lowercase().as_str()) && line.starts_with("**")
}

/// Ends the paragraph being read.
fn close(open: &mut String, turns: &mut [Said]) {
    let text = std::mem::take(open);
    let (start, text) = timed(unescaped(text.trim()));
    if let Some(turn) = turns.last_mut().filter(|_| !text.is_empty()) {
        turn.paragraphs.push(Paragraph { id: ParagraphId::default(), start, text });
    }
}

/// `**Name:** rest`, `**Name: **rest` or `**Name**: rest`.
fn label(line: &str) -> Option<(&str, &str)> {
    let (bold, rest) = line.strip_prefix("**")?.split_once("**")?;
    let bold = bold.trim();
    let (name, rest) = match bold.strip_suffix(':') {
        Some(name) => (name, rest),
        None => (bold, rest.trim_start().strip_prefix(':')?),
    };
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.contains(['*', '?', '!']);
    fits.then_some((name, rest.trim()))
}

/// As Markdown reads it: without the backslashes before punctuation, and with the characters that `&#39;` and the like stand for;
/// control characters and runs of blanks become one blank.
fn unescaped(text: &str) -> String {
    let text = html_escape::decode_html_entities(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
            _ if c.is_control() || c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A time in brackets in front of a paragraph, `[12:34]` or `[1:02:03.45]`, and the text behind it.
fn timed(text: String) -> (Option<Millis>, String) {
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let read = inside.and_then(|(time, rest)| Some((Millis::parse(time)?, rest.trim_start().to_owned())));
    match read {
        Some((start, rest)) => (Some(start), rest),
        None => (None, text),
    }
}

/// Everyone who speaks, by name: who asks most is the host. Their ids are those that the canonical form would assign.
fn speakers(turns: &[Said]) -> BTreeMap<String, Speaker> {
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in turns {
        let questions = turn.paragraphs.iter().filter(|paragraph| paragraph.text.ends_with('?')).count();
        *asked.entry(&turn.name).or_default() += questions;
    }
    let host = asked.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name))).map(|(name, _)| *name);
    let mut ids = SpeakerIds::default();
    let mut speaker = |name: &str| {
        let role = if Some(name) == host { Role::Host } else { Role::Guest };
        Speaker { id: ids.assign(name), name: name.to_owned(), role, about: None }
    };
    asked.keys().map(|name| ((*name).to_owned(), speaker(name))).collect()
}

/// The turns in answers.
fn answers(turns: Vec<Said>, speakers: &BTreeMap<String, Speaker>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut host_before = true;
    for said in turns {
        let Some(speaker) = speakers.get(&said.name) else { continue };
        let host = speaker.role == Role::Host;
        let begins = host && !host_before && is_prompt(&said);
        if begins || answers.is_empty() {
            answers.push(Answer {
                id: Default::default(),
                written_title: None,
                pinned: Vec::new(),
                banned: Vec::new(),
                turns: Vec::new(),
            });
        }
        host_before = host;
        let Some(answer) = answers.last_mut() else { continue };
        match answer.turns.last_mut().filter(|turn| turn.speaker == speaker.id) {
            Some(turn) => turn.paragraphs.extend(said.paragraphs),
            None => answer.turns.push(Turn { speaker: speaker.id.clone(), paragraphs: said.paragraphs }),
        }
    }
    answers
}

fn is_prompt(said: &Said) -> bool {
    let words: usize = said.paragraphs.iter().map(|paragraph| paragraph.text.split_whitespace().count()).sum();
    words >= PROMPT_WORDS || said.paragraphs.iter().any(|paragraph| paragraph.text.contains('?'))
}
