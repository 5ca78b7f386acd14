//! Caption files as blocks of lines: what WebVTT, SubRip and SBV have in common.
//!
//! A cue is a line of times and the lines below it. A line of times with nothing below it is an empty cue. Lines that belong to no cue
//! are given back as what they are, so that a reader can say what became of them: a caption file has more than its specification knows.
//!
//! Not here: what is between the tags of a cue (the readers).

use std::ops::Range;

use super::report::Report;
use crate::transcript::{Millis, Problem};

/// A cue: its identifier, its times and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue<'a> {
    /// The line above the times, a number in most files.
    pub(super) id: Option<Line<'a>>,
    pub(super) start: Millis,
    pub(super) end: Millis,
    /// The line of times, to the letter.
    pub(super) timing: &'a str,
    /// The lines with words, and their bytes.
    pub(super) lines: Vec<Line<'a>>,
    /// The bytes of the whole cue.
    pub(super) span: Range<usize>,
}

/// A line and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Its first byte in the whole text.
    pub(super) at: usize,
}

impl Line<'_> {
    pub(super) fn span(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// Whether it has nothing but digits.
    pub(super) fn is_number(&self) -> bool {
        self.text.trim().bytes().all(|byte| byte.is_ascii_digit())
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A block of a caption file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block<'a> {
    Cue(Cue<'a>),
    /// Lines before, between or after cues.
    Other(Vec<Line<'a>>),
}

/// The times of a line of times; `None` where it is none.
pub(super) type ReadTiming = fn(&str) -> Option<(Millis, Millis)>;

/// The blocks of a file. A number or another identifier may stand on the line above a cue's times.
///
/// Lines behind an empty line go on with the cue, unless they begin a block that is `known` to be none: captions with empty lines in
/// them are common.
pub(super) fn blocks<'a>(text: &'a str, read_timing: ReadTiming, known: fn(&str) -> bool) -> Vec<Block<'a>> {
    let lines = lines(text);
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(times) = read_timing(line.text) {
            let (cue, next) = cue(&lines, at, times, read_timing, known);
            blocks.push(Block::Cue(cue));
            at = next;
        } else if line.is_blank() || is_identifier(&lines, at, read_timing) {
            at += 1;
        } else {
            let end = (at..lines.len())
                .find(|end| lines[*end].is_blank() || read_timing(lines[*end].text).is_some())
                .unwrap_or(lines.len());
            let end = if end > at + 1 && is_identifier(&lines, end - 1, read_timing) { end - 1 } else { end };
            blocks.push(Block::Other(lines[at..end].to_vec()));
            at = end;
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        Line { text: line.trim_end_matches('\n'), at: start }
    });
    lines.collect()
}

/// Whether a line is the identifier of the cue whose times stand on the next line.
fn is_identifier(lines: &[Line<'_>], at: usize, read_timing: ReadTiming) -> bool {
    let before_is_blank = at == 0 || lines[at - 1].is_blank();
    (before_is_blank || lines[at].is_number())
        && !lines[at].is_blank()
        && lines.get(at + 1).is_some_and(|next| read_timing(next.text).is_some())
}

/// The cue whose times stand on a line, and the line behind it.
fn cue<'a>(
    lines: &[Line<'a>],
    at: usize,
    (start, end): (Millis, Millis),
    read_timing: ReadTiming,
    known: fn(&str) -> bool,
) -> (Cue<'a>, usize) {
    let id = at.checked_sub(1).filter(|before| is_identifier(lines, *before, read_timing)).map(|before| lines[before]);
    let mut said: Vec<Line<'a>> = Vec::new();
    let mut next = at + 1;
    while let Some(line) = lines.get(next) {
        let begins_block = read_timing(line.text).is_some() || is_identifier(lines, next, read_timing);
        let is_behind_blank = lines[next - 1].is_blank() && next > at + 1;
        if begins_block || is_behind_blank && known(line.text) {
            break;
        }
        if !line.is_blank() {
            said.push(*line);
        }
        next += 1;
    }
    let last = said.last().map_or_else(|| lines[at].span().end, |line| line.span().end);
    let span = lines[at].at..last;
    (Cue { id, start, end, timing: lines[at].text.trim(), lines: said, span }, next)
}

/// A time as captions write it: hours may be left out, in the wild minutes too, and a comma is a point. `None` for anything else.
pub(super) fn time(text: &str) -> Option<Millis> {
    let text = text.trim();
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let parts: Vec<u64> =
        clock.split(':').map(|part| part.trim().parse().ok().filter(|_| part.len() <= 6)).collect::<Option<_>>()?;
    let seconds = match parts[..] {
        [seconds] => seconds,
        [minutes, seconds] => minutes * 60 + seconds,
        [hours, minutes, seconds] => (hours * 60 + minutes) * 60 + seconds,
        _ => return None,
    };
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let millis: u64 = if is_fraction { format!("{fraction:0<3}").get(..3)?.parse().ok()? } else { return None };
    Some(Millis(seconds * 1000 + millis))
}

/// The times on a line with an arrow between them; what stands behind them are settings.
pub(super) fn arrow_times(line: &str) -> Option<(Millis, Millis)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((time(start)?, time(end)?))
}

/// Reports times that run backwards, once for a file. Cues stay in the order of the file.
pub(super) fn report_backward(blocks: &[Block<'_>], report: &mut Report) {
    let mut latest = Millis(0);
    for block in blocks {
        let Block::Cue(cue) = block else { continue };
        if cue.end < cue.start || cue.start < latest {
            let problem = Problem::warning(cue.span.clone(), "a cue before an earlier one").found(cue.timing);
            report.push(problem.help("cues stay in the order of the file"));
            return;
        }
        latest = cue.start;
    }
}
