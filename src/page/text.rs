//! Texts as pages show them: quoted, shortened, corrected, counted. Text is data: it reaches a page only as text nodes, and as
//! [`escaped`] where the renderer does not escape.
//!
//! Not here: which paragraphs make a turn ([`super::turn`]), the marked words of a search result ([`super::card`]).

use leptos::either::Either;
use leptos::prelude::*;

use crate::transcript::{Answer, Date, Episode, Paragraph, Piece};

/// A paragraph as a quotation: verbatim, and after each misheard stretch the meant words in brackets.
pub fn quoted(episode: &Episode, paragraph: &Paragraph) -> String {
    let mut text = String::with_capacity(paragraph.text.len());
    for piece in episode.reading(paragraph) {
        match piece {
            Piece::Said(said) => text.push_str(said),
            Piece::Misheard { heard, meant } => {
                text.push_str(heard);
                text.push_str(" [");
                text.push_str(meant);
                text.push(']');
            }
        }
    }
    text
}

/// What stands in place of an unknown day.
pub const UNDATED: &str = "Undated";

/// The day of an episode, in words.
pub fn day_in_words(day: Option<Date>) -> String {
    day.map_or_else(|| UNDATED.to_owned(), Date::long)
}

/// The day of an episode. An unknown one is no `<time>`.
pub fn day(day: Option<Date>) -> impl IntoView {
    match day {
        Some(day) => Either::Left(view! { <time datetime=day.to_string()>{day.long()}</time> }),
        None => Either::Right(view! { <span>{UNDATED}</span> }),
    }
}

/// A text of at most `max_chars` characters. A longer one is cut between words and ends in an ellipsis.
pub fn shortened(text: &str, max_chars: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(max_chars) else {
        return text.to_owned();
    };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' ', '–', '—']))
}

/// The beginning of an answer, quoted: of the first turn after the prompt, or of the prompt if it is all there is.
pub fn excerpt(episode: &Episode, answer: &Answer, max_chars: usize) -> String {
    let prompt_len = answer.prompt_len(episode);
    let turn = answer.turns.get(prompt_len).or_else(|| answer.turns.first());
    let text: Vec<String> =
        turn.iter().flat_map(|turn| &turn.paragraphs).map(|paragraph| quoted(episode, paragraph)).collect();
    shortened(&text.join(" "), max_chars)
}

/// From which width a title is set smaller, and from which smaller still, in columns of a narrow letter.
const LONG_TITLE: usize = 80;
const LONGER_TITLE: usize = 140;

/// How long a title is, for the style sheet: a long one is set smaller, so that it does not fill a phone's screen.
pub fn title_length(title: &str) -> Option<&'static str> {
    // From Hangul on the letters of most scripts are about twice as wide.
    let columns: usize = title.chars().map(|letter| if letter < '\u{1100}' { 1 } else { 2 }).sum();
    match columns {
        LONGER_TITLE.. => Some("longer"),
        LONG_TITLE.. => Some("long"),
        _ => None,
    }
}

/// A count with its noun: "1 answer", "20 answers".
pub fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    [&n.to_string(), " ", noun, plural].concat()
}

/// A text as HTML, for element content, for attributes in double quotes, and for the content of a `textarea`: the renderer writes
/// the children of `textarea`, `script`, `style` and `noscript` as they are.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A paragraph's text with its corrections. The page holds both words of each. Once the app has started, the meant word
/// is shown, marked, and the heard one on demand; without it, both are shown. Copied text reads `heard [meant]` always.
pub fn corrected(episode: &Episode, paragraph: &Paragraph) -> impl IntoView + use<> {
    let pieces = episode.reading(paragraph).into_iter();
    let pieces = pieces.map(|piece| match piece {
        Piece::Said(said) => Either::Left(said.to_owned()),
        Piece::Misheard { heard, meant } => Either::Right(correction(heard.to_owned(), meant.to_owned())),
    });
    pieces.collect::<Vec<_>>()
}

fn correction(heard: String, meant: String) -> impl IntoView {
    let data_heard = heard.clone();
    // Space and brackets are elements of their own: they can be hidden and are still copied.
    view! {
        <span class="correction" data-heard=data_heard>
            <del>{heard}</del>
            <i>" ["</i>
            <ins>{meant}</ins>
            <i>"]"</i>
        </span>
    }
}
