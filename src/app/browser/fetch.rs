//! Fetching files of the index: by the entry script, which has them unpacked by the browser's own decompressor, side by
//! side.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// What the entry script offers: what becomes a file, or a number where there is none. It never fails.
    #[wasm_bindgen(js_namespace = answerbook)]
    fn load(name: &str) -> Promise;
    /// Sends for a file of the index that is not waited for yet.
    #[wasm_bindgen(js_namespace = answerbook)]
    pub(crate) fn expect(name: &str);
    /// What becomes nothing once the browser has seen to what waits.
    #[wasm_bindgen(js_namespace = answerbook, js_name = pause)]
    fn paused() -> Promise;
    /// A text of the site by its path, or a number where there is none.
    #[wasm_bindgen(js_namespace = answerbook, js_name = text)]
    fn load_text(path: &str) -> Promise;
}

/// Why a file did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No answer at all: the network, or a blocker.
    Unreachable,
    /// The server answered with this status.
    Status(u16),
}

/// Whether the browser knows itself to be offline.
pub(crate) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// A file of the index on its way.
pub(crate) struct Coming(Promise);

/// Sends for a file of the index.
pub(crate) fn send_for(name: &str) -> Coming {
    Coming(load(name))
}

impl Coming {
    /// The file once it is there: its plain bytes, and behind them unpacked what was deflated; nothing where that is damaged.
    ///
    /// # Errors
    /// [`Failure`] where it cannot be had.
    pub(crate) async fn file(self) -> Result<Vec<u8>, Failure> {
        let file: JsValue = JsFuture::from(self.0).await.map_err(|_| Failure::Unreachable)?;
        refused(&file).map_or_else(|| Ok(Uint8Array::new(&file).to_vec()), Err)
    }
}

/// Why there is nothing, where the entry script gives a number: the status it was answered with, 0 for no answer.
fn refused(value: &JsValue) -> Option<Failure> {
    match value.as_f64()? as u16 {
        0 => Some(Failure::Unreachable),
        status => Some(Failure::Status(status)),
    }
}

/// Lets the browser draw, and hear what is typed.
pub(crate) async fn pause() {
    drop(JsFuture::<JsValue>::from(paused()).await);
}

/// A text of the site, by its path from the root.
///
/// # Errors
/// [`Failure`] where it cannot be had.
pub(crate) async fn text(path: &str) -> Result<String, Failure> {
    let text: JsValue = JsFuture::from(load_text(path)).await.map_err(|_| Failure::Unreachable)?;
    text.as_string().ok_or_else(|| refused(&text).unwrap_or(Failure::Unreachable))
}
