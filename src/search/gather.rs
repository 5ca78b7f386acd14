//! The words of a library, gathered: slice by slice on all cores, then made one. Native only.
//!
//! Not here: what becomes of them ([`super::build`]).

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::language::{Language, Layers, accented};
use super::lattice::{Kind, Lattice, Misheard};
use super::model::{META_VOICE, pair_hash, same_form};
use super::same::Same;
use crate::transcript::{Answer, Entry as LibraryEntry, Episode, Paragraph, Piece, SpeakerId};

/// The fields of a voice; the meta voice has the first three, a speaker's the last two.
pub(super) const TITLE: usize = 0;
pub(super) const SPEAKER: usize = 1;
pub(super) const EPISODE: usize = 2;
pub(super) const PROMPT: usize = 3;
pub(super) const ANSWER: usize = 4;
pub(super) const FIELDS: usize = 5;

/// The most fields that one voice has.
const FIELDS_OF_VOICE: usize = 3;

/// The first field of a voice.
pub(super) fn first_field(voice: u16) -> usize {
    if voice == META_VOICE { TITLE } else { PROMPT }
}

/// The least and the most answers one core takes at a time: of fewer, every slice has the common words again; of more, one
/// core waits for another.
const SLICE: (usize, usize) = (256, 4096);

/// How many slices there are for each core where those are neither too small nor too large.
const SLICES: usize = 8;

/// How often a form stands in each field of a voice, from its [`first_field`] on; more than 255 times count as so often.
#[derive(Clone, Copy)]
pub(super) struct Raw {
    pub(super) answer: u32,
    pub(super) voice: u16,
    pub(super) counts: [u8; FIELDS_OF_VOICE],
}

/// A form as it was met.
#[derive(Default)]
pub(super) struct Met {
    pub(super) name: String,
    /// Sorted by answer, then voice.
    pub(super) raw: Vec<Raw>,
    /// The stems it has in the languages it was met in.
    pub(super) stems: BTreeSet<String>,
}

impl Met {
    /// How many answers hold it.
    pub(super) fn answers(&self) -> usize {
        self.raw.chunk_by(|a, b| a.answer == b.answer).count()
    }
}

/// Two words side by side: their hash, the answer, the voice.
pub(super) type Neighbours = (u32, u32, u16);

/// The neighbours of a stretch of the library: sorted, each once. Packed, for together they are most of what there is to hold.
pub(super) struct Stretch {
    first: u32,
    /// The hash above, the answer behind the first in the middle, the voice below.
    packed: Vec<u64>,
}

impl Stretch {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.packed.len()
    }

    /// Those whose hashes are in a range, in order.
    pub(super) fn within(&self, hashes: &Range<u64>) -> impl Iterator<Item = Neighbours> {
        let from = self.packed.partition_point(|one| u64::from(hash_of(*one)) < hashes.start);
        let to = self.packed.partition_point(|one| u64::from(hash_of(*one)) < hashes.end);
        let answer = |one: u64| self.first + u32::from((one >> 16) as u16);
        self.packed[from..to].iter().map(move |one| (hash_of(*one), answer(*one), *one as u16))
    }
}

fn hash_of(packed: u64) -> u32 {
    (packed >> 32) as u32
}

/// All words of a library.
pub(super) struct Gathered {
    /// Sorted by name.
    pub(super) forms: Vec<Met>,
    /// For each answer, how many words each field has.
    pub(super) lengths: Vec<[u32; FIELDS]>,
    /// Of each slice of the library by itself.
    pub(super) neighbours: Vec<Stretch>,
}

