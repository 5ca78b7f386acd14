//! Texts in which nobody is named: the head of a page is read, and its words are nobody's.
//!
//! Not here: who may have said what.

use super::draft::{Heading, Piece, Speech, Voice};
use super::labels::{BlockKind, TextBlock, time_at_start};
use super::report::Report;
use crate::language::script::is_question;
use crate::transcript::Millis;

/// The least share of paragraphs that end with a question and are emphasised for these to be headings: one in so many.
const QUESTIONS: usize = 12;

/// The least paragraphs that begin with a time for times to be those of the conversation.
const TIMES: usize = 3;

/// The time that a block begins with, and the bytes of its first line behind it.
fn leading_time(block: &TextBlock) -> Option<(Millis, usize)> {
    time_of_line(&block.lines.first()?.text)
}

fn time_of_line(line: &str) -> Option<(Millis, usize)> {
    let bare = line.trim_start();
    let (time, len) = time_at_start(bare)?;
    let rest = bare[len..].trim_start_matches([' ', '-', '–', '—', '|', ':', '\t']);
    Some((time, line.len() - rest.len()))
}

/// Adds a block whose lines may begin with times. Each begins a paragraph; one that stands alone is that of the next.
fn timed_lines(block: &TextBlock, time: &mut Option<Millis>, pieces: &mut Vec<Piece>, report: &mut Report) {
    let mut open: Option<Speech> = None;
    for line in &block.lines {
        let (found, words) = match time_of_line(&line.text) {
            Some((found, at)) => {
                report.used(&line.text[..at]);
                pieces.extend(open.take().map(Piece::Speech));
                (Some(found), &line.text[at..])
            }
            None => (None, line.text.as_str()),
        };
        *time = found.or(*time);
        match open.as_mut() {
            _ if words.trim().is_empty() => {}
            Some(open) => open.go_on(words, line.span.end),
            None => open = Some(Speech::new(Voice::Unknown, words).timed(time.take(), None).at(line.span.clone())),
        }
    }
    pieces.extend(open.map(Piece::Speech));
}

/// The pieces of a text without labels. A heading titles what follows; so does an emphasised line that asks something, where there are
/// several.
pub(super) fn pieces(blocks: Vec<TextBlock>, report: &mut Report) -> Vec<Piece> {
    let asks =
        |block: &TextBlock| block.kind == BlockKind::Paragraph && block.is_emphasised() && is_question(&block.text());
    let questions = blocks.iter().filter(|block| asks(block)).count();
    let has_questions = questions >= 2 && questions * QUESTIONS >= blocks.len();
    let has_times = blocks.iter().filter(|block| leading_time(block).is_some()).count() >= TIMES;
    let mut pieces = Vec::new();
    let mut time = None;
    for block in blocks {
        let (text, span) = (block.text(), block.span());
        match block.kind {
            BlockKind::Heading(level) => pieces.push(Piece::Heading(Heading { level, text, start: None, span })),
            _ if has_questions && asks(&block) => {
                pieces.push(Piece::Heading(Heading { level: 2, text, start: None, span }))
            }
            BlockKind::Paragraph | BlockKind::Item if has_times => {
                timed_lines(&block, &mut time, &mut pieces, report);
            }
            BlockKind::Paragraph | BlockKind::Item => {
                pieces.push(Piece::Speech(Speech::new(Voice::Unknown, text).at(span)))
            }
            BlockKind::Rule => report.used(&text),
            BlockKind::Other(what) => report.leave_out(span, what, &text),
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Speech(speech) if speech.text.is_empty()));
    pieces
}
