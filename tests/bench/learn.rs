//! How the weights of who asks are learnt: those under which the true voices of all conversations are likeliest.
//!
//! Method: gradients of a conditional random field, a conversation at a time, with the steps of AdaGrad (Duchi, Hazan and Singer, JMLR
//! 12, 2011) and weights drawn to nothing (an L2 prior). Not here: the field itself (`import::conversation::chain`).

use std::collections::BTreeMap;

use answerbook::import::conversation::chain::Scores;
use answerbook::import::conversation::features::{BREAK_NUMBERS, PARAGRAPH_NUMBERS, Seen, seen};
use answerbook::import::conversation::weights::Weights;

use crate::two_voices::Talk;

/// How often all conversations are gone through.
const ROUNDS: usize = 12;

/// The first step of a weight.
const STEP: f64 = 0.15;

/// The prior's strength: by how much a weight of 1 is drawn to nothing in a round, in units of likelihood.
const PRIOR: f64 = 20.0;

/// The least conversations that have a phrase for it to have a weight.
const MIN_TALKS: usize = 80;

/// What a weight in the file can be at most, in units: one byte with its sign.
const MOST_UNITS: f64 = 127.0;

/// A conversation as it is learnt from.
pub(crate) struct Lesson {
    pub(crate) seen: Vec<Seen>,
    pub(crate) asks: Vec<bool>,
}

impl Lesson {
    /// A conversation, with or without its phrases. A lesson without teaches to do without.
    pub(crate) fn new(talk: &Talk, with_phrases: bool) -> Self {
        let paragraphs: Vec<&str> = talk.paragraphs.iter().map(String::as_str).collect();
        let mut seen = seen(&paragraphs);
        if !with_phrases {
            for seen in &mut seen {
                seen.phrases.clear();
                seen.break_phrases.clear();
            }
        }
        Self { seen, asks: talk.asks.clone() }
    }
}

/// The phrases that have weights, and where: the hash of each, and its place.
struct Places {
    phrases: BTreeMap<u32, usize>,
    break_phrases: BTreeMap<u32, usize>,
}

impl Places {
    fn of(lessons: &[&Lesson]) -> Self {
        let common = |hashes: &dyn Fn(&Seen) -> Vec<u32>| {
            let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
            for lesson in lessons {
                let mut all: Vec<u32> = lesson.seen.iter().flat_map(hashes).collect();
                all.sort_unstable();
                all.dedup();
                all.into_iter().for_each(|hash| *counts.entry(hash).or_default() += 1);
            }
            let kept = counts.into_iter().filter(|(_, count)| *count >= MIN_TALKS);
            kept.enumerate().map(|(at, (hash, _))| (hash, at)).collect()
        };
        Self {
            phrases: common(&|seen| seen.phrases.clone()),
            break_phrases: common(&|seen| seen.break_phrases.clone()),
        }
    }
}

/// A conversation with the places of its phrases, and its numbers made even.
struct Placed<'a> {
    phrases: Vec<Vec<usize>>,
    break_phrases: Vec<Vec<usize>>,
    numbers: Vec<Vec<f64>>,
    break_numbers: Vec<Vec<f64>>,
    asks: &'a [bool],
}

impl<'a> Placed<'a> {
    fn new(lesson: &'a Lesson, places: &Places, evened: &Evened, break_evened: &Evened) -> Self {
        let known = |places: &BTreeMap<u32, usize>, hashes: &[u32]| -> Vec<usize> {
            hashes.iter().filter_map(|hash| places.get(hash).copied()).collect()
        };
        Self {
            phrases: lesson.seen.iter().map(|seen| known(&places.phrases, &seen.phrases)).collect(),
            break_phrases: lesson.seen.iter().map(|seen| known(&places.break_phrases, &seen.break_phrases)).collect(),
            numbers: lesson.seen.iter().map(|seen| evened.row(&seen.numbers)).collect(),
            break_numbers: lesson.seen.iter().map(|seen| break_evened.row(&seen.break_numbers)).collect(),
            asks: &lesson.asks,
        }
    }
}

/// The mean and the deviation of each number over all paragraphs.
struct Evened(Vec<(f64, f64)>);

