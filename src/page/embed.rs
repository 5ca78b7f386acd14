//! The main part of an embedded page, which other sites show in an iframe: an answer in full, an interview as its
//! questions, or a tombstone. Its links open outside the iframe.
//!
//! Not here: the document around it, with its style sheet and script ([`crate::site`]).

use leptos::prelude::*;

use super::address::{self, BaseUrl};
use super::redirects::{LinkTarget, Tombstone};
use super::text;
use super::turn::slot_class;
use crate::transcript::{Answer, Episode, Turn};

/// The parts that every embedded page has.
struct Embed {
    /// The line above the title.
    kicker: String,
    title: String,
    /// The link of the title and of the footer.
    href: String,
    /// The text of the link in the footer.
    link_text: &'static str,
    /// The source of the text, in the footer.
    source: String,
}

/// An answer in full.
pub fn answer(base: &BaseUrl, episode: &Episode, answer: &Answer) -> impl IntoView + use<> {
    let turns: Vec<_> = answer.turns.iter().map(|turn| self::turn(episode, turn)).collect();
    let embed = Embed {
        kicker: episode.title.clone(),
        title: answer.title(episode),
        href: base.href(&address::answer(&episode.id, &answer.id)),
        link_text: "Read in context",
        source: source(episode),
    };
    embedded(embed, view! { <div lang=episode.language.clone()>{turns}</div> })
}

/// An interview as its questions, each a link.
pub fn interview(base: &BaseUrl, episode: &Episode) -> impl IntoView + use<> {
    let questions: Vec<_> = episode
        .answers
        .iter()
        .map(|answer| LinkTarget { address: address::answer(&episode.id, &answer.id), title: answer.title(episode) })
        .map(|target| link_line(base, &target))
        .collect();
    let embed = Embed {
        kicker: episode.guest_names(),
        title: episode.title.clone(),
        href: base.href(&address::episode(&episode.id)),
        link_text: "Read the interview",
        source: source(episode),
    };
    embedded(embed, view! { <ol>{questions}</ol> })
}

/// A tombstone, whose own page is at `address`.
pub fn tombstone(base: &BaseUrl, tombstone: &Tombstone, address: &str) -> impl IntoView + use<> {
    let words =
        if tombstone.parts.is_empty() { "This was removed on " } else { "This was split into the following on " };
    let links: Vec<_> = tombstone.links().map(|target| link_line(base, target)).collect();
    let links = (!links.is_empty()).then(|| view! { <ol>{links}</ol> });
    let embed = Embed {
        kicker: "No longer here".to_owned(),
        title: tombstone.title.clone(),
        href: base.href(address),
        link_text: "Open its page",
        source: String::new(),
    };
    embedded(embed, view! { <p>{words}{tombstone.since.long()}</p>{links} })
}

fn embedded(embed: Embed, main: impl IntoView) -> impl IntoView {
    let title_length = text::title_length(&embed.title);
    view! {
        <main id="box">
            <article id="text">
                <p class="from">{embed.kicker}</p>
                <h1 data-length=title_length><a href=embed.href.clone() target="_blank" rel="noopener">{embed.title}</a></h1>
                {main}
                <footer>
                    <a href=embed.href target="_blank" rel="noopener">{embed.link_text}</a><span>{embed.source}</span>
                </footer>
            </article>
        </main>
    }
}

fn link_line(base: &BaseUrl, target: &LinkTarget) -> impl IntoView + use<> {
    let href = base.href(&target.address);
    view! { <li><a href=href target="_blank" rel="noopener">{target.title.clone()}</a></li> }
}

fn source(episode: &Episode) -> String {
    format!("{}, {}", episode.publisher, text::day_in_words(episode.date))
}

fn turn(episode: &Episode, turn: &Turn) -> impl IntoView + use<> {
    let name = episode.name_of(&turn.speaker).to_owned();
    let class = format!("turn {}", slot_class(episode.slot(&turn.speaker)));
    let paragraphs = turn.paragraphs.iter();
    let paragraphs: Vec<_> =
        paragraphs.map(|paragraph| view! { <p dir="auto">{text::corrected(episode, paragraph)}</p> }).collect();
    view! { <section class=class><p class="speaker-name"><cite>{name}</cite></p>{paragraphs}</section> }
}
