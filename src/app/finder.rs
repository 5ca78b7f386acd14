//! The library's search: what is typed and chosen becomes a view, the view an address and a question, the answer to it
//! results, filters and a sentence.

use std::cell::{Cell, RefCell};

use leptos::mount::mount_to;
use leptos::prelude::*;

use super::{browser, engine, keys, results};
use crate::page::view::View;
use crate::search::{self, Hint, Hits, Query, Request, Sort};

/// How many results are shown at first, and added by "show more".
pub(crate) const STEP: usize = 10;

/// How long an answer may take before the page says that it is searching, in milliseconds.
const PATIENCE_MILLIS: u32 = 250;

/// How long typing must rest before the address follows it, in milliseconds.
const REST_MILLIS: u32 = 300;

/// What the page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// All there is: nothing was asked for.
    #[default]
    Idle,
    /// The answers found.
    Found,
    /// That there are none, and why.
    Failed,
}

/// Where to go once there is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// So many pixels from the top.
    Top(usize),
    /// The result of a number.
    Result(usize),
}

/// How the address follows a change of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A new step, to go back from.
    New,
    /// The same step, once typing rests.
    Typing,
}

/// All that the search shows; one value, since each that moves by itself costs the browser its own code.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    /// What is asked for.
    pub(crate) view: View,
    /// How many results are shown.
    pub(crate) shown: usize,
    /// What became of it.
    pub(crate) state: State,
    /// The latest results, kept while others are on their way.
    pub(crate) hits: Hits,
}

/// The screen as all parts of the search share it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finder {
    screen: RwSignal<Screen>,
}

thread_local! {
    /// The number of the latest question: an answer to an earlier one is dropped.
    static TICKET: Cell<u32> = const { Cell::new(0) };
    /// Whether the latest change was typed: a run of typing is one step of the history.
    static TYPING: Cell<bool> = const { Cell::new(false) };
    /// The address that waits for typing to rest.
    static PENDING: RefCell<Option<Box<dyn std::any::Any>>> = const { RefCell::new(None) };
}

/// Sends for what the question in the address needs, before there is a page to show its answer on.
pub(crate) fn expect() {
    let shown = browser::current().shown.max(STEP);
    let screen = Screen { view: View::parse(&browser::search()), shown, ..Screen::default() };
    let (_, query, _, request) = question(&screen);
    // The page's own question takes over where this one is. What fails here fails there again, and is told.
    let overtaken = || TICKET.get() > 0;
    browser::start(Box::pin(async move { drop(engine::ask(&query, &request, &overtaken).await) }));
}

/// Asks what the address asks, or what was typed before the app was there, and listens to what is typed from here on.
pub(crate) fn start() -> Finder {
    let finder = Finder { screen: RwSignal::new(Screen::default()) };
    browser::on_query_input(move |text| finder.typed(text));
    finder.wake();
    finder
}

impl Finder {
    /// Wakes the rest of the library's page.
    pub(crate) fn mount(self) -> keys::Steps {
        let screen = self.screen;
        if let Some(slot) = browser::by_id("filters") {
            mount_to(slot, move || move || screen.with(results::filters)).forget();
        }
        if let Some(slot) = browser::by_id("cards") {
            mount_to(slot, move || move || screen.with(results::cards)).forget();
        }
        browser::on_click("a[data-facet]", move |link| {
            let (Some(facet), Some(value)) = (link.data("facet"), link.data("value")) else { return false };
            self.toggle(&facet, &value);
            true
        });
        self.listen();
        browser::start_keeping(move || self.keep_place());
        browser::on_back(move || self.restore(Some));
        keys::Steps { step: keys::walk_results, enter: |_| keys::walk_results(true) }
    }

