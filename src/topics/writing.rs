//! How phrases are written: the name of a topic, and the terms that decide it.
//!
//! A name is written as the text most often writes it: `OKRs`, `Product-market fit`. A term has a star where that takes in the inflected
//! forms and next to nothing else; otherwise each form is a term. Not here: which phrases go together ([`super::grouping`]).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidates::{MAX_WORDS, Run};
use super::corpus::Corpus;
use super::tokens::{Gap, Token, tokens};
use crate::language::words::capitalised;
use crate::transcript::{Library, LibraryEntry, fold_words};

/// A form as seldom as this, of all, is left out.
const MIN_FORM_SHARE: f64 = 0.03;

/// The share of all from which the form for several is the name.
const MIN_PLURAL_SHARE: f64 = 0.3;

/// The share of other words that a star may take in.
const MAX_STRANGERS: f64 = 0.05;

/// How a phrase is written, with how often.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    /// With the capitals of the text; at the beginning of a sentence without.
    spellings: BTreeMap<String, usize>,
    /// The words in lower case, as terms have them.
    forms: BTreeMap<Vec<String>, usize>,
}

impl Written {
    fn add(&mut self, other: Self) {
        other.spellings.into_iter().for_each(|(spelling, count)| *self.spellings.entry(spelling).or_default() += count);
        other.forms.into_iter().for_each(|(form, count)| *self.forms.entry(form).or_default() += count);
    }

    /// The spelling that there is most of, with a capital. What is often said of several in English is named so: `Metrics`.
    pub(super) fn name(&self, is_english: bool) -> String {
        let of_form = |form: &Vec<String>| {
            let of = self.spellings.iter().filter(|(spelling, _)| fold_words(spelling) == *form);
            of.max_by_key(|(spelling, count)| (**count, std::cmp::Reverse(*spelling)))
                .map(|(spelling, _)| spelling.as_str())
        };
        let all: usize = self.forms.values().sum();
        let is_usual = |(form, count): &(&Vec<String>, &usize)| {
            is_english
                && form.last().is_some_and(|last| last.ends_with('s'))
                && **count as f64 >= MIN_PLURAL_SHARE * all as f64
        };
        let plural = self.forms.iter().find(is_usual).map(|(form, _)| form);
        let most =
            || self.forms.iter().max_by_key(|(form, count)| (**count, std::cmp::Reverse(*form))).map(|(form, _)| form);
        let spelling = plural.or_else(most).and_then(of_form).unwrap_or_default();
        // `iOS` has its own capitals.
        if spelling.split(' ').next().is_some_and(|word| word.chars().any(char::is_uppercase)) {
            return spelling.to_owned();
        }
        capitalised(spelling)
    }

    /// The spelling that there is most of, as it stands within a sentence.
    pub(super) fn spelling(&self) -> String {
        let most = self.spellings.iter().max_by_key(|(spelling, count)| (**count, std::cmp::Reverse(*spelling)));
        most.map(|(spelling, _)| spelling.clone()).unwrap_or_default()
    }

    /// The terms that decide whether an answer has it.
    pub(super) fn terms(&self, corpus: &Corpus) -> Vec<String> {
        let all: usize = self.forms.values().sum();
        let is_seen = |(_, count): &(&Vec<String>, &usize)| **count as f64 >= MIN_FORM_SHARE * all as f64;
        let mut by_beginning: BTreeMap<&[String], BTreeSet<&str>> = BTreeMap::new();
        for (form, _) in self.forms.iter().filter(is_seen) {
            if let Some((last, before)) = form.split_last() {
                by_beginning.entry(before).or_default().insert(last);
            }
        }
        let of_beginning = |(before, lasts): (&[String], BTreeSet<&str>)| -> Vec<String> {
            let start = before.iter().map(|word| format!("{word} ")).collect::<String>();
            let shared = shared_beginning(&lasts);
            if lasts.len() > 1 && stars_well(corpus, shared, &lasts, before.is_empty()) {
                return vec![format!("{start}{shared}*")];
            }
            lasts.into_iter().map(|last| format!("{start}{last}")).collect()
        };
        by_beginning.into_iter().flat_map(of_beginning).collect()
    }
}

fn shared_beginning<'a>(words: &BTreeSet<&'a str>) -> &'a str {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return "" };
    // Between the first and the last in order, all begin as these two do.
    let shared =
        first.char_indices().zip(last.chars()).find(|((_, a), b)| a != b).map_or(first.len(), |((at, _), _)| at);
    &first[..shared]
}

