//! Where the words of a query stand: from the dictionary, and for phrases from the text.
//!
//! What is missing is told as a list of parts, all at once as far as it can be known. Not here: what several words
//! together make of an answer.

use super::guess::{self, Likeness};
use super::inflect::{base, related};
use super::lattice::{Kind, Lattice};
use super::model::{ANSWERS_PER_TEXT, Entry, Index, META_VOICE, Part, TextAnswer, TextEpisode, pair_hash, same_form};
use super::order::{add, sorted};
use super::query::{Query, Term};
use super::rank::{ALIKE, BEGINNING, GUESSED, INFLECTED, PHRASE, is_common, rarity, weight};

/// The most shards read for the endings of a word that is being typed: its first letters ask for no more of a large
/// library.
const MAX_PREFIX_SHARDS: u32 = 3;

/// A word of fewer letters that the library holds is no beginning of others, and no other one asks for more than a shard.
const MIN_PREFIX: usize = 3;

/// The most answers whose text is compared with one phrase; its pairs of words stand side by side in all of them.
pub(super) const MAX_VERIFIED: usize = 40;

/// The least letters of a base by which the dictionary is looked through for a form it does not hold.
const MIN_BASE: usize = 3;

/// How a word is there, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// In the very form typed.
    Exact,
    /// In an inflection of it, or as its beginning.
    Related,
    /// In another spelling of the same.
    Same,
    /// In a word that sounds alike.
    Sound,
    /// In a word a slip away.
    Slip,
}

/// A term in a voice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) answer: u32,
    pub(super) voice: u16,
    pub(super) how: How,
    pub(super) weight: f32,
}

impl Evidence {
    fn place(&self) -> (u32, u16) {
        (self.answer, self.voice)
    }
}

/// A term, and all that was found of it.
pub(super) struct Found<'a> {
    pub(super) term: &'a Term,
    /// Sorted by answer, then voice.
    pub(super) evidence: Vec<Evidence>,
    /// The forms that count as the term where it is a single word.
    pub(super) forms: Vec<String>,
    /// How much it says that an answer holds it.
    pub(super) rarity: f32,
    /// Whether it stands in so many answers that it says next to nothing.
    pub(super) common: bool,
    /// Whether answers hold it that the evidence does not tell of: it is that common.
    pub(super) partial: bool,
    /// Whether only some of the places of a phrase were compared with it.
    pub(super) capped: bool,
    /// The entries of the dictionary it was found by: shard, and place in it. None where only very words count.
    pub(super) entries: Vec<(u32, usize)>,
}

impl Found<'_> {
    /// Whether an answer is known to hold it.
    pub(super) fn is_in(&self, answer: u32) -> bool {
        let at = self.evidence.partition_point(|found| found.answer < answer);
        self.evidence.get(at).is_some_and(|found| found.answer == answer)
    }
}

/// Two neighbouring words of the query, and where they stand side by side.
pub(super) struct Neighbours<'a> {
    pub(super) places: &'a [(u32, u16)],
    pub(super) rarity: f32,
}

/// The shards of the query's pairs that are not there.
pub(super) fn missing_pairs(index: &Index, query: &Query) -> Vec<Part> {
    let mut missing = Vec::new();
    for (first, second) in &query.pairs {
        missing_pair(index, first, second, &mut missing);
    }
    missing
}

/// The shards that a query needs at once and that are not there: of its words and their same spellings, of its phrases'
/// pairs, and of its own where they tell.
///
/// Not of the words `given`, by number: where those stand is not asked.
pub(super) fn missing_words(index: &Index, query: &Query, same: &[Vec<usize>], given: &[usize]) -> Vec<Part> {
    let mut missing = Vec::new();
    let sought = query.terms.iter().enumerate().filter(|(nth, _)| !given.contains(nth)).map(|(_, term)| term);
    for term in sought.chain(&query.without) {
        if phrase_pairs(term).next().is_none() {
            missing_forms(index, term, &mut missing);
        }
        for (first, second) in phrase_pairs(term) {
            missing_pair(index, first, second, &mut missing);
        }
    }
    if query.pairs_tell() || !given.is_empty() {
        missing_pairs(index, query).into_iter().for_each(|part| add(&mut missing, part));
    }
    for nth in same.iter().flatten() {
        let first = shard_of(index, &same_form(*nth));
        missing_shards(index, first..first + 1, &mut missing);
    }
    missing
}

