//! What is exported can be imported again: words, speakers and the times of paragraphs stay, in each format that has them.
//!
//! Not here: the command, and how each format is read (`tests/import.rs`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use answerbook::export::{self, Named, SelectedAnswer, Selection};
use answerbook::import::{self, Given, Roles};
use answerbook::source::read_episode;
use answerbook::transcript::{Episode, Millis};

/// A conversation with a time at each paragraph, with marks that formats have to escape.
const EPISODE: &str = r#"+++
id = "sample-talk"
title = "A sample --> of talk"
date = 2024-05-31
publisher = "Sample Press"
language = "en"
speakers = [
  { id = "ada-sample", name = "Ada Sample", role = "host" },
  { id = "bo-example", name = "Bo Example", role = "guest" },
]
+++

## {#how-it-began}

**Ada Sample:** [0:01] How did the garden by the pier begin, and who was there with you on that first day, when the crate broke & nobody knew what to do with two potatoes? ^a1b2

**Bo Example:** [0:12.500] With a broken crate, as you say, and a "plan" of which <nothing> came true: we had meant to sell them, and then it rained for three whole weeks without an end. ^c3d4

[0:40] So we put them into the sand, and went home, and thought no more of it until the spring tide came and went, and there they stood, green as anything, in a row of eleven. ^e5f6

## {#and-the-salt}

**Ada Sample:** [1:02:03] And the salt? Everybody who has ever had a garden by the sea speaks of nothing else, and you have not said a word of it in all the hours that we have been sitting here. ^g7h8

**Bo Example:** [1:02:30] Every spring tide. One learns to wash the leaves by hand, one by one, with the water of the well, and to say good morning to each of them, which helps nobody but is nice to do. ^j9k2
"#;

/// The words of each paragraph with its speaker and its time.
fn said(episode: &Episode) -> Vec<(String, Option<Millis>, String)> {
    let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
    let said = turns.flat_map(|turn| {
        let name = episode.name_of(&turn.speaker).to_owned();
        turn.paragraphs.iter().map(move |paragraph| (name.clone(), paragraph.start, paragraph.text.clone()))
    });
    said.collect()
}

fn episode() -> Episode {
    let reading = read_episode(EPISODE, "sample-talk");
    assert_eq!(reading.problems, []);
    reading.value.unwrap()
}

fn whole(episode: &Episode) -> Selection<'_> {
    let selected = |answer| SelectedAnswer {
        answer,
        title: "A title, \"quoted\"".to_owned(),
        speakers: vec![Named { id: "bo-example".to_owned(), name: "Bo Example".to_owned() }],
        topics: vec![Named { id: "salt".to_owned(), name: "Salt".to_owned() }],
        path: "episodes/sample-talk/how-it-began/".to_owned(),
        address: None,
    };
    Selection { episode, answers: episode.answers.iter().map(selected).collect() }
}

fn imported(text: &str, format: &str) -> Episode {
    let given = Given { stem: "sample-talk".to_owned(), publisher: "Sample Press".to_owned(), ..Given::default() };
    let transcript =
        import::read(text.as_bytes(), &given).unwrap_or_else(|refusal| panic!("{format}: {:?}", refusal.problems));
    assert_eq!(transcript.format.name, format);
    assert!(transcript.words.is_balanced(), "{format}: {:?}", transcript.words);
    transcript.into_episode(&Roles::new()).episode
}

#[test]
fn what_was_exported_is_imported_as_it_was() {
    let episode = episode();
    let selection = whole(&episode);
    for (format, text) in [
        ("text", export::plain_text(&selection)),
        ("webvtt", export::webvtt(&selection)),
        ("srt", export::srt(&selection)),
        ("podcast-json", export::podcast_json(&selection)),
        ("wtf", export::wtf_json(&selection)),
    ] {
        assert_eq!(said(&imported(&text, format)), said(&episode), "{format}");
    }
}

#[test]
fn rows_are_read_by_other_programs() {
    let episode = episode();
    let selection = whole(&episode);
    let lines = export::ndjson(std::slice::from_ref(&selection));
    let rows: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["id"], "sample-talk__how-it-began");
    assert_eq!(rows[1]["start_ms"], 3_723_000);
    let table = export::csv(&[selection]);
    assert_eq!(table.matches("\r\n").count(), 3, "{table}");
    assert!(table.contains("\"A title, \"\"quoted\"\"\""), "{table}");
}

/// What a search server is given: every key is one that it takes, and the facets carry their names.
#[test]
fn search_servers_take_every_line() {
    let native =
        EPISODE.replace("{#how-it-began}", "{#как-всё-началось}").replace("{#and-the-salt}", "{#как-все-началось}");
    let reading = read_episode(&native, "sample-talk");
    assert_eq!(reading.problems, []);
    let episode = reading.value.unwrap();
    let selection = whole(&episode);
    let bulk = export::opensearch_bulk(std::slice::from_ref(&selection));
    assert!(bulk.ends_with("}\n"), "every line ends with a newline, the last one too");
    let lines: Vec<serde_json::Value> = bulk.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4, "an action and a document for each answer");
    let mut keys = std::collections::BTreeSet::new();
    for pair in lines.chunks(2) {
        let (action, document) = (&pair[0], &pair[1]);
        let key = document["id"].as_str().unwrap();
        assert_eq!(*action, serde_json::json!({ "index": { "_id": key } }));
        assert!(
            key.len() <= 511 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
            "{key}"
        );
        assert!(keys.insert(key.to_owned()), "{key} is there twice");
        assert_eq!(document["date_number"], 20_240_531);
        assert_eq!(document["topic_labels"][0], "salt Salt");
        let lines = document["text"].as_str().unwrap().lines().count();
        assert_eq!(document["paragraphs"].as_array().unwrap().len(), lines, "a paragraph a line");
    }
    assert_eq!(export::ndjson(&[selection]).lines().count(), 2);
}
