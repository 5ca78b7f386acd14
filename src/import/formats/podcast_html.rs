//! The HTML of the Podcast Namespace: `<cite>Name:</cite> <time>0:00</time> <p>words</p>`,
//! <https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md>.
//!
//! In real files the name is there at each turn or only where it changes, and the time may be missing or within the paragraph. Real
//! transcripts of two podcasts were tried.
//!
//! Not here: other web pages ([`super::html`]).

use crate::import::captions::time;
use crate::import::count;
use crate::import::draft::{Draft, Heading, Piece, Speech, Voice, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::report::Report;
use crate::import::web_page::{Step, UNREAD, is_block, parsed, steps};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "podcast-html",
    title: "Podcast Namespace HTML",
    recognise,
    read,
    count: |input| count::of_markup(input.text(), &UNREAD, |name| is_block(name) || matches!(name, "cite" | "time")),
};

/// The words of a paragraph from which on it is one, and no line of captions.
const PARAGRAPH_WORDS: usize = 25;

/// Names in `cite` or none, and times in `time` that are of a recording and no days.
fn recognise(input: &Input<'_>) -> Option<String> {
    if input.is_zip() || !input.start().starts_with('<') {
        return None;
    }
    let cites = inside(input.text(), "cite").filter(|text| !clean(text).is_empty()).count();
    let times = inside(input.text(), "time").filter(|text| clock(text).is_some()).count();
    let paragraphs = input.text().matches("<p").count();
    let has_names = cites > 0 && times > 0 && times * 2 >= cites;
    let is_so = has_names || times >= 3 && times * 2 >= paragraphs && paragraphs * 2 >= times;
    (is_so && paragraphs > 0).then(|| format!("{cites} names in cite, {times} times in time"))
}

/// The texts of the elements with a name.
fn inside<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split('<').filter_map(move |tag| {
        let rest = tag.strip_prefix(name)?;
        let (attributes, text) = rest.split_once('>')?;
        (attributes.is_empty() || attributes.starts_with(char::is_whitespace)).then_some(text)
    })
}

/// A time of a recording.
fn clock(text: &str) -> Option<Millis> {
    let text = clean(text);
    text.contains(':').then(|| time(text.trim_matches(['[', ']', '(', ')'])))?
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let page = parsed(input.text())?;
    let mut reader = Reader {
        draft: Draft::default(),
        report,
        open: Vec::new(),
        text: String::new(),
        voice: Voice::Unknown,
        start: None,
        has_begun: false,
    };
    for step in steps(&page) {
        match step {
            Step::Open(element) => reader.open(element.name),
            Step::Close(name) => reader.close(&name),
            Step::Text(text) => reader.text.push_str(&text),
        }
    }
    reader.end();
    let mut draft = reader.draft;
    let paragraphs = draft.speeches().count();
    let words: usize = draft.speeches().map(|speech| speech.text.split(' ').count()).sum();
    draft.is_cued = words < paragraphs * PARAGRAPH_WORDS;
    Ok(draft)
}

struct Reader<'a> {
    draft: Draft,
    report: &'a mut Report,
    /// The names of the open elements.
    open: Vec<String>,
    /// The words since a paragraph, a name or a time began.
    text: String,
    voice: Voice,
    start: Option<Millis>,
    /// Whether there was a name or a time: what stands before is the head of the page.
    has_begun: bool,
}

impl Reader<'_> {
    fn open(&mut self, name: String) {
        match name.as_str() {
            // A work that is cited within a paragraph is said.
            "cite" | "time" if self.text.trim().is_empty() => self.text.clear(),
            "cite" | "time" => {
                self.text.push(' ');
                self.open.push("span".to_owned());
                return;
            }
            name if is_block(name) => self.end(),
            _ => {}
        }
        self.open.push(name);
    }

    fn close(&mut self, name: &str) {
        let opened = self.open.last().cloned();
        match opened.as_deref() {
            Some("cite") => self.name(),
            Some("time") => self.time(),
            _ if is_block(name) => self.end(),
            _ if matches!(name, "cite" | "time") => self.text.push(' '),
            _ => {}
        }
        self.open.pop();
    }

    fn name(&mut self) {
        let name = clean(&self.text);
        if !name.is_empty() {
            self.report.used(&name);
            self.voice = Voice::Labelled(name);
            self.has_begun = true;
            self.text.clear();
        }
    }

    fn time(&mut self) {
        let Some(time) = clock(&self.text) else { return };
        self.report.used(&self.text);
        self.start = Some(time);
        self.has_begun = true;
        self.text.clear();
    }

    /// Ends a block.
    fn end(&mut self) {
        let text = clean(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        let within = |name: &str| self.open.iter().any(|open| open == name);
        if within("title") {
            self.report.used(&text);
            self.draft.head.title.get_or_insert(text);
        } else if let Some(level) = (1..=6).find(|level| within(&format!("h{level}"))) {
            self.heading(level, text);
        } else if self.has_begun {
            let speech = Speech::new(self.voice.clone(), text).timed(self.start.take(), None);
            self.draft.pieces.push(Piece::Speech(speech));
        } else {
            self.report.leave_out(0..0, "words before the first speaker", &text);
        }
    }

    fn heading(&mut self, level: u8, text: String) {
        if level == 1 && !self.has_begun {
            self.report.used(&text);
            self.draft.head.title = Some(text);
        } else {
            self.draft.pieces.push(Piece::Heading(Heading { level, text, start: None, span: 0..0 }));
        }
    }
}
