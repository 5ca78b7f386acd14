//! Identifiers: what links are made of. Assigned once, written down, and never derived again.
//!
//! Not here: choosing a new id for something that has none (that is [`crate::source`]'s `ids`).

use std::fmt;

/// The most bytes an id may have: it becomes a folder's name in an address.
const MAX_LEN: usize = 80;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// The text that was to become an id.
    pub found: String,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no id: expected lower-case letters a–z, digits and single hyphens between them", self.found)
    }
}

impl std::error::Error for InvalidId {}

/// Lower-case ASCII letters and digits in words joined by single hyphens: safe in an address, a file name and an
/// HTML attribute on every system.
fn is_valid(text: &str) -> bool {
    text.len() <= MAX_LEN
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// The readable id nearest to a text: `"VP & GM?"` becomes `vp-gm`. At most `max_words` words; empty when the text has
/// no ASCII letter or digit.
pub fn slug(text: &str, max_words: usize) -> String {
    let lower = text.to_lowercase().replace(['\'', '’'], "");
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words.take(max_words) {
        if slug.len() + word.len() + 1 > MAX_LEN {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// The default value stands for "not assigned yet". It lives only between reading an episode and `ids`; the
        /// build refuses it.
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// An id from its text.
            ///
            /// # Errors
            /// [`InvalidId`] unless the text is lower-case ASCII letters and digits in words joined by single hyphens,
            /// at most 80 bytes.
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                if is_valid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId { found: text.to_owned() }) }
            }

            /// The id's text; empty when none is assigned.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether an id has been written down.
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
    /// An episode's id: its folder in the site's addresses.
    EpisodeId
}
id_type! {
    /// An answer's id, readable, unique within its episode.
    AnswerId
}
id_type! {
    /// A paragraph's id, short, unique within its episode.
    ParagraphId
}
id_type! {
    /// A speaker's id: the same person has the same one throughout the library.
    SpeakerId
}
id_type! {
    /// A topic's id, unique in the library.
    TopicId
}
