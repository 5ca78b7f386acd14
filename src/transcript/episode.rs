//! An episode: one published conversation, with its speakers.
//!
//! Not here: what several episodes have in common ([`super::Library`]).

use std::collections::BTreeMap;

use super::answer::{Answer, Paragraph};
use super::correction::{self, Correction, Piece, PlacedCorrection};
use super::{Date, EpisodeId, ParagraphId, SpeakerId, TopicId};

/// How an episode is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Status {
    /// The episode is in lists, search and feeds.
    #[default]
    Published,
    /// The episode has pages, but is in no list, search or feed.
    Unlisted,
    /// The episode is not built.
    Draft,
}

/// The part of a speaker in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An interviewer: a host's words open an answer.
    Host,
    /// An interviewee.
    Guest,
}

/// A person or organisation that talks in an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The id, which is the same in every episode.
    pub id: SpeakerId,
    /// The name, as pages show it and labels in the source write it.
    pub name: String,
    /// The part in this episode; it may differ in another.
    pub role: Role,
    /// A description in a few words: "VP & GM at Twilio".
    pub about: Option<String>,
    /// The names that the imported transcript has for them, where the library has another: by these the next import knows them. Never published.
    pub source_names: Vec<String>,
    /// Whether this is a voice whose name nobody knows. Its id is local to the episode then, and in no list of people.
    pub is_placeholder: bool,
    /// The position in order of first word, from 0, which chooses the speaker's colour. A library sets it ([`Episode::set_slots`]).
    pub slot: usize,
}

/// The file that a conversation was imported from: by it the next import of that file recognises its episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSource {
    /// The file's name, with the folders that were given with it.
    pub from: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// One published conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The id, which is the episode's folder in the site's addresses.
    pub id: EpisodeId,
    /// The title, as published.
    pub title: String,
    /// The day of publication; `None` where nobody knows it.
    pub date: Option<Date>,
    /// The publisher of the conversation, who owns the text.
    pub publisher: String,
    /// The licence or terms of the text, in a sentence.
    pub rights: Option<String>,
    /// The absolute address of the first publication.
    pub original: Option<String>,
    /// A summary of one or two sentences.
    pub summary: Option<String>,
    /// The language, as a BCP 47 tag such as `en` or `pt-BR`.
    pub language: String,
    /// The speakers, in the order of the source.
    pub speakers: Vec<Speaker>,
    /// The show that the conversation is an episode of. Imports decide by it who asks.
    pub show: Option<String>,
    /// The file that the conversation was imported from. It is not published.
    pub imported: Option<ImportSource>,
    /// The topics of every answer that has none of its own.
    pub topics: Vec<TopicId>,
    /// The words that the publisher describes the episode with.
    pub keywords: Vec<String>,
    /// The address of the recording, absolute or relative to the site.
    pub audio: Option<String>,
    /// How the episode is published.
    pub status: Status,
    /// Corrections of misheard words, as the episode's file has them.
    pub corrections: Vec<Correction>,
    /// The places that corrections for the whole library apply to, by paragraph. No file of an episode has them: they follow from
    /// its text whenever a library is read.
    pub library_corrections: BTreeMap<ParagraphId, Vec<PlacedCorrection>>,
    /// The conversation, in order.
    pub answers: Vec<Answer>,
}

