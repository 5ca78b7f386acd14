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
//! 2026-11-26, two cores, Chromium 156 over loopback, 300 real episodes with 14,554 answers and 3.0 million words, drawn at
//! random from the transcripts of the Changelog's shows; `cargo bench --bench search -- FOLDER` gives the table again. Bytes with
//! Brotli where hosts compress, fonts apart; times are the medians of twelve new profiles, and of three sessions of sixty queries
//! asked twice, all in turns. Nothing but fetching one file took 2.9 ms in the same sessions, three 5.2 ms, ten 13.2 ms.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              3.9      180     14      190       5.6 /  19.5        0.5 /   2.2           1122   2.9
//! pagefind, answers      17.2      283     13      370      14.9 /  65.9        2.2 /  23.5           4195   6.2
//! pagefind, episodes      6.5      255     13      377      26.9 / 185.1       10.9 / 128.0           7528  17.9
//! minisearch              4.2     4193     16      971      18.0 / 392.8        1.3 /  31.5           4207  95.2
//! flexsearch              2.9     7643     19     1112       9.0 / 338.6        0.1 /   3.5           3362 109.9
//!
//! fresh p50 / max ms, files       one word           two words          a run              a beginning       a slip
//! answerbook                       3.7 /  21 (1)      4.9 /   9 (2)     13.2 /  30 (7)      3.7 /  12 (1)     5.9 /  12 (2)
//! pagefind, answers               25.6 /  42 (10)    12.1 /  18 (3)     34.9 / 103 (12)    14.9 /  79 (10)    9.4 /  33 (2)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 264 to 298)    98.2/100.0   96.4/ 99.3   98.2/100.0   98.2/100.0   100.0/100.0  99.0/100.0
//! pagefind, answers (of 100)    96.0/97.0    23.0/26.0    31.0/32.0    95.0/97.0    85.0/85.0    48.0/74.0
//! pagefind, episodes            91.0/97.0    28.0/35.0    38.0/41.0    93.0/98.0    85.0/85.0    13.0/43.0
//! minisearch                    98.0/100.0   99.0/100.0   98.0/100.0   93.0/100.0   26.0/44.0    16.0/38.0
//! flexsearch                    37.0/92.0    44.0/93.0    39.0/92.0    69.0/99.0    21.0/24.0    18.0/19.0
//! ```
//!
//! The time of a build is that of the index with its files written; it varies with what the disk is at: in two runs of that day it
//! was 2.5 and 3.9 s, Pagefind's 20.4 and 17.2. Quoted runs are those that stand once in the library; of one that several answers
//! say, any may come first. One conversation of these 300 was published twice, which no search can tell apart. Since then import
//! reads characters that are written as references (`&#39;`); with that, first place was, in this draw, another of 300 and 200
//! others: exact 98.9 to 100 %, typo 98.9 to 100, misheard 98.9 to 99.6, speaker 97.4 to 98.5, quoted 100, run 99.3 to 100. Two of
//! an answer's words with their speaker often stand in more answers of theirs than that one, which bounds its kind.
//!
//! Of 2,084 real episodes (all that those shows had published, 104,460 answers) the index took 8 to 14 s and, with transcripts and
//! files in memory, 0.9 GB. Cold it was 284 kB and 234 ms, fresh 9.4 ms and p95 24.9 ms, sixty queries 2.3 MB (on 2026-11-24). First
//! place in one draw (they differ by some in a hundred): exact 98.6 %, typo 97.2, misheard 98.6, speaker 97.5, quoted 98.3, run
//! 99.0. There the vocabulary is 200 kB, here 74. Of five thousand, made of 200 with words respelt (`--times=25`), the index took
//! 16 s and 2.0 GB (on 2026-11-24).
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
    Text, TextAnswer, TextEpisode, TextParagraph, TextSpeaker, Vocabulary, Words, hash, pair_hash, pair_shard,
    same_form,
};
pub use query::{Hint, Query, parse};
#[cfg(not(target_arch = "wasm32"))]
pub use related::{Related, related};
pub use weigh::Sort;
