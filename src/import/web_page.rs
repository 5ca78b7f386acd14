//! A web page as elements and texts, and as the blocks of lines that a reader of it sees.
//!
//! The page is read as browsers read it, so that tags without ends, references without semicolons and elements in the wrong place do no
//! harm. What is no text for people, scripts and styles, is not there.
//!
//! Not here: which blocks are the conversation ([`super::formats::html`]).

use dom_query::{Document, NodeRef};

use super::labels::{BlockKind, TextBlock, TextLine};
use crate::transcript::Problem;

/// Elements whose content is not read.
pub(super) const UNREAD: [&str; 8] =
    ["script", "style", "noscript", "template", "iframe", "noembed", "noframes", "plaintext"];

/// Elements that begin and end lines. Between others words go on.
const BLOCKS: [&str; 66] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "img",
    "input",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "video",
    "text",
];

/// Elements that need no closing tag, or have none: they say nothing of how deep a page is.
const WITHOUT_END: [&str; 31] = [
    "a", "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "hr", "img", "input", "keygen", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track",
];

/// The deepest nesting that is read. Pages have a hundred; the time that browsers' rules take grows with the square of it.
const MAX_DEPTH: usize = 1000;

/// Whether an element begins and ends a line.
pub(super) fn is_block(name: &str) -> bool {
    name.contains('-') || BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
}

/// A step through a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Open(Element),
    Close(String),
    Text(String),
}

/// An element of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// The name, in small letters.
    pub(super) name: String,
    /// Whether its words are emphasised, or are marked as the name of a speaker.
    pub(super) is_strong: bool,
}

/// A page.
///
/// # Errors
/// If it is nested so deep that it is no page.
pub(super) fn parsed(html: &str) -> Result<Document, Problem> {
    match depth(html) {
        depth if depth > MAX_DEPTH => {
            let problem = Problem::error(0..0, "HTML that is nested deeper than any page")
                .found(format!("{depth} elements in each other"));
            Err(problem.expected(format!("no more than {MAX_DEPTH}")))
        }
        _ => Ok(Document::from(html)),
    }
}

