//! Stored documents, made from the library: what cards show of answers.
//!
//! Not here: which part of an answer is shown ([`crate::search::snippet`]), and which is cached beforehand
//! ([`super::champions`]).

use crate::search::build::invert::misheard;
use crate::search::index::documents::{DocumentChunk, StoredAnswer, StoredEpisode, StoredParagraph, StoredSpeaker};
use crate::search::index::facets::NamedId;
use crate::search::sort::index_or_push;
use crate::transcript::{Episode, Library, LibraryEntry, Paragraph, Turn};

/// The chunk of some answers.
pub(crate) fn chunk(library: &Library, entries: &[LibraryEntry<'_>]) -> DocumentChunk {
    let mut chunk = DocumentChunk::default();
    for entry in entries {
        let stored = paragraphs(*entry).map(|(speaker, paragraph)| StoredParagraph {
            id: paragraph.id.to_string(),
            speaker,
            text: paragraph.text.clone(),
            misheard: misheard(entry.episode, paragraph),
        });
        let stored = stored.collect();
        push_answer(&mut chunk, library, *entry, stored_episode).paragraphs = stored;
    }
    chunk
}

/// The paragraphs of an answer in order, each with the index of its speaker among the episode's.
pub(crate) fn paragraphs<'a>(
    LibraryEntry { episode, answer }: LibraryEntry<'a>,
) -> impl Iterator<Item = (usize, &'a Paragraph)> {
    let index = |turn: &Turn| episode.speakers.iter().position(|speaker| speaker.id == turn.speaker);
    let turns = answer.turns.iter().filter_map(move |turn| Some((index(turn)?, turn)));
    turns.flat_map(|(speaker, turn)| turn.paragraphs.iter().map(move |paragraph| (speaker, paragraph)))
}

/// Appends an answer without paragraphs to a chunk. Its episode is stored by `store_episode` unless the chunk has it.
pub(crate) fn push_answer<'a>(
    chunk: &'a mut DocumentChunk,
    library: &Library,
    LibraryEntry { episode, answer }: LibraryEntry<'_>,
    store_episode: fn(&Episode) -> StoredEpisode,
) -> &'a mut StoredAnswer {
    let known = chunk.episodes.iter().position(|known| known.id == episode.id.as_str());
    let nth_episode = known.unwrap_or_else(|| {
        chunk.episodes.push(store_episode(episode));
        chunk.episodes.len() - 1
    });
    let topics = library.topics_of(&episode.id, &answer.id).iter().filter_map(|id| library.topic(id));
    let named = topics.map(|topic| NamedId { id: topic.id.to_string(), name: topic.name.clone() });
    let topics = named.map(|topic| index_or_push(&mut chunk.topics, topic)).collect();
    let (id, title) = (answer.id.to_string(), library.title_of(&episode.id, &answer.id).to_owned());
    let at = chunk.answers.len();
    chunk.answers.push(StoredAnswer { episode: nth_episode, id, title, topics, paragraphs: Vec::new() });
    &mut chunk.answers[at]
}

/// An episode with all its speakers.
fn stored_episode(episode: &Episode) -> StoredEpisode {
    let speakers = (0..episode.speakers.len()).filter_map(|nth| stored_speaker(episode, nth)).collect();
    StoredEpisode { speakers, ..stored_episode_without_speakers(episode) }
}

/// An episode to which speakers are added as they are met.
pub(crate) fn stored_episode_without_speakers(episode: &Episode) -> StoredEpisode {
    let (id, title) = (episode.id.to_string(), episode.title.clone());
    StoredEpisode { id, title, date: episode.date, speakers: Vec::new() }
}

/// The speaker of an episode with this index.
pub(crate) fn stored_speaker(episode: &Episode, nth: usize) -> Option<StoredSpeaker> {
    let speaker = episode.speakers.get(nth)?;
    Some(StoredSpeaker {
        id: speaker.id.to_string(),
        name: speaker.name.clone(),
        slot: episode.slot(&speaker.id),
        host: episode.is_host(&speaker.id),
    })
}
