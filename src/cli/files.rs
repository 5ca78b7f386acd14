//! Files that are read: texts with their problems, each of a size that fits what it is.
//!
//! Not here: what they hold, and writing them ([`super::storage`]).

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::source::{self, MAX_LOG_BYTES, WithProblems};
use crate::transcript::Problem;

/// The most bytes of a file that is read to see what it is, 256 MiB: far over the limit that [`source::decode`] explains, and below
/// what fills the memory.
const MAX_READ_BYTES: u64 = 256 << 20;

/// The most bytes of a font, 64 MiB: some of those with all Chinese characters have 20.
const MAX_FONT_BYTES: u64 = 64 << 20;

/// The folder of what can be made again, in this user's cache; `None` where this user has no home.
pub(super) fn cache_folder() -> Option<PathBuf> {
    let set = env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    Some(set.or_else(|| Some(env::home_dir()?.join(".cache")))?.join("answerbook"))
}

/// The text of a file, or what is wrong with it.
pub(super) fn read_text(path: &Path) -> WithProblems<String> {
    decoded(read_bytes(path, MAX_READ_BYTES), source::decode)
}

/// As [`read_text`], of a file that grows with every release; `None` where there is no file.
pub(super) fn read_log_if_present(path: &Path) -> Option<WithProblems<String>> {
    // A link to nowhere is there, and a problem.
    fs::symlink_metadata(path).is_ok().then(|| decoded(read_bytes(path, MAX_LOG_BYTES as u64), source::decode_log))
}

fn decoded(bytes: Result<Vec<u8>, Problem>, decode: fn(&[u8]) -> WithProblems<String>) -> WithProblems<String> {
    match bytes {
        Ok(bytes) => decode(&bytes),
        Err(problem) => WithProblems { value: None, problems: vec![problem] },
    }
}

/// As [`read_text`]; `None` where there is no file.
pub(super) fn read_text_if_present(path: &Path) -> Option<WithProblems<String>> {
    fs::symlink_metadata(path).is_ok().then(|| read_text(path))
}

/// The text of a file that grows with every release; empty where there is no file.
///
/// # Errors
/// When the file cannot be read or is not UTF-8.
pub(super) fn read_or_empty(path: &Path) -> Result<String> {
    match read_log_if_present(path) {
        None => Ok(String::new()),
        Some(WithProblems { value: Some(text), .. }) => Ok(text),
        Some(WithProblems { value: None, problems }) => Err(unreadable(path, &problems)),
    }
}

/// The bytes of a font.
///
/// # Errors
/// When it cannot be read, is no file, or is larger than any font.
pub(super) fn read_font(path: &Path) -> Result<Vec<u8>> {
    read_bytes(path, MAX_FONT_BYTES).map_err(|problem| unreadable(path, &[problem]))
}

fn unreadable(path: &Path, problems: &[Problem]) -> anyhow::Error {
    let why = problems.first().map(|problem| [Some(problem.what.as_str()), problem.found.as_deref()]);
    let why: Vec<&str> = why.into_iter().flatten().flatten().collect();
    anyhow!("cannot read {}: {}", path.display(), why.join(", "))
}

/// A text with lines added at its end.
pub(super) fn with_lines(mut text: String, lines: &[String]) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The bytes of a regular file that is not too large.
fn read_bytes(path: &Path, max_bytes: u64) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| Problem::error(0..0, format!("cannot be read: {error}"));
    let metadata: Metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let found = if metadata.is_dir() { "a folder" } else { "no regular file" };
        return Err(Problem::error(0..0, "not a file").found(found).expected("a text file"));
    }
    if metadata.len() > max_bytes {
        let mebibytes = metadata.len() >> 20;
        return Err(Problem::error(0..0, "file too large").found(format!("{mebibytes} MiB")));
    }
    fs::read(path).map_err(unreadable)
}

/// SHA-256 over the names and bytes of files that grow with every release, those apart that are not there; `None` where one cannot be
/// read.
pub(super) fn hash_logs(paths: &[PathBuf]) -> Option<[u8; 32]> {
    let there = paths.par_iter().filter(|path| fs::symlink_metadata(path).is_ok());
    let hashes = there.map(|path| {
        let bytes = read_bytes(path, MAX_LOG_BYTES as u64).ok()?;
        Some((path.file_name().unwrap_or_default(), Sha256::digest(bytes)))
    });
    let mut hash = Sha256::new();
    for (name, of_bytes) in hashes.collect::<Option<Vec<_>>>()? {
        let name = name.as_encoded_bytes();
        hash.update(name.len().to_le_bytes());
        hash.update(name);
        hash.update(of_bytes);
    }
    Some(hash.finalize().into())
}

/// Every file of a folder and of the folders in it, by path relative to the folder, with `/` between its parts.
///
/// # Errors
/// When something cannot be read, or a name is not UTF-8.
pub(super) fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    read_into(&mut files, folder, "")?;
    Ok(files)
}

fn read_into(files: &mut BTreeMap<String, Vec<u8>>, folder: &Path, prefix: &str) -> Result<()> {
    let context = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let Ok(name) = entry.file_name().into_string() else {
            bail!("{}: a file's name is not UTF-8", folder.display())
        };
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            read_into(files, &entry.path(), &format!("{path}/"))?;
        } else {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}
