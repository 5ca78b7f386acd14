//! The importer of labelled Markdown, in which every turn begins with the speaker's name in bold: `**Name:** words`.
//!
//! It also reads labels written `**Name**:` or alone on their line, front matter between `---` lines (`title`, `date`,
//! `topics` and `summary`, each value on one line), times in brackets at the beginning of a paragraph, and backslashes before
//! punctuation. A label such as `**Break:**`, which is no speaker's, is left out with a warning.
//!
//! The speaker with the most questions is the host. An answer begins at a turn of the host that follows another speaker's,
//! unless the turn is short and has no question.
//!
//! Not here: other mark-up, which is kept as text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Defaults, Imported};
use crate::transcript::{
    Answer, Date, Episode, Millis, Paragraph, ParagraphId, Problem, Role, Speaker, SpeakerIds, Status, TopicId, slug,
};

/// Labels, in lower case, that are not the names of speakers.
const NON_SPEAKER_LABELS: [&str; 4] = ["break", "ad", "sponsor", "music"];

/// The greatest length of a name in characters. A longer bold text at the beginning of a line is emphasis.
const MAX_NAME_CHARS: usize = 60;

/// The least number of words of a prompt without a question mark. With fewer, interjections begin answers; with more, short
/// prompts do not.
const MIN_PROMPT_WORDS: usize = 6;

/// Imports a labelled transcript. `defaults` has values for what its front matter does not say.
pub fn read_labelled(text: &str, defaults: &Defaults) -> Imported {
    let mut problems = Vec::new();
    let (front, body_at) = front_matter(text, &mut problems);
    let mut heading = None;
    let turns = turns(text, body_at, &mut heading, &mut problems);
    if turns.is_empty() {
        let start = 0..text.chars().next().map_or(0, char::len_utf8);
        problems.push(Problem::error(start, "no turns").expected("paragraphs that begin with **Name:**"));
        return Imported { episode: None, problems: by_position(problems) };
    }
    let speakers = speakers(&turns);
    let title = front.title.or(heading).unwrap_or_else(|| defaults.stem.replace('-', " "));
    let episode = Episode {
        id: Default::default(),
        title,
        date: front.date.or(defaults.date),
        publisher: defaults.publisher.clone(),
        rights: None,
        original: None,
        summary: front.summary,
        language: "en".to_owned(),
        answers: answers(turns, &speakers),
        speakers: speakers.into_values().collect(),
        show: None,
        imported: None,
        topics: front.topics,
        keywords: Vec::new(),
        audio: None,
        status: Status::Published,
        corrections: Vec::new(),
    };
    Imported { episode: Some(episode), problems: by_position(problems) }
}

fn by_position(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.span.start);
    problems
}

/// The known fields of the front matter.
#[derive(Default)]
struct FrontMatter {
    title: Option<String>,
    date: Option<Date>,
    topics: Vec<TopicId>,
    summary: Option<String>,
}

/// The front matter, and the position at which the body begins.
fn front_matter(text: &str, problems: &mut Vec<Problem>) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
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

/// The lines without their line breaks, and their byte ranges including these.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start..at, line.trim_end_matches(['\n', '\r']))
    })
}

/// A turn, before speakers have ids.
struct NamedTurn {
    name: String,
    paragraphs: Vec<Paragraph>,
}

