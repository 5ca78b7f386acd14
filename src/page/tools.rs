//! The tools at the top of every page, the list of keys, and the line at the bottom that says what has just been done.
//! They are drawn still, and out of sight until the app is there to move them.

use leptos::prelude::*;

/// What each key does, as the list of keys says it.
const KEYS: [(&str, &str); 7] = [
    ("/", "Search"),
    ("Esc", "Leave the search"),
    ("↓ ↑", "Go through the results"),
    ("Enter", "Open a result; on an interview, the next match"),
    ("j k", "Next and previous"),
    ("q", "Quote the selected words"),
    ("?", "This list"),
];

/// The buttons in the header. `corrected` says whether the page has a second reading to switch to.
pub fn buttons(corrected: bool) -> impl IntoView {
    let verbatim = corrected.then(|| {
        view! {
            <button
                type="button"
                id="verbatim"
                title="Show the words as the machine heard them"
                aria-pressed="false"
            >
                "Verbatim: off"
            </button>
        }
    });
    view! {
        <div class="tools app-only" id="tools">
            {verbatim}
            <button type="button" id="theme"><span class="visually-hidden">"Theme: "</span><span id="theme-name">"Auto"</span></button>
            <button type="button" id="open-keys" aria-label="Keyboard shortcuts">"?"</button>
        </div>
    }
}

/// What is offered for selected words, and what is said of words that a link quotes: both out of sight.
pub fn quotes() -> impl IntoView {
    view! {
        <div id="quote" role="toolbar" aria-label="Selected words" hidden>
            <button type="button" id="quote-words">"Copy quote"</button>
            <button type="button" id="quote-link">"Copy link to quote"</button>
            <button type="button" id="quote-markdown">"Markdown"</button>
        </div>
    }
}

/// Where a page says what became of words that a link quotes: behind the transcript, so that it moves none of it, and in sight
/// from wherever the reader is in it.
pub fn quoted() -> impl IntoView {
    view! {
        <aside id="quoted" class="notice" aria-label="Quoted words" tabindex="-1" hidden>
            <p id="quoted-note" role="status"></p>
            <blockquote id="quoted-words"></blockquote>
        </aside>
    }
}

/// The list of keys, closed, and the line that says what was done, empty.
pub fn below() -> impl IntoView {
    let lines = KEYS.map(|(key, does)| view! { <dt><kbd>{key}</kbd></dt><dd>{does}</dd> });
    view! {
        <p class="toast" id="toast" role="status" aria-live="polite"></p>
        <dialog id="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <dl>{Vec::from(lines)}</dl>
            <label><input type="checkbox" id="single-keys"/>"Single keys act ( / ? j k q )"</label>
            <button type="button" class="primary" id="close-keys">"Close"</button>
        </dialog>
    }
}
