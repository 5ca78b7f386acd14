//! Comments in a body: where they are, and how they come into another version of it.
//!
//! A comment is what CommonMark 0.31 calls an HTML comment: `<!-->`, `<!--->`, or `<!--` and `-->` with anything between. At the start of
//! a line it may go on over empty lines; elsewhere it ends in its paragraph. A backslash before it makes it text. It is for whoever
//! edits the file: no part of what is published.
//!
//! Not here: the rest of the body ([`super::body`]), which is parsed with blanks where comments are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::insertion::{Insertion, with_insertions};
use super::syntax::{heading_level, is_blank, span_in, trim};
use crate::transcript::{ParagraphId, Problem, ProblemList};

/// The beginning of a comment.
pub(super) const OPEN: &str = "<!--";

/// The beginning of a comment that marks what is doubtful: `<!-- ? what .62 reason -->`, the number, how sure it is, where there is one.
pub(super) const DOUBT: &str = "<!-- ? ";

/// The end of a comment.
const CLOSE: &str = "-->";

/// The most bytes of a paragraph before a comment that are compared with a new version. No one says so much in one; a comment further
/// on comes to its end.
const MAX_LEN_BEFORE: usize = 10_000;

/// The comments of a text, by their byte ranges, in order.
#[derive(Debug, Default)]
pub(super) struct Comments {
    ranges: Vec<Range<usize>>,
}

impl Comments {
    /// The comments from the byte `start` on. One that is not closed is reported, and is text.
    pub(super) fn find(text: &str, start: usize, problems: &mut ProblemList) -> Self {
        let mut comments = Self::default();
        let mut ends = Ends { text, close: start, paragraph: start };
        let mut at = start;
        while let Some(open) = next_open(text, at) {
            match ends.of(open) {
                Some(end) => {
                    comments.ranges.push(open..end);
                    at = end;
                }
                None => {
                    problems.push_error(|| {
                        let problem = Problem::error(open..open + OPEN.len(), "a comment that is not closed");
                        problem.expected("`-->`").help("write `\\<!--` if it belongs to the text")
                    });
                    at = open + OPEN.len();
                }
            }
        }
        comments
    }

    /// Those that mark what is doubtful, as problems.
    pub(super) fn doubts(&self, text: &str) -> Vec<Problem> {
        let marks = self.ranges.iter().filter_map(|range| {
            let inside = text.get(range.clone())?.strip_prefix(DOUBT)?.strip_suffix(CLOSE)?.trim();
            let (what, reason) = inside.split_once(' ').unwrap_or((inside, ""));
            let problem = Problem::warning(range.clone(), format!("doubtful: {what}"));
            Some(problem.found(reason.to_owned()).help("set it right, or leave it; then delete this comment"))
        });
        marks.collect()
    }

    /// The text with a blank for each byte of a comment, so that every other byte stays where it is.
    pub(super) fn masked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.ranges.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = String::with_capacity(text.len());
        let mut copied = 0;
        for range in &self.ranges {
            masked.push_str(&text[copied..range.start]);
            masked.extend(std::iter::repeat_n(' ', range.len()));
            copied = range.end;
        }
        masked.push_str(&text[copied..]);
        Cow::Owned(masked)
    }

    /// A part of the masked text without the blanks that stand for comments. Of the blanks around one, those behind it go.
    pub(super) fn cut_from<'a>(&self, masked: &str, part: &'a str) -> Cow<'a, str> {
        let span = span_in(masked, part);
        let first = self.ranges.partition_point(|range| range.end <= span.start);
        let inside = self.ranges[first..].iter().take_while(|range| range.start < span.end);
        let mut cut = String::new();
        let mut copied = 0;
        for range in inside {
            let (from, to) = (range.start.max(span.start) - span.start, range.end.min(span.end) - span.start);
            cut.push_str(&part[copied..from.max(copied)]);
            copied = to;
            if cut.is_empty() || cut.ends_with(is_blank) {
                copied += part[to..].len() - part[to..].trim_start_matches(is_blank).len();
            }
        }
        if copied == 0 && cut.is_empty() {
            return Cow::Borrowed(part);
        }
        cut.push_str(&part[copied..]);
        Cow::Owned(cut)
    }
}

/// The byte of the next `<!--` that no backslash escapes.
fn next_open(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let open = at + text[at..].find(OPEN)?;
        let backslashes = text[from..open].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if backslashes.is_multiple_of(2) {
            return Some(open);
        }
        at = open + OPEN.len();
    }
}

/// Finds the ends of comments, asked for in order. What was found is kept, so that no byte is searched twice.
struct Ends<'a> {
    text: &'a str,
    /// The first `-->` behind the last comment that was asked for; the end of the text where there is none.
    close: usize,
    /// The end of the paragraph that the last comment was in.
    paragraph: usize,
}

