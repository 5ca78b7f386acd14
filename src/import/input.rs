//! A file to import: its bytes, and these read as text, as JSON or as a packed folder, once each and only if asked for.
//!
//! Not here: what they mean.

use std::cell::OnceCell;

use serde_json::Value;

use super::decode::{Decoded, decode};

/// A file to import.
pub(super) struct Input<'a> {
    pub(super) bytes: &'a [u8],
    decoded: OnceCell<Decoded>,
    json: OnceCell<Option<Value>>,
}

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, decoded: OnceCell::new(), json: OnceCell::new() }
    }

    /// Whether the file is a packed folder, as a DOCX is.
    pub(super) fn is_zip(&self) -> bool {
        self.bytes.starts_with(b"PK\x03\x04")
    }

    /// The bytes as text.
    pub(super) fn decoded(&self) -> &Decoded {
        self.decoded.get_or_init(|| if self.is_zip() { decode(b"") } else { decode(self.bytes) })
    }

    /// The text, without a byte order mark.
    pub(super) fn text(&self) -> &str {
        &self.decoded().text
    }

    /// The text, once nothing else is asked of the file.
    pub(super) fn into_text(self) -> String {
        let Self { bytes, decoded, .. } = self;
        decoded.into_inner().unwrap_or_else(|| decode(bytes)).text
    }

    /// The text without blanks at its beginning.
    pub(super) fn start(&self) -> &str {
        self.text().trim_start()
    }

    /// The text as JSON; `None` where it is none, or nested deeper than any transcript.
    pub(super) fn json(&self) -> Option<&Value> {
        let is_json = || self.start().starts_with(['{', '[']);
        self.json.get_or_init(|| is_json().then(|| serde_json::from_str(self.text()).ok())?).as_ref()
    }

    /// The name of the root element, without its prefix, where the text is XML or HTML.
    pub(super) fn root_element(&self) -> Option<&str> {
        let mut rest = self.start();
        loop {
            rest = rest.split_once('<')?.1;
            if rest.starts_with("!--") {
                rest = rest.split_once("-->")?.1;
            } else if !rest.starts_with(['?', '!']) {
                let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
                return Some(name.rsplit(':').next().unwrap_or(name));
            }
        }
    }
}
