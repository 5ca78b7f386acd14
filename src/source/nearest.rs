//! The known word nearest to one that is not known: what "did you mean" is made of.
//!
//! Not a spelling checker: it looks at a handful of names, not at a language.

/// Longer words are not compared: they are sentences, not slips.
const MAX_CHARS: usize = 64;

/// The candidate that a slip of the pen turns into `word`: case apart, at most one change in three characters. The
/// first of equally near ones.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    if folded.is_empty() || folded.len() > MAX_CHARS {
        return None;
    }
    let allowed = (folded.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (candidate, fold(candidate)))
        .filter(|(_, known)| known.len().abs_diff(folded.len()) <= allowed)
        .map(|(candidate, known)| (distance(&folded, &known), candidate))
        .filter(|(changes, _)| *changes <= allowed)
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Levenshtein's distance, two neighbours swapped being one change: how many characters to insert, delete, replace or
/// swap.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for i in 0..from.len() {
        let mut next = vec![i + 1];
        for j in 0..to.len() {
            let replaced = row[j] + usize::from(from[i] != to[j]);
            let mut least = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && from[i] == to[j - 1] && from[i - 1] == to[j] {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[to.len()]
}
