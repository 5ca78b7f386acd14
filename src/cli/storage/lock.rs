//! Locks between processes: a file that one process at a time holds, and that says who that is.
//!
//! The lock is the operating system's, on an open file: it ends with the process, however that ends. Not here: threads.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::cli::terminal::tell;
use anyhow::{Context, Result};

/// The most bytes of a lock file that are printed.
const MAX_HOLDER_BYTES: u64 = 200;

/// A lock, held until it is dropped.
pub(in crate::cli) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// The lock that this file stands for. Where another process holds it, that one is named and waited for. `what` is
    /// what this process does, such as "answerbook publish".
    ///
    /// # Errors
    /// When the file cannot be made or locked.
    pub(in crate::cli) fn acquire(path: &Path, what: &str) -> Result<Self> {
        loop {
            let lock = Self { file: open(path)?, path: path.to_owned() };
            lock.wait().with_context(|| format!("cannot lock {}", path.display()))?;
            // The process that held it has removed its file, and another one may stand there now.
            if lock.is_in_place() {
                lock.sign(what).with_context(|| format!("cannot write {}", path.display()))?;
                return Ok(lock);
            }
        }
    }

    fn wait(&self) -> std::io::Result<()> {
        match self.file.try_lock() {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => {
                let holder = self.holder();
                let holder = if holder.is_empty() { "another Answerbook".to_owned() } else { holder };
                tell!("Waiting for {holder} …");
                self.file.lock()
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Who holds the lock, as that process says; empty where it has said nothing yet.
    fn holder(&self) -> String {
        let mut text = String::new();
        match (&self.file).take(MAX_HOLDER_BYTES).read_to_string(&mut text) {
            Ok(_) => text.lines().next().unwrap_or_default().to_owned(),
            Err(_) => String::new(),
        }
    }

    #[cfg(unix)]
    fn is_in_place(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let of = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
        let (here, there) = (self.file.metadata().map(of), fs::metadata(&self.path).map(of));
        here.ok().zip(there.ok()).is_some_and(|(here, there)| here == there)
    }

    /// Where a file that is open cannot be removed.
    #[cfg(not(unix))]
    fn is_in_place(&self) -> bool {
        self.path.exists()
    }

    fn sign(&self, what: &str) -> std::io::Result<()> {
        let mut file = &self.file;
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{what}, process {}", std::process::id())
    }
}

fn open(path: &Path) -> Result<File> {
    let opened = File::options().read(true).write(true).create(true).truncate(false).open(path);
    opened.with_context(|| format!("cannot write {}", path.display()))
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked, so that nobody has locked it meanwhile. One that stays has no meaning: the next process
        // locks it and removes it.
        drop(fs::remove_file(&self.path));
    }
}
