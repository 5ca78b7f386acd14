//! The library's page: a place for the search, the filters as plain links, and every episode with its questions.

use leptos::prelude::*;

use super::address::{self, Here};
use super::turn::slot_class;
use crate::transcript::{Episode, Library};

/// The most values of a filter that are listed at once: those with the most answers.
pub const FILTER_LEN: usize = 12;

/// How many episodes a page of the library lists.
pub const EPISODES_LEN: usize = 20;

/// About how many questions a page of the library lists: all of a few episodes, the first ones of each of many, since
/// whoever comes to search waits for this page.
const QUESTIONS: usize = 60;

/// A value of a filter as the library's page lists it.
#[derive(Debug, Clone)]
pub struct FilterValue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page, as an address of the site.
    pub address: String,
    /// How many answers it has.
    pub answers: usize,
}

/// A filter as the library's page lists it.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The values with the most answers.
    pub values: Vec<FilterValue>,
    /// How many values there are.
    pub total: usize,
}

impl Filter {
    /// A filter of these values, given by name: all of them, or those with the most answers.
    pub fn new(mut values: Vec<FilterValue>) -> Self {
        let total = values.len();
        if total > FILTER_LEN {
            values.sort_by_key(|value| std::cmp::Reverse(value.answers));
            values.truncate(FILTER_LEN);
        }
        Self { values, total }
    }
}

/// What all pages of the library's listing share.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// All listed answers.
    pub answers: usize,
    /// All listed episodes.
    pub episodes: usize,
    /// Who speaks.
    pub speakers: Filter,
    /// What it is about.
    pub topics: Filter,
    /// How many pages the listing has.
    pub pages: usize,
}

/// The main part of the library's page; `episodes` are those of this page of the listing, `nth` from 0.
pub fn library(
    library: &Library,
    here: &Here,
    overview: &Overview,
    episodes: &[&Episode],
    nth: usize,
) -> impl IntoView + use<> {
    let site = library.site();
    let count = [counted(overview.answers, "answer"), counted(overview.episodes, "interview")].join(" in ");
    let questions = QUESTIONS / episodes.len().max(1);
    let cards: Vec<_> = episodes.iter().map(|episode| self::episode(library, here, episode, questions)).collect();
    view! {
        <section class="hero">
            <h1>{site.description.clone().unwrap_or_else(|| site.title.clone())}</h1>
            {search_box("Search every answer", "Search every answer: words, “a phrase”, a name", false)}
        </section>
        <div class="library-layout">
            <aside id="filters" aria-label="Filters">{filters(here, overview)}</aside>
            <div>
                <section id="results" aria-label="Results">{results()}</section>
                <section id="browse" aria-labelledby="browse-title">
                    <h2 id="browse-title" class="count">{count}</h2>
                    {cards}
                    {pager(here, "", nth, overview.pages)}
                </section>
            </div>
        </div>
    }
}

/// The search field. It is out of sight until the entry script has run, so that no one types into a box that will never
/// answer; what is typed before the app wakes stays in it. With `steps` it has buttons to go from match to match.
pub fn search_box(label: &'static str, placeholder: &'static str, steps: bool) -> impl IntoView {
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
                {steps.then(|| view! {
                    <div id="finder-tools" class="app-only">
                        <button type="button" id="previous" aria-label="Previous match" disabled>"↑"</button>
                        <button type="button" id="next" aria-label="Next match" disabled>"↓"</button>
                    </div>
                })}
            </div>
            <p id="status" role="status" aria-live="polite"></p>
        </search>
    }
}

/// The place of the results: above them their order and the way back to everything, below them more of them. All of it
/// is out of sight until something is sought, and what may take their place until it does.
fn results() -> impl IntoView {
    view! {
        <h2 class="visually-hidden">"Results"</h2>
        <div class="result-controls">
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
        <p class="search-notes" id="notes" hidden></p>
        <div class="search-message" id="trouble" hidden>
            <h2>"The search could not go on"</h2>
            <p><span id="why"></span>". The interviews themselves still read."</p>
            <p class="button-row"><button type="button" class="primary" id="again">"Try again"</button></p>
        </div>
        <div class="search-message" id="nothing" hidden>
            <h2>"No answer matches"</h2>
            <ul>
                <li>"Try fewer or other words, or only the beginning of one"</li>
                <li>"Leave out quotation marks to find the words apart"</li>
            </ul>
            <p class="button-row">
                <button type="button" class="primary" id="drop-filters" hidden>"Search without filters"</button>
                <button type="button" id="show-all">"Show all answers"</button>
            </p>
        </div>
        <div id="cards"></div>
        <button type="button" class="primary" id="more" hidden></button>
    }
}

