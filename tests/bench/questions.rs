//! The benchmark of real questions: how often what answers them comes first, and among ten, beside BM25 and rivals over the same answers.
//!
//! ```text
//! cargo bench --bench questions -- FOLDER… [--episodes=300] [--half=0|1] [--asked=N] [--no-browser] [--losers=N]
//! cargo bench --bench questions -- FOLDER --sheet=QUESTIONS [--results=FILE] [--before=FILE]
//! ```
//!
//! Each FOLDER has transcripts, of which `--episodes` are drawn by a fixed seed. Both kinds of questions are asked of each: *promises* of
//! introductions, and *questions* of hosts in a library without their words (`asked.rs`). `--half` asks only what is about one half of the
//! episodes: constants are chosen on half 0 and reported on half 1; and with
//! `--asked` so many of each kind, drawn by seed. Intervals are of 95 %, by bootstrap over episodes. `--losers` prints so
//! many questions of each kind that BM25 answers first and we do not, drawn by seed, with what both have and how often it says each word. `--sheet` prints what each engine finds for the questions of a file, for
//! a judge; `--results` keeps ours, and `--before` adds those that another version kept. Not here: known items (`search.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod asked;
mod bm25;
#[path = "../browser/support/chromium.rs"]
mod chromium;
mod devtools;
mod folder;
mod library;
#[path = "../random/mod.rs"]
mod random;
mod rivals;
mod server;
mod sheet;
#[path = "../tools/mod.rs"]
mod tools;

use std::collections::BTreeMap;

use answerbook::search::{self, Index, Request};
use answerbook::transcript::Library;
use rayon::prelude::*;

use crate::asked::Asked;
use crate::bm25::{Analyzer, Bm25, Document};
use crate::chromium::Driver;
use crate::random::Random;
use crate::rivals::{SHOWN, ask, ready};
use crate::server::Server;

// As the command line has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The rivals that take part. Not Pagefind with a page per episode, which no answer is right for, and an introduction is within.
const RIVALS: [&str; 4] = ["pagefind-answers", "minisearch", "minisearch-exact", "flexsearch"];

/// How often episodes are drawn anew for an interval.
const DRAWS: usize = 1_000;

/// BM25F's weights of title, prompt and reply.
const FIELDS: [f64; 3] = [2.0, 1.5, 1.0];

const SEED: u64 = 20_261_130;

fn main() {
    let arguments = library::arguments();
    let number = |name: &str| arguments.iter().find_map(|it| it.strip_prefix(name)?.parse::<u64>().ok());
    let half = number("--half=");
    let most = number("--asked=").map_or(usize::MAX, |count| usize::try_from(count).unwrap());
    let losers = number("--losers=").unwrap_or_default();
    let with_browser = !arguments.iter().any(|it| it == "--no-browser");
    let file = |name: &str| arguments.iter().find_map(|it| it.strip_prefix(name));
    for (folder, library) in library::libraries(&arguments) {
        if let Some(questions) = file("--sheet=") {
            let questions = sheet::questions(questions);
            let queries: Vec<&str> = questions.iter().map(String::as_str).collect();
            let mut contestants = contestants(&library, &queries, with_browser);
            if let Some(file) = file("--results=") {
                sheet::write(file.as_ref(), &contestants[0].results);
            }
            if let Some(file) = file("--before=") {
                contestants.push(Contestant { name: "before", results: sheet::read(file.as_ref()) });
            }
            sheet::print(&library, &questions, &contestants, SEED);
            continue;
        }
        let (questions, blanked) = asked::questions(&library);
        let (promises, silent) = asked::promises(&library);
        for (kind, asked, library) in [("promises", promises, &silent), ("questions", questions, &blanked)] {
            let of_half = asked.into_iter().filter(|it| half.is_none_or(|half| it.half() == half));
            let asked = drawn(of_half.collect(), most);
            println!(
                "\n{folder}: {} {kind}, {} answers of {} episodes",
                asked.len(),
                library.entries().count(),
                library.episodes().len()
            );
            let queries: Vec<&str> = asked.iter().map(|it| it.query.as_str()).collect();
            let contestants = contestants(library, &queries, with_browser);
            print(&asked, &contestants);
            print_losers(library, &asked, &contestants, usize::try_from(losers).unwrap());
        }
    }
}

