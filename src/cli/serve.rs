//! The command `serve`: the site from memory on this machine, with live reload. An edited episode is rendered again over
//! the same shell; while an edit is broken the last good site stays up.
//!
//! It answers as a static host does (folder indexes, redirects to them, 404.html), so that what works here works there. It
//! never writes to the episodes, and listens on the loopback interface alone.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clap::Args;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::content::Content;
use super::shell::Shell;
use super::watch::Watched;
use super::{EpisodesArg, Verdict, build, step};
use crate::site;

/// The port that is tried first, and the first of those that are tried after it.
const PORT: u16 = 8080;

/// How many ports are tried.
const PORTS: u16 = 100;

/// Reloads the page when the site has changed since the page's own version of this script. The pages link to it by this
/// name when they are rendered for live reload.
const RELOAD_SCRIPT: &str = "new EventSource('/answerbook-events').onmessage = (event) => {\n  \
                             if (event.data !== '{{version}}') location.reload();\n};\n";

#[derive(Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    content: EpisodesArg,
    /// The port to listen on; 0 takes any that is free [default: 8080, or the next that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// A folder with a finished shell, instead of the one of this checkout
    #[arg(long, value_name = "DIR", hide = true)]
    shell: Option<PathBuf>,
}

/// One rendering of the site.
struct Site {
    files: BTreeMap<String, Bytes>,
    /// Changes with any byte of it.
    version: String,
}

/// The site as it is now, and word of every change.
type Current = watch::Receiver<Arc<Site>>;

/// The command `serve`: runs until it is interrupted.
///
/// # Errors
/// When the shell cannot be made, the folder cannot be watched or no port can be had.
pub(super) fn run(args: &ServeArgs) -> Result<Verdict> {
    let folder = args.content.episodes.clone();
    let Some(content) = build::read_content(&folder)? else { return Ok(Verdict::ContentHasErrors) };
    let shell = build::shell_for(args.shell.as_deref())?;
    let watched = Watched::new(&folder)?;
    let (sender, current) = watch::channel(Arc::new(render(&content, &shell)));
    let listener = listen(args.port)?;
    let address = listener.local_addr().context("the port has no address")?;
    thread::spawn(move || keep_current(&folder, &shell, &watched, &sender));
    let welcome = format!("Serving {} at http://{address}/ (Ctrl-C ends it)", content.summary());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the server")?;
    runtime.block_on(serve(listener, current, &welcome))?;
    // Open pages hold their event streams open for ever.
    runtime.shutdown_background();
    Ok(Verdict::Fine)
}

fn render(content: &Content, shell: &Shell) -> Site {
    let address = content.library.site().address.clone();
    let options = site::Options { base: "/".to_owned(), address, live_reload: true };
    let files = build::render(content, shell, &options);
    let mut hash = Sha256::new();
    for (path, bytes) in &files {
        hash.update(path);
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    let version = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Site { files: files.into_iter().map(|(path, bytes)| (path, Bytes::from(bytes))).collect(), version }
}

/// Renders the site again after every change of the episodes, and keeps the last good one where it has errors.
fn keep_current(folder: &Path, shell: &Shell, watched: &Watched, site: &watch::Sender<Arc<Site>>) {
    while watched.wait() {
        let started = Instant::now();
        match build::read_content(folder) {
            Ok(Some(content)) => {
                let rendered = render(&content, shell);
                if rendered.version != site.borrow().version {
                    anstream::eprintln!("Rendered {} in {}", content.summary(), step::spoken(started.elapsed()));
                    site.send_replace(Arc::new(rendered));
                }
            }
            Ok(None) => anstream::eprintln!("Still serving the last good site"),
            Err(error) => anstream::eprintln!("error: {error:#}\nStill serving the last good site"),
        }
    }
}

/// The port asked for, or else the first free one from [`PORT`] on.
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
    let mut port = PORT;
    loop {
        match bind(port) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < PORT + PORTS => {
                anstream::eprintln!("Port {port} is taken");
                port += 1;
            }
            Err(error) => return Err(error).with_context(|| format!("cannot listen on port {port}")),
        }
    }
}

/// Says the welcome and answers until the process is interrupted.
async fn serve(listener: TcpListener, current: Current, welcome: &str) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener).context("cannot listen")?;
    let router = Router::new()
        .route("/answerbook-events", get(events))
        .route("/answerbook-reload.js", get(reload_script))
        .fallback(file)
        .with_state(current);
    tokio::select! {
        // In this order, so that an interruption is already waited for when somebody reads that the server is there.
        biased;
        interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
        served = async {
            writeln!(anstream::stdout(), "{welcome}")?;
            axum::serve(listener, router).await
        } => served.context("the server failed"),
    }
}

/// The version of the site, now and after each change.
async fn events(State(current): State<Current>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let versions = WatchStream::new(current).map(|site| Ok(Event::default().data(&site.version)));
    Sse::new(versions).keep_alive(KeepAlive::default())
}

async fn reload_script(State(current): State<Current>) -> Response {
    let script = RELOAD_SCRIPT.replace("{{version}}", &current.borrow().version);
    answer(StatusCode::OK, "reload.js", Body::from(script))
}

/// What a static host answers.
async fn file(State(current): State<Current>, method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let site = current.borrow().clone();
    if let Some(path) = decoded(uri.path()) {
        let path = path.strip_prefix('/').unwrap_or(&path);
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(bytes) = site.files.get(&file) {
            return answer(StatusCode::OK, &file, Body::from(bytes.clone()));
        }
        if site.files.contains_key(&format!("{path}/index.html")) {
            return to_folder(&uri);
        }
    }
    let page = site.files.get("404.html").cloned().unwrap_or_default();
    answer(StatusCode::NOT_FOUND, "404.html", Body::from(page))
}

/// Sends a reader from `/x` to `/x/`, where the page's relative links hold. Not for ever: browsers would remember it for
/// whatever is served on this port next.
fn to_folder(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{}/{query}", uri.path()))]).into_response()
}

fn answer(status: StatusCode, file: &str, body: Body) -> Response {
    let kind = mime_guess::from_path(file).first_or_octet_stream();
    let is_text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "json" | "xml" | "javascript");
    let kind = if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache".to_owned())], body).into_response()
}

/// A path without percent signs; `None` where it does not stand for text. Folders are not walked: `..` is a name like any
/// other, and no file has it.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, tail @ ..] = tail else { return None };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(digit(*high)? * 16 + digit(*low)?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}
