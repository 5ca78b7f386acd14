//! The files of the search index, in a folder whose name changes with their content, so that caches may keep them for
//! ever.
//!
//! Not here: what is in the index ([`crate::search`]), its binary form ([`crate::wire`]), and what is in the files of the search
//! field's suggestions, which are in the same folder ([`super::suggestions`]).

use super::output_file::OutputFile;
use super::suggestions::Suggestions;
use crate::transcript::Library;
use crate::{search, wire};

/// The search index as files.
pub(super) struct SearchIndex {
    /// The address of the folder.
    pub(super) folder: String,
    /// The number of buckets of the suggestions.
    pub(super) suggestion_buckets: usize,
    pub(super) files: Vec<OutputFile>,
}

impl SearchIndex {
    pub(super) fn of(plan: &search::Plan<'_>, library: &Library) -> Self {
        let mut files = wire::encode(plan);
        let suggestions = Suggestions::of(library);
        files.extend(suggestions.files);
        let folder = format!("index/{}/", wire::generation(&files));
        let files = files.into_iter().map(|(name, bytes)| OutputFile::new(format!("{folder}{name}"), bytes)).collect();
        Self { folder, suggestion_buckets: suggestions.buckets, files }
    }
}
