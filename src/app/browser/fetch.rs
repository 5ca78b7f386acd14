//! Files of the site, fetched by the entry script, which has them inflated by the browser's own decompressor.
//!
//! A file is asked for when [`fetch_file`] or [`prefetch_file`] is called, not when it is awaited; so several come side
//! by side. The entry script asks for a file once, however often it is called, until somebody has it.
//!
//! Not here: what is in a file ([`crate::wire`]) and which ones are needed ([`crate::app::engine`]).

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::ignore;

#[wasm_bindgen]
extern "C" {
    /// A promise of a file of the index, inflated, or of a number where it cannot be had. It is never rejected.
    #[wasm_bindgen(js_namespace = answerbook, js_name = fetchFile)]
    fn fetch_file_promise(name: &str) -> Promise;
    /// Starts fetching a file of the index that nobody waits for yet.
    #[wasm_bindgen(js_namespace = answerbook, js_name = prefetchFile)]
    pub(crate) fn prefetch_file(name: &str);
    /// A promise of a text file of the site, or of a number where it cannot be had. It is never rejected.
    #[wasm_bindgen(js_namespace = answerbook, js_name = fetchText)]
    fn fetch_text_promise(path: &str) -> Promise;
    /// A promise of whether the search server of the settings has answered what the page asks. It is never rejected.
    #[wasm_bindgen(js_namespace = answerbook, js_name = askBackend)]
    fn ask_backend_promise(limit: usize) -> Promise;
    /// A promise that is fulfilled in a later task.
    #[wasm_bindgen(js_namespace = answerbook, js_name = nextTask)]
    fn next_task_promise() -> Promise;
}

/// Why a file cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FetchError {
    /// There was no response: the network failed, or something blocked the request.
    Network,
    /// The response had this HTTP status.
    Status(u16),
}

impl FetchError {
    /// The error that the entry script reports with a number: an HTTP status, or 0 where there was no response.
    fn from_value(value: &JsValue) -> Option<Self> {
        match value.as_f64()? as u16 {
            0 => Some(Self::Network),
            status => Some(Self::Status(status)),
        }
    }
}

/// Whether the browser knows itself to be offline.
pub(crate) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// A file of the index that has been asked for.
pub(crate) struct FileRequest(Promise);

/// Starts fetching a file of the index.
pub(crate) fn fetch_file(name: &str) -> FileRequest {
    FileRequest(fetch_file_promise(name))
}

impl FileRequest {
    /// The file's bytes: its prefix, and behind it the inflated body, which is missing where it cannot be inflated.
    ///
    /// # Errors
    /// [`FetchError`] where the file cannot be had.
    pub(crate) async fn bytes(self) -> Result<Vec<u8>, FetchError> {
        let file: JsValue = JsFuture::from(self.0).await.map_err(|_| FetchError::Network)?;
        FetchError::from_value(&file).map_or_else(|| Ok(Uint8Array::new(&file).to_vec()), Err)
    }
}

/// The content of a text file, by its path from the site's root. Of a transcript as data it is the text of the paragraph whose
/// anchor is the fragment.
///
/// # Errors
/// [`FetchError`] where the file cannot be had.
pub(crate) async fn fetch_text(path: &str) -> Result<String, FetchError> {
    let text: JsValue = JsFuture::from(fetch_text_promise(path)).await.map_err(|_| FetchError::Network)?;
    text.as_string().ok_or_else(|| FetchError::from_value(&text).unwrap_or(FetchError::Network))
}

/// Whether the search server that the settings name has answered what the search field and the address ask. `public/backend.js` then adds
/// its results to the next drawing; without such a server, and where it fails, the static index has to answer.
pub(crate) async fn ask_backend(limit: usize) -> bool {
    JsFuture::<JsValue>::from(ask_backend_promise(limit)).await.is_ok_and(|is_answered| is_answered.is_truthy())
}

/// Waits for the next task, so that the browser can draw and handle input before.
pub(crate) async fn next_task() {
    ignore(JsFuture::<JsValue>::from(next_task_promise()).await);
}
