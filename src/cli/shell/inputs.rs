//! The record of what an app was built from: the path and a hash of every input, kept in the folder of the app.
//!
//! An app is current while every file of its record is as it was. A new source file needs no place in a record: it is
//! compiled only where one that is recorded names it, and so changes. The build script compiles this file too, so it
//! uses the standard library alone. Not here: which files are inputs ([`super::compile`], [`super::assets`]).

use std::path::Path;
use std::time::SystemTime;
use std::{fs, io};

use super::fnv1a_64;

/// The name of the record, in the folder of an app.
pub(super) const RECORD: &str = "inputs.txt";

/// The manifest as it was before cargo rewrote it for a package.
const ORIGINAL_MANIFEST: &str = "Cargo.toml.orig";

/// What stands for the hash of a file that was edited during the build: the app is not that of any one state of it.
const EDITED: &str = "edited";

/// The record of some inputs: their paths are relative to `root`, with `/` between the parts. `tools` is the first line, and
/// `since` the beginning of the build.
///
/// # Errors
/// When an input cannot be read.
pub(super) fn record<'a>(
    root: &Path,
    tools: &str,
    since: SystemTime,
    inputs: impl Iterator<Item = &'a str>,
) -> io::Result<String> {
    let mut text = format!("{tools}\n");
    for path in inputs {
        let is_edited = fs::metadata(root.join(path))?.modified()? > since;
        let hash = if is_edited { EDITED.to_owned() } else { hash(root, path)? };
        text.push_str(&format!("{hash} {path}\n"));
    }
    Ok(text)
}

/// The line of a record that names the tools.
pub(super) fn tools(record: &str) -> &str {
    record.lines().next().unwrap_or_default()
}

/// Whether every input of a record is as it was.
pub(super) fn is_current(record: &str, root: &Path) -> bool {
    let mut inputs = record.lines().skip(1).peekable();
    inputs.peek().is_some()
        && inputs.all(|line| {
            line.split_once(' ').is_some_and(|(before, path)| hash(root, path).is_ok_and(|now| now == before))
        })
}

/// The hash of an input, in hexadecimal digits.
fn hash(root: &Path, path: &str) -> io::Result<String> {
    let original = root.join(ORIGINAL_MANIFEST);
    let file = if path == "Cargo.toml" && original.is_file() { original } else { root.join(path) };
    Ok(format!("{:016x}", fnv1a_64(fs::read(file)?.into_iter())))
}
