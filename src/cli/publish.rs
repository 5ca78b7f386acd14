//! The command `publish`: a release. It writes missing ids, checks everything, appends to the ledger what is new, and builds
//! the site.
//!
//! ```text
//! EpisodesFolder ──ids──▶ Content ──append──▶ Content after the release ──build::write──▶ the site
//! ```
//!
//! Each file is read once, and each problem printed once; what is written to the folder is kept up to date in memory. Whatever
//! stops a release stops it before the ledger is written. Not here: which lines a release appends ([`crate::links`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::build::{self, BuildArgs};
use super::clock::{parse_day, today};
use super::content::{Content, EpisodesFolder};
use super::files::{self, with_lines};
use super::ids::{self, Ledgers};
use super::links::lost_events;
use super::published::{DIGEST, LEDGER, PENDING, Published, TEXTS};
use super::site_root::SETTINGS;
use super::terminal::tell;
use super::{Verdict, counted, pictures, storage};
use crate::links::{self, Ledger, LedgerDigest, PublishedTexts};
use crate::source::{FORMAT, MAX_LOG_BYTES};
use crate::transcript::Date;

/// The beginning of a new ledger.
const LEDGER_HEAD: &str = "\
# Every id this site ever published, and what became of it. `answerbook publish` appends to it; no line is ever deleted or
# altered, for links out there rely on it. An id that is gone needs a line `moved`, `merged`, `split` or `removed`.
";

/// Lines of `.gitattributes`: where two branches have published, git keeps the lines of both.
const ATTRIBUTES: [&str; 2] = ["links.ledger merge=union", "published/*.txt merge=union"];

#[derive(Args)]
pub(super) struct PublishArgs {
    #[command(flatten)]
    build: BuildArgs,
    /// The day of the release, such as 2024-05-31 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    date: Option<Date>,
}

/// The command `publish`.
///
/// # Errors
/// As `ids` and `build`, and when the ledger cannot be written.
pub(super) fn run(args: &PublishArgs) -> Result<Verdict> {
    let started = Instant::now();
    let target = build::BuildTarget::of(&args.build)?;
    let today = today()?;
    let date = args.date.unwrap_or(today);
    let _lock = storage::lock_content(&target.episodes, "answerbook publish")?;
    let mut folder = EpisodesFolder::read(&target.episodes)?;
    if folder.upgrade()? {
        tell!("{}: `format = {FORMAT}` written", target.episodes.join(SETTINGS).display());
    }
    let ledger = Ledger::read(folder.ledger_text()?).0;
    check_date(&ledger, date)?;
    check_append_only(&target.episodes, folder.ledger_text()?, &target.out)?;
    let mut ledgers = Ledgers::read_already(&target.episodes, ledger);
    if ids::write_missing_ids(&mut folder.episodes, &mut ledgers)?.is_bad() {
        return Ok(Verdict::ContentHasErrors);
    }
    let Some(content) = build::print_problems(folder.check(today)) else { return Ok(Verdict::ContentHasErrors) };
    let font = pictures::read_font(&content)?;
    build::print_read(&content, started);
    let release = append(&content, date)?;
    tell!("{}: {} appended", content.folder.join(LEDGER).display(), counted(release.ledger_lines, "line"));
    let content = content.after_release(release.changed, today);
    let verdict = build::write(&content, Ok(font), &target, started)?;
    let (out, folder) = (target.out.display(), content.folder.display());
    writeln!(anstream::stdout(), "Next: upload {out}, and commit {folder}, whose ledger keeps links working")?;
    Ok(verdict)
}

/// Refuses a day before that of the last release.
fn check_date(ledger: &Ledger, date: Date) -> Result<()> {
    if let Some(latest) = ledger.last_release().filter(|latest| *latest > date) {
        bail!(
            "the ledger's last release was on {latest}: {date} cannot come after it; give that day or a later one by --date"
        );
    }
    Ok(())
}

/// Refuses a ledger that lacks events of the last release, whose digest is in the folder of the site: links rely on them.
fn check_append_only(folder: &Path, ledger: &str, site: &Path) -> Result<()> {
    let path = folder.join(LEDGER);
    let way_out = format!(
        "\n  help: restore it from git, for links rely on it; or give another folder by --out, if this one holds another site; or delete {}, if nothing of yours was published yet",
        site.display()
    );
    let digest = files::read_or_empty(&site.join(DIGEST))?;
    if let Some(lost) = LedgerDigest::read(&digest).unwrap_or_default().lost(ledger).first() {
        bail!("{}: {}{way_out}", path.display(), lost_events(lost, &site.join(DIGEST).display().to_string()));
    }
    // A site of an earlier version has the ledger itself.
    let released = files::read_or_empty(&site.join(LEDGER))?;
    if let Some(links::LostLine { number, text: line }) = links::lost_lines(&released, ledger).first() {
        bail!(
            "{} lacks a line of the last release, {}:{number}: {line}{way_out}",
            path.display(),
            site.join(LEDGER).display()
        );
    }
    if ledger.is_empty() && folder.join(TEXTS).exists() {
        bail!(
            "{0} is missing, but {1} says that there were releases: restore it from git; or delete {1} too, if nothing of yours was published yet",
            path.display(),
            folder.join(TEXTS).display()
        );
    }
    Ok(())
}

