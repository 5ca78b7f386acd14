//! A site over a slow line: when a page can be read, when a link that asks a question shows its first result, and
//! whether anything moves. Beside each time stands its floor.
//!
//! ```text
//! cargo bench --bench slow_line -- [SITE] [--query=WORDS] [--runs=N] [--cpu=N]
//! ```
//!
//! The site is a folder that `answerbook build` has written; without one, the bundled interview is built. The browser is Chromium,
//! with a new profile each time, which is told to have 400 kbit/s, to wait 400 ms for each answer, and with `--cpu` to compute so many
//! times more slowly, as 4 for a weak phone. The host compresses with Brotli, as the well-known ones do. The table has the median of the runs.
//!
//! The floor is what no page could beat that needs the same bytes until then: one wait, and the bytes over the line. Not here: the
//! speed of the search on a quick line (`search.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

#[path = "../browser/support/chromium.rs"]
#[allow(dead_code, reason = "shared with the browser's tests")]
mod chromium;
mod devtools;
#[allow(dead_code, reason = "shared with the benchmark of the search")]
mod server;
#[path = "../tools/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Deserialize;
use serde_json::json;

use chromium::Driver;
use devtools::tell;
use server::Server;

/// Bytes a second: 400 kbit/s.
const BYTES_PER_SECOND: f64 = 50_000.0;

/// How long each answer lets itself be waited for.
const LATENCY: Duration = Duration::from_millis(400);

/// How often each page is opened, without `--runs`.
const RUNS: usize = 5;

/// How many times more slowly the browser computes, without `--cpu`.
const CPU: usize = 1;

/// What is asked of a cold link, without `--query`.
const QUERY: &str = "what makes a good product manager";

/// How long a page may take to settle.
const DEADLINE: Duration = Duration::from_secs(60);

/// How long nothing may come over the line before a page counts as settled.
const QUIET_MS: u32 = 1_500;

/// Watches a page from its beginning. Times are in milliseconds since the page was asked for.
const WATCH: &str = "
    window.seen = { readable: 0, moved: 0, result: 0 };
    new PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) seen.readable ||= startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.moved += value; })
        .observe({ type: 'layout-shift', buffered: true });
    new MutationObserver((_, observer) => {
        if (!document.querySelector('#results .card')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { seen.result = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });";

/// What was seen, once nothing has come for a while.
const SETTLED: &str = "
    const [quiet, asks] = arguments;
    const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const last = Math.max(...parts.map(({ responseEnd }) => responseEnd));
    if (document.readyState !== 'complete' || performance.now() - last < quiet || !seen.readable || (asks && !seen.result)) return null;
    const until = (end) => parts.filter(({ responseEnd }) => responseEnd <= end).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    return { ...seen, readableBytes: until(seen.readable), resultBytes: until(seen.result) };";

/// What was seen of a page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seen {
    readable: f64,
    moved: f64,
    result: f64,
    readable_bytes: f64,
    result_bytes: f64,
}

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let temporary = tempfile::tempdir().unwrap();
    let site = given.unwrap_or_else(|| built(temporary.path()));
    let runs = argument("--runs=").map_or(RUNS, |runs| runs.parse().expect("a number of runs"));
    let cpu = argument("--cpu=").map_or(CPU, |cpu| cpu.parse().expect("how many times more slowly"));
    let query = argument("--query=").unwrap_or_else(|| QUERY.to_owned());
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let episode = first_folder(&site, "episodes");
    let answer = first_folder(&site, episode.trim_end_matches('/'));
    let pages = [
        ("library", String::new(), false),
        ("episode", episode, false),
        ("answer", answer, false),
        ("cold question", format!("?q={query}"), true),
    ];
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let driver = Driver::start().expect("a browser");
        let server = Server::start(&site).await;
        // What is asked for once is compressed already.
        for (_, page, asks) in &pages {
            looked_at(&driver, &server.url(page), *asks, 1, false).await;
        }
        println!("| page | readable, s | floor | first result, s | floor | moved |\n|---|--:|--:|--:|--:|--:|");
        for (name, page, asks) in &pages {
            let mut seen = Vec::new();
            for _ in 0..runs {
                seen.push(looked_at(&driver, &server.url(page), *asks, cpu, true).await);
            }
            print(name, &seen, *asks);
        }
    });
}

fn argument(name: &str) -> Option<String> {
    std::env::args().find_map(|given| given.strip_prefix(name).map(str::to_owned))
}

/// The site of the bundled interview.
fn built(folder: &Path) -> PathBuf {
    let out = folder.join("site");
    let status = Command::new(env!("CARGO_BIN_EXE_answerbook"))
        .args(["build", "--out"])
        .arg(&out)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(status.success());
    out
}

/// The address of the first folder in one of a site that is a page.
fn first_folder(site: &Path, inside: &str) -> String {
    let mut names: Vec<String> = fs::read_dir(site.join(inside))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| site.join(inside).join(name).join("index.html").is_file())
        .collect();
    names.sort();
    format!("{inside}/{}/", names.first().expect("a page"))
}

/// Opens a page in a new profile and says what was seen.
async fn looked_at(driver: &Driver, address: &str, asks: bool, cpu: usize, slow: bool) -> Seen {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let client = builder.capabilities(driver.capabilities()).connect(&driver.url).await.unwrap();
    let metrics = json!({ "width": 390, "height": 800, "deviceScaleFactor": 2, "mobile": true });
    tell(&client, "Emulation.setDeviceMetricsOverride", metrics).await;
    tell(&client, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    if slow {
        tell(&client, "Network.enable", json!({})).await;
        let line = json!({
            "offline": false, "latency": LATENCY.as_millis() as u64,
            "downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND,
        });
        tell(&client, "Network.emulateNetworkConditions", line).await;
        tell(&client, "Emulation.setCPUThrottlingRate", json!({ "rate": cpu })).await;
    }
    client.goto(address).await.unwrap();
    let deadline = Instant::now() + DEADLINE;
    let seen = loop {
        let seen = client.execute(SETTLED, vec![json!(QUIET_MS), json!(asks)]).await.unwrap();
        if !seen.is_null() {
            break seen;
        }
        assert!(Instant::now() < deadline, "{address} does not settle");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    client.close().await.unwrap();
    serde_json::from_value(seen).unwrap()
}

fn print(name: &str, seen: &[Seen], asks: bool) {
    let seconds = |of: fn(&Seen) -> f64| median(seen.iter().map(of).collect()) / 1000.0;
    let floor =
        |bytes: fn(&Seen) -> f64| LATENCY.as_secs_f64() + median(seen.iter().map(bytes).collect()) / BYTES_PER_SECOND;
    let (result, result_floor) = if asks {
        (format!("{:.2}", seconds(|it| it.result)), format!("{:.2}", floor(|it| it.result_bytes)))
    } else {
        (String::new(), String::new())
    };
    println!(
        "| {name} | {:.2} | {:.2} | {result} | {result_floor} | {:.3} |",
        seconds(|it| it.readable),
        floor(|it| it.readable_bytes),
        median(seen.iter().map(|it| it.moved).collect()),
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
