//! Markdown: CommonMark with tables and footnotes, its emphasis, links and lists reduced to their words.
//!
//! Not here: which words are labels ([`crate::import::labels`]), and our own episodes ([`crate::source`]).

use std::ops::Range;

use html_escape::decode_html_entities;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::import::count;
use crate::import::draft::{Draft, clean};
use crate::import::format::{Format, Given};
use crate::import::head::front_matter;
use crate::import::input::Input;
use crate::import::labels::{BlockKind, TextBlock, TextLine};
use crate::import::prose;
use crate::import::report::Report;
use crate::import::web_page::is_block;
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
    if input.is_zip() || input.begins_as_json() || input.start().starts_with('<') {
        return None;
    }
    let lines = || text.lines().map(str::trim_start);
    let beginning_with = |marks: [&str; 2]| lines().filter(|line| marks.iter().any(|mark| begins(line, mark))).count();
    let (bold, slanted) = (beginning_with(["**", "__"]), beginning_with(["*", "_"]));
    if bold > 0 {
        return Some(format!("{bold} paragraphs that begin in bold"));
    }
    if slanted > 1 {
        return Some(format!("{slanted} paragraphs that begin in italics"));
    }
    let headings =
        lines().filter(|line| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')).count();
    if headings > 0 {
        return Some(format!("{headings} headings that begin with #"));
    }
    let fence = text.lines().next().is_some_and(|line| matches!(line.trim_end(), "---" | "+++"));
    fence.then(|| "front matter".to_owned()).or_else(|| text.contains("](http").then(|| "links in brackets".to_owned()))
}

