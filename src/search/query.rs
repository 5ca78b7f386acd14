//! What a reader types, read. Never fails: what makes no sense as an operator is searched as words, with a hint.
//!
//! ```text
//! words  "a phrase"  -without  -"a phrase"  speaker:id  topic:id  episode:id  speaker:"a name"
//! ```
//!
//! Not here: what any of it matches.

use super::fold::{Atom, atoms};
use super::lattice::{Edge, Kind, Lattice, compound_len, pairs, ways};
use super::order::add;

/// The most words and phrases of a query that are sought; a pasted page is no query.
const MAX_TERMS: usize = 24;

/// From so many words on a query is a remembered run of them, and which of them stand side by side tells answers apart.
/// Of fewer it tells only where the words are common ones.
const RUN_WORDS: usize = 4;

/// The most neighbours that are looked for side by side: as many as tell a sentence from all others.
const MAX_PAIRS: usize = 6;

/// The most words of a phrase.
const MAX_PHRASE_WORDS: usize = 32;

/// A query, read.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    pub(super) without: Vec<Term>,
    /// The words sought that stand side by side, two by two: of many those that tell most.
    pub(super) pairs: Vec<Pair>,
    /// All the plain words in a row, as they would stand in a text.
    pub(super) run: Lattice,
    /// Values of `speaker:`, as typed: an id or a name.
    pub speakers: Vec<String>,
    /// Values of `topic:`.
    pub topics: Vec<String>,
    /// Values of `episode:`.
    pub episodes: Vec<String>,
}

/// Two forms side by side.
pub(super) type Pair = (String, String);

/// A word or a phrase that is sought.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// As typed.
    pub(super) text: String,
    /// The word or words, in every way they read.
    pub(super) lattice: Lattice,
    /// Word by word, the ways to find it: each way is forms that must all be there.
    pub(super) words: Vec<Vec<Vec<String>>>,
    /// Of a quoted phrase that is plain words in a row the pairs they are in, of many those that tell most.
    pub(super) pairs: Vec<Pair>,
    /// Quoted: only these very words count.
    pub(super) quoted: bool,
    /// Still being typed: its last form may be a beginning.
    pub(super) open: bool,
}

impl Term {
    /// Quoted words in a row, which only the text can verify.
    pub(super) fn is_phrase(&self) -> bool {
        self.quoted && self.lattice.only().is_none()
    }

    /// The forms that are this term by themselves.
    pub(super) fn single_forms(&self) -> impl Iterator<Item = &str> {
        let word = if self.words.len() == 1 { self.words.first() } else { None };
        word.into_iter().flatten().filter(|way| way.len() == 1).flatten().map(String::as_str)
    }
}

/// Why a query was not read quite as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A quotation mark without its partner.
    UnbalancedQuote,
    /// `speaker:`, `topic:` or `episode:` (named here) with nothing behind it.
    EmptyFilter(String),
    /// A filter (named here) behind a minus.
    NegatedFilter(String),
    /// A minus with no word behind it.
    LoneMinus,
    /// More words than are sought.
    TooLong,
}

impl Hint {
    /// The hint as a page shows it.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnbalancedQuote => {
                "A quotation mark has no partner, so its words were searched one by one".to_owned()
            }
            Self::EmptyFilter(key) => ["Write a name behind ", key, ":, as in ", key, ":\"the name\""].concat(),
            Self::NegatedFilter(key) => {
                ["A minus before ", key, ": has no meaning, so it was searched as words"].concat()
            }
            Self::LoneMinus => "Write a word right behind the minus to leave out answers that hold it".to_owned(),
            Self::TooLong => "That is more than can be searched at once, so only its beginning was".to_owned(),
        }
    }
}

impl Query {
    /// Whether nothing is sought: no word, no exclusion, no filter.
    pub fn is_empty(&self) -> bool {
        !self.has_terms()
            && self.without.is_empty()
            && self.speakers.is_empty()
            && self.topics.is_empty()
            && self.episodes.is_empty()
    }

    /// Whether it is a remembered run of words.
    pub(super) fn is_run(&self) -> bool {
        self.terms.len() >= RUN_WORDS
    }

    /// Whether it is that and nothing else.
    pub(super) fn is_only_run(&self) -> bool {
        self.is_run() && self.without.is_empty() && self.terms.iter().all(|term| !term.quoted)
    }

    /// Whether words or phrases are sought.
    pub fn has_terms(&self) -> bool {
        !self.terms.is_empty()
    }

