//! The main parts of the pages of speakers and topics: the directory of all of them, and the listing of each one's
//! answers.
//!
//! Not here: the listing of episodes ([`super::library`]), grouping answers and cutting listings into pages
//! ([`crate::site`]).

use leptos::prelude::*;

use super::address::{self, BaseUrl};
use super::card::{Card, card};
use super::pagination::{PageNumber, pager};
use super::redirects::Redirects;
use super::text::{self, counted};
use crate::transcript::{Date, Episode, LibraryEntry, SpeakerId};

/// How many characters of an answer its card shows.
const EXCERPT_CHARS: usize = 240;

/// A speaker or a topic in a directory.
#[derive(Debug, Clone)]
pub struct DirectoryEntry {
    /// The address of its page.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub about: Option<String>,
    /// The number of its answers.
    pub answers: usize,
}

/// The main part of the directory of all speakers or all topics.
pub fn directory(base: &BaseUrl, title: &'static str, entries: Vec<DirectoryEntry>) -> impl IntoView + use<> {
    let empty = entries.is_empty().then(|| view! { <p class="empty">"None yet"</p> });
    let lines: Vec<_> = entries.into_iter().map(|entry| directory_entry(base, entry)).collect();
    view! {
        <div class="listing">
            <h1>{title}</h1>
            {empty}
            <ul class="index">{lines}</ul>
        </div>
    }
}

fn directory_entry(base: &BaseUrl, entry: DirectoryEntry) -> impl IntoView + use<> {
    view! {
        <li>
            <h2><a href=base.href(&entry.address)>{entry.name}</a></h2>
            {entry.about.map(|about| view! { <p>{about}</p> })}
            <p class="source">{counted(entry.answers, "answer")}</p>
        </li>
    }
}

/// The number of answers of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearCount {
    /// The year; `None` for answers without a date.
    pub year: Option<u16>,
    /// The number of answers.
    pub answers: usize,
}

/// The content of one page of a speaker's or a topic's listing.
#[derive(Debug, Clone, Default)]
pub struct Listing<'a> {
    /// "Speaker" or "Topic".
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// The description.
    pub about: Option<String>,
    /// The address of the first page.
    pub address: String,
    /// The number of answers on all pages.
    pub total: usize,
    /// The answers of this page.
    pub entries: Vec<LibraryEntry<'a>>,
    /// The speaker whose words the cards show, in a speaker's listing.
    pub speaker: Option<SpeakerId>,
    /// The counts by year, newest first.
    pub years: Vec<YearCount>,
    /// The number of this page.
    pub page: PageNumber,
    /// The former ids that concern the page.
    pub redirects: Redirects,
    /// The address of the library with this filter set.
    pub search: String,
}

/// The main part of the page.
pub fn listing(base: &BaseUrl, listing: Listing<'_>) -> impl IntoView + use<> {
    let has_years = listing.years.len() > 1;
    let mut year_before = None;
    let cards: Vec<_> = listing
        .entries
        .iter()
        .map(|entry| {
            let year = entry.episode.date.map(Date::year);
            let is_first = has_years && year_before.replace(year) != Some(year);
            let heading = is_first.then(|| year_heading(year));
            (heading, card(entry_card(base, *entry, listing.speaker.as_ref())))
        })
        .collect();
    view! {
        <div class="listing">
            <p class="kicker">{listing.kind}</p>
            {listing.redirects.notice(base)}
            <h1>{listing.name}</h1>
            {listing.about.map(|about| view! { <p class="summary">{about}</p> })}
            <h2 class="count">
                {counted(listing.total, "answer")}
                <a class="app-only" href=base.href(&listing.search)>"Search these answers"</a>
            </h2>
            {has_years.then(|| year_chart(&listing.years))}
            {cards}
            {pager(base, &listing.address, listing.page)}
        </div>
    }
}

fn year_heading(year: Option<u16>) -> impl IntoView {
    let anchor = year.map_or_else(|| "undated".to_owned(), |year| format!("y{year}"));
    view! { <h2 class="year" id=anchor>{year_in_words(year)}</h2> }
}

fn year_in_words(year: Option<u16>) -> String {
    year.map_or_else(|| text::UNDATED.to_owned(), |year| year.to_string())
}

/// A bar chart of the answers by year.
fn year_chart(years: &[YearCount]) -> impl IntoView + use<> {
    let most = years.iter().map(|year| year.answers).max().unwrap_or(1).max(1);
    let bars: Vec<_> = years.iter().map(|year| bar(*year, most)).collect();
    view! { <ol class="years" aria-label="Answers by year">{bars}</ol> }
}

fn bar(YearCount { year, answers }: YearCount, most: usize) -> impl IntoView {
    // In hundredths of the longest bar, rounded up: a year with any answer has a bar.
    let width = (answers * 100).div_ceil(most);
    view! {
        <li>
            <span>{year_in_words(year)}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width=width height="8"/>
            </svg>
            <span class="answer-count">{counted(answers, "answer")}</span>
        </li>
    }
}

/// The card of an answer in a listing, with the first words of one speaker, or otherwise of the first who answers.
fn entry_card(base: &BaseUrl, LibraryEntry { episode, answer }: LibraryEntry<'_>, speaker: Option<&SpeakerId>) -> Card {
    let turns = &answer.turns;
    let turn = match speaker {
        Some(id) => turns.iter().find(|turn| turn.speaker == *id),
        None => turns.get(answer.prompt_len(episode)),
    };
    let turn = turn.or_else(|| turns.first());
    let words = turn.and_then(|turn| turn.paragraphs.first()).map(|paragraph| text::quoted(episode, paragraph));
    Card {
        id: format!("{}/{}", episode.id, answer.id),
        href: base.href(&address::answer(&episode.id, &answer.id)),
        title: answer.title(episode),
        speaker: turn.map(|turn| speaker_name(episode, &turn.speaker)).unwrap_or_default(),
        slot: turn.map_or(0, |turn| episode.slot(&turn.speaker)),
        episode: episode.title.clone(),
        date: text::day_in_words(episode.date),
        snippet: text::shortened(&words.unwrap_or_default(), EXCERPT_CHARS),
        ..Card::default()
    }
}

fn speaker_name(episode: &Episode, id: &SpeakerId) -> String {
    episode.speaker(id).map_or_else(|| id.to_string(), |speaker| speaker.name.clone())
}
