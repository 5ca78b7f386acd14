//! The WebAssembly of the app, compiled by cargo from the sources of a checkout.
//!
//! Not here: what is made of it ([`super::bindgen`]).

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::cargo_target_folder;
use crate::cli::progress::run_command;
use crate::cli::setup;

/// The profile of `Cargo.toml` for the WebAssembly.
const PROFILE: &str = "wasm";

/// The variable of cargo's with the compiler's flags. Flags that somebody sets take the place of ours.
const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";

/// What the compiler reads beside the sources.
const MANIFESTS: [&str; 3] = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

/// The app as cargo has compiled it.
pub(super) struct Compiled {
    /// The WebAssembly, before wasm-bindgen.
    pub(super) wasm: PathBuf,
    /// Every file that the compiler has read, relative to the root, with `/` between the parts.
    pub(super) inputs: Vec<String>,
}

/// Compiles the app of the sources in `root`.
///
/// # Errors
/// When a crate cannot be fetched, or the build fails.
pub(super) fn compile(root: &Path) -> Result<Compiled> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--locked", "--color", "never", "--bin", "answerbook", "--profile", PROFILE])
        .args(["--target", setup::TARGET])
        .current_dir(root)
        .env(FLAGS, env::var_os(FLAGS).unwrap_or_else(|| compiler_flags(root)));
    run_command("Building the app (a minute or two at first)", &mut cargo)?;
    let folder = cargo_target_folder(root).join(setup::TARGET).join(PROFILE);
    let inputs = inputs(root, &folder.join("answerbook.d"))?;
    Ok(Compiled { wasm: folder.join("answerbook.wasm"), inputs })
}

/// The inputs of a compilation, from the dependency information that cargo writes for `make` beside the WebAssembly: a
/// target, a colon, and every file that was read, with backslashes before spaces.
fn inputs(root: &Path, dep_info: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(dep_info).with_context(|| format!("cannot read {}", dep_info.display()))?;
    let files = text.lines().next().and_then(|line| line.split_once(": ")).map(|(_, files)| files).unwrap_or_default();
    let files = files.replace("\\ ", "\0");
    let files = files.split(' ').filter(|file| !file.is_empty()).map(|file| PathBuf::from(file.replace('\0', " ")));
    let mut inputs: Vec<String> = MANIFESTS.map(str::to_owned).into();
    // A file outside the root is in the folder of generated files, which depends on nothing but the others.
    inputs.extend(files.filter_map(|file| {
        let parts = file.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str());
        Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
    }));
    Ok(inputs)
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
