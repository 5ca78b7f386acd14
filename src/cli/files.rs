//! Files on disk: texts read with their problems, files and folders replaced at once.
//!
//! A reader of a file that is replaced gets the old one or the new one, never half of one. A site is a folder that is, at
//! every moment, the old site or the new one; it is replaced only where it is ours, empty or not there. Not here: what the
//! files hold.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::progress::Progress;
use crate::source::{self, WithProblems};
use crate::transcript::Problem;

/// The most bytes of a file that is read at all, 256 MiB: far over the limit that [`source::decode`] explains, and below
/// what fills the memory.
pub(super) const MAX_READ_BYTES: u64 = 256 << 20;

/// The file by which a folder is known to be a site that we wrote.
const MARKER: &str = ".answerbook";

/// The beginning of the marker, before the lines of [`marker_text`].
const MARKER_TEXT: &str = "This folder was written by Answerbook, which replaces it with every build.\n";

/// The folder of what can be made again, in this user's cache; `None` where this user has no home.
pub(super) fn cache_folder() -> Option<PathBuf> {
    let set = env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    Some(set.or_else(|| Some(env::home_dir()?.join(".cache")))?.join("answerbook"))
}

/// The text of a file, or what is wrong with it.
pub(super) fn read_text(path: &Path) -> WithProblems<String> {
    match read_bytes(path) {
        Ok(bytes) => source::decode(&bytes),
        Err(problem) => WithProblems { value: None, problems: vec![problem] },
    }
}

/// As [`read_text`]; `None` where there is no file.
pub(super) fn read_text_if_present(path: &Path) -> Option<WithProblems<String>> {
    // A link to nowhere is there, and a problem.
    fs::symlink_metadata(path).is_ok().then(|| read_text(path))
}

/// The text of a file; empty where there is no file.
///
/// # Errors
/// When the file cannot be read or is not UTF-8.
pub(super) fn read_or_empty(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
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

/// The bytes of a regular file of a size that a text can have.
fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| Problem::error(0..0, format!("cannot be read: {error}"));
    let metadata: Metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let found = if metadata.is_dir() { "a folder" } else { "no regular file" };
        return Err(Problem::error(0..0, "not a file").found(found).expected("a text file"));
    }
    if metadata.len() > MAX_READ_BYTES {
        let mebibytes = metadata.len() >> 20;
        return Err(Problem::error(0..0, "file too large").found(format!("{mebibytes} MiB")));
    }
    fs::read(path).map_err(unreadable)
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

/// Replaces a file's text, or creates the file: see [`write_bytes`].
///
/// # Errors
/// As [`write_bytes`].
pub(super) fn write_text(path: &Path, text: &str) -> Result<()> {
    write_bytes(path, text.as_bytes())
}

