//! What a question looks like in English: where one begins in a sentence, which say nothing, and what they leave unnamed.
//!
//! Not here: what is said before one asks ([`super::lead`]), and questions that are too long ([`super::shorten`]).

use super::english::asking::{LEAD_WORDS, QUESTION_WORDS, SUBJECTS, VERBS};
use super::english::nouns::{BEFORE_NOUNS, DETERMINERS, says_nothing};
use super::english::vague::{CHECKS, GREETINGS, OPEN_ENDED, OPINIONS, PRONOUNS, REMARKS};
use crate::language::words::{Words, mentions};

/// The most words between a question word and its verb: "what kind of advice would you …".
const MOST_BETWEEN: usize = 4;

/// The most words of a question for an opinion that does not say of what.
const MOST_OF_OPINION: usize = 5;

/// The first word of a text, in lower case.
pub(super) fn first_word(text: &str) -> String {
    text.split([' ', ',', '?', '.']).next().unwrap_or_default().to_lowercase()
}

/// Whether a text begins with these words.
pub(super) fn begins_with(text: &str, phrase: &str) -> bool {
    let Some(start) = text.get(..phrase.len()) else { return false };
    let next = text[phrase.len()..].chars().next();
    start.eq_ignore_ascii_case(phrase) && next.is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '-')
}

pub(super) fn begins_with_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| begins_with(text, phrase))
}

/// Whether a text begins as a question does: with what asks, a verb, or whom it is about.
pub(super) fn begins_as_question(text: &str) -> bool {
    let first = first_word(text);
    let is_subject = SUBJECTS.contains(&first.as_str());
    let has_verb = is_auxiliary(&first) && (asks_anew(text) || text.ends_with('?'));
    QUESTION_WORDS.contains(&first.as_str()) || is_subject || has_verb
}

/// A word of a sentence: where it begins, and what it is in lower case and without marks.
struct Token {
    at: usize,
    word: String,
    /// Whether a mark stands behind it.
    is_last: bool,
    /// Whether it begins with a capital.
    is_capital: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    tokens_of(text.split(' '))
}

fn tokens_of<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Token> {
    let mut at = 0;
    let token = |word: &str| {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_last = word.ends_with([',', ';', ':', '-', '–', '—', '…', '.', '?', '!']);
        Token { at: start, word: bare, is_last, is_capital: word.starts_with(char::is_uppercase) }
    };
    words.map(token).collect()
}

/// Where direct questions begin in a sentence, in order: at a question word or a verb behind which the subject stands.
pub(super) fn question_starts(text: &str) -> Vec<usize> {
    let tokens = tokens(text);
    (0..tokens.len()).filter_map(|at| question_start(&tokens, at)).collect()
}

fn question_start(tokens: &[Token], at: usize) -> Option<usize> {
    const PREPOSITIONS: [&str; 9] = ["in", "to", "for", "at", "with", "from", "on", "of", "by"];
    let token = tokens.get(at)?;
    let word = token.word.as_str();
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let two_before = at.checked_sub(2).and_then(|before| tokens.get(before));
    let joins = before.is_some_and(|before| LEAD_WORDS.contains(&before.word.as_str()));
    let begins = before.is_none_or(|before| before.is_last) || joins && two_before.is_none_or(|before| before.is_last);
    if QUESTION_WORDS.contains(&word) {
        // "…, which is my point": no question, but what is said of something.
        if word == "which"
            && before.is_some()
            && !joins
            && tokens.get(at + 1).is_some_and(|next| is_auxiliary(&next.word))
        {
            return None;
        }
        let is_asked = if word.contains('\'') { begins } else { is_inverted(tokens, at, begins) };
        // "In what way does …", and not "thoughts on what does …".
        let is_verb_next = tokens.get(at + 1).is_some_and(|next| is_auxiliary(&next.word));
        let preposition =
            before.filter(|before| PREPOSITIONS.contains(&before.word.as_str()) && !before.is_last && !is_verb_next);
        return is_asked.then(|| preposition.map_or(token.at, |preposition| preposition.at));
    }
    let next = tokens.get(at + 1).filter(|_| !token.is_last)?;
    // "Is a podcast …?" asks, and "…, is a good thing" does not; nor does "Have a look".
    let is_first = before.is_none() && !matches!(word, "have" | "had" | "has" | "do" | "did");
    let is_noun = is_first && DETERMINERS.contains(&next.word.as_str());
    (begins && is_auxiliary(word) && (is_noun || begins_subject(next))).then_some(token.at)
}

/// Whether a word behind a verb tells that what is asked of follows: a pronoun, or a name.
fn begins_subject(token: &Token) -> bool {
    SUBJECTS.contains(&token.word.as_str()) || token.is_capital
}

/// Whether a word, in lower case, is a verb that a question can begin with.
pub(super) fn is_auxiliary(word: &str) -> bool {
    VERBS.contains(&word) && !matches!(word, "make" | "makes" | "made" | "about") && !word.starts_with('\'')
}