/// The filters without scripts: links to the pages of topics and speakers, with counts.
fn filters(here: &Here, overview: &Overview) -> impl IntoView + use<> {
    view! {
        {filter(here, "speaker", "Speakers", "speakers/", &overview.speakers)}
        {filter(here, "topic", "Topics", "topics/", &overview.topics)}
    }
}

/// One filter, where there is something to choose; the app, once awake, sets it instead of following its links.
fn filter(
    here: &Here,
    facet: &'static str,
    heading: &'static str,
    list: &'static str,
    filter: &Filter,
) -> impl IntoView + use<> {
    let values = filter.values.iter().cloned();
    let values: Vec<_> = values
        .map(|FilterValue { id, name, address, answers }| {
            view! {
                <li>
                    <a href=here.to(&address) data-facet=facet data-value=id>
                        <span>{name}</span>" "<span class="answer-count">{answers}</span>
                    </a>
                </li>
            }
        })
        .collect();
    let all = (filter.total > filter.values.len()).then(|| {
        view! { <p><a href=here.to(list)>{format!("All {}", filter.total)}</a></p> }
    });
    (filter.total > 0).then(|| view! { <div class="facet"><h2>{heading}</h2><ul>{values}</ul>{all}</div> })
}

/// An episode in the listing, with its first questions.
fn episode(library: &Library, here: &Here, episode: &Episode, questions: usize) -> impl IntoView + use<> {
    let href = here.to(&address::episode(&episode.id));
    let all = (episode.answers.len() > questions).then(|| {
        view! { <p class="source"><a href=href.clone()>{format!("All {} answers", episode.answers.len())}</a></p> }
    });
    let guests: Vec<_> = episode
        .guests()
        .map(|guest| {
            let about = guest.about.as_ref().map(|about| format!(", {about}")).unwrap_or_default();
            view! { <span class=slot_class(episode.slot(&guest.id))><cite>{guest.name.clone()}</cite>{about}</span>" · " }
        })
        .collect();
    let questions: Vec<_> = episode
        .answers
        .iter()
        .take(questions)
        .map(|answer| {
            let topics = topic_names(library, episode, answer);
            view! {
                <li>
                    <a href=here.to(&address::answer(&episode.id, &answer.id))>{answer.title(episode)}</a>
                    <span class="topics">{topics}</span>
                </li>
            }
        })
        .collect();
    view! {
        <article class="episode-card">
            <h3><a href=href>{episode.title.clone()}</a></h3>
            <p class="source">{guests}<time datetime=episode.date.to_string()>{episode.date.long()}</time></p>
            {episode.summary.clone().map(|summary| view! { <p>{summary}</p> })}
            <ol class="questions">{questions}</ol>
            {all}
        </article>
    }
}

fn topic_names(library: &Library, episode: &Episode, answer: &crate::transcript::Answer) -> String {
    let ids = library.topics_of(&episode.id, &answer.id);
    let names: Vec<&str> = ids.iter().filter_map(|id| Some(library.topic(id)?.name.as_str())).collect();
    names.join(" · ")
}

/// Links to the pages before and after, where a listing has several.
pub fn pager(here: &Here, listing: &str, nth: usize, pages: usize) -> impl IntoView + use<> {
    let newer = (nth > 0).then(|| {
        view! { <a rel="prev" href=here.to(&address::nth_page(listing, nth - 1))>"← Newer"</a> }
    });
    let older = (nth + 1 < pages).then(|| {
        view! { <a rel="next" href=here.to(&address::nth_page(listing, nth + 1))>"Older →"</a> }
    });
    (pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {newer}<span>{format!("Page {} of {pages}", nth + 1)}</span>{older}
            </nav>
        }
    })
}

/// "1 answer", "20 answers".
pub fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    [&n.to_string(), " ", noun, plural].concat()
}
