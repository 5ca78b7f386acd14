//! The command `publish`: a release. It writes missing ids, checks everything, appends to the ledger what is new, and builds
//! the site.
//!
//! ```text
//! EpisodesFolder ──ids──▶ Content ──append──▶ Content after the release ──build::write──▶ the site
//! ```
//!
//! Each file is read once, and each problem printed once; what is written to the folder is kept up to date in memory. Whatever
//! stops a release stops it before the ledger is written. Not here: what is written beside the episodes ([`append`]).

mod append;

use std::io::Write;
use std::mem;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use super::build::{self, BuildArgs};
use super::clock::{parse_day, today};
use super::content::EpisodesFolder;
use super::ids::{self, IdFolders};
use super::links::lost_events;
use super::published::{self, DIGEST, LedgerFiles, PARTS, TEXTS, UNDIVIDED};
use super::site_root::SETTINGS;
use super::terminal::tell;
use super::{Verdict, counted, files, pictures, storage};
use crate::links::{self, Ledger, LedgerDigest};
use crate::source::FORMAT;
use crate::transcript::Date;

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
    check_date(folder.ledger.whole()?, date)?;
    check_append_only(&target.episodes, &folder.ledger, &target.out)?;
    let mut folders = IdFolders::of(&target.episodes, mem::take(&mut folder.ledger));
    if ids::write_missing_ids(&mut folder.episodes, &mut folders)?.is_bad() {
        return Ok(Verdict::ContentHasErrors);
    }
    folder.ledger = folders.take(&target.episodes);
    let Some(content) = build::print_problems(folder.check(today)) else { return Ok(Verdict::ContentHasErrors) };
    let font = pictures::read_font(&content.folder, content.library.site())?;
    build::print_read(&content, started);
    let release = append::append(&content, date)?;
    tell!("{}: {} appended", content.folder.join(PARTS).display(), counted(release.ledger_lines, "line"));
    let content = content.after_release(release.changed);
    let verdict = build::write(&content, published::hash(&content.folder), Ok(font), &target, started)?;
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
fn check_append_only(folder: &Path, files: &LedgerFiles, site: &Path) -> Result<()> {
    let ledger = files.whole()?;
    let way_out = format!(
        "\n  help: restore it from git, for links rely on it; or give another folder by --out, if this one holds another site; or delete {}, if nothing of yours was published yet",
        site.display()
    );
    let path = folder.join(PARTS);
    let digest = files::read_or_empty(&site.join(DIGEST))?;
    let entries = &mut |part: &str| files.entries(part);
    if let Some(lost) = LedgerDigest::read(&digest).unwrap_or_default().lost(ledger, entries).first() {
        bail!("{}: {}{way_out}", path.display(), lost_events(lost, &site.join(DIGEST).display().to_string()));
    }
    // A site of an earlier version has the ledger itself.
    let released = files::read_or_empty(&site.join(UNDIVIDED))?;
    if let Some(links::LostLine { number, text: line }) = links::lost_lines(&released, entries).first() {
        bail!(
            "{} lacks a line of the last release, {}:{number}: {line}{way_out}",
            path.display(),
            site.join(UNDIVIDED).display()
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
