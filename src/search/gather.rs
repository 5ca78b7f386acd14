//! The words of a library, gathered: slice by slice on all cores, then made one. Native only.
//!
//! Not here: what becomes of them ([`super::build`]).

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::language::{Language, Layers};
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

/// How many answers one core takes at a time.
const SLICE: usize = 256;

/// How often a form stands in each field of a voice; what is said more than 255 times counts as so often.
#[derive(Clone, Copy)]
pub(super) struct Raw {
    pub(super) answer: u32,
    pub(super) voice: u16,
    pub(super) fields: [u8; FIELDS],
}

/// A form of the library.
#[derive(Default)]
pub(super) struct Form {
    pub(super) name: String,
    /// Sorted by answer, then voice.
    pub(super) raw: Vec<Raw>,
    /// The stems it has in the languages it was met in.
    pub(super) stems: BTreeSet<String>,
}

/// Two words side by side: their hash, the answer, the voice.
pub(super) type Neighbours = (u32, u32, u16);

/// All words of a library.
pub(super) struct Gathered {
    /// Sorted by name.
    pub(super) forms: Vec<Form>,
    /// For each answer, how many words each field has.
    pub(super) lengths: Vec<[u32; FIELDS]>,
    /// Of each slice of the library by itself: sorted, each once. Together they are most of what there is to hold.
    pub(super) neighbours: Vec<Vec<Neighbours>>,
}

/// Gathers the words of answers.
pub(super) fn gather(entries: &[LibraryEntry<'_>], same: &Same) -> Gathered {
    let slices: Vec<Slice> = entries
        .par_chunks(SLICE)
        .enumerate()
        .map(|(nth, entries)| {
            let mut slice = Slice::default();
            let first = u32::try_from(nth * SLICE).unwrap_or(u32::MAX);
            (first..).zip(entries).for_each(|(number, entry)| slice.answer(number, *entry, same));
            slice.finished()
        })
        .collect();
    joined(slices)
}

/// Slices made one: forms sorted by name, each with its words in order.
fn joined(slices: Vec<Slice>) -> Gathered {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
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
    let (mut lengths, mut neighbours) = (Vec::new(), Vec::new());
    for (slice, map) in slices.into_iter().zip(maps) {
        for (local, stem) in slice.stems {
            forms[map[local as usize] as usize].stems.insert(stem);
        }
        slice.words.into_iter().for_each(|(local, raw)| forms[map[local as usize] as usize].raw.push(raw));
        lengths.extend(slice.lengths);
        neighbours.push(slice.neighbours);
    }
    Gathered { forms, lengths, neighbours }
}

/// The forms, each with room for the places it will have: growing bit by bit would take twice as much.
fn empty_forms(names: &[&str], slices: &[Slice], maps: &[Vec<u32>]) -> Vec<Form> {
    let mut counts = vec![0; names.len()];
    for (slice, map) in slices.iter().zip(maps) {
        slice.words.iter().for_each(|(local, _)| counts[map[*local as usize] as usize] += 1);
    }
    let form = |(name, count): (&&str, usize)| Form {
        name: (*name).to_owned(),
        raw: Vec::with_capacity(count),
        stems: BTreeSet::new(),
    };
    names.iter().zip(counts).map(form).collect()
}

/// What one core has gathered.
#[derive(Default)]
struct Slice {
    /// A hash map, for it is asked once for every word and its order never shows.
    numbers: HashMap<String, u32>,
    /// Forms and their stems, as they were met.
    stems: Vec<(u32, String)>,
    /// For each form met the language it was met in last.
    languages: Vec<Option<&'static str>>,
    words: Vec<(u32, Raw)>,
    neighbours: Vec<Neighbours>,
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
            let number = self.number(&edge.form);
            voice.push((number, field));
            if self.languages[number as usize].replace(place.language.code) != Some(place.language.code) {
                self.stems.extend(place.language.stem(edge, layers).map(|stem| (number, stem)));
            }
            if edge.kind != Kind::Pair {
                let next = lattice.leaving(edge.to).iter().filter(|next| next.kind != Kind::Pair);
                let hashes = next.map(|next| (pair_hash(&edge.form, &next.form), place.answer, place.voice));
                self.neighbours.extend(hashes);
            }
            for list in place.same.lists_at(&lattice, edge) {
                let number = self.number(&same_form(list));
                voice.push((number, field));
            }
        }
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

    /// The slice with nothing twice and no room to spare, for it waits for all the others.
    fn finished(mut self) -> Self {
        self.neighbours.sort_unstable();
        self.neighbours.dedup();
        self.neighbours.shrink_to_fit();
        self.words.shrink_to_fit();
        self.languages = Vec::new();
        self
    }

    fn voice(&mut self, place: &Place<'_>, mut said: Voice) {
        said.sort_unstable();
        for word in said.chunk_by(|a, b| a.0 == b.0) {
            let mut fields = [0_u8; FIELDS];
            for (_, field) in word {
                fields[*field] = fields[*field].saturating_add(1);
            }
            self.words.push((word[0].0, Raw { answer: place.answer, voice: place.voice, fields }));
        }
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
