//! The command `topics suggest`: a vocabulary proposed for a library, printed, and written where that is asked for.
//!
//! # The JSON
//!
//! One object, whose keys stay: `episodes` and `answers` of the library; `covered_before` and `covered`, the answers that have a topic
//! and would have one; `written`, whether the topics were added to `topics.toml`; and `topics`, the best first, each with `id`, `name`,
//! `terms`, `answers`, `episodes`, and `samples`, each with the `id`, `episode/answer`, and the `title` of an answer.
//!
//! Not here: which topics ([`crate::topics`]).

use std::io::Write;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::content::{self, Content};
use super::diagnostics::SourceFile;
use super::progress::Progress;
use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::{tell, visible};
use super::vocabulary::{Broken, Vocabulary, published_topics};
use super::{Verdict, counted, report, storage};
use crate::topics::{self, Limits, Suggested, Suggestions};
use crate::transcript::Topic;

/// The sample answers that are printed of each topic.
const PRINTED_SAMPLES: usize = 2;

/// With fewer episodes little can be told.
const FEW_EPISODES: usize = 10;

/// The comment before what is written.
const COMMENT: &str = "Proposed by `answerbook topics suggest`. To part with a topic before it is published, put `# ` before its lines: it is not proposed again.";

#[derive(Subcommand)]
pub(super) enum TopicsCommand {
    /// Propose topics, with the terms that decide them and the answers that each would have
    ///
    /// They are phrases that come back within answers, in many episodes, and set these answers apart. What `topics.toml` has already is
    /// not proposed again. Nothing is written without --write.
    #[command(after_long_help = SUGGEST_HELP)]
    Suggest(SuggestArgs),
}

const SUGGEST_HELP: &str = "\
Example:
  answerbook topics suggest             reads the answers and prints forty topics
  answerbook topics suggest --write     adds them to episodes/topics.toml, behind what is there

A topic that is not wanted: delete its lines, or put `# ` before them, so that it is not proposed again.

The JSON is one object with episodes, answers, covered_before, covered, written and topics; each topic has id, name, terms, answers, \
episodes and samples, and each sample has id (episode/answer) and title.";

#[derive(Args)]
pub(super) struct SuggestArgs {
    /// Add the topics to topics.toml; what is there stays to the byte
    #[arg(long)]
    write: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The most topics
    #[arg(long, value_name = "N", default_value_t = 40)]
    limit: usize,
    #[command(flatten)]
    content: EpisodesArg,
}

/// The command `topics`.
///
/// # Errors
/// When the folder cannot be read or the file cannot be written.
pub(super) fn run(command: &TopicsCommand) -> Result<Verdict> {
    let TopicsCommand::Suggest(args) = command;
    let folder = SiteRoot::find(&args.content)?.episodes;
    let _lock = if args.write { Some(storage::lock_content(&folder, "answerbook topics suggest")?) } else { None };
    let vocabulary = match Vocabulary::read(&folder) {
        Ok(vocabulary) => vocabulary,
        Err(broken) => {
            print_broken(broken);
            tell!("error: nothing is proposed before that is mended");
            return Ok(Verdict::ContentHasErrors);
        }
    };
    let Some(content) = super::build::print_problems(content::read(&folder)?) else {
        return Ok(Verdict::ContentHasErrors);
    };
    let limits = Limits {
        most: args.limit,
        published: published_topics(&content.published.ledger),
        put_aside: vocabulary.put_aside(),
    };
    let progress = Progress::indeterminate("Comparing answers");
    let suggestions = topics::suggest(&content.library, &limits);
    drop(progress);
    let is_written = args.write && !suggestions.topics.is_empty();
    if is_written {
        let topics: Vec<Topic> = suggestions.topics.iter().map(|suggested| suggested.topic.clone()).collect();
        vocabulary.add(&topics, COMMENT)?;
    }
    if args.json {
        let json = serde_json::to_string_pretty(&json(&content, &suggestions, is_written))?;
        writeln!(std::io::stdout(), "{json}")?;
        return Ok(Verdict::Fine);
    }
    print(&content, &suggestions)?;
    print_next(&vocabulary, &suggestions, is_written)?;
    Ok(Verdict::Fine)
}

