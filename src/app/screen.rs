//! The screen of the library's search: what was asked for, and what came of it.
//!
//! Not here: how it is drawn ([`super::results`]) and what changes it ([`super::library_search`]).

use crate::page::view::View;
use crate::search::Hits;

/// What the page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ScreenState {
    /// The whole library: nothing was asked for.
    #[default]
    Idle,
    /// Results, or that there are none.
    Results,
    /// Why there is no answer.
    Error,
}

/// Whether what is shown is all there is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The results with only some of the words, and the counts of the filters, are still being loaded.
    Partial,
    /// Nothing more is being loaded.
    Complete,
}

/// All that the search shows. It is one value in one signal, since each signal costs the browser code of its own.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    /// What is asked for.
    pub(crate) view: View,
    /// How many results are asked for.
    pub(crate) limit: usize,
    /// What the page shows.
    pub(crate) state: ScreenState,
    /// The latest results, which are kept while others are being loaded.
    pub(crate) hits: Hits,
    /// Whether the query of these results has words or phrases, and is more than filters.
    pub(crate) has_terms: bool,
}
