//! `transcript.json`: an episode as public JSON, in a stable form that other sites read. Texts are verbatim, with the
//! corrections beside them. See the fields of [`Transcript`].
//!
//! Not here: the same as Markdown ([`crate::source`]), structured data for search engines ([`super::json_ld`]).

use serde::Serialize;

use crate::transcript::{Answer, Correction, Episode, Library, Paragraph, PartKind, Role, Speaker};

/// The whole file.
#[derive(Debug, Serialize)]
struct Transcript<'a> {
    id: &'a str,
    title: &'a str,
    /// `null` where nobody knows it.
    date: Option<String>,
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
    /// Whether nobody knows the name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    placeholder: bool,
}

#[derive(Debug, Serialize)]
struct AnswerJson<'a> {
    id: &'a str,
    title: String,
    /// What it is where it is no answer: `intro`, `ad`, `outro` or `music`.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
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
    /// Which occurrence of `heard` in the paragraph, from 1.
    occurrence: u32,
}

/// The JSON of an episode.
pub(super) fn of_episode(library: &Library, episode: &Episode) -> String {
    let corrections = episode.all_corrections();
    let transcript = Transcript {
        id: episode.id.as_str(),
        title: &episode.title,
        date: episode.date.map(|date| date.to_string()),
        publisher: &episode.publisher,
        rights: episode.rights.as_deref(),
        language: &episode.language,
        speakers: episode.speakers.iter().map(speaker_json).collect(),
        answers: episode.answers.iter().map(|answer| answer_json(library, episode, answer)).collect(),
        corrections: corrections.iter().map(correction_json).collect(),
    };
    // Serialising cannot fail: there are no maps in it whose keys could be other than strings.
    serde_json::to_string(&transcript).unwrap_or_default()
}

fn speaker_json(speaker: &Speaker) -> SpeakerJson<'_> {
    SpeakerJson {
        id: speaker.id.as_str(),
        name: &speaker.name,
        role: match speaker.role {
            Role::Host => "host",
            Role::Guest => "guest",
        },
        about: speaker.about.as_deref(),
        placeholder: speaker.is_placeholder,
    }
}

fn answer_json<'a>(library: &'a Library, episode: &'a Episode, answer: &'a Answer) -> AnswerJson<'a> {
    AnswerJson {
        id: answer.id.as_str(),
        title: answer.title(episode),
        part: answer.part.map(PartKind::word),
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

fn correction_json(correction: &Correction) -> CorrectionJson<'_> {
    CorrectionJson {
        paragraph: correction.paragraph.as_str(),
        heard: &correction.heard,
        meant: &correction.meant,
        occurrence: correction.occurrence,
    }
}
