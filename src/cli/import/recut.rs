//! The command `import --recut`: the answers of episodes that are there are cut and titled as an import of now would do it.
//!
//! What an editor named stays. Published answers that are gone get lines for the next release, which say where they went. All files are
//! written together, the lines first. Not here: where answers begin ([`crate::import::recut`]).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::ImportArgs;
use super::destination::{Existing, Writes, rules, with_ids};
use crate::cli::progress::Progress;
use crate::cli::site_root::SiteRoot;
use crate::cli::terminal::tell;
use crate::cli::{Verdict, content, counted, storage};
use crate::import;
use crate::links::{self, Change, IdChange, IdState, Ledger, PublishedId, Succession};
use crate::source::{self, Assigned};
use crate::transcript::{Episode, IdLetters};

/// An episode that is cut anew.
struct Recut {
    path: PathBuf,
    old: Episode,
    /// With ids; `None` where it cannot have them, with the problems printed.
    assigned: Option<Assigned>,
    /// What becomes of published answers.
    changes: Vec<IdChange>,
}

/// Cuts episodes anew.
///
/// # Errors
/// When the folder cannot be read, an episode is not there, or a file cannot be written.
pub(super) fn run(args: &ImportArgs) -> Result<Verdict> {
    let folder = SiteRoot::find_or_here(args.out.as_deref())?.episodes;
    let _lock = if args.dry_run { None } else { Some(storage::lock_content(&folder, "answerbook import --recut")?) };
    let mut existing = Existing::read(&folder)?;
    if existing.has_errors {
        tell!("error: nothing is cut anew: mend what is wrong with {} first", folder.display());
        return Ok(Verdict::ContentHasErrors);
    }
    let chosen = chosen(&existing, &args.files)?;
    let progress = Progress::of_pieces("Cutting", chosen.len());
    let letters = existing.site.id_letters;
    let cut = |(path, old): (PathBuf, Episode)| {
        let recut = Recut::of(path, old, &existing.ledger, letters);
        progress.piece_done();
        recut
    };
    let recut: Vec<Option<Recut>> = chosen.into_par_iter().map(cut).collect();
    drop(progress);
    let unchanged = recut.iter().filter(|recut| recut.is_none()).count();
    let recut: Vec<Recut> = recut.into_iter().flatten().collect();
    let is_whole = recut.iter().all(|recut| recut.assigned.is_some());
    recut.iter().try_for_each(|recut| recut.print(!args.files.is_empty()))?;
    if !is_whole {
        return Ok(Verdict::ContentHasErrors);
    }
    let (before, after) = recut.iter().fold((0, 0), |(before, after), recut| {
        (before + recut.old.answer_count(), after + recut.episode().map_or(0, Episode::answer_count))
    });
    let episodes = recut.len();
    if episodes == 0 {
        writeln!(anstream::stdout().lock(), "Nothing to do: all answers are as an import of now would cut them")?;
        return Ok(Verdict::Fine);
    }
    if !args.dry_run {
        write(&mut existing, &folder, recut)?;
    }
    let verb = if args.dry_run { "would become" } else { "became" };
    let end = if args.dry_run { "; nothing was written" } else { "" };
    let unchanged = if unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() };
    writeln!(
        anstream::stdout().lock(),
        "{} {verb} {after} in {}{unchanged}{end}",
        counted(before, "answer"),
        counted(episodes, "episode")
    )?;
    Ok(Verdict::Fine)
}

/// The episodes that arguments name by id or file; without any, all.
fn chosen(existing: &Existing, named: &[PathBuf]) -> Result<Vec<(PathBuf, Episode)>> {
    let mut by_name: BTreeMap<String, (PathBuf, Episode)> = BTreeMap::new();
    for (path, text) in &existing.texts {
        let is_episode = path.extension().is_some_and(|extension| extension == "md");
        let Some(name) = content::stem(path).filter(|_| is_episode) else { continue };
        let Some(episode) = source::read_episode(text, name).value else { continue };
        by_name.insert(name.to_owned(), (path.clone(), episode));
    }
    if named.is_empty() {
        return Ok(by_name.into_values().collect());
    }
    let of_name = |named: &PathBuf| {
        let name = content::stem(named).unwrap_or_default();
        let Some(found) = by_name.get(name) else {
            bail!(
                "no episode `{}`: give its id, or its file\n  help: `answerbook search --json` names them",
                named.display()
            );
        };
        Ok(found.clone())
    };
    named.iter().map(of_name).collect()
}

