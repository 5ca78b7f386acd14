//! The token graph of a text: every way to read it. `E-Trade` reads as two words and as one; a misheard place reads as heard
//! and as meant; a run of Han characters reads as single characters and as pairs.
//!
//! Nodes are the gaps between tokens, edges the terms. A phrase occurs in a text where one of its paths is a path of the
//! text. Lucene calls the same structure a token stream graph. Not here: stems and prefixes, which phrases do not have.

use std::ops::Range;

use crate::search::number::index32;
use crate::search::sort::sorted;
use crate::search::text::tokenize::{Token, tokenize};

/// The most parts of a compound that is also one term. Longer compounds are found by their parts alone; more would index
/// whole addresses as terms.
const MAX_PARTS: usize = 4;

/// What an edge is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EdgeKind {
    /// One token.
    Token,
    /// The parts of a compound, written as one word.
    Compound,
    /// Two neighbouring characters of a script without blanks: a term of the index, and no step of a phrase.
    CjkBigram,
}

/// A term between two gaps.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The bytes of its form in [`TokenGraph::forms`].
    form: Range<usize>,
    /// Its bytes in the text, or in the meant words of a correction.
    pub(crate) range: Range<usize>,
    /// The index of the correction whose meant words it stands in.
    pub(crate) meant: Option<usize>,
    pub(crate) kind: EdgeKind,
}

/// A place of a text that was misheard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misheard {
    /// The bytes of the verbatim text.
    pub range: Range<usize>,
    /// The words that were said.
    pub meant: String,
}

/// The graph of a text, its edges sorted by the gap they begin at.
#[derive(Debug, Default, Clone)]
pub(crate) struct TokenGraph {
    /// The folded forms one after the other.
    forms: String,
    edges: Vec<Edge>,
    /// The gap behind the last token.
    end: u32,
}

impl TokenGraph {
    /// The graph of a plain text.
    pub(crate) fn of(text: &str) -> Self {
        let mut forms = String::with_capacity(text.len());
        let tokens = tokenize(text, &mut forms);
        Self::from_tokens(forms, &tokens)
    }

    /// The graph of tokens, whose forms lie in `forms`.
    pub(crate) fn from_tokens(forms: String, tokens: &[Token]) -> Self {
        Self { forms, end: index32(tokens.len()), edges: edges_of(tokens, 0, None) }
    }

