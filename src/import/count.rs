//! The second count: how many words a file has, by scanners that share nothing with the readers.
//!
//! A word is a run of letters and digits, so that marks and mark-up between words count nothing and a text has as many before as after
//! its mark-up is taken away. Each format names the scanner that fits its file. The sum of the words that are spoken, used and left out
//! ([`super::report`]) has to be the same number.
//!
//! Not here: what the words mean.

use html_escape::decode_html_entities;

use crate::language::script::is_unspaced;

/// The number of words of a text. In scripts that put no blanks between words each letter is one, so that a text has as many when its
/// pieces are put together.
pub fn words(text: &str) -> usize {
    let mut count = 0;
    let mut is_inside = false;
    for c in text.chars() {
        let is_word = c.is_alphanumeric();
        let is_alone = is_word && is_unspaced(c);
        count += usize::from(is_alone || is_word && !is_inside);
        is_inside = is_word && !is_alone;
    }
    count
}

/// The words of a text with the references of HTML read.
pub(super) fn with_references(text: &str) -> usize {
    words(&decode_html_entities(text))
}

/// The words of captions: without lines of times, the lines directly before these that stand alone, and tags in angle brackets.
pub(super) fn of_captions(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_matches(['\u{feff}', ' ', '\t'])).collect();
    let is_number_of_cue = |at: usize| {
        let stands_alone = at == 0 || lines[at - 1].is_empty() || lines[at].bytes().all(|byte| byte.is_ascii_digit());
        lines.get(at + 1).is_some_and(|next| is_arrow(next)) && stands_alone
    };
    let said = lines.iter().enumerate().filter(|(at, line)| !is_arrow(line) && !is_number_of_cue(*at));
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

/// Whether a line has two times with an arrow between them.
fn is_arrow(line: &str) -> bool {
    line.split_once("-->")
        .is_some_and(|(start, rest)| is_stamp(start) && rest.split_whitespace().next().is_some_and(is_stamp))
}

/// Whether a text is a time as captions have them: up to three numbers with colons, and a fraction or none.
fn is_stamp(text: &str) -> bool {
    let is_number =
        |text: &str, max: usize| (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let (clock, fraction) = match text.trim().split_once([',', '.']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text.trim(), None),
    };
    clock.split(':').count() <= 3
        && clock.split(':').all(|part| is_number(part.trim(), 6))
        && fraction.is_none_or(|fraction| is_number(fraction, 9))
}

/// The words of SubRip captions: without lines of times and the numbers above them, tags of emphasis and `{\an8}`.
pub(super) fn of_subrip(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_matches(['\u{feff}', ' ', '\t'])).collect();
    let is_number = |at: usize| {
        lines[at].bytes().all(|byte| byte.is_ascii_digit()) && lines.get(at + 1).is_some_and(|next| is_arrow(next))
    };
    let said = (0..lines.len()).filter(|at| !is_arrow(lines[*at]) && !is_number(*at));
    said.map(|at| with_references(&without_codes(lines[at]))).sum()
}

