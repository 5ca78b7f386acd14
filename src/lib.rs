//! Answerbook turns a folder of interview transcripts into a static web site in which every answer can be found,
//! linked to and embedded. This page is the architecture, and the document of record for it.
//!
//! # From text to page
//!
//! ```text
//! episodes/*.md ──source──▶ transcript model ──┬─▶ search index ──wire──▶ index files ──┐
//!   (the canonical form)     (pure values)     ├─▶ page (Leptos, rendered to HTML) ─────┼─▶ site ────▶ dist/
//! links.ledger ─────────────────links──────────┘   shell (Trunk: WASM, JS, CSS, fonts) ──┘
//! ```
//!
//! The site is plain HTML that reads without any script. In the browser `app` wakes on top of it: it mounts the
//! search into the slots the pages leave for it, asks the same `search` code that the command line asks, and fetches
//! the index files it needs, when it needs them.
//!
//! # Where things are, in reading order
//!
//! - [`transcript`] is the model: values with invariants. It knows nothing of files, formats, HTML or search.
//! - [`source`] reads and writes the canonical Markdown form and the settings beside it. Reading never fails: it returns
//!   what it could read and every problem.
//! - [`import`] reads other formats into the model, with what it forgave and left out.
//! - [`links`] is the ledger of every id ever published, and what became of each.
//! - [`search`] turns a library into an index and a query into hits. Pure; the same code builds and asks.
//! - [`wire`] is the files between command line and browser, encode and decode side by side, versioned.
//! - [`page`] draws: values in, Leptos views out, rendered natively. It calls no browser API.
//! - [`site`] is a pure function from a library to paths and bytes.
//! - `app` (browser only) moves what the pages hold still; `app/browser` alone names `web_sys` and `gloo`.
//! - `cli` (native only) is the one place that reads, writes, serves, prints and exits.
//!
//! # The rule of dependence
//!
//! `transcript` knows none of the others; `source`, `import`, `links` and `search` know it alone; `wire` knows `transcript` and `search`;
//! `page` knows `transcript` and `search`'s results; `site` knows all the pure ones; `app` never `source`, `import`,
//! `site` or `cli`; `cli` all but `app`. None but `cli` and `app/browser` touches files, clock or network. A test reads the sources
//! and holds the rule; another counts what reaches the browser.
//!
//! # Two targets, no feature flags
//!
//! `cfg(target_arch = "wasm32")` chooses between the command line and the app, in `Cargo.toml` as in `main.rs`; `source`,
//! `import`, `site` and `cli` are not compiled for the browser at all. There is
//! no combination of features that does not compile. The shell (WASM, its JavaScript, CSS and fonts) is built by Trunk and
//! cached by a hash of its inputs; everything else is rendered over it in a fraction of a second.

pub mod transcript;

#[cfg(not(target_arch = "wasm32"))]
pub mod source;

#[cfg(not(target_arch = "wasm32"))]
pub mod import;

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
