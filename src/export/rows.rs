//! An answer a line: CSV for tables, NDJSON for scripts and Meilisearch, pairs of lines for OpenSearch.
//!
//! The fields are stable. An object has those of the table and more:
//!
//! | field | what it is |
//! |---|---|
//! | `id` | the key, unique in the library: letters a–z, digits, `-` and `_`, 511 bytes at the most |
//! | `episode`, `answer` | the ids of the episode and of the answer; the answer's public id is both, with `/` between them |
//! | `path`, `address` | the address of the answer's page below the site's root; the absolute one, where the site has one |
//! | `title`, `episode_title` | the titles that the site shows |
//! | `prompt` | the words of the first turn, where another follows it |
//! | `text` | the words, a paragraph a line |
//! | `meant` | the words that corrections give for misheard ones |
//! | `paragraphs` | for each line of `text` the paragraph's `id`, its speaker's id and name, and the `slot` of their colour |
//! | `speaker_ids`, `speakers` | those who talk in the answer, by id and by name in the episode |
//! | `hosts`, `guests` | the names of the episode's speakers, by role |
//! | `topic_ids`, `topics` | the topics, by id and by name |
//! | `speaker_labels`, `topic_labels`, `episode_label` | an id, a blank, a name: facets of these can be shown without asking again |
//! | `date`, `date_number` | the episode's day as `2024-05-31`, and as the number 20240531, by which servers sort |
//! | `part` | `intro`, `ad`, `outro` or `music` for what is no answer, or else null |
//! | `language`, `start_ms` | a BCP 47 tag; where the answer begins in the recording |
//!
//! Not here: episodes as a whole ([`super::json`]), and sending anything to a server.

use serde_json::{Value, json};

use super::{Named, SelectedAnswer, Selection};
use crate::transcript::{Date, Episode, Piece, Role, Turn};

/// The columns of the CSV. The objects have more.
const COLUMNS: [&str; 13] = [
    "id", "episode", "answer", "title", "text", "speakers", "hosts", "guests", "topics", "date", "language",
    "start_ms", "address",
];

/// What stands between the values of a field that has several, in CSV.
const BETWEEN: &str = "; ";

