//! The main part of an answer's own page: the answer in full, and the way to its interview, its neighbours and similar
//! answers.
//!
//! Not here: the turns ([`super::turn`]), the share menu ([`super::share`]), which answers are similar and how one is
//! cited ([`crate::site`]).

use leptos::prelude::*;

use super::address::{self, BaseUrl};
use super::contents::contents;
use super::controls::quote_notice;
use super::episode::{credit, speaker_link, topic_links};
use super::redirects::Redirects;
use super::share::{self, Share};
use super::text;
use super::turn::{slot_class, turns};
use crate::transcript::{Answer, Episode, Library, LibraryEntry};

/// A citation of an answer.
#[derive(Debug, Clone)]
pub struct Citation {
    /// The name of the citation style or format: "APA", "BibTeX".
    pub style: &'static str,
    /// The citation.
    pub text: String,
}

/// An answer similar to another.
#[derive(Debug, Clone)]
pub struct SimilarAnswer<'a> {
    /// The similar answer.
    pub entry: LibraryEntry<'a>,
    /// The words that make the two similar, as a list for readers.
    pub shared_words: String,
}

/// The content of an answer's page.
#[derive(Debug, Clone)]
pub struct AnswerPage<'a> {
    /// The library.
    pub library: &'a Library,
    /// The episode.
    pub episode: &'a Episode,
    /// The answer.
    pub answer: &'a Answer,
    /// The answer before it in the episode.
    pub previous: Option<&'a Answer>,
    /// The answer after it in the episode.
    pub next: Option<&'a Answer>,
    /// The answers similar to it, the most similar first.
    pub similar: Vec<SimilarAnswer<'a>>,
    /// The former ids that concern the page.
    pub redirects: &'a Redirects,
    /// The citations.
    pub citations: Vec<Citation>,
    /// The content of the share menu.
    pub share: Share,
}

/// The main part of the page.
pub fn answer(base: &BaseUrl, page: AnswerPage<'_>) -> impl IntoView + use<> {
    let AnswerPage { library, episode, answer, redirects, .. } = page;
    let id = format!("{}/{}", episode.id, answer.id);
    let episode_href = base.href(&address::episode(&episode.id));
    let context = format!("{episode_href}#{}", answer.id);
    // At a former address, the links to copy are those of the present one.
    let moved = redirects.moved_to.is_some().then(|| base.href(&address::answer(&episode.id, &answer.id)));
    let own_href = moved.clone().unwrap_or_else(|| "./".to_owned());
    let permalink = moved.unwrap_or_default();
    let title = answer.title(episode);
    let title_length = text::title_length(&title);
    view! {
        <article class="episode single" lang=episode.language.clone() data-episode=episode.id.to_string()>
            <header class="title">
                <p class="kicker">
                    <a href=episode_href>{episode.title.clone()}</a>
                </p>
                {redirects.notice(base)}
                <h1 data-length=title_length>
                    {title}
                    <a class="permalink" href=own_href aria-label="Link to this answer"></a>
                </h1>
                {byline(base, episode)}
                {topic_links(library, base, episode, answer)}
            </header>
            {contents(episode, answer)}
            <section class="answer" data-answer=id>{turns(episode, answer, &permalink, redirects)}</section>
            {quote_notice()}
            {redirects.former_anchors(base)}
            <p class="context"><a href=context>"Read it in the full interview"</a></p>
            {share::menu(base, page.share)}
            {citations(page.citations)}
            {neighbours(base, episode, page.previous, page.next)}
            {similar_answers(base, &page.similar)}
            {credit(base, episode)}
        </article>
    }
}

fn citations(citations: Vec<Citation>) -> impl IntoView {
    let lines: Vec<_> = citations
        .into_iter()
        .map(
            |Citation { style, text }| view! { <dt>{style}</dt><dd><pre tabindex="0" translate="no">{text}</pre></dd> },
        )
        .collect();
    view! {
        <details class="cite">
            <summary>"Cite this answer"</summary>
            <dl>{lines}</dl>
        </details>
    }
}

fn similar_answers(base: &BaseUrl, similar: &[SimilarAnswer<'_>]) -> impl IntoView + use<> {
    let lines: Vec<_> = similar
        .iter()
        .map(|SimilarAnswer { entry: LibraryEntry { episode, answer }, shared_words }| {
            let guests = episode.guest_names();
            let guests = if guests.is_empty() { guests } else { guests + " · " };
            view! {
                <li>
                    <a href=base.href(&address::answer(&episode.id, &answer.id))>{answer.title(episode)}</a>
                    <p class="source">{guests}{episode.title.clone()}" · both speak of "{shared_words.clone()}</p>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="related" aria-labelledby="related-title">
                <h2 id="related-title">"Similar answers"</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

fn byline(base: &BaseUrl, episode: &Episode) -> impl IntoView + use<> {
    let guests: Vec<_> = episode
        .guests()
        .map(|guest| {
            let about = guest.about.as_ref().map(|about| format!(", {about}"));
            view! {
                <span class=slot_class(episode.slot(&guest.id))>
                    {speaker_link(base, guest)}{about}
                </span>
                " · "
            }
        })
        .collect();
    view! {
        <p class="source">
            {guests}{episode.publisher.clone()}" · "
            {text::day(episode.date)}
        </p>
    }
}

fn neighbours(
    base: &BaseUrl,
    episode: &Episode,
    previous: Option<&Answer>,
    next: Option<&Answer>,
) -> impl IntoView + use<> {
    let link = |answer: &Answer, rel: &'static str, label: &'static str| {
        let href = base.href(&address::answer(&episode.id, &answer.id));
        view! { <a rel=rel href=href><small>{label}</small>{answer.title(episode)}</a> }
    };
    view! {
        <nav class="previous-next" aria-label="Other answers of this interview">
            {previous.map(|answer| link(answer, "prev", "Previous"))}
            {next.map(|answer| link(answer, "next", "Next"))}
        </nav>
    }
}
