//! The archive of published texts, by version: with it, a link to words that were edited later still shows them.
//!
//! There is one file for each episode, and it is append-only: each line is a version of 32 digits (12 from earlier releases), a blank, and the text with its line
//! breaks and backslashes escaped. An owner who has to withdraw a text deletes its line; links to it then say that it is no
//! longer kept.
//!
//! Not here: files, and the pages that show a former text.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::Inventory;
use super::ledger::Ledger;
use super::published_id::IdKind;
use super::resolve::Resolutions;
use super::version::Version;
use crate::transcript::{Episode, Problem, ProblemList};

/// The published texts of an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedTexts {
    by_version: BTreeMap<Version, String>,
}

/// A text that links may quote, but that the pages they lead to do not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerText {
    /// The digits of its version that links carry.
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
        let mut by_digits: BTreeMap<String, Version> = BTreeMap::new();
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
            let Some(version) = Version::parse(written).filter(|version| version.is_of(&text)) else {
                let problem = Problem::error(span, "a published text was altered").found(format!("`{written}`"));
                problems.push(problem.help("restore the line, or delete it whole to withdraw the text"));
                continue;
            };
            if version.is_earlier() && holds_comment(&text) {
                let problem = Problem::warning(span, "a published text with a comment in it, which is shown no more");
                problems.push(problem.help("delete the line whole: comments are private since, and were text before"));
                continue;
            }
            let first = *by_digits.entry(version.link_digits()).or_insert(version);
            if texts.get(first).is_some_and(|first| first != text) {
                let problem = Problem::error(span, "a link to this text could mean another one");
                let problem = problem.found(format!("`{}`, as above", version.link_digits()));
                problems.push(problem.help("delete the line whole to withdraw the text"));
                continue;
            }
            texts.by_version.insert(version, text);
        }
        (texts, problems.sorted())
    }

    /// The text with this version.
    pub fn get(&self, version: Version) -> Option<&str> {
        self.by_version.get(&version).map(String::as_str)
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
            let shown = inventory.text(id).filter(|_| record.notes.len() == 1);
            let is_shown = |version: Version| {
                shown.is_some_and(|text| version == text.revision.version || version == text.earlier_version)
            };
            let versions = record.versions.iter().filter(|version| !is_shown(**version));
            let is_withdrawn = resolutions.get(id).is_some_and(|retired| retired.is_withdrawn);
            former.extend(versions.map(|version| {
                let text = self.get(*version).filter(|_| !is_withdrawn).map(str::to_owned);
                FormerText { version: version.link_digits(), text }
            }));
        }
        former
    }

    /// The versions of all texts.
    pub fn versions(&self) -> ArchivedVersions {
        ArchivedVersions { versions: self.by_version.keys().copied().collect() }
    }
}

/// The versions of the texts of an episode that are in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchivedVersions {
    /// In order, so that those that begin alike are neighbours.
    versions: BTreeSet<Version>,
}

/// A text that cannot be published: a link to it could mean another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedDigits {
    /// The digits of its version that links carry.
    pub digits: String,
    /// The text.
    pub text: String,
}

impl ArchivedVersions {
    /// The lines to append to the file of an episode: its texts that are not in it.
    ///
    /// # Errors
    /// When a link to one of them could mean another text.
    pub fn additions(&self, episode: &Episode) -> Result<Vec<String>, SharedDigits> {
        let mut versions = self.versions.clone();
        let mut lines = Vec::new();
        for paragraph in episode.paragraphs() {
            let version = Version::of(&[&paragraph.text]);
            if !versions.insert(version) {
                continue;
            }
            let digits = version.link_digits();
            let neighbours = [versions.range(..version).next_back(), versions.range(version..).nth(1)];
            if neighbours.into_iter().flatten().any(|other| other.link_digits() == digits) {
                return Err(SharedDigits { digits, text: paragraph.text.clone() });
            }
            lines.push(format!("{version} {}", escape(&paragraph.text)));
        }
        Ok(lines)
    }
}

/// Whether a text holds what is a comment today.
fn holds_comment(text: &str) -> bool {
    text.split_once("<!--").is_some_and(|(_, rest)| rest.contains("-->"))
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
