//! Missing ids, written into an episode's text, which is otherwise left as it is.
//!
//! An id is *assigned* here once. From then on it is what the file says. It is never derived again, neither from the text
//! nor from a position or a time, and so stays right when those change. A new id does follow from the text, so that two
//! runs over the same file agree:
//!
//! - an episode's id is the slug of the file's name, an answer's the slug of its title, a speaker's the slug of the name;
//! - a paragraph's id is a short hash of the episode's id and the paragraph's text.
//!
//! Not here: the numbering of ids that would be the same ([`crate::transcript::IdNumbers`]).

use std::collections::{BTreeMap, BTreeSet};

use super::ParsedEpisode;
use super::findings::{MissingAnswerId, MissingIds, MissingSpeakerId};
use super::insertion::{Insertion, with_insertions};
use crate::transcript::{
    AnswerId, Episode, EpisodeId, IdLetters, IdNumbers, MAX_NUMBERED_BYTES, ParagraphId, Problem, SpeakerId,
    SpeakerIds, fnv1a_64, shortened, slug,
};

/// The letters and digits of a paragraph's id: those that are not mistaken for each other.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// The characters of a paragraph's id, while few ids of this length are in use. With more, links are longer; with fewer, an
/// episode has longer ids from a shorter text on (see [`id_len`]).
const PARAGRAPH_ID_LEN: u32 = 4;

/// The number of words of a title that an answer's id takes over.
const ANSWER_ID_WORDS: usize = 6;

/// A byte that no UTF-8 text holds, behind each part that is hashed: `ab` and `c` differ from `a` and `bc`.
const PART_END: u8 = 0xFF;

/// A text with all its ids.
#[derive(Debug)]
pub struct Assigned {
    /// The text.
    pub text: String,
    /// The same, parsed.
    pub parsed: ParsedEpisode,
    /// The number of ids that were missing and are in the text now.
    pub written: usize,
}

/// What new ids depend on beside the text.
#[derive(Debug, Clone, Default)]
pub struct IdRules {
    /// The ids that were ever published in the episode, of answers, and of paragraphs with `p-` before them: none of them is assigned
    /// again.
    pub used: BTreeSet<String>,
    /// The ids that people have elsewhere, and the letters of all new ids.
    pub speakers: SpeakerIds,
}

/// The same text with all missing ids written in. Every other byte stays, line ends included.
///
/// # Errors
/// Every problem of a text that has errors besides missing ids: nothing is written into what is not understood.
pub fn assign_ids(text: &str, file_stem: &str, rules: &IdRules) -> Result<Assigned, Vec<Problem>> {
    ParsedEpisode::parse(text, file_stem).assign_ids(text, file_stem, rules)
}

impl ParsedEpisode {
    /// As [`assign_ids`], with the text parsed already. It is parsed again only where ids were written into it.
    ///
    /// # Errors
    /// As [`assign_ids`].
    pub fn assign_ids(mut self, text: &str, file_stem: &str, rules: &IdRules) -> Result<Assigned, Vec<Problem>> {
        let findings = &self.0.findings;
        let Some(episode) = self.0.episode.as_mut().filter(|_| !findings.problems.any_error()) else {
            return Err(self.into_reading().problems);
        };
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let insertions = insertions(text, episode, &findings.missing_ids, &NewIds { file_stem, rules, newline });
        let written = insertions.len();
        if written == 0 {
            return Ok(Assigned { text: text.to_owned(), parsed: self, written });
        }
        let text = with_insertions(text, insertions);
        let parsed = Self::parse(&text, file_stem);
        Ok(Assigned { text, parsed, written })
    }
}

/// What new ids follow from, and how lines of the text end.
struct NewIds<'a> {
    file_stem: &'a str,
    rules: &'a IdRules,
    newline: &'static str,
}

/// Every missing id as a piece of text; the episode's own is set in `episode` too, as those of paragraphs follow from it.
fn insertions(text: &str, episode: &mut Episode, gaps: &MissingIds, ids: &NewIds<'_>) -> Vec<Insertion> {
    let mut insertions = Vec::new();
    if let Some(at) = gaps.episode {
        episode.id = episode_id(ids.file_stem, ids.rules.speakers.letters());
        insertions.push(Insertion { at, new: format!("id = \"{}\"{}", episode.id, ids.newline) });
    }
    let speakers = gaps.speakers.iter().zip(speaker_ids(episode, gaps, &ids.rules.speakers));
    insertions.extend(speakers.map(|(gap, id)| speaker_insertion(text, gap, &id, ids.newline)));
    insertions
        .extend(gaps.answers.iter().zip(answer_ids(episode, ids.rules)).map(|(gap, id)| answer_insertion(gap, &id)));
    let paragraphs = gaps.paragraphs.iter().zip(paragraph_ids(episode, &ids.rules.used));
    insertions.extend(paragraphs.map(|(at, id)| Insertion { at: *at, new: format!(" ^{id}") }));
    insertions
}

