//! What is known of where a term stands: evidence, voice by voice, and how several of it become one.
//!
//! Not here: how it is found, in the dictionary ([`super::find`]) or by words side by side ([`super::phrase`]).

use super::lattice::Lattice;
use super::order::sorted;
use super::query::Term;

/// How a word is there, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// In the very form typed.
    Exact,
    /// In an inflection of it, or as its beginning.
    Related,
    /// In another spelling of the same.
    Same,
    /// In a word that sounds alike.
    Sound,
    /// In a word a slip away.
    Slip,
}

/// A term in a voice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) answer: u32,
    pub(super) voice: u16,
    pub(super) how: How,
    pub(super) weight: f32,
}

impl Evidence {
    fn place(&self) -> (u32, u16) {
        (self.answer, self.voice)
    }
}

/// A term, and all that was found of it.
pub(super) struct Found<'a> {
    pub(super) term: &'a Term,
    /// Sorted by answer, then voice.
    pub(super) evidence: Vec<Evidence>,
    /// The forms that count as the term where it is a single word.
    pub(super) forms: Vec<String>,
    /// The spellings that count as the same, itself among them.
    pub(super) spellings: Vec<Lattice>,
    /// How much it says that an answer holds it.
    pub(super) rarity: f32,
    /// Whether it stands in so many answers that it says next to nothing.
    pub(super) common: bool,
    /// Whether answers hold it that the evidence does not tell of: it is that common.
    pub(super) partial: bool,
    /// Of a phrase with more places than are compared with it how many, the first ones, are known to hold it.
    pub(super) capped: Option<usize>,
    /// The entries of the dictionary it was found by: shard, and place in it. None where only very words count.
    pub(super) entries: Vec<(u32, usize)>,
}

impl Found<'_> {
    /// Leaves out those that only may hold a phrase, where some are known to: how many these are.
    pub(super) fn drop_unsure(&mut self) -> Option<usize> {
        let sure = self.capped.filter(|sure| *sure > 0)?;
        self.evidence.truncate(sure);
        Some(sure)
    }

    /// Whether an answer is known to hold it.
    pub(super) fn is_in(&self, answer: u32) -> bool {
        let at = self.evidence.partition_point(|found| found.answer < answer);
        self.evidence.get(at).is_some_and(|found| found.answer == answer)
    }
}

/// How many answers the evidence is of.
pub(super) fn holding(evidence: &[Evidence]) -> u32 {
    let mut last = None;
    let count = evidence.iter().filter(|found| last.replace(found.answer) != Some(found.answer)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Sorted, and several findings in one voice made one, their weights as `join` has it.
pub(super) fn merged(evidence: Vec<Evidence>, join: fn(f32, f32) -> f32) -> Vec<Evidence> {
    // One form in its own order needs neither.
    if evidence.is_sorted_by(|a, b| a.place() < b.place()) {
        return evidence;
    }
    let mut evidence = sorted(&evidence, &|a, b| a.place() < b.place());
    evidence.dedup_by(|next, kept| {
        let same = next.place() == kept.place();
        if same {
            kept.how = kept.how.min(next.how);
            kept.weight = join(kept.weight, next.weight);
        }
        same
    });
    evidence
}

/// What stands in the voices of all so far and of one more.
pub(super) fn with(every: Option<Vec<Evidence>>, found: Vec<Evidence>) -> Vec<Evidence> {
    match every {
        Some(every) => both(&every, &found),
        None => found,
    }
}

/// What stands in the voices of both.
pub(super) fn both(a: &[Evidence], b: &[Evidence]) -> Vec<Evidence> {
    let mut rest = b.iter().peekable();
    let mut common = Vec::new();
    for found in a {
        while rest.next_if(|other| other.place() < found.place()).is_some() {}
        if let Some(other) = rest.next_if(|other| other.place() == found.place()) {
            let how = found.how.max(other.how);
            common.push(Evidence { how, weight: (found.weight + other.weight) / 2.0, ..*found });
        }
    }
    common
}
