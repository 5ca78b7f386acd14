//! Topics proposed for libraries made for it, and keywords that answers bear out, through the public functions.
//!
//! The libraries have twelve episodes of some answers; what each answer says is in the test. Not here: the command, whose sessions are in
//! `tests/fixtures/command_line/cases/topics`, and whether real proposals are good ones (`tests/bench/topics.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use answerbook::source::{read_episode, read_topics};
use answerbook::topics::{Limits, Suggestions, borne_out, related, suggest};
use answerbook::transcript::{Episode, Library, LibraryEntry, Site, Topic};

/// The episodes of a library, each with the replies that `said` gives it.
fn library(topics: &str, said: impl Fn(usize) -> Vec<String>) -> Library {
    let episode = |nth: usize| -> Episode {
        let mut text = format!(
            "+++\nid = \"talk-{nth}\"\ntitle = \"Talk\"\npublisher = \"Sample\"\nlanguage = \"en\"\nspeakers = [\n  \
             {{ id = \"host\", name = \"Sample Host\", role = \"host\" }},\n  {{ id = \"ada\", name = \"Ada Quince\", role = \"guest\" }},\n]\n+++\n"
        );
        for (answer, reply) in said(nth).iter().enumerate() {
            text.push_str(&format!(
                "\n## What now, Ada Quince? {{#a-{answer}}}\n\n**Sample Host:** What now? ^q{answer}\n\n**Ada Quince:** {reply} ^r{answer}\n"
            ));
        }
        read_episode(&text, &format!("talk-{nth}")).value.unwrap()
    };
    let topics: Vec<Topic> = read_topics(topics).value.unwrap();
    Library::new(Site::default(), topics, (0..12).map(episode).collect())
}

fn suggested(library: &Library) -> Suggestions {
    suggest(library, &Limits { most: 40, ..Limits::default() })
}

fn names(suggestions: &Suggestions) -> Vec<&str> {
    suggestions.topics.iter().map(|suggested| suggested.topic.name.as_str()).collect()
}

/// Three answers of each third episode speak of pruning, all of Ada Quince, and each episode has one that speaks of weather forecasts.
fn of_orchards(nth: usize) -> Vec<String> {
    let mut said = vec!["Weather forecasts are on at noon. I like Ada Quince on weather forecasts.".to_owned()];
    for answer in 0..3 {
        said.push(if nth.is_multiple_of(3) {
            format!(
                "Good pruning takes {answer} hours. With pruning you prune again, and an OSM helps. Ada Quince said so."
            )
        } else {
            format!("Ada Quince had {answer} cups of tea, and nothing else. Ada Quince likes it.")
        });
    }
    said
}

#[test]
fn subjects_of_some_episodes_are_proposed_and_neither_names_nor_what_all_are_asked() {
    let library = library("", of_orchards);
    let suggestions = suggested(&library);
    assert!(names(&suggestions).contains(&"Pruning"), "{suggestions:?}");
    for name in names(&suggestions) {
        let lower = name.to_lowercase();
        assert!(!lower.contains("quince") && !lower.contains("forecast") && !lower.contains("weather"), "{name}");
    }
}

/// What is counted is what the site shows when the topics are in `topics.toml`.
#[test]
fn the_counts_are_those_of_the_site() {
    let suggestions = suggested(&library("", of_orchards));
    let topics: Vec<Topic> = suggestions.topics.iter().map(|suggested| suggested.topic.clone()).collect();
    let text = answerbook::source::add_topics("", &topics, "Proposed.");
    let with_topics = library(&text, of_orchards);
    let by_topic = with_topics.entries_by_topic();
    assert!(!suggestions.topics.is_empty());
    for suggested in &suggestions.topics {
        let entries = &by_topic[&suggested.topic.id];
        let episodes: BTreeSet<&str> = entries.iter().map(|entry| entry.episode.id.as_str()).collect();
        assert_eq!((suggested.answers, suggested.episodes), (entries.len(), episodes.len()), "{suggested:?}");
    }
    let covered = with_topics.answers().filter(|it| !with_topics.topics_of(&it.episode.id, &it.answer.id).is_empty());
    assert_eq!(suggestions.covered, covered.count());
    assert_eq!(names(&suggested(&with_topics)), Vec::<&str>::new(), "what is there is not proposed again");
}

