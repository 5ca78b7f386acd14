//! Firefox and geckodriver: found, installed where root and apt allow it (the driver by cargo, as Debian has none), started, used
//! again and stopped. What its driver has no commands for, Firefox's own privileged scripts do (`firefox/inside.js`).
//!
//! A start takes seconds. So a browser is used again by the next journey, in a new tab, when all that it kept is cleared; the sites
//! of a journey have a port and so an origin of their own. A browser whose journey failed is not.
//!
//! Not here: what a reader does with it (`reader`).

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::chromium::named;
use super::command::{Process, install_crate, post};
use crate::tools::{self, on_path};

const BROWSERS: [&str; 2] = ["firefox-esr", "firefox"];
const PACKAGES: &str = "firefox-esr";
/// The driver's crate, and the version that is installed.
const DRIVER: (&str, &str) = ("geckodriver", "0.37.1");

const INSIDE: &str = include_str!("firefox/inside.js");

/// The browsers that no journey uses at present.
type Idle = Arc<Mutex<Vec<(Client, Process)>>>;

/// Where browser and driver are. Dropping it ends the browsers that no journey uses.
pub(crate) struct Driver {
    browser: PathBuf,
    driver: PathBuf,
    idle: Idle,
    profiles: TempDir,
}

/// A browser in use: its driver, and where it goes afterwards.
pub(crate) struct Browser {
    process: Mutex<Option<Process>>,
    idle: Idle,
}

impl Driver {
    /// Finds them, installing what is missing where root allows it.
    ///
    /// # Errors
    /// A sentence that names what is missing and the one command that helps.
    pub(crate) fn start() -> Result<Self, String> {
        let find = || named("FIREFOX").or_else(|| BROWSERS.into_iter().find_map(on_path));
        let browser = match find() {
            Some(browser) => browser,
            None => {
                tools::install(PACKAGES)?;
                find().ok_or_else(|| format!("{PACKAGES} is installed, but Firefox is still not on PATH"))?
            }
        };
        let driver = match named("GECKODRIVER").or_else(|| on_path(DRIVER.0)) {
            Some(driver) => driver,
            None => install_crate(DRIVER.0, DRIVER.1)?,
        };
        let profiles = tempfile::tempdir().map_err(|error| format!("cannot make a folder for profiles: {error}"))?;
        Ok(Self { browser, driver, idle: Arc::default(), profiles })
    }

    /// A browser as with a new profile.
    pub(super) async fn open(&self) -> (Client, Arc<Browser>) {
        let idle = self.idle.lock().unwrap().pop();
        let (client, process) = match idle {
            Some(both) => both,
            None => self.launch().await,
        };
        let own = Browser { process: Mutex::new(Some(process)), idle: self.idle.clone() };
        (client, Arc::new(own))
    }

    async fn launch(&self) -> (Client, Process) {
        // A driver has one session at a time.
        let child = Command::new(&self.driver)
            .args(["--port=0", "--allow-system-access", "--profile-root"])
            .arg(self.profiles.path())
            .env("MOZ_HEADLESS_WIDTH", "1600")
            .env("MOZ_HEADLESS_HEIGHT", "1400")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = Process(child.unwrap_or_else(|error| panic!("{}: {error}", self.driver.display())));
        let mut lines = BufReader::new(process.0.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split("Listening on ").nth(1).map(str::to_owned));
        let address = address.unwrap_or_else(|| panic!("{} did not say where it listens", self.driver.display()));
        // What it says later is read and dropped, so that its pipe never fills.
        std::thread::spawn(move || lines.for_each(drop));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(self.capabilities()).connect(&format!("http://{}/", address.trim())).await;
        let client = client.unwrap();
        run(&client, INSIDE, Value::Null).await;
        renew(&client).await;
        (client, process)
    }

    /// A quiet browser: without a window, and doing nothing of its own accord.
    fn capabilities(&self) -> serde_json::Map<String, Value> {
        let capabilities = json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": self.browser,
                "args": ["-headless"],
                "prefs": {
                    "browser.chrome.site_icons": false,
                    "browser.contentblocking.category": "standard",
                    "browser.safebrowsing.malware.enabled": false,
                    "browser.safebrowsing.phishing.enabled": false,
                    "browser.tabs.remote.separatePrivilegedContentProcess": false,
                    "browser.translations.enable": false,
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "dom.ipc.processPrelaunch.enabled": false,
                    "extensions.formautofill.addresses.enabled": false,
                    "extensions.formautofill.creditCards.enabled": false,
                    "layout.spellcheckDefault": 0,
                    "media.hardwaremediakeys.enabled": false,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                    "network.dns.disablePrefetch": true,
                    "network.prefetch-next": false,
                    "services.settings.server": "data:,#remote-settings-dummy/v1",
                    "toolkit.cosmeticAnimations.enabled": false,
                },
            },
        });
        capabilities.as_object().cloned().unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.idle.lock().unwrap().clear();
    }
}

impl Browser {
    /// Makes it new for the next journey, or ends it.
    pub(super) async fn leave(&self, client: Client, failed: bool) {
        let Some(process) = self.process.lock().unwrap().take() else { return };
        if failed {
            drop(client.close().await);
            return;
        }
        renew(&client).await;
        self.idle.lock().unwrap().push((client, process));
    }
}

/// Opens a new tab in the place of those that there are, and forgets all else.
async fn renew(client: &Client) {
    let former = client.windows().await.unwrap();
    let new = client.new_window(true).await.unwrap().handle;
    for window in former {
        client.switch_to_window(window).await.unwrap();
        client.close_window().await.unwrap();
    }
    client.switch_to_window(new).await.unwrap();
    run(client, "kept.forget()", Value::Null).await;
}

/// Runs an expression, or the body of a function, with the browser's privileges. `given` is its argument.
pub(super) async fn run(client: &Client, script: &str, given: Value) {
    get::<Value>(client, script, given).await;
}

/// The same, for its value.
pub(super) async fn get<T: DeserializeOwned>(client: &Client, script: &str, given: Value) -> T {
    let body =
        if script == INSIDE { script.to_owned() } else { format!("const [given] = arguments; return {script};") };
    post(client, "moz/context", json!({ "context": "chrome" })).await;
    let value = client.execute(&body, vec![given]).await;
    post(client, "moz/context", json!({ "context": "content" })).await;
    let value = value.unwrap_or_else(|error| panic!("{script:.200}: {error}"));
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{script:.200} is {value}: {error}"))
}
