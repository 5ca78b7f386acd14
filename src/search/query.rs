//! The query parser: what a reader types becomes terms, exclusions and filters. Parsing never fails: an operator that makes
//! no sense is searched as words, with a hint.
//!
//! ```text
//! words  "a phrase"  -excluded  -"a phrase"  speaker:id  topic:id  episode:id  speaker:"a name"
//! ```
//!
//! Not here: which answers match ([`crate::search::retrieve`]).

use crate::search::sort::push_unique;
use crate::search::text::token_graph::{Edge, EdgeKind, TokenGraph, are_cjk_bigram, compound_len, readings};
use crate::search::text::tokenize::{Token, tokenize};
use crate::transcript::{Facet, PerFacet};

/// The most words and phrases that are read; a pasted page is no query. Of very many the most telling are searched
/// ([`crate::search::retrieve::terms`]).
const MAX_TERMS: usize = 64;

/// The fewest words of a *question*, whose answer need not say all of them. It may also be a *sequence*, a run of words that somebody
/// remembers: its bigrams tell answers apart. Those of a shorter query do so only where its words are very common.
const MIN_QUESTION_TERMS: usize = 4;

/// The most bigrams that are looked up: as many as tell one sentence from all others.
const MAX_BIGRAMS: usize = 6;

/// The most words of a phrase.
const MAX_PHRASE_WORDS: usize = 32;

/// The most unquoted words that are read, those that are repeated included.
const MAX_WORDS: usize = 64;

/// The most bytes of a text that are read. A link may carry a hundred thousand characters, which would stop the page for a second.
const MAX_TEXT_LEN: usize = 8_000;

/// A parsed query.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(crate) terms: Vec<Term>,
    pub(crate) excluded: Vec<Term>,
    /// The neighbouring words among the terms: where there are many, the longest.
    pub(crate) bigrams: Vec<Bigram>,
    /// All unquoted words in a row, as a text would hold them.
    pub(crate) sequence: TokenGraph,
    /// The values of `speaker:`, `topic:` and `episode:`, as typed: ids or names.
    pub filters: PerFacet<Vec<String>>,
}

/// Two forms side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bigram {
    pub(crate) first: String,
    pub(crate) second: String,
}

/// Forms that must all occur.
pub(crate) type Reading = Vec<String>;

/// A word or a phrase of a query.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    /// As typed.
    pub(crate) text: String,
    /// The word or words, in every way they read.
    pub(crate) graph: TokenGraph,
    /// For each word its alternative readings.
    pub(crate) words: Vec<Vec<Reading>>,
    /// For a quoted phrase of plain words its bigrams: where there are many, the longest.
    pub(crate) bigrams: Vec<Bigram>,
    /// Whether only these very words count.
    pub(crate) is_quoted: bool,
    /// Whether the last word may still be typed, so that it is also a prefix.
    pub(crate) is_prefix: bool,
}

impl Term {
    /// Whether it is several words in a row, which only the text can verify.
    pub(crate) fn is_phrase(&self) -> bool {
        self.is_quoted && self.graph.single_edge().is_none()
    }

    /// The forms that are this term by themselves.
    pub(crate) fn single_forms(&self) -> impl Iterator<Item = &str> {
        let word = if self.words.len() == 1 { self.words.first() } else { None };
        word.into_iter().flatten().filter(|reading| reading.len() == 1).flatten().map(String::as_str)
    }
}

/// Why a query was not read quite as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A quotation mark without its partner.
    UnbalancedQuote,
    /// The operator of a facet with no value behind it, as in `speaker:`.
    EmptyFilter(Facet),
    /// The operator of a facet behind a minus.
    NegatedFilter(Facet),
    /// A minus with no word behind it.
    LoneMinus,
    /// More words than are searched.
    TooLong,
}

