//! The app that is kept in a checkout, in `public/app`, and used while its inputs are as they were.
//!
//! It is also what a release build and a package carry. Not here: building one ([`super::from_sources`]).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Shell;
use super::inputs::{self, RECORD};
use crate::cli::files::read_folder;
use crate::cli::storage::{self, Durability};

/// The folder, relative to the root; git ignores it. `src/build.rs` knows it too.
const FOLDER: &str = "public/app";

/// The folder of the app's files, in that folder.
const FILES: &str = "files";

/// The folder of the kept app of a checkout.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// The kept app, if it was made with these tools and of what is there now.
pub(super) fn find(root: &Path, tools: &str) -> Option<Shell> {
    let folder = folder(root);
    let record = fs::read_to_string(folder.join(RECORD)).ok()?;
    if inputs::tools(&record) != tools || !inputs::is_current(&record, root) {
        return None;
    }
    Shell::of_files(read_folder(&folder.join(FILES)).ok()?)
}

/// Keeps an app in a folder, in the place of the one that is there. The record is written last: without it there is no
/// app.
///
/// # Errors
/// When a file cannot be written or removed.
pub(super) fn keep(folder: &Path, shell: &Shell, record: &str) -> Result<()> {
    let (record_file, files_folder) = (folder.join(RECORD), folder.join(FILES));
    if record_file.exists() {
        fs::remove_file(&record_file).with_context(|| format!("cannot remove {}", record_file.display()))?;
    }
    if files_folder.exists() {
        fs::remove_dir_all(&files_folder).with_context(|| format!("cannot clear {}", files_folder.display()))?;
    }
    for (path, bytes) in shell.kept_files() {
        let file = files_folder.join(path);
        let parent = file.parent().unwrap_or(&files_folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        storage::replace(&file, bytes, Durability::Cached)?;
    }
    storage::replace(&record_file, record.as_bytes(), Durability::Cached)
}
