//! A remembered run of words, unquoted: the answers in which its words stand in a row come first.
//!
//! Its pairs tell where it may stand, here and there in one answer too; the text tells where it does. Not here: phrases, which
//! must stand as quoted ([`super::phrase`]).

use super::dictionary::give;
use super::index::{Index, Part};
use super::lattice::Lattice;
use super::model::ANSWERS_PER_TEXT;
use super::order::sorted;
use super::phrase::{missing_texts, said};
use super::weigh::Ranked;

/// The most answers whose text is compared with a run: as many as are shown at first, so that no text is fetched for this
/// alone.
const MAX_COMPARED: usize = 10;

/// Puts answers with the pairs of a run first, of the first ones those with all of it before the others, else in the order
/// they have; and says how many have the pairs.
///
/// # Errors
/// The texts that are needed and not there.
pub(super) fn run_first(index: &Index, run: &Lattice, ranked: &[Ranked]) -> Result<(Vec<Ranked>, usize), Vec<Part>> {
    let mut ordered = sorted(ranked, &|a, b| a.in_a_row && !b.in_a_row);
    let in_a_row = ordered.partition_point(|ranked| ranked.in_a_row);
    if in_a_row > 1 {
        let mut whole: Vec<u32> = ordered.iter().take(in_a_row.min(MAX_COMPARED)).map(|ranked| ranked.answer).collect();
        give(missing_texts(index, &whole))?;
        whole.retain(|answer| holds(index, *answer, run));
        ordered = sorted(&ordered, &|a, b| whole.contains(&a.answer) && !whole.contains(&b.answer));
    }
    Ok((ordered, in_a_row))
}

/// Whether a run stands in an answer whose text is there.
fn holds(index: &Index, answer: u32, run: &Lattice) -> bool {
    let text = index.text(answer / ANSWERS_PER_TEXT).and_then(|text| text.answer(answer));
    text.is_some_and(|(answer, _)| answer.paragraphs.iter().any(|paragraph| said(paragraph, run)))
}