impl Hint {
    /// The sentence that a page shows.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnbalancedQuote => {
                "A quotation mark has no partner, so its words were searched one by one".to_owned()
            }
            Self::EmptyFilter(facet) => {
                let key = facet.key();
                ["Write a name behind ", key, ":, as in ", key, ":\"the name\""].concat()
            }
            Self::NegatedFilter(facet) => {
                ["A minus before ", facet.key(), ": has no meaning, so it was searched as words"].concat()
            }
            Self::LoneMinus => "Write a word right behind the minus to leave out answers that hold it".to_owned(),
            Self::TooLong => {
                "That is more than can be searched at once, so only the first of its words were".to_owned()
            }
        }
    }
}

impl Query {
    /// Whether nothing is asked: no word, no exclusion, no filter.
    pub fn is_empty(&self) -> bool {
        !self.has_terms() && self.excluded.is_empty() && self.filters.iter().all(|(_, values)| values.is_empty())
    }

    /// Whether it is long enough to be a question, or a run of words that somebody remembers.
    pub fn is_question(&self) -> bool {
        self.terms.len() >= MIN_QUESTION_TERMS
    }

    /// Whether it is such a run of words and nothing else.
    pub(crate) fn is_plain_sequence(&self) -> bool {
        self.is_question() && self.excluded.is_empty() && self.terms.iter().all(|term| !term.is_quoted)
    }

    /// The query in which the words of phrases are words like any other.
    pub(crate) fn unquoted(&self) -> Self {
        let mut text = String::new();
        for term in &self.terms {
            // What is an operator elsewhere is none within a phrase.
            term.text.split([' ', ':']).for_each(|word| {
                text.push_str(word.trim_start_matches('-'));
                text.push(' ');
            });
        }
        let (query, ..) = Parser::parse(&text);
        Self { excluded: self.excluded.clone(), filters: self.filters.clone(), ..query }
    }

    /// Whether it has words or phrases.
    pub fn has_terms(&self) -> bool {
        !self.terms.is_empty()
    }

    /// The words and phrases that are sought, as typed.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.text.as_str())
    }

    /// The words and phrases that are excluded, as typed.
    pub fn excluded(&self) -> impl Iterator<Item = &str> {
        self.excluded.iter().map(|term| term.text.as_str())
    }
}

/// The query that a text is, and why it was not read quite as typed.
pub fn parse(text: &str) -> (Query, Vec<Hint>) {
    let (query, hints, _) = Parser::parse(text);
    (query, hints)
}

/// The query of a text that is still being typed: its last word, if no blank follows it, is also a prefix of longer ones.
pub fn parse_while_typing(text: &str) -> (Query, Vec<Hint>) {
    let (mut query, hints, ends_with_word) = Parser::parse(text);
    // With too many words the last one is not searched.
    let is_searched = query.terms.len() < MAX_TERMS;
    if let Some(term) = query.terms.last_mut().filter(|_| ends_with_word && is_searched) {
        term.is_prefix = true;
    }
    (query, hints)
}

/// A query on its way from text to terms.
struct Parser<'a> {
    rest: &'a str,
    query: Query,
    hints: Vec<Hint>,
    /// The last form read, where it is of an unquoted word: the first half of the next bigram.
    last_form: Option<String>,
    /// The unquoted words so far, as typed.
    sequence: String,
    /// Their number.
    words: usize,
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

impl<'a> Parser<'a> {
    /// The query, its hints, and whether the text ends within an unquoted word.
    fn parse(text: &'a str) -> (Query, Vec<Hint>, bool) {
        let read = text.get(..text.floor_char_boundary(MAX_TEXT_LEN)).unwrap_or(text);
        let mut parser = Self {
            rest: read,
            query: Query::default(),
            hints: Vec::new(),
            last_form: None,
            sequence: String::new(),
            words: 0,
        };
        while parser.parse_item() {}
        if read.len() < text.len() {
            parser.hint(Hint::TooLong);
        }
        let Self { mut query, hints, last_form, sequence, .. } = parser;
        query.sequence = TokenGraph::of(&sequence);
        keep_longest(&mut query.bigrams);
        (query, hints, last_form.is_some() && !read.ends_with(is_blank))
    }