/// Prints what is wrong with a file of topics.
pub(super) fn print_broken(Broken { path, text, problems }: Broken) {
    let file = SourceFile { path, text };
    problems.iter().for_each(|problem| report::print_problem(&file, problem));
}

fn print(content: &Content, suggestions: &Suggestions) -> Result<()> {
    let Suggestions { topics, episodes, answers, covered, covered_before, unspaced } = suggestions;
    if *unspaced > 0 {
        tell!(
            "note: {} in a script without blanks between words, for which no topics can be proposed",
            counted(*unspaced, "answer")
        );
    }
    if *episodes < FEW_EPISODES {
        tell!(
            "note: {}: too few to tell the subjects of a library from the words of one talk; {FEW_EPISODES} or more show them",
            counted(*episodes, "episode")
        );
    }
    let mut out = anstream::stdout().lock();
    for suggested in topics {
        print_topic(&mut out, content, suggested)?;
    }
    let share = |count: usize| format!("{} %", (100 * count).checked_div(*answers).unwrap_or(0));
    let kind = if content.library.topics().is_empty() { "topic" } else { "new topic" };
    writeln!(
        out,
        "{} for {} in {}: {} of the answers would have one, and {} have one now",
        counted(topics.len(), kind),
        counted(*answers, "answer"),
        counted(*episodes, "episode"),
        share(*covered),
        share(*covered_before),
    )?;
    Ok(())
}

/// Prints a topic: its name, its terms and counts, and some of its answers.
fn print_topic(out: &mut impl Write, content: &Content, suggested: &Suggested) -> Result<()> {
    let Suggested { topic, answers, episodes, samples } = suggested;
    let terms = topic.terms.join(", ");
    writeln!(
        out,
        "{}: {} in {} [{}]",
        visible(&topic.name),
        counted(*answers, "answer"),
        counted(*episodes, "episode"),
        visible(&terms)
    )?;
    for (episode, answer) in samples.iter().take(PRINTED_SAMPLES) {
        writeln!(out, "    {episode}/{answer}\n      {}", visible(content.library.title_of(episode, answer)))?;
    }
    writeln!(out)?;
    Ok(())
}

fn print_next(vocabulary: &Vocabulary, suggestions: &Suggestions, is_written: bool) -> Result<()> {
    let path = vocabulary.path.display();
    let count = counted(suggestions.topics.len(), "topic");
    let mut out = anstream::stdout().lock();
    match suggestions.topics.len() {
        0 => {}
        _ if is_written => writeln!(out, "{path}: {count} added\nNext: read them there, and delete what is no topic")?,
        _ => writeln!(out, "Next: `answerbook topics suggest --write` adds them to {path}")?,
    }
    Ok(())
}

/// What is printed as JSON.
#[derive(Serialize)]
struct SuggestionsJson<'a> {
    episodes: usize,
    answers: usize,
    covered_before: usize,
    covered: usize,
    written: bool,
    topics: Vec<TopicJson<'a>>,
}

#[derive(Serialize)]
struct TopicJson<'a> {
    id: &'a str,
    name: &'a str,
    terms: &'a [String],
    answers: usize,
    episodes: usize,
    samples: Vec<SampleJson<'a>>,
}

#[derive(Serialize)]
struct SampleJson<'a> {
    id: String,
    title: &'a str,
}

fn json<'a>(content: &'a Content, suggestions: &'a Suggestions, written: bool) -> SuggestionsJson<'a> {
    let topic = |Suggested { topic, answers, episodes, samples }: &'a Suggested| TopicJson {
        id: topic.id.as_str(),
        name: &topic.name,
        terms: &topic.terms,
        answers: *answers,
        episodes: *episodes,
        samples: samples
            .iter()
            .map(|(episode, answer)| SampleJson {
                id: format!("{episode}/{answer}"),
                title: content.library.title_of(episode, answer),
            })
            .collect(),
    };
    SuggestionsJson {
        episodes: suggestions.episodes,
        answers: suggestions.answers,
        covered_before: suggestions.covered_before,
        covered: suggestions.covered,
        written,
        topics: suggestions.topics.iter().map(topic).collect(),
    }
}
