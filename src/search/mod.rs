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
//! asked twice, all in turns: of what somebody half remembers, ten of each kind that the aim is measured with, and of what is
//! typed. Nothing but fetching one file took 2.7 ms in the same sessions, three 4.8 ms, ten 12.7 ms.
//!
//! ```text
//!                     build s  cold kB  files  cold ms  fresh p50/p95 ms  repeat p50/p95 ms  60 queries kB    MB
//! answerbook              2.8      172     12      187       7.8 /  18.8        0.5 /   2.1           1487   2.8
//!   as typed                                                  4.9 /  16.5        0.4 /   1.6           1118   2.8
//! pagefind, answers      15.9      315     12      344      15.3 / 151.7        3.1 / 128.4           5247  27.9
//!   as typed                                                 13.9 /  78.4        2.0 /  32.6           4141  53.8
//! pagefind, episodes      6.3      257     12      338      17.7 / 173.7        4.8 / 122.5           7178  86.7
//!   as typed                                                 20.3 / 201.1        6.8 / 180.3           7309  20.1
//! flexsearch              2.6     7626     19     1029      11.5 / 338.0        0.2 /   2.9           3891 110.3
//!   as typed                                                  7.6 / 106.0        0.1 /   2.9           3290 110.1
//! minisearch (earlier)    4.4     4155     16      903      16.9 / 379.1        1.4 /  80.4           3911  94.2
//!
//! fresh p50 / max ms, files       exact              typo               misheard           speaker            quoted             run
//! answerbook                       6.4 /  23 (3)      7.8 /  13 (3)      7.5 /  14 (3)      4.6 /  21 (2)      8.8 /  14 (5)     14.0 /  22 (7)
//! pagefind, answers               19.5 /  59 (4)      9.7 /  21 (2)     10.7 /  21 (2)     13.7 /  45 (3)     36.4 / 173 (4)     38.4 / 159 (10)
//!
//! as typed                        one word           two words          a run              a beginning        a slip
//! answerbook                       3.6 /  17 (1)      4.7 /  15 (2)     11.1 /  28 (6)      3.2 /  11 (1)      5.6 /  12 (2)
//! pagefind, answers               19.5 / 110 (10)    11.5 /  24 (3)     42.8 / 215 (12)    13.3 /  22 (6)      5.2 /  13 (1)
//!
//! first place / first ten, %   exact        typo         misheard     speaker      quoted       run
//! answerbook (of 274 to 298)    98.9/100.0   98.9/100.0   98.9/100.0   97.4/100.0   100.0/100.0  100.0/100.0
//! pagefind, answers (of 100)    96.0/98.0    18.0/19.0    21.0/24.0    88.0/98.0    90.0/90.0    46.0/67.0
//! pagefind, episodes            87.0/97.0    24.0/27.0    29.0/39.0    91.0/97.0    90.0/90.0    12.0/43.0
//! minisearch                    98.0/100.0   97.0/100.0   97.0/100.0   96.0/100.0   21.0/39.0    23.0/37.0
//! flexsearch                    47.0/94.0    52.0/95.0    45.0/94.0    77.0/100.0   17.0/19.0    14.0/16.0
//! ```
//!
//! In this run three pairs of a run or a phrase were looked up instead of all, about a file less than now; in the one before, with
//! all, fresh was 7.6 and 18.5 ms, as typed 4.9 and 17.6. MiniSearch's times are from the first of three runs of that day, as
//! typed; the rivals' aim is too. The time of a build is that of the index with its files written: 1.9 and 2.8 s in the last two
//! runs, Pagefind's 17.2 and 15.9; in memory it takes 1.8 to 2.2. Quoted runs are those that stand once in the library; of one that several answers say, any may come first. One conversation of
//! these 300 was published twice, which no search can tell apart. In this draw, another of 300 and 200 others the first place is
//! exact 98.9 to 100 %, typo 98.9 to 100, misheard 98.9 to 99.6, speaker 97.4 to 98.5, quoted 100, run 99.3 to 100. Two of an
//! answer's words with their speaker often stand in more answers of theirs than that one, which bounds its kind.
//!
//! Of five thousand, made of 200 with words respelt (`--times=25`, 253,400 answers), the index took 22.0 s with its files (Pagefind,
//! a page per episode, 117.9 s in the same run) and 2.0 GB with transcripts and files in memory. Cold it was 221 kB and 250 ms (301
//! and 469), fresh 14.6 ms and p95 34.7 (36.1 and 226.8), sixty queries 1.3 MB (22.1).
//!
//! Of 2,084 real episodes (all that those shows had published, 104,460 answers) cold was 284 kB and 234 ms, fresh 9.4 ms and p95
//! 24.9 ms, sixty queries 2.3 MB (on 2026-11-24). First place in one draw (they differ by some in a hundred): exact 98.6 %, typo
//! 97.2, misheard 98.6, speaker 97.5, quoted 98.3, run 99.0. There the vocabulary is 200 kB, here 74.
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
