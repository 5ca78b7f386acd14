//! An episode as public JSON. A stable shape that other sites read: see the fields of [`Transcript`].

use serde::Serialize;

use crate::transcript::{Answer, Episode, Library, Paragraph, Role};

/// `transcript.json`. Text is verbatim; corrections stand beside it.
#[derive(Debug, Serialize)]
struct Transcript<'a> {
    id: &'a str,
    title: &'a str,
    date: String,
    publisher: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<&'a str>,
    language: &'a str,
    speakers: Vec<SpeakerJson<'a>>,
    answers: Vec<AnswerJson<'a>>,
    corrections: Vec<CorrectionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SpeakerJson<'a> {
    id: &'a str,
    name: &'a str,
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct AnswerJson<'a> {
    id: &'a str,
    title: String,
    topics: Vec<&'a str>,
    turns: Vec<TurnJson<'a>>,
}

#[derive(Debug, Serialize)]
struct TurnJson<'a> {
    speaker: &'a str,
    paragraphs: Vec<ParagraphJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ParagraphJson<'a> {
    id: &'a str,
    text: &'a str,
    /// Milliseconds from the start of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    start_ms: Option<u64>,
}

#[derive(Debug, Serialize)]
struct CorrectionJson<'a> {
    paragraph: &'a str,
    heard: &'a str,
    meant: &'a str,
    /// Which of the places where `heard` stands in the paragraph, from 1.
    occurrence: u32,
}

/// An episode as JSON text.
pub(super) fn transcript_json(library: &Library, episode: &Episode) -> String {
    let transcript = Transcript {
        id: episode.id.as_str(),
        title: &episode.title,
        date: episode.date.to_string(),
        publisher: &episode.publisher,
        rights: episode.rights.as_deref(),
        language: &episode.language,
        speakers: episode.speakers.iter().map(speaker_json).collect(),
        answers: episode.answers.iter().map(|answer| answer_json(library, episode, answer)).collect(),
        corrections: episode
            .corrections
            .iter()
            .map(|c| CorrectionJson {
                paragraph: c.paragraph.as_str(),
                heard: &c.heard,
                meant: &c.meant,
                occurrence: c.occurrence,
            })
            .collect(),
    };
    // Only strings, numbers and lists: there is nothing in it that JSON could not hold.
    serde_json::to_string(&transcript).unwrap_or_default()
}

fn speaker_json(speaker: &crate::transcript::Speaker) -> SpeakerJson<'_> {
    SpeakerJson {
        id: speaker.id.as_str(),
        name: &speaker.name,
        role: match speaker.role {
            Role::Host => "host",
            Role::Guest => "guest",
        },
        about: speaker.about.as_deref(),
    }
}

fn answer_json<'a>(library: &'a Library, episode: &'a Episode, answer: &'a Answer) -> AnswerJson<'a> {
    AnswerJson {
        id: answer.id.as_str(),
        title: answer.title(episode),
        topics: library.topics_of(&episode.id, &answer.id).iter().map(|topic| topic.as_str()).collect(),
        turns: answer
            .turns
            .iter()
            .map(|turn| TurnJson {
                speaker: turn.speaker.as_str(),
                paragraphs: turn.paragraphs.iter().map(paragraph_json).collect(),
            })
            .collect(),
    }
}

fn paragraph_json(paragraph: &Paragraph) -> ParagraphJson<'_> {
    ParagraphJson { id: paragraph.id.as_str(), text: &paragraph.text, start_ms: paragraph.start.map(|start| start.0) }
}
