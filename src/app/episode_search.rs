//! The search within an interview: highlights the matches in the transcript on the page, counts the passages that have
//! them, and goes from one to the next.
//!
//! It reads the page and needs no index, so it works offline.
//!
//! Not here: what matches ([`crate::search`]) and how words are marked ([`super::browser`]).

use std::cell::RefCell;
use std::ops::Range;

use super::browser::{self, Debounce, HistoryEntry, HistoryState, INPUT_DEBOUNCE_MILLIS, Passage, PassageMatch};
use super::shortcuts::{Direction, KeyNavigation};
use crate::page::text::counted;
use crate::page::view::View;
use crate::search::{self, Query};
use crate::transcript::Facet;

/// The passages of the page and the matches in them.
#[derive(Default)]
struct EpisodeSearch {
    passages: Vec<Passage>,
    matches: Vec<PassageMatch>,
    /// The number of the match that the reader has gone to.
    current: Option<usize>,
    /// Whether the matches have only some of the words, since no passage has all of them.
    is_partial: bool,
}

thread_local! {
    static SEARCH: RefCell<EpisodeSearch> = RefCell::default();
    /// The update of the address that waits for a pause in typing.
    static ADDRESS_UPDATE: Debounce = const { Debounce::new(INPUT_DEBOUNCE_MILLIS) };
}

/// Starts the search of an interview's page for what the address asks. What was typed before the app was there the entry script has
/// put into it.
pub(crate) fn start() -> KeyNavigation {
    browser::on_click("#previous", |_| step(Direction::Previous));
    browser::on_click("#next", |_| step(Direction::Next));
    browser::on_query_input(change_query);
    browser::on_popstate(read_address);
    read_address();
    KeyNavigation { step, enter: step }
}

/// Searches for what the address asks.
fn read_address() {
    let query = View::parse(&browser::query_string()).query;
    browser::set_query_text(&query);
    run(&query);
}

/// Handles a change of the text in the search field.
fn change_query(text: String) {
    run(&text);
    let write_address = move || {
        let view = View { query: text, ..View::parse(&browser::query_string()) };
        browser::write_history(HistoryEntry::Replace, &view.to_query_string(), HistoryState::now(0));
    };
    ADDRESS_UPDATE.with(|update| update.call(write_address));
}

/// Searches for a query, and announces how many passages match.
fn run(text: &str) {
    let (query, _) = search::parse_while_typing(text);
    SEARCH.with_borrow_mut(|search| {
        // Read anew each time: a browser that translates the page puts other text nodes in the place of these.
        search.passages = browser::passages();
        search.find_matches(&query);
        search.highlight();
        for button in ["previous", "next"] {
            browser::set_disabled(button, search.matches.is_empty());
        }
        browser::announce(&if query.has_terms() { search.sentence() } else { String::new() });
    });
}

/// Goes to the next or the previous match; after the last comes the first.
fn step(direction: Direction) {
    let current = SEARCH.with_borrow(|search| search.current);
    run(&browser::query_text());
    SEARCH.with_borrow_mut(|search| {
        search.current = current;
        let len = search.matches.len();
        if len == 0 {
            return;
        }
        let at = match (search.current, direction) {
            (None, Direction::Next) => 0,
            (None, Direction::Previous) => len - 1,
            (Some(at), Direction::Next) => (at + 1) % len,
            (Some(at), Direction::Previous) => (at + len - 1) % len,
        };
        search.current = Some(at);
        search.highlight();
        let PassageMatch { passage, ranges } = &search.matches[at];
        search.passages[*passage].scroll_to_match(ranges);
        browser::announce(&search.sentence());
    });
}

impl EpisodeSearch {
    /// Finds the passages with all the words; if there are none, those with some of them.
    fn find_matches(&mut self, query: &Query) {
        self.current = None;
        self.matches.clear();
        self.is_partial = false;
        if !query.has_terms() {
            return;
        }
        let mut partial = Vec::new();
        for (nth, passage) in self.passages.iter().enumerate().filter(|(_, passage)| is_said_by(passage, query)) {
            let has_all = passage.readings.iter().any(|reading| search::highlight::matches(query, &reading.text));
            let ranges: Vec<Vec<Range<usize>>> =
                passage.readings.iter().map(|reading| search::highlight::ranges(query, &reading.text)).collect();
            let has_some = ranges.iter().any(|ranges| !ranges.is_empty());
            let found = PassageMatch { passage: nth, ranges };
            if has_all {
                self.matches.push(found);
            } else if has_some {
                partial.push(found);
            }
        }
        if self.matches.is_empty() && !partial.is_empty() {
            self.matches = partial;
            self.is_partial = true;
        }
    }

    fn highlight(&self) {
        browser::highlight_matches(&self.passages, &self.matches, self.current);
    }

    /// The sentence that says how many passages match, and which of them is the current one.
    fn sentence(&self) -> String {
        let passages = counted(self.matches.len(), "passage");
        match self.current {
            _ if self.matches.is_empty() => "Not in this interview".to_owned(),
            Some(at) => [&(at + 1).to_string(), " of ", &passages].concat(),
            None if self.is_partial => ["No passage has all the words; ", &passages, " with some"].concat(),
            None => passages,
        }
    }
}

/// Whether a passage is by a speaker whom the query names, or the query names none.
fn is_said_by(passage: &Passage, query: &Query) -> bool {
    let name = passage.speaker();
    query.filters[Facet::Speaker].is_empty()
        || query.filters[Facet::Speaker].iter().any(|wanted| search::fold(wanted) == search::fold(&name))
}
