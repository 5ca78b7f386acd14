//! Identifiers, of which links are made. An id is assigned once and written into the file; it is never derived again.
//!
//! Not here: choosing an id for something that has none ([`crate::source::assign_ids`]).

use std::fmt;

/// The greatest length of an id in bytes. An id is the name of a folder, and file systems allow 255 bytes at most.
pub(super) const MAX_LEN: usize = 80;

/// The error of a text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// The text.
    pub found: String,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no id: expected lower-case letters a–z, digits and single hyphens between them", self.found)
    }
}

impl std::error::Error for InvalidId {}

/// Whether a text is made of lower-case ASCII letters and digits in words joined by single hyphens. Such a text is safe
/// in an address, a file name and an HTML attribute; on every system, unless it [`is_device`].
fn is_valid(text: &str) -> bool {
    text.len() <= MAX_LEN
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
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
            /// [`InvalidId`] unless the text is lower-case ASCII letters and digits in words joined by single hyphens,
            /// at most 80 bytes.
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                if is_valid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId { found: text.to_owned() }) }
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
    EpisodeId
}
id_type! {
    /// The id of an answer: readable, unique within its episode.
    AnswerId
}
id_type! {
    /// The id of a paragraph: short, unique within its episode.
    ParagraphId
}
id_type! {
    /// The id of a speaker, which is the same in every episode.
    SpeakerId
}
id_type! {
    /// The id of a topic, unique in the library.
    TopicId
}
