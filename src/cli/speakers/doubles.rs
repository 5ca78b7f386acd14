//! People who are likely one person under two ids.
//!
//! ```text
//! names ──folded──▶ keys that doubles share ──▶ pairs of few people ──judged──▶ offers, the surest first
//! ```
//!
//! Nobody is compared with everybody: only those who share a key are, so that time grows with the number of people. Two people in one
//! episode are two, unless their names are nearly spelt the same. Not here: joining them ([`super::change`]).

use std::collections::{BTreeMap, BTreeSet};

use strsim::{levenshtein, osa_distance};

use super::folded_name::FoldedName;
use super::people::{People, Person};
use crate::transcript::SpeakerId;

/// The most people who share a key and are each compared with each. Of more each is compared with the one who is in the most
/// episodes.
const COMPARED_TOGETHER: usize = 40;

/// The fewest letters of a family name of which one may be wrong: short ones that differ are those of different people.
const LETTERS_FOR_ONE_EDIT: usize = 6;

/// As [`LETTERS_FOR_ONE_EDIT`], of which two may be.
const LETTERS_FOR_TWO_EDITS: usize = 9;

/// As [`LETTERS_FOR_ONE_EDIT`], of which two neighbours may be swapped: no two families differ in that.
const LETTERS_FOR_SWAP: usize = 4;

/// Endings that make another first name of one, as in `Paula`, and no longer form of it.
const OTHER_NAMES: [&str; 11] = ["a", "ia", "na", "ana", "ina", "ita", "ella", "ine", "ette", "etta", "et"];

/// The fewest letters of the short form of a first name, as `Dan` is of `Daniel`.
const LETTERS_OF_SHORT_FORM: usize = 3;

/// Why two people may be one, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    SameName,
    SameWords,
    OtherOrder,
    MiddleName,
    Initial,
    Spelling,
    ShortForm,
    FirstName,
    FamilyName,
}

impl Reason {
    /// The word in JSON.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::SameName => "same-name",
            Self::SameWords => "same-words",
            Self::OtherOrder => "other-order",
            Self::MiddleName => "middle-name",
            Self::Initial => "initial",
            Self::Spelling => "spelling",
            Self::ShortForm => "short-form",
            Self::FirstName => "first-name",
            Self::FamilyName => "family-name",
        }
    }

    /// The reason in words.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::SameName => "one name under two ids",
            Self::SameWords => "the names differ in accents, capitals, marks or titles alone",
            Self::OtherOrder => "the same words in another order",
            Self::MiddleName => "the names differ in a middle name",
            Self::Initial => "one has an initial where the other has a name",
            Self::Spelling => "the names are spelt almost alike",
            Self::ShortForm => "one has a short form of the other's first name",
            Self::FirstName => "the first name alone, which fits nobody else as well",
            Self::FamilyName => "the family name alone, which fits nobody else as well",
        }
    }
}

/// Two people who may be one.
pub(super) struct Double<'a> {
    /// The one who would be joined to the other.
    pub(super) from: &'a SpeakerId,
    /// The other: with the whole name, or in more episodes.
    pub(super) into: &'a SpeakerId,
    pub(super) reason: Reason,
}

/// Somebody, with the name folded.
struct Candidate<'a> {
    id: &'a SpeakerId,
    person: &'a Person,
    name: FoldedName,
}

/// The likely doubles among the people of a library.
pub(super) fn doubles(people: &People) -> Vec<Double<'_>> {
    let candidates: Vec<Candidate<'_>> = people.named.iter().map(|(id, person)| candidate(id, person)).collect();
    let mut found: BTreeMap<(usize, usize), Reason> = BTreeMap::new();
    for (a, b) in pairs(&candidates) {
        if let Some(reason) = reason(&candidates[a], &candidates[b]) {
            found.insert((a, b), reason);
        }
    }
    // An initial or a short form that fits two people says nothing.
    for reason in [Reason::Initial, Reason::ShortForm] {
        drop_ambiguous(&candidates, &mut found, reason);
    }
    found.extend(single_names(&candidates));
    let mut doubles: Vec<Double<'_>> =
        found.into_iter().map(|((a, b), reason)| directed(&candidates[a], &candidates[b], reason)).collect();
    doubles.sort_by(|a, b| (a.reason, a.into, a.from).cmp(&(b.reason, b.into, b.from)));
    doubles
}

