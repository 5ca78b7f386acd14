//! The command `serve`: the site from memory on this machine, with live reload.
//!
//! An edited episode is rendered again over the same shell; while an edit has errors, the last good site is served. The
//! server answers as a static host does (folder indexes, redirects to them, 404.html), so that what works here works there. It
//! never writes to the episodes, and listens on the loopback interface alone. Not here: watching the folder
//! ([`super::watch`]), and rendering ([`super::build`]).

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clap::Args;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::content::Content;
use super::progress::duration_text;
use super::shell::Shell;
use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::tell;
use super::watch::WatchedFolder;
use super::{Verdict, build};
use crate::site;
use crate::transcript::hex;

/// The port that is tried first. If it is in use, the ones after it are tried in order.
const FIRST_PORT: u16 = 8080;

/// The number of ports that are tried.
const PORTS: u16 = 100;

/// The bytes of a hash that are a site's version.
const VERSION_BYTES: usize = 8;

/// A script that reloads the page when the site has another version than the script. Pages refer to it as
/// `answerbook-reload.js` when they are rendered for live reload.
const RELOAD_SCRIPT: &str = "new EventSource('/answerbook-events').onmessage = (event) => {\n  \
                             if (event.data !== '{{version}}') location.reload();\n};\n";

#[derive(Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    content: EpisodesArg,
    /// The port to listen on; 0 for any free one [default: 8080, or the next free one]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// A folder with the app's files, instead of the app of this program or checkout
    #[arg(long, value_name = "DIR", hide = true)]
    shell: Option<PathBuf>,
}

/// One rendering of the site.
struct ServedSite {
    files: BTreeMap<String, Bytes>,
    /// A hash of all files.
    version: String,
}

/// The latest rendering, and a notification of each new one.
type Latest = watch::Receiver<Arc<ServedSite>>;

/// The command `serve`: runs until it is interrupted.
///
/// # Errors
/// When the shell cannot be made, the folder cannot be watched or no port can be had.
pub(super) fn run(args: &ServeArgs) -> Result<Verdict> {
    let folder = SiteRoot::find(&args.content)?.episodes;
    let Some(content) = build::read_content(&folder)? else { return Ok(Verdict::ContentHasErrors) };
    let shell = build::shell_for(args.shell.as_deref())?;
    let watched = WatchedFolder::new(&folder)?;
    let (sender, latest) = watch::channel(Arc::new(render(&content, &shell)?));
    let listener = listen(args.port)?;
    let address = listener.local_addr().context("the port has no address")?;
    thread::spawn(move || render_changes(&folder, &shell, &watched, &sender));
    let welcome = format!("Serving {} at http://{address}/ (Ctrl-C ends it)", content.summary());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the server")?;
    runtime.block_on(answer_requests(listener, latest, &welcome))?;
    // Open pages hold their event streams open for ever.
    runtime.shutdown_background();
    Ok(Verdict::Fine)
}

