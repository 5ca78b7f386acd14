//! What an answer is about as a title by itself: a name, a noun that comes back, or two words or more that belong together.
//!
//! A noun is told by what stands before it: articles and prepositions before nouns, pronouns and auxiliaries before verbs. That, and which
//! words say nothing by themselves, is known of English; of another language the first phrases are the subject.
//!
//! Not here: how often a phrase stands where ([`super::phrases`]).

use super::english::nouns::{can_be_head, can_modify};
use super::english::verbs::base_of_third_person;
use super::lexicon::Before;
use super::phrases::{Form, Found, Occurrence, Phrases};
use crate::language::words::{Words, capitalised};

/// How often one word by itself has to be there.
const MIN_OF_WORD: usize = 3;

/// The share of the score of the best phrase from which on another is named beside it.
const SECOND: f64 = 0.85;

/// How much a phrase has to be there to be what an answer is about: three times, or once in the prompt and once more.
const MIN_WEIGHT: u32 = 3;

/// The share of the places of a pair at which the same word stands beside it, for it to belong to the phrase.
const BELONGS: f64 = 0.6;

/// The share of the places of a word behind a subject or before an object from which on it is a verb.
const MIN_OF_VERB: f64 = 0.4;

/// What an answer is about, as a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) text: String,
    /// The best phrase of it.
    pub(super) first: String,
    /// Whether it says enough by itself: a name, or words that belong together.
    pub(super) is_full: bool,
    /// Whether the hosts named it before anybody answered.
    pub(super) is_prompted: bool,
}

/// The subject of an answer, if any can be told. `about` are its phrases, the best first.
pub(super) fn subject(phrases: &Phrases<'_>, at: usize, about: &[String], words: Words) -> Option<Subject> {
    if !words.is_english() {
        let first = about.iter().take(2).cloned().collect::<Vec<String>>().join(", ");
        return (!first.is_empty()).then(|| Subject {
            text: capitalised(&first),
            first: about.first().cloned().unwrap_or_default(),
            is_full: false,
            is_prompted: true,
        });
    }
    let of_kind = |found: Found<'_>| kind(phrases, &found).map(|kind| (kind, found.score * kind.weight(), found.form));
    let mut named: Vec<(Kind, f64, Form)> = phrases.scored(at).into_iter().filter_map(of_kind).collect();
    // What the hosts named comes before what is only in the reply.
    let is_prompted = |it: &(Kind, f64, Form)| Phrases::is_prompted(phrases.places(at, it.2));
    named.sort_by(|a, b| is_prompted(b).cmp(&is_prompted(a)).then(b.1.total_cmp(&a.1)));
    let (kind, best, first) = named.first().copied()?;
    let is_first_prompted = named.first().is_some_and(is_prompted);
    let beside = |it: &&(Kind, f64, Form)| {
        is_prompted(it) == is_first_prompted && it.0 == kind && it.1 >= SECOND * best && !phrases.is_alike(it.2, first)
    };
    let second = named.iter().skip(1).find(beside).map(|it| it.2);
    let chosen = [Some(first), second].into_iter().flatten();
    let texts: Vec<String> = chosen.map(|form| extended(phrases, at, form)).collect();
    let first = texts.first().cloned().unwrap_or_default();
    let text = capitalised(&texts.join(" and "));
    Some(Subject { text, first, is_full: kind != Kind::Bare, is_prompted: is_first_prompted })
}

/// Whether the last word of several is their verb, and not what they name: "model reaches", "posts take".
fn is_verb(phrases: &Phrases<'_>, head: &str) -> bool {
    let base = base_of_third_person(head);
    phrases.verb_share(head) >= MIN_OF_VERB || base.is_some_and(|base| phrases.verb_share(&base) >= MIN_OF_VERB)
}

/// How much a phrase says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A name, or several words.
    Full,
    /// A noun.
    Bare,
    /// A name or several words that hardly come back.
    Passing,
}

impl Kind {
    fn weight(self) -> f64 {
        match self {
            Self::Full => 1.0,
            Self::Passing => 0.9,
            Self::Bare => 0.6,
        }
    }
}

/// The share of places that are so.
fn share(places: &[Occurrence], is: impl Fn(&Occurrence) -> bool) -> f64 {
    places.iter().filter(|place| is(place)).count() as f64 / places.len().max(1) as f64
}

/// What an English phrase is, if a name or a noun.
fn kind(phrases: &Phrases<'_>, found: &Found<'_>) -> Option<Kind> {
    let places = found.places;
    let before = |kind: Before| share(places, |place| place.before == kind);
    let (articles, verbs) = (before(Before::Determiner), before(Before::Subject));
    let nouns = articles + before(Before::Preposition);
    let is_name = phrases.as_written(places).split(' ').all(|word| word.starts_with(char::is_uppercase));
    let words: Vec<&str> = phrases.words(found.form).collect();
    let head = words.last().copied()?;
    let first = words.first().copied().filter(|_| words.len() > 1);
    let is_gerund = |word: &str| word.ends_with("ing") && word.len() > 5;
    if before(Before::Hyphen) >= 0.5
        || !can_be_head(head)
        || head.chars().count() < 3
        || first.is_some_and(|first| !can_modify(first))
        || first.is_some() && is_verb(phrases, head)
    {
        return None;
    }
    let full = if Phrases::weight(places) >= MIN_WEIGHT { Kind::Full } else { Kind::Passing };
    match first {
        _ if is_name && (words.len() > 1 || places.len() >= MIN_OF_WORD) => Some(full),
        Some(first) => {
            let first_fits = if is_gerund(first) { articles >= 0.3 } else { verbs < 0.4 };
            (first_fits && (!is_gerund(head) || nouns >= 0.3)).then_some(full)
        }
        None => (places.len() >= MIN_OF_WORD && nouns >= 0.4 && verbs < 0.25).then_some(Kind::Bare),
    }
}

/// A pair with the words that nearly always stand beside it: "market fit" becomes "product market fit".
fn extended(phrases: &Phrases<'_>, at: usize, form: Form) -> String {
    let places = phrases.places(at, form);
    let mut text = phrases.as_written(places);
    let (first, Some(second)) = (form.first(), form.second()) else { return text };
    let least = (BELONGS * places.len() as f64) as usize;
    let belongs = |places: &[Occurrence]| places.len() > least.max(1);
    // Half of what a hyphen joins is no word: "outcome-based pricing".
    let is_joined = |places: &[Occurrence]| share(places, |place| place.before == Before::Hyphen) >= 0.5;
    let can_stand = |form: Form, is_head: bool| {
        let word = if is_head { phrases.words(form).last() } else { phrases.words(form).next() };
        word.is_some_and(|word| if is_head { can_be_head(word) } else { can_modify(word) && !word.ends_with("ing") })
    };
    let others = || phrases.all(at).filter(|(form, places)| form.second().is_some() && belongs(places));
    let behind =
        others().find(|(form, _)| form.first() == second && form.second() != Some(first) && can_stand(*form, true));
    if let Some((_, places)) = behind {
        let pair = phrases.as_written(places);
        text = format!("{text} {}", pair.split_once(' ').map_or("", |(_, last)| last));
    }
    let ahead = others().find(|(form, places)| {
        form.second() == Some(first) && form.first() != second && can_stand(*form, false) && !is_joined(places)
    });
    if let Some((_, places)) = ahead {
        let pair = phrases.as_written(places);
        text = format!("{} {text}", pair.split_once(' ').map_or("", |(word, _)| word));
    }
    text
}
