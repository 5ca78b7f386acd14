//! TEI of spoken language, ISO 24624: <https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TS.html>, with `annotationBlock`s or bare `u`.
//!
//! Words may be elements of their own, with or without blanks between them; punctuation then stands in `pc`. Annotations, translations
//! and what is heard or done beside the words are left out. Real files were tried.
//!
//! Not here: written texts in TEI, which have no utterances.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::captions;
use crate::import::count;
use crate::import::cue_lines;
use crate::import::draft::{Draft, Head, Heading, Piece, Speech, Voice, WordTime, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::language;
use crate::import::report::Report;
use crate::import::xml::{Kind, Tag, Xml, local};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "tei",
    title: "TEI of spoken language",
    recognise: |input| {
        let is_tei = input.root_element().is_some_and(|root| matches!(root, "TEI" | "teiCorpus" | "TEI.2"));
        let has_utterances = || ["<u ", "<u>", ":u ", ":u>"].iter().any(|tag| input.text().contains(tag));
        (is_tei && has_utterances()).then(|| "its root element, TEI, and utterances in u".to_owned())
    },
    read,
    count: |input| count::of_markup(input.text(), &[], |name| !is_within_words(local(name))),
};

/// Elements that may stand within a word.
fn is_within_words(name: &str) -> bool {
    matches!(name, "anchor" | "unclear" | "hi" | "emph" | "supplied" | "add" | "del" | "shift" | "c" | "pc")
}

/// What stands in an utterance or beside it, and is not said.
fn is_aside(name: &str) -> bool {
    matches!(
        name,
        "spanGrp"
            | "span"
            | "desc"
            | "note"
            | "incident"
            | "kinesic"
            | "vocal"
            | "event"
            | "fs"
            | "interp"
            | "interpGrp"
    )
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let mut reader = Reader::new(report);
    for token in Xml::new(input.text()) {
        let token = token?;
        match token.kind {
            Kind::Open(tag) => reader.open(&tag),
            Kind::Close(name) => reader.close(local(name)),
            Kind::Text(text) => reader.text(&text, token.span),
        }
    }
    let mut draft = reader.finish();
    cue_lines::report_backward(&draft, report);
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

/// An utterance as it is read.
#[derive(Default)]
struct Utterance {
    who: Option<String>,
    start: Option<Millis>,
    end: Option<Millis>,
    text: String,
    /// Whether a blank comes before the next word.
    has_blank: bool,
    words: Vec<WordTime>,
    /// The time of the next word.
    next: Option<Millis>,
    span: Range<usize>,
}

impl Utterance {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() || c == '\u{feff}' {
                self.has_blank = true;
                continue;
            }
            if std::mem::take(&mut self.has_blank) && !self.text.is_empty() {
                self.text.push(' ');
            }
            let at = self.text.len();
            self.words.extend(self.next.take().map(|start| WordTime { at, start }));
            self.text.push(c);
        }
    }
}

struct Reader<'a> {
    report: &'a mut Report,
    head: Head,
    /// The names of the open elements.
    open: Vec<String>,
    /// The times of the timeline by their names, and how many milliseconds its unit has.
    times: BTreeMap<String, Millis>,
    unit: f64,
    /// The names of people by their ids, and who is being described.
    people: BTreeMap<String, String>,
    person: Option<(String, Option<String>)>,
    /// Whose words and from when to when, of a block of annotations.
    block: (Option<String>, Option<Millis>, Option<Millis>),
    utterance: Option<Utterance>,
    /// The words of a field of the head, a heading or an aside.
    field: String,
    span: Range<usize>,
    pieces: Vec<Piece>,
}

