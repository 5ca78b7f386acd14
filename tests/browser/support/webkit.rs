//! WebKit: MiniBrowser and its driver, of Debian's packages, on an X server without a screen. The driver has no commands for the
//! surroundings of a page. So the desktop's settings say which colours are preferred and whether things may move, a proxy hears of all
//! requests that leave the machine, the X server has the clipboard, and each page tells the server of its site what its console says.
//!
//! Not here: what a reader does with it (`reader`).

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::chromium::named;
use super::command::{Process, free_port};
use super::site::Site;
use crate::tools::{self, on_path};

const PROGRAMS: [&str; 4] = ["WebKitWebDriver", "Xvfb", "xsettingsd", "xclip"];
const PACKAGES: &str = "webkit2gtk-driver xvfb xsettingsd xclip";
const POLL_INTERVAL: Duration = Duration::from_millis(20);
const DEADLINE: Duration = Duration::from_secs(20);

/// The window is as small as it is asked to be, since nothing in it needs room.
const STYLE: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }";

type Idle = Arc<Mutex<Vec<Desk>>>;

/// Where browser and driver are. Dropping it ends what no journey uses.
pub(crate) struct Driver {
    browser: PathBuf,
    idle: Idle,
}

/// An X server with a driver on it, used by one journey after the other.
struct Desk {
    display: String,
    /// The home folder, which holds the desktop's settings.
    home: TempDir,
    #[expect(dead_code, reason = "held so that it runs as long as its sessions")]
    driver: Process,
    driver_url: String,
    settings: Process,
    #[expect(dead_code, reason = "held so that it runs as long as what is shown on it")]
    server: Process,
}

/// A browser in use.
pub(crate) struct Browser {
    desk: Mutex<Option<Desk>>,
    idle: Idle,
    /// What the proxy was asked for.
    asked: Arc<Mutex<Vec<String>>>,
    proxy: tokio::task::JoinHandle<()>,
}

impl Driver {
    /// Finds them, installing what is missing where root allows it.
    ///
    /// # Errors
    /// A sentence that names what is missing and the one command that helps.
    pub(crate) fn start() -> Result<Self, String> {
        if PROGRAMS.iter().any(|name| on_path(name).is_none()) || find().is_none() {
            tools::install(PACKAGES)?;
        }
        let browser = find().ok_or_else(|| format!("{PACKAGES} are installed, but there is no MiniBrowser"))?;
        Ok(Self { browser, idle: Arc::default() })
    }

    /// A browser that keeps no data.
    pub(super) async fn open(&self) -> (Client, Arc<Browser>) {
        let idle = self.idle.lock().unwrap().pop();
        let desk = idle.unwrap_or_else(|| Desk::set_up().unwrap_or_else(|why| panic!("{why}")));
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy_url = format!("http://{}", listener.local_addr().unwrap());
        let proxy = tokio::spawn(refuse_all(listener, asked.clone()));
        let capabilities = self.capabilities(&proxy_url);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&desk.driver_url).await.unwrap();
        let own = Browser { desk: Mutex::new(Some(desk)), idle: self.idle.clone(), asked, proxy };
        (client, Arc::new(own))
    }

    fn capabilities(&self, proxy: &str) -> Map<String, Value> {
        let proxy = format!("--proxy={proxy}");
        // In full screen the window has no bars, and the page is as large as the window.
        let args = ["--automation", "--full-screen", &proxy, "--ignore-host=127.0.0.1"];
        let capabilities = json!({ "webkitgtk:browserOptions": { "binary": self.browser, "args": args } });
        capabilities.as_object().cloned().unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.idle.lock().unwrap().clear();
    }
}

impl Desk {
    fn set_up() -> Result<Self, String> {
        let home = tempfile::tempdir().map_err(|error| format!("cannot make a folder: {error}"))?;
        let styles = home.path().join(".config/gtk-3.0");
        std::fs::create_dir_all(&styles).and_then(|()| std::fs::write(styles.join("gtk.css"), STYLE)).unwrap();
        write_settings(home.path(), &[]);
        let mut server = spawn(
            Command::new("Xvfb").args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]),
            true,
        )?;
        let stdout = server.0.stdout.take().ok_or("Xvfb has no output")?;
        let number = BufReader::new(stdout).lines().map_while(Result::ok).next().ok_or("Xvfb did not start")?;
        let display = format!(":{}", number.trim());
        let in_home = |program: &str| {
            let mut command = Command::new(program);
            command.env("DISPLAY", &display).env("HOME", home.path()).env("XDG_RUNTIME_DIR", home.path());
            command.env("NO_AT_BRIDGE", "1").env("GTK_A11Y", "none").env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
            for name in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "WAYLAND_DISPLAY", "GTK_THEME"] {
                command.env_remove(name);
            }
            command
        };
        let settings = spawn(in_home("xsettingsd").arg("-c").arg(home.path().join("settings")), false)?;
        let port = free_port()?;
        let driver = spawn(in_home("WebKitWebDriver").arg(format!("--port={port}")), false)?;
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > DEADLINE {
                return Err("WebKitWebDriver does not listen".to_owned());
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        Ok(Self { display, home, driver, driver_url: format!("http://127.0.0.1:{port}/"), settings, server })
    }
}