/// The shards of all forms of a term that are not there.
fn missing_forms(index: &Index, term: &Term, missing: &mut Vec<Part>) {
    for (form, open) in term.words.iter().flatten().flat_map(|way| forms_of(term, way)) {
        let first = shard_of(index, form);
        let shards = if open { shards_from(index, form) } else { first..first + 1 };
        missing_shards(index, shards, missing);
    }
}

/// Goes on where nothing is missing.
pub(super) fn give(missing: Vec<Part>) -> Result<(), Vec<Part>> {
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

fn missing_shards(index: &Index, shards: std::ops::Range<u32>, missing: &mut Vec<Part>) {
    for nth in shards {
        if nth < index.head().shards() && index.words(nth).is_none() {
            add(missing, Part::Words(nth));
        }
    }
}

fn missing_pair(index: &Index, first: &str, second: &str, missing: &mut Vec<Part>) {
    if index.head().pairs > 0 {
        let nth = pair_hash(first, second) % index.head().pairs;
        if index.pairs(nth).is_none() {
            add(missing, Part::Pairs(nth));
        }
    }
}

/// Where two words stand side by side; `None` where nobody says them so.
fn pair_places<'a>(index: &'a Index, first: &str, second: &str) -> Option<&'a [(u32, u16)]> {
    let hash = pair_hash(first, second);
    let pairs = index.pairs(hash % index.head().pairs.max(1))?;
    let places = pairs.places(pairs.find(hash)?);
    places.get(..places.partition_point(|(answer, _)| *answer < index.head().answers))
}

/// The neighbouring words of the query that stand side by side somewhere.
pub(super) fn neighbours<'a>(index: &'a Index, query: &Query) -> Vec<Neighbours<'a>> {
    let found = query.pairs.iter().filter_map(|(first, second)| pair_places(index, first, second));
    let answers = index.head().answers;
    let count = |places: &[(u32, u16)]| u32::try_from(places.len()).unwrap_or(u32::MAX);
    found.map(|places| Neighbours { places, rarity: rarity(count(places), answers) }).collect()
}

/// The pairs of a quoted phrase that is plain words in a row.
fn phrase_pairs(term: &Term) -> impl Iterator<Item = (&str, &str)> {
    let edges = term.lattice.edges();
    let plain = term.is_phrase() && edges.iter().all(|edge| edge.kind == Kind::Atom);
    let edges = if plain { edges } else { &[] };
    edges.iter().zip(edges.iter().skip(1)).map(|(first, second)| (first.form.as_str(), second.form.as_str()))
}

/// For each term sought the lists of same spellings that it is of, by itself or with its neighbours.
pub(super) fn same_lists(index: &Index, query: &Query) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); query.terms.len()];
    let forms: Vec<Option<&str>> =
        query.terms.iter().map(|term| term.single_forms().next().filter(|_| !term.quoted)).collect();
    for (nth, spellings) in index.head().same.iter().enumerate() {
        for spelling in spellings {
            let len = spelling.split(' ').count();
            for at in 0..(forms.len() + 1).saturating_sub(len) {
                let run = forms.iter().skip(at).take(len);
                if run.copied().eq(spelling.split(' ').map(Some)) {
                    lists.iter_mut().skip(at).take(len).for_each(|list| add(list, nth));
                }
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
    index.head().holding_common(form).filter(|_| !term.quoted && !beginning)
}

/// A term that is given.
pub(super) fn found_given<'a>(index: &Index, term: &'a Term) -> Found<'a> {
    let (holding, answers) = (given_holding(index, term).unwrap_or_default(), index.head().answers);
    Found {
        term,
        evidence: Vec::new(),
        forms: term.single_forms().map(str::to_owned).collect(),
        rarity: rarity(holding, answers),
        common: is_common(holding, answers),
        partial: true,
        capped: false,
        entries: Vec::new(),
    }
}

