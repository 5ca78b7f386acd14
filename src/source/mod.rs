//! The canonical form of an episode, text ⇄ model, lossless both ways, and the settings beside the episodes.
//!
//! Reading never fails: it gives what it could read and every problem, each with its exact place. Nothing here touches a
//! file: bytes and texts come in, values and texts go out. No other format is read here, and nothing is published.
//!
//! # The specification
//!
//! An episode is one file of UTF-8 text: *front matter*, which is [TOML](https://toml.io) between two lines `+++`, and a
//! *body* in a small part of Markdown. Lines end in LF or CRLF. A file has at most 32 MiB. (Where this page is source code,
//! the example's headings have one `#` more: rustdoc takes it away.)
//!
//! ```
//! use answerbook::source::{print_episode, read_episode};
//!
//! let text = r##"+++
//! id = "sample-talk"
//! title = "A sample of talk"
//! date = 2022-03-20
//! publisher = "Sample Publisher"
//! rights = "© Sample Publisher, by permission"
//! original = "https://talks.example/42"
//! summary = "How a conversation is written down."
//! language = "en"
//! status = "unlisted"
//! topics = ["writing"]
//! audio = "audio/42.mp3"
//! speakers = [
//!   { id = "sample-host", name = "Sample Host", role = "host" },
//!   { id = "sample-guest", name = "Sample Guest", role = "guest", about = "Writer of samples" },
//! ]
//! corrections = [
//!   { at = "c3d4", heard = "right it down", meant = "write it down" },
//!   { at = "c3d4", heard = "reed", meant = "read", occurrence = 2 },
//! ]
//! +++
//!
//! ### How a turn is written {#how-a-turn-is-written +writing -careers}
//!
//! **Sample Host:** How do you write down what was said? ^a1b2
//!
//! **Sample Guest:** [12:34] You right it down. Others reed it, and you reed it. ^c3d4
//!
//! [12:41.500] A second paragraph of the same turn: *stars*, _lines_ and <b>tags</b> are text. ^e5f6
//!
//! ###
//!
//! **Sample Host:** And what of 2 \^10, is that an id? ^g7h8
//!
//! **Sample Guest:** Not with a backslash before it. Nor is 2 \^10 ^j9k2
//! "##;
//!
//! let first = read_episode(text, "sample-talk");
//! let episode = first.value.unwrap();
//! let printed = print_episode(&episode);
//! assert_eq!(read_episode(&printed, "sample-talk").value.unwrap(), episode);
//!
//! // All but one thing in this text is in order: the second heading has no id yet.
//! let whats: Vec<&str> = first.problems.iter().map(|problem| problem.what.as_str()).collect();
//! assert_eq!(whats, ["answer without an id"]);
//!
//! // `assign_ids` writes one. What comes out is the canonical form: printing it again changes nothing but a backslash
//! // that was not needed.
//! let whole = answerbook::source::assign_ids(text, "sample-talk").unwrap();
//! assert!(whole.contains("## {#and-what-of-2-10-is}\n"));
//! let episode = read_episode(&whole, "sample-talk").value.unwrap();
//! assert_eq!(print_episode(&episode), whole.replace(r"of 2 \^10,", "of 2 ^10,"));
//! ```
//!
//! ## Front matter
//!
//! | key | is | |
//! |---|---|---|
//! | `id` | the episode's folder in the site's addresses | required, written by `ids` |
//! | `title` | as published | required |
//! | `date` | the day of publication, a TOML date without quotes | required |
//! | `publisher` | who published the conversation, and whose the text is | required |
//! | `rights` | the terms the text stands under | |
//! | `original` | where it was first published, an absolute address | |
//! | `summary` | one or two sentences | |
//! | `language` | a BCP 47 tag such as `en` or `pt-BR` | required |
//! | `status` | `published`, `unlisted` or `draft` | `published` |
//! | `topics` | ids of topics, for answers that get none by their own words | |
//! | `audio` | the recording's address, relative to the site or absolute | |
//! | `speakers` | tables of `id`, `name`, `role` (`host` or `guest`) and, if wished, `about` | required |
//! | `corrections` | tables of `at` (a paragraph's id), `heard`, `meant` and `occurrence`, from 1, 1 if left out | |
//!
//! Texts stand on one line, hold no control characters and are not empty. No two speakers share a name or an id. An
//! unknown key is a warning.
//!
//! An **id** is lower-case letters a–z and digits in words joined by single hyphens, at most 80 bytes.
//!
//! ## Body
//!
//! Blanks around a line mean nothing. An empty line ends a paragraph.
//!
//! - **An answer** begins with a line `## `, and there are no other headings. Its words are the written title; without any,
//!   the title is [derived](crate::transcript::Answer::title). Attributes in braces may end the line: `#id`, `+topic` for
//!   a topic given by hand, `-topic` for one taken away. An answer's id does not begin with `p-`, as the addresses of
//!   paragraphs do. All text belongs to an answer.
//! - **A turn** begins with a paragraph that begins with `**Name:** `, a speaker's name or id to the character. A paragraph
//!   without a label goes on with the turn. An answer's first paragraph has a label. A speaker's successive turns in an
//!   answer are one turn.
//! - **A time**, `[m:ss]` or `[h:mm:ss]`, either with a fraction of up to three digits after a dot, may stand behind the
//!   label or at the beginning of a paragraph without one.
//! - **A paragraph's id** is the last word of its last line: ` ^id`.
//! - **A paragraph** may span lines; one space joins them. The rest of it is its text, to the character.
//!
//! What looks like one of these where it may not stand is an error, so that nothing is taken for text in silence: a
//! heading of another level, a label of nobody in `speakers`, `**Name**:` with the colon outside, a time before the label,
//! two ids, a malformed id or time, and an empty line that is missing before a label, a time or the line behind an id.
//!
//! No other mark-up exists. Text is data: stars, tags, links and lists are themselves. **A backslash** before ASCII
//! punctuation gives that character and takes its meaning; before anything else it is a backslash.
//!
//! ## What makes it lossless
//!
//! [`read_episode`] gives back the value that [`print_episode`] was given, if that has the invariants of the
//! [model](crate::transcript) and the rules above hold for its fields. The printer writes a paragraph on one line, leaves
//! out what is at its default, and puts a backslash before only what would be read as structure where it stands: `#` as a
//! heading's, `**` as a label's, `[` as a time's, `^` at the beginning of a paragraph's last word, braces as attributes in a
//! title, and backslashes before punctuation. In a speaker's name every star has one.
//!
//! The other way, what a file says beyond the value (comments in the front matter, where lines break, blanks) is kept by
//! not printing: [`assign_ids`] inserts into the text and leaves every other byte as it is.

mod decode;

mod episode;

mod front;

mod body;

mod speaker_labels;

mod syntax;

mod print;

mod ids;

mod check;

mod settings;

mod fields;

mod address;

mod findings;

mod nearest;

pub use check::check_episode;
pub use decode::decode;
pub use ids::{assign_ids, assign_new_ids};
pub use print::print_episode;
pub use settings::{read_site, read_terms, read_topics};

use crate::transcript::{Episode, Problem};

/// A value that was read as far as possible, with all its problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithProblems<T> {
    /// The value; `None` only if there is nothing to make it from.
    pub value: Option<T>,
    /// The problems, by position.
    pub problems: Vec<Problem>,
}

/// Reads an episode in the canonical form. Never fails: `value` is `None` for an empty file alone. `file_stem`, the file's
/// name without its ending, stands in for a title that is missing.
pub fn read_episode(text: &str, file_stem: &str) -> WithProblems<Episode> {
    let episode::Parsed { episode, findings } = episode::parse(text, file_stem);
    WithProblems { value: episode, problems: findings.into_problems() }
}
