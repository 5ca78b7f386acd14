//! A light stemmer for English: it strips plain endings where no index is at hand, that is for words that the library does
//! not hold, and for marks in static text.
//!
//! Not here: the Snowball stemmers, which run at build; the index carries their result.

/// The fewest letters a stem may have. With fewer, unrelated short words would share a stem.
const MIN_STEM: usize = 3;

/// The light stem of a form, which is a prefix of it: `manag` for manage, manages, managed and managing; `compan` for company
/// and companies. A form that is not of the letters a to z is its own stem.
pub(crate) fn light_stem(form: &str) -> &str {
    if !form.is_ascii() || form.bytes().any(|b| !b.is_ascii_lowercase()) {
        return form;
    }
    let cut = |suffix: &str| form.strip_suffix(suffix).filter(|stem| stem.len() >= MIN_STEM);
    if let Some(stem) = cut("ies") {
        return stem;
    }
    if let Some(stem) = cut("ing").or_else(|| cut("ed")).filter(|stem| has_vowel(stem)) {
        return without_final_vowel(undoubled(stem));
    }
    let singular = if ["ss", "us", "is"].iter().any(|kept| form.ends_with(kept)) { None } else { cut("s") };
    without_final_vowel(singular.unwrap_or(form))
}

/// Whether a form can have plain inflections.
pub(crate) fn is_stemmable(form: &str) -> bool {
    light_stem(form).len() >= MIN_STEM && form.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether two forms are plain inflections of one word.
pub(crate) fn have_same_stem(a: &str, b: &str) -> bool {
    a == b || light_stem(a) == light_stem(b)
}

fn has_vowel(stem: &str) -> bool {
    stem.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

/// A word without its final `e`, `y` or `i`, which inflection drops or turns.
fn without_final_vowel(word: &str) -> &str {
    word.strip_suffix(['e', 'y', 'i']).filter(|stem| stem.len() >= MIN_STEM).unwrap_or(word)
}

/// A stem whose last consonant is not doubled: `runn` gives `run`. Double l, s, z, e and o stay, as in `tell` and `pass`.
fn undoubled(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    match bytes {
        [.., a, b] if a == b && stem.len() > MIN_STEM && !matches!(b, b'l' | b's' | b'z' | b'e' | b'o') => {
            stem.get(..stem.len() - 1).unwrap_or(stem)
        }
        _ => stem,
    }
}
