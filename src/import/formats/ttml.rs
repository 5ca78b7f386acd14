//! TTML, its forerunner DFXP and its profile IMSC: <https://www.w3.org/TR/ttml2/>; and what Apple Podcasts makes of it.
//!
//! Apple has a `span` for each word, without blanks between them, and times of the recording in all of them; in TTML a time within
//! another is counted from that. Files of two caption libraries were tried, of which one has the words of a song as Apple
//! Music writes them; of Apple Podcasts none, its shape is as several programs that read it describe it.
//!
//! Not here: YouTube's captions, which are XML of its own ([`super::youtube_xml`]).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::captions;
use crate::import::count;
use crate::import::cue_lines::{self, CueLine};
use crate::import::draft::{Draft, Head, Speech, Voice, WordTime, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::language;
use crate::import::report::Report;
use crate::import::xml::{Kind, Tag, Xml, local};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "ttml",
    title: "TTML captions",
    recognise: |input| {
        (input.root_element() == Some("tt") && input.start().starts_with('<'))
            .then(|| "its root element, tt".to_owned())
    },
    read,
    count: |input| match input.text().contains(WORDS) {
        true => count::of_markup(input.text(), &[], |_| true),
        false => count::of_markup(input.text(), &[], |name| local(name) != "span"),
    },
};

/// What the spans of words have in Apple's files.
const WORDS: &str = "unit=\"word\"";

/// What the name spaces of Apple have in them.
const APPLE: &str = "apple.com/";

/// Frames in a second, where a file does not say.
const FRAMES: f64 = 30.0;

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let mut reader = Reader::new(input.text(), report);
    for token in Xml::new(input.text()) {
        let token = token?;
        match token.kind {
            Kind::Open(tag) => reader.open(&tag),
            Kind::Close(name) => reader.close(local(name)),
            Kind::Text(text) => reader.text(&text, token.span),
        }
    }
    Ok(reader.finish())
}

/// An element that is open.
#[derive(Debug, Clone, Default)]
struct Scope {
    name: String,
    /// When it begins and ends in the recording, by itself or by what it is in.
    begin: Option<Millis>,
    end: Option<Millis>,
    /// The ids of those who speak.
    agent: Option<String>,
}

/// A line of a paragraph, as it is read.
#[derive(Debug, Clone, Default)]
struct Line {
    text: String,
    /// Whether a blank comes before the next word.
    has_blank: bool,
    words: Vec<WordTime>,
    span: Range<usize>,
}

/// A paragraph: its lines, by the ids of those who speak.
#[derive(Debug, Default)]
struct Paragraph {
    begin: Option<Millis>,
    end: Option<Millis>,
    parts: Vec<(Option<String>, Vec<Line>)>,
    /// The time of the next word.
    next: Option<Millis>,
}

impl Paragraph {
    /// The line that words go to, of those who speak now.
    fn line(&mut self, agent: Option<String>) -> Option<&mut Line> {
        if self.parts.last().is_none_or(|(last, _)| *last != agent) {
            self.parts.push((agent, vec![Line::default()]));
        }
        self.parts.last_mut()?.1.last_mut()
    }

    fn push(&mut self, text: &str, agent: Option<String>, span: Range<usize>) {
        if text.trim().is_empty() && self.parts.is_empty() {
            return;
        }
        let mut next = self.next.take();
        let Some(line) = self.line(agent) else { return };
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() || c == '\u{feff}' {
                line.has_blank = true;
                continue;
            }
            if std::mem::take(&mut line.has_blank) && !line.text.is_empty() {
                line.text.push(' ');
            }
            line.words.extend(next.take().map(|start| WordTime { at: line.text.len(), start }));
            line.text.push(c);
        }
        line.span = if line.span.is_empty() { span } else { line.span.start..span.end };
        self.next = next;
    }

    fn new_line(&mut self) {
        if let Some((_, lines)) = self.parts.last_mut() {
            lines.push(Line::default());
        }
    }

    /// The words, by the names of those who speak.
    fn speeches(self, agents: &BTreeMap<String, String>) -> Vec<Speech> {
        let mut start = self.begin;
        let mut speeches = Vec::new();
        for (agent, lines) in self.parts {
            let has_words = lines.iter().any(|line| !line.words.is_empty());
            let at = lines.iter().find_map(|line| line.words.first()).map(|word| word.start);
            let start = at.or(start.take());
            if agent.is_none() && !has_words {
                let lines = lines.into_iter().map(|line| CueLine { text: line.text, span: line.span }).collect();
                speeches.extend(cue_lines::speeches(lines, start, self.end));
                continue;
            }
            let voice = agent.map_or(Voice::Unknown, |agent| Voice::Labelled(names(&agent, agents)));
            speeches.push(joined(lines, voice).timed(start, self.end));
        }
        speeches
    }
}

