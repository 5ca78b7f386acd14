//! Writing the ids that are missing into an episode's file, and nothing else.
//!
//! An id is *assigned* here once. From then on it is what the file says: it is never derived again, not from the text,
//! a position or a time, so that it stays right when those change. That its first form follows from the text only makes
//! two runs over the same file agree.

use std::collections::{BTreeMap, BTreeSet};

use super::episode::{Parsed, parse};
use super::findings::{MissingAnswerId, MissingSpeakerId};
use crate::transcript::{AnswerId, Episode, EpisodeId, ParagraphId, Problem, Speaker, SpeakerId, slug};

/// Letters and digits that are not mistaken for each other.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// How long a paragraph's id is, while ids of this length are easily found.
const PARAGRAPH_ID_LEN: usize = 4;

/// How many words of a title an answer's id takes over.
const ANSWER_ID_WORDS: usize = 6;

/// How many words of a name a speaker's id takes over.
const SPEAKER_ID_WORDS: usize = 8;

/// The most bytes of an id before a number is put behind it.
const MAX_NUMBERED_LEN: usize = 60;

/// The same text with all missing ids written in; not a byte of it is changed otherwise, line ends included. A text that
/// misses none comes back as it is.
///
/// # Errors
/// Every problem of a text that has errors besides missing ids: nothing is written into what is not understood.
pub fn assign_ids(text: &str, file_stem: &str) -> Result<String, Vec<Problem>> {
    assign_new_ids(text, file_stem, &BTreeSet::new())
}

/// As [`assign_ids`], with none of the ids that were published before: an id is never given away twice. `used` are those of
/// this episode's answers, and of its paragraphs with `p-` before them.
///
/// # Errors
/// As [`assign_ids`].
pub fn assign_new_ids(text: &str, file_stem: &str, used: &BTreeSet<String>) -> Result<String, Vec<Problem>> {
    let Parsed { episode, findings } = parse(text, file_stem);
    let Some(mut episode) = episode.filter(|_| !findings.problems.any_error()) else {
        return Err(findings.into_problems());
    };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gaps = findings.missing_ids;
    let mut insertions = Vec::new();
    if let Some(at) = gaps.episode {
        episode.id = episode_id(file_stem);
        insertions.push((at, format!("id = \"{}\"{newline}", episode.id)));
    }
    insertions.extend(gaps.speakers.iter().map(|gap| (gap.at, speaker_insertion(text, &episode, gap, newline))));
    insertions.extend(
        gaps.answers.iter().zip(answer_ids(&episode, used)).map(|(gap, id)| (gap.at, answer_insertion(gap, &id))),
    );
    insertions
        .extend(gaps.paragraphs.iter().zip(paragraph_ids(&episode, used)).map(|(at, id)| (*at, format!(" ^{id}"))));
    Ok(inserted(text, insertions))
}

fn inserted(text: &str, mut insertions: Vec<(usize, String)>) -> String {
    insertions.sort_by_key(|(at, _)| *at);
    let mut result = String::with_capacity(text.len() + insertions.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut copied = 0;
    for (at, new) in insertions {
        result.push_str(&text[copied..at]);
        result.push_str(&new);
        copied = at;
    }
    result.push_str(&text[copied..]);
    result
}

/// The reader has already given those without an id the one that is written here.
fn speaker_insertion(text: &str, episode: &Episode, gap: &MissingSpeakerId, newline: &str) -> String {
    let id = episode.speakers.get(gap.index).map(|speaker| speaker.id.as_str()).unwrap_or_default();
    match gap.inline {
        true if text[gap.at..].starts_with(char::is_whitespace) => format!(" id = \"{id}\","),
        true => format!("id = \"{id}\", "),
        false => format!("{newline}id = \"{id}\""),
    }
}

fn answer_insertion(gap: &MissingAnswerId, id: &AnswerId) -> String {
    if gap.in_braces { format!("#{id} ") } else { format!(" {{#{id}}}") }
}

fn episode_id(file_stem: &str) -> EpisodeId {
    let slug = slug(file_stem, usize::MAX);
    EpisodeId::new(&slug).or_else(|_| EpisodeId::new("episode")).unwrap_or_default()
}

/// Ids for the answers that have none, in order.
fn answer_ids(episode: &Episode, used: &BTreeSet<String>) -> Vec<AnswerId> {
    let assigned = episode.answers.iter().map(|answer| &answer.id).filter(|id| id.is_assigned());
    let mut taken: BTreeSet<AnswerId> = assigned.cloned().collect();
    taken.extend(used.iter().filter_map(|id| AnswerId::new(id).ok()));
    let mut numbers = Numbers::default();
    let missing = episode.answers.iter().filter(|answer| !answer.id.is_assigned());
    let ids = missing.map(|answer| {
        let base = answer_base(&slug(&answer.title(episode), ANSWER_ID_WORDS));
        numbers.free(&base, |id| AnswerId::new(id).ok().filter(|id| taken.insert(id.clone())))
    });
    ids.collect()
}

/// Addresses that begin with `p-` are those of paragraphs; `p` would become one with a number behind it.
fn answer_base(slug: &str) -> String {
    match slug {
        "" => "answer".to_owned(),
        slug if slug == "p" || slug.starts_with("p-") => format!("answer-{}", shortened(slug, MAX_NUMBERED_LEN)),
        slug => slug.to_owned(),
    }
}

/// The ids of an episode's speakers, and new ones unlike them.
#[derive(Debug, Default)]
pub(super) struct SpeakerIds {
    taken: BTreeSet<SpeakerId>,
    numbers: Numbers,
}

impl SpeakerIds {
    /// The ids that these have.
    pub(super) fn of<'a>(speakers: impl Iterator<Item = &'a Speaker>) -> Self {
        Self { taken: speakers.map(|speaker| speaker.id.clone()).collect(), numbers: Numbers::default() }
    }

    /// An id for a name, from now on taken.
    pub(super) fn assign(&mut self, name: &str) -> SpeakerId {
        let slug = slug(name, SPEAKER_ID_WORDS);
        let base = if slug.is_empty() { "speaker" } else { &slug };
        let taken = &mut self.taken;
        self.numbers.free(base, |id| SpeakerId::new(id).ok().filter(|id| taken.insert(id.clone())))
    }
}

