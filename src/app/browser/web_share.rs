//! The system's share sheet, through the Web Share API. The entry script shows its button where the browser has one.
//!
//! Not here: what is shared ([`crate::app::share`]).

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Opens the share sheet. It is no error when the reader closes it without sharing.
    #[wasm_bindgen(js_namespace = answerbook, js_name = share)]
    pub(crate) fn open_share_sheet(title: &str, url: &str);
}
