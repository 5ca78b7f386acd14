//! The numbers seen of a host's turn: what it asks, how it begins, how long it and the reply are, and how far it leaves what was said.
//!
//! Most are of any language; those made of phrases are English and are nothing elsewhere. Not here: what follows from them
//! ([`super::weights`]).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::cohesion::Cohesion;
use super::{Numbers, Turn};
use crate::import::title::{begins_question, own_sentences};
use crate::language::script::is_question;
use crate::language::words::{PhraseSet, Words};

/// The words before a turn that it may refer to.
const WORDS_BEFORE: usize = 80;

/// What announces a subject beside [`OPENERS`], or returns to one.
static ANNOUNCES: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "let's go to",
        "let's go back",
        "let's dig",
        "let's dive",
        "i want to ask",
        "i wanted to ask",
        "i want to go",
        "i want to shift",
        "i want to switch",
        "i want to get into",
        "i want to touch on",
        "i'd love to talk about",
        "i'd like to talk about",
        "a question about",
        "you mentioned",
        "lightning round",
        "speaking of",
        "one of the things",
    ])
});

/// What announces a subject, whatever is said before it: what refers to something said earlier does not.
static OPENERS: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "let's talk about",
        "let's move",
        "let's shift",
        "let's switch",
        "let's get into",
        "let's start",
        "let's begin",
        "i want to talk about",
        "i wanna talk about",
        "move on to",
        "moving on",
        "switch gears",
        "switching gears",
        "shift gears",
        "change gears",
        "change the subject",
        "next question",
        "next topic",
        "last question",
        "final question",
        "another question",
        "another topic",
    ])
});

/// What asks for an answer without a question mark.
const REQUESTS: [&str; 14] = [
    "tell me",
    "tell us",
    "talk about",
    "talk to us",
    "talk to me",
    "walk us through",
    "walk me through",
    "take us through",
    "take us back",
    "give us",
    "describe",
    "explain",
    "share",
    "say more",
];

/// How a turn begins that refers to what was just said.
const REFERS: [&str; 34] = [
    "and that",
    "and it",
    "and they",
    "and he",
    "and she",
    "and this",
    "and those",
    "and is that",
    "and was that",
    "so that",
    "so it",
    "so they",
    "so this",
    "is that",
    "was that",
    "is it",
    "was it",
    "are they",
    "were they",
    "did it",
    "did that",
    "does that",
    "does it",
    "do they",
    "did they",
    "why",
    "how so",
    "how come",
    "like what",
    "which one",
    "what do you mean",
    "meaning",
    "in what way",
    "for example",
];

/// What acknowledges.
const ACKNOWLEDGES: [&str; 30] = [
    "yeah",
    "yes",
    "yep",
    "right",
    "okay",
    "ok",
    "wow",
    "cool",
    "nice",
    "sure",
    "exactly",
    "totally",
    "absolutely",
    "definitely",
    "got it",
    "i see",
    "interesting",
    "that's",
    "oh",
    "ah",
    "mm-hmm",
    "mhm",
    "hmm",
    "no",
    "true",
    "great",
    "awesome",
    "amazing",
    "i love",
    "it's",
];

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn log(count: usize) -> f32 {
    libm::log1pf(count as f32 / 10.0)
}

fn begins_with(text: &str, phrases: &[&str]) -> bool {
    let is_begin = |phrase: &&str| {
        text.strip_prefix(*phrase).is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
    };
    phrases.iter().any(is_begin)
}

