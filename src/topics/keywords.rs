//! The words that publishers describe their episodes with, as topics: those that the answers of several episodes bear out.
//!
//! A keyword is its episode's; an answer is about it only where it says it. Not here: topics that nobody named ([`super::suggest`]).

use std::collections::{BTreeMap, BTreeSet};

use super::{answers_by_topic, episodes_of, writing};
use crate::language::words::capitalised;
use crate::transcript::{
    Library, LibraryEntry, MAX_NUMBERED_BYTES, TermMatcher, Topic, TopicId, fold_words, shortened, slug,
};

/// The episodes that have to have an answer with a keyword.
const MIN_EPISODES: usize = 3;

/// The share of all answers from which a keyword tells nothing.
const MAX_ANSWER_SHARE: f64 = 0.25;

/// In a library of fewer answers this many may have it.
const MIN_MOST_ANSWERS: f64 = 12.0;

/// The most words of a keyword that is a term.
const MAX_WORDS: usize = 5;

/// The topics that some keywords make: each is a whole word, or a run of them, in the answers of three episodes or more, and not in every
/// fourth answer. Left out are those that a topic of the library takes in, whose id is `taken`, or which name somebody who speaks.
pub fn borne_out(library: &Library, keywords: &[String], taken: &BTreeSet<String>) -> Vec<Topic> {
    let known = TermMatcher::of(library.topics());
    let people: BTreeSet<Vec<String>> =
        library.listed().flat_map(|episode| &episode.speakers).map(|speaker| fold_words(&speaker.name)).collect();
    let mut topics: BTreeMap<TopicId, Topic> = BTreeMap::new();
    for keyword in keywords {
        let words = fold_words(keyword);
        let base = shortened(&slug(keyword, usize::MAX, library.site().id_letters), MAX_NUMBERED_BYTES);
        let is_term = (1..=MAX_WORDS).contains(&words.len()) && !words.iter().any(|word| word.contains('*'));
        let is_new = known.topics_in(&words).is_empty() && !people.contains(&words) && !taken.contains(&base);
        let Some(id) = TopicId::new(&base).ok().filter(|id| is_term && is_new && library.topic(id).is_none()) else {
            continue;
        };
        let name = capitalised(keyword);
        topics.entry(id.clone()).or_insert_with(|| Topic { id, name, about: None, terms: vec![words.join(" ")] });
    }
    let topics: Vec<Topic> = topics.into_values().collect();
    let entries: Vec<LibraryEntry<'_>> = library.answers().collect();
    let most = (MAX_ANSWER_SHARE * entries.len() as f64).max(MIN_MOST_ANSWERS);
    let tells = |answers: &BTreeSet<usize>| {
        answers.len() as f64 <= most && episodes_of(&entries, answers).len() >= MIN_EPISODES
    };
    let answers = answers_by_topic(library, &entries, &topics);
    let told = topics.into_iter().zip(&answers).filter(|(_, answers)| tells(answers)).map(|(topic, _)| topic);
    as_the_library_writes(library, told.collect())
}

/// The topics with the names that the library itself writes within its sentences: `AI`, `A/B testing`, whatever a keyword looks like.
fn as_the_library_writes(library: &Library, topics: Vec<Topic>) -> Vec<Topic> {
    let phrases: Vec<Vec<String>> =
        topics.iter().map(|topic| topic.terms.iter().flat_map(|term| fold_words(term)).collect()).collect();
    let written = writing::written_as_terms(library, &phrases).into_iter().map(|written| written.name(false));
    let named =
        |(topic, name): (Topic, String)| Topic { name: if name.is_empty() { topic.name } else { name }, ..topic };
    topics.into_iter().zip(written).map(named).collect()
}
