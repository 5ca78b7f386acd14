//! Programs that tests need and that cargo does not bring: found on PATH, or installed where root and apt allow it.
//!
//! Not here: what is done with them.

use std::env;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where a program is on PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Installs packages of Debian, separated by blanks.
///
/// # Errors
/// A sentence that names the command to run, where this process may not, and what went wrong.
pub(crate) fn install(packages: &str) -> Result<(), String> {
    let install = format!("apt-get install --yes --no-install-recommends {packages}");
    if !(is_root() && on_path("apt-get").is_some()) {
        return Err(format!("missing: {packages}. On Debian install with: sudo {install}"));
    }
    println!("Installing {packages} with apt-get, which takes a minute or two");
    for command in ["apt-get update", &install] {
        let mut words = command.split(' ');
        let status = Command::new(words.next().unwrap_or_default())
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null())
            .status()
            .map_err(|error| format!("cannot run `{command}`: {error}"))?;
        if !status.success() {
            return Err(format!("`{command}` failed; run it by hand to see why"));
        }
    }
    Ok(())
}

/// Whether this process may do all: its own entry under `/proc` is its user's.
pub(crate) fn is_root() -> bool {
    Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() == 0)
}
