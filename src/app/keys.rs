//! Keys. Single letters can be switched off and never act where one types.

use super::browser::{self, Key};
use super::{quote, tools};

/// The links of the results.
const RESULTS: &str = "#results .card h3 a";

/// What the keys move through on this page.
#[derive(Clone, Copy)]
pub(crate) struct Steps {
    /// To the next or the previous thing; `true` for next.
    pub(crate) step: fn(bool),
    /// What Enter does in the search field; `true` with Shift.
    pub(crate) enter: fn(bool),
}

/// Listens for the whole page.
pub(crate) fn start(steps: Steps) {
    browser::on_key(move |key| !key.modified && !key.busy && act(&key, tools::single_keys_act(), steps));
}

/// Does what a key asks for; whether it asked for anything.
fn act(key: &Key, single: bool, steps: Steps) -> bool {
    let in_query = browser::in_query();
    match key.name.as_str() {
        "Escape" if in_query => browser::blur(),
        "ArrowDown" if in_query || !key.typing => return arrow(true, in_query, steps),
        "ArrowUp" if in_query || !key.typing => return arrow(false, in_query, steps),
        "Enter" if in_query => (steps.enter)(key.shift),
        "/" if single && !key.typing => browser::focus_query(),
        "?" if single && !key.typing => browser::open_dialog("keys"),
        "j" if single && !key.typing => (steps.step)(true),
        "k" if single && !key.typing => (steps.step)(false),
        "q" if single && !key.typing => return quote::enter(),
        _ => return false,
    }
    true
}

/// Arrows walk the results from the field or from a result; anywhere else they scroll the page as ever.
fn arrow(down: bool, in_query: bool, steps: Steps) -> bool {
    let walking = in_query || browser::focused_at(&browser::find_all(RESULTS)).is_some();
    if walking {
        (steps.step)(down);
    }
    walking
}

/// Moves the focus through the results, and from the first one back into the search field.
pub(crate) fn walk_results(down: bool) {
    let results = browser::find_all(RESULTS);
    let next = match (browser::focused_at(&results), down) {
        (None, true) => 0,
        (Some(at), true) => (at + 1).min(results.len().saturating_sub(1)),
        (None | Some(0), false) => return browser::focus_query(),
        (Some(at), false) => at - 1,
    };
    go_to_result(next);
}

/// Moves the focus to the result of a number.
pub(crate) fn go_to_result(nth: usize) {
    if let Some(result) = browser::find_all(RESULTS).get(nth) {
        browser::focus(result);
    }
}

/// Moves the focus through the answers of a page that has no search.
pub(crate) fn walk_links(down: bool) {
    let links = browser::find_all("main h2 a:first-child, main h3 a");
    let at = browser::focused_at(&links);
    let next = if down { at.map_or(0, |at| at + 1) } else { at.unwrap_or(0).saturating_sub(1) };
    if let Some(link) = links.get(next) {
        browser::focus(link);
    }
}
