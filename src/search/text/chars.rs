//! Character classes and case folding: which characters are part of a word, and the letter that each is compared as.
//!
//! The browser carries these few ranges instead of the standard library's tables of all scripts, which would cost every
//! reader 6 kB. They cover the scripts that have two cases and diacritics. Every character outside them counts as a letter
//! and folds to itself. Not here: words ([`super::tokenize`]).

/// The base letter of each range of code points, which runs up to the next; 0 where letters fold to themselves. Lower case
/// only: Latin-1, Latin Extended-A, the Pinyin vowels, Vietnamese and Romanian letters, Latin Extended Additional.
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
    (0x1A1, b'o'),
    (0x1A2, 0),
    (0x1B0, b'u'),
    (0x1B1, 0),
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

/// Whether a character is part of a word. Outside ASCII every character is, but for known signs and blanks.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { !is_sign(c) }
}

/// Whether a character outside ASCII is punctuation, a symbol, a blank or a pictograph; by block where a block holds nothing
/// else.
fn is_sign(c: char) -> bool {
    matches!(c,
        // Latin-1 and the modifiers of letters
        '\u{80}'..='\u{A9}' | '«'..='±' | '´' | '¶'..='¸' | '»' | '¿' | '×' | '÷' | '\u{2C2}'..='\u{2C5}'
        | '\u{2D2}'..='\u{2DF}'
        // Greek, Cyrillic, Armenian, Hebrew, Arabic, the Indic scripts, Thai, Burmese, Khmer
        | '\u{37E}' | '\u{387}' | '\u{3F6}' | '\u{482}' | '\u{55A}'..='\u{55F}' | '\u{589}'..='\u{58F}' | '\u{5F3}'..='\u{60F}'
        | '\u{61B}'..='\u{61F}' | '\u{66A}'..='\u{66D}' | '\u{6D4}' | '\u{964}' | '\u{965}' | '\u{970}' | '\u{E3F}' | '\u{E4F}'
        | '\u{E5A}' | '\u{E5B}' | '\u{104A}'..='\u{104F}' | '\u{17D4}'..='\u{17DB}'
        // General punctuation, currencies, letterlike signs, arrows, mathematics, boxes, dingbats
        | '\u{2000}'..='\u{2070}' | '\u{207A}'..='\u{207F}' | '\u{208A}'..='\u{208F}' | '\u{20A0}'..='\u{214F}'
        | '\u{2190}'..='\u{2BFF}' | '\u{2E00}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303D}'..='\u{3040}'
        | '\u{30A0}' | '・' | '\u{3200}'..='\u{33FF}'
        // Private use, forms for compatibility, pictures
        | '\u{E000}'..='\u{F8FF}' | '\u{FD3E}' | '\u{FD3F}' | '\u{FDFC}'..='\u{FDFF}' | '\u{FE10}'..='\u{FE6F}' | '\u{FEFF}'
        | '\u{FF00}'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='･' | '\u{FFE0}'..='\u{FFFF}'
        | '\u{1F000}'..='\u{1FAFF}' | '\u{E0000}'..='\u{10FFFF}')
}

/// Whether a character is ignored in comparisons: a combining mark, or a sign that no reader sees.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}')
}

/// Whether a character belongs to a script that writes no blanks between words: Han, Kana, Thai, Lao, Tibetan, Burmese,
/// Khmer.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}

/// Appends the folded form of a character: lower case, without diacritics, a ligature as its letters.
pub(crate) fn push_folded(c: char, form: &mut String) {
    // Most characters of most texts, and most of the work of a build.
    if c.is_ascii() {
        return form.push(c.to_ascii_lowercase());
    }
    match to_lowercase(c) {
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
        lower if is_ignorable(lower) => {}
        lower => form.push(base_letter(lower)),
    }
}

/// The lower-case letter of a capital of the Latin, Greek, Cyrillic, Armenian and Georgian scripts; a full-width capital
/// gives the ASCII letter.
fn to_lowercase(c: char) -> char {
    let code = u32::from(c);
    let small = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3AB | 0x410..=0x42F => code + 0x20,
        // Capital and small letter stand side by side, the capital at an even number,
        0x100..=0x12F
        | 0x132..=0x137
        | 0x14A..=0x177
        | 0x1A0..=0x1A5
        | 0x1DE..=0x1EF
        | 0x1F8..=0x21F
        | 0x222..=0x233
        | 0x246..=0x24F
        | 0x3D8..=0x3EF
        | 0x460..=0x481
        | 0x48A..=0x4BF
        | 0x4D0..=0x52F
        | 0x1E00..=0x1E95
        | 0x1EA0..=0x1EFF => code | 1,
        // or at an odd one.
        0x139..=0x148 | 0x179..=0x17E | 0x1AF..=0x1B0 | 0x1CD..=0x1DC | 0x4C1..=0x4CE => code + (code & 1),
        0x130 => 0x69,
        0x178 => 0xFF,
        0x386 => 0x3AC,
        0x388..=0x38A => code + 37,
        0x38C => 0x3CC,
        0x38E | 0x38F => code + 63,
        0x400..=0x40F => code + 80,
        0x4C0 => 0x4CF,
        0x531..=0x556 => code + 48,
        0x1C90..=0x1CBF => code - 0xBC0,
        0x1E9E => 0xDF,
        0xFF01..=0xFF5E => return to_lowercase(char::from_u32(code - 0xFEE0).unwrap_or(c)),
        _ => code,
    };
    char::from_u32(small).unwrap_or(c)
}

/// The letter without its diacritic.
fn base_letter(c: char) -> char {
    let Ok(code) = u16::try_from(u32::from(c)) else { return c };
    let after = BASE_LETTERS.partition_point(|(from, _)| *from <= code);
    match after.checked_sub(1).and_then(|at| BASE_LETTERS.get(at)) {
        Some((_, letter)) if *letter != 0 => char::from(*letter),
        _ => c,
    }
}
