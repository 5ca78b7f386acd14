//! The keyboard's focus: what has it, what gets it, what can have it.
//!
//! Not here: which keys move it ([`crate::app::shortcuts`]).

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom::{document, query_selector, query_selector_all};
use super::ignore;

/// The element that has the focus.
pub(super) fn active_element() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// The place in a list of the element that has the focus.
pub(crate) fn focused_index(elements: &[HtmlElement]) -> Option<usize> {
    let active = active_element()?;
    elements.iter().position(|element| *element == active)
}

/// Focuses an element and scrolls it into view.
pub(crate) fn focus(element: &HtmlElement) {
    ignore(element.focus());
}

/// Focuses an element without scrolling.
pub(super) fn focus_without_scrolling(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    ignore(element.focus_with_options(&options));
}

/// Focuses the target of the page's address, unless it is focusable by itself; the browser has scrolled to it already. A field or
/// a button that an address names stays within reach of the Tab key.
pub(crate) fn focus_target() {
    if let Some(target) = query_selector(":target:not([tabindex], a, button, input, select, textarea, summary, iframe)")
    {
        target.set_tab_index(-1);
        focus_without_scrolling(&target);
    }
}

/// Takes the focus away from the element that has it.
pub(crate) fn blur() {
    if let Some(element) = active_element() {
        ignore(element.blur());
    }
}

/// Lets the Tab key reach all elements that match a selector.
pub(crate) fn make_focusable(selector: &str) {
    for element in query_selector_all(selector) {
        element.set_tab_index(0);
    }
}