impl<'a> Reader<'a> {
    fn new(report: &'a mut Report) -> Self {
        Self {
            report,
            head: Head::default(),
            open: Vec::new(),
            times: BTreeMap::new(),
            unit: 1000.0,
            people: BTreeMap::new(),
            person: None,
            block: (None, None, None),
            utterance: None,
            field: String::new(),
            span: 0..0,
            pieces: Vec::new(),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.local();
        match name {
            "TEI" | "text" => {
                self.head.language =
                    tag.attribute("lang").and_then(|tag| language::written(&tag)).or(self.head.language.take())
            }
            "language" => {
                self.head.language = self.head.language.take().or_else(|| language::written(&tag.attribute("ident")?))
            }
            "media" => self.head.audio = tag.attribute("url").filter(|url| url.starts_with("http")),
            "timeline" if tag.attribute("unit").as_deref() == Some("ms") => self.unit = 1.0,
            "when" => self.when(tag),
            "person" => self.person = Some((tag.attribute("id").unwrap_or_default(), tag.attribute("role"))),
            "annotationBlock" | "annotatedU" => {
                self.block = (tag.attribute("who"), self.time(tag, "start"), self.time(tag, "end"))
            }
            "u" => self.begin(tag),
            "anchor" | "w" | "seg" => {
                let time = self.time(tag, "synch");
                self.utterance.iter_mut().for_each(|utterance| utterance.next = time.or(utterance.next.take()));
            }
            _ => {}
        }
        self.part(name);
        if name == "pc" {
            // Punctuation stands at its word, whatever blanks the file has between elements.
            self.utterance.iter_mut().for_each(|utterance| utterance.has_blank = false);
        }
        self.open.push(name.to_owned());
    }

    /// A tag between words.
    fn part(&mut self, name: &str) {
        if !is_within_words(name) {
            self.field.push(' ');
            self.utterance.iter_mut().for_each(|utterance| utterance.has_blank = true);
        }
    }

    /// The time that an attribute refers to.
    fn time(&self, tag: &Tag<'_>, attribute: &str) -> Option<Millis> {
        self.times.get(tag.attribute(attribute)?.trim_start_matches('#')).copied()
    }

    fn when(&mut self, tag: &Tag<'_>) {
        let Some(id) = tag.attribute("id") else { return };
        let since = self.time(tag, "since").unwrap_or(Millis(0));
        let interval: Option<f64> = tag.attribute("interval").and_then(|interval| interval.parse().ok());
        let interval = interval.map(|interval| interval * self.unit).filter(|interval| (0.0..1e12).contains(interval));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range that is checked")]
        let after = interval.map(|interval| Millis(since.0.saturating_add(interval.round() as u64)));
        let absolute = || tag.attribute("absolute").and_then(|time| captions::time(&time));
        // A point without any time is the beginning, if it is the first; else nobody knows when it is.
        let is_first = self.times.is_empty();
        let time = after.or_else(absolute).or(is_first.then_some(Millis(0)));
        self.times.extend(time.map(|time| (id, time)));
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        self.end();
        let (who, start, end) = self.block.clone();
        let who = tag.attribute("who").or(who).filter(|who| !who.is_empty());
        let (start, end) = (self.time(tag, "start").or(start), self.time(tag, "end").or(end));
        self.utterance = Some(Utterance { who, start, end, ..Utterance::default() });
    }

    fn end(&mut self) {
        let Some(utterance) = self.utterance.take().filter(|utterance| !utterance.text.is_empty()) else { return };
        let name = |who: &str| {
            let id = who.trim_start_matches('#');
            self.people.get(id).cloned().unwrap_or_else(|| id.to_owned())
        };
        let names = utterance.who.map(|who| who.split_whitespace().map(name).collect::<Vec<_>>().join(", "));
        let voice = names.map_or(Voice::Unknown, Voice::Labelled);
        let speech = Speech { words: utterance.words, ..Speech::new(voice, utterance.text) };
        let start = utterance.start.or(speech.words.first().filter(|word| word.at == 0).map(|word| word.start));
        self.pieces.push(Piece::Speech(speech.timed(start, utterance.end).at(utterance.span)));
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        let is_aside = self.open.iter().any(|name| is_aside(name));
        match self.utterance.as_mut().filter(|_| !is_aside) {
            Some(utterance) => {
                utterance.push(text);
                utterance.span = if utterance.span.is_empty() { span } else { utterance.span.start..span.end };
            }
            None => {
                if self.field.trim().is_empty() {
                    self.span = span.start..span.start;
                }
                self.span.end = span.end;
                self.field.push_str(text);
            }
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        if !is_within_words(name) && !matches!(name, "forename" | "surname") {
            self.field(name);
        }
        self.open.truncate(at);
        self.part(name);
        match name {
            "u" => self.end(),
            "annotationBlock" | "annotatedU" => self.block = (None, None, None),
            "person" => self.person = None,
            _ => {}
        }
    }

    /// What stands in an element that is no utterance.
    fn field(&mut self, name: &str) {
        let text = clean(&std::mem::take(&mut self.field));
        if text.is_empty() {
            return;
        }
        let span = self.span.clone();
        let is_in = |name: &str| self.open.iter().any(|open| open == name);
        if is_in("teiHeader") {
            self.report.used(&text);
            self.head_field(name, text);
        } else if self.open.iter().any(|open| is_aside(open)) {
            let what = if is_in("spanGrp") { "an annotation of other words" } else { "what is heard beside the words" };
            self.report.leave_out(span, what, &text);
        } else if name == "head" {
            self.pieces.push(Piece::Heading(Heading { level: 2, text, start: None, span }));
        } else {
            self.report.leave_out(span, "words of no utterance", &text);
        }
    }

    fn head_field(&mut self, name: &str, text: String) {
        match (name, &self.person) {
            ("persName" | "name" | "abbr", Some((id, role))) if !self.people.contains_key(id) => {
                match role.as_deref() {
                    Some("interviewer" | "moderator" | "host") => self.head.hosts.push(text.clone()),
                    Some("interviewee" | "guest" | "informant") => self.head.guests.push(text.clone()),
                    _ => {}
                }
                self.people.insert(id.clone(), text);
            }
            ("title", None) if self.open.iter().any(|open| open == "titleStmt") => {
                self.head.title.get_or_insert(text);
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Draft {
        self.end();
        self.field("");
        Draft { head: self.head, pieces: self.pieces, is_cued: true }
    }
}
