//! SubViewer as YouTube writes it, `.sbv`: a line of two times, lines of words, an empty line. It has no specification; real files of a
//! caption library were tried.
//!
//! Not here: SubRip ([`super::srt`]), whose times have an arrow between them.

use html_escape::decode_html_entities;

use crate::import::captions::{Block, Line, blocks, report_backward, time};
use crate::import::count;
use crate::import::cue_lines::{self, CueLine};
use crate::import::draft::{Draft, Speech};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::report::Report;
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "sbv",
    title: "YouTube's SBV captions",
    recognise: |input| {
        let first = input.text().lines().find(|line| !line.trim().is_empty())?;
        times(first).map(|_| "its first line, two times with a comma".to_owned())
    },
    read,
    count: |input| count::of_sbv(input.text()),
};

/// `0:00:00.599,0:00:04.160`, and nothing else on the line.
fn times(line: &str) -> Option<(Millis, Millis)> {
    let (start, end) = line.trim().split_once(',')?;
    let is_clock = |text: &str| text.contains(':') && !text.contains(',');
    if !is_clock(start) || !is_clock(end) {
        return None;
    }
    Some((time(start)?, time(end)?))
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let blocks = blocks(input.text(), times, |_| false);
    report_backward(&blocks, report);
    let mut speeches: Vec<Speech> = Vec::new();
    for block in &blocks {
        match block {
            Block::Cue(cue) => {
                // These captions have no numbers: a line above the times goes on with the cue before.
                let end = speeches.last().and_then(|before| before.end);
                speeches.extend(cue_lines::speeches(cue.id.iter().flat_map(said).collect(), None, end));
                speeches.extend(cue_lines::speeches(
                    cue.lines.iter().flat_map(said).collect(),
                    Some(cue.start),
                    Some(cue.end),
                ));
            }
            Block::Other(lines) => {
                lines.iter().flat_map(said).for_each(|line| report.leave_out(line.span, "words of no cue", &line.text))
            }
        }
    }
    let mut draft = Draft::cued(speeches);
    cue_lines::find_voices(&mut draft, report);
    Ok(draft)
}

/// The lines of a line: `[br]` begins another.
fn said(line: &Line<'_>) -> Vec<CueLine> {
    let parts = line.text.split("[br]");
    parts.map(|part| CueLine { text: decode_html_entities(part).into_owned(), span: line.span() }).collect()
}
