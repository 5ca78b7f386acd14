//! Plain text, with labels before the words of each speaker or without any.
//!
//! Blocks are set apart by empty lines. Where no line is empty, each line is a paragraph. The times, names and labels on a line are read by
//! [`crate::import::labels`].
//!
//! Not here: Markdown, which is plain text with marks ([`super::markdown`]).

use crate::import::count;
use crate::import::draft::Draft;
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::labels::{BlockKind, TextBlock, TextLine};
use crate::import::prose;
use crate::import::report::Report;
use crate::transcript::Problem;

pub(in crate::import) const FORMAT: Format = Format {
    name: "text",
    title: "plain text",
    recognise: |input| {
        let is_text =
            !input.text().trim().is_empty() && input.root_element().is_none_or(|_| !input.start().starts_with('<'));
        let is_json = input.json().is_some() || input.begins_as_json();
        (is_text && !is_json && !input.is_zip()).then(|| "words without mark-up".to_owned())
    },
    read,
    count: |input| count::words(input.text()),
};

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let mut draft = Draft::default();
    prose::read(blocks(input.text()), &mut draft, report);
    Ok(draft)
}

/// The paragraphs of a text.
fn blocks(text: &str) -> Vec<TextBlock> {
    let lines = lines(text);
    let has_blank_lines = lines.iter().any(|line| line.text.trim().is_empty());
    let mut blocks = Vec::new();
    let mut open: Vec<TextLine> = Vec::new();
    for line in lines {
        let is_blank = line.text.trim().is_empty();
        if (is_blank || !has_blank_lines) && !open.is_empty() {
            blocks.push(TextBlock { kind: BlockKind::Paragraph, lines: std::mem::take(&mut open) });
        }
        if !is_blank {
            open.push(line);
        }
    }
    if !open.is_empty() {
        blocks.push(TextBlock { kind: BlockKind::Paragraph, lines: open });
    }
    blocks
}

fn lines(text: &str) -> Vec<TextLine> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        TextLine { text: text.to_owned(), span: start..start + text.len(), ..TextLine::default() }
    });
    lines.collect()
}
