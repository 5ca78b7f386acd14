//! The entries of `speakers` in front matter: where each and its parts stand, and how one is taken away.
//!
//! They are looked for only when one is to be changed, in a text without errors. Not here: what they say ([`super::front`]), and what
//! is changed ([`super::speaker_edit`]).

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::TomlSource;
use super::findings::Findings;
use super::front;
use super::insertion::Replacement;
use super::syntax::is_blank;
use crate::transcript::ProblemList;

/// An entry of `speakers`. All ranges are bytes of the file.
pub(super) struct Entry {
    /// The inline table; of a table of its own, `[[speakers]]`, its head.
    pub(super) span: Range<usize>,
    /// Whether it is an inline table, `{ id = …, name = … }`.
    is_inline: bool,
    pub(super) id: Option<Range<usize>>,
    pub(super) name: Range<usize>,
    pub(super) role: Range<usize>,
    pub(super) about: Option<Range<usize>>,
    pub(super) source_names: Option<Range<usize>>,
    /// Each key with its value.
    fields: Vec<Range<usize>>,
}

/// The entries of a text without errors, in their order.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let parts = front::split(text, &mut Findings::default());
    let toml = &text[parts.toml.clone()];
    let mut source = TomlSource { file: text, toml, offset: parts.toml.start, has_errors: false };
    let table = source.parse(&mut ProblemList::default());
    let list = table.get("speakers").and_then(|list| list.get_ref().as_array());
    list.into_iter().flat_map(|list| list.iter()).filter_map(|value| entry(source, value)).collect()
}

fn entry(source: TomlSource<'_>, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
    let DeValue::Table(table) = value.get_ref() else { return None };
    let span = source.file_span(value.span());
    let place = |table: &DeTable<'_>, key: &str| Some(source.file_span(table.get(key)?.span()));
    let fields =
        table.iter().map(|(key, value)| source.file_span(key.span()).start..source.file_span(value.span()).end);
    Some(Entry {
        is_inline: source.file[span.start..].starts_with('{'),
        id: place(table, "id"),
        name: place(table, "name")?,
        role: place(table, "role")?,
        about: place(table, "about"),
        source_names: place(table, "source_names"),
        fields: fields.collect(),
        span,
    })
}

impl Entry {
    /// A field added behind the others.
    pub(super) fn with_field(&self, text: &str, key: &str, value: &str) -> Replacement {
        let end = self.fields.iter().map(|field| field.end).max().unwrap_or(self.span.end);
        if self.is_inline {
            return Replacement { span: end..end, new: format!(", {key} = {value}") };
        }
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let end = line_end(text, end);
        Replacement { span: end..end, new: format!("{newline}{key} = {value}") }
    }

    /// The entry taken away. A comment stays; a line with nothing else goes.
    pub(super) fn taken_away(&self, text: &str) -> Vec<Replacement> {
        let taken = |span: Range<usize>| Replacement { span, new: String::new() };
        if self.is_inline {
            return vec![taken(element(text, &self.span))];
        }
        let pieces = std::iter::once(&self.span).chain(&self.fields);
        pieces.map(|piece| taken(whole_lines(text, piece.clone()))).collect()
    }
}

/// An element of a list with the comma that parts it from its neighbour, and with the line that has nothing else.
fn element(text: &str, span: &Range<usize>) -> Range<usize> {
    let behind = text[span.end..].trim_start();
    let comma = behind.starts_with(',').then(|| text.len() - behind.len() + 1);
    let with_comma = span.start..comma.unwrap_or(span.end);
    let lines = whole_lines(text, with_comma.clone());
    if lines != with_comma {
        return lines;
    }
    if comma.is_some() {
        let blanks = text[with_comma.end..].len() - text[with_comma.end..].trim_start_matches(is_blank).len();
        return with_comma.start..with_comma.end + blanks;
    }
    let before = text[..span.start].trim_end();
    before.strip_suffix(',').map_or(with_comma.start, str::len)..span.end
}

/// The lines of a piece, with their ends, if nothing else stands on them; otherwise the piece.
fn whole_lines(text: &str, piece: Range<usize>) -> Range<usize> {
    let start = text[..piece.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[piece.end..].find('\n').map_or(text.len(), |newline| piece.end + newline + 1);
    let is_alone = text[start..piece.start].trim().is_empty() && text[piece.end..end].trim().is_empty();
    if is_alone { start..end } else { piece }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\r', '\n']).map_or(text.len(), |end| at + end)
}
