//! Word documents, `.docx`: ECMA-376, part 1, chapter 17, <https://ecma-international.org/publications-and-standards/standards/ecma-376/>.
//!
//! Of a document the paragraphs are read, their lines, and what of them is bold: labels are found in these as in any text. Teams writes
//! `Name   0:03` above the words, and in older files `0:0:3.250 --> 0:0:5.100` above the name. A real file of a library was tried, and a
//! report that is made of tables and no transcript; none of Teams.
//!
//! Not here: which words are labels ([`crate::import::labels`]), and the binary documents of before 2007.

use std::collections::BTreeMap;

use crate::import::captions::arrow_times;
use crate::import::count::{self, words};
use crate::import::draft::{Draft, Head, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::labels::{BlockKind, TextBlock, TextLine};
use crate::import::packed;
use crate::import::prose;
use crate::import::report::Report;
use crate::import::xml::{Kind, Tag, Xml};
use crate::language::script::ends_sentence;
use crate::transcript::Problem;

pub(in crate::import) const FORMAT: Format = Format {
    name: "docx",
    title: "Word document",
    recognise: |input| {
        input.is_zip().then(|| document_part(input)).flatten().map(|part| format!("a packed folder with {part}"))
    },
    read,
    count: count_words,
};

/// What beside the document has words, and what these are.
const OTHER_PARTS: [(&str, &str); 5] = [
    ("word/header", "a header"),
    ("word/footer", "a footer"),
    ("word/footnotes", "footnotes"),
    ("word/endnotes", "footnotes"),
    ("word/comments.", "comments"),
];

/// The most words of what a recorder says of itself.
const MAX_RECORDER_WORDS: usize = 10;

/// The most characters of a name above the words.
const MAX_NAME_CHARS: usize = 60;

/// The name of the part that is the document.
fn document_part(input: &Input<'_>) -> Option<String> {
    let is_document = |name: &String| {
        name.strip_prefix("word/document").is_some_and(|rest| rest.ends_with(".xml") && !rest.contains('/'))
    };
    packed::names(input.bytes).into_iter().find(is_document)
}

/// The other parts with words, and what these are.
fn other_parts(input: &Input<'_>) -> Vec<(String, &'static str)> {
    let what = |name: &str| OTHER_PARTS.iter().find(|(part, _)| name.starts_with(part)).map(|(_, what)| *what);
    packed::names(input.bytes).into_iter().filter_map(|name| what(&name).map(|what| (name, what))).collect()
}

fn count_words(input: &Input<'_>) -> usize {
    let others = other_parts(input).into_iter().map(|(name, _)| name);
    let mut room = packed::ROOM;
    let texts = document_part(input)
        .into_iter()
        .chain(others)
        .filter_map(|name| packed::text(input.bytes, &name, &mut room).ok()?);
    texts.map(|text| count::of_word(&text)).sum()
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let no_document = || Problem::error(0..0, "a packed folder that is no Word document");
    let part = document_part(input).ok_or_else(no_document)?;
    let mut room = packed::ROOM;
    let document = packed::text(input.bytes, &part, &mut room)?.ok_or_else(no_document)?;
    let styles = packed::text(input.bytes, "word/styles.xml", &mut packed::ROOM.clone())?.unwrap_or_default();
    let mut blocks = Reader::new(Styles::read(&styles)?, report).blocks(&document)?;
    refuse_tables(&blocks)?;
    for (name, what) in other_parts(input) {
        let text = packed::text(input.bytes, &name, &mut room)?.unwrap_or_default();
        let others = Reader::new(Styles::default(), report).blocks(&text)?;
        others.iter().for_each(|block| report.leave_out(0..0, what, &block.text()));
    }
    let mut head = Head::default();
    if let Some(first) = blocks.first().filter(|block| block.kind == BlockKind::Heading(1)) {
        let title = first.text();
        report.used(&title);
        head.title = Some(title);
        blocks.remove(0);
    }
    let mut draft = Draft { head, ..Draft::default() };
    prose::read(blocks, &mut draft, report);
    Ok(draft)
}

/// A document whose words are mostly in tables is a report: what is in which column, nobody says.
fn refuse_tables(blocks: &[TextBlock]) -> Result<(), Problem> {
    let of = |block: &TextBlock| words(&block.text());
    let all: usize = blocks.iter().map(of).sum();
    let in_tables: usize = blocks.iter().filter(|block| block.kind == BlockKind::Other("a table")).map(of).sum();
    if in_tables * 2 <= all {
        return Ok(());
    }
    let problem =
        Problem::error(0..0, "a Word document made of tables").found(format!("{in_tables} of {all} words in tables"));
    Err(problem
        .expected("paragraphs with the words of each speaker")
        .help("save the conversation as text, out of its table"))
}

/// What the styles of a document mean.
#[derive(Default)]
struct Styles {
    /// The levels of headings by the names that paragraphs have for them.
    headings: BTreeMap<String, u8>,
    /// The names of styles that are bold.
    bold: Vec<String>,
}

impl Styles {
    fn read(xml: &str) -> Result<Self, Problem> {
        let mut styles = Self::default();
        let mut id = String::new();
        for token in Xml::new(xml) {
            let Kind::Open(tag) = token?.kind else { continue };
            match tag.name {
                "w:style" => id = tag.attribute("styleId").unwrap_or_default(),
                "w:name" => {
                    let level = tag.attribute("val").and_then(|name| level_of(&name));
                    styles.headings.extend(level.map(|level| (id.clone(), level)));
                }
                "w:b" if is_on(&tag) => styles.bold.push(id.clone()),
                _ => {}
            }
        }
        Ok(styles)
    }

    fn level(&self, id: &str) -> Option<u8> {
        self.headings.get(id).copied().or_else(|| level_of(id))
    }
}

/// The level of a heading by the name of its style, which is the same in all languages: `heading 2`, `Title`.
fn level_of(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    if lower == "title" {
        return Some(1);
    }
    lower.strip_prefix("heading")?.trim().parse().ok().filter(|level| (1..=9).contains(level))
}

/// Whether a switch is on: `<w:b/>`, and not `<w:b w:val="0"/>`.
fn is_on(tag: &Tag<'_>) -> bool {
    tag.attribute("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

/// Puts the blocks of a document together.
struct Reader<'a> {
    styles: Styles,
    report: &'a mut Report,
    blocks: Vec<TextBlock>,
    kind: BlockKind,
    lines: Vec<TextLine>,
    is_bold: bool,
    /// How many of these are open: properties of a paragraph, tables, boxes with text of their own, texts.
    properties: usize,
    tables: usize,
    boxes: usize,
    texts: usize,
    /// The words of a table or a box.
    aside: String,
}

impl<'a> Reader<'a> {
    fn new(styles: Styles, report: &'a mut Report) -> Self {
        let (kind, aside) = (BlockKind::Paragraph, String::new());
        Self {
            styles,
            report,
            blocks: Vec::new(),
            kind,
            lines: Vec::new(),
            is_bold: false,
            properties: 0,
            tables: 0,
            boxes: 0,
            texts: 0,
            aside,
        }
    }

    fn blocks(mut self, xml: &str) -> Result<Vec<TextBlock>, Problem> {
        for token in Xml::new(xml) {
            match token?.kind {
                Kind::Open(tag) => self.open(&tag),
                Kind::Close(name) => self.close(name),
                Kind::Text(text) if self.texts > 0 => self.push(&text),
                Kind::Text(_) => {}
            }
        }
        self.end_paragraph();
        self.end_table();
        Ok(self.blocks)
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "w:p" => self.end_paragraph(),
            "w:pPr" => self.properties += 1,
            "w:tbl" => self.tables += 1,
            "w:txbxContent" => self.boxes += 1,
            "w:t" => self.texts += 1,
            "w:pStyle" => self.paragraph_style(&tag.attribute("val").unwrap_or_default()),
            "w:numPr" if self.kind == BlockKind::Paragraph => self.kind = BlockKind::Item,
            _ if self.properties > 0 => {}
            "w:r" => self.is_bold = false,
            "w:b" => self.is_bold = is_on(tag),
            "w:rStyle" => self.is_bold = tag.attribute("val").is_some_and(|id| self.styles.bold.contains(&id)),
            "w:tab" => self.push("\t"),
            "w:noBreakHyphen" => self.push("-"),
            "w:br" | "w:cr" => self.new_line(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "w:p" => self.end_paragraph(),
            "w:pPr" => self.properties = self.properties.saturating_sub(1),
            "w:t" => self.texts = self.texts.saturating_sub(1),
            "w:tbl" if self.tables == 1 => self.end_table(),
            "w:tbl" => self.tables = self.tables.saturating_sub(1),
            "w:txbxContent" => {
                self.boxes = self.boxes.saturating_sub(1);
                if self.boxes == 0 && self.tables == 0 {
                    let text = std::mem::take(&mut self.aside);
                    self.report.leave_out(0..0, "a text box", &text);
                }
            }
            _ => {}
        }
    }

    fn is_aside(&self) -> bool {
        self.tables > 0 || self.boxes > 0
    }

    fn paragraph_style(&mut self, id: &str) {
        if let Some(level) = self.styles.level(id) {
            self.kind = BlockKind::Heading(level);
        }
    }

    fn new_line(&mut self) {
        if self.is_aside() {
            self.aside.push(' ');
        } else {
            self.lines.push(TextLine::default());
        }
    }

    fn push(&mut self, text: &str) {
        if self.is_aside() {
            self.aside.push_str(text);
            return;
        }
        if self.lines.is_empty() {
            self.lines.push(TextLine::default());
        }
        let Some(line) = self.lines.last_mut() else { return };
        let leads = line.text[line.lead..].trim().is_empty();
        line.text.push_str(text);
        if self.is_bold && leads {
            line.lead = line.text.len();
        }
    }

    fn end_paragraph(&mut self) {
        if self.is_aside() {
            self.aside.push(' ');
            return;
        }
        let lines: Vec<TextLine> =
            std::mem::take(&mut self.lines).into_iter().filter(|line| !clean(&line.text).is_empty()).collect();
        let kind = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        if !lines.is_empty() {
            let lines = self.names_before_times(lines);
            let block = TextBlock { kind, lines };
            let kind = if is_of_recorder(&block.text()) { BlockKind::Other("a line of the recorder") } else { kind };
            self.blocks.push(TextBlock { kind, ..block });
        }
    }

    fn end_table(&mut self) {
        self.tables = 0;
        let text = clean(&std::mem::take(&mut self.aside));
        if !text.is_empty() {
            let lines = vec![TextLine { text, ..TextLine::default() }];
            self.blocks.push(TextBlock { kind: BlockKind::Other("a table"), lines });
        }
    }

    /// Lines of which one has two times and the next a name, as older files of Teams do, with the name before the first time.
    fn names_before_times(&mut self, lines: Vec<TextLine>) -> Vec<TextLine> {
        let mut named: Vec<TextLine> = Vec::with_capacity(lines.len());
        for line in lines {
            let is_name = line.text.chars().count() <= MAX_NAME_CHARS && !ends_sentence(line.text.trim());
            match named.last_mut().filter(|before| is_name && arrow_times(&before.text).is_some()) {
                Some(before) => {
                    let (start, rest) = before.text.split_once("-->").unwrap_or((&before.text, ""));
                    self.report.used(rest);
                    *before =
                        TextLine { text: format!("{} {}", line.text.trim(), start.trim()), ..TextLine::default() };
                }
                None => named.push(line),
            }
        }
        named
    }
}

/// `Ada Sample started transcription`: what a recorder says of itself.
fn is_of_recorder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_about = lower.ends_with("started transcription") || lower.ends_with("stopped transcription");
    is_about && text.split(' ').count() <= MAX_RECORDER_WORDS
}
