//! A library becomes an index. Native only.
//!
//! Not here: the words themselves ([`super::gather`]), and bytes and files, which are [`crate::wire`]'s.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::field::{Form, weighed};
use super::gather::{Neighbours, Stretch, gather, voices};
use super::guess::has_stand_ins;
use super::index::{Index, Part, PartData, PartView, Parts};
use super::lead::{Cut, LEAD_BYTES, cuts, leads_of, least_places, with_leads};
use super::model::{
    ANSWERS_PER_FACETS, ANSWERS_PER_TEXT, Entry, Facets, Head, Name, Names, Pairs, Text, Vocabulary, Words,
};
use super::same::Same;
use super::texts;
use crate::transcript::{Entry as LibraryEntry, Episode, Library};

/// About how many bytes a shard of the dictionary has as a file: most of them are leads, and postings hardly deflate.
const SHARD_BYTES: usize = 6_000;

/// The same where there are no leads, before compression.
const BARE_SHARD_BYTES: usize = 2_400;

/// The most shards of the dictionary there should be, since the head tells where each begins: those of a large library
/// are larger.
const MAX_SHARDS: usize = 4_000;

/// The most forms that the head names as so common.
const MAX_COMMON: usize = 512;

/// A pair of words that stands in more places than one in so many answers tells next to nothing,
const TELLING_SHARE: usize = 4;

/// but where these are few it costs next to nothing, and where they are very many it costs too much. Runs of common words are
/// told from each other by what all their pairs leave.
const MAX_PLACES: (usize, usize) = (3_000, 20_000);

/// About how many bytes a shard of the pairs has.
const PAIRS_BYTES: usize = 500;

/// About how many of them each place takes: most are the only one of their pair.
const BYTES_PER_PLACE: usize = 5;

/// The most shards of the pairs there are.
const MAX_PAIRS: usize = 4_096;

/// Builds the whole index of a library's listed answers, every part in it. The same library gives the same index.
pub fn build(library: &Library) -> Index {
    Plan::of(library).whole()
}

/// An index as far as it must be known before any part of it is: texts, and the cuts of them beside the words, are made when
/// they are asked for. All at once they would take several times the library's own room.
pub struct Plan<'a> {
    library: &'a Library,
    entries: Vec<LibraryEntry<'a>>,
    /// Of each answer: some are wanted by very many words.
    titles: Vec<String>,
    /// All but texts and leads.
    index: Index,
    /// For each shard of the dictionary what is cut for it.
    cuts: Vec<Vec<Cut>>,
}

impl<'a> Plan<'a> {
    /// Plans the index of a library's listed answers.
    pub fn of(library: &'a Library) -> Self {
        let entries: Vec<LibraryEntry<'_>> = library.entries().collect();
        let mut same = Same::of(library);
        let mut gathered = gather(&entries, &same);
        same.keep_only_misheard(&gathered);
        let neighbours = std::mem::take(&mut gathered.neighbours);
        // What is gathered takes far more room than what comes of it, so nothing of it stays longer than it must.
        let forms = with_stems(weighed(gathered));
        let pairs = pairs(&neighbours, (entries.len() / TELLING_SHARE).clamp(MAX_PLACES.0, MAX_PLACES.1));
        drop(neighbours);
        let least = least_places(forms.iter().map(|form| form.voices), entries.len());
        let dictionary = Dictionary::of(&forms);
        let shards = dictionary.shards(least);
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let head = Head {
            answers: number(entries.len()),
            episodes: number(library.listed().count()),
            forms: number(forms.len()),
            pairs: number(pairs.len()),
            same: same.into_lists(),
            common: common(&forms),
            starts: starts(&forms, &shards),
        };
        let mut index = Index::new(head);
        let words: Vec<Words> = shards.par_iter().map(|shard| dictionary.words(shard)).collect();
        let names = names(library);
        let facets = facets(library, &entries, &names);
        (0..).zip(words).for_each(|(nth, words)| index.put(Part::Words(nth), PartData::Words(words)));
        (0..).zip(pairs).for_each(|(nth, pairs)| index.put(Part::Pairs(nth), PartData::Pairs(pairs)));
        (0..).zip(facets).for_each(|(nth, facets)| index.put(Part::Facets(nth), PartData::Facets(facets)));
        index.put(Part::Vocabulary, PartData::Vocabulary(vocabulary(&forms)));
        index.put(Part::Names, PartData::Names(names));
        let cuts = cuts(&index, &entries, least);
        let titles = entries.par_iter().map(|entry| entry.answer.title(entry.episode)).collect();
        Self { library, entries, titles, index, cuts }
    }

