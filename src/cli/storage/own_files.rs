//! Which files in a site's folder our builds wrote, and which are somebody else's.
//!
//! Each build leaves a list of its files beside its marker. A site that was written before there was a list is ours as a whole, if it
//! is as large as its marker says. Not here: what is done with either ([`super::site_folder`]).

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

/// The file by which a folder is known to be a site that we wrote.
pub(super) const MARKER: &str = ".answerbook";

/// The list of the files that we wrote, one path a line, deflated.
pub(super) const FILE_LIST: &str = ".answerbook-files";

/// The most bytes of an inflated list: a path of 100 bytes for each file of a site of 10,000 long episodes.
const MAX_LIST_BYTES: usize = 1 << 28;

/// The most paths that an error names.
const NAMED_PATHS: usize = 5;

/// The size of a site on disk, the marker and the list apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SiteSize {
    pub(super) files: usize,
    pub(super) bytes: u64,
}

/// The last line of the marker: how much the folder holds.
pub(super) fn size_line(SiteSize { files, bytes }: SiteSize) -> String {
    format!("holds {files} files of {bytes} bytes\n")
}

/// The files that our last build wrote into a folder.
pub(super) struct OwnFiles {
    files: HashSet<String>,
    /// The folders that hold some of them.
    folders: HashSet<String>,
}

impl OwnFiles {
    /// What the list of a folder says; `None` where it has none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE_LIST);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes.with_context(|| format!("cannot read {}", path.display()))?,
        };
        let list = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&bytes, MAX_LIST_BYTES).ok();
        let list = list.and_then(|list| String::from_utf8(list).ok());
        let Some(list) = list else {
            bail!("{} is damaged: empty {} yourself", path.display(), folder.display());
        };
        Ok(Some(Self::of(list.lines().map(str::to_owned).chain([MARKER.to_owned(), FILE_LIST.to_owned()]))))
    }

    fn of(paths: impl Iterator<Item = String>) -> Self {
        let (mut files, mut folders) = (HashSet::new(), HashSet::new());
        for path in paths {
            let mut folder = path.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                if !folders.insert(parent.to_owned()) {
                    break;
                }
                folder = parent;
            }
            files.insert(path);
        }
        Self { files, folders }
    }

    /// The size of those that are in a folder; `None` where one of them is newer than `written`.
    pub(super) fn unmodified_size(&self, folder: &Path, prefix: &str, written: SystemTime) -> Option<SiteSize> {
        let entries: Vec<fs::DirEntry> = fs::read_dir(folder).ok()?.collect::<Result<_, _>>().ok()?;
        let size_of = |entry: &fs::DirEntry| {
            let Ok(name) = entry.file_name().into_string() else { return Some(SiteSize::default()) };
            let path = format!("{prefix}{name}");
            if self.folders.contains(&path) {
                return self.unmodified_size(&entry.path(), &format!("{path}/"), written);
            }
            if !self.files.contains(&path) || path == MARKER || path == FILE_LIST {
                return Some(SiteSize::default());
            }
            let metadata = entry.metadata().ok()?;
            (metadata.modified().ok()? <= written).then_some(SiteSize { files: 1, bytes: metadata.len() })
        };
        let sizes: Option<Vec<SiteSize>> = entries.par_iter().map(size_of).collect();
        let sum =
            |all: SiteSize, one: SiteSize| SiteSize { files: all.files + one.files, bytes: all.bytes + one.bytes };
        Some(sizes?.into_iter().fold(SiteSize::default(), sum))
    }

    /// Adds the uppermost entries of a folder that hold none of these files.
    pub(super) fn add_foreign(&self, folder: &Path, prefix: &Path, foreign: &mut BTreeSet<PathBuf>) -> Result<()> {
        for name in names_in(folder)? {
            let path = prefix.join(&name);
            let known = path.to_str();
            let is_folder = fs::symlink_metadata(folder.join(&name)).is_ok_and(|metadata| metadata.is_dir());
            if is_folder && known.is_some_and(|path| self.folders.contains(path)) {
                self.add_foreign(&folder.join(&name), &path, foreign)?;
            } else if is_folder || !known.is_some_and(|path| self.files.contains(path)) {
                foreign.insert(path);
            }
        }
        Ok(())
    }
}