/// Whether a line begins with emphasised words, be it in a list or a quotation.
fn begins(line: &str, mark: &str) -> bool {
    let line = line.trim_start_matches(['-', '>', '+', ' ']);
    let line = line.strip_prefix("* ").unwrap_or(line).trim_start();
    let inside = line.strip_prefix(mark).filter(|rest| !rest.starts_with(['*', '_']));
    inside.is_some_and(|rest| !rest.starts_with(' ') && rest.find(mark).is_some_and(|end| end > 0))
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
    /// Where the emphasised words began that are being read.
    begun: Option<usize>,
    /// Whether a tag was the last.
    is_behind_tag: bool,
    /// A block of HTML, and where it is.
    markup: Option<(String, Range<usize>)>,
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
            begun: None,
            is_behind_tag: false,
            markup: None,
            other: None,
        }
    }

    fn blocks(mut self) -> Vec<TextBlock> {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        let body = self.without_template_tags(&closed_labels(&self.text[self.from..]));
        let parser = Parser::new_ext(&body, options);
        for (_, definition) in parser.reference_definitions().iter() {
            let span = self.from + definition.span.start..self.from + definition.span.end;
            self.report.leave_out(span, "the address of a link", &body[definition.span.clone()]);
        }
        for (event, span) in parser.into_offset_iter() {
            let span = self.from + span.start..self.from + span.end;
            self.event(event, span);
        }
        self.close();
        self.blocks
    }

    /// A text of the same length without the tags of site generators, `{% include x %}` and `{{ page.url }}`.
    fn without_template_tags(&mut self, body: &str) -> String {
        let mut out = String::with_capacity(body.len());
        let mut at = 0;
        while let Some(start) = body[at..].find("{%").into_iter().chain(body[at..].find("{{")).min().map(|to| at + to) {
            let close = if body[start..].starts_with("{%") { "%}" } else { "}}" };
            out.push_str(&body[at..start]);
            let Some(len) = body[start..].find(close).map(|len| len + 2) else {
                at = start;
                break;
            };
            let tag = &body[start..start + len];
            self.report.leave_out(self.from + start..self.from + start + len, "a tag of a site generator", tag);
            out.extend(tag.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            at = start + len;
        }
        out + &body[at..]
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
            Event::Html(html) => self.markup.get_or_insert_with(|| (String::new(), span)).0.push_str(&html),
            Event::InlineHtml(html) => self.html(&html, span),
            Event::FootnoteReference(name) => self.report.leave_out(span, "a mark of a footnote", &name),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong => {
                let at = self.lines.last().map_or(0, |line| line.text.len());
                self.begun = Some(at).filter(|_| self.strong == 0);
                self.strong += 1;
            }
            Tag::Link { link_type, dest_url, title, id } | Tag::Image { link_type, dest_url, title, id } => {
                match link_type {
                    LinkType::Reference => self.report.used(id),
                    // The address stands elsewhere.
                    LinkType::Collapsed | LinkType::Shortcut => {}
                    _ => self.link(dest_url, title, span),
                }
            }
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
            TagEnd::Emphasis | TagEnd::Strong => {
                self.strong = self.strong.saturating_sub(1);
                self.end_emphasis();
            }
            TagEnd::Table | TagEnd::CodeBlock | TagEnd::FootnoteDefinition => {
                self.close();
                self.other = None;
                self.kind = BlockKind::Paragraph;
            }
            TagEnd::HtmlBlock => {
                if let Some((markup, span)) = self.markup.take() {
                    self.html_block(&markup, span);
                }
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item if self.other.is_none() => {
                self.close();
                self.kind = BlockKind::Paragraph;
            }
            _ => {}
        }
    }

    /// Emphasised words that end with a colon may be a label, if a blank is before them.
    fn end_emphasis(&mut self) {
        let (Some(start), Some(line)) = (self.begun.take(), self.lines.last_mut()) else { return };
        let is_run_in = line.text.get(..start).is_some_and(|before| before.ends_with(' '))
            && line.text.trim_end().ends_with([':', '：']);
        if is_run_in {
            line.run_ins.push(start..line.text.len());
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

    /// A block of HTML: its tags, and what stands between them.
    fn html_block(&mut self, markup: &str, span: Range<usize>) {
        let mut rest = markup;
        while let Some((words, tag)) = rest.split_once('<') {
            self.push(&decode_html_entities(&words.replace('\n', " ")), span.clone());
            let end = if tag.starts_with("!--") {
                tag.find("-->").map(|end| end + 3)
            } else {
                tag.find('>').map(|end| end + 1)
            };
            let end = end.unwrap_or(tag.len());
            let (tag, behind) = tag.split_at(end);
            self.tag_of_block(&format!("<{tag}"), span.clone());
            rest = behind;
        }
        self.push(&decode_html_entities(&rest.replace('\n', " ")), span);
        self.close();
        (self.kind, self.strong) = (BlockKind::Paragraph, 0);
    }

    fn tag_of_block(&mut self, tag: &str, span: Range<usize>) {
        let bare = tag.trim_start_matches(['<', '/']);
        let name = bare.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        let is_end = tag.starts_with("</");
        match name.as_str() {
            "br" => self.lines.push(TextLine { span: span.end..span.end, ..TextLine::default() }),
            "b" | "strong" | "em" | "i" | "cite" if is_end => self.strong = self.strong.saturating_sub(1),
            "b" | "strong" | "em" | "i" | "cite" => self.strong += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !is_end => {
                self.open(BlockKind::Heading(name[1..].parse().unwrap_or(1)));
            }
            "li" if !is_end => self.open(BlockKind::Item),
            name if is_block(name) => self.open(BlockKind::Paragraph),
            _ => {}
        }
        if tag.starts_with("<!--") {
            self.report.leave_out(span, "a comment", tag);
        } else {
            self.used_tag(tag, &name);
        }
    }

    /// A tag, which may stand inside of a word: the file then has two.
    fn used_tag(&mut self, tag: &str, name: &str) {
        self.report.used(&decode_html_entities(tag));
        self.is_behind_tag = !is_block(name);
    }

    /// Tags of HTML are mark-up where browsers know them; `<laughs>` is a word.
    fn html(&mut self, html: &str, span: Range<usize>) {
        let name: String =
            html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if html.trim_start().starts_with("<!--") {
            self.report.leave_out(span, "a comment", html);
        } else if TAGS.contains(&name.to_lowercase().as_str()) {
            self.used_tag(html, &name);
        } else {
            self.push(html, span);
        }
    }

    fn push(&mut self, text: &str, span: Range<usize>) {
        let is_strong = self.strong > 0;
        if std::mem::take(&mut self.is_behind_tag)
            && self.lines.last().is_some_and(|line| line.text.ends_with(char::is_alphanumeric))
            && text.starts_with(char::is_alphanumeric)
        {
            self.report.used("1");
        }
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
            if leads && (is_strong || line.lead > 0 && part.trim().is_empty()) {
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
