//! OHMS, the XML of the Oral History Metadata Synchronizer: <https://www.oralhistoryonline.org/>.
//!
//! Until version 5.4 a transcript is lines of text, and `sync` says at which line and word each minute begins. Version 6 has WebVTT in it
//! instead. The points of its index become headings: at their first words where these are given, or else at their times. Real files of an
//! archive were tried, of both kinds.
//!
//! Not here: WebVTT files ([`super::webvtt`]).

use std::ops::Range;

use html_escape::decode_html_entities;

use crate::import::captions::{Block, arrow_times, blocks, time};
use crate::import::count;
use crate::import::cue_lines;
use crate::import::cue_voices;
use crate::import::draft::{Draft, Head, Heading, Piece, Speech, Voice, WordTime, clean};
use crate::import::format::{Format, Given};
use crate::import::head::dates::date;
use crate::import::input::Input;
use crate::import::labels::{BlockKind, Labelled, TextBlock, TextLine};
use crate::import::language;
use crate::import::report::Report;
use crate::import::unlabelled;
use crate::import::xml::{Kind, Tag, Xml, local};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "ohms",
    title: "OHMS oral history",
    recognise: |input| {
        let is_ohms = input.root_element() == Some("ROOT") && input.text().contains("/nunncenter/ohms");
        is_ohms.then(|| "its root element, ROOT, with the name space of OHMS".to_owned())
    },
    read,
    count: count_words,
};

/// What stands in a record that has none.
const NO_TRANSCRIPT: &str = "No transcript.";

/// The first words of a section that have to be there for it to be found by them.
const FIRST_WORDS: usize = 4;

/// As many words are compared at most.
const COMPARED_WORDS: usize = 12;

/// The most points of an index and the most minutes whose places are looked for: more than any recording has.
const MAX_POINTS: usize = 300;
const MAX_MINUTES: usize = 5000;

fn count_words(input: &Input<'_>) -> usize {
    let text = input.text();
    let captions = text.split_once("<vtt_transcript>").and_then(|(_, rest)| rest.split_once("</vtt_transcript>"));
    let captions = captions.map_or("", |(captions, _)| captions).trim();
    let inner = captions.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
    let inner = inner.map_or_else(|| decode_html_entities(captions).into_owned(), str::to_owned);
    count::of_markup(text, &["vtt_transcript"], |_| true) + count::of_captions(&inner.replace("<br", " <br"))
}

/// A point of the index.
#[derive(Debug, Default)]
struct Point {
    time: Option<Millis>,
    title: String,
    /// The words that its section begins with.
    first_words: String,
    span: Range<usize>,
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let record = Record::read(input.text(), report)?;
    let captions = record.captions.clone().filter(|range| !range.is_empty());
    let mut draft = match captions {
        Some(range) => captioned(input.text(), range, report),
        None => lined(input.text(), &record, report)?,
    };
    draft.head = record.head;
    draft.pieces = with_headings(draft.pieces, record.points, report);
    Ok(draft)
}

/// What a file says.
#[derive(Default)]
struct Record {
    head: Head,
    points: Vec<Point>,
    sync: String,
    /// The bytes of the transcript, as lines and as captions.
    lines: Option<Range<usize>>,
    captions: Option<Range<usize>>,
}

impl Record {
    fn read(xml: &str, report: &mut Report) -> Result<Self, Problem> {
        let mut record = Self::default();
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut text = String::new();
        for token in Xml::new(xml) {
            let token = token?;
            match token.kind {
                Kind::Text(words) => text.push_str(&words),
                Kind::Open(tag) => {
                    report.used(&std::mem::take(&mut text));
                    record.open(&tag, token.span.clone());
                    open.push((tag.local().to_owned(), token.span.end));
                }
                Kind::Close(name) => {
                    record.close(local(name), &std::mem::take(&mut text), &mut open, token.span, report)
                }
            }
        }
        report.used(&text);
        Ok(record)
    }

    fn open(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag.local() {
            "point" => self.points.push(Point { span, ..Point::default() }),
            "date" => self.head.date = tag.attribute("value").and_then(|value| date(&value)),
            _ => {}
        }
    }

