//! Inversion: the answers of a library become inverted lists, slice by slice on all cores, and the slices become one.
//!
//! Not here: the result ([`super::inverted`]), and how it is weighed ([`super::bm25f`]).

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::search::build::inverted::{
    ANSWER, BigramOccurrence, BigramRun, EPISODE, FIELDS, FIELDS_PER_SECTION, FieldLengths, Inverted, InvertedForm,
    PROMPT, SPEAKER, TITLE, TermFreq, first_field,
};
use crate::search::build::stem::{Layers, Stemmer, accented};
use crate::search::build::synonyms::Synonyms;
use crate::search::index::bigrams::{BigramPosting, bigram_hash};
use crate::search::index::dictionary::META_SECTION;
use crate::search::index::head::synonym_term;
use crate::search::number::index32;
use crate::search::text::token_graph::{EdgeKind, Misheard, TokenGraph};
use crate::transcript::{Answer, Episode, Library, LibraryEntry, Paragraph, Piece, SpeakerId};

/// The fewest answers of a slice: in smaller ones the common words take most of the room, each slice having them again.
const MIN_SLICE: usize = 256;

/// The most answers of a slice: with larger ones one core waits for another.
const MAX_SLICE: usize = 4096;

/// The number of slices for each core, within those limits.
const SLICES_PER_CORE: usize = 8;

/// The inverted lists of answers. They are the same however many cores work on them.
pub(crate) fn invert(library: &Library, entries: &[LibraryEntry<'_>], synonyms: &Synonyms) -> Inverted {
    let len = entries.len() / (SLICES_PER_CORE * rayon::current_num_threads());
    let len = len.clamp(MIN_SLICE, MAX_SLICE);
    let slices: Vec<Slice> = entries
        .par_chunks(len)
        .enumerate()
        .map(|(nth, entries)| {
            let first = index32(nth * len);
            let mut slice = Slice::new(first);
            (first..).zip(entries).for_each(|(number, entry)| slice.push_answer(number, *entry, library, synonyms));
            slice.finish()
        })
        .collect();
    join(slices)
}

/// The inverted lists of all slices: forms sorted, each with its frequencies in order.
fn join(slices: Vec<Slice>) -> Inverted {
    let mut names: Vec<&str> = slices.iter().flat_map(|slice| slice.numbers.keys().map(String::as_str)).collect();
    names.par_sort_unstable();
    names.dedup();
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    numbers.extend(names.iter().copied().zip(0..));
    // For each slice, the number of each of its forms among all forms.
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
    let shares = forms.par_chunks_mut(share).enumerate();
    shares.for_each(|(nth, forms)| fill(forms, nth * share, &slices, &maps));
    let (mut lengths, mut bigrams) = (Vec::new(), Vec::new());
    for slice in slices {
        lengths.extend(slice.lengths);
        bigrams.push(slice.bigrams);
    }
    Inverted { forms, lengths, bigrams }
}

/// Gives some of the forms, from the number `first` on, their stems and frequencies.
fn fill(forms: &mut [InvertedForm], first: usize, slices: &[Slice], maps: &[Vec<u32>]) {
    for (slice, map) in slices.iter().zip(maps) {
        let at = |local: u32| (map[local as usize] as usize).wrapping_sub(first);
        for (local, stem) in &slice.stems {
            if let Some(form) = forms.get_mut(at(*local)).filter(|form| !form.stems.contains(stem)) {
                form.stems.insert(stem.clone());
            }
        }
        let mut words = slice.words.iter();
        for section in &slice.sections {
            for (local, counts) in words.by_ref().take(section.words) {
                if let Some(form) = forms.get_mut(at(*local)) {
                    form.freqs.push(TermFreq { answer: section.answer, section: section.section, counts: *counts });
                }
            }
        }
    }
}

/// The forms, each with room for its frequencies: growing step by step would take twice as much.
fn empty_forms(names: &[&str], slices: &[Slice], maps: &[Vec<u32>]) -> Vec<InvertedForm> {
    let mut counts = vec![0; names.len()];
    for (slice, map) in slices.iter().zip(maps) {
        slice.words.iter().for_each(|(local, _)| counts[map[*local as usize] as usize] += 1);
    }
    let form = |(name, count): (&&str, usize)| InvertedForm {
        form: (*name).to_owned(),
        freqs: Vec::with_capacity(count),
        stems: BTreeSet::new(),
    };
    names.iter().zip(counts).map(form).collect()
}

/// The inverted lists of consecutive answers, made by one core.
struct Slice {
    /// The number of each form. A hash map, for it is asked once a word, and its order never shows.
    numbers: FxHashMap<String, u32>,
    /// Forms with their stems, in order of first occurrence.
    stems: Vec<(u32, String)>,
    /// For each form the language of its last occurrence that was written in plain letters.
    languages: Vec<Option<&'static str>>,
    /// By language the spellings with diacritics.
    accented: FxHashMap<&'static str, FxHashSet<String>>,
    /// The words of each section in turn, each with its frequency in every field.
    words: Vec<(u32, [u8; FIELDS_PER_SECTION])>,
    sections: Vec<SectionWords>,
    bigrams: BigramRun,
    lengths: Vec<FieldLengths>,
}

/// The number of distinct words in a section.
struct SectionWords {
    answer: u32,
    section: u16,
    words: usize,
}

/// The words of one section as they come: each a form's number, and the field it is in.
type Words = Vec<(u32, usize)>;

/// The section that words are from.
#[derive(Clone, Copy)]
struct Section<'a> {
    answer: u32,
    section: u16,
    stemmer: &'a Stemmer,
    synonyms: &'a Synonyms,
}

