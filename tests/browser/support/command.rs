//! Drivers: their programs and processes, and those of their commands that the client has no name for.
//!
//! Not here: which commands an engine has (`chromium`, `firefox`, `webkit`).

use std::env;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};
use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::Value;

use super::chromium::children;

/// The program of a crate, installed where it is missing into the folder of Answerbook's tools (`answerbook setup` has the same).
///
/// # Errors
/// A sentence that names the command to run.
pub(super) fn install_crate(name: &str, version: &str) -> Result<PathBuf, String> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache =
        || Some(set("XDG_CACHE_HOME").or_else(|| Some(env::home_dir()?.join(".cache")))?.join("answerbook/tools"));
    let tools =
        set("ANSWERBOOK_TOOLS").or_else(cache).ok_or("no home folder: set ANSWERBOOK_TOOLS to a folder for tools")?;
    let folder = tools.join(format!("{name}-{version}"));
    let program = folder.join("bin").join(name);
    if !program.is_file() {
        println!("Installing {name} {version} from crates.io, which takes some minutes");
        let root = folder.to_string_lossy().into_owned();
        let words = ["install", name, "--version", version, "--locked", "--quiet", "--root", &root];
        let status = process::Command::new(env!("CARGO")).args(words).status();
        if !(status.is_ok_and(|status| status.success()) && program.is_file()) {
            return Err(format!("missing: {name}. Install with: cargo {}", words.join(" ")));
        }
    }
    Ok(program)
}

#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base_url: &url::Url, session_id: Option<&str>) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.body.to_string()))
    }
}

/// Posts a command of a session, by the end of its path.
pub(super) async fn post(client: &Client, path: &'static str, body: Value) -> Value {
    let what = format!("{path} {body:.300}");
    client.issue_cmd(Command { path, body }).await.unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// How often it is looked whether the browsers have ended. They are children of the driver, so they cannot be waited for.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A process that ends when it is dropped, and its own processes with it.
pub(super) struct Process(pub(super) Child);

impl Drop for Process {
    fn drop(&mut self) {
        // Told to end, a driver leaves its browsers behind: those that are still open are told first.
        let browsers = children(self.0.id());
        if !browsers.is_empty() {
            let told =
                process::Command::new("kill").args(browsers.iter().map(u32::to_string)).stderr(Stdio::null()).status();
            // One that has ended by itself in between is no failure.
            drop(told);
        }
        // Either may fail only because it has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
        let deadline = Instant::now() + Duration::from_secs(3);
        while browsers.iter().any(|id| Path::new(&format!("/proc/{id}")).exists()) && Instant::now() < deadline {
            std::thread::sleep(POLL_INTERVAL);
        }
    }
}

/// A port that nobody listens at.
pub(super) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no port is free: {error}"))?;
    Ok(listener.local_addr().map_err(|error| error.to_string())?.port())
}
