//! Elements of the page: finding them, and reading and writing their text, attributes and state.
//!
//! Elements are named by id. One that the page does not have is passed over, since pages differ in what they hold.
//!
//! Not here: focus ([`mod@super::focus`]), the search field ([`super::search_field`]) and events ([`super::events`]).

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::ignore;

/// The document; `None` only outside a page.
pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The first element that matches a selector.
pub(crate) fn query_selector(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// All elements that match a selector, in document order.
pub(crate) fn query_selector_all(selector: &str) -> Vec<HtmlElement> {
    let Some(list) = document().and_then(|document| document.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
}

/// The kind of the page, its body's `data-page`: `library`, `episode`, `answer`. Empty on a page of another site.
pub(crate) fn page_kind() -> String {
    document().and_then(|document| document.body()?.dataset().get("page")).unwrap_or_default()
}

/// The id of the episode that the page shows.
pub(crate) fn episode_id() -> String {
    let episode = query_selector("[data-episode]");
    episode.and_then(|element| element.get_attribute("data-episode")).unwrap_or_default()
}

/// The name of a `data-` attribute.
pub(super) fn data_attribute(name: &str) -> String {
    ["data-", name].concat()
}

/// Writes an attribute of an element, or removes it.
fn write_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Only an invalid name makes this fail, and ours are constants.
    match value {
        Some(value) => ignore(element.set_attribute(name, value)),
        None => ignore(element.remove_attribute(name)),
    }
}

/// The value of a `data-` attribute of the document's root.
pub(crate) fn root_data(name: &str) -> Option<String> {
    document()?.document_element()?.get_attribute(&data_attribute(name))
}

/// Sets a `data-` attribute of the document's root; `None` removes it.
pub(crate) fn set_root_data(name: &str, value: Option<&str>) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        write_attribute(&root, &data_attribute(name), value);
    }
}

/// Sets an attribute of an element.
pub(crate) fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = by_id(id) {
        write_attribute(&element, name, Some(value));
    }
}

/// Enables or disables a button.
pub(crate) fn set_disabled(id: &str, disabled: bool) {
    if let Some(button) = by_id(id) {
        write_attribute(&button, "disabled", disabled.then_some(""));
    }
}

/// Sets an element's text. An unchanged text is not written again, since a live region announces every change.
pub(crate) fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id(id).filter(|element| element.text_content().as_deref() != Some(text)) {
        element.set_text_content(Some(text));
    }
}

/// Announces a text through the page's status line, which is a live region.
pub(crate) fn announce(text: &str) {
    set_text("status", text);
}

/// Hides an element from sight and from assistive technology, or shows it.
pub(crate) fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = by_id(id) {
        element.set_hidden(hidden);
    }
}

/// Whether a checkbox is checked.
pub(crate) fn is_checked(id: &str) -> bool {
    by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()).is_some_and(|field| field.checked())
}

/// Checks a checkbox, or clears it.
pub(crate) fn set_checked(id: &str, checked: bool) {
    if let Some(field) = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        field.set_checked(checked);
    }
}

/// Sets checkboxes to what their `checked` attribute says, whatever a reader has done to them since.
pub(crate) fn reset_checkboxes(selector: &str) {
    for field in query_selector_all(selector).iter().filter_map(|element| element.dyn_ref::<HtmlInputElement>()) {
        field.set_checked(field.has_attribute("checked"));
    }
}

/// Selects the option of a `<select>` that has this value.
pub(crate) fn select_option(id: &str, value: &str) {
    if let Some(select) = by_id(id).and_then(|element| element.dyn_into::<HtmlSelectElement>().ok()) {
        select.set_value(value);
    }
}

/// Appends a new element with a text to an element.
pub(crate) fn append(id: &str, tag: &str, text: &str) {
    let new = document().and_then(|document| document.create_element(tag).ok());
    if let (Some(parent), Some(new)) = (by_id(id), new) {
        new.set_text_content(Some(text));
        ignore(parent.append_child(&new));
    }
}

/// Opens a modal dialog.
pub(crate) fn open_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        // It fails only for a dialog that is open already.
        ignore(dialog.show_modal());
    }
}

/// Closes a dialog.
pub(crate) fn close_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Styles one element as the target of the page's address, and no other. The address stays, and nothing scrolls.
pub(crate) fn mark_as_target(id: &str) {
    for marked in query_selector_all(".at-target") {
        ignore(marked.class_list().remove_1("at-target"));
    }
    // Asked for no id, Firefox says so in the console.
    if let Some(element) = (!id.is_empty()).then(|| by_id(id)).flatten() {
        ignore(element.class_list().add_1("at-target"));
    }
}
