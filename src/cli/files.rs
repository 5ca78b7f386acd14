//! Writing a site as a folder that is, at every moment, the old one or the new one: never half of one.
//!
//! A folder is replaced only where it is ours, empty or not there. Not here: what the files are.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::step::Progress;

/// The file by which we know a folder that we wrote.
pub(super) const MARKER: &str = ".answerbook";

/// What stands in the marker, before the lines that say what the folder was built from and how much it holds.
const MARKER_TEXT: &str = "This folder was written by Answerbook, which replaces it with every build.\n";

/// Says what a folder was built from and how much it holds.
fn marker_text(made_from: &str, files: usize, bytes: u64) -> String {
    format!("{MARKER_TEXT}made from {made_from}\nholds {files} files of {bytes} bytes\n")
}

/// Whether a folder holds the site that was made from this, as it was written: all of its files, none touched since.
pub(super) fn is_current(folder: &Path, made_from: &str) -> bool {
    let marker = folder.join(MARKER);
    let text = fs::read_to_string(&marker).unwrap_or_default();
    let Ok(written) = fs::metadata(&marker).and_then(|about| about.modified()) else { return false };
    // The marker is written last, so whatever is newer was written by somebody else.
    held(folder, written).is_some_and(|(files, bytes)| text == marker_text(made_from, files, bytes))
}

/// How many files a folder holds, the marker apart, and of how many bytes; `None` where one is newer than that.
fn held(folder: &Path, written: SystemTime) -> Option<(usize, u64)> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder).ok()?.collect::<Result<_, _>>().ok()?;
    let of = |entry: &fs::DirEntry| {
        let about = entry.metadata().ok()?;
        match about.is_dir() {
            true => held(&entry.path(), written),
            false if entry.file_name() == MARKER => Some((0, 0)),
            false => (about.modified().ok()? <= written).then_some((1, about.len())),
        }
    };
    let held: Option<Vec<(usize, u64)>> = entries.par_iter().map(of).collect();
    Some(held?.into_iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1)))
}

/// Puts a site in the place of a folder; `made_from` is kept in the marker, for [`is_current`].
///
/// # Errors
/// When the folder holds anything but an earlier site of ours, or something cannot be written; what was there is then
/// still there.
pub(super) fn replace(folder: &Path, files: &BTreeMap<String, Vec<u8>>, made_from: &str) -> Result<()> {
    // A link to a folder stays a link: what it points to is replaced.
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).context("--out names no folder")?;
    let replaces = check_replaceable(&folder)?;
    let (new, old) = (sibling(&folder, "new")?, sibling(&folder, "old")?);
    if let Err(error) = write(&new, files, made_from) {
        remove_quietly(&new);
        return Err(error);
    }
    let context = || format!("cannot put the site in place of {}", folder.display());
    if replaces {
        fs::rename(&folder, &old).inspect_err(|_| remove_quietly(&new)).with_context(context)?;
    }
    if let Err(error) = fs::rename(&new, &folder) {
        remove_quietly(&new);
        if replaces {
            fs::rename(&old, &folder).with_context(|| format!("the former site is in {}", old.display()))?;
        }
        return Err(error).with_context(context);
    }
    if replaces {
        fs::remove_dir_all(&old).with_context(|| format!("cannot remove the former site, {}", old.display()))?;
    }
    Ok(())
}

/// Writes a site's files and the marker into a folder, which is made where it is not there.
///
/// # Errors
/// When something cannot be written; part of the files may be there then.
pub(super) fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>, made_from: &str) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let progress = Progress::new("Writing files", files.len());
    files.par_iter().try_for_each(|(path, bytes)| {
        progress.one();
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    })?;
    let bytes = files.values().map(|bytes| bytes.len() as u64).sum();
    let marker = folder.join(MARKER);
    fs::write(&marker, marker_text(made_from, files.len(), bytes))
        .with_context(|| format!("cannot write {}", marker.display()))
}

/// Puts a text in the place of a file's, or makes it: see [`put_bytes`].
///
/// # Errors
/// When it cannot be written.
pub(super) fn put(path: &Path, text: &str) -> Result<()> {
    put_bytes(path, text.as_bytes())
}

/// Puts bytes in the place of a file's, or makes it, at once: whoever reads it gets the one or the other.
///
/// # Errors
/// When it cannot be written; what was there is then still there.
pub(super) fn put_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.answerbook-{}", std::process::id()));
    let keep_permissions = || fs::metadata(path).map_or(Ok(()), |about| fs::set_permissions(&new, about.permissions()));
    let written = fs::write(&new, bytes).and_then(|()| keep_permissions()).and_then(|()| fs::rename(&new, path));
    if written.is_err()
        && let Err(error) = fs::remove_file(&new)
        && new.exists()
    {
        anstream::eprintln!("warning: cannot remove {}: {error}", new.display());
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Whether there is a folder to replace.
///
/// # Errors
/// When there is something that is not ours to replace.
pub(super) fn check_replaceable(folder: &Path) -> Result<bool> {
    if fs::symlink_metadata(folder).is_err() {
        return Ok(false);
    }
    if !folder.is_dir() {
        bail!("{} is not a folder: choose another --out", folder.display());
    }
    let is_empty = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?.next().is_none();
    if !is_empty && !folder.join(MARKER).is_file() {
        bail!(
            "{} holds files that Answerbook did not write: choose another --out, or empty the folder yourself",
            folder.display()
        );
    }
    Ok(true)
}

/// A name beside the folder, on the same file system, that no other build uses.
fn sibling(folder: &Path, what: &str) -> Result<PathBuf> {
    let Some(name) = folder.file_name() else { bail!("{} cannot be replaced: choose another --out", folder.display()) };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".answerbook-{what}-{}", std::process::id()));
    Ok(folder.with_file_name(hidden))
}

/// Clears up after an error that is more worth telling than one of clearing up.
fn remove_quietly(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder)
        && folder.exists()
    {
        anstream::eprintln!("warning: cannot remove {}: {error}", folder.display());
    }
}
