//! The readers, one file a format; none knows another.
//!
//! To add one, add a file with a `FORMAT`, a line here and one in [`super::format::FORMATS`], and a folder of cases in
//! `tests/fixtures/import`.

pub(super) mod assemblyai;
pub(super) mod autoedit;
pub(super) mod aws_call_analytics;
pub(super) mod aws_transcribe;
pub(super) mod azure;
pub(super) mod deepgram;
pub(super) mod elevenlabs;
pub(super) mod fireflies;
pub(super) mod gladia;
pub(super) mod google;
pub(super) mod ibm;
pub(super) mod kaldi;
pub(super) mod markdown;
pub(super) mod nemo;
pub(super) mod podcast_json;
pub(super) mod rev_ai;
pub(super) mod speechmatics;
pub(super) mod text;
pub(super) mod transformers_js;
pub(super) mod webvtt;
pub(super) mod whisper;
pub(super) mod whisper_cpp;
pub(super) mod whisperx;
pub(super) mod wtf;
pub(super) mod youtube_json3;
