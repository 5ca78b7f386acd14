//! The files of the search index, in a folder whose name changes with their content, so that caches may keep them for
//! ever.
//!
//! Not here: what is in the index ([`crate::search`]), its binary form ([`crate::wire`]).

use super::output_file::OutputFile;
use crate::{search, wire};

/// The search index as files.
pub(super) struct SearchIndex {
    /// The address of the folder.
    pub(super) folder: String,
    pub(super) files: Vec<OutputFile>,
}

impl SearchIndex {
    pub(super) fn of(plan: &search::Plan<'_>) -> Self {
        let files = wire::encode(plan);
        let folder = format!("index/{}/", wire::generation(&files));
        let files = files.into_iter().map(|(name, bytes)| OutputFile::new(format!("{folder}{name}"), bytes)).collect();
        Self { folder, files }
    }
}
