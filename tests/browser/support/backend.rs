//! A search server on a port of its own. It holds the documents that `answerbook export` writes, and answers as the published interface of
//! Meilisearch or OpenSearch says, in so far as the page uses it. What that interface does not know it refuses, as the server would, and
//! keeps as a fault. It may also hang, fail, or answer with something else.
//!
//! Not here: the real servers, which no registry of this project has, and ranking.

mod meilisearch;
mod opensearch;

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use serde_json::{Value, json};

/// The key that the server asks for.
pub(crate) const KEY: &str = "a-key-that-may-only-search";

/// The index that it has.
pub(crate) const INDEX: &str = "answers";

/// What kind of server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Meilisearch,
    OpenSearch,
}

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// As its interface says.
    Answers,
    /// Not at all.
    Hangs,
    /// With this status.
    Fails(u16),
    /// With JSON that is no answer.
    Babbles,
}

/// What is wrong with a request.
pub(super) type Refusal = String;

struct Shared {
    kind: Kind,
    documents: Vec<Value>,
    mood: Mutex<Mood>,
    asked: Mutex<Vec<Value>>,
    faults: Mutex<Vec<String>>,
}

/// A search server. It ends with its last handle.
pub(crate) struct Backend {
    /// Such as `http://127.0.0.1:40123`.
    pub(crate) origin: String,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Backend {
    /// A server with the answers of a folder of episodes. Each title says where it is from.
    pub(crate) async fn serve(kind: Kind, episodes: &str) -> Self {
        let format = if kind == Kind::Meilisearch { "ndjson" } else { "opensearch" };
        let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
            .args(["export", "--format", format, "--episodes"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(episodes))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        assert!(lines.ends_with('\n'), "the last line of a bulk request needs its newline");
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut documents = match kind {
            Kind::Meilisearch => meilisearch::loaded(lines),
            Kind::OpenSearch => opensearch::loaded(lines),
        };
        for document in &mut documents {
            document["title"] = json!(format!("<b>Served</b>: {}", document["title"].as_str().unwrap()));
        }
        let shared = Arc::new(Shared {
            kind,
            documents,
            mood: Mutex::new(Mood::Answers),
            asked: Mutex::default(),
            faults: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, shared, server }
    }

    /// The table of `site.toml` that names it.
    pub(crate) fn settings(&self) -> String {
        let (kind, key) = match self.shared.kind {
            Kind::Meilisearch => ("meilisearch", KEY.to_owned()),
            Kind::OpenSearch => ("opensearch", format!("Bearer {KEY}")),
        };
        format!(
            "\n[search.backend]\nkind = \"{kind}\"\nurl = \"{}\"\nindex = \"{INDEX}\"\nkey = \"{key}\"\n",
            self.origin
        )
    }

    /// Answers like this from now on.
    pub(crate) fn set_mood(&self, mood: Mood) {
        *self.shared.mood.lock().unwrap() = mood;
    }

    /// The bodies of the requests so far.
    pub(crate) fn asked(&self) -> Vec<Value> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// What was wrong with the requests so far.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.shared.faults.lock().unwrap().clone()
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if method == Method::OPTIONS {
        return with(204, &Value::Null);
    }
    let mood = *shared.mood.lock().unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    shared.asked.lock().unwrap().push(body.clone());
    match mood {
        Mood::Hangs => std::future::pending().await,
        Mood::Fails(status) => return with(status, &json!({ "message": "out of order" })),
        Mood::Babbles => return with(200, &json!({ "results": [{ "hits": "none" }], "hits": {} })),
        Mood::Answers => {}
    }
    let sent = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let answered = if method != Method::POST {
        Err(format!("{method} {uri}"))
    } else if sent("content-type") != "application/json" {
        Err(format!("the type {}", sent("content-type")))
    } else if sent("authorization") != format!("Bearer {KEY}") {
        Err(format!("the key {}", sent("authorization")))
    } else {
        match shared.kind {
            Kind::Meilisearch => meilisearch::answer(uri.path(), &body, &shared.documents),
            Kind::OpenSearch => opensearch::answer(uri.path(), &body, &shared.documents),
        }
    };
    match answered {
        Ok(answer) => with(200, &answer),
        Err(refusal) => {
            shared.faults.lock().unwrap().push(refusal.clone());
            with(400, &json!({ "message": refusal }))
        }
    }
}

/// A response that a page of any origin may read.
fn with(status: u16, body: &Value) -> Response<Body> {
    let response = Response::builder()
        .status(StatusCode::from_u16(status).unwrap())
        .header("access-control-allow-origin", "*")
        .header("access-control-allow-headers", "authorization, content-type")
        .header("access-control-allow-methods", "POST")
        .header("content-type", "application/json");
    response.body(if status == 204 { Body::empty() } else { Body::from(body.to_string()) }).unwrap()
}

// What both need.

/// An object that has no other keys than these.
fn keys<'a>(value: &'a Value, known: &[&str]) -> Result<&'a serde_json::Map<String, Value>, Refusal> {
    let object = value.as_object().ok_or_else(|| format!("no object: {value}"))?;
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("the key `{key}` in {value}")),
        None => Ok(object),
    }
}

/// The values of a field, of which there may be one, several or none.
fn values<'a>(document: &'a Value, field: &str) -> Vec<&'a str> {
    match &document[field] {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

/// Whether a text has a word that begins so.
fn has_word(text: &str, word: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|one| one.starts_with(&word.to_lowercase()))
}

/// A text with each word that begins like one of these between two marks.
fn highlighted(text: &str, words: &[String], (before, after): (&str, &str)) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let end = rest[start..].find(|c: char| !c.is_alphanumeric()).map_or(rest.len(), |len| start + len);
        let word = &rest[start..end];
        let is_sought = words.iter().any(|sought| word.to_lowercase().starts_with(&sought.to_lowercase()));
        out.push_str(&rest[..start]);
        out.push_str(&if is_sought { format!("{before}{word}{after}") } else { word.to_owned() });
        rest = &rest[end..];
    }
    out + rest
}

/// The fields of a document that are asked for.
fn retrieved(document: &Value, fields: &Value) -> Value {
    let fields: Vec<&str> = fields.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = fields.into_iter().filter_map(|field| Some((field.to_owned(), document.get(field)?.clone())));
    Value::Object(fields.collect())
}

/// How many documents have each value of a field.
fn counts<'a>(documents: impl Iterator<Item = &'a Value>, field: &str) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for value in documents.flat_map(|document| values(document, field)) {
        *counts.entry(value.to_owned()).or_default() += 1;
    }
    counts
}
