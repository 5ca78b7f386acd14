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

/// A prompt of the host and everything up to the next prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// A readable id, unique within the episode.
    pub id: AnswerId,
    /// The title that an editor wrote, if any. [`Answer::title`] is never empty.
    pub written_title: Option<String>,
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
        Self { id: AnswerId::default(), written_title: None, pinned: Vec::new(), banned: Vec::new(), turns: Vec::new() }
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
