//! The command `ids`: writes missing ids into episodes. Which ids, and where, is [`crate::source`]'s; here they get into
//! the file, whole or not at all.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::content::{self, File};
use super::{EpisodesArg, Verdict, counted, output, publish, report};
use crate::links::Ledger;
use crate::source;
use crate::transcript::Problem;

#[derive(Args)]
pub(super) struct IdsArgs {
    /// The episodes to complete [default: all of the folder]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    content: EpisodesArg,
}

/// How one file fared.
enum Outcome {
    Complete,
    Written(usize),
    HasErrors,
}

/// The command `ids`.
///
/// # Errors
/// When the folder cannot be read or a file cannot be written.
pub(super) fn run(args: &IdsArgs) -> Result<Verdict> {
    let files =
        if args.files.is_empty() { content::episode_files(&args.content.episodes)? } else { args.files.clone() };
    if files.is_empty() {
        bail!("no episodes in {}", args.content.episodes.display());
    }
    Ok(if complete(&files)? { Verdict::Fine } else { Verdict::ContentHasErrors })
}

/// Writes the missing ids into files, and says so; false where one has errors.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn complete(files: &[PathBuf]) -> Result<bool> {
    let mut out = anstream::stdout().lock();
    let mut ledgers: BTreeMap<PathBuf, Ledger> = BTreeMap::new();
    let (mut complete, mut have_errors) = (0, false);
    for path in files {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let ledger = match ledgers.entry(folder) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let text = publish::read(&new.key().join(content::LEDGER))?;
                new.insert(Ledger::read(&text).0)
            }
        };
        match assign(path, ledger)? {
            Outcome::Complete => complete += 1,
            Outcome::Written(ids) => writeln!(out, "{}: {} written", path.display(), counted(ids, "id"))?,
            Outcome::HasErrors => have_errors = true,
        }
    }
    if complete > 0 {
        writeln!(out, "{} with all ids", counted(complete, "episode"))?;
    }
    Ok(!have_errors)
}

fn assign(path: &Path, ledger: &Ledger) -> Result<Outcome> {
    let text = content::read_text(path);
    let Some(before) = text.value else { return Ok(refuse(path, None, &text.problems)) };
    let Some(stem) = content::stem(path) else { bail!("{}: the file's name is not UTF-8", path.display()) };
    let episode = source::read_episode(&before, stem).value;
    let used = episode.map(|episode| ledger.anchors_used_in(episode.id.as_str())).unwrap_or_default();
    let after = match source::assign_new_ids(&before, stem, &used) {
        Ok(after) => after,
        Err(problems) => return Ok(refuse(path, Some(before), &problems)),
    };
    if after == before {
        return Ok(Outcome::Complete);
    }
    replace(path, &before, &after)?;
    Ok(Outcome::Written(missing_ids(&before, stem)))
}

fn refuse(path: &Path, text: Option<String>, problems: &[Problem]) -> Outcome {
    let file = File { path: path.to_owned(), text };
    for problem in problems {
        report::print_one(&file, problem);
    }
    Outcome::HasErrors
}

/// How many ids a text lacks.
fn missing_ids(text: &str, stem: &str) -> usize {
    let Some(episode) = source::read_episode(text, stem).value else { return 0 };
    let answers = episode.answers.iter().filter(|answer| !answer.id.is_assigned()).count();
    let paragraphs = episode.paragraphs().filter(|paragraph| !paragraph.id.is_assigned()).count();
    answers + paragraphs + usize::from(!episode.id.is_assigned())
}

/// Puts a new text in the place of a file's, at once: whoever reads it gets the one or the other. A byte order mark, which
/// is no part of the text, stays.
fn replace(path: &Path, before: &str, after: &str) -> Result<()> {
    let context = || format!("cannot write {}", path.display());
    // A link to an episode stays a link.
    let path = path.canonicalize().with_context(context)?;
    let old = fs::read(&path).with_context(context)?;
    let Some(mark) = old.strip_suffix(before.as_bytes()) else {
        bail!("{} was changed meanwhile: nothing is written", path.display());
    };
    output::put_bytes(&path, &[mark, after.as_bytes()].concat())
}