/// The names of some ids.
fn names(ids: &str, agents: &BTreeMap<String, String>) -> String {
    let names: Vec<&str> = ids.split_whitespace().map(|id| agents.get(id).map_or(id, String::as_str)).collect();
    names.join(", ")
}

/// Lines as one.
fn joined(lines: Vec<Line>, voice: Voice) -> Speech {
    let mut speech = Speech::new(voice, "");
    for line in lines.into_iter().filter(|line| !line.text.is_empty()) {
        if !speech.text.is_empty() {
            speech.text.push(' ');
        }
        let at = speech.text.len();
        speech.words.extend(line.words.iter().map(|word| WordTime { at: at + word.at, ..*word }));
        speech.text.push_str(&line.text);
        speech.span = if speech.span.is_empty() { line.span } else { speech.span.start..line.span.end };
    }
    speech
}

struct Reader<'a> {
    /// Whether spans are words without blanks between them, and whether all times are counted from the beginning.
    has_words: bool,
    is_absolute: bool,
    report: &'a mut Report,
    clock: Clock,
    head: Head,
    agents: BTreeMap<String, String>,
    /// The id of the agent that is being described.
    agent: String,
    open: Vec<Scope>,
    paragraph: Option<Paragraph>,
    speeches: Vec<Speech>,
}

