//! A question in fewer characters, by leaving clauses out. What is left is whole: it begins where one asks, and ends where a clause does.
//!
//! Not here: which sentence is the title ([`super::sentence`]).

use super::english::asking::{LEAD_WORDS, REQUESTS, SUBJECTS};
use super::english::clauses::{CLAUSES, DANGLING, PHRASES, WEAK_CLAUSES};
use super::english::nouns::can_be_head;
use super::english::verbs::{PAST_OF, base_of_third_person};
use super::lead::without_lead;
use super::question::{
    asks_anew, begins_with, begins_with_any, first_word, is_auxiliary, is_check, meaning, question_starts,
    stands_alone, unnamed,
};
use super::{GOOD_CONTENT, MAX_CHARS};
use crate::language::words::Words;

/// The fewest words of a question that is left.
const MIN_WORDS: usize = 4;

/// The most places at which a question is tried to begin: a sentence can be as long as a file.
const MOST_STARTS: usize = 12;

/// How a sentence asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// With a mark, or as a request.
    Directly,
    /// Behind "I'm curious" and its like.
    Told,
    /// Not at all.
    Nothing,
}

pub(super) fn fits(text: &str) -> bool {
    text.chars().nth(MAX_CHARS).is_none()
}

/// The sentence in at most [`MAX_CHARS`], by leaving clauses out; `None` where that cannot be. A statement is whole or nothing.
pub(super) fn fitted(text: &str, asks: Asks, words: Words) -> Option<String> {
    if fits(text) {
        return Some(text.to_owned()).filter(|text| !text.is_empty());
    }
    match asks {
        Asks::Nothing => None,
        _ if words.is_english() => shortened(text, asks, words),
        _ => head_at_mark(text, words),
    }
}

/// The most of a sentence of any language, from its beginning, that fits and ends with a clause.
fn head_at_mark(text: &str, words: Words) -> Option<String> {
    let mark = mark_of(text);
    let heads = clause_starts(text).into_iter().rev().map(|at| trimmed(&text[..at]));
    heads
        .filter(|head| fits(head) && meaning(head, words) >= GOOD_CONTENT)
        .map(|head| format!("{head}{mark}"))
        .find(|head| fits(head))
}

fn mark_of(text: &str) -> String {
    text.chars().next_back().filter(|c| matches!(c, '?' | '？' | '؟')).into_iter().collect()
}

fn trimmed(text: &str) -> &str {
    text.trim_end_matches([',', ' ', '-', '–', '—', ';', ':', '.'])
}

/// The best that is left of an English sentence: of each place at which it asks, all that is behind or the first clauses of that.
fn shortened(text: &str, asks: Asks, words: Words) -> Option<String> {
    let mut starts: Vec<usize> = question_starts(text);
    let first_asks = asks == Asks::Told
        || begins_with_any(text, &REQUESTS)
        || begins_with(text, "any")
        || is_auxiliary(&first_word(text))
        || SUBJECTS.contains(&first_word(text).as_str()) && first_word(text) != "the";
    if first_asks && !starts.contains(&0) {
        starts.insert(0, 0);
    }
    let mut best: Option<(f64, String)> = None;
    for (nth, start) in starts.into_iter().take(MOST_STARTS).enumerate() {
        let is_direct = nth > 0 || asks_anew(text);
        let Some((left, is_cut)) = of_start(&text[start..], words) else { continue };
        let content = meaning(&left, words).min(5) as f64;
        let score = content + if is_direct { 1.5 } else { 0.0 }
            - if is_cut { 0.8 } else { 0.0 }
            - 0.5 * unnamed(&left) as f64
            - if left.contains(['"', '“']) { 2.0 } else { 0.0 }
            + 0.1 * nth as f64;
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, left));
        }
    }
    best.map(|(_, left)| left)
}

/// What is left of a question, and whether its end was left out.
fn of_start(tail: &str, words: Words) -> Option<(String, bool)> {
    let tail = without_lead(tail, &LEAD_WORDS, false).unwrap_or(tail);
    let is_good = |text: &str| fits(text) && stands_alone(text, words) && !is_check(text);
    if is_good(tail) {
        return Some((tail.to_owned(), false));
    }
    let bare = without_examples(tail);
    if bare.len() < tail.len() && is_good(&bare) {
        return Some((bare, false));
    }
    let mark = mark_of(&bare);
    let whole = |ends: Vec<usize>| {
        let heads = ends.into_iter().rev().map(|at| trimmed(&bare[..at]));
        let mut whole = heads.filter(|head| is_good(head) && is_whole(head)).map(|head| format!("{head}{mark}"));
        whole.find(|head| fits(head))
    };
    let left = whole(clause_ends(&bare, &CLAUSES, true)).or_else(|| whole(clause_ends(&bare, &WEAK_CLAUSES, false)));
    let ends_with_noun = |end: &usize| ends_with_noun(trimmed(&bare[..*end]));
    let left = left.or_else(|| whole(clause_ends(&bare, &PHRASES, false).into_iter().filter(ends_with_noun).collect()));
    left.map(|head| (head, true))
}

