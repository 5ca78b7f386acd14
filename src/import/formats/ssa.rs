//! Advanced SubStation Alpha and its forerunner, `.ass` and `.ssa`. It has no specification that binds; the one that is followed is
//! <https://github.com/libass/libass/wiki/ASS-File-Format-Guide>. Real files of two caption libraries were tried.
//!
//! Codes in braces say how words look and are no words. Events may stand in any order, and are put in that of their times.
//!
//! Not here: SubRip, which has some of the codes too ([`super::srt`]).

use std::ops::Range;

use crate::import::captions::time;
use crate::import::count;
use crate::import::cue_lines::{self, CueLine};
use crate::import::draft::{Draft, Speech, Voice, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::report::Report;
use crate::transcript::Problem;

/// What Aegisub writes where nobody gave a title.
const UNTITLED: &str = "Default Aegisub file";

pub(in crate::import) const FORMAT: Format = Format {
    name: "ssa",
    title: "SubStation Alpha subtitles",
    recognise: |input| {
        let mut lines = input.text().lines().map(str::trim);
        let has_info = lines
            .find(|line| !line.is_empty() && !line.starts_with(';'))
            .is_some_and(|line| line.eq_ignore_ascii_case("[Script Info]"));
        let has_events = || {
            input.text().lines().any(|line| line.trim().eq_ignore_ascii_case("[Events]"))
                && input.text().contains("Dialogue:")
        };
        match (has_info, has_events()) {
            (true, _) => Some("its first section, [Script Info]".to_owned()),
            (false, true) => Some("its section [Events], with Dialogue".to_owned()),
            (false, false) => None,
        }
    },
    read,
    count: |input| count::of_script(input.text()),
};

/// The columns of an event in a file that does not name them.
const COLUMNS: [&str; 10] =
    ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"];

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let columns = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    let mut reader = Reader { report, title: None, section: String::new(), columns, events: Vec::new() };
    let mut at = 0;
    for line in input.text().split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        if !line.trim().is_empty() {
            reader.line(line.trim(), span);
        }
    }
    let Reader { mut events, title, .. } = reader;
    events.sort_by_key(|event| event.first().and_then(|speech| speech.start));
    let mut draft = Draft::cued(events.into_iter().flatten());
    draft.head.title = title;
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

struct Reader<'a> {
    report: &'a mut Report,
    title: Option<String>,
    /// The name of the section, in small letters.
    section: String,
    /// The names of the columns of an event, in small letters.
    columns: Vec<String>,
    /// The words of each event.
    events: Vec<Vec<Speech>>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Range<usize>) {
        if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            self.section = section.to_lowercase();
            return self.report.used(&plain(line));
        }
        let is_file = matches!(self.section.as_str(), "fonts" | "graphics");
        if line.starts_with([';', '!']) && !is_file {
            return self.report.leave_out(span, "a comment", &plain(line));
        }
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        match (self.section.as_str(), key.trim().to_lowercase().as_str()) {
            ("events", "format") => {
                self.columns = value.split(',').map(|column| column.trim().to_lowercase()).collect();
                self.report.used(&plain(line));
            }
            ("events", "dialogue") => self.event(value, span),
            ("events", "comment") => self.report.leave_out(span, "a comment", &plain(line)),
            ("script info", "title") => {
                self.report.used(&plain(line));
                self.title =
                    Some(clean(value)).filter(|title| !title.is_empty() && !title.contains('<') && title != UNTITLED);
            }
            ("script info", _) if line.contains(':') => self.report.used(&plain(line)),
            (section, "format" | "style") if section.contains("styles") => self.report.used(&plain(line)),
            _ if is_file => self.report.leave_out(span, "a file in the file", &plain(line)),
            (section, _) if section.contains("aegisub") => self.report.used(&plain(line)),
            _ => self.report.leave_out(span, "a line that is not understood", &plain(line)),
        }
    }

    fn event(&mut self, line: &str, span: Range<usize>) {
        let fields: Vec<&str> = line.splitn(self.columns.len().max(1), ',').collect();
        let field = |names: &[&str]| {
            let at = self.columns.iter().position(|column| names.contains(&column.as_str()))?;
            fields.get(at).map(|field| field.trim())
        };
        let (start, end) = (field(&["start"]).and_then(time), field(&["end"]).and_then(time));
        let actor = field(&["name", "actor"]).unwrap_or_default().to_owned();
        let (text, before) = fields.split_last().map_or(("", &[][..]), |(text, before)| (*text, before));
        self.report.used("Dialogue");
        before.iter().for_each(|field| self.report.used(&plain(field)));
        let lines = self.lines(text, &span);
        self.events.push(match actor.is_empty() {
            true => cue_lines::speeches(lines, start, end),
            false => {
                let text: Vec<String> = lines.into_iter().map(|line| line.text).collect();
                let speech = Speech::new(Voice::Labelled(actor), text.join(" ")).timed(start, end).at(span);
                Some(speech).filter(|speech| !speech.text.is_empty()).into_iter().collect()
            }
        });
    }

    /// The lines of an event without codes. Comments in braces and drawings are left out.
    fn lines(&mut self, text: &str, span: &Range<usize>) -> Vec<CueLine> {
        let mut said = String::new();
        let mut is_drawing = false;
        let mut rest = text;
        loop {
            let (words, code) = match rest.split_once('{') {
                Some((words, code)) if code.contains('}') => (words, code.split_once('}')),
                _ => (rest, None),
            };
            match is_drawing && !words.trim().is_empty() {
                true => self.report.leave_out(span.clone(), "a drawing", &plain(words)),
                false => said.push_str(words),
            }
            let Some((code, after)) = code else { break };
            match code.starts_with('\\') {
                true => is_drawing = draws(code).unwrap_or(is_drawing),
                false if clean(code).is_empty() => {}
                false => self.report.leave_out(span.clone(), "a comment", &plain(code)),
            }
            rest = after;
        }
        let lines = said.replace("\\h", " ").replace("\\n", "\\N");
        lines.split("\\N").map(|line| CueLine { text: line.to_owned(), span: span.clone() }).collect()
    }
}

/// Whether what follows is a drawing: `\p1` says so, and `\p0` that it is none; `\pos` says nothing of it.
fn draws(code: &str) -> Option<bool> {
    code.rsplit('\\').find_map(|code| code.strip_prefix('p')?.trim().parse::<u32>().ok()).map(|size| size > 0)
}

/// A line without codes and with its marks of line breaks read. A brace that does not close is text.
fn plain(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, code)) = rest.split_once("{\\") {
        let Some((_, after)) = code.split_once('}') else { break };
        plain.push_str(before);
        rest = after;
    }
    plain.push_str(rest);
    ["\\N", "\\n", "\\h"].iter().fold(plain, |plain, mark| plain.replace(mark, " "))
}
