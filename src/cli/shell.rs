//! The shell: the app as WebAssembly with its JavaScript, style sheets and fonts, made by Trunk and kept under `target/`
//! by a hash of all that goes into it.
//!
//! It holds no content: an edited episode never makes a new shell, and with nothing changed no tool is started at all.
//! Not here: what the tools are and how they come to be ([`super::setup`]), and the pages ([`crate::site`]).

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::setup::{self, Tools};
use super::{glue, step};
use crate::site;

/// What the WebAssembly and its style are made from, beside the versions of the tools. The rest of `src/` is compiled
/// for the command line alone.
const INPUTS: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
    "public",
    "src/main.rs",
    "src/lib.rs",
    "src/transcript",
    "src/links/mod.rs",
    "src/links/quote.rs",
    "src/search",
    "src/wire",
    "src/page",
    "src/app",
];

/// How many shells are kept: enough to go back and forth between branches.
const KEPT: usize = 4;

/// The file that Trunk makes of `public/index.html`: it names the style sheets in their order and is no page of the site.
const ENTRY: &str = "index.html";

/// A shell in memory.
pub(super) struct Shell {
    /// Its files, by path relative to the site's root.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// What the pages need to know of them.
    pub(super) names: site::AppAssets,
}

/// The shell of the sources in `root`: from the cache, or built, with the tools for it installed where they are missing.
///
/// # Errors
/// When a tool cannot be had or the build fails.
pub(super) fn get(root: &Path) -> Result<Shell> {
    let cache = target_folder(root).join("shell");
    let tools = Tools::survey(root)?;
    if !tools.has_wasm_opt() {
        anstream::eprintln!(
            "warning: no wasm-opt, and no npm to install it with: the site is built all the same, larger"
        );
    }
    let folder = cache.join(key(root, &tools)?);
    if folder.is_dir() {
        return read(&folder);
    }
    fs::create_dir_all(&cache).with_context(|| format!("cannot make {}", cache.display()))?;
    let _lock = setup::lock(&cache.join(".lock"), "another Answerbook is building the app")?;
    // An installation that failed may have changed what the shell is built with.
    let tools = setup::install(root)?;
    let folder = cache.join(key(root, &tools)?);
    if !folder.is_dir() {
        build(root, &tools, &folder)?;
        prune(&cache, &folder);
    }
    read(&folder)
}

/// Reads a shell from the folder in which Trunk has made it.
///
/// # Errors
/// When the folder cannot be read or is no shell.
pub(super) fn read(folder: &Path) -> Result<Shell> {
    let mut files = BTreeMap::new();
    read_into(&mut files, folder, "")?;
    let mut names = names(&files).with_context(|| format!("{} is no shell", folder.display()))?;
    files.remove(ENTRY);
    slim(&mut files, &mut names);
    Ok(Shell { files, names })
}

/// Reads a shell, and removes those of its files that have other names from here on.
///
/// # Errors
/// As [`read`], and when a file cannot be removed.
pub(super) fn take(folder: &Path) -> Result<Shell> {
    let mut before = BTreeMap::new();
    read_into(&mut before, folder, "")?;
    let shell = read(folder)?;
    for path in before.keys().filter(|path| *path != ENTRY && !shell.files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).with_context(|| format!("cannot remove {}", folder.join(path).display()))?;
    }
    Ok(shell)
}

fn read_into(files: &mut BTreeMap<String, Vec<u8>>, folder: &Path, prefix: &str) -> Result<()> {
    let context = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let Ok(name) = entry.file_name().into_string() else {
            bail!("{}: a file's name is not UTF-8", folder.display())
        };
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            read_into(files, &entry.path(), &format!("{path}/"))?;
        } else {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}

/// Makes the app's two files smaller and one of the style sheets, and gives them names of their own: browsers may keep a file
/// of a name for ever.
fn slim(files: &mut BTreeMap<String, Vec<u8>>, names: &mut site::AppAssets) {
    // A page waits for every style sheet, and browsers fetch no more than six files of a site at a time.
    let css: Vec<u8> = names.css.iter().filter_map(|path| files.remove(path)).flatten().collect();
    if !css.is_empty() {
        let name = format!("style-{}.css", hex(&Sha256::digest(&css)));
        files.insert(name.clone(), css);
        names.css = vec![name];
    }
    let (Some(js), Some(wasm)) = (files.remove(&names.js), files.remove(&names.wasm)) else { return };
    let (js, wasm) = glue::slim(&js, &wasm);
    let hash = hex(&Sha256::new().chain_update(&js).chain_update(&wasm).finalize());
    names.js = format!("answerbook-{hash}.js");
    names.wasm = format!("answerbook-{hash}_bg.wasm");
    files.insert(names.js.clone(), js);
    files.insert(names.wasm.clone(), wasm);
}

/// The first bytes of a hash as a file's name holds them.
pub(super) fn hex(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What the pages need to know: the one script and WebAssembly of the app, the style sheets in order, the fonts.
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

/// The files of the style sheets a document links to, in its order, without the path they are served under.
fn style_sheets(html: &str) -> Vec<String> {
    let links = html.split("<link").skip(1).filter_map(|link| link.split('>').next());
    links
        .filter(|link| link.contains("rel=\"stylesheet\""))
        .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next())
        .filter_map(|href| href.rsplit('/').next())
        .map(str::to_owned)
        .collect()
}

