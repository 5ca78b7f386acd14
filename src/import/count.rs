//! The second count: how many words a file has, by scanners that share nothing with the readers.
//!
//! A word is a run of letters and digits, so that marks and mark-up between words count nothing and a text has as many before as after
//! its mark-up is taken away. Each format names the scanner that fits its file. The sum of the words that are spoken, used and left out
//! ([`super::report`]) has to be the same number.
//!
//! Not here: what the words mean.

use html_escape::decode_html_entities;

/// The number of words of a text. In scripts that put no blanks between words each letter is one, so that a text has as many when its
/// pieces are put together.
pub(super) fn words(text: &str) -> usize {
    let mut count = 0;
    let mut is_inside = false;
    for c in text.chars() {
        let is_word = c.is_alphanumeric();
        let is_alone = is_word && is_of_unspaced_script(c);
        count += usize::from(is_alone || is_word && !is_inside);
        is_inside = is_word && !is_alone;
    }
    count
}

/// Whether a letter is Chinese, Japanese, Thai, Lao, Khmer or Burmese.
fn is_of_unspaced_script(c: char) -> bool {
    const BLOCKS: [(char, char); 10] = [
        ('\u{e00}', '\u{eff}'),
        ('\u{1000}', '\u{109f}'),
        ('\u{1780}', '\u{17ff}'),
        ('\u{3000}', '\u{303f}'),
        ('\u{3040}', '\u{30ff}'),
        ('\u{3400}', '\u{4dbf}'),
        ('\u{4e00}', '\u{9fff}'),
        ('\u{f900}', '\u{faff}'),
        ('\u{ff00}', '\u{ff60}'),
        ('\u{20000}', '\u{3134f}'),
    ];
    BLOCKS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// The words of a text with the references of HTML read.
pub(super) fn with_references(text: &str) -> usize {
    words(&decode_html_entities(text))
}

/// The words of captions: without lines of times, the lines directly before these that stand alone, and tags in angle brackets.
pub(super) fn of_captions(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_matches(['\u{feff}', ' ', '\t'])).collect();
    let is_time = |line: &str| line.contains("-->");
    let is_number_of_cue =
        |at: usize| lines.get(at + 1).is_some_and(|next| is_time(next)) && (at == 0 || lines[at - 1].is_empty());
    let said = lines.iter().enumerate().filter(|(at, line)| !is_time(line) && !is_number_of_cue(*at));
    said.map(|(_, line)| with_references(&without_tags(line))).sum()
}

/// A line without what stands between `<` and `>`.
fn without_tags(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        match tag.split_once('>') {
            Some((_, after)) => rest = after,
            None => {
                rest = tag;
                break;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The words of the text values of a JSON file that stand under some keys, at any depth.
pub(super) fn of_json(text: &str, keys: &[&str]) -> usize {
    json_strings(text).filter(|(key, _)| keys.contains(&key.as_str())).map(|(_, value)| words(&value)).sum()
}

/// The text values of a JSON file with their keys, found by their quotation marks and the brackets between them alone. Those in a list
/// have the key of the list.
fn json_strings(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut rest = text;
    let mut key = String::new();
    let mut outer_keys: Vec<String> = Vec::new();
    std::iter::from_fn(move || {
        loop {
            let (between, after) = rest.split_once('"')?;
            for bracket in between.bytes() {
                match bracket {
                    b'[' | b'{' => outer_keys.push(key.clone()),
                    b']' | b'}' => key = outer_keys.pop().unwrap_or_default(),
                    _ => {}
                }
            }
            let end = end_of_string(after)?;
            let value = unescaped(&after[..end]);
            rest = &after[end + 1..];
            if rest.trim_start().starts_with(':') {
                key = value;
            } else {
                return Some((key.clone(), value));
            }
        }
    })
}

/// The byte of the quotation mark that ends a JSON text.
fn end_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at),
            _ => {}
        }
    }
    None
}

/// A JSON text with its escapes read.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('u')) => out.push(escaped_char(&mut chars)),
            ('\\', Some('n' | 'r' | 't' | 'b' | 'f')) => out.push(' '),
            ('\\', Some(other)) => out.push(other),
            (other, _) => out.push(other),
        }
    }
    out
}

/// The character behind `\u`. Those beyond the first plane are written as two numbers, of which the second has a `\u` of its own.
fn escaped_char(chars: &mut std::str::Chars<'_>) -> char {
    let number = hexadecimal(chars);
    if !(0xD800..0xDC00).contains(&number) {
        return char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    let mut ahead = chars.clone();
    let is_pair = ahead.next() == Some('\\') && ahead.next() == Some('u');
    let second = if is_pair { hexadecimal(&mut ahead) } else { 0 };
    if !(0xDC00..0xE000).contains(&second) {
        return char::REPLACEMENT_CHARACTER;
    }
    *chars = ahead;
    char::from_u32(0x1_0000 + ((number - 0xD800) << 10) + (second - 0xDC00)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The number that four digits are.
fn hexadecimal(chars: &mut std::str::Chars<'_>) -> u32 {
    let digits: String = chars.by_ref().take(4).collect();
    u32::from_str_radix(&digits, 16).unwrap_or_default()
}

/// The words of the text between the tags of an XML or HTML file, without those of some elements.
pub(super) fn of_markup(text: &str, without: &[&str]) -> usize {
    let mut rest = text;
    let mut said = String::new();
    while let Some((before, after)) = rest.split_once('<') {
        said.push_str(before);
        rest = match after {
            comment if comment.starts_with("!--") => comment.split_once("-->").map_or("", |(_, after)| after),
            data if data.starts_with("![CDATA[") => {
                let (inside, after) = data["![CDATA[".len()..].split_once("]]>").unwrap_or((data, ""));
                said.push(' ');
                said.push_str(inside);
                said.push(' ');
                after
            }
            tag => behind_tag(tag, without),
        };
        said.push(' ');
    }
    said.push_str(rest);
    with_references(&said)
}

/// What comes behind a tag, or behind the whole element where it is one that does not count.
fn behind_tag<'a>(tag: &'a str, without: &[&str]) -> &'a str {
    let name: String = tag.chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_')).collect();
    let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
    if inside.ends_with('/') || !without.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
        return after;
    }
    let close = format!("</{}", name.to_lowercase());
    let at = after.to_ascii_lowercase().find(&close);
    at.and_then(|at| after[at..].split_once('>')).map_or("", |(_, rest)| rest)
}
