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

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

use super::atomic::sync_folder;
use super::lock::Lock;
use super::own_files::{
    FILE_LIST, MARKER, OwnFiles, SiteSize, foreign_paths, names_in, own_files_without_list, size_line,
};
use crate::cli::terminal::tell;

/// What stands before a summary in the marker.
const SUMMARY: &str = "read without a warning: ";

/// The beginning of the marker.
const MARKER_TEXT: &str =
    "This folder was written by Answerbook. With every build it replaces the files that it wrote.\n";

/// What a folder may hold that no build of ours has written to yet: the checkout that a host is fed from.
const BEFORE_FIRST_BUILD: [&str; 6] = [".git", ".gitignore", ".gitattributes", ".well-known", ".nojekyll", "CNAME"];

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