    /// The end of an element, which is `tag`, and the words that were in it. `open` are the open elements, and where each begins.
    fn close(
        &mut self,
        name: &str,
        text: &str,
        open: &mut Vec<(String, usize)>,
        tag: Range<usize>,
        report: &mut Report,
    ) {
        let Some(at) = open.iter().rposition(|(open, _)| open == name) else {
            if !clean(text).is_empty() {
                report.leave_out(tag, "words of no element", text);
            }
            return;
        };
        let span = open[at].1..tag.start;
        let in_index = open[..at].iter().any(|(open, _)| open == "point");
        open.truncate(at);
        match in_index {
            true => self.point_field(name, text, span, report),
            false => self.field(name, text, span, report),
        }
    }

    fn field(&mut self, name: &str, text: &str, span: Range<usize>, report: &mut Report) {
        let value = clean(text);
        match name {
            "transcript" => return self.lines = Some(span),
            "vtt_transcript" => return self.captions = Some(span),
            "transcript_alt" | "vtt_transcript_alt" if !value.is_empty() => {
                return report.leave_out(span, "a translation", text);
            }
            _ => report.used(text),
        }
        let head = &mut self.head;
        let value = Some(value).filter(|value| !value.is_empty());
        match name {
            "sync" => text.clone_into(&mut self.sync),
            "title" => head.title = value,
            "repository" => head.publisher = value,
            "series_name" => head.show = value,
            "rights" => head.rights = value,
            "description" => head.summary = value,
            "language" => head.language = value.and_then(|value| language::written(&value)),
            "media_url" => head.audio = value.filter(|value| value.starts_with("http")),
            "interviewer" => head.hosts.extend(value),
            "interviewee" => head.guests.extend(value),
            "keyword" | "subject" => head.keywords.extend(value),
            _ => {}
        }
    }

    fn point_field(&mut self, name: &str, text: &str, span: Range<usize>, report: &mut Report) {
        let Some(point) = self.points.last_mut() else { return report.used(text) };
        match name {
            "title" => point.title = clean(text),
            "time" => {
                report.used(text);
                point.time = time(text);
            }
            "partial_transcript" => {
                report.used(text);
                point.first_words = clean(text);
            }
            _ if clean(text).is_empty() => {}
            _ => report.leave_out(span, "a field of the index", text),
        }
    }
}

/// The transcript of version 6.
fn captioned(xml: &str, range: Range<usize>, report: &mut Report) -> Draft {
    let (text, at) = inside(xml, range);
    let blocks = blocks(&text, arrow_times, |line| line.trim_start().starts_with("NOTE") || line.starts_with("STYLE"));
    // The voice is named where it changes; without any names, labels may begin the words.
    let has_voices = text.contains("<v ") || text.contains("<v.");
    let none = if has_voices { Voice::Same } else { Voice::Unknown };
    let mut speeches = Vec::new();
    for block in &blocks {
        match block {
            Block::Cue(cue) => speeches.extend(cue_voices::voices(cue, &none, at)),
            Block::Other(lines) => {
                let words: Vec<&str> = lines.iter().map(|line| line.text).collect();
                let words = words.join(" ");
                let span = lines.first().map_or(at..at, |line| at + line.span().start..at + line.span().end);
                let words = without_tags(&words);
                match words.trim_start().starts_with("WEBVTT") {
                    true => report.used(&words),
                    false => report.leave_out(span, "a comment", &words),
                }
            }
        }
    }
    let mut draft = Draft::cued(speeches);
    cue_lines::report_backward(&draft, report);
    cue_lines::find_voices(&mut draft, report);
    draft
}

fn without_tags(text: &str) -> String {
    let parts = text.split('<').enumerate().map(|(nth, part)| match part.split_once('>').filter(|_| nth > 0) {
        Some((_, words)) => words,
        None => part,
    });
    decode_html_entities(&parts.collect::<String>()).into_owned()
}

