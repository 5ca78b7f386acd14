//! The reader's preferences: the theme, the reading of corrected words, and whether shortcuts of a single letter act.
//!
//! Theme and reading are attributes of the document's root, which the style sheets read. The entry script restores them
//! before the first paint; here they are changed, and stored for later pages.
//!
//! Not here: the buttons themselves ([`crate::page::tools`]).

use std::cell::Cell;

use super::browser;

/// A theme.
struct Theme {
    /// The value of the root's `data-theme`; `None` leaves it to the reader's system.
    value: Option<&'static str>,
    name: &'static str,
}

/// The themes in the order in which the button goes through them.
const THEMES: [Theme; 3] = [
    Theme { value: None, name: "Auto" },
    Theme { value: Some("light"), name: "Light" },
    Theme { value: Some("dark"), name: "Dark" },
];

thread_local! {
    static SINGLE_KEYS: Cell<bool> = const { Cell::new(true) };
}

/// Whether shortcuts of a single letter act.
pub(crate) fn are_single_keys_on() -> bool {
    SINGLE_KEYS.get()
}

/// Listens to the buttons in the page's header and in the list of shortcuts, and shows the stored preferences on them.
pub(crate) fn start() {
    show();
    // On another page they may have been changed meanwhile.
    browser::on_pageshow(show);
    browser::on_click("#theme", |_| {
        let next = THEMES[(theme_index() + 1) % THEMES.len()].value;
        browser::set_root_data("theme", next);
        browser::store("theme", next);
        show_theme();
    });
    browser::on_click("#verbatim", |_| {
        let reading = (!is_verbatim()).then_some("verbatim");
        browser::set_root_data("reading", reading);
        browser::store("reading", reading);
        show_reading();
    });
    // A correction shows the heard word when it has the focus.
    browser::make_focusable(".correction");
    start_single_keys();
}

/// Listens to the switch for single keys and to the buttons of its dialog.
fn start_single_keys() {
    browser::on_change("#single-keys", |_| {
        let is_on = browser::is_checked("single-keys");
        SINGLE_KEYS.set(is_on);
        browser::store("keys", (!is_on).then_some("off"));
    });
    browser::on_click("#open-keys", |_| browser::open_dialog("keys"));
    browser::on_click("#close-keys", |_| browser::close_dialog("keys"));
}

/// Shows the stored preferences.
fn show() {
    show_theme();
    show_reading();
    SINGLE_KEYS.set(browser::stored("keys").as_deref() != Some("off"));
    browser::set_checked("single-keys", are_single_keys_on());
}

/// The index of the present theme.
fn theme_index() -> usize {
    let value = browser::root_data("theme");
    THEMES.iter().position(|theme| theme.value == value.as_deref()).unwrap_or(0)
}

fn show_theme() {
    browser::set_text("theme-name", THEMES[theme_index()].name);
}

fn is_verbatim() -> bool {
    browser::root_data("reading").as_deref() == Some("verbatim")
}

fn show_reading() {
    let (text, is_pressed) = if is_verbatim() { ("Verbatim: on", "true") } else { ("Verbatim: off", "false") };
    browser::set_text("verbatim", text);
    browser::set_attribute("verbatim", "aria-pressed", is_pressed);
}