    /// The index but for its texts and the leads to them.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The index with all that is in it.
    pub fn whole(mut self) -> Index {
        let texts: Vec<Text> = (0..self.index.head().texts()).into_par_iter().map(|nth| self.text(nth)).collect();
        let words: Vec<Words> =
            (0..self.index.head().shards()).into_par_iter().map(|nth| self.words(nth).into_owned()).collect();
        (0..).zip(texts).for_each(|(nth, text)| self.index.put(Part::Text(nth), PartData::Text(text)));
        (0..).zip(words).for_each(|(nth, words)| self.index.put(Part::Words(nth), PartData::Words(words)));
        self.index
    }

    fn text(&self, nth: u32) -> Text {
        let (from, len) = ((nth * ANSWERS_PER_TEXT) as usize, ANSWERS_PER_TEXT as usize);
        let range = from.min(self.entries.len())..(from + len).min(self.entries.len());
        texts::of(self.library, &self.entries[range.clone()], &self.titles[range])
    }

    fn words(&self, nth: u32) -> Cow<'_, Words> {
        let words = self.index.words(nth).map_or_else(|| Cow::Owned(Words::default()), Cow::Borrowed);
        match self.cuts.get(nth as usize) {
            Some(cuts) if !cuts.is_empty() => {
                Cow::Owned(with_leads(words.into_owned(), self.library, &self.entries, &self.titles, cuts))
            }
            _ => words,
        }
    }
}

impl Parts for Plan<'_> {
    fn head(&self) -> &Head {
        self.index.head()
    }

    fn parts(&self) -> Vec<Part> {
        (0..self.head().texts()).map(Part::Text).chain(self.index.parts()).collect()
    }

    fn part(&self, part: Part) -> Option<PartView<'_>> {
        match part {
            Part::Text(nth) => Some(PartView::Text(Cow::Owned(self.text(nth)))),
            Part::Words(nth) => Some(PartView::Words(self.words(nth))),
            _ => self.index.part(part),
        }
    }
}

/// The forms, and the stems of languages whose inflections the browser does not know: so a word that is its own stem is found by
/// what is said of it, though nobody says the word itself.
fn with_stems(mut forms: Vec<Form>) -> Vec<Form> {
    let is_said = |name: &str| forms.binary_search_by(|form| form.name.as_str().cmp(name)).is_ok();
    let mut unsaid: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for stem in forms.iter().flat_map(|form| &form.stems).filter(|stem| !stem.starts_with("en:")) {
        if let Some((_, name)) = stem.split_once(':').filter(|(_, name)| !name.is_empty() && !is_said(name)) {
            unsaid.entry(name.to_owned()).or_default().insert(stem.clone());
        }
    }
    let bare = |(name, stems)| Form { name, stems, voices: 0, answers: 0, postings: Vec::new() };
    forms.extend(unsaid.into_iter().map(bare));
    forms.sort_by(|a, b| a.name.cmp(&b.name));
    forms
}

/// The forms of a library in shards.
struct Dictionary<'a> {
    forms: &'a [Form],
    /// For each form the number of its family, 0 for none.
    family_of: Vec<u32>,
    /// The members of each family, from 1.
    families: BTreeMap<u32, Vec<usize>>,
}

/// A shard: its first form, and all it holds, guests included.
struct Shard {
    first: usize,
    held: BTreeSet<usize>,
}

impl<'a> Dictionary<'a> {
    fn of(forms: &'a [Form]) -> Self {
        let (family_of, families) = families(forms);
        Self { forms, family_of, families }
    }

