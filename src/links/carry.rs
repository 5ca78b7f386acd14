//! Ids carried over to a new version of an episode: what an editor mended keeps its id, what is new gets none yet, and of
//! what is gone it is said what became of it.
//!
//! The old version's answers stay what they are (an editor named and cut them); the new version gives the words. Not here:
//! which paragraph is which ([`super::align`]), and reading or writing either version.

use std::collections::BTreeMap;

use super::align::{Match, Unit, align};
use super::key::Key;
use super::ledger::{Became, What};
use crate::transcript::{Answer, Correction, Episode, Paragraph, Speaker, SpeakerId, Turn};

/// New paragraphs in a row of so many begin an answer where the new version has one; fewer belong to the one before.
const NEW_ANSWER_PARAGRAPHS: usize = 3;

/// What is done with what is unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsure {
    /// It is told; the result is not to be used.
    Ask,
    /// It is the same: links to the old words lead to the new ones.
    Keep,
    /// It is not: the old is removed, the new gets an id of its own.
    Remove,
}

/// A paragraph that may be another.
#[derive(Debug, Clone, PartialEq)]
pub struct Unclear {
    /// The id in question.
    pub key: Key,
    /// What it led to.
    pub old: String,
    /// What it may be now.
    pub new: String,
    /// How alike the two are, 0 to 1.
    pub alike: f32,
}

/// A new version with the ids of the old one.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The new version. Ids that nothing had before are not assigned.
    pub episode: Episode,
    /// What became of ids that it has no more. A speaker may live on in other episodes.
    pub became: Vec<(Key, What)>,
    /// What nobody but an editor can tell.
    pub unclear: Vec<Unclear>,
    /// Corrections whose words are not there any more; they are left out.
    pub lost: Vec<Correction>,
}

/// A paragraph of the new version on its way.
struct Line {
    /// The name it has in the new version.
    speaker: String,
    paragraph: Paragraph,
    /// Whether the new version begins an answer here.
    begins: bool,
    /// Which old paragraph it is.
    was: Option<usize>,
}

/// An old paragraph: its key, its answer's number, its speaker's id.
struct Old<'a> {
    key: Key,
    answer: usize,
    speaker: &'a SpeakerId,
    paragraph: &'a Paragraph,
}

/// Carries the ids of an episode over to a new version of it.
pub fn carry(old: &Episode, new: Episode, unsure: Unsure) -> Carried {
    let before = old_paragraphs(old);
    let mut lines = lines(&new);
    let name = |id: &SpeakerId| old.speaker(id).map_or("", |speaker| speaker.name.as_str()).to_owned();
    let of_old: Vec<Unit> = before.iter().map(|one| Unit::new(&one.paragraph.text, &name(one.speaker))).collect();
    let of_new: Vec<Unit> = lines.iter().map(|line| Unit::new(&line.paragraph.text, &line.speaker)).collect();
    let mut became = Vec::new();
    let mut unclear = Vec::new();
    let mut parts = Vec::new();
    for (nth, found) in align(&of_old, &of_new).into_iter().enumerate() {
        let one = &before[nth];
        match found {
            Match::Is(at) => take(&mut lines[at], nth, one.paragraph),
            Match::Unclear(at, alike) if unsure == Unsure::Ask => unclear.push(Unclear {
                key: one.key.clone(),
                old: one.paragraph.text.clone(),
                new: lines[at].paragraph.text.clone(),
                alike,
            }),
            Match::Unclear(at, _) if unsure == Unsure::Keep && lines[at].was.is_none() => {
                take(&mut lines[at], nth, one.paragraph);
            }
            Match::PartOf(at) => parts.push((nth, at)),
            Match::Gone | Match::Unclear(..) => became.push((one.key.clone(), What::Removed)),
        }
    }
    for (nth, at) in parts {
        match lines[at].was {
            Some(whole) => {
                let whole = before[whole].key.clone();
                became.push((before[nth].key.clone(), What::Became(Became::Merged, vec![whole])));
            }
            None => take(&mut lines[at], nth, before[nth].paragraph),
        }
    }
    let speakers = Speakers::of(old, &new, &before, &lines);
    let answers = answers(old, &before, &lines, &speakers);
    became.extend(answers_that_ended(old, &before, &answers));
    became.extend(speakers.ended(old));
    let mut episode = Episode { answers, speakers: speakers.list, corrections: Vec::new(), ..old.clone() };
    let (kept, lost) = old.corrections.iter().cloned().partition(|correction| fits(old, &episode, correction));
    episode.corrections = kept;
    Carried { episode, became, unclear, lost }
}

