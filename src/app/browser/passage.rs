//! Passages: the paragraphs of the transcript as they stand in the page, each with its text and the text nodes that
//! hold it.
//!
//! A paragraph with corrections holds two texts, as heard and as meant, whose nodes overlap. Offsets in a text are
//! bytes; the document counts in UTF-16 units. Both are converted here.
//!
//! Not here: which words are marked ([`super::highlight`]), and why.

use std::ops::Range;

use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, HtmlElement, Node};

use super::dom::{query_selector, query_selector_all};
use super::scroll::scroll_to_middle;

/// A paragraph of the transcript.
pub(crate) struct Passage {
    pub(super) element: HtmlElement,
    nodes: Vec<TextNode>,
    /// The text as heard, and, if it has corrections, the text as meant.
    pub(crate) readings: Vec<PassageText>,
}

/// The text of a passage in one of its readings.
pub(crate) struct PassageText {
    /// The words.
    pub(crate) text: String,
    /// The text nodes that make up the text, in order.
    segments: Vec<Segment>,
}

/// The stretch of a text that one text node holds.
struct Segment {
    /// Where the stretch begins in the text, in bytes.
    start: usize,
    /// The index of the node among those of the passage.
    node: usize,
}

struct TextNode {
    node: Node,
    text: String,
    kind: NodeKind,
}

/// Which readings a text node belongs to.
#[derive(Clone, Copy, PartialEq)]
enum NodeKind {
    Both,
    Heard,
    Meant,
}

/// A passage that is selected, at least in part.
pub(crate) struct SelectedPassage {
    /// The passage.
    pub(crate) passage: Passage,
    /// The bytes of its text as heard that are selected.
    pub(crate) bytes: Range<usize>,
}

impl Passage {
    fn new(element: HtmlElement) -> Self {
        let mut nodes = Vec::new();
        collect_text_nodes(&element, NodeKind::Both, &mut nodes);
        let has_corrections = nodes.iter().any(|node| node.kind != NodeKind::Both);
        let mut readings = vec![PassageText::new(&nodes, NodeKind::Heard)];
        if has_corrections {
            readings.push(PassageText::new(&nodes, NodeKind::Meant));
        }
        Self { element, nodes, readings }
    }

    /// The speaker's name, as the page shows it.
    pub(crate) fn speaker(&self) -> String {
        let turn = self.element.closest(".turn").ok().flatten();
        let name = turn.and_then(|turn| turn.query_selector("cite").ok()?);
        name.and_then(|name| name.text_content()).unwrap_or_default()
    }

    /// The version of the paragraph as it was published. What the page shows now may be another text: browsers translate pages,
    /// and hosts rewrite them.
    pub(crate) fn published_version(&self) -> String {
        self.element.get_attribute("data-version").unwrap_or_default()
    }

    /// The paragraph's anchor.
    pub(crate) fn anchor(&self) -> String {
        self.element.id()
    }

    /// Whether an anchor leads to the paragraph: its own, or a former one, which stands right before it.
    pub(crate) fn has_anchor(&self, anchor: &str) -> bool {
        let mut element: Option<Element> = Some(self.element.clone().into());
        while let Some(one) = element {
            if one.id() == anchor {
                return true;
            }
            element = one.previous_element_sibling().filter(|before| before.class_name() == "alias");
        }
        false
    }

    /// The answer that the paragraph belongs to, `episode/answer`.
    pub(crate) fn answer(&self) -> String {
        self.answer_element().and_then(|answer| answer.get_attribute("data-answer")).unwrap_or_default()
    }

    /// The title of that answer.
    pub(crate) fn answer_title(&self) -> String {
        let heading = self.answer_element().and_then(|answer| answer.query_selector("h2 a").ok()?);
        let heading = heading.or_else(|| query_selector("h1").map(Into::into));
        heading.and_then(|heading| heading.text_content()).unwrap_or_default().trim().to_owned()
    }

    fn answer_element(&self) -> Option<Element> {
        self.element.closest("[data-answer]").ok()?
    }

    /// The bytes of the text as heard that a selection covers.
    fn selected_bytes(&self, selection: &web_sys::Range) -> Option<Range<usize>> {
        let reading = self.readings.first()?;
        let mut selected: Option<Range<usize>> = None;
        for Segment { start, node } in &reading.segments {
            let TextNode { node, text, .. } = &self.nodes[*node];
            // A correction shows another word than was heard; whoever selects that one selects the correction.
            let correction = node.parent_element().and_then(|parent| parent.closest(".correction").ok()?);
            if !selection.intersects_node(correction.as_deref().unwrap_or(node)).unwrap_or(false) {
                continue;
            }
            let is_here = |container: Result<Node, JsValue>| container.is_ok_and(|container| container == *node);
            let offset = |units: Result<u32, JsValue>| byte_offset(text, units.unwrap_or(0));
            let from = if is_here(selection.start_container()) { offset(selection.start_offset()) } else { 0 };
            let to = if is_here(selection.end_container()) { offset(selection.end_offset()) } else { text.len() };
            selected = Some(selected.map_or(start + from, |before| before.start)..start + to);
        }
        selected.filter(|selected| selected.start < selected.end)
    }