impl Evened {
    fn of<'a>(rows: impl Iterator<Item = &'a [f32]> + Clone, columns: usize) -> Self {
        let count = rows.clone().count().max(1) as f64;
        let of_column = |column: usize| {
            let mean = rows.clone().map(|row| f64::from(row[column])).sum::<f64>() / count;
            let off = |row: &[f32]| f64::from(row[column]) - mean;
            let variance = rows.clone().map(|row| off(row) * off(row)).sum::<f64>() / count;
            (mean, variance.sqrt() + 1e-6)
        };
        Self((0..columns).map(of_column).collect())
    }

    /// A row made even, with a 1 behind it.
    fn row(&self, row: &[f32]) -> Vec<f64> {
        let even = self.0.iter().zip(row).map(|((mean, deviation), number)| (f64::from(*number) - mean) / deviation);
        even.chain([1.0]).collect()
    }

    /// Weights of even numbers as those of the numbers as they are.
    fn undone(&self, weights: &[f64]) -> Vec<f32> {
        let (last, own) = weights.split_last().expect("a constant");
        let constant: f64 = self.0.iter().zip(own).map(|((mean, deviation), weight)| weight * mean / deviation).sum();
        let own = self.0.iter().zip(own).map(|((_, deviation), weight)| (weight / deviation) as f32);
        own.chain([(last - constant) as f32]).collect()
    }
}

/// A row of weights, how far each has gone, and the sum of each over the later rounds: their mean is surer than the last.
struct Row {
    weights: Vec<f64>,
    sums: Vec<f64>,
    squares: Vec<f64>,
    gradient: Vec<f64>,
}

impl Row {
    fn new(len: usize) -> Self {
        Self { weights: vec![0.0; len], sums: vec![0.0; len], squares: vec![1e-6; len], gradient: vec![0.0; len] }
    }

    fn remember(&mut self) {
        self.sums.iter_mut().zip(&self.weights).for_each(|(sum, weight)| *sum += weight);
    }

    /// The mean of what was remembered.
    fn settle(&mut self, times: usize) {
        self.weights = self.sums.iter().map(|sum| sum / times as f64).collect();
    }

    fn dot(&self, numbers: &[f64]) -> f64 {
        self.weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum()
    }

    fn at(&self, places: &[usize]) -> f64 {
        places.iter().map(|place| self.weights[*place]).sum()
    }

    /// Takes a step along the gradient, and forgets it.
    fn step(&mut self, prior: f64) {
        for ((weight, square), gradient) in self.weights.iter_mut().zip(&mut self.squares).zip(&mut self.gradient) {
            let drawn = *gradient - prior * *weight;
            *square += drawn * drawn;
            *weight += STEP * drawn / square.sqrt();
            *gradient = 0.0;
        }
    }
}

/// All weights while they are learnt: of numbers, and of phrases.
struct Rows {
    asks: Row,
    begins: Row,
    ends: Row,
    phrases: Row,
    break_begins: Row,
    break_ends: Row,
}

impl Rows {
    fn all(&mut self) -> [&mut Row; 6] {
        let Self { asks, begins, ends, phrases, break_begins, break_ends } = self;
        [asks, begins, ends, phrases, break_begins, break_ends]
    }

    fn scores(&self, placed: &Placed<'_>) -> Scores {
        let paragraphs = 0..placed.asks.len();
        let of = |row: &Row, numbers: &[Vec<f64>], own: &Row, places: &[Vec<usize>]| -> Vec<f64> {
            paragraphs.clone().map(|at| row.dot(&numbers[at]) + own.at(&places[at])).collect()
        };
        Scores {
            asks: of(&self.asks, &placed.numbers, &self.phrases, &placed.phrases),
            begins: of(&self.begins, &placed.break_numbers, &self.break_begins, &placed.break_phrases),
            ends: of(&self.ends, &placed.break_numbers, &self.break_ends, &placed.break_phrases),
        }
    }

