//! An episode and the people in it.

use super::answer::{Answer, Paragraph};
use super::correction::{self, Correction, Piece};
use super::{Date, EpisodeId, SpeakerId, TopicId};

/// Who sees an episode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Status {
    /// Listed and found.
    #[default]
    Published,
    /// Has its pages, but no list, search or feed leads there.
    Unlisted,
    /// Not built at all.
    Draft,
}

/// What a speaker does in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Asks: a host's words open an answer.
    Host,
    /// Is asked.
    Guest,
}

/// A person or organisation that talks in an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The same person has the same id in every episode.
    pub id: SpeakerId,
    /// As shown and as labelled in the source.
    pub name: String,
    /// Host or guest in this episode.
    pub role: Role,
    /// Who they are, in a few words: "VP & GM at Twilio".
    pub about: Option<String>,
}

/// One published conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// Its folder in the site's addresses.
    pub id: EpisodeId,
    /// As published.
    pub title: String,
    /// The day of publication.
    pub date: Date,
    /// Who published the conversation, and whose the text is.
    pub publisher: String,
    /// The terms the text stands under, in a sentence.
    pub rights: Option<String>,
    /// Where it was first published: an absolute address.
    pub original: Option<String>,
    /// One or two sentences on what it is about.
    pub summary: Option<String>,
    /// BCP 47, such as `en` or `pt-BR`.
    pub language: String,
    /// Those who talk, in the order the source lists them.
    pub speakers: Vec<Speaker>,
    /// The topics of every answer that gets none by its own words.
    pub topics: Vec<TopicId>,
    /// The recording: an address, relative to the site or absolute.
    pub audio: Option<String>,
    /// Who sees it.
    pub status: Status,
    /// What was misheard, paragraph by paragraph.
    pub corrections: Vec<Correction>,
    /// The conversation.
    pub answers: Vec<Answer>,
}

impl Episode {
    /// The speaker with this id, if they are in the episode.
    pub fn speaker(&self, id: &SpeakerId) -> Option<&Speaker> {
        self.speakers.iter().find(|speaker| speaker.id == *id)
    }

    /// Where a speaker stands in order of first word, from 0: their colour slot. Who never speaks comes last.
    pub fn slot(&self, id: &SpeakerId) -> usize {
        let mut seen: Vec<&SpeakerId> = Vec::new();
        for turn in self.answers.iter().flat_map(|answer| &answer.turns) {
            if turn.speaker == *id {
                break;
            }
            if !seen.contains(&&turn.speaker) {
                seen.push(&turn.speaker);
            }
        }
        seen.len()
    }

    /// Whether this speaker asks here.
    pub fn is_host(&self, id: &SpeakerId) -> bool {
        self.speaker(id).is_some_and(|speaker| speaker.role == Role::Host)
    }

    /// Those who are asked.
    pub fn guests(&self) -> impl Iterator<Item = &Speaker> {
        self.speakers.iter().filter(|speaker| speaker.role == Role::Guest)
    }

    /// The names of those who are asked, a comma between them.
    pub fn guest_names(&self) -> String {
        let names: Vec<&str> = self.guests().map(|guest| guest.name.as_str()).collect();
        names.join(", ")
    }

    /// All paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.answers.iter().flat_map(Answer::paragraphs)
    }

    /// A paragraph cut at its corrections: verbatim stretches and what was heard and meant between them. Joined, the
    /// verbatim and heard words are the paragraph's text to the character.
    pub fn reading<'a>(&'a self, paragraph: &'a Paragraph) -> Vec<Piece<'a>> {
        correction::pieces(paragraph, self.corrections.iter().filter(|c| c.paragraph == paragraph.id))
    }
}
