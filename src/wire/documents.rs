//! `text/<n>.bin`: a document chunk, consecutive answers with all that a card shows of them.
//!
//! ```text
//! episodes: count, then id, title, date, speakers: count, then id, name, colour slot, 1 for a host
//! topics:   count, then id, name
//! answers:  count, then episode, id, title, topics: count, indexes,
//!           paragraphs: count, then id, speaker, text,
//!                       misheard: count, then bytes from the end of the one before, length in bytes, meant
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::{DocumentChunk, Misheard, NamedId, StoredAnswer, StoredEpisode, StoredParagraph, StoredSpeaker};
use crate::transcript::Date;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(chunk: &DocumentChunk, out: &mut Writer) {
    out.size(chunk.episodes.len());
    for episode in &chunk.episodes {
        out.text(&episode.id);
        out.text(&episode.title);
        out.text(&episode.date.map(|date| date.to_string()).unwrap_or_default());
        out.size(episode.speakers.len());
        for speaker in &episode.speakers {
            out.text(&speaker.id);
            out.text(&speaker.name);
            out.size(speaker.slot);
            out.byte(u8::from(speaker.host));
        }
    }
    encode_named(&chunk.topics, out);
    out.size(chunk.answers.len());
    for answer in &chunk.answers {
        out.size(answer.episode);
        out.text(&answer.id);
        out.text(&answer.title);
        out.size(answer.topics.len());
        answer.topics.iter().for_each(|topic| out.size(*topic));
        out.size(answer.paragraphs.len());
        answer.paragraphs.iter().for_each(|paragraph| encode_paragraph(paragraph, out));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn encode_paragraph(paragraph: &StoredParagraph, out: &mut Writer) {
    out.text(&paragraph.id);
    out.size(paragraph.speaker);
    out.text(&paragraph.text);
    out.size(paragraph.misheard.len());
    let mut before = 0;
    for place in &paragraph.misheard {
        out.size(place.range.start - before);
        out.size(place.range.len());
        out.text(&place.meant);
        before = place.range.end;
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode_named(values: &[NamedId], out: &mut Writer) {
    out.size(values.len());
    for value in values {
        out.text(&value.id);
        out.text(&value.name);
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<DocumentChunk, WireError> {
    let episodes = reader.list(decode_episode)?;
    let topics = reader.list(decode_named)?;
    let answers = reader.list(|reader| {
        let episode = reader.index(episodes.len())?;
        let (id, title) = (reader.text()?, reader.text()?);
        let topics = reader.list(|reader| reader.index(topics.len()))?;
        let speakers = episodes.get(episode).map_or(0, |episode| episode.speakers.len());
        let paragraphs = reader.list(|reader| decode_paragraph(reader, speakers))?;
        Ok(StoredAnswer { episode, id, title, topics, paragraphs })
    })?;
    Ok(DocumentChunk { episodes, topics, answers })
}

fn decode_episode(reader: &mut Reader<'_>) -> Result<StoredEpisode, WireError> {
    let (id, title) = (reader.text()?, reader.text()?);
    let date = match reader.text()? {
        text if text.is_empty() => None,
        text => Some(Date::parse(&text).ok_or(WireError::Damaged)?),
    };
    let speakers = reader.list(|reader| {
        let (id, name) = (reader.text()?, reader.text()?);
        Ok(StoredSpeaker { id, name, slot: reader.number()? as usize, host: reader.byte()? != 0 })
    })?;
    Ok(StoredEpisode { id, title, date, speakers })
}

pub(super) fn decode_named(reader: &mut Reader<'_>) -> Result<NamedId, WireError> {
    Ok(NamedId { id: reader.text()?, name: reader.text()? })
}

fn decode_paragraph(reader: &mut Reader<'_>, speakers: usize) -> Result<StoredParagraph, WireError> {
    let id = reader.text()?;
    let speaker = reader.index(speakers)?;
    let text = reader.text()?;
    let mut before = 0_usize;
    let misheard = reader.list(|reader| {
        let start = before.checked_add(reader.number()? as usize).ok_or(WireError::Damaged)?;
        let end = start.checked_add(reader.number()? as usize).ok_or(WireError::Damaged)?;
        text.get(start..end).ok_or(WireError::Damaged)?;
        before = end;
        Ok(Misheard { range: start..end, meant: reader.text()? })
    })?;
    Ok(StoredParagraph { id, speaker, text, misheard })
}
