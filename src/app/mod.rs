//! The app: what moves on the pages. It is compiled for the browser only.
//!
//! The pages are complete without it. It mounts its parts into slots that the pages leave for them, and listens to
//! events; the transcript itself is never drawn again. What it shows comes from the index, by the same
//! [`crate::search`] that the command line asks.
//!
//! # Start
//!
//! 1. The entry script (`public/answerbook.js`) runs before the first paint and fetches the app. On the library's page it
//!    stands in the page itself.
//! 2. [`init`] runs as soon as the app is compiled, while the page may still be loading. It starts fetching what the query in
//!    the address needs.
//! 3. [`mount`] runs once the page has been parsed. It starts the search first, and mounts the rest while files are on
//!    their way.
//!
//! # State of the page
//!
//! The state is in attributes of the document's root, since the entry script, the app and the style sheet share it.
//!
//! | attribute | means | set by | removed by | read by |
//! |---|---|---|---|---|
//! | no `data-app` | no script has run | | entry script, at once | CSS: hides what needs the app |
//! | `data-app="loading"` | the app is being fetched | entry script, at once | | CSS: shows the search field, reserves room for what needs the app |
//! | `data-app="ready"` | the app handles events | [`mount`] | | CSS: shows what needs the app; tests wait for it |
//! | `data-app="failed"` | the app could not start, or crashed | entry script, on any error | | CSS: hides what needs the app, the search field with it |
//! | `data-searching` | something is asked for, so results take the place of the list of episodes | entry script, where the address asks for something; `library_search`, with every search | `library_search`, once nothing is asked for; entry script, when the app fails or takes long | CSS; [`init`]: whether to prefetch |
//! | `data-render-blocked` | nothing is painted, since results are about to come | entry script, where the app has come before the first paint and `data-searching` is set | `library_search`, with the first thing it shows; entry script, after 250 ms or when the app fails | CSS: hides the page |
//! | `data-unanswered` | the app has failed or takes long, which the status says | entry script | entry script, when it comes after all | CSS: shows the button that loads the page anew |
//!
//! `data-app` goes from `loading` to `ready` or `failed`, and from `ready` to `failed`; never back.
//!
//! `data-embedded` is there where the library's page is the content of `<answerbook-search>`: the entry script sets it, and CSS leaves
//! the head and the foot of the page out.
//!
//! `data-slow` is there where the page has come over a slow line: the entry script sets it before the first paint, and CSS leaves the
//! fonts in files out.
//!
//! `data-theme` and `data-reading` are there too: `preferences` of the reader, restored by the entry script.
//!
//! Not here: static HTML ([`crate::page`]), the index's files ([`crate::wire`]), and everything that names an interface
//! of the browser (`app/browser`).

mod browser;

mod screen;

mod engine;

mod api;

mod toast;

mod preferences;

mod permalinks;

mod share;

mod quote_link;

mod quote_selection;

mod shortcuts;

mod results;

mod library_search;

mod episode_search;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use library_search::LibrarySearch;
use shortcuts::KeyNavigation;

/// Starts what needs no page: the search for other scripts, and fetching what the query in the address needs.
#[wasm_bindgen(start)]
pub fn init() {
    api::install();
    if browser::root_data("searching").is_some() {
        library_search::prefetch();
    }
}

/// Mounts the app's parts into the page, once it has been parsed.
#[wasm_bindgen]
pub fn mount() {
    // Signals live as long as their owner: this one is never dropped.
    let owner = Owner::new();
    let page_kind = browser::page_kind();
    let search = owner.with(|| (page_kind == "library").then(library_search::start));
    // The search has asked for its files now; the rest is mounted while they are on their way.
    browser::queue_task(move || {
        // On a page of another site there is nothing to mount; its scripts only search.
        if !page_kind.is_empty() {
            owner.with(|| mount_rest(search, &page_kind));
        }
        std::mem::forget(owner);
        browser::set_root_data("app", Some("ready"));
    });
}

/// Mounts all but the search itself.
fn mount_rest(search: Option<LibrarySearch>, page_kind: &str) {
    preferences::start();
    permalinks::start();
    quote_link::start();
    quote_selection::start();
    share::start();
    let navigation = match search {
        Some(search) => search.mount(),
        None if page_kind == "episode" => episode_search::start(),
        None => KeyNavigation { step: shortcuts::focus_answer_link, enter: |_| {} },
    };
    shortcuts::start(navigation);
}

/// Texts joined by a separator. They are borrowed first, since joining owned texts would be another kilobyte of code.
fn join(texts: &[String], separator: &str) -> String {
    texts.iter().map(String::as_str).collect::<Vec<_>>().join(separator)
}
