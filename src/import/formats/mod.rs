//! The formats, and which of them a file is in: decided by its content, never by its name. The readers are one file a format; none knows
//! another.
//!
//! | format | where its form is from | a real file was tried |
//! |---|---|---|
//! | WebVTT | W3C's WebVTT | of YouTube, Zoom, Descript, Teams and caption libraries |
//! | SubRip, SBV | what players read; neither has a binding form | yes |
//! | plain text, Markdown | what people write; CommonMark | 225 episodes of one publisher in Markdown; Otter's text by description |
//! | Word (DOCX) | ECMA-376 | one; none of Teams |
//! | web pages | HTML Living Standard | some 150 pages |
//! | Podcast Namespace JSON, HTML | its specification | HTML yes; of JSON the example of the specification |
//! | TTML | W3C's TTML2 | captions and a song of Apple; no podcast of Apple |
//! | OHMS | its viewer, and records of archives | yes, of both kinds |
//! | ELAN | EAF 3.0 | yes |
//! | TEI for spoken language | ISO 24624 | yes, of five corpora |
//! | Podlove XML | the Publisher's exporter | one |
//! | YouTube XML, JSON | what other programs read | yes |
//! | SubStation Alpha, LRC | libass's guide; common use | yes |
//! | Whisper and its kin, whisperX, transformers.js | their programs | yes |
//! | whisper.cpp | its program | no |
//! | Deepgram, AssemblyAI, AWS (both), Speechmatics | files of the services | yes |
//! | Google, IBM, Kaldi, autoEdit | files of a public collection | yes; Google's second form and Vosk no |
//! | Rev.ai, NVIDIA NeMo, WTF | samples of a converter; the IETF's draft | Rev.ai and WTF; NeMo no |
//! | Azure, ElevenLabs | their documentation | yes |
//! | Gladia, Fireflies | their documentation, as far as it is public | no |
//!
//! To add one, add a file with a `FORMAT`, a line for its module and one in [`FORMATS`], and a folder of cases in
//! `tests/fixtures/import/ok`.

mod assemblyai;
mod autoedit;
mod aws_call_analytics;
mod aws_transcribe;
mod azure;
mod deepgram;
mod docx;
mod elan;
mod elevenlabs;
mod fireflies;
mod gladia;
mod google;
mod html;
mod ibm;
mod kaldi;
mod lrc;
mod markdown;
mod nemo;
mod ohms;
mod podcast_html;
mod podcast_json;
mod podlove_xml;
mod rev_ai;
mod sbv;
mod speechmatics;
mod srt;
mod ssa;
mod tei;
mod text;
mod transformers_js;
mod ttml;
mod webvtt;
mod whisper;
mod whisper_cpp;
mod whisperx;
mod wtf;
mod youtube_json3;
mod youtube_xml;

use crate::import::format::Format;
use crate::import::input::Input;

/// The formats, those with the surest marks first: the first that recognises a file reads it.
pub static FORMATS: &[&Format] = &[
    &webvtt::FORMAT,
    &docx::FORMAT,
    &ttml::FORMAT,
    &ohms::FORMAT,
    &elan::FORMAT,
    &podlove_xml::FORMAT,
    &youtube_xml::FORMAT,
    &tei::FORMAT,
    &podcast_html::FORMAT,
    &html::FORMAT,
    &podcast_json::FORMAT,
    &wtf::FORMAT,
    &deepgram::FORMAT,
    &aws_transcribe::FORMAT,
    &aws_call_analytics::FORMAT,
    &speechmatics::FORMAT,
    &ibm::FORMAT,
    &google::FORMAT,
    &azure::FORMAT,
    &gladia::FORMAT,
    &rev_ai::FORMAT,
    &elevenlabs::FORMAT,
    &fireflies::FORMAT,
    &kaldi::FORMAT,
    &autoedit::FORMAT,
    &assemblyai::FORMAT,
    &whisper_cpp::FORMAT,
    &youtube_json3::FORMAT,
    &transformers_js::FORMAT,
    &whisperx::FORMAT,
    &nemo::FORMAT,
    &whisper::FORMAT,
    &ssa::FORMAT,
    &sbv::FORMAT,
    &srt::FORMAT,
    &lrc::FORMAT,
    &markdown::FORMAT,
    &text::FORMAT,
];

/// The format with a name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// The format of a file, and what it was recognised by.
pub(in crate::import) fn recognised(input: &Input<'_>) -> Option<(&'static Format, String)> {
    FORMATS.iter().find_map(|format| Some((*format, (format.recognise)(input)?)))
}
