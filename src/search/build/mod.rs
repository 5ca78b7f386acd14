//! The indexer: a library becomes an index. Native only; it never reaches the browser.
//!
//! ```text
//! Library ─invert─▶ Inverted ─bm25f × salience─▶ WeighedForms ─▶ dictionary shards ─champions─▶ with cached snippets
//!                      └───────────────────────▶ bigram shards                 documents, facets, vocabulary: from the library
//! ```
//!
//! Not here: bytes and files ([`crate::wire`]).

mod bm25f;

mod champions;

mod documents;

mod invert;

mod inverted;

mod salience;

mod shards;

mod stem;

mod synonyms;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use self::bm25f::{WeighedForm, answer_weight, weigh};
use self::champions::{CachedSnippet, cached_snippets, min_postings, with_champions};
use self::invert::{invert, section_speakers};
use self::shards::{Dictionary, bigram_shards, with_unsaid_stems};
use self::synonyms::Synonyms;
use crate::search::index::dictionary::DictionaryShard;
use crate::search::index::documents::{ANSWERS_PER_CHUNK, DocumentChunk};
use crate::search::index::facets::{ANSWERS_PER_FACETS, FacetChunk, FacetNames, NamedId};
use crate::search::index::head::Head;
use crate::search::index::vocabulary::Vocabulary;
use crate::search::index::{Index, Part, PartData, PartView, Parts};
use crate::search::number::index32;
use crate::search::retrieve::fuzzy::is_vocabulary_word;
use crate::transcript::{Episode, Facet, Library, LibraryEntry, PerFacet};

/// The most forms in [`Head::truncated_terms`]. The head is always loaded, so more cost every reader some bytes.
const MAX_TRUNCATED_TERMS: usize = 512;

/// The whole index of a library's listed answers. The same library gives the same index.
pub fn build(library: &Library) -> Index {
    Plan::of(library).into_index()
}

/// An index whose documents and champions are made when they are asked for. All of them at once would take several times the
/// library's own memory.
pub struct Plan<'a> {
    library: &'a Library,
    entries: Vec<LibraryEntry<'a>>,
    /// The index without documents and champions.
    index: Index,
    /// For each dictionary shard the snippets that its champions need.
    snippets: Vec<Vec<CachedSnippet>>,
}

impl<'a> Plan<'a> {
    /// The plan of the index of a library's listed answers.
    pub fn of(library: &'a Library) -> Self {
        let entries: Vec<LibraryEntry<'_>> = library.entries().collect();
        let mut synonyms = Synonyms::of(library);
        let mut inverted = invert(library, &entries, &synonyms);
        synonyms.drop_words_said_elsewhere(&inverted);
        let bigrams = std::mem::take(&mut inverted.bigrams);
        // Inverted lists take far more memory than what comes of them, so each is dropped as early as can be.
        let answer_weights: Vec<f32> = entries.par_iter().map(answer_weight).collect();
        let forms = with_unsaid_stems(weigh(inverted, &answer_weights));
        let bigrams = bigram_shards(bigrams, entries.len());
        let min_postings = min_postings(forms.iter().map(|form| form.sections), entries.len());
        let dictionary = Dictionary::of(&forms);
        let shards = dictionary.shards(min_postings);
        let mut index = Index::new(Head {
            answers: index32(entries.len()),
            episode_answers: library.listed().map(|episode| index32(episode.answers.len())).collect(),
            forms: index32(forms.len()),
            bigram_shards: index32(bigrams.len()),
            synonyms: synonyms.into_lists(),
            truncated_terms: truncated_terms(&forms),
            shard_starts: dictionary.shard_starts(&shards),
        });
        let shards: Vec<DictionaryShard> = shards.par_iter().map(|shard| dictionary.fill(shard)).collect();
        let names = facet_names(library);
        let facets = facet_chunks(library, &entries, &names);
        (0..).zip(shards).for_each(|(nth, shard)| index.put(Part::Dictionary(nth), PartData::Dictionary(shard)));
        (0..).zip(bigrams).for_each(|(nth, shard)| index.put(Part::Bigrams(nth), PartData::Bigrams(shard)));
        (0..).zip(facets).for_each(|(nth, chunk)| index.put(Part::Facets(nth), PartData::Facets(chunk)));
        index.put(Part::Vocabulary, PartData::Vocabulary(vocabulary(&forms)));
        index.put(Part::FacetNames, PartData::FacetNames(names));
        let snippets = cached_snippets(&index, &entries, min_postings);
        Self { library, entries, index, snippets }
    }

    /// The index without documents and champions.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The whole index.
    pub fn into_index(mut self) -> Index {
        let chunks = (0..self.index.head().document_chunks()).into_par_iter();
        let documents: Vec<DocumentChunk> = chunks.map(|nth| self.document_chunk(nth)).collect();
        let shards = (0..self.index.head().dictionary_shards()).into_par_iter();
        let shards: Vec<DictionaryShard> = shards.map(|nth| self.dictionary_shard(nth).into_owned()).collect();
        let index = &mut self.index;
        (0..).zip(documents).for_each(|(nth, chunk)| index.put(Part::Documents(nth), PartData::Documents(chunk)));
        (0..).zip(shards).for_each(|(nth, shard)| index.put(Part::Dictionary(nth), PartData::Dictionary(shard)));
        self.index
    }

