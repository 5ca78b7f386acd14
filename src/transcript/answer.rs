//! The unit of the product: a prompt of the host and all that follows until the next one.

use super::{AnswerId, Episode, Millis, ParagraphId, SpeakerId, TopicId};

/// The most words of a prompt that serve as a title where it asks nothing.
const TITLE_WORDS: usize = 12;

/// A stretch of one speaker's words, verbatim, on one line: never empty, no control characters, no blank at either
/// end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Short, unique within the episode.
    pub id: ParagraphId,
    /// When it begins in the recording.
    pub start: Option<Millis>,
    /// What was said, to the character.
    pub text: String,
}

/// What one speaker says without a break: at least one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who speaks; one of the episode's speakers.
    pub speaker: SpeakerId,
    /// What they say.
    pub paragraphs: Vec<Paragraph>,
}

/// A prompt of the host and all that follows until the next prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Readable, unique within the episode.
    pub id: AnswerId,
    /// What an editor named it; [`Answer::title`] gives one in any case.
    pub written_title: Option<String>,
    /// Topics an editor gave it.
    pub pinned: Vec<TopicId>,
    /// Topics an editor took from it.
    pub banned: Vec<TopicId>,
    /// The conversation, prompt first.
    pub turns: Vec<Turn>,
}

impl Answer {
    /// All paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.turns.iter().flat_map(|turn| &turn.paragraphs)
    }

    /// How many of the first turns are the prompt: those of hosts before anyone else speaks. All of them where only
    /// hosts speak; none where a guest begins.
    pub fn prompt_len(&self, episode: &Episode) -> usize {
        self.turns.iter().take_while(|turn| episode.is_host(&turn.speaker)).count()
    }

    /// The title: what an editor wrote, or the prompt's last question, or its first words. Never a quotation: it may
    /// leave words out.
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

/// The first words, with an ellipsis where there are more.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= TITLE_WORDS { words.join(" ") } else { format!("{}…", words[..TITLE_WORDS].join(" ")) }
}
