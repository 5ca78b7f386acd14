//! XML as a row of tags and texts, each with its place in the file.
//!
//! References are read as HTML knows them, and no others: what a document type defines stays as it is written, so that a small file
//! cannot become a large text. Tags that do not match are given as they come: files in the wild have them.
//!
//! Not here: what the elements mean (the readers).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use html_escape::decode_html_entities;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::transcript::Problem;

/// The deepest nesting that is read. Transcripts have ten; what a reader does for each text may grow with it.
const MAX_DEPTH: usize = 1000;

/// A tag or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    /// The bytes of the whole text.
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Open(Tag<'a>),
    /// The name of an element that ends, with its prefix.
    Close(&'a str),
    /// Words with their references read, or a CDATA section as it is.
    Text(Cow<'a, str>),
}

/// The tag that begins an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name with its prefix.
    pub(super) name: &'a str,
    /// What stands between the brackets.
    inside: &'a str,
}

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        local(self.name)
    }

    /// The value of an attribute, named without its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let tag = BytesStart::from_content(self.inside, self.name.len());
        let mut attributes = tag.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| local(attribute.key.as_ref()) == name)?;
        Some(decode_html_entities(found.value.as_ref()).trim().to_owned())
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The tags and texts of a file, one after another.
pub(super) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// What was read and not given yet.
    queue: VecDeque<Token<'a>>,
    /// How many elements are open.
    depth: usize,
    is_over: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { text, reader, queue: VecDeque::new(), depth: 0, is_over: false }
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).map_or(self.text.len(), |at| at.min(self.text.len()))
    }

    /// Reads up to the next tag.
    fn fill(&mut self) -> Result<(), Problem> {
        let mut run: Option<Range<usize>> = None;
        while self.queue.is_empty() && !self.is_over {
            let start = self.at();
            let event = self.reader.read_event().map_err(|error| self.unreadable(&error))?;
            let span = start..self.at();
            if matches!(event, Event::Text(_) | Event::GeneralRef(_)) {
                run = Some(run.map_or(span.start, |run| run.start)..span.end);
                continue;
            }
            self.queue.extend(run.take().and_then(|run| self.words(run)));
            self.go_down_or_up(&event, &span)?;
            self.add(&event, span);
        }
        Ok(())
    }

    /// Counts the open elements. A line break without an end is none: some programs write it as in HTML.
    fn go_down_or_up(&mut self, event: &Event<'_>, span: &Range<usize>) -> Result<(), Problem> {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() != "br" => self.depth += 1,
            Event::End(tag) if tag.local_name().as_ref() != "br" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth <= MAX_DEPTH {
            return Ok(());
        }
        let problem = Problem::error(span.start..span.start, "XML that is nested deeper than any transcript");
        Err(problem.expected(format!("no more than {MAX_DEPTH} elements in each other")))
    }

    fn add(&mut self, event: &Event<'_>, span: Range<usize>) {
        let inside = self.text.get(span.start + 1..span.end.saturating_sub(1)).unwrap_or_default();
        let kind = match event {
            Event::Start(_) => Kind::Open(tag(inside)),
            Event::Empty(_) => {
                let tag = tag(inside.trim_end_matches('/'));
                self.queue.push_back(Token { kind: Kind::Open(tag), span: span.clone() });
                Kind::Close(tag.name)
            }
            Event::End(_) => Kind::Close(inside.trim_start_matches('/').trim()),
            Event::CData(_) => Kind::Text(Cow::Borrowed(
                inside.strip_prefix("![CDATA[").and_then(|text| text.strip_suffix("]]")).unwrap_or_default(),
            )),
            Event::Eof => {
                self.is_over = true;
                return;
            }
            _ => return,
        };
        self.queue.push_back(Token { kind, span });
    }

    fn words(&self, span: Range<usize>) -> Option<Token<'a>> {
        let text = self.text.get(span.clone())?;
        Some(Token { kind: Kind::Text(decode_html_entities(text)), span })
    }

    fn unreadable(&self, error: &quick_xml::Error) -> Problem {
        let at = usize::try_from(self.reader.error_position()).unwrap_or(self.text.len());
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        Problem::error(at..at, "XML that cannot be read")
            .found(error.to_string())
            .help("the file may be cut off: save it once more")
    }
}

fn tag(inside: &str) -> Tag<'_> {
    let end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
    Tag { name: &inside[..end], inside }
}

impl<'a> Iterator for Xml<'a> {
    type Item = Result<Token<'a>, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(problem) = self.fill() {
            self.is_over = true;
            return Some(Err(problem));
        }
        self.queue.pop_front().map(Ok)
    }
}
