//! Where a query's words stand in a text, to be marked. On a page's static text this works without any index.

use std::ops::Range;

use super::inflect::related;
use super::lattice::{Edge, Lattice};
use super::order::sorted;
use super::query::{Query, Term};

/// A marked place: bytes of the text, or of the meant words of one of its corrections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) meant: Option<usize>,
    pub(super) range: Range<usize>,
}

/// The byte ranges of a text at which a query's words and phrases stand, in order and without overlap: the very words,
/// plain inflections of them, and for a word still being typed all that begins with it.
pub fn find(query: &Query, text: &str) -> Vec<Range<usize>> {
    let lattice = Lattice::of(text);
    let places: Vec<_> = query.terms.iter().flat_map(|term| places(&lattice, term)).collect();
    joined(&places)
}

/// Whether a text holds all that a query seeks and nothing it leaves out: as [`find`] sees words, without any index.
pub fn holds(query: &Query, text: &str) -> bool {
    let lattice = Lattice::of(text);
    let stands = |term: &Term| !places(&lattice, term).is_empty();
    query.terms.iter().all(stands) && !query.without.iter().any(stands)
}

/// Where one term stands, in no order.
fn places(lattice: &Lattice, term: &Term) -> Vec<Range<usize>> {
    let counts = |form: &str| {
        let begins = |wanted: &str| term.open && form.starts_with(wanted);
        term.single_forms().any(|wanted| form == wanted || begins(wanted) || !term.quoted && related(form, wanted))
    };
    spans(lattice, term, counts).into_iter().map(|span| span.range).collect()
}

/// Byte ranges of a text as JavaScript counts: in UTF-16 units. Ranges off the text or its character boundaries are
/// moved to the nearest ones before.
pub fn utf16_marks(text: &str, marks: &[Range<usize>]) -> Vec<[usize; 2]> {
    let units = |to: usize| text.char_indices().take_while(|(at, _)| *at < to).map(|(_, c)| c.len_utf16()).sum();
    marks.iter().map(|mark| [units(mark.start), units(mark.end)]).collect()
}

/// Where a term stands, in no order; `counts` says which forms are it.
pub(super) fn spans(lattice: &Lattice, term: &Term, counts: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut spans = Vec::new();
    if !term.is_phrase() {
        let single = lattice.edges().iter().filter(|edge| counts(lattice.form(edge)));
        spans.extend(single.map(|edge| Span { meant: edge.meant, range: edge.range.clone() }));
    }
    if term.lattice.only().is_none() {
        spans.append(&mut phrase_spans(lattice, &term.lattice));
    }
    spans
}

/// Where a phrase stands.
pub(super) fn phrase_spans(lattice: &Lattice, phrase: &Lattice) -> Vec<Span> {
    lattice.runs(phrase).iter().flat_map(|run| stretches(run)).collect()
}

/// The edges of a run, those in the same layer as one stretch.
fn stretches(run: &[&Edge]) -> Vec<Span> {
    let mut stretches: Vec<Span> = Vec::new();
    for edge in run {
        match stretches.last_mut() {
            Some(last) if last.meant == edge.meant => last.range.end = edge.range.end,
            _ => stretches.push(Span { meant: edge.meant, range: edge.range.clone() }),
        }
    }
    stretches
}

/// Sorted, and what overlaps or touches made one.
pub(super) fn joined(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
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