fn candidate<'a>(id: &'a SpeakerId, person: &'a Person) -> Candidate<'a> {
    Candidate { id, person, name: FoldedName::of(&person.name) }
}

/// The pairs of people who share a key.
fn pairs(candidates: &[Candidate<'_>]) -> BTreeSet<(usize, usize)> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let keys: BTreeSet<String> = keys(&candidate.name).into_iter().collect();
        keys.into_iter().for_each(|key| by_key.entry(key).or_default().push(at));
    }
    let mut pairs = BTreeSet::new();
    for sharing in by_key.values() {
        let firsts = if sharing.len() <= COMPARED_TOGETHER {
            sharing.clone()
        } else {
            sharing.iter().copied().max_by_key(|at| candidates[*at].person.episodes()).into_iter().collect()
        };
        for a in firsts {
            pairs.extend(sharing.iter().filter(|b| **b != a).map(|b| (a.min(*b), a.max(*b))));
        }
    }
    pairs
}

/// What the names of doubles share: all words in any order, all letters, or the one of first and family name that is right.
fn keys(name: &FoldedName) -> Vec<String> {
    let mut keys = vec![format!("words {}", name.sorted()), format!("letters {}", name.letters())];
    let Some((first, family)) = name.ends() else { return keys };
    keys.push(format!("family {} {family}", first.chars().next().unwrap_or_default()));
    if family.chars().count() >= LETTERS_FOR_SWAP {
        keys.extend(deletions(family).map(|rest| format!("first {first} {rest}")));
    }
    keys
}

/// A word, and the word without each of its letters: two words that differ by one edit have one of these in common.
fn deletions(word: &str) -> impl Iterator<Item = String> {
    let without = word.char_indices().map(|(at, c)| format!("{}{}", &word[..at], &word[at + c.len_utf8()..]));
    std::iter::once(word.to_owned()).chain(without)
}

/// Why two people may be one, if they may.
fn reason(a: &Candidate<'_>, b: &Candidate<'_>) -> Option<Reason> {
    let reason = reason_of_names(a, b)?;
    let is_nearly_same = matches!(reason, Reason::SameWords | Reason::OtherOrder | Reason::Spelling);
    (is_nearly_same || !a.person.meets(b.person)).then_some(reason)
}

fn reason_of_names(a: &Candidate<'_>, b: &Candidate<'_>) -> Option<Reason> {
    let (one, other) = (&a.name, &b.name);
    if one.is_empty() || other.is_empty() {
        return None;
    }
    if a.person.name == b.person.name {
        return Some(Reason::SameName);
    }
    if one.letters() == other.letters() {
        return Some(Reason::SameWords);
    }
    if one.sorted() == other.sorted() {
        return Some(Reason::OtherOrder);
    }
    let ((first, family), (other_first, other_family)) = (one.ends()?, other.ends()?);
    if first == other_first {
        let is_same_family = family == other_family;
        if is_same_family && one.middle_fits(other) {
            return Some(Reason::MiddleName);
        }
        let is_same_middle = one.middle() == other.middle();
        return (!is_same_family && is_same_middle && is_misspelt(family, other_family)).then_some(Reason::Spelling);
    }
    if family != other_family || !one.middle_fits(other) {
        return None;
    }
    let (short, long) = if first.len() < other_first.len() { (first, other_first) } else { (other_first, first) };
    let letters = short.chars().count();
    match long.strip_prefix(short)? {
        _ if letters == 1 => Some(Reason::Initial),
        rest if letters >= LETTERS_OF_SHORT_FORM && !OTHER_NAMES.contains(&rest) => Some(Reason::ShortForm),
        _ => None,
    }
}

