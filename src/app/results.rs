//! What the library's search shows: the filters with their counts, the results with their matches marked, and what is
//! said about them.
//!
//! The texts for a search without results stand in the page, hidden; they are shown from here.
//!
//! Not here: what is asked and when ([`super::library_search`]), and how a card looks ([`crate::page::card`]).

use leptos::prelude::*;

use super::screen::{Progress, Screen, ScreenState};
use super::{browser, join};
use crate::page::address;
use crate::page::card::{Card, card};
use crate::page::library::FILTER_LEN;
use crate::page::text::{self, counted};
use crate::search::{FacetValue, Hint, Hit, Hits, MatchReason};
use crate::transcript::Facet;

/// The most notes on a query. An address may have hundreds of unknown filters, each with a note.
const MAX_NOTES: usize = 8;

/// Which count of a filter's values is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ShownCount {
    /// The answers with all the words.
    Complete,
    /// The answers with some of the words, since none has all.
    Partial,
    /// Both, since a question's answers are not told apart by that.
    All,
}

impl ShownCount {
    fn of(hits: &Hits) -> Self {
        match hits.complete {
            0 => Self::Partial,
            _ if hits.mixes_partial => Self::All,
            _ => Self::Complete,
        }
    }

    /// How many answers a value of a filter would give.
    fn get(self, value: &FacetValue) -> usize {
        match self {
            Self::Complete => value.count,
            Self::Partial => value.partial_count,
            Self::All => value.count + value.partial_count,
        }
    }
}

/// The heading of a filter.
fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker => "Speakers",
        Facet::Topic => "Topics",
        Facet::Episode => "Interviews",
    }
}

/// The sentence that says how many answers there are, for the status line and for screen readers.
pub(crate) fn sentence(hits: &Hits) -> String {
    if !hits.is_exact {
        return [&counted(hits.total, "answer"), " so far"].concat();
    }
    if hits.is_truncated {
        return ["More than ", &counted(hits.total, "answer")].concat();
    }
    match (hits.complete, hits.total) {
        (_, 0) => "No answers".to_owned(),
        (0, some) => ["No answer has all the words; ", &counted(some, "answer"), " with some"].concat(),
        (all, total) if all == total => counted(all, "answer"),
        (all, total) => {
            [&counted(all, "answer"), ", and ", &(total - all).to_string(), " with some of the words"].concat()
        }
    }
}

/// Replaces the filters of the view by the ids of their values: an address may have them by name, or by a former id.
pub(crate) fn canonicalise_filters(screen: &mut Screen) {
    let Some(counts) = &screen.hits.facets else { return };
    for facet in Facet::ALL {
        let chosen = &mut screen.view.filters[facet];
        let values = &counts[facet];
        let selected: Vec<&FacetValue> = values.iter().filter(|value| value.selected).collect();
        // With other numbers some are unknown, or were selected by the query's own words.
        if selected.len() == chosen.len() {
            *chosen = selected.into_iter().map(|value| value.id.clone()).collect();
        }
    }
}

/// The filters, with checkboxes. They replace the page's plain links while there are results.
pub(crate) fn filters(screen: &Screen) -> impl IntoView + use<> {
    let counts = screen.hits.facets.as_ref().filter(|_| screen.state == ScreenState::Results);
    let shown_count = ShownCount::of(&screen.hits);
    let drawn = counts.into_iter().flat_map(|counts| {
        Facet::ALL.into_iter().filter_map(|facet| {
            let values = &counts[facet];
            filter(facet, values, &screen.view.filters[facet], shown_count)
        })
    });
    drawn.collect::<Vec<_>>()
}

/// A filter; `None` where there is nothing to choose between.
fn filter(
    facet: Facet,
    values: &[FacetValue],
    chosen: &[String],
    shown_count: ShownCount,
) -> Option<impl IntoView + use<>> {
    if values.len() < 2 {
        return None;
    }
    let listed = listed_values(values, chosen, shown_count);
    let rows: Vec<_> = listed
        .into_iter()
        .map(|value| filter_row(facet, value, chosen.contains(&value.id), shown_count.get(value)))
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <fieldset class="facet interactive">
                <legend>{heading(facet)}</legend>
                <ul>{rows}</ul>
            </fieldset>
        }
    })
}