/// The forms of a way, and which of them may be a beginning.
fn forms_of<'a>(term: &'a Term, way: &'a [String]) -> impl Iterator<Item = (&'a str, bool)> {
    way.iter().enumerate().map(|(nth, form)| (form.as_str(), term.open && nth + 1 == way.len()))
}

/// The shard a form would be in.
pub(super) fn shard_of(index: &Index, form: &str) -> u32 {
    let after = index.head().starts.partition_point(|start| start.as_str() <= form);
    u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// The first shards whose range holds forms with this beginning.
fn shards_from(index: &Index, prefix: &str) -> std::ops::Range<u32> {
    let first = shard_of(index, prefix);
    let later = index.head().starts.iter().skip(first as usize + 1);
    let more = later.take_while(|start| start.starts_with(prefix)).count();
    let most = if prefix.chars().count() < MIN_PREFIX { 1 } else { MAX_PREFIX_SHARDS };
    first..first + 1 + u32::try_from(more).unwrap_or(u32::MAX).min(most - 1)
}

/// Finds a term; `same` are the lists of same spellings that it is of, `guess` says whether it may be guessed at.
///
/// # Errors
/// The parts that are needed and not there.
pub(super) fn find<'a>(index: &Index, term: &'a Term, same: &[usize], guess: bool) -> Result<Found<'a>, Vec<Part>> {
    let mut forms = Forms::default();
    let mut evidence = match phrase(index, term) {
        Some(evidence) => evidence,
        None => {
            let mut missing = Vec::new();
            missing_forms(index, term, &mut missing);
            give(missing)?;
            // A word not in its place is looked for in others; what it may stand for comes along, for a round costs
            // more than a file.
            by_words(index, term, &mut forms).map_err(|mut missing| {
                let unknown = term.single_forms().next().filter(|_| guess && !term.quoted && !term.open);
                unknown
                    .into_iter()
                    .flat_map(|word| guess::missing(index, word))
                    .for_each(|part| add(&mut missing, part));
                missing
            })?
        }
    };
    if !same.is_empty() {
        for nth in same {
            let found = forms.home(index, &same_form(*nth), How::Same, ALIKE);
            evidence.extend(found);
        }
        evidence = merged(evidence, f32::max);
    }
    if guess && evidence.is_empty() && !term.quoted {
        evidence = guessed(index, term, &mut forms)?;
    }
    let mut capped = false;
    if term.is_phrase() {
        capped = verify(index, term, &mut evidence)?;
    }
    let answers = index.head().answers;
    let holding = holding(&evidence).saturating_add(forms.further);
    Ok(Found {
        term,
        rarity: rarity(holding, answers),
        common: is_common(holding, answers),
        partial: forms.further > 0,
        forms: forms.met,
        capped,
        evidence,
        entries: if term.quoted { Vec::new() } else { forms.entries },
    })
}

