//! The library's search: what is typed and chosen becomes a view, the view an address and a question, the answer to it
//! results, filters and a sentence.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::engine::{self, Trouble};
use super::{browser, keys, results};
use crate::page::view::View;
use crate::search::{self, Hint, Hits, Request, Sort};

/// How many results are shown at first, and added by "show more".
pub(crate) const STEP: usize = 10;

/// How long an answer may take before the page says that it is searching, in milliseconds.
const PATIENCE_MILLIS: u32 = 250;

/// How long typing must rest before the address follows it, in milliseconds.
const REST_MILLIS: u32 = 300;

/// What there is to show for the present view.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// Nothing was asked for: the page shows all there is.
    Idle,
    /// Results, and what could not be read as typed.
    Found(Arc<Hits>, Vec<Hint>),
    /// None, and why.
    Failed(Trouble),
}

/// How the address follows a change of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A new step, to go back from.
    New,
    /// The same step, once typing rests.
    Typing,
}

/// The state all parts of the search share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finder {
    /// What is asked for.
    pub(crate) view: RwSignal<View>,
    /// How many results are shown.
    pub(crate) shown: RwSignal<usize>,
    /// What there is to show.
    pub(crate) outcome: RwSignal<Outcome>,
    /// The latest results, kept while others are on their way.
    pub(crate) latest: RwSignal<Option<Arc<Hits>>>,
}

thread_local! {
    /// The number of the latest question: an answer to an earlier one is dropped.
    static TICKET: Cell<u32> = const { Cell::new(0) };
    /// Whether the latest change was typed: a run of typing is one step of the history.
    static TYPING: Cell<bool> = const { Cell::new(false) };
    /// The address that waits for typing to rest.
    static PENDING: RefCell<Option<Box<dyn std::any::Any>>> = const { RefCell::new(None) };
}

/// Wakes the search of the library's page.
pub(crate) fn start() -> keys::Steps {
    let finder = Finder {
        view: RwSignal::new(View::default()),
        shown: RwSignal::new(STEP),
        outcome: RwSignal::new(Outcome::Idle),
        latest: RwSignal::new(None),
    };
    if let Some(slot) = browser::by_id("filters") {
        mount_to(slot, move || results::filters(finder)).forget();
    }
    if let Some(slot) = browser::by_id("results") {
        mount_to(slot, move || results::results(finder)).forget();
    }
    browser::on_query_input(move |text| finder.typed(text));
    browser::on_click("a[data-facet]", move |link| {
        let (Some(facet), Some(value)) = (link.data("facet"), link.data("value")) else { return false };
        finder.toggle(&facet, &value);
        true
    });
    finder.listen();
    browser::start_keeping(move || finder.keep_place());
    browser::on_back(move || finder.restore());
    finder.wake();
    keys::Steps { step: keys::walk_results, enter: |_| keys::walk_results(true) }
}

impl Finder {
    /// Listens to filters, order and buttons, those of the page and those that come and go with the results.
    fn listen(self) {
        browser::on_change("#filters input", move |field| self.toggle(&field.name, &field.value));
        browser::on_change("#sort", move |field| self.sort(field.value == "date"));
        let press = |selector, act: fn(Self)| {
            browser::on_click(selector, move |_| {
                act(self);
                true
            });
        };
        press("#clear", Self::clear);
        press("#show-all", Self::clear);
        press("#drop-filters", Self::drop_filters);
        press("#again", Self::again);
        press("#more", Self::more);
    }

    /// Takes over what the address holds, or what was typed before the app was there.
    fn wake(self) {
        let typed = browser::query_text();
        if typed.trim().is_empty() || !View::parse(&browser::search()).is_idle() {
            self.restore();
        } else {
            self.typed(typed);
        }
    }

    /// Shows the view that the address holds, as it was left.
    fn restore(self) {
        let (view, moment) = (View::parse(&browser::search()), browser::current());
        TYPING.set(false);
        browser::set_query_text(&view.query);
        browser::set_choice("sort", if view.by_date { "date" } else { "relevance" });
        self.shown.set(moment.shown.max(STEP));
        self.view.set(view);
        self.ask(Some(moment.top));
    }

