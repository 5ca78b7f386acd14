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
    /// Its bytes in the forms of all.
    form: Range<usize>,
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
    /// The folded words, one behind the other.
    forms: String,
    edges: Vec<Edge>,
    /// The gap behind the last word.
    end: u32,
}

impl Lattice {
    /// The web of a plain text.
    pub(super) fn of(text: &str) -> Self {
        let mut forms = String::with_capacity(text.len());
        let atoms = atoms(text, &mut forms);
        Self::from_atoms(forms, &atoms)
    }

    pub(super) fn from_atoms(forms: String, atoms: &[Atom]) -> Self {
        Self { forms, end: index(atoms.len()), edges: edges(atoms, 0, None) }
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
            let mut path = edges(&atoms(&place.meant, &mut lattice.forms), fresh, Some(nth));
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

    /// A word of it, folded.
    pub(super) fn form(&self, edge: &Edge) -> &str {
        self.forms.get(edge.form.clone()).unwrap_or_default()
    }

    /// The longest of its plain words, folded: hardly another is as rare.
    pub(super) fn longest(&self) -> &str {
        let mut longest = "";
        for edge in self.edges.iter().filter(|edge| edge.kind == Kind::Atom) {
            let form = self.form(edge);
            longest = if form.len() > longest.len() { form } else { longest };
        }
        longest
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
        self.leaving(gap).iter().any(|edge| self.form(edge) == first && self.goes_on(edge.to, rest))
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
            let form = phrase.form(wanted);
            for edge in self.leaving(gap).iter().filter(|edge| edge.kind != Kind::Pair && self.form(edge) == form) {
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
fn edges(atoms: &[Atom], start: u32, meant: Option<usize>) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(atoms.len());
    for (at, atom) in atoms.iter().enumerate() {
        // Their forms lie one behind the other, so those of several are one too.
        let mut edge = |len: usize, last: &Atom, kind| {
            edges.push(Edge {
                from: start + index(at),
                to: start + index(at + len),
                form: atom.form.start..last.form.end,
                range: atom.range.start..last.range.end,
                meant,
                kind,
            });
        };
        edge(1, atom, Kind::Atom);
        if let Some(next) = atoms.get(at + 1).filter(|next| pairs(atom, next)) {
            edge(2, next, Kind::Pair);
        }
        let parts = if atom.glued { 1 } else { compound_len(&atoms[at..]) };
        if let Some(last) = atoms.get(at + parts - 1).filter(|_| (2..=MAX_PARTS).contains(&parts)) {
            edge(parts, last, Kind::Joined);
        }
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
pub(super) fn ways(forms: &str, atoms: &[Atom]) -> Vec<Vec<String>> {
    let form = |first: &Atom, last: &Atom| forms.get(first.form.start..last.form.end).unwrap_or_default().to_owned();
    let each = || atoms.iter().map(|atom| form(atom, atom)).collect();
    match atoms {
        [first, rest @ ..] if first.unspaced && !rest.is_empty() => {
            vec![atoms.iter().zip(rest).map(|(one, next)| form(one, next)).collect()]
        }
        [first, .., last] if atoms.len() <= MAX_PARTS => vec![vec![form(first, last)], each()],
        _ => vec![each()],
    }
}