/// The turns of the text from the byte `from` on. The first heading of level 1 before them is put into `heading`.
fn turns(text: &str, from: usize, heading: &mut Option<String>, problems: &mut Vec<Problem>) -> Vec<NamedTurn> {
    let mut turns: Vec<NamedTurn> = Vec::new();
    let mut open = String::new();
    let mut left_out: Option<Range<usize>> = None;
    for (range, line) in lines(text).skip_while(|(range, _)| range.start < from) {
        let line = line.trim();
        if line.is_empty() {
            close_paragraph(&mut open, &mut turns);
        } else if let Some((name, rest)) = label(line) {
            close_paragraph(&mut open, &mut turns);
            if NON_SPEAKER_LABELS.contains(&name.to_lowercase().as_str()) {
                problems.push(Problem::warning(range, "left out: no speaker’s label").found(name));
                open.clear();
                continue;
            }
            if turns.last().is_none_or(|last| last.name != name) {
                turns.push(NamedTurn { name: name.to_owned(), paragraphs: Vec::new() });
            }
            open.push_str(rest);
        } else if let Some(words) = line.strip_prefix("# ").filter(|_| turns.is_empty()) {
            heading.get_or_insert_with(|| words.trim().to_owned());
        } else if turns.is_empty() {
            left_out = Some(left_out.map_or(range.clone(), |before| before.start..range.end));
        } else if is_break(line) {
            close_paragraph(&mut open, &mut turns);
            problems.push(Problem::warning(range, "left out: no one says it").found(line));
        } else {
            open.push_str(if open.is_empty() { "" } else { " " });
            open.push_str(line);
        }
    }
    close_paragraph(&mut open, &mut turns);
    problems.extend(left_out.map(|range| Problem::warning(range, "left out: words before the first speaker")));
    turns.retain(|turn| !turn.paragraphs.is_empty());
    turns
}

/// Whether a line is a thematic break, or a label such as `**Break**` of no speaker.
fn is_break(line: &str) -> bool {
    let bare = line.trim_matches(['*', '_', '-', ' ', ':']);
    bare.is_empty() || NON_SPEAKER_LABELS.contains(&bare.to_lowercase().as_str()) && line.starts_with("**")
}

/// Adds the current paragraph, if it has words, to the last turn.
fn close_paragraph(open: &mut String, turns: &mut [NamedTurn]) {
    let text = std::mem::take(open);
    let (start, text) = timed(unescaped(text.trim()));
    if let Some(turn) = turns.last_mut().filter(|_| !text.is_empty()) {
        turn.paragraphs.push(Paragraph { id: ParagraphId::default(), start, text });
    }
}

/// The name in the label of a line, and the rest of the line: `**Name:** rest`, `**Name: **rest` or `**Name**: rest`.
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

/// The text without the backslashes and character references of Markdown. Control characters and runs of blanks become one
/// blank.
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

/// The time in brackets at the beginning of a paragraph, `[12:34]` or `[1:02:03.45]`, and the text after it.
fn timed(text: String) -> (Option<Millis>, String) {
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let read = inside.and_then(|(time, rest)| Some((Millis::parse(time)?, rest.trim_start().to_owned())));
    match read {
        Some((start, rest)) => (Some(start), rest),
        None => (None, text),
    }
}

/// The speakers by name. The host is the one with the most questions. Their ids are those that the canonical form would
/// assign.
fn speakers(turns: &[NamedTurn]) -> BTreeMap<String, Speaker> {
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in turns {
        let questions = turn.paragraphs.iter().filter(|paragraph| paragraph.text.ends_with('?')).count();
        *asked.entry(&turn.name).or_default() += questions;
    }
    let host = asked.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name))).map(|(name, _)| *name);
    let mut ids = SpeakerIds::default();
    let mut speaker = |name: &str| {
        let role = if Some(name) == host { Role::Host } else { Role::Guest };
        Speaker { id: ids.assign(name), name: name.to_owned(), role, about: None, is_placeholder: false, slot: 0 }
    };
    asked.keys().map(|name| ((*name).to_owned(), speaker(name))).collect()
}

/// The answers that the turns form.
fn answers(turns: Vec<NamedTurn>, speakers: &BTreeMap<String, Speaker>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut previous_is_host = true;
    for turn in turns {
        let Some(speaker) = speakers.get(&turn.name) else { continue };
        let host = speaker.role == Role::Host;
        let begins = host && !previous_is_host && is_prompt(&turn);
        if begins || answers.is_empty() {
            answers.push(Answer::untitled());
        }
        previous_is_host = host;
        let Some(answer) = answers.last_mut() else { continue };
        turn.paragraphs.into_iter().for_each(|paragraph| answer.say(&speaker.id, paragraph));
    }
    answers
}

/// Whether a host's turn is a prompt, and not an interjection.
fn is_prompt(turn: &NamedTurn) -> bool {
    let words: usize = turn.paragraphs.iter().map(|paragraph| paragraph.text.split_whitespace().count()).sum();
    words >= MIN_PROMPT_WORDS || turn.paragraphs.iter().any(|paragraph| paragraph.text.contains('?'))
}
