//! A text as a web of words: every way it can be read. `E-Trade` reads as two words and as one; a misheard place reads
//! as heard and as meant; a run of Han characters reads by one and by two.
//!
//! Nodes are the gaps between words, edges the words. A phrase stands in a text where one of its ways is one of the
//! text's. Not here: inflection and prefixes, which phrases do not have.

use std::ops::Range;

use super::fold::{Atom, atoms};

/// Compounds of more parts than this are found by their parts alone.
const MAX_PARTS: usize = 4;

/// What an edge is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One atom.
    Atom,
    /// The parts of a compound, written as one word.
    Joined,
    /// Two neighbours of a script without spaces: a term of the index, and no step of a phrase.
    Pair,
}

/// A word between two gaps.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) form: String,
    /// Its bytes: in the text, or in the meant words of a correction.
    pub(super) range: Range<usize>,
    /// Which correction's meant words it stands in.
    pub(super) meant: Option<usize>,
    pub(super) kind: Kind,
}

/// A place of a text that was misheard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misheard {
    /// The bytes of the verbatim text.
    pub range: Range<usize>,
    /// The words that were said.
    pub meant: String,
}

/// A text's words, sorted by the gap they begin at.
#[derive(Debug, Default, Clone)]
pub(super) struct Lattice {
    edges: Vec<Edge>,
    /// The gap behind the last word.
    end: u32,
}

impl Lattice {
    /// The web of a plain text.
    pub(super) fn of(text: &str) -> Self {
        Self::from_atoms(atoms(text))
    }

    pub(super) fn from_atoms(atoms: Vec<Atom>) -> Self {
        Self { end: index(atoms.len()), edges: edges(atoms, 0, None) }
    }

    /// The web of a text read both as heard and as meant.
    pub(super) fn corrected(text: &str, misheard: &[Misheard]) -> Self {
        let mut lattice = Self::of(text);
        if misheard.is_empty() {
            return lattice;
        }
        let mut fresh = lattice.end + 1;
        let heard: Vec<Edge> = lattice.edges.iter().filter(|edge| edge.kind == Kind::Atom).cloned().collect();
        for (nth, place) in misheard.iter().enumerate() {
            let mut path = edges(atoms(&place.meant), fresh, Some(nth));
            let last = path.iter().map(|edge| edge.to).max().unwrap_or(fresh);
            if let Some((enter, leave)) = gaps(&heard, &place.range) {
                for edge in &mut path {
                    edge.from = if edge.from == fresh { enter } else { edge.from };
                    edge.to = if edge.to == last { leave } else { edge.to };
                }
            }
            fresh = last + 1;
            for edge in path {
                let at = lattice.edges.partition_point(|other| other.from <= edge.from);
                lattice.edges.insert(at, edge);
            }
        }
        lattice
    }

    /// Every word, sorted by the gap it begins at.
    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Its only word, where it has but one and reads in one way.
    pub(super) fn only(&self) -> Option<&Edge> {
        match &self.edges[..] {
            [edge] => Some(edge),
            _ => None,
        }
    }

    /// The words that begin at a gap.
    pub(super) fn leaving(&self, gap: u32) -> &[Edge] {
        let from = self.edges.partition_point(|edge| edge.from < gap);
        let rest = &self.edges[from..];
        &rest[..rest.partition_point(|edge| edge.from == gap)]
    }

