//! What other scripts on the page can ask.

use serde_json::{Value, json};

use crate::Stage;

pub(super) async fn shape_of_results(stage: Stage) {
    let reader = stage.seed().await;
    reader.site.delay(".wasm", std::time::Duration::from_millis(300));
    reader.open("topics/").await;
    // Asked before the app is there, as a script at the foot of the page would.
    let hits: Value = reader
        .run(
            "const asked = window.answerbook.search('\"culture of execution\"'); \
             await window.answerbook.ready; return await asked;",
            Value::Null,
        )
        .await;
    let hit = &hits[0];
    assert_eq!(hits.as_array().unwrap().len(), 1);
    let mut keys: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["id", "match", "paragraphs", "snippet", "speaker", "title", "url"]);
    assert_eq!(hit["id"], "following-curiosity/contributor-to-vp");
    assert_eq!(hit["match"], "exact");
    assert_eq!(hit["speaker"], "jodi-alperstein");
    assert_eq!(hit["title"], "Skills that take an individual contributor to VP");
    let mut paragraphs: Vec<&str> =
        hit["paragraphs"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    paragraphs.sort_unstable();
    assert_eq!(paragraphs, ["2p2u", "n8u9"]);
    let (status, marked): (u16, Vec<String>) = reader
        .run(
            "const response = await fetch(new URL(given.url, window.answerbook.root)); \
             return [response.status, given.snippet.marks.map(([from, to]) => given.snippet.text.slice(from, to))];",
            hit.clone(),
        )
        .await;
    assert_eq!(status, 200, "{}", hit["url"]);
    assert_eq!(marked.join(" "), "culture of execution");
}

/// A page of somebody's own on the same host, with the site under a base path beside it.
pub(super) async fn own_page(stage: Stage) {
    let reader = stage.below().await;
    reader.open("../../beside/").await;
    reader.awake().await;
    reader.click("input").await;
    reader.press("curiosity").await;
    reader.press_key(fantoccini::key::Key::Enter).await;
    reader.until("three results", "document.querySelectorAll('li').length === 3").await;
    reader.press("?").await;
    assert!(reader.text("li").await.contains("jodi-alperstein: "), "{}", reader.text("li").await);
    reader.click("li a").await;
    reader.until("an answer's page", "location.pathname.startsWith('/sub/path/episodes/')").await;
    reader.awake().await;
}

pub(super) async fn options(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("episodes/markup/").await;
    let ask =
        "const hits = await window.answerbook.search(given[0], given[1] ?? undefined); return hits.map(hit => hit.id);";
    let ids = async |query: Value, options: Value| -> Vec<String> { reader.run(ask, json!([query, options])).await };
    assert_eq!(ids(json!("lantern"), json!(null)).await.len(), 10, "ten, where nothing is said");
    assert_eq!(ids(json!("lantern"), json!({ "limit": 3 })).await.len(), 3);
    assert_eq!(ids(json!("lantern"), json!({ "limit": 100 })).await.len(), 24);
    assert_eq!(ids(json!("lantern"), json!({ "episode": "lamps", "limit": 100 })).await.len(), 14);
    assert_eq!(ids(json!("lantern"), json!({ "episode": ["lamps", "markup"], "limit": 100 })).await.len(), 24);
    let bo = ids(json!("lantern"), json!({ "speaker": "bo-example", "limit": 100 })).await;
    assert!(!bo.is_empty() && bo.iter().all(|id| id.starts_with("lamps/")));
    let light = ids(json!("lantern"), json!({ "topic": ["light"], "limit": 100 })).await;
    assert!(!light.is_empty() && light.len() < 24);
    assert_eq!(ids(json!("xyzzyplugh"), json!({})).await.len(), 0);
    let refused =
        "return await window.answerbook.search('lantern', given).then(() => 'found', error => error.message);";
    let error: String = reader.run(refused, json!({ "speaker": "nobody" })).await;
    assert!(error.contains("no speaker “nobody”"), "{error}");
    // Words are words here: nobody is typing, and a beginning finds nothing.
    assert_eq!(ids(json!("marigo"), json!({})).await.len(), 0);
    // A slip is forgiven, unless it is not to be.
    assert_eq!(ids(json!("marigodl"), json!({})).await.len(), 1);
    assert_eq!(ids(json!("marigodl"), json!({ "guess": false })).await.len(), 0);
    // Offsets are in the units of JavaScript's own strings.
    let marked: String = reader
        .run(
            "const [hit] = await window.answerbook.search('marigold'); \
             return hit.snippet.marks.map(([from, to]) => hit.snippet.text.slice(from, to)).join(' ');",
            Value::Null,
        )
        .await;
    assert_eq!(marked, "marigold");
}
