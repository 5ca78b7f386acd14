//! `window.answerbook`, which the entry script makes: what the app reads from it and adds to it.
//!
//! Not here: its functions that fetch ([`super::fetch`]) and share ([`super::web_share`]).

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::ignore;

#[wasm_bindgen]
extern "C" {
    /// Notes what is being drawn of the results, once the present changes have been drawn.
    #[wasm_bindgen(js_namespace = answerbook, js_name = noteDrawing)]
    pub(crate) fn note_drawing();
    /// Whether something else has changed the results since they were drawn.
    #[wasm_bindgen(js_namespace = answerbook, js_name = isAltered)]
    pub(crate) fn is_altered() -> bool;
}

fn api() -> Option<JsValue> {
    let window = web_sys::window()?;
    Reflect::get(&window, &"answerbook".into()).ok().filter(JsValue::is_object)
}

/// The absolute address of the site, ending in a slash.
pub(crate) fn site_root() -> String {
    api().and_then(|api| Reflect::get(&api, &"root".into()).ok()?.as_string()).unwrap_or_default()
}

/// Sets the function that answers `answerbook.search`.
pub(crate) fn set_engine(function: JsValue) {
    if let Some(api) = api() {
        // Only a frozen object makes this fail.
        ignore(Reflect::set(&api, &"engine".into(), &function));
    }
}
