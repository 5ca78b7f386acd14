//! Where the words of a query stand: from the dictionary, and for phrases from the text.
//!
//! What is missing is told as a list of parts, all at once as far as it can be known. Not here: what several words
//! together make of an answer.

use super::inflect::{base, related};
use super::lattice::Lattice;
use super::model::{ANSWERS_PER_TEXT, Entry, Index, META_VOICE, Part, TextAnswer, TextEpisode};
use super::order::{add, sorted};
use super::query::{Query, Term};
use super::rank::{BEGINNING, INFLECTED, is_common, rarity, weight};

/// The most shards read for the endings of a word that is being typed: its first letters ask for no more of a large
/// library.
const MAX_PREFIX_SHARDS: u32 = 4;

/// The most answers whose text is compared with one phrase, the likeliest first.
pub(super) const MAX_VERIFIED: usize = 200;

/// The least letters of a base by which the dictionary is looked through for a form it does not hold.
const MIN_BASE: usize = 3;

/// A term in a voice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) answer: u32,
    pub(super) voice: u16,
    /// Whether the very form stands there.
    pub(super) exact: bool,
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
    /// Whether more answers may hold it than were compared.
    pub(super) capped: bool,
}

/// The shards of the dictionary that a query needs and that are not there.
pub(super) fn missing_words(index: &Index, query: &Query) -> Vec<Part> {
    let terms = query.terms.iter().chain(&query.without);
    let forms = terms.flat_map(|term| term.words.iter().flatten().flat_map(|way| forms_of(term, way)));
    let mut missing = Vec::new();
    for (form, open) in forms {
        let first = shard_of(index, form);
        let shards = if open { shards_from(index, form) } else { first..first + 1 };
        missing_shards(index, shards, &mut missing);
    }
    missing
}

fn missing_shards(index: &Index, shards: std::ops::Range<u32>, missing: &mut Vec<Part>) {
    for nth in shards {
        if nth < index.head().shards() && index.words(nth).is_none() {
            add(missing, Part::Words(nth));
        }
    }
}

/// The forms of a way, and which of them may be a beginning.
fn forms_of<'a>(term: &'a Term, way: &'a [String]) -> impl Iterator<Item = (&'a str, bool)> {
    way.iter().enumerate().map(|(nth, form)| (form.as_str(), term.open && nth + 1 == way.len()))
}

/// The shard a form would be in.
fn shard_of(index: &Index, form: &str) -> u32 {
    let after = index.head().starts.partition_point(|start| start.as_str() <= form);
    u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// The first shards whose range holds forms with this beginning.
fn shards_from(index: &Index, prefix: &str) -> std::ops::Range<u32> {
    let first = shard_of(index, prefix);
    let later = index.head().starts.iter().skip(first as usize + 1);
    let more = later.take_while(|start| start.starts_with(prefix)).count();
    first..first + 1 + u32::try_from(more).unwrap_or(u32::MAX).min(MAX_PREFIX_SHARDS - 1)
}

/// Finds a term.
///
/// # Errors
/// The parts that are needed and not there.
pub(super) fn find<'a>(index: &Index, term: &'a Term) -> Result<Found<'a>, Vec<Part>> {
    let mut forms = Vec::new();
    let mut every: Option<Vec<Evidence>> = None;
    for word in &term.words {
        let mut any = Vec::new();
        for way in word {
            let mut all: Option<Vec<Evidence>> = None;
            for (form, open) in forms_of(term, way) {
                let mut met = Vec::new();
                let evidence = of_form(index, term, form, open, &mut met)?;
                all = Some(all.map_or(evidence.clone(), |all| both(&all, &evidence)));
                if way.len() == 1 {
                    forms.append(&mut met);
                }
            }
            any.extend(all.unwrap_or_default());
        }
        let any = merged(&any, f32::max);
        every = Some(every.map_or(any.clone(), |every| both(&every, &any)));
    }
    let mut evidence = every.unwrap_or_default();
    let mut capped = false;
    if term.is_phrase() {
        (evidence, capped) = verified(index, &term.lattice, evidence)?;
    }
    let answers = index.head().answers;
    let holding = holding(&evidence);
    Ok(Found { term, forms, rarity: rarity(holding, answers), common: is_common(holding, answers), capped, evidence })
}

