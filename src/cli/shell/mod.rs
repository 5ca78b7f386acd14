//! The app shell, as progressive web apps call it: the app's files without any content. They are the WebAssembly with its
//! JavaScript, the style sheet and the fonts.
//!
//! ```text
//! src/ ─compile─▶ WebAssembly ─bindgen::bind─▶ JavaScript, WebAssembly ─bindgen::finish─▶ Shell ─kept─▶ public/app ─┐
//! public/ ─assets─▶ style sheets, fonts ────────────────────────────────────────────────────▲   (src/build.rs) embedded ◀─┘
//! ```
//!
//! A debug build of the program runs in a checkout of these sources: it builds the app from them, and keeps it for as long as nothing it
//! was built from has changed; with nothing changed no tool is started at all. A release build carries the app of the sources that it was
//! compiled from, and nothing that builds one, which saves an eighth of its size. Trunk makes the same app, by its own way to the step
//! `finish` ([`staged`]).
//!
//! Not here: the tools and how they are installed ([`super::setup`]), the pages ([`crate::site`]), and anything about the
//! user's command-line shell.

mod assets;

mod bindgen;

mod checkout;

mod compile;

mod embedded;

mod inputs;

mod kept;

mod minify;

mod run_tool;

mod staged;

mod unused;

mod wasm_opt;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::clock;
use super::files::read_folder;
use super::setup::{self, Tools};
use super::storage::Lock;
use crate::site;
use crate::transcript::{fnv1a_64, hex};

pub(super) use embedded::VERSION;

/// Whether this program builds the app. What follows where it does not is left out by the compiler.
const BUILDS_APP: bool = cfg!(debug_assertions);

/// The bytes of a hash that stand in a file's name.
const NAME_HASH_BYTES: usize = 8;

/// A shell in memory.
pub(super) struct Shell {
    /// Its files, by path relative to the site's root.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// The paths of those that pages refer to, and our own scripts, which are files of the site once they are filled in.
    pub(super) names: site::AppAssets,
}

impl Shell {
    /// A shell of an app's two files, a style sheet, other files, and our own scripts. Files are named by a hash: browsers may keep a
    /// file of a name for ever.
    fn of(
        app: &bindgen::Bound,
        css: Vec<u8>,
        mut files: BTreeMap<String, Vec<u8>>,
        scripts: BTreeMap<String, String>,
    ) -> Self {
        let hash = hex(&Sha256::new().chain_update(&app.js).chain_update(&app.wasm).finalize(), NAME_HASH_BYTES);
        let names = site::AppAssets {
            js: format!("answerbook-{hash}.js"),
            wasm: format!("answerbook-{hash}_bg.wasm"),
            css: format!("style-{}.css", hex(&Sha256::digest(&css), NAME_HASH_BYTES)),
            fonts: fonts(&files),
            scripts,
        };
        files.insert(names.js.clone(), app.js.clone().into_bytes());
        files.insert(names.wasm.clone(), app.wasm.clone());
        files.insert(names.css.clone(), css);
        Self { files, names }
    }

    /// A shell that was made before; `None` where it lacks a file.
    fn of_files(mut files: BTreeMap<String, Vec<u8>>) -> Option<Self> {
        let mut scripts = BTreeMap::new();
        for name in site::SCRIPTS {
            if let Some(script) = files.remove(&script_path(name)) {
                scripts.insert(name.to_owned(), String::from_utf8(script).ok()?);
            }
        }
        let at_root = |ending: &str| files.keys().find(|path| !path.contains('/') && path.ends_with(ending)).cloned();
        let names = site::AppAssets {
            js: at_root(".js")?,
            wasm: at_root(".wasm")?,
            css: at_root(".css")?,
            fonts: fonts(&files),
            scripts,
        };
        Some(Self { files, names })
    }

    /// All that it is kept as: its files, and our own scripts.
    pub(super) fn kept_files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let files = self.files.iter().map(|(path, bytes)| (path.clone(), &bytes[..]));
        files.chain(self.names.scripts.iter().map(|(name, script)| (script_path(name), script.as_bytes())))
    }
}

/// Where one of our own scripts is kept.
fn script_path(name: &str) -> String {
    format!("scripts/{name}")
}

fn fonts(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    files.keys().filter(|path| path.ends_with(".woff2")).cloned().collect()
}

