//! The share menu: copies what its buttons carry, and opens the system's own sheet where there is one.

use super::{browser, tools};
use crate::page::share::SITE_URL_PLACEHOLDER;

/// Wakes the menu, where the page has one.
pub(crate) fn start() {
    if browser::by_id("share").is_none() {
        return;
    }
    let press = |selector, said| {
        browser::on_click(selector, move |click| {
            tools::copy(carried(&click), said, "Could not copy: select it and copy it yourself");
            true
        });
    };
    press("#share-link", "Link copied");
    press("#share-quote", "Quote copied");
    press("#share-code", "Embed code copied");
    press("#share-frame", "Frame code copied");
    browser::on_click("#share-sheet", |click| {
        browser::open_sheet(&click.data("title").unwrap_or_default(), &carried(&click));
        true
    });
}

/// What a button carries, with the site's address in it.
fn carried(click: &browser::Click) -> String {
    let text = click.data("copy").unwrap_or_default();
    let parts: Vec<&str> = text.split(SITE_URL_PLACEHOLDER).collect();
    parts.join(&browser::api_text("root"))
}
