//! The known word nearest to an unknown one, for "did you mean".
//!
//! Not a spelling checker: it compares with a handful of names, not with a language.

use strsim::osa_distance;

/// The most characters of a word that is compared: a longer one is a sentence, not a misspelt name.
const MAX_CHARS: usize = 64;

/// The candidate with the fewest edits to `word`, case apart; the first of several. An edit is a character inserted,
/// deleted or replaced, or two neighbours swapped. `None` where the nearest needs more than one edit in three characters.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let chars = word.chars().count();
    if chars == 0 || chars > MAX_CHARS {
        return None;
    }
    let max_edits = (chars / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (candidate, candidate.to_lowercase()))
        // A difference in length is as many edits at least, and costs less to find.
        .filter(|(_, lower)| lower.chars().count().abs_diff(chars) <= max_edits)
        .map(|(candidate, lower)| (osa_distance(&word, &lower), candidate))
        .filter(|(edits, _)| *edits <= max_edits)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}
