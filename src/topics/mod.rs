//! Topics proposed for a library, from the words of its answers; which words of publishers the answers bear out; and which answers are
//! about the same thing.
//!
//! ```text
//! Library ─corpus─▶ words as numbers ─candidates─▶ runs of 1–4 words in enough episodes ─score─▶ phrases, the best first
//!         ─grouping─▶ phrases of one subject ─writing─▶ names and terms ─▶ Suggestions
//! ```
//!
//! A phrase is a good topic where it sets *answers* apart, in *many* episodes: where its words come back within an answer, are asked for,
//! belong together, and lie unevenly over the episodes. The measures are those of Church and Gale (adaptation, and the Poisson mixtures by
//! which words of a subject are told from others), Bouma (normalised pointwise mutual information) and Frantzi, Ananiadou and Mima
//! (C-value); the head of `score.rs` says which is for what. What is counted in the end ([`Suggested::answers`]) are the answers that the
//! terms give the topic, by the rule of the site itself ([`TermMatcher`]).
//!
//! Words are those between blanks. Of scripts that write none (Chinese, Japanese, Thai) nothing is proposed: a term is a whole word there
//! as well, and would fit hardly any text. In a language without a list of stop words, words of five letters and more are looked at, and
//! the counts decide. Not here: reading and writing `topics.toml` ([`crate::source`]).

mod candidates;
mod conversations;
mod corpus;
mod generic;
mod grouping;
mod inflection;
mod keywords;
mod related;
mod score;
mod tokens;
mod wording;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::language::script::is_unspaced;
use crate::transcript::{
    AnswerId, EpisodeId, IdNumbers, Library, LibraryEntry, MAX_NUMBERED_BYTES, Status, TermMatcher, Topic, TopicId,
    fold_words, most_telling, shortened, slug,
};

use candidates::{Posting, Run};
use corpus::Corpus;
use grouping::{MIN_TIMES_NARROWER, Phrase};
pub use keywords::borne_out;
pub use related::{Related, related};

/// The phrases that are compared with each other.
const COMPARED: usize = 500;

/// The sample answers of a topic.
const SAMPLES: usize = 3;

/// Of so many episodes one at least has an answer that is about a topic.
const EPISODES_FOR_ONE: usize = 100;

/// In so many episodes a topic is at least, where there are several.
const MIN_EPISODES: usize = 3;

/// The share of a topic's answers that may have another topic together.
const MAX_SHARED: f64 = 0.6;

/// What a proposal has to respect.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// The most topics.
    pub most: usize,
    /// The ids of topics that were ever published: no new topic can have one of them.
    pub published: BTreeSet<String>,
    /// The ids of topics that an editor has put aside: they are not proposed.
    pub put_aside: BTreeSet<String>,
}

/// A topic that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggested {
    /// The topic.
    pub topic: Topic,
    /// The answers that it would have.
    pub answers: usize,
    /// Their episodes.
    pub episodes: usize,
    /// Some of the answers, each of another episode, those first that say most of it.
    pub samples: Vec<(EpisodeId, AnswerId)>,
}

/// The topics that are proposed for a library.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestions {
    /// The best first.
    pub topics: Vec<Suggested>,
    /// The listed answers of the library.
    pub answers: usize,
    /// Their episodes.
    pub episodes: usize,
    /// The answers that have a topic now.
    pub covered_before: usize,
    /// The answers that would have one.
    pub covered: usize,
    /// The answers in a script without blanks between words, of which nothing is proposed.
    pub unspaced: usize,
}

/// Proposes topics for a library, beside those that it has.
pub fn suggest(library: &Library, limits: &Limits) -> Suggestions {
    let corpus = Corpus::of(library);
    let phrases = best_phrases(library, &corpus);
    let groups = grouping::groups(&corpus, &phrases);
    let named = named(library, &corpus, &phrases, &groups, limits);
    counted(library, named, limits)
}

/// The least number of episodes with an answer about a topic.
fn min_episodes(corpus: &Corpus) -> usize {
    (corpus.episodes / EPISODES_FOR_ONE).max(MIN_EPISODES.min(corpus.episodes.max(1)))
}

