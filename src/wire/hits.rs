//! Hits as public JSON: what `search --json` prints. `window.answerbook.search` gives the same shape, made of the
//! browser's own objects.
//!
//! ```json
//! [{ "id": "<episode>/<answer>", "url": "episodes/<episode>/<answer>/", "title": "…", "speaker": "<id>",
//!    "snippet": { "text": "…", "marks": [[0, 7]] }, "paragraphs": ["a1b2"], "match": "exact" }]
//! ```
//!
//! Marks are in UTF-16 units, addresses relative to the site's root. Stable: other sites read it.

use serde_json::{Map, Value};

use crate::search::{Hit, Hits, utf16_marks};

/// The hits as public JSON.
pub fn hits_json(hits: &Hits) -> Value {
    Value::Array(hits.hits.iter().map(hit_json).collect())
}

fn hit_json(hit: &Hit) -> Value {
    let id = [hit.episode.as_str(), "/", &hit.answer].concat();
    let url = ["episodes/", &id, "/"].concat();
    let marks = utf16_marks(&hit.snippet.text, &hit.snippet.marks);
    let marks = marks.into_iter().map(|mark| Value::Array(mark.map(Value::from).to_vec())).collect();
    let snippet = object(&mut [("text", text(&hit.snippet.text)), ("marks", Value::Array(marks))]);
    object(&mut [
        ("id", Value::String(id)),
        ("url", Value::String(url)),
        ("title", text(&hit.title)),
        ("speaker", hit.speaker.as_ref().map_or(Value::Null, |speaker| text(&speaker.id))),
        ("snippet", snippet),
        ("paragraphs", Value::Array(hit.paragraphs.iter().map(|id| text(id)).collect())),
        ("match", text(hit.matched.name())),
    ])
}

/// Fields one by one: a map made of all at once brings a sort of its own into the browser.
fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut map = Map::new();
    for (key, value) in fields {
        map.insert((*key).to_owned(), value.take());
    }
    Value::Object(map)
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}
