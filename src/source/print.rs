//! An episode in the canonical form: fields in a fixed order, one paragraph a line, and no backslash that is not needed.
//!
//! It checks nothing: an episode that breaks the model's invariants is printed as well as it goes.

use super::front::{role_word, status_word};
use super::marks;
use crate::transcript::{Answer, Correction, Episode, Paragraph, Speaker, SpeakerId, Status, TopicId};

/// The text of an episode. Reading it gives the same value, if it keeps the invariants that the
/// [specification](super) names; an id that is not assigned is left out.
pub fn print_episode(episode: &Episode) -> String {
    let mut out = front_matter(episode);
    for answer in &episode.answers {
        out.push('\n');
        out.push_str(&heading(answer));
        for turn in &answer.turns {
            let label = label(episode, &turn.speaker);
            for (index, spoken) in turn.paragraphs.iter().enumerate() {
                out.push('\n');
                out.push_str(&paragraph(spoken, Some(label.as_str()).filter(|_| index == 0)));
            }
        }
    }
    out
}

// ---- front matter

fn front_matter(episode: &Episode) -> String {
    let status = Some(status_word(episode.status)).filter(|_| episode.status != Status::Published);
    let fields = [
        ("id", optional(episode.id.as_str()).map(quoted)),
        ("title", Some(quoted(&episode.title))),
        ("date", Some(episode.date.to_string())),
        ("publisher", Some(quoted(&episode.publisher))),
        ("rights", episode.rights.as_deref().map(quoted)),
        ("original", episode.original.as_deref().map(quoted)),
        ("summary", episode.summary.as_deref().map(quoted)),
        ("language", Some(quoted(&episode.language))),
        ("status", status.map(quoted)),
        ("topics", (!episode.topics.is_empty()).then(|| topics(&episode.topics))),
        ("audio", episode.audio.as_deref().map(quoted)),
        ("speakers", Some(rows(episode.speakers.iter().map(speaker)))),
        ("corrections", (!episode.corrections.is_empty()).then(|| rows(episode.corrections.iter().map(correction)))),
    ];
    let lines = fields.iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", value.as_ref()?)));
    format!("+++\n{}+++\n", lines.collect::<String>())
}

fn optional(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn topics(topics: &[TopicId]) -> String {
    let topics: Vec<String> = topics.iter().map(|topic| quoted(topic.as_str())).collect();
    format!("[{}]", topics.join(", "))
}

/// A list of tables, each on a line of its own.
fn rows(rows: impl Iterator<Item = String>) -> String {
    let lines: String = rows.map(|row| format!("  {{ {row} }},\n")).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{lines}]") }
}

fn speaker(speaker: &Speaker) -> String {
    let id = optional(speaker.id.as_str()).map(|id| format!("id = {}, ", quoted(id))).unwrap_or_default();
    let about = speaker.about.as_deref().map(|about| format!(", about = {}", quoted(about))).unwrap_or_default();
    format!("{id}name = {}, role = {}{about}", quoted(&speaker.name), quoted(role_word(speaker.role)))
}

fn correction(correction: &Correction) -> String {
    let Correction { paragraph, heard, meant, occurrence } = correction;
    let which = if *occurrence == 1 { String::new() } else { format!(", occurrence = {occurrence}") };
    format!("at = {}, heard = {}, meant = {}{which}", quoted(paragraph.as_str()), quoted(heard), quoted(meant))
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

// ---- body

fn heading(answer: &Answer) -> String {
    let id = optional(answer.id.as_str()).map(|id| format!("#{id}"));
    let pinned = answer.pinned.iter().map(|topic| format!("+{topic}"));
    let banned = answer.banned.iter().map(|topic| format!("-{topic}"));
    let attributes: Vec<String> = id.into_iter().chain(pinned).chain(banned).collect();
    let mut line = "##".to_owned();
    if let Some(title) = &answer.written_title {
        line.push(' ');
        line.push_str(&marks::escape_title(title));
    }
    if !attributes.is_empty() {
        line.push_str(&format!(" {{{}}}", attributes.join(" ")));
    }
    line.push('\n');
    line
}

/// `**Name:**`, with the id where two have one name.
fn label(episode: &Episode, id: &SpeakerId) -> String {
    let name = episode.speaker(id).map_or(id.as_str(), |speaker| &speaker.name);
    let mut escaped = String::new();
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        // A backslash at the end would escape the colon.
        let escapes_next = c == '\\' && chars.peek().is_none_or(char::is_ascii_punctuation);
        escaped.extend((c == '*' || escapes_next).then_some('\\'));
        escaped.push(c);
    }
    format!("**{escaped}:**")
}

fn paragraph(paragraph: &Paragraph, label: Option<&str>) -> String {
    let mut line = String::new();
    if let Some(label) = label {
        line.push_str(label);
        line.push(' ');
    }
    if let Some(start) = paragraph.start {
        line.push_str(&format!("[{start}] "));
    }
    line.push_str(&escaped_words(paragraph, label.is_some()));
    if paragraph.id.is_assigned() {
        line.push_str(&format!(" ^{}", paragraph.id));
    }
    line.push('\n');
    line
}

/// A paragraph's text with a backslash before what would be read as structure where it stands.
fn escaped_words(paragraph: &Paragraph, labelled: bool) -> String {
    let mut words = marks::escape_backslashes(&paragraph.text);
    if let Some(id) = marks::id(&words) {
        let mark = marks::span_in(&words, id.mark).start;
        words.insert(mark, '\\');
    }
    let timed = paragraph.start.is_some();
    let time = !timed && marks::time(&words).is_some();
    let label = !labelled && marks::label(&words).is_some();
    let heading = !labelled && !timed && marks::heading_level(&words).is_some();
    if time || label || heading {
        words.insert(0, '\\');
    }
    words
}
