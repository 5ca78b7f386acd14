//! What is typed, read as a query.

use answerbook::search::{Head, Hint, Index, Request, ask, highlight, parse, parse_while_typing};

use crate::sample::marked;
use crate::table;

#[test]
fn queries_are_read_and_what_cannot_be_read_gives_a_hint() {
    table::check("queries.txt", |[text]| {
        let (query, hints) = parse(text);
        let filters = query
            .filters
            .iter()
            .flat_map(|(facet, values)| values.iter().map(move |value| format!("{}={value}", &facet.key()[..1])));
        let filters: Vec<String> = filters.collect();
        assert!(hints.iter().all(|hint| !hint.sentence().is_empty()), "{text:?}");
        let hints: Vec<String> = hints.iter().map(|hint| format!("{hint:?}")).collect();
        let [terms, excluded] = [query.terms().collect::<Vec<_>>(), query.excluded().collect()];
        vec![terms.join(","), excluded.join(","), filters.join(" "), hints.join(" ")]
    });
}

#[test]
fn a_long_query_is_cut_and_gives_a_hint() {
    let long: Vec<String> = (0..500).map(|nth| format!("word{nth}")).collect();
    let (query, hints) = parse(&long.join(" "));
    assert_eq!((query.terms().count(), hints), (64, vec![Hint::TooLong]));
    // None of the words that are kept is a beginning because a word after them is still being typed.
    let text = [&long[..64].join(" "), " numb zzz"].concat();
    let marks = highlight::ranges(&parse_while_typing(&text).0, "word2 numbers");
    assert_eq!(marked("word2 numbers", &marks), "«word2» numbers");
    // A text without a blank is as long.
    for endless in [long.join("-"), ('\u{4E00}'..='\u{9FFF}').collect()] {
        let (query, hints) = parse_while_typing(&endless);
        assert_eq!(hints, [Hint::TooLong]);
        let shards = ask(&Index::new(many_shards()), &query, &Request::default()).unwrap_err();
        assert!(shards.len() <= 40, "{} files", shards.len());
    }
}

/// The head of a library whose dictionary is in very many shards.
fn many_shards() -> Head {
    let starts = std::iter::once(String::new()).chain((0..500).map(|nth| format!("word{nth:03}")));
    let han = ('\u{4E00}'..='\u{9FFF}').map(String::from);
    Head { answers: 1_000, shard_starts: starts.chain(han).collect(), ..Head::default() }
}
