//! Published ids: what an id identifies, and how the ledger writes it.
//!
//! Not here: the ids of the model, which have no kind and no episode ([`crate::transcript`]).

use std::fmt;

use crate::transcript::{AnswerId, EpisodeId, ParagraphId, SpeakerId, TopicId};

/// The prefix of a paragraph's id in an anchor and in the ledger. An answer's id never begins with it.
const PARAGRAPH_PREFIX: &str = "p-";

/// The kind of thing that an id identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    /// An episode.
    Episode,
    /// An answer of an episode.
    Answer,
    /// A paragraph of an episode.
    Paragraph,
    /// A speaker of the library.
    Speaker,
    /// A topic of the library.
    Topic,
}

impl IdKind {
    /// All kinds, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Episode, Self::Answer, Self::Paragraph, Self::Speaker, Self::Topic];

    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Episode => "episode",
            Self::Answer => "answer",
            Self::Paragraph => "paragraph",
            Self::Speaker => "speaker",
            Self::Topic => "topic",
        }
    }
}

/// An id with its kind. `Display` writes both, as a line of the ledger does: `answer talks/the-answer`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublishedId {
    /// The kind.
    pub kind: IdKind,
    /// The id with the episode it is in: `talks`, `talks/the-answer`, `talks/p-x7k2`.
    path: Box<str>,
}

impl PublishedId {
    /// The id that the ledger writes as `kind` and `path`; `None` if they are malformed.
    pub fn parse(kind: &str, path: &str) -> Option<Self> {
        let kind = IdKind::ALL.into_iter().find(|known| known.name() == kind)?;
        Self::new(kind, path)
    }

    /// The id of a kind with this path; `None` if the path is malformed.
    pub fn new(kind: IdKind, path: &str) -> Option<Self> {
        let is_id = |text: &str| EpisodeId::new(text).is_ok();
        let valid = match (kind, path.split_once('/')) {
            (IdKind::Episode | IdKind::Speaker | IdKind::Topic, None) => is_id(path),
            (IdKind::Answer, Some((episode, answer))) => {
                is_id(episode) && is_id(answer) && !answer.starts_with(PARAGRAPH_PREFIX)
            }
            (IdKind::Paragraph, Some((episode, anchor))) => {
                is_id(episode) && anchor.strip_prefix(PARAGRAPH_PREFIX).is_some_and(is_id)
            }
            _ => false,
        };
        valid.then(|| Self { kind, path: path.into() })
    }

    /// The id of an episode.
    pub fn episode(id: &EpisodeId) -> Self {
        Self { kind: IdKind::Episode, path: id.as_str().into() }
    }

    /// The id of an answer.
    pub fn answer(episode: &EpisodeId, id: &AnswerId) -> Self {
        Self { kind: IdKind::Answer, path: format!("{episode}/{id}").into() }
    }

    /// The id of a paragraph.
    pub fn paragraph(episode: &EpisodeId, id: &ParagraphId) -> Self {
        Self { kind: IdKind::Paragraph, path: format!("{episode}/{PARAGRAPH_PREFIX}{id}").into() }
    }

    /// The id of a speaker.
    pub fn speaker(id: &SpeakerId) -> Self {
        Self { kind: IdKind::Speaker, path: id.as_str().into() }
    }

    /// The id of a topic.
    pub fn topic(id: &TopicId) -> Self {
        Self { kind: IdKind::Topic, path: id.as_str().into() }
    }

    /// The id with the episode it is in, as the ledger writes it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The episode that the id identifies or is in; empty for speakers and topics.
    pub fn episode_id(&self) -> &str {
        match self.kind {
            IdKind::Speaker | IdKind::Topic => "",
            _ => self.path.split('/').next().unwrap_or_default(),
        }
    }

    /// The part after the episode, which is the anchor on the episode's page: an answer's id, or a paragraph's id with `p-`
    /// before it. Empty for the other kinds.
    pub fn anchor(&self) -> &str {
        self.path.split_once('/').map_or("", |(_, anchor)| anchor)
    }

    /// The part of the ledger that the id is in: see [`super::part_file_name`].
    pub fn part(&self) -> &str {
        self.episode_id()
    }

    /// The same answer or paragraph in another episode.
    pub(super) fn in_episode(&self, episode: &str) -> Self {
        Self { kind: self.kind, path: format!("{episode}/{}", self.anchor()).into() }
    }
}

impl fmt::Display for PublishedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.path)
    }
}
