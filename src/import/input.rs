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
        self.json.get_or_init(|| self.begins_as_json().then(|| parsed(self.text()))?).as_ref()
    }

    /// Whether the text begins as JSON does, be it whole or not: with brackets, and then a text. `[[a link]]` and `{{a tag}}` are none.
    pub(super) fn begins_as_json(&self) -> bool {
        let start = self.start();
        let inside = start.trim_start_matches(|c: char| matches!(c, '{' | '[') || c.is_whitespace());
        start.starts_with(['{', '[']) && !start.starts_with("{{") && inside.starts_with(['"', '}'])
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

/// A text as JSON: one value, or several one after the other, which become a list.
fn parsed(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let text = with_null_for_nan(text);
    let mut values: Vec<Value> =
        serde_json::Deserializer::from_str(&text).into_iter().collect::<Result<_, _>>().ok()?;
    if values.len() == 1 { values.pop() } else { Some(Value::Array(values)) }
}

/// A text with `null` where programs in Python write numbers that are none, outside of texts.
fn with_null_for_nan(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_inside, mut is_escaped, mut at) = (false, false, 0);
    while let Some(c) = text[at..].chars().next() {
        let word = ["-Infinity", "Infinity", "NaN"].into_iter().find(|word| !is_inside && text[at..].starts_with(word));
        if let Some(word) = word {
            out.push_str("null");
            at += word.len();
            continue;
        }
        (is_inside, is_escaped) = match c {
            '"' if !is_escaped => (!is_inside, false),
            '\\' => (is_inside, is_inside && !is_escaped),
            _ => (is_inside, false),
        };
        out.push(c);
        at += c.len_utf8();
    }
    out
}
