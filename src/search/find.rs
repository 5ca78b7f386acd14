//! Where the terms of a query stand: by the dictionary, word by word, and by their pairs where they are phrases.
//!
//! What is missing is told as a list of parts, all at once as far as it can be known. Not here: what several words
//! together make of an answer.

use super::dictionary::{
    MIN_PREFIX, entries, entry, give, missing_home, missing_shards, shard_of, shards_from, whole_range,
};
use super::evidence::{Evidence, Found, How, both, holding, merged};
use super::guess::{StandIns, guesses, has_stand_ins, inflections, is_guessable, may_be_slip};
use super::index::{Index, Part};
use super::inflect::{base, is_inflected, related};
use super::lattice::Lattice;
use super::model::{Entry, Vocabulary, same_form};
use super::order::add;
use super::phrase::{missing_pair, side_by_side, verify};
use super::query::{Query, Term};
use super::rank::{ALIKE, BEGINNING, INFLECTED, is_common, rarity, weight};

/// Beside others a word is given that at least one in so many answers holds.
const GIVEN_SHARE: u32 = 7;

/// The shards of a term's forms that are not there, but for those that nobody is known to say; and with the shard of a beginning
/// that no word is known to have, what it may stand for, since that shard will hardly tell of it.
fn missing_forms(index: &Index, term: &Term, guess: bool, missing: &mut Vec<Part>) {
    for (form, open) in term.words.iter().flatten().flat_map(|way| forms_of(term, way)) {
        let vocabulary = index.vocabulary().filter(|_| has_stand_ins(form));
        if vocabulary.is_some_and(|vocabulary| !open && !vocabulary.holds(form)) {
            continue;
        }
        let first = shard_of(index, form);
        let before = missing.len();
        missing_shards(index, if open { shards_from(index, form) } else { first..first + 1 }, missing);
        let is_new = |vocabulary: &&Vocabulary| missing.len() > before && !vocabulary.holds_beginning(form);
        if let Some(vocabulary) = vocabulary.filter(is_new) {
            let guesses = if guess && is_guessable(form) { guesses(vocabulary, form) } else { Vec::new() };
            let inflections = inflections(vocabulary, form);
            inflections.iter().chain(&guesses).for_each(|(form, ..)| missing_home(index, form, missing));
        }
    }
}

/// For each term sought the lists of same spellings that it is of, by itself or with its neighbours.
pub(super) fn same_lists(index: &Index, query: &Query) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); query.terms.len()];
    for (nth, spellings) in index.head().same.iter().enumerate() {
        for spelling in spellings {
            let is_of = |term: &Term| {
                let form = term.single_forms().next().filter(|_| !term.quoted);
                form.is_some_and(|form| spelling.split(' ').any(|word| word == form))
            };
            // Most lists share no word with what is asked, which is told at once.
            if query.terms.iter().any(is_of) && query.run.holds(&Lattice::of(spelling)) {
                let those = lists.iter_mut().zip(&query.terms).filter(|(_, term)| is_of(term));
                those.for_each(|(list, _)| add(list, nth));
            }
        }
    }
    lists
}

/// The terms, by number, that are words so common that every answer with the others is taken to hold them: what tells of
/// them is the pairs they are in. None where the query holds nothing else.
pub(super) fn given(index: &Index, query: &Query, same: &[Vec<usize>]) -> Vec<usize> {
    let terms = query.terms.iter().enumerate();
    let given: Vec<usize> = terms
        .filter(|(nth, term)| same.get(*nth).is_none_or(Vec::is_empty) && given_holding(index, term).is_some())
        .map(|(nth, _)| nth)
        .collect();
    if given.len() < query.terms.len() { given } else { Vec::new() }
}

/// How many answers hold a term that can be given.
fn given_holding(index: &Index, term: &Term) -> Option<u32> {
    let [word] = &term.words[..] else { return None };
    let [way] = &word[..] else { return None };
    let [form] = &way[..] else { return None };
    let beginning = term.open && form.chars().count() >= MIN_PREFIX;
    let holding = index.head().holding_common(form).filter(|_| !term.quoted && !beginning)?;
    (holding.saturating_mul(GIVEN_SHARE) >= index.head().answers).then_some(holding)
}

/// Whether a query tells which words stand side by side and that tells its answers apart: it is a run, or has a word of which
/// the index tells only the best places.
pub(super) fn pairs_tell(index: &Index, query: &Query) -> bool {
    let told_in_part = |form: &str| index.head().holding_common(form).is_some();
    query.is_run() || query.terms.iter().any(|term| term.single_forms().any(told_in_part))
}

