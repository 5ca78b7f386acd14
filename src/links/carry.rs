//! Carrying ids over to a new version of an episode: an edited paragraph keeps its id, a new one has none yet, and for each
//! id that is gone there is a change that says what happened to it.
//!
//! The answers remain those of the old version, since an editor cut and named them; the words are those of the new version. So are the
//! names of those who speak, but for those whom an editor renamed or joined: they keep what the library calls them.
//!
//! Not here: which paragraph is which ([`super::align`]), and reading or writing either version.

use std::collections::{BTreeMap, BTreeSet};

use super::align::{Counterpart, align};
use super::entry::{Change, Succession, Successors};
use super::profile::Profile;
use super::published_id::PublishedId;
use crate::transcript::{Answer, AnswerId, Correction, Episode, Paragraph, ParagraphId, Speaker, SpeakerId};

/// The least number of successive new paragraphs that form a new answer, if the new version begins one there. With fewer, a
/// short insertion becomes an answer of its own; with more, a new answer is appended to the one before it.
const NEW_ANSWER_PARAGRAPHS: usize = 3;

/// What to do with a paragraph that may be the same as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnclearPolicy {
    /// Report it. The result is then not to be used.
    Ask,
    /// Treat it as the same: links to the old words lead to the new ones.
    Keep,
    /// Treat it as another: the old id is removed, and the new paragraph gets a new one.
    Remove,
}

/// A paragraph of the new version that may be one of the old version.
#[derive(Debug, Clone, PartialEq)]
pub struct UnclearMatch {
    /// The id of the old paragraph.
    pub id: PublishedId,
    /// The text of the old paragraph.
    pub old: String,
    /// The text of the new paragraph.
    pub new: String,
    /// The similarity of the two, from 0 to 1.
    pub similarity: f32,
}

/// A change of an id, without a date.
#[derive(Debug, Clone, PartialEq)]
pub struct IdChange {
    /// The id.
    pub id: PublishedId,
    /// The change.
    pub change: Change,
}

/// A new version of an episode with the ids of the old one.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The new version. New ids are not assigned.
    pub episode: Episode,
    /// The changes of ids that the episode no longer has. A speaker may still be in other episodes.
    pub changes: Vec<IdChange>,
    /// The paragraphs that only an editor can decide about. Empty unless the policy is [`UnclearPolicy::Ask`].
    pub unclear: Vec<UnclearMatch>,
    /// The corrections that were dropped, since their words are no longer there.
    pub dropped_corrections: Vec<Correction>,
}

/// A paragraph of the new version.
struct NewParagraph {
    /// The name of the speaker in the new version.
    speaker: String,
    paragraph: Paragraph,
    /// The answer that the new version begins here, without its words.
    begins: Option<Answer>,
    /// The number of the old paragraph whose id it has.
    counterpart: Option<usize>,
}

/// A paragraph of the old version.
struct OldParagraph<'a> {
    id: PublishedId,
    /// The number of the answer.
    answer: usize,
    speaker: &'a SpeakerId,
    paragraph: &'a Paragraph,
}

/// Carries the ids of an episode over to a new version of it.
pub fn carry(old: &Episode, mut new: Episode, policy: UnclearPolicy) -> Carried {
    name_as_before(old, &mut new);
    let old_paragraphs = old_paragraphs(old);
    let mut new_paragraphs = new_paragraphs(&new);
    let Matches { mut changes, unclear } = match_paragraphs(old, &old_paragraphs, &mut new_paragraphs, policy);
    let speakers = SpeakerMatches::of(old, &new, &old_paragraphs, &new_paragraphs);
    let answers = answers(old, &old_paragraphs, &new_paragraphs, &speakers);
    changes.extend(changes_of_answers(old, &old_paragraphs, &answers));
    changes.extend(speakers.changes(old));
    // What applies to the whole library follows from the new text.
    let (corrections, library_corrections) = Default::default();
    let mut episode = Episode { answers, speakers: speakers.list, corrections, library_corrections, ..old.clone() };
    let (kept, dropped) = old.corrections.iter().cloned().partition(|correction| still_fits(old, &episode, correction));
    episode.corrections = kept;
    Carried { episode, changes, unclear, dropped_corrections: dropped }
}

/// Gives those who speak in the new version the names that an editor of the old one gave them.
fn name_as_before(old: &Episode, new: &mut Episode) {
    for speaker in &mut new.speakers {
        if let Some(known) = old.speakers.iter().find(|known| known.source_names.contains(&speaker.name)) {
            speaker.name.clone_from(&known.name);
        }
    }
}