#[test]
fn a_word_of_the_root_of_a_topic_that_is_there_is_none_of_its_own() {
    let topics = |term: &str| format!("[old]\nname = \"Old\"\nterms = [\"{term}\"]\n");
    let prunes = |term: &str| {
        let suggestions = suggested(&library(&topics(term), of_orchards));
        names(&suggestions).iter().any(|name| name.starts_with("Prun"))
    };
    assert!(prunes("unsaid"));
    assert!(!prunes("pruner"));
}

/// A word of the same root is a term of the topic that it helps to decide.
#[test]
fn words_of_one_root_are_one_topic() {
    let library = library("", of_orchards);
    let suggestions = suggested(&library);
    let pruning = suggestions.topics.iter().find(|suggested| suggested.topic.name.starts_with("Prun")).unwrap();
    let others =
        suggestions.topics.iter().filter(|suggested| suggested.topic.terms.iter().any(|it| it.starts_with("prun")));
    assert_eq!(others.count(), 1, "{suggestions:?}");
    assert!(pruning.topic.terms.iter().any(|term| term == "pruning"), "{pruning:?}");
}

#[test]
fn keywords_are_topics_where_answers_of_three_episodes_say_them_and_not_every_fourth_answer() {
    // Of 60 answers 24 say "tea"; 4 say "grafts", in as many episodes; 2 say "walls".
    let said = |nth: usize| -> Vec<String> {
        let graft = if nth.is_multiple_of(3) { "Grafts." } else { "Nothing." };
        let wall = if nth < 2 { "Walls." } else { "Nothing." };
        ["Tea.", "Tea again.", graft, wall, "Only this."].map(str::to_owned).to_vec()
    };
    let library = library("[old]\nname = \"Old\"\nterms = [\"only this\"]\n", said);
    let keywords = ["grafts", "walls", "tea", "Ada Quince", "only this", "gra*", "unsaid"].map(str::to_owned);
    let names = |taken: &[&str]| -> Vec<String> {
        let taken = taken.iter().map(|id| (*id).to_owned()).collect();
        borne_out(&library, &keywords, &taken).into_iter().map(|topic| topic.name).collect()
    };
    assert_eq!(names(&[]), ["Grafts"]);
    assert_eq!(names(&["grafts"]), Vec::<String>::new());
}

/// A topic is called what the library calls it within its sentences, whatever capitals its keyword has.
#[test]
fn keywords_are_written_as_the_library_writes_them() {
    let said =
        |nth: usize| vec![format!("Number {nth}: AI, and some A/B testing, and the iPad. A/B testing helps. Wool.")];
    let library = library("", |nth| if nth < 4 { said(nth) } else { vec!["Nothing.".to_owned(); 3] });
    let keywords = ["ai", "Ipad", "a/b testing", "wool"].map(str::to_owned);
    let names: Vec<String> =
        borne_out(&library, &keywords, &BTreeSet::new()).into_iter().map(|topic| topic.name).collect();
    assert_eq!(names, ["A/B testing", "AI", "iPad", "Wool"]);
}

// ---- answers about the same thing

