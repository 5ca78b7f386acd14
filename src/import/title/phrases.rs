//! What each answer of an episode is about, in a few words: those that it has often and the others seldom.
//!
//! Method: term frequency times inverse document frequency (Salton and Buckley, 1988) of words and of pairs that stand side by side,
//! with the answers of the episode for documents. Words are numbered once an episode ([`super::lexicon`]).
//!
//! Not here: which of them can stand as a title ([`super::subject`]), and titles ([`super`]).

use std::collections::HashMap;

use super::Untitled;
use super::lexicon::{Before, Lexicon, Number};
use crate::language::words::Words;

/// How often a word or a pair has to be there to be a phrase.
const MIN_COUNT: usize = 2;

/// By how much a pair says more than a word.
const PAIR_WEIGHT: f64 = 1.8;

/// By how much a word of the prompt says more than one of the reply.
const PROMPT_WEIGHT: u32 = 4;

/// The most phrases of an answer.
const MOST: usize = 3;

/// A word, or two that stand side by side, by their numbers: the first above the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Form(u64);

/// The second of a word by itself.
const NO_NUMBER: Number = Number::MAX;

impl Form {
    fn of_word(word: Number) -> Self {
        Self::of_pair(word, NO_NUMBER)
    }

    fn of_pair(first: Number, second: Number) -> Self {
        Self(u64::from(first) << Number::BITS | u64::from(second))
    }

    pub(super) fn first(self) -> Number {
        (self.0 >> Number::BITS) as Number
    }

    /// The second word of a pair.
    pub(super) fn second(self) -> Option<Number> {
        Some(self.0 as Number).filter(|second| *second != NO_NUMBER)
    }

    fn numbers(self) -> impl Iterator<Item = Number> {
        [Some(self.first()), self.second()].into_iter().flatten()
    }
}

/// A word or a pair where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    /// In lower case.
    form: Form,
    /// As it is written there.
    written: Form,
    /// What stands before it.
    pub(super) before: Before,
    weight: u32,
}

/// A word or a pair of an answer, with all places where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) form: Form,
    pub(super) places: &'a [Occurrence],
    pub(super) score: f64,
}

/// What each answer of an episode is about.
#[derive(Debug)]
pub(super) struct Phrases<'a> {
    lexicon: Lexicon<'a>,
    /// The words and pairs of each answer, in the order of their forms.
    answers: Vec<Vec<Occurrence>>,
    /// The words and pairs of all answers, in order, each as often as answers have it.
    of_answers: Vec<Form>,
}

