//! Filters: which values of each facet are selected, and how many answers each value would give.
//!
//! Not here: which answers are hits ([`crate::search::rank::score`]).

use crate::search::index::facets::{FacetNames, NamedId};
use crate::search::notice::Notice;
use crate::search::sort::push_unique;
use crate::search::text::tokenize::fold;
use crate::transcript::{Facet, PerFacet};

/// For each facet the count of every value, in the order of [`FacetNames::values`].
pub type FacetCounts = PerFacet<Vec<FacetValue>>;

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Answers with all that is sought, were this the only value selected of its facet.
    pub count: usize,
    /// Further answers, with some of what is sought.
    pub partial_count: usize,
    /// Whether it is selected.
    pub selected: bool,
}

/// The selected values of one facet, as indexes into [`FacetNames::values`]; `None` where nothing is selected and every
/// answer passes.
type Selection = Option<Vec<u32>>;

/// The selected values of every facet.
pub(crate) struct Filters(PerFacet<Selection>);

impl Filters {
    /// Filters that let every answer pass.
    pub(crate) fn none() -> Self {
        Self(PerFacet::default())
    }

    /// The selection that these texts make, each the id, a former id or the name of a value. A text that names no value is
    /// left out with a notice.
    pub(crate) fn resolve(names: &FacetNames, values: &PerFacet<Vec<&String>>, notices: &mut Vec<Notice>) -> Self {
        Self(PerFacet::from_fn(|facet| {
            let mut selection = Vec::new();
            for value in &values[facet] {
                match index_of(&names.values[facet], &names.former[facet], value) {
                    Some(nth) => push_unique(&mut selection, nth),
                    None => notices.push(Notice::UnknownValue(facet, (*value).clone())),
                }
            }
            (!selection.is_empty()).then_some(selection)
        }))
    }

    /// Whether an answer with these values of a facet passes its filter.
    pub(crate) fn pass(&self, facet: Facet, values: &[u32]) -> bool {
        self.0[facet].as_ref().is_none_or(|selection| values.iter().any(|value| selection.contains(value)))
    }

    /// Whether any value of a facet is selected.
    pub(crate) fn restrict(&self, facet: Facet) -> bool {
        self.0[facet].is_some()
    }

    /// The ids of the selected speakers.
    pub(crate) fn speaker_ids<'a>(&self, names: Option<&'a FacetNames>) -> Vec<&'a str> {
        let selected = self.0[Facet::Speaker].iter().flatten();
        selected.filter_map(|nth| Some(names?.values[Facet::Speaker].get(*nth as usize)?.id.as_str())).collect()
    }
}

/// The index of the value that a text means: by id, by a former id, or by name.
fn index_of(names: &[NamedId], former: &[(String, u32)], value: &str) -> Option<u32> {
    let number = |nth| u32::try_from(nth).ok();
    let by_id = names.iter().position(|name| name.id.eq_ignore_ascii_case(value)).and_then(number);
    let by_former = || former.iter().find(|(id, _)| id.eq_ignore_ascii_case(value)).map(|(_, nth)| *nth);
    let folded = fold(value);
    let by_name = || names.iter().position(|name| !folded.is_empty() && fold(&name.name) == folded).and_then(number);
    by_id.or_else(by_former).or_else(by_name)
}

/// How many answers hold all that is sought, and how many some of it.
#[derive(Clone, Copy, Default)]
struct Count {
    complete: usize,
    partial: usize,
}

/// The counts of all values of all facets.
#[derive(Default)]
pub(crate) struct FacetCounter(PerFacet<Vec<Count>>);

impl FacetCounter {
    /// A counter with nothing counted.
    pub(crate) fn new(names: &FacetNames) -> Self {
        Self(PerFacet::from_fn(|facet| vec![Count::default(); names.values[facet].len()]))
    }

    /// Counts an answer for each of these values of a facet; `complete` says whether it holds all that is sought.
    pub(crate) fn add(&mut self, facet: Facet, values: &[u32], complete: bool) {
        for value in values {
            if let Some(count) = self.0[facet].get_mut(*value as usize) {
                if complete { count.complete += 1 } else { count.partial += 1 }
            }
        }
    }

    /// The counts, with what the values are called and which are selected.
    pub(crate) fn counts(&self, names: &FacetNames, filters: &Filters) -> FacetCounts {
        PerFacet::from_fn(|facet| {
            let value = |((nth, name), count): ((u32, &NamedId), &Count)| FacetValue {
                id: name.id.clone(),
                name: name.name.clone(),
                count: count.complete,
                partial_count: count.partial,
                selected: filters.restrict(facet) && filters.pass(facet, &[nth]),
            };
            (0..).zip(&names.values[facet]).zip(&self.0[facet]).map(value).collect()
        })
    }
}

/// The episodes of answers that are asked for in library order, each in constant time.
pub(crate) struct EpisodeCursor<'a> {
    /// How many answers each episode has, from the present one on.
    rest: &'a [u32],
    episode: u32,
    /// The first answer behind the present episode.
    end: u32,
}

impl<'a> EpisodeCursor<'a> {
    /// A cursor at the first episode.
    pub(crate) fn new(episode_answers: &'a [u32]) -> Self {
        Self { rest: episode_answers, episode: 0, end: episode_answers.first().copied().unwrap_or_default() }
    }

    /// The index of the episode that an answer is in; answers must come in ascending order.
    pub(crate) fn episode_of(&mut self, answer: u32) -> u32 {
        while answer >= self.end
            && let [_, rest @ ..] = self.rest
            && let Some(answers) = rest.first()
        {
            self.rest = rest;
            self.episode += 1;
            self.end = self.end.saturating_add(*answers);
        }
        self.episode
    }
}
