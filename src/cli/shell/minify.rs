//! terser, run on scripts where it is there.
//!
//! Not here: where it is found and how it is installed ([`crate::cli::setup`]), and what goes from the script of the app before
//! ([`super::bindgen`], [`super::unused`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::assets::FOLDER;
use crate::cli::progress::run_command;
use crate::cli::setup::Tool;
use crate::site::{SCRIPTS, strip_comments};

/// The parameters of terser.
///
/// - `passes=2`: what one pass leaves, such as a variable used once, goes in a second.
/// - `ecma=2020`: every browser that has the streams the scripts use knows this syntax.
const PARAMETERS: [&str; 5] = ["--compress", "passes=2", "--mangle", "--ecma", "2020"];

/// A module, minified; only without comments where terser is not there. `folder` is for its files.
///
/// # Errors
/// When terser fails, or its files cannot be written and read.
pub(super) fn minify(tool: &Tool, script: &str, folder: &Path) -> Result<String> {
    let Some(program) = tool.program() else { return Ok(strip_comments(script)) };
    let (before, after) = (folder.join("before.js"), folder.join("after.js"));
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(&before, script).with_context(|| format!("cannot write {}", before.display()))?;
    let mut command = Command::new(program);
    command.arg(&before).args(PARAMETERS).arg("--module").arg("--output").arg(&after);
    run_command("Shrinking a script", &mut command)?;
    fs::read_to_string(&after).with_context(|| format!("terser made no {}", after.display()))
}

/// Our own scripts in the sources, minified, by name.
///
/// # Errors
/// As [`minify`], and when a script cannot be read.
pub(super) fn own_scripts(root: &Path, tool: &Tool, folder: &Path) -> Result<BTreeMap<String, String>> {
    let minified = SCRIPTS.iter().map(|name| {
        let path = root.join(FOLDER).join(name);
        let script = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(((*name).to_owned(), minify(tool, &script, folder)?))
    });
    minified.collect()
}