/// New ids for the speakers without one, in order. What the parser has given them, since turns refer to speakers by id, is for the time of
/// reading.
fn speaker_ids(episode: &Episode, gaps: &MissingIds, ids: &SpeakerIds) -> Vec<SpeakerId> {
    let missing: BTreeSet<usize> = gaps.speakers.iter().map(|gap| gap.index).collect();
    let listed = episode.speakers.iter().enumerate().filter(|(at, _)| !missing.contains(at));
    let mut ids = ids.beside(listed.map(|(_, speaker)| speaker));
    let names = gaps.speakers.iter().map(|gap| episode.speakers.get(gap.index).map_or("", |speaker| &speaker.name));
    names.map(|name| ids.assign(name)).collect()
}

fn speaker_insertion(text: &str, gap: &MissingSpeakerId, id: &SpeakerId, newline: &str) -> Insertion {
    let new = match gap.inline {
        true if text[gap.at..].starts_with(char::is_whitespace) => format!(" id = \"{id}\","),
        true => format!("id = \"{id}\", "),
        false => format!("{newline}id = \"{id}\""),
    };
    Insertion { at: gap.at, new }
}

fn answer_insertion(gap: &MissingAnswerId, id: &AnswerId) -> Insertion {
    Insertion { at: gap.at, new: if gap.in_braces { format!("#{id} ") } else { format!(" {{#{id}}}") } }
}

fn episode_id(file_stem: &str, letters: IdLetters) -> EpisodeId {
    let slug = slug(file_stem, usize::MAX, letters);
    EpisodeId::new(&slug).or_else(|_| EpisodeId::new("episode")).unwrap_or_default()
}

/// New ids for the answers without one, in order.
fn answer_ids(episode: &Episode, rules: &IdRules) -> Vec<AnswerId> {
    let present = episode.answers.iter().map(|answer| &answer.id).filter(|id| id.is_assigned());
    let mut in_use: BTreeSet<AnswerId> = present.cloned().collect();
    in_use.extend(rules.used.iter().filter_map(|id| AnswerId::new(id).ok()));
    let mut numbers = IdNumbers::default();
    let missing = episode.answers.iter().filter(|answer| !answer.id.is_assigned());
    let ids = missing.map(|answer| {
        let base = answer_id_base(&slug(&answer.title(episode), ANSWER_ID_WORDS, rules.speakers.letters()));
        numbers.assign(&base, |id| AnswerId::new(id).ok().filter(|id| in_use.insert(id.clone())))
    });
    ids.collect()
}

/// The base of an answer's id. Ids that begin with `p-` are the anchors of paragraphs, and `p` with a number behind it would
/// be one.
fn answer_id_base(slug: &str) -> String {
    match slug {
        "" => "answer".to_owned(),
        slug if slug == "p" || slug.starts_with("p-") => format!("answer-{}", shortened(slug, MAX_NUMBERED_BYTES)),
        slug => slug.to_owned(),
    }
}

/// New ids for the paragraphs without one, in order. An id that a correction names is not assigned: the correction would
/// then apply to words it does not mean.
fn paragraph_ids(episode: &Episode, used: &BTreeSet<String>) -> Vec<ParagraphId> {
    let present = episode.paragraphs().map(|paragraph| &paragraph.id).filter(|id| id.is_assigned());
    let mut in_use: BTreeSet<ParagraphId> = present.cloned().collect();
    in_use.extend(used.iter().filter_map(|id| ParagraphId::new(id.strip_prefix("p-")?).ok()));
    in_use.extend(episode.corrections.iter().map(|correction| correction.paragraph.clone()));
    // The attempts for each text, so that a text repeated a thousand times is not hashed a thousand times for each.
    let mut attempts: BTreeMap<&str, u64> = BTreeMap::new();
    let missing = episode.paragraphs().filter(|paragraph| !paragraph.id.is_assigned());
    let ids = missing.map(|paragraph| {
        let attempt = attempts.entry(&paragraph.text).or_default();
        paragraph_id(&episode.id, &paragraph.text, attempt, &mut in_use)
    });
    ids.collect()
}

/// The first hash of episode, text and number of attempts that is not in use.
fn paragraph_id(episode: &EpisodeId, text: &str, attempt: &mut u64, in_use: &mut BTreeSet<ParagraphId>) -> ParagraphId {
    loop {
        let hash = hash(&[episode.as_str().as_bytes(), text.as_bytes(), &attempt.to_le_bytes()]);
        *attempt += 1;
        match ParagraphId::new(&encoded(hash, id_len(in_use.len()))) {
            Ok(id) if in_use.insert(id.clone()) => return id,
            _ => {}
        }
    }
}

/// The length of the next paragraph's id: one more whenever a quarter of the ids of a length are in use, so that an unused
/// one is found within a few attempts however long the text is.
fn id_len(in_use: usize) -> u32 {
    let mut len = PARAGRAPH_ID_LEN;
    let mut room = ALPHABET.len().pow(PARAGRAPH_ID_LEN) / 4;
    while in_use > room {
        len += 1;
        room *= ALPHABET.len();
    }
    len
}

/// The lowest digits of a hash to the base of the alphabet's length, the lowest first.
fn encoded(mut hash: u64, len: u32) -> String {
    let base = ALPHABET.len() as u64;
    let mut digits = String::new();
    for _ in 0..len {
        digits.push(char::from(ALPHABET[usize::try_from(hash % base).unwrap_or_default()]));
        hash /= base;
    }
    digits
}

fn hash(parts: &[&[u8]]) -> u64 {
    fnv1a_64(parts.iter().flat_map(|part| part.iter().copied().chain([PART_END])))
}
