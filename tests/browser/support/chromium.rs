//! Chromium and its driver: found, installed where root and apt allow it, started and stopped.
//!
//! Not here: what they are asked for (`devtools`), and what a reader does with them (`reader`).

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::tools::{self, is_root, on_path};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 3] = ["chromedriver", "chromium-chromedriver", "chromium.chromedriver"];
/// How often it is looked whether the browsers have ended. They are children of the driver, so they cannot be waited for.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

const PACKAGES: &str = "chromium chromium-driver";

/// The flags of a quiet browser: it has no window, uses no network but this machine's and does nothing of its own accord.
const FLAGS: [&str; 14] = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--metrics-recording-only",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// A running driver. Dropping it ends it and its browsers.
pub(crate) struct Driver {
    child: Child,
    /// Where it listens.
    pub(crate) url: String,
    browser: PathBuf,
    profiles: TempDir,
    sessions: AtomicU32,
}

impl Driver {
    /// Starts the driver, installing what is missing where root allows it.
    ///
    /// # Errors
    /// A sentence that names what is missing and the one command that helps.
    pub(crate) fn start() -> Result<Self, String> {
        let (browser, driver) = find_or_install()?;
        let mut child = Command::new(&driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", driver.display()))?;
        let stdout = child.stdout.take().ok_or("the driver has no output")?;
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port =
            lines.find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok());
        let profiles = tempfile::tempdir().map_err(|error| format!("cannot make a folder for profiles: {error}"))?;
        let port: Option<u16> = port;
        let url = format!("http://127.0.0.1:{}/", port.unwrap_or(0));
        let this = Self { child, url, browser, profiles, sessions: AtomicU32::new(0) };
        // What it says later is read and dropped, so that its pipe never fills.
        std::thread::spawn(move || lines.for_each(drop));
        if port.is_some() {
            Ok(this)
        } else {
            Err(format!("{} did not say on which port it listens", driver.display()))
        }
    }

    /// The capabilities of a new session: a browser with a profile of its own, and the logs that journeys look at.
    pub(crate) fn capabilities(&self) -> Map<String, Value> {
        let nth = self.sessions.fetch_add(1, Ordering::Relaxed);
        let mut args: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        args.push(format!("--user-data-dir={}", self.profiles.path().join(nth.to_string()).display()));
        if is_root() {
            args.push("--no-sandbox".to_owned());
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": self.browser,
                "args": args,
                // It begins with an empty page, not with its own start page, which takes longer than ours.
                "prefs": { "session": { "restore_on_startup": 4, "startup_urls": ["about:blank"] } },
                "perfLoggingPrefs": { "enablePage": false },
            },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        capabilities.as_object().cloned().unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Told to end, the driver leaves its browsers behind: those that are still open are told first.
        let browsers = children(self.child.id());
        if !browsers.is_empty() {
            let told = Command::new("kill").args(browsers.iter().map(u32::to_string)).stderr(Stdio::null()).status();
            // One that has ended by itself in between is no failure.
            drop(told);
        }
        // Either may fail only because it has ended already.
        drop(self.child.kill());
        drop(self.child.wait());
        // The profiles go when nobody writes into them any more.
        let deadline = Instant::now() + Duration::from_secs(3);
        while browsers.iter().any(|id| Path::new(&format!("/proc/{id}")).exists()) && Instant::now() < deadline {
            std::thread::sleep(POLL_INTERVAL);
        }
    }
}

/// The processes that a process has started, by their own account under `/proc`.
pub(super) fn children(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id: &u32| {
        // Behind the name in brackets, which may hold anything, come the state and the parent.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        after_name.split(' ').nth(1) == Some(parent.to_string().as_str())
    })
    .collect()
}

fn find_or_install() -> Result<(PathBuf, PathBuf), String> {
    if let Some(both) = find() {
        return Ok(both);
    }
    tools::install(PACKAGES)?;
    find().ok_or_else(|| format!("{PACKAGES} are installed, but Chromium or its driver is still not on PATH"))
}

/// Browser and driver: those that the environment names, then those on PATH.
fn find() -> Option<(PathBuf, PathBuf)> {
    let browser = named("CHROME").or_else(|| BROWSERS.into_iter().find_map(on_path))?;
    let driver = named("CHROMEDRIVER").or_else(|| DRIVERS.into_iter().find_map(on_path))?;
    Some((browser, driver))
}

pub(super) fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}
