//! The suite that uses the site as readers do: a real browser on the real site, built by the real binary. A journey is a
//! test: what a reader sets out to do, from beginning to end. At its end the browser's console is empty, the site was
//! asked for no file that it lacks, and no other origin was asked for anything.
//!
//! ```text
//! cargo test --test browser                          all journeys in all engines
//! cargo test --test browser -- theme                 those with "theme" in their name
//! cargo test --test browser -- firefox               those in Firefox
//! cargo test --test browser -- webkit::search        those of that theme in WebKit
//! ```
//!
//! It runs in Chromium, Firefox and WebKit, one after the other. What is missing of them is installed through apt where root runs
//! it, and geckodriver by cargo; otherwise the command is named. They are taken from PATH, or from where `CHROME`, `CHROMEDRIVER`,
//! `FIREFOX`, `GECKODRIVER` and `MINIBROWSER` point. `JOURNEYS_AT_ONCE` says how many browsers run side by side. A journey that
//! fails leaves a picture under `target/browser`. At the end stands a table of what ran where.
//!
//! To add a journey, write a function in `journeys/` and its name into the table in `journeys/mod.rs`.
//!
//! Not here: what can be seen without a browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a journey fails")]

mod journeys;
mod support;
#[path = "../tools/mod.rs"]
mod tools;

use std::cell::RefCell;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use support::engine::{Driver, Engine};
use support::reader::Reader;
use support::site::{self, Built, Site};
use support::wordpress::WordPress;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

/// The built sites, and the readers of a journey.
#[derive(Clone)]
pub(crate) struct Stage {
    driver: Arc<Driver>,
    sites: Arc<Sites>,
    /// The readers of this journey, in order of arrival: their screens are what is kept when it fails.
    readers: Arc<std::sync::Mutex<Vec<Reader>>>,
}

/// The sites that journeys use.
pub(crate) struct Sites {
    /// The seed episode, at the root.
    seed: Built,
    /// The same under `/sub/path/`.
    below: Built,
    /// Two made-up episodes with awkward text: markup, long words, other scripts.
    sample: Built,
    /// A library that was released, edited, and released again.
    past: Built,
    /// A WordPress that embeds some of them, once a journey has asked for it.
    wordpress: OnceCell<Arc<WordPress>>,
}

impl Stage {
    /// A reader of the seed episode.
    pub(crate) async fn seed(&self) -> Reader {
        self.reader(self.sites.seed.serve().await).await
    }

    /// A reader of the same under a base path.
    pub(crate) async fn below(&self) -> Reader {
        self.reader(self.sites.below.serve().await).await
    }

    /// A reader of the sample library.
    pub(crate) async fn sample(&self) -> Reader {
        self.reader(self.sites.sample.serve().await).await
    }

    /// A reader of a library that was edited after its first release.
    pub(crate) async fn past(&self) -> Reader {
        self.reader(self.sites.past.serve().await).await
    }

    /// A reader of somebody else's pages, which embed the seed episode.
    pub(crate) async fn host(&self) -> Reader {
        let site = self.sites.seed.serve().await;
        let reader = Reader::new(&self.driver, Built::host(&site).serve().await).await.embedding(site);
        self.readers.lock().unwrap().push(reader.clone());
        reader
    }

    /// A WordPress whose posts embed a site.
    pub(crate) async fn wordpress(&self) -> Arc<WordPress> {
        let start = async || Arc::new(WordPress::start(&EDITS).await.unwrap_or_else(|why| panic!("{why}")));
        self.sites.wordpress.get_or_init(start).await.clone()
    }

    /// A reader of its posts.
    pub(crate) async fn reader_of(&self, wordpress: &WordPress) -> Reader {
        let reader = Reader::new(&self.driver, wordpress.site.clone()).await;
        let reader = reader.embedding(wordpress.changed.clone()).asking(&wordpress.origin);
        self.readers.lock().unwrap().push(reader.clone());
        reader
    }

