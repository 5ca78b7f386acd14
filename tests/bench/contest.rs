//! Ours beside its rivals, in the same Chromium, over the same answers: bytes, cold and warm times, memory, aim.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use answerbook::source::print_episode;
use answerbook::transcript::Library;
use answerbook::{search, wire};
use fantoccini::Client;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::chromium::Driver;
use crate::known::Known;
use crate::rivals::{self, Contestant, SHOWN, ask, ready, session, until};
use crate::server::Server;

/// The rivals that take part. Words beginning and mistyped are asked for, which MiniSearch finds loosely alone.
const RIVALS: [&str; 4] = ["pagefind-answers", "pagefind-episodes", "minisearch", "flexsearch"];

/// How often each contestant takes its turn.
const ROUNDS: usize = 3;

/// How often the first search of a new profile is measured in a turn.
const COLD_RUNS: usize = 4;

/// How many different queries one session asks, twice over.
const QUERIES: usize = 60;

/// The kinds of what somebody half remembers, as they are drawn.
const REMEMBERED: [&str; 6] = ["exact", "typo", "misheard", "speaker", "quoted", "run"];

/// The kinds of what somebody types: those that the rivals were measured with before there was this benchmark.
const TYPED: [&str; 6] = ["word", "two", "run", "beginning", "slip", "none"];

/// The kind of what somebody asks at length.
const LONG: [&str; 1] = ["long"];

/// How many items of each kind a rival is asked for.
const AIMED: usize = 100;

/// Builds every contestant's site and prints the table.
pub(crate) fn run(library: &Library, queries: &[Known]) {
    let work = rivals::work();
    let mut contestants = vec![ours(library, &work)];
    contestants.extend(rivals::rivals(library, &work, &RIVALS));
    // For whoever wants to ask the same by hand.
    let asked: Vec<Value> = [sixty(queries, &REMEMBERED), sixty(queries, &TYPED), sixty(queries, &LONG)]
        .iter()
        .flatten()
        .map(|known| json!([known.kind, known.query, known.speaker]))
        .collect();
    fs::write(work.join("queries.json"), serde_json::to_vec(&asked).unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let driver = Driver::start().expect("a browser");
        let mut servers = Vec::new();
        for contestant in &contestants {
            servers.push(Server::start(&contestant.folder).await);
        }
        let mut figures: Vec<Figures> = contestants.iter().map(|_| Figures::default()).collect();
        // In turn, so that a machine's slow minute is nobody's alone.
        for _ in 0..ROUNDS {
            for ((contestant, server), figures) in contestants.iter().zip(&servers).zip(&mut figures) {
                measure(&driver, &contestant.folder, server, queries, figures).await;
            }
        }
        println!(
            "{:<18} {:>8} {:>9} {:>6} {:>9} {:>17} {:>17} {:>9} {:>7}",
            "", "build s", "cold kB", "files", "cold ms", "fresh p50/p95 ms", "repeat p50/p95 ms", "60 q kB", "MB"
        );
        for (contestant, figures) in contestants.iter().zip(&mut figures) {
            print(contestant.name, contestant.built, figures);
        }
        for (contestant, server) in contestants.iter().zip(&servers).skip(1) {
            println!("{}", contestant.name);
            let client = ready(&driver, server).await;
            aim(&client, queries).await;
            client.close().await.unwrap();
        }
    });
}

/// Our own site.
fn ours(library: &Library, work: &Path) -> Contestant {
    let (episodes, folder) = (work.join("episodes"), work.join("ours"));
    let index = work.join("index");
    for old in [&episodes, &index] {
        if old.exists() {
            fs::remove_dir_all(old).unwrap();
        }
    }
    fs::create_dir_all(&episodes).unwrap();
    for episode in library.episodes() {
        fs::write(episodes.join(format!("{}.md", episode.id)), print_episode(episode)).unwrap();
    }
    let start = Instant::now();
    let files = wire::encode(&search::Plan::of(library));
    // As `build` writes them.
    files.par_iter().for_each(|(path, bytes)| {
        let path = index.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    });
    let built = start.elapsed();
    let status = Command::new(env!("CARGO_BIN_EXE_answerbook"))
        .args(["build", "--episodes"])
        .arg(&episodes)
        .arg("--out")
        .arg(&folder)
        .status();
    assert!(status.unwrap().success());
    Contestant { name: "answerbook", folder, built }
}

