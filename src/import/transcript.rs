//! A file that was read, and the episode that it becomes.
//!
//! Not here: the steps between, each of which has a file of its own.

use std::collections::BTreeMap;

use super::answers::{NamedAnswer, answers};
use super::draft::{Doubt, Head, Speech};
use super::format::{Format, Given};
use super::formats::recognised;
use super::input::Input;
use super::parts::ad_edges;
use super::people::{Part, descriptions, named};
use super::report::Report;
use super::roles::{Roles, ShowRole, Voices, asking};
use super::title::{Untitled, titles};
use super::{attribution, decode, language, paragraphs};
use crate::transcript::{
    Answer, Episode, Millis, Paragraph, ParagraphId, Problem, Role, Speaker, looks_like_placeholder,
};

/// The language where nobody says one, and the text is too short to tell.
const FALLBACK_LANGUAGE: &str = "en";

/// How many words a file has, and where they went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordCount {
    /// In the file, by a scanner that shares nothing with the readers.
    pub in_file: usize,
    /// Spoken, or in a heading.
    pub spoken: usize,
    /// Read as a label, a time or a field of the head.
    pub used: usize,
    /// Left out, each with a problem.
    pub left_out: usize,
}

impl WordCount {
    /// Whether every word of the file is somewhere, and none is there twice.
    pub fn is_balanced(&self) -> bool {
        self.in_file == self.spoken + self.used + self.left_out
    }
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// The format.
    pub format: &'static Format,
    /// What the format was recognised by; empty where it was given.
    pub evidence: String,
    /// The decoded text, which the spans of problems refer to.
    pub text: String,
    /// What was left out or is doubtful, by position.
    pub problems: Vec<Problem>,
    /// Sentences about the whole file.
    pub notes: Vec<String>,
    /// Where the words went.
    pub words: WordCount,
    head: Head,
    parts: Vec<Part>,
    /// What stands behind names, by name.
    about: BTreeMap<String, String>,
    given: Given,
}

/// A file that was not read: its decoded text, and why.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The decoded text, which the spans of problems refer to.
    pub text: String,
    /// At least one error.
    pub problems: Vec<Problem>,
}

/// A question for whoever reads the episode after the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedDoubt {
    /// The number of the paragraph, from 0, in the order of the episode.
    pub paragraph: usize,
    /// What is doubtful, in a word.
    pub what: &'static str,
    /// Why, in a few words.
    pub reason: String,
}

/// The times of the words of a paragraph: the position of each in characters, and when it begins.
pub type WordTimes = Vec<(usize, Millis)>;

/// An episode without ids, and what belongs beside it.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The episode.
    pub episode: Episode,
    /// What an editor should look at.
    pub doubts: Vec<PlacedDoubt>,
    /// The times of words of each paragraph, in order; empty where there are none.
    pub times: Vec<WordTimes>,
    /// Whether the language is told by the words alone.
    pub guesses_language: bool,
}

/// Reads a file.
///
/// # Errors
/// What is wrong with a file that is no transcript in a known format.
pub fn read(bytes: &[u8], given: &Given) -> Result<Transcript, Box<Refusal>> {
    let input = Input::new(bytes);
    let refused = |problem| Box::new(Refusal { text: input.text().to_owned(), problems: vec![problem] });
    if let Some(kind) = decode::kind_of_binary(bytes) {
        let problem =
            Problem::error(0..0, format!("{kind}, and no transcript")).help("import the text of the conversation");
        return Err(Box::new(Refusal { text: String::new(), problems: vec![problem] }));
    }
    let (format, evidence) = match given.format {
        Some(format) => (format, String::new()),
        None => recognised(&input).ok_or_else(|| refused(unrecognised(&input)))?,
    };
    let mut report = Report::default();
    let mut draft = (format.read)(&input, given, &mut report).map_err(refused)?;
    report_encoding(&input, &mut report);
    if draft.is_cued {
        paragraphs::without_doubles(&mut draft, &mut report);
    }
    paragraphs::report_loops(&draft, &mut report);
    if draft.is_cued {
        let is_whole = paragraphs::are_whole(&draft);
        let pieces = if is_whole { draft.pieces } else { paragraphs::joined(draft.pieces) };
        draft.pieces = paragraphs::divided(pieces);
    }
    let head = std::mem::take(&mut draft.head);
    let about = descriptions(&draft);
    let mut parts = named(draft, &mut report);
    if attribution::is_unnamed(&parts) {
        let language = language_of(&parts, &head, given);
        attribution::attribute(&mut parts, &head, &language.tag, &mut report);
    }
    let parts: Vec<Part> = parts.into_iter().flat_map(cut_at_ads).collect();
    if !parts.iter().any(|part| matches!(part, Part::Said { .. })) {
        let empty = || Problem::error(0..0, format!("{} without any words", format.title));
        return Err(refused(json_error(&input).unwrap_or_else(empty)));
    }
    let (used, left_out) = report.word_counts();
    let words = WordCount { in_file: (format.count)(&input), spoken: spoken_words(&parts), used, left_out };
    let (problems, notes) = report.finish();
    let text = input.into_text();
    Ok(Transcript { format, evidence, text, problems, notes, words, head, parts, about, given: given.clone() })
}