    /// Parses one item; false at the end.
    fn parse_item(&mut self) -> bool {
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
        let place = if minus.is_some() { Place::Excluded } else { Place::Sought };
        if self.rest.starts_with(is_quote) {
            match self.take_quoted() {
                Some(phrase) => self.push_phrase(phrase, place),
                None => {
                    self.hint(Hint::UnbalancedQuote);
                    self.rest = self.rest.trim_start_matches(is_quote);
                }
            }
        } else if let Some(facet) = self.facet() {
            self.parse_filter(facet, place);
        } else {
            let word = self.take_until(|c| is_blank(c) || is_quote(c));
            self.last_form = last_form;
            self.push_words(word, place);
        }
        true
    }

    /// Takes the rest up to a character that ends it.
    fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let at = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(at).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes the text between the quotation mark that the rest begins with and the next one; `None`, and nothing taken,
    /// where there is no other.
    fn take_quoted(&mut self) -> Option<&'a str> {
        let inside = self.rest.strip_prefix(is_quote)?;
        let (phrase, after) = inside.split_at_checked(inside.find(is_quote)?)?;
        self.rest = after.strip_prefix(is_quote).unwrap_or(after);
        Some(phrase)
    }

    /// The facet whose operator the rest begins with.
    fn facet(&self) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| {
            let key = facet.key();
            let parts = self.rest.split_at_checked(key.len());
            parts.is_some_and(|(start, rest)| start.eq_ignore_ascii_case(key) && rest.starts_with(':'))
        })
    }

    fn parse_filter(&mut self, facet: Facet, place: Place) {
        if place == Place::Excluded {
            self.hint(Hint::NegatedFilter(facet));
            let words = self.take_until(is_blank);
            self.push_words(words, Place::Sought);
            self.last_form = None;
            return;
        }
        let (typed_key, after) = self.rest.split_once(':').unwrap_or((self.rest, ""));
        self.rest = after;
        let value = match self.rest.starts_with(is_quote) {
            true => self.take_quoted().unwrap_or_else(|| {
                self.hint(Hint::UnbalancedQuote);
                self.rest = self.rest.trim_start_matches(is_quote);
                self.take_until(is_blank)
            }),
            false => self.take_until(is_blank),
        };
        let value = value.trim_matches(is_blank);
        if value.is_empty() {
            self.hint(Hint::EmptyFilter(facet));
            self.push_words(typed_key, Place::Sought);
            self.last_form = None;
        } else {
            self.query.filters[facet].push(value.to_owned());
        }
    }

    fn push_phrase(&mut self, text: &str, place: Place) {
        let (forms, tokens) = self.tokenize(text);
        let words: Vec<_> = word_groups(&tokens).into_iter().map(|group| readings(&forms, group)).collect();
        if words.is_empty() {
            return;
        }
        let graph = TokenGraph::from_tokens(forms, &tokens);
        let bigrams = phrase_bigrams(&graph);
        self.push(Term { text: text.to_owned(), graph, words, bigrams, is_quoted: true, is_prefix: false }, place);
    }

    /// The forms and tokens of a text, as many as are searched.
    fn tokenize(&mut self, text: &str) -> (String, Vec<Token>) {
        let mut forms = String::new();
        let mut tokens = tokenize(text, &mut forms);
        if tokens.len() > MAX_PHRASE_WORDS {
            tokens.truncate(MAX_PHRASE_WORDS);
            self.hint(Hint::TooLong);
        }
        (forms, tokens)
    }

    /// Adds the words of a text without blanks: `CI/CD` is two, `E-Trade` is one.
    fn push_words(&mut self, text: &str, place: Place) {
        if place == Place::Sought && (self.query.terms.len() == MAX_TERMS || self.words >= MAX_WORDS) {
            return self.hint(Hint::TooLong);
        }
        let (forms, tokens) = self.tokenize(text);
        self.words += tokens.len();
        for group in word_groups(&tokens) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let term = Term {
                text: text.get(first.range.start..last.range.end).unwrap_or_default().to_owned(),
                graph: TokenGraph::from_tokens(forms.clone(), group),
                words: vec![readings(&forms, group)],
                bigrams: Vec::new(),
                is_quoted: place == Place::Excluded,
                is_prefix: false,
            };
            self.push(term, place);
        }
        if place == Place::Excluded {
            self.last_form = None;
            return;
        }
        self.push_bigrams(&forms, &tokens);
        let end = tokens.last().map_or(0, |last| last.range.end);
        self.sequence.push_str(text.get(..end).unwrap_or_default());
        self.sequence.push(' ');
    }

    /// Adds the bigrams of some words, the one with the word before them included.
    fn push_bigrams(&mut self, forms: &str, tokens: &[Token]) {
        for form in tokens.iter().filter_map(|token| forms.get(token.form.clone())) {
            if let Some(first) = self.last_form.replace(form.to_owned()) {
                push_unique(&mut self.query.bigrams, Bigram { first, second: form.to_owned() });
            }
        }
    }

    /// Adds a term. The later one of two equal terms stays, for it may still be typed.
    fn push(&mut self, term: Term, place: Place) {
        let terms = match place {
            Place::Sought => &mut self.query.terms,
            Place::Excluded => &mut self.query.excluded,
        };
        terms.retain(|known| (known.is_quoted, &known.words) != (term.is_quoted, &term.words));
        if terms.len() < MAX_TERMS {
            terms.push(term);
        } else {
            self.hint(Hint::TooLong);
        }
    }

    fn hint(&mut self, hint: Hint) {
        push_unique(&mut self.hints, hint);
    }
}

