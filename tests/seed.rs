//! The first interview in `episodes/`: it has every word of the published text, under the right speaker and in the right
//! answer.
//!
//! Not here: the format (`source.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::source::{ParsedEpisode, print_episode, read_episode, read_site, read_topics};
use answerbook::transcript::{Answer, Date, Episode, Library, Piece, Role, Site, Topic, fnv1a_64};

/// The numbers of paragraphs of the published page: 6 of its header, 50 of the conversation, and 3 of its footer.
const PARAGRAPHS: usize = 50;
const HEAD: usize = 6;

/// The 64-bit FNV-1a hash of the conversation as published, paragraphs joined by blank lines. The page itself is not in this
/// repository. `ANSWERBOOK_SEED` may name a copy; the test then shows the paragraph that differs instead of a hash.
const PUBLISHED_FNV: u64 = 0x8bc3_4506_b966_7d64;

/// The numbers, from 0, of the paragraphs in which the host speaks, found by reading. Punctuation is no guide: the second
/// paragraph ends in a question mark and is the guest's, and seven of the host's do not.
const PROMPTS: [usize; 20] = [0, 6, 8, 10, 14, 16, 19, 21, 23, 25, 29, 31, 33, 35, 37, 39, 41, 43, 46, 48];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("episodes")
}

fn text_of(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("episodes/{name}: {error}"))
}

fn seed() -> Episode {
    read_episode(&text_of("following-curiosity.md"), "following-curiosity").value.expect("the seed is readable")
}

fn topics() -> Vec<Topic> {
    read_topics(&text_of("topics.toml")).value.expect("topics.toml is readable")
}

fn site() -> Site {
    read_site(&text_of("site.toml")).value.expect("site.toml is readable")
}

/// The paragraphs with the roles of their speakers.
fn spoken(episode: &Episode) -> Vec<(Role, &str)> {
    let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
    turns
        .flat_map(|turn| {
            let role = episode.speaker(&turn.speaker).expect("a turn's speaker is listed").role;
            turn.paragraphs.iter().map(move |paragraph| (role, paragraph.text.as_str()))
        })
        .collect()
}

#[test]
fn every_paragraph_is_verbatim() {
    let episode = seed();
    let texts: Vec<&str> = spoken(&episode).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts.len(), PARAGRAPHS);
    if let Some(path) = std::env::var_os("ANSWERBOOK_SEED") {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let published: Vec<&str> = page.split("\n\n").skip(HEAD).take(PARAGRAPHS).collect();
        for (at, (ours, theirs)) in texts.iter().zip(&published).enumerate() {
            assert_eq!(ours, theirs, "paragraph {at} of the conversation");
        }
        assert_eq!(published.len(), PARAGRAPHS);
    }
    assert_eq!(fnv1a_64(texts.join("\n\n").bytes()), PUBLISHED_FNV, "the text is no longer what was published");
}

#[test]
fn every_paragraph_is_under_who_said_it() {
    let episode = seed();
    let spoken = spoken(&episode);
    let hosts: Vec<usize> = (0..spoken.len()).filter(|at| spoken[*at].0 == Role::Host).collect();
    assert_eq!(hosts, PROMPTS);
    assert!(spoken[1].1.ends_with('?') && spoken[1].0 == Role::Guest, "the guest's rhetorical opening");
    assert_eq!(spoken[9], (Role::Guest, "That’s right."));
    let names: Vec<_> = episode.speakers.iter().map(|s| (s.name.as_str(), s.role, s.about.as_deref())).collect();
    assert_eq!(
        names,
        [("Product School", Role::Host, None), ("Jodi Alperstein", Role::Guest, Some("VP & GM at Twilio"))]
    );
}

#[test]
fn every_prompt_opens_an_answer() {
    let episode = seed();
    let mut starts = vec![0];
    for answer in &episode.answers {
        assert_eq!(answer.turns.len(), 2, "{}: one prompt, one reply", answer.id);
        assert_eq!(answer.prompt_len(&episode), 1, "{}: the host begins", answer.id);
        starts.push(starts.last().unwrap() + answer.paragraphs().count());
    }
    assert_eq!(starts.pop(), Some(PARAGRAPHS));
    assert_eq!(starts, PROMPTS);
}

