//! What a release writes beside the episodes: the lines of the ledger that are new, and the texts that links may quote from now on.
//!
//! ```text
//! pending lines, new ids, edited texts ──by part──▶ links/<part>.ledger ┐
//! undivided ledger of earlier releases ──by part──▶                     ├─ one batch ──▶ then what they replace is removed
//! new texts ──by episode──▶ published/<episode>.txt                     ┘
//! ```
//!
//! Not here: which lines those are ([`crate::links`]), and the site ([`crate::cli::build`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cli::content::Content;
use crate::cli::files::{self, with_lines};
use crate::cli::published::{Changed, PARTS, PENDING, Published, TEXTS, UNDIVIDED, archive_path, file_path};
use crate::cli::storage::{self, Batch};
use crate::links::{self, LedgerEntry, LedgerFile, UndividedLedger};
use crate::source::MAX_LOG_BYTES;
use crate::transcript::Date;

/// The beginning of a new file of the ledger.
const HEAD: &str = "\
# What was published here, and what became of it. `answerbook publish` appends to it; no line is ever deleted or altered, for
# links out there rely on it. An id that is gone needs a line `moved`, `merged`, `split` or `removed`.
";

/// The beginning of the undivided ledger, as earlier releases wrote it.
const UNDIVIDED_HEAD: [&str; 2] = [
    "# Every id this site ever published, and what became of it. `answerbook publish` appends to it; no line is ever deleted or",
    "# altered, for links out there rely on it. An id that is gone needs a line `moved`, `merged`, `split` or `removed`.",
];

/// Lines of `.gitattributes`: where two branches have published, git keeps the lines of both.
const ATTRIBUTES: [&str; 2] = ["links/*.ledger text eol=lf merge=union", "published/*.txt text eol=lf merge=union"];

/// What a release has written beside the episodes.
pub(super) struct Release {
    /// The number of lines appended to the ledger.
    pub(super) ledger_lines: usize,
    pub(super) changed: Changed,
}

/// Appends what is new to the ledger and to the published texts. Nothing is replaced before everything is on the disk.
///
/// # Errors
/// When a file cannot be written, or would be too large, or a link to a new text could mean another one.
pub(super) fn append(content: &Content, date: Date) -> Result<Release> {
    let folder = &content.folder;
    let mut batch = Batch::default();
    let mut release = Release { ledger_lines: 0, changed: Changed { parts: Vec::new(), episodes: BTreeSet::new() } };
    // The texts go first, so that a version in the ledger always has its text.
    add_texts(content, &mut batch, &mut release)?;
    add_parts(content, date, &mut batch, &mut release)?;
    add_attributes(folder, &mut batch)?;
    batch.put_in_place()?;
    // What the ledger now has goes last.
    for name in [PENDING, UNDIVIDED] {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            storage::sync_folder(folder)?;
        }
    }
    Ok(release)
}

