//! The card of an answer in a list: its title, the speaker, some of their words, the episode. Listings render cards
//! natively; the app draws its results as cards.
//!
//! Not here: which words a card shows ([`super::listing`], `app`), the preview pictures for other sites
//! ([`crate::site`]).

use std::ops::Range;

use leptos::prelude::*;

use super::turn::slot_class;

/// The content of a card: plain values, so that a page and a search result can both fill it.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// `<episode>/<answer>`.
    pub id: String,
    /// The link to the answer.
    pub href: String,
    /// The answer's title.
    pub title: String,
    /// The name of the speaker of the snippet.
    pub speaker: String,
    /// The speaker's colour slot, from 0.
    pub slot: usize,
    /// The episode's title.
    pub episode: String,
    /// The episode's date, in words.
    pub date: String,
    /// Some of the answer's words.
    pub snippet: String,
    /// The byte ranges of the snippet to mark, in order and disjoint.
    pub marks: Vec<Range<usize>>,
    /// How the answer matches the query, if that needs saying.
    pub matched: Option<&'static str>,
}

/// A card, with a heading of the third level.
pub fn card(card: Card) -> impl IntoView {
    let class = ["card ", &slot_class(card.slot)].concat();
    view! {
        <article class=class data-answer=card.id>
            <h3><a href=card.href>{card.title}</a></h3>
            <p class="snippet"><cite>{card.speaker}</cite>" "{marked(&card.snippet, &card.marks)}</p>
            <p class="source">
                {card.episode}" · "{card.date}
                {card.matched.map(|how| view! { <span class="match-kind">{how}</span> })}
            </p>
        </article>
    }
}

/// A text with the given byte ranges in `<mark>`. A range that does not fit the text is skipped.
pub fn marked(text: &str, marks: &[Range<usize>]) -> impl IntoView + use<> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(words)) = (text.get(at..mark.start), text.get(mark.clone())) else {
            continue;
        };
        pieces.push((before.to_owned(), Some(words.to_owned())));
        at = mark.end;
    }
    pieces.push((text.get(at..).unwrap_or_default().to_owned(), None));
    let pieces = pieces.into_iter();
    pieces.map(|(before, words)| (before, words.map(|words| view! { <mark>{words}</mark> }))).collect::<Vec<_>>()
}