fn take(line: &mut Line, nth: usize, old: &Paragraph) {
    line.was = Some(nth);
    line.paragraph.id = old.id.clone();
    line.paragraph.start = line.paragraph.start.or(old.start);
}

/// Whether a correction is still about the same words: the stretch stands as often in the paragraph as it stood.
fn fits(old: &Episode, new: &Episode, correction: &Correction) -> bool {
    let stands = |episode: &Episode| {
        let paragraph = episode.paragraphs().find(|paragraph| paragraph.id == correction.paragraph)?;
        correction.range(&paragraph.text)?;
        Some(paragraph.text.matches(&correction.heard).count())
    };
    stands(new).is_some_and(|count| stands(old) == Some(count))
}

fn old_paragraphs(old: &Episode) -> Vec<Old<'_>> {
    let mut all = Vec::new();
    for (answer, of) in old.answers.iter().enumerate() {
        for turn in &of.turns {
            all.extend(turn.paragraphs.iter().map(|paragraph| Old {
                key: Key::paragraph(&old.id, &paragraph.id),
                answer,
                speaker: &turn.speaker,
                paragraph,
            }));
        }
    }
    all
}

fn lines(new: &Episode) -> Vec<Line> {
    let mut lines = Vec::new();
    for answer in &new.answers {
        let mut begins = true;
        for turn in &answer.turns {
            let speaker = new.speaker(&turn.speaker).map_or_else(String::new, |speaker| speaker.name.clone());
            for paragraph in &turn.paragraphs {
                let paragraph = Paragraph { id: Default::default(), ..paragraph.clone() };
                lines.push(Line { speaker: speaker.clone(), paragraph, begins, was: None });
                begins = false;
            }
        }
    }
    lines
}

/// Who is who in both versions.
struct Speakers {
    /// Those of the new version.
    list: Vec<Speaker>,
    /// For each name of the new version its id.
    by_name: BTreeMap<String, SpeakerId>,
    /// For each old speaker's id the name that most of their words have now.
    now: BTreeMap<SpeakerId, String>,
}

