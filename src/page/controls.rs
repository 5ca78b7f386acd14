//! The controls that every page holds for the app: the toolbar in the header, the toolbar for selected words, the
//! notice on a quoted passage, the list of keyboard shortcuts, the toast. They are rendered inert and hidden until the
//! app has started.
//!
//! Not here: what they do (`app`), the search box ([`super::search_box`]), the share menu ([`super::share`]).

use leptos::prelude::*;

/// The keyboard shortcuts, each key with what it does.
const SHORTCUTS: [(&str, &str); 7] = [
    ("/", "Search"),
    ("Esc", "Leave the search box"),
    ("↓ ↑", "Go through the results"),
    ("Enter", "Open a result; in an interview, go to the next match"),
    ("j k", "Next and previous"),
    ("q", "Quote the selected words"),
    ("?", "Show this list"),
];

/// The toolbar in the header. `verbatim_switch` is there on pages with a transcript.
pub fn toolbar(verbatim_switch: Option<impl IntoView>) -> impl IntoView {
    view! {
        <div class="tools app-only" id="tools">
            {verbatim_switch}
            <button type="button" id="theme"><span class="visually-hidden">"Theme: "</span><span id="theme-name">"Auto"</span></button>
            <button type="button" id="open-keys" aria-label="Keyboard shortcuts">"?"</button>
        </div>
    }
}

/// The switch between the corrected reading of a transcript and the verbatim one.
pub fn verbatim_switch() -> impl IntoView {
    view! {
        <button
            type="button"
            id="verbatim"
            title="Show the words as transcribed, without corrections"
            aria-pressed="false"
        >
            "Verbatim: off"
        </button>
    }
}

/// The toolbar that copies selected words as a quote. Words that are not as published can only be linked to; the style sheet
/// shows one or the other.
pub fn selection_toolbar() -> impl IntoView {
    view! {
        <div id="quote" role="toolbar" aria-label="Selected words" hidden>
            <p id="quote-altered">"These words were translated or rewritten after they were published, so they cannot be quoted"</p>
            <button type="button" id="quote-place" aria-describedby="quote-altered">"Copy link to the paragraph"</button>
            <button type="button" id="quote-words">"Copy quote"</button>
            <button type="button" id="quote-link">"Copy link to quote"</button>
            <button type="button" id="quote-markdown">"Markdown"</button>
        </div>
    }
}

/// The notice on what became of the words that a link quotes. It follows the transcript in the document, so showing it
/// moves no text, and it stays in sight wherever the reader is.
pub fn quote_notice() -> impl IntoView {
    view! {
        <aside id="quoted" class="notice" aria-label="Quoted words" tabindex="-1" hidden>
            <p id="quoted-note" role="status"></p>
            <blockquote id="quoted-words" translate="no"></blockquote>
        </aside>
    }
}

/// The toast: an empty line that says what has just been done.
pub fn toast() -> impl IntoView {
    view! { <p class="toast" id="toast" role="status" aria-live="polite"></p> }
}

/// The dialog with the keyboard shortcuts, closed.
pub fn shortcuts_dialog() -> impl IntoView {
    let lines = SHORTCUTS.map(|(key, action)| view! { <dt><kbd>{key}</kbd></dt><dd>{action}</dd> });
    view! {
        <dialog id="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keyboard shortcuts"</h2>
            <dl>{Vec::from(lines)}</dl>
            <label><input type="checkbox" id="single-keys"/>"Use single-key shortcuts ( / ? j k q )"</label>
            <button type="button" class="primary" id="close-keys">"Close"</button>
        </dialog>
    }
}