/// So many of some questions, by seed.
fn drawn(mut asked: Vec<Asked>, count: usize) -> Vec<Asked> {
    let mut random = Random(SEED);
    while asked.len() > count {
        asked.swap_remove(random.below(asked.len()));
    }
    asked
}

/// An engine, and the results of each question.
struct Contestant {
    name: &'static str,
    results: Vec<Vec<String>>,
}

fn contestants(library: &Library, queries: &[&str], with_browser: bool) -> Vec<Contestant> {
    let documents = documents(library);
    let (bm25, bm25f) = (Bm25::new(&documents, None), Bm25::new(&documents, Some(FIELDS)));
    let index = search::build(library);
    let of = |name, engine: &(dyn Fn(&str) -> Vec<String> + Sync)| Contestant {
        name,
        results: queries.par_iter().map(|query| engine(query)).collect(),
    };
    let mut all = vec![
        of("answerbook", &|query| ours(&index, query)),
        of("BM25", &|query| bm25.ask(query, SHOWN)),
        of("BM25F", &|query| bm25f.ask(query, SHOWN)),
    ];
    if with_browser {
        all.extend(rivals_results(library, queries));
    }
    all
}

/// The ids of the first results of each rival for each query.
fn rivals_results(library: &Library, queries: &[&str]) -> Vec<Contestant> {
    let work = rivals::work();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let driver = Driver::start().expect("a browser");
        let mut results = Vec::new();
        for rival in rivals::rivals(library, &work, &RIVALS) {
            let server = Server::start(&rival.folder).await;
            let client = ready(&driver, &server).await;
            let mut of_rival = Vec::with_capacity(queries.len());
            for query in queries {
                of_rival.push(ask(&client, query, None, SHOWN).await.1);
            }
            client.close().await.unwrap();
            println!("{} built in {:.1} s", rival.name, rival.built.as_secs_f64());
            results.push(Contestant { name: rival.name, results: of_rival });
        }
        results
    })
}

fn documents(library: &Library) -> Vec<Document> {
    let document = |entry: answerbook::transcript::LibraryEntry<'_>| {
        let mut fields =
            [library.title_of(&entry.episode.id, &entry.answer.id).to_owned(), String::new(), String::new()];
        let mut is_prompt = true;
        for turn in &entry.answer.turns {
            is_prompt &= entry.episode.is_host(&turn.speaker);
            for paragraph in &turn.paragraphs {
                fields[if is_prompt { 1 } else { 2 }].push_str(&paragraph.text);
                fields[if is_prompt { 1 } else { 2 }].push(' ');
            }
        }
        Document { id: format!("{}/{}", entry.episode.id, entry.answer.id), fields }
    };
    library.entries().map(document).collect()
}

/// The first results of our engine, asked as the page asks it.
fn ours(index: &Index, query: &str) -> Vec<String> {
    let (query, _) = search::parse(query);
    let request = Request { limit: SHOWN, count_facets: false, ..Request::default() };
    let hits = search::ask(index, &query, &request).expect("a whole index");
    hits.hits.iter().map(|hit| format!("{}/{}", hit.episode, hit.answer)).collect()
}

/// The place of the first right result, from 0.
fn place(asked: &Asked, results: &[String]) -> Option<usize> {
    results.iter().position(|id| asked.is_right(id))
}

