//! The model: episodes, their speakers, and the answers they are made of. Pure values with invariants.
//!
//! An [`Episode`] is a list of [`Answer`]s, an answer is a list of [`Turn`]s, and a turn is one speaker's [`Paragraph`]s.
//! The text of a paragraph is verbatim and never changed: [`Correction`]s are a layer over it, which
//! [`Episode::reading`] applies. A [`Library`] is all episodes, with the [`Site`] that publishes them and the [`Topic`]s
//! of their answers.
//!
//! Not here: any format. Nothing in this module reads or writes text, files or HTML, and nothing is serialised from it. It
//! depends on none of the other modules.

mod id;

mod date;

mod time;

mod title;

mod episode;

mod answer;

#[cfg(not(target_arch = "wasm32"))]
mod conflict;

mod correction;

mod topic;

mod facet;

mod hash;

mod library;

#[cfg(not(target_arch = "wasm32"))]
mod library_correction;

#[cfg(not(target_arch = "wasm32"))]
mod new_id;

mod problem;

#[cfg(not(target_arch = "wasm32"))]
mod placeholder;

pub use answer::{Answer, Paragraph, PartKind, Turn};
#[cfg(not(target_arch = "wasm32"))]
pub use conflict::{CONFLICT_SEPARATOR, conflict_marker};
pub use correction::{Correction, Piece, PlacedCorrection};
pub use date::Date;
pub use episode::{Episode, ImportSource, Role, Speaker, Status};
pub use facet::{Facet, PerFacet};
pub use hash::{fnv1a_32, fnv1a_64, hex};
pub use id::{AnswerId, EpisodeId, IdLetters, InvalidId, ParagraphId, SpeakerId, TopicId};
pub use library::{
    Accent, BackendKind, EmbedTheme, FormerIds, HomeLink, Library, LibraryEntry, LibrarySpeaker, Pictures, PicturesPer,
    SearchBackend, Site,
};
#[cfg(not(target_arch = "wasm32"))]
pub use library_correction::{Exception, LibraryCorrection, LibraryCorrections, PlaceCount, Placed, is_whole_word};
#[cfg(not(target_arch = "wasm32"))]
pub use new_id::{IdNumbers, MAX_NUMBERED_BYTES, SpeakerIds, is_device, shortened, slug, slug_of_latin};
#[cfg(not(target_arch = "wasm32"))]
pub use placeholder::looks_like_placeholder;
pub use problem::{LineColumn, Problem, ProblemList, Severity};
pub use time::Millis;
pub use title::last_question;
pub use topic::{TermMatcher, Topic, fold_words, most_telling};
