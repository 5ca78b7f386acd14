//! The command `import`: transcripts in other formats become episodes, and new versions of episodes that are there take the
//! place of the old ones with their ids. What a format says is [`crate::import`]'s, which id goes where
//! [`crate::links`]'s; here are the files, and the report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use super::content::{self, Content, File};
use super::publish::parse_date;
use super::{Verdict, counted, output, publish, report};
use crate::import::{self, Defaults, Imported};
use crate::links::{self, Carried, IdState, Inventory, Ledger, LedgerEntry, PublishedId, UnclearPolicy};
use crate::source;
use crate::transcript::{Date, Episode, Library, ParagraphId, slug};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// Transcripts in Markdown whose turns begin with **Name:**
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Where the episodes go; one that is there already gets the new text and keeps its ids
    #[arg(long, value_name = "DIR", default_value = "episodes")]
    out: PathBuf,
    /// The day of publication where a transcript does not say it, such as 2024-05-31 [default: the file's]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    date: Option<Date>,
    /// Who published the conversations [default: as site.toml says]
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// What to do with a paragraph that may or may not be one that was there before [default: stop and tell]
    #[arg(long, value_name = "WHAT", value_enum)]
    unclear: Option<UnclearArg>,
}

/// What to do with what is unclear.
#[derive(Clone, Copy, ValueEnum)]
enum UnclearArg {
    /// It is the same: old links lead to the new words
    Keep,
    /// It is another: old links lead to a note that the old one was removed
    Remove,
}

/// The command `import`.
///
/// # Errors
/// When the folder cannot be made, no publisher is known, or a file cannot be written.
pub(super) fn run(args: &ImportArgs) -> Result<Verdict> {
    fs::create_dir_all(&args.out).with_context(|| format!("cannot make {}", args.out.display()))?;
    let publisher = publisher(args)?;
    let (mut written, mut answers, mut failed) = (0, 0, false);
    for path in &args.files {
        match one(args, path, &publisher)? {
            Some(count) => {
                written += 1;
                answers += count;
            }
            None => failed = true,
        }
    }
    let summary = format!("{}, {}", counted(written, "episode"), counted(answers, "answer"));
    writeln!(anstream::stdout(), "{}: {summary} written", args.out.display())?;
    Ok(if failed { Verdict::ContentHasErrors } else { Verdict::Fine })
}

fn publisher(args: &ImportArgs) -> Result<String> {
    if let Some(publisher) = &args.publisher {
        return Ok(publisher.clone());
    }
    let settings = args.out.join("site.toml");
    let text = fs::read_to_string(&settings).ok();
    let site = text.and_then(|text| source::read_site(&text).value);
    site.map(|site| site.publisher)
        .with_context(|| format!("no publisher: give --publisher, or a `publisher` in {}", settings.display()))
}

/// Imports one file; how many answers it has, or `None` where it was refused.
fn one(args: &ImportArgs, path: &Path, publisher: &str) -> Result<Option<usize>> {
    let text = content::read_text(path);
    let file = File { path: path.to_owned(), text: text.value.clone() };
    let Some(stem) = content::stem(path) else { bail!("{}: the file's name is not UTF-8", path.display()) };
    // One that cannot be read has no day either; what is wrong is told below.
    let unread = text.value.is_none().then(publish::today).transpose()?;
    let date = args
        .date
        .or_else(|| day_of(path))
        .or(unread)
        .context("this machine does not know the file's day: give --date")?;
    let defaults = Defaults { stem: stem.to_owned(), date, publisher: publisher.to_owned() };
    let imported = text.value.as_deref().map(|text| import::read_labelled(text, &defaults));
    let Imported { episode, problems } = imported.unwrap_or(Imported { episode: None, problems: text.problems });
    for problem in &problems {
        report::print_one(&file, problem);
    }
    let Some(episode) = episode else { return Ok(None) };
    if args.date.is_none() && episode.date == date {
        anstream::eprintln!("note: {} has the day of its file, {date}; --date gives another", path.display());
    }
    let name = Some(slug(stem, usize::MAX)).filter(|name| !name.is_empty()).unwrap_or_else(|| "episode".to_owned());
    let target = args.out.join(format!("{name}.md"));
    if target.exists() {
        return again(args, &target, &name, episode);
    }
    // The name may have been another episode's.
    let (ledger, _) = Ledger::read(&publish::read(&args.out.join(content::LEDGER))?);
    let Some(text) = with_ids(path, &episode, &name, &ledger.anchors_used_in(&name)) else { return Ok(None) };
    let created = fs::File::create_new(&target).and_then(|mut file| file.write_all(text.as_bytes()));
    created.with_context(|| format!("cannot write {}", target.display()))?;
    Ok(Some(episode.answers.len()))
}

