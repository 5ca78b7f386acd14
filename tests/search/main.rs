//! Search through its public surface, a file an area: `text` folds and marks, `query` reads what is typed, `answers` says
//! which answers are found and in which order, `snippets` what a hit shows, `facets` what filters would give, `fuzzy` and
//! `synonyms` how other words are found, `frequent` and `sequences` what a large library asks for, `parts` which parts of an
//! index a question needs, `questions` what becomes of four words and more, `ranking` how often the answer sought comes first.
//!
//! Many cases are lines of a table in `tests/fixtures/search`: `table` says how to add one. `sample` has the libraries and
//! the ways to ask them.
//!
//! Not here: the files the index travels in (`tests/wire.rs`), and how fast a search is (`tests/bench`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../expect/mod.rs"]
mod expect;

mod sample;
mod table;

mod answers;
mod facets;
mod frequent;
mod fuzzy;
mod parts;
mod query;
mod questions;
mod ranking;
mod sequences;
mod snippets;
mod synonyms;
mod text;
