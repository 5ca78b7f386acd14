//! Identifiers, of which links are made. An id is assigned once and written into the file; it is never derived again.
//!
//! Not here: choosing an id for something that has none ([`crate::source::assign_ids`]).

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use icu_normalizer::ComposingNormalizerBorrowed;
#[cfg(not(target_arch = "wasm32"))]
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
#[cfg(not(target_arch = "wasm32"))]
use icu_properties::{CodePointMapData, CodePointSetData};

/// The greatest length of an id in bytes. An id is the name of a folder, and file systems allow 255 bytes at most.
#[cfg(not(target_arch = "wasm32"))]
pub(super) const MAX_LEN: usize = 80;

/// The letters that new ids are made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IdLetters {
    /// a–z: other letters and other scripts are read in these.
    #[default]
    Latin,
    /// Those of the text.
    Native,
}

/// The error of a text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// The text.
    pub found: String,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no id: expected lower-case letters, digits and single hyphens between them", self.found)
    }
}

impl std::error::Error for InvalidId {}

/// Whether a text is made of lower-case letters and digits in words joined by single hyphens, composed as NFC has it. Such a text is
/// safe in an address, a file name and an HTML attribute; on every system, unless it [`is_device`].
///
/// [`is_device`]: super::is_device
#[cfg(not(target_arch = "wasm32"))]
fn is_valid(text: &str) -> bool {
    let is_word = |word: &str| word.chars().next().is_some_and(|first| !is_mark(first)) && word.chars().all(is_id_char);
    text.len() <= MAX_LEN && text.split('-').all(is_word) && is_composed(text)
}

/// As [`is_valid`], with the letters a–z alone: paragraphs are not named in words.
#[cfg(not(target_arch = "wasm32"))]
fn is_latin(text: &str) -> bool {
    text.is_ascii() && is_valid(text)
}

/// Whether a text is composed as NFC has it: a letter with its accent is one character, and two texts that look alike are the same.
#[cfg(not(target_arch = "wasm32"))]
fn is_composed(text: &str) -> bool {
    text.is_ascii() || ComposingNormalizerBorrowed::new_nfc().is_normalized(text)
}

/// Whether a character may be in a word of an id: letters that have no lower case, and marks, without which some scripts cannot be read, are
/// among them; what nobody sees is not.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn is_id_char(c: char) -> bool {
    use GeneralCategory::{DecimalNumber, LowercaseLetter, ModifierLetter, OtherLetter};
    if c.is_ascii() {
        return c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let is_letter = matches!(category(c), LowercaseLetter | OtherLetter | ModifierLetter | DecimalNumber);
    (is_letter || is_mark(c)) && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether a character is a mark on the one before it.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn is_mark(c: char) -> bool {
    matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark)
}

#[cfg(not(target_arch = "wasm32"))]
fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $is_valid:ident) => {
        $(#[$doc])*
        ///
        /// The default value means "not assigned yet". A file may lack ids until `answerbook ids` writes them; the build
        /// refuses it until then.
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id with this text.
            ///
            /// # Errors
            /// [`InvalidId`] unless the text is lower-case letters and digits in words joined by single hyphens, at most
            /// 80 bytes.
            #[cfg(not(target_arch = "wasm32"))]
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                if $is_valid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId { found: text.to_owned() }) }
            }

            /// The id's text; empty if no id is assigned.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether an id is assigned.
            pub fn is_assigned(&self) -> bool {
                !self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id_type! {
    /// The id of an episode, which is its folder in the site's addresses.
    EpisodeId, is_valid
}
id_type! {
    /// The id of an answer: readable, unique within its episode.
    AnswerId, is_valid
}
id_type! {
    /// The id of a paragraph: short, of the letters a–z and digits, unique within its episode.
    ParagraphId, is_latin
}
id_type! {
    /// The id of a speaker, which is the same in every episode.
    SpeakerId, is_valid
}
id_type! {
    /// The id of a topic, unique in the library.
    TopicId, is_valid
}
