//! A phonetic key for English words, after the Metaphone family (Lawrence Philips, "Hanging on the Metaphone", Computer
//! Language 7:12, 1990), with fewer rules and coarser classes: short enough for every reader to fetch.
//!
//! Not here: which words are compared by it ([`super::fuzzy`]).

/// The phonetic key of a form: its consonants, those that are easily taken for each other as one, and a vowel only at the
/// beginning. Words that sound alike to an English speaker have the same key. Empty for a form that is not of the letters a
/// to z.
pub(crate) fn phonetic_key(form: &str) -> String {
    let letters = form.as_bytes();
    if !letters.iter().all(u8::is_ascii_lowercase) {
        return String::new();
    }
    let mut key = String::new();
    let mut at = match letters {
        [b'k' | b'g' | b'p', b'n', ..] | [b'w', b'r', ..] | [b'p', b's', ..] => 1,
        _ => 0,
    };
    let mut before = ' ';
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (class, taken) = next_class(rest, at == 0);
        if class != ' ' && class != before {
            key.push(class);
        }
        // A vowel between two consonants keeps them apart.
        before = class;
        at += taken;
    }
    key
}

/// The class of the consonant that the rest of a word begins with, a blank for none, and the number of its letters.
fn next_class(rest: &[u8], initial: bool) -> (char, usize) {
    match rest {
        [b's', b'c', b'h', ..] | [b't', b'c', b'h', ..] => ('X', 3),
        [b's' | b'c', b'h', ..] => ('X', 2),
        [b't', b'i', b'o' | b'a', ..] | [b's', b'i', b'o' | b'a', ..] => ('X', 1),
        // The letter x is in this class, and these sound like it.
        [b'c' | b'k', b's', ..] | [b'c', b'c', b'e' | b'i', ..] => ('S', 2),
        [b'p', b'h', ..] => ('F', 2),
        [b'g', b'h', ..] if initial => ('K', 2),
        [b'g', b'h', ..] => (' ', 2),
        [b'd', b'g', b'e' | b'i' | b'y', ..] => ('J', 2),
        [b'c', b'k', ..] | [b'q', b'u', ..] => ('K', 2),
        [b't' | b'd', b'h', ..] => ('T', 2),
        [b'c', b'e' | b'i' | b'y', ..] => ('S', 1),
        [b'g', b'e' | b'i' | b'y', ..] => ('J', 1),
        [first, ..] => (letter_class(*first, initial), 1),
        [] => (' ', 1),
    }
}

/// The class of a single letter, a blank for none.
fn letter_class(letter: u8, initial: bool) -> char {
    match letter {
        b'b' | b'p' => 'P',
        b'c' | b'g' | b'k' | b'q' => 'K',
        b'd' | b't' => 'T',
        b'f' | b'v' => 'F',
        b'j' => 'J',
        b'l' => 'L',
        b'm' => 'M',
        b'n' => 'N',
        b'r' => 'R',
        b's' | b'x' | b'z' => 'S',
        b'a' | b'e' | b'i' | b'o' | b'u' if initial => 'A',
        b'w' if initial => 'W',
        b'h' if initial => 'H',
        b'y' if initial => 'Y',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::phonetic_key;
    use rphonetic::{Encoder, Metaphone};
    use std::collections::BTreeSet;

    /// The words of the bundled interview, and each with one respelling that sounds alike.
    fn words() -> BTreeSet<String> {
        let text = include_str!("../../../episodes/following-curiosity.md").to_lowercase();
        let letters = text.split(|c: char| !c.is_ascii_lowercase()).filter(|word| word.len() > 3);
        let mut words: BTreeSet<String> = letters.map(str::to_owned).collect();
        let respellings = [("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ll", "l"), ("tion", "shun"), ("ce", "se")];
        let respelt = |word: &String| respellings.map(|(from, to)| word.replacen(from, to, 1));
        let new: Vec<String> = words.iter().flat_map(respelt).collect();
        words.extend(new);
        words
    }

    /// The share of pairs with equal `oracle` keys that have equal keys here too, and the number of such pairs.
    fn agreement(words: &BTreeSet<String>, oracle: &impl Encoder) -> (f64, usize) {
        let keys: Vec<(String, String)> = words.iter().map(|word| (oracle.encode(word), phonetic_key(word))).collect();
        let (mut alike, mut both) = (0, 0);
        for (nth, (theirs, ours)) in keys.iter().enumerate() {
            for (other_theirs, other_ours) in keys[nth + 1..].iter().filter(|(other, _)| other == theirs) {
                alike += usize::from(!other_theirs.is_empty());
                both += usize::from(ours == other_ours);
            }
        }
        (both as f64 / alike as f64, alike)
    }

    #[test]
    fn words_with_the_same_metaphone_have_the_same_key() {
        let (share, pairs) = agreement(&words(), &Metaphone::new(Some(12)));
        assert!(pairs > 250, "only {pairs} pairs");
        assert!(share > 0.9, "{share} of {pairs}");
    }

    #[test]
    fn a_key_is_shared_by_few_words() {
        let words = words();
        let keys: BTreeSet<String> = words.iter().map(|word| phonetic_key(word)).collect();
        assert!(keys.len() * 3 > words.len(), "{} keys for {} words", keys.len(), words.len());
    }
}
