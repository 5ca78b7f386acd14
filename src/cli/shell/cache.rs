//! Kept shells. One is valid while the inputs it was built from are as they were.
//!
//! Which sources are compiled for the browser is not written down here: the compiler says which it has read, and the list is
//! kept beside the shell. A new source file needs no place in that list: it is compiled only where one that is listed names
//! it, and so changes. Not here: building a shell ([`super::trunk`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::trunk::Built;
use crate::cli::files::read_folder;
use crate::cli::setup::Tools;
use crate::transcript::hex;

/// The inputs beside the compiled sources: those of cargo, rustup and Trunk.
const MANIFESTS: [&str; 4] = ["Cargo.toml", "Cargo.lock", "Trunk.toml", "rust-toolchain.toml"];

/// The folders of inputs: what Trunk copies and joins, and the sources, of which some are compiled.
const FOLDERS: [&str; 2] = ["public", SOURCES];

const SOURCES: &str = "src";

/// The number of shells that are kept: enough to go back and forth between branches. Each takes about a megabyte.
const KEPT: usize = 4;

/// The bytes of a key's hash.
const KEY_BYTES: usize = 8;

/// Files that a shell is built from, by path relative to the root, with `/` between its parts.
pub(super) struct Inputs {
    files: BTreeMap<String, Vec<u8>>,
}

impl Inputs {
    /// Reads everything that a shell may be built from. It is read before the build, so that an edit during the build makes
    /// the kept shell invalid.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        for name in MANIFESTS {
            let path = root.join(name);
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name.to_owned(), bytes);
        }
        for folder in FOLDERS {
            let inside = read_folder(&root.join(folder))?;
            files.extend(inside.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
        }
        Ok(Self { files })
    }

    /// The inputs with only these sources; with all of them where it is not known which were compiled.
    pub(super) fn of_sources(mut self, sources: &Option<Vec<String>>) -> Self {
        if let Some(sources) = sources {
            self.files.retain(|path, _| !is_source(path) || sources.contains(path));
        }
        self
    }

    /// The key of the shell that is built from these inputs: a hash of their paths and bytes and of the tools' versions.
    fn key(&self, sources: &[&str], tools: &Tools) -> String {
        let mut hash = Sha256::new();
        hash.update(tools.versions());
        for (path, bytes) in &self.files {
            if !is_source(path) || sources.contains(&path.as_str()) {
                hash.update(format!("\n{path} {}\n", bytes.len()));
                hash.update(bytes);
            }
        }
        hex(&hash.finalize(), KEY_BYTES)
    }
}

fn is_source(path: &str) -> bool {
    path.strip_prefix(SOURCES).is_some_and(|rest| rest.starts_with('/'))
}

/// The folder of a kept shell that is valid.
///
/// # Errors
/// When an input cannot be read.
pub(super) fn find(cache: &Path, root: &Path, tools: &Tools) -> Result<Option<PathBuf>> {
    let kept = kept(cache);
    if kept.is_empty() {
        return Ok(None);
    }
    let inputs = Inputs::read(root)?;
    Ok(kept.into_iter().find(|folder| {
        let list = fs::read_to_string(list_of_sources(folder)).unwrap_or_default();
        let sources: Vec<&str> = list.lines().collect();
        folder.file_name().is_some_and(|name| *name == *inputs.key(&sources, tools))
    }))
}

/// Keeps a shell that was built, with the list of its sources beside it, and removes the oldest.
///
/// # Errors
/// When it cannot be moved to its place.
pub(super) fn keep(cache: &Path, built: &Built, inputs: Inputs, tools: &Tools) -> Result<PathBuf> {
    let sources: Vec<&str> = inputs.files.keys().map(String::as_str).filter(|path| is_source(path)).collect();
    let folder = cache.join(inputs.key(&sources, tools));
    let list = list_of_sources(&folder);
    fs::write(&list, sources.join("\n")).with_context(|| format!("cannot write {}", list.display()))?;
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::rename(&built.folder, &folder)
        .with_context(|| format!("cannot move {} into its place", built.folder.display()))?;
    for old in kept(cache).into_iter().filter(|kept| *kept != folder).skip(KEPT - 1) {
        remove(&old);
    }
    Ok(folder)
}

/// The folders of all kept shells, the newest first.
fn kept(cache: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut kept: Vec<(SystemTime, PathBuf)> = entries
        .filter(|path| path.is_dir())
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    kept.sort();
    kept.into_iter().rev().map(|(_, path)| path).collect()
}

/// The file beside a kept shell that lists its sources, one a line.
fn list_of_sources(folder: &Path) -> PathBuf {
    folder.with_extension("sources")
}

/// Removes a kept shell. One that cannot be removed does not stop a build.
fn remove(folder: &Path) {
    let list = list_of_sources(folder);
    let remove_list = || if list.exists() { fs::remove_file(&list) } else { Ok(()) };
    if let Err(error) = fs::remove_dir_all(folder).and_then(|()| remove_list()) {
        anstream::eprintln!("warning: cannot remove {}: {error}", folder.display());
    }
}
