//! Scrolling: how far the page is scrolled, and bringing places of it into view.
//!
//! Not here: which position belongs to an entry of the history ([`super::history`]).

use web_sys::{DomRect, ScrollBehavior, ScrollToOptions, Window};

/// The height of what sticks to the top of the window and covers the text, in CSS pixels.
const STICKY_HEIGHT: f64 = 72.0;

/// How far the page is scrolled, in CSS pixels.
pub(super) fn top() -> f64 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0)
}

fn inner_height(window: &Window) -> f64 {
    window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0)
}

/// Scrolls the page to a position at once.
pub(crate) fn scroll_to(top: usize) {
    let Some(window) = web_sys::window() else { return };
    let options = ScrollToOptions::new();
    options.set_top(top as f64);
    options.set_behavior(ScrollBehavior::Instant);
    window.scroll_to_with_scroll_to_options(&options);
}

/// Scrolls the page so that a rectangle, given relative to the window, comes to the window's middle.
pub(super) fn scroll_to_middle(rect: &DomRect) {
    let Some(window) = web_sys::window() else { return };
    let options = ScrollToOptions::new();
    options.set_top(top() + rect.top() + (rect.height() - inner_height(&window)) / 2.0);
    window.scroll_to_with_scroll_to_options(&options);
}

/// Scrolls as [`scroll_to_middle`] does, but only if the rectangle is not in view.
pub(super) fn scroll_into_view(rect: &DomRect) {
    let height = web_sys::window().map_or(0.0, |window| inner_height(&window));
    if rect.top() < STICKY_HEIGHT || rect.bottom() > height {
        scroll_to_middle(rect);
    }
}
