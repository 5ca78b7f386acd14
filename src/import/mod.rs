//! Importers: transcripts in other formats become episodes.
//!
//! ```text
//! bytes ─decode─▶ text ─format─▶ its reader ─▶ Draft: words, labels, times, headings as they stand there
//!       ─paragraphs─▶ cues joined ─people─▶ who is named ─attribution─▶ who asks where nobody is ─▶ Transcript
//!       ─roles, over a whole show─▶ hosts ─parts, openings─▶ answers ─title─▶ Episode
//! ```
//!
//! A [`Transcript`] is a file that was read; it becomes an [episode](Transcript::into_episode) once it is decided who asks, which takes
//! all the files of a show ([`Roles`]). Words are never lost: each is spoken, used as a label, a time or a field, or left out and said so,
//! and a second count of the file, which shares no code with the readers, has to come to the same number ([`WordCount`]).
//!
//! An episode has no ids; [`crate::source::assign_ids`] writes them when it has been printed. One that came in before can be cut anew
//! ([`recut`]).
//!
//! Not here: files, and carrying ids over to a new version of an episode ([`crate::links::carry`]).

mod answers;
mod attribution;
mod captions;
pub mod conversation;
mod count;
mod cue_lines;
mod cue_voices;
mod decode;
mod draft;
mod format;
mod formats;
mod head;
mod input;
mod json;
mod labels;
mod language;
pub mod openings;
mod packed;
mod paragraphs;
mod parts;
mod people;
mod prose;
mod recut;
mod report;
mod roles;
mod segments;
mod title;
mod transcript;
mod unlabelled;
mod web_page;
mod word_run;
mod xml;

pub use count::words as count_words;
pub use format::{Format, Given};
pub use formats::{FORMATS, format_named};
pub use recut::recut;
pub use roles::{Roles, ShowRole, Voices};
pub use transcript::{Imported, PlacedDoubt, Refusal, Transcript, WordCount, WordTimes, read};
