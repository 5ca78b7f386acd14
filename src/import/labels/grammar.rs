//! What may be a label at the beginning of a line, in all the ways people write one. Nothing is decided by a single line.
//!
//! ```text
//! Name: words          NAME: words              Name (0:03): words      [0:03] Name: words
//! **Name:** words      **Name** (0:03): words   **Name (0:03):** words  **Name** words
//! Name  0:03           Name                     (0:03): words           0:03 words
//! ```
//!
//! Not here: which of them are names ([`super::names`]).

use super::clock::time_at_start;
use crate::transcript::Millis;

/// The most characters of a name with what stands behind it.
const MAX_LABEL_CHARS: usize = 120;

/// The most bytes between brackets behind a name.
const MAX_DESCRIPTION_BYTES: usize = 60;

/// The most bytes of a name in small letters.
const MAX_HANDLE_BYTES: usize = 24;

/// How a label is written, the surest ways last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import) enum Form {
    /// One of [`weak_candidate`].
    Weak,
    /// A whole line without a mark.
    Line,
    /// Emphasised words without a colon behind them.
    Emphasis,
    /// A colon.
    Colon,
    /// A whole line, all of it emphasised.
    StrongLine,
    /// A time behind the name.
    Timed,
    /// Emphasised words with a colon.
    StrongColon,
}

/// What may be a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Candidate<'a> {
    /// The name; empty where a line begins with a time alone.
    pub(in crate::import) name: &'a str,
    pub(in crate::import) time: Option<Millis>,
    pub(in crate::import) form: Form,
    /// The byte of the line at which the words begin.
    pub(in crate::import) rest: usize,
    /// The byte behind a time that begins the line, where that is no label's: words begin there.
    pub(in crate::import) behind_time: Option<usize>,
}

/// What may be the label of a line whose first `lead` bytes are emphasised.
pub(in crate::import) fn candidate(line: &str, lead: usize) -> Option<Candidate<'_>> {
    let mut scan = Scan { line, at: 0, time: None, behind_time: None };
    scan.blanks();
    let bullet = line[scan.at..].strip_prefix(['-', '>', '•', '–', '—']).filter(|rest| rest.starts_with(' ')).is_some();
    if bullet {
        scan.at += line[scan.at..].chars().next().map_or(0, char::len_utf8);
        scan.blanks();
    }
    let led_by_time = scan.time();
    if led_by_time {
        scan.behind_time = Some(scan.at);
        scan.skip(['-', '–', '—', '|', ' ']);
        if line[scan.at..].starts_with(':') {
            scan.at += 1;
            return Some(scan.found("", Form::Timed));
        }
    }
    if lead > scan.at { strong(scan, lead) } else { plain(scan, led_by_time) }
}

/// A label that is written so that a single one says nothing, and is believed only where no other is: `(Ann) words`, `Q. words`,
/// `AB - words`, `ann_s: words`.
pub(in crate::import) fn weak_candidate(line: &str) -> Option<Candidate<'_>> {
    let bare = line.trim_start();
    let at = line.len() - bare.len();
    let (name, len) = if let Some(inside) = bare.strip_prefix('(') {
        let end = inside.find(')').filter(|end| (1..=MAX_DESCRIPTION_BYTES).contains(end))?;
        (&inside[..end], end + 2)
    } else {
        let end = bare.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))?;
        let (name, rest) = bare.split_at(end);
        let is_initials = end <= 3 && name.chars().all(char::is_uppercase);
        let is_handle = end > 1 && name.starts_with(char::is_lowercase) && end <= MAX_HANDLE_BYTES;
        let dash = rest.trim_start().strip_prefix(['-', '–', '—']);
        let words = match rest.chars().next()? {
            '.' if is_initials => rest[1..].strip_prefix(' '),
            ':' if is_handle => rest[1..].strip_prefix(' '),
            ' ' if is_initials => dash,
            _ => None,
        };
        (name, bare.len() - words?.len())
    };
    let mut scan = Scan { line, at: at + len, time: None, behind_time: None };
    scan.blanks();
    (!scan.rest().is_empty()).then(|| scan.found(name, Form::Weak))
}

/// Reads a line from its beginning.
struct Scan<'a> {
    line: &'a str,
    at: usize,
    time: Option<Millis>,
    behind_time: Option<usize>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn skip<const N: usize>(&mut self, chars: [char; N]) {
        self.at += self.rest().len() - self.rest().trim_start_matches(chars).len();
    }

    /// Passes a time; whether there was one.
    fn time(&mut self) -> bool {
        let Some((time, len)) = time_at_start(self.rest()) else { return false };
        self.time = Some(time);
        self.at += len;
        self.blanks();
        true
    }

    /// Passes what stands in brackets between a name and its colon: `(host)`, `(SL)`.
    fn description(&mut self) {
        let end = self.rest().strip_prefix(['(', '[']).and_then(|rest| {
            let end = rest.find([')', ']']).filter(|end| *end <= MAX_DESCRIPTION_BYTES)?;
            rest[end + 1..].starts_with([':', '：']).then_some(end + 2)
        });
        self.at += end.unwrap_or(0);
    }

    /// Passes a colon; whether there was one.
    fn colon(&mut self) -> bool {
        let colon = self.rest().chars().next().filter(|c| matches!(c, ':' | '：'));
        self.at += colon.map_or(0, char::len_utf8);
        colon.is_some()
    }

    /// A line that begins with a time, and no name.
    fn nameless(mut self) -> Option<Candidate<'a>> {
        self.at = self.behind_time?;
        Some(self.found("", Form::Timed))
    }

    fn found(mut self, name: &'a str, form: Form) -> Candidate<'a> {
        self.blanks();
        Candidate { name: name.trim(), time: self.time, form, rest: self.at, behind_time: self.behind_time }
    }
}

