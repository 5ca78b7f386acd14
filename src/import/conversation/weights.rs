//! The weights by which what is seen of a text becomes scores, and the file that holds them.
//!
//! ```text
//! model := u16 phrases, u16 break phrases, f32 unit of each, f32 evenness,
//!          f32 × (PARAGRAPH_NUMBERS + 1), f32 × (BREAK_NUMBERS + 1) twice: to the asker, to the answerer,
//!          (u24 hash, i8) × phrases, (u24 hash, i8, i8) × break phrases
//! ```
//!
//! All numbers are little-endian, hashes ascend. Not here: how weights are learnt (`tests/bench/conversation`).

use super::chain::Scores;
use super::features::{BREAK_NUMBERS, HASH_BITS, PARAGRAPH_NUMBERS, Seen};

/// The bytes of a hash in the file.
const HASH_BYTES: usize = HASH_BITS as usize / 8;

/// The weights of one model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights {
    /// Of the numbers of a paragraph, and of one that is always 1.
    pub asks: Vec<f32>,
    /// Of the numbers of a break and of one that is always 1, for a change to the asker.
    pub begins: Vec<f32>,
    /// The same for a change to the answerer.
    pub ends: Vec<f32>,
    /// Of the phrases of a paragraph, in units, by hash.
    pub phrases: Vec<(u32, i8)>,
    /// Of the phrases of a break, in units: for a change to the asker, and to the answerer.
    pub break_phrases: Vec<(u32, i8, i8)>,
    /// What 1 in `phrases` stands for.
    pub unit: f32,
    /// What 1 in `break_phrases` stands for.
    pub break_unit: f32,
    /// Scores are divided by it, so that of a hundred paragraphs with a chance of .9 ninety are the asker's.
    pub evenness: f32,
}

impl Weights {
    /// The scores of a text.
    pub fn scores(&self, seen: &[Seen]) -> Scores {
        let evenness = f64::from(self.evenness);
        let mut scores = Scores::default();
        for seen in seen {
            let asks = f64::from(self.unit) * f64::from(self.of_phrases(&seen.phrases));
            let (begins, ends) = self.of_break_phrases(&seen.break_phrases);
            let unit = f64::from(self.break_unit);
            scores.asks.push((asks + weighed(&self.asks, &seen.numbers)) / evenness);
            scores.begins.push((unit * f64::from(begins) + weighed(&self.begins, &seen.break_numbers)) / evenness);
            scores.ends.push((unit * f64::from(ends) + weighed(&self.ends, &seen.break_numbers)) / evenness);
        }
        scores
    }

    fn of_phrases(&self, hashes: &[u32]) -> i32 {
        let weight = |hash: &u32| {
            let at = self.phrases.binary_search_by_key(hash, |(hash, _)| *hash).ok()?;
            Some(i32::from(self.phrases[at].1))
        };
        hashes.iter().filter_map(weight).sum()
    }

    fn of_break_phrases(&self, hashes: &[u32]) -> (i32, i32) {
        let mut sums = (0, 0);
        for hash in hashes {
            if let Ok(at) = self.break_phrases.binary_search_by_key(hash, |(hash, ..)| *hash) {
                let (_, begins, ends) = self.break_phrases[at];
                sums = (sums.0 + i32::from(begins), sums.1 + i32::from(ends));
            }
        }
        sums
    }

    /// The weights as they are written in a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend((self.phrases.len() as u16).to_le_bytes());
        bytes.extend((self.break_phrases.len() as u16).to_le_bytes());
        let numbers = [self.unit, self.break_unit, self.evenness];
        for number in numbers.iter().chain(&self.asks).chain(&self.begins).chain(&self.ends) {
            bytes.extend(number.to_le_bytes());
        }
        for (hash, weight) in &self.phrases {
            bytes.extend(&hash.to_le_bytes()[..HASH_BYTES]);
            bytes.extend(weight.to_le_bytes());
        }
        for (hash, begins, ends) in &self.break_phrases {
            bytes.extend(&hash.to_le_bytes()[..HASH_BYTES]);
            bytes.extend([begins.to_le_bytes(), ends.to_le_bytes()].concat());
        }
        bytes
    }

    /// The weights at the beginning of some bytes, and the bytes behind them; `None` if they are too short.
    pub fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut reader = Reader { bytes };
        let (phrases, break_phrases) = (reader.number_u16()?, reader.number_u16()?);
        let (unit, break_unit, evenness) = (reader.number()?, reader.number()?, reader.number()?);
        let asks = reader.numbers(PARAGRAPH_NUMBERS + 1)?;
        let begins = reader.numbers(BREAK_NUMBERS + 1)?;
        let ends = reader.numbers(BREAK_NUMBERS + 1)?;
        let phrases = (0..phrases).map(|_| Some((reader.hash()?, reader.weight()?))).collect::<Option<_>>()?;
        let break_phrases = (0..break_phrases)
            .map(|_| Some((reader.hash()?, reader.weight()?, reader.weight()?)))
            .collect::<Option<_>>()?;
        let weights = Self { asks, begins, ends, phrases, break_phrases, unit, break_unit, evenness };
        Some((weights, reader.bytes))
    }
}

/// The sum of the numbers times their weights, and of the last weight.
fn weighed(weights: &[f32], numbers: &[f32]) -> f64 {
    let sum: f64 = weights.iter().zip(numbers).map(|(weight, number)| f64::from(weight * number)).sum();
    sum + weights.last().copied().map(f64::from).unwrap_or_default()
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }

    fn number_u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn number(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<f32>> {
        (0..count).map(|_| self.number()).collect()
    }

    fn hash(&mut self) -> Option<u32> {
        let [a, b, c] = self.take::<HASH_BYTES>()?;
        Some(u32::from_le_bytes([a, b, c, 0]))
    }

    fn weight(&mut self) -> Option<i8> {
        self.take().map(i8::from_le_bytes)
    }
}
