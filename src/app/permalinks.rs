//! The links to answers and paragraphs. Without the app they are plain links; with it a click, a touch or Enter copies
//! their address instead of following it.
//!
//! Whoever arrives by such a link gets the focus moved to its target, so that a screen reader reads on from there.
//!
//! Not here: drawing the links ([`crate::page::turn`]) and links to quotes ([`super::quote_link`]).

use super::browser;
use super::toast::{self, CopyMessages};

const MESSAGES: CopyMessages =
    CopyMessages { copied: "Link copied", failed: "Could not copy. Open the link, and copy it from the address bar" };

/// Focuses the target of the page's address, and listens to the links of the whole page.
pub(crate) fn start() {
    browser::focus_target();
    browser::on_click("a.permalink", |link| {
        browser::mark_as_target(&link.fragment());
        toast::copy(link.address(), MESSAGES);
    });
}
