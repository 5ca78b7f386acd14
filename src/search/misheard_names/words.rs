//! The words of a text with their capitals: all of them, and those in a row that may be a name.
//!
//! Not here: the tokens of the search, which have no capitals ([`crate::search::text`]).

use std::ops::Range;

/// The most letters of a title or an initial, which a dot follows inside of a name: “Dr. Ada”, “J. Field”.
const MAX_SHORTENED: usize = 2;

/// Capitalised words in a row, which may be a name.
#[derive(Debug)]
pub(super) struct NameRun {
    pub(super) words: Vec<Range<usize>>,
    /// Whether the first has its capital from the sentence that it opens.
    pub(super) opens_sentence: bool,
}

/// The capitalised words of a text, those in a row together. A word such as “I’m” is no name, and ends a row; so does one in the
/// possessive, after it.
pub(super) fn names(text: &str) -> Vec<NameRun> {
    let mut runs: Vec<NameRun> = Vec::new();
    for word in capitalised(text).filter(|word| is_name(&text[word.clone()])) {
        let before = runs.last_mut().filter(|run| run.words.last().is_some_and(|last| goes_on(text, last, &word)));
        match before {
            Some(run) => run.words.push(word),
            None => runs.push(NameRun { opens_sentence: opens_sentence(&text[..word.start]), words: vec![word] }),
        }
    }
    runs
}

fn is_name(word: &str) -> bool {
    word != "I" && !word.starts_with("I'") && !word.starts_with("I’")
}

/// Those of a text's words that begin with a capital. Most of a text is passed over byte by byte.
fn capitalised(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let from = at + bytes.get(at..)?.iter().position(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())?;
            let first = text[from..].chars().next()?;
            at = from + first.len_utf8();
            if first.is_uppercase() && begins_word(&text[..from]) {
                let end = word_end(text, from);
                at = end;
                return Some(from..end);
            }
        }
    })
}

/// Whether a letter or digit behind a text begins a word.
fn begins_word(before: &str) -> bool {
    let mut chars = before.chars().rev();
    match chars.next() {
        Some('\'' | '’') => !chars.next().is_some_and(char::is_alphanumeric),
        last => !last.is_some_and(char::is_alphanumeric),
    }
}

/// The end of the word that begins at a byte.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    loop {
        end += text[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - end);
        match text[end..].strip_prefix(['\'', '’']) {
            Some(after) if after.starts_with(char::is_alphanumeric) => end = text.len() - after.len(),
            _ => return end,
        }
    }
}

/// Whether two words are in a row: with a blank, a hyphen, or the dot of a title or an initial between them.
fn goes_on(text: &str, last: &Range<usize>, next: &Range<usize>) -> bool {
    let word = &text[last.clone()];
    match &text[last.end..next.start] {
        " " | "-" => without_possessive(word).len() == word.len(),
        ". " | "." => word.chars().count() <= MAX_SHORTENED,
        _ => false,
    }
}

fn opens_sentence(before: &str) -> bool {
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '‘' | '\'' | '(' | '['));
    before.is_empty() || before.ends_with(['.', '?', '!', ':', '…', '—', '–', ']'])
}

/// The words of a text: letters and digits, and an apostrophe between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = word_end(text, start);
        at = end;
        Some(start..end)
    })
}

/// A word without the ending of the possessive.
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}
