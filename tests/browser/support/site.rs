//! The site under test: built by the real binary, and served by a static file server that can refuse, delay, hold back and
//! alter files, and that keeps a log of its requests. As the plainest of hosts it knows folders with an `index.html`, the page
//! for wrong addresses, and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use percent_encoding::percent_decode_str;
use tokio::sync::Notify;

/// A built site on disk, which any number of servers can serve.
#[derive(Debug, Clone)]
pub(crate) struct Built {
    /// The folder with its files.
    pub(crate) folder: PathBuf,
    base: String,
    /// The words in braces in its HTML files, and the text that each is replaced by.
    words: Vec<(&'static str, String)>,
}

/// The folder of the built sites and of the pictures that failed journeys leave.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap_or(Path::new("target")).join("browser")
}

impl Built {
    /// Builds `episodes` (a folder beside `Cargo.toml`) for a base path such as `/` or `/sub/path/`.
    ///
    /// # Errors
    /// What the binary said.
    pub(crate) fn build(name: &str, episodes: &str, base: &str) -> Result<Self, String> {
        Self::build_with(name, episodes, base, &[])
    }

    /// Builds the seed episode for an absolute address, so that other sites can embed it by a pasted link.
    ///
    /// # Errors
    /// What the binary said.
    pub(crate) fn at(name: &str, address: &str) -> Result<Self, String> {
        Self::build_with(name, "episodes", "/", &["--site-url", address])
    }

    fn build_with(name: &str, episodes: &str, base: &str, options: &[&str]) -> Result<Self, String> {
        let folder = folder().join(name);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
            .current_dir(root)
            .arg("build")
            .arg("--episodes")
            .arg(root.join(episodes))
            .arg("--out")
            .arg(&folder)
            .args(["--base", base])
            .args(options)
            .output()
            .map_err(|error| format!("cannot run answerbook: {error}"))?;
        if output.status.success() {
            return Ok(Self { folder, base: base.to_owned(), words: Vec::new() });
        }
        Err(format!("`answerbook build` of {episodes} failed:\n{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Builds a copy of the episodes of a folder, with more at the end of its settings.
    ///
    /// # Errors
    /// What the binary said.
    pub(crate) fn with_settings(name: &str, episodes: &str, settings: &str) -> Result<Self, String> {
        let copy = folder().join(format!("{name}-episodes"));
        // It may not exist yet.
        drop(std::fs::remove_dir_all(&copy));
        std::fs::create_dir_all(&copy).unwrap();
        for entry in
            std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(episodes)).unwrap().map(Result::unwrap)
        {
            std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
        let file = copy.join("site.toml");
        let whole = std::fs::read_to_string(&file).unwrap() + settings;
        std::fs::write(&file, whole).unwrap();
        Self::build(name, &copy.to_string_lossy(), "/")
    }

    /// Releases a copy of the episodes of some folders, edits the copy and releases it again. An edit is a file, the text that it
    /// contains and the text that replaces it. A file that does not exist is created. `address` is that of the site, where it has one.
    ///
    /// # Errors
    /// What the binary said.
    pub(crate) fn release(
        name: &str,
        episodes: &[&str],
        edits: &[(&str, &str, &str)],
        address: Option<&str>,
    ) -> Result<Self, String> {
        let (folder, copy) = (folder().join(name), folder().join(format!("{name}-episodes")));
        // Neither may exist yet.
        drop(std::fs::remove_dir_all(&copy));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&copy).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in
            episodes.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap()).map(Result::unwrap)
        {
            std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
        publish(&copy, &folder, "2026-01-01", address)?;
        for (file, before, after) in edits {
            let path = copy.join(file);
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(text.contains(before), "`{before}` in {file}");
            std::fs::write(path, if before.is_empty() { (*after).to_owned() } else { text.replace(before, after) })
                .unwrap();
        }
        publish(&copy, &folder, "2026-02-01", address)?;
        Ok(Self { folder, base: "/".to_owned(), words: Vec::new() })
    }

    /// Somebody else's pages, which embed a site.
    pub(crate) fn host(of: &Site) -> Self {
        let words = vec![("{{site}}", of.url("")), ("{{origin}}", of.origin.clone())];
        Self { folder: fixture("hosts"), base: "/".to_owned(), words }
    }

    /// Every page's address relative to the site's root: folders that hold an `index.html`, in order.
    pub(crate) fn pages(&self) -> Vec<String> {
        let mut pages = Vec::new();
        collect_pages(&self.folder, "", &mut pages);
        pages.sort();
        pages
    }

    /// Serves it on a port of its own.
    pub(crate) async fn serve(&self) -> Site {
        self.serve_at(0).await
    }

    /// Serves it on this port; 0 is any that is free.
    pub(crate) async fn serve_at(&self, port: u16) -> Site {
        let shared = Arc::new(Shared { built: self.clone(), state: Mutex::default(), released: Notify::new() });
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Site { origin, shared, server: Arc::new(Server(server)) }
    }
}

pub(super) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn publish(episodes: &Path, out: &Path, date: &str, address: Option<&str>) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["publish", "--date", date, "--episodes"])
        .arg(episodes)
        .arg("--out")
        .arg(out)
        .args(address.map(|address| ["--site-url", address]).into_iter().flatten())
        .output()
        .map_err(|error| format!("cannot run answerbook: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("`answerbook publish` failed:\n{said}")) }
}

fn collect_pages(folder: &Path, address: &str, pages: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            collect_pages(&entry.path(), &format!("{address}{name}/"), pages);
        } else if name == "index.html" {
            pages.push(address.to_owned());
        }
    }
}

