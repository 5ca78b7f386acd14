//! What wasm-bindgen's JavaScript holds and no page has a use for, line by line.
//!
//! - The classes for streams between browsers and servers, which leptos brings along, and what only they need.
//! - The start without a promise, and from anything but a compiled module, which is what the entry script has.
//! - The long description of a JavaScript value, which only a message to developers would hold; the short one takes its place.
//! - What stands in for parts of JavaScript that every browser with the other things that the app needs has had for years.
//!
//! Together they are 1.3 of 105 kB, Brotli. The lines are those of the one version of wasm-bindgen that is in the lock file. Not
//! here: what is dropped from the WebAssembly ([`super::bindgen`]).

/// The beginnings of the lines that begin something unused, each with the line that ends it.
const BLOCKS: [(&str, End); 12] = [
    ("export class IntoUnderlying", End::Line("}")),
    ("if (Symbol.dispose) IntoUnderlying", End::Suffix(";")),
    ("const IntoUnderlying", End::Suffix(";")),
    ("const __wbindgen_enum_ReadableStreamType", End::Suffix(";")),
    ("function initSync(", End::Line("}")),
    ("async function __wbg_load(", End::Line("}")),
    ("    if (module_or_path === undefined) {", End::Line("    }")),
    ("    if (module_or_path !== undefined) {", End::Line("    }")),
    ("    ? { register: () => {}, unregister: () => {} }", End::Suffix("}")),
    ("if (!('encodeInto' in cachedTextEncoder)) {", End::Line("}")),
    ("    if (typeof module_or_path === 'string'", End::Line("    }")),
    ("function debugString(", End::Line("}")),
];

/// What stands in place of names that go: in the list of what the script exports, where a value is described, at the start, and where
/// something may be missing that never is.
const REPLACED: [(&str, &str); 11] = [
    ("export { initSync, ", "export { "),
    ("= debugString(", "= String("),
    (
        "const { instance, module } = await __wbg_load(await module_or_path, imports);",
        "const { module_or_path: module } = module_or_path, instance = await WebAssembly.instantiate(module, imports);",
    ),
    ("const CLOSURE_DTORS = (typeof FinalizationRegistry === 'undefined')", "const CLOSURE_DTORS ="),
    ("    : new FinalizationRegistry(state", "    new FinalizationRegistry(state"),
    (
        "cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || \
         (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
        "cachedDataViewMemory0?.buffer !== wasm.memory.buffer",
    ),
    ("typeof globalThis === 'undefined' ? undefined : globalThis", "globalThis"),
    ("typeof self === 'undefined' ? undefined : self", "self"),
    ("typeof window === 'undefined' ? undefined : window", "window"),
    ("typeof CSS === 'undefined' ? undefined : CSS?.highlights", "CSS.highlights"),
    ("typeof global === 'undefined' ? undefined : global", "undefined"),
];

/// What ends a block.
#[derive(Clone, Copy)]
enum End {
    /// The first line that is this.
    Line(&'static str),
    /// The first line that ends so, which may be the one that began the block.
    Suffix(&'static str),
}

impl End {
    fn is_at(self, line: &str) -> bool {
        match self {
            Self::Line(end) => line == end,
            Self::Suffix(end) => line.ends_with(end),
        }
    }
}

/// The script without it.
pub(super) fn without_unused(js: &str) -> String {
    let mut kept = String::with_capacity(js.len());
    let mut dropped_until: Option<End> = None;
    for line in js.lines() {
        let began = dropped_until.is_none();
        let end = dropped_until.or_else(|| unused(line));
        let Some(end) = end else {
            let line = REPLACED.iter().fold(line.to_owned(), |line, (old, new)| line.replacen(old, new, 1));
            kept.push_str(&line);
            kept.push('\n');
            continue;
        };
        // A line that begins a block ends it only where the end is part of such a line.
        let may_end = !began || matches!(end, End::Suffix(_));
        dropped_until = if may_end && end.is_at(line) { None } else { Some(end) };
    }
    kept
}

/// The end of what a line begins, if that is unused.
fn unused(line: &str) -> Option<End> {
    BLOCKS.iter().find(|(start, _)| line.starts_with(start)).map(|(_, end)| *end)
}
