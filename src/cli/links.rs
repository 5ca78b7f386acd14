//! The commands `links check` and `links report`: whether every link ever published still leads somewhere, and where.
//!
//! Not here: what became of an id ([`crate::links::Resolutions`]), and what is wrong with a ledger.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};

use super::content::{self, Content};
use super::published::LEDGER;
use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::tell;
use super::{Verdict, counted, report};
use super::{download, files};
use crate::links::{IdKind, Ledger, LedgerDigest, LostEvents, LostLine, Resolution, Succession, lost_lines};
use crate::source::MAX_LOG_BYTES;

/// What to do where an earlier ledger is not found.
const BEFORE_FIRST: &str = "give the address of links.digest on the site, or --first before the first release";

#[derive(Subcommand)]
pub(super) enum LinksCommand {
    /// Check that every published id is still there, or that the ledger says what became of it
    Check(LinksCheckArgs),
    /// Count the published ids of each kind, by what became of them
    Report(EpisodesArg),
}

#[derive(Args)]
pub(super) struct LinksCheckArgs {
    #[command(flatten)]
    content: EpisodesArg,
    /// An earlier ledger, of which nothing may be missing now: a file, a git revision such as origin/main, or the address
    /// of its digest on the site, which ends in links.digest
    #[arg(long, value_name = "REF-OR-FILE")]
    against: Option<String>,
    /// There may be no earlier ledger yet: that its address says so is fine
    #[arg(long, requires = "against")]
    first: bool,
}

/// The command `links`.
///
/// # Errors
/// When the episodes or the ledger to compare with cannot be read.
pub(super) fn run(command: &LinksCommand) -> Result<Verdict> {
    match command {
        LinksCommand::Check(args) => run_check(args),
        LinksCommand::Report(args) => print_report(&content::read(&SiteRoot::find(args)?.episodes)?),
    }
}

fn run_check(args: &LinksCheckArgs) -> Result<Verdict> {
    let folder = SiteRoot::find(&args.content)?.episodes;
    let content = content::read(&folder)?;
    report::print(&content.diagnostics);
    let mut lost = 0;
    if let Some(against) = &args.against {
        lost = print_lost(&folder, against, &earlier_ledger(&folder, against, args.first)?, content.ledger_text());
    }
    if lost > 0 || matches!(content.verdict(), Verdict::ContentHasErrors) {
        return Ok(Verdict::ContentHasErrors);
    }
    writeln!(
        anstream::stdout(),
        "{} published, and each leads somewhere",
        counted(content.published.ledger.records().count(), "id")
    )?;
    Ok(Verdict::Fine)
}

/// An earlier ledger, or all that a site serves of it.
enum Earlier {
    Ledger(String),
    Digest(LedgerDigest),
}

/// Prints what an earlier ledger had and this one has not; the number of places.
fn print_lost(folder: &Path, against: &str, earlier: &Earlier, ledger: &str) -> usize {
    let restore = format!("restore it in {}", folder.join(LEDGER).display());
    match earlier {
        Earlier::Ledger(before) => {
            let lost = lost_lines(before, ledger);
            for LostLine { number, text: line } in &lost {
                tell!(
                    "error: a line of the ledger was deleted or altered\n  {against}:{number}: {line}\n  help: {restore}"
                );
            }
            lost.len()
        }
        Earlier::Digest(digest) => {
            let lost = digest.lost(ledger);
            for lost in &lost {
                tell!(
                    "error: {}\n  help: {restore}; `--against` a revision of git names the lines",
                    lost_events(lost, against)
                );
            }
            lost.len()
        }
    }
}

/// What is lost of a part of the ledger, in words.
pub(super) fn lost_events(lost: &LostEvents, digest: &str) -> String {
    let LostEvents { episode, published, found } = lost;
    let of = match episode.as_deref() {
        None => return format!("all {published} lines of an episode that {digest} counts are missing"),
        Some("") => "the speakers and topics".to_owned(),
        Some(episode) => format!("the episode `{episode}`"),
    };
    if found < published {
        return format!("of {published} lines about {of}, which {digest} counts, {found} are there");
    }
    format!("of {published} lines about {of}, which {digest} counts, some were deleted or altered")
}

/// The text of an earlier ledger: a file, one on a site, or one in git. None of them without a line, for then nothing would be
/// compared; before the `first` release there may be none at an address.
fn earlier_ledger(folder: &Path, against: &str, first: bool) -> Result<Earlier> {
    let text = if Path::new(against).is_file() {
        files::read_or_empty(Path::new(against))?
    } else if download::is_address(against) {
        match download::text(against, MAX_LOG_BYTES as u64)? {
            Some(text) => text,
            None if first => return Ok(Earlier::Ledger(String::new())),
            None => bail!("there is nothing at {against}: {BEFORE_FIRST}"),
        }
    } else {
        let revision = format!("{against}:./{LEDGER}");
        output_of(Command::new("git").arg("-C").arg(folder).args(["show", "--end-of-options", &revision]))?
    };
    if let Some(digest) = LedgerDigest::read(&text).filter(|digest| !digest.is_empty()) {
        return Ok(Earlier::Digest(digest));
    }
    if Ledger::read(&text).0.is_empty() {
        bail!("{against} is no ledger and no digest of one, or was cut short: {BEFORE_FIRST}");
    }
    Ok(Earlier::Ledger(text))
}

/// What a program prints; the program is named in errors.
fn output_of(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run `{name}`: give a file instead"))?;
    if !output.status.success() {
        bail!("`{name}` has no such ledger: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("that ledger is not UTF-8")
}

/// Prints a table, a line for each kind of id.
fn print_report(content: &Content) -> Result<Verdict> {
    const STATES: [&str; 5] = ["live", "moved", "merged", "split", "removed"];
    let mut counts: BTreeMap<IdKind, [usize; 5]> = BTreeMap::new();
    for (id, _) in content.published.ledger.records() {
        let state = match content.published.fates.get(id).map(|retired| &retired.resolution) {
            None => 0,
            Some(Resolution::Succeeded(successors)) => match successors.succession {
                Succession::Moved => 1,
                Succession::Merged => 2,
                Succession::Split => 3,
            },
            Some(Resolution::Tombstone { .. }) => 4,
        };
        counts.entry(id.kind).or_default()[state] += 1;
    }
    let mut out = anstream::stdout().lock();
    let head = STATES.map(|state| format!("{state:>8}")).concat();
    writeln!(out, "{:<12}{:>9}{head}{:>12}", "", "published", "still text")?;
    for kind in IdKind::ALL {
        let of = counts.get(&kind).copied().unwrap_or_default();
        let all: usize = of.iter().sum();
        let row = of.map(|count| format!("{count:>8}")).concat();
        // A tombstone is a page too, but not the text.
        let share = if all == 0 { 100.0 } else { 100.0 * (all - of[4]) as f64 / all as f64 };
        writeln!(out, "{:<12}{all:>9}{row}{share:>11.1}%", kind.name())?;
    }
    Ok(content.verdict())
}
