//! Term matching: the hits of each term of a query, by the dictionary word by word, or by its bigrams where it is a phrase.
//!
//! Whatever parts are missing come back as one list, as complete as it can be known. Not here: what several terms make of an
//! answer ([`crate::search::rank`]).

use crate::search::index::dictionary::DictionaryEntry;
use crate::search::index::head::synonym_term;
use crate::search::index::lookup::{
    EntryPlace, MIN_PREFIX_CHARS, all_prefix_shards, entries, prefix_shards, primary_entry, primary_shard,
    require_loaded, require_primary_shard, require_shards,
};
use crate::search::index::vocabulary::Vocabulary;
use crate::search::index::weights::{idf, is_too_common, weight_of_impact};
use crate::search::index::{Index, Part};
use crate::search::query::{Query, Reading, Term};
use crate::search::retrieve::fuzzy::{
    Candidate, fuzzy_candidates, inflections, is_vocabulary_word, may_be_typo, may_have_typos,
};
use crate::search::retrieve::matches::{
    EXACT, INFLECTION, MatchKind, MatchValue, PREFIX, SYNONYM, TermHit, TermMatches, doc_freq, intersect, merge,
};
use crate::search::retrieve::phrase::{require_bigrams, sections_with_all, verify};
use crate::search::sort::push_unique;
use crate::search::text::light_stem::{have_same_stem, is_stemmable, light_stem};
use crate::search::text::token_graph::TokenGraph;

/// A term is a stop word beside others where at least one in so many answers holds it, and of a question where one in fewer does:
/// there no word but those that are left out tells answers apart. Higher: more words of a query are not looked up, and fewer files are
/// fetched.
const STOPWORD_DF_SHARE: u32 = 7;
const QUESTION_STOPWORD_DF_SHARE: u32 = 3;

/// The most terms that are looked up. More would ask for more shards than a reader waits for.
pub(crate) const MAX_LOOKED_UP: usize = 24;

/// What all terms of a query are looked up with.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub(crate) index: &'a Index,
    /// For each term the lists of synonyms that it is in, by itself or with its neighbours.
    pub(crate) synonyms: &'a [Vec<usize>],
    /// The terms, by index, that are not looked up.
    pub(crate) stopwords: &'a [usize],
    /// Whether a word that the library does not hold may stand for others.
    pub(crate) fuzzy: bool,
}

impl<'a> Lookup<'a> {
    /// The matches of all terms. Whatever is not loaded is added to the missing parts, and the terms that need it are left
    /// out.
    pub(crate) fn match_terms(self, terms: &'a [Term], missing: &mut Vec<Part>) -> Vec<TermMatches<'a>> {
        let mut all = Vec::with_capacity(terms.len());
        for (nth, term) in terms.iter().enumerate() {
            if self.stopwords.contains(&nth) {
                all.push(assumed_matches(self.index, term));
                continue;
            }
            let synonyms = self.synonyms.get(nth).map_or(&[][..], Vec::as_slice);
            match match_term(self.index, term, synonyms, self.fuzzy) {
                Ok(matches) => all.push(matches),
                Err(parts) => parts.into_iter().for_each(|part| push_unique(missing, part)),
            }
        }
        all
    }
}

/// For each term the lists of synonyms that it is in, by itself or with its neighbours.
pub(crate) fn synonym_lists(index: &Index, query: &Query) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); query.terms.len()];
    for (nth, synonyms) in index.head().synonyms.iter().enumerate() {
        for synonym in synonyms {
            let has_word = |term: &Term| {
                let form = term.single_forms().next().filter(|_| !term.is_quoted);
                form.is_some_and(|form| synonym.split(' ').any(|word| word == form))
            };
            // Most lists share no word with the query, which is quickly seen.
            if query.terms.iter().any(has_word) && query.sequence.contains(&TokenGraph::of(synonym)) {
                let terms = lists.iter_mut().zip(&query.terms).filter(|(_, term)| has_word(term));
                terms.for_each(|(list, _)| push_unique(list, nth));
            }
        }
    }
    lists
}

