//! The title that an answer gets when it is imported: what it is asked, in a line.
//!
//! A title is the sentence that asks, without what is said before one asks, and whole: a sentence that is too long loses a clause, not its
//! end. Where the sentence by itself says nothing ("What was that like?"), what the answer is about stands before it. No two answers of
//! an episode have the same title, for addresses are made of titles. A title may leave words out and is never shown as a quotation.
//!
//! Not here: titles that an editor wrote, which stay, and where answers begin ([`super::answers`]).

mod english;
mod phrases;
mod sentence;

use std::collections::{BTreeMap, BTreeSet};

use crate::language::sentences::sentences;
use crate::language::words::{Words, capitalised};
use crate::transcript::PartKind;
use phrases::Phrases;
use sentence::Candidate;
pub(super) use sentence::begins_question;

/// The most characters of a title. A page sets it in two lines, and a search engine shows most of it.
pub(super) const MAX_CHARS: usize = 110;

/// The fewest words that mean something of a question in the middle of an answer, for it to be the title.
const LATER_CONTENT: usize = 2;

/// The same for a sentence that asks nothing.
const STATEMENT_CONTENT: usize = 3;

/// An answer as far as its title is concerned.
#[derive(Debug, Clone, Default)]
pub(super) struct Untitled<'a> {
    /// The title that an editor wrote.
    pub(super) written: Option<&'a str>,
    pub(super) part: Option<PartKind>,
    /// What the hosts say before anybody else, a text for each paragraph.
    pub(super) prompt: Vec<&'a str>,
    /// All that is said after.
    pub(super) reply: Vec<&'a str>,
    /// What hosts say of that.
    pub(super) later: Vec<&'a str>,
}

