//! What a reader has asked for, as the part of an address after `?`: the one place that reads and writes it. Links to a
//! view outlive this version of the site, so unknown keys are left alone and unknown values are the search's to report.

/// A view of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// What was typed.
    pub query: String,
    /// The speakers chosen, by id.
    pub speakers: Vec<String>,
    /// The topics chosen, by id.
    pub topics: Vec<String>,
    /// The episodes chosen, by id.
    pub episodes: Vec<String>,
    /// Newest first instead of best first.
    pub by_date: bool,
    /// No word is taken for another.
    pub no_guess: bool,
}

impl View {
    /// Reads what follows `?`, with or without it. Keys may repeat; foreign ones are passed over.
    pub fn parse(search: &str) -> Self {
        let mut view = Self::default();
        for pair in search.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            if value.is_empty() {
                continue;
            }
            match key {
                "q" => view.query = value,
                "speaker" => view.speakers.push(value),
                "topic" => view.topics.push(value),
                "episode" => view.episodes.push(value),
                "sort" => view.by_date = value == "date",
                "guess" => view.no_guess = value == "off",
                _ => {}
            }
        }
        view
    }

    /// What follows the path, `?` included; empty where nothing is asked for.
    pub fn to_search(&self) -> String {
        let mut search = String::new();
        let mut add = |key: &str, value: &str| {
            search.push(if search.is_empty() { '?' } else { '&' });
            search.push_str(key);
            search.push('=');
            encode_into(&mut search, value);
        };
        if !self.query.trim().is_empty() {
            add("q", &self.query);
        }
        for (key, values) in [("speaker", &self.speakers), ("topic", &self.topics), ("episode", &self.episodes)] {
            for value in values {
                add(key, value);
            }
        }
        if self.by_date {
            add("sort", "date");
        }
        if self.no_guess {
            add("guess", "off");
        }
        search
    }

    /// Whether nothing is asked for: the page shows all there is.
    pub fn is_idle(&self) -> bool {
        self.query.trim().is_empty() && !self.is_filtered()
    }

    /// Whether a filter is chosen.
    pub fn is_filtered(&self) -> bool {
        !(self.speakers.is_empty() && self.topics.is_empty() && self.episodes.is_empty())
    }

    /// The values chosen of one facet: `speaker`, `topic` or `episode`.
    pub fn values(&self, facet: &str) -> &[String] {
        match facet {
            "speaker" => &self.speakers,
            "topic" => &self.topics,
            _ => &self.episodes,
        }
    }

    /// The values chosen of one facet, to change.
    pub fn values_mut(&mut self, facet: &str) -> &mut Vec<String> {
        match facet {
            "speaker" => &mut self.speakers,
            "topic" => &mut self.topics,
            _ => &mut self.episodes,
        }
    }

    /// Chooses a value, or takes it back.
    pub fn toggle(&mut self, facet: &str, value: &str) {
        let chosen = self.values_mut(facet);
        match chosen.iter().position(|one| one == value) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(value.to_owned()),
        }
    }
}

/// Undoes `%` escapes and `+`. What is no UTF-8 afterwards becomes the replacement character; a lone `%` is itself.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
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

/// Writes a value with all but the unreserved characters escaped, blanks as `+`.
fn encode_into(out: &mut String, value: &str) {
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
