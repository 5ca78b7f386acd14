//! Runs of words: remembered ones, quoted ones, and how they are told from their words here and there.

use std::time::{Duration, Instant};

use answerbook::search::{Notice, Part, Request, ask};

use crate::sample::{answer, best_uncounted, ids, in_rounds, in_steps, index_of, typed, without_texts};

#[test]
fn the_best_answers_hold_the_words_in_a_row() {
    let answers = ["Every day before noon we sell the bread.", "We sell bread before noon every day.", "No bread."];
    let index = index_of(answers.into_iter().map(str::to_owned));
    let query = typed("bread before noon every");
    let best = ask(&index, &query, &Request { lesser_hits: false, ..Request::default() }).unwrap();
    assert_eq!(ids(&best), ["a1"]);
    let (first, _) = in_steps(&index, &query, &best_uncounted());
    assert_eq!(ids(&first), ["a1"], "whatever has come so far");
    assert_eq!((best.complete, best.total), (2, 3), "the others are counted all the same");
    assert_eq!(ids(&ask(&index, &query, &Request::default()).unwrap()), ["a1", "a0", "a2"]);
}

#[test]
fn a_run_of_words_is_told_from_its_pairs_here_and_there() {
    let pairs = "Bread before dawn. Before noon, bread before all. Noon every day, bread before noon, noon every week.";
    let long = "On the coast, where the mills were old and the harbour was quiet, people told me that they baked bread before \
                noon every morning, and then went out to look for work in the fields behind the hill.";
    let index = index_of([pairs, "No bread.", long, "Nothing."].into_iter().map(str::to_owned));
    let first = |query: &str, request: &Request| answer(&index, query, request).hits[0].answer.clone();
    let request = Request { lesser_hits: false, ..Request::default() };
    assert_eq!(first("bread before noon", &request), "a0", "three words are no run yet");
    assert_eq!(first("bread before noon every", &request), "a2");
    assert_eq!(
        first("bread before noon every", &Request { limit: 1, ..request.clone() }),
        "a2",
        "however few are shown"
    );
    let missing = ask(&without_texts(&index), &typed("bread before noon every"), &request).unwrap_err();
    assert_eq!(missing, [Part::Documents(0)]);
}

#[test]
fn a_run_of_words_is_found_by_its_pairs_before_its_words_have_come() {
    let answers = (0..40).map(|nth| format!("We bake bread{nth} before noon every day{}.", nth % 4));
    let full = index_of(answers.chain(["Noon every day, and bread7 before we bake.".to_owned()]));
    let request = best_uncounted();
    let steps_of = |query: &str, request: &Request| in_steps(&full, &typed(query), request);
    let has_words = |steps: &[Part]| steps.iter().any(|part| matches!(part, Part::Dictionary(_)));

    let (hits, steps) = steps_of("bake bread7 before noon", &request);
    assert!(!has_words(&steps), "{steps:?}");
    assert_eq!((hits.hits[0].answer.as_str(), hits.hits.len(), hits.is_exact), ("a7", 1, false));
    let whole = answer(&full, "bake bread7 before noon", &request);
    assert_eq!(whole.hits, hits.hits, "it is no other than with the words there");
    assert!(whole.is_exact);

    for query in [
        "noon every day1",
        "noon every day bread7",
        "bake bread before noon",
        "bake bread7 before noon -day3",
        "\"bake bread7\" before noon every",
    ] {
        let (hits, _) = steps_of(query, &request);
        assert!(hits.is_exact, "{query}: no run, several answers, or more than a run");
        assert_eq!(hits, answer(&full, query, &request), "{query}");
    }
    for other in [
        Request { lesser_hits: true, ..request.clone() },
        Request { count_facets: true, ..request.clone() },
        Request { limit: 0, ..request.clone() },
    ] {
        let (hits, steps) = steps_of("bake bread7 before noon", &other);
        assert!(hits.is_exact && has_words(&steps), "what else there is was asked for too");
    }
}

#[test]
fn answers_known_to_hold_a_phrase_come_before_those_that_may_hold_it() {
    // All have the phrase's pairs, every fifth the phrase.
    let text = |nth: usize| match nth % 5 {
        0 => format!("So the red bread rose, loaf{nth}."),
        _ => format!("So the red bread, and then the bread rose, loaf{nth}."),
    };
    let full = index_of((0..200).map(text));
    let request = best_uncounted();
    let query = typed("\"red bread rose\"");
    let rounds = in_rounds(&full, &[], &query, &request);
    assert_eq!(rounds.count, 2);
    let hits = rounds.hits;
    assert!(!hits.hits.is_empty() && hits.hits.iter().all(|hit| hit.snippet.text.contains("red bread rose")));
    assert!(!hits.is_exact && matches!(hits.notices[..], [Notice::Unverified(_)]), "{:?}", hits.notices);
    let all = ask(&full, &query, &Request { lesser_hits: true, ..request }).unwrap();
    assert!(all.is_exact && all.total > hits.total, "{} and {}", all.total, hits.total);
    assert_eq!(all.hits[..hits.hits.len()], hits.hits);
}

/// A compound reads as one word and as two, so that a row of them has a path for every way to read each: none is tried twice. The
/// text has every two words of the query in a row, and not all of them; where paths were tried again, a row of thirty took minutes.
#[test]
fn a_row_of_compounds_is_compared_in_a_moment() {
    let row = "x-y ".repeat(30);
    let text = format!("{row}{row}beta gamma omega gamma delta alpha");
    let index = index_of([text.clone(), text]);
    for query in
        [format!("{row}beta gamma delta alpha"), format!("\"{row}beta\""), format!("\"x-y x-y beta alpha\" {row}")]
    {
        let start = Instant::now();
        let hits = ask(&index, &typed(&query), &Request::default());
        assert!(hits.is_ok() && start.elapsed() < Duration::from_secs(5), "{query}: {:?}", start.elapsed());
    }
}

/// A chant, and a query as long: neither fills the stack.
#[test]
fn one_word_over_and_over_is_no_deep_run() {
    let row = "no ".repeat(40_000);
    let text = format!("{row}one two three four");
    let index = index_of([text.clone(), text.clone()]);
    assert_eq!(answer(&index, &text, &Request::default()).total, 2);
}
