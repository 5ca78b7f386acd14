//! The topics that are proposed for a folder of transcripts, beside the list that plain TF-IDF makes of them.
//!
//! ```text
//! cargo bench --bench topics -- FOLDER [--sheet]
//! ```
//!
//! prints the first forty of either, and how long they took; `--sheet` prints them in one list, each once and in an order that tells
//! nothing, for whoever judges which would be filters that help a reader. Canonical episodes are read as they are, other Markdown is
//! imported. Not here: what was judged (`RESULTS.md`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use answerbook::import::{self, Given, Roles, Transcript};
use answerbook::source::{IdRules, assign_ids, print_episode, read_episode};
use answerbook::topics::{self, Limits, Suggestions};
use answerbook::transcript::{Episode, Library, Site, fnv1a_64, fold_words};
use rayon::prelude::*;

use folder::markdown_files;

/// The topics of each list.
const MOST: usize = 40;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(folder) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        println!("nothing to do: a folder of transcripts");
        return;
    };
    let library = library(Path::new(folder));
    let started = Instant::now();
    let suggestions = topics::suggest(&library, &Limits { most: MOST, ..Limits::default() });
    let took = started.elapsed();
    let plain = tf_idf(&library);
    if arguments.iter().any(|argument| argument == "--sheet") {
        print_sheet(&suggestions, &plain);
        return;
    }
    println!("{} answers of {} episodes, {:.1} s", suggestions.answers, suggestions.episodes, took.as_secs_f64());
    println!(
        "{:>5.1} % of the answers have a topic",
        100.0 * suggestions.covered as f64 / suggestions.answers.max(1) as f64
    );
    println!("\n{:<44}TF-IDF", "proposed");
    let proposed = suggestions.topics.iter().map(|it| format!("{} ({})", it.topic.name, it.answers));
    for nth in 0..MOST {
        let proposed = proposed.clone().nth(nth).unwrap_or_default();
        println!("{proposed:<44}{}", plain.get(nth).map_or("", |term| term));
    }
}

/// A transcript that is read, or one that waits for the roles of its show.
enum Read {
    Episode(Box<Episode>),
    Transcript(Box<Transcript>, String),
}

fn library(folder: &Path) -> Library {
    let paths = markdown_files(folder);
    let read: Vec<Read> = paths.par_iter().filter_map(|path| read(folder, path)).collect();
    let mut roles = Roles::new();
    for read in &read {
        if let Read::Transcript(transcript, _) = read {
            roles.add(&transcript.voices());
        }
    }
    let episode = |read: Read| match read {
        Read::Episode(episode) => Some(*episode),
        Read::Transcript(transcript, stem) => {
            let episode = transcript.into_episode(&roles).episode;
            assign_ids(&print_episode(&episode), &stem, &IdRules::default()).ok()?.parsed.into_reading().value
        }
    };
    Library::new(Site::default(), Vec::new(), read.into_par_iter().filter_map(episode).collect())
}

fn read(folder: &Path, path: &PathBuf) -> Option<Read> {
    let text = fs::read_to_string(path).ok()?;
    let stem: String =
        path.strip_prefix(folder).ok()?.with_extension("").to_string_lossy().replace(['/', '\\', '_'], "-");
    if text.starts_with("+++") {
        return Some(Read::Episode(Box::new(read_episode(&text, &stem.to_lowercase()).value?)));
    }
    let given = Given { stem: stem.clone(), publisher: "Benchmark".to_owned(), ..Given::default() };
    Some(Read::Transcript(Box::new(import::read(text.as_bytes(), &given).ok()?), stem.to_lowercase()))
}

/// The words, and pairs of words, with the most weight in all answers together: the number of times that an answer has one, times the
/// logarithm of the rarity of answers that have it (Salton and Buckley, 1988), without stop words.
fn tf_idf(library: &Library) -> Vec<String> {
    let stop: BTreeSet<&str> = stop_words::lookup("en").into_iter().flatten().copied().collect();
    let is_word =
        |word: &String| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !stop.contains(word.as_str());
    let terms_of = |words: Vec<String>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for pair in words.windows(2).filter(|pair| pair.iter().all(is_word)) {
            *counts.entry(pair.join(" ")).or_default() += 1;
        }
        for word in words.into_iter().filter(is_word) {
            *counts.entry(word).or_default() += 1;
        }
        counts
    };
    let text = |entry| library.texts_of(entry).iter().flat_map(|text| fold_words(text)).collect::<Vec<String>>();
    let mut sums: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut answers = 0;
    for entry in library.answers() {
        answers += 1;
        for (term, count) in terms_of(text(entry)) {
            let sum = sums.entry(term).or_default();
            *sum = (sum.0 + count, sum.1 + 1);
        }
    }
    let weight = |(count, with): (usize, usize)| count as f64 * libm::log(f64::from(answers) / with as f64);
    let mut sorted: Vec<(f64, String)> = sums.into_iter().map(|(term, sums)| (weight(sums), term)).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    sorted.into_iter().take(MOST).map(|(_, term)| term).collect()
}

/// Prints both lists as one.
fn print_sheet(suggestions: &Suggestions, plain: &[String]) {
    let proposed = suggestions.topics.iter().map(|it| it.topic.name.to_lowercase());
    let all: BTreeSet<String> = proposed.chain(plain.iter().cloned()).collect();
    let mut shuffled: Vec<(u64, String)> = all.into_iter().map(|name| (fnv1a_64(name.bytes()), name)).collect();
    shuffled.sort();
    shuffled.iter().for_each(|(_, name)| println!("{name}"));
}
