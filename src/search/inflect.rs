//! A small table of endings, for words the library's own groups say nothing about: a query form it does not hold, and
//! marks in a text that is read without the index.
//!
//! Not a stemmer: the Snowball stemmers run at build, and the index carries their result.

/// The least letters that must be left.
const MIN_BASE: usize = 3;

/// What a word has in common with its plain inflections, a beginning of it: `manag` for manage, manages, managed and
/// managing; `compan` for company and companies.
pub(super) fn base(form: &str) -> &str {
    if !form.is_ascii() || form.bytes().any(|b| !b.is_ascii_lowercase()) {
        return form;
    }
    let cut = |suffix: &str| form.strip_suffix(suffix).filter(|base| base.len() >= MIN_BASE);
    if let Some(base) = cut("ies") {
        return base;
    }
    if let Some(base) = cut("ing").or_else(|| cut("ed")).filter(|base| has_vowel(base)) {
        return end(undoubled(base));
    }
    let singular = if ["ss", "us", "is"].iter().any(|kept| form.ends_with(kept)) { None } else { cut("s") };
    end(singular.unwrap_or(form))
}

/// Whether a form can have plain inflections.
pub(super) fn is_inflected(form: &str) -> bool {
    base(form).len() >= MIN_BASE && form.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether two forms are plain inflections of one word.
pub(super) fn related(a: &str, b: &str) -> bool {
    a == b || base(a) == base(b)
}

fn has_vowel(base: &str) -> bool {
    base.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

/// Without a final `e` or `y`, which inflection drops or turns.
fn end(word: &str) -> &str {
    word.strip_suffix(['e', 'y', 'i']).filter(|base| base.len() >= MIN_BASE).unwrap_or(word)
}

/// `runn` is `run`; `tell` and `pass` keep both letters.
fn undoubled(base: &str) -> &str {
    let bytes = base.as_bytes();
    match bytes {
        [.., a, b] if a == b && base.len() > MIN_BASE && !matches!(b, b'l' | b's' | b'z' | b'e' | b'o') => {
            base.get(..base.len() - 1).unwrap_or(base)
        }
        _ => base,
    }
}
