//! The words of a text as terms are compared with them, each with its place and with what is before it.
//!
//! Not here: which words mean something ([`super::corpus`]).

use crate::transcript::fold_words;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// A mark that no phrase goes over, or nothing: the word is the first.
    Break,
    /// Blanks.
    Blank,
    /// A hyphen or a slash: `product-market`, `A/B`.
    Hyphen,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As terms have it: in lower case, without the `'s` of an owner.
    pub(super) word: String,
    /// As it is written, without that `'s`.
    pub(super) written: &'a str,
    /// The byte at which it begins.
    pub(super) at: usize,
    pub(super) gap: Gap,
}

/// The words of a text. Their folded forms, one after the other, are the text's [`fold_words`].
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '&' | '*');
    let mut end_before = 0;
    let mut is_first = true;
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let at = rest + text[rest..].find(is_word)?;
            let end = text[at..].find(|c| !is_word(c)).map_or(text.len(), |len| at + len);
            rest = end;
            let raw = &text[at..end];
            let Some(word) = fold_words(raw).into_iter().next() else { continue };
            let bare = raw.trim_matches(['\'', '’']);
            let start = at + (raw.len() - raw.trim_start_matches(['\'', '’']).len());
            let written = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            let gap = if is_first { Gap::Break } else { gap(&text[end_before..start]) };
            // What belongs to an owner is not one phrase with what follows, unless nothing was taken away.
            end_before = start + bare.len();
            is_first = false;
            return Some(Token { word, written, at: start, gap });
        }
    })
}

fn gap(between: &str) -> Gap {
    match between {
        "-" | "/" | "\u{2010}" | "\u{2011}" => Gap::Hyphen,
        _ if !between.is_empty() && between.chars().all(|c| c == ' ') => Gap::Blank,
        _ => Gap::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, tokens};
    use crate::transcript::fold_words;

    #[test]
    fn the_words_are_those_that_terms_are_compared_with() {
        for text in
            ["It's the Go-To-Market plan of Ann’s team, 'really'.", "A/B tests: R&D — *stars*", "", "''", "日本語。"]
        {
            let words: Vec<String> = tokens(text).map(|token| token.word).collect();
            assert_eq!(words, fold_words(text), "{text}");
        }
    }

    #[test]
    fn phrases_end_at_marks_and_not_at_hyphens() {
        let gaps: Vec<Gap> = tokens("Ann's A/B test, well done").map(|token| token.gap).collect();
        assert_eq!(gaps, [Gap::Break, Gap::Blank, Gap::Hyphen, Gap::Blank, Gap::Break, Gap::Blank]);
    }
}
