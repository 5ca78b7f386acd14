//! Keyboard shortcuts, and moving the focus from result to result.
//!
//! Shortcuts of a single letter can be switched off (WCAG 2.1.4) and never act where text is typed.
//!
//! Not here: where the switch is kept ([`super::preferences`]), and listening to keys ([`super::browser`]).

use super::browser::{self, KeyPress};
use super::{preferences, quote_selection};

/// The links of the results.
const RESULT_LINKS: &str = "#results .card h3 a";

/// The links of the answers on a page without a search.
const ANSWER_LINKS: &str = "main h2 a:first-child, main h3 a";

/// Which way to go through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the next item.
    Next,
    /// To the previous item.
    Previous,
}

/// What the keys go through on a page.
#[derive(Clone, Copy)]
pub(crate) struct KeyNavigation {
    /// Goes to the next or the previous item.
    pub(crate) step: fn(Direction),
    /// Handles Enter in the search field, which with Shift goes backwards.
    pub(crate) enter: fn(Direction),
}

/// Listens to the keys of the whole page.
pub(crate) fn start(navigation: KeyNavigation) {
    browser::on_keydown(move |press| {
        let is_ours = !(press.has_modifier || press.is_composing || press.is_in_dialog);
        is_ours && handle(&press, navigation)
    });
}

/// Does what a key stands for. The result is whether it stands for anything.
fn handle(press: &KeyPress, navigation: KeyNavigation) -> bool {
    let in_query = browser::is_query_focused();
    match press.key.as_str() {
        "Escape" if in_query => browser::blur(),
        "Enter" if in_query => (navigation.enter)(if press.has_shift { Direction::Previous } else { Direction::Next }),
        "ArrowDown" if in_query || is_result_focused() => (navigation.step)(Direction::Next),
        "ArrowUp" if in_query || is_result_focused() => (navigation.step)(Direction::Previous),
        key if preferences::are_single_keys_on() && !press.is_in_text_field => {
            return handle_single_key(key, navigation);
        }
        _ => return false,
    }
    true
}

fn handle_single_key(key: &str, navigation: KeyNavigation) -> bool {
    match key {
        "/" => browser::focus_query(),
        "?" => browser::open_dialog("keys"),
        "j" => (navigation.step)(Direction::Next),
        "k" => (navigation.step)(Direction::Previous),
        "q" => return quote_selection::focus_toolbar(),
        _ => return false,
    }
    true
}

/// Whether a result has the focus. Anywhere else but there and in the search field the arrow keys scroll the page.
fn is_result_focused() -> bool {
    browser::focused_index(&browser::query_selector_all(RESULT_LINKS)).is_some()
}

/// Moves the focus to the next or the previous result. Before the first one is the search field.
pub(crate) fn focus_result(direction: Direction) {
    let results = browser::query_selector_all(RESULT_LINKS);
    let next = match (browser::focused_index(&results), direction) {
        (None, Direction::Next) => 0,
        (Some(at), Direction::Next) => (at + 1).min(results.len().saturating_sub(1)),
        (None | Some(0), Direction::Previous) => return browser::focus_query(),
        (Some(at), Direction::Previous) => at - 1,
    };
    focus_nth_result(next);
}

/// Moves the focus to the result of this number.
pub(crate) fn focus_nth_result(nth: usize) {
    if let Some(result) = browser::query_selector_all(RESULT_LINKS).get(nth) {
        browser::focus(result);
    }
}

/// Moves the focus to the next or the previous answer, on a page without a search.
pub(crate) fn focus_answer_link(direction: Direction) {
    let links = browser::query_selector_all(ANSWER_LINKS);
    let at = browser::focused_index(&links);
    let next = match direction {
        Direction::Next => at.map_or(0, |at| at + 1),
        Direction::Previous => at.unwrap_or(0).saturating_sub(1),
    };
    if let Some(link) = links.get(next) {
        browser::focus(link);
    }
}