impl<'a> Phrases<'a> {
    /// What answers are about. The names of those who speak are no subject.
    pub(super) fn of(answers: &[Untitled<'a>], names: &[&str], words: Words) -> Self {
        let mut phrases = Self { lexicon: Lexicon::new(names, words), answers: Vec::new(), of_answers: Vec::new() };
        for answer in answers {
            let mut found = Vec::new();
            answer.prompt.iter().for_each(|text| gather(text, PROMPT_WEIGHT, &mut phrases.lexicon, &mut found));
            answer.reply.iter().for_each(|text| gather(text, 1, &mut phrases.lexicon, &mut found));
            found.sort_unstable_by_key(|it| it.form);
            phrases.of_answers.extend(found.chunk_by(|a, b| a.form == b.form).map(|places| places[0].form));
            phrases.answers.push(found);
        }
        phrases.of_answers.sort_unstable();
        phrases
    }

    /// The words and pairs that an answer has more than once, the best first.
    pub(super) fn scored(&self, at: usize) -> Vec<Found<'_>> {
        let Some(all) = self.answers.get(at) else { return Vec::new() };
        let repeated = all.chunk_by(|a, b| a.form == b.form).filter(|places| places.len() >= MIN_COUNT);
        let found = repeated.map(|places| Found { form: places[0].form, score: self.score(places), places });
        let mut scored: Vec<Found<'_>> = found.collect();
        scored.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| self.text(a.form).cmp(&self.text(b.form))));
        scored
    }

    /// How much a phrase is there; in a prompt it is more.
    pub(super) fn weight(places: &[Occurrence]) -> u32 {
        places.iter().map(|place| place.weight).sum()
    }

    fn score(&self, places: &[Occurrence]) -> f64 {
        let Some(form) = places.first().map(|place| place.form) else { return 0.0 };
        let pair = if form.second().is_some() { PAIR_WEIGHT } else { 1.0 };
        (f64::from(Self::weight(places)) - 1.0).max(0.1).sqrt() * self.rarity(form) * pair
    }

    /// How few answers of the episode have a word or a pair.
    fn rarity(&self, form: Form) -> f64 {
        let before = self.of_answers.partition_point(|other| *other < form);
        let answers_with = self.of_answers[before..].partition_point(|other| *other <= form).max(1);
        libm::log(1.0 + self.answers.len() as f64 / answers_with as f64)
    }

    /// Whether a word or a pair stands in the prompt.
    pub(super) fn is_prompted(places: &[Occurrence]) -> bool {
        places.iter().any(|place| place.weight >= PROMPT_WEIGHT)
    }

    /// The share of the places of a word, in lower case, in the whole episode at which something before it tells that it is a verb.
    pub(super) fn verb_share(&self, word: &str) -> f64 {
        let Some(form) = self.lexicon.number_of(word).map(Form::of_word) else { return 0.0 };
        let of_answers = (0..self.answers.len()).flat_map(|at| self.places(at, form));
        let (verbs, all) = of_answers
            .fold((0, 0), |(verbs, all), place| (verbs + usize::from(place.before == Before::Subject), all + 1));
        verbs as f64 / all.max(1) as f64
    }

    /// How rare a word, in lower case, is that the reply of an answer has; nothing where it does not.
    pub(super) fn rarity_in_reply(&self, at: usize, word: &str) -> f64 {
        let Some(form) = self.lexicon.number_of(word).map(Form::of_word) else { return 0.0 };
        let is_replied = self.places(at, form).iter().any(|place| place.weight < PROMPT_WEIGHT);
        if is_replied { self.rarity(form) } else { 0.0 }
    }

    /// What an answer is about, the best first; nothing twice.
    pub(super) fn of_answer(&self, at: usize) -> Vec<String> {
        let mut chosen: Vec<Found<'_>> = Vec::new();
        for found in self.scored(at) {
            if chosen.iter().all(|other| !self.is_alike(other.form, found.form)) {
                chosen.push(found);
            }
            if chosen.len() == MOST {
                break;
            }
        }
        chosen.iter().map(|found| self.as_written(found.places)).collect()
    }

    /// Whether two phrases have forms of one word.
    pub(super) fn is_alike(&self, a: Form, b: Form) -> bool {
        a.numbers().any(|a| b.numbers().any(|b| is_same(self.lexicon.text(a), self.lexicon.text(b))))
    }

    /// The places of a word or a pair in an answer.
    pub(super) fn places(&self, at: usize, form: Form) -> &[Occurrence] {
        let all = self.answers.get(at).map_or(&[][..], Vec::as_slice);
        let start = all.partition_point(|it| it.form < form);
        let end = all.partition_point(|it| it.form <= form);
        &all[start..end]
    }

    /// The words and pairs of an answer, each with its places, in no order that means anything.
    pub(super) fn all(&self, at: usize) -> impl Iterator<Item = (Form, &[Occurrence])> {
        let all = self.answers.get(at).map_or(&[][..], Vec::as_slice);
        all.chunk_by(|a, b| a.form == b.form).map(|places| (places[0].form, places))
    }

    /// As a word or a pair is written most often.
    pub(super) fn as_written(&self, places: &[Occurrence]) -> String {
        let mut counts: HashMap<Form, usize> = HashMap::new();
        places.iter().for_each(|place| *counts.entry(place.written).or_default() += 1);
        let written = counts.into_iter().map(|(written, count)| (count, std::cmp::Reverse(self.text(written))));
        written.max().map(|(_, std::cmp::Reverse(text))| text).unwrap_or_default()
    }

    fn text(&self, form: Form) -> String {
        match form.second() {
            None => self.lexicon.text(form.first()).to_owned(),
            Some(second) => format!("{} {}", self.lexicon.text(form.first()), self.lexicon.text(second)),
        }
    }

    /// The words of a phrase, in lower case.
    pub(super) fn words(&self, form: Form) -> impl Iterator<Item = &str> {
        form.numbers().map(|number| self.lexicon.text(number))
    }
}

/// Whether two words are forms of one, as far as their beginnings tell.
fn is_same(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    shared >= 4 && shared + 3 >= a.chars().count().max(b.chars().count()) || a == b
}

/// Adds the words of a text, and the pairs of words that nothing but a blank parts.
fn gather<'a>(text: &'a str, weight: u32, lexicon: &mut Lexicon<'a>, found: &mut Vec<Occurrence>) {
    use unicode_segmentation::UnicodeSegmentation;
    let mut last: Option<(usize, Number, Number, Before)> = None;
    let mut before = Before::Other;
    let mut starts_sentence = true;
    for (at, word) in text.split_word_bound_indices() {
        if word == " " {
            continue;
        }
        let Some(seen) = lexicon.see(word) else { continue };
        let Some(content) = seen.content else {
            starts_sentence = seen.ends_sentence || starts_sentence && !seen.is_word;
            (last, before) = (None, seen.before);
            continue;
        };
        let end = at + word.len();
        if text[..at].ends_with('-') || text[end..].starts_with('-') {
            before = Before::Hyphen;
        }
        // A capital at the beginning of a sentence says nothing.
        let written = if starts_sentence && !content.is_acronym { content.bare } else { content.own };
        found.push(Occurrence { form: Form::of_word(content.bare), written: Form::of_word(written), before, weight });
        if let Some((end, first, first_form, before_first)) = last.take()
            && text[end..at].bytes().all(|c| c == b' ')
        {
            let before = if before == Before::Hyphen { before } else { before_first };
            let form = Form::of_pair(first_form, content.bare);
            found.push(Occurrence { form, written: Form::of_pair(first, content.whole), before, weight });
        }
        last = Some((end, content.whole, content.bare, before));
        (before, starts_sentence) = (Before::Other, false);
    }
}
