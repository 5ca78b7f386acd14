//! The command `build`, and the step that Trunk calls after a build by hand: content in, the whole site out.
//!
//! Not here: what is in the site ([`crate::site`]), how it gets onto the disk ([`super::output`]).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use anyhow::{Result, bail};
use clap::Args;
use sha2::{Digest, Sha256};

use super::content::{self, Content, LEDGER};
use super::shell::{self, Shell};
use super::step::Progress;
use super::{EpisodesArg, Verdict, budgets, counted, output, pictures, report, step};
use crate::links::{self, Inventory};
use crate::site;

#[derive(Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    content: EpisodesArg,
    /// The folder to write; it is made, or replaced where it holds an earlier build
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
    /// The path the site will stand under, such as /talks/; only the page for wrong addresses needs it [default: the
    /// path of the site's address, or /]
    #[arg(long, value_name = "PATH")]
    base: Option<String>,
    /// The site's absolute address, such as https://example.org/talks/; needed for canonical links and Open Graph
    /// [default: the address in site.toml]
    #[arg(long, value_name = "URL")]
    site_url: Option<String>,
    /// Fail (exit code 1) when the site is larger than its budgets
    #[arg(long)]
    check_budgets: bool,
    /// A folder with a finished shell, instead of the one of this checkout
    #[arg(long, value_name = "DIR", hide = true)]
    shell: Option<PathBuf>,
}

impl BuildArgs {
    /// The folder the site goes into.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// The folder of the episodes.
    pub(super) fn episodes(&self) -> &Path {
        &self.content.episodes
    }
}

/// How many files the least generous of well-known hosts takes.
const FILES_TAKEN: usize = 20_000;

/// How many bytes the least generous of well-known hosts takes.
const BYTES_TAKEN: usize = 1_000_000_000;

#[derive(Args)]
pub(super) struct TrunkHookArgs {
    #[command(flatten)]
    content: EpisodesArg,
}

/// Whether a build with these arguments could be written, before anything else is done.
///
/// # Errors
/// What is wrong with an argument, or with the folder that is to be replaced.
pub(super) fn check_args(args: &BuildArgs) -> Result<()> {
    output::check_replaceable(&args.out)?;
    args.base.as_deref().map(base_path).transpose()?;
    args.site_url.as_deref().map(site_address).transpose()?;
    Ok(())
}

/// The command `build`.
///
/// # Errors
/// On wrong usage, a shell that cannot be made and files that cannot be written.
pub(super) fn run(args: &BuildArgs) -> Result<Verdict> {
    let started = Instant::now();
    output::check_replaceable(&args.out)?;
    let base = args.base.as_deref().map(base_path).transpose()?;
    let site_url = args.site_url.as_deref().map(site_address).transpose()?;
    let Some(content) = read_content(&args.content.episodes)? else { return Ok(Verdict::ContentHasErrors) };
    anstream::eprintln!("Read {} in {}", content.summary(), step::spoken(started.elapsed()));
    let shell = shell_for(args.shell.as_deref())?;
    let options = options(&content, base, site_url);
    let made_from = made_from(&content, &shell, &options);
    if !args.check_budgets && output::is_current(&args.out, &made_from) {
        let took = step::spoken(started.elapsed());
        writeln!(
            anstream::stdout(),
            "{}: {}, nothing has changed since it was built ({took})",
            args.out.display(),
            content.summary()
        )?;
        return Ok(Verdict::Fine);
    }
    let rendering = Instant::now();
    let files = whole(&content, &shell, &options)?;
    anstream::eprintln!("Rendered {} in {}", counted(files.len(), "file"), step::spoken(rendering.elapsed()));
    output::replace(&args.out, &files, &made_from)?;
    say_what_was_built(&args.out, &content, &files, started)?;
    if args.check_budgets || !cfg!(debug_assertions) {
        let kept = budgets::print(&files, &content.library, args.check_budgets)?;
        if args.check_budgets && !kept {
            anstream::eprintln!("error: the site is over its budgets");
            return Ok(Verdict::OverBudget);
        }
    }
    Ok(Verdict::Fine)
}

/// The step after `trunk build`: the pages over the shell that Trunk has staged.
///
/// # Errors
/// When Trunk did not call this, and as [`run`].
pub(super) fn trunk_hook(args: &TrunkHookArgs) -> Result<Verdict> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!("TRUNK_STAGING_DIR is not set: this command is for Trunk's post_build hook");
    };
    let base = env::var("TRUNK_PUBLIC_URL").ok().as_deref().map(base_path).transpose()?;
    let Some(content) = read_content(&args.content.episodes)? else { return Ok(Verdict::ContentHasErrors) };
    let shell = shell::take(&staging)?;
    let files = whole(&content, &shell, &options(&content, base, None))?;
    output::write(&staging, &files, "Trunk's shell")?;
    Ok(Verdict::Fine)
}