fn print(asked: &[Asked], contestants: &[Contestant]) {
    println!("{:<20} {:>6} {:>6} {:>6}   ours ÷ its first, ten", "", "first", "ten", "MRR");
    let ours = &contestants[0];
    for contestant in contestants {
        let places: Vec<Option<usize>> =
            asked.iter().zip(&contestant.results).map(|(it, results)| place(it, results)).collect();
        let share = |counts: usize| 100.0 * counts as f64 / asked.len().max(1) as f64;
        let first = places.iter().filter(|place| **place == Some(0)).count();
        let ten = places.iter().flatten().count();
        let reciprocal: f64 = places.iter().flatten().map(|place| 1.0 / (*place as f64 + 1.0)).sum();
        let ratios = [1, SHOWN].map(|within| ratio(asked, ours, contestant, within)).join("   ");
        let mrr = 100.0 * reciprocal / asked.len().max(1) as f64;
        println!("{:<20} {:>6.1} {:>6.1} {mrr:>6.1}   {ratios}", contestant.name, share(first), share(ten));
    }
}

/// How many times as often we have what is right within the first results, with an interval.
fn ratio(asked: &[Asked], ours: &Contestant, other: &Contestant, within: usize) -> String {
    let mut by_episode: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for (nth, it) in asked.iter().enumerate() {
        let counts = by_episode.entry(it.episode()).or_default();
        for (count, contestant) in counts.iter_mut().zip([ours, other]) {
            *count += f64::from(place(it, &contestant.results[nth]).is_some_and(|place| place < within));
        }
    }
    let counts: Vec<[f64; 2]> = by_episode.into_values().collect();
    let ratio = |drawn: &mut dyn Iterator<Item = &[f64; 2]>| {
        let [ours, its] = drawn.fold([0.0, 0.0], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
        ours / its.max(1.0)
    };
    let mut random = Random(SEED);
    let mut ratios: Vec<f64> =
        (0..DRAWS).map(|_| ratio(&mut (0..counts.len()).map(|_| &counts[random.below(counts.len())]))).collect();
    ratios.sort_by(f64::total_cmp);
    format!("{:.2} [{:.2}, {:.2}]", ratio(&mut counts.iter()), ratios[DRAWS / 40], ratios[DRAWS - 1 - DRAWS / 40])
}

/// Some of what BM25 finds first and we do not, with the answers that each has first.
fn print_losers(library: &Library, asked: &[Asked], contestants: &[Contestant], count: usize) {
    if count == 0 {
        return;
    }
    let documents: BTreeMap<String, Document> =
        documents(library).into_iter().map(|document| (document.id.clone(), document)).collect();
    let found = |nth: usize, at: usize| place(&asked[nth], &contestants[at].results[nth]);
    let mut losers: Vec<usize> =
        (0..asked.len()).filter(|nth| found(*nth, 1) == Some(0) && found(*nth, 0) != Some(0)).collect();
    println!("{} are first with BM25 and not with us", losers.len());
    let analyzer = Analyzer::new();
    let mut random = Random(SEED);
    for _ in 0..count.min(losers.len()) {
        let nth = losers.swap_remove(random.below(losers.len()));
        println!("\n# {:?}, with us at {:?}", asked[nth].query, found(nth, 0).map(|place| place + 1));
        for (name, at) in [("BM25", 1), ("ours", 0)] {
            let Some(id) = contestants[at].results[nth].first() else { continue };
            println!("{name}: {id} {}", sheet::described(library, id));
            println!("  {}", counts(&analyzer, &asked[nth].query, &documents[id]));
        }
    }
}

/// How often a document says each word of a query, and how many words it has.
fn counts(analyzer: &Analyzer, query: &str, document: &Document) -> String {
    let said = document.fields.each_ref().map(|field| analyzer.terms(field));
    let mut line = format!("[{} words]", said.iter().map(Vec::len).sum::<usize>());
    for term in analyzer.terms(query) {
        let counts = said.each_ref().map(|terms| terms.iter().filter(|it| **it == term).count());
        line.push_str(&format!(" {term} {}", counts.map(|count| count.to_string()).join("/")));
    }
    line
}
