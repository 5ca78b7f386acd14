//! A remembered run of words, unquoted: the answers in which its words stand in a row come first.
//!
//! Its pairs tell where it may stand, here and there in one answer too; the text tells where it does. Not here: phrases, which
//! must stand as quoted ([`super::phrase`]).

use super::dictionary::give;
use super::index::{Index, Part};
use super::lattice::Lattice;
use super::model::ANSWERS_PER_TEXT;
use super::order;
use super::phrase::{missing_texts, said};
use super::weigh::Ranked;

/// The most answers whose text is compared with a run: as many as are shown at first, so that no text is fetched for this
/// alone.
pub(super) const MAX_COMPARED: usize = 10;

/// Of the first answers, which have the words of a run side by side as far as its pairs tell, puts those that have all of it before
/// the others.
///
/// # Errors
/// The texts that are needed and not there.
pub(super) fn whole_first(index: &Index, run: &Lattice, first: &[Ranked]) -> Result<Vec<Ranked>, Vec<Part>> {
    let in_a_row = first.iter().take(MAX_COMPARED).filter(|ranked| ranked.in_a_row);
    let mut whole: Vec<u32> = in_a_row.map(|ranked| ranked.answer).collect();
    give(missing_texts(index, &whole))?;
    whole.retain(|answer| holds(index, *answer, run));
    Ok(order::first(first, first.len(), &|a, b| whole.contains(&a.answer) && !whole.contains(&b.answer)))
}

/// Whether a run stands in an answer whose text is there.
fn holds(index: &Index, answer: u32, run: &Lattice) -> bool {
    let text = index.text(answer / ANSWERS_PER_TEXT).and_then(|text| text.answer(answer));
    text.is_some_and(|(answer, _)| said(answer, run, None))
}
