//! Where words stand that are spelt one way.
//!
//! Not here: finding them ([`super::scan`]).

use crate::transcript::ParagraphId;

/// The most episodes that are listed of a spelling.
const MAX_LISTED: usize = 4;

/// Where words stand that are spelt one way.
#[derive(Debug, Clone)]
pub(super) struct Spelling<'a> {
    /// The number of places.
    pub(super) places: usize,
    /// The number of episodes.
    pub(super) episodes: usize,
    /// The numbers of the first of these.
    pub(super) first_episodes: Vec<usize>,
    last_episode: usize,
    /// The paragraph of the first place.
    pub(super) paragraph: &'a ParagraphId,
}

impl<'a> Spelling<'a> {
    /// One place.
    pub(super) fn once(episode: usize, paragraph: &'a ParagraphId) -> Self {
        Self { places: 1, episodes: 1, first_episodes: vec![episode], last_episode: episode, paragraph }
    }

    /// Adds places that are behind all of these.
    pub(super) fn add(&mut self, later: &Self) {
        self.places += later.places;
        self.episodes += later.episodes - usize::from(later.first_episodes.first() == Some(&self.last_episode));
        self.last_episode = later.last_episode;
        let new = later.first_episodes.iter().filter(|it| self.first_episodes.last() != Some(it));
        let new: Vec<usize> = new.take(MAX_LISTED - self.first_episodes.len().min(MAX_LISTED)).copied().collect();
        self.first_episodes.extend(new);
    }
}