/// Whether a verb and its subject stand behind a question word. `begins`: a clause begins with that.
fn is_inverted(tokens: &[Token], at: usize, begins: bool) -> bool {
    const SUBJECT_PRONOUNS: [&str; 20] = [
        "you", "i", "we", "they", "he", "she", "it", "that", "this", "there", "you're", "you've", "i'm", "i've",
        "we're", "we've", "they're", "they've", "it's", "that's",
    ];
    for between in 0..=MOST_BETWEEN {
        let (Some(verb), Some(before)) = (tokens.get(at + 1 + between), tokens.get(at + between)) else { return false };
        if before.is_last || between > 0 && SUBJECT_PRONOUNS.contains(&before.word.as_str()) {
            return false;
        }
        if is_auxiliary(&verb.word) {
            let subject = tokens.get(at + 2 + between).filter(|_| !verb.is_last);
            return begins || subject.is_some_and(begins_subject);
        }
        if begins && between == 0 && matches!(verb.word.as_str(), "about" | "makes" | "made" | "happens" | "happened") {
            return true;
        }
    }
    false
}

/// Whether a clause asks by itself.
pub(super) fn asks_anew(clause: &str) -> bool {
    let tokens = tokens_of(clause.split(' ').take(MOST_BETWEEN + 3));
    question_start(&tokens, 0) == Some(0)
}

/// The text in lower case with straight apostrophes and no mark at its end.
fn bare(text: &str) -> String {
    text.replace('’', "'").trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether a question asks only whether one was understood, or may go on.
pub(super) fn is_check(text: &str) -> bool {
    begins_with_any(&bare(text), &CHECKS)
}

/// Whether a question asks for whatever somebody has to say.
pub(super) fn is_open_ended(text: &str) -> bool {
    let bare = bare(text);
    let is_opinion = begins_with_any(&bare, &OPINIONS) && bare.split(' ').count() <= MOST_OF_OPINION;
    let asks_on = ["is there anything", "anything else", "anything that we", "any last", "any final"];
    is_opinion
        || asks_on.iter().any(|asks| mentions(&bare, asks))
        || begins_with_any(&bare, &OPEN_ENDED)
        || begins_with_any(&bare, &GREETINGS)
}

/// Whether a sentence is put as a remark, with or without a mark behind it: "I think that …?", "It's more that …?"
pub(super) fn is_remark(text: &str) -> bool {
    begins_with_any(text, &REMARKS) && !asks_anew(text)
}

/// How many different words of a text say what it is about.
pub(super) fn meaning(text: &str, words: Words) -> usize {
    let mut content: Vec<String> =
        words.content(text).filter(|word| !words.is_english() || !says_nothing(word)).collect();
    content.sort_unstable();
    content.dedup();
    content.len()
}

/// Whether what a text asks of is named in it.
pub(super) fn stands_alone(text: &str, words: Words) -> bool {
    let meaning = meaning(text, words);
    meaning > 1 || meaning == 1 && unnamed(text) == 0
}

/// Whether it points at what is named elsewhere: "about that insight". "The insight that you had" does not.
pub(super) fn refers(text: &str) -> bool {
    let tokens = tokens(text);
    tokens.windows(3).any(|three| {
        let [before, this, next] = three else { return false };
        let points = matches!(this.word.as_str(), "that" | "this" | "these" | "those");
        let is_of = BEFORE_NOUNS.contains(&before.word.as_str()) || VERBS.contains(&before.word.as_str());
        points && is_of && !SUBJECTS.contains(&next.word.as_str())
    })
}

/// How many of its words stand for what is named elsewhere.
pub(super) fn unnamed(text: &str) -> usize {
    let tokens = tokens(text);
    (0..tokens.len()).filter(|at| is_pronoun(&tokens, *at)).count()
}

/// Whether a word of a text stands for what is named elsewhere.
fn is_pronoun(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let next = tokens.get(at + 1).filter(|_| !token.is_last).map(|next| next.word.as_str());
    match token.word.as_str() {
        // "that" and "this" by themselves: at the end of a clause, or before a verb.
        "that" | "this" => next.is_none_or(|next| {
            VERBS.contains(&next)
                || matches!(next, "and" | "or" | "in" | "for" | "with" | "to" | "as" | "look" | "work" | "mean" | "fit")
        }),
        // "What happened there?", and not "Is there a way?".
        "there" => next.is_none() && at > 1,
        // "What is it like to …?" names nothing that is elsewhere.
        "it" => !matches!(next, Some("like" | "that" | "mean" | "take" | "take," | "about")),
        word => PRONOUNS.contains(&word),
    }
}

/// Whether a text has such a word before any that says what it is about.
pub(super) fn begins_with_pronoun(text: &str, words: Words) -> bool {
    let tokens = tokens(text);
    let first = (0..tokens.len()).find(|at| is_pronoun(&tokens, *at));
    first.is_some_and(|at| meaning(&text[..tokens[at].at], words) == 0)
}
