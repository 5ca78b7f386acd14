//! A chain of paragraphs, each of one of two voices: how likely each is the asker's, given the scores of all.
//!
//! Method: the linear-chain conditional random field of Lafferty, McCallum and Pereira ("Conditional Random Fields", ICML 2001), with
//! two labels. Sums over all ways to divide the paragraphs between the voices are taken by the forward–backward algorithm, in the
//! logarithm.
//!
//! Not here: what the scores are made of ([`super::features`], [`super::weights`]).

use libm::{exp, log1p};

/// The scores of a text, a number for each of its paragraphs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// By how much the paragraph speaks for the asker.
    pub asks: Vec<f64>,
    /// By how much the break before the paragraph speaks for a change from the answerer to the asker. The first has no meaning.
    pub begins: Vec<f64>,
    /// The same for a change from the asker to the answerer.
    pub ends: Vec<f64>,
}

/// The chances of a text, between 0 and 1, a number for each of its paragraphs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chances {
    /// That the paragraph is the asker's.
    pub asks: Vec<f64>,
    /// That the voice changes before it from the answerer to the asker. 0 for the first.
    pub begins: Vec<f64>,
    /// That it changes from the asker to the answerer. 0 for the first.
    pub ends: Vec<f64>,
    /// The logarithm of the sum over all divisions.
    pub log_sum: f64,
}

/// The logarithms of the sums over the divisions of a part of the text, of those in which its edge is the answerer's, and the asker's.
#[derive(Clone, Copy)]
struct Sums {
    answers: f64,
    asks: f64,
}

/// The logarithm of the sum of two numbers that are given as logarithms.
fn log_add(a: f64, b: f64) -> f64 {
    let (less, more) = if a < b { (a, b) } else { (b, a) };
    more + log1p(exp(less - more))
}

impl Scores {
    fn len(&self) -> usize {
        self.asks.len()
    }

    /// For each paragraph: the sums over the divisions of the text up to it.
    fn forward(&self) -> Vec<Sums> {
        let mut sums: Vec<Sums> = Vec::with_capacity(self.len());
        for at in 0..self.len() {
            let next = match sums.last() {
                None => Sums { answers: 0.0, asks: self.asks[at] },
                Some(last) => Sums {
                    answers: log_add(last.answers, last.asks + self.ends[at]),
                    asks: log_add(last.answers + self.begins[at], last.asks) + self.asks[at],
                },
            };
            sums.push(next);
        }
        sums
    }

    /// For each paragraph: the sums over the divisions of the text behind it.
    fn backward(&self) -> Vec<Sums> {
        let mut sums = vec![Sums { answers: 0.0, asks: 0.0 }; self.len()];
        for at in (1..self.len()).rev() {
            let Sums { answers, asks } = sums[at];
            let asks = asks + self.asks[at];
            sums[at - 1] = Sums {
                answers: log_add(answers, self.begins[at] + asks),
                asks: log_add(self.ends[at] + answers, asks),
            };
        }
        sums
    }

    /// The chances that follow from the scores.
    pub fn chances(&self) -> Chances {
        let (forward, backward) = (self.forward(), self.backward());
        let Some(last) = forward.last() else { return Chances::default() };
        let log_sum = log_add(last.answers, last.asks);
        let chance = |log: f64| exp(log - log_sum);
        let asks = forward.iter().zip(&backward).map(|(before, behind)| chance(before.asks + behind.asks)).collect();
        let mut chances = Chances { asks, begins: vec![0.0; self.len()], ends: vec![0.0; self.len()], log_sum };
        for at in 1..self.len() {
            let (before, behind) = (forward[at - 1], backward[at]);
            chances.begins[at] = chance(before.answers + self.begins[at] + self.asks[at] + behind.asks);
            chances.ends[at] = chance(before.asks + self.ends[at] + behind.answers);
        }
        chances
    }
}

#[cfg(test)]
mod tests {
    use libm::{exp, log};

    use super::{Chances, Scores};

    /// The oracle: the sum over all divisions, one by one.
    fn enumerated(scores: &Scores) -> Chances {
        let len = scores.asks.len();
        let mut chances = Chances { asks: vec![0.0; len], begins: vec![0.0; len], ends: vec![0.0; len], log_sum: 0.0 };
        let mut total = 0.0;
        for division in 0..1_u32 << len {
            let asks = |at: usize| division >> at & 1 == 1;
            let own: f64 = (0..len).filter(|at| asks(*at)).map(|at| scores.asks[at]).sum();
            let begins: f64 = (1..len).filter(|at| !asks(at - 1) && asks(*at)).map(|at| scores.begins[at]).sum();
            let ends: f64 = (1..len).filter(|at| asks(at - 1) && !asks(*at)).map(|at| scores.ends[at]).sum();
            let weight = exp(own + begins + ends);
            total += weight;
            for at in 0..len {
                chances.asks[at] += if asks(at) { weight } else { 0.0 };
                chances.begins[at] += if at > 0 && !asks(at - 1) && asks(at) { weight } else { 0.0 };
                chances.ends[at] += if at > 0 && asks(at - 1) && !asks(at) { weight } else { 0.0 };
            }
        }
        for chance in chances.asks.iter_mut().chain(&mut chances.begins).chain(&mut chances.ends) {
            *chance /= total;
        }
        Chances { log_sum: log(total), ..chances }
    }

    #[test]
    fn chances_are_those_of_all_divisions_summed_one_by_one() {
        for len in 0..9 {
            let number = |seed: usize| ((seed * 7919 + 13) % 1000) as f64 / 150.0 - 3.0;
            let row = |salt: usize| (0..len).map(|at| number(at * 31 + salt + len)).collect::<Vec<f64>>();
            let scores = Scores { asks: row(1), begins: row(400), ends: row(900) };
            let (found, right) = (scores.chances(), enumerated(&scores));
            let pairs = found.asks.iter().zip(&right.asks).chain(found.begins.iter().zip(&right.begins));
            for (found, right) in pairs.chain(found.ends.iter().zip(&right.ends)) {
                assert!((found - right).abs() < 1e-9, "{found} for {right} of {len}");
            }
            assert!(len == 0 || (found.log_sum - right.log_sum).abs() < 1e-9);
        }
    }
}
