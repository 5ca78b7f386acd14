//! Whether a word sounds like a name and is spelt otherwise.
//!
//! Not here: which words are compared ([`super`]), and the key itself ([`crate::search::retrieve`]).

use strsim::osa_distance;

use crate::search::fold;
use crate::search::retrieve::phonetic_key;

/// The fewest letters of a name that is compared by its sound.
const MIN_LETTERS: usize = 4;

/// The letters of a name of which one may differ. A single difference is allowed in any.
const LETTERS_PER_EDIT: usize = 3;

/// The key by which words that sound alike are found; `None` for a word that is too short, or not of the letters a to z.
pub(super) fn sound_key(word: &str) -> Option<String> {
    if word.chars().count() < MIN_LETTERS {
        return None;
    }
    Some(phonetic_key(&fold(word))).filter(|key| !key.is_empty())
}

/// The number of letters in which a word differs that sounds like a name; `None` where it does not, where they differ in no more than
/// capitals, accents or the ending of a plural, and where they differ in too much.
pub(super) fn difference(heard: &str, meant: &str) -> Option<usize> {
    let key = sound_key(meant)?;
    if sound_key(heard)? != key {
        return None;
    }
    let (heard, meant) = (fold(heard), fold(meant));
    let is_plural = heard.strip_suffix('s') == Some(&meant) || meant.strip_suffix('s') == Some(&heard);
    let edits = osa_distance(&heard, &meant);
    (edits > 0 && !is_plural && edits <= (meant.len() / LETTERS_PER_EDIT).max(1)).then_some(edits)
}
