//! A remembered run of words, unquoted: the answers in which its words stand in a row come first, and where it is one answer
//! alone its pairs lead to it before anything is known of the words themselves.
//!
//! Its pairs tell where it may stand, here and there in one answer too; the text tells where it does. Not here: phrases, which
//! must stand as quoted ([`super::phrase`]).

use super::dictionary::give;
use super::index::{Index, Part};
use super::lattice::Lattice;
use super::model::ANSWERS_PER_TEXT;
use super::order;
use super::phrase::{missing_texts, said, side_by_side};
use super::query::Query;
use super::weigh::Ranked;

/// The most answers whose text is compared with a run: as many as are shown at first, so that no text is fetched for this
/// alone.
pub(super) const MAX_COMPARED: usize = 10;

/// Where several answers have the words of a run side by side as far as its pairs tell, puts those of the first that have all of
/// it before the others; where all were compared, it is these alone that have them in a row.
///
/// # Errors
/// The texts that are needed and not there.
pub(super) fn whole_first(
    index: &Index,
    run: &Lattice,
    first: &mut Vec<Ranked>,
    in_a_row: &mut usize,
) -> Result<(), Vec<Part>> {
    if *in_a_row <= 1 {
        return Ok(());
    }
    let candidates = first.iter().take(MAX_COMPARED).filter(|ranked| ranked.in_a_row);
    let whole = whole(index, run, candidates.map(|ranked| ranked.answer).collect())?;
    *first = order::first(first, first.len(), &|a, b| whole.contains(&a.answer) && !whole.contains(&b.answer));
    if *in_a_row <= MAX_COMPARED && !whole.is_empty() {
        *in_a_row = whole.len();
    }
    Ok(())
}

/// The one answer with all of a query that is nothing but a run of words, by its pairs, which are there; `None` where it is
/// none or several, which only their words can put in order.
///
/// # Errors
/// The texts that are needed and not there.
pub(super) fn alone(index: &Index, query: &Query) -> Result<Option<Ranked>, Vec<Part>> {
    if !query.is_only_run() {
        return Ok(None);
    }
    let evidence = side_by_side(index, &query.pairs).unwrap_or_default();
    let mut answers: Vec<u32> = evidence.iter().map(|found| found.answer).collect();
    answers.dedup();
    if answers.len() > MAX_COMPARED {
        return Ok(None);
    }
    let whole = whole(index, &query.run, answers)?;
    Ok(if let [answer] = whole[..] { Some(Ranked::whole(answer)) } else { None })
}

/// Those of some answers that a run stands in.
fn whole(index: &Index, run: &Lattice, mut answers: Vec<u32>) -> Result<Vec<u32>, Vec<Part>> {
    give(missing_texts(index, &answers))?;
    answers.retain(|answer| {
        let text = index.text(answer / ANSWERS_PER_TEXT).and_then(|text| text.answer(*answer));
        text.is_some_and(|(answer, _)| said(answer, run, None))
    });
    Ok(answers)
}
