//! The app's WebAssembly and the JavaScript that wasm-bindgen generates for it, shrunk: the same program in fewer bytes.
//!
//! - Names: wasm-bindgen names the functions that the two files share by long names that end in hashes, which compress badly.
//!   They become numbers, which saves 5.1 of 105.0 kB, Brotli. The WebAssembly is read and written by a parser, the JavaScript
//!   word by word.
//! - White space and comments go, which saves 0.9 kB more.
//! - Exports that no page calls go, and the [dead code](super::dead_code) behind them, which saves 1.1 kB more.
//!
//! Files of another tool, or of another version of wasm-bindgen, are left as they are. Not here: how the two are made
//! ([`super::trunk`]).

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, EntityType, ExportSection, Function, ImportSection, Module};

use super::dead_code::dead_functions;
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

fn is_unused(export: &str) -> bool {
    export.contains(UNUSED_EXPORTS)
}

/// Both files, shrunk; as they are where they are not wasm-bindgen's.
pub(super) fn shrink(js: &[u8], wasm: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let shrunk = || {
        let js = strip_comments(std::str::from_utf8(js).ok()?);
        let mut names = Shrinker { dead: dead_functions(wasm, is_unused).ok()?, ..Shrinker::default() };
        let module =
            js.lines().find_map(|line| line.strip_suffix(IMPORTS_SUFFIX)?.strip_prefix('"')?.strip_suffix('"'))?;
        names.short.insert(module.to_owned(), SHORT_MODULE.to_owned());
        for name in identifiers(&js).filter(|name| is_hashed(name)) {
            let next = names.short.len();
            names.short.entry(name.to_owned()).or_insert_with(|| format!("_{next}"));
        }
        let mut shrunk_module = Module::new();
        names.parse_core_module(&mut shrunk_module, wasmparser::Parser::new(0), wasm).ok()?;
        let js = js.replace(&[module, "\"", IMPORTS_SUFFIX].concat(), &[SHORT_MODULE, "\"", IMPORTS_SUFFIX].concat());
        let short = js.split_inclusive(is_separator).map(|piece| names.shorten(piece)).collect::<String>();
        Some((short.into_bytes(), shrunk_module.finish()))
    };
    shrunk().unwrap_or_else(|| (js.to_vec(), wasm.to_vec()))
}

/// Whether a character ends a name. A dollar sign does too: wasm-bindgen's own names hold none.
fn is_separator(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || c == '_')
}

/// The names and words of a script.
fn identifiers(js: &str) -> impl Iterator<Item = &str> {
    js.split(is_separator)
}

/// Whether a name is one of wasm-bindgen's that end in a hash.
fn is_hashed(name: &str) -> bool {
    let hash = name.len().checked_sub(HASH_DIGITS).and_then(|at| name.as_bytes().get(at..));
    PREFIXES.iter().any(|start| name.starts_with(start))
        && hash.is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit))
}

/// What is written differently in the shrunk files.
#[derive(Default)]
struct Shrinker {
    /// The short name of each long one.
    short: BTreeMap<String, String>,
    /// The functions, by index, whose bodies are left out. They keep their places, so that no index changes.
    dead: BTreeSet<u32>,
    /// The index of the next function.
    next_function: u32,
}

impl Shrinker {
    fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.short.get(name).map_or(name, String::as_str)
    }

    /// A name, if any, and the separator behind it, with the name shortened.
    fn shorten(&self, piece: &str) -> String {
        let name = piece.trim_end_matches(is_separator);
        [self.short(name), &piece[name.len()..]].concat()
    }
}

impl Reencode for Shrinker {
    type Error = std::convert::Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: wasmparser::Imports<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in imports {
            let (_, import) = import.map_err(Error::ParseError)?;
            let kind = self.entity_type(import.ty)?;
            self.next_function += u32::from(matches!(kind, EntityType::Function(_) | EntityType::FunctionExact(_)));
            section.import(self.short(import.module), self.short(import.name), kind);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        if is_unused(export.name) {
            return Ok(());
        }
        let (kind, index) = (self.export_kind(export.kind)?, self.external_index(export.kind, export.index)?);
        exports.export(self.short(export.name), kind, index);
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let function = self.next_function;
        self.next_function += 1;
        if !self.dead.contains(&function) {
            return utils::parse_function_body(self, code, body);
        }
        let mut unreachable = Function::new([]);
        unreachable.instructions().unreachable().end();
        code.function(&unreachable);
        Ok(())
    }
}
