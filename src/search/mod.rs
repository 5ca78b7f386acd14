//! Search: a library becomes an index, a query becomes hits. Pure: no files, no clock, no network, and the same code
//! natively and in the browser.
//!
//! ```text
//! Library ──build──▶ Index = Head + parts        (native: stems, weighs, cuts into shards and chunks)
//! text ──parse──▶ Query ──┐
//!                Request ─┴─ask──▶ Hits, or the parts that are missing: load, put, ask again
//! ```
//!
//! [`ask`] keeps nothing between calls. It names first the shards of the dictionary and the facets, then the chunks of
//! text with the answers to show: two rounds that wait for each other. A phrase names in the second round the texts of
//! all answers in which one voice holds its words, and a word the library does not hold may need a neighbouring shard.
//!
//! What is found is an answer. What is indexed is a *voice*: the words of one speaker in one answer, and apart from them
//! title and names. So a speaker filter means that the words were said by that speaker.
//!
//! Not here: bytes and files ([`crate::wire`]), HTML, and what the reader sees of it.

mod order;

mod fold;

mod inflect;

mod lattice;

mod letters;

mod query;

mod model;

mod rank;

#[cfg(not(target_arch = "wasm32"))]
mod build;

#[cfg(not(target_arch = "wasm32"))]
mod gather;

#[cfg(not(target_arch = "wasm32"))]
mod language;

#[cfg(not(target_arch = "wasm32"))]
mod same;

#[cfg(not(target_arch = "wasm32"))]
mod related;

mod guess;

mod evidence;

mod ask;

mod card;

mod marks;

pub use ask::{FacetCounts, FacetValue, Hits, Notice, Request, Sort, ask};
#[cfg(not(target_arch = "wasm32"))]
pub use build::build;
pub use card::{Hit, HitSpeaker, Match, Snippet};
pub use fold::fold;
pub use lattice::Misheard;
pub use marks::{find, holds, utf16_marks};
pub use model::{
    ANSWERS_PER_FACETS, ANSWERS_PER_TEXT, Entry, Facets, Guesses, Head, Index, Lists, META_VOICE, Name, Names, Pair,
    Pairs, Part, PartData, Posting, Text, TextAnswer, TextEpisode, TextParagraph, TextSpeaker, Words, pair_hash,
    same_form,
};
pub use query::{Hint, Query, parse};
#[cfg(not(target_arch = "wasm32"))]
pub use related::{Related, related};
