//! What a word the library does not hold may stand for: its inflections, or failing these forms one slip away and forms that
//! sound alike.
//!
//! Every word of the library is looked at; which letters it has tells of most that they are too far away. Not here: words the
//! library holds, which nobody guesses at.

use super::evidence::How;
use super::inflect::{base, is_inflected, related};
use super::letters::is_word;
use super::model::{Vocabulary, letters};
use super::rank::{GUESSED, GUESSED_NEXT, INFLECTED};

/// Shorter words are too like one another to guess at.
const MIN_CHARS: usize = 4;

/// Shorter ones than these are never meant.
const MIN_MEANT_CHARS: usize = 3;

/// What looks like an inflection of a shorter word may as well be a slip in another one.
const SURE_CHARS: usize = 6;

/// From so many letters on two slips are forgiven.
const TWO_SLIPS_CHARS: usize = 8;

/// Of words that sound alike, one letter in so many may differ,
const SOUND_SLIPS_SHARE: usize = 3;

/// but no more than these.
const MAX_SOUND_SLIPS: usize = 3;

/// The most forms a word is taken for.
const MAX_GUESSES: usize = 6;

/// Whether a form that looks like an inflection may as well be a slip: a short one with an ending.
pub(super) fn may_be_slip(form: &str) -> bool {
    form.chars().count() < SURE_CHARS && base(form).len() < form.len()
}

/// Whether a form can be guessed at.
pub(super) fn is_guessable(form: &str) -> bool {
    is_letters(form, MIN_CHARS)
}

/// Whether a form is at least so many letters and nothing else.
fn is_letters(form: &str, least: usize) -> bool {
    form.chars().count() >= least && form.chars().all(|c| is_word(c) && !c.is_ascii_digit())
}

/// Whether a form may stand for others or they for it: the words of [`Vocabulary`].
pub(super) fn has_stand_ins(form: &str) -> bool {
    is_letters(form, MIN_MEANT_CHARS) || is_inflected(form)
}

/// The forms a word may stand for, how they are like it, and how much they count.
pub(super) type StandIns<'a> = Vec<(&'a str, How, f32)>;

/// The plain inflections of a word.
pub(super) fn inflections<'a>(vocabulary: &'a Vocabulary, word: &str) -> StandIns<'a> {
    let base = base(word);
    let mut found = Vec::new();
    for nth in vocabulary.first_from(base)..vocabulary.len() {
        let form = vocabulary.get(nth);
        if !form.starts_with(base) {
            break;
        }
        if related(form, word) {
            found.push((form, How::Related, INFLECTED));
        }
    }
    found
}

/// The forms one slip away from a word, and those that sound alike, the likeliest first.
pub(super) fn guesses<'a>(vocabulary: &'a Vocabulary, word: &str) -> StandIns<'a> {
    let mut word_to = Comparison { word: word.chars().collect(), other: Vec::new(), rows: Default::default() };
    let len = word_to.word.len();
    let slips = if len >= TWO_SLIPS_CHARS { 2 } else { 1 };
    let most = slips.max((len / SOUND_SLIPS_SHARE).min(MAX_SOUND_SLIPS));
    let code = sound(word);
    let mut met: Vec<(usize, &str, How)> = Vec::new();
    let letters = letters(word);
    for nth in 0..vocabulary.len() {
        if vocabulary.least_slips(nth, letters) as usize > most {
            continue;
        }
        let form = vocabulary.get(nth);
        let Some(distance) = word_to.distance(form, most) else { continue };
        if !code.is_empty() && sound(form) == code {
            // Of two words as many letters away, the one that sounds alike is likelier.
            met.push((2 * distance - 1, form, How::Sound));
        } else if distance <= slips {
            met.push((2 * distance, form, How::Slip));
        }
    }
    // The vocabulary is sorted, so that of forms as far away the first are those that sort first.
    let best = met.iter().fold(usize::MAX, |best, met| best.min(met.0));
    let mut nearest = Vec::new();
    for (far, counts) in [(best, GUESSED), (best.saturating_add(1), GUESSED_NEXT)] {
        for (_, form, how) in met.iter().filter(|met| met.0 == far) {
            if nearest.len() < MAX_GUESSES {
                nearest.push((*form, *how, counts));
            }
        }
    }
    nearest
}

/// A word that is compared with many, and the room it takes.
struct Comparison {
    word: Vec<char>,
    other: Vec<char>,
    /// Of the table of distances the row before last, the last, and the one to fill.
    rows: [Vec<usize>; 3],
}

impl Comparison {
    /// How many letters are left out, put in, put in another's place or swapped with their neighbour between the word and
    /// another (optimal string alignment); `None` where there are more than `most`, or none.
    fn distance(&mut self, other: &str, most: usize) -> Option<usize> {
        self.other.clear();
        self.other.extend(other.chars());
        let (word, other) = (&self.word[..], &self.other[..]);
        if word.len().abs_diff(other.len()) > most {
            return None;
        }
        for row in &mut self.rows {
            row.clear();
            row.extend(0..=other.len());
        }
        let mut least_before = 0;
        for (i, a) in word.iter().enumerate() {
            let [before, last, row] = &mut self.rows;
            row[0] = i + 1;
            let mut least = i + 1;
            for (j, b) in other.iter().enumerate() {
                let mut here = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && *a == other[j - 1] && word[i - 1] == *b {
                    here = here.min(before[j - 1] + 1);
                }
                row[j + 1] = here;
                least = least.min(here);
            }
            // What follows builds on these two rows.
            if least > most && least_before > most {
                return None;
            }
            least_before = least;
            // Each moves up by one; `rotate_left` would be more code than all of this.
            self.rows.swap(0, 1);
            self.rows.swap(1, 2);
        }
        let distance = self.rows[1][other.len()];
        (1..=most).contains(&distance).then_some(distance)
    }
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
