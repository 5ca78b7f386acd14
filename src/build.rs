//! The build script: puts the app into a release build of the command line, so that the program needs no other file.
//!
//! The app that is kept in `public/app` is taken where it is that of these sources; otherwise it is built from them, by a debug
//! build of this package, which takes minutes. Debug builds carry no app: they are run in a checkout, which builds its own, and
//! are compiled again whenever it changes. Not here: how the app is built (`src/cli/shell`).

#[allow(dead_code, unreachable_pub, reason = "a file of the library, of which one function is needed here")]
#[path = "transcript/hash.rs"]
mod hash;

#[allow(dead_code, reason = "of its functions, those that compare are needed here")]
#[path = "cli/shell/inputs.rs"]
mod inputs;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use hash::fnv1a_64;

/// The folder of the kept app.
const KEPT: &str = "public/app";

/// The environment of this script that another cargo must not inherit: it says what is compiled here and how.
const NOT_INHERITED: [&str; 9] =
    ["TARGET", "HOST", "OUT_DIR", "OPT_LEVEL", "PROFILE", "DEBUG", "NUM_JOBS", "RUSTC", "RUSTDOC"];

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let is_native = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|architecture| architecture != "wasm32");
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let app = if is_native && is_release { Some(app(&out)) } else { None };
    let written = app.transpose().and_then(|app| write(&out, app.as_deref()).map_err(|error| error.to_string()));
    if let Err(why) = written {
        println!("cargo::error=the app cannot be put into this program: {}", why.replace('\n', " "));
    }
}

/// The folder of an app that is built from these sources.
fn app(out: &Path) -> Result<PathBuf, String> {
    for input in ["src", "public", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let kept = root.join(KEPT);
    if fs::read_to_string(kept.join(inputs::RECORD)).is_ok_and(|record| inputs::is_current(&record, &root)) {
        return Ok(kept);
    }
    let built = out.join("app");
    build(&root, &built, &out.join("target"))?;
    Ok(built)
}

/// Builds the app by a debug build of this package.
fn build(root: &Path, app: &Path, target: &Path) -> Result<(), String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--locked", "--quiet", "--bin", "answerbook", "--target-dir"]).arg(target);
    cargo.args(["--", "build-app"]).arg(app).current_dir(root);
    let is_ours = |name: &str| name.starts_with("CARGO_") && name != "CARGO_HOME" || NOT_INHERITED.contains(&name);
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_ours)) {
        cargo.env_remove(name);
    }
    cargo.env("CARGO_TARGET_DIR", target);
    let output = cargo.output().map_err(|error| format!("cargo does not run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("building it failed: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Writes the list of the app's files as an expression of Rust, and names the app for `--version`.
fn write(out: &Path, app: Option<&Path>) -> io::Result<()> {
    let mut files = Vec::new();
    if let Some(app) = app {
        list(&app.join("files"), "", &mut files)?;
    }
    files.sort();
    let entries =
        files.iter().map(|(name, file)| format!("({name:?}, include_bytes!({:?})),\n", file.display().to_string()));
    fs::write(out.join("app.rs"), format!("&[\n{}]", entries.collect::<String>()))?;
    let script = files.iter().find_map(|(name, _)| name.strip_prefix("answerbook-")?.strip_suffix(".js"));
    let about = script.map_or_else(|| "no app inside".to_owned(), |hash| format!("app {hash}"));
    println!("cargo::rustc-env=ANSWERBOOK_APP={about}");
    Ok(())
}

/// Adds every file below a folder, by its path in the app.
fn list(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            list(&path, &format!("{name}/"), files)?;
        } else {
            files.push((name, path));
        }
    }
    Ok(())
}
