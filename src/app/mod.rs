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

/// Wakes what this page has.
pub fn start() {
    // One owner as old as the page, for what all parts share.
    let owner = Owner::new();
    owner.with(|| {
        api::start();
        // A page of somebody else's only asks.
        if browser::page().is_empty() {
            return;
        }
        tools::start();
        links::start();
        quote::start();
        share::start();
        let steps = match browser::page().as_str() {
            "library" => finder::start(),
            "episode" => within::start(),
            _ => keys::Steps { step: keys::walk_links, enter: |_| {} },
        };
        keys::start(steps);
    });
    std::mem::forget(owner);
}
