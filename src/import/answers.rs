//! Words become answers: a prompt of a host and all that follows until the next.
//!
//! An answer begins at a heading, and at a turn of a host that follows another's unless it is short and asks nothing.
//!
//! Not here: who is a host ([`super::roles`]).

use super::draft::{Heading, Speech};
use super::people::Part;
use super::script::is_question;

/// The least number of words of a prompt without a question mark. With fewer, interjections begin answers; with more, short
/// prompts do not.
const MIN_PROMPT_WORDS: usize = 6;

/// An answer, before its speakers have ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NamedAnswer {
    pub(super) title: Option<Heading>,
    pub(super) said: Vec<(String, Speech)>,
}

/// The answers that parts form. A heading titles the words below it.
pub(super) fn answers(parts: Vec<Part>, is_host: &dyn Fn(&str) -> bool) -> Vec<NamedAnswer> {
    let mut answers: Vec<NamedAnswer> = Vec::new();
    let mut heading: Option<Heading> = None;
    let mut before: Option<String> = None;
    for turn in turns(parts) {
        match turn {
            Turn::Heading(next) => heading = Some(next),
            Turn::Said { name, speeches } => {
                let follows_another = before.as_deref().is_some_and(|before| !is_host(before));
                let begins = is_host(&name) && follows_another && is_prompt(&speeches);
                if heading.is_some() || begins || answers.is_empty() {
                    answers.push(NamedAnswer { title: heading.take(), said: Vec::new() });
                }
                if let Some(answer) = answers.last_mut() {
                    answer.said.extend(speeches.into_iter().map(|speech| (name.clone(), speech)));
                }
                before = Some(name);
            }
        }
    }
    answers
}

enum Turn {
    Heading(Heading),
    Said { name: String, speeches: Vec<Speech> },
}

/// The parts with the paragraphs of one speaker together.
fn turns(parts: Vec<Part>) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for part in parts {
        match (part, turns.last_mut()) {
            (Part::Said { name, speech }, Some(Turn::Said { name: last, speeches })) if *last == name => {
                speeches.push(speech)
            }
            (Part::Said { name, speech }, _) => turns.push(Turn::Said { name, speeches: vec![speech] }),
            (Part::Heading(heading), _) => turns.push(Turn::Heading(heading)),
        }
    }
    turns
}

/// Whether a host's turn is a prompt, and not an interjection.
fn is_prompt(turn: &[Speech]) -> bool {
    let words: usize = turn.iter().map(|speech| speech.text.split_whitespace().count()).sum();
    words >= MIN_PROMPT_WORDS || turn.iter().any(|speech| speech.text.contains('?') || is_question(&speech.text))
}
