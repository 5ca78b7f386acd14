//! Labels become people.
//!
//! Spellings of one person are joined only where they are clearly one, and that is reported. A label that names nobody, such as
//! `SPEAKER_01`, is a placeholder. Nobody is made up.
//!
//! Not here: who asks ([`super::roles`]), and which words are a label (the readers).

use std::collections::BTreeMap;

use super::draft::{Draft, Heading, Piece, Speech, Voice};
use super::report::Report;
use crate::transcript::looks_like_placeholder;

/// The name of whoever speaks where no label says so.
pub(super) const UNKNOWN: &str = "Unknown speaker";

/// How often a spelling has to be there for a rarer one, a letter off, to be taken for it.
const COMMON: usize = 3;

/// The least letters of a name that may have a letter wrong.
const MIN_MISSPELT_CHARS: usize = 8;

/// Labels that look like initials, and are none.
const QUESTION_AND_ANSWER: [&str; 2] = ["Q", "A"];

/// What a service writes behind a name.
const BADGES: [&str; 8] =
    ["(guest)", "(external)", "[external]", "(unverified)", "unverified", "(host)", "(he/him)", "(she/her)"];

/// A piece of a conversation whose speaker has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Said { name: String, speech: Speech },
    Heading(Heading),
}

/// A name and the description behind it: `Cy Sample, Keeper of the Garden`.
pub(super) fn without_description(label: &str) -> (&str, Option<&str>) {
    match label.split_once(", ") {
        Some((name, about)) if name.contains(' ') && about.contains(' ') => (name.trim(), Some(about.trim())),
        _ => (label, None),
    }
}

/// The descriptions behind names, by name.
pub(super) fn descriptions(draft: &Draft) -> BTreeMap<String, String> {
    let labels = draft.speeches().filter_map(|speech| match &speech.voice {
        Voice::Labelled(label) => without_description(label).1.map(|about| (bare_name(label), about.to_owned())),
        Voice::Same | Voice::Unknown => None,
    });
    labels.collect()
}

/// The pieces with the names of those who speak.
pub(super) fn named(draft: Draft, report: &mut Report) -> Vec<Part> {
    let names = names_of_labels(&draft, report);
    let mut before = UNKNOWN.to_owned();
    let named = draft.pieces.into_iter().map(|piece| match piece {
        Piece::Heading(heading) => Part::Heading(heading),
        Piece::Speech(speech) => {
            let name = match &speech.voice {
                Voice::Labelled(label) => names.get(label).cloned().unwrap_or_else(|| UNKNOWN.to_owned()),
                Voice::Same => before.clone(),
                Voice::Unknown => UNKNOWN.to_owned(),
            };
            before.clone_from(&name);
            Part::Said { name, speech }
        }
    });
    let said = named.filter(|part| !matches!(part, Part::Said { speech, .. } if speech.text.is_empty()));
    without_bare_headings(said, report)
}

/// The parts without the headings that have no words below them: no answer has them for its title.
fn without_bare_headings(parts: impl Iterator<Item = Part>, report: &mut Report) -> Vec<Part> {
    let mut kept = Vec::new();
    let mut heading: Option<Heading> = None;
    let mut leave_out = |heading: Option<Heading>| {
        if let Some(Heading { span, text, .. }) = heading {
            report.leave_out(span, "a heading without words below it", &text);
        }
    };
    for part in parts {
        match part {
            Part::Heading(next) => leave_out(heading.replace(next)),
            said @ Part::Said { .. } => {
                kept.extend(heading.take().map(Part::Heading));
                kept.push(said);
            }
        }
    }
    leave_out(heading);
    kept
}

/// The name of each label.
fn names_of_labels(draft: &Draft, report: &mut Report) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for speech in draft.speeches() {
        if let Voice::Labelled(label) = &speech.voice {
            *counts.entry(label).or_default() += 1;
        }
    }
    let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
    for (label, count) in &counts {
        *spellings.entry(bare_name(label)).or_default() += count;
    }
    let chosen = chosen_spellings(&spellings, report);
    counts.keys().map(|label| ((*label).to_owned(), chosen[&bare_name(label)].clone())).collect()
}

