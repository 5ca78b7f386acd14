//! What each value of a filter would give, counted beside the hits.

use answerbook::search::{Query, Request, ask};
use answerbook::transcript::PerFacet;

use crate::sample::{SAMPLE, everything, typed};

/// How many answers have all that is sought, and how many have some of it.
fn complete_and_partial(request: &Request, query: &Query) -> (usize, usize) {
    let hits = ask(&SAMPLE, query, request).unwrap();
    (hits.complete, hits.total - hits.complete)
}

#[test]
fn a_count_is_what_choosing_the_value_gives() {
    let queries =
        ["", "execution", "culture patience", "\"culture of execution\"", "nora -flour", "manage team", "the"];
    let none: Vec<String> = Vec::new();
    let one = |id: &str| vec![id.to_owned()];
    for query in queries.map(typed) {
        for filters in [
            [none.clone(), none.clone(), none.clone()],
            [one("ada-quist"), none.clone(), none.clone()],
            [one("nora-vale"), one("people"), none.clone()],
            [vec!["ada-quist".to_owned(), "jo".to_owned()], none.clone(), one("trading-floor")],
            [none.clone(), one("money"), one("running-kitchens")],
        ] {
            let request = Request { filters: PerFacet(filters), ..everything() };
            let facets = ask(&SAMPLE, &query, &request).unwrap().facets.unwrap();
            assert_eq!(facets.0.each_ref().map(Vec::len), [4, 2, 3]);
            for (facet, values) in facets.iter() {
                for value in values {
                    let mut chosen = request.clone();
                    chosen.filters[facet] = vec![value.id.clone()];
                    assert_eq!(
                        (value.count, value.partial_count),
                        complete_and_partial(&chosen, &query),
                        "{value:?} in {request:?}"
                    );
                    assert_eq!(value.selected, request.filters[facet].contains(&value.id));
                }
            }
        }
    }
}
