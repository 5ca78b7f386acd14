//! The library's search: the reader's input changes the view; the view gives the address and a query; the query gives
//! results, counts of the filters, and a sentence that says how many there are.
//!
//! A search runs in two steps. The first asks for the results with all the words, which are shown as soon as they are
//! there. The second asks for those with only some of the words and for the counts, which take more of the index. A
//! later search supersedes an earlier one: its answer is dropped.
//!
//! Not here: how results are drawn ([`super::results`]) and how the index is loaded ([`super::engine`]).

use std::cell::Cell;

use leptos::mount::mount_to;
use leptos::prelude::*;

use super::browser::{self, Debounce, HistoryEntry, HistoryState, INPUT_DEBOUNCE_MILLIS};
use super::engine::{self, SearchError};
use super::results;
use super::screen::{Progress, Screen, ScreenState};
use super::shortcuts::{self, KeyNavigation};
use crate::page::view::View;
use crate::search::{self, Hint, Hits, PAGE_SIZE, Query, Request, Sort};
use crate::transcript::Facet;

/// How long a search may take before the page says that it is searching, in milliseconds. With less, screen readers
/// announce searches that are over at once; with more, a slow network looks like a broken page.
const SEARCHING_NOTICE_MILLIS: u32 = 250;

/// The place on the page to scroll to once there is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScrollTarget {
    /// A position of the page, in pixels.
    Position(usize),
    /// The result of this number.
    Result(usize),
}

/// The number of a search. The latest one has the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SearchId(u32);

/// What the search engine is asked.
#[derive(Debug)]
struct Question {
    query: Query,
    hints: Vec<Hint>,
    request: Request,
}

/// The library's search, as all its event handlers share it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LibrarySearch {
    screen: RwSignal<Screen>,
}

thread_local! {
    /// The number of the latest search.
    static LATEST_SEARCH: Cell<u32> = const { Cell::new(0) };
    /// Whether the latest change was typed. All that is typed in one go is one entry of the history.
    static IS_TYPING: Cell<bool> = const { Cell::new(false) };
    /// The update of the address that waits for a pause in typing.
    static ADDRESS_UPDATE: Debounce = const { Debounce::new(INPUT_DEBOUNCE_MILLIS) };
}

impl SearchId {
    /// The number of the prefetch, which every search supersedes.
    const PREFETCH: Self = Self(0);

    /// The number of a new search.
    fn next() -> Self {
        let id = LATEST_SEARCH.get().wrapping_add(1);
        LATEST_SEARCH.set(id);
        Self(id)
    }

    /// Whether a later search has begun.
    fn is_superseded(self) -> bool {
        LATEST_SEARCH.get() != self.0
    }
}

impl Question {
    /// What the screen's view asks; `None` where it asks for nothing.
    fn of(screen: &Screen) -> Option<Self> {
        let view = &screen.view;
        if view.is_idle() {
            return None;
        }
        let (query, hints) = search::parse_while_typing(&view.query);
        let request = Request {
            filters: view.filters.clone(),
            sort: if view.by_date { Sort::Date } else { Sort::Relevance },
            limit: screen.limit,
            count_facets: false,
            // On a further page the partial matches are asked for at once: without them, results that the reader is
            // looking at would vanish for a moment.
            lesser_hits: screen.limit > PAGE_SIZE,
            fuzzy: !view.no_guess,
            ..Request::default()
        };
        Some(Self { query, hints, request })
    }
}

/// Loads what the query in the address needs, before the page has a place to show its answer.
pub(crate) fn prefetch() {
    let limit = HistoryState::saved().limit.max(PAGE_SIZE);
    let screen = Screen { view: View::parse(&browser::query_string()), limit, ..Screen::default() };
    let Some(Question { query, request, .. }) = Question::of(&screen) else { return };
    browser::spawn(Box::pin(async move {
        // The page's own search asks the same. It takes over from here, or fails in the same way and says so.
        let answer = engine::ask(&query, &request, &|| SearchId::PREFETCH.is_superseded()).await;
        browser::ignore(answer);
    }));
}

/// Starts the library's search for what the address asks. What was typed before the app was there the entry script has put into it.
pub(crate) fn start() -> LibrarySearch {
    let search = LibrarySearch { screen: RwSignal::new(Screen::default()) };
    browser::on_query_input(move |text| search.change_query(text));
    let top = search.read_address();
    // At the top there is nowhere to scroll to, and asking a browser for its position makes it lay out the page.
    search.run((top > 0).then_some(ScrollTarget::Position(top)));
    search
}

