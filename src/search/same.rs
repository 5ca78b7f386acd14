//! Spellings that count as the same: those the library's editor lists, and what was misheard with what was meant.
//! Native only: the browser reads the lists from the index.
//!
//! What was misheard counts as the same only where it is said nowhere else: otherwise it is a word of its own.

use std::collections::{BTreeSet, HashMap};

use super::gather::Gathered;
use super::lattice::{Edge, Kind, Lattice};
use super::model::same_form;
use super::query::spelled;
use crate::transcript::{Library, Piece};

/// What is misheard over more words is a sentence, not a spelling.
const MAX_WORDS: usize = 4;

/// The lists, and where each spelling begins.
pub(super) struct Same {
    lists: Vec<Vec<String>>,
    /// How many of the lists, the first ones, are the editor's.
    written: usize,
    /// For each first word the words that follow and the list.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Same {
    pub(super) fn of(library: &Library) -> Self {
        let mut lists: Vec<Vec<String>> = Vec::new();
        for spellings in library.same_terms() {
            lists.push(spellings.iter().map(|spelling| spelled(spelling)).filter(|words| !words.is_empty()).collect());
        }
        let written = lists.len();
        for episode in library.listed() {
            for piece in episode.paragraphs().flat_map(|paragraph| episode.reading(paragraph)) {
                if let Piece::Misheard { heard, meant } = piece {
                    let list = vec![spelled(heard), spelled(meant)];
                    let fits = list.iter().all(|words| !words.is_empty() && words.split(' ').count() <= MAX_WORDS);
                    if fits && list[0] != list[1] && !lists.contains(&list) {
                        lists.push(list);
                    }
                }
            }
        }
        let mut by_first: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (nth, spellings) in lists.iter().enumerate() {
            for spelling in spellings {
                let mut words = spelling.split(' ').map(str::to_owned);
                let Some(first) = words.next() else { continue };
                by_first.entry(first).or_default().push((words.collect(), nth));
            }
        }
        Self { lists, written, by_first }
    }

    /// The lists of the spellings that begin with this word of a text.
    pub(super) fn lists_at(&self, lattice: &Lattice, edge: &Edge) -> impl Iterator<Item = usize> {
        let known = if edge.kind == Kind::Pair { None } else { self.by_first.get(lattice.form(edge)) };
        let begun = known.into_iter().flatten();
        begun.filter(|(rest, _)| lattice.goes_on(edge.to, rest)).map(|(_, nth)| *nth)
    }

    /// Drops the lists of what was misheard in one place and is a word of its own in another.
    pub(super) fn keep_only_misheard(&mut self, gathered: &Gathered) {
        let voices = |form: &str| {
            let at = gathered.forms.binary_search_by(|known| known.name.as_str().cmp(form));
            let raw = at.ok().and_then(|at| gathered.forms.get(at)).map_or(&[][..], |form| &form.raw);
            raw.iter().map(|raw| (raw.answer, raw.voice)).collect::<BTreeSet<_>>()
        };
        for (nth, list) in self.lists.iter_mut().enumerate().skip(self.written) {
            let [heard, meant] = &list[..] else { continue };
            // Where it was put right, the words meant are in the voice too. Those heard as well tell nothing.
            let either = voices(&same_form(nth));
            let mut meant = meant.split(' ').filter(|word| heard.split(' ').all(|heard| heard != *word)).peekable();
            if meant.peek().is_none() || meant.any(|word| !either.is_subset(&voices(word))) {
                list.clear();
            }
        }
    }

    pub(super) fn into_lists(self) -> Vec<Vec<String>> {
        self.lists
    }
}
