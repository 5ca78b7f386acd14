//! From a text to the words that are compared: lower case, without diacritics, apostrophes and possessives.
//!
//! The same few rules fold what is indexed, what is typed and what is marked, in the browser as natively. Not here:
//! inflection (see [`super::inflect`]), and no Unicode normaliser, which alone would outweigh the rest of the search.

use std::ops::Range;

use super::letters::{is_dropped, is_unspaced, is_word, push_folded};

/// A word is compared by its first characters up to here; longer ones are noise, not speech.
const MAX_FORM_CHARS: usize = 48;

/// What English hangs on a word with an apostrophe and nobody searches for.
const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// The smallest word of a text: what stands between blanks, hyphens and punctuation, or one character of a script that
/// sets no blanks.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    /// As it is compared: its bytes in the forms of all, right behind those of the one before. A text of its own for every word of
    /// an answer would take as long as all the rest of reading it.
    pub(super) form: Range<usize>,
    /// Its bytes in the text; a possessive or another clitic is left out.
    pub(super) range: Range<usize>,
    /// Joined to the atom before by a hyphen, full stop or underscore and no blank.
    pub(super) glued: bool,
    /// One character of a script without spaces.
    pub(super) unspaced: bool,
}

/// A text as it is compared: its words folded, a blank between them. `Größe-Éclair’s P&L` is `grosse eclair p&l`.
pub fn fold(text: &str) -> String {
    let mut forms = String::new();
    let atoms = atoms(text, &mut forms);
    let mut folded = String::new();
    for form in atoms.iter().filter_map(|atom| forms.get(atom.form.clone())) {
        folded.push_str(if folded.is_empty() { "" } else { " " });
        folded.push_str(form);
    }
    folded
}

/// The atoms of a text, in order; their forms go behind those that are there.
pub(super) fn atoms(text: &str, forms: &mut String) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let mut at = 0;
    let mut glued = false;
    while let Some(c) = char_at(text, at) {
        if !is_word(c) || is_dropped(c) {
            at += c.len_utf8();
            continue;
        }
        let (atom, next) = if is_unspaced(c) { single(at, c, forms) } else { word(text, at, glued, forms) };
        glued = joins_next(text, next);
        at = next;
        if !atom.form.is_empty() {
            atoms.push(atom);
        }
    }
    atoms
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn single(at: usize, c: char, forms: &mut String) -> (Atom, usize) {
    let (next, start) = (at + c.len_utf8(), forms.len());
    forms.push(c);
    (Atom { form: start..forms.len(), range: at..next, glued: false, unspaced: true }, next)
}

/// A word from `start`, and where it ends, a clitic included.
fn word(text: &str, start: usize, glued: bool, forms: &mut String) -> (Atom, usize) {
    let first = forms.len();
    let mut chars = 0;
    // The last apostrophe: where it is in the text, and among the forms what follows it.
    let mut apostrophe: Option<(usize, usize)> = None;
    let mut before = ' ';
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        if c.is_ascii_alphanumeric() {
            // Nearly all of most texts, and so nearly all of the work.
            if chars < MAX_FORM_CHARS {
                forms.push(c.to_ascii_lowercase());
            }
            chars += 1;
            before = c;
            at += 1;
            continue;
        }
        let after = char_at(text, at + c.len_utf8()).unwrap_or(' ');
        if is_word(c) && !is_unspaced(c) || is_dropped(c) {
            if chars < MAX_FORM_CHARS {
                push_folded(c, forms);
            }
            chars += 1;
        } else if is_apostrophe(c) && is_word(after) && !is_unspaced(after) {
            apostrophe = Some((at, forms.len()));
        } else if keeps(before, c, after) {
            if c != ',' && chars < MAX_FORM_CHARS {
                forms.push(c);
            }
        } else {
            break;
        }
        before = c;
        at += c.len_utf8();
    }
    let mut end = at;
    if let Some((place, len)) = apostrophe
        && len > first
        && forms.get(len..).is_some_and(|clitic| CLITICS.contains(&clitic))
    {
        forms.truncate(len);
        end = place;
    }
    let rest = text.get(at..).unwrap_or_default();
    if let Some(sign) = ["++", "#"].into_iter().find(|sign| chars <= 2 && rest.starts_with(sign)) {
        forms.push_str(sign);
        at += sign.len();
        end = at;
    }
    (Atom { form: first..forms.len(), range: start..end, glued, unspaced: false }, at)
}

/// Whether a sign between two characters belongs to the word: `P&L`, `3.2`, `10,000`.
fn keeps(before: char, c: char, after: char) -> bool {
    match c {
        '&' => is_word(before) && is_word(after),
        '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// Whether what follows `at` is a hyphen, full stop or underscore with a word right behind it.
fn joins_next(text: &str, at: usize) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    let sign = rest.next();
    matches!(sign, Some('-' | '\u{2010}' | '\u{2011}' | '_' | '.'))
        && rest.next().is_some_and(|c| is_word(c) && !is_unspaced(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}
