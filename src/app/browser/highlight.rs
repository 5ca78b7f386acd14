//! Marking words in static text without touching it: CSS custom highlights over ranges of its text nodes. What is
//! sought, and which passage is the present one, is not decided here.

use std::ops::Range;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, Node};

/// A paragraph of the transcript, with its text in both readings.
pub(crate) struct Passage {
    element: HtmlElement,
    nodes: Vec<TextNode>,
    /// The paragraph's text as heard, and as meant; the same where nothing was misheard.
    pub(crate) readings: Vec<Reading>,
}

/// One of the two ways to read a passage.
pub(crate) struct Reading {
    /// The words.
    pub(crate) text: String,
    /// For each stretch of the text, where it begins in it and which node it is.
    parts: Vec<(usize, usize)>,
}

struct TextNode {
    node: Node,
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Said,
    Heard,
    Meant,
}

impl Passage {
    /// The speaker's name, as the page shows it.
    pub(crate) fn speaker(&self) -> String {
        let turn = self.element.closest(".turn").ok().flatten();
        let name = turn.and_then(|turn| turn.query_selector("cite").ok()?);
        name.and_then(|name| name.text_content()).unwrap_or_default()
    }

    /// Brings the first of these marks into the middle of the window: the passage may be longer than the window is high.
    pub(crate) fn show(&self, marks: &[Vec<Range<usize>>]) {
        let first = self
            .readings
            .iter()
            .zip(marks)
            .find_map(|(reading, marks)| marks.iter().flat_map(|mark| ranges(self, reading, mark)).next());
        let place = match first {
            Some(range) => range.get_bounding_client_rect(),
            None => self.element.get_bounding_client_rect(),
        };
        super::scroll_to_middle(&place);
    }

    fn new(element: HtmlElement) -> Self {
        let mut nodes = Vec::new();
        collect(&element, Kind::Said, &mut nodes);
        let corrected = nodes.iter().any(|node| node.kind != Kind::Said);
        let mut readings = vec![reading(&nodes, Kind::Heard)];
        if corrected {
            readings.push(reading(&nodes, Kind::Meant));
        }
        Self { element, nodes, readings }
    }
}

/// The passage's text nodes, the link and brackets left out.
fn collect(parent: &Node, kind: Kind, nodes: &mut Vec<TextNode>) {
    let children = parent.child_nodes();
    for child in (0..children.length()).filter_map(|at| children.item(at)) {
        if child.node_type() == Node::TEXT_NODE {
            let text = child.text_content().unwrap_or_default();
            nodes.push(TextNode { node: child, text, kind });
        } else if let Some(element) = child.dyn_ref::<Element>() {
            match element.tag_name().as_str() {
                "A" | "I" | "TIME" => {}
                "DEL" => collect(&child, Kind::Heard, nodes),
                "INS" => collect(&child, Kind::Meant, nodes),
                _ => collect(&child, kind, nodes),
            }
        }
    }
}

fn reading(nodes: &[TextNode], kind: Kind) -> Reading {
    let mut reading = Reading { text: String::new(), parts: Vec::new() };
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Said || node.kind == kind) {
        reading.parts.push((reading.text.len(), at));
        reading.text.push_str(&node.text);
    }
    reading
}

/// Every paragraph of the transcript.
pub(crate) fn passages() -> Vec<Passage> {
    super::find_all(".said p[id]").into_iter().map(Passage::new).collect()
}

#[wasm_bindgen]
extern "C" {
    /// `web_sys` counts this interface as unstable; every browser of the last year has it.
    #[wasm_bindgen(extends = js_sys::Object)]
    type Highlight;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;
    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &web_sys::Range);

    type Registry;
    #[wasm_bindgen(method)]
    fn set(this: &Registry, name: &str, highlight: &Highlight);
    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static HIGHLIGHTS: Option<Registry>;
}

/// Marks these passages' hits, each given as ranges of bytes a reading, and one passage as the present one. A browser
/// without custom highlights shows none; going from hit to hit works all the same.
pub(crate) fn show_hits(hits: &[(&Passage, &Vec<Vec<Range<usize>>>)], now: Option<usize>) {
    let (Ok(all), Ok(present)) = (Highlight::new(), Highlight::new()) else { return };
    for (at, (passage, readings)) in hits.iter().enumerate() {
        let target = if Some(at) == now { &present } else { &all };
        for (reading, marks) in passage.readings.iter().zip(readings.iter()) {
            marks.iter().flat_map(|mark| ranges(passage, reading, mark)).for_each(|range| target.add(&range));
        }
    }
    HIGHLIGHTS.with(|registry| {
        if let Some(registry) = registry {
            registry.set("hits", &all);
            registry.set("hit-now", &present);
        }
    });
}

/// A range for each text node that a mark covers. In a misheard stretch both words are marked, since only one of them is
/// in sight.
fn ranges(passage: &Passage, reading: &Reading, mark: &Range<usize>) -> Vec<web_sys::Range> {
    let covered = reading.parts.iter().filter_map(|(start, at)| {
        let node = &passage.nodes[*at];
        let from = mark.start.max(*start);
        let to = mark.end.min(start + node.text.len());
        if from >= to {
            return None;
        }
        let range = web_sys::Range::new().ok()?;
        if node.kind == Kind::Said {
            range.set_start(&node.node, utf16(&node.text, from - start)).ok()?;
            range.set_end(&node.node, utf16(&node.text, to - start)).ok()?;
        } else {
            range.select_node_contents(&node.node.parent_node()?.parent_node()?).ok()?;
        }
        Some(range)
    });
    covered.collect()
}

/// A byte offset of a text in UTF-16 units, as the document counts.
fn utf16(text: &str, byte: usize) -> u32 {
    let units = text.get(..byte).map_or(0, |before| before.encode_utf16().count());
    u32::try_from(units).unwrap_or(u32::MAX)
}