    /// Where to cut the dictionary, in which forms of at least so many places have leads.
    fn shards(&self, least: usize) -> Vec<Shard> {
        let forms = self.forms;
        let bytes_of = |form: &Form| form.name.len() / 2 + 4 + 2 * form.postings.len();
        let bytes_of_leads = |form: &Form| LEAD_BYTES * leads_of(form.voices, least);
        let total: usize = forms.iter().map(|form| bytes_of(form) + bytes_of_leads(form)).sum();
        let target = if least == usize::MAX { BARE_SHARD_BYTES } else { SHARD_BYTES }.max(total / MAX_SHARDS);
        let mut shards: Vec<Shard> = Vec::new();
        let mut bytes = target;
        for at in 0..forms.len() {
            if bytes >= target {
                shards.push(Shard { first: at, held: BTreeSet::new() });
                bytes = 0;
            }
            let Some(shard) = shards.last_mut() else { continue };
            bytes += bytes_of_leads(&forms[at]);
            let family = self.families.get(&self.family_of[at]).map_or(&[][..], Vec::as_slice);
            for member in family.iter().copied().chain([at]) {
                if shard.held.insert(member) {
                    bytes += bytes_of(&forms[member]);
                }
            }
        }
        shards
    }

    fn words(&self, shard: &Shard) -> Words {
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        let entry = |at: &usize| {
            let (form, family) = (&self.forms[*at], self.family_of[*at]);
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX) + 1;
            let group = if family == 0 { 0 } else { *numbers.entry(family).or_insert(next) };
            let (form, postings, further) = (form.name.clone(), form.postings.clone(), form.further());
            Entry { form, group, postings, further, leads: Vec::new() }
        };
        Words { entries: shard.held.iter().map(entry).collect(), ..Words::default() }
    }
}

/// The words that others may be taken for.
fn vocabulary(forms: &[Form]) -> Vocabulary {
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    for form in forms.iter().filter(|form| has_stand_ins(&form.name)) {
        text.extend_from_slice(form.name.as_bytes());
        ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    }
    Vocabulary::of(text, ends).unwrap_or_default()
}

/// The most common of the forms whose places are not all told.
fn common(forms: &[Form]) -> Vec<(String, u32)> {
    let told_in_part = forms.iter().filter(|form| form.voices > form.postings.len());
    let mut common: Vec<(String, u32)> =
        told_in_part.map(|form| (form.name.clone(), u32::try_from(form.answers).unwrap_or(u32::MAX))).collect();
    common.sort_by_key(|(_, holding)| Reverse(*holding));
    common.truncate(MAX_COMMON);
    common.sort();
    common
}

/// The inflections that belong together: for each form its family's number, 0 for none, and the families. A form with
/// stems in two languages joins both families.
fn families(forms: &[Form]) -> (Vec<u32>, BTreeMap<u32, Vec<usize>>) {
    let mut by_stem: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        for stem in &form.stems {
            by_stem.entry(stem).or_default().push(at);
        }
    }
    let mut family_of = vec![0; forms.len()];
    let mut families: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for (number, members) in (1..).zip(by_stem.values().filter(|members| members.len() > 1)) {
        let joined: BTreeSet<u32> = members.iter().map(|member| family_of[*member]).filter(|old| *old > 0).collect();
        let mut family: BTreeSet<usize> = members.iter().copied().collect();
        family.extend(joined.iter().filter_map(|old| families.remove(old)).flatten());
        family.iter().for_each(|member| family_of[*member] = number);
        families.insert(number, family);
    }
    (family_of, families.into_iter().map(|(number, family)| (number, family.into_iter().collect())).collect())
}

/// For each shard the shortest text that sorts behind the form before its first and not behind that itself.
fn starts(forms: &[Form], shards: &[Shard]) -> Vec<String> {
    let start = |shard: &Shard| {
        let Some(before) = shard.first.checked_sub(1).and_then(|at| forms.get(at)) else { return String::new() };
        let first = &forms[shard.first].name;
        let shared = common_prefix(&before.name, first);
        let len = first.char_indices().map(|(at, c)| at + c.len_utf8()).find(|len| *len > shared);
        first[..len.unwrap_or(first.len())].to_owned()
    };
    shards.iter().map(start).collect()
}

