//! The XML of YouTube's captions: `srv3`, `<timedtext format="3">` with times in milliseconds, and the older `srv1`, `<transcript>` with
//! seconds.
//!
//! Neither has a specification. In `srv3` machines write a time for each word, and lines that only hold a line break. In `srv1` the
//! references are written twice, `&amp;#39;`. The shapes are as several programs read them; real files were tried.
//!
//! Not here: YouTube's JSON, WebVTT and SBV.

use std::ops::Range;

use html_escape::decode_html_entities;

use crate::import::count;
use crate::import::cue_lines::{self, CueLine, behind_change};
use crate::import::draft::{Draft, Speech, Voice, WordTime, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::report::Report;
use crate::import::xml::{Kind, Tag, Xml, local};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "youtube-xml",
    title: "YouTube's XML captions",
    recognise: |input| {
        let root = input.root_element().filter(|_| input.start().starts_with('<'))?;
        let has_times = input.text().contains("<text start=") || input.text().contains("<text t=");
        let is_so = root == "timedtext" || root == "transcript" && has_times;
        is_so.then(|| format!("its root element, {root}"))
    },
    read,
    count: |input| count::of_markup_twice(input.text(), &[], |name| !IN_LINE.contains(&local(name))),
};

/// Elements within words.
const IN_LINE: [&str; 6] = ["s", "span", "i", "b", "u", "font"];

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let mut reader = Reader { report, cue: None, speeches: Vec::new() };
    for token in Xml::new(input.text()) {
        let token = token?;
        match token.kind {
            Kind::Open(tag) => reader.open(&tag, &token.span),
            Kind::Close(name) if matches!(local(name), "p" | "text") => reader.close(),
            Kind::Close(_) => {}
            // Where references are written once, reading them twice changes nothing but what somebody wrote about references.
            Kind::Text(text) => reader.marked_up(&decode_html_entities(&text), token.span),
        }
    }
    reader.close();
    let mut draft = Draft::cued(reader.speeches);
    cue_lines::report_backward(&draft, report);
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

/// A cue as it is read.
#[derive(Default)]
struct Cue {
    start: Option<Millis>,
    end: Option<Millis>,
    /// The words; lines are kept.
    text: String,
    words: Vec<WordTime>,
    /// The time of the next word.
    next: Option<Millis>,
    span: Range<usize>,
}

struct Reader<'a> {
    report: &'a mut Report,
    cue: Option<Cue>,
    speeches: Vec<Speech>,
}

impl Reader<'_> {
    fn open(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        let start = times(tag, ("t", 1.0), ("start", 1000.0));
        match (tag.local(), &mut self.cue) {
            ("p" | "text", _) => {
                self.close();
                let end = times(tag, ("d", 1.0), ("dur", 1000.0))
                    .and_then(|dur| Some(Millis(start?.0.saturating_add(dur.0))));
                self.cue = Some(Cue { start, end, span: span.clone(), ..Cue::default() });
            }
            // A word's time is counted from its cue's; the first one has none.
            ("s", Some(cue)) => {
                cue.next = cue.start.map(|from| Millis(from.0.saturating_add(start.map_or(0, |at| at.0))))
            }
            ("br", Some(cue)) => cue.text.push('\n'),
            _ => {}
        }
    }

    /// Words that may have tags of emphasis, written with references: `&lt;i&gt;`.
    fn marked_up(&mut self, text: &str, span: Range<usize>) {
        for (nth, part) in text.split('<').enumerate() {
            let name =
                part.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            match part.split_once('>').filter(|_| nth > 0 && IN_LINE.contains(&name)) {
                Some((tag, words)) => {
                    self.report.used(tag);
                    self.text(words, span.clone());
                }
                None if nth > 0 => self.text(&format!("<{part}"), span.clone()),
                None => self.text(part, span.clone()),
            }
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        let Some(cue) = &mut self.cue else {
            if !clean(text).is_empty() {
                self.report.leave_out(span, "words of no cue", text);
            }
            return;
        };
        cue.span.end = span.end;
        for c in text.chars() {
            let is_blank = c.is_whitespace() || c.is_control() || c == '\u{feff}';
            let ends_blank = cue.text.is_empty() || cue.text.ends_with([' ', '\n']);
            match (c, is_blank) {
                ('\n', _) => cue.text.push('\n'),
                (_, true) if ends_blank => {}
                (_, true) => cue.text.push(' '),
                (_, false) => {
                    let at = cue.text.len();
                    cue.words.extend(cue.next.take().map(|start| WordTime { at, start }));
                    cue.text.push(c);
                }
            }
        }
    }

    fn close(&mut self) {
        let Some(cue) = self.cue.take() else { return };
        if cue.words.is_empty() {
            let lines =
                cue.text.split('\n').map(|line| CueLine { text: line.to_owned(), span: cue.span.clone() }).collect();
            self.speeches.extend(cue_lines::speeches(lines, cue.start, cue.end));
            return;
        }
        let (said, begins) = behind_change(cue.text.trim());
        let cut = cue.text.len() - cue.text.trim_start().len() + cue.text.trim().len() - said.len();
        let speech = Speech { begins, ..Speech::new(Voice::Unknown, said) };
        let words = words_of(&said.replace('\n', " "), &speech.text, &cue.words, cut);
        let speech = Speech { words, ..speech };
        if !speech.text.is_empty() {
            self.speeches.push(speech.timed(cue.start, cue.end).at(cue.span));
        }
    }
}

/// The times of words in a text from which `cut` bytes were taken, and whose blanks were made one each.
fn words_of(said: &str, clean: &str, words: &[WordTime], cut: usize) -> Vec<WordTime> {
    let starts = |text: &str| -> Vec<usize> {
        let is_start = |(at, c): &(usize, char)| {
            !c.is_whitespace() && text[..*at].chars().next_back().is_none_or(char::is_whitespace)
        };
        text.char_indices().filter(is_start).map(|(at, _)| at).collect()
    };
    let pairs: Vec<(usize, usize)> = starts(said).into_iter().zip(starts(clean)).collect();
    let at = |word: &WordTime| pairs.binary_search_by_key(&word.at.saturating_sub(cut), |pair| pair.0).ok();
    let mut times: Vec<WordTime> =
        words.iter().filter_map(|word| Some(WordTime { at: pairs[at(word)?].1, start: word.start })).collect();
    times.dedup_by(|later, word| later.at == word.at);
    times
}

/// A time of a tag, under one of two names, with the milliseconds in its unit.
fn times(tag: &Tag<'_>, now: (&str, f64), before: (&str, f64)) -> Option<Millis> {
    let read = |(name, unit): (&str, f64)| Some(tag.attribute(name)?.parse::<f64>().ok()? * unit);
    let time = read(now).or_else(|| read(before)).filter(|time| (0.0..1e12).contains(time))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range that is checked")]
    Some(Millis(time.round() as u64))
}
