//! How the weights of the turns that open an answer are learnt: those under which the labels are likeliest.
//!
//! Method: logistic regression with the steps of AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011) and weights drawn to nothing (an L2
//! prior). Not here: what is seen of a turn (`import::openings`).

use answerbook::import::openings::{NUMBERS, Numbers};

/// How often all labels are gone through.
const ROUNDS: usize = 1000;

/// The first step of a weight.
const STEP: f64 = 0.1;

/// The prior's strength: by how much a weight of 1 is drawn to nothing in a round, in labels.
const PRIOR: f64 = 2.0;

/// The weights of numbers.
pub(crate) type Weights = [f64; NUMBERS];

/// The weights that some turns teach, each with whether it opens an answer.
pub(crate) fn learnt(labelled: &[(Numbers, bool)]) -> Weights {
    let mut weights = [0.0; NUMBERS];
    let mut squares = [1e-8; NUMBERS];
    for _ in 0..ROUNDS {
        let mut gradient = weights.map(|weight| -PRIOR * weight);
        // What is always 1 is not drawn to nothing.
        gradient[NUMBERS - 1] = 0.0;
        for (seen, opens) in labelled {
            let miss = f64::from(u8::from(*opens)) - chance(seen, &weights);
            gradient.iter_mut().zip(seen).for_each(|(sum, number)| *sum += miss * f64::from(*number));
        }
        for ((weight, square), gradient) in weights.iter_mut().zip(&mut squares).zip(&gradient) {
            *square += gradient * gradient;
            *weight += STEP * gradient / f64::sqrt(*square);
        }
    }
    weights
}

/// The chance that a turn opens an answer.
pub(crate) fn chance(seen: &Numbers, weights: &Weights) -> f64 {
    let sum: f64 = seen.iter().zip(weights).map(|(number, weight)| f64::from(*number) * weight).sum();
    1.0 / (1.0 + libm::exp(-sum))
}
