//! An answer in a list: its title, who speaks, where it stands, a few of their words. Listings render it natively; the
//! app draws its results with it.

use leptos::prelude::*;

use super::turn::slot_class;

/// What a card shows: plain values, so that a page and a search result can both fill it.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// `<episode>/<answer>`.
    pub id: String,
    /// The link to the answer.
    pub href: String,
    /// The answer's title, with the stretches to mark.
    pub title: String,
    /// Whose words are shown.
    pub speaker: String,
    /// The speaker's colour slot, from 0.
    pub slot: usize,
    /// The episode's title.
    pub episode: String,
    /// The day, as a reader reads it.
    pub date: String,
    /// The words.
    pub snippet: String,
    /// The bytes of the words to mark, in order, apart from one another.
    pub marks: Vec<std::ops::Range<usize>>,
    /// How it was matched, where that is worth saying.
    pub matched: Option<&'static str>,
}

/// A card, under a heading of the third level.
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

/// Text with some of it in `<mark>`. Ranges that do not fit the text are passed over.
pub fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> impl IntoView + use<> {
    let mut parts = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(words)) = (text.get(at..mark.start), text.get(mark.clone())) else {
            continue;
        };
        parts.push((before.to_owned(), Some(words.to_owned())));
        at = mark.end;
    }
    parts.push((text.get(at..).unwrap_or_default().to_owned(), None));
    let parts: Vec<_> =
        parts.into_iter().map(|(before, words)| (before, words.map(|words| view! { <mark>{words}</mark> }))).collect();
    parts
}