/// The terms, by index, that are not looked up: the stop words of this library, and of very many terms the least telling. Every answer
/// with the other terms is assumed to hold them. Their bigrams tell answers apart instead. Where the query has nothing but stop words
/// they are looked up.
pub(crate) fn stopwords(index: &Index, query: &Query, synonyms: &[Vec<usize>]) -> Vec<usize> {
    let has_synonyms = |nth: usize| synonyms.get(nth).is_some_and(|lists| !lists.is_empty());
    let share = if query.is_question() { QUESTION_STOPWORD_DF_SHARE } else { STOPWORD_DF_SHARE };
    let is_stopword = |term: &Term| {
        common_doc_freq(index, term).is_some_and(|doc_freq| doc_freq.saturating_mul(share) >= index.head().answers)
    };
    let mut left_out = Vec::new();
    let mut others = Vec::new();
    for (nth, term) in query.terms.iter().enumerate().filter(|(nth, term)| !term.is_quoted && !has_synonyms(*nth)) {
        if is_stopword(term) { left_out.push(nth) } else { others.push(nth) }
    }
    if left_out.len() == query.terms.len() {
        std::mem::swap(&mut left_out, &mut others);
    }
    while others.len() > MAX_LOOKED_UP {
        let telling = |at: &usize| query.terms.get(others[*at]).map(|term| telling(index, term));
        let least = (0..others.len()).min_by_key(telling);
        left_out.push(others.remove(least.unwrap_or(0)));
    }
    left_out
}

/// How much a term tells answers apart, as far as it is known before it is looked up: the fewer answers hold it, and of those that are
/// not very common the longer it is, for long words are rare.
fn telling(index: &Index, term: &Term) -> (u32, usize) {
    let common = common_doc_freq(index, term).unwrap_or(0);
    (u32::MAX - common, term.text.len())
}

/// The document frequency of a term of one form that is among the most common ones, and not still being typed.
fn common_doc_freq(index: &Index, term: &Term) -> Option<u32> {
    let [word] = &term.words[..] else { return None };
    let [reading] = &word[..] else { return None };
    let [form] = &reading[..] else { return None };
    let completes = term.is_prefix && form.chars().count() >= MIN_PREFIX_CHARS;
    index.head().truncated_doc_freq(form).filter(|_| !term.is_quoted && !completes)
}

/// Whether the bigrams of a query are worth looking up: it is a sequence, or has a word with a truncated postings list.
pub(crate) fn needs_bigrams(index: &Index, query: &Query) -> bool {
    let is_truncated = |form: &str| index.head().truncated_doc_freq(form).is_some();
    query.is_question() || query.terms.iter().any(|term| term.single_forms().any(is_truncated))
}

/// The matches of a term that is not looked up: no hits, and every answer assumed to hold it.
pub(crate) fn assumed_matches<'a>(index: &Index, term: &'a Term) -> TermMatches<'a> {
    let (doc_freq, answers) = (common_doc_freq(index, term).unwrap_or_default(), index.head().answers);
    TermMatches {
        term,
        hits: Vec::new(),
        forms: term.single_forms().map(str::to_owned).collect(),
        synonyms: Vec::new(),
        idf: idf(doc_freq, answers),
        is_too_common: is_too_common(doc_freq, answers),
        is_ignored: false,
        is_truncated: true,
        verified: None,
        entries: Vec::new(),
    }
}

/// A form of a reading, and whether it is also a prefix.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    form: &'a str,
    is_prefix: bool,
}

/// The forms of a reading of a term.
fn wanted<'a>(term: &'a Term, reading: &'a Reading) -> impl Iterator<Item = Wanted<'a>> {
    let is_last = |nth: usize| nth + 1 == reading.len();
    reading.iter().enumerate().map(move |(nth, form)| Wanted { form, is_prefix: term.is_prefix && is_last(nth) })
}