/// The paths in a folder, relative to it, that no build of ours wrote. A folder of which nothing is ours is one path.
///
/// # Errors
/// When one of them is also the path of a new file, or it cannot be known whose the files are.
pub(super) fn foreign_paths(folder: &Path, new: &[(String, u64)]) -> Result<BTreeSet<PathBuf>> {
    let mut foreign = BTreeSet::new();
    if fs::symlink_metadata(folder).is_err() {
        return Ok(foreign);
    }
    let own = match OwnFiles::read(folder)? {
        Some(own) => own,
        None if folder.join(MARKER).is_file() => own_files_without_list(folder)?,
        None => OwnFiles::of(std::iter::empty()),
    };
    own.add_foreign(folder, Path::new(""), &mut foreign)?;
    let new = OwnFiles::of(new.iter().map(|(path, _)| path.clone()));
    let mut claimed = Vec::new();
    foreign.iter().try_for_each(|path| add_claimed(folder, path, &new, &mut claimed))?;
    if !claimed.is_empty() {
        let more = if claimed.len() > NAMED_PATHS { ", …" } else { "" };
        claimed.truncate(NAMED_PATHS);
        bail!(
            "{} holds {}{more}, which Answerbook did not write, and the new site has the same path: rename or move it away",
            folder.display(),
            claimed.join(", ")
        );
    }
    Ok(foreign)
}

/// Adds a path that is not ours, or those in it, of which the new site has the same. Two folders are no conflict.
fn add_claimed(folder: &Path, path: &Path, new: &OwnFiles, claimed: &mut Vec<String>) -> Result<()> {
    let Some(name) = path.to_str() else { return Ok(()) };
    let is_folder = fs::symlink_metadata(folder.join(path)).is_ok_and(|metadata| metadata.is_dir());
    if new.files.contains(name) || (new.folders.contains(name) && !is_folder) {
        claimed.push(name.to_owned());
    } else if new.folders.contains(name) {
        let names = names_in(&folder.join(path))?;
        names.iter().try_for_each(|name| add_claimed(folder, &path.join(name), new, claimed))?;
    }
    Ok(())
}

/// The files of a site that was written before there was a list: all that are there, if they are as many as its marker says.
pub(super) fn own_files_without_list(folder: &Path) -> Result<OwnFiles> {
    let mut paths = Vec::new();
    let size = add_files(folder, "", &mut paths)?;
    let marker = fs::read_to_string(folder.join(MARKER)).unwrap_or_default();
    if !marker.ends_with(&size_line(size)) {
        bail!(
            "{} was written by an earlier Answerbook and was altered since, so that nobody knows which files are its own: keep \
             what is yours elsewhere, and remove the folder",
            folder.display()
        );
    }
    Ok(OwnFiles::of(paths.into_iter().chain([MARKER.to_owned()])))
}

fn add_files(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> Result<SiteSize> {
    let mut size = SiteSize::default();
    for name in names_in(folder)? {
        let Ok(name) = name.into_string() else { bail!("{}: a file's name is not UTF-8", folder.display()) };
        let (entry, path) = (folder.join(&name), format!("{prefix}{name}"));
        let metadata = fs::symlink_metadata(&entry).with_context(|| format!("cannot read {}", entry.display()))?;
        if metadata.is_dir() {
            let inside = add_files(&entry, &format!("{path}/"), paths)?;
            size = SiteSize { files: size.files + inside.files, bytes: size.bytes + inside.bytes };
        } else if path != MARKER {
            size = SiteSize { files: size.files + 1, bytes: size.bytes + metadata.len() };
            paths.push(path);
        }
    }
    Ok(size)
}

pub(super) fn names_in(folder: &Path) -> Result<Vec<OsString>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let names: io::Result<Vec<OsString>> = entries.map(|entry| Ok(entry?.file_name())).collect();
    let mut names = names.with_context(|| format!("cannot list {}", folder.display()))?;
    names.sort();
    Ok(names)
}