/// What matching leaves besides the ids of the new paragraphs.
#[derive(Default)]
struct Matches {
    changes: Vec<IdChange>,
    unclear: Vec<UnclearMatch>,
}

/// Gives the new paragraphs the ids of their counterparts.
fn match_paragraphs(
    old: &Episode,
    old_paragraphs: &[OldParagraph<'_>],
    new_paragraphs: &mut [NewParagraph],
    policy: UnclearPolicy,
) -> Matches {
    let mut matches = Matches::default();
    let mut contained = Vec::new();
    let old_profile = |one: &OldParagraph<'_>| Profile::new(&one.paragraph.text, old.name_of(one.speaker));
    let old_profiles: Vec<Profile> = old_paragraphs.iter().map(old_profile).collect();
    let new_profile = |one: &NewParagraph| Profile::new(&one.paragraph.text, &one.speaker);
    let new_profiles: Vec<Profile> = new_paragraphs.iter().map(new_profile).collect();
    for (nth, counterpart) in align(&old_profiles, &new_profiles).into_iter().enumerate() {
        let OldParagraph { id, paragraph, .. } = &old_paragraphs[nth];
        match counterpart {
            Counterpart::Same(at) => new_paragraphs[at].take_id(nth, paragraph),
            Counterpart::Unclear(at, similarity) if policy == UnclearPolicy::Ask => {
                let (old, new) = (paragraph.text.clone(), new_paragraphs[at].paragraph.text.clone());
                matches.unclear.push(UnclearMatch { id: id.clone(), old, new, similarity });
            }
            Counterpart::Unclear(at, _)
                if policy == UnclearPolicy::Keep && new_paragraphs[at].counterpart.is_none() =>
            {
                new_paragraphs[at].take_id(nth, paragraph);
            }
            Counterpart::Containing(at) => contained.push((nth, at)),
            Counterpart::Missing | Counterpart::Unclear(..) => {
                matches.changes.push(IdChange { id: id.clone(), change: Change::Removed { keeps_text: false } });
            }
        }
    }
    // Only now is it known which of the containing paragraphs have an id themselves.
    for (nth, at) in contained {
        let OldParagraph { id, paragraph, .. } = &old_paragraphs[nth];
        match new_paragraphs[at].counterpart {
            Some(whole) => {
                let ids = vec![old_paragraphs[whole].id.clone()];
                let change = Change::Succeeded(Box::new(Successors { succession: Succession::Merged, ids }));
                matches.changes.push(IdChange { id: id.clone(), change });
            }
            None => new_paragraphs[at].take_id(nth, paragraph),
        }
    }
    matches
}

impl NewParagraph {
    /// Gives the paragraph the id of an old one and, if it has no time itself, the time.
    fn take_id(&mut self, nth: usize, old: &Paragraph) {
        self.counterpart = Some(nth);
        self.paragraph.id = old.id.clone();
        self.paragraph.start = self.paragraph.start.or(old.start);
    }
}

/// Whether a correction still applies to the same words: its paragraph has them as often as before.
fn still_fits(old: &Episode, new: &Episode, correction: &Correction) -> bool {
    let occurrences = |episode: &Episode| {
        let paragraph = episode.paragraphs().find(|paragraph| paragraph.id == correction.paragraph)?;
        correction.range(&paragraph.text)?;
        Some(paragraph.text.matches(&correction.heard).count())
    };
    occurrences(new).is_some_and(|count| occurrences(old) == Some(count))
}

fn old_paragraphs(old: &Episode) -> Vec<OldParagraph<'_>> {
    let mut paragraphs = Vec::new();
    for (nth, answer) in old.answers.iter().enumerate() {
        for turn in &answer.turns {
            paragraphs.extend(turn.paragraphs.iter().map(|paragraph| OldParagraph {
                id: PublishedId::paragraph(&old.id, &paragraph.id),
                answer: nth,
                speaker: &turn.speaker,
                paragraph,
            }));
        }
    }
    paragraphs
}