/// The matches of a term that is in these lists of synonyms.
///
/// # Errors
/// The parts that are not loaded.
pub(crate) fn match_term<'a>(
    index: &Index,
    term: &'a Term,
    synonyms: &[usize],
    fuzzy: bool,
) -> Result<TermMatches<'a>, Vec<Part>> {
    let mut missing = Vec::new();
    require_bigrams(index, &term.bigrams, &mut missing);
    synonyms.iter().for_each(|list| require_primary_shard(index, &synonym_term(*list), &mut missing));
    let by_bigrams = sections_with_all(index, &term.bigrams);
    if by_bigrams.is_none() {
        require_forms(index, term, fuzzy && !term.is_quoted, &mut missing);
    }
    require_loaded(missing)?;
    let mut collector = Collector::default();
    // A phrase of two words is its bigram.
    let is_verified = by_bigrams.is_some() && term.bigrams.len() == 1;
    let mut hits = match by_bigrams {
        Some(hits) => hits,
        None => match_words(index, term, Stemming::Index, &mut collector)?,
    };
    if !synonyms.is_empty() {
        for list in synonyms {
            hits.extend(collector.take_primary(index, &synonym_term(*list), SYNONYM));
        }
        hits = merge(hits, f32::max);
    }
    if hits.is_empty() && !term.is_quoted {
        hits = match_unknown_word(index, term, fuzzy, &mut collector)?;
    }
    let verified = if term.is_phrase() && !is_verified { verify(index, term, &mut hits)? } else { None };
    let answers = index.head().answers;
    let doc_freq = doc_freq(&hits).saturating_add(collector.unlisted_answers);
    Ok(TermMatches {
        term,
        idf: idf(doc_freq, answers),
        is_too_common: is_too_common(doc_freq, answers),
        is_ignored: false,
        is_truncated: collector.unlisted_answers > 0,
        forms: collector.forms,
        synonyms: synonym_graphs(index, synonyms),
        verified,
        hits,
        entries: if term.is_quoted { Vec::new() } else { collector.entries },
    })
}

/// The spellings of some lists of synonyms.
fn synonym_graphs(index: &Index, lists: &[usize]) -> Vec<TokenGraph> {
    let lists = lists.iter().filter_map(|list| index.head().synonyms.get(*list));
    lists.flatten().map(|synonym| TokenGraph::of(synonym)).collect()
}

/// Adds the shards of a term's forms to the missing parts, but for forms that the vocabulary lacks. Where a prefix begins no
/// word of the vocabulary its shard will hardly help, so the shards of what it may stand for are added at once.
fn require_forms(index: &Index, term: &Term, fuzzy: bool, missing: &mut Vec<Part>) {
    let readings = term.words.iter().flatten();
    for Wanted { form, is_prefix } in readings.flat_map(|reading| wanted(term, reading)) {
        let vocabulary = index.vocabulary().filter(|_| is_vocabulary_word(form));
        if vocabulary.is_some_and(|vocabulary| !is_prefix && !vocabulary.contains(form)) {
            continue;
        }
        let (first, before) = (primary_shard(index, form), missing.len());
        require_shards(index, if is_prefix { prefix_shards(index, form) } else { first..first + 1 }, missing);
        let is_unknown = |vocabulary: &&Vocabulary| missing.len() > before && !vocabulary.contains_prefix(form);
        if let Some(vocabulary) = vocabulary.filter(is_unknown) {
            let fuzzy = if fuzzy && may_have_typos(form) { fuzzy_candidates(vocabulary, form) } else { Vec::new() };
            let candidates = inflections(vocabulary, form).into_iter().chain(fuzzy);
            candidates.for_each(|candidate| require_primary_shard(index, candidate.form, missing));
        }
    }
}

/// How inflections of a form are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stemming {
    /// By the stem groups of the index: the form itself must be in it.
    Index,
    /// By the light stemmer too: for a form that nobody says.
    Light,
}

