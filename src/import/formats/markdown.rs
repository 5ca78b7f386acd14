//! Markdown: CommonMark with tables and footnotes, its emphasis, links and lists reduced to their words.
//!
//! Not here: which words are labels ([`crate::import::labels`]), and our own episodes ([`crate::source`]).

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::import::count;
use crate::import::draft::{Draft, clean};
use crate::import::format::{Format, Given};
use crate::import::head::front_matter;
use crate::import::input::Input;
use crate::import::labels::{BlockKind, TextBlock, TextLine};
use crate::import::prose;
use crate::import::report::Report;
use crate::transcript::Problem;

pub(in crate::import) const FORMAT: Format = Format {
    name: "markdown",
    title: "Markdown",
    recognise,
    read,
    // Marks of code may stand inside of a word.
    count: |input| count::with_references(&input.text().replace('`', "")),
};

/// The tags of HTML that texts have.
const TAGS: [&str; 30] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "hr",
    "i",
    "img",
    "li",
    "mark",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "ul",
];

/// Emphasis, headings, links or front matter.
fn recognise(input: &Input<'_>) -> Option<String> {
    let text = input.text();
    if input.is_zip() || input.json().is_some() || input.start().starts_with('<') {
        return None;
    }
    let lines = || text.lines().map(str::trim_start);
    let bold = lines()
        .filter(|line| line.trim_start_matches(['-', '>', ' ']).starts_with("**") || line.starts_with("__"))
        .count();
    if bold > 0 {
        return Some(format!("{bold} paragraphs that begin in bold"));
    }
    let headings =
        lines().filter(|line| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')).count();
    if headings > 0 {
        return Some(format!("{headings} headings that begin with #"));
    }
    let fence = text.lines().next().is_some_and(|line| matches!(line.trim_end(), "---" | "+++"));
    fence.then(|| "front matter".to_owned()).or_else(|| text.contains("](http").then(|| "links in brackets".to_owned()))
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let text = input.text();
    let front = front_matter(text, report)?;
    let body_at = front.as_ref().map_or(0, |front| front.body_at);
    let mut head = front.map(|front| front.head).unwrap_or_default();
    let mut blocks = Reader::new(text, body_at, report).blocks();
    if let Some(first) = blocks.first().filter(|block| block.kind == BlockKind::Heading(1)) {
        let title = first.text();
        report.used(&title);
        head.title = head.title.or(Some(title).filter(|title| !title.is_empty()));
        blocks.remove(0);
    }
    let mut draft = Draft { head, ..Draft::default() };
    prose::read(blocks, &mut draft, report);
    Ok(draft)
}

/// Puts blocks together from the events of the parser.
struct Reader<'a> {
    text: &'a str,
    from: usize,
    report: &'a mut Report,
    blocks: Vec<TextBlock>,
    kind: BlockKind,
    lines: Vec<TextLine>,
    /// How many tags of emphasis are open.
    strong: usize,
    /// What is read that is no speech, in words, and how many of its tags are open.
    other: Option<(&'static str, usize)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, from: usize, report: &'a mut Report) -> Self {
        Self {
            text,
            from,
            report,
            blocks: Vec::new(),
            kind: BlockKind::Paragraph,
            lines: Vec::new(),
            strong: 0,
            other: None,
        }
    }

    fn blocks(mut self) -> Vec<TextBlock> {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        let body = closed_labels(&self.text[self.from..]);
        for (event, span) in Parser::new_ext(&body, options).into_offset_iter() {
            let span = self.from + span.start..self.from + span.end;
            self.event(event, span);
        }
        self.close();
        self.blocks
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text, span),
            Event::SoftBreak | Event::HardBreak => {
                self.lines.push(TextLine { span: span.end..span.end, ..TextLine::default() })
            }
            Event::Rule => {
                self.close();
                self.blocks.push(TextBlock { kind: BlockKind::Rule, lines: Vec::new() });
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, span),
            Event::FootnoteReference(name) => self.report.leave_out(span, "a mark of a footnote", &name),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. } => self.link(dest_url, title, span),
            Tag::Paragraph | Tag::Strikethrough => {}
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(level_number(*level))),
            Tag::Item => self.item(span),
            Tag::Table(_) => self.open_other("a table"),
            Tag::CodeBlock(_) => self.open_other("code"),
            Tag::FootnoteDefinition(name) => {
                self.open_other("a footnote");
                self.push(name, span);
                self.push(" ", 0..0);
            }
            Tag::List(_) => self.close(),
            Tag::TableCell => self.push(" ", 0..0),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Table | TagEnd::CodeBlock | TagEnd::FootnoteDefinition => {
                self.close();
                self.other = None;
                self.kind = BlockKind::Paragraph;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item if self.other.is_none() => {
                self.close();
                self.kind = BlockKind::Paragraph;
            }
            _ => {}
        }
    }

    /// A point of a list. Its number stays: `1986. A good year.` is one too.
    fn item(&mut self, span: Range<usize>) {
        self.open(BlockKind::Item);
        let item = &self.text[span.clone()];
        let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            let mark = format!("{} ", item.get(..=digits).unwrap_or(item));
            self.push(mark.trim_start(), span.start..span.start + digits);
        }
    }

    fn open(&mut self, kind: BlockKind) {
        if self.other.is_none() {
            self.close();
            self.kind = kind;
        }
    }

    fn open_other(&mut self, what: &'static str) {
        self.close();
        self.other = Some((what, 1));
        self.kind = BlockKind::Other(what);
    }

    /// The address of a link is not said, unless it is all there is.
    fn link(&mut self, address: &str, title: &str, span: Range<usize>) {
        let is_all = self.text[span.clone()].starts_with('<') || !self.text[span.clone()].starts_with(['[', '!']);
        if !is_all {
            self.report.leave_out(span, "the address of a link", &format!("{address} {title}"));
        }
    }

    /// Tags of HTML are mark-up where browsers know them; `<laughs>` is a word.
    fn html(&mut self, html: &str, span: Range<usize>) {
        let name: String =
            html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if html.trim_start().starts_with("<!--") {
            self.report.leave_out(span, "a comment", html);
        } else if TAGS.contains(&name.to_lowercase().as_str()) {
            self.report.used(html);
        } else {
            self.push(html, span);
        }
    }

    fn push(&mut self, text: &str, span: Range<usize>) {
        let is_strong = self.strong > 0;
        if self.lines.is_empty() {
            self.lines.push(TextLine { span: span.clone(), ..TextLine::default() });
        }
        for (nth, part) in text.split('\n').enumerate() {
            if nth > 0 {
                self.lines.push(TextLine { span: span.end..span.end, ..TextLine::default() });
            }
            let Some(line) = self.lines.last_mut() else { return };
            let leads = line.lead == line.text.len();
            line.text.push_str(part);
            if is_strong && leads {
                line.lead = line.text.len();
            }
            line.span.end = line.span.end.max(span.end);
            if line.span.start == 0 {
                line.span.start = span.start;
            }
        }
    }

    fn close(&mut self) {
        let lines: Vec<TextLine> =
            std::mem::take(&mut self.lines).into_iter().filter(|line| !clean(&line.text).is_empty()).collect();
        if !lines.is_empty() {
            self.blocks.push(TextBlock { kind: self.kind, lines });
        }
    }
}

/// A text in which `**Name: **` is `**Name:** `, of the same length: with a blank before the asterisks they end nothing.
fn closed_labels(text: &str) -> String {
    let close = |line: &str| match line.strip_prefix("**").and_then(|rest| rest.find("**")) {
        Some(end) if line[..end + 2].ends_with(": ") => format!("{}:** {}", &line[..end], &line[end + 4..]),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(close).collect()
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}
