//! Highlights: where the terms of a query occur in any text. For the static text of a page this works without an index.

use std::ops::Range;

use crate::search::query::{Query, Term};
use crate::search::sort::sorted;
use crate::search::text::light_stem::have_same_stem;
use crate::search::text::token_graph::{Edge, TokenGraph};

/// A marked place: bytes of the text, or of the meant words of the correction with this index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) meant: Option<usize>,
    pub(crate) range: Range<usize>,
}

/// The bytes of a text at which the words and phrases of a query occur, in order and without overlap: the very words, their
/// plain inflections, and whatever begins with a word that is still being typed.
pub fn ranges(query: &Query, text: &str) -> Vec<Range<usize>> {
    let graph = TokenGraph::of(text);
    let ranges: Vec<_> = query.terms.iter().flat_map(|term| term_ranges(&graph, term)).collect();
    union(&ranges)
}

/// Whether a text holds all terms of a query and none of its exclusions, by the words that [`ranges`] marks.
pub fn matches(query: &Query, text: &str) -> bool {
    let graph = TokenGraph::of(text);
    let occurs = |term: &Term| !term_ranges(&graph, term).is_empty();
    query.terms.iter().all(occurs) && !query.excluded.iter().any(occurs)
}

/// The bytes at which a term occurs, in no order.
fn term_ranges(graph: &TokenGraph, term: &Term) -> Vec<Range<usize>> {
    let counts = |form: &str| {
        let begins = |wanted: &str| term.is_prefix && form.starts_with(wanted);
        let same_stem = |wanted: &str| !term.is_quoted && have_same_stem(form, wanted);
        term.single_forms().any(|wanted| form == wanted || begins(wanted) || same_stem(wanted))
    };
    spans(graph, term, counts).into_iter().map(|span| span.range).collect()
}

/// Byte ranges of a text in UTF-16 code units, as JavaScript counts. An end off the text or its character boundaries moves to
/// the nearest one before.
pub fn utf16_ranges(text: &str, ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    let units = |to: usize| text.char_indices().take_while(|(at, _)| *at < to).map(|(_, c)| c.len_utf16()).sum();
    ranges.iter().map(|range| [units(range.start), units(range.end)]).collect()
}

/// The places at which a term occurs, in no order; `counts` says which forms are the term.
pub(crate) fn spans(graph: &TokenGraph, term: &Term, counts: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut spans = Vec::new();
    if !term.is_phrase() {
        let single = graph.edges().iter().filter(|edge| counts(graph.form(edge)));
        spans.extend(single.map(|edge| Span { meant: edge.meant, range: edge.range.clone() }));
    }
    if term.graph.single_edge().is_none() {
        spans.append(&mut phrase_spans(graph, &term.graph));
    }
    spans
}

/// The places at which a phrase occurs.
pub(crate) fn phrase_spans(graph: &TokenGraph, phrase: &TokenGraph) -> Vec<Span> {
    graph.occurrences(phrase).iter().flat_map(|path| spans_of_path(path)).collect()
}

/// The edges of a path, neighbours in the same layer as one span.
fn spans_of_path(path: &[&Edge]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for edge in path {
        match spans.last_mut() {
            Some(last) if last.meant == edge.meant => last.range.end = edge.range.end,
            _ => spans.push(Span { meant: edge.meant, range: edge.range.clone() }),
        }
    }
    spans
}

/// The union of ranges, sorted: those that overlap or touch are one.
pub(crate) fn union(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut ranges = sorted(ranges, &|a, b| a.start < b.start);
    ranges.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    ranges
}
