//! Podlove's simple transcripts in XML, as the Podlove Publisher writes them: `speech` with a `speaker` and `item`s with times.
//!
//! It has no specification but its name space, `http://podlove.org/simple-transcripts`. Its shape is as the Publisher's exporter writes
//! it; a real transcript without speakers was tried.
//!
//! Not here: the JSON and the WebVTT of the Publisher.

use std::ops::Range;

use crate::import::captions::time;
use crate::import::count;
use crate::import::cue_lines::{self, CueLine};
use crate::import::draft::{Draft, Speech, Voice, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::report::Report;
use crate::import::xml::{Kind, Tag, Xml};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "podlove-xml",
    title: "Podlove simple transcripts",
    recognise: |input| {
        let has_name_space = input.start().starts_with('<') && input.text().contains("podlove.org/simple-transcripts");
        (has_name_space && input.root_element().is_some_and(|root| root.starts_with("transcript")))
            .then(|| "its name space, simple-transcripts".to_owned())
    },
    read,
    count: |input| count::of_markup(input.text(), &[], |_| true),
};

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let mut reader =
        Reader { report, speaker: None, times: (None, None), text: String::new(), span: 0..0, speeches: Vec::new() };
    for token in Xml::new(input.text()) {
        let token = token?;
        match token.kind {
            Kind::Open(tag) => reader.open(&tag),
            Kind::Close(name) => reader.close(crate::import::xml::local(name)),
            Kind::Text(text) => reader.text(&text, token.span),
        }
    }
    reader.leave_out();
    let mut draft = Draft::cued(reader.speeches);
    cue_lines::report_backward(&draft, report);
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

struct Reader<'a> {
    report: &'a mut Report,
    speaker: Option<String>,
    times: (Option<Millis>, Option<Millis>),
    /// The words since the last tag, and their bytes.
    text: String,
    span: Range<usize>,
    speeches: Vec<Speech>,
}

impl Reader<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        self.leave_out();
        match tag.local() {
            "speech" => self.speaker = None,
            "item" => {
                self.times =
                    (tag.attribute("start").and_then(|at| time(&at)), tag.attribute("end").and_then(|at| time(&at)))
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        self.span = if self.text.is_empty() { span } else { self.span.start..span.end };
        self.text.push_str(text);
    }

    fn close(&mut self, name: &str) {
        match name {
            "speaker" => {
                let speaker = clean(&std::mem::take(&mut self.text));
                self.report.used(&speaker);
                self.speaker = Some(speaker).filter(|speaker| !speaker.is_empty());
            }
            "item" => self.say(),
            "speech" => {
                self.leave_out();
                self.speaker = None;
            }
            _ => self.leave_out(),
        }
    }

    /// The words of an item.
    fn say(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (start, end) = std::mem::take(&mut self.times);
        if clean(&text).is_empty() {
            return;
        }
        match &self.speaker {
            Some(speaker) => self
                .speeches
                .push(Speech::new(Voice::Labelled(speaker.clone()), text).timed(start, end).at(self.span.clone())),
            None => {
                self.speeches.extend(cue_lines::speeches(vec![CueLine { text, span: self.span.clone() }], start, end))
            }
        }
    }

    /// Words that stand in no item.
    fn leave_out(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !clean(&text).is_empty() {
            self.report.leave_out(self.span.clone(), "words of no item", &text);
        }
    }
}