/// The pairs of neighbouring words, in shards by hash; of one that stands in more than so many places, none is told.
fn pairs(neighbours: &[Stretch], most: usize) -> Vec<Pairs> {
    let places: usize = neighbours.iter().map(Stretch::len).sum();
    let count = (places * BYTES_PER_PLACE).div_ceil(PAIRS_BYTES).min(MAX_PAIRS);
    let shards = 0..u32::try_from(count).unwrap_or(u32::MAX);
    shards.into_par_iter().map(|nth| pairs_of_shard(neighbours, most, nth, count as u64)).collect()
}

/// The pairs of one shard of so many.
fn pairs_of_shard(neighbours: &[Stretch], most: usize, nth: u32, count: u64) -> Pairs {
    // The first hash for which `pair_shard` gives a number.
    let first = |nth: u64| (nth << 32).div_ceil(count);
    let hashes = first(u64::from(nth))..first(u64::from(nth) + 1);
    // No answer is in two stretches, so nothing is there twice.
    let mut all: Vec<Neighbours> = neighbours.iter().flat_map(|stretch| stretch.within(&hashes)).collect();
    all.sort_unstable();
    let mut pairs = Pairs::default();
    for entry in all.chunk_by(|a, b| a.0 == b.0) {
        let kept = if entry.len() > most { &[] } else { entry };
        pairs.push(entry[0].0, kept.iter().map(|(_, answer, voice)| (*answer, *voice)));
    }
    pairs.entries.shrink_to_fit();
    pairs.places.shrink_to_fit();
    pairs
}

/// How many bytes two forms begin with alike, on a character boundary.
fn common_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn names(library: &Library) -> Names {
    let episode = |episode: &Episode| {
        let name = Name { id: episode.id.to_string(), name: episode.title.clone() };
        (name, u32::try_from(episode.answers.len()).unwrap_or(u32::MAX))
    };
    let mut names = Names {
        speakers: library.voices().iter().map(|v| Name { id: v.id.to_string(), name: v.name.clone() }).collect(),
        topics: library.topics().iter().map(|t| Name { id: t.id.to_string(), name: t.name.clone() }).collect(),
        episodes: library.listed().map(episode).collect(),
        former: Default::default(),
    };
    let former = library.former_ids();
    names.former = [
        former_names(&former.speakers, |id| names.speakers.iter().position(|name| name.id == id.as_str())),
        former_names(&former.topics, |id| names.topics.iter().position(|name| name.id == id.as_str())),
        former_names(&former.episodes, |id| names.episodes.iter().position(|(name, _)| name.id == id.as_str())),
    ];
    names
}

fn former_names<T: ToString>(ids: &[(T, T)], number: impl Fn(&T) -> Option<usize>) -> Vec<(String, u32)> {
    ids.iter().filter_map(|(old, new)| Some((old.to_string(), u32::try_from(number(new)?).ok()?))).collect()
}

fn facets(library: &Library, entries: &[LibraryEntry<'_>], names: &Names) -> Vec<Facets> {
    let numbers =
        |names: &[Name]| -> BTreeMap<String, u32> { names.iter().map(|name| name.id.clone()).zip(0..).collect() };
    let (speakers, topics) = (numbers(&names.speakers), numbers(&names.topics));
    let run = |entries: &[LibraryEntry<'_>]| {
        let mut facets = Facets::default();
        for LibraryEntry { episode, answer } in entries {
            facets.voices.push(voices(episode, answer).iter().filter_map(|id| speakers.get(id.as_str()).copied()));
            let assigned = library.topics_of(&episode.id, &answer.id);
            facets.topics.push(assigned.iter().filter_map(|id| topics.get(id.as_str()).copied()));
        }
        facets
    };
    entries.par_chunks(ANSWERS_PER_FACETS as usize).map(run).collect()
}