/// Whether two family names are one, with a letter or two wrong.
fn is_misspelt(a: &str, b: &str) -> bool {
    let letters = a.chars().count().max(b.chars().count());
    let edits = osa_distance(a, b);
    let has_digit = [a, b].iter().any(|name| name.contains(|c: char| c.is_ascii_digit()));
    let is_swap = edits == 1 && letters >= LETTERS_FOR_SWAP && levenshtein(a, b) == 2;
    let is_edit = edits <= 1 && letters >= LETTERS_FOR_ONE_EDIT || edits <= 2 && letters >= LETTERS_FOR_TWO_EDITS;
    !has_digit && (is_swap || is_edit)
}

/// Drops the pairs of a reason in which the shorter name fits several people.
fn drop_ambiguous(candidates: &[Candidate<'_>], found: &mut BTreeMap<(usize, usize), Reason>, reason: Reason) {
    let shorter = |(a, b): (usize, usize)| {
        let len = |at: usize| candidates[at].name.letters().len();
        if len(a) < len(b) { a } else { b }
    };
    let mut fits: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in found.iter().filter(|(_, found)| **found == reason).map(|(pair, _)| *pair) {
        *fits.entry(shorter(pair)).or_default() += 1;
    }
    found.retain(|pair, found| *found != reason || fits[&shorter(*pair)] == 1);
}

/// Those who have a first or a family name alone, with the one person whose it may be.
fn single_names(candidates: &[Candidate<'_>]) -> BTreeMap<(usize, usize), Reason> {
    let mut by_name: BTreeMap<(Reason, &str), Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if let Some((first, family)) = candidate.name.ends() {
            by_name.entry((Reason::FirstName, first)).or_default().push(at);
            by_name.entry((Reason::FamilyName, family)).or_default().push(at);
        }
    }
    let mut found = BTreeMap::new();
    for (at, single) in candidates.iter().enumerate() {
        let Some(name) = single.name.single() else { continue };
        let whole = [Reason::FirstName, Reason::FamilyName].into_iter().find_map(|reason| {
            let owners = by_name.get(&(reason, name))?;
            Some((the_one(candidates, single, owners)?, reason))
        });
        if let Some((whole, reason)) = whole {
            found.insert((at.min(whole), at.max(whole)), reason);
        }
    }
    found
}

/// The one of several people with whole names who may have a single name. They never speak beside it. Those with the same role in the same
/// show come first, then those of the show, then all; only one may be left.
fn the_one(candidates: &[Candidate<'_>], single: &Candidate<'_>, owners: &[usize]) -> Option<usize> {
    let apart: Vec<usize> =
        owners.iter().copied().filter(|owner| !candidates[*owner].person.meets(single.person)).collect();
    let of_show = |is_same_role: bool| -> Vec<usize> {
        let shares =
            |owner: &usize| {
                let shows = &candidates[*owner].person.shows;
                single.person.shows.iter().any(|(show, hosts)| {
                    shows.get(show).is_some_and(|owner_hosts| !is_same_role || owner_hosts == hosts)
                })
            };
        apart.iter().copied().filter(shares).collect()
    };
    // The narrowest circle that has somebody decides.
    [of_show(true), of_show(false), apart.clone()].into_iter().find(|circle| !circle.is_empty()).and_then(|circle| {
        match circle[..] {
            [one] => Some(one),
            _ => None,
        }
    })
}

/// Which of two is joined to the other.
fn directed<'a>(a: &Candidate<'a>, b: &Candidate<'a>, reason: Reason) -> Double<'a> {
    use Reason::{FamilyName, FirstName, Initial, ShortForm};
    let whole = |it: &Candidate<'_>| match reason {
        FirstName | FamilyName | Initial | ShortForm => it.name.letters().len(),
        _ => 0,
    };
    let rank = |it: &Candidate<'_>| (whole(it), it.person.episodes(), it.person.words, it.person.name.len());
    let (into, from) = if rank(a) >= rank(b) { (a, b) } else { (b, a) };
    Double { from: from.id, into: into.id, reason }
}
