//! What counts how much. The constants of ranking, and the arithmetic on them, which is the same to the last bit
//! natively and in the browser.

use super::model::LEVELS;

/// BM25's saturation: the second mention of a word counts less than the first.
const SATURATION: f32 = 1.2;

/// An inflection counts less than the very word.
pub(super) const INFLECTED: f32 = 0.6;

/// A word that only begins like the one being typed counts least.
pub(super) const BEGINNING: f32 = 0.4;

/// Another spelling of the same counts nearly as much.
pub(super) const ALIKE: f32 = 0.8;

/// A guess counts as a guess, and one that is not the nearest as less.
pub(super) const GUESSED: f32 = 0.5;
pub(super) const GUESSED_NEXT: f32 = 0.2;

/// What a phrase weighs in a voice that holds it.
pub(super) const PHRASE: f32 = 1.5;

/// How much more it counts that two words stand side by side.
pub(super) const ADJACENT: f32 = 2.5;

/// The lowest level's weight, and how much more each higher one is: 0.12 to 27 in sixteen steps.
const LEVEL_WEIGHT: f32 = 0.12;
const LEVEL_STEP: f32 = 1.435;

/// The weight a level stands for.
pub(super) fn weight(level: u8) -> f32 {
    (0..level.min(LEVELS - 1)).fold(LEVEL_WEIGHT, |weight, _| weight * LEVEL_STEP)
}

/// The level nearest to a weight.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn level(wanted: f32) -> u8 {
    let half_step = 1.2;
    (0..LEVELS - 1).find(|level| wanted < weight(*level) * half_step).unwrap_or(LEVELS - 1)
}

/// How much a weight counts after saturation, 0 to 1.
pub(super) fn saturated(weight: f32) -> f32 {
    weight / (weight + SATURATION)
}

/// How much it says that an answer holds a word that `holding` of `answers` hold: more the rarer it is, always above 0.
pub(super) fn rarity(holding: u32, answers: u32) -> f32 {
    let (holding, answers) = (holding.min(answers) as f32, answers as f32);
    log2(1.0 + (answers - holding + 0.5) / (holding + 0.5))
}

/// Whether so many answers hold a word that it alone is no reason to show one: over half of a library worth the name.
pub(super) fn is_common(holding: u32, answers: u32) -> bool {
    holding > answers / 2 && answers > 4
}

/// The binary logarithm, to two digits: of the same bits everywhere, which no library's promises.
fn log2(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000) - 1.0;
    exponent as f32 + mantissa * (1.3465 - 0.3465 * mantissa)
}
