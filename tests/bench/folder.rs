//! The transcripts of a folder and of those in it. Not here: what is in them.

use std::fs;
use std::path::{Path, PathBuf};

/// The Markdown files below a folder, in the order of their paths.
pub(crate) fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of transcripts") {
            let path = entry.expect("an entry of the folder").path();
            let is_markdown = path.extension().is_some_and(|end| end == "md" || end == "markdown");
            match path.is_dir() {
                true => folders.push(path),
                false => found.extend(is_markdown.then_some(path)),
            }
        }
    }
    found.sort();
    found
}
