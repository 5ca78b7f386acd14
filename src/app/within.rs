//! Searching within an interview: marks what is sought in the text that stands there, counts the passages, and goes
//! from one to the next. It needs no index, so it works offline too.

use std::cell::RefCell;
use std::ops::Range;

use super::browser::{self, Passage};
use super::keys;
use crate::page::text::counted;
use crate::page::view::View;
use crate::search::{self, Query};

/// How long typing must rest before the address follows it, in milliseconds.
const REST_MILLIS: u32 = 300;

/// A passage that holds what is sought: its number, and the marks in each of its readings.
type Found = (usize, Vec<Vec<Range<usize>>>);

/// The passages of the page and what was found in them.
#[derive(Default)]
struct Within {
    passages: Vec<Passage>,
    found: Vec<Found>,
    /// Which of those found is the present one.
    at: Option<usize>,
    /// Whether those found hold all words, or only some.
    all: bool,
    /// What waits for typing to rest.
    pending: Option<Box<dyn std::any::Any>>,
}

thread_local! {
    static WITHIN: RefCell<Within> = RefCell::default();
}

/// Wakes the search of an interview's page.
pub(crate) fn start() -> keys::Steps {
    for (selector, forward) in [("#previous", false), ("#next", true)] {
        browser::on_click(selector, move |_| {
            step(forward);
            true
        });
    }
    browser::on_query_input(typed);
    browser::on_back(restore);
    let typed_before = browser::query_text();
    if typed_before.trim().is_empty() {
        restore()
    } else {
        typed(typed_before)
    }
    keys::Steps { step, enter: |shift| step(!shift) }
}

/// Shows what the address asks for.
fn restore() {
    let query = View::parse(&browser::search()).query;
    browser::set_query_text(&query);
    seek(&query);
}

fn typed(text: String) {
    seek(&text);
    let keep = move || {
        let view = View { query: text, ..View::default() };
        browser::replace(&view.to_search(), browser::now(0));
    };
    let timer = browser::after(REST_MILLIS, keep);
    WITHIN.with_borrow_mut(|within| within.pending = Some(Box::new(timer)));
}

fn seek(text: &str) {
    let (query, _) = search::parse_while_typing(text);
    WITHIN.with_borrow_mut(|within| {
        if within.passages.is_empty() {
            within.passages = browser::passages();
        }
        within.find(&query);
        within.show();
        for button in ["previous", "next"] {
            browser::set_disabled(button, within.found.is_empty());
        }
        let sought = query.has_terms();
        browser::announce(&if sought { within.sentence() } else { String::new() });
    });
}

/// To the next or the previous passage, round at the ends.
fn step(forward: bool) {
    WITHIN.with_borrow_mut(|within| {
        let len = within.found.len();
        if len == 0 {
            return;
        }
        let at = match within.at {
            None if forward => 0,
            None => len - 1,
            Some(at) => (at + if forward { 1 } else { len - 1 }) % len,
        };
        within.at = Some(at);
        within.show();
        let (nth, marks) = &within.found[at];
        within.passages[*nth].show(marks);
        browser::announce(&within.sentence());
    });
}

impl Within {
    fn find(&mut self, query: &Query) {
        self.at = None;
        self.found.clear();
        self.all = true;
        if !query.has_terms() {
            return;
        }
        let mut some = Vec::new();
        for (nth, passage) in self.passages.iter().enumerate().filter(|(_, passage)| is_said_by(passage, query)) {
            let all = passage.readings.iter().any(|reading| search::highlight::matches(query, &reading.text));
            let marks: Vec<_> =
                passage.readings.iter().map(|reading| search::highlight::ranges(query, &reading.text)).collect();
            if all {
                self.found.push((nth, marks));
            } else if marks.iter().any(|marks| !marks.is_empty()) {
                some.push((nth, marks));
            }
        }
        if self.found.is_empty() && !some.is_empty() {
            self.found = some;
            self.all = false;
        }
    }

    fn show(&self) {
        let hits: Vec<_> = self.found.iter().map(|(nth, marks)| (&self.passages[*nth], marks)).collect();
        browser::show_hits(&hits, self.at);
    }

    fn sentence(&self) -> String {
        let passages = counted(self.found.len(), "passage");
        match self.at {
            _ if self.found.is_empty() => "Not in this interview".to_owned(),
            Some(at) => [&(at + 1).to_string(), " of ", &passages].concat(),
            None if self.all => passages,
            None => ["No passage has all of it; ", &passages, " with some"].concat(),
        }
    }
}

/// Whether a passage is one of a speaker whom the query names; with none named, every one is.
fn is_said_by(passage: &Passage, query: &Query) -> bool {
    let name = passage.speaker();
    query.speakers.is_empty() || query.speakers.iter().any(|wanted| search::fold(wanted) == search::fold(&name))
}