    /// Scrolls the first of these matches, given as bytes of each reading, to the middle of the window. The passage
    /// itself may be longer than the window is high.
    pub(crate) fn scroll_to_match(&self, matches: &[Vec<Range<usize>>]) {
        let mut ranges =
            self.readings.iter().zip(matches).flat_map(|(reading, matches)| {
                matches.iter().flat_map(move |bytes| self.document_ranges(reading, bytes))
            });
        let first = ranges.next();
        scroll_to_middle(&self.rect_of(first.as_ref()));
    }

    /// The rectangle of a range in the window, or that of the whole paragraph.
    pub(super) fn rect_of(&self, range: Option<&web_sys::Range>) -> DomRect {
        match range {
            Some(range) => range.get_bounding_client_rect(),
            None => self.element.get_bounding_client_rect(),
        }
    }

    /// The ranges of the document that hold these bytes of a reading, one for each text node. In a correction both
    /// words are covered, since only one of them is in sight.
    pub(super) fn document_ranges(&self, reading: &PassageText, bytes: &Range<usize>) -> Vec<web_sys::Range> {
        let ranges = reading.segments.iter().filter_map(|Segment { start, node }| {
            let TextNode { node, text, kind } = &self.nodes[*node];
            let from = bytes.start.max(*start);
            let to = bytes.end.min(start + text.len());
            if from >= to {
                return None;
            }
            let range = web_sys::Range::new().ok()?;
            if *kind == NodeKind::Both {
                range.set_start(node, utf16_offset(text, from - start)).ok()?;
                range.set_end(node, utf16_offset(text, to - start)).ok()?;
            } else {
                range.select_node_contents(&node.parent_node()?.parent_node()?).ok()?;
            }
            Some(range)
        });
        ranges.collect()
    }
}

impl PassageText {
    /// The text that the nodes of one reading, and those of both, make up.
    fn new(nodes: &[TextNode], kind: NodeKind) -> Self {
        let mut reading = Self { text: String::new(), segments: Vec::new() };
        for (at, node) in nodes.iter().enumerate() {
            if node.kind == NodeKind::Both || node.kind == kind {
                reading.segments.push(Segment { start: reading.text.len(), node: at });
                reading.text.push_str(&node.text);
            }
        }
        reading
    }
}

/// Collects the text nodes of a paragraph, without those of its time, its link and the brackets of corrections.
fn collect_text_nodes(parent: &Node, kind: NodeKind, nodes: &mut Vec<TextNode>) {
    let children = parent.child_nodes();
    for child in (0..children.length()).filter_map(|at| children.item(at)) {
        if child.node_type() == Node::TEXT_NODE {
            let text = child.text_content().unwrap_or_default();
            nodes.push(TextNode { node: child, text, kind });
        } else if let Some(element) = child.dyn_ref::<Element>() {
            match element.tag_name().as_str() {
                "A" | "I" | "TIME" => {}
                "DEL" => collect_text_nodes(&child, NodeKind::Heard, nodes),
                "INS" => collect_text_nodes(&child, NodeKind::Meant, nodes),
                _ => collect_text_nodes(&child, kind, nodes),
            }
        }
    }
}

/// All passages of the page.
pub(crate) fn passages() -> Vec<Passage> {
    passages_where(&|_| true)
}

/// The passages whose element passes a test. The test is a trait object: a generic one would be compiled for each test.
fn passages_where(test: &dyn Fn(&HtmlElement) -> bool) -> Vec<Passage> {
    let mut passages = Vec::new();
    for element in query_selector_all(".turn-text p[id]") {
        if test(&element) {
            passages.push(Passage::new(element));
        }
    }
    passages
}

/// The passages that are selected, in order.
pub(crate) fn selected_passages() -> Vec<SelectedPassage> {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok()?);
    let Some(range) = selection.filter(|one| !one.is_collapsed()).and_then(|one| one.get_range_at(0).ok()) else {
        return Vec::new();
    };
    let mut selected = Vec::new();
    for passage in passages_where(&|element| range.intersects_node(element).unwrap_or(false)) {
        if let Some(bytes) = passage.selected_bytes(&range) {
            selected.push(SelectedPassage { passage, bytes });
        }
    }
    selected
}

/// The offset in bytes of an offset in UTF-16 units.
fn byte_offset(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let end = text.char_indices().find(|(_, c)| {
        let is_end = left == 0;
        left = left.saturating_sub(c.len_utf16());
        is_end
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// The offset in UTF-16 units of an offset in bytes.
fn utf16_offset(text: &str, byte: usize) -> u32 {
    let units = text.get(..byte).map_or(0, |before| before.encode_utf16().count());
    u32::try_from(units).unwrap_or(u32::MAX)
}
