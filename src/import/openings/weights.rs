//! The weights of what is seen of a host's turn.
//!
//! They were learnt from labels (`tests/bench/labels/learn.tsv`) of the transcripts of `thechangelog/transcripts`. Phrases with weights of
//! their own, as [`crate::import::conversation`] has them, were tried and gained nothing in another show. Not here: how weights are learnt
//! (`tests/bench/learn_openings.rs`).

/// How many numbers are seen of a turn.
pub const NUMBERS: usize = 29;

/// The numbers seen of a turn, in the order of [`WEIGHTS`]. The last is always 1.
pub type Numbers = [f32; NUMBERS];

/// The numbers seen of a turn, each with its weight.
pub const WEIGHTS: [(&str, f32); NUMBERS] = [
    ("asks", -0.04),
    ("ends with a question", 0.58),
    ("questions beyond one", 0.19),
    ("fewer than six words", -1.01),
    ("words in its best question that mean something", 0.12),
    ("open question", 1.08),
    ("yes-or-no question of a few words", -0.71),
    ("requests", 1.58),
    ("announces a subject", 1.16),
    ("refers back at once", -0.57),
    ("acknowledges, and asks nothing", -0.43),
    ("words not heard just before, share", -0.70),
    ("words of the reply, logarithm", 0.28),
    ("reply of fewer than fifteen words", -0.54),
    ("words of guests in the answer so far, logarithm", -0.20),
    ("fewer than forty of those", -0.65),
    ("words of the question that the reply takes up", 0.30),
    ("begins with \"so\" or \"now\"", 0.92),
    ("begins with \"and\"", -0.07),
    ("words that mean something, logarithm", 1.09),
    ("words before it, logarithm", -0.10),
    ("fewer than ten words before it", -0.56),
    ("reply of forty words or more", -0.31),
    ("words of its last question, logarithm", 0.02),
    ("words behind its last question, logarithm", -0.30),
    ("likeness of the words on either side, less than the mean", 1.24),
    ("the same, of more words", -0.06),
    ("likeness less than that of the turns around", 0.92),
    ("constant", -2.29),
];

/// The chance that a turn opens an answer.
pub(super) fn chance(seen: &Numbers) -> f32 {
    let sum: f32 = seen.iter().zip(&WEIGHTS).map(|(number, (_, weight))| number * weight).sum();
    1.0 / (1.0 + libm::expf(-sum))
}