    /// Listens to filters, order and buttons, those of the page and those that come and go with the results.
    fn listen(self) {
        browser::on_change("#filters input", move |field| self.toggle(&field.name, &field.value));
        browser::on_change("#sort", move |field| self.choose(move |view| view.by_date = field.value == "date"));
        browser::on_change("#guess", move |_| self.choose(|view| view.no_guess = !browser::is_checked("guess")));
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
            // Where it is at the top there is nothing to go to, and asking a browser where it is has it lay out the page.
            self.restore(|top| (top > 0).then_some(top));
        } else {
            self.typed(typed);
        }
    }

    /// Shows the view that the address holds, as it was left; `arrive` says which of the places it was left at to go to.
    fn restore(self, arrive: fn(usize) -> Option<usize>) {
        let (view, moment) = (View::parse(&browser::search()), browser::current());
        TYPING.set(false);
        browser::set_query_text(&view.query);
        show_choices(&view);
        self.screen.update_untracked(|screen| {
            screen.shown = moment.shown.max(STEP);
            screen.view = view;
        });
        self.ask(arrive(moment.top).map(Place::Top));
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

    /// Another order has been chosen, or whether to guess.
    fn choose(self, choice: impl FnOnce(&mut View)) {
        TYPING.set(false);
        self.change(Step::New, choice);
    }

    /// All filters are taken back; the words stay.
    fn drop_filters(self) {
        TYPING.set(false);
        self.change(Step::New, |view| {
            *view =
                View { query: view.query.clone(), by_date: view.by_date, no_guess: view.no_guess, ..View::default() };
        });
    }

    /// Back to all there is.
    fn clear(self) {
        TYPING.set(false);
        browser::set_query_text("");
        show_choices(&View::default());
        self.change(Step::New, |view| *view = View::default());
        browser::focus_query();
    }

    /// Shows more of the results, and goes on to the first of them: the button may go.
    fn more(self) {
        let shown = self.screen.with_untracked(|screen| screen.shown);
        self.screen.update_untracked(|screen| screen.shown += STEP);
        self.ask(Some(Place::Result(shown)));
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
        self.screen.update_untracked(|screen| {
            change(&mut screen.view);
            screen.shown = STEP;
        });
        let search = self.search();
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
        let shown = self.screen.with_untracked(|screen| screen.shown);
        browser::replace(&self.search(), browser::now(shown));
    }

    /// The present view as the address has it.
    fn search(self) -> String {
        self.screen.with_untracked(|screen| screen.view.to_search())
    }

    /// Answers the present view; then, where one is given, goes to a place on the page.
    fn ask(self, then: Option<Place>) {
        let ticket = TICKET.get().wrapping_add(1);
        TICKET.set(ticket);
        let (idle, query, hints, request) = self.screen.with_untracked(question);
        browser::set_root_data("finding", (!idle).then_some(""));
        if idle {
            self.show(State::Idle, None, &[], true);
            browser::announce("");
            return arrive(then);
        }
        browser::start(Box::pin(async move {
            let patience = browser::after(PATIENCE_MILLIS, move || {
                // A later question may have its answer already.
                if TICKET.get() == ticket {
                    browser::announce("Searching…");
                }
            });
            let overtaken = || TICKET.get() != ticket;
            let answer = engine::ask(&query, &request, &overtaken).await;
            drop(patience);
            if overtaken() {
                return;
            }
            let found = answer.is_ok();
            match answer {
                Ok(hits) => self.show(State::Found, Some(hits), &hints, false),
                Err(trouble) => {
                    let why = trouble.sentence();
                    browser::announce(&why);
                    browser::set_text("why", &why);
                    self.show(State::Failed, None, &[], true);
                }
            }
            arrive(then);
            // What has all the words comes first; the rest, and what the filters would give, take more of the index.
            if found {
                browser::pause().await;
                if overtaken() {
                    return;
                }
                let rest =
                    engine::ask(&query, &Request { count_facets: true, lesser_hits: true, ..request }, &overtaken)
                        .await;
                match rest {
                    _ if overtaken() => return,
                    Ok(hits) => self.show(State::Found, Some(hits), &hints, true),
                    Err(trouble) => {
                        // More may be had all the same, where that is what the reader wants.
                        self.screen.with_untracked(|screen| results::show_state(screen, &hints, true));
                        results::note(
                            &["Not all could be shown, nor the filters counted. ", &trouble.sentence()].concat(),
                        );
                    }
                }
                // By now a reader may have gone on from a result.
                arrive(then.filter(|place| matches!(place, Place::Top(_))));
            }
        }));
    }

    /// Shows another state, with other results where there are any, which are announced; `whole` says whether they are all there
    /// are to show.
    fn show(self, state: State, hits: Option<Hits>, hints: &[Hint], whole: bool) {
        browser::set_root_data("held", None);
        if let Some(hits) = &hits {
            browser::announce(&results::sentence(hits));
        }
        self.screen.update(|screen| {
            screen.state = state;
            let mut before = std::mem::take(&mut screen.hits);
            let counted = hits.as_ref().is_some_and(|hits| hits.facets.is_some());
            // The counts of before stay until those of now have come.
            screen.hits = match hits {
                Some(hits) => Hits { facets: hits.facets.or(before.facets.take()), ..hits },
                None => before,
            };
            if counted {
                results::settle(screen);
            }
            results::show_state(screen, hints, whole);
        });
        browser::after(0, || browser::check_as_written("#filters input")).forget();
    }
}

/// Whether nothing is asked for; and what is, with what could not be read as typed.
fn question(screen: &Screen) -> (bool, Query, Vec<Hint>, Request) {
    let view = &screen.view;
    let (query, hints) = search::parse_while_typing(&view.query);
    let request = Request {
        speakers: view.speakers.clone(),
        topics: view.topics.clone(),
        episodes: view.episodes.clone(),
        sort: if view.by_date { Sort::Date } else { Sort::Relevance },
        limit: screen.shown,
        count_facets: false,
        // Where more are shown than at first, fewer would take away what the reader is looking at.
        lesser_hits: screen.shown > STEP,
        fuzzy: !view.no_guess,
        ..Request::default()
    };
    (view.is_idle(), query, hints, request)
}

/// Shows the choices above the results as a view has them.
fn show_choices(view: &View) {
    browser::set_choice("sort", if view.by_date { "date" } else { "relevance" });
    browser::set_checked("guess", !view.no_guess);
}

/// Goes to a place on the page, once what has been set is drawn.
fn arrive(place: Option<Place>) {
    if let Some(place) = place {
        let go = move || match place {
            Place::Top(top) => browser::scroll_to(top),
            Place::Result(nth) => keys::go_to_result(nth),
        };
        browser::after(0, go).forget();
    }
}
