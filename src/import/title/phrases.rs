//! What each answer of an episode is about, in a few words: those that it has often and the others seldom.
//!
//! Method: term frequency times inverse document frequency (Salton and Buckley, 1988) of words and of pairs that stand side by side,
//! with the answers of the episode for documents. Not here: titles ([`super`]).

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation;

use super::Untitled;
use crate::language::words::Words;

/// How often a word or a pair has to be there to be a phrase.
const MIN_COUNT: usize = 2;

/// By how much a pair says more than a word.
const PAIR_WEIGHT: f64 = 1.8;

/// By how much a word of the prompt says more than one of the reply.
const PROMPT_WEIGHT: f64 = 4.0;

/// The most phrases of an answer.
const MOST: usize = 3;

/// A word or a pair, by its form in lower case: how much it is there, how often, and how it is written.
#[derive(Debug, Clone, Default)]
struct Found {
    weight: f64,
    count: usize,
    written: BTreeMap<String, usize>,
}

/// What each answer of an episode is about.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    answers: Vec<BTreeMap<String, Found>>,
    /// The answers that have a word or a pair.
    answers_with: BTreeMap<String, usize>,
}

impl Phrases {
    /// What answers are about. The names of those who speak are no subject.
    pub(super) fn of(answers: &[Untitled<'_>], names: &[&str], words: Words) -> Self {
        let names: BTreeSet<String> =
            names.iter().flat_map(|name| name.split(' ')).map(|name| name.to_lowercase()).collect();
        let mut phrases = Self::default();
        for answer in answers {
            let mut found = BTreeMap::new();
            answer.prompt.iter().for_each(|text| gather(text, PROMPT_WEIGHT, &names, words, &mut found));
            answer.reply.iter().for_each(|text| gather(text, 1.0, &names, words, &mut found));
            found.keys().for_each(|form| *phrases.answers_with.entry(form.clone()).or_default() += 1);
            phrases.answers.push(found);
        }
        phrases
    }

    /// What an answer is about, the best first; nothing twice.
    pub(super) fn of_answer(&self, at: usize) -> Vec<String> {
        let Some(found) = self.answers.get(at) else { return Vec::new() };
        let all = self.answers.len() as f64;
        let score = |form: &str, found: &Found| {
            let rarity = libm::log(1.0 + all / self.answers_with.get(form).copied().unwrap_or(1) as f64);
            let pair = if form.contains(' ') { PAIR_WEIGHT } else { 1.0 };
            (found.weight - 1.0).max(0.1).sqrt() * rarity * pair
        };
        let is_phrase = |found: &Found| found.count >= MIN_COUNT;
        let mut scored: Vec<(f64, &str)> = found
            .iter()
            .filter(|(_, found)| is_phrase(found))
            .map(|(form, found)| (score(form, found), form.as_str()))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let mut chosen: Vec<&str> = Vec::new();
        for (_, form) in scored {
            let is_new = |word: &str| chosen.iter().all(|other| other.split(' ').all(|other| !is_same(other, word)));
            if form.split(' ').all(is_new) {
                chosen.push(form);
            }
            if chosen.len() == MOST {
                break;
            }
        }
        chosen.into_iter().filter_map(|form| found.get(form)).map(Found::as_written).collect()
    }
}

impl Found {
    /// As it is written most often.
    fn as_written(&self) -> String {
        let best = self.written.iter().max_by_key(|(written, count)| (**count, std::cmp::Reverse(*written)));
        best.map(|(written, _)| written.clone()).unwrap_or_default()
    }
}

/// Whether two words are forms of one, as far as their beginnings tell.
fn is_same(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    shared >= 4 && shared + 3 >= a.chars().count().max(b.chars().count()) || a == b
}

/// Adds the words of a text, and the pairs of words that nothing but a blank parts.
fn gather(text: &str, weight: f64, names: &BTreeSet<String>, words: Words, found: &mut BTreeMap<String, Found>) {
    let mut before: Option<(usize, &str, String)> = None;
    let mut starts_sentence = true;
    for (at, word) in text.split_word_bound_indices() {
        if word.trim().is_empty() {
            continue;
        }
        let own = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let bare = own.replace('’', "'").to_lowercase();
        let is_content = word.starts_with(char::is_alphabetic)
            && word.chars().nth(1).is_some()
            && words.is_content(&bare)
            && !names.contains(&bare);
        if !is_content {
            starts_sentence =
                matches!(word, "." | "?" | "!" | "…") || starts_sentence && !word.starts_with(char::is_alphanumeric);
            before = None;
            continue;
        }
        // A capital at the beginning of a sentence says nothing.
        let is_acronym = word.chars().filter(|c| c.is_uppercase()).count() > 1;
        let written = if starts_sentence && !is_acronym { bare.clone() } else { own.to_owned() };
        add(found, bare.clone(), &written, weight);
        if let Some((end, first, first_form)) = before.take()
            && text[end..at].chars().all(|c| c == ' ')
        {
            add(found, format!("{first_form} {bare}"), &format!("{first} {word}"), weight);
        }
        before = Some((at + word.len(), word, bare));
        starts_sentence = false;
    }
}

fn add(found: &mut BTreeMap<String, Found>, form: String, written: &str, weight: f64) {
    let found = found.entry(form).or_default();
    found.weight += weight;
    found.count += 1;
    *found.written.entry(written.to_owned()).or_default() += 1;
}
