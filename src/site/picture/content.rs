//! The content of a preview picture, with the hash by which a caller knows whether to draw it again, and the drawn
//! picture.
//!
//! Not here: drawing ([`super::draw`]), the contents of a library's pictures ([`super::pictures`]).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::transcript::hex;

/// The width of a picture, in pixels.
pub const WIDTH: u32 = 1200;

/// The height of a picture, in pixels.
pub const HEIGHT: u32 = 630;

/// The version of the drawing. A change of it has every picture drawn again; it changes when the same content looks
/// different.
const GENERATION: u32 = 2;

/// How many bytes of a content's hash are its name.
const HASH_BYTES: usize = 16;

/// The content of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureContent {
    /// The picture's address on the site. It is not shown.
    pub path: String,
    /// The site's title, at the top.
    pub site: String,
    /// The title of the page, large.
    pub title: String,
    /// A line of what was said, verbatim; may be empty.
    pub words: String,
    /// The people, such as the guests of an interview.
    pub who: String,
    /// The publisher of the text.
    pub publisher: String,
    /// The accent colour, `#rrggbb`.
    pub accent: String,
}

impl PictureContent {
    /// A hash of all that the picture shows: of everything but its path.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(GENERATION.to_le_bytes());
        for part in [&self.site, &self.title, &self.words, &self.who, &self.publisher, &self.accent] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hex(&hash.finalize(), HASH_BYTES)
    }
}

/// A picture that was drawn.
#[derive(Debug, Clone, Default)]
pub struct DrawnPicture {
    /// The PNG file.
    pub png: Vec<u8>,
    /// The letters that were left out because no font has them.
    pub missing: BTreeSet<char>,
}
