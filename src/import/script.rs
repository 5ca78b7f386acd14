//! What scripts differ in where texts are joined and read: blanks between words, and the marks that end a sentence or a question.
//!
//! Not here: which language a text is in ([`super::language`]).

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '։', '።'])
}

/// Whether a text ends with a question.
pub(super) fn is_question(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ' ']);
    // The last is the Greek one, which looks like a semicolon.
    bare.ends_with(['?', '？', '؟', '\u{37e}'])
}

/// Whether two texts that follow each other have a blank between them: not in scripts that write none.
pub(super) fn needs_blank(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    !(is_unspaced(last) && is_unspaced(first))
}

/// Whether a character is of a script that puts no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3000..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x2_0000..=0x3_134F)
}
