//! The app's WebAssembly and the JavaScript that wasm-bindgen writes to go with it, as readers fetch them: the same, smaller.
//!
//! wasm-bindgen tells its imports apart by hashes in their names, and no compressor can do anything about those; numbers of the
//! same length, in both files, do as well. Remarks and indentation go too, a tenth of the JavaScript. A minifier is not used: those that we could
//! build on cannot read this JavaScript.
//! Not here: how the two are made ([`super::shell`]).

use std::collections::BTreeMap;

use crate::publish::lean;

/// How many digits wasm-bindgen's hashes have.
const DIGITS: usize = 16;

/// Both files made smaller. As they are where the JavaScript is none of the kind.
pub(super) fn slim(js: &[u8], wasm: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let Ok(text) = std::str::from_utf8(js) else { return (js.to_vec(), wasm.to_vec()) };
    let js = lean(text).into_bytes();
    let mut numbers: BTreeMap<&[u8], usize> = BTreeMap::new();
    for at in hashes(&js) {
        let next = numbers.len();
        numbers.entry(&js[at..at + DIGITS]).or_insert(next);
    }
    (numbered(&js, &numbers), numbered(wasm, &numbers))
}

/// Where a name of wasm-bindgen's ends in a hash.
fn hashes(js: &[u8]) -> impl Iterator<Item = usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut names = Vec::new();
    let mut start = 0;
    for name in js.split(|byte| !is_name(byte)) {
        let ours = name.starts_with(b"__wb") || name.starts_with(b"wasm_bindgen__");
        if ours && name.len() > DIGITS && name[name.len() - DIGITS..].iter().all(u8::is_ascii_hexdigit) {
            names.push(start + name.len() - DIGITS);
        }
        start += name.len() + 1;
    }
    names.into_iter()
}

/// With the number in the place of every hash that has one.
fn numbered(bytes: &[u8], numbers: &BTreeMap<&[u8], usize>) -> Vec<u8> {
    let mut numbered = bytes.to_vec();
    for (at, hash) in bytes.windows(DIGITS).enumerate() {
        if hash[0].is_ascii_hexdigit()
            && let Some(number) = numbers.get(hash)
        {
            numbered[at..at + DIGITS].copy_from_slice(format!("{number:0DIGITS$}").as_bytes());
        }
    }
    numbered
}
