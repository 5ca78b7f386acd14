//! The files of the search index, between the command line and the browser: encoders and decoders side by side.
//!
//! A *generation* is the index of one build: a folder of `head.bin`, `names.bin`, `vocabulary.bin` and, each with files `<n>.bin`,
//! `words`, `pairs`, `text` and `facets`; and `suggest`, the texts behind the search field's suggestions. It is named by a hash of all
//! its bytes, so every file in it may be cached for ever. A file is
//!
//! ```text
//! "ABIX", kind (1 byte), version (1 byte), length of the body (4 bytes, little-endian), the body deflated
//! body: checksum (4 bytes, little-endian) of all behind it, kind, number of the part, the part
//! ```
//!
//! The browser has an inflater of its own, so it reads a file in two steps: it replaces the deflated body by the inflated one,
//! which [`unpacked`] checks, and [`decode_part`] decodes that. A file that is damaged, cut short, misplaced or of another version
//! gives a [`WireError`], never a panic or a wrong result.
//!
//! Not here: fetching, inflating in the browser, and what the index means ([`crate::search`]).

mod bigrams;

mod bytes;

mod dictionary;

mod documents;

mod facets;

mod head;

#[cfg(not(target_arch = "wasm32"))]
mod hits;

mod vocabulary;

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
pub use hits::hits_json;

use self::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use self::bytes::Writer;
use crate::search::{Head, Part, PartData};
#[cfg(not(target_arch = "wasm32"))]
use crate::search::{PartView, Parts};
use crate::transcript::fnv1a_32;
#[cfg(not(target_arch = "wasm32"))]
use crate::transcript::hex;

/// The version of all files, which change together.
const VERSION: u8 = 7;

const MAGIC: [u8; 4] = *b"ABIX";

/// The length of what precedes the deflated body, in bytes. The entry script inflates what follows.
pub const PREFIX_LEN: usize = 10;

/// The longest body, in bytes. A chunk holds a few answers, and an episode's file is at most 32 MB.
const MAX_BODY: u32 = 1 << 28;

/// The level of compression, up to 12. At 4 an index is 1.5 % smaller, at 6 3 %, and encoding takes half as long again.
#[cfg(not(target_arch = "wasm32"))]
const DEFLATE_LEVEL: i32 = 1;

/// The most files that one core makes at a time.
#[cfg(not(target_arch = "wasm32"))]
const MAX_BATCH: usize = 32;

/// The reason why a file of the index cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireError {
    /// It is another kind of file, often an error page.
    Foreign,
    /// It is cut short.
    Truncated,
    /// Its bytes are not those that were written.
    Damaged,
    /// It is another part than the one asked for.
    Misplaced,
    /// It has this version, which is not the one that is read here; mostly it is newer.
    OtherVersion(u64),
}

impl WireError {
    /// The sentence that a page shows.
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

/// The kind of a `.bin` file. The numbers are in the files, and never change their meaning within a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A shard of the dictionary.
    Dictionary = 0,
    /// A document chunk.
    Documents = 1,
    /// A facet chunk.
    Facets = 2,
    /// The values of all facets.
    FacetNames = 3,
    /// A shard of the bigrams.
    Bigrams = 4,
    /// The vocabulary.
    Vocabulary = 5,
    /// The head.
    Head = 6,
    /// A text for the search field's suggestions, which only their script reads.
    Suggestions = 7,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Dictionary,
        Self::Documents,
        Self::Facets,
        Self::FacetNames,
        Self::Bigrams,
        Self::Vocabulary,
        Self::Head,
        Self::Suggestions,
    ];
}

impl TryFrom<u8> for Kind {
    type Error = WireError;

    fn try_from(number: u8) -> Result<Self, WireError> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number).ok_or(WireError::Damaged)
    }
}

/// A `.bin` file with its body still deflated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// The kind of its contents.
    pub kind: Kind,
    /// The length of the inflated body, in bytes; any other is damage.
    pub inflated_len: usize,
    /// The body in raw deflate, which a browser's `DecompressionStream` calls `deflate-raw`.
    pub payload: &'a [u8],
}

/// The path of a part's file, relative to the generation's folder.
pub fn part_name(part: Part) -> String {
    let numbered = |folder: &str, nth: u32| [folder, "/", &(nth as usize).to_string(), ".bin"].concat();
    match part {
        Part::Dictionary(nth) => numbered("words", nth),
        Part::Bigrams(nth) => numbered("pairs", nth),
        Part::Documents(nth) => numbered("text", nth),
        Part::Facets(nth) => numbered("facets", nth),
        Part::Vocabulary => "vocabulary.bin".to_owned(),
        Part::FacetNames => "names.bin".to_owned(),
    }
}

