//! The sizes of a site's parts as a reader downloads them, beside their budgets.
//!
//! The budgets are those of this project with its own episodes; another library may well have a longer episode. A kB is 1,000
//! bytes. Not here: making anything smaller ([`super::shell`]).

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use crate::search::{self, Index, Request};
use crate::transcript::Library;
use crate::wire;

/// Brotli's highest level, which static hosts that compress a file once use.
const BROTLI_LEVEL: i32 = 11;

/// The number of searches of which the largest download is reported. With more, the figure is nearer to the largest of all,
/// and a release build takes longer.
const SEARCHES: usize = 16;

/// The number of words of an answer's title that are searched for.
const SEARCHED_WORDS: usize = 3;

/// A part of a site and its budget.
struct SizedPart {
    name: &'static str,
    /// Its file, where it is one.
    path: Option<String>,
    bytes: usize,
    budget: usize,
}

/// Whether every part keeps its budget. Prints the table of sizes, with `judged` also the budgets and what is over its own.
///
/// # Errors
/// When the index cannot be read back, or the table cannot be printed.
pub(super) fn print(folder: &Path, files: &[(String, u64)], library: &Library, judged: bool) -> Result<bool> {
    let mut out = anstream::stdout().lock();
    let parts = sized_parts(&WrittenSite { folder, files }, library)?;
    for part in &parts {
        let path = part.path.as_deref().map(|path| format!("  {path}")).unwrap_or_default();
        let over = if part.bytes > part.budget { "  over budget" } else { "" };
        let verdict = if judged { format!(" of {:>3}{over}", part.budget / 1000) } else { String::new() };
        writeln!(out, "  {:<36} {:>7} kB{verdict}{path}", part.name, kilobytes(part.bytes))?;
    }
    Ok(parts.iter().all(|part| part.bytes <= part.budget))
}

/// A site in its folder, and the path and the size of each of its files.
struct WrittenSite<'a> {
    folder: &'a Path,
    files: &'a [(String, u64)],
}

impl WrittenSite<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>> {
        fs::read(self.folder.join(path)).with_context(|| format!("the site has no {path}"))
    }

    fn paths(&self, is_part: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str()).filter(move |path| is_part(path))
    }

    fn bytes(&self, is_part: impl Fn(&str) -> bool) -> usize {
        self.files.iter().filter(|(path, _)| is_part(path)).map(|(_, bytes)| *bytes as usize).sum()
    }

    fn brotli_bytes(&self, is_part: impl Fn(&str) -> bool) -> Result<usize> {
        let paths: Vec<&str> = self.paths(is_part).collect();
        paths.par_iter().map(|path| Ok(brotli_len(&self.read(path)?))).sum()
    }

    /// The largest file among some.
    fn largest(&self, is_part: impl Fn(&str) -> bool) -> Option<&str> {
        let parts = self.files.iter().filter(|(path, _)| is_part(path));
        parts.max_by_key(|(_, bytes)| *bytes).map(|(path, _)| path.as_str())
    }
}

fn sized_parts(site: &WrittenSite<'_>, library: &Library) -> Result<Vec<SizedPart>> {
    let at_root =
        |path: &str, endings: &[&str]| !path.contains('/') && endings.iter().any(|ending| path.ends_with(ending));
    let in_frames = |path: &str| ["embed.js", "framed.js"].contains(&path);
    let app = |path: &str| !in_frames(path) && (at_root(path, &[".js", ".wasm"]) || path.starts_with("snippets/"));
    // `episodes/<episode>/index.html`
    let is_episode =
        |path: &str| path.starts_with("episodes/") && path.ends_with("/index.html") && path.matches('/').count() == 2;
    let page = site.largest(is_episode);
    let embed = site.largest(|path| path.starts_with("embed/") && path.ends_with("/index.html"));
    let part = |name, bytes, budget| SizedPart { name, path: None, bytes, budget };
    let page_bytes = site.brotli_bytes(|path| Some(path) == page)?;
    let embed_bytes = site.brotli_bytes(|path| Some(path) == embed)?;
    Ok(vec![
        part("JavaScript and WebAssembly, Brotli", site.brotli_bytes(app)?, 105_000),
        part("style sheets, Brotli", site.brotli_bytes(|path| at_root(path, &[".css"]))?, 8_000),
        SizedPart { path: page.map(str::to_owned), ..part("largest episode page, Brotli", page_bytes, 18_000) },
        part("script of the custom elements, Brotli", site.brotli_bytes(|path| path == "embed.js")?, 3_000),
        part("script of pages in frames, Brotli", site.brotli_bytes(|path| path == "framed.js")?, 1_000),
        SizedPart { path: embed.map(str::to_owned), ..part("largest embedded answer, Brotli", embed_bytes, 12_000) },
        part("fonts", site.bytes(|path| path.starts_with("fonts/") && path.ends_with(".woff2")), 120_000),
        part("index and text of a first search", largest_search(site, library)?, 25_000),
    ])
}

/// The most bytes that a reader's first search downloads, over searches for the beginnings of some titles. Index files are
/// compressed already, and count as they are.
fn largest_search(site: &WrittenSite<'_>, library: &Library) -> Result<usize> {
    let titles: Vec<String> = library.answers().map(|entry| entry.answer.title(entry.episode)).collect();
    let step = titles.len().div_ceil(SEARCHES).max(1);
    let queries: Vec<String> = titles
        .iter()
        .step_by(step)
        .map(|title| title.split_whitespace().take(SEARCHED_WORDS).collect::<Vec<_>>().join(" "))
        .collect();
    let fetched: Result<Vec<usize>> = queries.par_iter().map(|query| search_bytes(query, site)).collect();
    Ok(fetched?.into_iter().max().unwrap_or_default())
}

/// The bytes that one search downloads. The search is asked as the page asks it: with the index's head alone at first, and
/// again whenever the missing parts are there.
fn search_bytes(query: &str, site: &WrittenSite<'_>) -> Result<usize> {
    let head = site.paths(|path| path.ends_with(wire::HEAD_NAME)).next().context("the site has no index")?;
    let folder = head.trim_end_matches(wire::HEAD_NAME);
    let head = site.read(head)?;
    let mut fetched = head.len();
    let mut index = Index::new(wire::read_head(&head)?);
    let (query, _) = search::parse(query);
    while let Err(missing) = search::ask(&index, &query, &Request::default()) {
        if missing.is_empty() {
            bail!("a search cannot be answered");
        }
        for part in missing {
            let bytes = site.read(&format!("{folder}{}", wire::part_name(part)))?;
            fetched += bytes.len();
            index.put(part, wire::read_part(part, &bytes)?);
        }
    }
    Ok(fetched)
}

fn brotli_len(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: BROTLI_LEVEL, ..Default::default() };
    let mut compressed = Vec::new();
    // Reading and writing memory cannot fail; if it did, the file would be sent as it is.
    match brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params) {
        Ok(_) => compressed.len(),
        Err(_) => bytes.len(),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}
