//! What is structure in a line of the body, and the backslash that makes it text again. Reader and printer ask the same
//! functions, so that what the one escapes is what the other would take for structure.
//!
//! It knows single lines only: nothing of speakers, paragraphs or problems.

use std::ops::Range;

/// A speaker's label at the start of a line: `**Name:**`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// The name, still escaped.
    pub(super) name: &'a str,
    /// The line behind it.
    pub(super) rest: &'a str,
    /// `**Name**:`, a slip that is understood and reported.
    pub(super) colon_outside: bool,
}

/// Where a line's word `^id` divides it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Id<'a> {
    /// The words before it, without the blank between.
    pub(super) before: &'a str,
    /// The whole mark, `^` included.
    pub(super) mark: &'a str,
}

/// A heading's words and its attributes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading<'a> {
    /// The title, still escaped, without blanks around it.
    pub(super) title: &'a str,
    /// What stands between the braces.
    pub(super) attributes: Option<&'a str>,
}

/// The bytes of `text` that `part`, a slice of it, takes up.
pub(super) fn span_in(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    start..(start + part.len()).min(text.len())
}

/// What separates words. Control characters do not, the tab apart: they are reported instead.
pub(super) fn is_blank(c: char) -> bool {
    c == '\t' || (c.is_whitespace() && !c.is_control())
}

/// A line without the blanks around it.
pub(super) fn trim(line: &str) -> &str {
    line.trim_matches(is_blank)
}

/// How many `#` a heading's line begins with; `None` where it is none, as in `#1 on the list`.
pub(super) fn heading_level(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    (level > 0 && line[level..].chars().next().is_none_or(is_blank)).then_some(level)
}

/// Cuts a heading's text, without its `##`, into title and attributes: a group in braces that ends the line.
pub(super) fn heading(text: &str) -> Heading<'_> {
    let text = trim(text);
    let attributes = last_group(text);
    let title = trim(&text[..attributes.map_or(text.len(), |inner| span_in(text, inner).start - 1)]);
    Heading { title, attributes }
}

/// The inside of a group in braces that ends the text and begins it or follows a blank.
fn last_group(text: &str) -> Option<&str> {
    let braces: Vec<(usize, char)> = unescaped(text).filter(|(_, c)| matches!(c, '{' | '}')).collect();
    let [.., (open, '{'), (close, '}')] = braces[..] else { return None };
    let apart = text[..open].chars().next_back().is_none_or(is_blank);
    (apart && close + 1 == text.len()).then(|| &text[open + 1..close])
}

/// Where a title still holds what looks like attributes: the brace of a `{#`, or the group that ends it.
pub(super) fn stray_attributes(title: &str) -> Option<usize> {
    let id = unescaped(title).find(|(at, c)| *c == '{' && title[*at..].starts_with("{#")).map(|(at, _)| at);
    id.or_else(|| last_group(title).map(|inner| span_in(title, inner).start - 1))
}

/// A title with a backslash before each brace that would be read as part of attributes.
pub(super) fn escape_title(title: &str) -> String {
    let mut escaped = escape_backslashes(title).replace("{#", "\\{#");
    // The closing brace and not the opening one: before that there may be another that would take its place.
    if last_group(&escaped).is_some() {
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

/// The label that a line begins with, whoever it names.
pub(super) fn label(line: &str) -> Option<Label<'_>> {
    let inner = line.strip_prefix("**")?;
    let mut before = None;
    let (end, _) = unescaped(inner).find(|(at, c)| {
        let star = *c == '*';
        before = if star { before } else { Some((*at, *c)) };
        star
    })?;
    let behind = inner[end..].strip_prefix("**")?;
    let label = if before == Some((end.checked_sub(1)?, ':')) {
        Label { name: &inner[..end - 1], rest: behind, colon_outside: false }
    } else {
        Label { name: &inner[..end], rest: behind.strip_prefix(':')?, colon_outside: true }
    };
    (!trim(label.name).is_empty()).then_some(label)
}

/// The inside of a time in brackets that a line begins with, and the line behind it: anything of digits and colons that
/// means to be a time.
pub(super) fn time(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    let end = inner.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))?;
    let (clock, rest) = inner.split_at(end);
    let shaped = clock.starts_with(|c: char| c.is_ascii_digit()) && clock.contains(':');
    shaped.then_some((clock, rest.strip_prefix(']')?))
}

/// The word beginning with `^` that a line ends in.
pub(super) fn id(line: &str) -> Option<Id<'_>> {
    let start = line.rfind([' ', '\t']).map_or(0, |blank| blank + 1);
    let (before, mark) = line.split_at(start);
    mark.starts_with('^').then(|| Id { before: before.trim_end_matches(is_blank), mark })
}

/// The text that an escaped one stands for: a backslash before ASCII punctuation gives that character.
pub(super) fn unescape(raw: &str) -> String {
    unescaped_or_not(raw).map(|(_, c, _)| c).collect()
}

/// Doubles the backslashes that would otherwise escape what follows them.
pub(super) fn escape_backslashes(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        escaped.push(c);
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            escaped.push('\\');
        }
    }
    escaped
}

/// The characters that no backslash makes plain, and where they are.
pub(super) fn unescaped(raw: &str) -> impl Iterator<Item = (usize, char)> {
    unescaped_or_not(raw).filter(|(_, _, escaped)| !escaped).map(|(at, c, _)| (at, c))
}

/// Every character that is meant, where it is, and whether a backslash stands before it.
fn unescaped_or_not(raw: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let mut chars = raw.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, c) = chars.next()?;
        if c == '\\'
            && let Some((at, next)) = chars.next_if(|(_, next)| next.is_ascii_punctuation())
        {
            return Some((at, next, true));
        }
        Some((at, c, false))
    })
}