/// The path of the head's file, relative to the generation's folder.
pub const HEAD_NAME: &str = "head.bin";

/// The envelope of a `.bin` file.
///
/// # Errors
/// [`WireError`] where the file is of another format or version, or is cut short within its first bytes.
pub fn split(file: &[u8]) -> Result<Sealed<'_>, WireError> {
    let magic = file.get(..MAGIC.len()).ok_or(WireError::Truncated)?;
    if magic != MAGIC {
        return Err(WireError::Foreign);
    }
    let mut reader = Reader::new(&file[MAGIC.len()..]);
    let kind = reader.byte()?;
    known_version(u64::from(reader.byte()?))?;
    let kind = Kind::try_from(kind)?;
    let len = reader.bytes(4)?.iter().rev().fold(0, |len, byte| len << 8 | u32::from(*byte));
    if len > MAX_BODY {
        return Err(WireError::Damaged);
    }
    Ok(Sealed { kind, inflated_len: len as usize, payload: &file[PREFIX_LEN..] })
}

/// The body of a file in which the inflated body has replaced the deflated one.
///
/// # Errors
/// [`WireError`] as for [`split`], and where the body is not as long as the file says.
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

fn kind_and_number(part: Part) -> (Kind, u32) {
    match part {
        Part::Dictionary(nth) => (Kind::Dictionary, nth),
        Part::Bigrams(nth) => (Kind::Bigrams, nth),
        Part::Documents(nth) => (Kind::Documents, nth),
        Part::Facets(nth) => (Kind::Facets, nth),
        Part::Vocabulary => (Kind::Vocabulary, 0),
        Part::FacetNames => (Kind::FacetNames, 0),
    }
}

/// A reader behind what every inflated body begins with: its checksum, its kind and the number of its part.
fn open(body: &[u8], kind: Kind, nth: u32) -> Result<Reader<'_>, WireError> {
    let mut reader = Reader::new(body);
    let sum = reader.bytes(4)?.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    if sum != fnv1a_32(reader.rest().iter().copied()) {
        return Err(WireError::Damaged);
    }
    match (reader.byte()?, reader.number()?) == (kind as u8, nth) {
        true => Ok(reader),
        false => Err(WireError::Misplaced),
    }
}

/// The head that an inflated body holds.
///
/// # Errors
/// [`WireError`] where the body is cut short, damaged or of another file.
pub fn decode_head(body: &[u8]) -> Result<Head, WireError> {
    let mut reader = open(body, Kind::Head, 0)?;
    let head = head::decode(&mut reader)?;
    reader.end()?;
    Ok(head)
}

/// The part that an inflated body holds.
///
/// # Errors
/// [`WireError`] where the body is cut short, damaged or of another part.
pub fn decode_part(part: Part, body: &[u8]) -> Result<PartData, WireError> {
    let (kind, nth) = kind_and_number(part);
    let mut reader = open(body, kind, nth)?;
    let data = match part {
        Part::Dictionary(_) => PartData::Dictionary(dictionary::decode(&mut reader)?),
        Part::Bigrams(_) => PartData::Bigrams(bigrams::decode(&mut reader)?),
        Part::Documents(_) => PartData::Documents(documents::decode(&mut reader)?),
        Part::Facets(_) => PartData::Facets(facets::decode_chunk(&mut reader)?),
        Part::Vocabulary => PartData::Vocabulary(vocabulary::decode(&mut reader)?),
        Part::FacetNames => PartData::FacetNames(facets::decode_names(&mut reader)?),
    };
    reader.end()?;
    Ok(data)
}

/// The part that a whole file holds.
///
/// # Errors
/// [`WireError`] as for [`split`] and [`decode_part`].
#[cfg(not(target_arch = "wasm32"))]
pub fn read_part(part: Part, file: &[u8]) -> Result<PartData, WireError> {
    decode_part(part, &inflated(kind_and_number(part).0, file)?)
}

/// The head that a whole file holds.
///
/// # Errors
/// [`WireError`] as for [`split`] and [`decode_head`].
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

/// The files of an index by their paths within the generation's folder. The same index gives the same bytes.
#[cfg(not(target_arch = "wasm32"))]
pub fn encode(index: &impl Parts) -> std::collections::BTreeMap<String, Vec<u8>> {
    use rayon::prelude::*;
    let parts = index.parts();
    // Small batches: at the end of a large one the other cores would wait.
    let files = parts
        .par_iter()
        .with_max_len(MAX_BATCH)
        .filter_map(|part| Some((part_name(*part), part_file(*part, &index.part(*part)?))));
    let mut head = opened(Kind::Head, 0);
    head::encode(index.head(), &mut head);
    files.chain([(HEAD_NAME.to_owned(), sealed(Kind::Head, head))]).collect()
}

