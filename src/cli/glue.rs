//! The app's WebAssembly and the JavaScript that wasm-bindgen writes to go with it, as readers fetch them: the same, smaller.
//!
//! wasm-bindgen tells its imports apart by long names that end in hashes, of which a compressor makes little; numbers do as well.
//! Remarks and indentation go too, and what nothing uses. A minifier is not used: those that we could build on cannot read
//! this JavaScript.
//! Not here: how the two are made ([`super::shell`]).

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};

use crate::site::strip_comments;

/// How many digits wasm-bindgen's hashes have.
const DIGITS: usize = 16;

/// How the names begin that wasm-bindgen gives.
const BEGINNINGS: [&str; 2] = ["__wb", "wasm_bindgen__"];

/// What stands behind the name of the module that the app's imports are from.
const IMPORTS: &str = ": import0,";

/// Its name from here on.
const MODULE: &str = "_";

/// Both files made smaller. As they are where they are none of the kind.
pub(super) fn slim(js: &[u8], wasm: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let slimmer = || {
        let js = strip_comments(&without_unused(std::str::from_utf8(js).ok()?));
        let mut names = Names::default();
        let module = js.lines().find_map(|line| line.strip_suffix(IMPORTS)?.strip_prefix('"')?.strip_suffix('"'))?;
        names.0.insert(module.to_owned(), MODULE.to_owned());
        for name in identifiers(&js).filter(|name| is_long(name)) {
            let next = names.0.len();
            names.0.entry(name.to_owned()).or_insert_with(|| format!("_{next}"));
        }
        let mut slim = Module::new();
        names.parse_core_module(&mut slim, wasmparser::Parser::new(0), wasm).ok()?;
        let js = js.replace(&[module, "\"", IMPORTS].concat(), &[MODULE, "\"", IMPORTS].concat());
        let short = js.split_inclusive(is_no_name).map(|piece| names.in_piece(piece)).collect::<String>();
        Some((short.into_bytes(), slim.finish()))
    };
    slimmer().unwrap_or_else(|| (js.to_vec(), wasm.to_vec()))
}

/// How the names of what a crate exports begin that leptos brings for streams between servers and browsers.
const STREAMS: &str = "IntoUnderlying";

/// How what begins that no page of ours needs, up to a line with nothing but its closing brace, as far in: ways in for an app that is not
/// compiled yet, or that a page waits for, a stand-in for what every browser has that knows our kind of WebAssembly, how a
/// value is told that a program failed on, and how a text is given to an app whose memory cannot grow for it.
const UNUSED: [&str; 7] = [
    "function debugString(",
    "function initSync(",
    "async function __wbg_load(",
    "async function __wbg_init(",
    "async function __wbg_init_once(",
    "if (!('encodeInto' in cachedTextEncoder)) {",
    "    if (realloc === undefined) {",
];

/// The line that offers those ways in, and what takes its place: a compiled app is enough.
const WAYS_IN: [&str; 2] = [
    "export { initSync, __wbg_init as default };",
    "export default async ({ module_or_path }) =>\n__wbg_finalize_init(await WebAssembly.instantiate(module_or_path, __wbg_get_imports()));",
];

/// Where that is asked for, and what takes its place: the language's own way.
const TELLING: [&str; 2] = ["= debugString(", "= String("];

/// Whether a line is the last of what is dropped.
type IsEnd = Box<dyn Fn(&str) -> bool>;

/// Without what nothing here uses: classes for streams, and ways in that ours is not. As it is where these do not begin and end
/// as wasm-bindgen writes them.
fn without_unused(js: &str) -> String {
    let [ways_in, way_in] = WAYS_IN;
    if !UNUSED.iter().all(|start| js.contains(start)) || !js.contains(ways_in) {
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
                kept.push_str(&if line == ways_in { way_in } else { line }.replace(TELLING[0], TELLING[1]));
                kept.push('\n');
            }
            _ => {}
        }
    }
    if dropped_to.is_some() { js.to_owned() } else { kept }
}

fn is_no_name(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || c == '_')
}

/// What stands between signs and blanks.
fn identifiers(js: &str) -> impl Iterator<Item = &str> {
    js.split(is_no_name)
}

/// Whether a name is one of wasm-bindgen's that end in a hash.
fn is_long(name: &str) -> bool {
    let hash = name.len().checked_sub(DIGITS).and_then(|at| name.as_bytes().get(at..));
    BEGINNINGS.iter().any(|start| name.starts_with(start))
        && hash.is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit))
}

/// Long names and their short ones, and what writes these into a module.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// A piece of JavaScript that may begin with a name and ends with what is none.
    fn in_piece(&self, piece: &str) -> String {
        let name = piece.trim_end_matches(is_no_name);
        [self.short(name), &piece[name.len()..]].concat()
    }
}

impl Reencode for Names {
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
