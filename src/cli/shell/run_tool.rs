//! A tool that reads a file and writes a smaller one, run on bytes.
//!
//! Not here: what each tool is told ([`super::minify`], [`super::wasm_opt`]), and where it is found ([`crate::cli::setup`]).

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cli::progress::run_command;

/// What a tool makes of some bytes, under a title for whoever waits. `folder` is for its files, which end in `extension`.
///
/// # Errors
/// When the tool fails, or its files cannot be written and read.
pub(super) fn run_tool(
    program: &Path,
    parameters: &[&str],
    title: &str,
    bytes: &[u8],
    folder: &Path,
    extension: &str,
) -> Result<Vec<u8>> {
    let [before, after] = ["before", "after"].map(|name| folder.join(name).with_extension(extension));
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(&before, bytes).with_context(|| format!("cannot write {}", before.display()))?;
    run_command(title, Command::new(program).arg(&before).args(parameters).arg("-o").arg(&after))?;
    fs::read(&after).with_context(|| format!("{} made no {}", program.display(), after.display()))
}
