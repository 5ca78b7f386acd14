//! What the last build of a site had to say of its content: kept, so that a build for which nothing has changed says it again without
//! reading the content.
//!
//! It is in this user's cache, a file for each site: the site itself is published, and a warning may name what is not. Not here:
//! whether anything has changed ([`super::source_hash`]), and what is said ([`super::report`]).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::clock::today;
use super::files;
use super::storage::{self, Durability};
use crate::transcript::hex;

/// The bytes of the hash of a site's folder that are its file's name.
const NAME_BYTES: usize = 16;

/// What is behind the text: after a power cut a file may be cut short.
const END: &str = "\nend of the report\n";

/// A report, and what it belongs to.
pub(super) struct EarlierReport {
    /// What the content was: "1 episode, 20 answers".
    pub(super) summary: String,
    /// What there was to say, as it was printed.
    pub(super) text: String,
}

/// The content that a site is made of.
pub(super) struct ReportKey<'a> {
    /// The folder of the site.
    pub(super) site: &'a Path,
    /// The folder of the episodes, as the user has named it: problems are printed with its name.
    pub(super) episodes: &'a Path,
    /// The hash of all that the site is made from.
    pub(super) hash: &'a str,
}

impl ReportKey<'_> {
    /// The report that was kept of this content today: some problems name the day.
    pub(super) fn find(&self) -> Option<EarlierReport> {
        let kept = fs::read_to_string(self.file()?).ok()?;
        let (summary, text) = kept.strip_prefix(&self.first_line().ok()?)?.split_once('\n')?;
        let text = text.strip_suffix(END)?;
        Some(EarlierReport { summary: summary.to_owned(), text: text.to_owned() })
    }

    /// Keeps a report in the place of the site's last one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn keep(&self, report: &EarlierReport) -> Result<()> {
        let Some(file) = self.file() else { return Ok(()) };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let EarlierReport { summary, text } = report;
        let kept = format!("{}{summary}\n{text}{END}", self.first_line()?);
        storage::replace(&file, kept.as_bytes(), Durability::Cached)
    }

    fn first_line(&self) -> Result<String> {
        Ok(format!("{} of {} on {}\n", self.hash, self.episodes.display(), today()?))
    }

    fn file(&self) -> Option<PathBuf> {
        let site = fs::canonicalize(self.site).or_else(|_| std::path::absolute(self.site)).ok()?;
        let name = hex(&Sha256::digest(site.as_os_str().as_encoded_bytes()), NAME_BYTES);
        Some(files::cache_folder()?.join("reports").join(name))
    }
}
