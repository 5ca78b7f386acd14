//! What is written to disk, and survives a kill, a full disk and a power cut.
//!
//! | file | purpose |
//! |---|---|
//! | `lock` | one writer at a time |
//! | `atomic` | a file is replaced at once: a reader gets the old bytes or the new ones |
//! | `own_files` | which files of a site's folder are ours |
//! | `site_folder` | a site is replaced at once; files in its folder that no build wrote are kept |
//!
//! Whatever a killed process leaves behind has a name that nothing else has ([`atomic::LEFTOVER`]); the next writer, which then
//! holds the lock, removes it. Not here: what the files hold, and reading them ([`super::files`]).

mod lock;

mod atomic;

mod own_files;

mod site_folder;

use std::path::Path;

use anyhow::Result;

pub(super) use self::atomic::{Batch, Durability, replace, replace_all, replace_with, sync_folder};
pub(super) use self::lock::Lock;
pub(super) use self::site_folder::{MadeFrom, SiteFolder, check_replaceable, write_file};

/// The lock of a folder of episodes.
const CONTENT_LOCK: &str = ".answerbook.lock";

/// The folders in a folder of episodes that commands write to.
const WRITTEN_INSIDE: [&str; 2] = ["published", "links"];

/// The lock of a folder of episodes, for a command that writes there. What killed commands have left in it is removed. `what` is
/// the command's name.
///
/// # Errors
/// When nothing can be written there.
pub(super) fn lock_content(folder: &Path, what: &str) -> Result<Lock> {
    let lock = Lock::acquire(&folder.join(CONTENT_LOCK), what)?;
    atomic::remove_leftovers(folder)?;
    WRITTEN_INSIDE.iter().try_for_each(|inside| atomic::remove_leftovers(&folder.join(inside)))?;
    Ok(lock)
}
