//! The page's address and its session history: which view an entry of the history shows, and how far the page was
//! scrolled in it.
//!
//! Results arrive after the page, so the browser cannot restore the scroll position by itself. The app does it, from
//! the state that it keeps with each entry.
//!
//! Not here: what a view is ([`crate::page::view`]) and scrolling ([`super::scroll`]).

use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration, Window};

use super::events::listen;
use super::timer::Debounce;
use super::{ignore, scroll};

/// How long scrolling must pause before the position is saved, in milliseconds. With less, browsers throttle the page
/// for writing to the history too often; with more, a reload right after scrolling goes to the position before. It is
/// shorter than the pause for input, since scrolling ends at once and typing goes on.
const SCROLL_DEBOUNCE_MILLIS: u32 = 200;

/// The most results that a page asks for when it is restored. The entries of the history are open to all scripts of the origin, and
/// a page with all answers of a large library would stand still.
const MAX_RESTORED: usize = 500;

/// The state kept with an entry of the history.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct HistoryState {
    /// How far the page was scrolled, in whole CSS pixels: reading and writing fractions costs 20 kB of code.
    pub(crate) scroll_top: usize,
    /// How many results were asked for.
    pub(crate) limit: usize,
}

impl HistoryState {
    /// The state of the page as it is scrolled now.
    pub(crate) fn now(limit: usize) -> Self {
        Self { scroll_top: scroll::top().round() as usize, limit }
    }

    /// The state that was kept with the present entry; zeros where there is none.
    pub(crate) fn saved() -> Self {
        let state = window_and_history().and_then(|(_, history)| history.state().ok()?.as_string()).unwrap_or_default();
        let mut numbers = state.split(' ').map(|number| number.parse::<usize>().unwrap_or(0));
        Self { scroll_top: numbers.next().unwrap_or(0), limit: numbers.next().unwrap_or(0).min(MAX_RESTORED) }
    }

    fn to_value(self) -> JsValue {
        JsValue::from_str(&[&self.scroll_top.to_string(), " ", &self.limit.to_string()].concat())
    }
}

/// How a change of the view enters the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HistoryEntry {
    /// As a new entry, from which the reader can go back.
    Push,
    /// In the place of the present entry.
    Replace,
}

fn window_and_history() -> Option<(Window, History)> {
    let window = web_sys::window()?;
    let history = window.history().ok()?;
    Some((window, history))
}

/// The query string of the page's address, `?` included; empty where there is none.
pub(crate) fn query_string() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// The value of a parameter of the query string, as it is written there.
pub(crate) fn query_parameter(name: &str) -> Option<String> {
    let query_string = query_string();
    let mut pairs = query_string.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Gives the page another query string. A new entry has no fragment; a replaced one keeps it.
pub(crate) fn write_history(entry: HistoryEntry, query_string: &str, state: HistoryState) {
    let Some((window, history)) = window_and_history() else { return };
    let location = window.location();
    let path = location.pathname().unwrap_or_default();
    let state = state.to_value();
    // Browsers that throttle refuse this; the page itself is right either way.
    ignore(match entry {
        HistoryEntry::Push => history.push_state_with_url(&state, "", Some(&[path.as_str(), query_string].concat())),
        HistoryEntry::Replace => {
            let fragment = location.hash().unwrap_or_default();
            history.replace_state_with_url(&state, "", Some(&[path.as_str(), query_string, &fragment].concat()))
        }
    });
}

/// Takes over the restoring of the scroll position from the browser, and calls back to save it whenever scrolling
/// pauses and when the page is left.
pub(crate) fn restore_scroll_manually(save: impl Fn() + Copy + 'static) {
    let Some((window, history)) = window_and_history() else { return };
    // A browser without this property restores nothing by itself either.
    ignore(history.set_scroll_restoration(ScrollRestoration::Manual));
    let pause = Debounce::new(SCROLL_DEBOUNCE_MILLIS);
    listen(&window, "scroll", Box::new(move |_| pause.call(save)));
    listen(&window, "pagehide", Box::new(move |_| save()));
}

/// Calls back when the page is shown, also when the browser has kept it whole and shows it again.
pub(crate) fn on_pageshow(run: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        listen(&window, "pageshow", Box::new(move |_| run()));
    }
}

/// Calls back when the reader goes back or forward to another entry of this page.
pub(crate) fn on_popstate(run: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        listen(&window, "popstate", Box::new(move |_| run()));
    }
}
