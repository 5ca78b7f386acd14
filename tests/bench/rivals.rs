//! The sites of our rivals, built from a library, and a browser in which any site is asked.
//!
//! Not here: our own site, and what is measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use answerbook::transcript::Library;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::chromium::Driver;
use crate::devtools;
use crate::server::Server;

/// Our rivals: what they are called here, the script that builds them, and what they take for a document or a word.
const RIVALS: [(&str, &str, &str); 5] = [
    ("pagefind-answers", "pagefind", "answer"),
    ("pagefind-episodes", "pagefind", "episode"),
    ("minisearch", "minisearch", ""),
    ("minisearch-exact", "minisearch", "exact"),
    ("flexsearch", "flexsearch", ""),
];

/// The packages they are from, and the version of each.
const PACKAGES: [(&str, &str); 3] = [("pagefind", "1.6.0"), ("minisearch", "7.2.0"), ("flexsearch", "0.8.212")];

/// How long a browser is left alone before a session: nobody's queries compete with its own beginnings.
const REST: Duration = Duration::from_secs(2);

/// Tells when the first results are on the page.
const WATCH: &str = "new MutationObserver(() => { if (!window.benchCold && document.querySelector('#results article')) \
                     requestAnimationFrame(() => { window.benchCold ??= performance.now(); }); })\
                     .observe(document, { childList: true, subtree: true });";

/// A site, and how long its building took.
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) folder: PathBuf,
    pub(crate) built: Duration,
}

/// The rivals that take part, each with its site built; none, and a word of it, where npm or its registry is not there. Those are of
/// `taking_part` the ones that `--against` names, and all without it.
pub(crate) fn rivals(library: &Library, work: &Path, taking_part: &[&str]) -> Vec<Contestant> {
    fs::create_dir_all(work).unwrap();
    let mut all = Vec::new();
    let against = std::env::args().find_map(|argument| argument.strip_prefix("--against=").map(str::to_owned));
    let named: Option<Vec<&str>> =
        against.as_ref().map(|names| names.split(',').filter(|one| !one.is_empty()).collect());
    for one in named.iter().flatten() {
        assert!(RIVALS.iter().any(|(name, ..)| name == one), "no rival is called {one}: there are {RIVALS:?}");
    }
    let is_asked_for =
        |name: &str| taking_part.contains(&name) && named.as_ref().is_none_or(|named| named.contains(&name));
    let rivals = RIVALS.into_iter().filter(|(name, ..)| is_asked_for(name)).collect::<Vec<_>>();
    if rivals.is_empty() {
        return all;
    }
    let answers = work.join("answers.json");
    fs::write(&answers, serde_json::to_vec(&answers_json(library)).unwrap()).unwrap();
    let npm = work.join("npm");
    fs::create_dir_all(&npm).unwrap();
    let packages = PACKAGES.map(|(name, version)| format!("{name}@{version}"));
    let installed = Command::new("npm")
        .arg("install")
        .arg("--prefix")
        .arg(&npm)
        .args(["--no-audit", "--no-fund", "--silent"])
        .args(&packages)
        .status();
    if !installed.is_ok_and(|status| status.success()) {
        println!("no npm, or no registry: rivals are left out");
        return all;
    }
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/rivals");
    fs::copy(sources.join("texts.mjs"), npm.join("texts.mjs")).unwrap();
    for (name, script, unit) in rivals {
        let folder = work.join(format!("{script}-{unit}"));
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        fs::copy(sources.join("page.js"), folder.join("page.js")).unwrap();
        let html = "<!doctype html><meta charset=utf-8><title>Rival</title><div id=results></div><script type=module src=page.js></script>";
        fs::write(folder.join("index.html"), html).unwrap();
        let script = format!("{script}.mjs");
        fs::copy(sources.join(&script), npm.join(&script)).unwrap();
        let start = Instant::now();
        let status = Command::new("node").arg(&script).arg(&answers).arg(&folder).arg(unit).current_dir(&npm).status();
        if status.is_ok_and(|status| status.success()) {
            all.push(Contestant { name, folder, built: start.elapsed() });
        } else {
            println!("{name} could not be built");
        }
    }
    all
}

fn answers_json(library: &Library) -> Value {
    let answers = library.entries().map(|entry| {
        let text: Vec<&str> = entry.answer.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
        let speakers: std::collections::BTreeSet<&str> =
            entry.answer.turns.iter().map(|turn| turn.speaker.as_str()).collect();
        json!({
            "id": format!("{}/{}", entry.episode.id, entry.answer.id),
            "title": entry.answer.title(entry.episode),
            "text": text.join("\n"),
            "speakers": speakers,
        })
    });
    answers.collect()
}

/// Where sites are built.
pub(crate) fn work() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench")
}

/// A command of the browser's own protocol.
/// A new browser profile.
pub(crate) async fn session(driver: &Driver) -> Client {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let mut capabilities = driver.capabilities();
    // Keeping a log of the network costs every fetch more than the fetch itself.
    capabilities.remove("goog:loggingPrefs");
    if let Some(options) = capabilities.get_mut("goog:chromeOptions").and_then(Value::as_object_mut) {
        options.remove("perfLoggingPrefs");
    }
    let client = builder.capabilities(capabilities).connect(&driver.url).await.unwrap();
    devtools::tell(&client, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    client
}

/// A session with a contestant's page ready to be asked.
pub(crate) async fn ready(driver: &Driver, server: &Server) -> Client {
    let client = session(driver).await;
    client.goto(&server.url("")).await.unwrap();
    let ready = "if (window.answerbook) { window.benchSearch ??= async (query, speaker) => { await answerbook.ready; \
                 return answerbook.search(query, speaker ? { speaker } : {}); }; return true; } return window.benchReady ?? null";
    until(&client, ready).await;
    tokio::time::sleep(REST).await;
    server.take_sent();
    client
}

/// How many results a page of any contestant shows.
pub(crate) const SHOWN: usize = 10;

/// Asks, and gives how many milliseconds the results took, and their ids: ten, or of a rival as many as are asked for.
pub(crate) async fn ask(client: &Client, query: &str, speaker: Option<&str>, count: usize) -> (f64, Vec<String>) {
    let script = "const [query, speaker, count, done] = arguments; const start = performance.now(); \
                  window.benchSearch(query, speaker, count).then((hits) => done([performance.now() - start, hits.map((hit) => hit.id)]));";
    let answer = client.execute_async(script, vec![json!(query), json!(speaker), json!(count)]).await.unwrap();
    serde_json::from_value(answer).unwrap()
}

/// What a script gives as soon as that is something.
pub(crate) async fn until(client: &Client, script: &str) -> Value {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let value = client.execute(script, Vec::new()).await.unwrap_or(Value::Null);
        if !value.is_null() {
            return value;
        }
        assert!(Instant::now() < deadline, "nothing came of `{script}`");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
