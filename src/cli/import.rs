//! The command `import`: transcripts in other formats become episodes. What a format says is [`crate::import`]'s; here are
//! the files, and the report.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::content::{self, File};
use super::publish::parse_date;
use super::{Verdict, counted, report};
use crate::import::{self, Given, Imported};
use crate::source;
use crate::transcript::{Date, slug};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// Transcripts in Markdown whose turns begin with **Name:**
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Where the episodes go; none that is there already is touched
    #[arg(long, value_name = "DIR", default_value = "episodes")]
    out: PathBuf,
    /// The day of publication where a transcript does not say it, such as 2024-05-31 [default: the file's]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    date: Option<Date>,
    /// Who published the conversations [default: as site.toml says]
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
}

/// The command `import`.
///
/// # Errors
/// When the folder cannot be made, no publisher is known, or a file cannot be written.
pub(super) fn run(args: &ImportArgs) -> Result<Verdict> {
    fs::create_dir_all(&args.out).with_context(|| format!("cannot make {}", args.out.display()))?;
    let publisher = publisher(args)?;
    let (mut written, mut answers, mut failed) = (0, 0, false);
    for path in &args.files {
        match one(args, path, &publisher)? {
            Some(count) => {
                written += 1;
                answers += count;
            }
            None => failed = true,
        }
    }
    let summary = format!("{}, {}", counted(written, "episode"), counted(answers, "answer"));
    writeln!(anstream::stdout(), "{}: {summary} written", args.out.display())?;
    Ok(if failed { Verdict::ContentHasErrors } else { Verdict::Fine })
}

fn publisher(args: &ImportArgs) -> Result<String> {
    if let Some(publisher) = &args.publisher {
        return Ok(publisher.clone());
    }
    let settings = args.out.join("site.toml");
    let text = fs::read_to_string(&settings).ok();
    let site = text.and_then(|text| source::read_site(&text).value);
    site.map(|site| site.publisher)
        .with_context(|| format!("no publisher: give --publisher, or a `publisher` in {}", settings.display()))
}

/// Imports one file; how many answers it has, or `None` where it was refused.
fn one(args: &ImportArgs, path: &Path, publisher: &str) -> Result<Option<usize>> {
    let text = content::read_text(path);
    let file = File { path: path.to_owned(), text: text.value.clone() };
    let Some(stem) = content::stem(path) else { bail!("{}: the file's name is not UTF-8", path.display()) };
    let date = args.date.or_else(|| day_of(path)).context("this machine does not know the file's day: give --date")?;
    let given = Given { stem: stem.to_owned(), date, publisher: publisher.to_owned() };
    let imported = text.value.as_deref().map(|text| import::read_labelled(text, &given));
    let Imported { episode, problems } = imported.unwrap_or(Imported { episode: None, problems: text.problems });
    for problem in &problems {
        report::print_one(&file, problem);
    }
    let Some(episode) = episode else { return Ok(None) };
    if args.date.is_none() && episode.date == date {
        anstream::eprintln!("note: {} has the day of its file, {date}; --date gives another", path.display());
    }
    let name = Some(slug(stem, usize::MAX)).filter(|name| !name.is_empty()).unwrap_or_else(|| "episode".to_owned());
    let printed = source::print_episode(&episode);
    let complete = match source::assign_ids(&printed, &name) {
        Ok(complete) => complete,
        Err(problems) => {
            let file = File { path: path.to_owned(), text: Some(printed) };
            problems.iter().for_each(|problem| report::print_one(&file, problem));
            return Ok(None);
        }
    };
    let target = args.out.join(format!("{name}.md"));
    let created = fs::File::create_new(&target).and_then(|mut file| file.write_all(complete.as_bytes()));
    created.with_context(|| format!("cannot write {}, which must not be there yet", target.display()))?;
    Ok(Some(episode.answers.len()))
}

/// The day on which a file was changed last, in UTC.
fn day_of(path: &Path) -> Option<Date> {
    let changed = fs::metadata(path).ok()?.modified().ok()?;
    let days = changed.duration_since(UNIX_EPOCH).ok()?.as_secs() / 86_400;
    Date::from_days(i64::try_from(days).ok()?)
}
