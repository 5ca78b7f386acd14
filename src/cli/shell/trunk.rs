//! Trunk, run on the sources of the app.
//!
//! Not here: keeping what it has built ([`super::cache`]).

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{ENTRY, cargo_target_folder, target_folder};
use crate::cli::progress::run_command;
use crate::cli::setup::{self, Tools};

/// The profile of `Cargo.toml` for the WebAssembly.
const PROFILE: &str = "wasm";

/// A shell as Trunk has built it.
pub(super) struct Built {
    /// The folder of its files.
    pub(super) folder: PathBuf,
    /// The source files that the compiler has read, relative to the root; `None` where cargo does not say which.
    pub(super) sources: Option<Vec<String>>,
}

/// Has Trunk build the shell in a folder beside its place in the cache.
///
/// # Errors
/// When a crate cannot be fetched or the build fails.
pub(super) fn build(root: &Path, tools: &Tools, cache: &Path) -> Result<Built> {
    let folder = cache.join("new");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let mut fetch = Command::new("cargo");
    fetch.args(["fetch", "--locked", "--target", setup::TARGET]).current_dir(root);
    run_command("Fetching the app's crates", &mut fetch)?;
    let config = without_hooks(root, tools)?;
    let mut trunk = Command::new("trunk");
    trunk
        .arg("build")
        .arg("--config")
        .arg(config)
        .arg("--dist")
        .arg(&folder)
        // The tools are there in the right versions: nothing is looked up or downloaded from here on.
        .args(["--offline", "true", "--skip-version-check", "--color", "never"])
        .arg(root.join("public").join(ENTRY))
        .current_dir(root)
        .env("PATH", tools.path()?)
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(root))
        // Trunk takes it for a flag with a value and refuses what others set it to.
        .env_remove("NO_COLOR");
    run_command("Building the app (a minute or two at first)", &mut trunk)?;
    Ok(Built { folder, sources: compiled_sources(root) })
}

/// The sources of the app, relative to the root, from the dependency information that cargo writes for `make` beside the
/// WebAssembly: a target, a colon, and every file that was read, with backslashes before spaces.
fn compiled_sources(root: &Path) -> Option<Vec<String>> {
    let profile_folder = cargo_target_folder(root).join(setup::TARGET).join(PROFILE);
    let text = fs::read_to_string(profile_folder.join("answerbook.d")).ok()?;
    let (_, files) = text.lines().next()?.split_once(": ")?;
    let files = files.replace("\\ ", "\0");
    let files = files.split(' ').filter(|file| !file.is_empty()).map(|file| file.replace('\0', " "));
    let relative = |file: String| {
        let file = Path::new(&file).strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = file.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    };
    // A file outside the sources would be an input that is not watched.
    files.map(relative).collect()
}

/// A copy of our `Trunk.toml` under `target/`, without the hooks, which would make the whole site.
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
        build.insert("cargo_profile".to_owned(), PROFILE.into());
    }
    let made = target_folder(root).join("Trunk.toml");
    fs::write(&made, config.to_string()).with_context(|| format!("cannot write {}", made.display()))?;
    Ok(made)
}

/// Compiler flags that leave no path of this machine in the WebAssembly, so that two machines make the same bytes. They are
/// in cargo's encoding, with the unit separator between them.
fn compiler_flags(root: &Path) -> OsString {
    let mut renamed = vec![(root.to_owned(), "/answerbook".to_owned())];
    if let Some(home) = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo"))) {
        renamed.push((home.clone(), "/cargo".to_owned()));
        // There is a folder for each registry, whose name depends on where the crates came from.
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

/// The folder of the standard library's sources, and the name that the compiler gives them where they are not installed.
fn standard_library(root: &Path) -> Option<(PathBuf, String)> {
    let sysroot = setup::stdout_of(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root))?;
    let about = setup::stdout_of(Command::new("rustc").arg("-vV").current_dir(root))?;
    let commit = about.lines().find_map(|line| line.strip_prefix("commit-hash: "))?;
    Some((Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), format!("/rustc/{}", commit.trim())))
}
