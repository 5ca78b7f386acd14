//! The answers that a page names as being about the same, and the words for what both are about.
//!
//! Not here: which answers these are ([`crate::topics::related`]), how a page lists them ([`crate::page::answer`]).

use crate::page::answer::SimilarAnswer;
use crate::topics::{self, Related};
use crate::transcript::{Episode, Library, LibraryEntry};

/// The similar answers of every listed answer.
pub(super) struct SimilarAnswers<'a> {
    /// Every listed answer.
    answers: Vec<LibraryEntry<'a>>,
    /// Of each of them.
    related: Vec<Vec<Related>>,
    /// The position among them of each listed answer and part; `None` for a part.
    positions: Vec<Option<usize>>,
    library: &'a Library,
}

impl<'a> SimilarAnswers<'a> {
    /// The similar answers of a library.
    pub(super) fn of(library: &'a Library) -> Self {
        let mut answers = 0;
        let position = |entry: LibraryEntry<'_>| {
            let position = entry.answer.part.is_none().then_some(answers);
            answers += usize::from(position.is_some());
            position
        };
        let positions = library.entries().map(position).collect();
        Self { answers: library.answers().collect(), related: topics::related(library), positions, library }
    }

    /// The answers similar to the one at `position` in its episode; none if the episode is not listed.
    pub(super) fn to(&self, episode: &Episode, position: usize) -> Vec<SimilarAnswer<'a>> {
        let number = self.library.first_number(&episode.id).map(|first| first + position);
        let position = number.and_then(|number| self.positions.get(number).copied().flatten());
        let related = position.and_then(|position| self.related.get(position)).into_iter().flatten();
        let similar = |related: &Related| {
            let entry = *self.answers.get(related.answer)?;
            Some(SimilarAnswer { entry, shared_words: related.about.join(", ") })
        };
        related.filter_map(similar).collect()
    }
}