/// How many answers the evidence is of.
fn holding(evidence: &[Evidence]) -> u32 {
    let mut last = None;
    let count = evidence.iter().filter(|found| last.replace(found.answer) != Some(found.answer)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where the words of a term stand together in a voice.
fn by_words(index: &Index, term: &Term, forms: &mut Forms) -> Result<Vec<Evidence>, Vec<Part>> {
    let mut every: Option<Vec<Evidence>> = None;
    for word in &term.words {
        let mut any = Vec::new();
        for way in word {
            let mut all: Option<Vec<Evidence>> = None;
            for (form, open) in forms_of(term, way) {
                let mut met = Forms::default();
                let evidence = of_form(index, term, form, open, &mut met)?;
                all = Some(with(all, evidence));
                forms.further = forms.further.max(met.further);
                if way.len() == 1 {
                    forms.met.append(&mut met.met);
                    forms.entries.append(&mut met.entries);
                }
            }
            any.extend(all.unwrap_or_default());
        }
        every = Some(with(every, merged(any, f32::max)));
    }
    Ok(every.unwrap_or_default())
}

/// Where all the pairs of a quoted phrase stand in one voice; `None` where the pairs do not tell.
fn phrase(index: &Index, term: &Term) -> Option<Vec<Evidence>> {
    let mut every: Option<Vec<Evidence>> = None;
    let mut any_pair = false;
    for (first, second) in phrase_pairs(term) {
        any_pair = true;
        let places = match pair_places(index, first, second) {
            // So many places that none is told: it holds nobody back.
            Some([]) => continue,
            places => places.unwrap_or_default(),
        };
        let found: Vec<Evidence> = places
            .iter()
            .map(|(answer, voice)| Evidence { answer: *answer, voice: *voice, how: How::Exact, weight: PHRASE })
            .collect();
        every = Some(with(every, found));
    }
    if any_pair { every } else { None }
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
        weight: f32,
        evidence: &mut Vec<Evidence>,
    ) {
        for (at, _) in entries(index, nth).iter().enumerate().filter(|(_, entry)| counts(entry)) {
            evidence.extend(self.take(index, (nth, at), How::Related, weight));
        }
    }

    /// Takes a form from its own shard.
    fn home(&mut self, index: &Index, form: &str, how: How, counts: f32) -> Vec<Evidence> {
        entry(index, form).map(|(place, _)| self.take(index, place, how, counts)).unwrap_or_default()
    }
}

/// The entries of a shard that is there.
pub(super) fn entries(index: &Index, nth: u32) -> &[Entry] {
    index.words(nth).map_or(&[], |words| &words.entries)
}

/// A form in its own shard, if it stands there.
fn entry<'a>(index: &'a Index, form: &str) -> Option<((u32, usize), &'a Entry)> {
    let nth = shard_of(index, form);
    let home = entries(index, nth);
    let at = home.binary_search_by(|entry| entry.form.as_str().cmp(form)).ok()?;
    home.get(at).map(|entry| ((nth, at), entry))
}

/// Where a form stands.
fn of_form(index: &Index, term: &Term, form: &str, open: bool, met: &mut Forms) -> Result<Vec<Evidence>, Vec<Part>> {
    let exact = entry(index, form);
    let mut evidence = Vec::new();
    if let Some((place, entry)) = exact {
        evidence.extend(met.take(index, place, How::Exact, 1.0));
        if !term.quoted {
            met.take_all(index, place.0, &|other| entry.is_inflected_as(other), INFLECTED, &mut evidence);
        }
    } else if !term.quoted {
        let base = base(form);
        let shards = if base.len() < MIN_BASE { 0..0 } else { shards_from(index, base) };
        let mut missing = Vec::new();
        missing_shards(index, shards.clone(), &mut missing);
        give(missing)?;
        for nth in shards {
            met.take_all(index, nth, &|entry| related(&entry.form, form), INFLECTED, &mut evidence);
        }
    }
    if open && (exact.is_none() || form.chars().count() >= MIN_PREFIX) {
        let begins = |entry: &Entry| entry.form != form && entry.form.starts_with(form);
        for nth in shards_from(index, form) {
            met.take_all(index, nth, &begins, BEGINNING, &mut evidence);
        }
    }
    Ok(merged(evidence, |one, other| one + other))
}

/// Where the forms stand that a word may be taken for.
fn guessed(index: &Index, term: &Term, forms: &mut Forms) -> Result<Vec<Evidence>, Vec<Part>> {
    let Some(word) = term.single_forms().next() else { return Ok(Vec::new()) };
    let missing = guess::missing(index, word);
    give(missing)?;
    let guesses = guess::guesses(index, word);
    let mut missing = Vec::new();
    for (form, _) in &guesses {
        let nth = shard_of(index, form);
        missing_shards(index, nth..nth + 1, &mut missing);
    }
    give(missing)?;
    let mut evidence = Vec::new();
    for (form, likeness) in &guesses {
        let how = if *likeness == Likeness::Sound { How::Sound } else { How::Slip };
        evidence.extend(forms.home(index, form, how, GUESSED));
    }
    Ok(merged(evidence, f32::max))
}