/// The hits of a term that nobody says: those of its plain inflections and, where `fuzzy`, of its fuzzy candidates.
fn match_unknown_word(
    index: &Index,
    term: &Term,
    fuzzy: bool,
    collector: &mut Collector,
) -> Result<Vec<TermHit>, Vec<Part>> {
    let inflected = match_words(index, term, Stemming::Light, collector);
    let is_found = inflected.as_ref().is_ok_and(|hits| !hits.is_empty());
    let is_inflection = is_found && !term.single_forms().any(may_be_typo);
    if !fuzzy || is_inflection {
        return inflected;
    }
    union([inflected, match_fuzzy(index, term, collector)])
}

/// The sections that hold all words of a term.
fn match_words(
    index: &Index,
    term: &Term,
    stemming: Stemming,
    collector: &mut Collector,
) -> Result<Vec<TermHit>, Vec<Part>> {
    let mut all_words: Option<Listed> = None;
    for word in &term.words {
        let mut any_reading = Listed::default();
        for reading in word {
            let mut all_forms: Option<Listed> = None;
            for wanted in wanted(term, reading) {
                let mut own = Collector::default();
                let hits = match_form(index, term, wanted, stemming, &mut own)?;
                all_forms = Some(Listed::intersect(all_forms, Listed { hits, unlisted: own.unlisted_answers }));
                if reading.len() == 1 {
                    collector.forms.append(&mut own.forms);
                    collector.entries.append(&mut own.entries);
                }
            }
            let Listed { hits, unlisted } = all_forms.unwrap_or_default();
            any_reading.hits.extend(hits);
            any_reading.unlisted = any_reading.unlisted.max(unlisted);
        }
        any_reading.hits = merge(any_reading.hits, f32::max);
        all_words = Some(Listed::intersect(all_words, any_reading));
    }
    let Listed { hits, unlisted } = all_words.unwrap_or_default();
    collector.unlisted_answers = unlisted;
    Ok(hits)
}

/// The listed hits of a form, and how many answers hold it beyond those.
#[derive(Default)]
struct Listed {
    hits: Vec<TermHit>,
    unlisted: u32,
}

impl Listed {
    /// The sections with all of several forms. A complete list decides alone beside a truncated one, which rules nothing out.
    fn intersect(all: Option<Self>, next: Self) -> Self {
        match all {
            Some(all) if all.unlisted == 0 && next.unlisted > 0 => all,
            Some(all) if all.unlisted > 0 && next.unlisted == 0 => next,
            Some(all) => Self { hits: intersect(&all.hits, &next.hits), unlisted: all.unlisted.min(next.unlisted) },
            None => next,
        }
    }
}

/// The forms that count as a term, collected from the dictionary.
#[derive(Default)]
struct Collector {
    forms: Vec<String>,
    /// Where they are in the dictionary.
    entries: Vec<EntryPlace>,
    /// The most answers that hold one of them beyond its listed postings.
    unlisted_answers: u32,
}

impl Collector {
    /// The hits of an entry; none where its form has been taken before, as another shard's replica.
    fn take(&mut self, index: &Index, place: EntryPlace, value: MatchValue) -> Vec<TermHit> {
        let entry = entries(index, place.shard).get(place.nth);
        let Some(entry) = entry.filter(|entry| !self.forms.contains(&entry.form)) else { return Vec::new() };
        self.forms.push(entry.form.clone());
        if entry.postings.is_empty() {
            // A stem that nobody says: its inflections count.
            let mut hits = Vec::new();
            let value = MatchValue { kind: value.kind.max(MatchKind::Inflection), ..value };
            self.take_all(index, place.shard, &|other| entry.is_inflection_of(other), value, &mut hits);
            return hits;
        }
        self.entries.push(place);
        self.unlisted_answers = self.unlisted_answers.max(entry.unlisted_answers);
        let known = entry.postings.iter().filter(|posting| posting.answer < index.head().answers);
        let hits = known.map(|posting| TermHit {
            answer: posting.answer,
            section: posting.section,
            kind: value.kind,
            weight: weight_of_impact(posting.impact) * value.weight,
        });
        hits.collect()
    }

