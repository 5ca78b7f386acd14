//! Front matter in YAML, between lines `---`, and in TOML, between lines `+++`, as site generators write it.
//!
//! Not here: the front matter of our own episodes ([`crate::source`]), which has keys of its own.

use std::ops::Range;

use serde_json::Value;

use super::dates;
use crate::import::draft::{Head, clean};
use crate::import::language;
use crate::import::report::Report;
use crate::transcript::Problem;

/// The greatest size of front matter, in bytes.
const MAX_BYTES: usize = 256 << 10;

/// The head that a text's front matter gives, and where the body begins.
pub(in crate::import) struct FrontMatter {
    pub(in crate::import) head: Head,
    pub(in crate::import) body_at: usize,
}

/// Reads the front matter of a text, if it has one.
///
/// # Errors
/// Where it does not end, or cannot be read.
pub(in crate::import) fn front_matter(text: &str, report: &mut Report) -> Result<Option<FrontMatter>, Problem> {
    let Some(fence) =
        ["---", "+++"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence))
    else {
        return Ok(None);
    };
    let Some((inside, body_at)) = between(text, fence) else {
        if fence == "---" && !text.lines().nth(1).is_some_and(|line| line.contains(':')) {
            // A line across the page.
            return Ok(None);
        }
        return Err(Problem::error(0..3, "front matter without an end").expected(format!("a line `{fence}` behind it")));
    };
    let source = &text[inside.clone()];
    report.used(source);
    let values = if fence == "---" { yaml(source, &inside)? } else { toml(source, &inside)? };
    let mut head = Head::default();
    for (key, value) in values.as_object().into_iter().flatten() {
        let span = span_of_key(text, &inside, key);
        if !set(&mut head, key, value) {
            let problem = match is_date(key) {
                true => Problem::warning(span, "no date").found(shown(value)).expected("a day such as 2024-05-31"),
                false => {
                    Problem::warning(span, "left out: a key of the front matter that is not known").found(key.as_str())
                }
            };
            report.push(problem);
        }
    }
    Ok(Some(FrontMatter { head, body_at }))
}

/// The bytes between the first line and the next that is the same, and the first byte behind that.
fn between(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
            return Some((start..at, at + line.len())).filter(|_| at - start <= MAX_BYTES);
        }
        at += line.len();
    }
    None
}

fn yaml(source: &str, inside: &Range<usize>) -> Result<Value, Problem> {
    serde_saphyr::from_str(source).or_else(|error| {
        // The titles of many feeds hold a colon, and are no YAML: a value up to its line's end is what was meant.
        simple(source).ok_or_else(|| {
            let message = error.to_string();
            Problem::error(inside.clone(), "front matter that is no YAML")
                .found(message.lines().next().unwrap_or_default().to_owned())
        })
    })
}

/// Lines `key: value` as they stand; `None` where some line is not one.
fn simple(source: &str) -> Option<Value> {
    let pair = |line: &str| {
        let (key, value) = line.split_once(':')?;
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let value = value.trim();
        let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        is_key.then(|| (key.to_owned(), Value::from(bare)))
    };
    source.lines().filter(|line| !line.trim().is_empty()).map(pair).collect::<Option<_>>().map(Value::Object)
}

fn toml(source: &str, inside: &Range<usize>) -> Result<Value, Problem> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| {
        let at = inside.start + error.span().map_or(0, |span| span.start);
        Problem::error(at..at, "front matter that is no TOML").found(error.message().to_owned())
    })?;
    Ok(json_of_toml(toml::Value::Table(table)))
}

fn json_of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is) => is.into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json_of_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json_of_toml(value))).collect())
        }
    }
}

/// The bytes of a key at the beginning of a line.
fn span_of_key(text: &str, inside: &Range<usize>, key: &str) -> Range<usize> {
    let mut at = inside.start;
    for line in text[inside.clone()].split_inclusive('\n') {
        if line.trim_start_matches(['"', '\'']).starts_with(key) {
            return at..at + line.trim_end().len();
        }
        at += line.len();
    }
    inside.start..inside.start
}

fn is_date(key: &str) -> bool {
    let keys = [
        "date",
        "publish_date",
        "published",
        "pubDate",
        "recorded",
        "published_at",
        "datum",
        "fecha",
        "fecha_publicacion",
        "data",
        "дата",
    ];
    keys.contains(&key)
}

/// Sets the field of a key; whether the key and its value are understood.
fn set(head: &mut Head, key: &str, value: &Value) -> bool {
    let texts = texts(value);
    let first = texts.first().cloned();
    let field = match key {
        "title" | "titel" | "titre" | "titulo" | "título" | "titolo" => &mut head.title,
        "summary" | "description" | "excerpt" | "subtitle" | "beschreibung" | "descripcion" | "descripción"
        | "descrição" => &mut head.summary,
        "show" | "podcast" | "series" => &mut head.show,
        "publisher" => &mut head.publisher,
        "rights" | "license" | "licence" | "copyright" => &mut head.rights,
        "original" | "url" | "link" | "canonical" | "canonical_url" => {
            head.original = first.filter(|address| address.starts_with("http"));
            return head.original.is_some();
        }
        "audio" | "audio_url" | "mp3" | "enclosure" => &mut head.audio,
        "lang" | "language" => {
            head.language = first.as_deref().and_then(language::written);
            return head.language.is_some();
        }
        key if is_date(key) => {
            head.date = head.date.or_else(|| dates::date(first.as_deref()?));
            return head.date.is_some();
        }
        "topics" | "tags" | "keywords" | "categories" => {
            head.keywords.extend(texts);
            return true;
        }
        "host" | "hosts" | "interviewer" | "interviewers" => {
            head.hosts.extend(texts);
            return true;
        }
        "guest" | "guests" | "interviewee" | "interviewees" | "gast" | "gäste" | "invitado" | "invitados"
        | "invité" => {
            head.guests.extend(texts);
            return true;
        }
        _ => return false,
    };
    if field.is_none() {
        *field = first;
    }
    true
}

/// The texts of a value: of a list each, of a list in a single text each, of tables their names.
fn texts(value: &Value) -> Vec<String> {
    let one = |text: &str| Some(clean(text)).filter(|text| !text.is_empty());
    match value {
        Value::String(text) => one(text).into_iter().collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.get("name").or(fields.get("title")).map(texts).unwrap_or_default(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

fn shown(value: &Value) -> String {
    texts(value).join(", ")
}
