//! The share menu: copies the texts that its buttons carry, and opens the system's share sheet.
//!
//! Not here: drawing the menu ([`crate::page::share`]).

use super::browser::{self, Click};
use super::toast::{self, CopyMessages};
use crate::page::share::SITE_URL_PLACEHOLDER;

/// The buttons that copy, each with what is said when it worked.
const COPY_BUTTONS: [(&str, &str); 4] = [
    ("#share-link", "Link copied"),
    ("#share-quote", "Quote copied"),
    ("#share-code", "Embed code copied"),
    ("#share-frame", "Frame code copied"),
];

/// Listens to the menu, where the page has one.
pub(crate) fn start() {
    if browser::by_id("share").is_none() {
        return;
    }
    for (selector, copied) in COPY_BUTTONS {
        let messages = CopyMessages { copied, failed: "Could not copy. Select the text and copy it yourself" };
        browser::on_click(selector, move |button| toast::copy(text_of(&button), messages));
    }
    browser::on_click("#share-sheet", |button| {
        browser::open_share_sheet(&button.data("title").unwrap_or_default(), &text_of(&button));
    });
}

/// The text that a button carries, with the site's address in the place of [`SITE_URL_PLACEHOLDER`].
fn text_of(button: &Click) -> String {
    let text = button.data("copy").unwrap_or_default();
    let parts: Vec<&str> = text.split(SITE_URL_PLACEHOLDER).collect();
    parts.join(&browser::site_root())
}
