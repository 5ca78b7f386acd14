//! The texts that paragraphs were published with, by version: what a link to words that were edited since still shows.
//!
//! One file an episode, lines that are only ever appended: a version, a blank, the text with its line ends and backslashes
//! escaped. An owner who must withdraw a text deletes its line; links to it then say that it is no longer kept.

use std::collections::BTreeMap;

use super::inventory::Inventory;
use super::key::{Key, Kind};
use super::ledger::Ledger;
use super::quote::version;
use crate::transcript::{Episode, Problem};

/// The published texts of an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    by_version: BTreeMap<String, String>,
}

impl Texts {
    /// Reads an episode's file: what could be read, and every problem. A text that is not what its version says was altered,
    /// and is left out: nobody is to be quoted with words they did not say.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut texts = Self::default();
        let mut problems = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_end_matches(['\n', '\r']);
            let span = at..at + trimmed.len();
            at += line.len();
            let (of, escaped) = trimmed.split_once(' ').unwrap_or((trimmed, ""));
            let text = unescaped(escaped);
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if version(&[&text]) == of {
                texts.by_version.insert(of.to_owned(), text);
            } else {
                let problem = Problem::error(span, "a published text was altered").found(format!("`{of}`"));
                problems.push(problem.help("restore the line, or delete it whole to withdraw the text"));
            }
        }
        (texts, problems)
    }

    /// A text by its version.
    pub fn get(&self, version: &str) -> Option<&str> {
        self.by_version.get(version).map(String::as_str)
    }

    /// The versions of an episode's paragraphs that links may quote and its pages do not show where those links lead: of texts
    /// that were edited, of paragraphs that are gone or stand in another answer. Each with its text, unless that was
    /// withdrawn.
    pub fn former(&self, ledger: &Ledger, inventory: &Inventory, episode: &str) -> Vec<(String, Option<String>)> {
        let mut former = Vec::new();
        let inside = |key: &Key| key.kind == Kind::Paragraph && key.in_episode() == episode;
        for (key, record) in ledger.records().filter(|(key, _)| inside(key)) {
            let living = inventory.get(key).filter(|_| record.notes.len() == 1).map(|item| item.version.as_str());
            let versions = record.versions.iter().filter(|version| living != Some(version.as_str()));
            former.extend(versions.map(|version| (version.clone(), self.get(version).map(str::to_owned))));
        }
        former
    }

    /// The lines to append for an episode as it is now.
    pub fn additions(&self, episode: &Episode) -> Vec<String> {
        let mut known: BTreeMap<String, ()> = BTreeMap::new();
        let mut lines = Vec::new();
        for paragraph in episode.paragraphs() {
            let version = version(&[&paragraph.text]);
            if self.get(&version).is_none() && known.insert(version.clone(), ()).is_none() {
                lines.push(format!("{version} {}", escaped(&paragraph.text)));
            }
        }
        lines
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            c => plain.push(c),
        }
    }
    plain
}
