//! The files between the command line and the browser: the search index, encode and decode side by side.
//!
//! A *generation* is one build's index: a folder of `head.bin`, `names.bin`, `vocabulary.bin` and, each with files `<n>.bin`,
//! `words`, `pairs`, `text` and `facets`, named by a hash of all its bytes, so that every file in it may be cached for ever. A
//! file is
//!
//! ```text
//! "ABIX", kind (1 byte), version (1 byte), length of the body (4 bytes, lowest first), the body deflated
//! body: checksum (4 bytes, lowest first) of all behind it, the part's number, the part
//! ```
//!
//! The browser has an inflater of its own, so reading comes in two steps: the body is unpacked in its place, which
//! [`unpacked`] sees, and [`decode_part`] reads it. A file that is damaged, cut short, misplaced or of another version is a [`WireError`], never
//! a panic or a wrong result.
//!
//! Not here: fetching, inflating in the browser, and what the index means ([`crate::search`]).

mod bytes;

mod facets;

mod head;

#[cfg(not(target_arch = "wasm32"))]
mod hits;

mod pairs;

mod text;

mod vocabulary;

mod words;

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
pub use hits::hits_json;

use self::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use self::bytes::Writer;
use crate::search::{Head, Part, PartData, hash};
#[cfg(not(target_arch = "wasm32"))]
use crate::search::{PartView, Parts};

/// The version of every file here; they change together.
const VERSION: u8 = 6;

const MAGIC: [u8; 4] = *b"ABIX";

/// Bytes before the deflated body. The entry script inflates what stands behind them.
pub const PREFIX_LEN: usize = 10;

/// No body is larger: a chunk holds a few answers, and an episode's file at most 32 MB.
const MAX_BODY: u32 = 1 << 28;

/// How hard files are packed, up to 12: at 4 an index is one and a half in a hundred smaller, at 6 three, and takes half as
/// long again to pack, which is most of what encoding takes.
#[cfg(not(target_arch = "wasm32"))]
const DEFLATE_LEVEL: i32 = 1;

/// How many files one core makes at a time.
#[cfg(not(target_arch = "wasm32"))]
const MAX_BITE: usize = 32;

/// Why a file of the index cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireError {
    /// It is something else: an error page, often.
    Foreign,
    /// It ends too early.
    Truncated,
    /// Its bytes are not those that were written.
    Damaged,
    /// It is another part than the one asked for.
    Misplaced,
    /// It was written by another version (told here) than this one reads: a newer one, mostly.
    OtherVersion(u64),
}

impl WireError {
    /// The error as a page shows it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Foreign => "The search index is not where it should be: another file is in its place",
            Self::Truncated => "A file of the search index did not arrive whole",
            Self::Damaged => "A file of the search index is damaged",
            Self::Misplaced => "A file of the search index is in another one’s place",
            Self::OtherVersion(_) => "The search index and this page are of different versions: reload the page",
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for WireError {}

/// What a `.bin` file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A shard of the dictionary.
    Words,
    /// A chunk of answers.
    Text,
    /// Who speaks where.
    Facets,
    /// The names of filters.
    Names,
    /// A shard of the pairs.
    Pairs,
    /// The words of the library.
    Vocabulary,
    /// The manifest.
    Head,
}

/// A `.bin` file, its body still deflated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// What it holds.
    pub kind: Kind,
    /// How many bytes the body has once inflated; any other number is damage.
    pub inflated_len: usize,
    /// Raw deflate: `deflate-raw` to a browser's `DecompressionStream`.
    pub payload: &'a [u8],
}

/// The name of a part's file, relative to the generation's folder.
pub fn part_name(part: Part) -> String {
    let numbered = |folder: &str, nth: u32| [folder, "/", &(nth as usize).to_string(), ".bin"].concat();
    match part {
        Part::Words(nth) => numbered("words", nth),
        Part::Pairs(nth) => numbered("pairs", nth),
        Part::Text(nth) => numbered("text", nth),
        Part::Facets(nth) => numbered("facets", nth),
        Part::Vocabulary => "vocabulary.bin".to_owned(),
        Part::Names => "names.bin".to_owned(),
    }
}

/// The name of the head's file.
pub const HEAD_NAME: &str = "head.bin";

