//! The syntax of a line in the body, and the backslashes that escape it. Parser and printer call the same functions, so that
//! the printer escapes exactly what the parser would take for syntax.
//!
//! Not here: speakers, paragraphs and problems ([`super::body`]).

use std::ops::Range;

/// A speaker's label at the start of a line: `**Name:**`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// The name, still escaped.
    pub(super) name: &'a str,
    /// The line after it.
    pub(super) rest: &'a str,
    /// Whether the label is written `**Name**:`, which is understood and reported.
    pub(super) colon_outside: bool,
}

/// The id that ends a line: its last word, `^id`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Id<'a> {
    /// The line before it, without the blank between.
    pub(super) before: &'a str,
    /// The word, including `^`.
    pub(super) mark: &'a str,
}

/// The parts of a heading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading<'a> {
    /// The title, still escaped, without blanks around it.
    pub(super) title: &'a str,
    /// The text between the braces.
    pub(super) attributes: Option<&'a str>,
}

/// A time at the start of a line: `[12:34]`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time<'a> {
    /// The text between the brackets.
    pub(super) clock: &'a str,
    /// The line after it.
    pub(super) rest: &'a str,
}

/// The byte range in `text` of its slice `part`.
pub(super) fn span_in(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    start..(start + part.len()).min(text.len())
}

/// Whether a character separates words. Control characters other than the tab do not; they are reported.
pub(super) fn is_blank(c: char) -> bool {
    c == '\t' || (c.is_whitespace() && !c.is_control())
}

/// A line without the blanks around it.
pub(super) fn trim(line: &str) -> &str {
    line.trim_matches(is_blank)
}

/// The number of `#` at the start of a heading; `None` for other lines, such as `#1 on the list`.
pub(super) fn heading_level(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    (level > 0 && line[level..].chars().next().is_none_or(is_blank)).then_some(level)
}

/// The parts of a heading, given without its `##`. The attributes are a group in braces at the end.
pub(super) fn heading(text: &str) -> Heading<'_> {
    let text = trim(text);
    let attributes = last_group(text);
    let title = trim(&text[..attributes.map_or(text.len(), |inner| span_in(text, inner).start - 1)]);
    Heading { title, attributes }
}

/// The text inside of a group in braces that ends the text. A blank or nothing precedes it.
fn last_group(text: &str) -> Option<&str> {
    let braces: Vec<(usize, char)> = unescaped(text).filter(|(_, c)| matches!(c, '{' | '}')).collect();
    let [.., (open, '{'), (close, '}')] = braces[..] else { return None };
    let is_separate = text[..open].chars().next_back().is_none_or(is_blank);
    (is_separate && close + 1 == text.len()).then(|| &text[open + 1..close])
}

/// The position of something in a title that looks like attributes: of `{#`, or of a group in braces at the end.
pub(super) fn stray_attributes(title: &str) -> Option<usize> {
    let id = unescaped(title).find(|(at, c)| *c == '{' && title[*at..].starts_with("{#")).map(|(at, _)| at);
    id.or_else(|| last_group(title).map(|inner| span_in(title, inner).start - 1))
}

/// A title with a backslash before each brace that would begin or end attributes.
pub(super) fn escape_title(title: &str) -> String {
    let mut escaped = escape_backslashes(title).replace("{#", "\\{#");
    // The closing brace is escaped, since another opening one may precede.
    if last_group(&escaped).is_some() {
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

/// The label at the start of a line, whether it names a speaker or not.
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

/// The label at the start of a paragraph's first line, which a time may precede: a problem, but understood.
pub(super) fn opening_label(line: &str) -> Option<Label<'_>> {
    label(line).or_else(|| label(trim(time(line)?.rest)))
}

/// The time at the start of a line, valid or not: anything in brackets that begins with a digit and consists of digits, colons
/// and fractions.
pub(super) fn time(line: &str) -> Option<Time<'_>> {
    let inner = line.strip_prefix('[')?;
    let end = inner.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))?;
    let (clock, rest) = inner.split_at(end);
    let looks_like_time = clock.starts_with(|c: char| c.is_ascii_digit()) && clock.contains(':');
    looks_like_time.then_some(Time { clock, rest: rest.strip_prefix(']')? })
}

/// The id at the end of a line.
pub(super) fn id(line: &str) -> Option<Id<'_>> {
    let start = line.rfind([' ', '\t']).map_or(0, |blank| blank + 1);
    let (before, mark) = line.split_at(start);
    mark.starts_with('^').then(|| Id { before: before.trim_end_matches(is_blank), mark })
}

/// The text without escapes: a backslash before ASCII punctuation gives that character.
pub(super) fn unescape(raw: &str) -> String {
    characters(raw).map(|c| c.value).collect()
}

/// The text with the backslashes doubled that would escape the next character.
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

/// The positions and values of the characters that are not escaped.
pub(super) fn unescaped(raw: &str) -> impl Iterator<Item = (usize, char)> {
    characters(raw).filter(|c| !c.is_escaped).map(|c| (c.at, c.value))
}

/// A character of a text with escapes.
struct Character {
    at: usize,
    value: char,
    /// Whether a backslash escapes it.
    is_escaped: bool,
}

/// The characters of a text, without the backslashes that escape them.
fn characters(raw: &str) -> impl Iterator<Item = Character> {
    let mut chars = raw.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, c) = chars.next()?;
        if c == '\\'
            && let Some((at, value)) = chars.next_if(|(_, next)| next.is_ascii_punctuation())
        {
            return Some(Character { at, value, is_escaped: true });
        }
        Some(Character { at, value: c, is_escaped: false })
    })
}