/// The values of a filter that are listed: all, if they are few; or else the chosen ones and those with the most
/// answers.
fn listed_values<'a>(values: &'a [FacetValue], chosen: &[String], shown_count: ShownCount) -> Vec<&'a FacetValue> {
    if values.len() <= FILTER_LEN {
        return values.iter().collect();
    }
    let max_len = FILTER_LEN.max(chosen.len());
    let mut listed: Vec<&FacetValue> = values.iter().filter(|value| chosen.contains(&value.id)).collect();
    let mut count = usize::MAX;
    while listed.len() < max_len && count > 0 {
        // The next lower count, and all values that have it. No sort: another one costs the browser 2 kB.
        count = values.iter().map(|value| shown_count.get(value)).filter(|other| *other < count).max().unwrap_or(0);
        let next = values.iter().filter(|value| shown_count.get(value) == count && !chosen.contains(&value.id));
        listed.extend(next.filter(|_| count > 0));
        listed.truncate(max_len);
    }
    listed
}

/// A value of a filter. Whether it is chosen is written as an attribute: a property would cost the browser 4 kB.
fn filter_row(facet: Facet, value: &FacetValue, is_chosen: bool, count: usize) -> impl IntoView + use<> {
    let class = if count == 0 { "none" } else { "some" };
    view! {
        <li class=class>
            <label>
                <input type="checkbox" name=facet.key() value=value.id.clone() checked=is_chosen />
                <span>{value.name.clone()}</span>
                <span class="answer-count">{count.to_string()}</span>
            </label>
        </li>
    }
}

/// The results as cards, with a line before the first that has only some of the words.
pub(crate) fn cards(screen: &Screen) -> impl IntoView + use<> {
    let hits = &screen.hits;
    let is_mixed = hits.complete < hits.total;
    let first_partial = if is_mixed && !hits.mixes_partial { hits.complete } else { usize::MAX };
    let tells_all = is_mixed && hits.mixes_partial;
    let shown = hits.hits.iter().filter(|_| screen.state == ScreenState::Results).enumerate();
    let drawn = shown.map(|(at, hit)| {
        let is_first_partial = at == first_partial;
        let divider = is_first_partial.then(|| view! { <p class="divider">"Answers with only some of the words"</p> });
        (divider, card(hit_card(hit, screen.has_terms, tells_all)))
    });
    drawn.collect::<Vec<_>>()
}

/// Shows all of the state that is not drawn from the signal: notes on the query, the texts in place of results, and the
/// buttons below them.
pub(crate) fn show_state(screen: &Screen, hints: &[Hint], progress: Progress) {
    let has_results = screen.state == ScreenState::Results;
    let is_partial = progress == Progress::Partial;
    let hits = &screen.hits;
    let hints = hints.iter().map(Hint::sentence);
    let notices = hits.notices.iter().map(|notice| notice.sentence());
    let notes: Vec<String> = hints.chain(notices).filter(|_| has_results).take(MAX_NOTES).collect();
    show_notes(&join(&notes, "\n"));
    browser::set_hidden("trouble", screen.state != ScreenState::Error);
    browser::set_hidden("nothing", !has_results || hits.total > 0);
    browser::set_attribute("filters", "aria-busy", if is_partial { "true" } else { "false" });
    let left = hits.total.saturating_sub(hits.hits.len());
    browser::set_text("more", &["Show more (", &left.to_string(), " left)"].concat());
    browser::set_hidden("more", !has_results || left == 0 || is_partial);
}

/// Shows notes above the results; an empty text hides them.
pub(crate) fn show_notes(text: &str) {
    browser::set_text("notes", text);
    browser::set_hidden("notes", text.is_empty());
}

/// The card of a hit. Its link leads to the passage that matches best. With `tells_all` it says whether it has all the words: it stands among
/// others that have some.
fn hit_card(hit: &Hit, has_terms: bool, tells_all: bool) -> Card {
    let mut href = browser::site_root();
    href.push_str(&address::answer_of(&hit.episode, &hit.answer));
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
        date: text::day_in_words(hit.date),
        snippet: hit.snippet.text.clone(),
        marks: hit.snippet.marks.clone(),
        matched: match_label(hit, has_terms).or((tells_all && hit.complete).then_some("all of the words")),
    }
}

/// What a card says about how it matched, where its snippet does not show that. A query of filters alone matches no
/// words.
fn match_label(hit: &Hit, has_terms: bool) -> Option<&'static str> {
    match hit.reason {
        MatchReason::Exact if has_terms && hit.snippet.marks.is_empty() => Some("in title or name"),
        MatchReason::Exact => None,
        MatchReason::SameTerm => Some("another spelling"),
        MatchReason::SoundsLike => Some("sounds alike"),
        MatchReason::Typo => Some("similar word"),
    }
}
