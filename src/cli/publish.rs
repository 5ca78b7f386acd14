//! The command `publish`: a release. Missing ids are written, all is checked, what is new goes into the ledger, and the site
//! is built. Which lines those are is [`crate::links`]'s.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::build::{self, BuildArgs};
use super::content::{self, Content, LEDGER, PENDING, TEXTS};
use super::{Verdict, counted, ids, output};
use crate::links::{self, Inventory, Ledger, LostLine, PublishedTexts};
use crate::transcript::Date;

/// What a new ledger begins with.
const LEDGER_HEAD: &str = "\
# Every id this site ever published, and what became of it. `answerbook publish` appends to it; no line is ever deleted or
# altered, for links out there rely on it. An id that is gone needs a line `moved`, `merged`, `split` or `removed`.
";

/// What makes git keep the lines of both sides where two branches have published.
const ATTRIBUTES: [&str; 2] = ["links.ledger merge=union", "published/*.txt merge=union"];

#[derive(Args)]
pub(super) struct PublishArgs {
    #[command(flatten)]
    build: BuildArgs,
    /// The day of the release, such as 2024-05-31 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    date: Option<Date>,
}

/// A day on the command line.
pub(super) fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a day such as 2024-05-31".to_owned())
}

/// The present day, in UTC.
///
/// # Errors
/// When this machine's clock says none.
pub(super) fn today() -> Result<Date> {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs() / 86_400);
    i64::try_from(days).ok().and_then(Date::from_days).context("this machine's clock says no day")
}

/// The command `publish`.
///
/// # Errors
/// As `ids` and `build`, and when the ledger cannot be written.
pub(super) fn run(args: &PublishArgs) -> Result<Verdict> {
    let folder = args.build.episodes();
    // Whatever would stop the release stops it before anything is written.
    build::check_args(&args.build)?;
    let date = args.date.map_or_else(today, Ok)?;
    comes_after(folder, date)?;
    keeps_all(folder, &args.build)?;
    if !ids::complete(&content::episode_files(folder)?)? {
        return Ok(Verdict::ContentHasErrors);
    }
    let Some(content) = build::read_content(folder)? else { return Ok(Verdict::ContentHasErrors) };
    super::pictures::font(&content)?;
    let added = append(folder, &content, date)?;
    anstream::eprintln!(
        "{}: {} appended; commit it with {TEXTS}/ and .gitattributes beside it",
        folder.join(LEDGER).display(),
        counted(added, "line")
    );
    build::run(&args.build)
}

/// Refuses a day before that of the last release.
fn comes_after(folder: &Path, date: Date) -> Result<()> {
    let (ledger, _) = Ledger::read(&read(&folder.join(LEDGER))?);
    if let Some(latest) = ledger.last_release().filter(|latest| *latest > date) {
        bail!(
            "the ledger's last release was on {latest}: {date} cannot come after it; give that day or a later one by --date"
        );
    }
    Ok(())
}

/// Refuses to go on where the ledger is not the one of the last release: links would break that it was to keep.
fn keeps_all(folder: &Path, build: &BuildArgs) -> Result<()> {
    let path = folder.join(LEDGER);
    let now = read(&path)?;
    let before = read(&build.out().join(LEDGER))?;
    if let Some(LostLine { number, text: line }) = links::lost_lines(&before, &now).first() {
        bail!(
            "{} lacks a line of the last release, {}:{number}: {line}\n  help: restore it, for links rely on it; or give another folder by --out, if this one holds another site",
            path.display(),
            build.out().join(LEDGER).display()
        );
    }
    if now.is_empty() && folder.join(TEXTS).exists() {
        bail!(
            "{} is missing, but {} says that there were releases: restore it from git",
            path.display(),
            folder.join(TEXTS).display()
        );
    }
    Ok(())
}

/// Writes what is new into the ledger and beside it; how many lines the ledger gains.
fn append(folder: &Path, content: &Content, date: Date) -> Result<usize> {
    let texts = folder.join(TEXTS);
    for episode in content.library.episodes() {
        let path = texts.join(format!("{}.txt", episode.id));
        let before = read(&path)?;
        // The texts go first: a version in the ledger always has its text.
        let lines = PublishedTexts::read(&before).0.additions(episode);
        if !lines.is_empty() {
            fs::create_dir_all(&texts).with_context(|| format!("cannot make {}", texts.display()))?;
            output::put(&path, &appended(before, &lines))?;
        }
    }
    let pending = folder.join(PENDING);
    // Without a byte order mark, which the ledger could not hold.
    let said = if pending.exists() { content::read_text(&pending).value.unwrap_or_default() } else { String::new() };
    let mut lines: Vec<String> = said.lines().filter(|line| is_event(line)).map(|line| dated(line, date)).collect();
    let events = links::additions(&content.ledger, &Inventory::of(&content.library), date);
    lines.extend(events.iter().map(ToString::to_string));
    if !lines.is_empty() {
        let path = folder.join(LEDGER);
        let before = Some(read(&path)?).filter(|text| !text.is_empty()).unwrap_or_else(|| LEDGER_HEAD.to_owned());
        output::put(&path, &appended(before, &lines))?;
    }
    // Only now that the ledger has them.
    if pending.exists() {
        fs::remove_file(&pending).with_context(|| format!("cannot remove {}", pending.display()))?;
    }
    let attributes = folder.join(".gitattributes");
    let before = read(&attributes)?;
    let missing: Vec<String> = ATTRIBUTES
        .iter()
        .filter(|line| !before.lines().any(|one| one.trim() == **line))
        .map(ToString::to_string)
        .collect();
    if !missing.is_empty() {
        output::put(&attributes, &appended(before, &missing))?;
    }
    Ok(lines.len())
}

/// A pending line as this release says it: on its day, if it was to be said on a later one.
fn dated(line: &str, date: Date) -> String {
    match line.trim().split_once(' ') {
        Some((day, rest)) if Date::parse(day).is_some_and(|day| day > date) => format!("{date} {rest}"),
        _ => line.to_owned(),
    }
}

fn is_event(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim_start().starts_with('#')
}

/// A file's text; none where it is not there.
///
/// # Errors
/// When it is there and cannot be read.
pub(super) fn read(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// A text with lines behind it.
pub(super) fn appended(mut text: String, lines: &[String]) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