    /// Appends the hits of all entries of a shard that count.
    fn take_all(
        &mut self,
        index: &Index,
        shard: u32,
        counts: &dyn Fn(&DictionaryEntry) -> bool,
        value: MatchValue,
        hits: &mut Vec<TermHit>,
    ) {
        for (nth, _) in entries(index, shard).iter().enumerate().filter(|(_, entry)| counts(entry)) {
            hits.extend(self.take(index, EntryPlace { shard, nth }, value));
        }
    }

    /// The hits of some candidates, each from its primary shard.
    fn take_candidates(&mut self, index: &Index, candidates: &[Candidate<'_>]) -> Result<Vec<TermHit>, Vec<Part>> {
        let (mut missing, mut hits) = (Vec::new(), Vec::new());
        for candidate in candidates {
            require_primary_shard(index, candidate.form, &mut missing);
            hits.extend(self.take_primary(index, candidate.form, candidate.value));
        }
        require_loaded(missing).map(|()| hits)
    }

    /// The hits of a form from its primary shard.
    fn take_primary(&mut self, index: &Index, form: &str, value: MatchValue) -> Vec<TermHit> {
        primary_entry(index, form).map(|(place, _)| self.take(index, place, value)).unwrap_or_default()
    }
}

/// The hits of a form, its inflections and, where it is a prefix, what begins with it.
fn match_form(
    index: &Index,
    term: &Term,
    Wanted { form, is_prefix }: Wanted<'_>,
    stemming: Stemming,
    own: &mut Collector,
) -> Result<Vec<TermHit>, Vec<Part>> {
    let exact = primary_entry(index, form);
    let mut hits = Vec::new();
    if let Some((place, entry)) = exact {
        hits.extend(own.take(index, place, EXACT));
        if !term.is_quoted {
            let counts = |other: &DictionaryEntry| entry.is_inflection_of(other);
            own.take_all(index, place.shard, &counts, INFLECTION, &mut hits);
        }
    } else if stemming == Stemming::Light && is_stemmable(form) {
        match all_prefix_shards(index, light_stem(form)) {
            Some(shards) => shards.for_each(|shard| {
                let counts = |other: &DictionaryEntry| have_same_stem(&other.form, form);
                own.take_all(index, shard, &counts, INFLECTION, &mut hits);
            }),
            None => hits = own.take_candidates(index, &inflections(vocabulary(index)?, form))?,
        }
    }
    if is_prefix && (exact.is_none() || form.chars().count() >= MIN_PREFIX_CHARS) {
        let begins = |entry: &DictionaryEntry| entry.form != form && entry.form.starts_with(form);
        for shard in prefix_shards(index, form) {
            own.take_all(index, shard, &begins, PREFIX, &mut hits);
        }
    }
    Ok(merge(hits, |one, other| one + other))
}

/// The hits of both, unless parts are missing for either.
fn union(both: [Result<Vec<TermHit>, Vec<Part>>; 2]) -> Result<Vec<TermHit>, Vec<Part>> {
    let (mut hits, mut missing) = (Vec::new(), Vec::new());
    for one in both {
        match one {
            Ok(found) => hits.extend(found),
            Err(parts) => parts.into_iter().for_each(|part| push_unique(&mut missing, part)),
        }
    }
    require_loaded(missing).map(|()| merge(hits, f32::max))
}

/// The hits of the fuzzy candidates of a term.
fn match_fuzzy(index: &Index, term: &Term, collector: &mut Collector) -> Result<Vec<TermHit>, Vec<Part>> {
    let Some(word) = term.single_forms().next().filter(|word| may_have_typos(word)) else { return Ok(Vec::new()) };
    let hits = collector.take_candidates(index, &fuzzy_candidates(vocabulary(index)?, word))?;
    Ok(merge(hits, f32::max))
}

fn vocabulary(index: &Index) -> Result<&Vocabulary, Vec<Part>> {
    index.vocabulary().ok_or_else(|| vec![Part::Vocabulary])
}
