//! Hits as public JSON: what `search --json` prints. `window.answerbook.search` gives the same shape, made of the browser's own
//! objects.
//!
//! ```json
//! [{ "id": "<episode>/<answer>", "url": "episodes/<episode>/<answer>/", "title": "…", "speaker": "<id>",
//!    "snippet": { "text": "…", "marks": [[0, 7]] }, "paragraphs": ["a1b2"], "match": "exact" }]
//! ```
//!
//! Marks are in UTF-16 code units, addresses relative to the site's root. The shape is stable: other sites read it.

use serde_json::{Value, json};

use crate::search::{Hit, Hits, highlight};

/// The hits as public JSON.
pub fn hits_json(hits: &Hits) -> Value {
    Value::Array(hits.hits.iter().map(hit_json).collect())
}

fn hit_json(hit: &Hit) -> Value {
    let id = [hit.episode.as_str(), "/", &hit.answer].concat();
    let url = ["episodes/", &id, "/"].concat();
    json!({
        "url": url,
        "id": id,
        "title": hit.title,
        "speaker": hit.speaker.as_ref().map(|speaker| &speaker.id),
        "snippet": {
            "text": hit.snippet.text,
            "marks": highlight::utf16_ranges(&hit.snippet.text, &hit.snippet.marks),
        },
        "paragraphs": hit.paragraphs,
        "match": hit.reason.name(),
    })
}
