//! The browser, behind small functions with plain values: the only place that names `web_sys` and `gloo`. What the app
//! does with it is not decided here.

mod clipboard;

mod fetch;

mod highlight;

mod history;
mod sheet;

pub(crate) use clipboard::copy;
pub(crate) use fetch::{Coming, Failure, expect, is_offline, pause, send_for, text};
pub(crate) use highlight::{Passage, passages, selected_passages, show_hits, show_quote};
pub(crate) use history::{
    current, now, on_back, push, replace, scroll_into_sight, scroll_to, scroll_to_middle, search, start_keeping,
};
pub(crate) use sheet::open_sheet;

use std::pin::Pin;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    KeyboardEvent, MouseEvent,
};

/// Runs a function after a while, unless the returned guard is dropped before.
pub(crate) fn after(millis: u32, run: impl FnOnce() + 'static) -> gloo::timers::callback::Timeout {
    timeout(millis, Box::new(run))
}

/// One function for all timers, for each kind of closure would have its own code.
fn timeout(millis: u32, run: Box<dyn FnOnce()>) -> gloo::timers::callback::Timeout {
    gloo::timers::callback::Timeout::new(millis, run)
}

/// Runs what takes its time. One function for all of it, as for timers.
pub(crate) fn start(work: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(work);
}

/// Calls back on every event of a kind, as long as the page lives. One function for all listeners, as for timers.
fn listen(target: &EventTarget, kind: &'static str, run: Box<dyn FnMut(&Event)>) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, kind, options, run).forget();
}

/// The document; `None` only outside a page.
fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The first element that a selector finds.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// All elements that a selector finds, in document order.
pub(crate) fn find_all(selector: &str) -> Vec<HtmlElement> {
    let Some(list) = document().and_then(|document| document.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
}

/// Which island the page asks for: its body's `data-page`.
pub(crate) fn page() -> String {
    document().and_then(|document| document.body()?.dataset().get("page")).unwrap_or_default()
}

/// Sets an attribute of the document's root, or takes it away.
pub(crate) fn set_root_data(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let attribute = data(name);
    // Setting an attribute with a fixed, valid name cannot fail.
    match value {
        Some(value) => drop(root.set_attribute(&attribute, value)),
        None => drop(root.remove_attribute(&attribute)),
    }
}

/// The attribute that holds data of this name.
fn data(name: &str) -> String {
    ["data-", name].concat()
}

/// An attribute of the document's root.
pub(crate) fn root_data(name: &str) -> Option<String> {
    document()?.document_element()?.get_attribute(&data(name))
}

/// The name under which a choice is kept.
fn stored(name: &str) -> String {
    ["answerbook.", name].concat()
}

/// A choice the reader made on an earlier page; `None` too where storage is closed to the page.
pub(crate) fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&stored(name)).ok()?
}