fn spawn(command: &mut Command, heard: bool) -> Result<Process, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = if heard { Stdio::piped() } else { Stdio::null() };
    let child = command.stdin(Stdio::null()).stdout(output).stderr(Stdio::null()).spawn();
    child.map(Process).map_err(|error| format!("cannot start {name}: {error}"))
}

fn write_settings(home: &Path, features: &[(&str, &str)]) {
    let has = |name: &str, value: &str| features.contains(&(name, value));
    let theme = if has("prefers-color-scheme", "dark") { "Adwaita-dark" } else { "Adwaita" };
    let moves = u8::from(!has("prefers-reduced-motion", "reduce"));
    let settings = format!("Net/ThemeName \"{theme}\"\nGtk/EnableAnimations {moves}\n");
    std::fs::write(home.join("settings"), settings).unwrap();
}

/// The browser beside the library, which is on no PATH.
fn find() -> Option<PathBuf> {
    let libraries = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let folders = libraries.flat_map(|entry| ["4.1", "4.0"].map(|is| entry.path().join(format!("webkit2gtk-{is}"))));
    named("MINIBROWSER").or_else(|| folders.map(|folder| folder.join("MiniBrowser")).find(|file| file.is_file()))
}

/// A proxy that keeps what it is asked for, and refuses it.
async fn refuse_all(listener: TcpListener, asked: Arc<Mutex<Vec<String>>>) {
    let router = Router::new().fallback(refuse).with_state(asked);
    axum::serve(listener, router).await.unwrap();
}

async fn refuse(State(asked): State<Arc<Mutex<Vec<String>>>>, method: Method, uri: Uri) -> StatusCode {
    let url = if method == Method::CONNECT { format!("https://{uri}/") } else { uri.to_string() };
    asked.lock().unwrap().push(url);
    StatusCode::FORBIDDEN
}

impl Browser {
    /// Sets what the desktop prefers.
    pub(super) async fn media(&self, client: &Client, medium: &str, features: &[(&str, &str)]) {
        assert!(["", "screen"].contains(&medium), "WebKit's medium cannot be set");
        let known = ["prefers-color-scheme", "prefers-reduced-motion"];
        assert!(features.iter().all(|(name, _)| known.contains(name)), "WebKit cannot be told of {features:?}");
        {
            let desk = self.desk.lock().unwrap();
            let desk = desk.as_ref().unwrap();
            write_settings(desk.home.path(), features);
            let told = Command::new("kill").args(["-HUP", &desk.settings.0.id().to_string()]).status();
            assert!(told.is_ok_and(|status| status.success()), "the desktop's settings are read again");
        }
        let condition = features.iter().map(|(name, value)| format!("({name}: {value})")).collect::<Vec<_>>();
        let condition = format!("return matchMedia({}).matches;", json!(condition.join(" and ")));
        let start = Instant::now();
        while client.execute(&condition, Vec::new()).await.unwrap() != json!(true) {
            assert!(start.elapsed() < DEADLINE, "WebKit has not heard of {features:?}");
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// What the clipboard holds.
    pub(super) async fn clipboard(&self) -> String {
        let display = self.desk.lock().unwrap().as_ref().unwrap().display.clone();
        let output = tokio::task::spawn_blocking(move || {
            Command::new("xclip").args(["-out", "-selection", "clipboard", "-display", &display]).output()
        });
        let output = tokio::time::timeout(DEADLINE, output).await.expect("the clipboard answers").unwrap().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The addresses of other hosts that were asked since this was last asked.
    pub(super) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// Ends the session and its browser.
    pub(super) async fn leave(&self, client: Client) {
        self.proxy.abort();
        let closed = client.close().await;
        let Some(desk) = self.desk.lock().unwrap().take() else { return };
        if closed.is_ok() {
            self.idle.lock().unwrap().push(desk);
        }
    }
}

/// Makes the window, which is the page's area, this large.
pub(super) async fn size(client: &Client, width: u32, height: u32) {
    client.set_window_rect(0, 0, width, height).await.unwrap();
    let is = format!("return innerWidth === {width} && innerHeight === {height};");
    let start = Instant::now();
    while client.execute(&is, Vec::new()).await.unwrap() != json!(true) {
        assert!(start.elapsed() < DEADLINE, "the window is not {width} × {height}");
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// What pages have told of their consoles, and what those that may not tell have kept.
pub(super) async fn console(client: &Client, sites: &[Site]) -> Vec<String> {
    let mut lines: Vec<String> = sites.iter().flat_map(Site::told).collect();
    lines.extend(kept(client).await);
    let frames = "return [...document.querySelectorAll('answerbook-answer, answerbook-search, iframe')]\
                  .map((one) => one.shadowRoot?.querySelector('iframe') ?? one).filter((one) => one.localName === 'iframe');";
    let frames = client.execute(frames, Vec::new()).await.unwrap_or_default();
    for frame in frames.as_array().into_iter().flatten() {
        let Some(id) = frame.as_object().and_then(|one| one.values().next()?.as_str()) else { continue };
        let frame = Element::from_element_id(client.clone(), id.to_owned().into());
        // It may have gone meanwhile.
        if frame.enter_frame().await.is_ok() {
            lines.extend(kept(client).await);
            client.clone().enter_parent_frame().await.unwrap();
        }
    }
    lines
}

async fn kept(client: &Client) -> Vec<String> {
    let kept = client.execute("return window.keptConsole?.splice(0) ?? [];", Vec::new()).await.unwrap_or_default();
    serde_json::from_value(kept).unwrap_or_default()
}
