//! Which episodes are one conversation: shows publish some twice, whole or in part, under another title. And which words are of none, since
//! several have them: those of a sponsor.
//!
//! Both are told by long paragraphs that they share to the letter. Not here: answers that are nearly the same ([`super::wording`]).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::transcript::{Answer, Episode, EpisodeId, Library, LibraryEntry, fnv1a_64};

/// The least bytes of a paragraph that two conversations do not share by chance.
const MIN_PARAGRAPH_BYTES: usize = 120;

/// The share of the paragraphs of the shorter episode, in percent, from which both are one conversation.
const MIN_SHARED_PERCENT: usize = 20;

/// A paragraph of more episodes than this is a standing one, such as a disclaimer.
const MAX_EPISODES: usize = 4;

/// In so many conversations stands what is of none. What is in two is an answer, and a clip of it elsewhere.
const MIN_STANDING: usize = 3;

/// The conversations of a library.
pub(super) struct Conversations<'a> {
    /// The conversation of each listed episode: the number of the first episode that is the same one, in the order of the list.
    by_episode: BTreeMap<&'a EpisodeId, usize>,
    /// The paragraphs that stand in several conversations: what is read out for a sponsor, and the like.
    standing: FxHashSet<u64>,
}

impl<'a> Conversations<'a> {
    /// Those of the listed answers.
    pub(super) fn of(library: &'a Library) -> Self {
        let episodes: Vec<&Episode> = library.listed().collect();
        let paragraphs: Vec<BTreeSet<u64>> =
            episodes.par_iter().map(|episode| episode.answers.iter().flat_map(long_paragraphs).collect()).collect();
        let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (nth, of_episode) in paragraphs.iter().enumerate() {
            of_episode.iter().for_each(|paragraph| holders.entry(*paragraph).or_default().push(nth));
        }
        let mut conversations: Vec<usize> = (0..episodes.len()).collect();
        for ((first, second), count) in shared(holders.values()) {
            let shorter = paragraphs[first].len().min(paragraphs[second].len());
            if 100 * count >= MIN_SHARED_PERCENT * shorter {
                conversations[second] = conversations[second].min(conversations[first]);
            }
        }
        let is_standing = |holders: &Vec<usize>| {
            let of: BTreeSet<usize> = holders.iter().map(|it| conversations[*it]).collect();
            of.len() >= MIN_STANDING
        };
        let standing = holders.iter().filter(|(_, holders)| is_standing(holders)).map(|(it, _)| *it).collect();
        let by_episode = episodes.into_iter().map(|episode| &episode.id).zip(conversations).collect();
        Self { by_episode, standing }
    }

    /// The conversation that an answer is of; `None` for one with words that stand in several.
    pub(super) fn place(&self, entry: LibraryEntry<'_>) -> Option<usize> {
        let is_own = !long_paragraphs(entry.answer).any(|paragraph| self.standing.contains(&paragraph));
        self.by_episode.get(&entry.episode.id).copied().filter(|_| is_own)
    }
}

/// How many paragraphs each two episodes share, given the episodes of each paragraph.
fn shared<'a>(holders: impl Iterator<Item = &'a Vec<usize>>) -> BTreeMap<(usize, usize), usize> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for holders in holders.filter(|holders| holders.len() <= MAX_EPISODES) {
        for (at, first) in holders.iter().enumerate() {
            holders[at + 1..].iter().for_each(|second| *shared.entry((*first, *second)).or_default() += 1);
        }
    }
    shared
}

/// The long paragraphs of an answer, as numbers that hardly any two share; none of a part that is no answer.
fn long_paragraphs(answer: &Answer) -> impl Iterator<Item = u64> {
    let paragraphs = answer.paragraphs().filter(|it| answer.part.is_none() && it.text.len() >= MIN_PARAGRAPH_BYTES);
    paragraphs.map(|paragraph| fnv1a_64(paragraph.text.bytes()))
}
