//! The command `check`: every problem of the episodes, and what an editor may want to look at.
//!
//! Not here: finding problems ([`super::content`]), and printing them ([`super::report`]).

use std::io::Write;

use anyhow::Result;
use clap::Args;

use super::content::{self, Content};
use super::diagnostics::Diagnostic;
use super::site_root::{EpisodesArg, SiteRoot};
use super::terms::correction_line;
use super::{Verdict, counted, pictures, report};
use crate::search::{MisheardName, misheard_names};
use crate::source;
use crate::transcript::Problem;

/// The most words that are said to be misheard: who has looked at these runs the command again.
const MAX_MISHEARD: usize = 20;

#[derive(Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    content: EpisodesArg,
    /// Print each problem as a line of JSON, with file, line, column, severity, what, found, expected and help
    #[arg(long)]
    json: bool,
}

/// The command `check`.
///
/// # Errors
/// When the folder or the font cannot be read, or the result cannot be written.
pub(super) fn run(args: &CheckArgs) -> Result<Verdict> {
    let mut content = content::read(&SiteRoot::find(&args.content)?.episodes)?;
    pictures::read_font(&content.folder, content.library.site())?;
    hint_at_misheard_names(&mut content);
    content.diagnostics.add_doubts();
    if args.json {
        report::print_json(&content.diagnostics)?;
    } else {
        report::print(&content.diagnostics);
        if content.diagnostics.list.is_empty() {
            writeln!(anstream::stdout(), "No problems in {}", content.summary())?;
            writeln!(anstream::stdout(), "Next: `answerbook publish` makes a release")?;
        }
    }
    Ok(content.verdict())
}

/// Adds hints at the words that were probably misheard.
fn hint_at_misheard_names(content: &mut Content) {
    let found = misheard_names(&content.library, &content.terms.not_misheard);
    for it in found.iter().take(MAX_MISHEARD) {
        let problem = |span| {
            let (places, episodes) = (counted(it.places, "place"), counted(it.episodes, "episode"));
            Problem::warning(span, "probably misheard")
                .found(format!("`{}` in {places} of {episodes}", it.heard))
                .expected(format!(
                    "`{}`, {}: the library has it {}",
                    it.meant,
                    it.known_as,
                    counted(it.meant_places, "time")
                ))
                .help(format!(
                    "in terms.toml, in `corrections`: {}; or, if it is right, `not_misheard = [{}]`",
                    correction_line(&it.heard, &it.meant),
                    toml::Value::from(it.heard.as_str())
                ))
        };
        add_hint(content, it, problem);
    }
    if let Some(next) = found.get(MAX_MISHEARD) {
        let more = found.len() - MAX_MISHEARD;
        add_hint(content, next, |span| {
            Problem::warning(span, format!("{} more, probably misheard and not listed", counted(more, "name")))
                .help("correct the others, or list them in `not_misheard`, and check again")
        });
    }
}

/// Adds a hint at the first place of a name.
fn add_hint(content: &mut Content, name: &MisheardName, problem: impl FnOnce(std::ops::Range<usize>) -> Problem) {
    let Some(file) = content.file_of(&name.episode) else { return };
    let text = content.diagnostics.files[file].text.as_deref().unwrap_or_default();
    let problem = problem(source::place_of_words(text, &name.paragraph, &name.heard));
    content.diagnostics.hints.push(Diagnostic { file, problem });
}