impl Episode {
    /// An episode of this title without anything else.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            id: EpisodeId::default(),
            title: title.into(),
            date: None,
            publisher: String::new(),
            rights: None,
            original: None,
            summary: None,
            language: String::new(),
            speakers: Vec::new(),
            show: None,
            imported: None,
            topics: Vec::new(),
            keywords: Vec::new(),
            audio: None,
            status: Status::default(),
            corrections: Vec::new(),
            library_corrections: BTreeMap::new(),
            answers: Vec::new(),
        }
    }

    /// The speaker with this id, if the episode has one.
    pub fn speaker(&self, id: &SpeakerId) -> Option<&Speaker> {
        self.speakers.iter().find(|speaker| speaker.id == *id)
    }

    /// The name of a speaker, or the id itself if the episode has no such speaker.
    pub fn name_of<'a>(&'a self, id: &'a SpeakerId) -> &'a str {
        self.speaker(id).map_or(id.as_str(), |speaker| &speaker.name)
    }

    /// The position of a speaker in order of first word: see [`Speaker::slot`].
    pub fn slot(&self, id: &SpeakerId) -> usize {
        self.speaker(id).map_or(0, |speaker| speaker.slot)
    }

    /// Sets every speaker's slot. A speaker who never speaks comes last.
    pub fn set_slots(&mut self) {
        let mut slots: BTreeMap<&SpeakerId, usize> = BTreeMap::new();
        for turn in self.answers.iter().flat_map(|answer| &answer.turns) {
            let next = slots.len();
            slots.entry(&turn.speaker).or_insert(next);
        }
        for speaker in &mut self.speakers {
            speaker.slot = slots.get(&speaker.id).copied().unwrap_or(slots.len());
        }
    }

    /// Whether a speaker is a host in this episode.
    pub fn is_host(&self, id: &SpeakerId) -> bool {
        self.speaker(id).is_some_and(|speaker| speaker.role == Role::Host)
    }

    /// Whether a speaker is a voice whose name nobody knows.
    pub fn is_placeholder(&self, id: &SpeakerId) -> bool {
        self.speaker(id).is_some_and(|speaker| speaker.is_placeholder)
    }

    /// The guests, without the voices of advertisements and other parts that say nothing in an answer.
    pub fn guests(&self) -> impl Iterator<Item = &Speaker> {
        self.speakers.iter().filter(|speaker| speaker.role == Role::Guest && !self.is_only_in_parts(&speaker.id))
    }

    /// Whether somebody speaks, and in no answer.
    fn is_only_in_parts(&self, speaker: &SpeakerId) -> bool {
        let speaks = |answer: &&Answer| answer.turns.iter().any(|turn| turn.speaker == *speaker);
        let mut of_speaker = self.answers.iter().filter(speaks).peekable();
        of_speaker.peek().is_some() && of_speaker.all(|answer| answer.part.is_some())
    }

    /// The guests whose names are known.
    pub fn named_guests(&self) -> impl Iterator<Item = &Speaker> {
        self.guests().filter(|guest| !guest.is_placeholder)
    }

    /// The names of the guests, separated by commas.
    pub fn guest_names(&self) -> String {
        let names: Vec<&str> = self.named_guests().map(|guest| guest.name.as_str()).collect();
        names.join(", ")
    }

    /// The number of answers, without the parts that are none.
    pub fn answer_count(&self) -> usize {
        self.answers.iter().filter(|answer| answer.part.is_none()).count()
    }

    /// All paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.answers.iter().flat_map(Answer::paragraphs)
    }

    /// The pieces of a paragraph, cut at its corrections. The verbatim and the misheard words, concatenated, are the
    /// paragraph's text to the character.
    pub fn reading<'a>(&'a self, paragraph: &'a Paragraph) -> Vec<Piece<'a>> {
        let placed = self.library_corrections.get(&paragraph.id).map_or(&[][..], Vec::as_slice);
        correction::pieces(paragraph, self.corrections.iter().filter(|c| c.paragraph == paragraph.id), placed)
    }

    /// All corrections, its own first, as a file that stands by itself has them.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn all_corrections(&self) -> Vec<Correction> {
        let mut all = self.corrections.clone();
        for paragraph in self.paragraphs() {
            let placed = self.library_corrections.get(&paragraph.id).map_or(&[][..], Vec::as_slice);
            all.extend(correction::as_occurrences(paragraph, placed));
        }
        all
    }

    /// The episode as it leaves its library: with all corrections, and without what is private.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn public(&self) -> Self {
        let (library_corrections, imported) = Default::default();
        Self { corrections: self.all_corrections(), library_corrections, imported, ..self.clone() }
    }
}