/// A paragraph as several where an advertisement begins or ends in it.
fn cut_at_ads(part: Part) -> Vec<Part> {
    let Part::Said { name, mut speech } = part else { return vec![part] };
    let edges = ad_edges(&speech.text);
    let mut pieces = Vec::new();
    // From behind, so that the edges before stay where they are.
    for edge in edges.into_iter().rev() {
        let (before, behind) = speech.split(edge);
        pieces.push(behind);
        speech = before;
    }
    pieces.push(speech);
    pieces.into_iter().rev().map(|speech| Part::Said { name: name.clone(), speech }).collect()
}

/// The language of a conversation.
#[derive(Debug, Clone)]
struct Language {
    /// A BCP 47 tag.
    tag: String,
    /// Whether it is told by the words alone.
    is_guessed: bool,
}

fn language_of(parts: &[Part], head: &Head, given: &Given) -> Language {
    let stated = given.language.clone().or_else(|| head.language.clone());
    if let Some(tag) = stated {
        return Language { tag, is_guessed: false };
    }
    let default = if given.default_language.is_empty() { FALLBACK_LANGUAGE } else { &given.default_language };
    let words = parts.iter().filter_map(|part| match part {
        Part::Said { speech, .. } => Some(speech.text.as_str()),
        Part::Heading(_) => None,
    });
    let guessed = language::guessed(words, default);
    Language { is_guessed: guessed.is_some(), tag: guessed.unwrap_or_else(|| default.to_owned()) }
}

fn spoken_words(parts: &[Part]) -> usize {
    let texts = parts.iter().map(|part| match part {
        Part::Said { speech, .. } => speech.text.as_str(),
        Part::Heading(heading) => heading.text.as_str(),
    });
    texts.map(super::count::words).sum()
}

fn report_encoding(input: &Input<'_>, report: &mut Report) {
    let decoded = input.decoded();
    if let Some(encoding) = decoded.encoding {
        report.note(format!("read as {encoding}"));
    }
    if decoded.is_damaged {
        let at = decoded.text.find('\u{fffd}').unwrap_or_default();
        let problem = Problem::warning(at..at + 3, "bytes that are no text in this encoding, shown as �");
        report.push(problem.help("save the file as UTF-8 with the program that wrote it"));
    }
}

/// Why no format recognises a file: what was found there.
fn unrecognised(input: &Input<'_>) -> Problem {
    if input.is_zip() {
        return Problem::error(0..0, "a packed folder that is no Word document")
            .help("unpack it, and import the files in it");
    }
    let text = input.text();
    if text.trim().is_empty() {
        return Problem::error(0..0, "an empty file");
    }
    if let Some(error) = json_error(input) {
        return error;
    }
    let first: String =
        text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().chars().take(60).collect();
    Problem::error(0..0, "no transcript in a known format")
        .found(first)
        .help("`answerbook import --help` names the formats")
}

/// What is wrong with a file that begins as JSON does.
fn json_error(input: &Input<'_>) -> Option<Problem> {
    let text = input.text();
    if !input.begins_as_json() {
        return None;
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => {
            let keys: Vec<&str> =
                value.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).take(12).collect();
            let problem = Problem::error(0..0, "JSON of no known service");
            Some(
                problem
                    .found(format!("the keys {}", keys.join(", ")))
                    .help("`answerbook import --help` names the formats"),
            )
        }
        Err(error) => {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            Some(Problem::error(line_start..line_start, "JSON that cannot be read").found(error.to_string()))
        }
    }
}

impl Transcript {
    /// The show that the file names, or that was given.
    pub fn show(&self) -> Option<&str> {
        self.head.show.as_deref().or(self.given.show.as_deref())
    }

    /// Whether nobody says the day of publication.
    pub fn is_undated(&self) -> bool {
        self.head.date.or(self.given.date).is_none()
    }

    /// The speakers and the first words of each of the first turns, for a preview.
    pub fn first_turns(&self, count: usize) -> impl Iterator<Item = (&str, &str)> {
        let said = self.parts.iter().filter_map(|part| match part {
            Part::Said { name, speech } => Some((name.as_str(), speech.text.as_str())),
            Part::Heading(_) => None,
        });
        said.take(count)
    }

    /// Those who speak, for whoever decides who asks.
    pub fn voices(&self) -> Voices {
        let asking = asking(&self.parts);
        let has_questions = asking.iter().any(|(name, _)| name.eq_ignore_ascii_case("q"));
        let stated = asking.iter().filter_map(|(name, _)| Some((name.clone(), self.stated_role(name, has_questions)?)));
        Voices { stated: stated.collect(), asking }
    }

