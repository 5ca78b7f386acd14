//! The unit that is searched, linked and embedded: a prompt of the host and the reply to it.
//!
//! Not here: how its title is derived ([`super::title`]), and how answers are written in a file ([`crate::source`]).

use super::{AnswerId, Millis, ParagraphId, SpeakerId, TopicId};

/// A paragraph of one speaker, verbatim and on one line. The text is never empty, has no control characters and no
/// blank at either end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// A short id, unique within the episode.
    pub id: ParagraphId,
    /// The time in the recording at which the paragraph begins.
    pub start: Option<Millis>,
    /// The words, to the character.
    pub text: String,
}

/// A turn: what one speaker says before another speaks. It has at least one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// One of the episode's speakers.
    pub speaker: SpeakerId,
    /// The speaker's words.
    pub paragraphs: Vec<Paragraph>,
}

/// What a stretch of a conversation is that is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// The words before the first question.
    Intro,
    /// An advertisement.
    Ad,
    /// The words after the last answer.
    Outro,
    /// Music, and what is said about it.
    Music,
}

impl PartKind {
    /// All kinds.
    #[cfg(not(target_arch = "wasm32"))]
    pub const ALL: [Self; 4] = [Self::Intro, Self::Ad, Self::Outro, Self::Music];

    /// The word for it, in files and in the public JSON.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn word(self) -> &'static str {
        match self {
            Self::Intro => "intro",
            Self::Ad => "ad",
            Self::Outro => "outro",
            Self::Music => "music",
        }
    }
}

/// A prompt of the host and everything up to the next prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// A readable id, unique within the episode.
    pub id: AnswerId,
    /// The title that an editor wrote, if any. [`Answer::title`] is never empty.
    pub written_title: Option<String>,
    /// What it is where it is no answer: it has a page then, and is in no list, count or feed.
    pub part: Option<PartKind>,
    /// Topics that an editor added.
    pub pinned: Vec<TopicId>,
    /// Topics that an editor removed.
    pub banned: Vec<TopicId>,
    /// The turns, prompt first. Neighbouring turns have different speakers.
    pub turns: Vec<Turn>,
}

impl Answer {
    /// An answer without id, written title, topics and words.
    pub fn untitled() -> Self {
        Self {
            id: AnswerId::default(),
            written_title: None,
            part: None,
            pinned: Vec::new(),
            banned: Vec::new(),
            turns: Vec::new(),
        }
    }

    /// Appends a paragraph: to the last turn if that is the same speaker's, and as a new turn otherwise.
    pub fn say(&mut self, speaker: &SpeakerId, paragraph: Paragraph) {
        match self.turns.last_mut().filter(|turn| turn.speaker == *speaker) {
            Some(turn) => turn.paragraphs.push(paragraph),
            None => self.turns.push(Turn { speaker: speaker.clone(), paragraphs: vec![paragraph] }),
        }
    }

    /// All paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.turns.iter().flat_map(|turn| &turn.paragraphs)
    }
}
