//! Notifications of changes in the folder of episodes, one for each burst of changes, when it is over.
//!
//! A notification does not say what has changed. Not here: what is done then.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// The time without a change that ends a burst. With less, an editor that writes a file in several steps sets off several
/// renderings; with more, an edit shows later.
const QUIET: Duration = Duration::from_millis(60);

/// A folder that is watched for changes.
pub(super) struct WatchedFolder {
    /// Kept, since dropping it ends the watching.
    _watcher: RecommendedWatcher,
    changes: Receiver<()>,
}

impl WatchedFolder {
    /// Watches a folder, without the folders in it.
    ///
    /// # Errors
    /// When the system cannot watch it.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let (sender, changes) = mpsc::channel();
        let on_event = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| is_change(event.kind)) {
                // The receiver is gone only while the command ends.
                sender.send(()).ok();
            }
        };
        let context = || format!("cannot watch {}", folder.display());
        let mut watcher = notify::recommended_watcher(on_event).with_context(context)?;
        watcher.watch(folder, RecursiveMode::NonRecursive).with_context(context)?;
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits for the end of the next burst of changes; `false` when there can be none any more.
    pub(super) fn wait_for_change(&self) -> bool {
        if self.changes.recv().is_err() {
            return false;
        }
        loop {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

/// Whether an event is a change. Reading a file is none, or our own reading would set off the next.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}
