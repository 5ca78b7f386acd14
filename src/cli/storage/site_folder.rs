//! A site's folder, replaced whole: at every moment it is the old site or the new one.
//!
//! ```text
//! write the new site beside the folder ──▶ link the files that are not ours into it ──▶ sync ──▶ exchange the two folders
//!                                                                                    ──▶ remove the old site
//! ```
//!
//! The folder may hold files that no build wrote, such as `.git`, `CNAME` or `.well-known/`; they are kept: as hard links, both
//! sites have them. Which files are ours says the list that each build leaves beside the marker. What a killed build leaves is
//! removed by the next one.
//!
//! Beside the folder `dist` lie, while it is replaced, `.dist.answerbook-new` (the new site, then the old one) and
//! `.dist.answerbook-lock`.
//!
//! Not here: what is in a site ([`crate::site`]).

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::atomic::sync_folder;
use super::lock::Lock;
use crate::cli::terminal::tell;

/// The file by which a folder is known to be a site that we wrote.
const MARKER: &str = ".answerbook";

/// The list of the files that we wrote, one path a line, deflated.
const FILE_LIST: &str = ".answerbook-files";

/// What stands before a summary in the marker.
const SUMMARY: &str = "read without a warning: ";

/// The beginning of the marker.
const MARKER_TEXT: &str =
    "This folder was written by Answerbook. With every build it replaces the files that it wrote.\n";

/// The most bytes of an inflated list: a path of 100 bytes for each file of a site of 10,000 long episodes.
const MAX_LIST_BYTES: usize = 1 << 28;

/// What a folder may hold that no build of ours has written to yet: the checkout that a host is fed from.
const BEFORE_FIRST_BUILD: [&str; 6] = [".git", ".gitignore", ".gitattributes", ".well-known", ".nojekyll", "CNAME"];

/// The most paths that an error names.
const NAMED_PATHS: usize = 5;

/// A site's folder, which no other process writes meanwhile.
pub(in crate::cli) struct SiteFolder {
    folder: PathBuf,
    staging: PathBuf,
    _lock: Lock,
}

/// A site that is being written, beside the folder whose place it will take. Dropped before that, it is removed.
pub(in crate::cli) struct NewSite<'a> {
    site: &'a SiteFolder,
    /// The path and the size of each file so far.
    files: Mutex<Vec<(String, u64)>>,
    is_in_place: bool,
}

/// What a site was made from.
pub(in crate::cli) struct MadeFrom {
    /// A hash of all of it.
    pub(in crate::cli) hash: String,
    /// What the content was, if building the site had nothing to say: the next build then need not read it again.
    pub(in crate::cli) summary: Option<String>,
}

/// The size of a site on disk, the marker and the list apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct SiteSize {
    files: usize,
    bytes: u64,
}

/// Refuses a folder that cannot become a site: before anything else is done.
///
/// # Errors
/// When it is a file, or holds files of somebody else and no site of ours.
pub(in crate::cli) fn check_replaceable(folder: &Path) -> Result<()> {
    if fs::symlink_metadata(folder).is_err() {
        return Ok(());
    }
    if !folder.is_dir() {
        bail!("{} is not a folder: choose another --out", folder.display());
    }
    if folder.join(MARKER).is_file() {
        return if folder.join(FILE_LIST).exists() { Ok(()) } else { own_files_without_list(folder).map(drop) };
    }
    let foreign = |name: &OsString| !BEFORE_FIRST_BUILD.iter().any(|known| name == known);
    let names: Vec<OsString> = names_in(folder)?.into_iter().filter(foreign).collect();
    if let Some(name) = names.first() {
        bail!(
            "{} holds files that Answerbook did not write, such as {}: choose another --out, or empty the folder yourself",
            folder.display(),
            name.to_string_lossy()
        );
    }
    Ok(())
}