/// Gathers the words of answers.
pub(super) fn gather(entries: &[LibraryEntry<'_>], same: &Same) -> Gathered {
    let len = (entries.len() / (SLICES * rayon::current_num_threads())).clamp(SLICE.0, SLICE.1);
    let slices: Vec<Slice> = entries
        .par_chunks(len)
        .enumerate()
        .map(|(nth, entries)| {
            let first = u32::try_from(nth * len).unwrap_or(u32::MAX);
            let mut slice = Slice { first, ..Slice::default() };
            (first..).zip(entries).for_each(|(number, entry)| slice.answer(number, *entry, same));
            slice.finished()
        })
        .collect();
    joined(slices)
}

/// Slices made one: forms sorted by name, each with its words in order.
fn joined(slices: Vec<Slice>) -> Gathered {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut names: Vec<&str> = slices.iter().flat_map(|slice| slice.numbers.keys().map(String::as_str)).collect();
    names.par_sort_unstable();
    names.dedup();
    numbers.extend(names.iter().copied().zip(0..));
    let maps: Vec<Vec<u32>> = slices
        .par_iter()
        .map(|slice| {
            let mut map = vec![0; slice.numbers.len()];
            slice.numbers.iter().for_each(|(name, local)| map[*local as usize] = numbers[name.as_str()]);
            map
        })
        .collect();
    let mut forms = empty_forms(&names, &slices, &maps);
    let share = forms.len().div_ceil(rayon::current_num_threads()).max(1);
    forms.par_chunks_mut(share).enumerate().for_each(|(nth, forms)| fill(forms, nth * share, &slices, &maps));
    let (mut lengths, mut neighbours) = (Vec::new(), Vec::new());
    for slice in slices {
        lengths.extend(slice.lengths);
        neighbours.push(Stretch { first: slice.first, packed: slice.neighbours });
    }
    Gathered { forms, lengths, neighbours }
}

/// Tells some of the forms, from one number on, where they stand.
fn fill(forms: &mut [Met], first: usize, slices: &[Slice], maps: &[Vec<u32>]) {
    for (slice, map) in slices.iter().zip(maps) {
        let at = |local: u32| (map[local as usize] as usize).wrapping_sub(first);
        for (local, stem) in &slice.stems {
            if let Some(form) = forms.get_mut(at(*local)).filter(|form| !form.stems.contains(stem)) {
                form.stems.insert(stem.clone());
            }
        }
        let mut words = slice.words.iter();
        for (answer, voice, count) in &slice.voices {
            for (local, counts) in words.by_ref().take(*count) {
                if let Some(form) = forms.get_mut(at(*local)) {
                    form.raw.push(Raw { answer: *answer, voice: *voice, counts: *counts });
                }
            }
        }
    }
}

/// The forms, each with room for the places it will have: growing bit by bit would take twice as much.
fn empty_forms(names: &[&str], slices: &[Slice], maps: &[Vec<u32>]) -> Vec<Met> {
    let mut counts = vec![0; names.len()];
    for (slice, map) in slices.iter().zip(maps) {
        slice.words.iter().for_each(|(local, _)| counts[map[*local as usize] as usize] += 1);
    }
    let form = |(name, count): (&&str, usize)| Met {
        name: (*name).to_owned(),
        raw: Vec::with_capacity(count),
        stems: BTreeSet::new(),
    };
    names.iter().zip(counts).map(form).collect()
}

/// What one core has gathered.
#[derive(Default)]
struct Slice {
    /// Its first answer.
    first: u32,
    /// A hash map, for it is asked once for every word and its order never shows.
    numbers: FxHashMap<String, u32>,
    /// Forms and their stems, as they were met.
    stems: Vec<(u32, String)>,
    /// For each form the language it was met in last, written in plain letters.
    languages: Vec<Option<&'static str>>,
    /// By language the other spellings met.
    accented: FxHashMap<&'static str, FxHashSet<String>>,
    /// The words of each voice in turn, and how often they stand in each of its fields.
    words: Vec<(u32, [u8; FIELDS_OF_VOICE])>,
    /// Answers and voices, and how many words each has.
    voices: Vec<(u32, u16, usize)>,
    /// As [`Stretch`] has them.
    neighbours: Vec<u64>,
    lengths: Vec<[u32; FIELDS]>,
}

/// The words of one voice as they come: a form's number and the field it stands in.
type Voice = Vec<(u32, usize)>;

/// Where words are from.
struct Place<'a> {
    answer: u32,
    voice: u16,
    language: &'a Language,
    same: &'a Same,
}

impl Slice {
    fn answer(&mut self, answer: u32, LibraryEntry { episode, answer: of }: LibraryEntry<'_>, same: &Same) {
        self.lengths.push([0; FIELDS]);
        let language = Language::of(&episode.language);
        let speakers = voices(episode, of);
        let mut meta = Voice::new();
        let names = speakers.iter().filter_map(|id| episode.speaker(id)).map(|speaker| speaker.name.as_str());
        let title = of.title(episode);
        let fields = [(TITLE, title.as_str()), (EPISODE, episode.title.as_str())];
        let place = Place { answer, voice: META_VOICE, language: &language, same };
        for (field, text) in fields.into_iter().chain(names.map(|name| (SPEAKER, name))) {
            self.text(&Layers { text, misheard: &[] }, field, &place, &mut meta);
        }
        self.voice(&place, meta);
        let prompt_len = of.prompt_len(episode);
        for (voice, speaker) in (1..=u16::MAX).zip(&speakers) {
            let place = Place { voice, ..place };
            let mut said = Voice::new();
            for (nth, turn) in of.turns.iter().enumerate().filter(|(_, turn)| turn.speaker == **speaker) {
                let field = if nth < prompt_len && prompt_len < of.turns.len() { PROMPT } else { ANSWER };
                for paragraph in &turn.paragraphs {
                    let misheard = misheard(episode, paragraph);
                    self.text(&Layers { text: &paragraph.text, misheard: &misheard }, field, &place, &mut said);
                }
            }
            self.voice(&place, said);
        }
    }