/// Takes a `.bin` file apart.
///
/// # Errors
/// [`WireError`] where it is no such file, is cut short within its first bytes, or of another version.
pub fn split(file: &[u8]) -> Result<Sealed<'_>, WireError> {
    let magic = file.get(..MAGIC.len()).ok_or(WireError::Truncated)?;
    if magic != MAGIC {
        return Err(WireError::Foreign);
    }
    let mut reader = Reader::new(&file[MAGIC.len()..]);
    let kind = reader.byte()?;
    known_version(u64::from(reader.byte()?))?;
    let kind = match kind {
        0 => Kind::Words,
        1 => Kind::Text,
        2 => Kind::Facets,
        3 => Kind::Names,
        4 => Kind::Pairs,
        5 => Kind::Vocabulary,
        6 => Kind::Head,
        _ => return Err(WireError::Damaged),
    };
    let len = reader.bytes(4)?.iter().rev().fold(0, |len, byte| len << 8 | u32::from(*byte));
    if len > MAX_BODY {
        return Err(WireError::Damaged);
    }
    Ok(Sealed { kind, inflated_len: len as usize, payload: &file[PREFIX_LEN..] })
}

/// The body of a file whose deflated part has been unpacked in its place.
///
/// # Errors
/// [`WireError`] as [`split`] has it, and where the body is not as long as the file says.
pub fn unpacked(file: &[u8]) -> Result<&[u8], WireError> {
    let Sealed { inflated_len, payload, .. } = split(file)?;
    if payload.len() == inflated_len { Ok(payload) } else { Err(WireError::Damaged) }
}

fn known_version(version: u64) -> Result<(), WireError> {
    match version {
        _ if version == u64::from(VERSION) => Ok(()),
        0 => Err(WireError::Damaged),
        _ => Err(WireError::OtherVersion(version)),
    }
}

fn kind_of(part: Part) -> (Kind, u32) {
    match part {
        Part::Words(nth) => (Kind::Words, nth),
        Part::Pairs(nth) => (Kind::Pairs, nth),
        Part::Text(nth) => (Kind::Text, nth),
        Part::Facets(nth) => (Kind::Facets, nth),
        Part::Vocabulary => (Kind::Vocabulary, 0),
        Part::Names => (Kind::Names, 0),
    }
}

/// Reads what every inflated body begins with: its checksum, and which file it is.
fn open(body: &[u8], kind: Kind, nth: u32) -> Result<Reader<'_>, WireError> {
    let mut reader = Reader::new(body);
    let sum = reader.bytes(4)?.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    if sum != hash(reader.rest().iter().copied()) {
        return Err(WireError::Damaged);
    }
    match (reader.byte()?, reader.number()?) == (kind as u8, nth) {
        true => Ok(reader),
        false => Err(WireError::Misplaced),
    }
}

/// Reads the inflated body of the head's file.
///
/// # Errors
/// [`WireError`] where the body is cut short, damaged or another file's.
pub fn decode_head(body: &[u8]) -> Result<Head, WireError> {
    let mut reader = open(body, Kind::Head, 0)?;
    let head = head::decode(&mut reader)?;
    reader.end()?;
    Ok(head)
}

/// Reads the inflated body of a part's file.
///
/// # Errors
/// [`WireError`] where the body is cut short, damaged, or another part's.
pub fn decode_part(part: Part, body: &[u8]) -> Result<PartData, WireError> {
    let (kind, nth) = kind_of(part);
    let mut reader = open(body, kind, nth)?;
    let data = match part {
        Part::Words(_) => PartData::Words(words::decode(&mut reader)?),
        Part::Pairs(_) => PartData::Pairs(pairs::decode(&mut reader)?),
        Part::Text(_) => PartData::Text(text::decode(&mut reader)?),
        Part::Facets(_) => PartData::Facets(facets::decode(&mut reader)?),
        Part::Vocabulary => PartData::Vocabulary(vocabulary::decode(&mut reader)?),
        Part::Names => PartData::Names(facets::decode_all_names(&mut reader)?),
    };
    reader.end()?;
    Ok(data)
}

/// Reads a part's whole file, inflating it too.
///
/// # Errors
/// [`WireError`], as [`split`] and [`decode_part`] have it.
#[cfg(not(target_arch = "wasm32"))]
pub fn read_part(part: Part, file: &[u8]) -> Result<PartData, WireError> {
    decode_part(part, &inflated(kind_of(part).0, file)?)
}

