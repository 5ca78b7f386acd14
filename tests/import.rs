//! Other formats, through the public surface: a transcript becomes the canonical text beside it, byte for byte, and what
//! was forgiven is told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use answerbook::import::{Given, Imported, read_labelled};
use answerbook::source::{assign_ids, print_episode, read_episode};
use answerbook::transcript::Date;

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)).unwrap()
}

fn given() -> Given {
    Given { stem: "sample-talk".to_owned(), date: Date::new(2020, 1, 2).unwrap(), publisher: "Sample Press".to_owned() }
}

#[test]
fn labels_become_turns_and_answers() {
    let Imported { episode, problems } = read_labelled(&fixture("labelled.md"), &given());
    let text = assign_ids(&print_episode(&episode.unwrap()), "sample-talk", &BTreeSet::new()).unwrap().text;
    assert_eq!(text, fixture("labelled.expected.md"));
    let told: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(told, ["left out: words before the first speaker", "left out: no speaker’s label"]);
    assert!(read_episode(&text, "sample-talk").problems.is_empty());
}

#[test]
fn what_the_text_does_not_say_is_given() {
    let episode = read_labelled("**A:** Why?\n\n**B:** So.\n", &given()).episode.unwrap();
    assert_eq!((episode.title.as_str(), episode.publisher.as_str()), ("sample talk", "Sample Press"));
    assert_eq!(episode.date.to_string(), "2020-01-02");
}

#[test]
fn characters_written_as_references_are_read() {
    let text = "**A:** It&#39;s &quot;P&amp;L&quot;, isn&rsquo;t it?\n\n**B:** R&D &nosuch; &#x1F600; \\[laughs\\]\n";
    let episode = read_labelled(text, &given()).episode.unwrap();
    let said: Vec<&str> = episode.answers[0].paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
    assert_eq!(said, ["It's \"P&L\", isn’t it?", "R&D &nosuch; 😀 [laughs]"]);
}

#[test]
fn no_text_makes_it_panic() {
    for odd in
        ["", "---", "---\ntitle: x", "**", "****:", "**:** x", "**A:**", "no labels at all", "\u{feff}\0**A:**\u{7}x"]
    {
        let Imported { episode, problems } = read_labelled(odd, &given());
        assert!(episode.is_some() || !problems.is_empty(), "{odd:?}");
    }
}

#[test]
fn days_since_the_epoch_are_dates() {
    for (days, date) in [(0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (20_780, "2026-11-23")] {
        assert_eq!(Date::from_days(days).unwrap().to_string(), date);
    }
    assert_eq!(Date::from_days(i64::MAX), None);
}
