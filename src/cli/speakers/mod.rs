//! The command `speakers`: who speaks in the library, who may be the same person, and people renamed, joined or given another role in all
//! episodes at once.
//!
//! ```text
//! episodes ──people──▶ People ─┬─doubles──▶ likely doubles ──list──▶ printed
//!                              └─change──▶ SpeakerEdit ──apply──▶ preview, or files and links.pending written
//! ```
//!
//! | file | is |
//! |---|---|
//! | `people` | who speaks, and how much |
//! | `folded_name` | a name without accents, capitals, marks and titles |
//! | `doubles` | who may be one person under two ids |
//! | `list` | the list, for people and as JSON |
//! | `history` | what the ledger says of ids of people, and the lines that a change adds |
//! | `apply` | a change in all files: shown, or written |
//! | `change` | `rename`, `merge` and `role`: their arguments, checked against the library |
//!
//! Not here: which bytes of an episode change ([`crate::source::SpeakerEdit`]).

mod folded_name;
mod people;

mod doubles;

mod list;

mod history;

mod apply;

mod change;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::Verdict;
use change::{MergeArgs, RenameArgs, RoleArgs};
use list::ListArgs;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, after_long_help = list::JSON_HELP)]
pub(super) struct SpeakersArgs {
    #[command(subcommand)]
    command: Option<SpeakersCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand)]
enum SpeakersCommand {
    /// Give a person another name in all episodes
    ///
    /// The name is replaced in the list of speakers and in the labels; no paragraph changes its words. The id stays, and with it all links,
    /// unless --id gives another: then the old one's address leads to the new one from the next release on.
    #[command(after_help = change::RENAME_EXAMPLES)]
    Rename(RenameArgs),
    /// Join people who are one person
    ///
    /// The labels of all of them get the name and id of the one that --into names. Where several speak in one episode, their entries become
    /// one. The addresses of published ids lead to that of the one who is left from the next release on.
    #[command(after_help = change::MERGE_EXAMPLES)]
    Merge(MergeArgs),
    /// Make a person a host or a guest, in all episodes or in some
    ///
    /// A later import of the same show takes the hosts that its episodes have.
    #[command(after_help = change::ROLE_EXAMPLES)]
    Role(RoleArgs),
}

/// The command `speakers`.
///
/// # Errors
/// When the episodes cannot be read, an argument does not fit them, or a file cannot be written.
pub(super) fn run(args: &SpeakersArgs) -> Result<Verdict> {
    match &args.command {
        None => list::run(&args.list),
        Some(SpeakersCommand::Rename(args)) => change::rename(args),
        Some(SpeakersCommand::Merge(args)) => change::merge(args),
        Some(SpeakersCommand::Role(args)) => change::role(args),
    }
}
