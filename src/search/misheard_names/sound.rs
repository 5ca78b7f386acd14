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

/// Whether a word sounds like a name, and differs from it in more than capitals, accents and the ending of a plural.
pub(super) fn sounds_like(heard: &str, meant: &str) -> bool {
    let Some(key) = sound_key(meant) else { return false };
    if sound_key(heard).as_ref() != Some(&key) {
        return false;
    }
    let (heard, meant) = (fold(heard), fold(meant));
    let is_plural = heard.strip_suffix('s') == Some(&meant) || meant.strip_suffix('s') == Some(&heard);
    heard != meant && !is_plural && osa_distance(&heard, &meant) <= (meant.len() / LETTERS_PER_EDIT).max(1)
}
