//! Synonyms: spellings that count as the same. They are those that the library's editor lists, and misheard words with what was
//! meant.
//!
//! A misheard word is a synonym only where it is said nowhere else; otherwise it is a word of its own. Not here: how the browser
//! reads the lists ([`crate::search::index::head`]).

use std::collections::{BTreeSet, HashMap};

use crate::search::build::inverted::Inverted;
use crate::search::index::head::synonym_term;
use crate::search::query::fold_words;
use crate::search::text::token_graph::{Edge, EdgeKind, TokenGraph};
use crate::transcript::{Library, Piece};

/// The most words of a misheard place that makes a synonym; a longer one is a sentence.
const MAX_WORDS: usize = 4;

/// Lists of synonyms, and where each spelling begins.
pub(crate) struct Synonyms {
    lists: Vec<Vec<String>>,
    /// The number of lists, the first ones, that are the editor's.
    written: usize,
    /// For each first word the spellings that go on from it.
    by_first: HashMap<String, Vec<Continuation>>,
}

/// The words of a spelling behind its first, and the list it is in.
struct Continuation {
    rest: Vec<String>,
    list: usize,
}

impl Synonyms {
    /// The synonyms of a library.
    pub(crate) fn of(library: &Library) -> Self {
        let fold_list = |spellings: &Vec<String>| -> Vec<String> {
            spellings.iter().map(|spelling| fold_words(spelling)).filter(|words| !words.is_empty()).collect()
        };
        let mut lists: Vec<Vec<String>> = library.synonyms().iter().map(fold_list).collect();
        let written = lists.len();
        for episode in library.listed() {
            for piece in episode.paragraphs().flat_map(|paragraph| episode.reading(paragraph)) {
                if let Piece::Misheard { heard, meant } = piece {
                    let list = vec![fold_words(heard), fold_words(meant)];
                    let fits = list.iter().all(|words| !words.is_empty() && words.split(' ').count() <= MAX_WORDS);
                    if fits && list[0] != list[1] && !lists.contains(&list) {
                        lists.push(list);
                    }
                }
            }
        }
        let by_first = by_first_word(&lists);
        Self { lists, written, by_first }
    }

    /// The lists of the spellings that begin with an edge of a text.
    pub(crate) fn lists_at(&self, graph: &TokenGraph, edge: &Edge) -> impl Iterator<Item = usize> {
        let known = if edge.kind == EdgeKind::CjkBigram { None } else { self.by_first.get(graph.form(edge)) };
        let spellings = known.into_iter().flatten();
        spellings.filter(|spelling| graph.continues_with(edge.to, &spelling.rest)).map(|spelling| spelling.list)
    }

    /// Drops the lists of words that were misheard in one place and are said in another.
    pub(crate) fn drop_words_said_elsewhere(&mut self, inverted: &Inverted) {
        let sections = |form: &str| {
            let at = inverted.forms.binary_search_by(|known| known.form.as_str().cmp(form));
            let freqs = at.ok().and_then(|at| inverted.forms.get(at)).map_or(&[][..], |form| &form.freqs);
            freqs.iter().map(|freq| (freq.answer, freq.section)).collect::<BTreeSet<_>>()
        };
        for (nth, list) in self.lists.iter_mut().enumerate().skip(self.written) {
            let [heard, meant] = &list[..] else { continue };
            // The section of a correction holds the meant words too. Those that were heard as well tell nothing.
            let either = sections(&synonym_term(nth));
            let mut meant = meant.split(' ').filter(|word| heard.split(' ').all(|heard| heard != *word)).peekable();
            if meant.peek().is_none() || meant.any(|word| !either.is_subset(&sections(word))) {
                list.clear();
            }
        }
    }

    /// The lists alone.
    pub(crate) fn into_lists(self) -> Vec<Vec<String>> {
        self.lists
    }
}

fn by_first_word(lists: &[Vec<String>]) -> HashMap<String, Vec<Continuation>> {
    let mut by_first: HashMap<String, Vec<Continuation>> = HashMap::new();
    for (list, spellings) in lists.iter().enumerate() {
        for spelling in spellings {
            let mut words = spelling.split(' ').map(str::to_owned);
            let Some(first) = words.next() else { continue };
            by_first.entry(first).or_default().push(Continuation { rest: words.collect(), list });
        }
    }
    by_first
}
