//! The library's page: a place for the search, the filters as plain links, and every episode with its questions.

use leptos::prelude::*;

use super::address::{self, Here};
use super::turn::slot_class;
use crate::transcript::{Episode, Library};

/// The main part of the library's page; `episodes` are those of this page of the listing, `nth` from 0.
pub fn library(library: &Library, here: &Here, episodes: &[&Episode], nth: usize, pages: usize) -> impl IntoView {
    let site = library.site();
    let (answers, total) = (library.entries().count(), library.listed().count());
    let count = format!("{} in {}", counted(answers, "answer"), counted(total, "interview"));
    let cards: Vec<_> = episodes.iter().map(|episode| self::episode(library, here, episode)).collect();
    view! {
        <section class="hero">
            <h1>{site.description.clone().unwrap_or_else(|| site.title.clone())}</h1>
            {search_box("Search every answer", "Search every answer: words, “a phrase”, a name", false)}
        </section>
        <div class="desk">
            <aside id="filters" aria-label="Filters">{filters(library, here)}</aside>
            <div>
                <section id="results" aria-label="Results">{results()}</section>
                <section id="browse" aria-labelledby="browse-title">
                    <h2 id="browse-title" class="count">{count}</h2>
                    {cards}
                    {pager(here, "", nth, pages)}
                </section>
            </div>
        </div>
    }
}

/// The search field. It is out of sight until the entry script has run, so that no one types into a box that will never
/// answer; what is typed before the app wakes stays in it. With `steps` it has buttons to go from match to match.
pub fn search_box(label: &'static str, placeholder: &'static str, steps: bool) -> impl IntoView {
    view! {
        <search class="finder" aria-label=label>
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
                    <div id="finder-tools" class="awake">
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
        <h2 class="sr">"Results"</h2>
        <div class="chips">
            <label>
                "Sort by "
                <select id="sort">
                    <option value="relevance">"relevance"</option>
                    <option value="date">"date"</option>
                </select>
            </label>
            <span class="grow"><button type="button" id="clear">"Clear all"</button></span>
        </div>
        <p class="hint" id="notes" hidden></p>
        <div class="state" id="trouble" hidden>
            <h2>"The search could not go on"</h2>
            <p><span id="why"></span>". The interviews themselves still read."</p>
            <p class="row"><button type="button" class="main" id="again">"Try again"</button></p>
        </div>
        <div class="state" id="nothing" hidden>
            <h2>"No answer matches"</h2>
            <ul>
                <li>"Try fewer or other words, or only the beginning of one"</li>
                <li>"Leave out quotation marks to find the words apart"</li>
            </ul>
            <p class="row">
                <button type="button" class="main" id="drop-filters" hidden>"Search without filters"</button>
                <button type="button" id="show-all">"Show all answers"</button>
            </p>
        </div>
        <div id="cards"></div>
        <button type="button" class="main" id="more" hidden></button>
    }
}

/// The filters without scripts: links to the pages of topics and speakers, with counts.
fn filters(library: &Library, here: &Here) -> impl IntoView + use<> {
    let voices = library.voices();
    let speakers: Vec<_> = voices
        .iter()
        .map(|voice| {
            let count = library.entries_by(&voice.id).count();
            facet_link("speaker", voice.id.as_str(), here.to(&address::speaker(&voice.id)), voice.name.clone(), count)
        })
        .collect();
    let topics: Vec<_> = library
        .topics()
        .iter()
        .map(|topic| (topic, library.entries_on(&topic.id).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(topic, count)| {
            facet_link("topic", topic.id.as_str(), here.to(&address::topic(&topic.id)), topic.name.clone(), count)
        })
        .collect();
    view! {
        <div class="facet"><h2>"Speakers"</h2><ul>{speakers}</ul></div>
        <div class="facet"><h2>"Topics"</h2><ul>{topics}</ul></div>
    }
}

/// A filter as a link; the app, once awake, sets the filter instead of following it.
fn facet_link(facet: &'static str, id: &str, href: String, name: String, count: usize) -> impl IntoView + use<> {
    let id = id.to_owned();
    view! {
        <li>
            <a href=href data-facet=facet data-value=id><span>{name}</span>" "<span class="n">{count}</span></a>
        </li>
    }
}

/// An episode in the listing, with all its questions.
fn episode(library: &Library, here: &Here, episode: &Episode) -> impl IntoView + use<> {
    let href = here.to(&address::episode(&episode.id));
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
