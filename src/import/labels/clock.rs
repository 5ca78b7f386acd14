//! Times as people type them: `1:02`, `[00:01:43]`, `(1:02:03.5)`, `0 minutes 3 seconds`.
//!
//! Not here: the times of caption files ([`crate::import::captions`]).

use crate::transcript::Millis;

/// The most characters of a time in brackets.
const MAX_CHARS: usize = 80;

/// A time at the beginning of a text, in brackets or not, and its bytes. What comes next is neither letter nor digit.
pub(in crate::import) fn time_at_start(text: &str) -> Option<(Millis, usize)> {
    let close = match text.chars().next()? {
        '[' => Some(']'),
        '(' => Some(')'),
        '<' => Some('>'),
        _ => None,
    };
    let Some(close) = close else { return clock(text).or_else(|| in_words(text)) };
    let end = text.char_indices().take(MAX_CHARS).find(|(_, c)| *c == close)?.0;
    let inside = text[1..end].trim();
    let (time, len) = clock(inside).or_else(|| in_words(inside))?;
    // A range, as in [00:01 - 00:05], begins where it begins.
    let rest = inside[len..].trim_start();
    let is_range = rest
        .strip_prefix(['-', '–', '—'])
        .or_else(|| rest.strip_prefix("-->"))
        .is_some_and(|rest| clock(rest.trim_start_matches(['>', '-', ' '])).is_some());
    (rest.is_empty() || is_range).then_some((time, end + 1))
}

/// `m:ss` or `h:mm:ss`, either with a fraction.
fn clock(text: &str) -> Option<(Millis, usize)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(text.len());
    let token = text[..end].trim_end_matches([':', '.', ',']);
    if text[token.len()..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let (whole, fraction) = token.split_once(['.', ',']).unwrap_or((token, ""));
    let fraction = fraction.get(..fraction.len().min(3))?;
    let dotted = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    Some((Millis::parse(&dotted)?, token.len()))
}

/// `1 hour 2 minutes 3 seconds`, as Teams writes it.
fn in_words(text: &str) -> Option<(Millis, usize)> {
    let (mut seconds, mut at, mut is_any) = (0_u64, 0, false);
    for (word, of_one) in [("hour", 3600), ("minute", 60), ("second", 1)] {
        let rest = text.get(at..)?;
        let rest = rest.trim_start();
        let skipped = text.len() - at - rest.len();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Some(after) = rest.get(digits..).and_then(|after| after.strip_prefix(' ')?.strip_prefix(word)) else {
            continue;
        };
        let plural = usize::from(after.starts_with('s'));
        let number: u64 = rest[..digits].parse().ok().filter(|number| *number < 10_000)?;
        seconds += number * of_one;
        at += skipped + digits + 1 + word.len() + plural;
        is_any = true;
    }
    (is_any && !text[at..].starts_with(char::is_alphanumeric)).then_some((Millis(seconds * 1000), at))
}
