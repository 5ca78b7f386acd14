//! The command `build`: content in, the whole site out; and the hook with which Trunk does the same.
//!
//! [`write`] is the part that a release shares. Not here: what is in the site ([`crate::site`]), and how it gets onto the
//! disk ([`super::storage`]).

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::clock::today;
use super::content::{self, Content};
use super::earlier_report::{EarlierReport, ReportKey};
use super::progress::{Progress, duration_text};
use super::published::{self, DIGEST, Published};
use super::shell::{self, Shell};
use super::site_root::{EpisodesArg, SiteRoot};
use super::source_hash::{self, MadeWith};
use super::storage::{self, MadeFrom, SiteFolder};
use super::terminal::tell;
use super::{Verdict, budgets, counted, pictures, report};
use crate::links::{self, LedgerDigest};
use crate::site::{self, OutputFile};
use crate::source;

#[derive(Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    content: EpisodesArg,
    /// The folder to write; it is created, or replaced if it holds an earlier build [default: `dist` in the site's root]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The path that the site will be served under, such as /talks/; only the page for wrong addresses needs it [default:
    /// the path of the site's address, or /]
    #[arg(long, value_name = "PATH")]
    base: Option<String>,
    /// The site's absolute address, such as https://example.org/talks/, for canonical links and Open Graph [default: the
    /// address in site.toml]
    #[arg(long, value_name = "URL")]
    site_url: Option<String>,
    /// Fail (exit code 1) if the site is larger than its budgets
    #[arg(long)]
    check_budgets: bool,
    /// A folder with the app's files, instead of the app of this program or checkout
    #[arg(long, value_name = "DIR", hide = true)]
    shell: Option<PathBuf>,
}

/// The most files of a site that every well-known host takes.
const HOSTED_FILES: usize = 20_000;

/// The most bytes of a site that every well-known host takes.
const HOSTED_BYTES: u64 = 1_000_000_000;

#[derive(Args)]
pub(super) struct TrunkHookArgs {
    #[command(flatten)]
    content: EpisodesArg,
}

/// The arguments of a build, valid.
pub(super) struct BuildTarget<'a> {
    /// The folder of the episodes.
    pub(super) episodes: PathBuf,
    /// The folder the site goes into.
    pub(super) out: PathBuf,
    base: Option<String>,
    site_url: Option<String>,
    check_budgets: bool,
    shell: Option<&'a Path>,
}

impl<'a> BuildTarget<'a> {
    /// The target that arguments name, before anything else is done.
    ///
    /// # Errors
    /// What is wrong with an argument, with the folder that is to be replaced, or that there is no site.
    pub(super) fn of(args: &'a BuildArgs) -> Result<Self> {
        let root = SiteRoot::find(&args.content)?;
        let out = args.out.clone().unwrap_or_else(|| root.join("dist"));
        storage::check_replaceable(&out)?;
        Ok(Self {
            episodes: root.episodes,
            out,
            base: args.base.as_deref().map(base_path).transpose()?,
            site_url: args.site_url.as_deref().map(site_address).transpose()?,
            check_budgets: args.check_budgets,
            shell: args.shell.as_deref(),
        })
    }

    fn report_key<'b>(&'b self, hash: &'b str) -> ReportKey<'b> {
        ReportKey { site: &self.out, episodes: &self.episodes, hash }
    }

    fn made_with<'b>(&'b self, shell: &'b Shell) -> MadeWith<'b> {
        MadeWith { shell, base: self.base.as_deref(), address: self.site_url.as_deref() }
    }
}

/// The command `build`.
///
/// # Errors
/// On wrong usage, a shell that cannot be made and files that cannot be written.
pub(super) fn run(args: &BuildArgs) -> Result<Verdict> {
    let started = Instant::now();
    let target = BuildTarget::of(args)?;
    let published = published::hash(&target.episodes);
    if is_current(&target, published, started)? {
        return Ok(Verdict::Fine);
    }
    let Some(content) = read_content(&target.episodes)? else { return Ok(Verdict::ContentHasErrors) };
    print_read(&content, started);
    write(&content, published, read_font(&content), &target, started)
}

/// Whether the site is there that would be built, and that building it would print nothing else than that, which is then printed.
///
/// # Errors
/// When another process keeps the folder for too long, or the app cannot be made.
fn is_current(target: &BuildTarget<'_>, published: Option<[u8; 32]>, started: Instant) -> Result<bool> {
    if target.check_budgets || !SiteFolder::is_site(&target.out) {
        return Ok(false);
    }
    let shell = shell_for(target.shell)?;
    let hash = source_hash::of_folder(&target.episodes, published, &target.made_with(&shell));
    let Some(hash) = hash else { return Ok(false) };
    let folder = SiteFolder::open(&target.out, "answerbook build")?;
    if let Some(summary) = folder.silent_summary(&hash) {
        print_current(target, &summary, started)?;
        return Ok(true);
    }
    let Some(report) = target.report_key(&hash).find() else { return Ok(false) };
    let is_current = folder.is_current(&MadeFrom { hash, summary: None });
    if is_current {
        anstream::eprint!("{}", report.text);
        print_current(target, &report.summary, started)?;
    }
    Ok(is_current)
}

