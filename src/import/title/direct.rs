//! A question that is told, made one that is asked: "how you came to it" is "how did you come to it".
//!
//! Only where the words say plainly what is subject and what is verb; anything else stays as it was told. Not here: what is said before
//! what is told ([`super::lead`]).

use super::english::nouns::{BEFORE_NOUNS, DETERMINERS};
use super::english::verbs::{PAST_OF, base_of_third_person};
use super::question::first_word;

/// The most words between a question word and the subject: "what kind of advice you …".
const MOST_BETWEEN: usize = 3;

/// A question that goes without what is joined to it has more words than this.
const MIN_ALONE: usize = 4;

/// The most words of a subject that is no pronoun.
const MOST_OF_SUBJECT: usize = 7;

/// What is joined to a question that is told, with another behind it.
const JOINTS: [&str; 4] = [" and how ", " and what ", " and why ", " and where "];

/// The forms of "to be" and the auxiliaries that stand before the subject where one asks.
const INVERTED: [&str; 13] =
    ["is", "are", "was", "were", "can", "could", "will", "would", "should", "might", "has", "must", "am"];

/// A subject and verb in one word, and both as they stand where one asks.
const CONTRACTED: [(&str, &str, &str); 15] = [
    ("you've", "have", "you"),
    ("we've", "have", "we"),
    ("they've", "have", "they"),
    ("i've", "have", "I"),
    ("you're", "are", "you"),
    ("we're", "are", "we"),
    ("they're", "are", "they"),
    ("it's", "is", "it"),
    ("that's", "is", "that"),
    ("he's", "is", "he"),
    ("she's", "is", "she"),
    ("there's", "is", "there"),
    ("you'll", "will", "you"),
    ("we'll", "will", "we"),
    ("they'll", "will", "they"),
];

/// The words behind a subject that are no verb yet.
const ADVERBS: [&str; 11] =
    ["first", "then", "always", "even", "still", "just", "also", "ever", "often", "usually", "all"];

/// Words that begin another clause, so that no subject goes on over them.
const SUBJECTS_APART: [&str; 13] =
    ["that", "who", "which", "to", "if", "when", "you", "we", "they", "it", "one", "i", "he"];

/// A question that is told, as one asks it, without a mark; `None` where it cannot be made one.
pub(super) fn direct(told: &str) -> Option<String> {
    let bare = told.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '?' | '.' | '!' | ','));
    let joint = |text: &str| JOINTS.iter().filter_map(|joint| text.find(joint)).min();
    let Some(at) = joint(bare) else { return direct_clause(bare) };
    let (first, rest) = (bare[..at].trim_end_matches([',', ' ']), &bare[at + " and ".len()..]);
    let first = direct_clause(first)?;
    let second = joint(rest).map_or(rest, |end| rest[..end].trim_end_matches([',', ' ']));
    match direct_clause(second) {
        Some(second) => Some(format!("{first}, and {second}")),
        // "What is that?" asks nothing without the rest.
        None => (first.split(' ').count() > MIN_ALONE).then_some(first),
    }
}

fn direct_clause(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause.split(' ').collect();
    let asks = matches!(first_word(clause).as_str(), "what" | "how" | "why" | "who" | "where" | "when" | "which");
    if !asks || words.len() < 3 {
        return None;
    }
    of_pronoun(&words).or_else(|| of_last_verb(&words)).or_else(|| of_noun(&words))
}

/// Lower case, without marks behind.
fn lower(word: &str) -> String {
    word.trim_end_matches([',', ';', ':']).to_lowercase()
}

fn asked(before: &[&str], verb: &str, subject: &str, rest: &[&str]) -> String {
    let words = before.iter().chain([&verb, &subject]).chain(rest).filter(|word| !word.is_empty());
    words.copied().collect::<Vec<&str>>().join(" ")
}

/// "What kind of advice you give", "how it works", "what you've learned".
fn of_pronoun(words: &[&str]) -> Option<String> {
    for at in 1..words.len().min(MOST_BETWEEN + 2) {
        let subject = lower(words[at]);
        let (before, rest) = (&words[..at], &words[at + 1..]);
        if let Some((_, verb, subject)) = CONTRACTED.iter().find(|(contracted, ..)| *contracted == subject) {
            let verb = if *verb == "is" && rest.first() == Some(&"been") { "has" } else { verb };
            return (!rest.is_empty()).then(|| asked(before, verb, subject, rest));
        }
        // Behind one of these the question has its form, or none that is known.
        if INVERTED.contains(&subject.as_str()) || matches!(subject.as_str(), "do" | "did" | "does" | "have" | "to") {
            return None;
        }
        // "What tells you that …" asks as it stands.
        if at == 2 && causes(words) {
            return Some(words.join(" "));
        }
        let is_plural = matches!(subject.as_str(), "you" | "we" | "they" | "people" | "folks" | "i");
        let is_single = matches!(subject.as_str(), "it" | "he" | "she" | "someone" | "somebody" | "everyone");
        if is_plural || is_single {
            return of_subject(before, words[at], rest, is_single);
        }
    }
    None
}

