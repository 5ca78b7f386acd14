//! Words become answers and parts: a prompt of a host that opens a subject and all that follows until the next, and the stretches that are
//! no answers.
//!
//! An answer begins at a heading, behind a part, and at a turn of a host that opens a subject. Not here: who is a host ([`super::roles`]),
//! which turns open a subject ([`super::openings`]), and what is a part ([`super::parts`]).

use std::collections::BTreeMap;

use super::draft::{Heading, Speech};
use super::openings;
use super::parts::{Said, parts};
use super::people::Part;
use crate::transcript::PartKind;

/// An answer or a part, before its speakers have ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NamedAnswer {
    pub(super) title: Option<Heading>,
    pub(super) part: Option<PartKind>,
    pub(super) said: Vec<(String, Speech)>,
}

/// What a conversation is divided into. A heading titles the words below it. `language` is a BCP 47 tag.
pub(super) fn answers(conversation: Vec<Part>, is_host: &dyn Fn(&str) -> bool, language: &str) -> Vec<NamedAnswer> {
    let mut said: Vec<Said<'_>> = conversation.iter().filter_map(|part| said(part, is_host)).collect();
    let ends = if said.len() < conversation.len() { Ends::BetweenHeadings } else { Ends::Told };
    let Cut { kinds, opens } = Cut::of(&mut said, &[], ends, language);
    let mut answers: Vec<NamedAnswer> = Vec::new();
    let mut heading: Option<Heading> = None;
    let mut at = 0;
    for part in conversation {
        match part {
            Part::Heading(next) => heading = Some(next),
            Part::Said { name, speech } => {
                let (kind, opens) = (kinds[at], opens[at]);
                at += 1;
                let is_other = answers.last().is_none_or(|last| last.part != kind);
                if heading.is_some() || is_other || opens {
                    answers.push(NamedAnswer { title: heading.take(), part: kind, said: Vec::new() });
                }
                if let Some(answer) = answers.last_mut() {
                    answer.said.push((name, speech));
                }
            }
        }
    }
    answers
}

/// Whether introduction and farewell are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// They are told by their words.
    Told,
    /// The headings of an editor say where they are.
    BetweenHeadings,
}

/// What each paragraph of a conversation is.
pub(super) struct Cut {
    /// The part that it belongs to, where that is no answer.
    pub(super) kinds: Vec<Option<PartKind>>,
    /// Whether it is the first of a turn that opens a subject.
    pub(super) opens: Vec<bool>,
}

impl Cut {
    /// Of a conversation. `known` has the paragraphs, by position, of which it is known what they are.
    pub(super) fn of(said: &mut [Said<'_>], known: &[(usize, Option<PartKind>)], ends: Ends, language: &str) -> Self {
        if said.iter().all(|said| said.is_host) {
            let asker = asks_most(said).map(str::to_owned);
            said.iter_mut().for_each(|said| said.is_host = Some(said.name) == asker.as_deref());
        }
        let mut kinds = parts(said, language);
        if ends == Ends::BetweenHeadings {
            let is_inner = |kind: &PartKind| matches!(kind, PartKind::Music | PartKind::Ad);
            kinds.iter_mut().for_each(|kind| *kind = kind.filter(is_inner));
        }
        known.iter().for_each(|(at, kind)| kinds[*at] = *kind);
        let opens = opening_paragraphs(said, &kinds, language);
        Self { kinds, opens }
    }
}

fn said<'a>(part: &'a Part, is_host: &dyn Fn(&str) -> bool) -> Option<Said<'a>> {
    match part {
        Part::Said { name, speech } => Some(Said { name, is_host: is_host(name), text: &speech.text }),
        Part::Heading(_) => None,
    }
}

/// Who asks most: where all are hosts, one of them takes that part.
fn asks_most<'a>(said: &[Said<'a>]) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for said in said {
        *counts.entry(said.name).or_default() += usize::from(said.text.contains(['?', '？', '؟']));
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name)
}

/// Whether each paragraph is the first of a turn that opens a subject. Paragraphs that are parts are not heard.
fn opening_paragraphs(said: &[Said<'_>], kinds: &[Option<PartKind>], language: &str) -> Vec<bool> {
    let heard: Vec<usize> = (0..said.len()).filter(|at| kinds[*at].is_none()).collect();
    let mut turns: Vec<openings::Turn<'_>> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    for run in heard.chunk_by(|a, b| said[*a].name == said[*b].name) {
        let Some(first) = run.first() else { continue };
        starts.push(*first);
        turns.push(openings::Turn {
            is_host: said[*first].is_host,
            paragraphs: run.iter().map(|at| said[*at].text).collect(),
        });
    }
    let mut opens = vec![false; said.len()];
    for (start, is_opening) in starts.into_iter().zip(openings::opens(&turns, language)) {
        opens[start] = is_opening;
    }
    opens
}
