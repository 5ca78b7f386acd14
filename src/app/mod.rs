//! The app: what moves on the pages. Browser only.
//!
//! The pages are complete without it. It finds the slots they leave, mounts its parts into them, and listens; the text
//! itself is never drawn again. It holds no transcript and no importer: what it shows comes from the index, by the same
//! `search` the command line asks. Everything that touches the browser goes through [`browser`].

mod api;

mod browser;

mod engine;

mod finder;

mod keys;

mod links;

mod quote;

mod results;

mod share;

mod tools;

mod within;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Begins, as early as there is a browser to ask: of the page no more than its root may be there.
///
/// What a question in the address needs is sent for, and comes while the page is still being read.
#[wasm_bindgen(start)]
pub fn start() {
    api::start();
    if browser::root_data("finding").is_some() {
        finder::expect();
    }
}

/// Wakes what this page has, once all of it is there.
///
/// A question that the page came with is asked first of all: while its files are on their way there is time for the rest.
#[wasm_bindgen]
pub fn wake() {
    // One owner as old as the page, for what all parts share.
    let owner = Owner::new();
    let page = browser::page();
    let finder = owner.with(|| (page == "library").then(finder::start));
    browser::after(0, move || {
        // A page of somebody else's only asks.
        if !page.is_empty() {
            owner.with(|| wake_rest(finder, &page));
        }
        std::mem::forget(owner);
        browser::set_root_data("app", Some("ready"));
    })
    .forget();
}

/// Wakes the rest: what is not needed to ask.
fn wake_rest(finder: Option<finder::Finder>, page: &str) {
    tools::start();
    links::start();
    quote::start();
    share::start();
    let steps = match finder {
        Some(finder) => finder.mount(),
        None if page == "episode" => within::start(),
        None => keys::Steps { step: keys::walk_links, enter: |_| {} },
    };
    keys::start(steps);
}

/// Texts with something between them. By way of slices: to join texts of one's own is another kilobyte of code.
fn joined(texts: &[String], between: &str) -> String {
    texts.iter().map(String::as_str).collect::<Vec<_>>().join(between)
}
