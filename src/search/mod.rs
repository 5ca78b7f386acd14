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
//! Brotli where hosts compress, fonts apart; times are the medians of twelve new profiles with a query each, and of three sessions
//! of sixty queries asked twice, all in turns: of what somebody half remembers, ten of each kind that the aim is measured with, and
//! of what is typed, ten of each kind that the rivals were first measured with. Nothing but fetching one file took 3.6 ms in the
//! same sessions, three 6.4 ms, ten 16.9 ms: three rare words are three files, and that is most of what they take. Cold starts vary
//! most: in three runs of the same day ours took 264, 254 and 228 ms, Pagefind with a page per answer 398, 482 and 395.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              2.8      171     12      228       9.3 /  20.5        0.4 /   1.0           1518   3.2
//!   as typed                                                  5.6 /  26.6        0.5 /   2.3           1097   3.2
//! pagefind, answers      21.9      289     12      395      24.1 / 186.6        4.2 / 142.1           5247  28.0
//!   as typed                                                 25.8 / 116.4        3.9 /  75.0           3914  64.2
//! pagefind, episodes      7.2      213     12      464      20.8 / 205.8        6.5 / 156.3           7178  86.7
//!   as typed                                                 34.8 / 220.8       19.9 / 174.8           7598  22.0
//! flexsearch              3.1     7607     16     1391      14.1 / 372.7        0.2 /   3.8           3891 110.3
//!   as typed                                                  9.2 / 153.5        0.1 /   3.2           3342 111.3
//! minisearch              4.6     4153     14     1109      38.0 / 385.6        3.1 / 141.5           3799  93.8
//!   as typed                                                 19.3 / 175.3        0.9 /  53.7           3826  94.0
//!
//! fresh p50 / max ms, files       exact              typo               misheard           speaker            quoted             run
//! answerbook                       7.2 /  31 (3)      8.8 /  24 (3)      8.9 /  21 (3)      5.4 /  23 (2)     10.6 /  19 (5)     14.3 /  21 (8)
//! pagefind, answers               28.4 /  77 (4)     15.4 /  34 (2)     17.3 /  34 (2)     20.4 /  75 (3)     39.3 / 273 (4)     47.5 / 295 (10)
//!
//! as typed                        one word           two words          a run              a beginning        a slip             nobody's word
//! answerbook                       4.4 /  22 (1)      9.8 /  38 (3)     13.3 /  31 (7)      5.0 /  17 (1)      4.8 /  12 (1)      0.2 /   5 (0)
//! pagefind, answers               30.0 / 111 (11)    22.1 /  43 (4)     66.6 / 197 (13)    23.2 /  33 (11)    19.5 / 154 (10)    14.2 / 122 (5)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 274 to 298)    98.6/100.0   98.6/100.0   98.2/100.0   97.1/100.0   100.0/100.0  100.0/100.0
//! pagefind, answers (of 100)    96.0/98.0    18.0/19.0    21.0/24.0    88.0/98.0    90.0/90.0    46.0/67.0
//! pagefind, episodes            87.0/97.0    24.0/27.0    29.0/39.0    91.0/97.0    90.0/90.0    12.0/43.0
//! minisearch                    98.0/100.0   97.0/100.0   97.0/100.0   96.0/100.0   21.0/39.0    23.0/37.0
//! flexsearch                    47.0/94.0    52.0/95.0    45.0/94.0    77.0/100.0   17.0/19.0    14.0/16.0
//! ```
//!
//! The time of a build is that of the index with its files written; in memory it takes 2.5 s. Quoted runs are those that stand
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
