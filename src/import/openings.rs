//! Whether a host's turn opens a subject, so that an answer begins with it, or goes on with the one before: a remark, an
//! acknowledgement, a question that follows up.
//!
//! Method: logistic regression over some twenty numbers, whose weights stand here; `cargo bench --bench answers` learns and measures
//! them. Most numbers are of any language; phrases are English and are nothing elsewhere. Not here: introductions and advertisements
//! (`parts`, beside it).

use std::collections::BTreeSet;

use super::title::begins_question;
use crate::language::script::is_question;
use crate::language::sentences::sentences;
use crate::language::words::{Words, mentions};

/// A turn of a conversation.
#[derive(Debug, Clone)]
pub struct Turn<'a> {
    /// Whether a host says it.
    pub is_host: bool,
    /// Its paragraphs.
    pub paragraphs: Vec<&'a str>,
}

/// The numbers seen of a turn, each with its weight. The last is always 1.
pub const WEIGHTS: [(&str, f32); 23] = [
    ("asks", -0.23),
    ("ends with a question", 0.44),
    ("questions beyond one", -0.12),
    ("fewer than six words", -0.78),
    ("words in its best question that mean something", 0.23),
    ("open question", 0.86),
    ("yes-or-no question of a few words", -0.49),
    ("requests", 0.13),
    ("announces a subject", 0.63),
    ("refers back at once", -0.12),
    ("acknowledges, and asks nothing", -0.40),
    ("words not heard just before, share", -0.21),
    ("words of the reply, logarithm", 0.36),
    ("reply of fewer than fifteen words", -0.59),
    ("words of guests in the answer so far, logarithm", -0.16),
    ("fewer than forty of those", -0.69),
    ("words of the question that the reply takes up", 0.08),
    ("begins with \"so\" or \"now\"", 0.16),
    ("begins with \"and\"", -0.39),
    ("words that mean something, logarithm", 0.37),
    ("words before it, logarithm", -0.23),
    ("fewer than ten words before it", -0.36),
    ("constant", -1.30),
];

/// The numbers seen of a turn, in the order of [`WEIGHTS`].
pub type Seen = [f32; WEIGHTS.len()];

/// A chance from which on a turn opens an answer.
pub const OPENS: f32 = 0.5;

/// The words before a turn that it may refer to.
const WORDS_BEFORE: usize = 80;

/// What announces a subject.
const ANNOUNCES: [&str; 40] = [
    "let's talk about",
    "let's move",
    "let's shift",
    "let's switch",
    "let's go to",
    "let's go back",
    "let's get into",
    "let's dig",
    "let's dive",
    "let's start",
    "let's begin",
    "i want to talk about",
    "i wanna talk about",
    "i want to ask",
    "i wanted to ask",
    "i want to go",
    "i want to shift",
    "i want to switch",
    "i want to get into",
    "i want to touch on",
    "i'd love to talk about",
    "i'd like to talk about",
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
    "a question about",
    "you mentioned",
    "lightning round",
    "speaking of",
    "one of the things",
];

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

/// The numbers seen of each host's turn that follows another's; `None` for other turns. What counts as said in the answer so far starts
/// anew at each turn that opens one.
pub fn chances(turns: &[Turn<'_>], language: &str) -> Vec<Option<(Seen, f32)>> {
    let words = Words::of(language);
    let mut so_far = 0;
    let mut chances = Vec::with_capacity(turns.len());
    for (at, turn) in turns.iter().enumerate() {
        let follows = at.checked_sub(1).and_then(|before| turns.get(before)).filter(|before| !before.is_host);
        let Some(before) = follows.filter(|_| turn.is_host) else {
            so_far += if turn.is_host { 0 } else { turn.len() };
            chances.push(None);
            continue;
        };
        let reply: Vec<&Turn<'_>> = turns[at + 1..].iter().take_while(|turn| !turn.is_host).collect();
        let seen = seen(turn, before, &reply, so_far, words);
        let chance = chance(&seen, &WEIGHTS.map(|(_, weight)| weight));
        if chance >= OPENS {
            so_far = 0;
        }
        chances.push(Some((seen, chance)));
    }
    chances
}

/// The chance that a turn opens an answer.
pub fn chance(seen: &Seen, weights: &Seen) -> f32 {
    let sum: f32 = seen.iter().zip(weights).map(|(number, weight)| number * weight).sum();
    1.0 / (1.0 + libm::expf(-sum))
}

impl Turn<'_> {
    fn len(&self) -> usize {
        self.paragraphs.iter().map(|text| text.split(' ').count()).sum()
    }
}

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

fn seen(turn: &Turn<'_>, before: &Turn<'_>, reply: &[&Turn<'_>], so_far: usize, words: Words) -> Seen {
    let text = turn.paragraphs.join(" ");
    let lower = text.replace('’', "'").to_lowercase();
    let is_english = words.is_english();
    let sentences = sentences(&text);
    let questions: Vec<&str> = sentences.iter().copied().filter(|sentence| is_question(sentence)).collect();
    let content = |text: &str| -> BTreeSet<String> { words.content(text).collect() };
    let best = questions.iter().map(|question| content(question)).max_by_key(BTreeSet::len).unwrap_or_default();
    let is_open = questions.iter().any(|question| begins_question(question));
    let len = turn.len();
    let heard = content(&last_words(before));
    let own = content(&text);
    let new = own.difference(&heard).count() as f32 / own.len().max(1) as f32;
    let reply_len: usize = reply.iter().map(|turn| turn.len()).sum();
    let reply_words: BTreeSet<String> =
        reply.iter().flat_map(|turn| &turn.paragraphs).take(2).flat_map(|text| words.content(text)).collect();
    let asks = !questions.is_empty();
    let phrase = |is: bool| flag(is_english && is);
    let requests = sentences.iter().any(|sentence| begins_with(&without_so(sentence), &REQUESTS));
    [
        flag(asks),
        flag(is_question(&text)),
        questions.len().saturating_sub(1).min(3) as f32,
        flag(len < 6),
        best.len().min(6) as f32,
        phrase(is_open),
        phrase(asks && !is_open && len < 12),
        phrase(requests),
        phrase(ANNOUNCES.iter().any(|announces| mentions(&lower, announces))),
        phrase(begins_with(&without_so(&text), &REFERS)),
        phrase(!asks && begins_with(&lower, &ACKNOWLEDGES)),
        new,
        log(reply_len),
        flag(reply_len < 15),
        log(so_far),
        flag(so_far < 40),
        best.intersection(&reply_words).count().min(4) as f32,
        phrase(begins_with(&lower, &["so", "now", "okay so", "all right", "alright"])),
        phrase(begins_with(&lower, &["and"])),
        log(own.len() * 5),
        log(before.len()),
        flag(before.len() < 10),
        1.0,
    ]
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
