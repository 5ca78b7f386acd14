//! A view of the library, what a reader has asked for, and its form as the query string of an address.
//!
//! Keys may repeat. Foreign keys (`utm_source`) mean nothing here and are kept, since others read them in the address. Unknown
//! values are kept too: the search reports them.
//!
//! Not here: what a view's query means ([`crate::search::parse`]).

use crate::transcript::{Facet, PerFacet};

/// A view of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The text in the search field.
    pub query: String,
    /// For each facet the values chosen, by id.
    pub filters: PerFacet<Vec<String>>,
    /// Whether the newest answers come first, instead of the best.
    pub by_date: bool,
    /// Whether unknown words are taken as they are, without a guess at what was meant.
    pub no_guess: bool,
    /// The pairs of foreign keys as they stand in the address, each after a `&`.
    pub foreign: String,
}

impl View {
    /// The view of a query string, with or without its `?`.
    pub fn parse(query_string: &str) -> Self {
        let mut view = Self::default();
        for pair in query_string.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            match key {
                _ if key.is_empty() => {}
                "q" => view.query = value,
                "sort" => view.by_date = value == "date",
                "guess" => view.no_guess = value == "off",
                _ => match Facet::from_key(key) {
                    Some(_) if value.is_empty() => {}
                    Some(facet) => view.filters[facet].push(value),
                    None => {
                        view.foreign.push('&');
                        view.foreign.push_str(pair);
                    }
                },
            }
        }
        view
    }

    /// The view as a query string with its `?`; empty where nothing is asked for.
    pub fn to_query_string(&self) -> String {
        let mut query_string = String::new();
        let mut push = |key: &str, value: &str| {
            query_string.push(if query_string.is_empty() { '?' } else { '&' });
            query_string.push_str(key);
            query_string.push('=');
            push_encoded(&mut query_string, value);
        };
        if !self.query.trim().is_empty() {
            push("q", &self.query);
        }
        for (facet, values) in self.filters.iter() {
            for value in values {
                push(facet.key(), value);
            }
        }
        if self.by_date {
            push("sort", "date");
        }
        if self.no_guess {
            push("guess", "off");
        }
        if let Some(foreign) = self.foreign.get(1..) {
            query_string.push(if query_string.is_empty() { '?' } else { '&' });
            query_string.push_str(foreign);
        }
        query_string
    }

    /// Whether nothing is asked for, so that the page shows the whole library.
    pub fn is_idle(&self) -> bool {
        self.query.trim().is_empty() && !self.has_filters()
    }

    /// Whether a value of any filter is chosen.
    pub fn has_filters(&self) -> bool {
        self.filters.iter().any(|(_, values)| !values.is_empty())
    }

    /// Chooses a value of a filter, or drops it if it is chosen.
    pub fn toggle(&mut self, facet: Facet, value: &str) {
        let chosen = &mut self.filters[facet];
        match chosen.iter().position(|one| one == value) {
            Some(at) => {
                chosen.remove(at);
            }
            None => chosen.push(value.to_owned()),
        }
    }
}

/// A value of `application/x-www-form-urlencoded`, decoded. A `%` without two digits stands for itself; what is not
/// UTF-8 becomes the replacement character.
fn decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let escaped = digit(at + 1).zip(digit(at + 2)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match (bytes[at], escaped) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Appends a value, encoded for `application/x-www-form-urlencoded`.
fn push_encoded(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}
