//! The search box, and the area for the results of a search in the library. Both are complete HTML elements that the
//! app fills.
//!
//! Not here: searching (`app`), the filters beside the results ([`super::library`]), a result ([`super::card`]).

use leptos::prelude::*;

/// What a search box searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchScope {
    /// Every answer of the library.
    Library,
    /// The interview on the page. The box has buttons for the previous and the next match.
    Episode,
}

/// The search box. It is hidden until the entry script has run, so that nobody types into a box that will never answer.
/// What is typed before the app has started stays in it.
pub fn search_box(scope: SearchScope) -> impl IntoView {
    let (label, placeholder) = match scope {
        SearchScope::Library => ("Search every answer", "Search every answer: words, “a phrase”, a name"),
        SearchScope::Episode => ("Search in this interview", "Search in this interview"),
    };
    view! {
        <search class="search-box" aria-label=label>
            <div class="field">
                <input
                    type="search"
                    id="q"
                    aria-label=label
                    placeholder=placeholder
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="search"
                />
                {(scope == SearchScope::Episode).then(match_buttons)}
            </div>
            <p id="status"></p>
            <button type="button" id="reload">"Try again"</button>
            // What the status says, for screen readers: once for each pause, by the entry script.
            <p id="announcer" class="visually-hidden" role="status"></p>
        </search>
    }
}

/// The buttons that go from match to match.
fn match_buttons() -> impl IntoView {
    view! {
        <div id="finder-tools" class="app-only">
            <button type="button" id="previous" aria-label="Previous match" disabled>"↑"</button>
            <button type="button" id="next" aria-label="Next match" disabled>"↓"</button>
        </div>
    }
}

/// The area for results: options above them, the cards, a button for more below them. The style sheet hides it until
/// there is a query.
pub fn results_area() -> impl IntoView {
    view! {
        <h2 class="visually-hidden">"Results"</h2>
        {result_options()}
        <p class="search-notes" id="notes" hidden></p>
        {error_message()}
        {no_results_message()}
        <div id="cards"></div>
        <button type="button" class="primary" id="more" hidden></button>
    }
}

fn result_options() -> impl IntoView {
    view! {
        <div class="result-controls">
            // On a narrow screen: otherwise they are beside the results.
            <label><input type="checkbox" id="show-filters" autocomplete="off"/>"Filters"</label>
            <label>
                "Sort by "
                <select id="sort">
                    <option value="relevance">"relevance"</option>
                    <option value="date">"date"</option>
                </select>
            </label>
            <label><input type="checkbox" id="guess" checked/>"Guess at unknown words"</label>
            <span class="align-end"><button type="button" id="clear">"Clear all"</button></span>
        </div>
    }
}

fn error_message() -> impl IntoView {
    view! {
        <div class="search-message" id="trouble" hidden>
            <h2>"The search stopped"</h2>
            <p><span id="why"></span>". You can still read the interviews."</p>
            <p class="button-row"><button type="button" class="primary" id="again">"Try again"</button></p>
        </div>
    }
}

fn no_results_message() -> impl IntoView {
    view! {
        <div class="search-message" id="nothing" hidden>
            <h2>"No answer matches"</h2>
            <ul id="offers" aria-label="Searches that have results"></ul>
            <ul>
                <li>"Try fewer or different words, or only the beginning of a word"</li>
                <li>"Remove quotation marks to find the words separately"</li>
            </ul>
            <p class="button-row"><button type="button" id="show-all">"Show all answers"</button></p>
        </div>
    }
}
