//! What a reader downloads, weighed: the sizes of a site's parts as a host sends them, beside the most they may be.
//!
//! kB are 1,000 bytes. Not here: making anything smaller.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use rayon::prelude::*;

/// Brotli at its highest level, as static hosts that compress once use it.
const BROTLI_LEVEL: i32 = 11;

/// One part of a site and its budget.
struct Part {
    what: &'static str,
    /// What it is made of, where that is one file.
    path: Option<String>,
    bytes: usize,
    budget: usize,
}

/// Prints the table and returns whether every part keeps its budget.
///
/// # Errors
/// When it cannot be printed.
pub(super) fn print(files: &BTreeMap<String, Vec<u8>>) -> Result<bool> {
    let mut out = anstream::stdout().lock();
    let parts = weigh(files);
    for part in &parts {
        let path = part.path.as_deref().map(|path| format!("  {path}")).unwrap_or_default();
        let over = if part.bytes > part.budget { "  over budget" } else { "" };
        let (kilobytes, budget) = (kilobytes(part.bytes), part.budget / 1000);
        writeln!(out, "  {:<36} {kilobytes:>7} kB of {budget:>3}{over}{path}", part.what)?;
    }
    Ok(parts.iter().all(|part| part.bytes <= part.budget))
}

fn weigh(files: &BTreeMap<String, Vec<u8>>) -> Vec<Part> {
    let at_root =
        |path: &str, endings: &[&str]| !path.contains('/') && endings.iter().any(|ending| path.ends_with(ending));
    let app = |path: &str| at_root(path, &[".js", ".wasm"]) || path.starts_with("snippets/");
    let page = largest_episode_page(files);
    let part = |what, bytes, budget| Part { what, path: None, bytes, budget };
    vec![
        part("JavaScript and WebAssembly, Brotli", brotli_sum(files, app), 90_000),
        part("style sheets, Brotli", brotli_sum(files, |path| at_root(path, &[".css"])), 8_000),
        Part {
            path: page.map(str::to_owned),
            ..part("largest episode page, Brotli", brotli_sum(files, |path| Some(path) == page), 18_000)
        },
        part("fonts", sum(files, |path| path.starts_with("fonts/") && path.ends_with(".woff2")), 120_000),
        // Index files are small by themselves and served as they are. No search fetches more than all of them.
        part("index and text, all", sum(files, |path| path.starts_with("index/")), 25_000),
    ]
}

/// `episodes/<episode>/index.html`, the one with the most bytes.
fn largest_episode_page(files: &BTreeMap<String, Vec<u8>>) -> Option<&str> {
    let pages = files.iter().filter(|(path, _)| {
        path.starts_with("episodes/") && path.ends_with("/index.html") && path.matches('/').count() == 2
    });
    pages.max_by_key(|(_, bytes)| bytes.len()).map(|(path, _)| path.as_str())
}

fn sum(files: &BTreeMap<String, Vec<u8>>, is_part: impl Fn(&str) -> bool) -> usize {
    files.iter().filter(|(path, _)| is_part(path)).map(|(_, bytes)| bytes.len()).sum()
}

fn brotli_sum(files: &BTreeMap<String, Vec<u8>>, is_part: impl Fn(&str) -> bool + Sync) -> usize {
    files.par_iter().filter(|(path, _)| is_part(path)).map(|(_, bytes)| brotli_len(bytes)).sum()
}

fn brotli_len(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: BROTLI_LEVEL, ..Default::default() };
    let mut compressed = Vec::new();
    // Neither side can fail in memory; if it did, the size as it is would be the truth.
    match brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params) {
        Ok(_) => compressed.len(),
        Err(_) => bytes.len(),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}
