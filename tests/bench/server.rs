//! A static host on this machine: folders of files with Brotli for the types that hosts compress, and a count of the bytes
//! that went over the wire.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;

/// From so many bytes on files are compressed less hard: it is done on the fly.
const LARGE: usize = 2_000_000;

type Cache = HashMap<PathBuf, Arc<Vec<u8>>>;

/// A running host.
#[derive(Clone)]
pub(crate) struct Server {
    folder: Arc<PathBuf>,
    port: u16,
    sent: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    compressed: Arc<Mutex<Cache>>,
}

impl Server {
    /// Serves a folder.
    pub(crate) async fn start(folder: &Path) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            folder: Arc::new(folder.to_owned()),
            port: listener.local_addr().unwrap().port(),
            sent: Arc::default(),
            requests: Arc::default(),
            compressed: Arc::default(),
        };
        let app = Router::new().fallback(answer).with_state(server.clone());
        let listener = listener.tap_io(|connection| connection.set_nodelay(true).unwrap_or_default());
        tokio::spawn(async move { axum::serve(listener, app).await });
        server
    }

    /// A page's address.
    pub(crate) fn url(&self, page: &str) -> String {
        format!("http://127.0.0.1:{}/{page}", self.port)
    }

    /// Bytes sent and files asked for since it was last asked.
    pub(crate) fn take_sent(&self) -> (usize, usize) {
        (self.sent.swap(0, Ordering::Relaxed), self.requests.swap(0, Ordering::Relaxed))
    }

    fn file(&self, path: &str) -> Option<(Arc<Vec<u8>>, &'static str, bool)> {
        let mut file = self.folder.join(path.trim_start_matches('/'));
        if file.is_dir() {
            file.push("index.html");
        }
        let (kind, compress) = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => ("text/html; charset=utf-8", true),
            Some("js" | "mjs") => ("text/javascript", true),
            Some("css") => ("text/css", true),
            Some("json") => ("application/json", true),
            Some("svg") => ("image/svg+xml", true),
            Some("wasm") => ("application/wasm", true),
            Some("woff2") => ("font/woff2", false),
            _ => ("application/octet-stream", false),
        };
        if !compress {
            return Some((Arc::new(std::fs::read(&file).ok()?), kind, false));
        }
        if let Some(bytes) = self.compressed.lock().unwrap().get(&file) {
            return Some((bytes.clone(), kind, true));
        }
        let bytes = Arc::new(brotli(&std::fs::read(&file).ok()?));
        self.compressed.lock().unwrap().insert(file, bytes.clone());
        Some((bytes, kind, true))
    }
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let quality = if bytes.len() > LARGE { 9 } else { 11 };
    let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params).unwrap();
    compressed
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    // Read here and now: what lies in memory anyway is read faster than handed to another thread.
    let Some((bytes, kind, compressed)) = server.file(&path) else { return StatusCode::NOT_FOUND.into_response() };
    if kind != "font/woff2" {
        server.sent.fetch_add(bytes.len(), Ordering::Relaxed);
        server.requests.fetch_add(1, Ordering::Relaxed);
    }
    let mut response = bytes.to_vec().into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &'static str| headers.insert(name, header::HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, kind);
    set(header::CACHE_CONTROL, "max-age=3600");
    // What the browser's own measure of memory asks for.
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-embedder-policy"), "require-corp");
    if compressed {
        set(header::CONTENT_ENCODING, "br");
    }
    response
}