fn add_file(batch: &mut Batch, path: &Path, text: &str) -> Result<()> {
    if text.len() > MAX_LOG_BYTES {
        bail!("{} would be larger than {} MiB: nothing is written", path.display(), MAX_LOG_BYTES >> 20);
    }
    batch.add(path, text.as_bytes())
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Adds the files of published texts that get new lines.
fn add_texts(content: &Content, batch: &mut Batch, release: &mut Release) -> Result<()> {
    for episode in content.library.episodes() {
        let path = archive_path(&content.folder, episode.id.as_str());
        let known = content.published.archive.versions(episode.id.as_str()).cloned().unwrap_or_default();
        let lines = match known.additions(episode) {
            Ok(lines) => lines,
            Err(shared) => bail!(
                "a link to a paragraph of `{}` could mean another text, for their versions begin alike, `{}`: {}\n  help: change the paragraph by a word",
                episode.id,
                shared.digits,
                shared.text
            ),
        };
        if lines.is_empty() {
            continue;
        }
        if release.changed.episodes.is_empty() {
            make_folder(&content.folder.join(TEXTS))?;
        }
        add_file(batch, &path, &with_lines(files::read_or_empty(&path)?, &lines))?;
        release.changed.episodes.insert(episode.id.to_string());
    }
    Ok(())
}

/// Adds the files of the ledger that get new lines.
fn add_parts(content: &Content, date: Date, batch: &mut Batch, release: &mut Release) -> Result<()> {
    let Published { ledger, inventory, undivided, pending, .. } = &content.published;
    let mut new = pending_lines(pending, date);
    for entry in links::additions(ledger, inventory, date) {
        new.entry(entry.id.part().to_owned()).or_default().added.push(entry.to_string());
    }
    if let Some(undivided) = undivided {
        for part in undivided.ledger.parts() {
            let entries = undivided.ledger.entries(part).map(LedgerEntry::to_string);
            new.entry(part.to_owned()).or_default().undivided.extend(entries);
        }
        new.entry(String::new()).or_default().comments.extend(comments(&undivided.text));
    }
    for (part, lines) in new {
        let path = file_path(&content.folder, &LedgerFile::of_part(&part));
        let before = files::read_or_empty(&path)?;
        let text = lines.appended_to(&before, &mut release.ledger_lines);
        if text != before {
            if release.changed.parts.is_empty() {
                make_folder(&content.folder.join(PARTS))?;
            }
            add_file(batch, &path, &text)?;
        }
        release.changed.parts.push(UndividedLedger::default().read_part(&part, &text).part);
    }
    Ok(())
}

/// The lines that the file of a part gets.
#[derive(Default)]
struct NewLines {
    /// Of the undivided ledger.
    comments: Vec<String>,
    /// Of the undivided ledger.
    undivided: Vec<String>,
    pending: Vec<String>,
    /// Of this release.
    added: Vec<String>,
}

impl NewLines {
    /// The text of a file with the lines that it lacks: a release that was killed may have appended some. `count` goes up by the
    /// number of those that are new to the ledger.
    fn appended_to(self, before: &str, count: &mut usize) -> String {
        let here: BTreeSet<&str> = before.lines().map(str::trim).collect();
        let is_missing = |line: &String| !here.contains(line.trim());
        let earlier: Vec<String> = self.comments.into_iter().chain(self.undivided).filter(is_missing).collect();
        // Of a pending line an earlier, equal one may no longer hold.
        let last = last_lines(before.lines().chain(earlier.iter().map(String::as_str)));
        let is_new = |line: &String| !last.contains(line.trim());
        let new: Vec<String> = self.pending.into_iter().filter(is_new).chain(self.added).collect();
        *count += new.len();
        drop(last);
        let head = if before.is_empty() { HEAD } else { before };
        with_lines(head.to_owned(), &[earlier, new].concat())
    }
}

/// The pending lines of each part. One of a later day gets the day of the release.
fn pending_lines(pending: &str, date: Date) -> BTreeMap<String, NewLines> {
    let pending = UndividedLedger::read(pending).0;
    let lines = |part: &str| {
        let entries = pending.entries(part).cloned().map(|entry| LedgerEntry { date: entry.date.min(date), ..entry });
        entries.map(|entry| entry.to_string()).collect()
    };
    pending.parts().map(|part| (part.to_owned(), NewLines { pending: lines(part), ..NewLines::default() })).collect()
}

/// The last line about each id.
fn last_lines<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let lines = lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let of_each: BTreeMap<String, &str> = lines.map(|line| (id_words(line), line)).collect();
    of_each.into_values().collect()
}

/// The kind and the id that a line is about.
fn id_words(line: &str) -> String {
    line.split(' ').skip(2).take(2).collect::<Vec<_>>().join(" ")
}

/// The comments of an undivided ledger that an owner has written.
fn comments(undivided: &str) -> impl Iterator<Item = String> {
    let comments = undivided.lines().map(str::trim).filter(|line| line.starts_with('#'));
    comments.filter(|line| !UNDIVIDED_HEAD.contains(line)).map(str::to_owned)
}

/// Adds the file of git's attributes, if it lacks some of ours.
fn add_attributes(folder: &Path, batch: &mut Batch) -> Result<()> {
    let path = folder.join(".gitattributes");
    let before = files::read_or_empty(&path)?;
    let is_there = |attribute: &str| before.lines().any(|line| line.trim() == attribute);
    let missing: Vec<String> =
        ATTRIBUTES.into_iter().filter(|attribute| !is_there(attribute)).map(str::to_owned).collect();
    if missing.is_empty() { Ok(()) } else { batch.add(&path, with_lines(before, &missing).as_bytes()) }
}