impl Slice {
    fn new(first: u32) -> Self {
        Self {
            numbers: FxHashMap::default(),
            stems: Vec::new(),
            languages: Vec::new(),
            accented: FxHashMap::default(),
            words: Vec::new(),
            sections: Vec::new(),
            bigrams: BigramRun { first, packed: Vec::new() },
            lengths: Vec::new(),
        }
    }

    fn push_answer(
        &mut self,
        number: u32,
        LibraryEntry { episode, answer }: LibraryEntry<'_>,
        library: &Library,
        synonyms: &Synonyms,
    ) {
        self.lengths.push([0; FIELDS]);
        let stemmer = Stemmer::of(&episode.language);
        let speakers = section_speakers(episode, answer);
        let meta = Section { answer: number, section: META_SECTION, stemmer: &stemmer, synonyms };
        let title = library.title_of(&episode.id, &answer.id);
        self.push_meta_section(&meta, title, episode, &speakers);
        let prompt_len = answer.prompt_len(episode);
        for (section, speaker) in (1..=u16::MAX).zip(&speakers) {
            let section = Section { section, ..meta };
            let mut words = Words::new();
            for (nth, turn) in answer.turns.iter().enumerate().filter(|(_, turn)| turn.speaker == **speaker) {
                let field = if nth < prompt_len && prompt_len < answer.turns.len() { PROMPT } else { ANSWER };
                for paragraph in &turn.paragraphs {
                    let misheard = misheard(episode, paragraph);
                    let layers = Layers { text: &paragraph.text, misheard: &misheard };
                    self.push_text(&layers, field, &section, &mut words);
                }
            }
            self.push_section(&section, words);
        }
    }

    /// Adds what nobody says: the title, the episode's title and the speakers' names.
    fn push_meta_section(&mut self, section: &Section<'_>, title: &str, episode: &Episode, speakers: &[&SpeakerId]) {
        let names = speakers.iter().filter_map(|id| episode.speaker(id)).map(|speaker| speaker.name.as_str());
        let fields = [(TITLE, title), (EPISODE, episode.title.as_str())];
        let mut words = Words::new();
        for (field, text) in fields.into_iter().chain(names.map(|name| (SPEAKER, name))) {
            self.push_text(&Layers { text, misheard: &[] }, field, section, &mut words);
        }
        self.push_section(section, words);
    }

