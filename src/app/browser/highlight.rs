//! Highlights: words of the static text, marked by CSS custom highlights. The text itself is not touched.
//!
//! A browser without that API marks nothing; all else works there too.
//!
//! Not here: which words are marked ([`crate::app::episode_search`], [`crate::app::quote_link`]), and their colours
//! (`public/style`).

use std::ops::Range;

use wasm_bindgen::prelude::*;

use super::focus::focus_without_scrolling;
use super::passage::Passage;
use super::scroll::scroll_into_view;

#[wasm_bindgen]
extern "C" {
    /// The interface of the CSS Custom Highlight API, which `web_sys` counts as unstable.
    #[wasm_bindgen(extends = js_sys::Object)]
    type Highlight;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;
    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &web_sys::Range);

    type HighlightRegistry;
    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);
    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static HIGHLIGHTS: Option<HighlightRegistry>;
}

/// A passage with the words of it that match a query.
pub(crate) struct PassageMatch {
    /// The number of the passage on the page.
    pub(crate) passage: usize,
    /// For each reading of the passage the bytes that match.
    pub(crate) ranges: Vec<Vec<Range<usize>>>,
}

/// A stretch of a passage's text as heard.
pub(crate) struct PassageRange<'a> {
    /// The passage.
    pub(crate) passage: &'a Passage,
    /// The bytes of its text.
    pub(crate) bytes: Range<usize>,
}

/// Puts a highlight under a name, in the place of the one before.
fn register(name: &str, highlight: &Highlight) {
    HIGHLIGHTS.with(|registry| {
        if let Some(registry) = registry {
            registry.set(name, highlight);
        }
    });
}

/// Highlights the matches in these passages, those of the current match in a colour of their own.
pub(crate) fn highlight_matches(passages: &[Passage], matches: &[PassageMatch], current: Option<usize>) {
    let (Ok(others), Ok(current_match)) = (Highlight::new(), Highlight::new()) else { return };
    for (at, PassageMatch { passage, ranges }) in matches.iter().enumerate() {
        let highlight = if Some(at) == current { &current_match } else { &others };
        let Some(passage) = passages.get(*passage) else { continue };
        for (reading, ranges) in passage.readings.iter().zip(ranges) {
            let ranges = ranges.iter().flat_map(|bytes| passage.document_ranges(reading, bytes));
            ranges.for_each(|range| highlight.add(&range));
        }
    }
    register("matches", &others);
    register("current-match", &current_match);
}

/// Highlights quoted words, focuses the first passage of them, and scrolls to them if they are not in view.
pub(crate) fn highlight_quote(quoted: &[PassageRange<'_>]) {
    let Ok(highlight) = Highlight::new() else { return };
    let ranges: Vec<web_sys::Range> = quoted.iter().flat_map(document_ranges).collect();
    ranges.iter().for_each(|range| highlight.add(range));
    register("quote", &highlight);
    if let Some(PassageRange { passage, .. }) = quoted.first() {
        passage.element.set_tab_index(-1);
        focus_without_scrolling(&passage.element);
        scroll_into_view(&passage.rect_of(ranges.first()));
    }
}

fn document_ranges(PassageRange { passage, bytes }: &PassageRange<'_>) -> Vec<web_sys::Range> {
    passage.readings.first().map(|reading| passage.document_ranges(reading, bytes)).unwrap_or_default()
}
