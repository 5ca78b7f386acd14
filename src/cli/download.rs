//! A text from the web: one request, bounded in time and size, for `--against` an address.
//!
//! Not here: the local server (`serve`). The finished site asks nothing of anybody but its own host.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use ureq::Agent;

/// The time to connect, and to wait for the first byte of an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The time for the whole answer, of which a slow line brings some ten megabytes.
const WHOLE_ANSWER: Duration = Duration::from_secs(180);

/// A longer way round is a circle.
const MAX_REDIRECTS: u32 = 5;

/// What an address begins with.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Whether a name is an address of the web, as against one of a file or a revision.
pub(super) fn is_address(name: &str) -> bool {
    SCHEMES.iter().any(|scheme| name.starts_with(scheme))
}

/// The text at an address, of at most so many bytes; none where the host says that nothing is there.
///
/// # Errors
/// When the text is longer, cut short or not UTF-8, when it does not come in time, and when there is no host to ask.
pub(super) fn text(address: &str, max_bytes: u64) -> Result<Option<String>> {
    let agent: Agent = Agent::config_builder()
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_global(Some(WHOLE_ANSWER))
        .max_redirects(MAX_REDIRECTS)
        // What began in private does not go on in the open.
        .https_only(address.starts_with("https://"))
        .user_agent(concat!("answerbook/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let failed = || format!("cannot read {address}");
    let mut body = match agent.get(address).call() {
        Err(ureq::Error::StatusCode(404 | 410)) => return Ok(None),
        answer => answer.with_context(failed)?.into_body(),
    };
    let announced = body.content_length();
    let text = body.with_config().limit(max_bytes).read_to_string().with_context(failed)?;
    if announced.is_some_and(|bytes| bytes != text.len() as u64) {
        bail!("{}: the answer was cut short", failed());
    }
    Ok(Some(text))
}
