//! Answerbook turns a folder of interview transcripts into a static web site in which every answer can be found,
//! linked to and embedded. This page is the architecture, and the document of record for it.
//!
//! # Three flows
//!
//! An episode becomes pages and an index:
//!
//! ```text
//! episodes/*.md ─source─▶ Library ─┬─search::Plan─▶ Index ─wire::encode─▶ index/<generation>/*.bin ─┐
//!   (canonical form)      (values) └─page (Leptos, rendered to HTML)─▶ site::render ────────────────┼─▶ dist/
//! links/*.ledger ────links::Resolutions (redirects, tombstones)──────────▲     app shell ───────────┘
//! ```
//!
//! A query becomes cards, in the browser:
//!
//! ```text
//! typed ─app::library_search─▶ View ─search::parse─▶ Query ─app::engine─▶ search::ask ─┬─ hits ─▶ app::results ─▶ page::card
//!                                                                 ▲   missing parts ◀──┘
//!                                                                 └─ wire::decode_part ◀─ app::browser::fetch
//! ```
//!
//! An edit becomes the page of a moved answer:
//!
//! ```text
//! new version ─import─▶ links::carry (aligns paragraphs, keeps ids) ─▶ episodes/*.md, links.pending
//! publish ─▶ source::assign_ids ─▶ links::problems ─▶ links/*.ledger (append only) ─links::Resolutions─▶ site::redirects ─▶ page
//! ```
//!
//! The site is plain HTML that reads without any script. In the browser `app` starts on top of it: it mounts the search into
//! the slots that the pages leave for it, asks the same `search` code that the command line asks, and fetches the parts of the
//! index when it needs them.
//!
//! # Where things are, in reading order
//!
//! - [`transcript`] is the model: values with invariants. It knows nothing of files, formats, HTML or search.
//! - [`source`] reads and writes the canonical Markdown form and the settings beside it. Reading never fails: it returns
//!   what it could read and every problem.
//! - `language` is what languages and scripts differ in: sentences, stop words, blanks. Native only.
//! - [`import`] reads other formats into the model, with what it forgave and left out.
//! - [`export`] writes the model in formats that other programs read.
//! - [`topics`] proposes topics from the words of a library, and says which answers are about the same thing.
//! - [`links`] is the ledger of every id ever published, and what became of each.
//! - [`search`] turns a library into an index and a query into hits. Pure; the same code builds and asks.
//! - [`wire`] is the files between command line and browser, encoders and decoders side by side, versioned.
//! - [`page`] draws: values in, Leptos views out, rendered natively. It calls no browser API.
//! - [`site`] is a pure function from a library to paths and bytes.
//! - `app` (browser only) is the interactive part of the pages; `app/browser` alone names `web_sys` and `gloo`.
//! - `cli` (native only) is the one place that reads, writes, serves, prints and exits. Its command `publish` makes a
//!   release.
//!
//! # The rule of dependence
//!
//! | module | may use |
//! |---|---|
//! | `transcript`, `language` | none of the others |
//! | `source`, `export`, `links`, `search` | `transcript` |
//! | `import`, `topics` | `transcript`, `language` |
//! | `wire` | `transcript`, `search` |
//! | `page` | `transcript`, `links` |
//! | `site` | `transcript`, `source`, `topics`, `links`, `search`, `wire`, `page` |
//! | `app` | `transcript`, `links`, `search`, `wire`, `page` |
//! | `cli` | all but `language`, `page` and `app` |
//!
//! None but `cli` and `app/browser` touches files, clock or network. Inside a folder, files form no circle. `tests/layers.rs`
//! reads the sources and checks all of this; it also checks which crates reach the browser.
//!
//! # Invariants
//!
//! - The text of a paragraph is verbatim. Corrections are a layer over it; those for the whole library are in no episode's file.
//! - An id is written into the episode once and never derived again: not from text, position or time.
//! - The ledger is append only, and every id in it leads somewhere.
//! - The same library gives the same bytes, on every machine, with any number of cores, on any day.
//! - Pages are complete without scripts. The app never draws the text of a transcript again.
//! - Bad input gives a problem with its place, and no reader of input panics.
//!
//! # A bug: where to start
//!
//! | what is wrong | start at |
//! |---|---|
//! | an episode is read wrongly, or a message about one is | `source/body.rs`, `source/front.rs`; a case in `tests/fixtures/source` |
//! | an imported transcript is wrong | the file of its format in `import/formats`; labels in `import/labels`; a case in `tests/fixtures/import` |
//! | a correction in `terms.toml` applies where it should not, or not where it should | `transcript/library_correction.rs` |
//! | `check` calls a name misheard that is right | `search/misheard_names` |
//! | a word is split or folded wrongly | `search/text/tokenize.rs`, `search/text/token_graph.rs` |
//! | an answer is not found | `search/retrieve/terms.rs`; misspellings in `search/retrieve/fuzzy.rs` |
//! | one answer ranks above another | `search/rank/score.rs` at query time, `search/build/bm25f.rs` at build time |
//! | a snippet is cut or marked wrongly | `search/snippet` |
//! | a reader's browser cannot read the index | `wire`, `app/browser/fetch.rs`, `public/answerbook.js` |
//! | a page shows the wrong thing | the file of that page in `page`; its metadata and feeds in `site` |
//! | a topic is proposed that is none, or one is missing | `topics/score.rs`; two in one, `topics/grouping.rs`; its name and terms, `topics/writing.rs` |
//! | a link broke, or a redirect is wrong | `links/resolve.rs`, then `site/redirects.rs` |
//! | ids were lost in a new version of a transcript | `links/align.rs`, `links/carry.rs`; a case in `tests/fixtures/carry` |
//! | people are renamed or joined wrongly | `source/speaker_edit.rs`, `source/speaker_entries.rs`; a case in `tests/speakers.rs` |
//! | a double is not offered, or two people are | `cli/speakers/doubles.rs`, `cli/speakers/folded_name.rs` |
//! | the page does not react | `app/library_search.rs`; the states of the page are a table in `app/mod.rs` |
//! | a command prints or does the wrong thing | the file of that command in `cli`; a session in `tests/fixtures/command_line` |
//!
//! # Working on it
//!
//! ```text
//! cargo test --test source               one area; the areas are the files and folders of tests/
//! cargo test --test search synonyms      the tests with a word in their name
//! cargo test --test browser -- theme     the journeys with a word in their name, in a real browser
//! FAULTS=all cargo test --test crash     a fault at every system call, instead of at some
//! UPDATE_EXPECT=1 cargo test             rewrites every expected output that differs: read the diff
//! cargo bench --bench search -- FOLDER   the search beside its rivals, over a folder of real transcripts
//! cargo bench --bench slow_line          when pages can be read over a slow line, and when a question is answered
//! cargo bench --bench topics -- FOLDER   the topics proposed for a folder of transcripts, beside a list of TF-IDF
//! cargo run --manifest-path tests/fuzz/Cargo.toml -- --minutes 15   every reader of foreign bytes, fuzzed
//! cargo bench --bench growth             how time grows with what somebody writes much of
//! .ci/deny advisories                    the dependencies beside what is known of them, from the network
//! .ci/run                                the whole gate
//! ```
//!
//! - *A format to import*: a file in `import/formats` with its reader, two lines that name it, and a folder of cases.
//! - *A language*: see the documentation of [`search`].
//! - *A kind of index part*: see the documentation of [`search`].
//! - *A reader of foreign bytes*: also a function in `tests/fuzz/targets.rs`.
//! - *A test case*: a folder or a line of a table in `tests/fixtures`; the head of each test file says how.
//! - *An algorithm with an oracle* (another implementation, or a slow one that is plainly right) has its tests in the same
//!   file. Everything else is tested through the public functions, from `tests/`.
//!
//! # Two targets, no feature flags
//!
//! `cfg(target_arch = "wasm32")` chooses between the command line and the app, in `Cargo.toml` as in `main.rs`; `source`,
//! `language`, `import`, `export`, `topics`, `site` and `cli` are not compiled for the browser at all. There is no combination of features that does not
//! compile. The app shell (WASM, its JavaScript, CSS and fonts) is built in a checkout by `cli/shell`, kept in `public/app` while its
//! inputs are as they were, and put into release builds and packages by the build script, `src/build.rs`: the program then
//! needs no other file and no tool. Trunk, for who has it, makes the same app (`tests/trunk.rs`). Everything else is rendered over
//! the shell in a fraction of a second.

pub mod transcript;

#[cfg(not(target_arch = "wasm32"))]
pub mod source;

#[cfg(not(target_arch = "wasm32"))]
mod language;

#[cfg(not(target_arch = "wasm32"))]
pub mod import;

#[cfg(not(target_arch = "wasm32"))]
pub mod export;

#[cfg(not(target_arch = "wasm32"))]
pub mod topics;

pub mod links;

pub mod search;

pub mod wire;

pub mod page;

#[cfg(not(target_arch = "wasm32"))]
pub mod site;

#[cfg(target_arch = "wasm32")]
pub mod app;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;

/// The generator of the tests beside the code; the tests in `tests` have the same.
#[cfg(test)]
#[path = "../tests/random/mod.rs"]
mod random;
