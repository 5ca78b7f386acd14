//! What the search shows: filters with counts, results with their words marked, and a designed page for every state in
//! which there are none. Decides nothing; the finder does.

use std::sync::Arc;

use leptos::prelude::*;

use super::browser;
use super::finder::{Finder, Outcome};
use crate::page::address;
use crate::page::card::{Card, card};
use crate::page::library::counted;
use crate::page::view::View;
use crate::search::{FacetCounts, FacetValue, Hint, Hit, Hits};
use crate::transcript::{AnswerId, EpisodeId};

/// A facet: its key, its heading, and where its values are.
type Facet = (&'static str, &'static str, Values);

type Values = fn(&FacetCounts) -> &Vec<FacetValue>;

const FACETS: [Facet; 3] = [
    ("speaker", "Speakers", |counts| &counts.speakers),
    ("topic", "Topics", |counts| &counts.topics),
    ("episode", "Interviews", |counts| &counts.episodes),
];

/// The count in a sentence, for the line below the field and for screen readers.
pub(crate) fn sentence(hits: &Hits) -> String {
    match (hits.complete, hits.total) {
        (_, 0) => "No answers".to_owned(),
        (0, some) => ["No answer has all of it; ", &counted(some, "answer"), " with some"].concat(),
        (all, total) if all == total => counted(all, "answer"),
        (all, total) => {
            [&counted(all, "answer"), ", and ", &(total - all).to_string(), " with some of the words"].concat()
        }
    }
}

/// The filters. They take the place of the page's plain links as soon as something is asked for.
pub(crate) fn filters(finder: Finder) -> impl IntoView {
    Vec::from(FACETS.map(|one| facet(finder, one)))
}

/// One facet. Its rows are drawn anew only when its values change, so that the focus stays where it is while counts do.
fn facet(finder: Finder, (key, heading, values): Facet) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let latest = finder.latest.get();
        let counts = latest.iter().filter_map(|hits| hits.facets.as_ref());
        counts.flat_map(values).map(|value| (value.id.clone(), value.name.clone())).collect::<Vec<_>>()
    });
    let drawn = move || rows.get().into_iter().map(|(id, name)| row(finder, key, values, id, name)).collect::<Vec<_>>();
    let idle = move || matches!(finder.outcome.get(), Outcome::Idle) || rows.with(|rows| rows.len() < 2);
    view! {
        <fieldset class="facet live" hidden=idle>
            <legend>{heading}</legend>
            <ul>{drawn}</ul>
        </fieldset>
    }
}

fn row(finder: Finder, key: &'static str, values: Values, id: String, name: String) -> impl IntoView {
    let of_id = id.clone();
    let count = Memo::new(move |_| {
        let latest = finder.latest.get();
        let hits = latest.as_ref()?;
        let value = values(hits.facets.as_ref()?).iter().find(|value| value.id == of_id)?;
        // Where nothing has all the words, what a filter would give are answers with some of them.
        Some(if hits.complete > 0 { value.count } else { value.partial })
    });
    let of_id = id.clone();
    let chosen = move || finder.view.with(|view| view.values(key).contains(&of_id));
    view! {
        <li class:none=move || count.get() == Some(0)>
            <label>
                <input
                    type="checkbox"
                    name=key
                    value=id
                    prop:checked=chosen
                />
                <span>{name}</span>
                <span class="n">{count}</span>
            </label>
        </li>
    }
}

/// The results, and what there is in their place. One region for all of it: each that moves by itself costs the browser
/// its own code.
pub(crate) fn results(finder: Finder) -> impl IntoView {
    move || {
        let outcome = finder.outcome.get();
        let filtered = finder.view.with_untracked(View::is_filtered);
        (notes(&outcome), trouble(&outcome), nothing(&outcome, filtered), cards(&outcome), more(&outcome))
    }
}

/// What could not be read as typed, and filters that name nothing here.
fn notes(outcome: &Outcome) -> impl IntoView + use<> {
    let Outcome::Found(hits, hints) = outcome else { return Vec::new() };
    let hints = hints.iter().map(Hint::sentence);
    let notices = hits.notices.iter().map(|notice| notice.sentence());
    hints.chain(notices).map(|line| view! { <p class="hint">{line}</p> }).collect()
}

fn trouble(outcome: &Outcome) -> impl IntoView + use<> {
    let Outcome::Failed(trouble) = outcome else { return None };
    Some(view! {
        <div class="state" id="trouble">
            <h2>"The search could not go on"</h2>
            <p>{trouble.sentence()}". The interviews themselves still read."</p>
            <p class="row">
                <button type="button" class="main" id="again">"Try again"</button>
            </p>
        </div>
    })
}

fn nothing(outcome: &Outcome, filtered: bool) -> impl IntoView + use<> {
    let Outcome::Found(hits, _) = outcome else { return None };
    (hits.total == 0).then(|| {
        view! {
            <div class="state" id="nothing">
                <h2>"No answer matches"</h2>
                <ul>
                    <li>"Try fewer or other words, or only the beginning of one"</li>
                    <li>"Leave out quotation marks to find the words apart"</li>
                </ul>
                <p class="row">
                    {filtered.then(|| view! {
                        <button type="button" class="main" id="drop-filters">"Search without filters"</button>
                    })}
                    <button type="button" id="show-all">"Show all answers"</button>
                </p>
            </div>
        }
    })
}

fn cards(outcome: &Outcome) -> impl IntoView + use<> {
    let Outcome::Found(hits, _) = outcome else { return Vec::new() };
    let line_at = if hits.complete < hits.total { hits.complete } else { usize::MAX };
    hits.hits
        .iter()
        .enumerate()
        .map(|(at, hit)| {
            let line = (at == line_at).then(|| view! { <p class="divider">"Answers with only some of the words"</p> });
            (line, card(hit_card(hit)))
        })
        .collect()
}

/// A hit as a card. Its link leads to the passage that matches best.
fn hit_card(hit: &Hit) -> Card {
    let mut href = browser::api_text("root");
    if let (Ok(episode), Ok(answer)) = (EpisodeId::new(&hit.episode), AnswerId::new(&hit.answer)) {
        href.push_str(&address::answer(&episode, &answer));
    }
    if let Some(paragraph) = hit.paragraphs.first().filter(|_| !hit.snippet.marks.is_empty()) {
        href.push_str("#p-");
        href.push_str(paragraph);
    }
    Card {
        id: [hit.episode.as_str(), "/", &hit.answer].concat(),
        href,
        title: hit.title.clone(),
        speaker: hit.speaker.as_ref().map(|speaker| speaker.name.clone()).unwrap_or_default(),
        slot: hit.speaker.as_ref().map_or(0, |speaker| speaker.slot),
        episode: hit.episode_title.clone(),
        date: hit.date.long(),
        snippet: hit.snippet.text.clone(),
        marks: hit.snippet.marks.clone(),
        matched: None,
    }
}

fn more(outcome: &Outcome) -> impl IntoView + use<> {
    let hits: Arc<Hits> = match outcome {
        Outcome::Found(hits, _) => hits.clone(),
        _ => return None,
    };
    let left = hits.total.saturating_sub(hits.hits.len());
    (left > 0).then(|| {
        view! {
            <button type="button" id="more" class="main">
                {["Show more (", &left.to_string(), " left)"].concat()}
            </button>
        }
    })
}
