//! Decoding: bytes become text. Bytes that are not UTF-8 text are refused, with a guess at what they are.
//!
//! Not here: conversion. The editor of a file in another encoding has to save it as UTF-8.

use super::WithProblems;
use crate::transcript::Problem;

/// The greatest size of a file: 32 MiB. The transcript of a whole day has less than one.
const MAX_BYTES: usize = 32 << 20;

/// The greatest size of a file that grows with every release, 2 GiB: the ledger of some ten thousand long episodes.
pub const MAX_LOG_BYTES: usize = 2 << 30;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of a file. A byte order mark is dropped with a warning. `value` is `None`, with one error, if the file is over
/// 32 MiB, is not UTF-8, or contains a NUL byte. Such an error names line and byte in words, since there is no text for its
/// span.
pub fn decode(bytes: &[u8]) -> WithProblems<String> {
    if bytes.len() > MAX_BYTES {
        return refused(too_large(bytes.len()));
    }
    decode_log(bytes)
}

/// As [`decode`], for a file of any size.
pub fn decode_log(bytes: &[u8]) -> WithProblems<String> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return refused(Problem::error(0..0, "not UTF-8 but UTF-16").help("save the file as UTF-8"));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return refused(binary(bytes, at));
    }
    let (bytes, marked) = bytes.strip_prefix(BYTE_ORDER_MARK).map_or((bytes, false), |rest| (rest, true));
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            WithProblems { value: Some(text.to_owned()), problems: marked.then(dropped_mark).into_iter().collect() }
        }
        Err(error) => refused(not_utf8(bytes, error.valid_up_to())),
    }
}

fn refused(problem: Problem) -> WithProblems<String> {
    WithProblems { value: None, problems: vec![problem] }
}

fn dropped_mark() -> Problem {
    Problem::warning(0..0, "byte order mark").help("save the file as UTF-8 without one; it was passed over")
}

fn too_large(len: usize) -> Problem {
    let mebibytes = len.div_ceil(1 << 20);
    Problem::error(0..0, "file too large")
        .found(format!("{mebibytes} MiB"))
        .expected(format!("at most {} MiB", MAX_BYTES >> 20))
        .help("one file holds one episode: is this a recording, or many episodes in one?")
}

fn binary(bytes: &[u8], at: usize) -> Problem {
    Problem::error(0..0, format!("not a text: NUL byte {}", position(bytes, at)))
        .expected("UTF-8 text")
        .help("this looks like a binary file, or a text in UTF-16")
}

fn not_utf8(bytes: &[u8], at: usize) -> Problem {
    let byte = bytes.get(at).copied().unwrap_or_default();
    Problem::error(0..0, format!("not UTF-8: {}", position(bytes, at)))
        .found(format!("byte 0x{byte:02X}"))
        .expected("UTF-8 text")
        .help(guess(bytes, byte))
}

/// The most likely encoding of bytes that are not UTF-8. Control characters other than blanks and line breaks are rare in
/// texts of any encoding.
fn guess(bytes: &[u8], byte: u8) -> String {
    let controls = bytes.iter().filter(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r')).count();
    if controls * 50 > bytes.len() {
        return "this looks like a binary file".to_owned();
    }
    match byte {
        0x80..=0x9F => "this is probably Windows-1252: save the file as UTF-8".to_owned(),
        _ => format!("this is probably Latin-1 (“{}”): save the file as UTF-8", char::from(byte)),
    }
}

fn position(bytes: &[u8], at: usize) -> String {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line}, byte {} of the file", at + 1)
}
