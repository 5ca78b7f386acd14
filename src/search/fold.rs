//! From a text to the words that are compared: lower case, without diacritics, apostrophes and possessives.
//!
//! The same few rules fold what is indexed, what is typed and what is marked, in the browser as natively. Not here:
//! inflection (see [`super::inflect`]), and no Unicode normaliser, which alone would outweigh the rest of the search.

use std::ops::Range;

/// A word is compared by its first characters up to here; longer ones are noise, not speech.
const MAX_FORM_CHARS: usize = 48;

/// What English hangs on a word with an apostrophe and nobody searches for.
const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// From each code point on, the letter it is compared as; 0 where letters stay as they are. Lower case only: Latin-1,
/// Latin Extended-A, the Pinyin vowels and Romanian letters, Latin Extended Additional.
const BASE_LETTERS: &[(u16, u8)] = &[
    (0xE0, b'a'),
    (0xE6, 0),
    (0xE7, b'c'),
    (0xE8, b'e'),
    (0xEC, b'i'),
    (0xF0, b'd'),
    (0xF1, b'n'),
    (0xF2, b'o'),
    (0xF7, 0),
    (0xF8, b'o'),
    (0xF9, b'u'),
    (0xFD, b'y'),
    (0xFE, 0),
    (0xFF, b'y'),
    (0x100, b'a'),
    (0x106, b'c'),
    (0x10E, b'd'),
    (0x112, b'e'),
    (0x11C, b'g'),
    (0x124, b'h'),
    (0x128, b'i'),
    (0x132, 0),
    (0x134, b'j'),
    (0x136, b'k'),
    (0x139, b'l'),
    (0x143, b'n'),
    (0x14C, b'o'),
    (0x152, 0),
    (0x154, b'r'),
    (0x15A, b's'),
    (0x162, b't'),
    (0x168, b'u'),
    (0x174, b'w'),
    (0x176, b'y'),
    (0x179, b'z'),
    (0x17F, b's'),
    (0x180, 0),
    (0x1CD, b'a'),
    (0x1CF, b'i'),
    (0x1D1, b'o'),
    (0x1D3, b'u'),
    (0x1DD, 0),
    (0x218, b's'),
    (0x21A, b't'),
    (0x21C, 0),
    (0x1E00, b'a'),
    (0x1E02, b'b'),
    (0x1E08, b'c'),
    (0x1E0A, b'd'),
    (0x1E14, b'e'),
    (0x1E1E, b'f'),
    (0x1E20, b'g'),
    (0x1E22, b'h'),
    (0x1E2C, b'i'),
    (0x1E30, b'k'),
    (0x1E36, b'l'),
    (0x1E3E, b'm'),
    (0x1E44, b'n'),
    (0x1E4C, b'o'),
    (0x1E54, b'p'),
    (0x1E58, b'r'),
    (0x1E60, b's'),
    (0x1E6A, b't'),
    (0x1E72, b'u'),
    (0x1E7C, b'v'),
    (0x1E80, b'w'),
    (0x1E8A, b'x'),
    (0x1E8E, b'y'),
    (0x1E90, b'z'),
    (0x1E96, b'h'),
    (0x1E97, b't'),
    (0x1E98, b'w'),
    (0x1E99, b'y'),
    (0x1E9A, b'a'),
    (0x1E9B, 0),
    (0x1EA0, b'a'),
    (0x1EB8, b'e'),
    (0x1EC8, b'i'),
    (0x1ECC, b'o'),
    (0x1EE4, b'u'),
    (0x1EF2, b'y'),
    (0x1EFA, 0),
];

/// The smallest word of a text: what stands between blanks, hyphens and punctuation, or one character of a script that
/// sets no blanks.
#[derive(Debug)]
pub(super) struct Atom {
    /// As it is compared.
    pub(super) form: String,
    /// Its bytes in the text; a possessive or another clitic is left out.
    pub(super) range: Range<usize>,
    /// Joined to the atom before by a hyphen, full stop or underscore and no blank.
    pub(super) glued: bool,
    /// One character of a script without spaces.
    pub(super) unspaced: bool,
}

/// A text as it is compared: its words folded, a blank between them. `Größe-Éclair’s P&L` is `grosse eclair p&l`.
pub fn fold(text: &str) -> String {
    let forms: Vec<String> = atoms(text).into_iter().map(|atom| atom.form).collect();
    forms.join(" ")
}

