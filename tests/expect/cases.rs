//! Cases that are folders: whoever adds a folder adds a case.
//!
//! Not here: what a case's files mean, which its test says.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders in a folder of `tests/fixtures`, in the order of their names. There is at least one.
pub(crate) fn folders(of: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(of);
    let paths = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    cases
}
