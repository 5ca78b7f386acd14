//! Chromium's own protocol, for what WebDriver has no command for.

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

/// A command of the protocol.
#[derive(Debug)]
struct Command(Value);

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base_url: &url::Url, session_id: Option<&str>) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.0.to_string()))
    }
}

/// Tells a browser something, and gives what it says.
pub(crate) async fn tell(client: &Client, method: &str, params: Value) -> Value {
    client.issue_cmd(Command(json!({ "cmd": method, "params": params }))).await.unwrap()
}
