//! The canonical form of an episode, text ⇄ model, lossless both ways, and the settings beside the episodes.
//!
//! Reading never fails: it returns what it could read and every problem, each with its exact place. No file is touched:
//! bytes and texts come in, values and texts go out. Not here: other formats ([`crate::import`]), and how two files go
//! together.
//!
//! ```text
//! bytes ──decode──▶ text ──parse──▶ ParsedEpisode ──┬─ into_reading: the episode, and the problems of its text
//!                                                   ├─ check: the problems of the episode as a whole
//!                                                   ├─ assign_ids: the text with all ids
//!                                                   └─ edit_speakers: the text with people renamed, joined, or in another role
//! ```
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
//! // The text has one problem: its second heading has no id yet.
//! let whats: Vec<&str> = first.problems.iter().map(|problem| problem.what.as_str()).collect();
//! assert_eq!(whats, ["answer without an id"]);
//!
//! // `assign_ids` writes it. The result is the canonical form: printing it again changes nothing but a backslash that was
//! // not needed.
//! let assigned = answerbook::source::assign_ids(text, "sample-talk", &Default::default()).unwrap();
//! assert!(assigned.text.contains("## {#and-what-of-2-10-is}\n"));
//! let episode = assigned.parsed.into_reading().value.unwrap();
//! assert_eq!(print_episode(&episode), assigned.text.replace(r"of 2 \^10,", "of 2 ^10,"));
//! ```
//!
//! ## Front matter
//!
//! | key | is | |
//! |---|---|---|
//! | `id` | the episode's folder in the site's addresses | required, written by `ids` |
//! | `title` | as published | required |
//! | `date` | the day of publication, a TOML date without quotes; left out where nobody knows it | |
//! | `publisher` | who published the conversation, and whose the text is | required |
//! | `rights` | the terms the text stands under | |
//! | `original` | where it was first published, an absolute address | |
//! | `summary` | one or two sentences | |
//! | `language` | a BCP 47 tag such as `en` or `pt-BR` | required |
//! | `status` | `published`, `unlisted` or `draft` | `published` |
//! | `topics` | ids of topics, for answers that get none by their own words | |
//! | `audio` | the recording's address, relative to the site or absolute | |
//! | `speakers` | tables of `id`, `name`, `role` (`host` or `guest`) and, if wished, `about`, `placeholder = true` where nobody knows the name, and `source_names`, the names that the imported file has for them, written by `speakers` and never published | required |
//! | `show` | the show that it is an episode of | |
//! | `keywords` | the words that the publisher describes it with | |
//! | `imported` | the file it was imported from, a table of `from` and `sha256`; never published | |
//! | `corrections` | tables of `at` (a paragraph's id), `heard`, `meant` and `occurrence`, from 1, 1 if left out; those for the whole library are in `terms.toml` ([`read_terms`]) | |
//!
//! Each text is one line, without control characters, and not empty. No two speakers share a name or an id. An
//! unknown key is a warning.
//!
//! An **id** is lower-case letters and digits in words joined by single hyphens, at most 80 bytes of UTF-8, composed (NFC). New ones are in
//! a–z, or in the letters of the text where `site.toml` says `ids = "native"`. One that Windows keeps for
//! a device, such as `con`, is warned of.
//!
//! ## Body
//!
//! White space around a line is ignored. An empty line ends a paragraph.
//!
//! - **An answer** begins with a heading, a line `## `; there are no headings of other levels. The heading's words are the
//!   written title; without any, the title is [derived](crate::transcript::Answer::title). Attributes in braces may end the
//!   line: `#id`, `+topic` for a topic given by hand, `-topic` for one taken away, and `.intro`, `.ad`, `.outro` or `.music` for a
//!   part of the conversation that is no answer. An answer's id does not begin with `p-`,
//!   as the anchors of paragraphs do. All text belongs to an answer.
//! - **A turn** begins with a labelled paragraph. The label is `**Name:** `, with a speaker's name or id to the character. A
//!   paragraph without a label continues the turn. An answer's first paragraph has a label. A speaker's successive turns in
//!   an answer are one turn.
//! - **A time**, `[m:ss]` or `[h:mm:ss]`, either with a fraction of up to three digits after a dot, may follow the label, or
//!   begin a paragraph without one.
//! - **A paragraph's id** is the last word of its last line: ` ^id`.
//! - **A comment**, `<!-- … -->`, is for whoever edits the file, and private: no part of a paragraph, a title or the site. It is what
//!   CommonMark 0.31 takes for one. At the start of a line it may go on over empty lines. A paragraph's id comes before a comment at
//!   its end.
//! - **A paragraph** may span lines; one space joins them. The rest of it is its text, to the character.
//!
//! Anything that looks like one of these in the wrong place is an error, so that nothing is silently read as text: a
//! heading of another level, a label of nobody in `speakers`, `**Name**:` with the colon outside, a time before the label,
//! two ids, a malformed id or time, a comment that is not closed, and a missing empty line before a label, before a time or after an id.
//!
//! There is no other mark-up: asterisks, tags, links and lists are text. **A backslash** before ASCII punctuation makes
//! that character literal; before anything else it is a backslash.
//!
//! ## What makes it lossless
//!
//! From value to text and back: [`read_episode`] returns the value that [`print_episode`] was given, if it has the
//! invariants of the [model](crate::transcript) and its fields follow the rules above. The printer writes a paragraph on one
//! line and leaves out default values. It puts a backslash only before what would otherwise be read as structure: `#` of a
//! heading, `**` of a label, `[` of a time, `^` at the beginning of a paragraph's last word, braces of attributes in a
//! title, `<!--` of a comment, and backslashes before punctuation. In a speaker's name every asterisk has one.
//!
//! From text to text: a file also holds what is no part of the value, such as comments, line breaks and
//! white space. It is kept because a file is never printed again: [`assign_ids`] inserts into its text and leaves every
//! other byte as it is.

