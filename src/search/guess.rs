//! What a word the library does not hold may stand for: forms one slip away, and forms that sound alike.
//!
//! A slip leaves the beginning or the end of a word whole, so every form is kept under its first and under its last
//! letters; and every form is kept under the code of its sound. A guess reads three lists and compares each form in them.
//! Not here: words the library holds, which nobody guesses at.

use super::index::{Index, Part};
use super::letters::is_word;
use super::model::{Head, hash};
use super::order::{add, sorted};

/// Shorter words are too like one another to guess at.
const MIN_CHARS: usize = 4;

/// The letters of a beginning or an end that is kept.
const EDGE_CHARS: usize = 3;

/// Of a shorter word a slip in the middle leaves no three letters at either end, so two are looked for.
const SHORT_CHARS: usize = 6;

/// The letters of a short word's beginning or end.
const SHORT_EDGE_CHARS: usize = 2;

/// From so many letters on two slips are forgiven.
const TWO_SLIPS_CHARS: usize = 8;

/// Of words that sound alike, one letter in so many may differ,
const SOUND_SLIPS_SHARE: usize = 3;

/// but no more than these.
const MAX_SOUND_SLIPS: usize = 3;

/// The most forms a word is taken for.
const MAX_GUESSES: usize = 6;

/// How a form is like a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They sound alike.
    Sound,
    /// They are a slip apart.
    Slip,
}

/// Whether a form can be guessed at or guessed.
fn is_guessable(form: &str) -> bool {
    form.chars().count() >= MIN_CHARS && form.chars().all(|c| is_word(c) && !c.is_ascii_digit())
}

/// The keys under which a form is kept: its first letters, its last, its sound. None for what is not guessed at.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn keys(form: &str) -> Vec<String> {
    let mut keys = keys_with(form, EDGE_CHARS);
    // Whoever types it may have left a letter out, or put one in.
    if form.chars().count() <= SHORT_CHARS {
        keys_with(form, SHORT_EDGE_CHARS).into_iter().for_each(|key| add(&mut keys, key));
    }
    keys
}

/// The keys under which the forms are kept that a word may stand for.
fn sought(word: &str) -> Vec<String> {
    keys_with(word, if word.chars().count() < SHORT_CHARS { SHORT_EDGE_CHARS } else { EDGE_CHARS })
}

fn keys_with(form: &str, edge: usize) -> Vec<String> {
    if !is_guessable(form) {
        return Vec::new();
    }
    let at = |nth: usize| form.char_indices().nth(nth).map_or(form.len(), |(at, _)| at);
    let (first, last) = (form.get(..at(edge)), form.get(at(form.chars().count() - edge)..));
    let mut keys = vec![["<", first.unwrap_or_default()].concat(), [">", last.unwrap_or_default()].concat()];
    let code = sound(form);
    if code.len() > 1 {
        keys.push(["~", &code].concat());
    }
    keys
}

/// The shard that holds a key.
pub(super) fn shard_of(head: &Head, key: &str) -> u32 {
    hash(key.bytes()) % head.guesses.max(1)
}

/// The shards that a word's guesses are read from and that are not there.
pub(super) fn missing(index: &Index, form: &str) -> Vec<Part> {
    let mut missing = Vec::new();
    for key in sought(form) {
        let nth = shard_of(index.head(), &key);
        if nth < index.head().guesses && index.guesses(nth).is_none() {
            add(&mut missing, Part::Guesses(nth));
        }
    }
    missing
}