/// Reads the episodes and prints their problems; `None` where they have errors.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn read_content(folder: &Path) -> Result<Option<Content>> {
    let content = content::read(folder)?;
    report::print(&content);
    Ok(match content.verdict() {
        Verdict::Fine => Some(content),
        _ => None,
    })
}

/// The shell in a folder, or the one of this checkout.
///
/// # Errors
/// When it cannot be read or made.
pub(super) fn shell_for(folder: Option<&Path>) -> Result<Shell> {
    match folder {
        Some(folder) => shell::read(folder),
        None => shell::get(&super::root()),
    }
}

/// The whole site with its pictures, which nobody can name where the site has no address.
///
/// # Errors
/// When a picture cannot be drawn or kept.
fn whole(content: &Content, shell: &Shell, options: &site::Options) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = render(content, shell, options);
    if options.address.is_some() {
        files.extend(pictures::get(content)?);
    }
    Ok(files)
}

/// The site but for its pictures, the shell's files included.
pub(super) fn render(content: &Content, shell: &Shell, options: &site::Options) -> BTreeMap<String, Vec<u8>> {
    let progress = Progress::new("Rendering episodes", content.library.episodes().len());
    let history = site::History { fates: &content.fates, former_texts: &content.former, ledger: &content.ledger };
    let mut files = site::render(&content.library, history, &shell.names, options, &|| progress.one());
    if !content.ledger.is_empty() {
        files.insert(LEDGER.to_owned(), content.ledger_text().as_bytes().to_vec());
    }
    files.extend(shell.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
    files
}

/// A hash of all that a site is made from: this program, the shell, the options, and every file of the episodes.
fn made_from(content: &Content, shell: &Shell, options: &site::Options) -> String {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    };
    // Another program may render otherwise.
    add(&env::current_exe().and_then(fs::read).unwrap_or_default());
    add(format!("{options:?}").as_bytes());
    if let Some(font) = &content.library.site().pictures.font {
        add(&fs::read(content.folder.join(font)).unwrap_or_default());
    }
    for (path, bytes) in &shell.files {
        add(path.as_bytes());
        add(bytes);
    }
    for file in &content.files {
        add(file.path.to_string_lossy().as_bytes());
        add(file.text.as_deref().unwrap_or_default().as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What the pages are told, with a warning where they have no address of their own.
fn options(content: &Content, base: Option<String>, site_url: Option<String>) -> site::Options {
    let address = site_url.or_else(|| content.library.site().address.clone());
    let path = address.as_deref().and_then(path_of);
    match (&base, &path) {
        (_, None) => {
            anstream::eprintln!("warning: no address, so canonical links and Open Graph addresses are left out");
            anstream::eprintln!("  help: give --site-url https://…, or an `address` in site.toml");
        }
        (Some(base), Some(path)) if base != path => {
            anstream::eprintln!("warning: the site is built for {base}, but its address has the path {path}");
        }
        _ => {}
    }
    site::Options { base: base.or(path).unwrap_or_else(|| "/".to_owned()), address, live_reload: false }
}

/// A base path with a slash at either end.
fn base_path(text: &str) -> Result<String> {
    let inner = text.trim_matches('/');
    let is_path = inner.split('/').all(|part| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=@".contains(c);
        (!part.is_empty() || inner.is_empty()) && part != "." && part != ".." && part.chars().all(is_plain)
    });
    if !is_path {
        bail!("`{text}` is no base path; expected one such as /talks/");
    }
    Ok(if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") })
}

/// An absolute address with a slash at its end.
fn site_address(text: &str) -> Result<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_address = rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\".contains(c))
    });
    if !is_address {
        bail!("`{text}` is no site address; expected one such as https://example.org/talks/");
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// The path of an absolute address.
fn path_of(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    Some(rest.find('/').map_or_else(|| "/".to_owned(), |slash| rest[slash..].to_owned()))
}

fn say_what_was_built(
    out: &Path,
    content: &Content,
    files: &BTreeMap<String, Vec<u8>>,
    started: Instant,
) -> Result<()> {
    let bytes: usize = files.values().map(Vec::len).sum();
    writeln!(
        anstream::stdout(),
        "{}: {}, {}, {} kB in {}",
        out.display(),
        content.summary(),
        counted(files.len(), "file"),
        bytes.div_ceil(1000),
        step::spoken(started.elapsed())
    )?;
    if files.len() > FILES_TAKEN || bytes > BYTES_TAKEN {
        anstream::eprintln!("note: some hosts take less: Cloudflare Pages up to 20,000 files, GitHub Pages up to 1 GB");
    }
    let date = super::publish::today()?;
    let unsaid = links::additions(&content.ledger, &Inventory::of(&content.library), date).len();
    if unsaid > 0 {
        anstream::eprintln!(
            "note: the ledger lacks {}\n  help: `answerbook publish` writes what is missing and builds; without it, links are not kept from breaking",
            counted(unsaid, "line")
        );
    }
    Ok(())
}
