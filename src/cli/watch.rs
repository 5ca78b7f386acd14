//! Watching the episodes' folder: says that something in it has changed, once a burst of changes is over, and nothing of
//! what. Not here: what is done then.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// How long a folder must be quiet: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(60);

/// A watched folder.
pub(super) struct Watched {
    /// Dropped, it would watch no more.
    _watcher: RecommendedWatcher,
    changes: Receiver<()>,
}

impl Watched {
    /// Watches a folder, not those in it.
    ///
    /// # Errors
    /// When the system cannot watch it.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let (sender, changes) = mpsc::channel();
        let on_event = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| is_change(event.kind)) {
                // Only while the command ends does nobody listen.
                sender.send(()).ok();
            }
        };
        let context = || format!("cannot watch {}", folder.display());
        let mut watcher = notify::recommended_watcher(on_event).with_context(context)?;
        watcher.watch(folder, RecursiveMode::NonRecursive).with_context(context)?;
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits for the next burst of changes and its end; `false` when there will be none.
    pub(super) fn wait(&self) -> bool {
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

/// Reading a file is no change of it, or our own reading would set off the next.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}