/// Reads the head's whole file, inflating it too.
///
/// # Errors
/// [`WireError`], as [`split`] and [`decode_head`] have it.
#[cfg(not(target_arch = "wasm32"))]
pub fn read_head(file: &[u8]) -> Result<Head, WireError> {
    decode_head(&inflated(Kind::Head, file)?)
}

#[cfg(not(target_arch = "wasm32"))]
fn inflated(kind: Kind, file: &[u8]) -> Result<Vec<u8>, WireError> {
    let sealed = split(file)?;
    if sealed.kind != kind {
        return Err(WireError::Misplaced);
    }
    let mut body = vec![0; sealed.inflated_len];
    let len = libdeflater::Decompressor::new().deflate_decompress(sealed.payload, &mut body);
    let len = len.map_err(|_| WireError::Damaged)?;
    if len == sealed.inflated_len { Ok(body) } else { Err(WireError::Damaged) }
}

/// Every file of an index by its name within the generation's folder. The same index gives the same bytes.
#[cfg(not(target_arch = "wasm32"))]
pub fn encode(index: &impl Parts) -> std::collections::BTreeMap<String, Vec<u8>> {
    use rayon::prelude::*;
    let parts = index.parts();
    // In small bites, for the last of a large one would have the other cores wait.
    let files = parts
        .par_iter()
        .with_max_len(MAX_BITE)
        .filter_map(|part| Some((part_name(*part), part_file(*part, &index.part(*part)?))));
    let mut head = opened(Kind::Head, 0);
    head::encode(index.head(), &mut head);
    files.chain([(HEAD_NAME.to_owned(), sealed(Kind::Head, head))]).collect()
}

/// The beginning of every body behind its checksum: which file it is.
#[cfg(not(target_arch = "wasm32"))]
fn opened(kind: Kind, nth: u32) -> Writer {
    let mut out = Writer::default();
    out.byte(kind as u8);
    out.number(nth);
    out
}

#[cfg(not(target_arch = "wasm32"))]
fn part_file(part: Part, view: &PartView<'_>) -> Vec<u8> {
    let (kind, nth) = kind_of(part);
    let mut out = opened(kind, nth);
    match view {
        PartView::Words(words) => words::encode(words, &mut out),
        PartView::Pairs(pairs) => pairs::encode(pairs, &mut out),
        PartView::Text(text) => text::encode(text, &mut out),
        PartView::Facets(facets) => facets::encode(facets, &mut out),
        PartView::Vocabulary(vocabulary) => vocabulary::encode(vocabulary, &mut out),
        PartView::Names(names) => facets::encode_all_names(names, &mut out),
    }
    sealed(kind, out)
}

#[cfg(not(target_arch = "wasm32"))]
fn sealed(kind: Kind, out: Writer) -> Vec<u8> {
    let part = out.into_bytes();
    let mut body = hash(part.iter().copied()).to_le_bytes().to_vec();
    body.extend(part);
    let mut file = MAGIC.to_vec();
    file.extend([kind as u8, VERSION]);
    file.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(deflated(&body));
    file
}

/// Raw deflate. Packer and room are kept, one for each thread: the one has tables to set up, the other is to be cleared.
#[cfg(not(target_arch = "wasm32"))]
fn deflated(body: &[u8]) -> Vec<u8> {
    use libdeflater::{CompressionLvl, Compressor};
    thread_local! {
        static PACKER: std::cell::RefCell<(Compressor, Vec<u8>)> =
            std::cell::RefCell::new((Compressor::new(CompressionLvl::new(DEFLATE_LEVEL).unwrap_or_default()), Vec::new()));
    }
    PACKER.with_borrow_mut(|(packer, room)| {
        let most = packer.deflate_compress_bound(body.len()).max(room.len());
        room.resize(most, 0);
        // The room is as much as it can need.
        let len = packer.deflate_compress(body, room).unwrap_or_default();
        room[..len].to_vec()
    })
}

/// The name of a generation: ten hexadecimal digits of a hash over its files' names and bytes.
#[cfg(not(target_arch = "wasm32"))]
pub fn generation(files: &std::collections::BTreeMap<String, Vec<u8>>) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}