/// The phrases that make the best topics, without those that the library's topics have.
fn best_phrases(library: &Library, corpus: &Corpus) -> Vec<Phrase> {
    let least = min_episodes(corpus);
    let candidates = candidates::candidates(corpus, least);
    let keywords: BTreeSet<Run> =
        library.listed().flat_map(|it| &it.keywords).filter_map(|it| run_of(corpus, it)).collect();
    let mut scored = score::scored(corpus, &candidates, &keywords, least);
    let known = TermMatcher::of(library.topics());
    scored.retain(|phrase| {
        let words: Vec<String> = phrase.run.words().iter().map(|word| corpus.word(*word).form.clone()).collect();
        known.topics_in(&words).is_empty() && !is_of_known_root(library, corpus, &words)
    });
    scored.truncate(COMPARED);
    let runs: Vec<Run> = scored.iter().map(|phrase| phrase.run).collect();
    let postings = candidates::postings(corpus, &runs);
    scored.into_iter().zip(postings).map(|(scored, postings)| Phrase { scored, postings }).collect()
}

/// Whether a word is of the root of a term that is there: who has `hiring` wants no topic `hire` beside it.
fn is_of_known_root(library: &Library, corpus: &Corpus, words: &[String]) -> bool {
    let [word] = words else { return false };
    let mut terms = library.topics().iter().flat_map(|topic| &topic.terms).map(|term| fold_words(term));
    corpus.is_english && terms.any(|term| term.len() == 1 && grouping::share_root(word, &term[0]))
}

/// The words of a text as a phrase.
fn run_of(corpus: &Corpus, text: &str) -> Option<Run> {
    let words: Option<Vec<u32>> = fold_words(text).iter().map(|word| corpus.number(word)).collect();
    Run::of(&words?)
}

/// A topic, and the answers in which its words stand, with how much they say of it.
struct Named {
    topic: Topic,
    postings: Vec<Posting>,
}

/// The topics that groups of phrases make. Those that are named or decided as one before them are left out.
fn named(library: &Library, corpus: &Corpus, phrases: &[Phrase], groups: &[Vec<usize>], limits: &Limits) -> Vec<Named> {
    let runs: Vec<Run> = groups.iter().flatten().map(|at| phrases[*at].scored.run).collect();
    let mut written = writing::written(library, corpus, &runs).into_iter();
    let known = TermMatcher::of(library.topics());
    let is_unwanted = |id: &str, name: &str| {
        let is_same = |topic: &Topic| topic.id.as_str() == id || fold_words(&topic.name) == fold_words(name);
        limits.put_aside.contains(id) || library.topics().iter().any(is_same)
    };
    let mut taken = limits.published.clone();
    let mut named = Vec::new();
    for group in groups {
        let of_group: Vec<writing::Written> = written.by_ref().take(group.len()).collect();
        let terms: Vec<String> = of_group.iter().flat_map(|written| written.terms(corpus)).collect();
        let terms: Vec<String> =
            terms.into_iter().filter(|term| known.topics_in(&fold_words(term)).is_empty()).collect();
        let name = of_group.first().map(|written| written.name(corpus.is_english)).unwrap_or_default();
        let base = shortened(&slug(&name, usize::MAX, library.site().id_letters), MAX_NUMBERED_BYTES);
        if terms.is_empty() || base.is_empty() || is_unwanted(&base, &name) {
            continue;
        }
        let free = |id: &str| TopicId::new(id).ok().filter(|_| taken.insert(id.to_owned()));
        let id = IdNumbers::default().assign(&base, free);
        let postings = group.iter().flat_map(|at| phrases[*at].postings.iter().copied()).collect();
        named.push(Named { topic: Topic { id, name, about: None, terms }, postings });
    }
    named
}

/// The first topics that set answers apart which those before them do not, with what each would have.
fn counted(library: &Library, named: Vec<Named>, limits: &Limits) -> Suggestions {
    let entries: Vec<LibraryEntry<'_>> = library.answers().collect();
    let topics: Vec<Topic> = named.iter().map(|named| named.topic.clone()).collect();
    let answers = answers_by_topic(library, &entries, &topics);
    let has_topic = |entry: &LibraryEntry<'_>| !library.topics_of(&entry.episode.id, &entry.answer.id).is_empty();
    let before: BTreeSet<usize> = (0..entries.len()).filter(|at| has_topic(&entries[*at])).collect();
    let mut suggestions = Suggestions {
        answers: entries.len(),
        episodes: library.listed().count(),
        covered_before: before.len(),
        unspaced: entries.par_iter().filter(|entry| is_unspaced_text(entry)).count(),
        ..Suggestions::default()
    };
    let (mut covered, mut chosen): (BTreeSet<usize>, Vec<usize>) = (before, Vec::new());
    for (nth, of) in answers.iter().enumerate() {
        let is_as_narrow = |other: &BTreeSet<usize>| other.len() as f64 <= MIN_TIMES_NARROWER * of.len() as f64;
        let shares = |other: &usize| {
            let other = &answers[*other];
            is_as_narrow(other) && other.intersection(of).count() as f64 > MAX_SHARED * of.len() as f64
        };
        if chosen.len() < limits.most && !of.is_empty() && !chosen.iter().any(shares) {
            chosen.push(nth);
            covered.extend(of);
        }
    }
    suggestions.covered = covered.len();
    let had = had_by_answers(library, chosen.iter().map(|nth| &topics[*nth]));
    for (nth, of) in chosen.into_iter().zip(&had) {
        suggestions.topics.push(Suggested {
            topic: topics[nth].clone(),
            answers: of.len(),
            episodes: episodes_of(&entries, of).len(),
            samples: samples(&entries, &named[nth].postings),
        });
    }
    suggestions
}