/// Whether what is asked for is the subject, and its verb stands behind the question word: "what drives you".
fn causes(words: &[&str]) -> bool {
    const VERBS: [&str; 20] = [
        "tell", "drive", "inspire", "motivate", "excite", "surprise", "scare", "worry", "let", "make", "allow",
        "enable", "draw", "force", "push", "attract", "convince", "prevent", "stop", "interest",
    ];
    let verb = lower(words[1]);
    let base = base_of_third_person(&verb).unwrap_or_else(|| verb.clone());
    let is_verb = |base: &str| VERBS.contains(&base) || PAST_OF.iter().any(|(_, verb)| *verb == base);
    let is_past = PAST_OF.iter().any(|(past, _)| *past == verb) || verb.strip_suffix("ed").is_some_and(is_verb);
    matches!(first_word(words[0]).as_str(), "what" | "who") && (is_past || base != verb && is_verb(&base))
}

/// The question of a subject and what is behind it: a verb, with adverbs before it.
fn of_subject(before: &[&str], subject: &str, rest: &[&str], is_single: bool) -> Option<String> {
    let adverbs = rest.iter().take_while(|word| ADVERBS.contains(word) || word.ends_with("ly")).count();
    let verb = lower(rest.get(adverbs)?);
    let behind = &rest[adverbs + 1..];
    if INVERTED.contains(&verb.as_str()) {
        return Some(asked(before, &verb, subject, &[&rest[..adverbs], behind].concat()));
    }
    if matches!(verb.as_str(), "have" | "had" | "has") && behind.first().is_some_and(|next| is_participle(next)) {
        return Some(asked(before, &verb, subject, &[&rest[..adverbs], behind].concat()));
    }
    if DETERMINERS.contains(&verb.as_str()) || BEFORE_NOUNS.contains(&verb.as_str()) || verb == "to" {
        return None;
    }
    let past = PAST_OF.iter().find(|(past, _)| *past == verb).map(|(_, base)| *base);
    let (auxiliary, base) = match past {
        Some(base) => ("did", base.to_owned()),
        None if verb.ends_with("ed") || verb.contains('\'') => return None,
        None if is_single => ("does", base_of_third_person(&verb)?),
        None => ("do", verb),
    };
    Some(asked(before, auxiliary, subject, &[&rest[..adverbs], &[base.as_str()], behind].concat()))
}

fn is_participle(word: &str) -> bool {
    matches!(word, "been" | "done" | "had" | "built" | "found" | "seen" | "made" | "gone" | "come")
        || word.ends_with("ed")
}

/// "What this process is", "what that was like": the verb is the last word, or the one before "like".
fn of_last_verb(words: &[&str]) -> Option<String> {
    let behind = usize::from(words.last() == Some(&"like"));
    let at = words.len().checked_sub(1 + behind)?;
    let subject = words.get(1..at).filter(|subject| (1..=MOST_OF_SUBJECT).contains(&subject.len()))?;
    let verb = lower(words[at]);
    let subject = subject.join(" ");
    match verb.as_str() {
        "is" | "are" | "was" | "were" => Some(asked(&words[..1], &verb, &subject, &words[at + 1..])),
        "looks" | "feels" if behind > 0 => {
            Some(asked(&words[..1], "does", &subject, &[verb.trim_end_matches('s'), "like"]))
        }
        "looked" if behind > 0 => Some(asked(&words[..1], "did", &subject, &["look", "like"])),
        "means" => Some(asked(&words[..1], "does", &subject, &["mean"])),
        _ => None,
    }
}

/// "Why curiosity is so important", "how the team was set up": the verb stands behind a subject of a few words.
fn of_noun(words: &[&str]) -> Option<String> {
    let breaks = |word: &&str| word.ends_with(',') || SUBJECTS_APART.contains(word);
    let begins_noun =
        |word: &str| DETERMINERS.contains(&word) && word != "many" || word.starts_with(char::is_uppercase);
    let wh = first_word(words[0]);
    if matches!(wh.as_str(), "what" | "who" | "which") || wh != "why" && !begins_noun(words[1]) && words[1] != "that" {
        return None;
    }
    let verb = (2..words.len().min(MOST_OF_SUBJECT + 2)).find(|at| INVERTED.contains(&words[*at]))?;
    let subject = &words[1..verb];
    let is_pronoun = matches!(subject, ["that" | "this"]);
    ((is_pronoun || !subject.iter().any(breaks)) && verb + 1 < words.len())
        .then(|| asked(&words[..1], words[verb], &subject.join(" "), &words[verb + 1..]))
}
