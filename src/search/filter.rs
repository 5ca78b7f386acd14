//! Filters: which of their values are chosen, and what each would give.
//!
//! Not here: which answers are hits ([`super::weigh`]).

use super::ask::Notice;
use super::fold::fold;
use super::model::{Name, Names};
use super::order::add;

/// What each value of each filter would give now, in library order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// By name.
    pub speakers: Vec<FacetValue>,
    /// By name.
    pub topics: Vec<FacetValue>,
    /// Newest first.
    pub episodes: Vec<FacetValue>,
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Answers with all that is sought, were this the only value chosen of its kind.
    pub count: usize,
    /// Further answers, with some of it.
    pub partial: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// The chosen values of one kind; nothing chosen lets everything pass.
pub(super) type Chosen = Option<Vec<u32>>;

/// What is chosen of each kind.
pub(super) struct Filters {
    pub(super) speakers: Chosen,
    pub(super) topics: Chosen,
    pub(super) episodes: Chosen,
}

impl Filters {
    /// What these speakers, topics and episodes mean, each by id or name. What means nothing is told in the notices.
    pub(super) fn of<'a>(
        names: Option<&Names>,
        speakers: impl Iterator<Item = &'a String>,
        topics: impl Iterator<Item = &'a String>,
        episodes: impl Iterator<Item = &'a String>,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let Some(names) = names else { return Self { speakers: None, topics: None, episodes: None } };
        Self {
            speakers: choose("speaker", speakers, names.speakers.iter(), &names.former[0], notices),
            topics: choose("topic", topics, names.topics.iter(), &names.former[1], notices),
            episodes: choose(
                "episode",
                episodes,
                names.episodes.iter().map(|(name, _)| name),
                &names.former[2],
                notices,
            ),
        }
    }

    /// The ids of the chosen speakers; empty when there is no choice.
    pub(super) fn ids<'a>(&self, names: Option<&'a Names>) -> Vec<&'a str> {
        let chosen = self.speakers.iter().flatten();
        chosen.filter_map(|nth| Some(names?.speakers.get(*nth as usize)?.id.as_str())).collect()
    }
}

/// The numbers of the values that are meant, by id, by a former id or by name.
fn choose<'a, 'b>(
    kind: &'static str,
    values: impl Iterator<Item = &'a String>,
    names: impl Iterator<Item = &'b Name> + Clone,
    former: &[(String, u32)],
    notices: &mut Vec<Notice>,
) -> Chosen {
    let mut chosen = Vec::new();
    for value in values {
        let by_id = names.clone().position(|name| name.id.eq_ignore_ascii_case(value));
        let folded = fold(value);
        let by_name = || names.clone().position(|name| !folded.is_empty() && fold(&name.name) == folded);
        let by_former = former.iter().find(|(id, _)| id.eq_ignore_ascii_case(value)).map(|(_, nth)| *nth);
        let number = |nth| u32::try_from(nth).ok();
        match by_id.and_then(number).or(by_former).or_else(|| by_name().and_then(number)) {
            Some(nth) => add(&mut chosen, nth),
            None => notices.push(Notice::UnknownValue(kind, value.clone())),
        }
    }
    (!chosen.is_empty()).then_some(chosen)
}

/// Counts for each value of each facet: answers with all that is sought, and with some of it.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) speakers: Vec<(usize, usize)>,
    pub(super) topics: Vec<(usize, usize)>,
    pub(super) episodes: Vec<(usize, usize)>,
    /// The episode last asked for, and the first answer behind it.
    episode: u32,
    episode_end: u32,
}

impl Tally {
    pub(super) fn of(names: &Names) -> Self {
        Self {
            speakers: vec![(0, 0); names.speakers.len()],
            topics: vec![(0, 0); names.topics.len()],
            episodes: vec![(0, 0); names.episodes.len()],
            ..Self::default()
        }
    }

    /// Counts an answer that choosing a value would give, and that holds all that is sought or some of it.
    pub(super) fn add(counts: &mut [(usize, usize)], value: u32, whole: bool) {
        if let Some((complete, partial)) = counts.get_mut(value as usize) {
            if whole { *complete += 1 } else { *partial += 1 }
        }
    }

    /// The episode of an answer; answers must be asked for in order.
    pub(super) fn episode_of(&mut self, names: &Names, answer: u32) -> u32 {
        if self.episode_end == 0 {
            self.episode_end = names.episodes.first().map_or(0, |(_, count)| *count);
        }
        while answer >= self.episode_end
            && let Some((_, count)) = names.episodes.get(self.episode as usize + 1)
        {
            self.episode += 1;
            self.episode_end = self.episode_end.saturating_add(*count);
        }
        self.episode
    }

    pub(super) fn values(&self, names: &Names, filters: &Filters) -> FacetCounts {
        FacetCounts {
            speakers: values(names.speakers.iter(), &self.speakers, &filters.speakers),
            topics: values(names.topics.iter(), &self.topics, &filters.topics),
            episodes: values(names.episodes.iter().map(|(name, _)| name), &self.episodes, &filters.episodes),
        }
    }
}

fn values<'a>(names: impl Iterator<Item = &'a Name>, counts: &[(usize, usize)], chosen: &Chosen) -> Vec<FacetValue> {
    let value = |((nth, name), (count, partial)): ((u32, &Name), &(usize, usize))| FacetValue {
        id: name.id.clone(),
        name: name.name.clone(),
        count: *count,
        partial: *partial,
        selected: chosen.as_ref().is_some_and(|chosen| chosen.contains(&nth)),
    };
    (0..).zip(names).zip(counts).map(value).collect()
}