/// A served site. The server ends with its last handle.
#[derive(Clone)]
pub(crate) struct Site {
    /// Such as `http://127.0.0.1:40123`.
    pub(crate) origin: String,
    shared: Arc<Shared>,
    #[expect(dead_code, reason = "held so that the server lives as long as the site")]
    server: Arc<Server>,
}

struct Server(tokio::task::JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Shared {
    built: Built,
    state: Mutex<Switches>,
    /// Says that what was held back may be answered.
    released: Notify,
}

/// An alteration of a file's bytes.
pub(crate) type Spoil = fn(&mut Vec<u8>);

#[derive(Default)]
struct Switches {
    /// Parts of paths, the status they are answered with, and how often.
    refused: Vec<(String, u16, usize)>,
    /// A part of paths whose files are altered, and how.
    spoilt: Option<(String, Spoil)>,
    /// Parts of paths, and the delay of their answers.
    delayed: Vec<(String, Duration)>,
    /// A part of paths that get no answer until they are released.
    held: Option<String>,
    /// Scripts that are put into each page, before its own.
    put: Vec<String>,
    /// Whether pages tell this server what their console says.
    tells_console: bool,
    /// What they have told.
    console: Vec<String>,
    /// Whether pages are served as to a browser without scripts.
    scripts_forbidden: bool,
    log: Vec<Asked>,
}

impl Switches {
    /// Whether a path gets no answer yet.
    fn holds(&self, path: &str) -> bool {
        self.held.as_ref().is_some_and(|part| path.contains(part))
    }
}

/// A request, and the status that it was answered with.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Path and search, as asked.
    pub(crate) path: String,
    /// The status answered with.
    pub(crate) status: u16,
    /// Whether a journey had asked for this status.
    pub(crate) meant: bool,
}

impl Shared {
    fn switches(&self) -> MutexGuard<'_, Switches> {
        self.state.lock().unwrap()
    }
}

impl Site {
    /// The absolute address of a page given relative to the site's root.
    pub(crate) fn url(&self, page: &str) -> String {
        format!("{}{}{page}", self.origin, self.shared.built.base)
    }

    /// Every page's address relative to the root.
    pub(crate) fn pages(&self) -> Vec<String> {
        self.shared.built.pages()
    }

    /// Answers every path that contains this with a status, from now on.
    pub(crate) fn refuse(&self, part: &str, status: u16) {
        self.shared.switches().refused.push((part.to_owned(), status, usize::MAX));
    }

    /// Answers the next path that contains this with a status.
    pub(crate) fn refuse_once(&self, part: &str, status: u16) {
        self.shared.switches().refused.push((part.to_owned(), status, 1));
    }

    /// Alters the file of every path that contains this, from now on.
    pub(crate) fn spoil(&self, part: &str, spoil: Spoil) {
        self.shared.switches().spoilt = Some((part.to_owned(), spoil));
    }

    /// Refuses and alters nothing any more.
    pub(crate) fn allow_all(&self) {
        self.shared.switches().refused.clear();
        self.shared.switches().spoilt = None;
    }

    /// Delays the answer to every path that contains this.
    pub(crate) fn delay(&self, part: &str, by: Duration) {
        self.shared.switches().delayed.push((part.to_owned(), by));
    }

    /// Holds the answers to paths that contain this back until [`Site::release`].
    pub(crate) fn hold(&self, part: &str) {
        self.shared.switches().held = Some(part.to_owned());
    }

    /// Answers what was held back.
    pub(crate) fn release(&self) {
        self.shared.switches().held = None;
        self.shared.released.notify_waiters();
    }

    /// Puts a script into each page that a window or frame opens from now on, before its own.
    pub(super) fn put_into_pages(&self, source: &str) {
        self.shared.switches().put.push(source.to_owned());
    }

    /// Has each page tell this server what its console says.
    pub(super) fn tell_console(&self) {
        self.shared.switches().tells_console = true;
    }

    /// What consoles have said since this was last asked.
    pub(super) fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.switches().console)
    }

    /// Serves pages whose scripts do not run, as in a browser without any, or ends that.
    pub(super) fn forbid_scripts(&self, forbidden: bool) {
        self.shared.switches().scripts_forbidden = forbidden;
    }

    /// The requests so far.
    pub(crate) fn log(&self) -> Vec<Asked> {
        self.shared.switches().log.clone()
    }
}

