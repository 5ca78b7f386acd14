//! The app as Trunk has staged it, for its hook: the same app as ours, finished by the same code.
//!
//! Not here: how our own commands make it ([`super::from_sources`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Shell;
use super::assets::{ENTRY, attribute, links};
use super::bindgen::{self, Bound};
use super::minify;
use crate::cli::files::read_folder;
use crate::cli::setup::Tools;

/// Reads what Trunk has staged of the sources in `root`, finishes it, and removes the files that are replaced by others. `work` is a
/// folder for files in between.
///
/// # Errors
/// When the folder cannot be read, is not Trunk's, or a file cannot be removed.
pub(super) fn read(staging: &Path, root: &Path, tools: &Tools, work: &Path) -> Result<Shell> {
    let mut files = read_folder(staging)?;
    let staged: Vec<String> = files.keys().cloned().collect();
    let context = || format!("{} is not what Trunk stages", staging.display());
    let entry = files.remove(ENTRY).with_context(context)?;
    let bound = take_app(&mut files).with_context(context)?;
    let css = take_style_sheets(&mut files, &String::from_utf8_lossy(&entry)).with_context(context)?;
    let scripts = minify::own_scripts(root, &tools.terser, work)?;
    let shell = Shell::of(&bindgen::finish(&bound, tools, work)?, css, files, scripts);
    for path in staged.iter().filter(|path| *path != ENTRY && !shell.files.contains_key(*path)) {
        fs::remove_file(staging.join(path))
            .with_context(|| format!("cannot remove {}", staging.join(path).display()))?;
    }
    Ok(shell)
}

/// Takes the one WebAssembly and its JavaScript.
fn take_app(files: &mut BTreeMap<String, Vec<u8>>) -> Result<Bound> {
    let wasm: Vec<String> = files.keys().filter(|path| path.ends_with(".wasm")).cloned().collect();
    let [wasm] = &wasm[..] else { bail!("{} files could be the app's WebAssembly", wasm.len()) };
    let js = wasm.replace("_bg.wasm", ".js");
    let mut take = |path: &str| files.remove(path).with_context(|| format!("it has no {path}"));
    let js = String::from_utf8(take(&js)?).context("the app's JavaScript is no text")?;
    Ok(Bound { js, wasm: take(wasm)? })
}

/// Takes the style sheets that the entry page links to, in its order; their joined text.
fn take_style_sheets(files: &mut BTreeMap<String, Vec<u8>>, entry: &str) -> Result<Vec<u8>> {
    let mut css = Vec::new();
    for link in links(entry).filter(|link| attribute(link, "rel") == Some("stylesheet")) {
        // The entry names them with the path that the site is served under.
        let name = attribute(link, "href").and_then(|href| href.rsplit('/').next()).unwrap_or_default();
        css.extend(files.remove(name).with_context(|| format!("it has no {name}"))?);
    }
    Ok(css)
}