/// The numbers seen of a host's turn that follows another's. `so_far` is the number of words that guests have said in the answer so far.
pub(super) fn seen(turns: &[Turn<'_>], at: usize, so_far: usize, cohesion: &Cohesion, words: Words) -> Numbers {
    let (turn, before) = (&turns[at], &turns[at - 1]);
    let reply: Vec<&Turn<'_>> = turns[at + 1..].iter().take_while(|turn| !turn.is_host).collect();
    let text = turn.paragraphs.join(" ");
    let content = |text: &str| -> BTreeSet<String> { words.content(text).collect() };
    let own = turn.paragraphs.iter().flat_map(|paragraph| own_sentences(paragraph)).collect::<Vec<Cow<'_, str>>>();
    let sentences: Vec<&str> = own.iter().map(AsRef::as_ref).collect();
    let asked = Asked::of(&sentences, words);
    let len = turn.len();
    let just_heard = content(&last_words(before));
    let said = content(&text);
    let new = said.difference(&just_heard).count() as f32 / said.len().max(1) as f32;
    let reply_len: usize = reply.iter().map(|turn| turn.len()).sum();
    let reply_words: BTreeSet<String> =
        reply.iter().flat_map(|turn| &turn.paragraphs).take(2).flat_map(|text| words.content(text)).collect();
    let asks = asked.questions > 0;
    let heard = Phrases::of(&text, &sentences, words);
    let depth = cohesion.depth(at);
    [
        flag(asks),
        flag(is_question(&text)),
        asked.questions.saturating_sub(1).min(3) as f32,
        flag(len < 6),
        asked.best.len().min(6) as f32,
        flag(words.is_english() && asked.is_open),
        flag(words.is_english() && asks && !asked.is_open && len < 12),
        flag(heard.requests),
        flag(heard.announces),
        flag(heard.refers),
        flag(heard.acknowledges && !asks),
        new,
        log(reply_len),
        flag(reply_len < 15),
        log(so_far),
        flag(so_far < 40),
        asked.best.intersection(&reply_words).count().min(4) as f32,
        flag(heard.begins_with_so),
        flag(heard.begins_with_and),
        log(said.len() * 5),
        log(before.len()),
        flag(before.len() < 10),
        flag(reply_len >= 40),
        log(asked.last_len),
        log(asked.behind),
        4.0 * depth.near,
        4.0 * depth.far,
        4.0 * depth.beside,
        1.0,
    ]
}

/// Whether a turn of which this is seen asks, or announces what is asked next.
pub(super) fn asks(seen: &Numbers) -> bool {
    let [asks, _, _, _, _, _, _, requests, announces, ..] = seen;
    asks + requests + announces > 0.0
}

/// Whether a sentence announces a subject in English.
pub(super) fn opens_subject(sentence: &str) -> bool {
    OPENERS.is_in(&sentence.replace('’', "'").to_lowercase())
}

/// Whether the reply to it has fewer than fifteen words.
pub(super) fn is_nodded_at(seen: &Numbers) -> bool {
    let [_, _, _, _, _, _, _, _, _, _, _, _, _, is_nod, ..] = seen;
    *is_nod > 0.0
}

/// What a turn asks.
#[derive(Default)]
struct Asked {
    questions: usize,
    /// The words that mean something of the question that has most of them.
    best: BTreeSet<String>,
    /// Whether one begins as a question does that cannot be answered with yes or no.
    is_open: bool,
    /// The words of the last question.
    last_len: usize,
    /// The words behind it.
    behind: usize,
}

impl Asked {
    fn of(sentences: &[&str], words: Words) -> Self {
        let mut asked = Self::default();
        for sentence in sentences {
            let len = sentence.split(' ').count();
            if !is_question(sentence) {
                asked.behind += len;
                continue;
            }
            asked.questions += 1;
            (asked.last_len, asked.behind) = (len, 0);
            asked.is_open |= begins_question(sentence);
            let content: BTreeSet<String> = words.content(sentence).collect();
            if content.len() >= asked.best.len() {
                asked.best = content;
            }
        }
        asked
    }
}

/// Which English phrases a turn has; none in another language.
#[derive(Default)]
struct Phrases {
    requests: bool,
    announces: bool,
    refers: bool,
    acknowledges: bool,
    begins_with_so: bool,
    begins_with_and: bool,
}

impl Phrases {
    fn of(text: &str, sentences: &[&str], words: Words) -> Self {
        if !words.is_english() {
            return Self::default();
        }
        let lower = text.replace('’', "'").to_lowercase();
        Self {
            requests: sentences.iter().any(|sentence| begins_with(&without_so(sentence), &REQUESTS)),
            announces: OPENERS.is_in(&lower) || ANNOUNCES.is_in(&lower),
            refers: begins_with(&without_so(text), &REFERS),
            acknowledges: begins_with(&lower, &ACKNOWLEDGES),
            begins_with_so: begins_with(&lower, &["so", "now", "okay so", "all right", "alright"]),
            begins_with_and: begins_with(&lower, &["and"]),
        }
    }
}

/// A sentence in lower case, without what is said before one begins.
fn without_so(sentence: &str) -> String {
    let lower = sentence.replace('’', "'").to_lowercase();
    let mut rest = lower.as_str();
    while let Some(shorter) =
        ["so ", "so, ", "and ", "okay, ", "well, ", "yeah, ", "but "].iter().find_map(|lead| rest.strip_prefix(lead))
    {
        rest = shorter;
    }
    rest.to_owned()
}

/// The last words of a turn.
fn last_words(turn: &Turn<'_>) -> String {
    let all: Vec<&str> = turn.paragraphs.iter().flat_map(|text| text.split(' ')).collect();
    all[all.len().saturating_sub(WORDS_BEFORE)..].join(" ")
}