/// Of each of some topics the positions of the answers that it would have beside those of the library, by the rule of the site.
fn had_by_answers<'a>(library: &'a Library, chosen: impl Iterator<Item = &'a Topic>) -> Vec<BTreeSet<usize>> {
    let known = library.topics().len();
    let topics: Vec<Topic> = library.topics().iter().chain(chosen).cloned().collect();
    let matcher = TermMatcher::of(&topics);
    let all = library.episodes().iter();
    let all: Vec<LibraryEntry<'_>> =
        all.flat_map(|episode| episode.answers.iter().map(move |answer| LibraryEntry { episode, answer })).collect();
    let mentions = |entry: &LibraryEntry<'_>| {
        let title = library.title_of(&entry.episode.id, &entry.answer.id);
        matcher.mentions_in(&fold_words(title), &library.words_of(*entry))
    };
    let mentions: Vec<BTreeMap<usize, usize>> = all.par_iter().map(mentions).collect();
    let is_listed = |entry: &LibraryEntry<'_>| entry.episode.status == Status::Published && entry.answer.part.is_none();
    let said = all.iter().zip(most_telling(&mentions)).filter(|(entry, _)| is_listed(entry));
    let mut had: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); topics.len() - known];
    for (answer, (_, said)) in said.enumerate() {
        said.iter().filter_map(|nth| nth.checked_sub(known)).for_each(|nth| _ = had[nth].insert(answer));
    }
    had
}

/// Of each topic the positions of the answers that say it.
fn answers_by_topic(library: &Library, entries: &[LibraryEntry<'_>], topics: &[Topic]) -> Vec<BTreeSet<usize>> {
    let matcher = TermMatcher::of(topics);
    let found: Vec<BTreeSet<usize>> =
        entries.par_iter().map(|entry| matcher.topics_in(&library.words_of(*entry))).collect();
    let mut answers: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); topics.len()];
    for (answer, topics) in found.iter().enumerate() {
        topics.iter().for_each(|nth| _ = answers[*nth].insert(answer));
    }
    answers
}

/// The episodes of some answers.
fn episodes_of<'a>(entries: &[LibraryEntry<'a>], answers: &BTreeSet<usize>) -> BTreeSet<&'a EpisodeId> {
    answers.iter().map(|at| &entries[*at].episode.id).collect()
}

/// Whether most letters of an answer are of a script without blanks between words.
fn is_unspaced_text(entry: &LibraryEntry<'_>) -> bool {
    let letters = entry.answer.paragraphs().flat_map(|paragraph| paragraph.text.chars()).filter(|c| c.is_alphabetic());
    let (all, unspaced) = letters.fold((0, 0), |sum, c| (sum.0 + 1, sum.1 + usize::from(is_unspaced(c))));
    2 * unspaced > all
}

/// The answers that say most of a topic, one an episode.
fn samples(entries: &[LibraryEntry<'_>], postings: &[Posting]) -> Vec<(EpisodeId, AnswerId)> {
    let mut by_answer: BTreeMap<u32, (bool, u32)> = BTreeMap::new();
    for posting in postings {
        let of = by_answer.entry(posting.answer).or_default();
        *of = (of.0 | posting.is_in_title, of.1 + posting.count);
    }
    let mut sorted: Vec<(u32, (bool, u32))> = by_answer.into_iter().collect();
    sorted.sort_by_key(|(answer, says)| (std::cmp::Reverse(*says), *answer));
    let mut episodes = BTreeSet::new();
    let entries = sorted.into_iter().filter_map(|(answer, _)| entries.get(answer as usize));
    let samples = entries.filter(|entry| episodes.insert(&entry.episode.id));
    samples.take(SAMPLES).map(|entry| (entry.episode.id.clone(), entry.answer.id.clone())).collect()
}
