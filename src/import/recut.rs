//! An episode whose answers are cut anew, as an import of now would cut them.
//!
//! What an editor wrote stays: a heading other than the one that an import writes, and what it titles. A published answer that begins where
//! one begins now keeps its id and its title, and any answer that is as it was keeps its id. Paragraphs stay what they are.
//!
//! Not here: what becomes of the ids that are gone ([`crate::links`]), and files.

use std::collections::BTreeMap;

use super::answers::{Cut, Ends};
use super::parts::Said;
use super::title::{Untitled, titles};
use crate::transcript::{Answer, AnswerId, Episode, Paragraph, Role, SpeakerId};

/// A paragraph, and where it stands.
struct Spoken<'a> {
    /// The position of its answer.
    answer: usize,
    is_first: bool,
    speaker: &'a SpeakerId,
    paragraph: &'a Paragraph,
}

/// The episode with its answers cut anew; new answers have no ids. `is_published` tells the answers that have addresses.
pub fn recut(old: &Episode, is_published: &dyn Fn(&AnswerId) -> bool) -> Episode {
    let hosts: BTreeMap<&SpeakerId, bool> =
        old.speakers.iter().map(|speaker| (&speaker.id, speaker.role == Role::Host)).collect();
    let is_host = |speaker: &SpeakerId| hosts.get(speaker).copied().unwrap_or_default();
    let stays = staying(old, &is_host);
    let spoken = spoken(old);
    let mut said: Vec<Said<'_>> = spoken
        .iter()
        .map(|it| Said { name: old.name_of(it.speaker), is_host: is_host(it.speaker), text: &it.paragraph.text })
        .collect();
    let known: Vec<_> = (0..spoken.len())
        .filter(|at| stays[spoken[*at].answer])
        .map(|at| (at, old.answers[spoken[at].answer].part))
        .collect();
    let is_edited = 2 * stays.iter().filter(|stays| **stays).count() >= stays.len();
    let ends = if is_edited { Ends::BetweenHeadings } else { Ends::Told };
    let cut = Cut::of(&mut said, &known, ends, &old.language);
    let mut answers: Vec<Answer> = Vec::new();
    for (at, it) in spoken.iter().enumerate() {
        let (was, stays) = (&old.answers[it.answer], stays[it.answer]);
        let is_other = answers.last().is_none_or(|last| last.part != cut.kinds[at]);
        let begins = if stays { it.is_first } else { is_other || cut.opens[at] };
        if begins {
            let keeps = it.is_first && (stays || is_published(&was.id));
            let begun = if keeps { was.clone() } else { Answer::untitled() };
            answers.push(Answer { turns: Vec::new(), part: cut.kinds[at], ..begun });
        }
        if let Some(answer) = answers.last_mut() {
            answer.say(it.speaker, it.paragraph.clone());
        }
    }
    let titles = titles_of(old, &answers, |answer| answer.written_title.as_deref(), &is_host);
    answers.iter_mut().zip(titles).for_each(|(answer, title)| answer.written_title = Some(title));
    keep_ids(old, &mut answers);
    Episode { answers, ..old.clone() }
}

/// Gives answers that begin and are called as before the ids that they had: ids are made of titles.
fn keep_ids(old: &Episode, answers: &mut [Answer]) {
    let begins = |answer: &Answer| answer.paragraphs().next().map(|first| first.id.clone());
    let ids: BTreeMap<_, &AnswerId> =
        old.answers.iter().map(|answer| ((begins(answer), answer.written_title.as_deref()), &answer.id)).collect();
    for answer in answers.iter_mut().filter(|answer| !answer.id.is_assigned()) {
        if let Some(id) = ids.get(&(begins(answer), answer.written_title.as_deref())) {
            answer.id = (*id).clone();
        }
    }
}

/// Whether each answer is one that an editor named or gave topics.
fn staying(old: &Episode, is_host: &dyn Fn(&SpeakerId) -> bool) -> Vec<bool> {
    let own = titles_of(old, &old.answers, |_| None, is_host);
    let is_edited = |(answer, own): (&Answer, String)| {
        let has_topics = !answer.pinned.is_empty() || !answer.banned.is_empty();
        has_topics || answer.written_title.as_ref().is_some_and(|title| *title != own)
    };
    old.answers.iter().zip(own).map(is_edited).collect()
}

fn spoken(old: &Episode) -> Vec<Spoken<'_>> {
    let mut spoken: Vec<Spoken<'_>> = Vec::new();
    for (at, answer) in old.answers.iter().enumerate() {
        let first = spoken.len();
        for turn in &answer.turns {
            for paragraph in &turn.paragraphs {
                let is_first = spoken.len() == first;
                spoken.push(Spoken { answer: at, is_first, speaker: &turn.speaker, paragraph });
            }
        }
    }
    spoken
}

/// The titles that an import writes over answers, but for those that are `written`.
fn titles_of(
    episode: &Episode,
    answers: &[Answer],
    written: impl Fn(&Answer) -> Option<&str>,
    is_host: &dyn Fn(&SpeakerId) -> bool,
) -> Vec<String> {
    let untitled = |answer| -> Untitled<'_> {
        let answer: &Answer = answer;
        let turns = answer.turns.iter().map(|turn| (is_host(&turn.speaker), turn));
        let said = turns.flat_map(|(is_host, turn)| turn.paragraphs.iter().map(move |it| (is_host, it.text.as_str())));
        let said: Vec<(bool, &str)> = said.collect();
        Untitled { written: written(answer), ..Untitled::of(answer.part, &said) }
    };
    let untitled: Vec<Untitled<'_>> = answers.iter().map(untitled).collect();
    let names: Vec<&str> = episode.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    titles(&untitled, &names, &episode.language)
}
