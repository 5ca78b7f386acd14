//! What a hit shows: the paragraph that matches best, cut and marked, who says it and where.

use crate::sample::{marked, search};
use crate::table;

#[test]
fn the_best_place_is_shown_with_its_words_marked() {
    table::check("snippets.txt", |[query]| {
        let snippet = &search(query).hits[0].snippet;
        vec![marked(&snippet.text, &snippet.marks)]
    });
}

#[test]
fn a_hit_says_where_it_is_from() {
    let budget = search("budget revenue").hits.remove(0);
    assert_eq!((budget.episode.as_str(), budget.episode_title.as_str()), ("running-kitchens", "Running kitchens"));
    assert_eq!(budget.date.unwrap().to_string(), "2024-05-02");
    assert_eq!(budget.title, "Who looks after the budget in a kitchen as large as yours?");
    assert_eq!(budget.paragraphs, ["b3", "b1"], "guests first among equals");
    let speaker = budget.speaker.unwrap();
    assert_eq!((speaker.id.as_str(), speaker.name.as_str(), speaker.slot), ("emile-oster", "Émile Øster", 1));
    assert_eq!(budget.topics.iter().map(|topic| topic.name.as_str()).collect::<Vec<_>>(), ["Money", "People"]);
}

#[test]
fn long_paragraphs_are_cut_between_words() {
    let hits = search("rhubarb");
    assert_eq!(hits.hits[0].paragraphs, ["v2", "v3"]);
    for query in ["rhubarb", "rhubarb tart", "letter", "cost", "weather snow", "nora"] {
        let hit = search(query).hits.into_iter().find(|hit| hit.answer == "long").unwrap();
        let text = &hit.snippet.text;
        let chars = text.chars().count();
        assert!((180..=282).contains(&chars), "{query:?}: {chars}");
        let inner = text.trim_matches('…');
        let whole = "It begins with a letter that never arrived, in a winter when the trams did not run and the whole city walked to work with its collar up, and every one of us on the floor had learned to read the weather by the colour of the pavement outside. By noon the snow had closed the bridges, and somebody found a rhubarb tart in the drawer of a desk that had been empty since spring. We ate it standing, and I decided then that I would rather cook than trade, whatever it would cost me.";
        let at = whole.find(inner).unwrap_or_else(|| panic!("{query:?}: {inner:?} is no stretch of the paragraph"));
        assert_eq!(text.starts_with('…'), at > 0, "{query:?}");
        assert_eq!(text.ends_with('…'), at + inner.len() < whole.len(), "{query:?}");
        assert!(at == 0 || whole[..at].ends_with(' '), "{query:?}");
        assert!(at + inner.len() == whole.len() || whole[at + inner.len()..].starts_with(' '), "{query:?}");
        let marks: Vec<&str> = hit.snippet.marks.iter().map(|mark| &text[mark.clone()]).collect();
        let expected: Vec<&str> = if query == "nora" { vec![] } else { query.split(' ').collect() };
        assert_eq!(marks, expected, "{query:?}");
    }
}
