//! What the search shows: filters with counts, results with their words marked. The states in which there are none stand
//! in the page, out of sight; here they are brought into it. Decides nothing; the finder does.

use leptos::prelude::*;

use super::browser;
use super::finder::{Screen, State};
use crate::page::address;
use crate::page::card::{Card, card};
use crate::page::library::FILTER_LEN;
use crate::page::text::counted;
use crate::search::{FacetCounts, FacetValue, Hint, Hit, Hits, MatchReason, parse};
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
    if !hits.is_exact {
        return [&counted(hits.total, "answer"), " so far"].concat();
    }
    if hits.is_truncated {
        return ["More than ", &counted(hits.total, "answer")].concat();
    }
    match (hits.complete, hits.total) {
        (_, 0) => "No answers".to_owned(),
        (0, some) => ["No answer has all of it; ", &counted(some, "answer"), " with some"].concat(),
        (all, total) if all == total => counted(all, "answer"),
        (all, total) => {
            [&counted(all, "answer"), ", and ", &(total - all).to_string(), " with some of the words"].concat()
        }
    }
}

/// Calls filters by their ids that the address called otherwise: by a name, or by an id of before.
pub(crate) fn settle(screen: &mut Screen) {
    let Some(counts) = &screen.hits.facets else { return };
    for (key, _, values) in FACETS {
        let chosen = screen.view.values_mut(key);
        let selected: Vec<&FacetValue> = values(counts).iter().filter(|value| value.selected).collect();
        // Otherwise some are unknown, or chosen by words of the query.
        if selected.len() == chosen.len() {
            *chosen = selected.into_iter().map(|value| value.id.clone()).collect();
        }
    }
}

/// The filters. They take the place of the page's plain links as soon as something is asked for.
pub(crate) fn filters(screen: &Screen) -> impl IntoView + use<> {
    let counts = screen.hits.facets.as_ref().filter(|_| screen.state == State::Found);
    let told = counts.into_iter().flat_map(|counts| FACETS.map(|facet| (facet, (facet.2)(counts))));
    let facets = told.filter(|(_, values)| values.len() > 1);
    let complete = screen.hits.complete > 0;
    let drawn = facets.filter_map(|((key, heading, _), values)| {
        let chosen = screen.view.values(key);
        let rows = shown(values, chosen, complete);
        let rows: Vec<_> =
            rows.into_iter().map(|value| row(key, value, chosen.contains(&value.id), complete)).collect();
        // A heading over nothing would only ask what is missing.
        (!rows.is_empty()).then(|| {
            view! {
                <fieldset class="facet live">
                    <legend>{heading}</legend>
                    <ul>{rows}</ul>
                </fieldset>
            }
        })
    });
    drawn.collect::<Vec<_>>()
}

/// The values of a filter that are listed: all of a few; of many those chosen and those that would give most.
fn shown<'a>(values: &'a [FacetValue], chosen: &[String], complete: bool) -> Vec<&'a FacetValue> {
    if values.len() <= FILTER_LEN {
        return values.iter().collect();
    }
    let mut shown: Vec<&FacetValue> = values.iter().filter(|value| chosen.contains(&value.id)).collect();
    let mut least = usize::MAX;
    while shown.len() < FILTER_LEN.max(chosen.len()) && least > 0 {
        // The next lower count, and all that have it, as far as there is room.
        least =
            values.iter().map(|value| would_give(value, complete)).filter(|count| *count < least).max().unwrap_or(0);
        let next = values.iter().filter(|value| would_give(value, complete) == least && !chosen.contains(&value.id));
        shown.extend(next.filter(|_| least > 0));
        shown.truncate(FILTER_LEN.max(chosen.len()));
    }
    shown
}

/// What a value of a filter would give. Where nothing has all the words, it would be answers with some of them.
fn would_give(value: &FacetValue, complete: bool) -> usize {
    if complete { value.count } else { value.partial }
}

/// A value of a filter. Whether it is chosen is written beside it: a property would bring 4 kB with it.
fn row(key: &'static str, value: &FacetValue, chosen: bool, complete: bool) -> impl IntoView + use<> {
    let count = would_give(value, complete);
    let class = if count == 0 { "none" } else { "some" };
    view! {
        <li class=class>
            <label>
                <input type="checkbox" name=key value=value.id.clone() checked=chosen />
                <span>{value.name.clone()}</span>
                <span class="n">{count.to_string()}</span>
            </label>
        </li>
    }
}

/// The cards of the answers found.
pub(crate) fn cards(screen: &Screen) -> impl IntoView + use<> {
    let hits = &screen.hits;
    let line_at = if hits.complete < hits.total { hits.complete } else { usize::MAX };
    let shown = hits.hits.iter().filter(|_| screen.state == State::Found).enumerate();
    let sought = parse(&screen.view.query, false).0.has_terms();
    let drawn = shown.map(|(at, hit)| {
        let line = (at == line_at).then(|| view! { <p class="divider">"Answers with only some of the words"</p> });
        (line, card(hit_card(hit, sought)))
    });
    drawn.collect::<Vec<_>>()
}

/// Says what could not be read as typed and which filters name nothing here, and shows what there is instead of results
/// or after them; `whole` says whether that is all, or more of them and the counts are still on their way.
pub(crate) fn show_state(screen: &Screen, hints: &[Hint], whole: bool) {
    let found = screen.state == State::Found;
    let hits = &screen.hits;
    let hints = hints.iter().map(Hint::sentence);
    let notices = hits.notices.iter().map(|notice| notice.sentence());
    let notes: Vec<String> = hints.chain(notices).filter(|_| found).collect();
    note(&super::joined(&notes, "\n"));
    browser::set_hidden("trouble", screen.state != State::Failed);
    browser::set_hidden("nothing", !found || hits.total > 0);
    browser::set_hidden("drop-filters", !screen.view.is_filtered());
    set_busy(!whole);
    let left = hits.total.saturating_sub(hits.hits.len());
    browser::set_text("more", &["Show more (", &left.to_string(), " left)"].concat());
    browser::set_hidden("more", !found || left == 0 || !whole);
}

/// Says whether the rest, and the filters’ counts with it, is still on its way.
fn set_busy(busy: bool) {
    browser::set_attribute("filters", "aria-busy", if busy { "true" } else { "false" });
}

/// Says something above the results.
pub(crate) fn note(text: &str) {
    browser::set_text("notes", text);
    browser::set_hidden("notes", text.is_empty());
}

/// A hit as a card. Its link leads to the passage that matches best. Where words are sought and none of them is said in it, they
/// stand above it.
fn hit_card(hit: &Hit, sought: bool) -> Card {
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
        matched: match hit.reason {
            MatchReason::Exact if sought && hit.snippet.marks.is_empty() => Some("in title or name"),
            MatchReason::Exact => None,
            MatchReason::SameTerm => Some("another spelling"),
            MatchReason::SoundsLike => Some("sounds alike"),
            MatchReason::Typo => Some("similar word"),
        },
    }
}
