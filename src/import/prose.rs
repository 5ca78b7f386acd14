//! Texts that are set in paragraphs: plain text, Markdown, pages and Word documents, once they are blocks of lines.
//!
//! Not here: the marks of each format (the readers), and cues with times ([`super::paragraphs`]).

use super::draft::Draft;
use super::head::page;
use super::labels::{Labelled, TextBlock, split_run_ins};
use super::report::Report;
use super::unlabelled;

/// Reads the blocks of a text into a draft: its head, and its pieces with the labels or without any.
pub(super) fn read(mut blocks: Vec<TextBlock>, draft: &mut Draft, report: &mut Report) {
    split_run_ins(&mut blocks);
    page::cut_tail(&mut blocks, report);
    page::cut_notes(&mut blocks, &mut draft.head, report);
    match Labelled::of(&blocks) {
        Some(labels) => {
            let before = labels.blocks_before(&blocks);
            page::cut_head(&mut blocks, before, &mut draft.head, report);
            draft.pieces = labels.pieces(blocks, report);
        }
        None => {
            let end = blocks.len();
            page::cut_head(&mut blocks, end, &mut draft.head, report);
            draft.pieces = unlabelled::pieces(blocks, report);
        }
    }
}
