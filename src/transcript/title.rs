//! The title and the prompt of an answer, which depend on who the hosts of its episode are.
//!
//! Not here: the answer itself ([`super::answer`]).

use super::answer::Answer;
use super::episode::Episode;

/// The length, in words, of a title that is the beginning of a prompt without a question.
const TITLE_WORDS: usize = 12;

impl Answer {
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
pub fn last_question(text: &str) -> Option<String> {
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
