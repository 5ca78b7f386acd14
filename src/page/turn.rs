//! Turns: the name of the speaker beside their paragraphs, each paragraph with its own link.
//!
//! Not here: the words of a paragraph ([`super::text`]), turns of an embedded page ([`super::embed`]).

use leptos::prelude::*;

use super::redirects::Redirects;
use super::{address, text};
use crate::links::link_version;
use crate::transcript::{Answer, Episode, Paragraph, Turn};

/// How many colours the style sheet has for speakers. The ninth speaker of an episode has the colour of the first.
pub const SPEAKER_COLOURS: usize = 8;

/// The class with a speaker's colour, from their slot (see [`Episode::slot`]).
pub fn slot_class(slot: usize) -> String {
    ["speaker-", &(slot % SPEAKER_COLOURS + 1).to_string()].concat()
}

/// The turns of an answer. `permalink` is the relative URL of the answer's own page: the links of its paragraphs begin
/// with it, so that a reader copies the permanent address.
pub fn turns(episode: &Episode, answer: &Answer, permalink: &str, redirects: &Redirects) -> impl IntoView + use<> {
    answer.turns.iter().map(|turn| self::turn(episode, turn, permalink, redirects)).collect::<Vec<_>>()
}

fn turn(episode: &Episode, turn: &Turn, permalink: &str, redirects: &Redirects) -> impl IntoView + use<> {
    let name = episode.speaker(&turn.speaker).map_or_else(|| turn.speaker.to_string(), |speaker| speaker.name.clone());
    let class = format!("turn {}", slot_class(episode.slot(&turn.speaker)));
    let paragraphs = turn.paragraphs.iter();
    let paragraphs: Vec<_> =
        paragraphs.map(|paragraph| self::paragraph(episode, paragraph, permalink, redirects)).collect();
    view! {
        <div class=class>
            <p class="speaker-name"><cite translate="no">{name}</cite><span class="visually-hidden">": "</span></p>
            <div class="turn-text">{paragraphs}</div>
        </div>
    }
}

fn paragraph(
    episode: &Episode,
    paragraph: &Paragraph,
    permalink: &str,
    redirects: &Redirects,
) -> impl IntoView + use<> {
    let anchor = address::paragraph_anchor(&paragraph.id);
    let href = format!("{permalink}#{anchor}");
    let time = paragraph.start.map(|start| {
        let seconds = start.0 / 1000;
        // The space is inside the element, so that the paragraph without it is the verbatim text.
        view! { <time datetime=format!("PT{seconds}S")>{format!("{start} ")}</time> }
    });
    // The words in a browser may be others, once it has translated the page: by its version the app can tell.
    let version = link_version(&paragraph.text);
    view! {
        {redirects.aliases(&anchor)}
        <p id=anchor data-version=version>
            {time}
            {text::corrected(episode, paragraph)}
            <a class="permalink" href=href aria-label="Link to this paragraph"></a>
        </p>
    }
}