impl LibrarySearch {
    /// Mounts the filters and the results into the page, and listens to their controls.
    pub(crate) fn mount(self) -> KeyNavigation {
        let screen = self.screen;
        if let Some(slot) = browser::by_id("filters") {
            mount_to(slot, move || move || screen.with(results::filters)).forget();
        }
        if let Some(slot) = browser::by_id("cards") {
            mount_to(slot, move || move || screen.with(results::cards)).forget();
        }
        browser::note_drawing();
        self.listen();
        browser::restore_scroll_manually(move || self.save_history_state());
        browser::on_popstate(move || {
            let top = self.read_address();
            self.run(Some(ScrollTarget::Position(top)));
        });
        KeyNavigation { step: shortcuts::focus_result, enter: |_| shortcuts::focus_nth_result(0) }
    }

    /// Listens to the filters, the controls and the buttons, also to those that come and go with the results.
    fn listen(self) {
        browser::on_click("a[data-facet][data-value]", move |link| {
            self.toggle_filter(&link.data("facet").unwrap_or_default(), &link.data("value").unwrap_or_default());
        });
        browser::on_change("#filters input", move |field| self.toggle_filter(&field.name, &field.value));
        browser::on_change("#sort", move |field| self.choose(move |view| view.by_date = field.value == "date"));
        browser::on_change("#guess", move |_| self.choose(|view| view.no_guess = !browser::is_checked("guess")));
        let on_click = |selector, act: fn(Self)| browser::on_click(selector, move |_| act(self));
        on_click("#clear", Self::clear);
        on_click("#show-all", Self::clear);
        on_click("#again", |search| search.run(None));
        on_click("#more", Self::show_more);
    }

    /// Takes the view and the number of results over from the address and its history state; the result is how far the
    /// page was scrolled.
    fn read_address(self) -> usize {
        let (view, state) = (View::parse(&browser::query_string()), HistoryState::saved());
        IS_TYPING.set(false);
        browser::set_query_text(&view.query);
        show_controls(&view);
        self.screen.update_untracked(|screen| {
            screen.limit = state.limit.max(PAGE_SIZE);
            screen.view = view;
        });
        state.scroll_top
    }

    /// Handles a change of the text in the search field.
    fn change_query(self, text: String) {
        let entry = if IS_TYPING.replace(true) { HistoryEntry::Replace } else { HistoryEntry::Push };
        self.change_view(entry, |view| view.query = text);
    }

    /// Selects a value of a filter, or drops it.
    fn toggle_filter(self, facet: &str, value: &str) {
        if let Some(facet) = Facet::from_key(facet) {
            self.choose(|view| view.toggle(facet, value));
        }
    }

    /// Changes the view by anything but typing.
    fn choose(self, change: impl FnOnce(&mut View)) {
        IS_TYPING.set(false);
        self.change_view(HistoryEntry::Push, change);
    }

    /// Goes back to the whole library.
    fn clear(self) {
        browser::set_query_text("");
        show_controls(&View::default());
        self.choose(|view| *view = View { foreign: std::mem::take(&mut view.foreign), ..View::default() });
        browser::focus_query();
    }

    /// Shows more results, and focuses the first of them, since the button may vanish.
    fn show_more(self) {
        let shown = self.screen.with_untracked(|screen| screen.limit);
        self.screen.update_untracked(|screen| screen.limit += PAGE_SIZE);
        self.run(Some(ScrollTarget::Result(shown)));
        self.save_history_state();
    }

    /// Changes the view, the address with it, and searches. A replaced entry is written once typing pauses.
    fn change_view(self, entry: HistoryEntry, change: impl FnOnce(&mut View)) {
        if entry == HistoryEntry::Push {
            self.save_history_state();
        }
        self.screen.update_untracked(|screen| {
            change(&mut screen.view);
            screen.limit = PAGE_SIZE;
        });
        match entry {
            HistoryEntry::Push => self.write_history(entry),
            HistoryEntry::Replace => ADDRESS_UPDATE.with(|update| update.call(move || self.save_history_state())),
        }
        self.run(None);
    }

    /// Saves the view and the scroll position in the present entry of the history.
    fn save_history_state(self) {
        ADDRESS_UPDATE.with(Debounce::cancel);
        self.write_history(HistoryEntry::Replace);
    }

    fn write_history(self, entry: HistoryEntry) {
        let (query_string, limit) = self.screen.with_untracked(|screen| (screen.view.to_query_string(), screen.limit));
        browser::write_history(entry, &query_string, HistoryState::now(limit));
    }