/// The cache's key: a hash of every input's path and bytes and of the tools' versions.
fn key(root: &Path, tools: &Tools) -> Result<String> {
    let mut files = BTreeMap::new();
    for input in INPUTS {
        let path = root.join(input);
        if path.is_dir() {
            read_into(&mut files, &path, &format!("{input}/"))?;
        } else {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(input.to_owned(), bytes);
        }
    }
    let mut hash = Sha256::new();
    hash.update(tools.versions());
    for (path, bytes) in files {
        hash.update(format!("\n{path} {}\n", bytes.len()));
        hash.update(bytes);
    }
    Ok(hex(&hash.finalize()))
}

/// Has Trunk make the shell beside its place and moves it there whole.
fn build(root: &Path, tools: &Tools, folder: &Path) -> Result<()> {
    let made = folder.with_extension("new");
    if made.exists() {
        fs::remove_dir_all(&made).with_context(|| format!("cannot clear {}", made.display()))?;
    }
    let mut fetch = Command::new("cargo");
    fetch.args(["fetch", "--locked", "--target", setup::TARGET]).current_dir(root);
    step::run("Fetching the app's crates", &mut fetch)?;
    let config = without_hooks(root, tools)?;
    let mut trunk = Command::new("trunk");
    trunk
        .arg("build")
        .arg("--config")
        .arg(config)
        .arg("--dist")
        .arg(&made)
        // The tools are there in the right versions: nothing is looked up or downloaded from here on.
        .args(["--offline", "true", "--skip-version-check", "--color", "never"])
        .arg(root.join("public").join(ENTRY))
        .current_dir(root)
        .env("PATH", tools.path()?)
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(root))
        // Trunk takes it for a flag with a value and refuses what others set it to.
        .env_remove("NO_COLOR");
    step::run("Building the app (a minute or two at first)", &mut trunk)?;
    fs::rename(&made, folder).with_context(|| format!("cannot move {} into its place", made.display()))
}

/// Our `Trunk.toml` without its hooks, which would make the whole site, as a file under `target/`.
fn without_hooks(root: &Path, tools: &Tools) -> Result<PathBuf> {
    let file = root.join("Trunk.toml");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut config: toml::Table = text.parse().with_context(|| format!("cannot read {}", file.display()))?;
    for part in ["hooks", "watch", "serve"] {
        config.remove(part);
    }
    if let Some(build) = config.get_mut("build").and_then(toml::Value::as_table_mut).filter(|_| !tools.has_wasm_opt()) {
        // Trunk runs wasm-opt in release builds and in no other; the profile is what makes ours one.
        build.insert("release".to_owned(), false.into());
        build.insert("cargo_profile".to_owned(), "wasm".into());
    }
    let made = target_folder(root).join("Trunk.toml");
    fs::write(&made, config.to_string()).with_context(|| format!("cannot write {}", made.display()))?;
    Ok(made)
}

/// Flags that leave no path of this machine in the WebAssembly, so that two machines make the same bytes. In cargo's
/// encoding: separated by the unit separator.
fn compiler_flags(root: &Path) -> OsString {
    let mut renamed = vec![(root.to_owned(), "/answerbook".to_owned())];
    if let Some(home) = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo"))) {
        renamed.push((home.clone(), "/cargo".to_owned()));
        // A folder for each registry; its name depends on where the crates came from.
        let registries = fs::read_dir(home.join("registry").join("src")).into_iter().flatten().flatten();
        renamed.extend(registries.map(|entry| (entry.path(), "/crates".to_owned())));
    }
    renamed.extend(standard_library(root));
    let mut flags = OsString::new();
    for (path, name) in renamed {
        if !flags.is_empty() {
            flags.push("\x1f");
        }
        flags.push("--remap-path-prefix=");
        flags.push(path);
        flags.push(format!("={name}"));
    }
    flags
}

/// Where the standard library's sources are installed, and the name they have where they are not.
fn standard_library(root: &Path) -> Option<(PathBuf, String)> {
    let sysroot = setup::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root))?;
    let about = setup::output(Command::new("rustc").arg("-vV").current_dir(root))?;
    let commit = about.lines().find_map(|line| line.strip_prefix("commit-hash: "))?;
    Some((Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), format!("/rustc/{}", commit.trim())))
}

/// Keeps the newest few shells. A folder that cannot be removed is none of the build's concern.
fn prune(cache: &Path, newest: &Path) {
    let entries = fs::read_dir(cache).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut shells: Vec<(SystemTime, PathBuf)> = entries
        .filter(|path| path.is_dir() && path != newest)
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    shells.sort();
    let surplus = (shells.len() + 1).saturating_sub(KEPT);
    for (_, folder) in shells.into_iter().take(surplus) {
        if let Err(error) = fs::remove_dir_all(&folder) {
            anstream::eprintln!("warning: cannot remove {}: {error}", folder.display());
        }
    }
}

/// Where we keep what can be made again: `answerbook` in cargo's target folder.
pub(super) fn target_folder(root: &Path) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    root.join(target).join("answerbook")
}
