//! A library that asks a search server: its results are the page's own cards, and without it the static index answers.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::search::results;
use crate::Stage;
use crate::support::backend::{Backend, Kind, Mood};
use crate::support::reader::Reader;
use crate::support::site::Built;

/// The library that the server and the site have.
const EPISODES: &str = "tests/fixtures/browser";

/// A reader of a site that asks a server of this kind, and the server.
async fn reader(stage: &Stage, kind: Kind, name: &str) -> (Reader, Backend) {
    let backend = Backend::serve(kind, EPISODES).await;
    let built = Built::with_settings(name, EPISODES, &backend.settings()).unwrap_or_else(|why| panic!("{why}"));
    let reader = stage.reader_asking(built.serve().await, &backend.origin).await;
    (reader, backend)
}

async fn results_of(stage: Stage, kind: Kind, name: &str) {
    let (reader, backend) = reader(&stage, kind, name).await;
    reader.open_awake("").await;
    let policy: String = reader.get("document.querySelector('meta[http-equiv]').content").await;
    assert!(policy.contains(&format!("connect-src 'self' {};", backend.origin)), "{policy}");

    reader.seek("wick ").await;
    reader.until_status("1 answer").await;
    assert_eq!(results(&reader).await, ["lamps/wick"]);
    assert!(reader.text("#results .card h3").await.starts_with("<b>Served</b>: "), "the server's words are text");
    assert_eq!(reader.text("#results .card cite").await, "Bo Example");
    assert!(reader.text("#results .card .source").await.contains("1 May 2024"));
    let marks: Vec<String> =
        reader.get("[...document.querySelectorAll('#results mark')].map(m => m.textContent)").await;
    assert!(!marks.is_empty() && marks.iter().all(|mark| mark.to_lowercase().starts_with("wick")), "{marks:?}");
    let link: String = reader.get("document.querySelector('#results .card a').href").await;
    let begin = reader.site.url("episodes/lamps/wick/#p-");
    assert!(link.starts_with(&begin), "{link} leads to the paragraph on the site's own page");

    // Filters, more, and the order are asked for too.
    reader.seek("lantern").await;
    reader.until("there are ten", "document.querySelectorAll('#results article').length === 10").await;
    reader.click("#more").await;
    reader.until("there are more", "document.querySelectorAll('#results article').length > 10").await;
    reader.until_seen("#filters input[name=speaker][value=bo-example]").await;
    let all = count(&reader).await;
    reader.click("#filters input[name=episode][value=markup]").await;
    reader
        .until("the choice counts", &format!("parseInt(document.getElementById('status').textContent) < {all}"))
        .await;
    assert!(reader.sees("#filters input[name=episode][value=lamps]").await, "another choice is still there to be made");
    reader.click("#filters input[name=episode][value=markup]").await;
    reader.until_status(&format!("{all} answers")).await;

    // Nothing found, and back to the whole library.
    reader.seek("zeppelin").await;
    reader.until_status("No answers").await;
    reader.until_seen("#nothing").await;
    reader.click("#show-all").await;
    reader.until_seen("#browse").await;
    assert_eq!(results(&reader).await, Vec::<String>::new());
    assert_eq!(backend.faults(), Vec::<String>::new());
    assert!(backend.asked().len() >= 5);
    // Only the page that asks may ask.
    reader.open("topics/").await;
    let policy: String = reader.get("document.querySelector('meta[http-equiv]').content").await;
    assert!(!policy.contains("connect-src"), "{policy}");
}

/// How many answers the status says there are.
async fn count(reader: &Reader) -> usize {
    reader.get("parseInt(document.getElementById('status').textContent)").await
}

pub(super) async fn meilisearch(stage: Stage) {
    results_of(stage, Kind::Meilisearch, "backend-meilisearch").await;
}

pub(super) async fn opensearch(stage: Stage) {
    results_of(stage, Kind::OpenSearch, "backend-opensearch").await;
}

/// A query and its answer of the static index.
async fn static_answer(reader: &Reader) {
    reader.seek("wick ").await;
    reader.until_status("1 answer").await;
    assert_eq!(results(reader).await, ["lamps/wick"]);
    assert!(!reader.text("#results .card h3").await.contains("Served"));
}

pub(super) async fn hanging(stage: Stage) {
    let (reader, backend) = reader(&stage, Kind::Meilisearch, "backend-hanging").await;
    backend.set_mood(Mood::Hangs);
    reader.open_awake("").await;
    let begun = Instant::now();
    static_answer(&reader).await;
    assert!(begun.elapsed() >= Duration::from_millis(1_500), "it was given its time");
    let asked = backend.asked().len();
    // The next words do not wait again.
    reader.seek("market").await;
    reader.until("the index answers", "document.getElementById('status').textContent.includes('answer')").await;
    reader.until_seen("#results article").await;
    assert_eq!(backend.asked().len(), asked);
}

pub(super) async fn failing(stage: Stage) {
    let (reader, backend) = reader(&stage, Kind::OpenSearch, "backend-failing").await;
    backend.set_mood(Mood::Fails(500));
    reader.expect_failure_of_another("500");
    reader.open_awake("").await;
    static_answer(&reader).await;
    assert!(!reader.sees("#trouble").await);
}

pub(super) async fn babbling(stage: Stage) {
    let (reader, backend) = reader(&stage, Kind::Meilisearch, "backend-babbling").await;
    backend.set_mood(Mood::Babbles);
    reader.open_awake("?q=wick").await;
    reader.until_seen("#results article").await;
    assert_eq!(results(&reader).await, ["lamps/wick"]);
    assert!(!backend.asked().is_empty());
    // A script asks the static index.
    let search = "return (await answerbook.search('wick')).map(hit => hit.id);";
    let found: Value = reader.run(search, Value::Null).await;
    assert_eq!(found, json!(["lamps/wick"]));
}