    /// The same, of a site that asks another origin.
    pub(crate) async fn reader_asking(&self, site: Site, origin: &str) -> Reader {
        let reader = Reader::new(&self.driver, site).await.asking(origin);
        self.readers.lock().unwrap().push(reader.clone());
        reader
    }

    /// Another reader, in a browser of their own, of a site that is served already.
    pub(crate) async fn reader(&self, site: Site) -> Reader {
        let reader = Reader::new(&self.driver, site).await;
        self.readers.lock().unwrap().push(reader.clone());
        reader
    }
}

/// A journey as the table holds it.
#[derive(Clone, Copy)]
pub(crate) struct Journey {
    theme: &'static str,
    name: &'static str,
    run: fn(Stage) -> Pin<Box<dyn Future<Output = ()> + Send>>,
    /// The engines that it does not run in, and why.
    not_in: &'static [(Engine, &'static str)],
}

/// A journey in an engine.
#[derive(Clone, Copy)]
struct Test {
    engine: Engine,
    journey: Journey,
}

impl Test {
    fn name(&self) -> String {
        format!("{}::{}", self.engine.name(), self.journey.name)
    }

    /// Why the journey does not run in this engine.
    fn left_out(&self) -> Option<&'static str> {
        if self.journey.theme == "wordpress" && std::env::var_os("ANSWERBOOK_WORDPRESS").is_none_or(|set| set != "1") {
            return Some("it runs where ANSWERBOOK_WORDPRESS=1 is set");
        }
        self.journey.not_in.iter().find(|(engine, _)| *engine == self.engine).map(|(_, why)| *why)
    }
}

tokio::task_local! {
    /// The message of the present journey's panic.
    static PANIC: RefCell<String>;
}

fn main() -> ExitCode {
    let mut filters = Vec::new();
    let mut list = false;
    let mut ignored = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--list" => list = true,
            "--ignored" => ignored = true,
            option if option.starts_with('-') => {}
            _ => filters.push(argument),
        }
    }
    let all: Vec<Test> = Engine::ALL
        .into_iter()
        .flat_map(|engine| journeys::all().into_iter().map(move |journey| Test { engine, journey }))
        .collect();
    let total = all.len();
    let wanted = |name: &str| !ignored && (filters.is_empty() || filters.iter().any(|part| name.contains(part)));
    let chosen: Vec<Test> = all.into_iter().filter(|test| wanted(&test.name())).collect();
    if list {
        chosen.iter().for_each(|test| println!("{}: test", test.name()));
        return ExitCode::SUCCESS;
    }
    let filtered = total - chosen.len();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::select! {
            code = run_suite(chosen, filtered) => code,
            // Dropping the runtime's tasks ends the drivers and their browsers.
            _ = tokio::signal::ctrl_c() => ExitCode::from(130),
        }
    })
}

async fn run_suite(chosen: Vec<Test>, filtered: usize) -> ExitCode {
    let started = Instant::now();
    println!("\nrunning {} tests", chosen.len());
    let mut table = Table::default();
    let sites = if chosen.is_empty() { Err(String::new()) } else { set_up().map(Arc::new) };
    for engine in Engine::ALL {
        let (left_out, tests): (Vec<Test>, Vec<Test>) =
            chosen.iter().filter(|test| test.engine == engine).partition(|test| test.left_out().is_some());
        for test in left_out {
            println!("test {} ... ignored, {}", test.name(), test.left_out().unwrap_or_default());
            table.note(test, Outcome::LeftOut);
        }
        if tests.is_empty() {
            continue;
        }
        let begun = Instant::now();
        match sites.clone().and_then(|sites| Ok((Driver::start(engine)?, sites))) {
            Ok((driver, sites)) => run_all(tests, &Arc::new(driver), &sites, &mut table).await,
            Err(why) => {
                println!("\n{why}");
                tests.into_iter().for_each(|test| table.note(test, Outcome::Failed));
            }
        }
        table.times.push((engine, begun.elapsed()));
    }
    table.print();
    let failed = table.names(Outcome::Failed);
    if !failed.is_empty() {
        println!("\nfailures:\n    {}", failed.join("\n    "));
    }
    println!(
        "\ntest result: {}. {} passed; {} failed; {} ignored; 0 measured; {filtered} filtered out; finished in {:.2}s\n",
        if failed.is_empty() { "ok" } else { "FAILED" },
        table.names(Outcome::Passed).len(),
        failed.len(),
        table.names(Outcome::LeftOut).len(),
        started.elapsed().as_secs_f64()
    );
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What came of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    LeftOut,
}

