//! What other scripts can ask: `await answerbook.search(query, { speaker, topic, episode, limit })`. The entry script
//! holds `window.answerbook` from the start; this is the engine behind it.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::{browser, engine};
use crate::search::{self, Request};
use crate::wire;

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
    let (query, _) = search::parse(&query.as_string().unwrap_or_default(), false);
    let limit = option(&options, "limit").as_f64().map_or(DEFAULT_LIMIT, |limit| limit as usize);
    let request = Request {
        speakers: texts(&option(&options, "speaker")),
        topics: texts(&option(&options, "topic")),
        episodes: texts(&option(&options, "episode")),
        limit,
        ..Request::default()
    };
    let hits = engine::ask(&query, &request, || false).await;
    let hits = hits.map_err(|trouble| JsError::new(&trouble.sentence()))?;
    let mut json = wire::hits_json(&hits);
    for hit in json.as_array_mut().into_iter().flatten() {
        // Whoever asks may stand on any page, so addresses are absolute here.
        if let Some(url) = hit.get_mut("url")
            && let Some(path) = url.as_str()
        {
            *url = [&browser::api_text("root"), path].concat().into();
        }
    }
    JSON::parse(&json.to_string())
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
