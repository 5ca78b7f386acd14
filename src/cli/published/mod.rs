//! The files beside the episodes that say what was published before.
//!
//! | file | holds | read by |
//! |---|---|---|
//! | `links/*.ledger` | the ledger, a file for each part | `ledger_files` |
//! | `links.ledger` | the ledger of earlier releases, undivided; the next release divides it | `ledger_files` |
//! | `links.pending` | what became of ids that are gone, until the next release moves it into the ledger | here |
//! | `published/*.txt` | the texts that links may still quote, a file for each episode | `archive` |
//!
//! A large library has hundreds of megabytes of them. Each is read, parsed and dropped; only those that a problem points into
//! are read once more. Not here: what their lines mean and what is wrong with them ([`crate::links`]), and writing them
//! ([`super::publish`]).

mod archive;

mod ledger_files;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(super) use self::archive::{Archive, FormerTexts, archive_path};
pub(super) use self::ledger_files::{LedgerFiles, UNDIVIDED, Undivided, entries, file_path};
use super::diagnostics::{Diagnostics, SourceFile};
use super::files::{hash_logs, read_log_if_present};
use crate::links::{self, Inventory, Ledger, LedgerFile, LedgerPart, Resolutions};
use crate::source::WithProblems;
use crate::transcript::{Date, Problem};

/// The name of the ledger's digest on the site.
pub(super) const DIGEST: &str = "links.digest";

/// The folder beside the episodes with the files of the ledger.
pub(super) const PARTS: &str = "links";

/// The name of the file in which an import or an editor says what became of published ids, until the next release moves its
/// lines into the ledger.
pub(super) const PENDING: &str = "links.pending";

/// The folder beside the episodes with the texts that paragraphs were published with, one file an episode.
pub(super) const TEXTS: &str = "published";

/// What was published before.
pub(super) struct Published {
    /// Every live id.
    pub(super) inventory: Inventory,
    /// Every id ever published.
    pub(super) ledger: Ledger,
    /// The undivided ledger of earlier releases, where there is one.
    pub(super) undivided: Option<Undivided>,
    /// The text of the pending lines; empty where there are none.
    pub(super) pending: String,
    /// What became of the ids that are no longer live.
    pub(super) fates: Resolutions,
    /// The published texts.
    pub(super) archive: Archive,
    /// The texts of edited, moved and removed paragraphs.
    pub(super) former_texts: FormerTexts,
}

/// What a release has changed of the files.
pub(super) struct Changed {
    /// The parts of the ledger with new lines.
    pub(super) parts: Vec<LedgerPart>,
    /// The episodes with new texts.
    pub(super) episodes: BTreeSet<String>,
}

/// SHA-256 over the files that say what was published before; `None` where one of them cannot be read.
pub(super) fn hash(folder: &Path) -> Option<[u8; 32]> {
    let mut paths = vec![folder.join(UNDIVIDED), folder.join(PENDING)];
    for name in [PARTS, TEXTS] {
        let entries = match fs::read_dir(folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.ok()?,
        };
        let mut listed: Vec<PathBuf> = entries.map(|entry| Some(entry.ok()?.path())).collect::<Option<_>>()?;
        listed.retain(|path| !path.is_dir());
        listed.sort();
        paths.extend(listed);
    }
    hash_logs(&paths)
}

impl Published {
    /// Compares the ledger with the live ids as of `today`, and reads the pending lines and the published texts of a folder.
    pub(super) fn read(
        folder: &Path,
        files: LedgerFiles,
        pending: Option<WithProblems<String>>,
        inventory: Inventory,
        today: Date,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let LedgerFiles { mut ledger, undivided, problems, .. } = files;
        for (path, problems) in problems {
            add_file(path, problems, diagnostics);
        }
        let pending = add_pending(folder, pending, &mut ledger, diagnostics);
        // An id is gone only where everything could be read.
        if !diagnostics.any_error() {
            for (file, problems) in links::problems(&ledger, &inventory, today) {
                match (&file, pending.file) {
                    (LedgerFile::Pending, Some(index)) => diagnostics.extend(index, problems),
                    _ => add_file(file_path(folder, &file), problems, diagnostics),
                }
            }
        }
        let fates = Resolutions::of(&ledger, &inventory);
        let mut archive = Archive::default();
        for (path, problems) in archive.read(folder, &archive::episodes(&ledger), &ledger, &inventory, &fates) {
            add_file(path, problems, diagnostics);
        }
        let former_texts = archive.former_texts(&fates);
        Self { inventory, ledger, undivided, pending: pending.text, fates, archive, former_texts }
    }

    /// As it would be read after a release, which has found no problems.
    pub(super) fn after_release(self, folder: &Path, changed: Changed) -> Self {
        let Self { inventory, mut ledger, mut archive, .. } = self;
        let Changed { parts, mut episodes } = changed;
        for part in parts {
            episodes.insert(part.name().to_owned());
            ledger.replace_part(part);
        }
        let fates = Resolutions::of(&ledger, &inventory);
        let episodes: Vec<String> = episodes.into_iter().filter(|episode| !episode.is_empty()).collect();
        archive.read(folder, &episodes, &ledger, &inventory, &fates);
        let former_texts = archive.former_texts(&fates);
        Self { inventory, ledger, undivided: None, pending: String::new(), fates, archive, former_texts }
    }
}

/// The pending lines, as they were read.
struct PendingLines {
    text: String,
    /// The index of their file.
    file: Option<usize>,
}

/// Adds the pending lines to the ledger, and their file to the diagnostics.
fn add_pending(
    folder: &Path,
    reading: Option<WithProblems<String>>,
    ledger: &mut Ledger,
    diagnostics: &mut Diagnostics,
) -> PendingLines {
    let Some(WithProblems { value, mut problems }) = reading else {
        return PendingLines { text: String::new(), file: None };
    };
    let text = value.clone().unwrap_or_default();
    problems.extend(ledger.add_pending(&text));
    let file = SourceFile { path: file_path(folder, &LedgerFile::Pending), text: value };
    PendingLines { text, file: Some(diagnostics.add(file, problems)) }
}

/// Adds a file with its problems, and its text, which they point into.
fn add_file(path: PathBuf, problems: Vec<Problem>, diagnostics: &mut Diagnostics) {
    if !problems.is_empty() {
        let text = read_log_if_present(&path).and_then(|reading| reading.value);
        diagnostics.add(SourceFile { path, text }, problems);
    }
}