/// The atoms of a text, in order.
pub(super) fn atoms(text: &str) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let mut at = 0;
    let mut glued = false;
    while let Some(c) = char_at(text, at) {
        if !is_word(c) || is_dropped(c) {
            at += c.len_utf8();
            continue;
        }
        let (atom, next) = if is_unspaced(c) { single(text, at, c) } else { word(text, at, glued) };
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

fn single(text: &str, at: usize, c: char) -> (Atom, usize) {
    let next = at + c.len_utf8();
    (Atom { form: text[at..next].to_owned(), range: at..next, glued: false, unspaced: true }, next)
}

/// A word from `start`, and where it ends, a clitic included.
fn word(text: &str, start: usize, glued: bool) -> (Atom, usize) {
    let mut form = String::new();
    let mut chars = 0;
    // The last apostrophe: where it is in the text, and in the form what follows it.
    let mut apostrophe: Option<(usize, usize)> = None;
    let mut before = ' ';
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let after = char_at(text, at + c.len_utf8()).unwrap_or(' ');
        if is_word(c) && !is_unspaced(c) || is_dropped(c) {
            if chars < MAX_FORM_CHARS {
                push_folded(c, &mut form);
            }
            chars += 1;
        } else if is_apostrophe(c) && is_word(after) && !is_unspaced(after) {
            apostrophe = Some((at, form.len()));
        } else if keeps(before, c, after) {
            if c != ',' && chars < MAX_FORM_CHARS {
                form.push(c);
            }
        } else {
            break;
        }
        before = c;
        at += c.len_utf8();
    }
    let mut end = at;
    if let Some((place, len)) = apostrophe
        && len > 0
        && CLITICS.contains(&&form[len..])
    {
        form.truncate(len);
        end = place;
    }
    if let Some(sign) = ["++", "#"].into_iter().find(|sign| chars <= 2 && text[at..].starts_with(sign)) {
        form.push_str(sign);
        at += sign.len();
        end = at;
    }
    (Atom { form, range: start..end, glued, unspaced: false }, at)
}

/// Whether a sign between two characters belongs to the word: `P&L`, `3.2`, `10,000`.
fn keeps(before: char, c: char, after: char) -> bool {
    match c {
        '&' => before.is_alphanumeric() && after.is_alphanumeric(),
        '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// Whether what follows `at` is a hyphen, full stop or underscore with a word right behind it.
fn joins_next(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    let sign = rest.next();
    matches!(sign, Some('-' | '\u{2010}' | '\u{2011}' | '_' | '.'))
        && rest.next().is_some_and(|c| is_word(c) && !is_unspaced(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() }
}

/// Marks above and below letters, and signs no reader sees: nothing is compared by them.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}')
}

/// Han, Kana, Thai, Lao, Tibetan, Burmese, Khmer: scripts whose words stand without blanks between them.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}

fn push_folded(c: char, form: &mut String) {
    if c.is_ascii() {
        form.push(c.to_ascii_lowercase());
        return;
    }
    // Full-width Latin letters and digits are the ASCII ones, moved.
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    for lower in c.to_lowercase().filter(|lower| !is_dropped(*lower)) {
        match lower {
            'ß' => form.push_str("ss"),
            'æ' => form.push_str("ae"),
            'œ' => form.push_str("oe"),
            'þ' => form.push_str("th"),
            'ĳ' => form.push_str("ij"),
            'ё' => form.push('е'),
            'ά' => form.push('α'),
            'έ' => form.push('ε'),
            'ή' => form.push('η'),
            'ί' | 'ϊ' | 'ΐ' => form.push('ι'),
            'ό' => form.push('ο'),
            'ύ' | 'ϋ' | 'ΰ' => form.push('υ'),
            'ώ' => form.push('ω'),
            'ς' => form.push('σ'),
            _ => form.push(base_letter(lower)),
        }
    }
}

fn base_letter(c: char) -> char {
    let Ok(code) = u16::try_from(u32::from(c)) else { return c };
    let after = BASE_LETTERS.partition_point(|(from, _)| *from <= code);
    match after.checked_sub(1).and_then(|at| BASE_LETTERS.get(at)) {
        Some((_, letter)) if *letter != 0 => char::from(*letter),
        _ => c,
    }
}