impl SiteFolder {
    /// The folder, once no other build writes it; what a killed build has left is finished or removed.
    ///
    /// # Errors
    /// When the folder cannot become a site, or nothing can be written beside it.
    pub(in crate::cli) fn open(folder: &Path, what: &str) -> Result<Self> {
        // A link to a folder stays a link: what it points to is replaced.
        let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).context("--out names no folder")?;
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        let lock = Lock::acquire(&sibling(&folder, "lock")?, what)?;
        let site = Self { staging: sibling(&folder, "new")?, folder, _lock: lock };
        site.finish_earlier()?;
        check_replaceable(&site.folder)?;
        Ok(site)
    }

    /// Whether a folder has been a site. It may have been altered since.
    pub(in crate::cli) fn is_site(folder: &Path) -> bool {
        folder.join(MARKER).is_file()
    }

    /// Whether the folder holds the site that was made from this: all of its files, none modified since.
    pub(in crate::cli) fn is_current(&self, made_from: &MadeFrom) -> bool {
        self.marker().starts_with(&made_from_lines(made_from)) && self.is_whole()
    }

    /// The summary of the content, if the folder holds the site that was made from what has this hash, and building it had nothing
    /// to say.
    pub(in crate::cli) fn silent_summary(&self, hash: &str) -> Option<String> {
        let marker = self.marker();
        let summary = marker.strip_prefix(&made_from_lines(&MadeFrom { hash: hash.to_owned(), summary: None }))?;
        let summary = summary.strip_prefix(SUMMARY)?.lines().next()?;
        self.is_whole().then(|| summary.to_owned())
    }

    fn marker(&self) -> String {
        fs::read_to_string(self.folder.join(MARKER)).unwrap_or_default()
    }

    /// Whether all files of the last build are there, and none was modified since.
    fn is_whole(&self) -> bool {
        let written = fs::metadata(self.folder.join(MARKER)).and_then(|metadata| metadata.modified());
        let (Ok(written), Ok(Some(own))) = (written, OwnFiles::read(&self.folder)) else { return false };
        // The marker is written last, so somebody else has written what is newer.
        let size = own.unmodified_size(&self.folder, "", written);
        size.is_some_and(|size| self.marker().ends_with(&size_line(size)))
    }

    /// Begins a site.
    ///
    /// # Errors
    /// When its folder cannot be made.
    pub(in crate::cli) fn begin(&self) -> Result<NewSite<'_>> {
        fs::create_dir(&self.staging).with_context(|| format!("cannot make {}", self.staging.display()))?;
        Ok(NewSite { site: self, files: Mutex::default(), is_in_place: false })
    }

    /// Finishes what a killed build has begun, or takes it back.
    fn finish_earlier(&self) -> Result<()> {
        let old = sibling(&self.folder, "old")?;
        if old.is_dir() && fs::symlink_metadata(&self.folder).is_err() {
            // Where folders cannot be exchanged, the old one had been put aside.
            fs::rename(&old, &self.folder).with_context(|| format!("cannot restore {}", self.folder.display()))?;
        }
        for former in [&self.staging, &old] {
            if former.is_dir() {
                self.take_over_late_files(former)?;
                remove_folder(former)?;
            }
        }
        Ok(())
    }

    /// Moves the files out of the former site that are not ours and that somebody wrote while the site was exchanged. All others are
    /// in the folder already. A site that is not whole, or never was in place, has none.
    fn take_over_late_files(&self, former: &Path) -> Result<()> {
        // A list that is not whole is that of a site which was never in place: the power was cut while it was written.
        let Ok(Some(own)) = OwnFiles::read(former) else { return Ok(()) };
        let mut foreign = BTreeSet::new();
        own.add_foreign(former, Path::new(""), &mut foreign)?;
        foreign.iter().try_for_each(|path| move_late(&former.join(path), &self.folder.join(path)))
    }
}

impl NewSite<'_> {
    /// Writes a file. Its path has `/` between its parts.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(in crate::cli) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        write_file(&self.site.staging, path, bytes)?;
        if let Ok(mut files) = self.files.lock() {
            files.push((path.to_owned(), bytes.len() as u64));
        }
        Ok(())
    }

    /// The path and the size of each file that was written, by path.
    pub(in crate::cli) fn files(&self) -> Vec<(String, u64)> {
        let mut files = self.files.lock().map(|files| files.clone()).unwrap_or_default();
        files.sort_unstable();
        files
    }

    /// Puts the site in the folder's place. The marker keeps what it was made from, for [`SiteFolder::is_current`].
    ///
    /// # Errors
    /// When a file in the folder that is not ours has the path of a new one, or something cannot be written; the old site is
    /// then still there.
    pub(in crate::cli) fn put_in_place(mut self, made_from: &MadeFrom) -> Result<()> {
        let SiteFolder { folder, staging, .. } = self.site;
        let files = self.files();
        if let Some(pair) = files.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            bail!("two pages have the address {}: please report this", pair[0].0);
        }
        write_marker(staging, &files, made_from)?;
        let foreign = foreign_paths(folder, &files)?;
        foreign.iter().try_for_each(|path| link_all(&folder.join(path), &staging.join(path)))?;
        sync_site(staging)?;
        let context = || format!("cannot put the site in place of {}", folder.display());
        swap(staging, folder, self.site).with_context(context)?;
        self.is_in_place = true;
        if let Some(parent) = folder.parent() {
            sync_folder(parent)?;
        }
        self.site.finish_earlier()
    }
}

impl Drop for NewSite<'_> {
    fn drop(&mut self) {
        if !self.is_in_place
            && let Err(error) = fs::remove_dir_all(&self.site.staging)
            && self.site.staging.exists()
        {
            tell!("warning: cannot remove {}: {error}", self.site.staging.display());
        }
    }
}

/// Writes a site into a folder that somebody else has made, and will put in place.
///
/// # Errors
/// When something cannot be written.
pub(in crate::cli) fn write_file(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(path);
    let written = fs::write(&file, bytes).or_else(|error| match (error.kind(), file.parent()) {
        // Most files have siblings: the folder is there already.
        (io::ErrorKind::NotFound, Some(parent)) => fs::create_dir_all(parent).and_then(|()| fs::write(&file, bytes)),
        _ => Err(error),
    });
    written.with_context(|| format!("cannot write {}", file.display()))
}

