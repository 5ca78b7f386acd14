//! The command `search`: the search of the page in the terminal, with the same JSON.
//!
//! Not here: which answers match, their order ([`crate::search`]), and the fields of the JSON ([`crate::wire`]).

use std::io::Write;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::tell;
use super::{Verdict, content, counted};
use crate::search::{self, Hit, Hits, MatchReason, Request, Snippet};
use crate::transcript::{PerFacet, Severity};
use crate::wire;

/// The escape sequence of a terminal that begins bold text.
const BOLD: &str = "\x1b[1m";

/// The escape sequence that ends it.
const PLAIN: &str = "\x1b[0m";

#[derive(Args)]
pub(super) struct SearchArgs {
    /// Words, "phrases", -without, speaker:ID, topic:ID, episode:ID; best written in single quotes
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// Only what this speaker says; give it again for any of several
    #[arg(long, value_name = "ID")]
    speaker: Vec<String>,
    /// Only answers on this topic; give it again for any of several
    #[arg(long, value_name = "ID")]
    topic: Vec<String>,
    /// Only answers of this episode; give it again for any of several
    #[arg(long, value_name = "ID")]
    episode: Vec<String>,
    /// The order of the answers
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortArg,
    /// The largest number of answers to print
    #[arg(long, value_name = "N", default_value = "10")]
    limit: usize,
    /// Do not replace a word that no episode contains by a similar one
    #[arg(long)]
    no_guess: bool,
    /// Print JSON for other programs, the same as in the page
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    content: EpisodesArg,
}

#[derive(Clone, Copy, ValueEnum)]
enum SortArg {
    /// The best match first
    Relevance,
    /// The newest first
    Date,
}

/// The command `search`.
///
/// # Errors
/// When the folder cannot be read or the result cannot be written.
pub(super) fn run(args: &SearchArgs) -> Result<Verdict> {
    let content = content::read(&SiteRoot::find(&args.content)?.episodes)?;
    let errors = content.diagnostics.count(Severity::Error);
    if errors > 0 {
        let errors = counted(errors, "error");
        tell!("warning: {errors} in the episodes, which `answerbook check` shows; some may be missing here");
    }
    let (query, hints) = search::parse(&args.query);
    let progress = Progress::indeterminate("Building the index");
    let index = search::build(&content.library);
    drop(progress);
    let hits = match search::ask(&index, &query, &request(args)) {
        Ok(hits) => hits,
        Err(parts) => bail!("the index lacks {} of its parts", parts.len()),
    };
    let sentences = hints.iter().map(search::Hint::sentence).chain(hits.notices.iter().map(search::Notice::sentence));
    for sentence in sentences {
        tell!("note: {sentence}");
    }
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&wire::hits_json(&hits))?)?;
    } else {
        print(&mut out, &hits)?;
    }
    Ok(Verdict::Fine)
}

fn request(args: &SearchArgs) -> Request {
    Request {
        filters: PerFacet([args.speaker.clone(), args.topic.clone(), args.episode.clone()]),
        sort: match args.sort {
            SortArg::Relevance => search::Sort::Relevance,
            SortArg::Date => search::Sort::Date,
        },
        offset: 0,
        limit: args.limit,
        count_facets: false,
        fuzzy: !args.no_guess,
        lesser_hits: true,
    }
}

fn print(out: &mut impl Write, hits: &Hits) -> Result<()> {
    match (hits.complete, hits.total - hits.complete) {
        _ if hits.is_truncated => writeln!(out, "More than {}", counted(hits.total, "answer"))?,
        (0, 0) => writeln!(out, "No answers")?,
        (complete, 0) => writeln!(out, "{}", counted(complete, "answer"))?,
        (0, partial) => writeln!(out, "No answer with all of it; {} with some", counted(partial, "answer"))?,
        (complete, _) if hits.mixes_partial => {
            writeln!(out, "{}, {complete} of them with all the words", counted(hits.total, "answer"))?
        }
        (complete, partial) => {
            writeln!(out, "{} with all of it, {partial} more with some", counted(complete, "answer"))?
        }
    }
    hits.hits.iter().try_for_each(|hit| print_hit(out, hit))
}

fn print_hit(out: &mut impl Write, hit: &Hit) -> Result<()> {
    let how = match hit.reason {
        MatchReason::Exact => "",
        MatchReason::SameTerm => ", by a word that means the same",
        MatchReason::SoundsLike => ", by a word that sounds alike",
        MatchReason::Typo => ", by a similar word",
    };
    writeln!(out, "\n{BOLD}{}{PLAIN}", hit.title)?;
    if let Some(speaker) = &hit.speaker {
        writeln!(out, "  {}: {}", speaker.name, with_bold(&hit.snippet))?;
    }
    let date = hit.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    writeln!(out, "  episodes/{}/{}/ ({date}{how})", hit.episode, hit.answer)?;
    Ok(())
}

/// A snippet with its highlights in bold.
fn with_bold(snippet: &Snippet) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for mark in &snippet.marks {
        let (Some(before), Some(inside)) = (snippet.text.get(at..mark.start), snippet.text.get(mark.clone())) else {
            continue;
        };
        shown.extend([before, BOLD, inside, PLAIN]);
        at = mark.end;
    }
    shown.push_str(snippet.text.get(at..).unwrap_or_default());
    shown
}
