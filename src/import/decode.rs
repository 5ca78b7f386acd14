//! Bytes become text, whatever their encoding.
//!
//! A byte order mark decides; else UTF-8 if the bytes are that; else UTF-16 if every second byte is mostly zero; else the guess that
//! browsers make for pages that do not say. Not here: which format a text is in ([`super::format`]).

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell text from other data.
const SAMPLE: usize = 64 << 10;

/// A text with what its bytes were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The name of the encoding where it was another than UTF-8.
    pub(super) encoding: Option<&'static str>,
    /// Whether some bytes were none of the encoding, and are `�` in the text.
    pub(super) is_damaged: bool,
}

/// The text of some bytes. NUL bytes become `�`.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| guess(bytes), |(encoding, _)| encoding);
    let (text, used, is_damaged) = encoding.decode(bytes);
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text };
    let text = if text.contains('\r') { unix_lines(&text) } else { text.into_owned() };
    Decoded { text, encoding: (used != UTF_8).then(|| used.name()), is_damaged }
}

/// A text whose lines end in a line feed alone, as it is, with a carriage return for a line's end or with both.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a mark: in most scripts many characters are below U+0100, so that one byte of each is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes[..bytes.len().min(SAMPLE)].as_chunks::<2>().0;
    let zeros = |nth: usize| pairs.iter().filter(|pair| pair[nth] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    match pairs.len() / 4 {
        0 => None,
        least if second > least && first < second / 8 => Some(UTF_16LE),
        least if first > least && second < first / 8 => Some(UTF_16BE),
        _ => None,
    }
}

/// What bytes are that are no text: a recording, a picture, a packed file; `None` where they may be a text.
pub(super) fn kind_of_binary(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 16] = [
        (b"ID3", "an MP3 recording"),
        (b"\xFF\xFB", "an MP3 recording"),
        (b"\xFF\xF3", "an MP3 recording"),
        (b"RIFF", "a WAV recording or a video"),
        (b"OggS", "an Ogg recording"),
        (b"fLaC", "a FLAC recording"),
        (b"\x1A\x45\xDF\xA3", "a Matroska or WebM recording"),
        (b"%PDF", "a PDF file"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1F\x8B", "a gzip file"),
        (b"7z\xBC\xAF", "a 7-Zip file"),
        (b"Rar!", "a RAR file"),
        (b"\xD0\xCF\x11\xE0", "a Word document of the old binary kind"),
        (b"{\\rtf", "a Rich Text file"),
    ];
    if let Some((_, kind)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        // A Word document is a packed folder; other packed folders are in no format.
        return None;
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("an MP4 recording");
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let has_mark = Encoding::for_bom(bytes).is_some();
    let controls = sample
        .iter()
        .filter(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    (!has_mark && !is_zip && wide(bytes).is_none() && controls * 20 > sample.len())
        .then_some("a file of bytes that are no text")
}