fn write_marker(folder: &Path, files: &[(String, u64)], made_from: &MadeFrom) -> Result<()> {
    let size = SiteSize { files: files.len(), bytes: files.iter().map(|(_, bytes)| bytes).sum() };
    let mut list = String::new();
    for (path, _) in files {
        list.push_str(path);
        list.push('\n');
    }
    write_file(folder, FILE_LIST, &miniz_oxide::deflate::compress_to_vec_zlib(list.as_bytes(), 6))?;
    let marker = format!("{}{}", made_from_lines(made_from), size_line(size));
    write_file(folder, MARKER, marker.as_bytes())
}

/// The beginning of the marker: what the site was made from.
fn made_from_lines(MadeFrom { hash, summary }: &MadeFrom) -> String {
    let summary = summary.as_ref().map(|summary| format!("{SUMMARY}{summary}\n")).unwrap_or_default();
    format!("{MARKER_TEXT}made from {hash}\n{summary}")
}

/// The last line of the marker: how much the folder holds.
fn size_line(SiteSize { files, bytes }: SiteSize) -> String {
    format!("holds {files} files of {bytes} bytes\n")
}

/// The files that our last build wrote into a folder.
struct OwnFiles {
    files: HashSet<String>,
    /// The folders that hold some of them.
    folders: HashSet<String>,
}

impl OwnFiles {
    /// What the list of a folder says; `None` where it has none.
    fn read(folder: &Path) -> Result<Option<Self>> {
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
    fn unmodified_size(&self, folder: &Path, prefix: &str, written: SystemTime) -> Option<SiteSize> {
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
    fn add_foreign(&self, folder: &Path, prefix: &Path, foreign: &mut BTreeSet<PathBuf>) -> Result<()> {
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
fn foreign_paths(folder: &Path, new: &[(String, u64)]) -> Result<BTreeSet<PathBuf>> {
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
fn own_files_without_list(folder: &Path) -> Result<OwnFiles> {
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

fn names_in(folder: &Path) -> Result<Vec<OsString>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let names: io::Result<Vec<OsString>> = entries.map(|entry| Ok(entry?.file_name())).collect();
    let mut names = names.with_context(|| format!("cannot list {}", folder.display()))?;
    names.sort();
    Ok(names)
}

/// Makes a hard link to a file, or a folder of links to all that is in a folder. Where the file system has no links, files are
/// copied.
fn link_all(from: &Path, to: &Path) -> Result<()> {
    let context = || format!("cannot keep {}", from.display());
    let metadata = fs::symlink_metadata(from).with_context(context)?;
    if metadata.is_dir() {
        fs::create_dir_all(to).with_context(context)?;
        fs::set_permissions(to, metadata.permissions()).with_context(context)?;
        return names_in(from)?.iter().try_for_each(|name| link_all(&from.join(name), &to.join(name)));
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).with_context(context)?;
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop)).with_context(context)
}

/// Moves what is not the same file there, or is not there at all.
fn move_late(from: &Path, to: &Path) -> Result<()> {
    let context = || format!("cannot keep {}", to.display());
    let (source, target) = (fs::symlink_metadata(from).with_context(context)?, fs::symlink_metadata(to).ok());
    match target {
        Some(target) if source.is_dir() && target.is_dir() => {
            names_in(from)?.iter().try_for_each(|name| move_late(&from.join(name), &to.join(name)))
        }
        Some(target) if is_older_or_same(&source, &target) => Ok(()),
        Some(target) if target.is_dir() != source.is_dir() => Ok(()),
        _ => fs::rename(from, to).with_context(context),
    }
}

/// Whether two are one file, or the first was written before the second.
fn is_older_or_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if (one.dev(), one.ino()) == (other.dev(), other.ino()) {
            return true;
        }
    }
    one.modified().ok() <= other.modified().ok()
}

/// Puts the new site where the folder is; the old one is then where the new one was, or beside it.
fn swap(staging: &Path, folder: &Path, site: &SiteFolder) -> io::Result<()> {
    if fs::symlink_metadata(folder).is_err() {
        return fs::rename(staging, folder);
    }
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, staging, CWD, folder, RenameFlags::EXCHANGE) {
            // A file system that cannot: two renames do it.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
    }
    let old = sibling(&site.folder, "old").map_err(io::Error::other)?;
    fs::rename(folder, &old)?;
    fs::rename(staging, folder).or_else(|error| fs::rename(&old, folder).and(Err(error)))
}

/// Puts all files of a new site on the disk.
fn sync_site(folder: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        let synced = fs::File::open(folder).and_then(|file| Ok(rustix::fs::syncfs(&file)?));
        synced.with_context(|| format!("cannot sync {}", folder.display()))
    }
    #[cfg(not(target_os = "linux"))]
    sync_folder(folder)
}

/// A hidden path beside a folder, on the same file system.
fn sibling(folder: &Path, suffix: &str) -> Result<PathBuf> {
    let Some(name) = folder.file_name() else { bail!("{} cannot be replaced: choose another --out", folder.display()) };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".answerbook-{suffix}"));
    Ok(folder.with_file_name(hidden))
}

fn remove_folder(folder: &Path) -> Result<()> {
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))
}
