//! An answer a line: CSV for tables, NDJSON for search servers and scripts.
//!
//! The fields are stable. Not here: episodes as a whole ([`super::json`]).

use serde_json::{Value, json};

use super::{SelectedAnswer, Selection};
use crate::transcript::{Episode, Role};

/// The columns of the CSV, and the fields of each line of the NDJSON.
const FIELDS: [&str; 13] = [
    "id", "episode", "answer", "title", "text", "speakers", "hosts", "guests", "topics", "date", "language",
    "start_ms", "address",
];

/// What stands between the values of a field that has several, in CSV.
const BETWEEN: &str = "; ";

/// NDJSON: an object a line for each answer. `id` is the episode's and the answer's with `__` between them, which every search server
/// takes for a key.
pub fn ndjson(selections: &[Selection<'_>]) -> String {
    rows(selections).map(|row| format!("{row}\n")).collect()
}

/// CSV as RFC 4180 describes it, with a line of names and an answer a line.
pub fn csv(selections: &[Selection<'_>]) -> String {
    let line = |fields: &mut dyn Iterator<Item = String>| {
        fields.map(|field| quoted(&field)).collect::<Vec<_>>().join(",") + "\r\n"
    };
    let mut out = line(&mut FIELDS.iter().map(|name| (*name).to_owned()));
    for row in rows(selections) {
        out.push_str(&line(&mut FIELDS.iter().map(|name| cell(row.get(*name)))));
    }
    out
}

fn rows<'a>(selections: &'a [Selection<'a>]) -> impl Iterator<Item = Value> + 'a {
    selections.iter().flat_map(|selection| selection.answers.iter().map(move |answer| row(selection.episode, answer)))
}

fn row(episode: &Episode, selected: &SelectedAnswer<'_>) -> Value {
    let answer = selected.answer;
    let mut names: Vec<&str> = Vec::new();
    for turn in &answer.turns {
        let name = episode.name_of(&turn.speaker);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of_role = |role| {
        episode
            .speakers
            .iter()
            .filter(move |speaker| speaker.role == role)
            .map(|speaker| speaker.name.as_str())
            .collect::<Vec<_>>()
    };
    let text: Vec<&str> = answer.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
    json!({
        "id": format!("{}__{}", episode.id, answer.id),
        "episode": episode.id.as_str(),
        "answer": answer.id.as_str(),
        "title": selected.title,
        "text": text.join("\n"),
        "speakers": names,
        "hosts": of_role(Role::Host),
        "guests": of_role(Role::Guest),
        "topics": selected.topics,
        "date": episode.date.map(|date| date.to_string()),
        "language": episode.language,
        "start_ms": answer.paragraphs().find_map(|paragraph| paragraph.start).map(|start| start.0),
        "address": selected.address,
    })
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
