//! The app's JavaScript and WebAssembly: made by wasm-bindgen of what the compiler made, and finished for readers.
//!
//! What finishing does, the same to what wasm-bindgen's library and its command line (as Trunk runs it) have made:
//!
//! - Names: wasm-bindgen names the functions that the two files share by long names that end in hashes, which compress badly.
//!   They become numbers, which saves 5 of 105 kB, Brotli. The WebAssembly is read and written by a parser, the JavaScript
//!   word by word.
//! - Comments and indentation go, which saves 0.9 kB.
//! - The names of source files go, which panics would name and nobody would read: a crash in a browser says nothing of them. That
//!   saves .5 kB.
//! - Exports that no page calls go, and what only they reach, which saves 1.1 kB, and their JavaScript ([`super::unused`]).
//! - wasm-opt and terser shrink the rest, where they are there.
//!
//! Not here: the compiler ([`super::compile`]), wasm-opt ([`super::wasm_opt`]) and terser ([`super::minify`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;

use super::unused::without_unused;
use super::{minify, wasm_opt};
use crate::cli::setup::Tools;
use crate::site::strip_comments;

/// The number of digits of wasm-bindgen's hashes.
const HASH_DIGITS: usize = 16;

/// The beginnings of wasm-bindgen's names.
const PREFIXES: [&str; 2] = ["__wb", "wasm_bindgen__"];

/// The code behind the name of the module that the WebAssembly imports from.
const IMPORTS_SUFFIX: &str = ": import0,";

/// That module's short name.
const SHORT_MODULE: &str = "_";

/// A part of the names of exports that no page calls: the classes for streams between browsers and servers, which leptos brings
/// along.
const UNUSED_EXPORTS: &str = "intounderlying";

/// The app's two files.
pub(super) struct Bound {
    pub(super) js: String,
    pub(super) wasm: Vec<u8>,
}

/// Runs wasm-bindgen over WebAssembly from the compiler, as a page without a bundler needs it. `folder` is for its files.
///
/// # Errors
/// When wasm-bindgen fails, or makes files that no page would load.
pub(super) fn bind(wasm: &Path, folder: &Path) -> Result<Bound> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false);
    // As the command line has it, so that Trunk makes the same app.
    bindgen.omit_default_module_path(false);
    bindgen.generate(folder).context("wasm-bindgen failed")?;
    if folder.join("snippets").exists() {
        bail!("wasm-bindgen made JavaScript snippets, which the app's pages do not load");
    }
    let read = |name: &str| fs::read(folder.join(name)).with_context(|| format!("wasm-bindgen made no {name}"));
    let js = String::from_utf8(read("answerbook.js")?).context("wasm-bindgen's JavaScript is no text")?;
    Ok(Bound { js, wasm: read("answerbook_bg.wasm")? })
}

/// Both files, finished.
///
/// # Errors
/// When the files are not those of our wasm-bindgen, or a tool fails.
pub(super) fn finish(bound: &Bound, tools: &Tools, folder: &Path) -> Result<Bound> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module = config.parse(&bound.wasm).context("the WebAssembly cannot be read")?;
    drop_unused(&mut module);
    let data: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    data.into_iter().for_each(|id| blank_source_files(&mut module.data.get_mut(id).value));
    let js = strip_comments(&without_unused(&bound.js));
    let names = ShortNames::of(&js).context("the JavaScript is not that of our version of wasm-bindgen")?;
    names.shorten_module(&mut module);
    let wasm = wasm_opt::optimise(&tools.wasm_opt, module.emit_wasm(), folder)?;
    Ok(Bound { js: minify::minify(&tools.terser, "the app's script", &names.shorten_js(&js), folder)?, wasm })
}

/// Drops the exports that no page calls, and all that only they reach. The linker keeps it, since each crate decides by itself
/// what it exports.
fn drop_unused(module: &mut Module) {
    let unused: Vec<_> = module.exports.iter().filter(|export| export.name.contains(UNUSED_EXPORTS)).collect();
    let unused: Vec<_> = unused.into_iter().map(walrus::Export::id).collect();
    for export in unused {
        module.exports.delete(export);
    }
    walrus::passes::gc::run(module);
}

/// Puts dots in place of the paths of source files: they stay as long, and take next to nothing compressed.
fn blank_source_files(data: &mut [u8]) {
    const ROOTS: [&[u8]; 3] = [b"/rustc/", b"/crates/", b"src/"];
    const SUFFIX: &[u8] = b".rs";
    let is_in_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let path_len = |data: &[u8]| {
        if !ROOTS.iter().any(|root| data.starts_with(root)) {
            return None;
        }
        let path = data.split(|byte| !is_in_path(byte)).next()?;
        path.windows(SUFFIX.len()).position(|part| part == SUFFIX).map(|end| end + SUFFIX.len())
    };
    let mut at = 0;
    while at < data.len() {
        let len = path_len(&data[at..]).unwrap_or(0);
        data[at..at + len].fill(b'.');
        at += len.max(1);
    }
}

/// A short name for each long one that the two files share.
struct ShortNames {
    /// The module that the WebAssembly imports from.
    module: String,
    short: BTreeMap<String, String>,
}

impl ShortNames {
    /// The names in a script; `None` where it is not wasm-bindgen's.
    fn of(js: &str) -> Option<Self> {
        let module =
            js.lines().find_map(|line| line.strip_suffix(IMPORTS_SUFFIX)?.strip_prefix('"')?.strip_suffix('"'))?;
        let mut short = BTreeMap::new();
        for name in js.split(is_separator).filter(|name| is_hashed(name)) {
            let next = short.len() + 1;
            short.entry(name.to_owned()).or_insert_with(|| format!("_{next}"));
        }
        Some(Self { module: module.to_owned(), short })
    }

    fn shorten_js(&self, js: &str) -> String {
        let quoted = |module: &str| [module, "\"", IMPORTS_SUFFIX].concat();
        let js = js.replace(&quoted(&self.module), &quoted(SHORT_MODULE));
        let shorten = |piece: &str| {
            let name = piece.trim_end_matches(is_separator);
            [self.short.get(name).map_or(name, String::as_str), &piece[name.len()..]].concat()
        };
        js.split_inclusive(is_separator).map(shorten).collect()
    }

    fn shorten_module(&self, module: &mut Module) {
        let shorten = |name: &mut String| {
            if let Some(short) = self.short.get(name.as_str()) {
                name.clone_from(short);
            }
        };
        for import in module.imports.iter_mut() {
            shorten(&mut import.name);
            if import.module == self.module {
                SHORT_MODULE.clone_into(&mut import.module);
            }
        }
        module.exports.iter_mut().for_each(|export| shorten(&mut export.name));
    }
}

/// Whether a character ends a name. A dollar sign does too: wasm-bindgen's own names hold none.
fn is_separator(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a name is one of wasm-bindgen's that end in a hash.
fn is_hashed(name: &str) -> bool {
    let hash = name.len().checked_sub(HASH_DIGITS).and_then(|at| name.as_bytes().get(at..));
    PREFIXES.iter().any(|start| name.starts_with(start))
        && hash.is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit))
}
