//! The suite that uses the site as readers do: a real browser on the real site, built by the real binary. A journey is a
//! test: what a reader sets out to do, from beginning to end. At its end the browser's console is empty, the site was
//! asked for no file that it lacks, and no other origin was asked for anything.
//!
//! ```text
//! cargo test --test browser                  all journeys
//! cargo test --test browser -- theme         those with "theme" in their name
//! ```
//!
//! It needs Chromium and chromedriver, from PATH or where `CHROME` and `CHROMEDRIVER` point; `JOURNEYS_AT_ONCE` says how
//! many browsers run side by side. A journey that fails leaves a picture under `target/browser`.
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

use support::chromium::Driver;
use support::reader::Reader;
use support::site::{self, Built, Site};
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
pub(crate) type Journey = (&'static str, fn(Stage) -> Pin<Box<dyn Future<Output = ()> + Send>>);

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
    let all = journeys::all();
    let total = all.len();
    let wanted = |name: &str| !ignored && (filters.is_empty() || filters.iter().any(|part| name.contains(part)));
    let chosen: Vec<Journey> = all.into_iter().filter(|(name, _)| wanted(name)).collect();
    if list {
        chosen.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    let filtered = total - chosen.len();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::select! {
            code = run_suite(chosen, filtered) => code,
            // Dropping the runtime's tasks ends the driver and its browsers.
            _ = tokio::signal::ctrl_c() => ExitCode::from(130),
        }
    })
}

async fn run_suite(chosen: Vec<Journey>, filtered: usize) -> ExitCode {
    let started = Instant::now();
    println!("\nrunning {} tests", chosen.len());
    let mut failed = Vec::new();
    let total = chosen.len();
    if total > 0 {
        match set_up() {
            Ok((driver, sites)) => failed = run_all(chosen, &Arc::new(driver), &Arc::new(sites)).await,
            Err(why) => {
                println!("\n{why}");
                failed = chosen.iter().map(|(name, _)| (*name).to_owned()).collect();
            }
        }
    }
    if !failed.is_empty() {
        println!("\nfailures:\n    {}", failed.join("\n    "));
    }
    println!(
        "\ntest result: {}. {} passed; {} failed; 0 ignored; 0 measured; {filtered} filtered out; finished in {:.2}s\n",
        if failed.is_empty() { "ok" } else { "FAILED" },
        total - failed.len(),
        failed.len(),
        started.elapsed().as_secs_f64()
    );
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
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

/// Finds the browser and builds the sites. The first build makes the app too.
fn set_up() -> Result<(Driver, Sites), String> {
    let driver = Driver::start()?;
    let sites = Sites {
        seed: Built::build("seed", "episodes", "/")?,
        below: Built::build("below", "episodes", "/sub/path/")?,
        sample: Built::build("sample", "tests/fixtures/browser", "/")?,
        past: Built::release("past", &["tests/fixtures/command_line/library", "tests/fixtures/past"], &EDITS)?,
    };
    Ok((driver, sites))
}

/// Runs all journeys, a few at a time. Returns the names of those that failed.
async fn run_all(chosen: Vec<Journey>, driver: &Arc<Driver>, sites: &Arc<Sites>) -> Vec<String> {
    std::panic::set_hook(Box::new(|panic| {
        // A panic outside of a journey is printed.
        if PANIC.try_with(|kept| *kept.borrow_mut() = panic.to_string()).is_err() {
            eprintln!("{panic}");
        }
    }));
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let at_once = std::env::var("JOURNEYS_AT_ONCE").ok().and_then(|n| n.parse().ok()).unwrap_or(cores.min(7) + 1);
    let mut rest = chosen.into_iter();
    let mut running = JoinSet::new();
    let mut failed = Vec::new();
    loop {
        while running.len() < at_once
            && let Some(journey) = rest.next()
        {
            let stage = Stage { driver: driver.clone(), sites: sites.clone(), readers: Arc::default() };
            running.spawn(run_journey(journey, stage));
        }
        let Some(ended) = running.join_next().await else { break };
        failed.extend(ended.unwrap());
    }
    drop(std::panic::take_hook());
    failed
}

/// Runs one journey and prints how it went. Returns its name if it failed.
async fn run_journey((name, journey): Journey, stage: Stage) -> Option<String> {
    let started = Instant::now();
    let journey = tokio::spawn(PANIC.scope(RefCell::default(), async move {
        // A full run of the fuzzers takes as long as it takes.
        let limit = if support::fuzz::full().is_some() { 4 * 3600 } else { 90 };
        let kept = stage.clone();
        let journey = journey(stage);
        let mut complaints = match tokio::time::timeout(Duration::from_secs(limit), CatchPanic(journey)).await {
            Ok(Ok(())) => Vec::new(),
            Ok(Err(())) => vec![PANIC.with(|kept| kept.borrow().clone())],
            Err(_) => vec![format!("it did not end within {limit} seconds")],
        };
        let readers: Vec<Reader> = kept.readers.lock().unwrap().clone();
        for reader in &readers {
            complaints.extend(reader.complaints().await);
        }
        for (nth, reader) in readers.into_iter().enumerate() {
            if !complaints.is_empty() {
                complaints.extend(keep_picture(&reader, name, nth).await);
            }
            reader.leave().await;
        }
        complaints
    }));
    let complaints = journey.await.unwrap_or_else(|error| vec![error.to_string()]);
    let how = if complaints.is_empty() { "ok" } else { "FAILED" };
    println!("test {name} ... {how} ({:.1} s)", started.elapsed().as_secs_f64());
    complaints.iter().for_each(|line| println!("    {}", line.replace('\n', "\n    ")));
    (!complaints.is_empty()).then(|| name.to_owned())
}

async fn keep_picture(reader: &Reader, name: &str, nth: usize) -> Option<String> {
    let picture = reader.picture().await?;
    let file = site::folder().join(format!("{}-{nth}.png", name.replace("::", "-")));
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