    /// The words and phrases sought, as typed.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.text.as_str())
    }

    /// The words and phrases that must not be there, as typed.
    pub fn without(&self) -> impl Iterator<Item = &str> {
        self.without.iter().map(|term| term.text.as_str())
    }
}

/// Reads a query. With `typing` the last word, if no blank follows it, is also the beginning of longer ones.
pub fn parse(text: &str, typing: bool) -> (Query, Vec<Hint>) {
    let mut reader =
        Reader { rest: text, query: Query::default(), hints: Vec::new(), last_form: None, run: String::new() };
    while reader.item() {}
    let Reader { mut query, hints, last_form, run, .. } = reader;
    query.run = Lattice::of(&run);
    keep_telling(&mut query.pairs);
    if typing
        && last_form.is_some()
        && !text.ends_with(is_blank)
        // Of more words than are sought the last is none of them.
        && query.terms.len() < MAX_TERMS
        && let Some(term) = query.terms.last_mut()
    {
        term.open = true;
    }
    (query, hints)
}

struct Reader<'a> {
    rest: &'a str,
    query: Query,
    hints: Vec<Hint>,
    /// The last form of what was read last, where that is a plain word that is sought.
    last_form: Option<String>,
    /// The plain words that are sought, so far, as typed.
    run: String,
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

impl<'a> Reader<'a> {
    /// Reads one item; false at the end.
    fn item(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches(is_blank);
        if self.rest.is_empty() {
            return false;
        }
        let last_form = self.last_form.take();
        let minus = self.rest.strip_prefix('-');
        if let Some(rest) = minus {
            self.rest = rest;
            if rest.is_empty() || rest.starts_with(is_blank) {
                self.hint(Hint::LoneMinus);
                return true;
            }
        }
        if self.rest.starts_with(is_quote) {
            match self.quoted() {
                Some(phrase) => self.phrase(phrase, minus.is_some()),
                None => {
                    self.hint(Hint::UnbalancedQuote);
                    self.rest = self.rest.trim_start_matches(is_quote);
                }
            }
            return true;
        }
        if let Some(key) = self.key() {
            self.filter(key, minus.is_some());
            return true;
        }
        let word = self.take(|c| is_blank(c) || is_quote(c));
        self.last_form = last_form;
        self.words(word, minus.is_some());
        true
    }

    /// Takes the rest up to a character that ends it.
    fn take(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let at = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(at).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes what stands in quotation marks, the rest beginning with one; `None`, and nothing taken, without a partner.
    fn quoted(&mut self) -> Option<&'a str> {
        let inside = self.rest.strip_prefix(is_quote)?;
        let (phrase, after) = inside.split_at_checked(inside.find(is_quote)?)?;
        self.rest = after.strip_prefix(is_quote).unwrap_or(after);
        Some(phrase)
    }

