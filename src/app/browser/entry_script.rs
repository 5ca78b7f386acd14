//! `window.answerbook`, which the entry script makes: what the app reads from it and adds to it.
//!
//! Not here: its functions that fetch ([`super::fetch`]) and share ([`super::web_share`]).

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::ignore;

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
