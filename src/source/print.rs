//! The printer of the canonical form: fields in a fixed order, one paragraph on a line, and no backslash that is not needed.
//!
//! Not here: checks. An episode that breaks the model's invariants is printed as far as possible.

use super::front::{role_word, status_word};
use super::{comments, syntax};
use crate::transcript::{Answer, Correction, Episode, ImportSource, Paragraph, Speaker, SpeakerId, Status, TopicId};

/// The text of an episode. Reading it gives the same value, if the episode has the invariants that the
/// [specification](super) names. Ids that are not assigned are omitted.
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
        ("id", non_empty(episode.id.as_str()).map(quoted)),
        ("title", Some(quoted(&episode.title))),
        ("date", episode.date.map(|date| date.to_string())),
        ("publisher", Some(quoted(&episode.publisher))),
        ("rights", episode.rights.as_deref().map(quoted)),
        ("original", episode.original.as_deref().map(quoted)),
        ("summary", episode.summary.as_deref().map(quoted)),
        ("language", Some(quoted(&episode.language))),
        ("status", status.map(quoted)),
        ("show", episode.show.as_deref().map(quoted)),
        ("imported", episode.imported.as_ref().map(imported)),
        ("topics", (!episode.topics.is_empty()).then(|| texts(episode.topics.iter().map(TopicId::as_str)))),
        ("keywords", (!episode.keywords.is_empty()).then(|| texts(episode.keywords.iter().map(String::as_str)))),
        ("audio", episode.audio.as_deref().map(quoted)),
        ("speakers", Some(inline_tables(episode.speakers.iter().map(speaker)))),
        (
            "corrections",
            (!episode.corrections.is_empty()).then(|| inline_tables(episode.corrections.iter().map(correction))),
        ),
    ];
    let lines = fields.iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", value.as_ref()?)));
    format!("+++\n{}+++\n", lines.collect::<String>())
}

/// The text, if it is not empty.
fn non_empty(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

pub(super) fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.map(quoted).collect();
    format!("[{}]", texts.join(", "))
}

fn imported(ImportSource { from, sha256 }: &ImportSource) -> String {
    format!("{{ from = {}, sha256 = {} }}", quoted(from), quoted(sha256))
}

/// A TOML array of inline tables, each on a line of its own.
fn inline_tables(rows: impl Iterator<Item = String>) -> String {
    let lines: String = rows.map(|row| format!("  {{ {row} }},\n")).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{lines}]") }
}

fn speaker(speaker: &Speaker) -> String {
    let id = non_empty(speaker.id.as_str()).map(|id| format!("id = {}, ", quoted(id))).unwrap_or_default();
    let about = speaker.about.as_deref().map(|about| format!(", about = {}", quoted(about))).unwrap_or_default();
    let placeholder = if speaker.is_placeholder { ", placeholder = true" } else { "" };
    let names = texts(speaker.source_names.iter().map(String::as_str));
    let names = if speaker.source_names.is_empty() { String::new() } else { format!(", source_names = {names}") };
    let (name, role) = (quoted(&speaker.name), quoted(role_word(speaker.role)));
    format!("{id}name = {name}, role = {role}{about}{names}{placeholder}")
}

fn correction(correction: &Correction) -> String {
    let Correction { paragraph, heard, meant, occurrence } = correction;
    let which = if *occurrence == 1 { String::new() } else { format!(", occurrence = {occurrence}") };
    format!("at = {}, heard = {}, meant = {}{which}", quoted(paragraph.as_str()), quoted(heard), quoted(meant))
}

/// The text as a TOML basic string.
pub(super) fn quoted(text: &str) -> String {
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
    let id = non_empty(answer.id.as_str()).map(|id| format!("#{id}"));
    let pinned = answer.pinned.iter().map(|topic| format!("+{topic}"));
    let banned = answer.banned.iter().map(|topic| format!("-{topic}"));
    let part = answer.part.map(|part| format!(".{}", part.word()));
    let attributes: Vec<String> = id.into_iter().chain(part).chain(pinned).chain(banned).collect();
    let mut line = "##".to_owned();
    if let Some(title) = &answer.written_title {
        line.push(' ');
        line.push_str(&comments::escape(&syntax::escape_title(title)));
    }
    if !attributes.is_empty() {
        line.push_str(&format!(" {{{}}}", attributes.join(" ")));
    }
    line.push('\n');
    line
}

/// The label of a speaker: `**Name:**`.
fn label(episode: &Episode, id: &SpeakerId) -> String {
    format!("**{}:**", escaped_name(episode.name_of(id)))
}

/// A name as a label writes it.
pub(super) fn escaped_name(name: &str) -> String {
    let mut escaped = String::new();
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        // A backslash at the end of the name would escape the colon.
        let escapes_next = c == '\\' && chars.peek().is_none_or(char::is_ascii_punctuation);
        escaped.extend((c == '*' || escapes_next).then_some('\\'));
        escaped.push(c);
    }
    comments::escape(&escaped).into_owned()
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

/// The text of a paragraph, with a backslash before anything that would be read as syntax in its place.
fn escaped_words(paragraph: &Paragraph, labelled: bool) -> String {
    let mut words = syntax::escape_backslashes(&paragraph.text);
    if let Some(id) = syntax::id(&words) {
        let mark = syntax::span_in(&words, id.mark).start;
        words.insert(mark, '\\');
    }
    let timed = paragraph.start.is_some();
    let time = !timed && syntax::time(&words).is_some();
    let label = !labelled && syntax::label(&words).is_some();
    let heading = !labelled && !timed && syntax::heading_level(&words).is_some();
    if time || label || heading {
        words.insert(0, '\\');
    }
    comments::escape(&words).into_owned()
}