    fn document_chunk(&self, nth: u32) -> DocumentChunk {
        let (from, len) = ((nth * ANSWERS_PER_CHUNK) as usize, ANSWERS_PER_CHUNK as usize);
        let range = from.min(self.entries.len())..(from + len).min(self.entries.len());
        documents::chunk(self.library, &self.entries[range])
    }

    fn dictionary_shard(&self, nth: u32) -> Cow<'_, DictionaryShard> {
        let shard = self.index.dictionary(nth).map_or_else(|| Cow::Owned(DictionaryShard::default()), Cow::Borrowed);
        match self.snippets.get(nth as usize) {
            Some(snippets) if !snippets.is_empty() => {
                let shard = shard.into_owned();
                Cow::Owned(with_champions(shard, self.library, &self.entries, snippets))
            }
            _ => shard,
        }
    }
}

impl Parts for Plan<'_> {
    fn head(&self) -> &Head {
        self.index.head()
    }

    fn parts(&self) -> Vec<Part> {
        (0..self.head().document_chunks()).map(Part::Documents).chain(self.index.parts()).collect()
    }

    fn part(&self, part: Part) -> Option<PartView<'_>> {
        match part {
            Part::Documents(nth) => Some(PartView::Documents(Cow::Owned(self.document_chunk(nth)))),
            Part::Dictionary(nth) => Some(PartView::Dictionary(self.dictionary_shard(nth))),
            _ => self.index.part(part),
        }
    }
}

/// The vocabulary of the forms.
fn vocabulary(forms: &[WeighedForm]) -> Vocabulary {
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    for form in forms.iter().filter(|form| is_vocabulary_word(&form.form)) {
        text.extend_from_slice(form.form.as_bytes());
        ends.push(index32(text.len()));
    }
    Vocabulary::new(text, ends).unwrap_or_default()
}

/// The most common of the forms with truncated postings lists, sorted, each with its document frequency.
fn truncated_terms(forms: &[WeighedForm]) -> Vec<(String, u32)> {
    let truncated = forms.iter().filter(|form| form.sections > form.postings.len());
    let mut terms: Vec<(String, u32)> = truncated.map(|form| (form.form.clone(), index32(form.doc_freq))).collect();
    terms.sort_by_key(|(_, doc_freq)| Reverse(*doc_freq));
    terms.truncate(MAX_TRUNCATED_TERMS);
    terms.sort();
    terms
}

/// The values of all facets.
fn facet_names(library: &Library) -> FacetNames {
    let named = |id: &dyn ToString, name: &str| NamedId { id: id.to_string(), name: name.to_owned() };
    let episodes: Vec<&Episode> = library.listed().collect();
    let values = PerFacet([
        library.speakers().iter().map(|speaker| named(&speaker.id, &speaker.name)).collect::<Vec<_>>(),
        library.topics().iter().map(|topic| named(&topic.id, &topic.name)).collect(),
        episodes.iter().map(|episode| named(&episode.id, &episode.title)).collect(),
    ]);
    let former = library.former_ids();
    FacetNames {
        former: PerFacet([
            former_ids(&former.speakers, &values[Facet::Speaker]),
            former_ids(&former.topics, &values[Facet::Topic]),
            former_ids(&former.episodes, &values[Facet::Episode]),
        ]),
        values,
    }
}

/// Former ids, each with the index of the value it is now.
fn former_ids<T: ToString>(ids: &[(T, T)], values: &[NamedId]) -> Vec<(String, u32)> {
    let index = |id: &T| {
        let id = id.to_string();
        values.iter().position(|value| value.id == id).map(index32)
    };
    ids.iter().filter_map(|(old, new)| Some((old.to_string(), index(new)?))).collect()
}

/// The speakers and topics of all answers.
fn facet_chunks(library: &Library, entries: &[LibraryEntry<'_>], names: &FacetNames) -> Vec<FacetChunk> {
    let indexes = |facet: Facet| -> BTreeMap<&str, u32> {
        names.values[facet].iter().map(|value| value.id.as_str()).zip(0..).collect()
    };
    let (speakers, topics) = (indexes(Facet::Speaker), indexes(Facet::Topic));
    // Behind all that have names: no filter selects it, and nothing is counted for it.
    let nobody = index32(speakers.len());
    let chunk = |entries: &[LibraryEntry<'_>]| {
        let mut chunk = FacetChunk::default();
        for LibraryEntry { episode, answer } in entries {
            let of_sections = section_speakers(episode, answer).into_iter();
            chunk.speakers.push(of_sections.map(|id| match episode.is_placeholder(id) {
                true => nobody,
                false => speakers.get(id.as_str()).copied().unwrap_or(nobody),
            }));
            let assigned = library.topics_of(&episode.id, &answer.id);
            chunk.topics.push(assigned.iter().filter_map(|id| topics.get(id.as_str()).copied()));
        }
        chunk
    };
    entries.par_chunks(ANSWERS_PER_FACETS as usize).map(chunk).collect()
}
