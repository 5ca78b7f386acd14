//! Search: a library becomes an index, a query becomes hits. Pure: no files, no clock, no network, and the same code
//! natively and in the browser.
//!
//! ```text
//! Library ──build──▶ Index = Head + parts        (native: stems, weighs, cuts into shards and chunks)
//! text ──parse──▶ Query ──┐
//!                Request ─┴─ask──▶ Hits, or the parts that are missing: load, put, ask again
//! ```
//!
//! [`ask`] keeps nothing between calls. It names first the shards of the dictionary and of the pairs; with them come the
//! *leads*, what each word alone is answered with first, cut out of the answers as a card shows it. Where these say all that
//! the texts would, that was the only round; elsewhere the chunks of text with the answers to show are the second. A long
//! phrase is compared with the text of its candidates in between; a word the library does not hold asks for what it may stand
//! for, and for the words it does. Time goes with rounds, and with the number of files: one takes a browser two milliseconds
//! at the least, however small it is.
//!
//! # What keeps a large library light
//!
//! - The dictionary is in shards, a form with its postings, sixteen levels of weight in place of counts and lengths. Of a
//!   form that very many answers hold, only the best places are told; the others are taken to hold it.
//! - A shard is some six kilobytes, leads included; a very large library has them for the words said most, a small one, whose
//!   texts are a few files anyway, for none.
//! - Beside other words the most common ones are not looked up at all: an answer with the others is taken to hold them.
//! - Pairs of neighbouring words, by hash, take the place of positions: a remembered run of words is told by them.
//! - Guesses only at words the library does not hold: every form lies under its first letters, its last, and its sound.
//! - What an answer is like, who speaks and on which topic is loaded after the results.
//!
//! # Measured
//!
//! 2026-11-23, two cores, Chromium 156 over loopback, 200 real episodes with 10,136 answers and 2.1 million words;
//! `cargo bench --bench search -- FOLDER` gives the table again. Bytes with Brotli where hosts compress, fonts apart; times are the
//! medians of five new profiles, and of sixty queries asked twice; the machine was not quiet, so times within a third of each
//! other are alike.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              4.8      138     16      406      16.3 /  68.9        1.0 /   2.9            926   2.9
//! pagefind, answers      20.3      237     12      610      29.0 / 171.1        5.5 /  48.0           3546   5.9
//! pagefind, episodes      5.2      230     12      630      50.2 / 345.0       23.2 / 205.5           6564  17.6
//! minisearch              3.9     2955     14     1701     189.2 / 483.6        2.4 /  69.2           3215  70.5
//!
//! fresh p50 / max ms, files       one word           two words          a run              a beginning       a slip
//! answerbook                      52.3 /  75 (11)    12.4 /  40 (3)     17.4 /  63 (6)     25.1 /  44 (8)    13.8 /  24 (4)
//! pagefind, answers               58.5 / 438 (11)    26.2 /  45 (3)     56.2 / 305 (12)    27.7 /  80 (9)     8.3 /  34 (1)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 269 to 300)    99.3/100.0   98.2/100.0   98.6/100.0   98.1/100.0   100.0/100.0  95.7/99.0
//! pagefind, answers (of 100)    95.0/97.0    29.0/30.0    33.0/35.0    94.0/99.0    88.0/88.0    52.0/73.0
//! pagefind, episodes            88.0/96.0    31.0/37.0    36.0/43.0    90.0/99.0    88.0/88.0    15.0/48.0
//! minisearch                    98.0/100.0   98.0/100.0   98.0/100.0   97.0/100.0   29.0/48.0    30.0/52.0
//! ```
//!
//! Quoted runs are those that stand once in the library; of one that several answers say, any may come first. The time of
//! a build is that of the index with its files written; in memory it takes 1.4 s. Of five thousand episodes, made of the same
//! ones with words respelt (`--times=25`), it takes 47 s and 3.0 GB, transcripts included.
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
mod lead;

#[cfg(not(target_arch = "wasm32"))]
mod texts;

#[cfg(not(target_arch = "wasm32"))]
mod same;

#[cfg(not(target_arch = "wasm32"))]
mod related;

mod guess;

mod evidence;

mod filter;

mod weigh;

mod ask;

mod card;

mod marks;

pub use ask::{Hits, Notice, Request, ask};
#[cfg(not(target_arch = "wasm32"))]
pub use build::{Plan, build};
pub use card::{Hit, HitSpeaker, Match, Snippet};
pub use filter::{FacetCounts, FacetValue};
pub use fold::fold;
pub use lattice::Misheard;
pub use marks::{find, holds, utf16_marks};
pub use model::{
    ANSWERS_PER_FACETS, ANSWERS_PER_TEXT, Entry, Facets, Guesses, Head, Index, Lead, Lists, META_VOICE, Name, Names,
    Pair, Pairs, Part, PartData, Posting, Text, TextAnswer, TextEpisode, TextParagraph, TextSpeaker, Words, hash,
    pair_hash, same_form,
};
#[cfg(not(target_arch = "wasm32"))]
pub use model::{PartView, Parts};
pub use query::{Hint, Query, parse};
#[cfg(not(target_arch = "wasm32"))]
pub use related::{Related, related};
pub use weigh::Sort;