impl<'a> Untitled<'a> {
    /// An answer without a title, of paragraphs in order, each with whether a host says it.
    pub(super) fn of(part: Option<PartKind>, said: &[(bool, &'a str)]) -> Self {
        let prompt = said.iter().take_while(|(is_host, _)| *is_host).count();
        let (prompt, reply) = said.split_at(prompt);
        Self {
            written: None,
            part,
            prompt: prompt.iter().map(|(_, text)| *text).collect(),
            reply: reply.iter().map(|(_, text)| *text).collect(),
            later: reply.iter().filter(|(is_host, _)| *is_host).map(|(_, text)| *text).collect(),
        }
    }
}

/// The titles of the answers of an episode, in order. `names` are the names of those who speak, `language` a BCP 47 tag.
pub(super) fn titles(answers: &[Untitled<'_>], names: &[&str], language: &str) -> Vec<String> {
    let words = Words::of(language);
    let phrases = Phrases::of(answers, names, words);
    let mut taken = Taken::default();
    answers.iter().filter_map(|answer| answer.written).for_each(|title| taken.insert(title));
    let mut titles = Vec::with_capacity(answers.len());
    for (at, answer) in answers.iter().enumerate() {
        let title = match (answer.written, answer.part) {
            (Some(written), _) => written.to_owned(),
            (None, Some(part)) => taken.unlike(&part_title(part, answer, words)),
            (None, None) => answer_title(answer, &phrases.of_answer(at), names, words, &mut taken),
        };
        taken.insert(&title);
        titles.push(title);
    }
    titles
}

/// The first of the titles for an answer that no other has.
fn answer_title(answer: &Untitled<'_>, about: &[String], names: &[&str], words: Words, taken: &mut Taken) -> String {
    let mut candidates = sentence::candidates(&answer.prompt, about, names, words);
    if !candidates.first().is_some_and(|best| best.asks) {
        // What is asked in the middle of an answer tells more of it than what is remarked at its beginning.
        let later = sentence::candidates(&answer.later, about, names, words);
        candidates.splice(0..0, later.into_iter().filter(|later| later.asks && later.content >= LATER_CONTENT));
    }
    let (strong, weak): (Vec<&Candidate>, Vec<&Candidate>) =
        candidates.iter().partition(|it| it.asks || it.content >= STATEMENT_CONTENT);
    let titled =
        |candidates: Vec<&Candidate>| candidates.into_iter().map(|it| with_subject(it, about)).collect::<Vec<String>>();
    let subject = capitalised(&about.iter().take(2).cloned().collect::<Vec<String>>().join(", "));
    let with_other = candidates.first().zip(about.first()).map(|(best, about)| prefixed(about, &best.text));
    let all = titled(strong).into_iter().chain([subject]).chain(titled(weak)).chain(with_other);
    let free =
        all.filter(|title| !title.is_empty() && title.chars().count() <= MAX_CHARS).find(|title| !taken.has(title));
    free.unwrap_or_else(|| {
        let first = candidates.first().map(|best| best.text.clone()).filter(|text| text.chars().count() < MAX_CHARS);
        taken.unlike(&first.unwrap_or_else(|| fallback(answer)))
    })
}

/// A candidate, with what the answer is about before it where the candidate says nothing of it.
fn with_subject(candidate: &Candidate, about: &[String]) -> String {
    match about.first().filter(|_| candidate.content == 0) {
        Some(about) => prefixed(about, &candidate.text),
        None => candidate.text.clone(),
    }
}

fn prefixed(about: &str, text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter();
    let rest = chars.as_str();
    // "I" and names stay as they are.
    let keeps = rest.is_empty() || !rest.starts_with(|c: char| c.is_lowercase());
    let first: String = if keeps { first.collect() } else { first.flat_map(char::to_lowercase).collect() };
    format!("{}: {first}{rest}", capitalised(about))
}

/// The first sentence of an answer in which nobody asks, or its first words where that is long.
fn fallback(answer: &Untitled<'_>) -> String {
    let first = answer.prompt.iter().chain(&answer.reply).find(|text| !text.is_empty()).copied().unwrap_or_default();
    let first = sentences(first).into_iter().next().unwrap_or_default();
    let is_whole = first.chars().count() <= MAX_CHARS;
    let mut title = String::new();
    for word in first.split(' ').take_while(|word| !word.is_empty()) {
        if !is_whole && title.chars().count() + word.chars().count() > MAX_CHARS / 2 {
            break;
        }
        title.push_str(if title.is_empty() { "" } else { " " });
        title.push_str(word);
    }
    let title = title.trim_end_matches([',', ';', ':', '-', '–', '—', '.', '。']);
    if title.is_empty() { "…".to_owned() } else { capitalised(title) }
}

/// The titles that answers of the episode have.
#[derive(Default)]
struct Taken {
    /// In lower case.
    titles: BTreeSet<String>,
    /// By title: the number that the last one alike got. Many can be alike, and none is counted anew.
    numbers: BTreeMap<String, usize>,
}

impl Taken {
    fn insert(&mut self, title: &str) {
        self.titles.insert(title.to_lowercase());
    }

    fn has(&self, title: &str) -> bool {
        self.titles.contains(&title.to_lowercase())
    }

    /// The title, with a number behind it if another answer has it.
    fn unlike(&mut self, title: &str) -> String {
        if !self.has(title) {
            return title.to_owned();
        }
        let mut number = self.numbers.get(title).copied().unwrap_or(1);
        loop {
            number += 1;
            let numbered = format!("{title} ({number})");
            if !self.has(&numbered) {
                self.numbers.insert(title.to_owned(), number);
                return numbered;
            }
        }
    }
}

/// What a part is called.
fn part_title(part: PartKind, answer: &Untitled<'_>, words: Words) -> String {
    let name = match part {
        PartKind::Intro => "Introduction",
        PartKind::Ad => "Advertisement",
        PartKind::Outro => "Closing words",
        PartKind::Music => "Music",
    };
    let sponsor = answer.prompt.iter().chain(&answer.reply).find_map(|text| english::sponsor(text));
    match sponsor.filter(|_| part == PartKind::Ad && words.is_english()) {
        Some(sponsor) => format!("{name}: {sponsor}"),
        None => name.to_owned(),
    }
}
