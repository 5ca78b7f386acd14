//! Search: a library becomes an index, a query becomes hits. Pure: no files, no clock, no network, and the same code natively
//! and in the browser.
//!
//! ```text
//! Library ──build──▶ Index = Head + parts         (native: inversion, BM25F weights, shards, champions)
//! text ──parse──▶ Query ──┐
//!                Request ─┴─ask──▶ Hits, or the missing parts: load them, put them, ask again
//! ```
//!
//! The unit of retrieval is an answer. The unit of indexing is a *section*: the words of one speaker in one answer, and a section
//! of their own for the title and the names. So a filter on speakers means that the words were said by that speaker.
//!
//! # The rooms
//!
//! - `text` cuts texts into tokens and token graphs. `query` parses what was typed.
//! - `index` is the head and the kinds of part: dictionary shards, bigram shards, document chunks, facets, vocabulary.
//! - `retrieve` finds the sections that hold a term, exactly, by inflection, as a synonym, or as a fuzzy candidate.
//! - `rank` scores answers, and for questions their episodes, with BM25 over these, applies filters and counts facets.
//! - `snippet` cuts and marks the paragraph that a card shows.
//! - `build` makes the index. It is native, and never reaches the browser.
//! - `misheard_names` looks in a library for names that sound like a known one. It is native too, and for editors alone.
//!
//! # The rounds of a query
//!
//! [`ask()`] keeps nothing between calls; each round of missing parts is one trip to the server. Time goes with rounds, and with
//! files: each takes a browser two milliseconds at the least, however small it is.
//!
//! 1. Bigram shards and dictionary shards. With a dictionary shard come its *champions*, the first answers for each form alone
//!    with cached snippets. Where these show all that the documents would, this was the only round.
//! 2. Document chunks of the answers to show, where the cached snippets do not suffice. A quoted phrase of three words and more is
//!    verified in the documents of its candidates before; a sequence (four unquoted words and more) is compared with those of the
//!    first page, and answers that hold all of it come first.
//! 3. Facets, for counts and filters, after the first hits are shown.
//!
//! Two short cuts save rounds. An *early answer* shows the only answer that holds a whole sequence before any dictionary shard
//! has arrived. The *vocabulary*, which the page fetches as soon as somebody is about to type, tells which words the library does
//! not hold; without it they take two more rounds.
//!
//! # Few words, and questions
//!
//! Of up to three words each is meant, so answers with all of them come first. A query of four words and more is a *question*, whose answer
//! says it in other words: BM25 alone puts answers in order, words that nearly half of all answers hold count for nothing, pairs of neighbours
//! for little, and an answer gains from what the rest of its episode says, most of all from the answers right before and behind it. Of very
//! many words the most telling are looked up. A run of words that stands somewhere in a row still comes first. How good that is for real
//! questions, `cargo bench --bench questions -- FOLDER` measures.
//!
//! # What keeps a large library light
//!
//! - Postings hold an impact of four bits in place of frequencies and lengths.
//! - The postings lists of very common forms are truncated to their highest impacts. Other answers are assumed to hold the form.
//! - Stop words, the most common of these, are not looked up at all beside other words.
//! - Bigrams by hash take the place of positions.
//! - Fuzzy candidates are sought only for words that the library does not hold, in one file of two bytes a word.
//! - Few paragraphs are tokenised: a prefilter rules most out by their letters.
//!
//! How fast, how small and how good that is beside other engines stands in `tests/bench/RESULTS.md`, which
//! `cargo bench --bench search -- FOLDER` measures again.
//!
//! # Adding to it
//!
//! - *A language*: its Snowball stemmer is one line in `build/stem.rs`. A script that writes no blanks, and letters that fold to
//!   others, are ranges in `text/chars.rs`.
//! - *A kind of part*: a variant of [`Part`], [`PartData`] and [`PartView`] in `index/mod.rs` with its type in a file beside it, a
//!   [`crate::wire::Kind`] with its encoder and decoder in a file of `wire`, and in [`Index::put`] where it is kept.
//! - *A notice*: a variant of [`Notice`], or of [`Hint`] where the query itself is at fault.
//!
//! Not here: bytes and files ([`crate::wire`]), and HTML ([`crate::page`]).

#[cfg(not(target_arch = "wasm32"))]
mod build;

mod ask;

mod index;

#[cfg(not(target_arch = "wasm32"))]
mod misheard_names;

mod notice;

mod number;

mod query;

mod rank;

mod request;

mod retrieve;

mod snippet;

mod sort;

mod text;

pub use ask::ask;
#[cfg(not(target_arch = "wasm32"))]
pub use build::{Plan, build};
pub use index::bigrams::{BigramEntry, BigramPosting, BigramShard, bigram_hash, bigram_shard};
pub use index::dictionary::{Champion, DictionaryEntry, DictionaryShard, META_SECTION, Posting};
pub use index::documents::{
    ANSWERS_PER_CHUNK, DocumentChunk, StoredAnswer, StoredEpisode, StoredParagraph, StoredSpeaker,
};
pub use index::facets::{ANSWERS_PER_FACETS, FacetChunk, FacetNames, NamedId};
pub use index::head::{Head, synonym_term};
pub use index::lists::Lists;
pub use index::vocabulary::Vocabulary;
pub use index::{Index, Part, PartData};
#[cfg(not(target_arch = "wasm32"))]
pub use index::{PartView, Parts};
#[cfg(not(target_arch = "wasm32"))]
pub use misheard_names::{MisheardName, misheard_names};
pub use notice::Notice;
pub use query::{Hint, Query, parse, parse_while_typing};
pub use rank::filters::{FacetCounts, FacetValue};
pub use rank::score::Sort;
pub use request::{Hits, Request};
pub use snippet::{Hit, HitSpeaker, MatchReason, Snippet, highlight};
pub use text::token_graph::Misheard;
pub use text::tokenize::fold;

/// The number of hits on a page, and so the number of champions of a form: with as many, the first page of one word needs no
/// document. The page, the command line and the programming interface all show as many.
pub const PAGE_SIZE: usize = 10;