/// # Errors
/// None that is known: nothing is written.
fn render(content: &Content, shell: &Shell) -> Result<ServedSite> {
    let address = content.library.site().address.clone();
    let options = site::Options { base: "/".to_owned(), address, live_reload: true };
    let rendered = Mutex::new(BTreeMap::new());
    build::render(content, shell, &options, &|file| {
        let mut files = rendered.lock().map_err(|_| anyhow!("the site could not be rendered"))?;
        files.insert(file.path, Bytes::from(file.bytes));
        Ok(())
    })?;
    let files = rendered.into_inner().unwrap_or_default();
    let mut hash = Sha256::new();
    for (path, bytes) in &files {
        hash.update(path);
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    Ok(ServedSite { files, version: hex(&hash.finalize(), VERSION_BYTES) })
}

/// Renders the site again after every change of the episodes. Where they have errors, the last good site stays.
fn render_changes(folder: &Path, shell: &Shell, watched: &WatchedFolder, site: &watch::Sender<Arc<ServedSite>>) {
    while watched.wait_for_change() {
        let started = Instant::now();
        let changed = build::read_content(folder).and_then(|content| {
            let Some(content) = content else { return Ok(None) };
            let rendered = render(&content, shell)?;
            Ok(Some((content.summary(), rendered)))
        });
        match changed {
            Ok(Some((summary, rendered))) => {
                if rendered.version != site.borrow().version {
                    tell!("Rendered {summary} in {}", duration_text(started.elapsed()));
                    site.send_replace(Arc::new(rendered));
                }
            }
            Ok(None) => tell!("Still serving the last good site"),
            Err(error) => tell!("error: {error:#}\nStill serving the last good site"),
        }
    }
}

/// A listener on the port asked for, or else on the first free one from [`FIRST_PORT`] on.
fn listen(port: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match port {
        Some(port) => bind(port).with_context(|| format!("cannot listen on port {port}"))?,
        None => first_free(bind)?,
    };
    listener.set_nonblocking(true).context("cannot listen")?;
    Ok(listener)
}

fn first_free(bind: impl Fn(u16) -> io::Result<TcpListener>) -> Result<TcpListener> {
    let mut port = FIRST_PORT;
    loop {
        match bind(port) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < FIRST_PORT + PORTS => {
                tell!("Port {port} is taken");
                port += 1;
            }
            Err(error) => return Err(error).with_context(|| format!("cannot listen on port {port}")),
        }
    }
}

/// Prints the welcome, and answers requests until the process is interrupted.
async fn answer_requests(listener: TcpListener, latest: Latest, welcome: &str) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener).context("cannot listen")?;
    let router = Router::new()
        .route("/answerbook-events", get(version_events))
        .route("/answerbook-reload.js", get(reload_script))
        .fallback(site_file)
        .layer(middleware::from_fn(only_for_this_machine))
        .with_state(latest);
    tokio::select! {
        // In this order, so that an interruption is already waited for when the welcome is printed.
        biased;
        interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
        served = async {
            writeln!(anstream::stdout(), "{welcome}")?;
            axum::serve(listener, router).await
        } => served.context("the server failed"),
    }
}

/// Refuses requests that were meant for another host: a page elsewhere may have its name resolved to this machine, and would read
/// unpublished words with its own rights.
async fn only_for_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    if ["localhost", "127.0.0.1", "[::1]"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "This server answers to localhost and 127.0.0.1 alone.\n").into_response()
}

/// The version of the site, now and after each change, as server-sent events.
async fn version_events(State(latest): State<Latest>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let versions = WatchStream::new(latest).map(|site| Ok(Event::default().data(&site.version)));
    Sse::new(versions).keep_alive(KeepAlive::default())
}

async fn reload_script(State(latest): State<Latest>) -> Response {
    let script = RELOAD_SCRIPT.replace("{{version}}", &latest.borrow().version);
    response(StatusCode::OK, "reload.js", Body::from(script))
}

/// The response of a static host.
async fn site_file(State(latest): State<Latest>, method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let site = latest.borrow().clone();
    // Folders are not walked: `..` is a name like any other, and no file has it.
    if let Ok(path) = percent_decode_str(uri.path()).decode_utf8() {
        let path = path.strip_prefix('/').unwrap_or(&path);
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(bytes) = site.files.get(&file) {
            return response(StatusCode::OK, &file, Body::from(bytes.clone()));
        }
        if site.files.contains_key(&format!("{path}/index.html")) {
            return redirect_to_folder(&uri);
        }
    }
    let page = site.files.get("404.html").cloned().unwrap_or_default();
    response(StatusCode::NOT_FOUND, "404.html", Body::from(page))
}

/// A redirect from `/x` to `/x/`, where the page's relative links work. It is a temporary one: browsers would remember a
/// permanent one for whatever is served on this port next.
fn redirect_to_folder(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{}/{query}", uri.path()))]).into_response()
}

fn response(status: StatusCode, file: &str, body: Body) -> Response {
    let kind = mime_guess::from_path(file).first_or_octet_stream();
    let is_text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "json" | "xml" | "javascript");
    let kind = if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache".to_owned())], body).into_response()
}