    /// The text in the search field has changed.
    fn typed(self, text: String) {
        let step = if TYPING.replace(true) { Step::Typing } else { Step::New };
        self.change(step, |view| view.query = text);
    }

    /// A filter has been chosen or taken back.
    fn toggle(self, facet: &str, value: &str) {
        TYPING.set(false);
        self.change(Step::New, |view| view.toggle(facet, value));
    }

    /// Another order has been chosen.
    fn sort(self, by_date: bool) {
        TYPING.set(false);
        self.change(Step::New, |view| view.by_date = by_date);
    }

    /// All filters are taken back; the words stay.
    fn drop_filters(self) {
        TYPING.set(false);
        self.change(Step::New, |view| *view = View { query: view.query.clone(), ..View::default() });
    }

    /// Back to all there is.
    fn clear(self) {
        TYPING.set(false);
        browser::set_query_text("");
        browser::set_choice("sort", "relevance");
        self.change(Step::New, |view| *view = View::default());
        browser::focus_query();
    }

    /// Shows more of the results.
    fn more(self) {
        self.shown.update(|shown| *shown += STEP);
        self.ask(None);
        self.keep_place();
    }

    /// Asks the same again.
    fn again(self) {
        self.ask(None);
    }

    fn change(self, step: Step, change: impl FnOnce(&mut View)) {
        if step == Step::New {
            self.keep_place();
        }
        self.view.update(change);
        self.shown.set(STEP);
        let search = self.view.with_untracked(View::to_search);
        match step {
            Step::New => browser::push(&search, browser::now(STEP)),
            Step::Typing => {
                let timer = browser::after(REST_MILLIS, move || self.keep_place());
                PENDING.with(|pending| drop(pending.replace(Some(Box::new(timer)))));
            }
        }
        self.ask(None);
    }

    /// Writes view and place into the present step of the history.
    fn keep_place(self) {
        PENDING.with(|pending| drop(pending.take()));
        let search = self.view.with_untracked(View::to_search);
        browser::replace(&search, browser::now(self.shown.get_untracked()));
    }

    /// Answers the present view; then, where one is given, goes to a place on the page.
    fn ask(self, then_top: Option<i32>) {
        let ticket = TICKET.get().wrapping_add(1);
        TICKET.set(ticket);
        let view = self.view.get_untracked();
        browser::set_root_data("finding", (!view.is_idle()).then_some(""));
        if view.is_idle() {
            self.outcome.set(Outcome::Idle);
            browser::announce("");
            return arrive(then_top);
        }
        let (query, hints) = search::parse(&view.query, true);
        let request = self.request(&view);
        spawn_local(async move {
            let patience = browser::after(PATIENCE_MILLIS, move || {
                // A later question may have its answer already.
                if TICKET.get() == ticket {
                    browser::announce("Searching…");
                }
            });
            let answer = engine::ask(&query, &request, &|| TICKET.get() != ticket).await;
            drop(patience);
            if TICKET.get() != ticket {
                return;
            }
            match answer {
                Ok(hits) => self.found(Arc::new(hits), hints),
                Err(Trouble::Overtaken) => return,
                Err(trouble) => {
                    browser::announce(&trouble.sentence());
                    self.outcome.set(Outcome::Failed(trouble));
                }
            }
            arrive(then_top);
        });
    }

    fn request(self, view: &View) -> Request {
        Request {
            speakers: view.speakers.clone(),
            topics: view.topics.clone(),
            episodes: view.episodes.clone(),
            sort: if view.by_date { Sort::Date } else { Sort::Relevance },
            limit: self.shown.get_untracked(),
            ..Request::default()
        }
    }

    fn found(self, hits: Arc<Hits>, hints: Vec<Hint>) {
        browser::announce(&results::sentence(&hits));
        self.latest.set(Some(hits.clone()));
        self.outcome.set(Outcome::Found(hits, hints));
    }
}

/// Goes to a place on the page, once what has been set is drawn.
fn arrive(top: Option<i32>) {
    if let Some(top) = top {
        browser::after(0, move || browser::scroll_to(top)).forget();
    }
}
