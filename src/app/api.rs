//! What other scripts can ask: `await answerbook.search(query, { speaker, topic, episode, limit, guess })`. The entry script
//! holds `window.answerbook` from the start; this is the engine behind it.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::{browser, engine};
use crate::search::{self, Hit, Notice, Request, highlight::utf16_ranges};

/// How many results are given where the caller does not say.
const DEFAULT_LIMIT: usize = 10;

/// Offers the engine to the page's other scripts.
pub(crate) fn start() {
    let engine = Closure::<dyn Fn(JsValue, JsValue) -> js_sys::Promise>::new(|query: JsValue, options: JsValue| {
        future_to_promise(answer(query, options))
    });
    browser::offer("engine", engine.into_js_value());
}

async fn answer(query: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let (query, _) = search::parse(&query.as_string().unwrap_or_default());
    let limit = option(&options, "limit").as_f64().map_or(DEFAULT_LIMIT, |limit| limit as usize);
    let request = Request {
        filters: PerFacet::from_fn(|facet| texts(&option(&options, facet.key()))),
        limit,
        count_facets: false,
        lesser_hits: false,
        guess: option(&options, "guess").as_bool() != Some(false),
        ..Request::default()
    };
    let hits = engine::ask(&query, &request, &|| false).await;
    let hits = hits.map_err(|trouble| JsError::new(&trouble.sentence()))?;
    // To leave it out, as the page does with a word to the reader, would give a program what it did not ask for.
    if let Some(unknown @ Notice::UnknownValue(..)) = hits.notices.first() {
        return Err(JsError::new(&unknown.sentence()).into());
    }
    let results = Array::new();
    for hit in &hits.hits {
        results.push(&result(hit));
    }
    Ok(results.into())
}

/// A hit as a plain object: the shape of [`crate::wire::hits_json`], but that its address is absolute, since whoever
/// asks may stand on any page.
fn result(hit: &Hit) -> JsValue {
    let id = [hit.episode.as_str(), "/", &hit.answer].concat();
    let url = [&browser::api_text("root"), "episodes/", &id, "/"].concat();
    let marks = highlight::utf16_ranges(&hit.snippet.text, &hit.snippet.marks);
    let marks = list(marks.into_iter().map(|mark| list(mark.into_iter().map(JsValue::from))));
    let snippet = object([("text", hit.snippet.text.as_str().into()), ("marks", marks)]);
    object([
        ("id", id.into()),
        ("url", url.into()),
        ("title", hit.title.as_str().into()),
        ("speaker", hit.speaker.as_ref().map_or(JsValue::NULL, |speaker| speaker.id.as_str().into())),
        ("snippet", snippet),
        ("paragraphs", list(hit.paragraphs.iter().map(|id| id.as_str().into()))),
        ("match", hit.reason.name().into()),
    ])
}

fn list(items: impl Iterator<Item = JsValue>) -> JsValue {
    items.collect::<Array>().into()
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a property of a plain object cannot fail.
        drop(Reflect::set(&object, &key.into(), &value));
    }
    object.into()
}

fn option(options: &JsValue, name: &str) -> JsValue {
    // Options may be left out altogether.
    if options.is_object() { Reflect::get(options, &name.into()).unwrap_or_default() } else { JsValue::UNDEFINED }
}

/// A text, or a list of texts.
fn texts(value: &JsValue) -> Vec<String> {
    match value.as_string() {
        Some(text) => vec![text],
        None if Array::is_array(value) => Array::from(value).iter().filter_map(|one| one.as_string()).collect(),
        None => Vec::new(),
    }
}