/// NDJSON: an object a line for each answer, as Meilisearch takes it at `POST /indexes/{uid}/documents?primaryKey=id` with the content
/// type `application/x-ndjson`. Source: <https://www.meilisearch.com/docs/reference/api/documents>.
pub fn ndjson(selections: &[Selection<'_>]) -> String {
    rows(selections).map(|row| format!("{row}\n")).collect()
}

/// The body of `POST /{index}/_bulk` of OpenSearch: for each answer a line with the action and a line with the object, each ended by a
/// newline. Source: <https://docs.opensearch.org/latest/api-reference/document-apis/bulk/>.
pub fn opensearch_bulk(selections: &[Selection<'_>]) -> String {
    rows(selections).map(|row| format!("{}\n{row}\n", json!({ "index": { "_id": row.get("id") } }))).collect()
}

/// The key of an answer: the ids of the episode and of the answer with `__` between them. What Meilisearch has in no key (its keys are
/// `[A-Za-z0-9_-]`) is written as `_` and two hexadecimal digits a byte. So no two answers have the same.
///
/// An id has 80 bytes at the most, so a key has 482 at the most, fewer than the 511 of Meilisearch and the 512 of OpenSearch.
fn key(episode: &str, answer: &str) -> String {
    let mut key = String::with_capacity(episode.len() + answer.len() + 2);
    for (at, id) in [episode, answer].into_iter().enumerate() {
        if at > 0 {
            key.push_str("__");
        }
        for byte in id.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'-' {
                key.push(char::from(byte));
            } else {
                key.push_str(&format!("_{byte:02x}"));
            }
        }
    }
    key
}

/// CSV as RFC 4180 describes it, with a line of names and an answer a line.
pub fn csv(selections: &[Selection<'_>]) -> String {
    csv_head() + &csv_rows(selections)
}

/// The line of names of the CSV.
pub fn csv_head() -> String {
    csv_line(COLUMNS.iter().map(|name| (*name).to_owned()))
}

/// The lines of the CSV without that of names.
pub fn csv_rows(selections: &[Selection<'_>]) -> String {
    rows(selections).map(|row| csv_line(COLUMNS.iter().map(|name| cell(row.get(*name))))).collect()
}

fn csv_line(fields: impl Iterator<Item = String>) -> String {
    fields.map(|field| quoted(&field)).collect::<Vec<_>>().join(",") + "\r\n"
}

fn rows<'a>(selections: &'a [Selection<'a>]) -> impl Iterator<Item = Value> + 'a {
    selections.iter().flat_map(|selection| selection.answers.iter().map(move |answer| row(selection.episode, answer)))
}

fn row(episode: &Episode, selected: &SelectedAnswer<'_>) -> Value {
    let answer = selected.answer;
    let of_role = |role| {
        let speakers = episode.speakers.iter().filter(move |speaker| speaker.role == role);
        speakers.map(|speaker| speaker.name.as_str()).collect::<Vec<_>>()
    };
    let text: Vec<&str> = answer.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
    let ids = |named: &[Named]| named.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    let topics: Vec<&str> = selected.topics.iter().map(|topic| topic.name.as_str()).collect();
    json!({
        "id": key(episode.id.as_str(), answer.id.as_str()),
        "episode": episode.id.as_str(),
        "episode_title": episode.title,
        "episode_label": label(episode.id.as_str(), &episode.title),
        "answer": answer.id.as_str(),
        "path": selected.path,
        "address": selected.address,
        "title": selected.title,
        "prompt": prompt(&answer.turns),
        "text": text.join("\n"),
        "meant": meant(episode, selected),
        "paragraphs": paragraphs(episode, &answer.turns),
        "speakers": names(episode, &answer.turns),
        "speaker_ids": ids(&selected.speakers),
        "speaker_labels": labels(&selected.speakers),
        "hosts": of_role(Role::Host),
        "guests": of_role(Role::Guest),
        "topics": topics,
        "topic_ids": ids(&selected.topics),
        "topic_labels": labels(&selected.topics),
        "date": episode.date.map(|date| date.to_string()),
        "date_number": episode.date.map(date_number),
        "part": answer.part.map(|part| part.word()),
        "language": episode.language,
        "start_ms": answer.paragraphs().find_map(|paragraph| paragraph.start).map(|start| start.0),
    })
}

/// The names of those who talk, in order of first word.
fn names<'a>(episode: &'a Episode, turns: &'a [Turn]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for turn in turns {
        let name = episode.name_of(&turn.speaker);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The words that somebody else answers.
fn prompt(turns: &[Turn]) -> Option<String> {
    let first = turns.first().filter(|_| turns.len() > 1)?;
    Some(first.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join("\n"))
}

/// The words that are meant where others were heard.
fn meant(episode: &Episode, selected: &SelectedAnswer<'_>) -> Vec<String> {
    let pieces = selected.answer.paragraphs().flat_map(|paragraph| episode.reading(paragraph));
    let meant = pieces.filter_map(|piece| match piece {
        Piece::Misheard { meant, .. } => Some(meant.to_owned()),
        Piece::Said(_) => None,
    });
    meant.collect()
}

fn paragraphs(episode: &Episode, turns: &[Turn]) -> Vec<Value> {
    let paragraphs = turns.iter().flat_map(|turn| {
        let (name, slot) = (episode.name_of(&turn.speaker), episode.slot(&turn.speaker));
        turn.paragraphs.iter().map(move |paragraph| {
            json!({ "id": paragraph.id.as_str(), "speaker": turn.speaker.as_str(), "name": name, "slot": slot })
        })
    });
    paragraphs.collect()
}

fn labels(named: &[Named]) -> Vec<String> {
    named.iter().map(|one| label(&one.id, &one.name)).collect()
}

/// An id and a name in one text: no id has a blank.
fn label(id: &str, name: &str) -> String {
    format!("{id} {name}")
}

/// A day as a number that sorts as days do: 20240531.
fn date_number(date: Date) -> u32 {
    u32::from(date.year()) * 10_000 + u32::from(date.month()) * 100 + u32::from(date.day())
}

/// A value as a cell of a table.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) => values.iter().map(|value| cell(Some(value))).collect::<Vec<_>>().join(BETWEEN),
        Some(other) => other.to_string(),
    }
}

/// A field in quotation marks where it needs them. A text that a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}