#[test]
fn the_head_of_the_page_is_in_the_front_matter() {
    let episode = seed();
    assert_eq!(episode.id.as_str(), "following-curiosity");
    assert_eq!(episode.title, "Following Curiosity and Learning On-The-Go by Twilio General Manager");
    assert_eq!(episode.date, Date::new(2022, 3, 20));
    assert_eq!(episode.publisher, "Product School");
    assert!(episode.rights.as_deref().is_some_and(|rights| rights.contains("Product School")));
    assert!(episode.summary.as_deref().is_some_and(|summary| summary.contains("Jodi Alperstein talks about")));
    let said: String = spoken(&episode).into_iter().map(|(_, text)| text).collect();
    for furniture in ["March 20, 2022", "In this episode of", "Stay tuned", "Privacy Policy", "Person talking on a"] {
        assert!(!said.contains(furniture), "{furniture:?} is the page's, not the conversation's");
    }
}

#[test]
fn ids_and_titles_are_written_and_unique() {
    let episode = seed();
    let ids: BTreeSet<_> = episode.answers.iter().map(|answer| &answer.id).collect();
    assert_eq!(ids.len(), PROMPTS.len());
    assert!(ids.iter().all(|id| id.is_assigned()));
    let paragraphs: BTreeSet<_> = episode.paragraphs().map(|paragraph| &paragraph.id).collect();
    assert_eq!(paragraphs.len(), PARAGRAPHS);
    assert!(paragraphs.iter().all(|id| id.is_assigned()));
    let titles: BTreeSet<_> = episode.answers.iter().filter_map(|answer| answer.written_title.as_deref()).collect();
    assert_eq!(titles.len(), PROMPTS.len());
    for title in titles {
        assert!((3..=9).contains(&title.split_whitespace().count()), "{title:?} is not three to nine words");
    }
}

#[test]
fn every_answer_has_one_to_three_topics() {
    let library = Library::new(site(), topics(), vec![seed()]);
    let episode = &library.episodes()[0];
    for answer in &episode.answers {
        let topics = library.topics_of(&episode.id, &answer.id);
        assert!((1..=3).contains(&topics.len()), "{}: {topics:?}", answer.id);
    }
    let of = |id: &str| -> Vec<&str> {
        let answer: &Answer = episode.answers.iter().find(|answer| answer.id.as_str() == id).unwrap();
        library.topics_of(&episode.id, &answer.id).iter().map(|topic| topic.as_str()).collect()
    };
    assert_eq!(of("vp-and-gm"), ["general-management", "roles-and-titles"]);
    assert_eq!(of("talking-to-customers"), ["customers"]);
}

#[test]
fn every_correction_is_seen_where_it_belongs() {
    let episode = seed();
    let mut seen = Vec::new();
    for paragraph in episode.paragraphs() {
        let mut text = String::new();
        for piece in episode.reading(paragraph) {
            match piece {
                Piece::Said(said) => text.push_str(said),
                Piece::Misheard { heard, meant } => {
                    text.push_str(heard);
                    seen.push((heard, meant));
                }
            }
        }
        assert_eq!(text, paragraph.text, "a reading keeps the text");
    }
    assert_eq!(seen.len(), episode.corrections.len(), "a correction that does not fit, or overlaps another");
    assert!(seen.iter().all(|(heard, meant)| heard != meant));
    for expected in [
        ("NG nearing rules up to me", "engineering rolls up to me"),
        ("Marty Kagan", "Marty Cagan"),
        ("TWI", "Twilio"),
        ("song strength", "strong strength"),
        ("piano responsibilities", "P&L responsibilities"),
        ("PNL", "P&L"),
    ] {
        assert!(seen.contains(&expected), "{expected:?} is not recorded");
    }
}

#[test]
fn nothing_in_the_folder_has_a_problem() {
    let topics_text = text_of("topics.toml");
    assert_eq!(read_topics(&topics_text).problems, []);
    assert_eq!(read_site(&text_of("site.toml")).problems, []);
    let topics = topics();
    let mut names: Vec<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".md"));
    names.sort();
    assert!(names.iter().any(|name| name == "following-curiosity.md"));
    for name in names {
        let text = text_of(&name);
        let parsed = ParsedEpisode::parse(&text, name.trim_end_matches(".md"));
        assert_eq!(parsed.check(&topics), [], "{name}");
        assert_eq!(parsed.into_reading().problems, [], "{name}");
    }
}

#[test]
fn the_file_is_as_the_printer_would_write_it() {
    assert_eq!(print_episode(&seed()), text_of("following-curiosity.md"));
}
