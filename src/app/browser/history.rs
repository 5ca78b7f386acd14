//! The address and the way back: which view the address holds, and where on the page the reader was.

use std::cell::RefCell;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::{Event, History, ScrollRestoration, Window};

use super::{after, listen};

/// How long the reader must have stopped scrolling before the place is kept, in milliseconds: browsers throttle pages
/// that write to the history too often.
const SETTLED_MILLIS: u32 = 200;

/// Where a reader was in a view.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moment {
    /// How far the page was scrolled, in whole CSS pixels: reading and writing fractions costs the browser 20 kB of code.
    pub(crate) top: usize,
    /// How many results were shown.
    pub(crate) shown: usize,
}

fn window_and_history() -> Option<(Window, History)> {
    let window = web_sys::window()?;
    let history = window.history().ok()?;
    Some((window, history))
}

/// The part of the address after `?`, with it; empty where there is none.
pub(crate) fn search() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Adds a step to the history: the same page with another search.
pub(crate) fn push(search: &str, moment: Moment) {
    write(search, moment, true);
}

/// Changes the present step.
pub(crate) fn replace(search: &str, moment: Moment) {
    write(search, moment, false);
}

fn write(search: &str, moment: Moment, add: bool) {
    let Some((window, history)) = window_and_history() else { return };
    let path = window.location().pathname().unwrap_or_default();
    let hash = if add { String::new() } else { window.location().hash().unwrap_or_default() };
    let url = [path.as_str(), search, &hash].concat();
    let state = JsValue::from_str(&[&moment.top.to_string(), " ", &moment.shown.to_string()].concat());
    let written = if add {
        history.push_state_with_url(&state, "", Some(&url))
    } else {
        history.replace_state_with_url(&state, "", Some(&url))
    };
    // Refused only by a browser that throttles; the page itself is right either way.
    drop(written);
}

/// Where the reader was when this step of the history was left.
pub(crate) fn current() -> Moment {
    let state = window_and_history().and_then(|(_, history)| history.state().ok()?.as_string()).unwrap_or_default();
    let mut parts = state.split(' ');
    Moment {
        top: parts.next().and_then(|part| part.parse().ok()).unwrap_or(0),
        shown: parts.next().and_then(|part| part.parse().ok()).unwrap_or(0),
    }
}

/// Where the reader is now.
pub(crate) fn now(shown: usize) -> Moment {
    let top = web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0);
    Moment { top: top.round() as usize, shown }
}

/// Takes the restoring of the scroll position into our hands, since results come later than the page, and calls back
/// to keep it whenever the reader rests or leaves.
pub(crate) fn start_keeping(keep: impl Fn() + Clone + 'static) {
    let Some((window, history)) = window_and_history() else { return };
    // Unsupported only where browsers restore nothing by themselves either.
    drop(history.set_scroll_restoration(ScrollRestoration::Manual));
    thread_local! {
        static PENDING: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    }
    let at_rest = keep.clone();
    let scrolled = move |_: &Event| {
        let timer = after(SETTLED_MILLIS, at_rest.clone());
        PENDING.with(|pending| drop(pending.replace(Some(timer))));
    };
    listen(&window, "scroll", Box::new(scrolled));
    listen(&window, "pagehide", Box::new(move |_| keep()));
}

/// Calls back when the reader goes back or forward within the page.
pub(crate) fn on_back(run: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    listen(&window, "popstate", Box::new(move |_| run()));
}

/// Scrolls the page there at once.
pub(crate) fn scroll_to(top: usize) {
    let Some(window) = web_sys::window() else { return };
    let options = web_sys::ScrollToOptions::new();
    options.set_top(top as f64);
    options.set_behavior(web_sys::ScrollBehavior::Instant);
    window.scroll_to_with_scroll_to_options(&options);
}

/// As [`scroll_to_middle`], unless the place is in sight already, bars at the top left out.
pub(crate) fn scroll_into_sight(place: &web_sys::DomRect) {
    const BARS: f64 = 72.0;
    let window = web_sys::window();
    let height = window.and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(0.0);
    if place.top() < BARS || place.bottom() > height {
        scroll_to_middle(place);
    }
}

/// Scrolls the page so that this place, as the window has it now, comes to its middle.
pub(crate) fn scroll_to_middle(place: &web_sys::DomRect) {
    let Some(window) = web_sys::window() else { return };
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let top = window.scroll_y().unwrap_or(0.0) + place.top() + (place.height() - height) / 2.0;
    let options = web_sys::ScrollToOptions::new();
    options.set_top(top);
    window.scroll_to_with_scroll_to_options(&options);
}
