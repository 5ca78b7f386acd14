//! The topics that an import adds: the keywords of the episodes it wrote that the answers of the library bear out.
//!
//! Not here: which these are ([`crate::topics::borne_out`]).

use std::path::Path;

use anyhow::Result;

use super::destination::Known;
use crate::cli::content::settings;
use crate::cli::counted;
use crate::cli::published::LedgerFiles;
use crate::cli::terminal::tell;
use crate::cli::vocabulary::{Vocabulary, published_topics};
use crate::topics;
use crate::transcript::{Episode, Library};

/// The comment before what is written.
const COMMENT: &str = "Keywords of imported episodes that answers of three episodes or more bear out. To part with a topic before it is published, put `# ` before its lines: it is not added again.";

/// Adds to the topics of a folder what some keywords make.
///
/// # Errors
/// When the folder or the ledger cannot be read, or the file cannot be written.
pub(super) fn add_topics(folder: &Path, mut keywords: Vec<String>) -> Result<()> {
    keywords.sort_unstable();
    keywords.dedup();
    if keywords.is_empty() {
        return Ok(());
    }
    let Ok(vocabulary) = Vocabulary::read(folder) else {
        let topics = folder.join(crate::cli::content::TOPICS);
        tell!(
            "warning: the keywords of the episodes make no topics: {} has errors\n  help: `answerbook check` shows them",
            topics.display()
        );
        return Ok(());
    };
    let mut taken = vocabulary.put_aside();
    taken.extend(published_topics(LedgerFiles::read(folder).whole()?));
    let episodes: Vec<Episode> = Known::read(folder)?.episodes.into_iter().map(|(_, episode)| episode).collect();
    let site = settings(folder).unwrap_or_default();
    let library = Library::new(site, vocabulary.topics.clone(), episodes);
    let topics = topics::borne_out(&library, &keywords, &taken);
    if topics.is_empty() {
        return Ok(());
    }
    vocabulary.add(&topics, COMMENT)?;
    tell!(
        "{}: {} added, keywords that answers of three episodes or more bear out",
        vocabulary.path.display(),
        counted(topics.len(), "topic")
    );
    Ok(())
}
