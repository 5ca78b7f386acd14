//! The app's WebAssembly and the JavaScript that wasm-bindgen writes to go with it, as readers fetch them: the same, smaller.
//!
//! wasm-bindgen tells its imports apart by long names that end in hashes, of which a compressor makes little; numbers, filled up to
//! the same length in both files, do as well. Remarks and indentation go too, and classes that nothing uses. A minifier is not used:
//! those that we could build on cannot read this JavaScript.
//! Not here: how the two are made ([`super::shell`]).

use std::collections::BTreeMap;

use crate::publish::lean;

/// How many digits wasm-bindgen's hashes have.
const DIGITS: usize = 16;

/// How the names begin that wasm-bindgen gives.
const BEGINNINGS: [&[u8]; 2] = [b"__wb", b"wasm_bindgen__"];

/// Both files made smaller. As they are where the JavaScript is none of the kind.
pub(super) fn slim(js: &[u8], wasm: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let Ok(text) = std::str::from_utf8(js) else { return (js.to_vec(), wasm.to_vec()) };
    let js = lean(&without_streams(text)).into_bytes();
    let mut numbers: BTreeMap<&[u8], usize> = BTreeMap::new();
    for name in names(&js) {
        let next = numbers.len();
        numbers.entry(name).or_insert(next);
    }
    (numbered(&js, &numbers), numbered(wasm, &numbers))
}

/// How the names of what a crate exports begin that leptos brings for streams between servers and browsers.
const STREAMS: &str = "IntoUnderlying";

/// Without the classes for streams: nothing here makes one. As it is where they do not end as wasm-bindgen writes them.
fn without_streams(js: &str) -> String {
    let begins = |line: &str, start: &str| line.strip_prefix(start).is_some_and(|name| name.starts_with(STREAMS));
    let mut kept = String::with_capacity(js.len());
    let mut dropped_to: Option<fn(&str) -> bool> = None;
    for line in js.lines() {
        if begins(line, "export class ") {
            dropped_to = Some(|line| line == "}");
        } else if begins(line, "const ") {
            dropped_to = Some(|line| line.ends_with(';'));
        }
        match dropped_to {
            Some(is_end) if is_end(line) => dropped_to = None,
            None if !begins(line, "if (Symbol.dispose) ") => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    if dropped_to.is_some() { js.to_owned() } else { kept }
}

/// The names of wasm-bindgen's that end in a hash.
fn names(js: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    js.split(move |byte| !is_name(byte)).filter(|name| {
        let ours = BEGINNINGS.iter().any(|start| name.starts_with(start));
        ours && name.len() > DIGITS && name[name.len() - DIGITS..].iter().all(u8::is_ascii_hexdigit)
    })
}

/// With its number, filled up to the same length, in the place of every name that has one.
fn numbered(bytes: &[u8], numbers: &BTreeMap<&[u8], usize>) -> Vec<u8> {
    let mut numbered = bytes.to_vec();
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        if BEGINNINGS.iter().any(|start| rest.starts_with(start))
            && let Some((name, number)) = numbers.iter().find(|(name, _)| rest.starts_with(name))
        {
            let width = name.len();
            numbered[at..at + width].copy_from_slice(format!("{number:_>width$}").as_bytes());
        }
    }
    numbered
}