async fn answer(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let asked = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    if uri.path() == CONSOLE {
        let line = String::from_utf8_lossy(&body).into_owned();
        shared.switches().console.push(line);
        return plain(StatusCode::OK, "");
    }
    let (delay, refused, spoil) = {
        let mut switches = shared.switches();
        let delay = switches.delayed.iter().find(|(part, _)| asked.contains(part)).map(|(_, by)| *by);
        let refused = switches.refused.iter_mut().find(|(part, _, left)| *left > 0 && asked.contains(part.as_str()));
        let refused = refused.map(|(_, status, left)| {
            *left -= 1;
            *status
        });
        (delay, refused, switches.spoilt.as_ref().filter(|(part, _)| asked.contains(part)).map(|(_, spoil)| *spoil))
    };
    if let Some(delay) = delay {
        tokio::time::sleep(delay).await;
    }
    loop {
        // Waited for from before the look, so that a release in between is not missed.
        let released = shared.released.notified();
        if !shared.switches().holds(&asked) {
            break;
        }
        released.await;
    }
    let response = match refused {
        Some(status) => plain(StatusCode::from_u16(status).unwrap(), "refused"),
        None => {
            // A page that a script fetches is the file as it is.
            let opened = headers.get("sec-fetch-dest").is_some_and(|dest| dest == "document" || dest == "iframe");
            let path = percent_decode_str(uri.path()).decode_utf8_lossy();
            file(&shared.built, &path, spoil, opened.then(|| Opened::of(&shared.switches())))
        }
    };
    let status = response.status().as_u16();
    shared.switches().log.push(Asked { path: asked, status, meant: refused.is_some() });
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "text/plain");
    let response = response.header(header::CACHE_CONTROL, "no-cache");
    response.body(Body::from(text)).unwrap()
}

/// Where pages tell what their console says.
const CONSOLE: &str = "/console-of-the-page";

/// What is different about a page that a window or a frame opens.
struct Opened {
    /// The scripts that stand before its own.
    scripts: String,
    scripts_forbidden: bool,
}

impl Opened {
    fn of(switches: &Switches) -> Self {
        let mut scripts = String::new();
        if switches.tells_console {
            scripts.push_str(include_str!("webkit/console.js"));
        }
        switches.put.iter().for_each(|source| scripts.push_str(source));
        Self { scripts, scripts_forbidden: switches.scripts_forbidden }
    }

    /// The page with the scripts in it. They stand before the page's policy, which does not bind them, and leave no element behind.
    fn page(&self, html: String) -> String {
        if self.scripts.is_empty() {
            return html;
        }
        let Some(place) = html.find("<meta http-equiv").or_else(|| html.find("</head>")) else { return html };
        let tells = !html.contains("default-src 'none'");
        let (before, after) = html.split_at(place);
        format!(
            "{before}<script>document.currentScript.remove(); window.tellsConsole = {tells};\n{}\n</script>{after}",
            self.scripts
        )
    }
}

fn file(built: &Built, path: &str, spoil: Option<Spoil>, opened: Option<Opened>) -> Response<Body> {
    let (built, path) = match path.strip_prefix("/beside/") {
        // Another page of the same host, and none of the site's.
        Some(rest) => (&Built { folder: fixture("beside"), ..built.clone() }, rest),
        None => (built, path.strip_prefix(&built.base).unwrap_or("..")),
    };
    if path.contains("..") {
        return plain(StatusCode::NOT_FOUND, "outside the site");
    }
    let mut file = built.folder.join(path);
    if file.is_dir() && !path.is_empty() && !path.ends_with('/') {
        let there = format!("{}{path}/", built.base);
        let moved = Response::builder().status(StatusCode::MOVED_PERMANENTLY).header(header::LOCATION, there);
        return moved.body(Body::empty()).unwrap();
    }
    if file.is_dir() {
        file = file.join("index.html");
    }
    let (status, file) = if file.is_file() { (200, file) } else { (404, built.folder.join("404.html")) };
    if !file.is_file() {
        return plain(StatusCode::NOT_FOUND, "not found");
    }
    let kind = mime_guess::from_path(&file).first_or_octet_stream();
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, kind.as_ref());
    // Asked for anew each time, so that what a journey refuses does not come from a cache.
    let mut response = response.header(header::CACHE_CONTROL, "no-cache");
    let mut bytes = std::fs::read(&file).unwrap();
    if let Some(spoil) = spoil {
        spoil(&mut bytes);
    }
    if !built.words.is_empty() {
        let text = String::from_utf8(bytes).unwrap();
        bytes = built.words.iter().fold(text, |text, (from, to)| text.replace(from, to)).into_bytes();
    }
    if let Some(opened) = opened.filter(|_| file.extension().is_some_and(|kind| kind == "html")) {
        if opened.scripts_forbidden {
            // A sandbox that allows all but scripts.
            response = response.header(
                header::CONTENT_SECURITY_POLICY,
                "sandbox allow-same-origin allow-forms allow-popups allow-top-navigation",
            );
        }
        bytes = opened.page(String::from_utf8_lossy(&bytes).into_owned()).into_bytes();
    }
    response.body(Body::from(bytes)).unwrap()
}
