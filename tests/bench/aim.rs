//! How often the answer sought comes first, and among the first ten, by kind of query; and what a first search fetches.

use std::collections::BTreeMap;
use std::time::Instant;

use answerbook::search::{self, Hits, Index, Part, Query, Request};
use answerbook::transcript::PerFacet;
use answerbook::wire;

use crate::known::Known;

#[derive(Default)]
struct Score {
    count: usize,
    first: usize,
    ten: usize,
    bytes: Vec<usize>,
    files: Vec<usize>,
    rounds: usize,
    micros: Vec<u128>,
}

/// Prints the table.
pub(crate) fn print(index: &Index, files: &BTreeMap<String, Vec<u8>>, queries: &[Known]) {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let show = std::env::args().any(|argument| argument == "--misses");
    for known in queries {
        let (query, _) = search::parse_while_typing(&known.query);
        let request = Request {
            filters: PerFacet([known.speaker.iter().cloned().collect(), Vec::new(), Vec::new()]),
            count_facets: false,
            lesser_hits: false,
            ..Request::default()
        };
        let start = Instant::now();
        let hits = search::ask(index, &query, &request).unwrap();
        let score = scores.entry(known.kind).or_default();
        score.micros.push(start.elapsed().as_micros());
        let place = place(&hits, &known.answer);
        score.count += 1;
        score.first += usize::from(place == Some(0));
        score.ten += usize::from(place.is_some());
        let (bytes, parts, rounds) = fetched(files, &query, &request);
        score.files.push(parts);
        score.bytes.push(bytes);
        score.rounds = score.rounds.max(rounds);
        if show && place != Some(0) {
            let first = hits.hits.first().map(|hit| format!("{}/{}", hit.episode, hit.answer));
            println!("{:<8} {:?} wants {} at {place:?}, first {first:?}", known.kind, known.query, known.answer);
        }
    }
    println!(
        "{:<12} {:>5} {:>7} {:>7} {:>9} {:>9} {:>6} {:>7} {:>9} {:>9}",
        "kind", "items", "first", "ten", "kB p50", "kB p95", "files", "rounds", "ms p50", "ms p95"
    );
    for (kind, mut score) in scores {
        score.bytes.sort_unstable();
        score.files.sort_unstable();
        score.micros.sort_unstable();
        let share = |count: usize| 100.0 * count as f64 / score.count as f64;
        let at = |part: usize| (score.count * part / 100).min(score.count - 1);
        println!(
            "{kind:<12} {:>5} {:>6.1}% {:>6.1}% {:>9.1} {:>9.1} {:>6} {:>7} {:>9.2} {:>9.2}",
            score.count,
            share(score.first),
            share(score.ten),
            score.bytes[at(50)] as f64 / 1000.0,
            score.bytes[at(95)] as f64 / 1000.0,
            score.files[at(50)],
            score.rounds,
            score.micros[at(50)] as f64 / 1000.0,
            score.micros[at(95)] as f64 / 1000.0,
        );
    }
}

fn place(hits: &Hits, answer: &str) -> Option<usize> {
    hits.hits.iter().position(|hit| format!("{}/{}", hit.episode, hit.answer) == answer)
}

/// What a search fetches of the index: its bytes, how many files, and in how many rounds that wait for each other. The first
/// search of a reader who has been about to ask it for a moment: the head, which is counted, and the words of the library, which
/// are not, are there.
fn fetched(files: &BTreeMap<String, Vec<u8>>, query: &Query, request: &Request) -> (usize, usize, usize) {
    let head = &files[wire::HEAD_NAME];
    let (mut bytes, mut parts, mut rounds) = (head.len(), 0, 0);
    let mut index = Index::new(wire::read_head(head).unwrap());
    let words = &files[&wire::part_name(Part::Vocabulary)];
    index.put(Part::Vocabulary, wire::read_part(Part::Vocabulary, words).unwrap());
    while let Err(missing) = search::ask(&index, query, request) {
        rounds += 1;
        for part in missing {
            let file = &files[&wire::part_name(part)];
            bytes += file.len();
            parts += 1;
            index.put(part, wire::read_part(part, file).unwrap());
        }
    }
    (bytes, parts, rounds)
}
