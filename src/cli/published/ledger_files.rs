//! The files of the ledger: one for each part, and the undivided one of earlier releases.
//!
//! Not here: the pending lines ([`super`]), and what a release appends ([`crate::cli::publish`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::{PARTS, PENDING};
use crate::cli::files::read_log_if_present;
use crate::links::{Ledger, LedgerEntry, LedgerFile, PartReading, UndividedLedger, part_file_name, part_of_file_name};
use crate::source::WithProblems;
use crate::transcript::Problem;

/// The name of the undivided ledger, beside the episodes.
pub(in crate::cli) const UNDIVIDED: &str = "links.ledger";

/// The path of a file of the ledger.
pub(in crate::cli) fn file_path(folder: &Path, file: &LedgerFile) -> PathBuf {
    match file {
        LedgerFile::Undivided => folder.join(UNDIVIDED),
        LedgerFile::Episode(id) => folder.join(PARTS).join(part_file_name(id)),
        LedgerFile::SpeakersAndTopics => folder.join(PARTS).join(part_file_name("")),
        LedgerFile::Pending => folder.join(PENDING),
    }
}

/// The undivided ledger.
pub(in crate::cli) struct Undivided {
    /// The text, for what is no entry: comments.
    pub(in crate::cli) text: String,
    /// What it says.
    pub(in crate::cli) ledger: UndividedLedger,
}

/// The files of a ledger, read.
#[derive(Default)]
pub(in crate::cli) struct LedgerFiles {
    /// All that they say.
    pub(in crate::cli) ledger: Ledger,
    /// The undivided ledger, where there is one.
    pub(in crate::cli) undivided: Option<Undivided>,
    /// What is wrong with the files.
    pub(super) problems: BTreeMap<PathBuf, Vec<Problem>>,
    /// Why a file has no text.
    unreadable: Option<String>,
    folder: PathBuf,
}

impl LedgerFiles {
    /// Reads the ledger beside the episodes, on all cores.
    pub(in crate::cli) fn read(folder: &Path) -> Self {
        let mut files = Self::without_parts(folder);
        let mut names: BTreeSet<String> = BTreeSet::new();
        names.extend(files.undivided.iter().flat_map(|undivided| undivided.ledger.parts()).map(str::to_owned));
        names.extend(files.names_of_parts());
        files.with_parts(names.into_iter().collect())
    }

    /// Reads what the ledger says of speakers and topics alone.
    pub(in crate::cli) fn read_speakers_and_topics(folder: &Path) -> Self {
        Self::without_parts(folder).with_parts(vec![String::new()])
    }

    fn without_parts(folder: &Path) -> Self {
        let mut files = Self { folder: folder.to_owned(), ..Self::default() };
        files.read_undivided();
        files
    }

    /// Reads the parts of these names, on all cores.
    fn with_parts(mut self, names: Vec<String>) -> Self {
        let files = &mut self;
        let folder = files.folder.clone();
        let nothing = UndividedLedger::default();
        let undivided = files.undivided.as_ref().map_or(&nothing, |undivided| &undivided.ledger);
        let read = |name: &String| {
            let path = file_path(&folder, &LedgerFile::of_part(name));
            let WithProblems { value, problems } = read_log_if_present(&path)
                .unwrap_or_else(|| WithProblems { value: Some(String::new()), problems: Vec::new() });
            let reading = undivided.read_part(name, value.as_deref().unwrap_or_default());
            (path, value.is_none(), problems, reading)
        };
        let parts: Vec<_> = names.par_iter().map(read).collect();
        let mut problems_of_undivided = Vec::new();
        for (path, is_unreadable, mut problems, PartReading { part, problems: of_lines, undivided }) in parts {
            if is_unreadable {
                files.note_unreadable(&path, &problems);
            }
            problems.extend(of_lines);
            files.add_problems(path, problems);
            problems_of_undivided.extend(undivided);
            files.ledger.replace_part(part);
        }
        files.add_problems(file_path(&folder, &LedgerFile::Undivided), problems_of_undivided);
        self
    }

    /// The ledger, if every file of it could be read.
    ///
    /// # Errors
    /// When one could not: what is in it is not known then.
    pub(in crate::cli) fn whole(&self) -> Result<&Ledger> {
        match &self.unreadable {
            Some(why) => bail!("{why}"),
            None => Ok(&self.ledger),
        }
    }

    /// As [`whole`](Self::whole).
    ///
    /// # Errors
    /// When a file could not be read.
    pub(in crate::cli) fn into_whole(self) -> Result<Ledger> {
        self.whole()?;
        Ok(self.ledger)
    }

    /// The entries of a part, in the order of their lines, read once more.
    pub(in crate::cli) fn entries(&self, part: &str) -> Vec<LedgerEntry> {
        entries(&self.folder, self.undivided.as_ref(), part)
    }

    fn read_undivided(&mut self) {
        let path = file_path(&self.folder, &LedgerFile::Undivided);
        let Some(WithProblems { value, mut problems }) = read_log_if_present(&path) else { return };
        match value {
            None => self.note_unreadable(&path, &problems),
            Some(text) => {
                let (ledger, of_lines) = UndividedLedger::read(&text);
                problems.extend(of_lines);
                self.undivided = Some(Undivided { text, ledger });
            }
        }
        self.add_problems(path, problems);
    }

    /// The names of the parts that have a file. A file that is no part's is a problem.
    fn names_of_parts(&mut self) -> Vec<String> {
        let folder = self.folder.join(PARTS);
        let listed = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            listed => listed.and_then(|entries| entries.collect::<io::Result<Vec<_>>>()),
        };
        let entries = match listed {
            Ok(entries) => entries,
            Err(error) => {
                let problem =
                    Problem::error(0..0, "the folder of the ledger cannot be listed").found(error.to_string());
                self.note_unreadable(&folder, std::slice::from_ref(&problem));
                self.add_problems(folder, vec![problem]);
                return Vec::new();
            }
        };
        let mut names = Vec::new();
        for path in entries.into_iter().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if !name.ends_with(".ledger") || name.starts_with('.') {
                continue;
            }
            match part_of_file_name(&name) {
                Some(part) => names.push(part.to_owned()),
                None => {
                    let problem = Problem::error(0..0, "no part of the ledger").found(format!("`{name}`"));
                    let problem = problem.expected("a file that an episode's id names");
                    self.add_problems(path, vec![problem.help("give it its name again: no link may be lost")]);
                }
            }
        }
        names
    }

    fn add_problems(&mut self, path: PathBuf, problems: Vec<Problem>) {
        if !problems.is_empty() {
            self.problems.entry(path).or_default().extend(problems);
        }
    }

    fn note_unreadable(&mut self, path: &Path, problems: &[Problem]) {
        let why = problems.first().map(|problem| problem.what.as_str()).unwrap_or_default();
        self.unreadable = Some(format!("cannot read {}: {why}", path.display()));
    }
}

/// The entries of a part of the ledger beside the episodes, in the order of their lines.
pub(in crate::cli) fn entries(folder: &Path, undivided: Option<&Undivided>, part: &str) -> Vec<LedgerEntry> {
    let own = text_of(&file_path(folder, &LedgerFile::of_part(part)));
    match undivided {
        Some(undivided) => undivided.ledger.entries_with(part, &own),
        None => UndividedLedger::default().entries_with(part, &own),
    }
}

/// The text of a file; empty where it has none.
fn text_of(path: &Path) -> String {
    read_log_if_present(path).and_then(|reading| reading.value).unwrap_or_default()
}