/// Replaces a file at once, keeping its permissions, or creates it: a reader gets the old bytes or the new ones.
///
/// # Errors
/// When it cannot be written; the old file is then still there.
pub(super) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.answerbook-{}", std::process::id()));
    let keep_permissions = || match fs::metadata(path) {
        Ok(metadata) => fs::set_permissions(&new, metadata.permissions()),
        Err(_) => Ok(()),
    };
    let written = fs::write(&new, bytes).and_then(|()| keep_permissions()).and_then(|()| fs::rename(&new, path));
    if written.is_err()
        && let Err(error) = fs::remove_file(&new)
        && new.exists()
    {
        anstream::eprintln!("warning: cannot remove {}: {error}", new.display());
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// The text of the marker: what the site was built from, and how much the folder holds.
fn marker_text(source_hash: &str, size: SiteSize) -> String {
    let SiteSize { files, bytes } = size;
    format!("{MARKER_TEXT}made from {source_hash}\nholds {files} files of {bytes} bytes\n")
}

/// The size of a site on disk, the marker apart.
#[derive(Clone, Copy)]
struct SiteSize {
    files: usize,
    bytes: u64,
}

/// Whether a folder holds the site that was built from what has this hash: all of its files, none modified since.
pub(super) fn site_is_current(folder: &Path, source_hash: &str) -> bool {
    let marker = folder.join(MARKER);
    let text = fs::read_to_string(&marker).unwrap_or_default();
    let Ok(written) = fs::metadata(&marker).and_then(|metadata| metadata.modified()) else { return false };
    // The marker is written last, so somebody else has written what is newer.
    unmodified_size(folder, written).is_some_and(|size| text == marker_text(source_hash, size))
}

/// The size of a folder; `None` where a file in it is newer than `written`.
fn unmodified_size(folder: &Path, written: SystemTime) -> Option<SiteSize> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder).ok()?.collect::<Result<_, _>>().ok()?;
    let size_of = |entry: &fs::DirEntry| {
        let metadata = entry.metadata().ok()?;
        if metadata.is_dir() {
            return unmodified_size(&entry.path(), written);
        }
        if entry.file_name() == MARKER {
            return Some(SiteSize { files: 0, bytes: 0 });
        }
        (metadata.modified().ok()? <= written).then_some(SiteSize { files: 1, bytes: metadata.len() })
    };
    let sizes: Option<Vec<SiteSize>> = entries.par_iter().map(size_of).collect();
    let sum = |all: SiteSize, one: SiteSize| SiteSize { files: all.files + one.files, bytes: all.bytes + one.bytes };
    Some(sizes?.into_iter().fold(SiteSize { files: 0, bytes: 0 }, sum))
}

/// Replaces a folder with a site, or creates it. The marker keeps `source_hash` for [`site_is_current`].
///
/// # Errors
/// When the folder holds anything but an earlier site of ours, or something cannot be written; the old folder is then still
/// there.
pub(super) fn replace_site(folder: &Path, files: &BTreeMap<String, Vec<u8>>, source_hash: &str) -> Result<()> {
    // A link to a folder stays a link: what it points to is replaced.
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).context("--out names no folder")?;
    let replaces = check_replaceable(&folder)?;
    let (new, old) = (sibling(&folder, "new")?, sibling(&folder, "old")?);
    if let Err(error) = write_site(&new, files, source_hash) {
        remove_after_error(&new);
        return Err(error);
    }
    let context = || format!("cannot put the site in place of {}", folder.display());
    if replaces {
        fs::rename(&folder, &old).inspect_err(|_| remove_after_error(&new)).with_context(context)?;
    }
    if let Err(error) = fs::rename(&new, &folder) {
        remove_after_error(&new);
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

/// Writes a site's files and the marker into a folder, which is created where it is not there.
///
/// # Errors
/// When something cannot be written; some of the files may then be there.
pub(super) fn write_site(folder: &Path, files: &BTreeMap<String, Vec<u8>>, source_hash: &str) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let progress = Progress::of_pieces("Writing files", files.len());
    files.par_iter().try_for_each(|(path, bytes)| {
        progress.piece_done();
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    })?;
    let size = SiteSize { files: files.len(), bytes: files.values().map(|bytes| bytes.len() as u64).sum() };
    let marker = folder.join(MARKER);
    fs::write(&marker, marker_text(source_hash, size)).with_context(|| format!("cannot write {}", marker.display()))
}

/// Whether a folder is there. One that is there may be replaced.
///
/// # Errors
/// When it holds anything but a site of ours.
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

/// A hidden path beside a folder, on the same file system, that no other build uses.
fn sibling(folder: &Path, suffix: &str) -> Result<PathBuf> {
    let Some(name) = folder.file_name() else { bail!("{} cannot be replaced: choose another --out", folder.display()) };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".answerbook-{suffix}-{}", std::process::id()));
    Ok(folder.with_file_name(hidden))
}

/// Removes a folder after an error that matters more than one of removing it.
fn remove_after_error(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder)
        && folder.exists()
    {
        anstream::eprintln!("warning: cannot remove {}: {error}", folder.display());
    }
}
