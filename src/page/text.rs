//! Transcript text as pages need it: quoted, shortened, and drawn with its corrections. Text is data: it reaches a page
//! as text nodes only.

use leptos::either::Either;
use leptos::prelude::*;

use crate::transcript::{Answer, Episode, Paragraph, Piece};

/// A paragraph as it is quoted: verbatim, each misheard stretch followed by what was meant in brackets.
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

/// At most `max_chars` characters of a text, cut between words, with an ellipsis where something is left out.
pub fn shortened(text: &str, max_chars: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(max_chars) else {
        return text.to_owned();
    };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' ', '–', '—']))
}

/// The beginning of what follows the prompt, quoted; of the prompt where nothing follows.
pub fn excerpt(episode: &Episode, answer: &Answer, max_chars: usize) -> String {
    let prompt_len = answer.prompt_len(episode);
    let turn = answer.turns.get(prompt_len).or_else(|| answer.turns.first());
    let text: Vec<String> =
        turn.iter().flat_map(|turn| &turn.paragraphs).map(|paragraph| quoted(episode, paragraph)).collect();
    shortened(&text.join(" "), max_chars)
}

/// A paragraph's text with its corrections: both words stand in the page. With the app awake the meant word is shown
/// marked and the heard one is at hand; copied, it reads `heard [meant]` in either case.
pub fn corrected(episode: &Episode, paragraph: &Paragraph) -> impl IntoView + use<> {
    let pieces: Vec<_> = episode
        .reading(paragraph)
        .into_iter()
        .map(|piece| match piece {
            Piece::Said(said) => Either::Left(said.to_owned()),
            Piece::Misheard { heard, meant } => Either::Right(correction(heard.to_owned(), meant.to_owned())),
        })
        .collect();
    pieces
}

/// Brackets and blank are text of their own, so that they can be out of sight and still be copied.
fn correction(heard: String, meant: String) -> impl IntoView {
    let at_hand = heard.clone();
    view! {
        <span class="correction" data-heard=at_hand>
            <del>{heard}</del>
            <i>" ["</i>
            <ins>{meant}</ins>
            <i>"]"</i>
        </span>
    }
}