impl Recut {
    /// An episode cut anew; `None` if it is as it would be cut.
    fn of(path: PathBuf, old: Episode, ledger: &Ledger, letters: IdLetters) -> Option<Self> {
        let is_live = |id: PublishedId| ledger.get(&id).is_some_and(|record| record.state == IdState::Live);
        let new = import::recut(&old, &|answer| is_live(PublishedId::answer(&old.id, answer)));
        if new == old {
            return None;
        }
        let rules = rules(ledger.anchors_used_in(old.id.as_str()), letters);
        let assigned = with_ids(&path, &new, old.id.as_str(), &rules);
        let episode = assigned.as_ref().and_then(|assigned| assigned.parsed.episode());
        let changes = episode.map(|new| links::recut_changes(&old, new)).unwrap_or_default();
        let changes = changes.into_iter().filter(|change| is_live(change.id.clone())).collect();
        Some(Self { path, old, assigned, changes })
    }

    /// The episode as it becomes.
    fn episode(&self) -> Option<&Episode> {
        self.assigned.as_ref()?.parsed.episode()
    }

    /// What becomes of the episode; each new title too, where it was named.
    fn print(&self, is_named: bool) -> Result<()> {
        let Some(new) = self.episode() else { return Ok(()) };
        let mut out = anstream::stdout().lock();
        let (before, after) = (self.old.answer_count(), new.answer_count());
        let parts = new.answers.len() - after;
        let parts = if parts > 0 { format!(" and {}", counted(parts, "part")) } else { String::new() };
        writeln!(out, "{}: {} → {after}{parts}", self.path.display(), counted(before, "answer"))?;
        for change in &self.changes {
            writeln!(out, "  published `{}` {}", change.id.path(), what_becomes(&change.change))?;
        }
        for answer in new.answers.iter().filter(|_| is_named) {
            let is_new = self.old.answers.iter().all(|old| old.written_title != answer.written_title);
            let mark = if is_new { '+' } else { ' ' };
            writeln!(out, "  {mark} {}", answer.written_title.as_deref().unwrap_or_default())?;
        }
        Ok(())
    }
}

/// What becomes of a published answer, in words.
fn what_becomes(change: &Change) -> String {
    match change {
        Change::Succeeded(successors) => {
            let ids: Vec<String> = successors.ids.iter().map(|id| format!("`{}`", id.path())).collect();
            let verb = match successors.succession {
                Succession::Split => "is split into",
                Succession::Merged => "is merged into",
                Succession::Moved => "moves to",
            };
            format!("{verb} {}", ids.join(" and "))
        }
        Change::Removed { .. } => "is removed".to_owned(),
        Change::Live(_) | Change::Edited(_) | Change::Rehashed(_) => "stays".to_owned(),
    }
}

fn write(existing: &mut Existing, folder: &Path, recut: Vec<Recut>) -> Result<()> {
    let mut writes = Writes::default();
    let mut changes = Vec::new();
    for Recut { path, assigned, changes: own, .. } in recut {
        let Some(assigned) = assigned else { continue };
        let before = existing.texts.get(&path).cloned().unwrap_or_default();
        let text = source::with_body(&before, &source::carry_comments(&before, &assigned.text));
        existing.insert(path.clone(), text.clone(), assigned.parsed.into_reading().value);
        changes.extend(own);
        writes.add(path, text);
    }
    writes.pending = existing.add_pending(folder, &changes)?;
    writes.flush()
}
