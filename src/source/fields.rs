//! A TOML table as its reader meets it: typed fields, and for each that is missing, misspelt or of the wrong kind a
//! problem at its exact place.
//!
//! It knows no key by itself: what an episode or a site has is said in `front` and `settings`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::{Problems, control_name, within};
use super::nearest::nearest;
use crate::transcript::{InvalidId, Problem};

/// A stretch of TOML in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The whole file.
    pub(super) file: &'a str,
    /// The TOML.
    pub(super) toml: &'a str,
    /// Where the TOML begins in the file.
    pub(super) base: usize,
    /// Whether parts of the TOML could not be understood: then a field that seems to be missing may only be hidden.
    pub(super) broken: bool,
}

/// A table's fields. Spans are those of the file.
pub(super) struct Fields<'a, 'p> {
    source: Source<'a>,
    table: &'a DeTable<'a>,
    /// The TOML that the table is written in.
    extent: &'a str,
    /// What a missing field is reported at.
    span: Range<usize>,
    problems: &'p mut Problems,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    /// The value.
    pub(super) value: T,
    /// Its bytes in the file.
    pub(super) span: Range<usize>,
}

impl<'a> Source<'a> {
    /// Parses the TOML as far as it goes, and reports what does not.
    pub(super) fn parse(&mut self, problems: &mut Problems) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.toml);
        self.broken = !errors.is_empty();
        for error in errors {
            let span = self.place(error.span().unwrap_or_default());
            problems.push(match error.message().split_once(", expected ") {
                Some((what, expected)) => Problem::error(span, format!("TOML: {what}")).expected(expected),
                None => Problem::error(span, format!("TOML: {}", error.message())),
            });
        }
        table.into_inner()
    }

    /// A span of the TOML as one of the file.
    pub(super) fn place(&self, span: Range<usize>) -> Range<usize> {
        within(self.file, span.start + self.base..span.end + self.base)
    }
}

impl<'a, 'p> Fields<'a, 'p> {
    /// The fields of the outermost table; `span` is where a missing one is reported.
    pub(super) fn new(
        source: Source<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        problems: &'p mut Problems,
    ) -> Self {
        Self { source, table, extent: source.toml, span, problems }
    }

    /// The fields of a table inside; `None`, with a problem, where the value is no table.
    pub(super) fn inside(&mut self, value: &'a Spanned<DeValue<'a>>, what: &str) -> Option<Fields<'a, '_>> {
        let span = self.source.place(value.span());
        match value.get_ref() {
            DeValue::Table(table) => {
                let extent = &self.source.file[span.clone()];
                Some(Fields { source: self.source, table, extent, span, problems: self.problems })
            }
            other => {
                self.problems.push(wrong_kind(span, what, other, "a table"));
                None
            }
        }
    }

    /// What missing fields are reported at.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A span of the TOML as one of the file.
    pub(super) fn place(&self, span: Range<usize>) -> Range<usize> {
        self.source.place(span)
    }

    /// Adds the error that two speakers have one label; `other` is where the first of them stands.
    pub(super) fn report_two_called(&mut self, label: &str, other: usize, span: Range<usize>) {
        let file = self.source.file;
        self.problems.push_error(|| {
            let line = file[..other].matches('\n').count() + 1;
            let problem = Problem::error(span, format!("two speakers are called `{label}`"));
            problem.help(format!("the other is on line {line}; tell them apart by name and id"))
        });
    }