impl Speakers {
    /// A name that both have is the same person; so is a new one under which most of an old one's words stand, where the old
    /// name is no more.
    fn of(old: &Episode, new: &Episode, before: &[Old<'_>], lines: &[Line]) -> Self {
        let mut votes: BTreeMap<&SpeakerId, BTreeMap<&str, usize>> = BTreeMap::new();
        for line in lines {
            let Some(was) = line.was else { continue };
            *votes.entry(before[was].speaker).or_default().entry(&line.speaker).or_default() += 1;
        }
        let most = |votes: &BTreeMap<&str, usize>| {
            votes.iter().max_by_key(|(_, count)| **count).map_or_else(String::new, |(name, _)| (*name).to_owned())
        };
        let now: BTreeMap<SpeakerId, String> = votes.iter().map(|(id, votes)| ((*id).clone(), most(votes))).collect();
        let old_named = |name: &str| old.speakers.iter().find(|speaker| speaker.name == name);
        let is_named = |name: &str| new.speakers.iter().any(|speaker| speaker.name == name);
        let mut list: Vec<Speaker> = Vec::new();
        for speaker in &new.speakers {
            let renamed = || {
                let heirs =
                    old.speakers.iter().filter(|one| !is_named(&one.name) && now.get(&one.id) == Some(&speaker.name));
                heirs.max_by_key(|one| votes.get(&one.id).and_then(|votes| votes.get(speaker.name.as_str())).copied())
            };
            let known = old_named(&speaker.name).or_else(renamed);
            list.push(match known {
                Some(known) => Speaker { name: speaker.name.clone(), ..known.clone() },
                None => speaker.clone(),
            });
        }
        let names: Vec<&str> = new.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        let by_name = names.iter().zip(&list).map(|(name, speaker)| ((*name).to_owned(), speaker.id.clone())).collect();
        // As the old version lists them, then who is new.
        let place = |speaker: &Speaker| old.speakers.iter().position(|one| one.id == speaker.id).unwrap_or(usize::MAX);
        list.sort_by_key(place);
        Self { list, by_name, now }
    }

    /// What became of those who are no more in the episode.
    fn ended(&self, old: &Episode) -> Vec<(Key, What)> {
        let gone = old.speakers.iter().filter(|speaker| self.list.iter().all(|one| one.id != speaker.id));
        let what = |speaker: &Speaker| match self.now.get(&speaker.id).and_then(|name| self.by_name.get(name)) {
            Some(id) => What::Became(Became::Merged, vec![Key::speaker(id)]),
            None => What::Removed,
        };
        gone.map(|speaker| (Key::speaker(&speaker.id), what(speaker))).collect()
    }
}

/// The new version's paragraphs in the old version's answers.
fn answers(old: &Episode, before: &[Old<'_>], lines: &[Line], speakers: &Speakers) -> Vec<Answer> {
    let starts = starts(before, lines);
    let mut answers: Vec<Answer> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let of_old = starts.get(&at).and_then(|nth| old.answers.get(*nth));
        let adopts =
            of_old.is_some() && at < NEW_ANSWER_PARAGRAPHS && answers.len() == 1 && !answers[0].id.is_assigned();
        if let Some(known) = of_old {
            let empty = Answer { turns: Vec::new(), ..known.clone() };
            match answers.last_mut().filter(|_| adopts) {
                Some(first) => *first = Answer { turns: std::mem::take(&mut first.turns), ..empty },
                None => answers.push(empty),
            }
        } else if answers.is_empty() || line.begins && new_run(lines, at) >= NEW_ANSWER_PARAGRAPHS {
            let (id, written_title) = (Default::default(), None);
            answers.push(Answer { id, written_title, pinned: Vec::new(), banned: Vec::new(), turns: Vec::new() });
        }
        let Some(answer) = answers.last_mut() else { continue };
        let speaker = speakers.by_name.get(&line.speaker).cloned().unwrap_or_default();
        match answer.turns.last_mut().filter(|turn| turn.speaker == speaker) {
            Some(turn) => turn.paragraphs.push(line.paragraph.clone()),
            None => answer.turns.push(Turn { speaker, paragraphs: vec![line.paragraph.clone()] }),
        }
    }
    answers
}

/// How many paragraphs in a row are new, from one on.
fn new_run(lines: &[Line], at: usize) -> usize {
    lines[at..].iter().take_while(|line| line.was.is_none()).count()
}

/// Where each old answer begins now, by the new paragraph's number: with the first of its paragraphs that most of the others
/// stand near.
fn starts(before: &[Old<'_>], lines: &[Line]) -> BTreeMap<usize, usize> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(was) = line.was else { continue };
        places.entry(before[was].answer).or_default().push(at);
    }
    let start = |places: &Vec<usize>| {
        let reach = 2 * places.len() + NEW_ANSWER_PARAGRAPHS;
        let near = |from: usize| places.iter().filter(|at| (from..from + reach).contains(at)).count();
        places.iter().copied().find(|from| near(*from) * 2 >= places.len())
    };
    places.iter().filter_map(|(answer, places)| Some((start(places)?, *answer))).collect()
}

/// What became of the answers that the new version has no more: they are part of those where their paragraphs are now.
fn answers_that_ended(old: &Episode, before: &[Old<'_>], answers: &[Answer]) -> Vec<(Key, What)> {
    let mut ended = Vec::new();
    for (nth, answer) in old.answers.iter().enumerate() {
        if answers.iter().any(|one| one.id == answer.id) {
            continue;
        }
        let mut heirs = Vec::new();
        for one in before.iter().filter(|one| one.answer == nth) {
            let heir = answers.iter().find(|answer| answer.paragraphs().any(|p| p.id == one.paragraph.id));
            let heir = heir.filter(|heir| heir.id.is_assigned()).map(|heir| Key::answer(&old.id, &heir.id));
            if let Some(heir) = heir.filter(|heir| !heirs.contains(heir)) {
                heirs.push(heir);
            }
        }
        let what = match heirs.len() {
            0 => What::Removed,
            1 => What::Became(Became::Merged, heirs),
            _ => What::Became(Became::Split, heirs),
        };
        ended.push((Key::answer(&old.id, &answer.id), what));
    }
    ended
}
