//! The command `ids`: writes missing ids into episodes.
//!
//! Not here: which ids, and where they go in the text ([`crate::source::assign_ids`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::content::{self, EpisodeFile, People};
use super::diagnostics::SourceFile;
use super::published::LedgerFiles;
use super::site_root::{EpisodesArg, SiteRoot};
use super::storage::{self, Lock};
use super::{Verdict, counted, report};
use crate::source::IdRules;
use crate::transcript::{Episode, Problem, SpeakerIds};

#[derive(Args)]
pub(super) struct IdsArgs {
    /// The episodes to write ids into [default: all in the folder]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    content: EpisodesArg,
}

/// The command `ids`.
///
/// # Errors
/// When the folder cannot be read or a file cannot be written.
pub(super) fn run(args: &IdsArgs) -> Result<Verdict> {
    let paths = if args.files.is_empty() { all_episodes(&args.content)? } else { args.files.clone() };
    let folders: BTreeSet<PathBuf> = paths.iter().filter_map(|path| Some(path.parent()?.to_owned())).collect();
    let _locks: Vec<Lock> =
        folders.iter().map(|folder| storage::lock_content(folder, "answerbook ids")).collect::<Result<_>>()?;
    let mut folders_of_ids = IdFolders::default();
    if !args.files.is_empty() {
        for folder in &folders {
            let mut others = content::episode_files(folder).unwrap_or_default();
            others.retain(|path| !paths.contains(path));
            folders_of_ids.meet(&content::read_episodes(&others));
        }
    }
    write_missing_ids(&mut content::read_episodes(&paths), &mut folders_of_ids)
}

fn all_episodes(content: &EpisodesArg) -> Result<Vec<PathBuf>> {
    let folder = SiteRoot::find(content)?.episodes;
    let paths = content::episode_files(&folder)?;
    if paths.is_empty() {
        bail!("no episodes in {}", folder.display());
    }
    Ok(paths)
}

/// What new ids depend on in each folder of episodes.
#[derive(Default)]
pub(super) struct IdFolders {
    /// The ledgers, read when they are first asked for.
    ledgers: BTreeMap<PathBuf, LedgerFiles>,
    /// The ids of people by name.
    people: BTreeMap<PathBuf, People>,
    /// As the settings say.
    speaker_ids: BTreeMap<PathBuf, SpeakerIds>,
}

impl IdFolders {
    /// With the ledger of one folder, which has been read already.
    pub(super) fn of(folder: &Path, ledger: LedgerFiles) -> Self {
        Self { ledgers: BTreeMap::from([(folder.to_owned(), ledger)]), ..Self::default() }
    }

    /// The ledger of a folder, if it has been read.
    pub(super) fn take(&mut self, folder: &Path) -> LedgerFiles {
        self.ledgers.remove(folder).unwrap_or_default()
    }

    /// Takes note of the people in some episodes.
    fn meet(&mut self, episodes: &[EpisodeFile]) {
        for episode in episodes {
            let people = self.people.entry(folder_of(&episode.path).to_owned()).or_default();
            episode.parsed.iter().for_each(|parsed| people.meet(parsed));
        }
    }

    /// What the new ids of an episode depend on.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn rules(&mut self, path: &Path, episode: Option<&Episode>) -> Result<IdRules> {
        let folder = folder_of(path);
        let ledger = self.ledgers.entry(folder.to_owned()).or_insert_with(|| LedgerFiles::read(folder)).whole()?;
        let used = episode.map(|episode| ledger.anchors_used_in(episode.id.as_str())).unwrap_or_default();
        let people = &mut self.people;
        let speakers = self
            .speaker_ids
            .entry(folder.to_owned())
            .or_insert_with(|| people.remove(folder).unwrap_or_default().ids(content::id_letters(folder)));
        Ok(IdRules { used, speakers: speakers.clone() })
    }
}

fn folder_of(episode: &Path) -> &Path {
    episode.parent().unwrap_or(Path::new(""))
}

/// What became of one file.
enum Outcome {
    /// It had all ids.
    Complete,
    /// It is to be replaced by these bytes, which have so many more ids.
    Assigned { path: PathBuf, bytes: Vec<u8>, ids: usize },
    /// Nothing is written into a file with errors.
    HasErrors,
}

/// Writes the missing ids into the files of episodes, and prints how many; the episodes then hold them too. All files are
/// written, or none.
///
/// # Errors
/// When a file cannot be written or a ledger cannot be read.
pub(super) fn write_missing_ids(episodes: &mut [EpisodeFile], folders: &mut IdFolders) -> Result<Verdict> {
    folders.meet(episodes);
    let (mut complete, mut verdict) = (0, Verdict::Fine);
    let (mut files, mut lines) = (Vec::new(), Vec::new());
    for episode in episodes {
        match assign_ids(episode, folders)? {
            Outcome::Complete => complete += 1,
            Outcome::Assigned { path, bytes, ids } => {
                lines.push(format!("{}: {} written", episode.path.display(), counted(ids, "id")));
                files.push((path, bytes));
            }
            Outcome::HasErrors => verdict = Verdict::ContentHasErrors,
        }
    }
    storage::replace_all(&files)?;
    if complete > 0 {
        lines.push(format!("{} with all ids", counted(complete, "episode")));
    }
    let mut out = anstream::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(verdict)
}

fn assign_ids(episode: &mut EpisodeFile, folders: &mut IdFolders) -> Result<Outcome> {
    let path = &episode.path;
    let Some(stem) = content::stem(path) else { bail!("{}: the file's name is not UTF-8", path.display()) };
    let (Some(text), Some(parsed)) = (&episode.text, episode.parsed.take()) else {
        print_problems(path, None, &episode.problems);
        return Ok(Outcome::HasErrors);
    };
    let rules = folders.rules(path, parsed.episode())?;
    let assigned = match parsed.assign_ids(text, stem, &rules) {
        Ok(assigned) => assigned,
        Err(problems) => {
            print_problems(path, Some(text), &problems);
            return Ok(Outcome::HasErrors);
        }
    };
    episode.parsed = Some(assigned.parsed);
    if assigned.written == 0 {
        return Ok(Outcome::Complete);
    }
    let (path, bytes) = replaced_text(path, text, &assigned.text)?;
    episode.text = Some(assigned.text);
    Ok(Outcome::Assigned { path, bytes, ids: assigned.written })
}

fn print_problems(path: &Path, text: Option<&String>, problems: &[Problem]) {
    let file = SourceFile { path: path.to_owned(), text: text.cloned() };
    for problem in problems {
        report::print_problem(&file, problem);
    }
}

/// The file that a path names, and its bytes with another text. A byte order mark in front of it, which is no part of the text,
/// stays.
///
/// # Errors
/// When the file cannot be read, is outside of the site, or is not as it was.
pub(super) fn replaced_text(path: &Path, before: &str, after: &str) -> Result<(PathBuf, Vec<u8>)> {
    let context = || format!("cannot write {}", path.display());
    // A link to an episode stays a link.
    let file = path.canonicalize().with_context(context)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let root = folder.canonicalize().with_context(context)?;
    if !file.starts_with(root.parent().unwrap_or(&root)) {
        bail!("{} is a link to {}, outside of this site: nothing is written", path.display(), file.display());
    }
    let old = fs::read(&file).with_context(context)?;
    let Some(mark) = old.strip_suffix(before.as_bytes()) else {
        bail!("{} was changed meanwhile: nothing is written", path.display());
    };
    let bytes = [mark, after.as_bytes()].concat();
    Ok((file, bytes))
}
