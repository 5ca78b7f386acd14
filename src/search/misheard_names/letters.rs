//! Acronyms that were written letter by letter: “S Q L” where the library elsewhere has “SQL”, “P and L” for “P&L”.
//!
//! Letters with hyphens or dots between them are spelt on purpose: “that is M-I-R-O”, “U.S.”. Not here: names that sound alike
//! ([`super::sound`]).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::search::misheard_names::spelling::Spelling;
use crate::search::misheard_names::words::words;

/// How often the library must have an acronym in one word.
const MIN_JOINED: usize = 3;

/// How much more often it must have it so than letter by letter.
const TIMES_MORE: usize = 2;

/// How often two letters without a word between them must stand so, and the acronym in one word: “vitamin C D” is no CD.
const MIN_OF_TWO: (usize, usize) = (2, 10);

/// An acronym that was written letter by letter.
pub(super) struct SpeltOut<'a> {
    pub(super) heard: &'a str,
    pub(super) meant: String,
    pub(super) meant_places: usize,
}

/// Those rows of letters that are an acronym which the library has in one word, by the number of places of a word.
pub(super) fn acronyms<'a>(
    letters: &BTreeMap<&'a str, Spelling<'_>>,
    joined_places: impl Fn(&str) -> usize,
) -> Vec<SpeltOut<'a>> {
    let acronym = |(heard, spelling): (&&'a str, &Spelling<'_>)| {
        let meant = heard.replace(" and ", "&").replace(' ', "");
        let meant_places = joined_places(&meant);
        let is_pair = meant.chars().count() == 2;
        // A is an article and I a pronoun.
        let is_clear =
            !is_pair || spelling.places >= MIN_OF_TWO.0 && meant_places >= MIN_OF_TWO.1 && !meant.contains(['A', 'I']);
        let is_rarer = meant_places >= MIN_JOINED.max(TIMES_MORE * spelling.places);
        (is_clear && is_rarer).then_some(SpeltOut { heard, meant, meant_places })
    };
    letters.iter().filter_map(acronym).collect()
}

/// The rows of single capitals in a text: with blanks between them, or two with “and”.
pub(super) fn in_text(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let words: Vec<Range<usize>> = words(text).collect();
    let is_letter = |at: usize| words.get(at).is_some_and(|word| is_single_capital(text, word));
    let follows = |at: usize| words.get(at).zip(words.get(at + 1)).is_some_and(|(a, b)| &text[a.end..b.start] == " ");
    let mut at = 0;
    while at < words.len() {
        let from = at;
        at += 1;
        if !is_letter(from) {
            continue;
        }
        while follows(at - 1) && is_letter(at) {
            at += 1;
        }
        let is_and = at == from + 1
            && words.get(at).is_some_and(|word| &text[word.clone()] == "and")
            && follows(from)
            && follows(at)
            && is_letter(at + 1)
            && !(follows(at + 1) && is_letter(at + 2));
        if is_and {
            at += 2;
        }
        if at > from + 1 {
            found.push(&text[words[from].start..words[at - 1].end]);
        }
    }
    found
}

/// The capitals of a text with `&` between them.
pub(super) fn pairs_in_text(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('&').filter_map(|(at, sign)| {
        let before = text[..at].chars().next_back().filter(|c| c.is_uppercase())?;
        let after = text[at + sign.len()..].chars().next().filter(|c| c.is_uppercase())?;
        let (from, until) = (at - before.len_utf8(), at + sign.len() + after.len_utf8());
        crate::transcript::is_whole_word(text, from..until).then(|| &text[from..until])
    })
}

/// Whether a word is one capital that stands by itself.
fn is_single_capital(text: &str, word: &Range<usize>) -> bool {
    let mut chars = text[word.clone()].chars();
    let is_one = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let before = text[..word.start].chars().next_back();
    let after = text[word.end..].chars().next();
    let is_sign = |c: char| matches!(c, '&' | '-' | '/' | '\'' | '’' | '+' | '#' | '_');
    is_one && !before.is_some_and(|c| is_sign(c) || c == '.') && !after.is_some_and(is_sign)
}