/// Sorted, and several findings in one voice made one, their weights as `join` has it.
fn merged(evidence: Vec<Evidence>, join: fn(f32, f32) -> f32) -> Vec<Evidence> {
    // One form in its own order needs neither.
    if evidence.is_sorted_by(|a, b| a.place() < b.place()) {
        return evidence;
    }
    let mut evidence = sorted(&evidence, &|a, b| a.place() < b.place());
    evidence.dedup_by(|next, kept| {
        let same = next.place() == kept.place();
        if same {
            kept.how = kept.how.min(next.how);
            kept.weight = join(kept.weight, next.weight);
        }
        same
    });
    evidence
}

/// What stands in the voices of all so far and of one more.
fn with(every: Option<Vec<Evidence>>, found: Vec<Evidence>) -> Vec<Evidence> {
    match every {
        Some(every) => both(&every, &found),
        None => found,
    }
}

/// What stands in the voices of both.
fn both(a: &[Evidence], b: &[Evidence]) -> Vec<Evidence> {
    let mut rest = b.iter().peekable();
    let mut common = Vec::new();
    for found in a {
        while rest.next_if(|other| other.place() < found.place()).is_some() {}
        if let Some(other) = rest.next_if(|other| other.place() == found.place()) {
            let how = found.how.max(other.how);
            common.push(Evidence { how, weight: (found.weight + other.weight) / 2.0, ..*found });
        }
    }
    common
}

/// Drops the places of a phrase whose text does not hold it, and says whether there were too many to compare all.
fn verify(index: &Index, term: &Term, evidence: &mut Vec<Evidence>) -> Result<bool, Vec<Part>> {
    // Two words side by side are the phrase.
    if phrase_pairs(term).count() == 1 {
        return Ok(false);
    }
    let compared = evidence.len().min(MAX_VERIFIED);
    let missing = missing_texts(index, evidence.iter().take(compared).map(|found| found.answer));
    give(missing)?;
    let capped = evidence.len() > compared;
    let mut nth = 0;
    evidence.retain(|found| {
        nth += 1;
        let text = index.text(found.answer / ANSWERS_PER_TEXT).and_then(|text| text.answer(found.answer));
        nth > compared || text.is_some_and(|(answer, episode)| says(answer, episode, found.voice, &term.lattice))
    });
    Ok(capped)
}

/// The chunks of text that hold these answers and are not there.
fn missing_texts(index: &Index, answers: impl Iterator<Item = u32>) -> Vec<Part> {
    let mut missing = Vec::new();
    for nth in answers.map(|answer| answer / ANSWERS_PER_TEXT) {
        if index.text(nth).is_none() {
            add(&mut missing, Part::Text(nth));
        }
    }
    missing
}

/// Whether a voice of an answer holds a phrase.
fn says(answer: &TextAnswer, episode: &TextEpisode, voice: u16, phrase: &Lattice) -> bool {
    let voices = answer.voices();
    if voice == META_VOICE {
        let names = voices.iter().filter_map(|nth| episode.speakers.get(*nth)).map(|speaker| speaker.name.as_str());
        let mut texts = names.chain([answer.title.as_str(), episode.title.as_str()]);
        return texts.any(|text| Lattice::of(text).holds(phrase));
    }
    let Some(speaker) = voices.get(usize::from(voice) - 1) else { return false };
    let mut said = answer.paragraphs.iter().filter(|paragraph| paragraph.speaker == *speaker);
    said.any(|paragraph| Lattice::corrected(&paragraph.text, &paragraph.misheard).holds(phrase))
}
