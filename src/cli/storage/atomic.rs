//! Files replaced at once: a reader, and the next process after a kill or a power cut, finds the old bytes or the new ones.
//!
//! ```text
//! write to a temporary file beside it ──▶ sync the file ──▶ rename over the old one ──▶ sync the folder
//! ```
//!
//! Not here: who may write ([`super::lock`]).

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cli::terminal::tell;
use anyhow::{Context, Result};

/// The beginning of every temporary file's name. Earlier versions had the file's own name, and a dot, before it.
pub(super) const LEFTOVER: &str = ".answerbook-";

/// From so many files on the whole file system is synced once, instead of each file, where the system can do that.
const SYNC_TOGETHER: usize = 8;

/// Whether what was written is on the disk when a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Durability {
    /// It is.
    Synced,
    /// The operating system writes it when it likes: for what can be made again.
    Cached,
}

/// Replaces a file at once, keeping its permissions, or creates it.
///
/// # Errors
/// When it cannot be written; the old file is then still there.
pub(in crate::cli) fn replace(path: &Path, bytes: &[u8], durability: Durability) -> Result<()> {
    let staged = Staged::write(path, bytes)?;
    if durability == Durability::Synced {
        staged.sync()?;
    }
    staged.put_in_place()?;
    if durability == Durability::Synced { sync_folders(&[path.to_owned()]) } else { Ok(()) }
}

/// As [`replace`], with what a function writes. It is never in memory whole.
///
/// # Errors
/// When it cannot be written, and those of the function; the old file is then still there.
pub(in crate::cli) fn replace_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let staged = Staged::write(path, &[])?;
    if let Some(file) = &staged.file {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.flush().with_context(|| cannot_write(path))?;
    }
    staged.sync()?;
    staged.put_in_place()?;
    sync_folders(&[path.to_owned()])
}

/// Replaces or creates several files, as a [`Batch`] does.
///
/// # Errors
/// When one cannot be written; those before it may have been replaced where only a rename fails.
pub(in crate::cli) fn replace_all(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let mut batch = Batch::default();
    files.iter().try_for_each(|(path, bytes)| batch.add(path, bytes))?;
    batch.put_in_place()
}

/// Several files that are replaced or created, each at once and in the order in which they were added. All are on the disk before
/// the first is put in place, so that a full disk changes none of them.
#[derive(Default)]
pub(in crate::cli) struct Batch {
    staged: Vec<Staged>,
}

impl Batch {
    /// Writes the new bytes of a file beside it.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(in crate::cli) fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.staged.push(Staged::write(path, bytes)?);
        if self.staged.len() >= SYNC_TOGETHER {
            // A process may have a thousand open files.
            self.staged.iter_mut().try_for_each(Staged::close)?;
        }
        Ok(())
    }

    /// Puts all files in place.
    ///
    /// # Errors
    /// When one cannot be; those before it are in place then.
    pub(in crate::cli) fn put_in_place(self) -> Result<()> {
        sync_files(&self.staged)?;
        let paths: Vec<PathBuf> = self.staged.iter().map(|staged| staged.path.clone()).collect();
        self.staged.into_iter().try_for_each(Staged::put_in_place)?;
        sync_folders(&paths)
    }
}

/// Removes what killed processes have left in a folder. The caller holds the folder's lock.
///
/// # Errors
/// When the folder cannot be listed or a file cannot be removed.
pub(super) fn remove_leftovers(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("cannot list {}", folder.display()))?,
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && name.starts_with('.') && name.contains(LEFTOVER) {
            let path = entry.path();
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// A temporary file beside the one that it will replace. Dropped before that, it is removed.
struct Staged {
    /// `None` once it is closed.
    file: Option<File>,
    temporary: PathBuf,
    path: PathBuf,
    is_in_place: bool,
}

impl Staged {
    fn write(path: &Path, bytes: &[u8]) -> Result<Self> {
        // Several threads may write at once.
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // A name of our own: with the file's in it, it might be too long.
        let temporary = path.with_file_name(format!("{LEFTOVER}{}-{number}", std::process::id()));
        let written = || -> io::Result<Self> {
            let file = File::create_new(&temporary).or_else(|error| match error.kind() {
                // Of a killed process that had this one's number.
                io::ErrorKind::AlreadyExists => File::create(&temporary),
                _ => Err(error),
            })?;
            let mut staged =
                Self { file: None, temporary: temporary.clone(), path: path.to_owned(), is_in_place: false };
            staged.file.insert(file).write_all(bytes)?;
            if let Ok(metadata) = fs::metadata(path) {
                fs::set_permissions(&staged.temporary, metadata.permissions())?;
            }
            Ok(staged)
        };
        written().with_context(|| cannot_write(path))
    }

    fn sync(&self) -> Result<()> {
        self.file.iter().try_for_each(File::sync_all).with_context(|| cannot_write(&self.path))
    }

    /// Closes the file, which is synced before where no later sync of the whole file system is to be had.
    fn close(&mut self) -> Result<()> {
        if !cfg!(target_os = "linux") {
            self.sync()?;
        }
        self.file = None;
        Ok(())
    }

    fn put_in_place(mut self) -> Result<()> {
        fs::rename(&self.temporary, &self.path).with_context(|| cannot_write(&self.path))?;
        self.is_in_place = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_in_place
            && let Err(error) = fs::remove_file(&self.temporary)
        {
            tell!("warning: cannot remove {}: {error}", self.temporary.display());
        }
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

fn sync_files(files: &[Staged]) -> Result<()> {
    #[cfg(target_os = "linux")]
    if let Some(first) = files.first()
        && files.len() >= SYNC_TOGETHER
    {
        let any = File::open(&first.temporary).with_context(|| cannot_write(&first.path))?;
        return rustix::fs::syncfs(&any).with_context(|| cannot_write(&first.path));
    }
    files.iter().try_for_each(Staged::sync)
}

/// Puts the names in the folders of some files on the disk.
fn sync_folders(paths: &[PathBuf]) -> Result<()> {
    let mut folders: Vec<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    folders.into_iter().try_for_each(sync_folder)
}

/// Puts the names in a folder on the disk.
#[cfg(unix)]
pub(in crate::cli) fn sync_folder(folder: &Path) -> Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.with_context(|| format!("cannot sync {}", folder.display()))
}

/// Where folders cannot be opened, the file system keeps the order of renames by itself.
#[cfg(not(unix))]
pub(in crate::cli) fn sync_folder(_folder: &Path) -> Result<()> {
    Ok(())
}
