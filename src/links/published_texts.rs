//! The archive of published texts, by version: with it, a link to words that were edited later still shows them.
//!
//! There is one file for each episode, and it is append-only: each line is a version, a blank, and the text with its line
//! breaks and backslashes escaped. An owner who has to withdraw a text deletes its line; links to it then say that it is no
//! longer kept.
//!
//! Not here: files, and the pages that show a former text.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::Inventory;
use super::ledger::Ledger;
use super::published_id::IdKind;
use super::quote::version;
use super::resolve::Resolutions;
use crate::transcript::{Episode, Problem, ProblemList};

/// The published texts of an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedTexts {
    by_version: BTreeMap<String, String>,
}

/// A text that links may quote, but that the pages they lead to do not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerText {
    /// The version.
    pub version: String,
    /// The text; `None` if it was withdrawn.
    pub text: Option<String>,
}

impl PublishedTexts {
    /// Reads the file of an episode: its valid lines, and the problems of the others. A text that does not have its version
    /// was altered and is left out, so that no one is quoted with words that they did not say.
    pub fn read(file: &str) -> (Self, Vec<Problem>) {
        let mut texts = Self::default();
        let mut problems = ProblemList::default();
        let mut at = 0;
        for line in file.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            let span = at..at + content.len();
            at += line.len();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let (written, escaped) = content.split_once(' ').unwrap_or((content, ""));
            let text = unescape(escaped);
            if version(&[&text]) == written {
                texts.by_version.insert(written.to_owned(), text);
            } else {
                let problem = Problem::error(span, "a published text was altered").found(format!("`{written}`"));
                problems.push(problem.help("restore the line, or delete it whole to withdraw the text"));
            }
        }
        (texts, problems.sorted())
    }

    /// The text with this version.
    pub fn get(&self, version: &str) -> Option<&str> {
        self.by_version.get(version).map(String::as_str)
    }

    /// The former texts of an episode's paragraphs: of edited ones all earlier versions, and of removed or moved ones all
    /// versions. Those of a paragraph that was removed for good count as withdrawn.
    pub fn former(
        &self,
        ledger: &Ledger,
        inventory: &Inventory,
        resolutions: &Resolutions,
        episode: &str,
    ) -> Vec<FormerText> {
        let mut former = Vec::new();
        for (id, record) in ledger.records_in(IdKind::Paragraph, episode) {
            // A paragraph that has stood in several answers is not on the page of the earlier ones.
            let shown = inventory.get(id).filter(|_| record.notes.len() == 1).map(|revision| revision.version.as_str());
            let versions = record.versions.iter().filter(|version| shown != Some(version.as_str()));
            let is_withdrawn = resolutions.get(id).is_some_and(|retired| retired.is_withdrawn);
            former.extend(versions.map(|version| {
                let text = self.get(version).filter(|_| !is_withdrawn).map(str::to_owned);
                FormerText { version: version.clone(), text }
            }));
        }
        former
    }

    /// The lines to append to the file of an episode: its texts that are not in it.
    pub fn additions(&self, episode: &Episode) -> Vec<String> {
        let mut added = BTreeSet::new();
        let mut lines = Vec::new();
        for paragraph in episode.paragraphs() {
            let version = version(&[&paragraph.text]);
            if self.get(&version).is_none() && added.insert(version.clone()) {
                lines.push(format!("{version} {}", escape(&paragraph.text)));
            }
        }
        lines
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => unescaped.push('\n'),
                Some('r') => unescaped.push('\r'),
                Some(other) => unescaped.push(other),
                None => unescaped.push('\\'),
            },
            c => unescaped.push(c),
        }
    }
    unescaped
}
