//! wasm-opt, run on the app's WebAssembly where it is there.
//!
//! Not here: where it is found and how it is installed ([`crate::cli::setup`]).

use std::path::Path;

use anyhow::Result;

use super::run_tool::run_tool;
use crate::cli::setup::Tool;

/// The parameters of wasm-opt.
///
/// - No features: it keeps to those that the compiler used, since "all" includes some that browsers cannot read.
/// - `strip-producers`, `strip-target-features`: drops what only tools read.
/// - `low-memory-unused`: the first kilobyte of memory is not used, since the stack ends there.
/// - `aimfs 5` (always-inline-max-function-size): inlines the smallest functions, a little larger than by default.
/// - `iit` (ignore-implicit-traps): no load or store fails, since Rust has checked where it reads.
/// - `ocimfs 24` (one-caller-inline-max-function-size): inlines a function with one caller only if it is small; of a very
///   large function a browser must compile all anew for one loop in it, and it is no smaller.
/// - `flatten`, `rereloop`: takes the control flow apart and rebuilds it before the second `-Oz`, which saves a kilobyte.
/// - `gufa`: what values can be anywhere, by looking at the whole program, and `-Oz` over what that leaves: saves .3 kB.
/// - `flatten` to `gufa` once more: saves .2 kB; a third time saves nothing.
/// - `converge`: repeats that for as long as it saves anything.
const PARAMETERS: [&str; 22] = [
    "-iit",
    "-Oz",
    "--strip-producers",
    "--strip-target-features",
    "--low-memory-unused",
    "-aimfs",
    "5",
    "-ocimfs",
    "24",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--gufa",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--gufa",
    "-Oz",
    "--converge",
];

/// WebAssembly, optimised for size; as it is where wasm-opt is not there. `folder` is for its files.
///
/// # Errors
/// When wasm-opt fails, or its files cannot be written and read.
pub(super) fn optimise(tool: &Tool, wasm: Vec<u8>, folder: &Path) -> Result<Vec<u8>> {
    let Some(program) = tool.program() else { return Ok(wasm) };
    run_tool(program, &PARAMETERS, "Shrinking the app", &wasm, folder, "wasm")
}