/// The numbers behind ids that would otherwise be the same: `-2`, `-3` and so on.
#[derive(Debug, Default)]
struct Numbers {
    /// The next for each base: where one stands a thousand times, the last does not begin anew.
    next: BTreeMap<String, u64>,
}

impl Numbers {
    /// The base itself, or with the first number that makes `take` accept it.
    fn free<T>(&mut self, base: &str, mut take: impl FnMut(&str) -> Option<T>) -> T {
        let next = self.next.entry(base.to_owned()).or_insert(1);
        loop {
            let number = *next;
            *next += 1;
            let id = match number {
                1 => take(base),
                _ => take(&format!("{}-{number}", shortened(base, MAX_NUMBERED_LEN))),
            };
            if let Some(id) = id {
                return id;
            }
        }
    }
}

/// An id's first words, in at most so many bytes.
fn shortened(id: &str, max_len: usize) -> String {
    if id.len() <= max_len {
        return id.to_owned();
    }
    let cut = &id[..id.floor_char_boundary(max_len)];
    cut.rsplit_once('-').map_or(cut, |(words, _)| words).to_owned()
}

/// Ids for the paragraphs that have none, in order. None is one that a correction names: it would fall on words it does
/// not mean.
fn paragraph_ids(episode: &Episode, used: &BTreeSet<String>) -> Vec<ParagraphId> {
    let assigned = episode.paragraphs().map(|paragraph| &paragraph.id).filter(|id| id.is_assigned());
    let mut taken: BTreeSet<ParagraphId> = assigned.cloned().collect();
    taken.extend(used.iter().filter_map(|id| ParagraphId::new(id.strip_prefix("p-")?).ok()));
    taken.extend(episode.corrections.iter().map(|correction| correction.paragraph.clone()));
    // How often each text has been tried: where the same one stands a thousand times, the last does not begin anew.
    let mut tried: BTreeMap<&str, u64> = BTreeMap::new();
    let missing = episode.paragraphs().filter(|paragraph| !paragraph.id.is_assigned());
    let ids = missing.map(|paragraph| {
        let tries = tried.entry(&paragraph.text).or_default();
        paragraph_id(&episode.id, &paragraph.text, tries, &mut taken)
    });
    ids.collect()
}

fn paragraph_id(episode: &EpisodeId, text: &str, tries: &mut u64, taken: &mut BTreeSet<ParagraphId>) -> ParagraphId {
    loop {
        let hash = fnv1a(&[episode.as_str().as_bytes(), text.as_bytes(), &tries.to_le_bytes()]);
        *tries += 1;
        match ParagraphId::new(&letters(hash, id_len(taken.len()))) {
            Ok(id) if taken.insert(id.clone()) => return id,
            _ => {}
        }
    }
}

/// One more letter whenever a quarter of the ids of a length is taken: no text is so long that tries run out.
fn id_len(taken: usize) -> usize {
    let mut len = PARAGRAPH_ID_LEN;
    let mut room = ALPHABET.len().pow(4) / 4;
    while taken > room {
        len += 1;
        room *= ALPHABET.len();
    }
    len
}

fn letters(mut hash: u64, len: usize) -> String {
    let base = ALPHABET.len() as u64;
    let mut letters = String::with_capacity(len);
    for _ in 0..len {
        letters.push(char::from(ALPHABET[usize::try_from(hash % base).unwrap_or_default()]));
        hash /= base;
    }
    letters
}

/// Fowler, Noll and Vo's hash, 64 bits, variant 1a, with a byte between the parts that no UTF-8 holds.
fn fnv1a(parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.iter().copied().chain([0xFF]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
