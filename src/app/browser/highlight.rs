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

    /// Its anchor.
    pub(crate) fn anchor(&self) -> String {
        self.element.id()
    }

    /// Whether an anchor leads to it: its own, or a former one right before it.
    pub(crate) fn is_at(&self, anchor: &str) -> bool {
        let mut element: Option<Element> = Some(self.element.clone().into());
        while let Some(one) = element {
            if one.id() == anchor {
                return true;
            }
            element = one.previous_element_sibling().filter(|before| before.class_name() == "alias");
        }
        false
    }

    /// The answer it stands in, `episode/answer`.
    pub(crate) fn answer(&self) -> String {
        self.section().and_then(|section| section.get_attribute("data-answer")).unwrap_or_default()
    }

    /// That answer's title.
    pub(crate) fn title(&self) -> String {
        let own = self.section().and_then(|section| section.query_selector("h2 a").ok()?);
        let title = own.or_else(|| super::find("h1").map(Into::into)).and_then(|title| title.text_content());
        title.unwrap_or_default().trim().to_owned()
    }

    fn section(&self) -> Option<Element> {
        self.element.closest("[data-answer]").ok()?
    }

    /// The bytes of its text as heard that a selection covers.
    fn covered(&self, range: &web_sys::Range) -> Option<Range<usize>> {
        let reading = self.readings.first()?;
        let mut all: Option<Range<usize>> = None;
        for (start, at) in &reading.parts {
            let TextNode { node, text, .. } = &self.nodes[*at];
            // Of a misheard stretch another word is shown than was heard; whoever selects that selects the stretch.
            let fix = node.parent_element().and_then(|parent| parent.closest(".fix").ok()?);
            if !range.intersects_node(fix.as_deref().unwrap_or(node)).unwrap_or(false) {
                continue;
            }
            let is = |container: Result<Node, JsValue>| container.is_ok_and(|container| container == *node);
            let from = if is(range.start_container()) { utf8(text, range.start_offset().unwrap_or(0)) } else { 0 };
            let to = if is(range.end_container()) { utf8(text, range.end_offset().unwrap_or(0)) } else { text.len() };
            all = Some(all.map_or(start + from, |all| all.start)..start + to);
        }
        all.filter(|all| all.start < all.end)
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
    passages_where(&|_| true)
}

/// Those paragraphs of the transcript that a test lets through; one function for all tests, for each would have its own code.
fn passages_where(test: &dyn Fn(&HtmlElement) -> bool) -> Vec<Passage> {
    let mut passages = Vec::new();
    for element in super::find_all(".said p[id]") {
        if test(&element) {
            passages.push(Passage::new(element));
        }
    }
    passages
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

/// The passages that are selected, in order, each with the bytes of its text as heard.
pub(crate) fn selected_passages() -> Vec<(Passage, Range<usize>)> {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok()?);
    let Some(range) = selection.filter(|one| !one.is_collapsed()).and_then(|one| one.get_range_at(0).ok()) else {
        return Vec::new();
    };
    let mut selected = Vec::new();
    for passage in passages_where(&|element| range.intersects_node(element).unwrap_or(false)) {
        if let Some(bytes) = passage.covered(&range) {
            selected.push((passage, bytes));
        }
    }
    selected
}

/// Marks quoted words, given as bytes of the text as heard, and brings the first of them into sight where it is not.
pub(crate) fn show_quote(marks: &[(&Passage, Range<usize>)]) {
    let Ok(all) = Highlight::new() else { return };
    for (passage, bytes) in marks {
        let Some(reading) = passage.readings.first() else { continue };
        ranges(passage, reading, bytes).iter().for_each(|range| all.add(range));
    }
    HIGHLIGHTS.with(|registry| {
        if let Some(registry) = registry {
            registry.set("quote", &all);
        }
    });
    if let Some((passage, bytes)) = marks.first() {
        passage.element.set_tab_index(-1);
        super::focus_still(&passage.element);
        let first = passage.readings.first().and_then(|reading| ranges(passage, reading, bytes).into_iter().next());
        let place =
            first.map_or_else(|| passage.element.get_bounding_client_rect(), |range| range.get_bounding_client_rect());
        super::scroll_into_sight(&place);
    }
}

/// A UTF-16 offset of a text in bytes.
fn utf8(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let end = text.char_indices().find(|(_, c)| {
        let stop = left == 0;
        left = left.saturating_sub(c.len_utf16());
        stop
    });
    end.map_or(text.len(), |(at, _)| at)
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