/// The forms a word may stand for, the likeliest first.
pub(super) fn guesses(index: &Index, word: &str) -> Vec<(String, Likeness)> {
    let letters: Vec<char> = word.chars().collect();
    let slips = if letters.len() >= TWO_SLIPS_CHARS { 2 } else { 1 };
    let most = slips.max((letters.len() / SOUND_SLIPS_SHARE).min(MAX_SOUND_SLIPS));
    let code = sound(word);
    let mut met: Vec<(usize, &str, Likeness)> = Vec::new();
    for key in sought(word) {
        let Some(shard) = index.guesses(shard_of(index.head(), &key)) else { continue };
        let forms = shard.entries.binary_search_by(|(known, _)| known.as_str().cmp(&key));
        for form in forms.ok().and_then(|at| shard.entries.get(at)).into_iter().flat_map(|(_, forms)| forms) {
            if met.iter().any(|(_, known, _)| known == form) {
                continue;
            }
            let Some(distance) = distance(&letters, form, most) else { continue };
            if sound(form) == code {
                // Of two words as many letters away, the one that sounds alike is likelier.
                met.push((2 * distance - 1, form, Likeness::Sound));
            } else if distance <= slips {
                met.push((2 * distance, form, Likeness::Slip));
            }
        }
    }
    let met = sorted(&met, &|a, b| (a.0, a.1) < (b.0, b.1));
    let best = met.first().map_or(0, |(distance, _, _)| *distance);
    let near = met.into_iter().filter(|(distance, _, _)| *distance <= best + 1).take(MAX_GUESSES);
    near.map(|(_, form, likeness)| (form.to_owned(), likeness)).collect()
}

/// How many letters are left out, put in, put in another's place or swapped with their neighbour between a word and a
/// form (optimal string alignment); `None` where there are more than `most`, or none.
fn distance(word: &[char], form: &str, most: usize) -> Option<usize> {
    let form: Vec<char> = form.chars().collect();
    if word.len().abs_diff(form.len()) > most {
        return None;
    }
    let width = form.len() + 1;
    let mut rows = [vec![0; width], (0..width).collect::<Vec<usize>>(), vec![0; width]];
    for (i, a) in word.iter().enumerate() {
        // The row before last, the last, and the one to fill.
        let [before, last, row] = &mut rows;
        row[0] = i + 1;
        for (j, b) in form.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == form[j - 1] && word[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        rows.rotate_left(1);
    }
    let distance = rows[1][width - 1];
    (1..=most).contains(&distance).then_some(distance)
}

/// The code of how an English speaker would say a form: consonants that are easily taken for each other are one, vowels
/// count only at the beginning. After the Metaphone family, with fewer rules and coarser classes. Empty where the form
/// is not of the letters a to z.
fn sound(form: &str) -> String {
    let letters = form.as_bytes();
    if !letters.iter().all(u8::is_ascii_lowercase) {
        return String::new();
    }
    let mut code = String::new();
    let mut at = match letters {
        [b'k' | b'g' | b'p', b'n', ..] | [b'w', b'r', ..] | [b'p', b's', ..] => 1,
        _ => 0,
    };
    let mut before = ' ';
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (sound, taken) = first_sound(rest, at == 0);
        if sound != ' ' && sound != before {
            code.push(sound);
        }
        // A vowel between two consonants keeps them apart.
        before = sound;
        at += taken;
    }
    code
}

/// The sound that the rest of a word begins with, a blank for none, and how many letters it takes.
fn first_sound(rest: &[u8], initial: bool) -> (char, usize) {
    match rest {
        [b's', b'c', b'h', ..] | [b't', b'c', b'h', ..] => ('X', 3),
        [b's' | b'c', b'h', ..] => ('X', 2),
        [b't', b'i', b'o' | b'a', ..] | [b's', b'i', b'o' | b'a', ..] => ('X', 1),
        // As x, which is one of these to the eye.
        [b'c' | b'k', b's', ..] | [b'c', b'c', b'e' | b'i', ..] => ('S', 2),
        [b'p', b'h', ..] => ('F', 2),
        [b'g', b'h', ..] if initial => ('K', 2),
        [b'g', b'h', ..] => (' ', 2),
        [b'd', b'g', b'e' | b'i' | b'y', ..] => ('J', 2),
        [b'c', b'k', ..] | [b'q', b'u', ..] => ('K', 2),
        [b't' | b'd', b'h', ..] => ('T', 2),
        [b'c', b'e' | b'i' | b'y', ..] => ('S', 1),
        [b'g', b'e' | b'i' | b'y', ..] => ('J', 1),
        [first, ..] => (letter_sound(*first, initial), 1),
        [] => (' ', 1),
    }
}

fn letter_sound(letter: u8, initial: bool) -> char {
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
