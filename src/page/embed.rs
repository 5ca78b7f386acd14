//! What is embedded on other sites: an answer, an interview as its questions, or what became of one, to stand in a frame. Links
//! leave the frame. The document around it, its style and its script are [`crate::site`]'s.

use leptos::prelude::*;

use super::address::{self, Here};
use super::text;
use super::trail::Target;
use super::turn::slot_class;
use crate::transcript::{Answer, Date, Episode, Turn};

/// One answer in full.
pub fn answer(here: &Here, episode: &Episode, answer: &Answer) -> impl IntoView + use<> {
    let href = here.to(&address::answer(&episode.id, &answer.id));
    let turns: Vec<_> = answer.turns.iter().map(|one| turn(episode, one)).collect();
    let turns = view! { <div lang=episode.language.clone()>{turns}</div> };
    framed(episode.title.clone(), answer.title(episode), href, "Read in context", source(episode), turns)
}

/// An interview: its questions, each a link.
pub fn interview(here: &Here, episode: &Episode) -> impl IntoView + use<> {
    let href = here.to(&address::episode(&episode.id));
    let questions: Vec<_> = episode
        .answers
        .iter()
        .map(|answer| {
            let href = here.to(&address::answer(&episode.id, &answer.id));
            view! { <li><a href=href target="_blank" rel="noopener">{answer.title(episode)}</a></li> }
        })
        .collect();
    let questions = view! { <ol>{questions}</ol> };
    framed(episode.guest_names(), episode.title.clone(), href, "Read the interview", source(episode), questions)
}

/// What was split or removed.
pub fn former(
    here: &Here,
    title: String,
    since: Date,
    parts: Vec<Target>,
    near: Option<Target>,
    own: &str,
) -> impl IntoView + use<> {
    let words = if parts.is_empty() { "This was removed on " } else { "This was split, into the following, on " };
    let links: Vec<_> = parts
        .into_iter()
        .chain(near)
        .map(|target| {
            let href = here.to(&target.address);
            view! { <li><a href=href target="_blank" rel="noopener">{target.title}</a></li> }
        })
        .collect();
    let links = (!links.is_empty()).then(|| view! { <ol>{links}</ol> });
    let main = view! { <p>{words}{since.long()}</p>{links} };
    framed("No longer here".to_owned(), title, here.to(own), "Its page", String::new(), main)
}

fn framed(
    from: String,
    title: String,
    href: String,
    leads: &'static str,
    source: String,
    main: impl IntoView,
) -> impl IntoView {
    view! {
        <main id="box">
            <article id="text">
                <p class="from">{from}</p>
                <h1><a href=href.clone() target="_blank" rel="noopener">{title}</a></h1>
                {main}
                <footer><a href=href target="_blank" rel="noopener">{leads}</a><span>{source}</span></footer>
            </article>
        </main>
    }
}

fn source(episode: &Episode) -> String {
    format!("{}, {}", episode.publisher, episode.date.long())
}

fn turn(episode: &Episode, turn: &Turn) -> impl IntoView + use<> {
    let name = episode.speaker(&turn.speaker).map_or_else(|| turn.speaker.to_string(), |speaker| speaker.name.clone());
    let class = format!("turn {}", slot_class(episode.slot(&turn.speaker)));
    let paragraphs: Vec<_> =
        turn.paragraphs.iter().map(|one| view! { <p dir="auto">{text::corrected(episode, one)}</p> }).collect();
    view! { <section class=class><p class="speaker-name"><cite>{name}</cite></p>{paragraphs}</section> }
}
