//! How alike the words on either side of a turn's beginning are: where a subject ends, they are less so.
//!
//! Method: the cosine of word counts in windows before and after a gap (Hearst, "TextTiling", Computational Linguistics 23, 1997), words
//! weighed by how few turns have them. Not here: the other numbers seen of a turn ([`super::numbers`]).

use std::collections::{BTreeMap, HashMap};

use super::{Turn, follows_another};
use crate::language::words::Words;

/// The words that mean something on either side, for a near look and a far one.
const WINDOWS: [usize; 2] = [120, 300];

/// The gaps on either side of one that it is set beside.
const GAPS_AROUND: usize = 3;

/// The likeness of the words on either side of the gaps before hosts' turns.
#[derive(Debug, Default)]
pub(super) struct Cohesion {
    /// By turn: the position of its gap.
    gaps: BTreeMap<usize, usize>,
    /// Of each gap, in each window.
    likeness: Vec<[f32; WINDOWS.len()]>,
    /// Over all gaps.
    mean: [f32; WINDOWS.len()],
}

/// How far the words change at a gap.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Depth {
    /// The mean likeness of all gaps less that of this one, for the near look.
    pub(super) near: f32,
    /// The same for the far look.
    pub(super) far: f32,
    /// The greatest likeness of the gaps around less that of this one.
    pub(super) beside: f32,
}

impl Cohesion {
    /// Of a conversation.
    pub(super) fn of(turns: &[Turn<'_>], words: Words) -> Self {
        let text = Text::of(turns, words);
        let mut cohesion = Self::default();
        for at in (0..turns.len()).filter(|at| follows_another(turns, *at)) {
            cohesion.gaps.insert(at, cohesion.likeness.len());
            cohesion.likeness.push(WINDOWS.map(|window| text.likeness(text.starts[at], window)));
        }
        let count = cohesion.likeness.len().max(1) as f32;
        for (window, mean) in cohesion.mean.iter_mut().enumerate() {
            *mean = cohesion.likeness.iter().map(|likeness| likeness[window]).sum::<f32>() / count;
        }
        cohesion
    }

    /// How far the words change before a turn.
    pub(super) fn depth(&self, turn: usize) -> Depth {
        let Some(gap) = self.gaps.get(&turn).copied() else { return Depth::default() };
        let [near, far] = self.likeness[gap];
        let around = gap.saturating_sub(GAPS_AROUND)..(gap + GAPS_AROUND + 1).min(self.likeness.len());
        let most = self.likeness[around].iter().map(|[near, _]| *near).fold(near, f32::max);
        Depth { near: self.mean[0] - near, far: self.mean[1] - far, beside: most - near }
    }
}

/// The words of a conversation that mean something, as numbers.
struct Text {
    words: Vec<usize>,
    /// The position of each turn's first word.
    starts: Vec<usize>,
    /// The square of each word's weight.
    weights: Vec<f32>,
}

impl Text {
    fn of(turns: &[Turn<'_>], words: Words) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut text = Self { words: Vec::new(), starts: Vec::new(), weights: Vec::new() };
        let mut turns_with: Vec<(usize, usize)> = Vec::new();
        for (at, turn) in turns.iter().enumerate() {
            text.starts.push(text.words.len());
            for word in turn.paragraphs.iter().flat_map(|paragraph| words.content(paragraph)) {
                let next = numbers.len();
                let number = *numbers.entry(word).or_insert(next);
                text.words.push(number);
                match turns_with.get_mut(number) {
                    Some((last, _)) if *last == at => {}
                    Some((last, count)) => (*last, *count) = (at, *count + 1),
                    None => turns_with.push((at, 1)),
                }
            }
        }
        let weight = |(_, count): &(usize, usize)| libm::logf((turns.len() + 1) as f32 / (*count as f32 + 0.5));
        text.weights = turns_with.iter().map(|turns| weight(turns) * weight(turns)).collect();
        text
    }

    /// The cosine of the words before and after a position, so many on either side.
    fn likeness(&self, at: usize, window: usize) -> f32 {
        let before = counts(&self.words[at.saturating_sub(window)..at]);
        let after = counts(&self.words[at..(at + window).min(self.words.len())]);
        let length = self.squares(&before) * self.squares(&after);
        if length > 0.0 { self.product(&before, &after) / length.sqrt() } else { 0.0 }
    }

    fn product(&self, before: &[(usize, f32)], after: &[(usize, f32)]) -> f32 {
        let mut rest = after.iter().peekable();
        let mut product = 0.0;
        for (word, count) in before {
            while rest.next_if(|(other, _)| other < word).is_some() {}
            if let Some((_, other)) = rest.next_if(|(other, _)| other == word) {
                product += count * other * self.weights[*word];
            }
        }
        product
    }

    fn squares(&self, counts: &[(usize, f32)]) -> f32 {
        counts.iter().map(|(word, count)| count * count * self.weights[*word]).sum()
    }
}

/// How often each of some words is there, in their order: sums of floats depend on it.
fn counts(words: &[usize]) -> Vec<(usize, f32)> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
}
