//! The app's WebAssembly and the JavaScript that wasm-bindgen generates for it, shrunk: the same program in fewer bytes.
//!
//! - Names: wasm-bindgen names the functions that the two files share by long names that end in hashes, which compress badly.
//!   They become numbers. The WebAssembly is read and written by a parser, the JavaScript word by word.
//! - White space and comments go.
//! - Functions that this app never calls go.
//!
//! Files of another tool, or of another version of wasm-bindgen, are left as they are. Not here: how the two are made
//! ([`super::trunk`]).

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};

use crate::site::strip_comments;

/// The number of digits of wasm-bindgen's hashes.
const HASH_DIGITS: usize = 16;

/// The beginnings of wasm-bindgen's names.
const PREFIXES: [&str; 2] = ["__wb", "wasm_bindgen__"];

/// The code behind the name of the module that the WebAssembly imports from.
const IMPORTS_SUFFIX: &str = ": import0,";

/// That module's short name.
const SHORT_MODULE: &str = "_";

/// Both files, shrunk; as they are where they are not wasm-bindgen's.
pub(super) fn shrink(js: &[u8], wasm: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let shrunk = || {
        let js = strip_comments(&without_unused(std::str::from_utf8(js).ok()?));
        let mut names = ShortNames::default();
        let module =
            js.lines().find_map(|line| line.strip_suffix(IMPORTS_SUFFIX)?.strip_prefix('"')?.strip_suffix('"'))?;
        names.0.insert(module.to_owned(), SHORT_MODULE.to_owned());
        for name in identifiers(&js).filter(|name| is_hashed(name)) {
            let next = names.0.len();
            names.0.entry(name.to_owned()).or_insert_with(|| format!("_{next}"));
        }
        let mut shrunk_module = Module::new();
        names.parse_core_module(&mut shrunk_module, wasmparser::Parser::new(0), wasm).ok()?;
        let js = js.replace(&[module, "\"", IMPORTS_SUFFIX].concat(), &[SHORT_MODULE, "\"", IMPORTS_SUFFIX].concat());
        let short = js.split_inclusive(is_separator).map(|piece| names.shorten(piece)).collect::<String>();
        Some((short.into_bytes(), shrunk_module.finish()))
    };
    shrunk().unwrap_or_else(|| (js.to_vec(), wasm.to_vec()))
}

/// The beginning of the names of the classes for streams between servers and browsers, which a crate of leptos exports.
const STREAMS: &str = "IntoUnderlying";

/// The first lines of the blocks that are left out. Each block ends with a closing brace that is indented like its first line.
/// They are, in order: the text of a value for an error message, two entry points and their helper for an app that is
/// not compiled yet, another entry point, a polyfill that no browser with our WebAssembly features needs, and the passing
/// of a text to an app without an allocator.
const UNUSED: [&str; 7] = [
    "function debugString(",
    "function initSync(",
    "async function __wbg_load(",
    "async function __wbg_init(",
    "async function __wbg_init_once(",
    "if (!('encodeInto' in cachedTextEncoder)) {",
    "    if (realloc === undefined) {",
];

/// The line that exports those entry points, and the one that replaces it: the page compiles the app itself.
const ENTRY_POINTS: [&str; 2] = [
    "export { initSync, __wbg_init as default };",
    "export default async ({ module_or_path }) =>\n__wbg_finalize_init(await WebAssembly.instantiate(module_or_path, __wbg_get_imports()));",
];

/// The call of the function for error messages, and the language's own, which replaces it.
const TO_TEXT: [&str; 2] = ["= debugString(", "= String("];

/// Whether a line is the last of a block that is left out.
type IsEnd = Box<dyn Fn(&str) -> bool>;

/// The script without what the app never uses; as it is where the blocks do not begin and end as wasm-bindgen writes them.
fn without_unused(js: &str) -> String {
    let [entry_points, entry_point] = ENTRY_POINTS;
    if !UNUSED.iter().all(|start| js.contains(start)) || !js.contains(entry_points) {
        return js.to_owned();
    }
    let begins = |line: &str, start: &str| line.strip_prefix(start).is_some_and(|name| name.starts_with(STREAMS));
    let mut kept = String::with_capacity(js.len());
    let mut dropped_to: Option<IsEnd> = None;
    for line in js.lines() {
        if begins(line, "export class ") || UNUSED.iter().any(|start| line.starts_with(start)) {
            let indent = line.len() - line.trim_start().len();
            dropped_to = Some(Box::new(move |line| line.get(indent..) == Some("}")));
        } else if begins(line, "const ") {
            dropped_to = Some(Box::new(|line| line.ends_with(';')));
        }
        match &dropped_to {
            Some(is_end) if is_end(line) => dropped_to = None,
            None if !begins(line, "if (Symbol.dispose) ") => {
                kept.push_str(&if line == entry_points { entry_point } else { line }.replace(TO_TEXT[0], TO_TEXT[1]));
                kept.push('\n');
            }
            _ => {}
        }
    }
    if dropped_to.is_some() { js.to_owned() } else { kept }
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

/// The short name of each long one, put into scripts and WebAssembly.
#[derive(Default)]
struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// A name, if any, and the separator behind it, with the name shortened.
    fn shorten(&self, piece: &str) -> String {
        let name = piece.trim_end_matches(is_separator);
        [self.short(name), &piece[name.len()..]].concat()
    }
}

impl Reencode for ShortNames {
    type Error = std::convert::Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: wasmparser::Imports<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in imports {
            let (_, import) = import.map_err(Error::ParseError)?;
            let kind = self.entity_type(import.ty)?;
            section.import(self.short(import.module), self.short(import.name), kind);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let (kind, index) = (self.export_kind(export.kind)?, self.external_index(export.kind, export.index)?);
        exports.export(self.short(export.name), kind, index);
        Ok(())
    }
}
