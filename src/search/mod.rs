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
//! phrase is compared with the text of its candidates in between, a remembered run of words with that of the answers to show,
//! those with all of it first. What a word stands for that the library does not hold is told by the vocabulary, which the page
//! sends for as soon as somebody is about to ask: then such words take no more rounds than others, and else two more. Time goes
//! with rounds, and with the number of files: one takes a browser two milliseconds at the least, however small it is.
//!
//! # What keeps a large library light
//!
//! - The dictionary is in shards, a form with its postings, sixteen levels of weight in place of counts and lengths. Of a
//!   form that very many answers hold, only the best places are told; the others are taken to hold it.
//! - A shard is some six kilobytes, leads included; a very large library has them for the words said most, a small one, whose
//!   texts are a few files anyway, for none.
//! - Beside other words the most common ones are not looked up at all: an answer with the others is taken to hold them.
//! - Pairs of neighbouring words, by hash, take the place of positions: a remembered run of words is told by them.
//! - Guesses only at words the library does not hold. All it does hold are one file, two bytes a word, asked for when a guess is:
//!   lists by first letters, last letters and sound were three files and a round for every guess, and told less.
//! - What an answer is like, who speaks and on which topic is loaded after the results.
//!
//! # Measured
//!
//! 2026-11-24, two cores, Chromium 156 over loopback, 300 real episodes with 15,326 answers and 3.1 million words, drawn at
//! random from the transcripts of the Changelog's shows; `cargo bench --bench search -- FOLDER` gives the table again. Bytes with
//! Brotli where hosts compress, fonts apart; times are the medians of twelve new profiles, and of three sessions of sixty queries
//! asked twice, all in turns. Nothing but fetching one file took 2.9 ms in the same sessions, three 4.7 ms, ten 12.2 ms.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              2.9      183     15      210       4.4 /  16.0        0.4 /   1.6           1000   2.9
//! pagefind, answers      14.4      296     12      302      15.2 /  44.7        2.0 /  16.6           3942  24.1
//! pagefind, episodes      5.2      225     12      322      23.0 / 149.5       10.8 / 132.9           7684  20.2
//! minisearch              3.8     4275     13      812      13.2 / 297.0        0.9 /  87.9           3947  97.2
//! flexsearch              2.5     7951     16      966       8.2 / 275.8        0.1 /   2.6           3623 115.0
//!
//! fresh p50 / max ms, files       one word           two words          a run              a beginning       a slip
//! answerbook                       3.1 /  18 (1)      4.6 /  12 (2)     11.4 /  21 (6)      2.8 /  16 (1)     4.5 /   8 (2)
//! pagefind, answers               17.9 /  54 (11)     9.8 /  33 (3)     36.9 /  95 (12)    16.5 /  31 (10)    5.8 /  15 (1)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 263 to 300)    99.6/100.0   98.6/ 99.6   98.6/100.0   96.7/100.0   100.0/100.0  99.3/99.3
//! pagefind, answers (of 100)    95.0/97.0    20.0/20.0    29.0/29.0    92.0/97.0    93.0/93.0    53.0/72.0
//! pagefind, episodes            89.0/97.0    30.0/39.0    34.0/37.0    88.0/97.0    93.0/93.0    16.0/44.0
//! minisearch                    98.0/100.0   98.0/100.0   97.0/100.0   93.0/100.0   24.0/40.0    23.0/41.0
//! flexsearch                    37.0/90.0    40.0/91.0    37.0/92.0    73.0/98.0    10.0/11.0    14.0/17.0
//! ```
//!
//! The time of a build is that of the index with its files written; it varies with what the disk is at: in five runs of that day it
//! was 1.9 to 2.9 s, Pagefind's in four 14.4 to 19.5. Quoted runs are those that stand once in the library; of one that several
//! answers say, any may come first. Two of an answer's words with their speaker often stand in more answers of theirs than that
//! one, which bounds its kind: in four more libraries (three such draws of 300, and 200 others) first place was exact 98.9 to
//! 99.6 %, typo 98.2 to 99.3, misheard 98.5 to 99.3, speaker 97.7 to 98.1, quoted 99.6 to 100, run 98.7 to 100.
//!
//! Of 2,084 real episodes (all that those shows had published, 104,460 answers) the index took 8 to 14 s and, with transcripts and
//! files in memory, 0.9 GB. Cold it was 284 kB and 234 ms, fresh 9.4 ms and p95 24.9 ms, sixty queries 2.3 MB. First place in one
//! draw (they differ by some in a hundred): exact 98.6 %, typo 96.8, misheard 98.6, speaker 96.0, quoted 98.3, run 98.6. There
//! the vocabulary is 200 kB, here 74, and taking it in is the longest that the page stands still: 22 ms, once. Of five thousand, made
//! of 200 with words respelt (`--times=25`), the index took 16 s and 2.0 GB.
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
mod salience;

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
    ANSWERS_PER_FACETS, ANSWERS_PER_TEXT, Entry, Facets, Head, Lead, Lists, META_VOICE, Name, Names, Pairs, Posting,
    Text, TextAnswer, TextEpisode, TextParagraph, TextSpeaker, Vocabulary, Words, hash, pair_hash, same_form,
};
pub use query::{Hint, Query, parse};
#[cfg(not(target_arch = "wasm32"))]
pub use related::{Related, related};
pub use weigh::Sort;