/// What an element has in it, a CDATA section or text, and where that begins. Where references were read the places behind them are no
/// longer those of the file, and there are none.
fn inside(xml: &str, range: Range<usize>) -> (std::borrow::Cow<'_, str>, usize) {
    const OPEN: &str = "<![CDATA[";
    let raw = &xml[range.clone()];
    let start = raw.len() - raw.trim_start().len();
    match raw.trim().strip_prefix(OPEN).and_then(|text| text.strip_suffix("]]>")) {
        Some(text) => (text.into(), range.start + start + OPEN.len()),
        None => (decode_html_entities(raw), range.start),
    }
}

/// The transcript of the versions before.
fn lined(xml: &str, record: &Record, report: &mut Report) -> Result<Draft, Problem> {
    let range = record.lines.clone().unwrap_or_default();
    let raw = &xml[range.clone()];
    if clean(raw).is_empty() || clean(raw) == NO_TRANSCRIPT {
        return Err(Problem::error(range, "an OHMS record without a transcript"));
    }
    let lines = lines(raw, range.start, report);
    let blocks = paragraphs(&lines);
    let mut pieces = match Labelled::of(&blocks) {
        Some(labels) => labels.pieces(blocks, report),
        None => unlabelled::pieces(blocks, report),
    };
    add_times(&mut pieces, &lines, &record.sync);
    Ok(Draft { pieces, ..Draft::default() })
}

/// The lines of a transcript, numbered from 0, without the marks of footnotes. Footnotes are left out.
fn lines(raw: &str, start: usize, report: &mut Report) -> Vec<TextLine> {
    let is_data = raw.trim_start().starts_with("<![CDATA[");
    let mut in_footnotes = false;
    let mut at = start;
    let mut lines = Vec::new();
    for line in raw.split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        let bare = line.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        let mut text = if is_data { bare.to_owned() } else { decode_html_entities(bare).into_owned() };
        let was_in_footnotes = in_footnotes;
        in_footnotes |= text.contains("[[footnotes]]");
        if in_footnotes || was_in_footnotes {
            in_footnotes &= !text.contains("[[/footnotes]]");
            if !text.trim().is_empty() {
                report.leave_out(span.clone(), "footnotes", &text);
            }
            text.clear();
        }
        let text = without_marks(&text, &span, report);
        lines.push(TextLine { text, span, ..TextLine::default() });
    }
    lines
}

