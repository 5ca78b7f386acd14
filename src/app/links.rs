//! Copying the link to an answer or a paragraph: the links stand in the page and work without the app; with it a plain
//! click, a touch or Enter copies instead of following. And arriving by one: what the address names gets the focus, so that
//! a screen reader reads on from there.

use super::{browser, tools};

/// Listens for the whole page.
pub(crate) fn start() {
    browser::focus_target();
    browser::on_click("a.link", |click| {
        browser::mark_target(&click.fragment());
        let failed = "Could not copy: the link is in the address bar of the page it leads to";
        tools::copy(click.address(), "Link copied", failed);
        true
    });
}
