//! The contents of a long answer: what was asked on the way, and how a paragraph begins where nobody asks for long.
//!
//! Not here: the contents of an interview, which are its answers ([`super::episode`]).

use leptos::prelude::*;

use super::{address, text};
use crate::transcript::{Answer, Episode, Paragraph, Turn, last_question};

/// From which length an answer has contents, in bytes: about 1,500 English words, or ten minutes of talk. A writing whose letters take
/// more bytes says more with each.
const LONG_ANSWER: usize = 8_500;

/// How far entries are apart: at the least, so that a short follow-up is none, and at the most, so that a monologue has some. In bytes.
const MIN_GAP: usize = 900;
const MAX_GAP: usize = 4_500;

/// The most characters of an entry.
const ENTRY_CHARS: usize = 90;

/// An entry: a place in the answer.
struct Entry {
    href: String,
    text: String,
}

/// The contents of a long answer; nothing for any other.
pub(super) fn contents(episode: &Episode, answer: &Answer) -> Option<impl IntoView + use<>> {
    let len: usize = answer.turns.iter().flat_map(|turn| &turn.paragraphs).map(|paragraph| paragraph.text.len()).sum();
    let entries = if len < LONG_ANSWER { Vec::new() } else { entries(episode, answer) };
    let lines: Vec<_> =
        entries.into_iter().map(|Entry { href, text }| view! { <li><a href=href>{text}</a></li> }).collect();
    (lines.len() > 1).then(|| {
        view! {
            <nav class="contents" aria-labelledby="contents-title">
                <h2 id="contents-title">"In this answer"</h2>
                <ol>{lines}</ol>
            </nav>
        }
    })
}

fn entries(episode: &Episode, answer: &Answer) -> Vec<Entry> {
    let mut entries = Vec::new();
    // What is asked first is the title.
    let prompt_len = answer.prompt_len(episode).max(1);
    let mut since = answer.turns.iter().take(prompt_len).map(turn_len).sum::<usize>().min(MIN_GAP);
    for turn in answer.turns.iter().skip(prompt_len) {
        let is_host = episode.is_host(&turn.speaker);
        for paragraph in &turn.paragraphs {
            let asked = is_host.then(|| last_question(&paragraph.text)).flatten();
            if since >= if asked.is_some() { MIN_GAP } else { MAX_GAP } {
                entries.push(entry(episode, paragraph, asked));
                since = 0;
            }
            since += paragraph.text.len();
        }
    }
    entries
}

fn turn_len(turn: &Turn) -> usize {
    turn.paragraphs.iter().map(|paragraph| paragraph.text.len()).sum()
}

fn entry(episode: &Episode, paragraph: &Paragraph, asked: Option<String>) -> Entry {
    let words = asked.unwrap_or_else(|| text::quoted(episode, paragraph));
    Entry {
        href: ["#", &address::paragraph_anchor(&paragraph.id)].concat(),
        text: text::shortened(&words, ENTRY_CHARS),
    }
}
