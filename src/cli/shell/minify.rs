//! terser, run on scripts where it is there.
//!
//! Not here: where it is found and how it is installed ([`crate::cli::setup`]), and what goes from the script of the app before
//! ([`super::bindgen`], [`super::unused`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::assets::FOLDER;
use super::run_tool::run_tool;
use crate::cli::setup::Tool;
use crate::site::{SCRIPTS, strip_comments};

/// The parameters of terser.
///
/// - `passes=2`: what one pass leaves, such as a variable used once, goes in a second.
/// - `keep_fargs=false`: nobody asks how many parameters a function has.
/// - `unsafe`: nobody changes what JavaScript brings along, or asks a function for its source or its prototype.
/// - `ecma 2020`: every browser that has the streams the scripts use knows this syntax.
/// - `module`: names at the top are nobody else's, as each script is a module or all in one function.
const PARAMETERS: [&str; 6] = [
    "--compress",
    "passes=2,keep_fargs=false,unsafe=true,unsafe_arrows=true,unsafe_methods=true",
    "--mangle",
    "--ecma",
    "2020",
    "--module",
];

/// A module, minified; only without comments where terser is not there. `name` is for whoever waits, `folder` for its files.
///
/// # Errors
/// When terser fails, or its files cannot be written and read.
pub(super) fn minify(tool: &Tool, name: &str, script: &str, folder: &Path) -> Result<String> {
    let Some(program) = tool.program() else { return Ok(strip_comments(script)) };
    let title = format!("Shrinking {name}");
    let bytes = run_tool(program, &PARAMETERS, &title, script.as_bytes(), folder, "js")?;
    String::from_utf8(bytes).context("what terser made is no text")
}

/// Our own scripts in the sources, minified, by name.
///
/// # Errors
/// As [`minify`], and when a script cannot be read.
pub(super) fn own_scripts(root: &Path, tool: &Tool, folder: &Path) -> Result<BTreeMap<String, String>> {
    let minified = SCRIPTS.iter().map(|name| {
        let path = root.join(FOLDER).join(name);
        let script = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(((*name).to_owned(), minify(tool, name, &script, folder)?))
    });
    minified.collect()
}
