//! Typed access to the fields of a TOML table. A field that is missing, misspelt or of the wrong type is a problem at its
//! exact position.
//!
//! Not here: which fields an episode or a site has ([`super::front`], [`super::settings`]).

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::{clamp_span, control_name};
use super::nearest::nearest;
use crate::transcript::{IdLetters, InvalidId, Problem, ProblemList, slug};

/// The TOML in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct TomlSource<'a> {
    /// The whole file.
    pub(super) file: &'a str,
    /// The TOML.
    pub(super) toml: &'a str,
    /// The offset of the TOML in the file.
    pub(super) offset: usize,
    /// Whether the TOML has syntax errors. A field that seems to be missing may then be in the part that was not parsed.
    pub(super) has_errors: bool,
}

/// The fields of a table. All spans are those of the file.
pub(super) struct Fields<'a, 'p> {
    source: TomlSource<'a>,
    table: &'a DeTable<'a>,
    /// The TOML of the table.
    table_text: &'a str,
    /// The span at which a missing field is reported.
    span: Range<usize>,
    problems: &'p mut ProblemList,
}

/// A value with its span.
#[derive(Debug, Clone)]
pub(super) struct Located<T> {
    /// The value.
    pub(super) value: T,
    /// The byte range of the value in the file.
    pub(super) span: Range<usize>,
}

impl<'a> TomlSource<'a> {
    /// The TOML of a file that has nothing else.
    pub(super) fn whole(file: &'a str) -> Self {
        Self { file, toml: file, offset: 0, has_errors: false }
    }

    /// Parses the TOML as far as possible, and reports its syntax errors.
    pub(super) fn parse(&mut self, problems: &mut ProblemList) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.toml);
        self.has_errors = !errors.is_empty();
        for error in errors {
            let span = self.file_span(error.span().unwrap_or_default());
            problems.push(match error.message().split_once(", expected ") {
                Some((what, expected)) => Problem::error(span, format!("TOML: {what}")).expected(expected),
                None => Problem::error(span, format!("TOML: {}", error.message())),
            });
        }
        table.into_inner()
    }

    /// The span in the file of a span in the TOML.
    pub(super) fn file_span(&self, span: Range<usize>) -> Range<usize> {
        clamp_span(self.file, span.start + self.offset..span.end + self.offset)
    }
}

impl<'a, 'p> Fields<'a, 'p> {
    /// The fields of the root table. A missing one is reported at `span`.
    pub(super) fn new(
        source: TomlSource<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        problems: &'p mut ProblemList,
    ) -> Self {
        Self { source, table, table_text: source.toml, span, problems }
    }

    /// The fields of a nested table; `None`, with a problem, if the value is not a table.
    pub(super) fn nested(&mut self, value: &'a Spanned<DeValue<'a>>, what: &str) -> Option<Fields<'a, '_>> {
        let span = self.source.file_span(value.span());
        match value.get_ref() {
            DeValue::Table(table) => {
                let table_text = &self.source.file[span.clone()];
                Some(Fields { source: self.source, table, table_text, span, problems: self.problems })
            }
            other => {
                self.problems.push(wrong_type(span, what, other, "a table"));
                None
            }
        }
    }

    /// The span at which missing fields are reported.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The span in the file of a span in the TOML.
    pub(super) fn file_span(&self, span: Range<usize>) -> Range<usize> {
        self.source.file_span(span)
    }

    /// Reports that two speakers have the same label. The first is at the byte `first`, the second at `span`.
    pub(super) fn report_same_label(&mut self, label: &str, first: usize, span: Range<usize>) {
        let file = self.source.file;
        self.problems.push_error(|| {
            let line = file[..first].matches('\n').count() + 1;
            let problem = Problem::error(span, format!("two speakers are called `{label}`"));
            problem.help(format!("the other is on line {line}; tell them apart by name and id"))
        });
    }