    /// Searches for the present view, then scrolls to a place on the page.
    fn run(self, target: Option<ScrollTarget>) {
        let id = SearchId::next();
        let question = self.screen.with_untracked(Question::of);
        browser::set_root_data("searching", question.is_some().then_some(""));
        match question {
            Some(question) => browser::spawn(Box::pin(self.answer(id, question, target))),
            None => {
                self.show(ScreenState::Idle, &[], Progress::Complete);
                browser::announce("");
                scroll_to(target);
            }
        }
    }

    /// Shows the results with all the words, then the rest; or the error in their place.
    async fn answer(self, id: SearchId, question: Question, target: Option<ScrollTarget>) {
        let notice = browser::Timer::start(SEARCHING_NOTICE_MILLIS, move || {
            // A later search may have its answer already.
            if !id.is_superseded() {
                browser::announce("Searching…");
            }
        });
        let answer = if browser::ask_backend(question.request.limit).await {
            Err(SearchError::AnsweredElsewhere)
        } else {
            engine::ask(&question.query, &question.request, &|| id.is_superseded()).await
        };
        drop(notice);
        if id.is_superseded() {
            return;
        }
        self.clear_if_altered().await;
        match answer {
            Ok(hits) => {
                self.show_hits(hits, &question, Progress::Partial);
                scroll_to(target);
                self.complete(id, question, target).await;
            }
            Err(error) => {
                self.show_error(&error);
                scroll_to(target);
            }
        }
    }

    /// Shows the results with only some of the words too, and what each filter would give.
    async fn complete(self, id: SearchId, mut question: Question, target: Option<ScrollTarget>) {
        browser::next_task().await;
        if id.is_superseded() {
            return;
        }
        question.request.count_facets = true;
        question.request.lesser_hits = true;
        let answer = engine::ask(&question.query, &question.request, &|| id.is_superseded()).await;
        if id.is_superseded() {
            return;
        }
        self.clear_if_altered().await;
        match answer {
            Ok(hits) => self.show_hits(hits, &question, Progress::Complete),
            Err(error) => {
                // "Show more" is offered all the same: the next page may not need what failed.
                self.screen.with_untracked(|screen| {
                    results::show_state(screen, &question.hints, Progress::Complete);
                });
                results::show_notes(
                    &["Further results and the numbers of the filters could not be loaded. ", &error.sentence()]
                        .concat(),
                );
            }
        }
        // By now a reader may have gone on from a result.
        scroll_to(target.filter(|target| matches!(target, ScrollTarget::Position(_))));
    }

    /// Draws nothing, where the page no longer has what was drawn.
    ///
    /// A change is drawn by changing the text nodes that are there. A browser that translates the page has put others in their
    /// place, so that the words of former results would stay. What is drawn after nothing is made anew, whole.
    async fn clear_if_altered(self) {
        if browser::is_altered() {
            self.screen.update(|screen| screen.state = ScreenState::Idle);
            browser::next_task().await;
        }
    }

    /// Shows results, and announces how many there are. The counts of the filters stay until there are new ones.
    fn show_hits(self, hits: Hits, question: &Question, progress: Progress) {
        browser::announce(&results::sentence(&hits));
        self.screen.update_untracked(|screen| {
            let are_counted = hits.facets.is_some();
            let old_facets = screen.hits.facets.take();
            screen.hits = Hits { facets: hits.facets.or(old_facets), ..hits };
            screen.has_terms = question.query.has_terms();
            if are_counted {
                results::canonicalise_filters(screen);
            }
        });
        self.show(ScreenState::Results, &question.hints, progress);
    }

    fn show_error(self, error: &SearchError) {
        let sentence = error.sentence();
        browser::announce(&sentence);
        browser::set_text("why", &sentence);
        self.show(ScreenState::Error, &[], Progress::Complete);
    }

    /// Draws the screen in a state.
    fn show(self, state: ScreenState, hints: &[Hint], progress: Progress) {
        browser::set_root_data("render-blocked", None);
        self.screen.update(|screen| {
            screen.state = state;
            results::show_state(screen, hints, progress);
        });
        browser::note_drawing();
        browser::queue_task(|| browser::reset_checkboxes("#filters input"));
    }
}

/// Sets the controls above the results to what a view says.
fn show_controls(view: &View) {
    browser::select_option("sort", if view.by_date { "date" } else { "relevance" });
    browser::set_checked("guess", !view.no_guess);
}

/// Scrolls to a place on the page, once the present changes have been drawn.
fn scroll_to(target: Option<ScrollTarget>) {
    if let Some(target) = target {
        browser::queue_task(move || match target {
            ScrollTarget::Position(top) => browser::scroll_to(top),
            ScrollTarget::Result(nth) => shortcuts::focus_nth_result(nth),
        });
    }
}
