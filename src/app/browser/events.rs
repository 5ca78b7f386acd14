//! Events of the page: clicks, changed fields, keys, the selection.
//!
//! Clicks and changes are listened to at the document, with a selector, so that elements which come later are heard
//! too. As in [`super::timer`], every listener passes through one function that takes a box.
//!
//! Not here: the search field's input ([`super::search_field`]) and `popstate` ([`super::history`]).

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, EventTarget, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent,
};

use super::dom::{data_attribute, document, query_selector};

/// Calls back on every event of a type, for as long as the page lives.
pub(super) fn listen(target: &EventTarget, event_type: &'static str, run: Box<dyn FnMut(&Event)>) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, event_type, options, run).forget();
}

/// Calls back on every event of a type that reaches the document.
fn listen_at_document(event_type: &'static str, run: Box<dyn FnMut(&Event)>) {
    if let Some(document) = document() {
        listen(&document, event_type, run);
    }
}

/// The element that an event was sent to.
fn target_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// A link or button that was clicked without a modifier key.
pub(crate) struct Click {
    element: Element,
}

impl Click {
    /// The absolute address that a link leads to.
    pub(crate) fn address(&self) -> String {
        self.element.dyn_ref::<web_sys::HtmlAnchorElement>().map(|link| link.href()).unwrap_or_default()
    }

    /// The fragment of that address as the page has it, not encoded, without `#`.
    pub(crate) fn fragment(&self) -> String {
        let href = self.element.get_attribute("href").unwrap_or_default();
        href.split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default()
    }

    /// The value of a `data-` attribute.
    pub(crate) fn data(&self, name: &str) -> Option<String> {
        self.element.get_attribute(&data_attribute(name))
    }
}

/// Calls back when an element that matches the selector is clicked without a modifier key, in place of what the browser
/// would do: a link is not followed.
pub(crate) fn on_click(selector: &'static str, run: impl Fn(Click) + 'static) {
    on_click_boxed(selector, Box::new(run));
}

fn on_click_boxed(selector: &'static str, run: Box<dyn Fn(Click)>) {
    let listener = move |event: &Event| {
        let is_plain = event.dyn_ref::<MouseEvent>().is_some_and(|mouse| {
            mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key())
        });
        let element = target_of(event).and_then(|target| target.closest(selector).ok()?);
        if let Some(element) = element.filter(|_| is_plain) {
            run(Click { element });
            event.prevent_default();
        }
    };
    listen_at_document("click", Box::new(listener));
}

/// A form control whose value was changed.
pub(crate) struct ChangedField {
    /// Its name.
    pub(crate) name: String,
    /// Its new value; of a checkbox its `value` attribute.
    pub(crate) value: String,
}

/// Calls back when a form control that matches the selector is changed.
pub(crate) fn on_change(selector: &'static str, run: impl Fn(ChangedField) + 'static) {
    on_change_boxed(selector, Box::new(run));
}

fn on_change_boxed(selector: &'static str, run: Box<dyn Fn(ChangedField)>) {
    let listener = move |event: &Event| {
        let matching = target_of(event).filter(|target| target.matches(selector).unwrap_or(false));
        let Some(element) = matching else { return };
        let value = match element.dyn_ref::<HtmlInputElement>() {
            Some(input) => input.value(),
            None => element.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default(),
        };
        run(ChangedField { name: element.get_attribute("name").unwrap_or_default(), value });
    };
    listen_at_document("change", Box::new(listener));
}

/// The code of keys that an input method has taken.
const INPUT_METHOD_KEY_CODE: u32 = 229;

/// A key that was pressed.
pub(crate) struct KeyPress {
    /// The key's name: `"a"`, `"Enter"`, `"ArrowDown"`.
    pub(crate) key: String,
    /// Whether Ctrl, Alt or Meta is held: such keys belong to the browser or the system. AltGr, which Windows tells as Ctrl and Alt,
    /// is how some keyboards type a character.
    pub(crate) has_modifier: bool,
    /// Whether Shift is held.
    pub(crate) has_shift: bool,
    /// Whether the focus is in a field for text.
    pub(crate) is_in_text_field: bool,
    /// Whether letters are being composed with an input method.
    pub(crate) is_composing: bool,
    /// Whether a dialog is open.
    pub(crate) is_in_dialog: bool,
}

/// Calls back on every key that is pressed. The callback returns whether it has handled the key; then the browser does
/// not.
pub(crate) fn on_keydown(handle: impl Fn(KeyPress) -> bool + 'static) {
    let listener = move |event: &Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let target = target_of(event).and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let press = KeyPress {
            key: event.key(),
            has_modifier: (event.ctrl_key() || event.alt_key() || event.meta_key())
                && !event.get_modifier_state("AltGraph"),
            has_shift: event.shift_key(),
            is_in_text_field: target.is_some_and(|element| is_text_field(&element)),
            // The key that ends a composition: Safari sends it after the end, and under the code of no key.
            is_composing: event.is_composing() || event.key_code() == INPUT_METHOD_KEY_CODE,
            is_in_dialog: query_selector("dialog[open]").is_some(),
        };
        if handle(press) {
            event.prevent_default();
        }
    };
    listen_at_document("keydown", Box::new(listener));
}

/// Whether keys that are pressed in an element are its own: text is typed in it, or letters choose an option.
fn is_text_field(element: &HtmlElement) -> bool {
    let is_control = ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str());
    let is_checkbox = element.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "checkbox");
    (is_control && !is_checkbox) || element.is_content_editable()
}

/// Calls back whenever the selection changes.
pub(crate) fn on_selection_change(run: impl Fn() + 'static) {
    listen_at_document("selectionchange", Box::new(move |_| run()));
}
