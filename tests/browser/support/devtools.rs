//! Chromium in use: what its driver has no command for goes by its own protocol, or stands in the driver's logs.
//!
//! Not here: how it is found and started (`chromium`).

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::chromium::Driver;
use super::command::post;

/// A new browser with a new profile.
pub(super) async fn open(driver: &Driver) -> Client {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let client = builder.capabilities(driver.capabilities()).connect(&driver.url).await.unwrap();
    // A page without the focus gets no clipboard and shows no focus ring.
    ask(&client, "Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
    client
}

/// Calls the browser's own protocol.
pub(super) async fn ask(client: &Client, method: &str, params: Value) -> Value {
    post(client, "goog/cdp/execute", json!({ "cmd": method, "params": params })).await
}

/// What the clipboard holds.
pub(super) async fn clipboard(client: &Client, origin: &str) -> String {
    let grant = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": origin });
    ask(client, "Browser.grantPermissions", grant).await;
    let text = client.execute("return navigator.clipboard.readText();", Vec::new()).await.unwrap();
    text.as_str().unwrap_or_default().to_owned()
}

/// The new lines of the console.
pub(super) async fn console(client: &Client) -> Vec<String> {
    log(client, "browser").await.iter().map(console_line).collect()
}

/// The addresses that pages have asked for since this was last asked.
pub(super) async fn requests(client: &Client) -> Vec<String> {
    let log = log(client, "performance").await;
    let messages = log.iter().filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
    let events: Vec<Value> = messages.map(|mut message| message["message"].take()).collect();
    // What the page's own policy refused has not left the browser.
    let refused: Vec<&Value> = events
        .iter()
        .filter(|event| event["method"] == "Network.loadingFailed" && event["params"]["blockedReason"] == "csp")
        .map(|event| &event["params"]["requestId"])
        .collect();
    let sent = events.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
    sent.filter(|event| !refused.contains(&&event["params"]["requestId"]))
        .filter_map(|event| event["params"]["request"]["url"].as_str())
        .map(str::to_owned)
        .collect()
}

/// The new entries of a log, each of which the driver gives once.
async fn log(client: &Client, kind: &str) -> Vec<Value> {
    let entries = post(client, "se/log", json!({ "type": kind })).await;
    entries.as_array().cloned().unwrap_or_default()
}

fn console_line(entry: &Value) -> String {
    let part = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    format!("{} {} {}", part("level"), part("source"), part("message"))
}
