//! Texts in which nobody is named: the head of a page is read, and its words are nobody's.
//!
//! Not here: who may have said what.

use super::draft::{Heading, Piece, Speech, Voice};
use super::labels::{BlockKind, TextBlock};
use super::report::Report;
use super::script::is_question;

/// The least share of paragraphs that end with a question and are emphasised for these to be headings: one in so many.
const QUESTIONS: usize = 12;

/// The pieces of a text without labels. A heading titles what follows; so does an emphasised line that asks something, where there are
/// several.
pub(super) fn pieces(blocks: Vec<TextBlock>, report: &mut Report) -> Vec<Piece> {
    let asks =
        |block: &TextBlock| block.kind == BlockKind::Paragraph && block.is_emphasised() && is_question(&block.text());
    let questions = blocks.iter().filter(|block| asks(block)).count();
    let has_questions = questions >= 2 && questions * QUESTIONS >= blocks.len();
    let mut pieces = Vec::new();
    for block in blocks {
        let (text, span) = (block.text(), block.span());
        match block.kind {
            BlockKind::Heading(level) => pieces.push(Piece::Heading(Heading { level, text, start: None, span })),
            _ if has_questions && asks(&block) => {
                pieces.push(Piece::Heading(Heading { level: 2, text, start: None, span }))
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