/// Keeps a choice for later pages, as far as the browser allows it.
pub(crate) fn keep_choice(name: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let key = stored(name);
    // A full or closed storage is no reason to bother the reader: the choice holds for this page.
    match value {
        Some(value) => drop(storage.set_item(&key, value)),
        None => drop(storage.remove_item(&key)),
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The search field's text.
pub(crate) fn query_text() -> String {
    query_field().map(|field| field.value()).unwrap_or_default()
}

/// Puts a text into the search field, unless it stands there already: the caret stays where it is.
pub(crate) fn set_query_text(text: &str) {
    if let Some(field) = query_field().filter(|field| field.value() != text) {
        field.set_value(text);
    }
}

/// The search field, if the page has one.
fn query_field() -> Option<HtmlInputElement> {
    by_id("q")?.dyn_into().ok()
}

/// Calls back whenever the search field's text changes.
pub(crate) fn on_query_input(run: impl Fn(String) + 'static) {
    let Some(field) = query_field() else { return };
    let read = field.clone();
    listen(&field, "input", Box::new(move |_| run(read.value())));
}

/// Says something in the page's live region.
pub(crate) fn announce(text: &str) {
    set_text("status", text);
}

/// Sets an element's text, unless it stands there already: a live region speaks only of what changes.
pub(crate) fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id(id).filter(|element| element.text_content().as_deref() != Some(text)) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute of an element, if the page has it.
pub(crate) fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = by_id(id) {
        // Setting an attribute with a fixed, valid name cannot fail.
        drop(element.set_attribute(name, value));
    }
}

/// Takes an element out of sight and out of reach, or brings it back.
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

/// Has checkboxes checked as their attribute says, whatever a reader has done to them since.
pub(crate) fn check_as_written(selector: &str) {
    for field in find_all(selector).iter().filter_map(|element| element.dyn_ref::<HtmlInputElement>()) {
        field.set_checked(field.has_attribute("checked"));
    }
}

/// Focuses an element and brings it into sight.
pub(crate) fn focus(element: &HtmlElement) {
    // An element that cannot take focus keeps none: nothing to report.
    drop(element.focus());
}

/// Focuses an element and scrolls nothing.
fn focus_still(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    drop(element.focus_with_options(&options));
}

/// Puts an element with a text behind whatever an element holds.
pub(crate) fn append(id: &str, tag: &str, text: &str) {
    let new = document().and_then(|document| document.create_element(tag).ok());
    if let (Some(parent), Some(new)) = (by_id(id), new) {
        new.set_text_content(Some(text));
        drop(parent.append_child(&new));
    }
}

/// Focuses what the address names by its fragment, where it does not by itself; the browser has brought it into sight.
pub(crate) fn focus_target() {
    if let Some(target) = find(":target").filter(|target| !target.has_attribute("tabindex")) {
        target.set_tab_index(-1);
        focus_still(&target);
    }
}

/// Calls back whenever what is selected changes.
pub(crate) fn on_selection(run: impl Fn() + 'static) {
    if let Some(document) = document() {
        listen(&document, "selectionchange", Box::new(move |_| run()));
    }
}

/// A parameter of the page's address, as it stands there.
pub(crate) fn parameter(name: &str) -> Option<String> {
    let search = search();
    let pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next()
}

/// The episode that the page shows.
pub(crate) fn episode() -> String {
    find("[data-episode]").and_then(|element| element.get_attribute("data-episode")).unwrap_or_default()
}

/// Says what became of quoted words, where the page has a place for it.
pub(crate) fn announce_quote(text: &str) {
    set_hidden("quoted", false);
    set_text("quoted-note", text);
}

/// Focuses the search field and selects its text.
pub(crate) fn focus_query() {
    if let Some(field) = query_field() {
        drop(field.focus());
        field.select();
    }
}

/// Takes the focus from whatever has it.
pub(crate) fn blur() {
    if let Some(element) = active() {
        drop(element.blur());
    }
}

/// What has the focus.
fn active() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// Whether the focus is in the search field.
pub(crate) fn in_query() -> bool {
    active().is_some_and(|element| element.id() == "q")
}

/// Where in a list of elements the focus is.
pub(crate) fn focused_at(elements: &[HtmlElement]) -> Option<usize> {
    let active = active()?;
    elements.iter().position(|element| *element == active)
}

/// A key as the app sees it.
pub(crate) struct Key {
    /// `"a"`, `"Enter"`, `"ArrowDown"`.
    pub(crate) name: String,
    /// With Ctrl, Alt or Meta: the browser's or the system's, not ours.
    pub(crate) modified: bool,
    /// With Shift.
    pub(crate) shift: bool,
    /// Whether the focus is where one types.
    pub(crate) typing: bool,
    /// Whether a dialog is open, or letters are being composed.
    pub(crate) busy: bool,
}

/// Calls back on every key; `true` means that it has been dealt with.
pub(crate) fn on_key(run: impl Fn(Key) -> bool + 'static) {
    let Some(document) = document() else { return };
    listen(
        &document,
        "keydown",
        Box::new(move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
            let typing = target.is_some_and(|element| {
                let field = ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str());
                let button = element.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "checkbox");
                (field && !button) || element.is_content_editable()
            });
            let key = Key {
                name: event.key(),
                modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
                shift: event.shift_key(),
                typing,
                busy: event.is_composing() || find("dialog[open]").is_some(),
            };
            if run(key) {
                event.prevent_default();
            }
        }),
    );
}

/// A link that was clicked without any modifier: what it points to and what it carries.
pub(crate) struct Click {
    /// The link.
    element: Element,
}