/// A writer with what every body begins with behind its checksum: the kind and the number of the part.
#[cfg(not(target_arch = "wasm32"))]
fn opened(kind: Kind, nth: u32) -> Writer {
    let mut out = Writer::default();
    out.byte(kind as u8);
    out.number(nth);
    out
}

#[cfg(not(target_arch = "wasm32"))]
fn part_file(part: Part, view: &PartView<'_>) -> Vec<u8> {
    let (kind, nth) = kind_and_number(part);
    let mut out = opened(kind, nth);
    match view {
        PartView::Dictionary(shard) => dictionary::encode(shard, &mut out),
        PartView::Bigrams(shard) => bigrams::encode(shard, &mut out),
        PartView::Documents(chunk) => documents::encode(chunk, &mut out),
        PartView::Facets(chunk) => facets::encode_chunk(chunk, &mut out),
        PartView::Vocabulary(vocabulary) => vocabulary::encode(vocabulary, &mut out),
        PartView::FacetNames(names) => facets::encode_names(names, &mut out),
    }
    sealed(kind, out)
}

/// A file with a text for the search field's suggestions. They are many small files, so they are deflated as far as they can be.
#[cfg(not(target_arch = "wasm32"))]
pub fn suggestions_file(text: &str) -> Vec<u8> {
    let mut out = opened(Kind::Suggestions, 0);
    out.bytes(text.as_bytes());
    sealed_by(&tightly_deflated, Kind::Suggestions, out)
}

/// The text of such a file.
///
/// # Errors
/// [`WireError`] as for [`split`] and [`decode_part`].
#[cfg(not(target_arch = "wasm32"))]
pub fn read_suggestions(file: &[u8]) -> Result<String, WireError> {
    let body = inflated(Kind::Suggestions, file)?;
    let reader = open(&body, Kind::Suggestions, 0)?;
    String::from_utf8(reader.rest().to_vec()).map_err(|_| WireError::Damaged)
}

#[cfg(not(target_arch = "wasm32"))]
fn sealed(kind: Kind, out: Writer) -> Vec<u8> {
    sealed_by(&deflated, kind, out)
}

#[cfg(not(target_arch = "wasm32"))]
fn sealed_by(deflate: &dyn Fn(&[u8]) -> Vec<u8>, kind: Kind, out: Writer) -> Vec<u8> {
    let part = out.into_bytes();
    let mut body = fnv1a_32(part.iter().copied()).to_le_bytes().to_vec();
    body.extend(part);
    let mut file = MAGIC.to_vec();
    file.extend([kind as u8, VERSION]);
    file.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(deflate(&body));
    file
}

/// A body in raw deflate, as small as it gets.
#[cfg(not(target_arch = "wasm32"))]
fn tightly_deflated(body: &[u8]) -> Vec<u8> {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::best());
    let mut file = vec![0; compressor.deflate_compress_bound(body.len())];
    // The buffer is as large as the result can be.
    let len = compressor.deflate_compress(body, &mut file).unwrap_or_default();
    file.truncate(len);
    file
}

/// A body in raw deflate. Each thread keeps its compressor and buffer: setting up the one and clearing the other takes time.
#[cfg(not(target_arch = "wasm32"))]
fn deflated(body: &[u8]) -> Vec<u8> {
    use libdeflater::{CompressionLvl, Compressor};
    thread_local! {
        static COMPRESSOR: std::cell::RefCell<(Compressor, Vec<u8>)> =
            std::cell::RefCell::new((Compressor::new(CompressionLvl::new(DEFLATE_LEVEL).unwrap_or_default()), Vec::new()));
    }
    COMPRESSOR.with_borrow_mut(|(compressor, buffer)| {
        let bound = compressor.deflate_compress_bound(body.len()).max(buffer.len());
        buffer.resize(bound, 0);
        // The buffer is as large as the result can be.
        let len = compressor.deflate_compress(body, buffer).unwrap_or_default();
        buffer[..len].to_vec()
    })
}

/// The bytes of a hash that name a generation.
#[cfg(not(target_arch = "wasm32"))]
const GENERATION_BYTES: usize = 5;

/// The name of a generation: ten hexadecimal digits of SHA-256 over its files' names and bytes.
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
    hex(&hash.finalize(), GENERATION_BYTES)
}