/// How many answers the evidence is of.
fn holding(evidence: &[Evidence]) -> u32 {
    let mut last = None;
    let count = evidence.iter().filter(|found| last.replace(found.answer) != Some(found.answer)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where a form stands; the forms that counted as it go to `met`.
fn of_form(
    index: &Index,
    term: &Term,
    form: &str,
    open: bool,
    met: &mut Vec<String>,
) -> Result<Vec<Evidence>, Vec<Part>> {
    let mut evidence = Vec::new();
    let mut take = |entry: &Entry, counts: f32| {
        // A shard may hold a form as a guest that the next one has at home.
        if met.contains(&entry.form) {
            return;
        }
        met.push(entry.form.clone());
        let exact = entry.form == form;
        let known = entry.postings.iter().filter(|posting| posting.answer < index.head().answers);
        evidence.extend(known.map(|posting| Evidence {
            answer: posting.answer,
            voice: posting.voice,
            exact,
            weight: weight(posting.level) * counts,
        }));
    };
    let entries = |nth: u32| index.words(nth).map_or(&[][..], |words| &words.entries[..]);
    let home = entries(shard_of(index, form));
    let exact = home.binary_search_by(|entry| entry.form.as_str().cmp(form)).ok().and_then(|at| home.get(at));
    if let Some(entry) = exact {
        take(entry, 1.0);
        let family = |other: &&Entry| other.group == entry.group && entry.group != 0 && other.form != entry.form;
        home.iter().filter(|_| !term.quoted).filter(family).for_each(|other| take(other, INFLECTED));
    } else if !term.quoted {
        let base = base(form);
        let shards = if base.len() < MIN_BASE { 0..0 } else { shards_from(index, base) };
        let mut missing = Vec::new();
        missing_shards(index, shards.clone(), &mut missing);
        if !missing.is_empty() {
            return Err(missing);
        }
        for entry in shards.flat_map(entries).filter(|entry| related(&entry.form, form)) {
            take(entry, INFLECTED);
        }
    }
    if open {
        for entry in shards_from(index, form).flat_map(entries) {
            if entry.form != form && entry.form.starts_with(form) {
                take(entry, BEGINNING);
            }
        }
    }
    Ok(merged(&evidence, |one, other| one + other))
}

/// Sorted, and several findings in one voice made one, their weights as `join` has it.
fn merged(evidence: &[Evidence], join: fn(f32, f32) -> f32) -> Vec<Evidence> {
    let mut evidence = sorted(evidence, &|a, b| a.place() < b.place());
    evidence.dedup_by(|next, kept| {
        let same = next.place() == kept.place();
        if same {
            kept.exact |= next.exact;
            kept.weight = join(kept.weight, next.weight);
        }
        same
    });
    evidence
}

/// What stands in the voices of both.
fn both(a: &[Evidence], b: &[Evidence]) -> Vec<Evidence> {
    let mut rest = b.iter().peekable();
    let mut common = Vec::new();
    for found in a {
        while rest.next_if(|other| other.place() < found.place()).is_some() {}
        if let Some(other) = rest.next_if(|other| other.place() == found.place()) {
            let exact = found.exact && other.exact;
            common.push(Evidence { exact, weight: (found.weight + other.weight) / 2.0, ..*found });
        }
    }
    common
}

/// Those of the candidates whose text holds the phrase, and whether there were too many to compare.
fn verified(
    index: &Index,
    phrase: &Lattice,
    mut candidates: Vec<Evidence>,
) -> Result<(Vec<Evidence>, bool), Vec<Part>> {
    let capped = candidates.len() > MAX_VERIFIED;
    if capped {
        candidates = sorted(&candidates, &|a, b| a.weight > b.weight);
        candidates.truncate(MAX_VERIFIED);
        candidates = sorted(&candidates, &|a, b| a.place() < b.place());
    }
    let missing = missing_texts(index, candidates.iter().map(|found| found.answer));
    if !missing.is_empty() {
        return Err(missing);
    }
    candidates.retain(|found| {
        let text = index.text(found.answer / ANSWERS_PER_TEXT).and_then(|text| text.answer(found.answer));
        text.is_some_and(|(answer, episode)| says(answer, episode, found.voice, phrase))
    });
    Ok((candidates, capped))
}

/// The chunks of text that hold these answers and are not there.
pub(super) fn missing_texts(index: &Index, answers: impl Iterator<Item = u32>) -> Vec<Part> {
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
