//! Versions of texts: short hashes by which a link, the ledger and the archive of published texts name a text. This is a part of
//! [`super`] that also runs in the browser.
//!
//! A version is the beginning of a SHA-256: 32 hexadecimal digits of it in the ledger and the archive, of which links carry the
//! first 12. Earlier releases wrote 12 digits of an FNV-1a everywhere; whatever they published is still read.
//!
//! Not here: which texts were published ([`super::ledger`](super::Ledger)).

#[cfg(not(target_arch = "wasm32"))]
use std::fmt;

use crate::transcript::{fnv1a_64, hex};

/// The digits of a version in a link: 48 bits. With more, links are longer; with fewer, two texts of one episode may share them by
/// chance. A release refuses two that do.
pub(super) const LINK_DIGITS: usize = 12;

/// The bytes of a version in the ledger: 128 bits, which nobody can make two texts for.
#[cfg(not(target_arch = "wasm32"))]
const VERSION_BYTES: usize = 16;

/// The byte between two parts of a text. It occurs in no UTF-8, so that no other division of the text has the same bytes.
const PART_END: u8 = 0xFF;

/// The digits by which a link names a text. Published links contain them, so the result must never change.
pub fn link_version(text: &str) -> String {
    hex(&sha256(&[text]), LINK_DIGITS / 2)
}

/// The digits by which links of earlier releases name a text.
pub fn earlier_link_version(text: &str) -> String {
    earlier_digits(&[text])
}

/// Whether a link that names these digits means this text, in the present way or in that of earlier releases.
pub fn is_link_version(digits: &str, text: &str) -> bool {
    digits == link_version(text) || digits == earlier_link_version(text)
}

/// The upper 48 bits of the 64-bit FNV-1a of a text in several parts, in hexadecimal digits.
fn earlier_digits(parts: &[&str]) -> String {
    let hash = fnv1a_64(parts.iter().flat_map(|part| part.bytes().chain([PART_END])));
    hex(&hash.to_be_bytes(), LINK_DIGITS / 2)
}

/// The SHA-256 of a text in several parts.
#[cfg(target_arch = "wasm32")]
fn sha256(parts: &[&str]) -> [u8; 32] {
    let mut hash = hmac_sha256::Hash::new();
    for part in parts {
        hash.update(part);
        hash.update([PART_END]);
    }
    hash.finalize()
}

/// The SHA-256 of a text in several parts.
#[cfg(not(target_arch = "wasm32"))]
fn sha256(parts: &[&str]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([PART_END]);
    }
    hash.finalize().into()
}

/// A version as the ledger and the archive of published texts have it. `Display` writes its digits.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    bytes: [u8; VERSION_BYTES],
    /// How many hexadecimal digits of the bytes it has.
    digits: u8,
}

#[cfg(not(target_arch = "wasm32"))]
impl Version {
    /// The version of a text in several parts.
    pub fn of(parts: &[&str]) -> Self {
        let hash = sha256(parts);
        Self { bytes: std::array::from_fn(|nth| hash[nth]), digits: 2 * VERSION_BYTES as u8 }
    }

    /// The version that earlier releases gave a text in several parts.
    pub fn earlier_of(parts: &[&str]) -> Self {
        Self::parse(&earlier_digits(parts)).unwrap_or(Self { bytes: [0; VERSION_BYTES], digits: 0 })
    }

    /// The version with these digits; `None` if they are none, or too many.
    pub fn parse(text: &str) -> Option<Self> {
        let mut version = Self { bytes: [0; VERSION_BYTES], digits: u8::try_from(text.len()).ok()? };
        if !(1..=2 * VERSION_BYTES).contains(&text.len()) {
            return None;
        }
        for (nth, digit) in text.bytes().enumerate() {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            version.bytes[nth / 2] |= if nth.is_multiple_of(2) { value << 4 } else { value };
        }
        Some(version)
    }

    /// Whether this is a text's version, in the present way or in that of earlier releases.
    pub fn is_of(self, text: &str) -> bool {
        self == Self::of(&[text]) || self == Self::earlier_of(&[text])
    }

    /// Whether an earlier release gave it.
    pub fn is_earlier(self) -> bool {
        usize::from(self.digits) < 2 * VERSION_BYTES
    }

    /// As many digits as there are, up to `max`.
    fn first_digits(self, max: usize) -> String {
        let mut digits = hex(&self.bytes, VERSION_BYTES);
        digits.truncate(max.min(self.digits.into()));
        digits
    }

    /// The digits that links carry.
    pub fn link_digits(self) -> String {
        self.first_digits(LINK_DIGITS)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.first_digits(usize::MAX))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
