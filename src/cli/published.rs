//! The files beside the episodes that say what was published before: the ledger, the lines that the next release will add
//! to it, and the texts that links may still quote.
//!
//! They are read by way of a function from path to text, so that a release, which changes them, reads none of them twice.
//! Not here: what their lines mean and what is wrong with them ([`crate::links`]), and writing them
//! ([`super::publish`]).

use std::collections::BTreeMap;
use std::path::Path;

use super::diagnostics::{Diagnostics, SourceFile};
use crate::links::{self, FormerText, IdKind, Inventory, Ledger, PublishedTexts, Resolutions};
use crate::source::WithProblems;
use crate::transcript::{Date, Problem};

/// The ledger's name, beside the episodes.
pub(super) const LEDGER: &str = "links.ledger";

/// The name of the ledger's digest on the site.
pub(super) const DIGEST: &str = "links.digest";

/// The name of the file in which an import or an editor says what became of published ids, until the next release moves its
/// lines into the ledger.
pub(super) const PENDING: &str = "links.pending";

/// The folder beside the episodes with the texts that paragraphs were published with, one file an episode.
pub(super) const TEXTS: &str = "published";

/// The texts that links may quote and that are no longer where they were published, by episode and version; `None` for one
/// that was withdrawn.
pub(super) type FormerTexts = BTreeMap<(String, String), Option<String>>;

/// What was published before.
pub(super) struct Published {
    /// Every live id.
    pub(super) inventory: Inventory,
    /// Every id ever published.
    pub(super) ledger: Ledger,
    /// What became of the ids that are no longer live.
    pub(super) fates: Resolutions,
    /// The texts of edited, moved and removed paragraphs.
    pub(super) former_texts: FormerTexts,
}

/// The text of a file, by path; `None` where there is no such file.
pub(super) type ReadFile<'a> = dyn FnMut(&Path) -> Option<WithProblems<String>> + 'a;

/// Reads the ledger, the pending lines and the published texts of a folder, and compares them with the live ids as of
/// `today`.
pub(super) fn read(
    folder: &Path,
    inventory: Inventory,
    today: Date,
    read: &mut ReadFile<'_>,
    diagnostics: &mut Diagnostics,
) -> Published {
    let ledger = read_ledger(folder, &inventory, today, read, diagnostics);
    let fates = Resolutions::of(&ledger, &inventory);
    let former_texts = read_former_texts(folder, &ledger, &inventory, &fates, read, diagnostics);
    Published { inventory, ledger, fates, former_texts }
}

fn read_ledger(
    folder: &Path,
    inventory: &Inventory,
    today: Date,
    read: &mut ReadFile<'_>,
    diagnostics: &mut Diagnostics,
) -> Ledger {
    let mut ledger = Ledger::default();
    let ledger_file = add_file(&folder.join(LEDGER), read, diagnostics, |text| {
        let (found, problems) = Ledger::read(text);
        ledger = found;
        problems
    });
    let pending_file = add_file(&folder.join(PENDING), read, diagnostics, |text| ledger.add_pending(text));
    // An id is gone only where everything could be read.
    if !diagnostics.any_error() {
        let problems = links::problems(&ledger, inventory, today);
        for (file, problems) in [(ledger_file, problems.ledger), (pending_file, problems.pending)] {
            if let Some(file) = file {
                diagnostics.extend(file, problems);
            }
        }
    }
    ledger
}

fn read_former_texts(
    folder: &Path,
    ledger: &Ledger,
    inventory: &Inventory,
    fates: &Resolutions,
    read: &mut ReadFile<'_>,
    diagnostics: &mut Diagnostics,
) -> FormerTexts {
    let mut former = FormerTexts::new();
    for (id, _) in ledger.records().filter(|(id, _)| id.kind == IdKind::Episode) {
        let episode = id.path();
        let mut texts = PublishedTexts::default();
        add_file(&folder.join(TEXTS).join(format!("{episode}.txt")), read, diagnostics, |text| {
            let (found, problems) = PublishedTexts::read(text);
            texts = found;
            problems
        });
        let versions = texts.former(ledger, inventory, fates, episode);
        // A link to an episode that moved leads to a page of the other one, which looks among its own texts.
        for target in fates.targets(id).iter().map(|target| target.path()).filter(|target| *target != episode) {
            for FormerText { version, text } in &versions {
                former.entry((target.to_owned(), version.clone())).or_insert_with(|| text.clone());
            }
        }
        former.extend(versions.into_iter().map(|it| ((episode.to_owned(), it.version), it.text)));
    }
    former
}

/// Reads a file, if there is one, and adds it with its problems; the index of the file.
fn add_file(
    path: &Path,
    read: &mut ReadFile<'_>,
    diagnostics: &mut Diagnostics,
    parse: impl FnOnce(&str) -> Vec<Problem>,
) -> Option<usize> {
    let mut reading = read(path)?;
    if let Some(text) = &reading.value {
        reading.problems.extend(parse(text));
    }
    Some(diagnostics.add(SourceFile { path: path.to_owned(), text: reading.value }, reading.problems))
}