/// Each third episode has an answer that comes back to tide mills, and one that speaks of a kettle in passing; the others speak of tea.
fn of_mills(nth: usize) -> Vec<String> {
    let told = [
        "The pond fills through the gate while the flood runs in from the sea.",
        "At ebb the miller opens the sluice, and the wheel begins to turn slowly.",
        "Barley and oats came by barge, and the flour left on the same barge.",
        "The millstones were cut from granite, and a mason dressed them every spring.",
        "Salt eats the iron, so the axle is made of oak and greased with tallow.",
        "Storms tore the dam twice, and the parish rebuilt it with clay and stakes.",
        "A heron fishes in the pond when the gate is shut at dusk.",
        "The wheel rests at high water, and the miller sleeps when the flood does.",
    ];
    // No two are one text: each leaves out another quarter of what is told.
    let told: Vec<&str> =
        told.into_iter().enumerate().filter(|(at, _)| at / 2 != nth / 3).map(|(_, told)| told).collect();
    let mill = format!(
        "A tide mill stands by the sea. Such a tide mill grinds at night. No tide mill is a windmill. I love a tide mill. {}",
        told.join(" ")
    );
    let tea = format!("We had {nth} cups from the kettle, and sat by the window until it was late, and went home.");
    if nth.is_multiple_of(3) { vec![mill, tea] } else { vec![tea] }
}

fn is_tea(entry: &LibraryEntry<'_>) -> bool {
    entry.answer.paragraphs().any(|paragraph| paragraph.text.contains("kettle"))
}

#[test]
fn answers_that_come_back_to_one_thing_are_related_and_name_it() {
    let library = library("", of_mills);
    let answers: Vec<_> = library.answers().collect();
    let is_mill = |at: usize| answers[at].answer.paragraphs().any(|paragraph| paragraph.text.contains("tide mill"));
    let related = related(&library);
    assert_eq!(related.len(), answers.len());
    for (at, of_answer) in related.iter().enumerate() {
        assert_eq!(!of_answer.is_empty(), is_mill(at), "{of_answer:?}");
        assert!(of_answer.len() <= 3);
        for other in of_answer {
            assert!(is_mill(other.answer) && other.answer != at);
            assert!(other.about.contains(&"tide mill".to_owned()), "{other:?}");
        }
    }
}

#[test]
fn one_word_that_two_answers_share_relates_nothing() {
    let one_word = |nth: usize| vec![format!("The kettle, the kettle and again the kettle: {nth} times it boiled.")];
    let related = related(&library("", one_word));
    assert!(related.iter().all(Vec::is_empty), "{related:?}");
}

/// A conversation that is published a second time is no other answer about the same thing.
#[test]
fn a_conversation_published_twice_is_not_related_to_itself() {
    let twice = |nth: usize| of_mills(if nth == 9 { 6 } else { nth });
    let library = library("", twice);
    let answers: Vec<_> = library.answers().collect();
    let episode = |at: usize| answers[at].episode.id.as_str();
    for (at, of_answer) in related(&library).iter().enumerate() {
        let pairs = of_answer.iter().map(|other| BTreeSet::from([episode(at), episode(other.answer)]));
        assert!(pairs.into_iter().all(|pair| pair != BTreeSet::from(["talk-6", "talk-9"])));
        assert_eq!(
            of_answer.is_empty(),
            !["talk-0", "talk-3", "talk-6", "talk-9"].contains(&episode(at)) || is_tea(&answers[at])
        );
    }
}

#[test]
fn of_many_topics_an_answer_has_those_that_it_says_most_of() {
    let words = ["alder", "birch", "cedar", "damson", "elder", "fir", "gorse"];
    let topics: String =
        words.iter().map(|word| format!("[{word}]\nname = \"{word}\"\nterms = [\"{word}\"]\n")).collect();
    let said = |nth: usize| {
        // Of each word one more than of the one before it; of the first, which is in every answer, more than of any.
        let all: String = words.iter().enumerate().map(|(at, word)| format!("{word} ").repeat(at + 1)).collect();
        if nth == 0 { vec![format!("{all} {}", "alder ".repeat(2))] } else { vec!["An alder.".to_owned()] }
    };
    let library = library(&topics, said);
    let of = |episode: &str| -> Vec<String> {
        let entry = library.answers().find(|entry| entry.episode.id.as_str() == episode).unwrap();
        library.topics_of(&entry.episode.id, &entry.answer.id).iter().map(ToString::to_string).collect()
    };
    assert_eq!(of("talk-0"), ["cedar", "damson", "elder", "fir", "gorse"]);
    assert_eq!(of("talk-1"), ["alder"]);
}