/// Whether the last word can be a noun, so that what qualifies it may go: not behind "where you came" or "requests going".
fn ends_with_noun(head: &str) -> bool {
    let last = head.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let base = base_of_third_person(&last);
    let is_verb = PAST_OF.iter().any(|(past, verb)| *past == last || *verb == last || base.as_deref() == Some(*verb));
    last.chars().count() > 3 && !last.ends_with("ing") && can_be_head(&last) && !is_verb
}

/// A question without examples: ", like this or that," and ", such as …".
fn without_examples(text: &str) -> String {
    let mut kept = text.to_owned();
    for lead in [
        ", like ",
        ", such as ",
        " such as ",
        ", for example, ",
        ", say, ",
        ", for instance, ",
        ", including ",
        ", whether it's ",
    ] {
        let Some((before, after)) = kept.split_once(lead) else { continue };
        let is_asked = before.split(' ').count() >= MIN_WORDS && is_whole(before);
        // The example goes as far as the next clause that asks or joins, or the end.
        let rest = after.match_indices(", ").map(|(at, _)| &after[at..]).find(|rest| {
            let next = first_word(&rest[2..]);
            !matches!(next.as_str(), "or" | "and" | "like") && (asks_anew(&rest[2..]) || is_verb_like(&next))
        });
        if is_asked {
            kept = match rest {
                Some(rest) => format!("{before}{rest}"),
                None => format!("{before}{}", mark_of(&kept)),
            };
        }
    }
    kept
}

fn is_verb_like(word: &str) -> bool {
    matches!(word, "how" | "what" | "do" | "did" | "is" | "are" | "can" | "would" | "should")
}

/// Where a sentence can end, in order: before a clause that it can do without.
fn clause_ends(text: &str, clauses: &[&str], at_marks: bool) -> Vec<usize> {
    let mut ends: Vec<usize> = if at_marks { clause_starts(text) } else { Vec::new() };
    let mut at = 0;
    for word in text.split(' ') {
        if at > 0 && clauses.iter().any(|clause| begins_with(&text[at..], clause)) {
            ends.push(at - 1);
        }
        at += word.len() + 1;
        if at > 4 * MAX_CHARS {
            break;
        }
    }
    ends.sort_unstable();
    ends.retain(|end| *end < 4 * MAX_CHARS);
    ends
}

/// Whether a head of a sentence is a sentence: nothing hangs at its end, and what it asks of is said.
fn is_whole(head: &str) -> bool {
    let lower = head.to_lowercase();
    let all: Vec<&str> =
        lower.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')).collect();
    let Some(last) = all.last() else { return false };
    let is_open = |opens: &str, closes: &str| {
        let opened = all.iter().rposition(|word| *word == opens);
        opened.is_some_and(|at| !all[at..].contains(&closes))
    };
    let begins_other =
        matches!(all[0], "if" | "when" | "as" | "since" | "because" | "given" | "while" | "after" | "before" | "like")
            && !asks_anew(head);
    all.len() >= MIN_WORDS
        && !DANGLING.contains(last)
        && !begins_other
        && !is_open("between", "and")
        && !is_open("either", "or")
        && !is_half_denied(&all)
        && !has_open_aside(head)
        && head.matches(['"', '“', '”']).count().is_multiple_of(2)
        && !is_relative_cut(&all)
}

/// Whether something is denied of which the rest is affirmed behind it: "not just the code, but …".
fn is_half_denied(words: &[&str]) -> bool {
    words.windows(2).any(|two| two[0] == "not" && matches!(two[1], "just" | "only")) && !words.contains(&"but")
}

/// Whether a clause that refers to something has hardly begun, or what it refers to says nothing without it.
fn is_relative_cut(words: &[&str]) -> bool {
    const NAMELESS: [&str; 10] =
        ["way", "ways", "thing", "things", "stuff", "people", "time", "times", "place", "point"];
    let begins = words.iter().rposition(|word| matches!(*word, "that" | "who" | "which" | "whether" | "if" | "where"));
    let has_pronoun =
        |at: usize| words.get(at + 1).is_some_and(|next| SUBJECTS.contains(next) && !NAMELESS.contains(next));
    let is_short = begins.is_some_and(|at| at > 0 && words.len() - at < if has_pronoun(at) { 3 } else { MIN_WORDS });
    is_short || words.last().is_some_and(|last| NAMELESS.contains(last))
}

/// Whether something is said into a sentence behind its subject, and nothing behind that: "Could we, to put it simply".
fn has_open_aside(head: &str) -> bool {
    let mut pauses = head.split(' ').enumerate().filter(|(_, word)| word.ends_with(',')).map(|(at, _)| at);
    pauses.next().is_some_and(|at| at < MIN_WORDS) && pauses.next().is_none()
}

/// Where clauses begin: behind a comma, a dash or a semicolon.
fn clause_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let is_mark =
            matches!(c, ',' | ';' | '–' | '—' | ':' | '、' | '，') || c == '-' && bytes.get(end) == Some(&b' ');
        if is_mark && end < text.len() {
            let blank = text[end..].len() - text[end..].trim_start().len();
            starts.push(end + blank);
        }
    }
    starts
}
