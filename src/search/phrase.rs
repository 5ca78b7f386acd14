//! Words side by side: pairs of them in the index, and phrases, which the text confirms.
//!
//! Not here: words by themselves ([`super::find`]), and what standing side by side is worth ([`super::weigh`]).

use super::dictionary::give;
use super::evidence::{Evidence, How, with};
use super::index::{Index, Part};
use super::lattice::Lattice;
use super::model::{ANSWERS_PER_TEXT, META_VOICE, TextAnswer, TextEpisode, pair_hash, pair_shard};
use super::order::add;
use super::query::{Pair, Query, Term};
use super::rank::{PHRASE, rarity};
use super::sieve::Sieve;

/// The most answers whose text is compared with one phrase; its pairs of words stand side by side in all of them.
pub(super) const MAX_VERIFIED: usize = 40;

/// Two neighbouring words of the query, and where they stand side by side.
pub(super) struct Neighbours<'a> {
    pub(super) places: &'a [(u32, u16)],
    pub(super) rarity: f32,
}

/// The shards of the query's pairs that are not there.
pub(super) fn missing_pairs(index: &Index, query: &Query) -> Vec<Part> {
    let mut missing = Vec::new();
    for (first, second) in &query.pairs {
        missing_pair(index, first, second, &mut missing);
    }
    missing
}

pub(super) fn missing_pair(index: &Index, first: &str, second: &str, missing: &mut Vec<Part>) {
    if index.head().pairs > 0 {
        let nth = pair_shard(pair_hash(first, second), index.head().pairs);
        if index.pairs(nth).is_none() {
            add(missing, Part::Pairs(nth));
        }
    }
}

/// Where two words stand side by side; `None` where nobody says them so.
fn pair_places<'a>(index: &'a Index, first: &str, second: &str) -> Option<&'a [(u32, u16)]> {
    let hash = pair_hash(first, second);
    let pairs = index.pairs(pair_shard(hash, index.head().pairs))?;
    let places = pairs.places(pairs.find(hash)?);
    places.get(..places.partition_point(|(answer, _)| *answer < index.head().answers))
}

/// The neighbouring words of the query that stand side by side somewhere.
pub(super) fn neighbours<'a>(index: &'a Index, query: &Query) -> Vec<Neighbours<'a>> {
    let found = query.pairs.iter().filter_map(|(first, second)| pair_places(index, first, second));
    let answers = index.head().answers;
    let count = |places: &[(u32, u16)]| u32::try_from(places.len()).unwrap_or(u32::MAX);
    found.map(|places| Neighbours { places, rarity: rarity(count(places), answers) }).collect()
}

/// Where all the pairs of words in a row stand in one voice; `None` where the pairs do not tell.
pub(super) fn side_by_side(index: &Index, pairs: &[Pair]) -> Option<Vec<Evidence>> {
    let mut every: Option<Vec<Evidence>> = None;
    let mut any_pair = false;
    for (first, second) in pairs {
        any_pair = true;
        let places = match pair_places(index, first, second) {
            // So many places that none is told: it holds nobody back.
            Some([]) => continue,
            places => places.unwrap_or_default(),
        };
        let found: Vec<Evidence> = places
            .iter()
            .map(|(answer, voice)| Evidence { answer: *answer, voice: *voice, how: How::Exact, weight: PHRASE })
            .collect();
        every = Some(with(every, found));
    }
    if any_pair { every } else { None }
}

/// Drops the places of a phrase whose text does not hold it; where there were too many to compare all, says how many of those
/// left, the first ones, were compared.
pub(super) fn verify(index: &Index, term: &Term, evidence: &mut Vec<Evidence>) -> Result<Option<usize>, Vec<Part>> {
    let compared = evidence.len().min(MAX_VERIFIED);
    let answers: Vec<u32> = evidence.iter().take(compared).map(|found| found.answer).collect();
    give(missing_texts(index, &answers))?;
    let unsure = evidence.len() - compared;
    let mut nth = 0;
    evidence.retain(|found| {
        nth += 1;
        let text = index.text(found.answer / ANSWERS_PER_TEXT).and_then(|text| text.answer(found.answer));
        nth > compared || text.is_some_and(|(answer, episode)| says(answer, episode, found.voice, &term.lattice))
    });
    Ok((unsure > 0).then(|| evidence.len() - unsure))
}

/// The chunks of text that hold these answers and are not there.
pub(super) fn missing_texts(index: &Index, answers: &[u32]) -> Vec<Part> {
    let mut missing = Vec::new();
    for answer in answers {
        let nth = answer / ANSWERS_PER_TEXT;
        if index.text(nth).is_none() {
            add(&mut missing, Part::Text(nth));
        }
    }
    missing
}

/// Whether a voice of an answer holds a phrase.
fn says(answer: &TextAnswer, episode: &TextEpisode, voice: u16, phrase: &Lattice) -> bool {
    let voices = answer.voices();
    if voice == META_VOICE {
        let names = voices.iter().filter_map(|nth| episode.speakers.get(*nth)).map(|speaker| speaker.name.as_str());
        let mut texts = names.chain([answer.title.as_str(), episode.title.as_str()]);
        return texts.any(|text| Lattice::of(text).holds(phrase));
    }
    let Some(speaker) = voices.get(usize::from(voice) - 1) else { return false };
    said(answer, phrase, Some(*speaker))
}

/// Whether a paragraph of an answer holds a phrase; with a speaker, one of theirs.
pub(super) fn said(answer: &TextAnswer, phrase: &Lattice, speaker: Option<usize>) -> bool {
    let mut sieve = Sieve::default();
    sieve.add(phrase.longest());
    answer.paragraphs.iter().any(|one| {
        speaker.is_none_or(|speaker| one.speaker == speaker)
            && sieve.passes(one)
            && Lattice::corrected(&one.text, &one.misheard).holds(phrase)
    })
}