impl Ends<'_> {
    /// The end of the comment that begins at a byte; `None` where it is not closed.
    fn of(&mut self, open: usize) -> Option<usize> {
        let text = self.text;
        if let Some(short) = ["<!-->", "<!--->"].into_iter().find(|short| text[open..].starts_with(short)) {
            return Some(open + short.len());
        }
        let inner = open + OPEN.len();
        if self.close < inner {
            self.close = text[inner..].find(CLOSE).map_or(text.len(), |at| inner + at);
        }
        let before = text[..open].trim_end_matches(is_blank);
        let limit = if before.is_empty() || before.ends_with('\n') { text.len() } else { self.end_of_paragraph(inner) };
        (self.close < limit).then_some(self.close + CLOSE.len())
    }

    fn end_of_paragraph(&mut self, from: usize) -> usize {
        if self.paragraph <= from {
            self.paragraph = end_of_paragraph(self.text, from);
        }
        self.paragraph
    }
}

/// The end of the last line before one that is empty or a heading.
fn end_of_paragraph(text: &str, from: usize) -> usize {
    let mut at = from;
    for (nth, line) in text[from..].split('\n').enumerate() {
        let words = trim(line.strip_suffix('\r').unwrap_or(line));
        if nth > 0 && (words.is_empty() || heading_level(words).is_some()) {
            return at - 1;
        }
        at += line.len() + 1;
    }
    text.len()
}

/// A text with a backslash before everything that would begin a comment.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if text.contains(OPEN) { text.replace(OPEN, "\\<!--").into() } else { text.into() }
}

/// A heading or a paragraph of a body, by which a comment has its place.
#[derive(Debug)]
pub(super) struct Element {
    /// The anchor of the answer or of the paragraph; empty while it has none.
    pub(super) anchor: String,
    /// From its first byte to its last, without a comment before or behind it.
    pub(super) span: Range<usize>,
}

/// A text with a comment before each of some paragraphs.
pub(super) fn with_comments(text: &str, elements: &[Element], comments: &[(ParagraphId, String)]) -> String {
    let starts: BTreeMap<&str, usize> =
        elements.iter().map(|element| (element.anchor.as_str(), element.span.start)).collect();
    let insertions = comments.iter().filter_map(|(id, comment)| {
        Some(Insertion { at: *starts.get(paragraph_anchor(id).as_str())?, new: format!("{comment}\n\n") })
    });
    with_insertions(text, insertions.collect())
}

/// Where a comment stands.
enum Place<'a> {
    /// On a line of its own, or at the start of one, before this anchor.
    Before(&'a str),
    /// Inside of what has this anchor, behind these words.
    Within(&'a str, String),
    /// At the end of what has this anchor.
    Behind(&'a str),
    /// At the end of the file.
    End,
}

/// The anchor of a paragraph, which no answer has; empty while it has no id.
pub(super) fn paragraph_anchor(id: &ParagraphId) -> String {
    if id.is_assigned() { format!("p-{id}") } else { String::new() }
}

/// The body of an episode, as far as comments are concerned.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) comments: Comments,
    /// In order.
    pub(super) elements: Vec<Element>,
}

impl Outline {
    /// A text of a new version with the comments of the old one, each at the same paragraph or heading: where that is gone, before the
    /// next one that is there.
    pub(super) fn carry(&self, old: &str, new: &str, new_elements: &[Element]) -> String {
        let spans: BTreeMap<&str, &Range<usize>> =
            new_elements.iter().map(|element| (element.anchor.as_str(), &element.span)).collect();
        let surviving: Vec<&Element> =
            self.elements.iter().filter(|element| spans.contains_key(element.anchor.as_str())).collect();
        let masked = self.comments.masked(old);
        let insertions = self.comments.ranges.iter().map(|range| {
            let comment = &old[range.clone()];
            match self.place(range, &masked, &surviving) {
                Place::Before(anchor) => Insertion { at: spans[anchor].start, new: format!("{comment}\n\n") },
                Place::Behind(anchor) => Insertion { at: spans[anchor].end, new: format!(" {comment}") },
                Place::Within(anchor, before) => {
                    let span = spans[anchor];
                    let is_there = new[span.clone()].starts_with(&before);
                    let at = if is_there { span.start + before.len() } else { span.end };
                    Insertion { at, new: format!(" {comment}") }
                }
                Place::End => Insertion { at: new.len(), new: format!("\n{comment}\n") },
            }
        });
        with_insertions(new, insertions.collect())
    }

    /// The place of a comment among the elements that a new version still has.
    fn place<'a>(&self, range: &Range<usize>, masked: &str, surviving: &[&'a Element]) -> Place<'a> {
        let next = surviving.partition_point(|element| element.span.start <= range.start);
        if let Some(here) = next.checked_sub(1).map(|at| surviving[at]) {
            if range.start < here.span.end {
                if range.start - here.span.start > MAX_LEN_BEFORE {
                    return Place::Behind(&here.anchor);
                }
                let before = &masked[here.span.start..range.start];
                return Place::Within(&here.anchor, trim(&self.comments.cut_from(masked, before)).to_owned());
            }
            if !masked[here.span.end..range.start].contains('\n') {
                return Place::Behind(&here.anchor);
            }
        }
        surviving.get(next).map_or(Place::End, |element| Place::Before(&element.anchor))
    }
}