/// What came of all of them, and how long each engine took.
#[derive(Default)]
struct Table {
    ended: Vec<(Test, Outcome)>,
    times: Vec<(Engine, Duration)>,
}

impl Table {
    fn note(&mut self, test: Test, outcome: Outcome) {
        self.ended.push((test, outcome));
    }

    fn names(&self, outcome: Outcome) -> Vec<String> {
        self.ended.iter().filter(|(_, is)| *is == outcome).map(|(test, _)| test.name()).collect()
    }

    /// A line a theme and a column an engine: how many journeys passed, of how many that there are.
    fn print(&self) {
        let mut themes: Vec<&str> = self.ended.iter().map(|(test, _)| test.journey.theme).collect();
        themes.sort_unstable();
        themes.dedup();
        println!("\npassed         {}", Engine::ALL.map(|engine| format!("{:<12}", engine.name())).concat());
        for theme in themes {
            let cells = Engine::ALL.map(|engine| {
                let of: Vec<Outcome> = self
                    .ended
                    .iter()
                    .filter(|(test, _)| test.engine == engine && test.journey.theme == theme)
                    .map(|(_, outcome)| *outcome)
                    .collect();
                let passed = of.iter().filter(|is| **is == Outcome::Passed).count();
                format!("{:<12}", if of.is_empty() { String::new() } else { format!("{passed} of {}", of.len()) })
            });
            println!("{}", format!("{theme:<15}{}", cells.concat()).trim_end());
        }
        for (engine, time) in &self.times {
            println!("{} took {:.0} s", engine.name(), time.as_secs_f64());
        }
    }
}

/// The edits of the sample library between its two releases: the file, the text there and its replacement.
const EDITS: [(&str, &str, &str); 8] = [
    ("harvest.md", "three dry days", "four dry days"),
    ("harvest.md", "{#what-machines-changed", "{#the-combine"),
    ("harvest.md", "\n\nNow there is me, and the radio. ^e5", ""),
    ("topics.toml", "[weather]", "[sky]"),
    ("mill.md", "## Stones and water {#stones-and-water}", "## Stones {#stones}"),
    ("mill.md", "And the water: ", "## Water {#water}\n\n**Dan Stone:** And the water: "),
    (
        "mill.md",
        "## The price of flour {#price-of-flour}\n\n**Ada Field:** What does a sack cost? ^d4\n\n\
         **Dan Stone:** I would rather not say. ^e5\n\n",
        "",
    ),
    (
        "links.pending",
        "",
        "2026-02-01 moved answer harvest/what-machines-changed to harvest/the-combine\n\
         2026-02-01 removed paragraph harvest/p-e5\n2026-02-01 moved topic weather to sky\n\
         2026-02-01 split answer mill/stones-and-water into mill/stones mill/water\n\
         2026-02-01 removed answer mill/price-of-flour\n2026-02-01 removed paragraph mill/p-d4\n\
         2026-02-01 removed paragraph mill/p-e5\n",
    ),
];

/// Builds the sites. The first build makes the app too.
fn set_up() -> Result<Sites, String> {
    Ok(Sites {
        seed: Built::build("seed", "episodes", "/")?,
        below: Built::build("below", "episodes", "/sub/path/")?,
        sample: Built::build("sample", "tests/fixtures/browser", "/")?,
        past: Built::release("past", &["tests/fixtures/command_line/library", "tests/fixtures/past"], &EDITS, None)?,
        wordpress: OnceCell::new(),
    })
}