    /// The graph of a text read both as heard and as meant.
    pub(crate) fn with_corrections(text: &str, misheard: &[Misheard]) -> Self {
        let mut graph = Self::of(text);
        if misheard.is_empty() {
            return graph;
        }
        // Meant words get gaps of their own, but for those at which their path leaves the heard words and comes back.
        let mut unused_gap = graph.end + 1;
        let heard: Vec<Edge> = graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Token).cloned().collect();
        for (nth, place) in misheard.iter().enumerate() {
            let first = unused_gap;
            let mut path = edges_of(&tokenize(&place.meant, &mut graph.forms), first, Some(nth));
            let last = path.iter().map(|edge| edge.to).max().unwrap_or(first);
            if let Some((enter, leave)) = gaps_around(&heard, &place.range) {
                for edge in &mut path {
                    edge.from = if edge.from == first { enter } else { edge.from };
                    edge.to = if edge.to == last { leave } else { edge.to };
                }
            }
            unused_gap = last + 1;
            graph.edges.append(&mut path);
        }
        // All at once: to make room for each among the others would take as long for one correction as for the text.
        graph.edges = sorted(&graph.edges, &|one, other| one.from < other.from);
        graph
    }

    /// Every edge, sorted by the gap it begins at.
    pub(crate) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The folded form of an edge.
    pub(crate) fn form(&self, edge: &Edge) -> &str {
        self.forms.get(edge.form.clone()).unwrap_or_default()
    }

    /// The longest form of a token: a cheap guess at the rarest one.
    pub(crate) fn longest_form(&self) -> &str {
        let mut longest = "";
        for edge in self.edges.iter().filter(|edge| edge.kind == EdgeKind::Token) {
            let form = self.form(edge);
            longest = if form.len() > longest.len() { form } else { longest };
        }
        longest
    }

    /// The only edge of a text of one token; `None` for every other text.
    pub(crate) fn single_edge(&self) -> Option<&Edge> {
        match &self.edges[..] {
            [edge] => Some(edge),
            _ => None,
        }
    }

    /// The edges that begin at a gap.
    pub(crate) fn edges_from(&self, gap: u32) -> &[Edge] {
        let from = self.edges.partition_point(|edge| edge.from < gap);
        let rest = &self.edges[from..];
        &rest[..rest.partition_point(|edge| edge.from == gap)]
    }

    /// Whether a path of these forms begins at a gap.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn continues_with(&self, gap: u32, forms: &[String]) -> bool {
        let Some((first, rest)) = forms.split_first() else { return true };
        self.edges_from(gap).iter().any(|edge| self.form(edge) == first && self.continues_with(edge.to, rest))
    }

    /// Whether a phrase occurs in this text.
    pub(crate) fn contains(&self, phrase: &Self) -> bool {
        let mut last = None;
        self.edges
            .iter()
            .any(|edge| last.replace(edge.from) != Some(edge.from) && !self.path_of(phrase, edge.from).is_empty())
    }

    /// Every occurrence of a phrase in this text, as the path of edges that it takes.
    pub(crate) fn occurrences(&self, phrase: &Self) -> Vec<Vec<&Edge>> {
        let mut occurrences = Vec::new();
        let mut last = None;
        for edge in &self.edges {
            if last.replace(edge.from) != Some(edge.from) {
                let path = self.path_of(phrase, edge.from);
                if !path.is_empty() {
                    occurrences.push(path);
                }
            }
        }
        occurrences
    }

    /// The path that a phrase takes from a gap on; empty if it takes none.
    fn path_of(&self, phrase: &Self, start: u32) -> Vec<&Edge> {
        let mut path = Vec::new();
        if !self.follow(phrase, 0, start, &mut path, &mut Vec::new()) {
            path.clear();
        }
        path
    }

    /// Whether the phrase from `phrase_gap` on is a path of this text from `gap` on; the edges taken are left in `path`. A pair of
    /// gaps is tried once, so that a text in which many readings lead to one gap costs no more for that. As deep as the phrase has
    /// words, and a query has a bounded number.
    fn follow<'a>(
        &'a self,
        phrase: &Self,
        phrase_gap: u32,
        gap: u32,
        path: &mut Vec<&'a Edge>,
        tried: &mut Vec<(u32, u32)>,
    ) -> bool {
        if phrase_gap == phrase.end {
            return phrase.end > 0;
        }
        for wanted in phrase.edges_from(phrase_gap).iter().filter(|edge| edge.kind != EdgeKind::CjkBigram) {
            let form = phrase.form(wanted);
            let steps = self.edges_from(gap).iter().filter(|edge| edge.kind != EdgeKind::CjkBigram);
            for edge in steps.filter(|edge| self.form(edge) == form) {
                let pair = (wanted.to, edge.to);
                if tried.contains(&pair) {
                    continue;
                }
                tried.push(pair);
                path.push(edge);
                if self.follow(phrase, wanted.to, edge.to, path, tried) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }
}

/// The gaps before and behind the tokens that a range touches. The tokens are in the order of the text.
fn gaps_around(tokens: &[Edge], range: &Range<usize>) -> Option<(u32, u32)> {
    let first = tokens.partition_point(|edge| edge.range.end <= range.start);
    let behind = tokens.partition_point(|edge| edge.range.start < range.end);
    let touched = tokens.get(first..behind)?;
    Some((touched.first()?.from, touched.last()?.to))
}

/// The edges of tokens in a row, from the gap `start` on, sorted by the gap they begin at.
fn edges_of(tokens: &[Token], start: u32, meant: Option<usize>) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        // The forms of tokens are contiguous, so the form of a compound is one range.
        let mut push = |len: usize, last: &Token, kind| {
            edges.push(Edge {
                from: start + index32(at),
                to: start + index32(at + len),
                form: token.form.start..last.form.end,
                range: token.range.start..last.range.end,
                meant,
                kind,
            });
        };
        push(1, token, EdgeKind::Token);
        if let Some(next) = tokens.get(at + 1).filter(|next| are_cjk_bigram(token, next)) {
            push(2, next, EdgeKind::CjkBigram);
        }
        let parts = if token.is_joined { 1 } else { compound_len(&tokens[at..]) };
        if let Some(last) = tokens.get(at + parts - 1).filter(|_| (2..=MAX_PARTS).contains(&parts)) {
            push(parts, last, EdgeKind::Compound);
        }
    }
    edges
}

/// Whether two tokens are neighbouring characters of a script without blanks.
pub(crate) fn are_cjk_bigram(token: &Token, next: &Token) -> bool {
    token.is_unspaced && next.is_unspaced && token.range.end == next.range.start
}

/// The number of tokens in the compound that the first one begins; 1 where it stands alone.
pub(crate) fn compound_len(tokens: &[Token]) -> usize {
    1 + tokens.iter().skip(1).take_while(|token| token.is_joined).count()
}

/// The alternative readings of the compound or unspaced run that these tokens are: each is the forms that must all occur.
pub(crate) fn readings(forms: &str, tokens: &[Token]) -> Vec<Vec<String>> {
    let form = |first: &Token, last: &Token| forms.get(first.form.start..last.form.end).unwrap_or_default().to_owned();
    let parts = || tokens.iter().map(|token| form(token, token)).collect();
    match tokens {
        [first, rest @ ..] if first.is_unspaced && !rest.is_empty() => {
            vec![tokens.iter().zip(rest).map(|(one, next)| form(one, next)).collect()]
        }
        [first, .., last] if tokens.len() <= MAX_PARTS => vec![vec![form(first, last)], parts()],
        _ => vec![parts()],
    }
}