/// A line without `[[footnote]]3[[/footnote]]`.
fn without_marks(line: &str, span: &Range<usize>, report: &mut Report) -> String {
    const MARKS: (&str, &str) = ("[[footnote]]", "[[/footnote]]");
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, mark)) = rest.split_once(MARKS.0) {
        let Some((number, after)) = mark.split_once(MARKS.1) else { break };
        out.push_str(before);
        report.leave_out(span.clone(), "a mark of a footnote", &format!("{}{number}{}", MARKS.0, MARKS.1));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Paragraphs are set apart by empty lines.
fn paragraphs(lines: &[TextLine]) -> Vec<TextBlock> {
    let apart = lines.split(|line| line.text.trim().is_empty()).filter(|lines| !lines.is_empty());
    apart.map(|lines| TextBlock { kind: BlockKind::Paragraph, lines: lines.to_vec() }).collect()
}

/// Adds the times of `sync`: `1:|13(3)|19(14)`, the line and the word, from 1, at which each minute begins. Words are counted from the
/// end of a paragraph, since a label at its beginning is no longer there.
fn add_times(pieces: &mut [Piece], lines: &[TextLine], sync: &str) {
    let Some((minutes, stamps)) = sync.trim().split_once(':') else { return };
    let Some(minutes) = minutes.trim().parse::<u64>().ok().filter(|minutes| *minutes < 1000) else { return };
    let mut rest = pieces.iter_mut();
    let mut piece = rest.next();
    for (nth, stamp) in stamps.split('|').filter(|stamp| !stamp.is_empty()).enumerate().take(MAX_MINUTES) {
        let Some(start) = (nth as u64 + 1).checked_mul(minutes * 60_000).map(Millis) else { return };
        let Some((line, word)) = position(stamp) else { continue };
        let Some(at) = lines.get(line).map(|line| line.span.start) else { continue };
        while piece.as_ref().is_some_and(|piece| !matches!(piece, Piece::Speech(speech) if at < speech.span.end)) {
            piece = rest.next();
        }
        if let Some(Piece::Speech(speech)) =
            piece.as_deref_mut().filter(|piece| matches!(piece, Piece::Speech(it) if it.span.contains(&at)))
        {
            add_time(speech, lines, line, word, start);
        }
    }
}

/// The line and the word of a stamp, from 0.
fn position(stamp: &str) -> Option<(usize, usize)> {
    let (line, word) = stamp.trim().strip_suffix(')')?.split_once('(')?;
    Some((line.parse::<usize>().ok()?.checked_sub(1)?, word.parse::<usize>().ok()?.saturating_sub(1)))
}

fn add_time(speech: &mut Speech, lines: &[TextLine], line: usize, word: usize, start: Millis) {
    let own = lines[line..].iter().take_while(|line| line.span.start < speech.span.end);
    let left: usize = own.map(|line| line.text.split_whitespace().count()).sum::<usize>().saturating_sub(word);
    let words: Vec<usize> = speech
        .text
        .split(' ')
        .scan(0, |at, word| {
            let this = *at;
            *at += word.len() + 1;
            Some(this)
        })
        .collect();
    let nth = words.len().saturating_sub(left).min(words.len().saturating_sub(1));
    let Some(at) = words.get(nth).copied() else { return };
    if speech.words.last().is_none_or(|last| last.at < at) {
        speech.words.push(WordTime { at, start });
    }
    if at == 0 {
        speech.start = Some(start);
    }
}

/// The pieces, with the heading of each section before its first words.
fn with_headings(pieces: Vec<Piece>, points: Vec<Point>, report: &mut Report) -> Vec<Piece> {
    let starts: Vec<Start> = pieces.iter().map(Start::of).collect();
    let mut headings: Vec<(usize, Piece)> = Vec::new();
    for (nth, point) in points.into_iter().enumerate().filter(|(_, point)| !point.title.is_empty()) {
        let place = if nth < MAX_POINTS { place(&point, &starts) } else { None };
        match place {
            Some(at) => headings.push((
                at,
                Piece::Heading(Heading { level: 2, text: point.title, start: point.time, span: point.span }),
            )),
            None => report.leave_out(point.span, "a point of the index whose place is not known", &point.title),
        }
    }
    headings.sort_by_key(|(at, _)| *at);
    let mut headings = headings.into_iter().peekable();
    let mut all = Vec::new();
    for (nth, piece) in pieces.into_iter().enumerate() {
        all.extend(std::iter::from_fn(|| headings.next_if(|(at, _)| *at == nth)).map(|(_, heading)| heading));
        all.push(piece);
    }
    all
}

/// How a piece begins: when, and with which words.
struct Start {
    time: Option<Millis>,
    words: Vec<String>,
}

impl Start {
    fn of(piece: &Piece) -> Self {
        match piece {
            Piece::Speech(speech) => Self {
                time: speech.start.or(speech.words.first().map(|word| word.start)),
                words: first_words(&speech.text),
            },
            Piece::Heading(_) => Self { time: None, words: Vec::new() },
        }
    }
}

/// The first words of a text, in small letters and without marks.
fn first_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(COMPARED_WORDS).map(str::to_lowercase).collect()
}

/// The piece before which a section begins.
fn place(point: &Point, starts: &[Start]) -> Option<usize> {
    // A label may stand before the first words.
    let sought = first_words(point.first_words.split_once(':').map_or(point.first_words.as_str(), |(_, words)| words));
    let begins = |start: &Start| {
        let count = sought.len().min(start.words.len());
        count >= FIRST_WORDS && start.words[..count] == sought[..count]
    };
    let is_later = |start: &Start| start.time.is_some_and(|start| point.time.is_some_and(|time| start >= time));
    let is_first = point.time == Some(Millis(0)) && !starts.is_empty();
    starts.iter().position(begins).or_else(|| if is_first { Some(0) } else { starts.iter().position(is_later) })
}