    /// Steps towards weights under which the voices of a conversation are likelier.
    fn learn(&mut self, placed: &Placed<'_>, prior: f64) {
        let chances = self.scores(placed).chances();
        for (at, asks) in placed.asks.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| placed.asks[before]);
            let truth = |is: bool| if is { 1.0 } else { 0.0 };
            let misses = [
                (truth(*asks) - chances.asks[at], &mut self.asks, &mut self.phrases, &placed.numbers, &placed.phrases),
                (
                    truth(before == Some(false) && *asks) - chances.begins[at],
                    &mut self.begins,
                    &mut self.break_begins,
                    &placed.break_numbers,
                    &placed.break_phrases,
                ),
                (
                    truth(before == Some(true) && !*asks) - chances.ends[at],
                    &mut self.ends,
                    &mut self.break_ends,
                    &placed.break_numbers,
                    &placed.break_phrases,
                ),
            ];
            for (miss, row, phrases, numbers, places) in misses {
                row.gradient.iter_mut().zip(&numbers[at]).for_each(|(gradient, number)| *gradient += miss * number);
                places[at].iter().for_each(|place| phrases.gradient[*place] += miss);
            }
        }
        for row in [&mut self.asks, &mut self.begins, &mut self.ends] {
            row.step(prior / 10.0);
        }
        for row in [&mut self.phrases, &mut self.break_begins, &mut self.break_ends] {
            row.step(prior);
        }
    }
}

/// The weights that some conversations teach.
pub(crate) fn learnt(lessons: &[&Lesson]) -> Weights {
    let places = Places::of(lessons);
    let rows = || lessons.iter().flat_map(|lesson| &lesson.seen);
    let evened = Evened::of(rows().map(|seen| seen.numbers.as_slice()), PARAGRAPH_NUMBERS);
    let break_evened = Evened::of(rows().map(|seen| seen.break_numbers.as_slice()), BREAK_NUMBERS);
    let placed: Vec<Placed<'_>> =
        lessons.iter().map(|lesson| Placed::new(lesson, &places, &evened, &break_evened)).collect();
    let mut rows = Rows {
        asks: Row::new(PARAGRAPH_NUMBERS + 1),
        begins: Row::new(BREAK_NUMBERS + 1),
        ends: Row::new(BREAK_NUMBERS + 1),
        phrases: Row::new(places.phrases.len()),
        break_begins: Row::new(places.break_phrases.len()),
        break_ends: Row::new(places.break_phrases.len()),
    };
    for round in 0..ROUNDS {
        // A conversation's own order in each round, the same in every run.
        for at in shuffled(lessons.len(), round) {
            rows.learn(&placed[at], PRIOR / lessons.len() as f64);
        }
        if round >= ROUNDS / 2 {
            rows.all().into_iter().for_each(Row::remember);
        }
    }
    rows.all().into_iter().for_each(|row| row.settle(ROUNDS - ROUNDS / 2));
    written(&rows, &places, &evened, &break_evened)
}

/// The numbers below `len` in an order that depends on `round` alone.
fn shuffled(len: usize, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by_key(|at| {
        answerbook::transcript::fnv1a_64([*at as u64, round as u64].iter().flat_map(|it| it.to_le_bytes()))
    });
    order
}

/// The weights as the file has them.
fn written(rows: &Rows, places: &Places, evened: &Evened, break_evened: &Evened) -> Weights {
    let unit = |rows: &[&Row]| {
        let most = rows.iter().flat_map(|row| &row.weights).map(|weight| weight.abs()).fold(1e-6, f64::max);
        most / MOST_UNITS
    };
    let (phrase_unit, break_unit) = (unit(&[&rows.phrases]), unit(&[&rows.break_begins, &rows.break_ends]));
    let units = |row: &Row, at: usize, unit: f64| (row.weights[at] / unit).round() as i8;
    let phrases = places.phrases.iter().map(|(hash, at)| (*hash, units(&rows.phrases, *at, phrase_unit)));
    let break_phrases = places.break_phrases.iter().map(|(hash, at)| {
        (*hash, units(&rows.break_begins, *at, break_unit), units(&rows.break_ends, *at, break_unit))
    });
    Weights {
        asks: evened.undone(&rows.asks.weights),
        begins: break_evened.undone(&rows.begins.weights),
        ends: break_evened.undone(&rows.ends.weights),
        phrases: phrases.filter(|(_, weight)| *weight != 0).collect(),
        break_phrases: break_phrases.filter(|(_, begins, ends)| (*begins, *ends) != (0, 0)).collect(),
        unit: phrase_unit as f32,
        break_unit: break_unit as f32,
        evenness: 1.0,
    }
}
