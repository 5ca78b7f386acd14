//! The readers, one file a format; none knows another.
//!
//! To add one, add a file with a `FORMAT`, a line here and one in [`super::format::FORMATS`], and a folder of cases in
//! `tests/fixtures/import`.

pub(super) mod docx;
pub(super) mod elan;
pub(super) mod html;
pub(super) mod lrc;
pub(super) mod markdown;
pub(super) mod ohms;
pub(super) mod podcast_html;
pub(super) mod podlove_xml;
pub(super) mod sbv;
pub(super) mod srt;
pub(super) mod ssa;
pub(super) mod tei;
pub(super) mod text;
pub(super) mod ttml;
pub(super) mod webvtt;
pub(super) mod youtube_xml;