impl Click {
    /// The link's absolute address.
    pub(crate) fn address(&self) -> String {
        self.element.dyn_ref::<web_sys::HtmlAnchorElement>().map(|link| link.href()).unwrap_or_default()
    }

    /// A `data-` attribute of the link.
    pub(crate) fn data(&self, name: &str) -> Option<String> {
        self.element.get_attribute(&data(name))
    }

    /// The link's fragment, without `#`.
    pub(crate) fn fragment(&self) -> String {
        self.address().split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default()
    }
}

/// Calls back when something that fits the selector is clicked plainly; `true` means that the link need not be followed.
pub(crate) fn on_click(selector: &'static str, run: impl Fn(Click) -> bool + 'static) {
    clicks(selector, Box::new(run));
}

/// One function for all that is clicked, as for timers.
fn clicks(selector: &'static str, run: Box<dyn Fn(Click) -> bool>) {
    let Some(document) = document() else { return };
    listen(
        &document,
        "click",
        Box::new(move |event: &Event| {
            let plain = event.dyn_ref::<MouseEvent>().is_some_and(|mouse| {
                mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key())
            });
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let found = target.and_then(|target| target.closest(selector).ok()?);
            if let Some(element) = found.filter(|_| plain)
                && run(Click { element })
            {
                event.prevent_default();
            }
        }),
    );
}

/// A field whose value was changed.
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: String,
}

/// Calls back when a checkbox or a choice that fits the selector is changed.
pub(crate) fn on_change(selector: &'static str, run: impl Fn(Field) + 'static) {
    changes(selector, Box::new(run));
}

/// One function for all that is changed, as for timers.
fn changes(selector: &'static str, run: Box<dyn Fn(Field)>) {
    let Some(document) = document() else { return };
    listen(
        &document,
        "change",
        Box::new(move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(element) = target.filter(|target| target.matches(selector).unwrap_or(false)) else { return };
            let value = match element.dyn_ref::<HtmlInputElement>() {
                Some(input) => input.value(),
                None => element.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default(),
            };
            run(Field { name: element.get_attribute("name").unwrap_or_default(), value });
        }),
    );
}

/// Shows a value of a choice as the chosen one.
pub(crate) fn set_choice(id: &str, value: &str) {
    if let Some(choice) = by_id(id).and_then(|element| element.dyn_into::<HtmlSelectElement>().ok()) {
        choice.set_value(value);
    }
}

/// Lets a button be pressed, or not.
pub(crate) fn set_disabled(id: &str, disabled: bool) {
    if let Some(button) = by_id(id) {
        // Setting an attribute with a fixed, valid name cannot fail.
        match disabled {
            true => drop(button.set_attribute("disabled", "")),
            false => drop(button.remove_attribute("disabled")),
        }
    }
}

/// Opens a dialog so that what is behind it is out of reach.
pub(crate) fn open_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        // It throws only where the dialog is open already.
        drop(dialog.show_modal());
    }
}

/// Closes a dialog.
pub(crate) fn close_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Lets the keyboard reach elements that hold something at hand.
pub(crate) fn make_reachable(selector: &str) {
    for element in find_all(selector) {
        element.set_tab_index(0);
    }
}

/// Marks one element as the present target, as if its fragment were the page's: the address stays, nothing scrolls.
pub(crate) fn mark_target(id: &str) {
    for marked in find_all(".at-target") {
        drop(marked.class_list().remove_1("at-target"));
    }
    if let Some(element) = by_id(id) {
        drop(element.class_list().add_1("at-target"));
    }
}

/// A text of `window.answerbook`, as the entry script wrote it there.
pub(crate) fn api_text(name: &str) -> String {
    api().and_then(|api| js_sys::Reflect::get(&api, &name.into()).ok()?.as_string()).unwrap_or_default()
}

/// What other scripts see of us.
fn api() -> Option<wasm_bindgen::JsValue> {
    let window = web_sys::window()?;
    js_sys::Reflect::get(&window, &"answerbook".into()).ok().filter(wasm_bindgen::JsValue::is_object)
}

/// Gives other scripts a function of ours, under `window.answerbook`.
pub(crate) fn offer(name: &str, function: wasm_bindgen::JsValue) {
    if let Some(api) = api() {
        // Setting a property of a plain object cannot fail.
        drop(js_sys::Reflect::set(&api, &name.into(), &function));
    }
}