    /// Reports a problem.
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Warns of every key that is not known.
    pub(super) fn warn_of_unknown(&mut self, known: &[&str]) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let problem = Problem::warning(self.source.file_span(key.span()), format!("unknown key `{name}`"));
            self.problems.push(match nearest(name, known.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("known keys: {}", known.join(", "))),
            });
        }
    }

    /// The value of a key, of any type.
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// The value of a required key, of any type; a missing one is reported, with `example` as what is expected.
    pub(super) fn required(&mut self, key: &str, example: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.get(key);
        if self.is_missing(key) {
            self.problems.push(Problem::error(self.span(), format!("missing `{key}`")).expected(example));
        }
        value
    }

    /// Whether a key is missing, and not only lost in a syntax error.
    pub(super) fn is_missing(&self, key: &str) -> bool {
        self.get(key).is_none() && !(self.source.has_errors && self.seems_to_set(key))
    }

    /// Whether the text of the table has something like `key =`.
    fn seems_to_set(&self, key: &str) -> bool {
        let sets = |rest: &str| rest.trim_start().starts_with('=') || rest.trim_start().is_empty();
        self.table_text.split(['\n', '{', ',']).any(|part| part.trim().strip_prefix(key).is_some_and(sets))
    }

    /// The text of an optional field, on one line. An empty text is reported with a warning and counts as missing.
    pub(super) fn text(&mut self, key: &str) -> Option<Located<&'a str>> {
        let text = self.line(key, self.get(key)?)?;
        if text.value.trim().is_empty() {
            self.problems.push(Problem::warning(text.span, format!("empty `{key}`")).help("leave the key out"));
            return None;
        }
        Some(text)
    }

    /// The text of a required field, on one line. A missing or empty text is reported.
    pub(super) fn required_text(&mut self, key: &str) -> Option<Located<&'a str>> {
        let value = self.required(key, &format!("`{key} = \"…\"`"))?;
        let text = self.line(key, value)?;
        if text.value.trim().is_empty() {
            self.problems.push(Problem::error(text.span, format!("empty `{key}`")).expected("a text"));
            return None;
        }
        Some(text)
    }

    /// The items of an optional list.
    pub(super) fn list(&mut self, key: &str) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            other => {
                let span = self.source.file_span(value.span());
                self.problems.push(wrong_type(span, &format!("`{key}`"), other, "a list in square brackets"));
                Vec::new()
            }
        }
    }

    /// The texts in an optional list.
    pub(super) fn lines(&mut self, key: &str) -> Vec<String> {
        let lines = self.list(key).into_iter().filter_map(|value| Some(self.line(key, value)?.value.to_owned()));
        lines.collect()
    }

    /// Whether an optional field is `true`.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            other => {
                let span = self.source.file_span(value.span());
                self.problems.push(wrong_type(span, &format!("`{key}`"), other, "`true`, or nothing"));
                false
            }
        }
    }

    /// The value as text on one line; `None`, with a problem, if it is not that.
    pub(super) fn line(&mut self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<Located<&'a str>> {
        let span = self.source.file_span(value.span());
        let DeValue::String(text) = value.get_ref() else {
            self.problems.push(wrong_type(span, &format!("`{key}`"), value.get_ref(), "a text in quotes"));
            return None;
        };
        let Some(control) = text.chars().find(|c| c.is_control()) else {
            return Some(Located { value: text, span });
        };
        // The TOML parser has reported most raw control characters. It accepts tabs, line breaks and escaped ones.
        let is_unreported = matches!(control, '\t' | '\n' | '\r') || !self.source.file[span.clone()].contains(control);
        if is_unreported {
            let problem = Problem::error(span, format!("control character in `{key}`"));
            self.problems.push(problem.found(control_name(control)).expected("text on one line"));
        }
        None
    }

    /// The id in an optional field. `make` makes it from its text.
    pub(super) fn id<T>(&mut self, key: &str, make: fn(&str) -> Result<T, InvalidId>) -> Option<Located<T>> {
        self.id_of(key, self.get(key)?, make)
    }

    /// The ids in an optional list, each once. `make` makes an id from its text.
    pub(super) fn ids<T: Ord + Clone>(&mut self, key: &str, make: fn(&str) -> Result<T, InvalidId>) -> Vec<Located<T>> {
        let (mut ids, mut known) = (Vec::new(), BTreeSet::new());
        for value in self.list(key) {
            let Some(id) = self.id_of(key, value, make) else { continue };
            if known.insert(id.value.clone()) {
                ids.push(id);
            } else {
                self.problems.push(Problem::warning(id.span, format!("named twice in `{key}`")));
            }
        }
        ids
    }

    fn id_of<T>(
        &mut self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        make: fn(&str) -> Result<T, InvalidId>,
    ) -> Option<Located<T>> {
        let text = self.line(key, value)?;
        match make(text.value) {
            Ok(id) => Some(Located { value: id, span: text.span }),
            Err(_) => {
                self.problems.push(malformed_id(text.span, text.value));
                None
            }
        }
    }
}

/// The problem of a text that is not an id.
pub(super) fn malformed_id(span: Range<usize>, found: &str) -> Problem {
    let problem = Problem::error(span, "malformed id")
        .found(format!("`{found}`"))
        .expected("lower-case letters, digits and single hyphens between them, at most 80 bytes");
    match slug(found, usize::MAX, IdLetters::Latin) {
        near if near.is_empty() => problem,
        near => problem.help(format!("`{near}` would do")),
    }
}

/// The problem of a value of the wrong type.
pub(super) fn wrong_type(span: Range<usize>, what: &str, found: &DeValue<'_>, expected: &str) -> Problem {
    Problem::error(span, format!("{what} is of the wrong kind")).found(type_name(found)).expected(expected)
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
