//! The search for other scripts: `await answerbook.search(query, { speaker, topic, episode, limit, guess })`.
//!
//! `public/answerbook.d.ts` describes it. The entry script makes `window.answerbook` before the app is there; here is
//! the function that its `search` calls.
//!
//! Not here: loading the index ([`super::engine`]).

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::{browser, engine};
use crate::search::{self, Hit, Notice, PAGE_SIZE, Request, highlight};
use crate::transcript::PerFacet;

/// Makes the search available to other scripts.
pub(crate) fn install() {
    let search = Closure::<dyn Fn(JsValue, JsValue) -> js_sys::Promise>::new(|query: JsValue, options: JsValue| {
        future_to_promise(answer(query, options))
    });
    browser::set_engine(search.into_js_value());
}

/// The promise of `answerbook.search`.
async fn answer(query: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let text = query.as_string().unwrap_or_default();
    // As the page's own field is read: its last word may be the beginning of one.
    let is_typing = option(&options, "typing").is_truthy();
    let (query, _) = if is_typing { search::parse_while_typing(&text) } else { search::parse(&text) };
    let request = Request {
        filters: PerFacet::from_fn(|facet| texts(&option(&options, facet.key()))),
        limit: option(&options, "limit").as_f64().map_or(PAGE_SIZE, |limit| limit as usize),
        count_facets: false,
        // A question gets as many results as it asks for.
        lesser_hits: query.is_question(),
        fuzzy: option(&options, "guess").as_bool() != Some(false),
        ..Request::default()
    };
    let hits = engine::ask(&query, &request, &|| false).await;
    let hits = hits.map_err(|error| JsError::new(&error.sentence()))?;
    // The page drops an unknown filter and says so; a program could not see that, so it gets an error.
    if let Some(unknown @ Notice::UnknownValue(..)) = hits.notices.first() {
        return Err(JsError::new(&unknown.sentence()).into());
    }
    let results = Array::new();
    for hit in &hits.hits {
        results.push(&result(hit));
    }
    browser::ignore(Reflect::set(&results, &"total".into(), &hits.total.into()));
    Ok(results.into())
}

/// A hit as a plain object. It has the shape of `wire::hits_json`, but an absolute address: the script that
/// asks may run on any page.
fn result(hit: &Hit) -> JsValue {
    let id = [hit.episode.as_str(), "/", &hit.answer].concat();
    let url = [&browser::site_root(), "episodes/", &id, "/"].concat();
    let marks = highlight::utf16_ranges(&hit.snippet.text, &hit.snippet.marks);
    let marks = array(marks.into_iter().map(|mark| array(mark.into_iter().map(JsValue::from))));
    let snippet = object([("text", hit.snippet.text.as_str().into()), ("marks", marks)]);
    object([
        ("id", id.into()),
        ("url", url.into()),
        ("title", hit.title.as_str().into()),
        ("speaker", hit.speaker.as_ref().map_or(JsValue::NULL, |speaker| speaker.id.as_str().into())),
        ("snippet", snippet),
        ("paragraphs", array(hit.paragraphs.iter().map(|id| id.as_str().into()))),
        ("match", hit.reason.name().into()),
    ])
}

fn array(items: impl Iterator<Item = JsValue>) -> JsValue {
    items.collect::<Array>().into()
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        // Only a frozen object makes this fail.
        browser::ignore(Reflect::set(&object, &key.into(), &value));
    }
    object.into()
}

/// The value of an option; undefined where there are no options at all.
fn option(options: &JsValue, name: &str) -> JsValue {
    if options.is_object() { Reflect::get(options, &name.into()).unwrap_or_default() } else { JsValue::UNDEFINED }
}

/// The texts of an option that takes one text or a list of them.
fn texts(value: &JsValue) -> Vec<String> {
    match value.as_string() {
        Some(text) => vec![text],
        None if Array::is_array(value) => Array::from(value).iter().filter_map(|one| one.as_string()).collect(),
        None => Vec::new(),
    }
}
