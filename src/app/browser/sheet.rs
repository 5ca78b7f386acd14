//! The system's own sheet for sharing. The entry script shows its button where there is one, and opens it.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Opens the sheet. Who closes it again has shared nothing, which is no failure.
    #[wasm_bindgen(js_namespace = answerbook, js_name = share)]
    pub(crate) fn open_sheet(title: &str, url: &str);
}
