//! The app shell, as progressive web apps call it: the app's files without any content. They are the WebAssembly with its
//! JavaScript, the style sheets and the fonts.
//!
//! Trunk makes it of `src/` and `public/`. It is kept under `target/` and made again when one of its inputs has changed, never
//! for an edited episode. With nothing changed no tool is started at all.
//!
//! 1. [`cache`] looks for a kept shell whose inputs are as they were.
//! 2. [`trunk`] builds a new one otherwise.
//! 3. [`read`] takes its files into memory, with one style sheet made of several and the app's two files shrunk by
//!    [`shrink_bindgen`].
//!
//! Not here: the tools and how they are installed ([`super::setup`]), the pages ([`crate::site`]), and anything about the
//! user's command-line shell.

mod cache;

mod dead_code;

mod shrink_bindgen;

mod trunk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::files::read_folder;
use super::setup::{self, Tools};
use crate::site;
use crate::transcript::hex;

/// The file that Trunk makes of `public/index.html`: it names the style sheets in their order and is no page of the site.
const ENTRY: &str = "index.html";

/// The bytes of a hash that stand in a file's name.
const NAME_HASH_BYTES: usize = 8;

/// A shell in memory.
pub(super) struct Shell {
    /// Its files, by path relative to the site's root.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// The paths of those that pages refer to.
    pub(super) names: site::AppAssets,
}

/// The shell of the sources in `root`: kept from an earlier build, or built, with missing tools installed.
///
/// # Errors
/// When a tool cannot be had or the build fails.
pub(super) fn cached_or_built(root: &Path) -> Result<Shell> {
    let tools = Tools::survey(root)?;
    if !tools.has_wasm_opt() {
        anstream::eprintln!(
            "warning: no wasm-opt, and no npm to install it with: the site is built all the same, larger"
        );
    }
    let folder = target_folder(root).join("shell");
    if let Some(kept) = cache::find(&folder, root, &tools)? {
        return read(&kept);
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let _lock = setup::lock(&folder.join(".lock"), "another Answerbook is building the app")?;
    // An installation that failed may have changed what the shell is built with; and the other one may have built it.
    let tools = setup::install(root)?;
    if let Some(kept) = cache::find(&folder, root, &tools)? {
        return read(&kept);
    }
    let inputs = cache::Inputs::read(root)?;
    let built = trunk::build(root, &tools, &folder)?;
    read(&cache::keep(&folder, &built, inputs.of_sources(&built.sources), &tools)?)
}

/// Reads a shell from the folder in which Trunk has made it.
///
/// # Errors
/// When the folder cannot be read or is no shell.
pub(super) fn read(folder: &Path) -> Result<Shell> {
    let mut files = read_folder(folder)?;
    let mut names = names(&files).with_context(|| format!("{} is no shell", folder.display()))?;
    files.remove(ENTRY);
    join_style_sheets(&mut files, &mut names);
    shrink_app(&mut files, &mut names);
    Ok(Shell { files, names })
}

/// Reads a shell that Trunk has staged, and removes the files that [`read`] has replaced by others.
///
/// # Errors
/// As [`read`], and when a file cannot be removed.
pub(super) fn read_staged(folder: &Path) -> Result<Shell> {
    let staged = read_folder(folder)?;
    let shell = read(folder)?;
    for path in staged.keys().filter(|path| *path != ENTRY && !shell.files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).with_context(|| format!("cannot remove {}", folder.join(path).display()))?;
    }
    Ok(shell)
}

/// Joins the style sheets in their order: a page waits for each of them, and browsers fetch no more than six files of a site
/// at a time.
fn join_style_sheets(files: &mut BTreeMap<String, Vec<u8>>, names: &mut site::AppAssets) {
    let css: Vec<u8> = names.css.iter().filter_map(|path| files.remove(path)).flatten().collect();
    if !css.is_empty() {
        let name = format!("style-{}.css", hex(&Sha256::digest(&css), NAME_HASH_BYTES));
        files.insert(name.clone(), css);
        names.css = vec![name];
    }
}

/// Shrinks the app's two files, and names them by a hash of both: browsers may keep a file of a name for ever.
fn shrink_app(files: &mut BTreeMap<String, Vec<u8>>, names: &mut site::AppAssets) {
    let (Some(js), Some(wasm)) = (files.remove(&names.js), files.remove(&names.wasm)) else { return };
    let (js, wasm) = shrink_bindgen::shrink(&js, &wasm);
    let hash = hex(&Sha256::new().chain_update(&js).chain_update(&wasm).finalize(), NAME_HASH_BYTES);
    names.js = format!("answerbook-{hash}.js");
    names.wasm = format!("answerbook-{hash}_bg.wasm");
    files.insert(names.js.clone(), js);
    files.insert(names.wasm.clone(), wasm);
}

/// The paths of a shell's files: the one script and WebAssembly of the app, the style sheets in order, the fonts.
fn names(files: &BTreeMap<String, Vec<u8>>) -> Result<site::AppAssets> {
    let entry = files.get(ENTRY).context("it has no index.html")?;
    let ending = |ending: &str| files.keys().filter(|path| path.ends_with(ending)).cloned().collect::<Vec<_>>();
    let only = |paths: Vec<String>, what: &str| match <[String; 1]>::try_from(paths) {
        Ok([path]) => Ok(path),
        Err(paths) => bail!("it has {} files that could be the app's {what}", paths.len()),
    };
    let wasm = only(ending(".wasm"), "WebAssembly")?;
    let js = wasm.replace("_bg.wasm", ".js");
    if !files.contains_key(&js) {
        bail!("it has no {js}");
    }
    let css = style_sheets(&String::from_utf8_lossy(entry));
    if let Some(missing) = css.iter().find(|path| !files.contains_key(*path)) {
        bail!("it has no {missing}");
    }
    Ok(site::AppAssets { js, wasm, css, fonts: ending(".woff2") })
}

/// The names of the style sheets that an HTML document links to, in its order, without the path they are served under.
fn style_sheets(html: &str) -> Vec<String> {
    let links = html.split("<link").skip(1).filter_map(|link| link.split('>').next());
    links
        .filter(|link| link.contains("rel=\"stylesheet\""))
        .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next())
        .filter_map(|href| href.rsplit('/').next())
        .map(str::to_owned)
        .collect()
}

/// The folder for what can be made again: `answerbook` in cargo's target folder.
pub(super) fn target_folder(root: &Path) -> PathBuf {
    cargo_target_folder(root).join("answerbook")
}

fn cargo_target_folder(root: &Path) -> PathBuf {
    root.join(env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from))
}
