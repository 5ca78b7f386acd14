//! The commands `links check` and `links report`: whether every link ever published still leads somewhere, and where.
//!
//! Not here: what became of an id ([`crate::links::Resolutions`]), what is wrong with a ledger, and where an earlier one comes from
//! ([`super::earlier_ledger`]).

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::content::{self, Content};
use super::earlier_ledger::EarlierLedger;
use super::published::{PARTS, entries};
use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::tell;
use super::{Verdict, counted, report};
use crate::links::{IdKind, LostEvents, LostLine, Resolution, Succession, lost_lines};

/// The most lost lines that are printed. More are those of a ledger that is another one.
const MAX_PRINTED: usize = 1000;

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
    /// An earlier ledger, of which nothing may be missing now: a git revision such as origin/main, a folder of episodes, a file, or the
    /// address of the ledger's digest on the site, which ends in links.digest
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
        lost = print_lost(&content, against, &EarlierLedger::read(&folder, against, args.first)?);
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

/// Prints what an earlier ledger had and this one has not; the number of places.
fn print_lost(content: &Content, against: &str, earlier: &EarlierLedger) -> usize {
    let Content { folder, published, .. } = content;
    let restore = format!("restore it in {}", folder.join(PARTS).display());
    let entries = &mut |part: &str| entries(folder, published.undivided.as_ref(), part);
    let lost: Vec<String> = match earlier {
        EarlierLedger::None => Vec::new(),
        EarlierLedger::Files(files) => {
            let in_file = |(file, text): &(String, String)| {
                let lost = lost_lines(text, entries).into_iter();
                let place = |LostLine { number, text: line }| {
                    format!("a line of the ledger was deleted or altered\n  {file}:{number}: {line}\n  help: {restore}")
                };
                lost.map(place).collect::<Vec<_>>()
            };
            files.iter().flat_map(in_file).collect()
        }
        EarlierLedger::Digest(digest) => {
            let how = "`--against` a revision of git names the lines";
            let lost = digest.lost(&published.ledger, entries).into_iter();
            lost.map(|lost| format!("{}\n  help: {restore}; {how}", lost_events(&lost, against))).collect()
        }
    };
    lost.iter().take(MAX_PRINTED).for_each(|lost| tell!("error: {lost}"));
    if let Some(more) = lost.len().checked_sub(MAX_PRINTED).filter(|more| *more > 0) {
        tell!("error: {more} more, not listed");
    }
    lost.len()
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