/// A line of SubRip without tags of emphasis and without codes in braces.
fn without_codes(line: &str) -> String {
    const TAGS: [&str; 5] = ["i", "b", "u", "s", "font"];
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let (open, inside) = rest[at..].split_at(1);
        let (is_code, end) = match open {
            "{" => (inside.starts_with('\\'), inside.find(['{', '}']).filter(|end| inside[*end..].starts_with('}'))),
            _ => {
                let name = inside
                    .trim_start_matches('/')
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .next()
                    .unwrap_or_default();
                let end = inside.find(['<', '>']).filter(|end| inside[*end..].starts_with('>'));
                (TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)), end)
            }
        };
        match end.filter(|_| is_code) {
            Some(end) => rest = &inside[end + 1..],
            None => {
                out.push_str(open);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The words of SBV captions: without the lines of two times, and `[br]`.
pub(super) fn of_sbv(text: &str) -> usize {
    let is_time = |line: &&str| {
        let is_clock = |text: &str| text.contains(':') && is_stamp(text);
        line.trim().split_once(',').is_some_and(|(start, end)| is_clock(start) && is_clock(end) && !end.contains(','))
    };
    text.lines().filter(|line| !is_time(line)).map(|line| with_references(&line.replace("[br]", " "))).sum()
}

/// The most times before a line of lyrics that is said as often.
const MAX_TIMES: usize = 20;

/// The words of lyrics: each line as often as there are times before it, its times not counted.
pub(super) fn of_lyrics(text: &str) -> usize {
    let mut count = 0;
    for line in text.lines() {
        let mut rest = line.trim_start_matches(['\u{feff}', ' ', '\t']);
        let mut times = 0;
        while let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            if !is_clock(inside) {
                break;
            }
            times += 1;
            rest = after.trim_start();
        }
        let mut said = String::new();
        for (nth, part) in rest.split('<').enumerate() {
            let is_time = nth > 0 && part.split_once('>').is_some_and(|(inside, _)| is_clock(inside));
            said.push_str(if nth == 0 || is_time { "" } else { "<" });
            said.push_str(if is_time { part.split_once('>').map_or(part, |(_, after)| after) } else { part });
        }
        count += words(&said) * if times > MAX_TIMES { 1 } else { times.max(1) };
    }
    count
}

fn is_clock(text: &str) -> bool {
    text.contains(':') && text.bytes().all(|byte| byte.is_ascii_digit() || b":. ".contains(&byte))
}

/// The words of a script of subtitles, of all its lines: without codes in braces, and with its marks of line breaks read.
pub(super) fn of_script(text: &str) -> usize {
    let mut count = 0;
    for line in text.lines() {
        let mut said = String::with_capacity(line.len());
        let mut rest = line;
        // A code ends on its line; a brace that does not close is text.
        while let Some((before, (_, after))) =
            rest.split_once("{\\").and_then(|(before, code)| Some((before, code.split_once('}')?)))
        {
            said.push_str(before);
            rest = after;
        }
        said.push_str(rest);
        count += words(&["\\N", "\\n", "\\h"].iter().fold(said, |said, mark| said.replace(mark, " ")));
    }
    count
}

/// The words of a part of a Word document: what stands in its `w:t`, apart where a paragraph, a line or a tab ends.
pub(super) fn of_word(xml: &str) -> usize {
    let mut said = String::new();
    let mut rest = xml;
    while let Some((_, tag)) = rest.split_once('<') {
        let (inside, after) = split_tag(tag);
        rest = after;
        match tag_name(inside.trim_start_matches('/')) {
            "w:t" if !inside.starts_with('/') && !inside.ends_with('/') => {
                let (text, after) = after.split_once("</w:t").unwrap_or((after, ""));
                said.push_str(&decode_html_entities(text));
                rest = after;
            }
            "w:p" | "w:br" | "w:cr" | "w:tab" | "w:noBreakHyphen" => said.push(' '),
            _ => {}
        }
    }
    words(&said)
}

/// The words of the text between the tags of an XML or HTML file, without those of some elements. Tags are between words where `parts`
/// says so of the name, or else within them.
pub(super) fn of_markup(text: &str, without: &[&str], parts: fn(&str) -> bool) -> usize {
    words(&markup_text(text, without, parts))
}

/// As [`of_markup`], for text whose references were written twice: `&amp;#39;`.
pub(super) fn of_markup_twice(text: &str, without: &[&str], parts: fn(&str) -> bool) -> usize {
    with_references(&markup_text(text, without, parts))
}

/// The text between the tags, its references read.
fn markup_text(text: &str, without: &[&str], parts: fn(&str) -> bool) -> String {
    let mut rest = text;
    let mut said = String::new();
    while let Some((before, after)) = rest.split_once('<') {
        said.push_str(&decode_html_entities(before));
        rest = match after {
            comment if comment.starts_with("!--") => comment.split_once("-->").map_or("", |(_, after)| after),
            data if data.starts_with("![CDATA[") => {
                let (inside, after) = data["![CDATA[".len()..].split_once("]]>").unwrap_or((data, ""));
                said.push_str(inside);
                after
            }
            definitions
                if definitions.starts_with("!DOCTYPE")
                    && definitions.split('>').next().is_some_and(|first| first.contains('[')) =>
            {
                definitions.split_once("]>").map_or("", |(_, after)| after)
            }
            tag if tag.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_')) => {
                if parts(tag_name(tag.trim_start_matches('/'))) {
                    said.push(' ');
                }
                behind_tag(tag, without)
            }
            other => {
                said.push('<');
                other
            }
        };
    }
    said.push_str(&decode_html_entities(rest));
    said
}

fn tag_name(tag: &str) -> &str {
    let end = tag.find(|c: char| !c.is_alphanumeric() && !matches!(c, ':' | '-' | '_')).unwrap_or(tag.len());
    &tag[..end]
}

/// What comes behind a tag, or behind the whole element where it is one that does not count.
fn behind_tag<'a>(tag: &'a str, without: &[&str]) -> &'a str {
    let name = tag_name(tag);
    let (inside, after) = split_tag(tag);
    if inside.ends_with('/') || !without.iter().any(|other| other.eq_ignore_ascii_case(name)) {
        return after;
    }
    let is_close =
        |at: &usize| after.get(at + 2..at + 2 + name.len()).is_some_and(|other| other.eq_ignore_ascii_case(name));
    let close = after.match_indices("</").map(|(at, _)| at).find(is_close);
    close.and_then(|at| after[at..].split_once('>')).map_or("", |(_, rest)| rest)
}

/// A tag up to the bracket that ends it, which is none between quotation marks, and what comes behind it.
fn split_tag(tag: &str) -> (&str, &str) {
    let mut quote = None;
    let mut is_value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) => quote = Some(open).filter(|open| *open != byte),
            None if byte == b'>' => return (&tag[..at], &tag[at + 1..]),
            None if matches!(byte, b'"' | b'\'') && is_value => quote = Some(byte),
            None => {}
        }
        is_value = byte == b'=' || is_value && byte.is_ascii_whitespace();
    }
    (tag, "")
}