mod decode;

mod episode;

mod front;

mod body;

mod comments;

mod speaker_labels;

mod syntax;

mod print;

mod ids;

mod insertion;

mod speaker_entries;

mod speaker_edit;

mod check;

mod devices;

mod id_place;

mod settings;

mod terms;

mod fields;

mod address;

mod findings;

mod nearest;

mod vocabulary;

pub use address::site_address;
pub use decode::{MAX_LOG_BYTES, decode, decode_log};
pub use id_place::{place_of_id, place_of_words};
pub use ids::{Assigned, IdRules, assign_ids};
pub use insertion::Replacement;
pub use nearest::nearest;
pub use print::print_episode;
pub use settings::{FORMAT, read_site, read_topics, upgrade_site};
pub use speaker_edit::{EditedSpeakers, SpeakerEdit, SpeakerEditRefusal};
pub use terms::{Terms, read_terms};
pub use vocabulary::{add_topics, topics_put_aside};

use std::collections::BTreeSet;

use crate::transcript::{Episode, ParagraphId, Problem, Speaker};

/// A value that was read from a text, and every problem of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithProblems<T> {
    /// The value, as complete as the text allows; `None` only where there is nothing to make one from.
    pub value: Option<T>,
    /// Every problem, by place.
    pub problems: Vec<Problem>,
}

/// An episode's text, parsed once for all that is asked of it: the episode, its problems, and where ids are missing.
#[derive(Debug)]
pub struct ParsedEpisode(episode::Parsed);

impl ParsedEpisode {
    /// Parses the text of an episode in the canonical form. `file_stem`, the file's name without its extension, stands in
    /// for a missing title.
    pub fn parse(text: &str, file_stem: &str) -> Self {
        Self(episode::parse(text, file_stem))
    }

    /// The episode; `None` only for an empty file.
    pub fn episode(&self) -> Option<&Episode> {
        self.0.episode.as_ref()
    }

    /// Whether the text has errors other than missing ids.
    pub fn has_errors(&self) -> bool {
        self.0.findings.problems.any_error()
    }

    /// The speakers whose ids stand in the text.
    pub fn speakers_with_ids(&self) -> impl Iterator<Item = &Speaker> {
        let missing: BTreeSet<usize> = self.0.findings.missing_ids.speakers.iter().map(|gap| gap.index).collect();
        let speakers = self.episode().into_iter().flat_map(|episode| episode.speakers.iter().enumerate());
        speakers.filter(move |(at, _)| !missing.contains(at)).map(|(_, speaker)| speaker)
    }

    /// The episode and the problems of its text, missing ids among them.
    pub fn into_reading(self) -> WithProblems<Episode> {
        WithProblems { value: self.0.episode, problems: self.0.findings.into_problems() }
    }
}

/// The text of a new version of an episode with the comments of the old one, each at its paragraph or heading: the ids say which those
/// are.
pub fn carry_comments(old: &str, new: &str) -> String {
    if !old.contains(comments::OPEN) {
        return new.to_owned();
    }
    let new_elements = episode::parse(new, "").findings.outline.elements;
    episode::parse(old, "").findings.outline.carry(old, new, &new_elements)
}

/// The front matter of one version of an episode, to the byte, and the body of another.
pub fn with_body(front: &str, body: &str) -> String {
    let start = |text: &str| front::split(text, &mut findings::Findings::default()).body;
    format!("{}{}", &front[..start(front)], &body[start(body)..])
}

/// The text of an episode with comments, each before a paragraph.
pub fn with_comments(text: &str, comments: &[(ParagraphId, String)]) -> String {
    if comments.is_empty() {
        return text.to_owned();
    }
    comments::with_comments(text, &episode::parse(text, "").findings.outline.elements, comments)
}

/// The places of a text that are marked as doubtful, `<!-- ? speaker no label -->`, as problems.
pub fn doubts(text: &str) -> Vec<Problem> {
    if !text.contains(comments::DOUBT) {
        return Vec::new();
    }
    episode::parse(text, "").findings.outline.comments.doubts(text)
}

/// The comment that marks what is doubtful: `<!-- ? speaker no label -->`.
pub fn doubt_comment(what: &str, reason: &str) -> String {
    format!("<!-- ? {what} {} -->", reason.replace("--", "– "))
}

/// Reads an episode in the canonical form, as [`ParsedEpisode`] does where nothing else is asked of the text.
pub fn read_episode(text: &str, file_stem: &str) -> WithProblems<Episode> {
    ParsedEpisode::parse(text, file_stem).into_reading()
}
