//! What each value of a filter would give, counted beside the hits.

use answerbook::search::{FacetValue, Request, ask};

use crate::sample::{SAMPLE, everything, typed};

#[test]
fn a_count_is_what_choosing_the_value_gives() {
    let queries =
        ["", "execution", "culture patience", "\"culture of execution\"", "nora -flour", "manage team", "the"];
    let none: Vec<String> = Vec::new();
    let one = |id: &str| vec![id.to_owned()];
    for query in queries.map(typed) {
        for (speakers, topics, episodes) in [
            (none.clone(), none.clone(), none.clone()),
            (one("ada-quist"), none.clone(), none.clone()),
            (one("nora-vale"), one("people"), none.clone()),
            (vec!["ada-quist".to_owned(), "jo".to_owned()], none.clone(), one("trading-floor")),
            (none.clone(), one("money"), one("running-kitchens")),
        ] {
            let request = Request { speakers, topics, episodes, ..everything() };
            let facets = ask(&SAMPLE, &query, &request).unwrap().facets.unwrap();
            let with = |change: &dyn Fn(&mut Request)| {
                let mut changed = request.clone();
                change(&mut changed);
                let hits = ask(&SAMPLE, &query, &changed).unwrap();
                (hits.complete, hits.total - hits.complete)
            };
            let check = |values: &[FacetValue], chosen: &[String], change: &dyn Fn(&mut Request, String)| {
                for value in values {
                    let counted = (value.count, value.partial);
                    assert_eq!(counted, with(&|request| change(request, value.id.clone())), "{value:?} in {request:?}");
                    assert_eq!(value.selected, chosen.contains(&value.id));
                }
            };
            assert_eq!((facets.speakers.len(), facets.topics.len(), facets.episodes.len()), (4, 2, 3));
            check(&facets.speakers, &request.speakers, &|request, id| request.speakers = vec![id]);
            check(&facets.topics, &request.topics, &|request, id| request.topics = vec![id]);
            check(&facets.episodes, &request.episodes, &|request, id| request.episodes = vec![id]);
        }
    }
}
