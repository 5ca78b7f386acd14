//! The topics of a library as commands add to them: `topics.toml`, and the ids that no new topic can have.
//!
//! Not here: which topics ([`crate::topics`]), and how they are written ([`crate::source`]).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::content::TOPICS;
use super::files;
use super::storage::{self, Durability};
use crate::links::{IdKind, Ledger};
use crate::source::{self, WithProblems};
use crate::transcript::{Problem, Severity, Topic};

/// The file of a library's topics.
pub(super) struct Vocabulary {
    pub(super) path: PathBuf,
    /// Its text; empty where there is no file.
    text: String,
    pub(super) topics: Vec<Topic>,
}

/// A file that cannot be added to.
pub(super) struct Broken {
    pub(super) path: PathBuf,
    pub(super) text: Option<String>,
    pub(super) problems: Vec<Problem>,
}

impl Vocabulary {
    /// Reads the file in a folder of episodes.
    ///
    /// # Errors
    /// When it has errors: what is added to it might be read otherwise than it is meant.
    pub(super) fn read(folder: &Path) -> Result<Self, Broken> {
        let path = folder.join(TOPICS);
        let Some(WithProblems { value: text, mut problems }) = files::read_text_if_present(&path) else {
            return Ok(Self { path, text: String::new(), topics: Vec::new() });
        };
        let reading = text.as_deref().map(source::read_topics);
        let topics = reading.and_then(|reading| {
            problems.extend(reading.problems);
            reading.value
        });
        problems.retain(|problem| problem.severity == Severity::Error);
        match (text, topics) {
            (Some(text), Some(topics)) if problems.is_empty() => Ok(Self { path, text, topics }),
            (text, _) => Err(Broken { path, text, problems }),
        }
    }

    /// The ids of topics that an editor has put aside.
    pub(super) fn put_aside(&self) -> BTreeSet<String> {
        source::topics_put_aside(&self.text)
    }

    /// Writes more topics behind those that are there.
    ///
    /// # Errors
    /// When the file cannot be written; it is then as it was.
    pub(super) fn add(&self, topics: &[Topic], comment: &str) -> Result<()> {
        let text = source::add_topics(&self.text, topics, comment);
        storage::replace(&self.path, text.as_bytes(), Durability::Synced)
    }
}

/// The ids of topics that were ever published: a new topic cannot have one of them.
pub(super) fn published_topics(ledger: &Ledger) -> BTreeSet<String> {
    ledger.records_in(IdKind::Topic, "").map(|(id, _)| id.path().to_owned()).collect()
}
