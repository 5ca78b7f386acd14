//! Speakers and topics: the list of all, and the page of each with its answers.

use leptos::prelude::*;

use super::address::{self, Here};
use super::card::{Card, card};
use super::library::{counted, pager};
use super::text;
use super::trail::Trail;
use crate::transcript::{Entry, Episode, SpeakerId};

/// How many characters of an answer its card shows.
const EXCERPT_CHARS: usize = 240;

/// One line of a list of speakers or topics.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its page, as an address of the site.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Who or what it is.
    pub about: Option<String>,
    /// How many answers it has.
    pub answers: usize,
}

/// The main part of a list of all speakers or all topics.
pub fn list(here: &Here, title: &'static str, lines: Vec<Line>) -> impl IntoView + use<> {
    let empty = lines.is_empty().then(|| view! { <p class="empty">"None yet"</p> });
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| {
            view! {
                <li>
                    <h2><a href=here.to(&line.address)>{line.name}</a></h2>
                    {line.about.map(|about| view! { <p>{about}</p> })}
                    <p class="source">{counted(line.answers, "answer")}</p>
                </li>
            }
        })
        .collect();
    view! {
        <div class="listing">
            <h1>{title}</h1>
            {empty}
            <ul class="index">{lines}</ul>
        </div>
    }
}

/// The main part of one speaker's or topic's page: one page of its answers.
#[derive(Debug, Clone, Default)]
pub struct Listing<'a> {
    /// "Speaker" or "Topic".
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Who or what it is.
    pub about: Option<String>,
    /// Its address: where its first page is.
    pub address: String,
    /// How many answers it has on all pages.
    pub total: usize,
    /// The answers of this page, each with the speaker whose words its card shows.
    pub entries: Vec<(Entry<'a>, Option<SpeakerId>)>,
    /// How many answers each year has, newest first.
    pub years: Vec<(u16, usize)>,
    /// Which page, from 0.
    pub nth: usize,
    /// How many pages.
    pub pages: usize,
    /// What led here before.
    pub trail: Trail,
    /// The link that opens the search with this filter set, as an address of the site.
    pub search: String,
}

/// Draws a listing.
pub fn listing(here: &Here, listing: Listing<'_>) -> impl IntoView + use<> {
    let several = listing.years.len() > 1;
    let mut before = None;
    let cards: Vec<_> = listing
        .entries
        .iter()
        .map(|(entry, voice)| {
            let year = entry.episode.date.year();
            let first = several && before.replace(year) != Some(year);
            let heading = first.then(|| view! { <h2 class="year" id=format!("y{year}")>{year}</h2> });
            (heading, card(entry_card(here, *entry, voice.as_ref())))
        })
        .collect();
    view! {
        <div class="listing">
            <p class="kicker">{listing.kind}</p>
            {listing.trail.note(here)}
            <h1>{listing.name}</h1>
            {listing.about.map(|about| view! { <p class="summary">{about}</p> })}
            <h2 class="count">
                {counted(listing.total, "answer")}
                <a class="app-only" href=here.to(&listing.search)>"Search within these"</a>
            </h2>
            {several.then(|| over_time(&listing.years))}
            {cards}
            {pager(here, &listing.address, listing.nth, listing.pages)}
        </div>
    }
}

/// How many answers each year has, as bars: what a reader of a topic sees of its rise and fall.
fn over_time(years: &[(u16, usize)]) -> impl IntoView + use<> {
    let most = years.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let lines: Vec<_> = years
        .iter()
        .map(|(year, count)| {
            // In hundredths of the longest bar; a year with any answer shows.
            let width = (count * 100).div_ceil(most);
            view! {
                <li>
                    <span>{*year}</span>
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect width=width height="8"/>
                    </svg>
                    <span class="answer-count">{counted(*count, "answer")}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="years" aria-label="Answers by year">{lines}</ol> }
}

/// An answer's card as a listing shows it: the first words of one speaker, or of whoever answers.
fn entry_card(here: &Here, entry: Entry<'_>, voice: Option<&SpeakerId>) -> Card {
    let Entry { episode, answer } = entry;
    let turns = &answer.turns;
    let turn = match voice {
        Some(id) => turns.iter().find(|turn| turn.speaker == *id),
        None => turns.get(answer.prompt_len(episode)),
    };
    let turn = turn.or_else(|| turns.first());
    let words = turn.and_then(|turn| turn.paragraphs.first()).map(|paragraph| text::quoted(episode, paragraph));
    Card {
        id: format!("{}/{}", episode.id, answer.id),
        href: here.to(&address::answer(&episode.id, &answer.id)),
        title: answer.title(episode),
        speaker: turn.map(|turn| speaker_name(episode, &turn.speaker)).unwrap_or_default(),
        slot: turn.map_or(0, |turn| episode.slot(&turn.speaker)),
        episode: episode.title.clone(),
        date: episode.date.long(),
        snippet: text::shortened(&words.unwrap_or_default(), EXCERPT_CHARS),
        ..Card::default()
    }
}

fn speaker_name(episode: &Episode, id: &SpeakerId) -> String {
    episode.speaker(id).map_or_else(|| id.to_string(), |speaker| speaker.name.clone())
}