/// What a release has written beside the episodes.
struct Release {
    /// The number of lines appended to the ledger.
    ledger_lines: usize,
    /// The new texts of the files; `None` for one that was removed.
    changed: BTreeMap<PathBuf, Option<String>>,
}

/// Appends what is new to the ledger and to the published texts. Nothing is replaced before everything is on the disk.
fn append(content: &Content, date: Date) -> Result<Release> {
    let mut release = Release { ledger_lines: 0, changed: BTreeMap::new() };
    // The texts go first, so that a version in the ledger always has its text.
    let mut files = texts(content)?;
    files.extend(ledger(content, date, &mut release.ledger_lines));
    files.extend(attributes(&content.folder)?);
    if let Some((path, _)) = files.iter().find(|(_, text)| text.len() > MAX_LOG_BYTES) {
        bail!("{} would be larger than {} MiB: nothing is written", path.display(), MAX_LOG_BYTES >> 20);
    }
    let bytes: Vec<(PathBuf, Vec<u8>)> =
        files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    storage::replace_all(&bytes)?;
    release.changed.extend(files.into_iter().map(|(path, text)| (path, Some(text))));
    // The pending lines go last, once the ledger has them.
    let pending = content.folder.join(PENDING);
    if pending.exists() {
        fs::remove_file(&pending).with_context(|| format!("cannot remove {}", pending.display()))?;
        storage::sync_folder(&content.folder)?;
        release.changed.insert(pending, None);
    }
    Ok(release)
}

/// The files of published texts that get new lines.
fn texts(content: &Content) -> Result<Vec<(PathBuf, String)>> {
    let folder = content.folder.join(TEXTS);
    let mut files = Vec::new();
    for episode in content.library.episodes() {
        let path = folder.join(format!("{}.txt", episode.id));
        let before = match content.text(&path) {
            Some(text) => text.to_owned(),
            None => files::read_or_empty(&path)?,
        };
        let lines = PublishedTexts::read(&before).0.additions(episode);
        if !lines.is_empty() {
            files.push((path, with_lines(before, &lines)));
        }
    }
    if !files.is_empty() {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    Ok(files)
}

/// The ledger, if it gets new lines; their number.
fn ledger(content: &Content, date: Date, added: &mut usize) -> Option<(PathBuf, String)> {
    let pending = content.text(&content.folder.join(PENDING)).unwrap_or_default();
    let before = if content.ledger_text().is_empty() { LEDGER_HEAD } else { content.ledger_text() };
    // A release that was killed may have appended them already.
    let appended: BTreeSet<&str> = last_lines(before);
    let is_new = |line: &String| !appended.contains(line.trim());
    let mut lines: Vec<String> =
        pending.lines().filter(|line| is_event(line)).map(|line| not_after(line, date)).filter(is_new).collect();
    let Published { ledger, inventory, .. } = &content.published;
    let additions = links::additions(ledger, inventory, date);
    lines.extend(additions.iter().map(ToString::to_string));
    *added = lines.len();
    (!lines.is_empty()).then(|| (content.folder.join(LEDGER), with_lines(before.to_owned(), &lines)))
}

/// The last line of a ledger about each id.
fn last_lines(ledger: &str) -> BTreeSet<&str> {
    let lines = ledger.lines().map(str::trim).filter(|line| is_event(line));
    let of_each: BTreeMap<String, &str> = lines.map(|line| (id_words(line), line)).collect();
    of_each.into_values().collect()
}

/// The kind and the id that a line is about.
fn id_words(line: &str) -> String {
    line.split(' ').skip(2).take(2).collect::<Vec<_>>().join(" ")
}

/// The file of git's attributes, if it lacks some of ours.
fn attributes(folder: &Path) -> Result<Option<(PathBuf, String)>> {
    let path = folder.join(".gitattributes");
    let before = files::read_or_empty(&path)?;
    let is_there = |attribute: &str| before.lines().any(|line| line.trim() == attribute);
    let missing: Vec<String> =
        ATTRIBUTES.into_iter().filter(|attribute| !is_there(attribute)).map(str::to_owned).collect();
    Ok((!missing.is_empty()).then(|| (path, with_lines(before, &missing))))
}

/// A pending line; one of a later day gets the day of the release.
fn not_after(line: &str, date: Date) -> String {
    match line.trim().split_once(' ') {
        Some((day, rest)) if Date::parse(day).is_some_and(|day| day > date) => format!("{date} {rest}"),
        _ => line.to_owned(),
    }
}

fn is_event(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim_start().starts_with('#')
}
