//! What is printed for people. Names, texts and paths are other people's, and may hold what a terminal obeys: escape sequences that
//! recolour it, move its cursor or write its clipboard. They are made visible.
//!
//! Not here: problems of a file ([`super::report`]).

use std::borrow::Cow;

/// Prints a message to the standard error, with its control characters made visible.
macro_rules! tell {
    ($($message:tt)*) => { $crate::cli::terminal::print(&format!($($message)*)) };
}
pub(super) use tell;

/// Prints a message as [`tell!`] does.
pub(super) fn print(message: &str) {
    anstream::eprintln!("{}", visible(message));
}

/// A text with every control character but line breaks replaced by its picture, and those that reorder a line by U+FFFD.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_obeyed(c) { picture(c) } else { c }).collect()
}

fn is_obeyed(c: char) -> bool {
    let reorders = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n') || reorders
}

fn picture(c: char) -> char {
    match c {
        '\u{7f}' => '\u{2421}',
        c if c < ' ' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    }
}
