//! The unit that is searched, linked and embedded: a prompt of the host and the reply to it.
//!
//! Not here: how answers are written in a file ([`crate::source`]).

use super::{AnswerId, Episode, Millis, ParagraphId, SpeakerId, TopicId};

/// The length, in words, of a title that is the beginning of a prompt without a question.
const TITLE_WORDS: usize = 12;

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

    /// The number of turns that form the prompt: the hosts' turns before anyone else speaks. It is the number of all
    /// turns if only hosts speak, and 0 if a guest begins.
    pub fn prompt_len(&self, episode: &Episode) -> usize {
        self.turns.iter().take_while(|turn| episode.is_host(&turn.speaker)).count()
    }

    /// The title: the written one, or the prompt's last question, or the prompt's first words. It is not a quotation,
    /// since it may leave words out. [`Library::title_of`](super::Library::title_of) has it without deriving it again.
    pub fn title(&self, episode: &Episode) -> String {
        if let Some(title) = &self.written_title {
            return title.clone();
        }
        let prompt_len = self.prompt_len(episode).max(1);
        let prompt: Vec<&str> =
            self.turns.iter().take(prompt_len).flat_map(|t| &t.paragraphs).map(|p| p.text.as_str()).collect();
        let prompt = prompt.join(" ");
        last_question(&prompt).unwrap_or_else(|| first_words(&prompt))
    }
}

/// The last sentence that ends in a question mark.
fn last_question(text: &str) -> Option<String> {
    let end = text.rfind('?')?;
    let before = &text[..end];
    let start =
        before.rfind(['.', '?', '!', '…']).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let question = before[start..].trim().trim_start_matches(['”', '"', '’', ')']).trim();
    (!question.is_empty()).then(|| format!("{question}?"))
}

/// The first words, with an ellipsis if more follow.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= TITLE_WORDS { words.join(" ") } else { format!("{}…", words[..TITLE_WORDS].join(" ")) }
}
