//! Which answers are alike, and by which words.

use answerbook::search::{build, highlight, similar};
use answerbook::transcript::{LibraryEntry, Piece};

use crate::ranking::bundled;
use crate::sample::{LAMPS, LAMPS_INDEX, typed};

#[test]
fn one_shared_word_does_not_make_answers_alike() {
    let related = similar(&LAMPS_INDEX);
    assert_eq!(related.len(), LAMPS);
    // Three answers share a shelf, and nothing else that is rare.
    assert!(related.iter().all(Vec::is_empty));
}

#[test]
fn answers_are_alike_by_the_rare_words_that_both_hold() {
    let library = bundled();
    let words = |piece: Piece<'_>| match piece {
        Piece::Said(said) => said.to_owned(),
        Piece::Misheard { heard, meant } => format!("{heard} {meant}"),
    };
    let text_of = |entry: LibraryEntry<'_>| -> String {
        entry.answer.paragraphs().flat_map(|paragraph| entry.episode.reading(paragraph)).map(words).collect()
    };
    let answers: Vec<String> = library.entries().map(text_of).collect();
    let holds = |answer: usize, word: &str| highlight::matches(&typed(&format!("\"{word}\"")), &answers[answer]);
    let related = similar(&build(&library));
    assert!(related.iter().any(|others| !others.is_empty()));
    for (answer, others) in related.iter().enumerate() {
        assert!(others.len() <= 3);
        for other in others {
            assert!((other.answer as usize).abs_diff(answer) > 1, "neighbours are at hand anyway");
            assert!(other.shared.len() >= 2);
            for word in &other.shared {
                assert!(
                    holds(answer, word) && holds(other.answer as usize, word),
                    "{word:?} in {answer} and {other:?}"
                );
            }
        }
    }
}