/// The list of a query that a term goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Sought,
    Excluded,
}

/// A synonym as a query reads it: its words folded, with a space between them.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn fold_words(text: &str) -> String {
    let mut forms = String::new();
    let tokens = tokenize(text, &mut forms);
    let one_form = |group| readings(&forms, group).into_iter().find(|reading| reading.len() == 1);
    let words = word_groups(&tokens).into_iter().filter_map(one_form).map(|reading| reading.concat());
    words.collect::<Vec<_>>().join(" ")
}

/// The bigrams of a phrase of plain words; none where it has compounds or characters of a script without blanks.
fn phrase_bigrams(phrase: &TokenGraph) -> Vec<Bigram> {
    let mut bigrams = Vec::new();
    let mut last: Option<&Edge> = None;
    for edge in phrase.edges() {
        if edge.kind != EdgeKind::Token {
            return Vec::new();
        }
        if let Some(last) = last.replace(edge) {
            bigrams.push(Bigram { first: phrase.form(last).to_owned(), second: phrase.form(edge).to_owned() });
        }
    }
    keep_longest(&mut bigrams);
    bigrams
}

/// Drops the shortest bigrams beyond [`MAX_BIGRAMS`]. Long words are rare, which is all that is known of words before they
/// are looked up.
fn keep_longest(bigrams: &mut Vec<Bigram>) {
    while bigrams.len() > MAX_BIGRAMS {
        let len = |nth: &usize| bigrams.get(*nth).map(|bigram| bigram.first.len() + bigram.second.len());
        let shortest = (0..bigrams.len()).min_by_key(len);
        bigrams.remove(shortest.unwrap_or(0));
    }
}

/// Tokens in groups that are one word to whoever typed them: compounds, and runs of a script without blanks.
fn word_groups(tokens: &[Token]) -> Vec<&[Token]> {
    let mut groups = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let mut len = compound_len(rest);
        while rest.len() > len && are_cjk_bigram(&rest[len - 1], &rest[len]) {
            len += compound_len(&rest[len..]);
        }
        let (group, after) = rest.split_at(len);
        groups.push(group);
        rest = after;
    }
    groups
}