    /// The name of the filter the rest begins with.
    fn key(&self) -> Option<&'static str> {
        ["speaker", "topic", "episode"].into_iter().find(|key| {
            let parts = self.rest.split_at_checked(key.len());
            parts.is_some_and(|(start, rest)| start.eq_ignore_ascii_case(key) && rest.starts_with(':'))
        })
    }

    fn filter(&mut self, key: &'static str, minus: bool) {
        if minus {
            self.hint(Hint::NegatedFilter(key.to_owned()));
            let words = self.take(is_blank);
            self.words(words, false);
            self.last_form = None;
            return;
        }
        self.rest = self.rest.get(key.len() + 1..).unwrap_or_default();
        let value = match self.rest.starts_with(is_quote) {
            true => self.quoted().unwrap_or_else(|| {
                self.hint(Hint::UnbalancedQuote);
                self.rest = self.rest.trim_start_matches(is_quote);
                self.take(is_blank)
            }),
            false => self.take(is_blank),
        };
        let value = value.trim_matches(is_blank).to_owned();
        match key {
            _ if value.is_empty() => {
                self.hint(Hint::EmptyFilter(key.to_owned()));
                self.words(key, false);
                self.last_form = None;
            }
            "speaker" => self.query.speakers.push(value),
            "topic" => self.query.topics.push(value),
            _ => self.query.episodes.push(value),
        }
    }

    fn phrase(&mut self, text: &str, minus: bool) {
        let (forms, atoms) = self.atoms(text);
        let words: Vec<_> = groups(&atoms).into_iter().map(|group| ways(&forms, group)).collect();
        if words.is_empty() {
            return;
        }
        let lattice = Lattice::from_atoms(forms, &atoms);
        let pairs = phrase_pairs(&lattice);
        self.push(Term { text: text.to_owned(), lattice, words, pairs, quoted: true, open: false }, minus);
    }

    /// The words of a text, as many as are sought.
    fn atoms(&mut self, text: &str) -> (String, Vec<Atom>) {
        let mut forms = String::new();
        let mut atoms = atoms(text, &mut forms);
        if atoms.len() > MAX_PHRASE_WORDS {
            atoms.truncate(MAX_PHRASE_WORDS);
            self.hint(Hint::TooLong);
        }
        (forms, atoms)
    }

    /// Words without blanks between them: `CI/CD` is two, `E-Trade` is one.
    fn words(&mut self, text: &str, minus: bool) {
        if !minus && self.query.terms.len() == MAX_TERMS {
            return self.hint(Hint::TooLong);
        }
        let (forms, atoms) = self.atoms(text);
        for group in groups(&atoms) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let text = text.get(first.range.start..last.range.end).unwrap_or_default().to_owned();
            let term = Term {
                text,
                lattice: Lattice::from_atoms(forms.clone(), group),
                words: vec![ways(&forms, group)],
                pairs: Vec::new(),
                quoted: minus,
                open: false,
            };
            self.push(term, minus);
        }
        self.neighbours(&atoms, &forms, minus);
        if !minus {
            let end = atoms.last().map_or(0, |last| last.range.end);
            self.run.push_str(text.get(..end).unwrap_or_default());
            self.run.push(' ');
        }
    }

    /// Keeps which words stand side by side, those of the item before included.
    fn neighbours(&mut self, atoms: &[Atom], forms: &str, minus: bool) {
        if minus {
            self.last_form = None;
            return;
        }
        for form in atoms.iter().filter_map(|atom| forms.get(atom.form.clone())) {
            if let Some(before) = self.last_form.replace(form.to_owned()) {
                add(&mut self.query.pairs, (before, form.to_owned()));
            }
        }
    }

    /// Adds a term. Of two that are the same the later one stays, for it may still be typed.
    fn push(&mut self, term: Term, minus: bool) {
        let terms = if minus { &mut self.query.without } else { &mut self.query.terms };
        terms.retain(|known| (known.quoted, &known.words) != (term.quoted, &term.words));
        if terms.len() < MAX_TERMS {
            terms.push(term);
        } else {
            self.hint(Hint::TooLong);
        }
    }

    fn hint(&mut self, hint: Hint) {
        add(&mut self.hints, hint);
    }
}

/// A spelling as a query reads it: its words folded, a blank between them.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn spelled(text: &str) -> String {
    let mut forms = String::new();
    let atoms = atoms(text, &mut forms);
    let single = |group| ways(&forms, group).into_iter().find(|way| way.len() == 1).map(|way| way.concat());
    groups(&atoms).into_iter().filter_map(single).collect::<Vec<_>>().join(" ")
}

/// The pairs of a phrase that is plain words in a row.
fn phrase_pairs(phrase: &Lattice) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut before: Option<&Edge> = None;
    for edge in phrase.edges() {
        if edge.kind != Kind::Atom {
            return Vec::new();
        }
        if let Some(before) = before.replace(edge) {
            pairs.push((phrase.form(before).to_owned(), phrase.form(edge).to_owned()));
        }
    }
    keep_telling(&mut pairs);
    pairs
}

/// Keeps of many pairs those that tell most, by what is known of words before they are looked up: long ones are rare.
fn keep_telling(pairs: &mut Vec<Pair>) {
    while pairs.len() > MAX_PAIRS {
        let shortest = (0..pairs.len()).min_by_key(|nth| pairs.get(*nth).map(|(a, b)| a.len() + b.len()));
        pairs.remove(shortest.unwrap_or(0));
    }
}

/// Atoms in groups that are one word to who typed them: compounds, and runs of a script without spaces.
fn groups(atoms: &[Atom]) -> Vec<&[Atom]> {
    let mut groups = Vec::new();
    let mut rest = atoms;
    while !rest.is_empty() {
        let mut len = compound_len(rest);
        while rest.len() > len && pairs(&rest[len - 1], &rest[len]) {
            len += compound_len(&rest[len..]);
        }
        let (group, after) = rest.split_at(len);
        groups.push(group);
        rest = after;
    }
    groups
}