fn new_paragraphs(new: &Episode) -> Vec<NewParagraph> {
    let mut paragraphs = Vec::new();
    for answer in &new.answers {
        let (written_title, part) = (answer.written_title.clone(), answer.part);
        let mut begins = Some(Answer { written_title, part, ..Answer::untitled() });
        for turn in &answer.turns {
            for paragraph in &turn.paragraphs {
                let speaker = new.name_of(&turn.speaker).to_owned();
                let paragraph = Paragraph { id: Default::default(), ..paragraph.clone() };
                paragraphs.push(NewParagraph { speaker, paragraph, begins: begins.take(), counterpart: None });
            }
        }
    }
    paragraphs
}

/// The speakers of the new version, matched with those of the old one.
struct SpeakerMatches {
    /// The speakers of the new version, with the ids of the old one.
    list: Vec<Speaker>,
    /// The id for each name in the new version.
    ids_by_name: BTreeMap<String, SpeakerId>,
    /// The name that most of the paragraphs of an old speaker have in the new version.
    new_names: BTreeMap<SpeakerId, String>,
}

impl SpeakerMatches {
    /// Matches speakers by name. A speaker whose name is no longer there was renamed if most of their paragraphs are under
    /// one new name.
    fn of(old: &Episode, new: &Episode, old_paragraphs: &[OldParagraph<'_>], new_paragraphs: &[NewParagraph]) -> Self {
        let mut votes: BTreeMap<&SpeakerId, BTreeMap<&str, usize>> = BTreeMap::new();
        for paragraph in new_paragraphs {
            let Some(counterpart) = paragraph.counterpart else { continue };
            *votes.entry(old_paragraphs[counterpart].speaker).or_default().entry(&paragraph.speaker).or_default() += 1;
        }
        let most = |votes: &BTreeMap<&str, usize>| {
            votes.iter().max_by_key(|(_, count)| **count).map_or_else(String::new, |(name, _)| (*name).to_owned())
        };
        let new_names: BTreeMap<SpeakerId, String> =
            votes.iter().map(|(id, votes)| ((*id).clone(), most(votes))).collect();
        let is_named = |name: &str| new.speakers.iter().any(|speaker| speaker.name == name);
        let mut list: Vec<Speaker> = Vec::new();
        let mut ids_by_name = BTreeMap::new();
        for speaker in &new.speakers {
            let renamed = || {
                let candidates = old
                    .speakers
                    .iter()
                    .filter(|old| !is_named(&old.name) && new_names.get(&old.id) == Some(&speaker.name));
                let votes = |old: &&Speaker| votes.get(&old.id)?.get(speaker.name.as_str()).copied();
                candidates.max_by_key(votes)
            };
            let known = old.speakers.iter().find(|old| old.name == speaker.name).or_else(renamed);
            let matched = known.map_or_else(|| speaker.clone(), |known| known_speaker(known, speaker));
            ids_by_name.insert(speaker.name.clone(), matched.id.clone());
            // Of one person a machine may have made several.
            if list.iter().all(|speaker| speaker.id != matched.id) {
                list.push(matched);
            }
        }
        // The order of the old version; new speakers come last.
        let position = |id: &SpeakerId| old.speakers.iter().position(|old| old.id == *id).unwrap_or(usize::MAX);
        list.sort_by_key(|speaker| position(&speaker.id));
        Self { list, ids_by_name, new_names }
    }

    /// The changes of speakers who are no longer in the episode.
    fn changes(&self, old: &Episode) -> Vec<IdChange> {
        let gone = old.speakers.iter().filter(|old| self.list.iter().all(|speaker| speaker.id != old.id));
        let successor = |old: &Speaker| self.ids_by_name.get(self.new_names.get(&old.id)?).map(PublishedId::speaker);
        gone.map(|old| IdChange {
            id: PublishedId::speaker(&old.id),
            change: Change::merged_into(successor(old).into_iter().collect()),
        })
        .collect()
    }
}

/// A speaker of both versions, whom the new one may call otherwise. Who was nobody and has a name now gets the id of that name, for
/// nothing links to the id of a placeholder; who has a name is not made nobody.
fn known_speaker(old: &Speaker, new: &Speaker) -> Speaker {
    match (old.is_placeholder, new.is_placeholder) {
        (true, false) => {
            Speaker { role: old.role, about: old.about.clone().or_else(|| new.about.clone()), ..new.clone() }
        }
        (false, true) => old.clone(),
        _ if old.source_names.is_empty() || old.name == new.name => Speaker { name: new.name.clone(), ..old.clone() },
        // An editor has chosen the name; that of the transcript is one more to know them by.
        _ => Speaker { source_names: [&old.source_names[..], std::slice::from_ref(&new.name)].concat(), ..old.clone() },
    }
}

/// The answers of the old version with the paragraphs of the new one.
fn answers(
    old: &Episode,
    old_paragraphs: &[OldParagraph<'_>],
    new_paragraphs: &[NewParagraph],
    speakers: &SpeakerMatches,
) -> Vec<Answer> {
    let starts = answer_starts(old_paragraphs, new_paragraphs);
    let mut answers: Vec<Answer> = Vec::new();
    for (at, new) in new_paragraphs.iter().enumerate() {
        if let Some(known) = starts.get(&at).and_then(|nth| old.answers.get(*nth)) {
            // A few new paragraphs at the very beginning belong to the first answer.
            let follows_short_opening =
                at < NEW_ANSWER_PARAGRAPHS && answers.len() == 1 && !answers[0].id.is_assigned();
            let opening = if follows_short_opening { answers.pop() } else { None };
            let turns = opening.map(|opening| opening.turns).unwrap_or_default();
            answers.push(Answer { turns, ..known.clone() });
        } else if answers.is_empty() || new.begins.is_some() && new_run(new_paragraphs, at) >= NEW_ANSWER_PARAGRAPHS {
            answers.push(new.begins.clone().unwrap_or_else(Answer::untitled));
        }
        let Some(answer) = answers.last_mut() else { continue };
        let speaker = speakers.ids_by_name.get(&new.speaker).cloned().unwrap_or_default();
        answer.say(&speaker, new.paragraph.clone());
    }
    answers
}

/// The number of successive paragraphs without a counterpart, from one on.
fn new_run(paragraphs: &[NewParagraph], at: usize) -> usize {
    paragraphs[at..].iter().take_while(|paragraph| paragraph.counterpart.is_none()).count()
}

/// The number of the new paragraph at which each old answer begins, with the number of the answer. It is the first of the
/// answer's paragraphs that has at least half of them close behind it.
fn answer_starts(old_paragraphs: &[OldParagraph<'_>], new_paragraphs: &[NewParagraph]) -> BTreeMap<usize, usize> {
    let mut positions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, paragraph) in new_paragraphs.iter().enumerate() {
        let Some(counterpart) = paragraph.counterpart else { continue };
        positions.entry(old_paragraphs[counterpart].answer).or_default().push(at);
    }
    let start = |positions: &[usize]| {
        let reach = 2 * positions.len() + NEW_ANSWER_PARAGRAPHS;
        let close = |from: usize| positions.iter().filter(|at| (from..from + reach).contains(at)).count();
        positions.iter().copied().find(|from| close(*from) * 2 >= positions.len())
    };
    positions.iter().filter_map(|(answer, positions)| Some((start(positions)?, *answer))).collect()
}

/// The changes of answers that an episode no longer has whose paragraphs are the same: its answers were cut anew.
pub fn recut_changes(old: &Episode, new: &Episode) -> Vec<IdChange> {
    changes_of_answers(old, &old_paragraphs(old), &new.answers)
}

/// The changes of answers that the new version no longer has: their successors are the answers that have their paragraphs.
fn changes_of_answers(old: &Episode, old_paragraphs: &[OldParagraph<'_>], answers: &[Answer]) -> Vec<IdChange> {
    let live: BTreeSet<&AnswerId> = answers.iter().map(|answer| &answer.id).collect();
    let mut holders: BTreeMap<&ParagraphId, &AnswerId> = BTreeMap::new();
    for answer in answers.iter().filter(|answer| answer.id.is_assigned()) {
        holders.extend(answer.paragraphs().map(|paragraph| (&paragraph.id, &answer.id)));
    }
    let mut changes = Vec::new();
    for of_answer in old_paragraphs.chunk_by(|a, b| a.answer == b.answer) {
        let Some(gone) = of_answer.first().map(|first| &old.answers[first.answer]) else { continue };
        if live.contains(&gone.id) {
            continue;
        }
        let mut successors: Vec<PublishedId> = Vec::new();
        for holder in of_answer.iter().filter_map(|it| holders.get(&it.paragraph.id)) {
            let id = PublishedId::answer(&old.id, holder);
            successors.extend(Some(id).filter(|id| !successors.contains(id)));
        }
        let change = Change::merged_into(successors);
        changes.push(IdChange { id: PublishedId::answer(&old.id, &gone.id), change });
    }
    changes
}