/// Runs the tests of an engine, a few at a time.
async fn run_all(tests: Vec<Test>, driver: &Arc<Driver>, sites: &Arc<Sites>, table: &mut Table) {
    std::panic::set_hook(Box::new(|panic| {
        // A panic outside of a journey is printed.
        if PANIC.try_with(|kept| *kept.borrow_mut() = panic.to_string()).is_err() {
            eprintln!("{panic}");
        }
    }));
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let at_once = std::env::var("JOURNEYS_AT_ONCE").ok().and_then(|n| n.parse().ok()).unwrap_or(cores.min(7) + 1);
    let mut rest = tests.into_iter();
    let mut running = JoinSet::new();
    loop {
        while running.len() < at_once
            && let Some(test) = rest.next()
        {
            let stage = Stage { driver: driver.clone(), sites: sites.clone(), readers: Arc::default() };
            running.spawn(run_test(test, stage));
        }
        let Some(ended) = running.join_next().await else { break };
        let (test, outcome) = ended.unwrap();
        table.note(test, outcome);
    }
    drop(std::panic::take_hook());
}

/// Runs one test and prints how it went.
async fn run_test(test: Test, stage: Stage) -> (Test, Outcome) {
    let started = Instant::now();
    let name = test.name();
    let file = name.replace("::", "-");
    let journey = tokio::spawn(PANIC.scope(RefCell::default(), async move {
        // A full run of the fuzzers takes as long as it takes.
        let limit = match test.journey.theme {
            "wordpress" => 300,
            _ if support::fuzz::full().is_some() => 4 * 3600,
            _ => 90,
        };
        let kept = stage.clone();
        let journey = (test.journey.run)(stage);
        let mut complaints = match tokio::time::timeout(Duration::from_secs(limit), CatchPanic(journey)).await {
            Ok(Ok(())) => Vec::new(),
            Ok(Err(())) => vec![PANIC.with(|kept| kept.borrow().clone())],
            Err(_) => vec![format!("it did not end within {limit} seconds")],
        };
        let readers: Vec<Reader> = kept.readers.lock().unwrap().clone();
        for reader in &readers {
            complaints.extend(reader.complaints().await);
        }
        let failed = !complaints.is_empty();
        for (nth, reader) in readers.into_iter().enumerate() {
            if failed {
                complaints.extend(keep_picture(&reader, &file, nth).await);
            }
            reader.leave(failed).await;
        }
        complaints
    }));
    let complaints = journey.await.unwrap_or_else(|error| vec![error.to_string()]);
    let how = if complaints.is_empty() { "ok" } else { "FAILED" };
    println!("test {name} ... {how} ({:.1} s)", started.elapsed().as_secs_f64());
    complaints.iter().for_each(|line| println!("    {}", line.replace('\n', "\n    ")));
    (test, if complaints.is_empty() { Outcome::Passed } else { Outcome::Failed })
}

async fn keep_picture(reader: &Reader, name: &str, nth: usize) -> Option<String> {
    let picture = reader.picture().await?;
    let file = site::folder().join(format!("{name}-{nth}.png"));
    std::fs::create_dir_all(site::folder()).ok()?;
    std::fs::write(&file, picture).ok()?;
    Some(format!("what was on the screen: {}", file.display()))
}

/// A future whose panic is an error.
struct CatchPanic(Pin<Box<dyn Future<Output = ()> + Send>>);

impl Future for CatchPanic {
    type Output = Result<(), ()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
        let polled = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.0.as_mut().poll(context)));
        match polled {
            Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
            Ok(std::task::Poll::Ready(())) => std::task::Poll::Ready(Ok(())),
            Err(_) => std::task::Poll::Ready(Err(())),
        }
    }
}
