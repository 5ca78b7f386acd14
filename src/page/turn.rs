//! A turn: who speaks, hung beside what they say, each paragraph with its own link.

use leptos::prelude::*;

use super::trail::Trail;
use super::{address, text};
use crate::transcript::{Answer, Episode, Paragraph, Turn};

/// How many colours speakers have before they come round again.
const SLOTS: usize = 8;

/// The class that gives a speaker their colour.
pub fn slot_class(slot: usize) -> String {
    ["speaker-", &(slot % SLOTS + 1).to_string()].concat()
}

/// The turns of an answer. `share` is the link from this page to the answer's own one: what a paragraph's link begins
/// with, so that the address that is copied is the permanent one.
pub fn turns(episode: &Episode, answer: &Answer, share: &str, trail: &Trail) -> impl IntoView + use<> {
    let turns: Vec<_> = answer.turns.iter().map(|one| turn(episode, one, share, trail)).collect();
    turns
}

fn turn(episode: &Episode, turn: &Turn, share: &str, trail: &Trail) -> impl IntoView + use<> {
    let name = episode.speaker(&turn.speaker).map_or_else(|| turn.speaker.to_string(), |speaker| speaker.name.clone());
    let class = format!("turn {}", slot_class(episode.slot(&turn.speaker)));
    let paragraphs: Vec<_> = turn.paragraphs.iter().map(|one| paragraph(episode, one, share, trail)).collect();
    view! {
        <div class=class>
            <p class="speaker-name"><cite>{name}</cite><span class="visually-hidden">": "</span></p>
            <div class="turn-text">{paragraphs}</div>
        </div>
    }
}

fn paragraph(episode: &Episode, paragraph: &Paragraph, share: &str, trail: &Trail) -> impl IntoView + use<> {
    let anchor = address::paragraph_anchor(&paragraph.id);
    let href = format!("{share}#{anchor}");
    let time = paragraph.start.map(|start| {
        let seconds = start.0 / 1000;
        // The blank is the time's: what is left without it is what was said.
        view! { <time datetime=format!("PT{seconds}S")>{format!("{start} ")}</time> }
    });
    view! {
        {trail.aliases(&anchor)}
        <p id=anchor>
            {time}
            {text::corrected(episode, paragraph)}
            <a class="permalink" href=href aria-label="Link to this paragraph"></a>
        </p>
    }
}
