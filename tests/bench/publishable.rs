//! How far a library is from one that could be published as it was imported: a table of what its titles and answers are like.
//!
//! ```text
//! cargo bench --bench publishable -- FOLDER…
//! cargo bench --bench publishable -- FOLDER --sheet > sheet.txt
//! ```
//!
//! A FOLDER has canonical episodes, or transcripts that are imported first. `--sheet` prints fifty answers with their titles, drawn the same
//! in every run, for whoever judges them. Not here: what was judged (`RESULTS.md`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod folder;
mod library;

use std::collections::{BTreeMap, BTreeSet};

use answerbook::transcript::{Library, LibraryEntry, Role, fnv1a_64, fold_words};

/// The most characters of a title.
const MAX_CHARS: usize = 110;

/// The answers of a sheet.
const DRAWN: usize = 50;

/// The words that a sheet shows of an answer.
const SHOWN_WORDS: usize = 120;

fn main() {
    let arguments = library::arguments();
    for (name, library) in library::libraries(&arguments) {
        if arguments.iter().any(|argument| argument == "--sheet") {
            print_sheet(&library);
        } else {
            println!("\n{name}");
            table(&library).iter().for_each(|(name, value)| println!("{name:<44}{value:>8}"));
        }
    }
}

/// What is said in an answer, the guests' words counted.
struct Shape {
    title: String,
    guest_words: usize,
    begins_with_question: bool,
    topics: usize,
}

impl Shape {
    fn of(library: &Library, entry: LibraryEntry<'_>) -> Self {
        let LibraryEntry { episode, answer } = entry;
        let is_host = |id| episode.speakers.iter().any(|speaker| speaker.id == id && speaker.role == Role::Host);
        let turns = || answer.turns.iter().map(|turn| (is_host(turn.speaker.clone()), turn));
        let words = |text: &str| text.split_whitespace().count();
        let of_guests = turns().filter(|(is_host, _)| !is_host).flat_map(|(_, turn)| &turn.paragraphs);
        let mut prompt = turns().take_while(|(is_host, _)| *is_host).flat_map(|(_, turn)| &turn.paragraphs);
        Self {
            title: library.title_of(&episode.id, &answer.id).to_owned(),
            guest_words: of_guests.map(|paragraph| words(&paragraph.text)).sum(),
            begins_with_question: prompt.any(|paragraph| paragraph.text.contains('?')),
            topics: library.topics_of(&episode.id, &answer.id).len(),
        }
    }
}

fn table(library: &Library) -> Vec<(&'static str, String)> {
    let shapes: Vec<Shape> = library.answers().map(|entry| Shape::of(library, entry)).collect();
    let stop: BTreeSet<&str> = stop_words::lookup("en").into_iter().flatten().copied().collect();
    let has_content = |title: &str| fold_words(title).iter().any(|word| !stop.contains(word.as_str()));
    let share = |is: &dyn Fn(&Shape) -> bool| {
        format!("{:.1} %", 100.0 * shapes.iter().filter(|shape| is(shape)).count() as f64 / shapes.len().max(1) as f64)
    };
    let episodes = library.listed().count().max(1);
    let mut titles: BTreeMap<(String, String), usize> = BTreeMap::new();
    library.answers().zip(&shapes).for_each(|(entry, shape)| {
        *titles.entry((entry.episode.id.to_string(), shape.title.to_lowercase())).or_default() += 1;
    });
    let doubled: usize = titles.values().filter(|count| **count > 1).sum();
    let mut words: Vec<usize> = shapes.iter().map(|shape| shape.guest_words).collect();
    words.sort_unstable();
    let topics: usize = shapes.iter().map(|shape| shape.topics).sum();
    let parts = library.entries().count() - shapes.len();
    vec![
        ("episodes", episodes.to_string()),
        ("answers an episode", format!("{:.1}", shapes.len() as f64 / episodes as f64)),
        ("parts an episode", format!("{:.1}", parts as f64 / episodes as f64)),
        ("words of guests an answer, median", words.get(words.len() / 2).copied().unwrap_or_default().to_string()),
        ("answers with fewer than 20 words of guests", share(&|shape| shape.guest_words < 20)),
        ("answers whose prompt asks nothing", share(&|shape| !shape.begins_with_question)),
        ("titles that end in …", share(&|shape| shape.title.ends_with('…'))),
        ("titles of more than 110 characters", share(&|shape| shape.title.chars().count() > MAX_CHARS)),
        ("titles without a word that means something", share(&|shape| !has_content(&shape.title))),
        (
            "titles that another of the episode has",
            format!("{:.1} %", 100.0 * doubled as f64 / shapes.len().max(1) as f64),
        ),
        ("topics an answer, mean", format!("{:.1}", topics as f64 / shapes.len().max(1) as f64)),
    ]
}

fn print_sheet(library: &Library) {
    let mut drawn: Vec<LibraryEntry<'_>> = library.answers().collect();
    drawn.sort_by_key(|entry| fnv1a_64(format!("{}/{}", entry.episode.id, entry.answer.id).bytes()));
    for (nth, entry) in drawn.iter().take(DRAWN).enumerate() {
        let LibraryEntry { episode, answer } = entry;
        println!("\n{}\n[{}]\ntitle: {}", nth + 1, episode.title, library.title_of(&episode.id, &answer.id));
        let words: usize = answer.paragraphs().map(|paragraph| paragraph.text.split(' ').count()).sum();
        let mut left = SHOWN_WORDS;
        for turn in &answer.turns {
            let text: Vec<&str> =
                turn.paragraphs.iter().flat_map(|paragraph| paragraph.text.split(' ')).take(left).collect();
            left -= text.len();
            if !text.is_empty() {
                println!("  {}: {}", episode.name_of(&turn.speaker), text.join(" "));
            }
        }
        println!("  ({words} words)");
    }
}
