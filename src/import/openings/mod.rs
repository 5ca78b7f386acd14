//! Whether a host's turn opens a subject, so that an answer begins with it, or goes on with the one before: a remark, an
//! acknowledgement, a question that follows up.
//!
//! ```text
//! turns ─numbers, cohesion─▶ what is seen of each host's ─weights─▶ the chance that it opens an answer
//! ```
//!
//! Method: logistic regression; `cargo bench --bench answers` learns the weights and measures them. Not here: introductions and
//! advertisements (`parts`, beside it).

mod cohesion;
mod numbers;
mod weights;

use std::borrow::Cow;

use super::title::{asks_in_earnest, begins_question, only_checks, own_sentences};
use crate::language::script::is_question;
use crate::language::words::Words;
use cohesion::Cohesion;
pub use weights::{NUMBERS, Numbers, WEIGHTS};

/// The chance from which on a turn opens an answer.
pub const OPENS: f32 = 0.4;

/// The same of a turn that announces a subject.
const ANNOUNCED_OPENS: f32 = 0.2;

/// A turn of a conversation.
#[derive(Debug, Clone)]
pub struct Turn<'a> {
    /// Whether a host says it.
    pub is_host: bool,
    /// Its paragraphs.
    pub paragraphs: Vec<&'a str>,
}

impl Turn<'_> {
    fn len(&self) -> usize {
        self.paragraphs.iter().map(|text| text.split(' ').count()).sum()
    }

    /// What is said in it, and not quoted.
    fn sentences(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.paragraphs.iter().flat_map(|text| own_sentences(text))
    }
}

/// What is seen of each host's turn that follows another's, and the chance that it opens an answer; `None` for other turns. What
/// counts as said in the answer so far starts anew at each turn that opens one.
pub fn chances(turns: &[Turn<'_>], language: &str) -> Vec<Option<(Numbers, f32)>> {
    let words = Words::of(language);
    let cohesion = Cohesion::of(turns, words);
    let mut so_far = 0;
    let mut chances = Vec::with_capacity(turns.len());
    for (at, turn) in turns.iter().enumerate() {
        if !follows_another(turns, at) {
            so_far += if turn.is_host { 0 } else { turn.len() };
            chances.push(None);
            continue;
        }
        let seen = numbers::seen(turns, at, so_far, &cohesion, words);
        let chance = weights::chance(&seen);
        if chance >= OPENS {
            so_far = 0;
        }
        chances.push(Some((seen, chance)));
    }
    chances
}

/// Whether each turn opens an answer: never one that neither asks in earnest nor announces a subject, for it would have a remark for its
/// title. Where a host only remarks on what was said, or asks whether a guest is ready, and gets a nod, it is
/// the question behind that which opens one: the rest belongs to the answer before.
pub(super) fn opens(turns: &[Turn<'_>], language: &str) -> Vec<bool> {
    let seen = chances(turns, language);
    let asks = |at: usize| {
        let numbers = seen.get(at).and_then(Option::as_ref).map(|(numbers, _)| numbers);
        numbers.is_some_and(numbers::asks)
    };
    let opens_at = |at: usize| {
        let (_, chance) = seen[at]?;
        let announces = || Words::of(language).is_english() && announces(&turns[at]);
        Some(chance >= OPENS && !only_remarks(&turns[at], language) || chance >= ANNOUNCED_OPENS && announces())
    };
    let mut opens: Vec<bool> = (0..turns.len()).map(|at| opens_at(at).unwrap_or_default()).collect();
    for at in 0..turns.len() {
        let is_nodded_at = seen[at].is_some_and(|(numbers, _)| numbers::is_nodded_at(&numbers));
        if !opens[at] || !is_nodded_at || !asks(at + 2) {
            continue;
        }
        let wishes = wishes(&turns[at], language);
        if !asks(at) && !wishes || checks(&turns[at], language) {
            (opens[at], opens[at + 2]) = (false, true);
        }
    }
    opens
}

/// Whether a turn asks nothing in earnest, at most with "right?" behind a remark, and announces no subject.
fn only_remarks(turn: &Turn<'_>, language: &str) -> bool {
    Words::of(language).is_english() && !announces(turn) && !turn.sentences().any(|sentence| asks_in_earnest(&sentence))
}

/// Whether a turn announces a subject: "Let's talk about …".
fn announces(turn: &Turn<'_>) -> bool {
    turn.sentences().any(|sentence| numbers::opens_subject(&sentence))
}

/// Whether a turn asks without a mark: "I'm curious how that went."
fn wishes(turn: &Turn<'_>, language: &str) -> bool {
    Words::of(language).is_english() && turn.sentences().any(|sentence| begins_question(&sentence))
}

/// Whether a turn asks nothing but whether the other is ready, or understood.
fn checks(turn: &Turn<'_>, language: &str) -> bool {
    let mut asked = turn.sentences().filter(|it| is_question(it)).peekable();
    Words::of(language).is_english() && asked.peek().is_some() && asked.all(|sentence| only_checks(&sentence))
}

/// Whether a turn is a host's, and the one before it somebody else's.
fn follows_another(turns: &[Turn<'_>], at: usize) -> bool {
    turns[at].is_host && at.checked_sub(1).is_some_and(|before| !turns[before].is_host)
}