/// A term that is given.
pub(super) fn found_given<'a>(index: &Index, term: &'a Term) -> Found<'a> {
    let (holding, answers) = (given_holding(index, term).unwrap_or_default(), index.head().answers);
    Found {
        term,
        evidence: Vec::new(),
        forms: term.single_forms().map(str::to_owned).collect(),
        spellings: Vec::new(),
        rarity: rarity(holding, answers),
        common: is_common(holding, answers),
        partial: true,
        capped: None,
        entries: Vec::new(),
    }
}

/// The forms of a way, and which of them may be a beginning.
fn forms_of<'a>(term: &'a Term, way: &'a [String]) -> impl Iterator<Item = (&'a str, bool)> {
    way.iter().enumerate().map(|(nth, form)| (form.as_str(), term.open && nth + 1 == way.len()))
}

/// Finds a term; `same` are the lists of same spellings that it is of, `guess` says whether it may be guessed at.
///
/// # Errors
/// The parts that are needed and not there.
pub(super) fn find<'a>(index: &Index, term: &'a Term, same: &[usize], guess: bool) -> Result<Found<'a>, Vec<Part>> {
    let mut missing = Vec::new();
    for (first, second) in &term.pairs {
        missing_pair(index, first, second, &mut missing);
    }
    for nth in same {
        missing_home(index, &same_form(*nth), &mut missing);
    }
    let by_pairs = side_by_side(index, &term.pairs);
    if by_pairs.is_none() {
        missing_forms(index, term, guess && !term.quoted, &mut missing);
    }
    give(missing)?;
    let mut forms = Forms::default();
    // Two words side by side are the phrase.
    let is_verified = by_pairs.is_some() && term.pairs.len() == 1;
    let mut evidence = match by_pairs {
        Some(evidence) => evidence,
        None => by_words(index, term, false, &mut forms)?,
    };
    if !same.is_empty() {
        for nth in same {
            let found = forms.home(index, &same_form(*nth), How::Same, ALIKE);
            evidence.extend(found);
        }
        evidence = merged(evidence, f32::max);
    }
    if evidence.is_empty() && !term.quoted {
        let inflected = by_words(index, term, true, &mut forms);
        let found = inflected.as_ref().is_ok_and(|found| !found.is_empty());
        let is_sure = !guess || found && !term.single_forms().any(may_be_slip);
        evidence = if is_sure { inflected } else { either([inflected, guessed(index, term, &mut forms)]) }?;
    }
    let capped = if term.is_phrase() && !is_verified { verify(index, term, &mut evidence)? } else { None };
    let mut spellings = Vec::new();
    for list in same.iter().filter_map(|nth| index.head().same.get(*nth)) {
        list.iter().for_each(|spelling| spellings.push(Lattice::of(spelling)));
    }
    let answers = index.head().answers;
    let holding = holding(&evidence).saturating_add(forms.further);
    Ok(Found {
        term,
        rarity: rarity(holding, answers),
        common: is_common(holding, answers),
        partial: forms.further > 0,
        forms: forms.met,
        spellings,
        capped,
        evidence,
        entries: if term.quoted { Vec::new() } else { forms.entries },
    })
}

/// Where the words of a term stand together in a voice; with `inflected`, what nobody says by its plain inflections.
fn by_words(index: &Index, term: &Term, inflected: bool, forms: &mut Forms) -> Result<Vec<Evidence>, Vec<Part>> {
    let mut every: Option<Told> = None;
    for word in &term.words {
        let mut any: Told = (Vec::new(), 0);
        for way in word {
            let mut all: Option<Told> = None;
            for (form, open) in forms_of(term, way) {
                let mut met = Forms::default();
                let evidence = of_form(index, term, (form, open), inflected, &mut met)?;
                all = Some(together(all, (evidence, met.further)));
                if way.len() == 1 {
                    forms.met.append(&mut met.met);
                    forms.entries.append(&mut met.entries);
                }
            }
            let (evidence, further) = all.unwrap_or_default();
            any.0.extend(evidence);
            any.1 = any.1.max(further);
        }
        every = Some(together(every, (merged(any.0, f32::max), any.1)));
    }
    let (evidence, further) = every.unwrap_or_default();
    forms.further = further;
    Ok(evidence)
}

/// Where words are known to stand, and in how many answers beyond those.
type Told = (Vec<Evidence>, u32);

/// What is told of several words that must all be there: where some are told of whole, these tell, and the others hold nobody
/// back.
fn together(all: Option<Told>, one: Told) -> Told {
    match all {
        Some(all) if all.1 == 0 && one.1 > 0 => all,
        Some(all) if all.1 > 0 && one.1 == 0 => one,
        Some((evidence, further)) => (both(&evidence, &one.0), further.min(one.1)),
        None => one,
    }
}

/// The forms that count as a term, and how far the dictionary tells of them.
#[derive(Default)]
struct Forms {
    met: Vec<String>,
    /// Where they stand: shard, and place in it.
    entries: Vec<(u32, usize)>,
    /// How many answers hold them beyond those told of.
    further: u32,
}

