//! What scripts differ in where texts are joined and read: blanks between words, and the marks that end a sentence or a question.
//!
//! Not here: which language a text is in (the tags: `crate::import`).

use std::borrow::Cow;

/// Whether a text ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '։', '።'])
}

/// How a question ends in languages that put no mark there, or need none: Japanese, Chinese, Korean, Thai.
const QUESTION_ENDS: [&str; 13] = [
    "ですか",
    "ますか",
    "でしょうか",
    "ましたか",
    "ませんか",
    "吗",
    "嗎",
    "습니까",
    "입니까",
    "까요",
    "나요",
    "ไหม",
    "มั้ย",
];

/// Whether a text ends with a question.
pub(crate) fn is_question(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', '」', '』', ' ']);
    // The last is the Greek one, which looks like a semicolon.
    if bare.ends_with(['?', '？', '؟', '\u{37e}']) {
        return true;
    }
    let words = bare.trim_end_matches(['。', '.', '．']);
    QUESTION_ENDS.iter().any(|end| words.ends_with(end))
}

/// Whether two texts that follow each other have a blank between them: not in scripts that write none.
pub(crate) fn needs_blank(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    !(is_unspaced(last) && is_unspaced(first))
}

/// Whether a character is of a script that puts no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3000..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x2_0000..=0x3_134F)
}

/// A text without the blanks that a service puts between the characters of Chinese. Where most of them have none, a blank is the writer's.
pub(crate) fn without_blanks_in_han(text: &str) -> Cow<'_, str> {
    let is_han = |c: char| matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3400..=0x4DBF);
    if !text.contains(is_han) {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text.chars().collect();
    let is_han_at = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| is_han(*c));
    let apart = letters.windows(3).filter(|three| is_han(three[0]) && three[1] == ' ' && is_han(three[2])).count();
    let together = letters.windows(2).filter(|two| is_han(two[0]) && is_han(two[1])).count();
    if apart <= 2 * together {
        return Cow::Borrowed(text);
    }
    let is_beside_han = |at: usize| is_han_at(at.checked_sub(1)) || is_han_at(at.checked_add(1));
    let kept = letters.iter().enumerate().filter(|(at, c)| **c != ' ' || !is_beside_han(*at));
    Cow::Owned(kept.map(|(_, c)| *c).collect())
}