/// The shell: the one that this program carries, or that it builds from our sources.
///
/// # Errors
/// When a tool cannot be had, the build fails, or this program carries no app.
pub(super) fn load() -> Result<Shell> {
    match checkout::find().filter(|_| BUILDS_APP) {
        Some(root) => kept_or_built(&root),
        None => embedded::read().context(
            "this program was compiled without the app; compile it from its sources by `cargo install --path .`",
        ),
    }
}

/// Reads a shell from a folder of its files.
///
/// # Errors
/// When the folder cannot be read or is no shell.
pub(super) fn read(folder: &Path) -> Result<Shell> {
    Shell::of_files(read_folder(folder)?).with_context(|| format!("{} is no app", folder.display()))
}

/// The shell of the sources in `root`: kept from an earlier build, or built, with missing tools installed.
fn kept_or_built(root: &Path) -> Result<Shell> {
    let tools = Tools::find()?;
    if let Some(kept) = kept::find(root, &tools.version_line()) {
        return Ok(kept);
    }
    let folder = kept::folder(root);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let _lock = Lock::acquire(&folder.join(".lock"), "an Answerbook that builds the app")?;
    let tools = setup::install(root)?;
    // The other one may have built it.
    if let Some(kept) = kept::find(root, &tools.version_line()) {
        return Ok(kept);
    }
    let (shell, record) = from_sources(root, &tools)?;
    kept::keep(&folder, &shell, &record)?;
    Ok(shell)
}

/// The sources of what is done to the app once it is compiled.
const FINISHING: [&str; 6] = [
    "src/cli/shell/bindgen.rs",
    "src/cli/shell/minify.rs",
    "src/cli/shell/run_tool.rs",
    "src/cli/shell/unused.rs",
    "src/cli/shell/wasm_opt.rs",
    "src/site/strip_comments.rs",
];

/// A shell built from the sources in `root`, and the record of its inputs.
fn from_sources(root: &Path, tools: &Tools) -> Result<(Shell, String)> {
    let started = clock::now();
    let work = target_folder(root);
    let assets = assets::read(root)?;
    let compiled = compile::compile(root)?;
    let scripts = site::SCRIPTS.map(|name| format!("{}/{name}", assets::FOLDER));
    let inputs = compiled.inputs.iter().chain(&assets.inputs).chain(&scripts).map(String::as_str).chain(FINISHING);
    let record = inputs::record(root, &tools.version_line(), started, inputs);
    let record = record.context("cannot read what the app is made of")?;
    let bound = bindgen::bind(&compiled.wasm, &work.join("bindgen"))?;
    let app = bindgen::finish(&bound, tools, &work)?;
    let scripts = minify::own_scripts(root, &tools.terser, &work)?;
    Ok((Shell::of(&app, assets.css, assets.copied, scripts), record))
}

/// Builds the shell of a checkout into a folder, for a program that is to carry it.
///
/// # Errors
/// Outside of a checkout, and as [`load`].
pub(super) fn build_into(folder: &Path) -> Result<()> {
    if !BUILDS_APP {
        bail!("a release build carries its app; a debug build makes one: `cargo run -- build-app`");
    }
    let Some(root) = checkout::find() else { bail!("here are no sources of Answerbook to build the app from") };
    let tools = setup::install(&root)?;
    let (shell, record) = from_sources(&root, &tools)?;
    kept::keep(folder, &shell, &record)
}

/// Reads a shell that Trunk has staged, finished; the files that are replaced by others are removed.
///
/// # Errors
/// When the folder cannot be read or is not Trunk's, and as [`load`].
pub(super) fn read_staged(staging: &Path) -> Result<Shell> {
    if !BUILDS_APP {
        bail!("a release build does nothing with what Trunk stages; a debug build does: `cargo run -- trunk-hook`");
    }
    let root = checkout::find().context("here are no sources of Answerbook, whose app Trunk stages")?;
    staged::read(staging, &root, &Tools::find()?, &target_folder(&root))
}

/// The command `setup`, in a checkout: installs what is missing for building the app.
///
/// # Errors
/// When something cannot be installed.
pub(super) fn set_up() -> Result<()> {
    if !BUILDS_APP {
        bail!("nothing to set up: a release build carries its app");
    }
    match checkout::find() {
        Some(root) => setup::run(&root),
        None => bail!("nothing to set up: outside of a checkout of its sources Answerbook needs no other tool"),
    }
}

/// The folder for what can be made again: `answerbook` in cargo's target folder.
fn target_folder(root: &Path) -> PathBuf {
    cargo_target_folder(root).join("answerbook")
}

fn cargo_target_folder(root: &Path) -> PathBuf {
    root.join(env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from))
}