/// Whether a star takes in these words and next to no others. Behind other words of a phrase there are few others.
fn stars_well(corpus: &Corpus, shared: &str, words: &BTreeSet<&str>, is_alone: bool) -> bool {
    if shared.chars().count() < 3 || shared.contains(|c: char| !c.is_alphanumeric()) {
        return false;
    }
    let own: usize = words.iter().map(|word| corpus.count_of(word)).sum();
    let all = corpus.count_beginning_with(shared);
    !is_alone || all.saturating_sub(own) as f64 <= MAX_STRANGERS * own as f64
}

/// How each phrase is written in the answers that have it.
pub(super) fn written(library: &Library, corpus: &Corpus, phrases: &[Run]) -> Vec<Written> {
    let positions: FxHashMap<Run, usize> = phrases.iter().zip(0..).map(|(run, nth)| (*run, nth)).collect();
    in_all_texts(library, phrases.len(), |text, written| read_text(text, corpus, &positions, written))
}

/// How each phrase, given as its folded words, is written to the word in the answers that have it.
pub(super) fn written_as_terms(library: &Library, phrases: &[Vec<String>]) -> Vec<Written> {
    let mut by_first: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (nth, phrase) in phrases.iter().enumerate() {
        phrase.first().into_iter().for_each(|first| by_first.entry(first).or_default().push(nth));
    }
    in_all_texts(library, phrases.len(), |text, written| {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        for (at, token) in tokens.iter().enumerate() {
            for nth in by_first.get(token.word.as_str()).into_iter().flatten() {
                let phrase = &phrases[*nth];
                let of = tokens.get(at..at + phrase.len()).unwrap_or_default();
                let is_one = of.iter().skip(1).all(|token| token.gap != Gap::Break);
                if is_one && !of.is_empty() && of.iter().map(|token| &token.word).eq(phrase) {
                    written[*nth].forms.entry(phrase.clone()).and_modify(|count| *count += 1).or_insert(1);
                    *written[*nth].spellings.entry(spelling(text, of)).or_default() += 1;
                }
            }
        }
    })
}

/// Reads the texts of all answers, on all cores, into what is known of so many phrases.
fn in_all_texts(library: &Library, phrases: usize, read_text: impl Fn(&str, &mut [Written]) + Sync) -> Vec<Written> {
    let entries: Vec<LibraryEntry<'_>> = library.answers().collect();
    let all = || vec![Written::default(); phrases];
    let read = |mut written: Vec<Written>, entry: &LibraryEntry<'_>| {
        library.texts_of(*entry).iter().for_each(|text| read_text(text, &mut written));
        written
    };
    let join = |mut a: Vec<Written>, b: Vec<Written>| {
        a.iter_mut().zip(b).for_each(|(a, b)| a.add(b));
        a
    };
    entries.par_iter().fold(all, read).reduce(all, join)
}

fn read_text(text: &str, corpus: &Corpus, positions: &FxHashMap<Run, usize>, written: &mut [Written]) {
    let tokens: Vec<Token<'_>> = tokens(text).collect();
    for at in 0..tokens.len() {
        let mut words = Vec::new();
        for (len, token) in tokens[at..].iter().take(MAX_WORDS).enumerate() {
            let number = corpus.number(&token.word).filter(|_| len == 0 || token.gap != Gap::Break);
            let Some(number) = number else { break };
            words.push(number);
            let Some(nth) = Run::of(&words).and_then(|run| positions.get(&run)) else { continue };
            let of = &tokens[at..=at + len];
            *written[*nth].forms.entry(of.iter().map(|token| token.word.clone()).collect()).or_default() += 1;
            *written[*nth].spellings.entry(spelling(text, of)).or_default() += 1;
        }
    }
}

/// A phrase as it stands in a text. A capital at the beginning of a sentence is none.
fn spelling(text: &str, of: &[Token<'_>]) -> String {
    let (Some(first), Some(last)) = (of.first(), of.last()) else { return String::new() };
    let spelling = &text[first.at..last.at + last.written.len()];
    let mut chars = first.written.chars();
    // The `A` of `A/B` is no word with a capital.
    let is_joined_letter = first.written.chars().count() == 1 && of.get(1).is_some_and(|next| next.gap == Gap::Hyphen);
    let is_plain = chars.next().is_some_and(char::is_uppercase) && !chars.any(char::is_uppercase) && !is_joined_letter;
    if first.gap == Gap::Break && is_plain {
        return first.written.to_lowercase() + &spelling[first.written.len()..];
    }
    spelling.to_owned()
}
