//! Writing text to the clipboard: by the Clipboard API, and by `execCommand` where that API is missing, as on pages
//! without HTTPS, or refuses.
//!
//! Not here: what is copied, and what the reader is told.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::dom::document;
use super::focus::{active_element, focus};

/// Copies a text to the clipboard. The result is whether that worked.
pub(crate) async fn write_clipboard(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if window.is_secure_context() {
        let written = JsFuture::from(window.navigator().clipboard().write_text(text)).await;
        if written.is_ok() {
            return true;
        }
    }
    write_by_command(text).unwrap_or(false)
}

/// Copies a text by selecting it in a field that is made for it. The focus returns to where it was.
fn write_by_command(text: &str) -> Option<bool> {
    let document = document()?;
    let focused = active_element();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_read_only(true);
    field.set_class_name("visually-hidden");
    document.body()?.append_child(&field).ok()?;
    field.select();
    let copied = document.dyn_ref::<HtmlDocument>()?.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(element) = focused {
        focus(&element);
    }
    Some(copied)
}
