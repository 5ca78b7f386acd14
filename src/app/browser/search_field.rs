//! The page's search field.
//!
//! Not here: what is searched for ([`crate::app::library_search`], [`crate::app::episode_search`]).

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::dom::by_id;
use super::events::listen;
use super::focus::active_element;
use super::ignore;

/// The id of the search field.
const ID: &str = "q";

/// The search field, if the page has one.
fn search_field() -> Option<HtmlInputElement> {
    by_id(ID)?.dyn_into().ok()
}

/// The text in the search field.
pub(crate) fn query_text() -> String {
    search_field().map(|field| field.value()).unwrap_or_default()
}

/// Sets the text in the search field. An unchanged text is not written again, so that the caret stays where it is.
pub(crate) fn set_query_text(text: &str) {
    if let Some(field) = search_field().filter(|field| field.value() != text) {
        field.set_value(text);
    }
}

/// Calls back with the text in the search field whenever it changes.
pub(crate) fn on_query_input(run: impl Fn(String) + 'static) {
    let Some(field) = search_field() else { return };
    let target = field.clone();
    listen(&target, "input", Box::new(move |_| run(field.value())));
}

/// Focuses the search field and selects its text.
pub(crate) fn focus_query() {
    if let Some(field) = search_field() {
        ignore(field.focus());
        field.select();
    }
}

/// Whether the search field has the focus.
pub(crate) fn is_query_focused() -> bool {
    active_element().is_some_and(|element| element.id() == ID)
}