    /// The part that the file itself gives somebody.
    fn stated_role(&self, name: &str, has_questions: bool) -> Option<Role> {
        let is_in = |names: &[String]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        match name.to_lowercase().as_str() {
            "interviewer" | "moderator" | "host" | "q" | "question" => Some(Role::Host),
            "interviewee" | "guest" | "answer" => Some(Role::Guest),
            "a" if has_questions => Some(Role::Guest),
            _ if is_in(&self.head.hosts) => Some(Role::Host),
            _ => is_in(&self.head.guests).then_some(Role::Guest),
        }
    }

    /// The episode, with the parts that a show gives to those who speak.
    pub fn into_episode(mut self, roles: &Roles) -> Imported {
        let shown = roles.of(&self.voices());
        let host = |name: &str| shown.iter().any(|role| role.name == name && role.role == Role::Host);
        let language = language_of(&self.parts, &self.head, &self.given);
        let named = answers(std::mem::take(&mut self.parts), &host, &language.tag);
        let titles = titles_of(&named, &host, &shown, &language.tag);
        let speakers = self.speakers(&shown);
        let mut imported = self.empty(speakers, language);
        let by_name: BTreeMap<&str, usize> =
            shown.iter().enumerate().map(|(at, role)| (role.name.as_str(), at)).collect();
        for (answer, title) in named.into_iter().zip(titles) {
            imported.add(answer, title, &by_name);
        }
        imported
    }

    /// Those who speak, and those whom the head names though no label does.
    fn speakers(&mut self, shown: &[ShowRole]) -> Vec<Speaker> {
        let mut ids = self.given.speaker_ids.clone();
        let mut speaker = |name: &str, role| {
            let about = self.about.remove(name);
            Speaker {
                id: ids.assign(name),
                name: name.to_owned(),
                role,
                about,
                source_names: Vec::new(),
                is_placeholder: looks_like_placeholder(name),
                slot: 0,
            }
        };
        let mut speakers: Vec<Speaker> = shown.iter().map(|shown| speaker(&shown.name, shown.role)).collect();
        let has_names = speakers.iter().any(|speaker| !speaker.is_placeholder);
        let stated = self
            .head
            .hosts
            .iter()
            .map(|name| (name, Role::Host))
            .chain(self.head.guests.iter().map(|name| (name, Role::Guest)));
        for (name, role) in stated.filter(|_| !has_names) {
            speakers.push(speaker(name, role));
        }
        speakers
    }

    /// The episode without its answers.
    fn empty(&mut self, speakers: Vec<Speaker>, language: Language) -> Imported {
        let show = self.show().map(str::to_owned);
        let Self { head, given, .. } = self;
        let head = std::mem::take(head);
        let title = head.title.unwrap_or_else(|| given.stem.replace(['-', '_'], " ").trim().to_owned());
        let episode = Episode {
            date: head.date.or(given.date),
            publisher: head.publisher.unwrap_or_else(|| given.publisher.clone()),
            rights: head.rights,
            original: head.original,
            summary: head.summary,
            language: language.tag,
            speakers,
            show,
            keywords: head.keywords,
            audio: head.audio,
            ..Episode::titled(title)
        };
        Imported { episode, doubts: Vec::new(), times: Vec::new(), guesses_language: language.is_guessed }
    }
}

/// An answer as far as its title is concerned.
fn untitled<'a>(answer: &'a NamedAnswer, is_host: &dyn Fn(&str) -> bool) -> Untitled<'a> {
    let said: Vec<(bool, &str)> =
        answer.said.iter().map(|(name, speech)| (is_host(name), speech.text.as_str())).collect();
    let written = answer.title.as_ref().map(|title| title.text.as_str());
    Untitled { written, ..Untitled::of(answer.part, &said) }
}

/// The titles of answers: those of their headings, and others made of what is said.
fn titles_of(
    answers: &[NamedAnswer],
    is_host: &dyn Fn(&str) -> bool,
    shown: &[ShowRole],
    language: &str,
) -> Vec<String> {
    let untitled: Vec<Untitled<'_>> = answers.iter().map(|answer| untitled(answer, is_host)).collect();
    let names: Vec<&str> = shown.iter().map(|role| role.name.as_str()).collect();
    titles(&untitled, &names, language)
}

impl Imported {
    /// Adds an answer. `by_name` has the positions of the episode's speakers.
    fn add(&mut self, answer: NamedAnswer, title: String, by_name: &BTreeMap<&str, usize>) {
        let mut new = Answer { written_title: Some(title), part: answer.part, ..Answer::untitled() };
        for (name, speech) in answer.said {
            let Some(speaker) = by_name.get(name.as_str()).and_then(|at| self.episode.speakers.get(*at)) else {
                continue;
            };
            let Speech { start, text, words, doubt, .. } = speech;
            let paragraph = self.times.len();
            self.doubts.extend(doubt.map(|Doubt { what, reason }| PlacedDoubt { paragraph, what, reason }));
            self.times.push(words.iter().map(|word| (text[..word.at].chars().count(), word.start)).collect());
            new.say(&speaker.id, Paragraph { id: ParagraphId::default(), start, text });
        }
        self.episode.answers.push(new);
    }
}
