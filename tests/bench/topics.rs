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
mod library;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use answerbook::topics::{self, Limits, Suggestions};
use answerbook::transcript::{Library, fnv1a_64, fold_words};

/// The topics of each list.
const MOST: usize = 40;

fn main() {
    let arguments = library::arguments();
    let Some((_, library)) = library::libraries(&arguments).next() else { return };
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
