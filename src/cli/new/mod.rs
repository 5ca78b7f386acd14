//! The command `new`: a folder of one's own, from which a site builds at once.
//!
//! The files are templates beside this one, with names in braces for what the owner says. What is missing is asked for on a
//! terminal, and has a default elsewhere. All is checked before anything is written, and what was written is taken away
//! again where the rest cannot be. Not here: reading those files ([`crate::source`]).

use std::env;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::Verdict;
use super::clock::today;
use super::site_root::{EPISODES, SETTINGS};
use super::storage::{self, Durability};
use crate::source;
use crate::transcript::{IdLetters, slug};

/// The most letters of the name of a project at a host.
const PROJECT_NAME: usize = 58;

/// The most names of a folder that is not empty that are printed.
const NAMED_ENTRIES: usize = 3;

#[derive(Args)]
pub(super) struct NewArgs {
    /// The folder to make; one that is there must be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The name of the site [default: asked for on a terminal, elsewhere the folder's name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who publishes the conversations [default: asked for on a terminal, elsewhere the title]
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// The language of the site, such as en or pt-BR [default: asked for on a terminal, elsewhere en]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Add what puts the site on GitHub Pages
    #[arg(long)]
    github: bool,
    /// Add what puts the site on GitLab Pages
    #[arg(long)]
    gitlab: bool,
    /// Add what puts the site on Netlify
    #[arg(long)]
    netlify: bool,
    /// Add what puts the site on Cloudflare Pages
    #[arg(long)]
    cloudflare: bool,
}

/// What the owner says of the site.
struct Answers {
    title: String,
    publisher: String,
    language: String,
}

/// The command `new`.
///
/// # Errors
/// When the folder is not empty, an answer cannot stand in the settings, or a file cannot be written.
pub(super) fn run(args: &NewArgs) -> Result<Verdict> {
    check_empty(&args.folder)?;
    let answers = answers(args)?;
    let files = files(args, &answers)?;
    check_settings(&files)?;
    write(&args.folder, &files)?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}: a new site, with a sample episode", args.folder.display())?;
    for (path, _) in &files {
        writeln!(out, "  {path}")?;
    }
    let folder = args.folder.display().to_string();
    let folder = if folder.contains(' ') { format!("\"{folder}\"") } else { folder };
    writeln!(
        out,
        "Next: cd {folder}, then `answerbook` shows the site, and `answerbook import FILE…` brings in transcripts"
    )?;
    Ok(Verdict::Fine)
}

/// Refuses a folder with anything in it but a repository of git.
fn check_empty(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("cannot use {}", folder.display())),
    };
    let names: io::Result<Vec<String>> =
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect();
    let mut names = names.with_context(|| format!("cannot list {}", folder.display()))?;
    names.retain(|name| name != ".git");
    names.sort();
    if names.is_empty() {
        return Ok(());
    }
    let more = if names.len() > NAMED_ENTRIES { ", …" } else { "" };
    names.truncate(NAMED_ENTRIES);
    bail!(
        "{} is not empty: it has {}{more}\n  help: give a folder that is not there yet; `answerbook import` then brings in \
         transcripts from anywhere",
        folder.display(),
        names.join(", ")
    )
}

/// What the arguments say, what is asked for on a terminal, and defaults.
fn answers(args: &NewArgs) -> Result<Answers> {
    let folder = std::path::absolute(&args.folder).unwrap_or_else(|_| args.folder.clone());
    let name = folder.file_name().map_or_else(|| "Interviews".to_owned(), |name| name.to_string_lossy().into_owned());
    let title = answer(args.title.as_ref(), "Title of the site", &name)?;
    let publisher = answer(args.publisher.as_ref(), "Publisher of the interviews", &title)?;
    let language = answer(args.language.as_ref(), "Language, as a tag such as en or pt-BR", "en")?;
    Ok(Answers { title, publisher, language })
}

fn answer(given: Option<&String>, question: &str, default: &str) -> Result<String> {
    if let Some(given) = given {
        return Ok(given.trim().to_owned());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(default.to_owned());
    }
    anstream::eprint!("{question} [{default}]: ");
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("cannot read the answer")?;
    Ok(if line.trim().is_empty() { default.to_owned() } else { line.trim().to_owned() })
}

/// Every file, by its path in the folder.
fn files(args: &NewArgs, answers: &Answers) -> Result<Vec<(&'static str, String)>> {
    let date = today()?.to_string();
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let project = Some(slug(&answers.title, PROJECT_NAME, IdLetters::Latin)).filter(|name| !name.is_empty());
    let values = [
        ("{title}", quoted(&answers.title)),
        ("{publisher}", quoted(&answers.publisher)),
        ("{language}", quoted(&answers.language)),
        ("{name}", quoted(project.as_deref().unwrap_or("answers"))),
        ("{date}", date),
        ("{version}", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let fill = |template: &str| filled(template, &values);
    let mut files = vec![
        ("episodes/site.toml", fill(include_str!("site.toml"))),
        ("episodes/topics.toml", fill(include_str!("topics.toml"))),
        ("episodes/terms.toml", fill(include_str!("terms.toml"))),
        ("episodes/sample.md", fill(include_str!("sample.md"))),
        (".gitignore", fill(include_str!("gitignore"))),
        (".gitattributes", fill(include_str!("gitattributes"))),
        ("README.md", filled(include_str!("README.md"), &[("{title}", answers.title.clone())])),
    ];
    let hosts = [
        (args.github, ".github/workflows/pages.yml", include_str!("github.yml")),
        (args.gitlab, ".gitlab-ci.yml", include_str!("gitlab.yml")),
        (args.netlify, "netlify.toml", include_str!("netlify.toml")),
        (args.cloudflare, "wrangler.toml", include_str!("wrangler.toml")),
    ];
    files.extend(hosts.into_iter().filter(|(wanted, ..)| *wanted).map(|(_, path, template)| (path, fill(template))));
    Ok(files)
}

/// A template with its placeholders filled, in one pass: a value that holds a placeholder is not filled again.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let value = values.iter().find(|(name, _)| rest.starts_with(name));
        let (written, read) = value.map_or(("{", 1), |(name, value)| (value.as_str(), name.len()));
        text.push_str(written);
        rest = &rest[read..];
    }
    text + rest
}

/// Refuses answers that the settings and the sample cannot hold.
fn check_settings(files: &[(&str, String)]) -> Result<()> {
    let settings = format!("{EPISODES}/{SETTINGS}");
    let text = files.iter().find(|(path, _)| *path == settings).map(|(_, text)| text.as_str()).unwrap_or_default();
    let Some(problem) = source::read_site(text).problems.into_iter().next() else { return Ok(()) };
    let found = problem.found.map(|found| format!(": {found}")).unwrap_or_default();
    let expected = problem.expected.map(|expected| format!("; expected {expected}")).unwrap_or_default();
    bail!("{}{found}{expected}", problem.what)
}

/// Writes the files. Where one cannot be written, what was made is removed again.
fn write(folder: &Path, files: &[(&str, String)]) -> Result<()> {
    let is_new = !folder.exists();
    let mut made = Vec::new();
    let written = files.iter().try_for_each(|(path, text)| {
        let file = folder.join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        storage::replace(&file, text.as_bytes(), Durability::Synced)?;
        made.push(file);
        Ok(())
    });
    if written.is_err() {
        // What cannot be removed either is named by the error that made it so.
        made.iter().for_each(|file| drop(fs::remove_file(file)));
        if is_new {
            drop(fs::remove_dir_all(folder));
        }
    }
    written
}
