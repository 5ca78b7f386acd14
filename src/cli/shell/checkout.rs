//! The checkout of Answerbook's own sources that a command runs in, where it runs in one.
//!
//! Not here: the folder of an owner's site ([`crate::cli::root`]).

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the sources: the package that cargo runs, or the nearest folder upwards; `None` outside of a checkout. A
/// program that carries no app is taken to run in the checkout that it was compiled from.
pub(super) fn find() -> Option<PathBuf> {
    let run_by_cargo = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = env::current_dir().ok();
    let above = here.iter().flat_map(|here| here.ancestors()).map(Path::to_owned);
    let compiled_from = cfg!(debug_assertions).then(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    run_by_cargo.into_iter().chain(above).chain(compiled_from).find(|folder| is_ours(folder))
}

/// Whether a folder holds the sources of this program.
fn is_ours(folder: &Path) -> bool {
    let name = || {
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()?;
        Some(manifest.get("package")?.get("name")?.as_str()? == env!("CARGO_PKG_NAME"))
    };
    folder.join("src/app").is_dir() && name().unwrap_or(false)
}
