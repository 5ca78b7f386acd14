//! The archive: the texts that paragraphs were published with, of every episode.
//!
//! Not here: the lines of its files ([`crate::links::PublishedTexts`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::TEXTS;
use crate::cli::files::read_log_if_present;
use crate::links::{ArchivedVersions, FormerText, IdKind, Inventory, Ledger, PublishedId, PublishedTexts, Resolutions};
use crate::transcript::Problem;

/// The texts that links may quote and that are no longer where they were published, by episode and by the digits of their version in
/// links; `None` for one that was withdrawn.
pub(in crate::cli) type FormerTexts = BTreeMap<(String, String), Option<String>>;

/// The archive, without the texts that pages show.
#[derive(Default)]
pub(in crate::cli) struct Archive {
    episodes: BTreeMap<String, EpisodeArchive>,
}

/// What is kept of the file of an episode.
#[derive(Default)]
struct EpisodeArchive {
    versions: ArchivedVersions,
    former: Vec<FormerText>,
}

/// The path of the file of an episode.
pub(in crate::cli) fn archive_path(folder: &Path, episode: &str) -> PathBuf {
    folder.join(TEXTS).join(format!("{episode}.txt"))
}

/// The episodes that were ever published.
pub(super) fn episodes(ledger: &Ledger) -> Vec<String> {
    let ids = ledger.records().filter(|(id, _)| id.kind == IdKind::Episode);
    ids.map(|(id, _)| id.path().to_owned()).collect()
}

impl Archive {
    /// Reads the files of some episodes, on all cores; the files with problems.
    pub(super) fn read(
        &mut self,
        folder: &Path,
        episodes: &[String],
        ledger: &Ledger,
        inventory: &Inventory,
        fates: &Resolutions,
    ) -> Vec<(PathBuf, Vec<Problem>)> {
        let read = |episode: &String| {
            let path = archive_path(folder, episode);
            let mut problems = Vec::new();
            let mut texts = PublishedTexts::default();
            if let Some(reading) = read_log_if_present(&path) {
                problems = reading.problems;
                let (found, of_lines) = PublishedTexts::read(reading.value.as_deref().unwrap_or_default());
                problems.extend(of_lines);
                texts = found;
            }
            let former = texts.former(ledger, inventory, fates, episode);
            (episode.clone(), EpisodeArchive { versions: texts.versions(), former }, path, problems)
        };
        let read: Vec<_> = episodes.par_iter().map(read).collect();
        let mut with_problems = Vec::new();
        for (episode, archive, path, problems) in read {
            self.episodes.insert(episode, archive);
            if !problems.is_empty() {
                with_problems.push((path, problems));
            }
        }
        with_problems
    }

    /// The versions of the texts of an episode; `None` where it was never published.
    pub(in crate::cli) fn versions(&self, episode: &str) -> Option<&ArchivedVersions> {
        self.episodes.get(episode).map(|archive| &archive.versions)
    }

    /// The former texts, at every episode whose pages links to them lead to.
    pub(super) fn former_texts(&self, fates: &Resolutions) -> FormerTexts {
        let mut former = FormerTexts::new();
        for (episode, archive) in self.episodes.iter().filter(|(_, archive)| !archive.former.is_empty()) {
            let id = PublishedId::new(IdKind::Episode, episode);
            let targets = id.iter().flat_map(|id| fates.targets(id)).map(PublishedId::path);
            // A link to an episode that moved leads to a page of the other one, which looks among its own texts.
            for target in targets.filter(|target| target != episode) {
                for FormerText { version, text } in &archive.former {
                    former.entry((target.to_owned(), version.clone())).or_insert_with(|| text.clone());
                }
            }
            let own = archive.former.iter().map(|it| ((episode.clone(), it.version.clone()), it.text.clone()));
            former.extend(own);
        }
        former
    }
}
