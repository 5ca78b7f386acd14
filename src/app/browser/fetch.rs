//! Fetching files of the site, and unpacking deflated bytes with the browser's own decompressor.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableWritablePair, Response};

#[wasm_bindgen]
extern "C" {
    /// `web_sys` counts this interface as unstable; every browser of the last years has it.
    #[wasm_bindgen(extends = ReadableWritablePair)]
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// Why a file did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No answer at all: the network, or a blocker.
    Unreachable,
    /// The server answered with this status.
    Status(u16),
    /// What came cannot be unpacked.
    Damaged,
}

/// Whether the browser knows itself to be offline.
pub(crate) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// Starts to fetch a file of the site; [`bytes_of`] waits for it.
pub(crate) fn start_fetch(url: &str) -> Option<Promise> {
    web_sys::window().map(|window| window.fetch_with_str(url))
}

/// A file's bytes as they are served.
///
/// # Errors
/// [`Failure`] where it cannot be had.
pub(crate) async fn bytes_of(fetched: Option<Promise>) -> Result<Vec<u8>, Failure> {
    let response = JsFuture::from(fetched.ok_or(Failure::Unreachable)?).await.map_err(|_| Failure::Unreachable)?;
    let response: Response = response.dyn_into().map_err(|_| Failure::Unreachable)?;
    if !response.ok() {
        return Err(Failure::Status(response.status()));
    }
    body(&response).await.ok_or(Failure::Unreachable)
}

/// Deflated bytes, unpacked.
///
/// # Errors
/// [`Failure::Damaged`] where they are no deflate stream.
pub(crate) async fn inflate(deflated: &[u8]) -> Result<Vec<u8>, Failure> {
    inflated(deflated).await.ok_or(Failure::Damaged)
}

async fn inflated(deflated: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = deflated.to_vec();
    let packed = Response::new_with_opt_u8_array(Some(&mut bytes)).ok()?.body()?;
    let unpacker = DecompressionStream::new("deflate-raw").ok()?;
    let unpacked = Response::new_with_opt_readable_stream(Some(&packed.pipe_through(&unpacker))).ok()?;
    body(&unpacked).await
}

async fn body(response: &Response) -> Option<Vec<u8>> {
    let buffer: JsValue = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
