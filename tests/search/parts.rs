//! The parts of an index that a question needs, and in how many rounds they come.

use answerbook::search::{Part, Request, ask, parse, parse_while_typing};
use answerbook::transcript::PerFacet;

use crate::sample::{
    LAMPS_INDEX, Rounds, SAMPLE, answer, everything, found, in_rounds, index_of, typed, uncounted, without_texts,
};
use crate::table;

#[test]
fn a_question_takes_two_rounds_at_most() {
    for (query, count_facets) in
        [("execution", true), ("execution", false), ("\"culture of execution\"", true), ("", true), ("zz", false)]
    {
        let query = parse_while_typing(query).0;
        let request = Request { count_facets, ..everything() };
        let rounds = in_rounds(&SAMPLE, &[], &query, &request);
        assert!(rounds.count <= 2, "{}", rounds.count);
        assert_eq!(rounds.asked.contains(&Part::Facets(0)), count_facets);
        assert_eq!(rounds.hits, ask(&SAMPLE, &query, &request).unwrap());
    }
}

#[test]
fn with_the_vocabulary_there_an_unknown_word_takes_two_rounds() {
    let nouns = ["lamp", "lantern", "candle", "torch", "beacon", "headlight", "firefly", "win32"];
    let full = index_of((0..400).map(|nth| {
        let (noun, colour) = (nouns[nth % nouns.len()], ["green", "amber", "blue", "red", "white"][nth % 5]);
        let shelf = if nth % 50 == 0 { "a shelf, " } else { "" };
        format!("The {colour} {noun} on {shelf}shelf{nth} is dim{nth} beside {noun}bearer{}.", nth / 3)
    }));
    assert!(full.head().dictionary_shards() > 8, "{} shards", full.head().dictionary_shards());
    let vocabulary = full.vocabulary().unwrap();
    assert!(vocabulary.words().any(|word| word == "lamp") && vocabulary.words().all(|word| word != "win32"));
    let request = uncounted();
    table::check("unknown-words.txt", |[query, still_typing]| {
        let (query, _) = if still_typing == "yes" { parse_while_typing(query) } else { parse(query) };
        let Rounds { hits, asked: cold, .. } = in_rounds(&full, &[], &query, &request);
        assert_eq!(hits, ask(&full, &query, &request).unwrap());
        let Rounds { hits: same, count, asked } = in_rounds(&full, &[Part::Vocabulary], &query, &request);
        assert_eq!(same, hits);
        let texts = usize::from(asked.iter().any(|part| matches!(part, Part::Documents(_))));
        assert!(count <= 1 + texts, "{count} rounds for {asked:?}");
        vec![if cold.contains(&Part::Vocabulary) { "yes" } else { "no" }.to_owned()]
    });
}

#[test]
fn a_single_word_is_answered_without_any_text() {
    let pad = "There were others, and they came and went as they pleased while the evening wore on and on. ".repeat(4);
    let long =
        |nth: usize| format!("{pad} A lamp{} stood there. {pad} So did shelf{nth}, and the lamp{}.", nth % 9, nth % 7);
    for full in [&index_of((0..60).map(long)), &*LAMPS_INDEX] {
        let index = without_texts(full);
        let words: Vec<String> = (0..full.head().dictionary_shards())
            .flat_map(|nth| &full.dictionary(nth).unwrap().entries)
            .map(|entry| entry.form.clone())
            .filter(|form| typed(form).terms().eq([form]))
            .collect();
        assert!(words.len() > 20, "{}", words.len());
        for word in words.iter().step_by(1 + words.len() / 100) {
            let hits = answer(&index, word, &uncounted());
            assert!(!hits.hits.is_empty(), "{word}");
            assert_eq!(hits, answer(full, word, &uncounted()), "{word}: with texts it is another");
        }
    }
}

#[test]
fn several_words_are_answered_without_text_unless_another_place_may_show_them_better() {
    let pad = "and so it went on for a long while, as such things do when nobody minds. ".repeat(8);
    let answers = [
        format!("A heron stood there. {pad} Then came the ferry."),
        format!("A kettle sang. {pad} A lantern sang. {pad} A kettle, a lantern sang."),
    ];
    let others = (0..40).map(|nth| format!("Something else altogether, number{nth}."));
    let full = index_of(answers.into_iter().chain(others));
    let index = without_texts(&full);
    let request = uncounted();
    let asked = |query: &str, request: &Request| ask(&index, &typed(query), request);
    let far = asked("heron ferry", &request).unwrap();
    assert_eq!(found(&far), "a0 |");
    assert!(far.hits[0].snippet.text.contains("heron"), "each has one place, and one of them is shown");
    assert_eq!(
        asked("kettle lantern", &request),
        Err(vec![Part::Documents(0)]),
        "they stand together in a place that neither leads to"
    );
    assert_eq!(found(&asked("kettle", &request).unwrap()), "a1 |");
    let both = answer(&full, "kettle lantern", &request);
    let marks = &both.hits[0].snippet.marks;
    assert_eq!(marks.len(), 2, "{:?}", both.hits[0].snippet);
    assert_eq!(asked("\"kettle sang\"", &request), Err(vec![Part::Documents(0)]), "a phrase is read in the text");
    let of_bo = Request { filters: PerFacet([vec!["bo".to_owned()], Vec::new(), Vec::new()]), ..request };
    assert_eq!(found(&asked("heron", &of_bo).unwrap()), "a0 |");
    let of_ann = Request { filters: PerFacet([vec!["ann".to_owned()], Vec::new(), Vec::new()]), ..of_bo };
    assert_eq!(found(&asked("heron", &of_ann).unwrap()), "|");
}
