//! What a published id is of, and how the ledger writes it.

use std::fmt;

use crate::transcript::{AnswerId, EpisodeId, ParagraphId, SpeakerId, TopicId};

/// What stands before a paragraph's id, in an anchor as in the ledger: so that no answer's can be taken for it.
const PARAGRAPH: &str = "p-";

/// What an id is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An interview.
    Episode,
    /// One of its answers.
    Answer,
    /// One of its paragraphs.
    Paragraph,
    /// Someone who speaks in the library.
    Speaker,
    /// A topic of the library.
    Topic,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Episode, Self::Answer, Self::Paragraph, Self::Speaker, Self::Topic];

    /// As the ledger calls it.
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

/// A published id: `talks`, `talks/the-answer`, `talks/p-x7k2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is of.
    pub kind: Kind,
    /// As the ledger writes it.
    id: String,
}

impl Key {
    /// From a kind and an id as the ledger writes them; `None` where they are none.
    pub fn parse(kind: &str, id: &str) -> Option<Self> {
        let kind = Kind::ALL.into_iter().find(|one| one.name() == kind)?;
        Self::of(kind, id)
    }

    /// From an id as the ledger writes it; `None` where it is none of that kind.
    pub fn of(kind: Kind, id: &str) -> Option<Self> {
        let is_id = |text: &str| EpisodeId::new(text).is_ok();
        let right = match (kind, id.split_once('/')) {
            (Kind::Episode | Kind::Speaker | Kind::Topic, None) => is_id(id),
            (Kind::Answer, Some((episode, answer))) => {
                is_id(episode) && is_id(answer) && !answer.starts_with(PARAGRAPH)
            }
            (Kind::Paragraph, Some((episode, anchor))) => {
                is_id(episode) && anchor.strip_prefix(PARAGRAPH).is_some_and(is_id)
            }
            _ => false,
        };
        right.then(|| Self { kind, id: id.to_owned() })
    }

    /// An episode's.
    pub fn episode(id: &EpisodeId) -> Self {
        Self { kind: Kind::Episode, id: id.to_string() }
    }

    /// An answer's.
    pub fn answer(episode: &EpisodeId, id: &AnswerId) -> Self {
        Self { kind: Kind::Answer, id: format!("{episode}/{id}") }
    }

    /// A paragraph's.
    pub fn paragraph(episode: &EpisodeId, id: &ParagraphId) -> Self {
        Self { kind: Kind::Paragraph, id: format!("{episode}/{PARAGRAPH}{id}") }
    }

    /// A speaker's.
    pub fn speaker(id: &SpeakerId) -> Self {
        Self { kind: Kind::Speaker, id: id.to_string() }
    }

    /// A topic's.
    pub fn topic(id: &TopicId) -> Self {
        Self { kind: Kind::Topic, id: id.to_string() }
    }

    /// The id as the ledger writes it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The episode it is of or in; empty for speakers and topics.
    pub fn in_episode(&self) -> &str {
        match self.kind {
            Kind::Speaker | Kind::Topic => "",
            _ => self.id.split('/').next().unwrap_or_default(),
        }
    }

    /// The part behind the episode: an answer's id, or a paragraph's anchor; empty for the other kinds.
    pub fn local(&self) -> &str {
        self.id.split_once('/').map_or("", |(_, local)| local)
    }

    /// The same id in another episode.
    pub(super) fn moved_to(&self, episode: &str) -> Self {
        Self { kind: self.kind, id: format!("{episode}/{}", self.local()) }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.id)
    }
}