    fn text(&mut self, layers: &Layers<'_>, field: usize, place: &Place<'_>, voice: &mut Voice) {
        let lattice = Lattice::corrected(layers.text, layers.misheard);
        for edge in lattice.edges() {
            if let (Kind::Atom, None, Some(lengths)) = (edge.kind, edge.meant, self.lengths.last_mut()) {
                lengths[field] += 1;
            }
            let form = lattice.form(edge);
            let number = self.number(form);
            voice.push((number, field));
            let accented = accented(edge, layers);
            if self.is_new(number, accented, place.language) {
                self.stems.extend(place.language.stem(form, accented).map(|stem| (number, stem)));
            }
            if edge.kind != Kind::Pair {
                let next = lattice.leaving(edge.to).iter().filter(|next| next.kind != Kind::Pair);
                let here = u64::from(place.answer - self.first) << 16 | u64::from(place.voice);
                let hashes = next.map(|next| u64::from(pair_hash(form, lattice.form(next))) << 32 | here);
                self.neighbours.extend(hashes);
            }
            for list in place.same.lists_at(&lattice, edge) {
                let number = self.number(&same_form(list));
                voice.push((number, field));
            }
        }
    }

    /// Whether a form is met for the first time as written and in its language. Each spelling has its own stem, so which is met first
    /// makes no difference.
    fn is_new(&mut self, number: u32, accented: Option<&str>, language: &Language) -> bool {
        let Some(written) = accented else {
            return self.languages[number as usize].replace(language.code) != Some(language.code);
        };
        let known = self.accented.entry(language.code).or_default();
        !known.contains(written) && known.insert(written.to_owned())
    }

    fn number(&mut self, form: &str) -> u32 {
        if let Some(number) = self.numbers.get(form) {
            return *number;
        }
        let number = u32::try_from(self.languages.len()).unwrap_or(u32::MAX);
        self.numbers.insert(form.to_owned(), number);
        self.languages.push(None);
        number
    }

    /// The slice with nothing twice and no room to spare, for it waits for all the others. Copied, since an allocator may leave
    /// a list that shrinks where it was.
    fn finished(mut self) -> Self {
        self.neighbours.sort_unstable();
        self.neighbours.dedup();
        let (words, neighbours) = (self.words.to_vec(), self.neighbours.to_vec());
        Self { words, neighbours, languages: Vec::new(), accented: FxHashMap::default(), ..self }
    }

    fn voice(&mut self, place: &Place<'_>, mut said: Voice) {
        said.sort_unstable();
        let before = self.words.len();
        for word in said.chunk_by(|a, b| a.0 == b.0) {
            let mut counts = [0_u8; FIELDS_OF_VOICE];
            for (_, field) in word {
                let count = &mut counts[field - first_field(place.voice)];
                *count = count.saturating_add(1);
            }
            self.words.push((word[0].0, counts));
        }
        self.voices.push((place.answer, place.voice, self.words.len() - before));
    }
}

/// Who speaks in an answer, in order of first word.
pub(super) fn voices<'a>(episode: &Episode, answer: &'a Answer) -> Vec<&'a SpeakerId> {
    let mut speakers: Vec<&SpeakerId> = Vec::new();
    for turn in &answer.turns {
        if !turn.paragraphs.is_empty() && episode.speaker(&turn.speaker).is_some() && !speakers.contains(&&turn.speaker)
        {
            speakers.push(&turn.speaker);
        }
    }
    speakers
}

pub(super) fn misheard(episode: &Episode, paragraph: &Paragraph) -> Vec<Misheard> {
    let mut at = 0;
    let mut places = Vec::new();
    for piece in episode.reading(paragraph) {
        match piece {
            Piece::Said(said) => at += said.len(),
            Piece::Misheard { heard, meant } => {
                places.push(Misheard { range: at..at + heard.len(), meant: meant.to_owned() });
                at += heard.len();
            }
        }
    }
    places
}