fn print_current(target: &BuildTarget<'_>, summary: &str, started: Instant) -> Result<()> {
    let (out, took) = (target.out.display(), duration_text(started.elapsed()));
    Ok(writeln!(anstream::stdout(), "{out}: {summary}, nothing has changed since it was built ({took})")?)
}

/// Builds the site of some content and writes it. `published` is what [`published::hash`] said before the content was read, `font` what
/// [`pictures::read_font`] has returned; that is an error only where pictures are drawn.
///
/// # Errors
/// As [`run`].
pub(super) fn write(
    content: &Content,
    published: Option<[u8; 32]>,
    font: Result<Option<Vec<u8>>>,
    target: &BuildTarget<'_>,
    started: Instant,
) -> Result<Verdict> {
    let shell = shell_for(target.shell)?;
    let options = options(content, target.base.clone(), target.site_url.clone());
    let warning = address_warning(&options);
    tell_if_any(warning.as_deref());
    let used_font = font.as_ref().ok().and_then(Option::as_deref);
    let hash = source_hash::of_content(content, published, used_font, &target.made_with(&shell));
    let made_from = made_from(content, hash, warning.as_deref(), target);
    let folder = SiteFolder::open(&target.out, "answerbook build")?;
    if !target.check_budgets && folder.is_current(&made_from) {
        print_current(target, &content.summary(), started)?;
        return Ok(Verdict::Fine);
    }
    let rendering = Instant::now();
    let site = folder.begin()?;
    render_with_pictures(content, font, &shell, &options, &|file| site.write(&file.path, &file.bytes))?;
    let files = site.files();
    tell!("Rendered {} in {}", counted(files.len(), "file"), duration_text(rendering.elapsed()));
    site.put_in_place(&made_from)?;
    print_built(&target.out, content, &files, started)?;
    if target.check_budgets || !cfg!(debug_assertions) {
        let kept = budgets::print(&target.out, &files, &content.library, target.check_budgets)?;
        if target.check_budgets && !kept {
            tell!("error: the site is over its budgets");
            return Ok(Verdict::OverBudget);
        }
    }
    Ok(Verdict::Fine)
}

/// What a site is made from. What there is to say of it is kept for the next build.
fn made_from(content: &Content, hash: String, warning: Option<&str>, target: &BuildTarget<'_>) -> MadeFrom {
    let summary = content.summary();
    let warning = warning.map(|warning| format!("{warning}\n")).unwrap_or_default();
    let report = EarlierReport { text: report::text(&content.diagnostics) + &warning, summary: summary.clone() };
    if report.text.is_empty() {
        return MadeFrom { hash, summary: Some(summary) };
    }
    if let Err(error) = target.report_key(&hash).keep(&report) {
        tell!("note: the warnings cannot be kept ({error:#}), so that the next build reads everything again");
    }
    MadeFrom { hash, summary: None }
}

/// The command `trunk-hook`: renders the pages over the shell that Trunk has staged.
///
/// # Errors
/// When Trunk did not call this, and as [`run`].
pub(super) fn run_trunk_hook(args: &TrunkHookArgs) -> Result<Verdict> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!("TRUNK_STAGING_DIR is not set: this command is for Trunk's post_build hook");
    };
    let base = env::var("TRUNK_PUBLIC_URL").ok().as_deref().map(base_path).transpose()?;
    let root = SiteRoot::find(&args.content)?;
    let Some(content) = read_content(&root.episodes)? else { return Ok(Verdict::ContentHasErrors) };
    let shell = shell::read_staged(&staging)?;
    let options = options(&content, base, None);
    tell_if_any(address_warning(&options).as_deref());
    let write = |file: OutputFile| storage::write_file(&staging, &file.path, &file.bytes);
    render_with_pictures(&content, read_font(&content), &shell, &options, &write)?;
    Ok(Verdict::Fine)
}

fn read_font(content: &Content) -> Result<Option<Vec<u8>>> {
    pictures::read_font(&content.folder, content.library.site())
}

/// Reads the episodes and prints their problems; `None` where they have errors.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn read_content(folder: &Path) -> Result<Option<Content>> {
    Ok(print_problems(content::read(folder)?))
}