    /// Adds the words of a text to those of its section.
    fn push_text(&mut self, layers: &Layers<'_>, field: usize, section: &Section<'_>, words: &mut Words) {
        let graph = TokenGraph::with_corrections(layers.text, layers.misheard);
        for edge in graph.edges() {
            if let (EdgeKind::Token, None, Some(lengths)) = (edge.kind, edge.meant, self.lengths.last_mut()) {
                lengths[field] += 1;
            }
            let form = graph.form(edge);
            let number = self.number(form);
            words.push((number, field));
            let accented = accented(edge, layers);
            if self.is_new(number, accented, section.stemmer) {
                self.stems.extend(section.stemmer.stem(form, accented).map(|stem| (number, stem)));
            }
            if edge.kind != EdgeKind::CjkBigram {
                for next in graph.edges_from(edge.to).iter().filter(|next| next.kind != EdgeKind::CjkBigram) {
                    let posting = BigramPosting { answer: section.answer, section: section.section };
                    let hash = bigram_hash(form, graph.form(next));
                    let packed = self.bigrams.pack(BigramOccurrence { hash, posting });
                    self.bigrams.packed.push(packed);
                }
            }
            for list in section.synonyms.lists_at(&graph, edge) {
                let number = self.number(&synonym_term(list));
                words.push((number, field));
            }
        }
    }

    /// Whether a form occurs for the first time in this spelling and language. Each spelling has its own stem, so the order of
    /// spellings makes no difference.
    fn is_new(&mut self, number: u32, accented: Option<&str>, stemmer: &Stemmer) -> bool {
        let Some(written) = accented else {
            return self.languages[number as usize].replace(stemmer.language) != Some(stemmer.language);
        };
        let known = self.accented.entry(stemmer.language).or_default();
        !known.contains(written) && known.insert(written.to_owned())
    }

    /// The number of a form.
    fn number(&mut self, form: &str) -> u32 {
        if let Some(number) = self.numbers.get(form) {
            return *number;
        }
        let number = index32(self.languages.len());
        self.numbers.insert(form.to_owned(), number);
        self.languages.push(None);
        number
    }

    /// Adds a section: its distinct words with their frequencies.
    fn push_section(&mut self, section: &Section<'_>, mut words: Words) {
        words.sort_unstable();
        let before = self.words.len();
        for word in words.chunk_by(|a, b| a.0 == b.0) {
            let mut counts = [0_u8; FIELDS_PER_SECTION];
            for (_, field) in word {
                let count = &mut counts[field - first_field(section.section)];
                *count = count.saturating_add(1);
            }
            self.words.push((word[0].0, counts));
        }
        let words = self.words.len() - before;
        self.sections.push(SectionWords { answer: section.answer, section: section.section, words });
    }

    /// The slice with sorted bigrams and no spare room, for it waits for all the others. The lists are copied, since an
    /// allocator may leave a list that shrinks where it was.
    fn finish(mut self) -> Self {
        self.bigrams.packed.sort_unstable();
        self.bigrams.packed.dedup();
        self.bigrams.packed = self.bigrams.packed.to_vec();
        let words = self.words.to_vec();
        Self { words, languages: Vec::new(), accented: FxHashMap::default(), ..self }
    }
}

/// The speakers of an answer in order of first word: those of section 1, 2 and so on.
pub(crate) fn section_speakers<'a>(episode: &Episode, answer: &'a Answer) -> Vec<&'a SpeakerId> {
    let mut speakers: Vec<&SpeakerId> = Vec::new();
    for turn in answer.turns.iter().filter(|turn| !turn.paragraphs.is_empty()) {
        if episode.speaker(&turn.speaker).is_some() && !speakers.contains(&&turn.speaker) {
            speakers.push(&turn.speaker);
        }
    }
    speakers
}

/// The misheard places of a paragraph.
pub(crate) fn misheard(episode: &Episode, paragraph: &Paragraph) -> Vec<Misheard> {
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