/// The name of the one folder within another; `None` where that is not there.
fn only_folder(folder: &Path) -> Option<String> {
    let entry = fs::read_dir(folder).ok()?.next()?;
    Some(entry.unwrap().file_name().to_string_lossy().into_owned())
}

/// What was measured of one contestant.
#[derive(Default)]
struct Figures {
    /// Of each new profile's first search: milliseconds, kilobytes, files.
    cold: [Vec<f64>; 3],
    /// Of sessions with what somebody half remembers: the queries that the aim is measured with.
    remembered: Session,
    /// Of sessions with what somebody types: a word, two, a run of them, the beginning of one, a slip, a word nobody says.
    typed: Session,
    /// Of sessions with questions of twenty-five words.
    long: Session,
    /// What nothing but fetching takes: one file, three, ten.
    floor: Vec<[f64; 3]>,
}

/// What was measured while one set of queries was asked, twice over.
#[derive(Default)]
struct Session {
    fresh: Vec<f64>,
    repeat: Vec<f64>,
    /// Kilobytes of a session's queries.
    sent: Vec<f64>,
    memory: Vec<f64>,
    /// By kind of query: milliseconds and files when it was fresh.
    kinds: BTreeMap<&'static str, [Vec<f64>; 2]>,
}

/// One round of a contestant: new profiles with a first search each, and a session with each set of queries.
async fn measure(driver: &Driver, folder: &Path, server: &Server, queries: &[Known], figures: &mut Figures) {
    // Letters alone: a number with a dot is a word to some contestants only, and others would show nothing.
    let is_plain = |known: &&Known| known.kind == "exact" && known.query.chars().all(|c| c.is_alphabetic() || c == ' ');
    let exact: Vec<&Known> = queries.iter().filter(is_plain).collect();
    // The first run is for the server, which compresses what it has not sent before.
    // Each round goes on with other queries.
    let before = figures.cold[0].len();
    for run in 0..=COLD_RUNS {
        let client = session(driver).await;
        server.take_sent();
        let query = exact[(before + run) % exact.len()].query.replace(' ', "+");
        client.goto(&server.url(&format!("?q={query}"))).await.unwrap();
        let time = until(&client, "return window.benchCold ?? null").await;
        let (sent, requests) = server.take_sent();
        client.close().await.unwrap();
        if run > 0 {
            let run = [time.as_f64().unwrap(), sent as f64 / 1000.0, requests as f64];
            figures.cold.iter_mut().zip(run).for_each(|(all, figure)| all.push(figure));
        }
    }
    ask_all(driver, server, &sixty(queries, &REMEMBERED), &mut figures.remembered).await.close().await.unwrap();
    ask_all(driver, server, &sixty(queries, &LONG), &mut figures.long).await.close().await.unwrap();
    let client = ask_all(driver, server, &sixty(queries, &TYPED), &mut figures.typed).await;
    if let Some(generation) = only_folder(&folder.join("index")) {
        figures.floor.push(floor(&client, &generation).await);
    }
    client.close().await.unwrap();
}

/// Asks every query of a set, and then every one again.
async fn ask_all(driver: &Driver, server: &Server, queries: &[Known], session: &mut Session) -> Client {
    let client = ready(driver, server).await;
    let mut sent = 0;
    for known in queries {
        let time = ask(&client, &known.query, known.speaker.as_deref(), SHOWN).await.0;
        let (bytes, files) = server.take_sent();
        session.fresh.push(time);
        sent += bytes;
        let kind = session.kinds.entry(known.kind).or_default();
        kind[0].push(time);
        kind[1].push(files as f64);
    }
    for known in queries {
        session.repeat.push(ask(&client, &known.query, known.speaker.as_deref(), SHOWN).await.0);
    }
    session.sent.push(sent as f64 / 1000.0);
    session.memory.push(memory(&client).await);
    client
}