/// The text of an episode with all ids; `None`, and the problems told, where it cannot have them.
fn with_ids(path: &Path, episode: &Episode, name: &str, used: &BTreeSet<String>) -> Option<String> {
    let printed = source::print_episode(episode);
    match source::assign_new_ids(&printed, name, used) {
        Ok(text) => Some(text),
        Err(problems) => {
            let file = File { path: path.to_owned(), text: Some(printed) };
            problems.iter().for_each(|problem| report::print_one(&file, problem));
            None
        }
    }
}

/// Puts a new version in the place of an episode that is there; how many answers it has, or `None` where it was refused.
fn again(args: &ImportArgs, target: &Path, name: &str, new: Episode) -> Result<Option<usize>> {
    let content = content::read(&args.out)?;
    if content.verdict().is_bad() {
        report::print(&content);
        anstream::eprintln!(
            "error: {} is there already, and what is there has errors: mend them first",
            target.display()
        );
        return Ok(None);
    }
    let text = content::read_text(target).value.unwrap_or_default();
    let Some(old) = source::read_episode(&text, name).value else { return Ok(None) };
    let unsure = match args.unclear {
        None => UnclearPolicy::Ask,
        Some(UnclearArg::Keep) => UnclearPolicy::Keep,
        Some(UnclearArg::Remove) => UnclearPolicy::Remove,
    };
    let carried = links::carry(&old, new, unsure);
    if !carried.unclear.is_empty() {
        tell_unclear(target, &carried);
        return Ok(None);
    }
    let used = content.ledger.anchors_used_in(old.id.as_str());
    let Some(after) = with_ids(target, &carried.episode, name, &used) else { return Ok(None) };
    let Some(new) = source::read_episode(&after, name).value else { return Ok(None) };
    let answers = new.answers.len();
    tell_carried(target, &old, &new, &carried);
    // The lines go first: an id that is gone is never without one.
    pend(args, &content, new, &carried)?;
    output::put(target, &after)?;
    Ok(Some(answers))
}

/// Writes what became of published ids that live no more beside the ledger, for the next release.
fn pend(args: &ImportArgs, content: &Content, new: Episode, carried: &Carried) -> Result<()> {
    let library = &content.library;
    let mut episodes: Vec<Episode> = library.episodes().to_vec();
    episodes.retain(|episode| episode.id != new.id);
    episodes.push(new);
    let inventory = Inventory::of(&Library::new(library.site().clone(), library.topics().to_vec(), episodes));
    let today = publish::today()?;
    let date = content.ledger.last_release().map_or(today, |latest| latest.max(today));
    let is_gone = |id: &PublishedId| {
        let live = content.ledger.get(id).is_some_and(|record| record.state == IdState::Live);
        live && !inventory.contains(id)
    };
    let gone = carried.changes.iter().filter(|change| is_gone(&change.id));
    let lines: Vec<String> =
        gone.map(|it| LedgerEntry { date, id: it.id.clone(), change: it.change.clone() }.to_string()).collect();
    if !lines.is_empty() {
        let path = args.out.join(content::PENDING);
        output::put(&path, &publish::appended(publish::read(&path)?, &lines))?;
        anstream::eprintln!("{}: {} for the next release", path.display(), counted(lines.len(), "line"));
    }
    Ok(())
}

fn tell_unclear(target: &Path, carried: &Carried) {
    for unclear in &carried.unclear {
        let share = (unclear.similarity * 100.0).round();
        anstream::eprintln!(
            "unclear: is this still `{}`? ({share} % alike)\n  before: {}\n  now:    {}\n  keep:   links to it lead to the words of now, marked as \
             edited\n  remove: links to it lead to a note that it was removed; the words of now get an id of their own\n",
            unclear.id,
            unclear.old,
            unclear.new
        );
    }
    let count = counted(carried.unclear.len(), "paragraph");
    anstream::eprintln!(
        "error: {} is as it was: {count} unclear\n  help: give --unclear keep or --unclear remove, or edit the file by hand",
        target.display()
    );
}

fn tell_carried(target: &Path, old: &Episode, new: &Episode, carried: &Carried) {
    let before: BTreeMap<&ParagraphId, &str> = old.paragraphs().map(|p| (&p.id, p.text.as_str())).collect();
    let kept = new.paragraphs().filter(|p| before.contains_key(&p.id)).count();
    let edited = new.paragraphs().filter(|p| before.get(&p.id).is_some_and(|text| *text != p.text)).count();
    let (added, gone) = (new.paragraphs().count() - kept, before.len() - kept);
    anstream::eprintln!(
        "{}: {} kept, {edited} of them edited, {added} new, {gone} gone",
        target.display(),
        counted(kept, "paragraph")
    );
    for lost in &carried.dropped_corrections {
        anstream::eprintln!(
            "warning: `{}` stands no more in paragraph `{}`: its correction is left out",
            lost.heard,
            lost.paragraph
        );
    }
}

/// The day on which a file was changed last, in UTC.
fn day_of(path: &Path) -> Option<Date> {
    let changed = fs::metadata(path).ok()?.modified().ok()?;
    let days = changed.duration_since(UNIX_EPOCH).ok()?.as_secs() / 86_400;
    Date::from_days(i64::try_from(days).ok()?)
}
