//! Search: a library becomes an index, a query becomes hits. Pure: no files, no clock, no network, and the same code
//! natively and in the browser.
//!
//! ```text
//! Library ──build──▶ Index = Head + parts        (native: stems, weighs, cuts into shards and chunks)
//! text ──parse──▶ Query ──┐
//!                Request ─┴─ask──▶ Hits, or the parts that are missing: load, put, ask again
//! ```
//!
//! [`ask`] keeps nothing between calls. It names first the shards of the pairs and of the dictionary; with these come the
//! *leads*, what each word alone is answered with first, cut out of the answers as a card shows it. Where these say all that
//! the texts would, that was the only round; elsewhere the chunks of text with the answers to show are the second. A long
//! phrase is compared with the text of its candidates in between, a remembered run of words with that of the answers to show,
//! those with all of it first; where its pairs lead to one answer that has it all, that is the answer before its words have
//! come. What a word stands for that the library does not hold is told by the vocabulary, which the page sends for as soon as
//! somebody is about to ask: then such words take no more rounds than others, and else two more. Time goes with rounds, and with
//! the number of files: one takes a browser two milliseconds at the least, however small it is.
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
//! - Of the texts that come few words are read: which paragraphs cannot hold what is sought is told by their letters.
//!
//! # Measured
//!
//! 2026-11-27, two cores, Chromium 156 over loopback, 300 real episodes with 14,554 answers and 3.0 million words, drawn at
//! random from the transcripts of the Changelog's shows; `cargo bench --bench search -- FOLDER` gives the table again. Bytes with
//! Brotli where hosts compress, fonts apart; times are the medians of twelve new profiles, and of three sessions of sixty queries
//! asked twice, all in turns: of what somebody half remembers, ten of each kind that the aim is measured with, and of what is
//! typed, ten of each kind that the rivals were first measured with. Nothing but fetching one file took 3.9 ms in the same
//! sessions, three 6.6 ms, ten 16.2 ms: three rare words are three files, and that is most of what they take.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              2.2      170     12      206      10.0 /  20.3        0.4 /   1.2           1518   3.2
//!   as typed                                                  5.5 /  26.0        0.5 /   2.1           1097   3.2
//! pagefind, answers      22.7      315     12      405      21.4 / 178.4        4.1 / 147.9           5247   5.2
//!   as typed                                                 23.5 / 115.2        4.1 /  93.5           3914  64.3
//! pagefind, episodes      7.1      257     12      371      23.0 / 187.4        6.3 / 138.4           7178  17.6
//!   as typed                                                 38.0 / 214.6       19.9 / 203.7           7598  25.4
//! flexsearch              2.9     7626     19     1180      15.9 / 407.2        0.2 /   3.5           3891 110.3
//!   as typed                                                  8.3 / 147.2        0.2 /   3.8           3342 111.3
//! minisearch              4.7     4155     16     1061      40.6 / 373.0        3.0 / 134.8           3799  93.8
//!   as typed                                                 15.3 / 161.8        0.8 /  39.5           3826  94.0
//!
//! fresh p50 / max ms, files       exact              typo               misheard           speaker            quoted             run
//! answerbook                       8.9 /  33 (3)      9.1 /  16 (3)      9.2 /  19 (3)      6.8 /  29 (2)     11.5 /  18 (5)     13.8 /  21 (8)
//! pagefind, answers               22.7 /  68 (4)     14.5 /  33 (2)     17.0 /  36 (2)     18.3 /  58 (3)     40.5 / 252 (4)     43.7 / 230 (10)
//!
//! as typed                        one word           two words          a run              a beginning        a slip             nobody's word
//! answerbook                       5.5 /  25 (1)     11.4 /  34 (3)     13.2 /  26 (7)      5.0 /  14 (1)      4.3 /  10 (1)      0.2 /   4 (0)
//! pagefind, answers               35.6 / 115 (11)    18.8 /  45 (4)     60.4 / 199 (13)    21.6 /  35 (11)    18.7 / 143 (10)    14.3 / 109 (5)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 274 to 298)    98.6/100.0   98.6/100.0   98.2/100.0   97.1/100.0   100.0/100.0  100.0/100.0
//! pagefind, answers (of 100)    96.0/98.0    18.0/19.0    21.0/24.0    88.0/98.0    90.0/90.0    46.0/67.0
//! pagefind, episodes            87.0/97.0    24.0/27.0    29.0/39.0    91.0/97.0    90.0/90.0    12.0/43.0
//! minisearch                    98.0/100.0   97.0/100.0   97.0/100.0   96.0/100.0   21.0/39.0    23.0/37.0
//! flexsearch                    47.0/94.0    52.0/95.0    45.0/94.0    77.0/100.0   17.0/19.0    14.0/16.0
//! ```
//!
//! The time of a build is that of the index with its files written; in memory it takes 2.2 s. Quoted runs are those that stand
//! once in the library; of one that several answers say, any may come first. One conversation of these 300 was published twice,
//! which no search can tell apart. One draw may be a point off another, so `--items=3000` counts more of them; here and in another
//! draw of 300 episodes the first place is exact 99.5 and 99.5 %, typo 99.1 and 99.2, misheard 99.2 and 99.3, speaker 98.4 and
//! 98.4 (of 2,709 and 2,693), quoted 99.9 and 100, run 99.5 and 99.6. Two of an answer's words with their speaker are drawn for
//! other answers of theirs too: whoever knew how they are drawn would find 99.2 and 99.4 % first.
//!
//! Of five thousand, made of 1,667 real ones and two copies of each with words respelt (`--times=3`), the index took 18.2 s with
//! its files (Pagefind, a page per episode, 146.5 s in the same run) and 1.9 GB with transcripts and files in memory. Cold it was
//! 238 kB and 304 ms (401 and 604). What is remembered took 18.8 ms and p95 43.9 (54.5 and 563.7), what is typed 12.0 and 28.0
//! (71.0 and 264.2); sixty queries 2.3 MB (22.5).
//!
//! Of 2,084 real episodes (all that those shows had published, 104,460 answers) planning and packing took 9.2 s and 0.9 GB.
//! First place of five thousand draws: exact 97.7 %, typo 96.6, misheard 97.0, speaker 96.1; of one of 300
//! quoted 99.6, run 98.6. There the vocabulary is 200 kB, here 76.
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

mod sieve;

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