fn print(name: &str, built: Duration, figures: &mut Figures) {
    let [times, bytes, files] = &mut figures.cold;
    let cold = format!("{:>9.0} {:>6.0} {:>9.0}", at(bytes, 50), at(files, 50), at(times, 50));
    println!("{name:<18} {:>8.1} {cold} {}", built.as_secs_f64(), figures.remembered.row());
    println!("    as typed {:>41} {}", "", figures.typed.row());
    println!("    of 25 words {:>38} {}", "", figures.long.row());
    for session in [&mut figures.remembered, &mut figures.typed, &mut figures.long] {
        let kinds = session.kinds.iter_mut().map(|(kind, [times, files])| {
            format!("{kind} {:.1} / {:.1} ms, {:.0} files", at(times, 50), at(times, 100), at(files, 50))
        });
        println!("    fresh p50 / max: {}", kinds.collect::<Vec<_>>().join("; "));
    }
    if !figures.floor.is_empty() {
        let middle = |nth: usize| at(&mut figures.floor.iter().map(|times| times[nth]).collect::<Vec<_>>(), 50);
        let [one, three, ten] = [0, 1, 2].map(middle);
        println!("    nothing but fetching 1, 3, 10 files side by side: {one:.1}, {three:.1}, {ten:.1} ms");
    }
}

impl Session {
    /// Its part of a contestant's row.
    fn row(&mut self) -> String {
        format!(
            "{:>8.1} / {:>6.1} {:>8.1} / {:>6.1} {:>9.0} {:>7.1}",
            at(&mut self.fresh, 50),
            at(&mut self.fresh, 95),
            at(&mut self.repeat, 50),
            at(&mut self.repeat, 95),
            at(&mut self.sent, 50),
            at(&mut self.memory, 50),
        )
    }
}

/// Sixty queries of some kinds, as many of each, each after an answer of its own.
fn sixty(queries: &[Known], kinds: &[&'static str]) -> Vec<Known> {
    let each = QUERIES / kinds.len();
    let of = |(nth, kind): (usize, &&'static str)| {
        let kind = *kind;
        queries.iter().filter(move |known| known.kind == kind).skip(nth * each).take(each).cloned()
    };
    kinds.iter().enumerate().flat_map(of).collect()
}

/// What this browser takes to fetch small files and nothing else: no search that fetches as many can be faster.
async fn floor(client: &Client, generation: &str) -> [f64; 3] {
    let script = "const [texts, done] = arguments; let next = 0; const middle = (times) => times.sort((a, b) => a - b)[times.length >> 1]; \
                  const rest = () => new Promise((resolve) => setTimeout(resolve, 20)); \
                  const time = async (count) => { await rest(); const start = performance.now(); \
                  await Promise.all(Array.from({ length: count }, async () => (await fetch(`${texts}${next++}.bin`, { cache: 'reload' })).arrayBuffer())); \
                  return performance.now() - start; }; \
                  const run = async (count) => { const times = []; while (times.length < 20) times.push(await time(count)); return middle(times); }; \
                  (async () => done([await run(1), await run(3), await run(10)]))();";
    let texts = json!(format!("index/{generation}/text/"));
    serde_json::from_value(client.execute_async(script, vec![texts]).await.unwrap()).unwrap()
}

/// Megabytes of the page, JavaScript's and WebAssembly's.
async fn memory(client: &Client) -> f64 {
    let script = "const done = arguments[0]; performance.measureUserAgentSpecificMemory().then((memory) => done(memory.bytes), () => done(0));";
    client.execute_async(script, Vec::new()).await.map_or(0.0, |bytes| bytes.as_f64().unwrap_or(0.0) / 1e6)
}

async fn aim(client: &Client, queries: &[Known]) {
    for kind in REMEMBERED {
        let items: Vec<&Known> = queries.iter().filter(|known| known.kind == kind).take(AIMED).collect();
        let (mut first, mut ten) = (0, 0);
        for known in &items {
            let (_, ids) = ask(client, &known.query, known.speaker.as_deref(), SHOWN).await;
            // A rival that indexes episodes is right where it finds the episode.
            let place = ids.iter().position(|id| *id == known.answer || known.answer.starts_with(&format!("{id}/")));
            first += usize::from(place == Some(0));
            ten += usize::from(place.is_some());
        }
        let share = |count: usize| 100.0 * count as f64 / items.len().max(1) as f64;
        println!("    {kind:<10} {:>5} {:>6.1}% {:>6.1}%", items.len(), share(first), share(ten));
    }
}

/// The value that so many in a hundred do not exceed.
fn at(values: &mut [f64], part: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get((values.len() * part / 100).min(values.len().saturating_sub(1))).copied().unwrap_or_default()
}