/// How deep the tags are nested that have to be closed.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest, mut rest) = (0_usize, 0, html);
    while let Some((_, tag)) = rest.split_once('<') {
        let bare = tag.trim_start_matches('/');
        let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
        let name = bare[..end].to_ascii_lowercase();
        rest = tag;
        if UNREAD.contains(&name.as_str()) && !tag.starts_with('/') {
            let is_end = |at: &usize| {
                tag.get(at + 2..at + 2 + name.len()).is_some_and(|other| other.eq_ignore_ascii_case(&name))
            };
            rest = tag.match_indices("</").map(|(at, _)| at).find(is_end).map_or("", |at| &tag[at + 2..]);
        } else if !bare.starts_with(|c: char| c.is_ascii_alphabetic()) || WITHOUT_END.contains(&name.as_str()) {
            continue;
        } else if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The steps through a page, in the order of its text.
pub(super) fn steps(page: &Document) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open: Vec<(NodeRef<'_>, String)> = Vec::new();
    let mut next = page.root().first_child();
    loop {
        let Some(node) = next.take() else {
            let Some((node, name)) = open.pop() else { break };
            steps.push(Step::Close(name));
            next = node.next_sibling();
            continue;
        };
        if node.is_text() {
            steps.push(Step::Text(node.text().to_string()));
        }
        match element(&node).filter(|element| !UNREAD.contains(&element.name.as_str())) {
            Some(element) => {
                next = node.first_child();
                open.push((node, element.name.clone()));
                steps.push(Step::Open(element));
            }
            None => next = node.next_sibling(),
        }
    }
    steps
}

fn element(node: &NodeRef<'_>) -> Option<Element> {
    let name = node.node_name()?.to_ascii_lowercase();
    let attribute = |name: &str| node.attr(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default();
    let is_heavy = attribute("style").split(';').any(|rule| {
        let weight = rule.split_once(':').filter(|(key, _)| key.trim() == "font-weight").map(|(_, value)| value.trim());
        weight.is_some_and(|weight| weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600))
    });
    let is_speaker = !is_block(&name) && attribute("class").contains("speaker");
    let is_strong = matches!(name.as_str(), "b" | "strong" | "em" | "i" | "cite") || is_heavy || is_speaker;
    Some(Element { name, is_strong })
}

/// The blocks of a page.
pub(super) fn blocks(steps: &[Step]) -> Vec<TextBlock> {
    let mut reader = Reader { blocks: Vec::new(), lines: Vec::new(), open: Vec::new(), pre: 0 };
    for (nth, step) in steps.iter().enumerate() {
        match step {
            Step::Open(element) => {
                // Styles keep such words apart: a name from what is said, a word from the next.
                if element.name == "span" && nth > 0 && steps[nth - 1] == Step::Close("span".to_owned()) {
                    reader.push(" ");
                }
                reader.open(element);
            }
            Step::Close(name) => reader.close(name),
            Step::Text(text) => reader.text(text),
        }
    }
    reader.end();
    reader.blocks
}

/// Puts blocks together.
struct Reader {
    blocks: Vec<TextBlock>,
    lines: Vec<TextLine>,
    /// What kind of block each open element is, if it says so, and whether it is emphasised.
    open: Vec<(Option<BlockKind>, bool)>,
    /// How many elements are open whose lines are as they are written.
    pre: usize,
}

impl Reader {
    fn open(&mut self, element: &Element) {
        match element.name.as_str() {
            "br" => self.new_line(),
            "img" | "input" => self.push(" "),
            name if is_block(name) => self.end(),
            _ => {}
        }
        if element.name == "hr" {
            self.blocks.push(TextBlock { kind: BlockKind::Rule, lines: Vec::new() });
        }
        self.pre += usize::from(element.name == "pre");
        self.open.push((kind(&element.name), element.is_strong));
    }

    fn close(&mut self, name: &str) {
        if is_block(name) && !matches!(name, "br" | "img" | "input") {
            self.end();
        }
        self.pre = self.pre.saturating_sub(usize::from(name == "pre"));
        self.open.pop();
    }

    /// Two line breaks in a row end a paragraph.
    fn new_line(&mut self) {
        match self.lines.last() {
            Some(last) if last.text.trim().is_empty() => self.end(),
            Some(_) => self.lines.push(TextLine::default()),
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 && self.pre > 0 {
                self.new_line();
            } else if nth > 0 {
                self.push(" ");
            }
            self.push(line);
        }
    }

    fn push(&mut self, text: &str) {
        let is_strong = self.open.iter().any(|(_, is_strong)| *is_strong);
        if self.lines.is_empty() {
            self.lines.push(TextLine::default());
        }
        let Some(line) = self.lines.last_mut() else { return };
        let leads = line.text[line.lead..].trim().is_empty();
        for c in text.chars() {
            let is_blank = c.is_whitespace() || c.is_control();
            if !is_blank {
                line.text.push(c);
            } else if !line.text.is_empty() && !line.text.ends_with(' ') {
                line.text.push(' ');
            }
        }
        if is_strong && leads && !text.trim().is_empty() {
            line.lead = line.text.len();
        }
    }

    fn end(&mut self) {
        let lines: Vec<TextLine> =
            std::mem::take(&mut self.lines).into_iter().filter(|line| !line.text.trim().is_empty()).collect();
        if !lines.is_empty() {
            let kind = self.open.iter().rev().find_map(|(kind, _)| *kind).unwrap_or(BlockKind::Paragraph);
            self.blocks.push(TextBlock { kind, lines });
        }
    }
}

/// What kind of block an element is, where it says so.
fn kind(name: &str) -> Option<BlockKind> {
    match name {
        "h1" => Some(BlockKind::Heading(1)),
        "h2" => Some(BlockKind::Heading(2)),
        "h3" => Some(BlockKind::Heading(3)),
        "h4" => Some(BlockKind::Heading(4)),
        "h5" | "h6" => Some(BlockKind::Heading(5)),
        "li" => Some(BlockKind::Item),
        "figcaption" => Some(BlockKind::Other("a caption of a picture")),
        _ => None,
    }
}
