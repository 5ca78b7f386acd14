//! Words that the library does not hold, found by those it holds: typos, words that sound alike, and other inflections.

use std::collections::BTreeSet;

use answerbook::search::{MatchReason, Part, Request};

use crate::sample::{
    Extras, LAMPS, SAMPLE, answer, everything, found, in_rounds, index_of, index_with, marked, search, typed,
};
use crate::table;

#[test]
fn typos_and_mishearings_are_forgiven_if_the_word_is_unknown() {
    table::check("typos.txt", |[query]| {
        let hits = search(query);
        let first = hits.hits.first().unwrap_or_else(|| panic!("{query:?} finds nothing"));
        assert!(first.complete, "{query:?}");
        let without = answer(&SAMPLE, query, &Request { fuzzy: false, ..everything() });
        let complete = without.hits.iter().any(|hit| hit.complete);
        assert_eq!(complete, first.reason == MatchReason::Exact, "{query:?} with guessing off");
        vec![first.answer.clone(), first.reason.name().to_owned()]
    });
    // What the library holds is not guessed at, nor is what is quoted or too short.
    assert_eq!(found(&search("source")), "budget |");
    for query in ["\"grandmothxr\"", "eqs", "xyzzyplugh"] {
        assert_eq!(search(query).total, 0, "{query:?}");
    }
    let snippet = &search("grandmothxr").hits[0].snippet;
    assert_eq!(marked(&snippet.text, &snippet.marks).matches("«grandmother").count(), 1);
}

#[test]
fn a_word_is_found_by_its_inflections_in_the_language_of_the_episode() {
    let said = ["Die Häuser standen an den Straßen.", "Die Bücher sind schnellere.", "Kinder saßen auf den Brücken."];
    let index = index_with(said.map(str::to_owned), Extras { language: "de", ..Extras::default() });
    for (query, id) in
        [("Haus", "a0"), ("Straße", "a0"), ("Buch", "a1"), ("schnell", "a1"), ("Kind", "a2"), ("Brücke", "a2")]
    {
        let request = Request { fuzzy: false, ..everything() };
        let hits = answer(&index, query, &request);
        assert_eq!(found(&hits), format!("{id} |"), "{query}");
        assert_eq!(hits.hits[0].reason, MatchReason::Exact, "{query}");
        assert!(!hits.hits[0].snippet.marks.is_empty(), "{query}");
        let rounds = in_rounds(&index, &[Part::Vocabulary], &typed(query), &request);
        assert_eq!((rounds.hits, rounds.count <= 2), (hits, true), "{query}");
    }
}

#[test]
fn without_guesses_no_other_answers_take_their_place() {
    let text = |nth: usize| match nth {
        7 => "The lamp dims and is promethean.".to_owned(),
        _ => format!("The lamp {} beside item{nth}.", if nth.is_multiple_of(2) { "glows" } else { "dims" }),
    };
    let index = index_of((0..LAMPS).map(text));
    let asked = |query: &str, fuzzy| {
        let hits = answer(&index, query, &Request { fuzzy, limit: LAMPS, ..Request::default() });
        hits.hits.into_iter().map(|hit| hit.answer).collect::<BTreeSet<_>>()
    };
    assert_eq!(asked("dims promethaen", true), BTreeSet::from(["a7".to_owned()]));
    assert!(asked("dims promethaen", false).is_empty());
    let nowhere = asked("dims xyzzyplugh", true);
    assert!(nowhere.len() > 1_000 && nowhere == asked("dims xyzzyplugh", false), "{}", nowhere.len());
}

#[test]
fn the_nearest_guess_comes_first() {
    let index = index_of(["We were relieved.", "It was received."].map(str::to_owned));
    assert_eq!(found(&answer(&index, "recieved", &everything())), "a1 a0 |");
}

#[test]
fn one_edit_anywhere_in_a_word_is_forgiven() {
    let words = ["accommodation", "lampshade", "bookkeeper", "почемучка", "grosse"];
    let index = index_of(words.iter().map(|word| format!("They said {word} there.")));
    for (nth, word) in words.iter().enumerate() {
        let letters: Vec<char> = word.chars().collect();
        for (at, other) in (0..letters.len()).flat_map(|at| ['a', 'o', 'z', 'ж'].map(|other| (at, other))) {
            let (mut replaced, mut deleted, mut swapped, mut inserted) =
                (letters.clone(), letters.clone(), letters.clone(), letters.clone());
            replaced[at] = other;
            deleted.remove(at);
            swapped.swap(at, (at + 1).min(letters.len() - 1));
            inserted.insert(at, other);
            for typo in [replaced, deleted, swapped, inserted].map(String::from_iter) {
                let hits = answer(&index, &typo, &Request::default());
                assert_eq!(hits.hits.first().map(|hit| hit.answer.as_str()), Some(&*format!("a{nth}")), "{typo}");
            }
        }
    }
}

#[test]
fn a_short_word_that_ends_like_an_inflection_may_be_a_typo_too() {
    let index = index_of(["The prop is red.", "A pro is blue.", "Some gem is green."].map(str::to_owned));
    let found = |query: &str, fuzzy: bool| {
        let hits = answer(&index, query, &Request { fuzzy, ..Request::default() }).hits;
        hits.iter().map(|hit| (hit.answer.clone(), hit.reason)).collect::<Vec<_>>()
    };
    let (prop, pro, gem) = (
        ("a0".to_owned(), MatchReason::Typo),
        ("a1".to_owned(), MatchReason::Exact),
        ("a2".to_owned(), MatchReason::SoundsLike),
    );
    assert_eq!(found("proy", true), [pro.clone(), prop]);
    assert_eq!(found("proy", false), [pro]);
    assert_eq!(found("gemm", true), [gem], "words of three letters are meant");
    assert_eq!(found("gemm", false), []);
}
