//! SubRip, `.srt`: it has no specification; `https://www.matroska.org/technical/subtitles.html` describes it.
//!
//! In real files numbers are missing, points stand for commas, and cues are empty or have empty lines in them. Real files were tried:
//! of a library, without numbers, in UTF-16 and with carriage returns alone.
//!
//! Not here: WebVTT ([`super::webvtt`]), and what all captions have in common ([`crate::import::captions`]).

use html_escape::decode_html_entities;

use crate::import::captions::{Block, Cue, Line, arrow_times, blocks, report_backward};
use crate::import::count;
use crate::import::cue_lines::{self, CueLine};
use crate::import::draft::{Draft, Speech};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::report::Report;
use crate::transcript::Problem;

pub(in crate::import) const FORMAT: Format =
    Format { name: "srt", title: "SubRip captions", recognise, read, count: |input| count::of_subrip(input.text()) };

/// The least lines of times of a file that begins with something else.
const MIN_TIMES: usize = 3;

/// The most lines a line of times, in a file that begins with something else.
const MAX_LINES_A_TIME: usize = 8;

/// The tags that captions have. Whatever else stands in angle brackets is said: `<laughs>`.
const TAGS: [&str; 5] = ["i", "b", "u", "s", "font"];

fn recognise(input: &Input<'_>) -> Option<String> {
    if input.is_zip() || input.start().starts_with(['<', '{', '[']) || input.start().starts_with("WEBVTT") {
        return None;
    }
    let lines = || input.text().lines().filter(|line| !line.trim().is_empty());
    let times = lines().filter(|line| arrow_times(line).is_some()).count();
    let begins_so = lines().take(2).any(|line| arrow_times(line).is_some());
    let is_captions = begins_so || times >= MIN_TIMES && times * MAX_LINES_A_TIME >= lines().count();
    is_captions.then(|| format!("{times} lines of times with an arrow"))
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let blocks = blocks(input.text(), arrow_times, |_| false);
    report_backward(&blocks, report);
    let mut speeches: Vec<Speech> = Vec::new();
    for block in &blocks {
        match block {
            Block::Cue(cue) => add_cue(cue, &mut speeches, report),
            Block::Other(lines) => lines.iter().for_each(|line| leave_out(line, report)),
        }
    }
    let mut draft = Draft::cued(speeches);
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

/// The words of a cue. A line above its times that is no number goes on with the cue before: captions have empty lines in them.
fn add_cue(cue: &Cue<'_>, speeches: &mut Vec<Speech>, report: &mut Report) {
    if let Some(above) = cue.id.filter(|id| !id.is_number()) {
        match speeches.last().map(|before| before.end) {
            Some(end) => speeches.extend(cue_lines::speeches(vec![said(&above)], None, end)),
            None => leave_out(&above, report),
        }
    }
    speeches.extend(cue_lines::speeches(cue.lines.iter().map(said).collect(), Some(cue.start), Some(cue.end)));
}

fn leave_out(line: &Line<'_>, report: &mut Report) {
    report.leave_out(line.span(), "words of no cue", &said(line).text);
}

/// A line without tags and codes.
fn said(line: &Line<'_>) -> CueLine {
    let mut text = String::new();
    let mut rest = line.text;
    while let Some((before, c)) = rest.find(['<', '{']).and_then(|at| Some((&rest[..at], rest[at..].chars().next()?))) {
        let code = &rest[before.len() + 1..];
        let len = if c == '<' { tag_len(code) } else { override_len(code) };
        text.push_str(before);
        if len.is_none() {
            text.push(c);
        }
        rest = &code[len.unwrap_or_default()..];
    }
    text.push_str(rest);
    CueLine { text: decode_html_entities(&text).into_owned(), span: line.span() }
}

/// The bytes of a tag behind its bracket: `i>`, `/font>`.
fn tag_len(code: &str) -> Option<usize> {
    let end = code.find(['<', '>']).filter(|end| code[*end..].starts_with('>'))?;
    let name = code[..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)).then_some(end + 1)
}

/// The bytes of a code behind its brace: `\an8}`.
fn override_len(code: &str) -> Option<usize> {
    let end = code.find(['{', '}']).filter(|end| code.starts_with('\\') && code[*end..].starts_with('}'))?;
    Some(end + 1)
}