/// Prints the problems of some content; `None` where they are errors.
pub(super) fn print_problems(content: Content) -> Option<Content> {
    report::print(&content.diagnostics);
    (!content.verdict().is_bad()).then_some(content)
}

/// Prints what was read, and how long that took.
pub(super) fn print_read(content: &Content, started: Instant) {
    tell!("Read {} in {}", content.summary(), duration_text(started.elapsed()));
}

/// The shell in a folder, or the app of this program or checkout.
///
/// # Errors
/// When it cannot be read or made.
pub(super) fn shell_for(folder: Option<&Path>) -> Result<Shell> {
    match folder {
        Some(folder) => shell::read(folder),
        None => shell::load(),
    }
}

/// Renders the site with its pictures, which are left out where the site has no address: nothing could refer to them.
///
/// # Errors
/// When a picture cannot be drawn or kept, and the first of `write`.
fn render_with_pictures(
    content: &Content,
    font: Result<Option<Vec<u8>>>,
    shell: &Shell,
    options: &site::Options,
    write: &(dyn Fn(OutputFile) -> Result<()> + Sync),
) -> Result<()> {
    render(content, shell, options, write)?;
    if options.address.is_some() {
        pictures::draw_all(&content.library, font?.as_deref(), write)?;
    }
    Ok(())
}

/// Renders the site without its pictures, with the shell's files.
///
/// # Errors
/// The first of `write`.
pub(super) fn render(
    content: &Content,
    shell: &Shell,
    options: &site::Options,
    write: &(dyn Fn(OutputFile) -> Result<()> + Sync),
) -> Result<()> {
    let progress = Progress::of_pieces("Rendering episodes", content.library.episodes().len());
    let published = &content.published;
    let history =
        site::History { fates: &published.fates, former_texts: &published.former_texts, ledger: &published.ledger };
    site::render(&content.library, history, &shell.names, options, write, &|| progress.piece_done())?;
    let digest = LedgerDigest::of(&published.ledger);
    if !digest.is_empty() {
        write(OutputFile { path: DIGEST.to_owned(), bytes: digest.to_text().into_bytes() })?;
    }
    shell.files.iter().try_for_each(|(path, bytes)| write(OutputFile { path: path.clone(), bytes: bytes.clone() }))
}

/// The options of a build.
fn options(content: &Content, base: Option<String>, site_url: Option<String>) -> site::Options {
    let address = site_url.or_else(|| content.library.site().address.clone());
    let base = base.or_else(|| address.as_deref().and_then(path_of)).unwrap_or_else(|| "/".to_owned());
    site::Options { base, address, live_reload: false }
}

/// What an owner should know of the address of a site's pages, if anything.
fn address_warning(options: &site::Options) -> Option<String> {
    let base = &options.base;
    match options.address.as_deref().and_then(path_of) {
        None => Some(
            "warning: no address, so canonical links and Open Graph addresses are left out\n  help: give --site-url \
             https://…, or an `address` in site.toml"
                .to_owned(),
        ),
        Some(path) if *base != path => {
            Some(format!("warning: the site is built for {base}, but its address has the path {path}"))
        }
        Some(_) => None,
    }
}

fn tell_if_any(warning: Option<&str>) {
    if let Some(warning) = warning {
        tell!("{warning}");
    }
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

fn site_address(text: &str) -> Result<String> {
    let address = source::site_address(text);
    address.with_context(|| format!("`{text}` is no site address; expected one such as https://example.org/talks/"))
}

/// The path of an absolute address.
fn path_of(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    Some(rest.find('/').map_or_else(|| "/".to_owned(), |slash| rest[slash..].to_owned()))
}

/// Prints what was built, and what an owner may want to know of it.
fn print_built(out: &Path, content: &Content, files: &[(String, u64)], started: Instant) -> Result<()> {
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes).sum();
    writeln!(
        anstream::stdout(),
        "{}: {}, {}, {} kB in {}",
        out.display(),
        content.summary(),
        counted(files.len(), "file"),
        bytes.div_ceil(1000),
        duration_text(started.elapsed())
    )?;
    if files.len() > HOSTED_FILES || bytes > HOSTED_BYTES {
        tell!("note: some hosts take less: Cloudflare Pages up to 20,000 files, GitHub Pages up to 1 GB");
    }
    let Published { ledger, inventory, .. } = &content.published;
    let missing = links::additions(ledger, inventory, today()?).count();
    if missing > 0 {
        tell!(
            "note: the ledger lacks {}\n  help: `answerbook publish` writes what is missing and builds; without it, links are not kept from breaking",
            counted(missing, "line")
        );
    }
    Ok(())
}
