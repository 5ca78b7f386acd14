//! The tools at the top of every page, set moving: light and dark, the verbatim reading, the list of keys. The page draws
//! them; here is what they do.

use std::cell::Cell;

use super::browser;

/// The themes in the order the button goes through them; the first leaves it to the reader's system.
const THEMES: [(Option<&str>, &str); 3] = [(None, "Auto"), (Some("light"), "Light"), (Some("dark"), "Dark")];

/// How long the line at the bottom stays, in milliseconds.
const SAID_MILLIS: u32 = 3000;

thread_local! {
    /// Whether single keys act: a reader can switch them off.
    static SINGLE_KEYS: Cell<bool> = const { Cell::new(true) };
}

/// Whether single keys act now.
pub(crate) fn single_keys_act() -> bool {
    SINGLE_KEYS.get()
}

/// Sets the page's tools moving, as the reader left them on an earlier page.
pub(crate) fn start() {
    show_theme();
    browser::on_click("#theme", |_| {
        let (theme, _) = THEMES[(theme() + 1) % THEMES.len()];
        browser::set_root_data("theme", theme);
        browser::keep_choice("theme", theme);
        show_theme();
        true
    });
    show_reading();
    browser::on_click("#verbatim", |_| {
        let reading = (!is_verbatim()).then_some("verbatim");
        browser::set_root_data("reading", reading);
        browser::keep_choice("reading", reading);
        show_reading();
        true
    });
    browser::make_reachable(".fix");
    start_keys();
}

fn start_keys() {
    SINGLE_KEYS.set(browser::kept("keys").as_deref() != Some("off"));
    browser::set_checked("single-keys", single_keys_act());
    browser::on_click("#single-keys", |_| {
        let on = browser::is_checked("single-keys");
        SINGLE_KEYS.set(on);
        browser::keep_choice("keys", (!on).then_some("off"));
        false
    });
    browser::on_click("#open-keys", |_| {
        browser::open_dialog("keys");
        true
    });
    browser::on_click("#close-keys", |_| {
        browser::close_dialog("keys");
        true
    });
}

/// Copies a text, and says whether it did.
pub(crate) fn copy(text: String, said: &'static str, failed: &'static str) {
    browser::start(Box::pin(async move { say(if browser::copy(&text).await { said } else { failed }) }));
}

/// Says what has just been done, to eyes and screen readers.
pub(crate) fn say(text: &'static str) {
    browser::set_text("toast", text);
    browser::after(SAID_MILLIS, move || browser::set_text("toast", "")).forget();
}

/// Which of the themes is chosen.
fn theme() -> usize {
    let kept = browser::root_data("theme");
    THEMES.iter().position(|(theme, _)| *theme == kept.as_deref()).unwrap_or(0)
}

fn show_theme() {
    browser::set_text("theme-name", THEMES[theme()].1);
}

fn is_verbatim() -> bool {
    browser::root_data("reading").as_deref() == Some("verbatim")
}

fn show_reading() {
    let (text, pressed) = if is_verbatim() { ("Verbatim: on", "true") } else { ("Verbatim: off", "false") };
    browser::set_text("verbatim", text);
    browser::set_attribute("verbatim", "aria-pressed", pressed);
}
