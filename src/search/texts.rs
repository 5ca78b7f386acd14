//! The texts of an index: what cards show of answers, taken from the library. Native only.
//!
//! Not here: which part of a text is shown ([`super::card`]), and which is cut out beforehand ([`super::lead`]).

use super::gather::misheard;
use super::model::{Name, Text, TextAnswer, TextEpisode, TextParagraph, TextSpeaker};
use super::order::place_of;
use crate::transcript::{Entry as LibraryEntry, Episode, Library, Paragraph};

/// Answers, each with its title, with all that cards show of them.
pub(super) fn of(library: &Library, entries: &[LibraryEntry<'_>], titles: &[String]) -> Text {
    let mut text = Text::default();
    for (entry, title) in entries.iter().zip(titles) {
        let said = paragraphs(*entry).map(|(speaker, paragraph)| TextParagraph {
            id: paragraph.id.to_string(),
            speaker,
            text: paragraph.text.clone(),
            misheard: misheard(entry.episode, paragraph),
        });
        let paragraphs = said.collect();
        let added = add_answer(&mut text, library, *entry, title, text_episode);
        added.paragraphs = paragraphs;
    }
    text
}

/// What is said in an answer, in order, each paragraph with its speaker's place among the episode's.
pub(super) fn paragraphs<'a>(
    LibraryEntry { episode, answer }: LibraryEntry<'a>,
) -> impl Iterator<Item = (usize, &'a Paragraph)> {
    let place = |turn: &crate::transcript::Turn| episode.speakers.iter().position(|it| it.id == turn.speaker);
    let turns = answer.turns.iter().filter_map(move |turn| Some((place(turn)?, turn)));
    turns.flat_map(|(speaker, turn)| turn.paragraphs.iter().map(move |paragraph| (speaker, paragraph)))
}

/// Adds an answer in which nothing is said yet; its episode, where that is new, as `episode_as` has it.
pub(super) fn add_answer<'a>(
    text: &'a mut Text,
    library: &Library,
    LibraryEntry { episode, answer }: LibraryEntry<'_>,
    title: &str,
    episode_as: fn(&Episode) -> TextEpisode,
) -> &'a mut TextAnswer {
    let of = text.episodes.iter().position(|known| known.id == episode.id.as_str());
    let of = of.unwrap_or_else(|| {
        text.episodes.push(episode_as(episode));
        text.episodes.len() - 1
    });
    let topics = library.topics_of(&episode.id, &answer.id).iter().filter_map(|id| library.topic(id));
    let topics =
        topics.map(|topic| place_of(&mut text.topics, Name { id: topic.id.to_string(), name: topic.name.clone() }));
    let topics = topics.collect();
    let (id, title) = (answer.id.to_string(), title.to_owned());
    let at = text.answers.len();
    text.answers.push(TextAnswer { episode: of, id, title, topics, paragraphs: Vec::new() });
    &mut text.answers[at]
}

/// An episode with all its speakers.
fn text_episode(episode: &Episode) -> TextEpisode {
    let speakers = (0..episode.speakers.len()).filter_map(|nth| text_speaker(episode, nth)).collect();
    TextEpisode { speakers, ..bare_episode(episode) }
}

/// An episode without its speakers.
pub(super) fn bare_episode(episode: &Episode) -> TextEpisode {
    let (id, title) = (episode.id.to_string(), episode.title.clone());
    TextEpisode { id, title, date: episode.date, speakers: Vec::new() }
}

/// A speaker of an episode.
pub(super) fn text_speaker(episode: &Episode, nth: usize) -> Option<TextSpeaker> {
    let speaker = episode.speakers.get(nth)?;
    Some(TextSpeaker {
        id: speaker.id.to_string(),
        name: speaker.name.clone(),
        slot: episode.slot(&speaker.id),
        host: episode.is_host(&speaker.id),
    })
}
