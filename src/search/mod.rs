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
//! `cargo bench --bench search -- FOLDER` gives the table again. Bytes with Brotli where hosts compress, fonts apart; times are
//! the medians of twelve new profiles, and of three sessions of sixty queries asked twice, all in turns, since the machine was
//! not quiet: nothing but fetching one file took 5.2 ms in the same sessions, three 10.7 ms, ten 23.5 ms.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              3.7      166     14      427      17.7 /  62.8        0.8 /   2.4           1127   2.9
//! pagefind, answers      19.8      237     12      648      28.3 / 168.8        5.3 /  38.1           3546  43.6
//! pagefind, episodes      6.8      230     12      562      44.9 / 242.6       21.2 / 231.5           6564  17.2
//! minisearch              5.3     2962     15     1380      38.9 / 330.8        2.3 /  63.0           3215  70.5
//! flexsearch              3.4     5167     16     1276      14.6 / 448.4        0.3 /   4.6           2922  80.5
//!
//! fresh p50 / max ms, files       one word           two words          a run              a beginning       a slip
//! answerbook                      14.2 /  58 (1)     14.7 /  63 (2)     30.4 / 125 (6)      9.9 /  74 (1)    27.8 /  55 (5)
//! pagefind, answers               54.8 / 350 (11)    22.7 /  46 (3)     65.7 / 344 (12)    28.3 /  80 (9)     8.6 /  44 (1)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 269 to 300)    99.3/100.0   98.2/100.0   98.6/100.0   98.1/100.0   100.0/100.0  96.0/99.0
//! pagefind, answers (of 100)    95.0/97.0    28.0/29.0    32.0/34.0    94.0/99.0    88.0/88.0    52.0/73.0
//! pagefind, episodes            88.0/96.0    31.0/37.0    35.0/42.0    90.0/99.0    88.0/88.0    15.0/48.0
//! minisearch                    98.0/100.0   98.0/100.0   98.0/100.0   97.0/100.0   29.0/48.0    30.0/52.0
//! flexsearch                    53.0/92.0    49.0/93.0    52.0/91.0    85.0/98.0    17.0/17.0    20.0/24.0
//! ```
//!
//! Quoted runs are those that stand once in the library; of one that several answers say, any may come first. The time of
//! a build is that of the index with its files written.
//!
//! Of 2,084 real episodes (all that the Changelog's shows had published, 104,460 answers) the index took 15.7 s and, with
//! transcripts and files in memory, 0.9 GB; the first search fetches half as many bytes again as of 200. Aim there, first
//! place in three draws of queries: exact 97.9, 95.1, 99.3 %; typo 96.4, 93.7, 96.7; misheard 97.9, 93.0, 96.4; speaker 97.8,
//! 94.2, 96.7; quoted 98.3, 98.0, 97.9; run 88.9, 86.1, 90.0. Of five thousand, made of the 200 with words respelt
//! (`--times=25`), it took 28 s and 2.0 GB.
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

mod index;

mod rank;

#[cfg(not(target_arch = "wasm32"))]
mod build;

#[cfg(not(target_arch = "wasm32"))]
mod field;

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

mod dictionary;

mod phrase;

mod find;

mod filter;

mod weigh;

mod run;

mod ask;

mod card;

mod marks;

pub use ask::{Hits, Notice, Request, ask};
#[cfg(not(target_arch = "wasm32"))]
pub use build::{Plan, build};
pub use card::{Hit, HitSpeaker, Match, Snippet};
pub use filter::{FacetCounts, FacetValue};
pub use fold::fold;
pub use index::{Index, Part, PartData};
#[cfg(not(target_arch = "wasm32"))]
pub use index::{PartView, Parts};
pub use lattice::Misheard;
pub use marks::{find, holds, utf16_marks};
pub use model::{
    ANSWERS_PER_FACETS, ANSWERS_PER_TEXT, Entry, Facets, Guesses, Head, Lead, Lists, META_VOICE, Name, Names, Pairs,
    Posting, Text, TextAnswer, TextEpisode, TextParagraph, TextSpeaker, Words, hash, pair_hash, same_form,
};
pub use query::{Hint, Query, parse};
#[cfg(not(target_arch = "wasm32"))]
pub use related::{Related, related};
pub use weigh::Sort;