    /// Whether these words follow from a gap on.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn goes_on(&self, gap: u32, words: &[String]) -> bool {
        let Some((first, rest)) = words.split_first() else { return true };
        self.leaving(gap).iter().any(|edge| edge.form == *first && self.goes_on(edge.to, rest))
    }

    /// Whether a phrase stands in this text.
    pub(super) fn holds(&self, phrase: &Self) -> bool {
        let mut last = None;
        self.edges
            .iter()
            .any(|edge| last.replace(edge.from) != Some(edge.from) && self.run(phrase, 0, edge.from, &mut Vec::new()))
    }

    /// Every place where a phrase stands in this text, as the edges it runs over.
    pub(super) fn runs(&self, phrase: &Self) -> Vec<Vec<&Edge>> {
        let mut runs = Vec::new();
        let mut last = None;
        for edge in &self.edges {
            let mut path = Vec::new();
            if last.replace(edge.from) != Some(edge.from) && self.run(phrase, 0, edge.from, &mut path) {
                runs.push(path);
            }
        }
        runs
    }

    /// Follows a phrase from one of its gaps through this text from one of this text's; the edges taken are left in
    /// `path`.
    fn run<'a>(&'a self, phrase: &Self, phrase_gap: u32, gap: u32, path: &mut Vec<&'a Edge>) -> bool {
        if phrase_gap == phrase.end {
            return phrase.end > 0;
        }
        for wanted in phrase.leaving(phrase_gap).iter().filter(|edge| edge.kind != Kind::Pair) {
            for edge in self.leaving(gap).iter().filter(|edge| edge.kind != Kind::Pair && edge.form == wanted.form) {
                path.push(edge);
                if self.run(phrase, wanted.to, edge.to, path) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }
}

/// A number of words as a gap: no text that fits into memory has more than four thousand million.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The gaps before and behind the atoms a range touches.
fn gaps(heard: &[Edge], range: &Range<usize>) -> Option<(u32, u32)> {
    let mut touched = heard.iter().filter(|edge| edge.range.start < range.end && range.start < edge.range.end);
    let first = touched.next()?;
    Some((first.from, touched.next_back().unwrap_or(first).to))
}

/// The edges of atoms in a row, from one gap on, sorted by the gap they begin at.
fn edges(mut atoms: Vec<Atom>, start: u32, meant: Option<usize>) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(atoms.len());
    for at in 0..atoms.len() {
        let (atom, first) = (&atoms[at], edges.len());
        let edge = |to: usize, form: String, end: usize, kind| Edge {
            from: start + index(at),
            to: start + index(to),
            form,
            range: atom.range.start..end,
            meant,
            kind,
        };
        edges.push(edge(at + 1, String::new(), atom.range.end, Kind::Atom));
        if let Some(next) = atoms.get(at + 1)
            && pairs(atom, next)
        {
            edges.push(edge(at + 2, [atom.form.as_str(), &next.form].concat(), next.range.end, Kind::Pair));
        }
        let parts = if atom.glued { 1 } else { compound_len(&atoms[at..]) };
        if (2..=MAX_PARTS).contains(&parts) {
            let run = &atoms[at..at + parts];
            let form = run.iter().map(|atom| atom.form.as_str()).collect();
            edges.push(edge(at + parts, form, run[parts - 1].range.end, Kind::Joined));
        }
        // Nothing looks back at it any more.
        edges[first].form = std::mem::take(&mut atoms[at].form);
    }
    edges
}

/// Whether two atoms are neighbours of a script without spaces.
pub(super) fn pairs(atom: &Atom, next: &Atom) -> bool {
    atom.unspaced && next.unspaced && atom.range.end == next.range.start
}

/// How many of the first atoms are one compound: 1 where the first stands alone.
pub(super) fn compound_len(atoms: &[Atom]) -> usize {
    1 + atoms.iter().skip(1).take_while(|atom| atom.glued).count()
}

/// Ways to find the compound or run that these atoms are: each way is forms that must all be there.
pub(super) fn ways(atoms: &[Atom]) -> Vec<Vec<String>> {
    let forms = || atoms.iter().map(|atom| atom.form.clone());
    match atoms {
        [first, _, ..] if first.unspaced => {
            vec![atoms.windows(2).map(|two| [two[0].form.as_str(), &two[1].form].concat()).collect()]
        }
        [_, _, ..] if atoms.len() <= MAX_PARTS => vec![vec![forms().collect()], forms().collect()],
        _ => vec![forms().collect()],
    }
}
