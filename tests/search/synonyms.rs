//! Spellings that count as the same: those the site lists, and those a correction shows.

use answerbook::search::{MatchReason, build};

use crate::sample::{Extras, answer, everything, found, index_with, library, marked};

fn list(spellings: &[&str]) -> Vec<String> {
    spellings.iter().map(|spelling| (*spelling).to_owned()).collect()
}

#[test]
fn a_listed_spelling_finds_the_others() {
    let lists = [["P&L", "profit and loss"], ["first team", "A-team"], ["two", "2"]];
    let index = build(&library().with_synonyms(lists.map(|spellings| list(&spellings)).to_vec()));
    for (query, id, matched) in [
        ("profit and loss", "budget", MatchReason::SameTerm),
        ("P&L", "budget", MatchReason::Exact),
        ("A-team", "hiring", MatchReason::SameTerm),
        ("2 people", "hiring", MatchReason::SameTerm),
    ] {
        let hits = answer(&index, query, &everything());
        let first = hits.hits.first().unwrap_or_else(|| panic!("{query:?} finds nothing"));
        assert_eq!((first.answer.as_str(), first.reason), (id, matched), "{query:?}");
    }
    for (query, shown) in [("P&L", "PNL [«P&L»]"), ("profit and loss", "PNL [«P&L»]"), ("A-team", "«first team»")]
    {
        let hit = answer(&index, query, &everything()).hits.remove(0);
        let snippet = marked(&hit.snippet.text, &hit.snippet.marks);
        assert!(snippet.contains(shown) && !hit.paragraphs.is_empty(), "{query}: {snippet}");
    }
}

#[test]
fn a_spelling_of_several_words_is_found_as_a_whole() {
    let synonyms = vec![list(&["B2B", "business to business"])];
    let index = index_with(
        ["Our customers buy from us, business to business.", "We went down to business quickly."].map(str::to_owned),
        Extras { synonyms, ..Extras::default() },
    );
    for query in ["b2b", "business to business", "business to business and more of business"] {
        let hits = answer(&index, query, &everything());
        let (first, is_same) = (&hits.hits[0], query == "b2b");
        assert_eq!((first.answer.as_str(), first.reason == MatchReason::SameTerm), ("a0", is_same), "{query}");
        assert!(!is_same || hits.total == 1, "to business is not the same");
    }
}

#[test]
fn what_was_misheard_and_is_said_nowhere_else_is_a_spelling_of_what_was_meant() {
    assert!(build(&library()).head().synonyms.contains(&list(&["pnl", "p&l"])));
    // What is said elsewhere too is none, of however many words.
    let said = ["We liked the sales team.", "The sales team won."].map(str::to_owned);
    for (said, same) in [(&said[..], false), (&said[..1], true)] {
        let corrections = "{ at = \"p0\", heard = \"sales team\", meant = \"sails theme\" },\n";
        let index = index_with(said.iter().cloned(), Extras { corrections, ..Extras::default() });
        let expected = list(&["sales team", "sails theme"]);
        assert_eq!(index.head().synonyms.contains(&expected), same, "{:?}", index.head().synonyms);
        assert_eq!(found(&answer(&index, "sails theme", &everything())), "a0 |");
    }
}
