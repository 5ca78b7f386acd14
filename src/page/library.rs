//! The library's page, which is the site's home: the search box, the filters as plain links, and the episodes with
//! their questions.
//!
//! Not here: the search box itself ([`super::search_box`]), the filters that the app puts in place of the links
//! (`app`).

use leptos::prelude::*;

use super::address::{self, BaseUrl};
use super::pagination::{PageNumber, pager};
use super::search_box::{SearchScope, results_area, search_box};
use super::text::{self, counted};
use super::turn::slot_class;
use crate::transcript::{Answer, Episode, Facet, Library, Speaker};

/// The most values of a facet that are listed at once: those with the most answers. More make a longer page, fewer send
/// more readers to the list of all.
pub const FILTER_LEN: usize = 12;

/// About how many questions a page of the library lists: all those of a few episodes, the first ones of each of many.
/// More make the page that every search waits for larger.
const QUESTIONS_PER_PAGE: usize = 60;

/// A value of a facet, as a link to its page.
#[derive(Debug, Clone)]
pub struct FacetLink {
    /// The value's id.
    pub id: String,
    /// The value's name.
    pub name: String,
    /// The address of the value's page.
    pub address: String,
    /// How many answers have the value.
    pub answers: usize,
}

/// A facet as links to the pages of its values.
#[derive(Debug, Clone)]
pub struct FacetLinks {
    facet: Facet,
    heading: &'static str,
    /// The address of the list of all values.
    list: &'static str,
    /// The values with the most answers.
    links: Vec<FacetLink>,
    /// How many values there are.
    total: usize,
}

impl FacetLinks {
    /// The links of a facet. `links` are all its values, by name; at most [`FILTER_LEN`] of them are kept. `list` is
    /// the address of the page with all of them.
    pub fn new(facet: Facet, heading: &'static str, list: &'static str, mut links: Vec<FacetLink>) -> Self {
        let total = links.len();
        if total > FILTER_LEN {
            links.sort_by_key(|link| std::cmp::Reverse(link.answers));
            links.truncate(FILTER_LEN);
        }
        Self { facet, heading, list, links, total }
    }
}

/// The values that all pages of the library's listing share.
#[derive(Debug, Clone)]
pub struct LibrarySummary {
    /// The number of listed answers.
    pub answers: usize,
    /// The number of listed episodes.
    pub episodes: usize,
    /// The facets that are offered without scripts.
    pub facets: [FacetLinks; 2],
}

/// The main part of a page of the library. `episodes` are those of this page.
pub fn library(
    library: &Library,
    base: &BaseUrl,
    summary: &LibrarySummary,
    episodes: &[&Episode],
    page: PageNumber,
) -> impl IntoView + use<> {
    let site = library.site();
    let count = [counted(summary.answers, "answer"), counted(summary.episodes, "interview")].join(" in ");
    let questions = QUESTIONS_PER_PAGE / episodes.len().max(1);
    let cards: Vec<_> = episodes.iter().map(|episode| episode_card(library, base, episode, questions)).collect();
    let title = site.description.clone().unwrap_or_else(|| site.title.clone());
    let title_length = text::title_length(&title);
    let facets: Vec<_> = summary.facets.iter().map(|facet| facet_links(base, facet)).collect();
    view! {
        <section class="hero">
            <h1 data-length=title_length>{title}</h1>
            {search_box(SearchScope::Library)}
        </section>
        <div class="library-layout">
            <aside id="filters" aria-label="Filters">{facets}</aside>
            <div>
                <section id="results" aria-label="Results">{results_area()}</section>
                <section id="browse" aria-labelledby="browse-title">
                    <h2 id="browse-title" class="count">{count}</h2>
                    {cards}
                    {pager(base, "", page)}
                </section>
            </div>
        </div>
    }
}

/// A facet as links with counts; nothing where it has no values. The app, once started, filters instead of following
/// the links.
fn facet_links(base: &BaseUrl, facet: &FacetLinks) -> impl IntoView + use<> {
    let key = facet.facet.key();
    let link = |FacetLink { id, name, address, answers }: FacetLink| {
        view! {
            <li>
                <a href=base.href(&address) data-facet=key data-value=id>
                    <span>{name}</span>" "<span class="answer-count">{answers}</span>
                </a>
            </li>
        }
    };
    let links: Vec<_> = facet.links.iter().cloned().map(link).collect();
    let all = (facet.total > links.len()).then(|| {
        view! { <p><a href=base.href(facet.list)>{format!("All {}", facet.total)}</a></p> }
    });
    (facet.total > 0).then(|| view! { <div class="facet"><h2>{facet.heading}</h2><ul>{links}</ul>{all}</div> })
}

/// An episode with its first questions.
fn episode_card(library: &Library, base: &BaseUrl, episode: &Episode, questions: usize) -> impl IntoView + use<> {
    let href = base.href(&address::episode(&episode.id));
    let all = (episode.answer_count() > questions).then(|| {
        view! { <p class="source"><a href=href.clone()>{format!("All {} answers", episode.answer_count())}</a></p> }
    });
    let questions = episode.answers.iter().filter(|answer| answer.part.is_none()).take(questions);
    let questions: Vec<_> = questions.map(|answer| question(library, base, episode, answer)).collect();
    view! {
        <article class="episode-card">
            <h3><a href=href>{episode.title.clone()}</a></h3>
            <p class="source">{guests(episode)}{text::day(episode.date)}</p>
            {episode.summary.clone().map(|summary| view! { <p>{summary}</p> })}
            <ol class="questions">{questions}</ol>
            {all}
        </article>
    }
}

fn guests(episode: &Episode) -> impl IntoView + use<> {
    let guest = |guest: &Speaker| {
        let about = guest.about.as_ref().map(|about| format!(", {about}")).unwrap_or_default();
        view! { <span class=slot_class(episode.slot(&guest.id))><cite>{guest.name.clone()}</cite>{about}</span>" · " }
    };
    episode.guests().map(guest).collect::<Vec<_>>()
}

fn question(library: &Library, base: &BaseUrl, episode: &Episode, answer: &Answer) -> impl IntoView + use<> {
    let topics = library.topics_of(&episode.id, &answer.id).iter();
    let topics: Vec<&str> = topics.filter_map(|id| Some(library.topic(id)?.name.as_str())).collect();
    view! {
        <li>
            <a href=base.href(&address::answer(&episode.id, &answer.id))>{answer.title(episode)}</a>
            <span class="topics">{topics.join(" · ")}</span>
        </li>
    }
}