/// A label whose name is emphasised.
fn strong(mut scan: Scan<'_>, lead: usize) -> Option<Candidate<'_>> {
    let inside = &scan.line[scan.at..lead];
    // Emphasised as a whole, label and words: `**Ann Sample: How did it begin?**`
    if inside.trim_end().split_once(": ").is_some_and(|(name, words)| !name.is_empty() && !words.trim().is_empty()) {
        return plain(scan, false);
    }
    let (name, mut has_colon, time) = name_in_emphasis(inside);
    scan.time = time.or(scan.time);
    scan.at = lead;
    scan.blanks();
    let is_whole_line = scan.rest().is_empty();
    let mut is_timed = time.is_some();
    if !has_colon {
        scan.skip([',', '|', '-', '–', '—', ' ']);
        is_timed |= scan.time();
        has_colon = scan.colon();
    }
    if name.chars().count() > MAX_LABEL_CHARS {
        return None;
    }
    let form = match (has_colon, is_timed, is_whole_line) {
        (true, ..) => Form::StrongColon,
        (false, true, _) => Form::Timed,
        (false, false, true) => Form::StrongLine,
        (false, false, false) => Form::Emphasis,
    };
    // Whatever was skipped before the words of a label without colon or time is theirs.
    if form == Form::Emphasis {
        scan.at = lead;
    }
    Some(scan.found(name, form))
}

/// The name in emphasised words, whether a colon ends them, and a time beside the name.
fn name_in_emphasis(inside: &str) -> (&str, bool, Option<Millis>) {
    let bare = inside.trim();
    let (bare, has_colon) = bare.strip_suffix([':', '：']).map_or((bare, false), |bare| (bare.trim_end(), true));
    let (bare, before) = match time_at_start(bare) {
        Some((time, len)) => (bare[len..].trim_start_matches(['-', '–', '|', ' ']), Some(time)),
        None => (bare, None),
    };
    match time_at_end(bare) {
        Some((time, len)) => (bare[..len].trim_end_matches([',', '|', '-', '–', ' ']), has_colon, Some(time)),
        None => (bare, has_colon, before),
    }
}

/// A time that ends a text, and the bytes before it.
fn time_at_end(text: &str) -> Option<(Millis, usize)> {
    let starts = text.char_indices().filter(|(at, c)| {
        matches!(c, '[' | '(' | '<') || c.is_ascii_digit() && text[..*at].ends_with([' ', '\t', '\u{a0}'])
    });
    let mut starts = starts.map(|(at, _)| at);
    starts.find_map(|at| {
        let (time, len) = time_at_start(&text[at..])?;
        (at + len == text.len()).then_some((time, at))
    })
}

/// A label without emphasis.
fn plain(mut scan: Scan<'_>, led_by_time: bool) -> Option<Candidate<'_>> {
    let rest = scan.rest();
    if let Some((time, len)) =
        time_at_end(rest.trim_end()).filter(|(_, len)| *len > 0 && rest[..*len].chars().count() <= MAX_LABEL_CHARS)
    {
        let name = rest[..len].trim_end_matches([',', '|', '-', '–', ' ', '\t', '\u{a0}']);
        if !name.contains([':', '?', '!']) {
            scan.time = Some(time);
            scan.at = scan.line.len();
            return Some(scan.found(name, Form::Timed));
        }
    }
    let end = rest
        .char_indices()
        .take(MAX_LABEL_CHARS)
        .find(|(_, c)| matches!(c, ':' | '：' | '(' | '[' | '<'))
        .map(|(at, _)| at);
    let Some(end) = end else {
        let is_line = !rest.is_empty() && rest.chars().count() <= MAX_LABEL_CHARS && !led_by_time;
        scan.at = if is_line { scan.line.len() } else { scan.at };
        return if is_line { Some(scan.found(rest, Form::Line)) } else { scan.nameless() };
    };
    let name = rest[..end].trim();
    let start = scan.at;
    scan.at += end;
    let is_timed = scan.time();
    if !is_timed {
        scan.description();
    }
    let has_colon = scan.colon() && !scan.rest().starts_with("//");
    // The digits of a time on both sides: `at 10:30 we met`.
    let is_clock = has_colon
        && name.ends_with(|c: char| c.is_ascii_digit())
        && scan.rest().starts_with(|c: char| c.is_ascii_digit());
    let is_label = has_colon || is_timed && scan.rest().is_empty();
    if is_clock || !is_label {
        scan.at = start;
        return scan.nameless();
    }
    let form = if is_timed || led_by_time { Form::Timed } else { Form::Colon };
    Some(scan.found(name, form))
}
