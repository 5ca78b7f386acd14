//! The command line: the one place that reads files, writes files, serves, prints and exits.
//!
//! Each command has a file of its name, which holds its arguments and its `run`. The other files, from the lowest to the
//! highest:
//!
//! | file | is |
//! |---|---|
//! | `clock` | days |
//! | `terminal` | messages for people |
//! | `progress` | bars, spinners, other programs' output |
//! | `files` | texts and folders read |
//! | `storage` | files and sites written, at once and for good; one writer at a time |
//! | `download` | a text from the web |
//! | `diagnostics`, `report`, `earlier_report` | problems by file, how they are printed, and what was printed last |
//! | `published`, `content` | the folder of episodes, read and checked |
//! | `earlier_ledger` | what was published before, from git or from the site |
//! | `vocabulary` | `topics.toml`, added to |
//! | `site_root` | the folder of the site that a command works on |
//! | `setup`, `shell` | the app's files: built in a checkout of our sources with these tools, carried by the program elsewhere |
//! | `terms` | lines of terms.toml to paste |
//! | `pictures`, `budgets`, `watch` | parts of `build` and `serve` |
//!
//! Exit codes: 0 fine, 1 the content has errors, 2 wrong usage or the environment failed. Not here: what a text means
//! ([`crate::source`]), what is in a site ([`crate::site`]), and which answers a query finds ([`crate::search`]).

mod clock;

mod terminal;

mod export;
mod files;

mod storage;

mod progress;

mod diagnostics;

mod report;

mod earlier_report;

mod content;

mod published;

mod earlier_ledger;

mod site_root;

mod setup;

mod shell;

mod pictures;

mod budgets;

mod watch;

mod new;

mod source_hash;

mod build;

mod serve;

mod ids;

mod publish;

mod download;

mod links;

mod import;

mod search;

mod vocabulary;

mod speakers;
mod topics;

mod terms;

mod check;

mod corrections;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use terminal::tell;

/// Turns a folder of interview transcripts into a static site in which every answer can be found, linked to and
/// embedded.
///
/// Without a command it builds the site of this folder and serves it with live reload.
#[derive(Parser)]
#[command(name = "answerbook", version = shell::VERSION, args_conflicts_with_subcommands = true)]
#[command(after_help = "Exit codes: 0 fine, 1 the content has errors, 2 wrong usage or the environment failed")]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::ServeArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site in memory and serve it on this machine; open pages reload after an edit
    ///
    /// Never writes to the episodes.
    Serve(serve::ServeArgs),
    /// Make a folder of your own from which a site builds at once
    ///
    /// It gets the settings with every key explained, a sample episode that shows how one is written, and what git and a
    /// host need. Nothing is written into a folder that holds anything already.
    New(new::NewArgs),
    /// In a checkout of Answerbook's sources: install what is missing for building the app, and nothing else
    ///
    /// A wasm-opt or terser on PATH is used if its version fits. Otherwise it is installed into your cache folder, or into the folder
    /// that ANSWERBOOK_TOOLS names. Outside of a checkout no other tool is needed.
    Setup,
    /// Write the whole site as files, for any static host
    ///
    /// The folder is replaced as a whole, and only if the build succeeds. A folder that holds anything but an earlier
    /// build is left alone.
    Build(build::BuildArgs),
    /// Print every problem of the episodes
    ///
    /// Names that were probably misheard are among them, as warnings with the line that corrects them; nothing is changed.
    Check(check::CheckArgs),
    /// Print what each correction in terms.toml changes, and where
    ///
    /// A correction there applies to the whole library: to whole words, with capitals as written. An episode's own corrections come
    /// first, then the longest. `--try` shows what one would do before it is written.
    Corrections(corrections::CorrectionsArgs),
    /// Write missing ids into episodes
    ///
    /// An id is written once and never changes. Nothing else is changed, and a file that lacks no id is not touched.
    Ids(ids::IdsArgs),
    /// Release the site: write missing ids, check everything, add what is new to the ledger, and build
    ///
    /// The ledger, the folder links beside the episodes, holds every id that was ever published. Commit it: it keeps links
    /// working.
    Publish(publish::PublishArgs),
    /// Check or count the links that were ever published
    #[command(subcommand)]
    Links(links::LinksCommand),
    /// Turn transcripts in other formats into episodes
    ///
    /// The format of each file is recognised by what is in it. What was left out is printed, and what is doubtful is marked in the
    /// episode, where `check` lists it. A new version of an existing episode keeps its ids and all that an editor has written; it
    /// is not imported if it is unclear which paragraph is which.
    #[command(after_long_help = import::formats_help())]
    Import(import::ImportArgs),
    /// Write episodes, or some of their answers, in formats that other programs read
    ///
    /// What was exported can be imported again, with the words, the speakers and the times that the format has.
    Export(export::ExportArgs),
    /// Propose topics for the library
    #[command(subcommand)]
    Topics(topics::TopicsCommand),
    /// Search the episodes in the terminal, as on the site
    Search(search::SearchArgs),
    /// List who speaks, with likely doubles; rename, join or give another role in all episodes at once
    ///
    /// Nobody is joined unasked, and nothing is written without --write: the commands show what would change. Links to people whose ids
    /// change are kept.
    Speakers(speakers::SpeakersArgs),
    /// Render the pages into Trunk's staging folder (Trunk.toml calls this after `trunk build`)
    #[command(hide = true)]
    TrunkHook(build::TrunkHookArgs),
    /// Build the app into a folder (the build script of a release calls this)
    #[command(hide = true)]
    BuildApp {
        /// The folder
        folder: PathBuf,
    },
}

/// The result of a command that could do its work.
enum Verdict {
    Fine,
    ContentHasErrors,
    OverBudget,
}

impl Verdict {
    /// Whether the exit code is 1.
    fn is_bad(&self) -> bool {
        !matches!(self, Self::Fine)
    }
}

/// Runs the command line of this process; the exit code.
pub fn main() -> ExitCode {
    match run_command_line(CommandLine::parse()) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::ContentHasErrors | Verdict::OverBudget) => ExitCode::from(1),
        // The reader of our output has ended, as in `answerbook search … | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run_command_line(command_line: CommandLine) -> Result<Verdict> {
    match command_line.command.unwrap_or(Command::Serve(command_line.serve)) {
        Command::Serve(args) => serve::run(&args),
        Command::New(args) => new::run(&args),
        Command::Setup => shell::set_up().map(|()| Verdict::Fine),
        Command::BuildApp { folder } => shell::build_into(&folder).map(|()| Verdict::Fine),
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Corrections(args) => corrections::run(&args),
        Command::Ids(args) => ids::run(&args),
        Command::Publish(args) => publish::run(&args),
        Command::Links(command) => links::run(&command),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Topics(command) => topics::run(&command),
        Command::Search(args) => search::run(&args),
        Command::Speakers(args) => speakers::run(&args),
        Command::TrunkHook(args) => build::run_trunk_hook(&args),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// A count with its noun: `1 episode`, `20 answers`. The noun forms its plural with an s.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    /// The oracle is clap's own check: that no two arguments of a command have one name, among much else.
    #[test]
    fn every_command_is_well_formed() {
        super::CommandLine::command().debug_assert();
    }
}