/// A label without what a service wrote behind the name.
fn bare_name(label: &str) -> String {
    let label = label.trim().trim_end_matches(':').trim();
    // A label that was typed twice.
    let label = label.split_once(": ").filter(|(first, second)| first == second).map_or(label, |(first, _)| first);
    let mut name = without_description(label).0.to_owned();
    loop {
        let lower = name.to_lowercase();
        let badge = BADGES.iter().find(|badge| {
            lower.len() > badge.len() && lower.ends_with(*badge) && name.is_char_boundary(name.len() - badge.len())
        });
        match badge {
            Some(badge) => name = name[..name.len() - badge.len()].trim().to_owned(),
            None => break,
        }
    }
    if name.is_empty() { UNKNOWN.to_owned() } else { name }
}

/// The spelling that each spelling is taken for.
fn chosen_spellings(spellings: &BTreeMap<String, usize>, report: &mut Report) -> BTreeMap<String, String> {
    let mut by_key: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (name, count) in spellings {
        by_key.entry(key(name)).or_default().push((name, *count));
    }
    let mut chosen: BTreeMap<String, String> = BTreeMap::new();
    let mut people: Vec<(String, usize)> = Vec::new();
    for same in by_key.values() {
        let best = same.iter().max_by_key(|(name, count)| (!is_upper(name), *count, std::cmp::Reverse(*name)));
        let Some((best, _)) = best else { continue };
        people.push(((*best).to_owned(), same.iter().map(|(_, count)| count).sum()));
        for (name, _) in same {
            if name != best {
                report.note(format!("`{name}` is taken for {best}: it is the same name"));
            }
            chosen.insert((*name).to_owned(), (*best).to_owned());
        }
    }
    for (name, meant, why) in people.iter().filter_map(|(name, count)| joined_to(name, *count, &people)) {
        report.note(format!("`{name}` is taken for {meant}: {why}"));
        chosen.values_mut().filter(|value| **value == name).for_each(|value| value.clone_from(&meant));
    }
    chosen
}

/// One to three capitals.
fn is_initials(name: &str) -> bool {
    (1..=3).contains(&name.chars().count()) && name.chars().all(char::is_uppercase)
}

/// Whether a full name begins with these letters, word by word, or with the single one.
fn has_initials(full: &str, initials: &str) -> bool {
    let firsts: String = full.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    !is_initials(full) && (firsts == initials || initials.chars().count() == 1 && firsts.starts_with(initials))
}

/// What two spellings of one name have in common.
fn key(name: &str) -> String {
    let key: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if key.is_empty() { name.to_owned() } else { key }
}

fn is_upper(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// The person whom a name clearly stands for where it is not its own: `Jerod` where there is one `Jerod Santo`, or a name with a letter
/// wrong that is there once or twice.
fn joined_to(name: &str, count: usize, people: &[(String, usize)]) -> Option<(String, String, &'static str)> {
    if looks_like_placeholder(name) {
        return None;
    }
    let others = || people.iter().filter(|(other, _)| other != name && !looks_like_placeholder(other));
    if is_initials(name)
        && !others().any(|(other, _)| is_initials(other) && QUESTION_AND_ANSWER.contains(&other.as_str()))
    {
        let full: Vec<_> = others().filter(|(other, _)| has_initials(other, name)).collect();
        if let [(meant, _)] = full[..] {
            return Some((name.to_owned(), meant.clone(), "no one else there has these initials"));
        }
    }
    if !name.contains(' ') {
        let full: Vec<_> = others().filter(|(other, _)| other.split(' ').next() == Some(name)).collect();
        if let [(meant, _)] = full[..] {
            return Some((name.to_owned(), meant.clone(), "no one else there has that first name"));
        }
    }
    let letters = name.chars().count();
    let close: Vec<_> = others()
        .filter(|(other, other_count)| {
            count < COMMON
                && *other_count >= COMMON
                && letters >= MIN_MISSPELT_CHARS
                && strsim::osa_distance(name, other) == 1
        })
        .collect();
    match close[..] {
        [(meant, _)] => Some((name.to_owned(), meant.clone(), "it is one letter off, and rare")),
        _ => None,
    }
}