impl Forms {
    /// Takes the evidence of an entry, by shard and place in it, unless it was taken from another shard.
    fn take(&mut self, index: &Index, place: (u32, usize), how: How, counts: f32) -> Vec<Evidence> {
        // A shard may hold a form as a guest that the next one has at home.
        let Some(entry) = entries(index, place.0).get(place.1).filter(|entry| !self.met.contains(&entry.form)) else {
            return Vec::new();
        };
        self.met.push(entry.form.clone());
        if entry.postings.is_empty() {
            // A stem that nobody says: what is said of it counts.
            let mut evidence = Vec::new();
            self.take_all(index, place.0, &|other| entry.is_inflected_as(other), how, counts, &mut evidence);
            return evidence;
        }
        self.entries.push(place);
        self.further = self.further.max(entry.further);
        let known = entry.postings.iter().filter(|posting| posting.answer < index.head().answers);
        let evidence = known.map(|posting| Evidence {
            answer: posting.answer,
            voice: posting.voice,
            how,
            weight: weight(posting.level) * counts,
        });
        evidence.collect()
    }

    /// Takes those entries of a shard that count.
    fn take_all(
        &mut self,
        index: &Index,
        nth: u32,
        counts: &dyn Fn(&Entry) -> bool,
        how: How,
        weight: f32,
        evidence: &mut Vec<Evidence>,
    ) {
        for (at, _) in entries(index, nth).iter().enumerate().filter(|(_, entry)| counts(entry)) {
            evidence.extend(self.take(index, (nth, at), how.max(How::Related), weight));
        }
    }

    /// Takes forms from their own shards.
    fn homes(&mut self, index: &Index, forms: &StandIns<'_>) -> Result<Vec<Evidence>, Vec<Part>> {
        let (mut missing, mut evidence) = (Vec::new(), Vec::new());
        for (form, how, counts) in forms {
            missing_home(index, form, &mut missing);
            evidence.extend(self.home(index, form, *how, *counts));
        }
        give(missing).map(|()| evidence)
    }

    /// Takes a form from its own shard.
    fn home(&mut self, index: &Index, form: &str, how: How, counts: f32) -> Vec<Evidence> {
        entry(index, form).map(|(place, _)| self.take(index, place, how, counts)).unwrap_or_default()
    }
}

/// Where a form stands, which may be a beginning.
fn of_form(
    index: &Index,
    term: &Term,
    (form, open): (&str, bool),
    inflected: bool,
    met: &mut Forms,
) -> Result<Vec<Evidence>, Vec<Part>> {
    let exact = entry(index, form);
    let mut evidence = Vec::new();
    if let Some((place, entry)) = exact {
        evidence.extend(met.take(index, place, How::Exact, 1.0));
        if !term.quoted {
            met.take_all(index, place.0, &|other| entry.is_inflected_as(other), How::Related, INFLECTED, &mut evidence);
        }
    } else if inflected && is_inflected(form) {
        match whole_range(index, base(form)) {
            Some(shards) => shards.for_each(|nth| {
                met.take_all(index, nth, &|other| related(&other.form, form), How::Related, INFLECTED, &mut evidence)
            }),
            None => evidence = met.homes(index, &inflections(vocabulary(index)?, form))?,
        }
    }
    if open && (exact.is_none() || form.chars().count() >= MIN_PREFIX) {
        let begins = |entry: &Entry| entry.form != form && entry.form.starts_with(form);
        for nth in shards_from(index, form) {
            met.take_all(index, nth, &begins, How::Related, BEGINNING, &mut evidence);
        }
    }
    Ok(merged(evidence, |one, other| one + other))
}

/// What one or the other tells of, unless parts are missing for either.
fn either(both: [Result<Vec<Evidence>, Vec<Part>>; 2]) -> Result<Vec<Evidence>, Vec<Part>> {
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    for one in both {
        match one {
            Ok(found) => evidence.extend(found),
            Err(parts) => parts.into_iter().for_each(|part| add(&mut missing, part)),
        }
    }
    give(missing).map(|()| merged(evidence, f32::max))
}

/// Where the forms stand that a word may be taken for.
fn guessed(index: &Index, term: &Term, forms: &mut Forms) -> Result<Vec<Evidence>, Vec<Part>> {
    let Some(word) = term.single_forms().next().filter(|word| is_guessable(word)) else { return Ok(Vec::new()) };
    let evidence = forms.homes(index, &guesses(vocabulary(index)?, word))?;
    Ok(merged(evidence, f32::max))
}

fn vocabulary(index: &Index) -> Result<&Vocabulary, Vec<Part>> {
    index.vocabulary().ok_or_else(|| vec![Part::Vocabulary])
}