    /// Adds a problem.
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Warns of every key that is not among the known ones.
    pub(super) fn warn_of_unknown(&mut self, known: &[&str]) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let problem = Problem::warning(self.source.place(key.span()), format!("unknown key `{name}`"));
            self.problems.push(match nearest(name, known.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("known keys: {}", known.join(", "))),
            });
        }
    }

    /// The value of a key, as it stands.
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// The same, and a problem where there is none. `example` is what could stand there.
    pub(super) fn required(&mut self, key: &str, example: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.get(key);
        if self.lacks(key) {
            self.problems.push(Problem::error(self.span(), format!("missing `{key}`")).expected(example));
        }
        value
    }

    /// Whether a key is missing, and not only hidden: a line of broken TOML may seem to set it.
    pub(super) fn lacks(&self, key: &str) -> bool {
        self.get(key).is_none() && !(self.source.broken && self.seems_to_set(key))
    }

    fn seems_to_set(&self, key: &str) -> bool {
        let sets = |rest: &str| rest.trim_start().starts_with('=') || rest.trim_start().is_empty();
        self.extent.split(['\n', '{', ',']).any(|part| part.trim().strip_prefix(key).is_some_and(sets))
    }

    /// A text that may be missing: one line, not empty. An empty one is a warning and as good as missing.
    pub(super) fn text(&mut self, key: &str) -> Option<Placed<&'a str>> {
        let text = self.line(key, self.get(key)?)?;
        if text.value.trim().is_empty() {
            self.problems.push(Problem::warning(text.span, format!("empty `{key}`")).help("leave the key out"));
            return None;
        }
        Some(text)
    }

    /// A text that must be there: one line, not empty.
    pub(super) fn required_text(&mut self, key: &str) -> Option<Placed<&'a str>> {
        let value = self.required(key, &format!("`{key} = \"…\"`"))?;
        let text = self.line(key, value)?;
        if text.value.trim().is_empty() {
            self.problems.push(Problem::error(text.span, format!("empty `{key}`")).expected("a text"));
            return None;
        }
        Some(text)
    }

    /// A list that may be missing.
    pub(super) fn list(&mut self, key: &str) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            other => {
                let span = self.source.place(value.span());
                self.problems.push(wrong_kind(span, &format!("`{key}`"), other, "a list in square brackets"));
                Vec::new()
            }
        }
    }

    /// A text on one line; a problem where it is none.
    pub(super) fn line(&mut self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<Placed<&'a str>> {
        let span = self.source.place(value.span());
        let DeValue::String(text) = value.get_ref() else {
            self.problems.push(wrong_kind(span, &format!("`{key}`"), value.get_ref(), "a text in quotes"));
            return None;
        };
        let Some(control) = text.chars().find(|c| c.is_control()) else {
            return Some(Placed { value: text, span });
        };
        // TOML has refused most raw ones by itself; it lets tabs, line ends and escaped ones pass.
        let passed = matches!(control, '\t' | '\n' | '\r') || !self.source.file[span.clone()].contains(control);
        if passed {
            let problem = Problem::error(span, format!("control character in `{key}`"));
            self.problems.push(problem.found(control_name(control)).expected("text on one line"));
        }
        None
    }

    /// An id that may be missing, of the kind that `make` makes.
    pub(super) fn id<T>(&mut self, key: &str, make: fn(&str) -> Result<T, InvalidId>) -> Option<Placed<T>> {
        self.id_of(key, self.get(key)?, make)
    }

    /// A list of ids, each once.
    pub(super) fn ids<T: PartialEq>(&mut self, key: &str, make: fn(&str) -> Result<T, InvalidId>) -> Vec<Placed<T>> {
        let mut ids: Vec<Placed<T>> = Vec::new();
        for value in self.list(key) {
            let Some(id) = self.id_of(key, value, make) else { continue };
            if ids.iter().any(|known| known.value == id.value) {
                self.problems.push(Problem::warning(id.span, format!("named twice in `{key}`")));
            } else {
                ids.push(id);
            }
        }
        ids
    }

    fn id_of<T>(
        &mut self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        make: fn(&str) -> Result<T, InvalidId>,
    ) -> Option<Placed<T>> {
        let text = self.line(key, value)?;
        match make(text.value) {
            Ok(id) => Some(Placed { value: id, span: text.span }),
            Err(_) => {
                self.problems.push(malformed_id(text.span, text.value));
                None
            }
        }
    }
}

/// A text that was to be an id and is none.
pub(super) fn malformed_id(span: Range<usize>, found: &str) -> Problem {
    let problem = Problem::error(span, "malformed id")
        .found(format!("`{found}`"))
        .expected("lower-case letters a–z, digits and single hyphens between them, at most 80");
    match crate::transcript::slug(found, usize::MAX) {
        near if near.is_empty() => problem,
        near => problem.help(format!("`{near}` would do")),
    }
}

/// A value of another kind than its key wants.
pub(super) fn wrong_kind(span: Range<usize>, what: &str, found: &DeValue<'_>, expected: &str) -> Problem {
    Problem::error(span, format!("{what} is of the wrong kind")).found(kind(found)).expected(expected)
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
