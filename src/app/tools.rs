//! The tools at the top of every page: light and dark, the verbatim reading, the list of keys; and the line at the
//! bottom that says what has just been done.

use leptos::mount::mount_to;
use leptos::prelude::*;

use super::browser;

/// The themes in the order the button goes through them; the first leaves it to the reader's system.
const THEMES: [(Option<&str>, &str); 3] = [(None, "Auto"), (Some("light"), "Light"), (Some("dark"), "Dark")];

/// How long the line at the bottom stays, in milliseconds.
const SAID_MILLIS: u32 = 3000;

/// Whether single keys act: a reader can switch them off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SingleKeys(RwSignal<bool>);

impl SingleKeys {
    /// As kept from earlier pages; on until switched off.
    pub(crate) fn kept() -> Self {
        Self(RwSignal::new(browser::kept("keys").as_deref() != Some("off")))
    }

    /// Whether they act now.
    pub(crate) fn are_on(self) -> bool {
        self.0.get_untracked()
    }

    fn set(self, on: bool) {
        self.0.set(on);
        browser::keep_choice("keys", (!on).then_some("off"));
    }
}

/// Puts the tools into the page.
pub(crate) fn start(keys: SingleKeys) {
    if let Some(slot) = browser::by_id("tools") {
        mount_to(slot, tools).forget();
    }
    if let Some(slot) = browser::slot() {
        mount_to(slot, move || below(keys)).forget();
    }
    browser::make_reachable(".fix");
}

/// Says what has just been done, to eyes and screen readers.
pub(crate) fn say(text: &'static str) {
    browser::set_text("toast", text);
    browser::after(SAID_MILLIS, move || browser::set_text("toast", "")).forget();
}

fn tools() -> impl IntoView {
    let kept = browser::root_data("theme");
    let at = THEMES.iter().position(|(theme, _)| *theme == kept.as_deref()).unwrap_or(0);
    let theme = RwSignal::new(at);
    let next_theme = move |_| {
        let next = (theme.get_untracked() + 1) % THEMES.len();
        theme.set(next);
        browser::set_root_data("theme", THEMES[next].0);
        browser::keep_choice("theme", THEMES[next].0);
    };
    view! {
        {(!browser::find_all(".fix").is_empty()).then(verbatim)}
        <button type="button" id="theme" on:click=next_theme>
            <span class="sr">"Theme: "</span>{move || THEMES[theme.get()].1}
        </button>
        <button type="button" aria-label="Keyboard shortcuts" on:click=|_| browser::open_dialog("keys")>"?"</button>
    }
}

/// The switch between the reading with corrections and the text as the machine heard it.
fn verbatim() -> impl IntoView {
    let on = RwSignal::new(browser::root_data("reading").as_deref() == Some("verbatim"));
    let switch = move |_| {
        on.update(|on| *on = !*on);
        let choice = on.get_untracked().then_some("verbatim");
        browser::set_root_data("reading", choice);
        browser::keep_choice("reading", choice);
    };
    view! {
        <button
            type="button"
            id="verbatim"
            title="Show the words as the machine heard them"
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=switch
        >
            {move || if on.get() { "Verbatim: on" } else { "Verbatim: off" }}
        </button>
    }
}

fn below(keys: SingleKeys) -> impl IntoView {
    let lines = [
        ("/", "Search"),
        ("Esc", "Leave the search"),
        ("↓ ↑", "Go through the results"),
        ("Enter", "Open a result; on an interview, the next match"),
        ("j k", "Next and previous"),
        ("?", "This list"),
    ]
    .map(|(key, does)| view! { <dt><kbd>{key}</kbd></dt><dd>{does}</dd> });
    view! {
        <p class="toast" id="toast" role="status" aria-live="polite"></p>
        <dialog id="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <dl>{Vec::from(lines)}</dl>
            <label>
                <input
                    type="checkbox"
                    id="single-keys"
                    prop:checked=move || keys.0.get()
                    on:change=move |event| keys.set(event_target_checked(&event))
                />
                "Single keys act ( / ? j k )"
            </label>
            <button type="button" class="main" on:click=|_| browser::close_dialog("keys")>"Close"</button>
        </dialog>
    }
}