impl<'a> Reader<'a> {
    fn new(xml: &str, report: &'a mut Report) -> Self {
        let (has_words, is_absolute) = (xml.contains(WORDS), xml.contains(WORDS) || xml.contains(APPLE));
        let (head, agents) = (Head::default(), BTreeMap::new());
        let (open, speeches) = (Vec::new(), Vec::new());
        Self {
            has_words,
            is_absolute,
            report,
            clock: Clock::default(),
            head,
            agents,
            agent: String::new(),
            open,
            paragraph: None,
            speeches,
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let scope = self.scope(tag);
        match tag.local() {
            "tt" => {
                self.clock = Clock::of(tag);
                self.head.language = tag.attribute("lang").and_then(|tag| language::written(&tag));
            }
            "agent" => self.agent = tag.attribute("id").unwrap_or_default(),
            "p" => {
                self.end_paragraph();
                let begin = tag.attribute("begin").and(scope.begin);
                self.paragraph = Some(Paragraph { begin, end: scope.end, ..Paragraph::default() });
            }
            "br" => self.paragraph.iter_mut().for_each(Paragraph::new_line),
            "span" => self.open_span(tag, &scope),
            _ => {}
        }
        self.open.push(scope);
    }

    fn open_span(&mut self, tag: &Tag<'_>, scope: &Scope) {
        let Some(paragraph) = &mut self.paragraph else { return };
        if tag.attribute("begin").is_some() {
            paragraph.next = scope.begin;
            paragraph.end = paragraph.end.max(scope.end);
        }
        if self.has_words {
            paragraph.push(" ", scope.agent.clone(), 0..0);
        }
    }

    /// An element with its times. Those of a `span` or a `p` are counted from the beginning of what it is in, unless they would lie
    /// behind its end, as those of Apple and of some other programs do.
    fn scope(&self, tag: &Tag<'_>) -> Scope {
        let parent = self.open.last();
        let (base, limit) =
            (parent.and_then(|parent| parent.begin).unwrap_or(Millis(0)), parent.and_then(|parent| parent.end));
        let read = |name: &str| tag.attribute(name).and_then(|time| self.clock.time(&time));
        let begin = read("begin");
        let is_behind =
            |begin: Millis| limit.is_some_and(|limit| sum(base, begin) >= limit && base <= begin && begin <= limit);
        let base = if self.is_absolute || begin.is_some_and(is_behind) { Millis(0) } else { base };
        let begin = begin.map(|begin| sum(base, begin));
        let from = begin.or(parent.and_then(|parent| parent.begin));
        let end = read("end").map(|end| sum(base, end));
        let end = end.or_else(|| read("dur").map(|dur| sum(from.unwrap_or(Millis(0)), dur))).or(limit);
        let agent = tag.attribute("agent").filter(|agent| !agent.is_empty()).or_else(|| parent?.agent.clone());
        Scope { name: tag.local().to_owned(), begin: from, end, agent }
    }

    fn close(&mut self, name: &str) {
        // An element that was not closed ends with the one that it is in.
        if let Some(at) = self.open.iter().rposition(|scope| scope.name == name) {
            self.open.truncate(at);
        }
        if matches!(name, "p" | "div" | "body") {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(paragraph) = self.paragraph.take() {
            let speeches = paragraph.speeches(&self.agents);
            self.speeches.extend(speeches.into_iter().filter(|speech| !speech.text.is_empty()));
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        let innermost = self.open.last().map_or("", |scope| scope.name.as_str());
        let is_said = !matches!(innermost, "title" | "desc" | "copyright" | "name" | "metadata");
        match self.paragraph.as_mut().filter(|_| is_said) {
            Some(paragraph) => paragraph.push(text, self.open.last().and_then(|scope| scope.agent.clone()), span),
            None => self.field(text, span),
        }
    }

    /// Words outside of paragraphs.
    fn field(&mut self, text: &str, span: Range<usize>) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let is_of_body = self.open.iter().any(|scope| scope.name == "body");
        match self.open.last().map_or("", |scope| scope.name.as_str()) {
            "desc" | "title" | "name" if is_of_body => return self.report.leave_out(span, "a description", &text),
            _ if is_of_body => return self.report.leave_out(span, "words outside of paragraphs", &text),
            "name" => drop(self.agents.insert(self.agent.clone(), text.clone())),
            "title" => self.head.title = Some(text.clone()),
            "copyright" => self.head.rights = Some(text.clone()),
            "desc" => self.head.summary = Some(text.clone()),
            _ => return self.report.leave_out(span, "a field of the head", &text),
        }
        self.report.used(&text);
    }

    fn finish(mut self) -> Draft {
        self.end_paragraph();
        let mut draft = Draft { head: self.head, ..Draft::cued(self.speeches) };
        cue_lines::report_backward(&draft, self.report);
        cue_lines::find_voices(&mut draft, self.report);
        draft
    }
}

/// How long the units of times are.
#[derive(Debug, Clone, Copy)]
struct Clock {
    frames_a_second: f64,
    ticks_a_second: f64,
}

impl Default for Clock {
    fn default() -> Self {
        Self { frames_a_second: FRAMES, ticks_a_second: 1.0 }
    }
}

impl Clock {
    fn of(tag: &Tag<'_>) -> Self {
        let number = |name: &str| {
            tag.attribute(name).and_then(|value| value.parse().ok()).filter(|rate: &f64| (1.0..1e12).contains(rate))
        };
        let frames = number("frameRate");
        let multiplier = tag.attribute("frameRateMultiplier").and_then(|value| {
            let (above, below) = value.split_once([' ', ':'])?;
            let (above, below): (f64, f64) = (above.trim().parse().ok()?, below.trim().parse().ok()?);
            Some(above / below).filter(|rate| (0.01..100.0).contains(rate))
        });
        let frames_a_second = frames.unwrap_or(FRAMES) * multiplier.unwrap_or(1.0);
        let parts = number("subFrameRate").unwrap_or(1.0);
        let ticks = number("tickRate").or(frames.map(|_| frames_a_second * parts));
        Self { frames_a_second, ticks_a_second: ticks.unwrap_or(1.0) }
    }

    /// `00:00:01.5`, `1:02.5`, `00:00:01:12` with frames, `1.5s`, `36f`, `900t`, and seconds alone.
    fn time(self, text: &str) -> Option<Millis> {
        let text = text.trim();
        if text.matches(':').count() == 3 {
            let (clock, frames) = text.rsplit_once(':')?;
            let frames: f64 = frames.parse().ok()?;
            let seconds = captions::time(clock)?;
            return Some(sum(seconds, millis(frames / self.frames_a_second)?));
        }
        if text.contains(':') {
            return captions::time(text);
        }
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let number: f64 = text[..end].parse().ok()?;
        match &text[end..] {
            "" | "s" => millis(number),
            "ms" => millis(number / 1000.0),
            "m" => millis(number * 60.0),
            "h" => millis(number * 3600.0),
            "f" => millis(number / self.frames_a_second),
            "t" => millis(number / self.ticks_a_second),
            _ => None,
        }
    }
}

/// A time that is counted from another.
fn sum(from: Millis, time: Millis) -> Millis {
    Millis(from.0.saturating_add(time.0))
}

/// Seconds as a time; `None` where they are no time of a recording.
fn millis(seconds: f64) -> Option<Millis> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range that is checked")]
    (0.0..1e9).contains(&seconds).then(|| Millis((seconds * 1000.0).round() as u64))
}
