//! `head.json`: the manifest of a generation of index files, the one that is always loaded.
//!
//! ```json
//! { "answerbook": 1, "answers": 20, "episodes": 1, "forms": 1103, "starts": ["", "lea"], "sum": 1234 }
//! ```
//!
//! Plain JSON, so that a person with a browser can look at it; `sum` finds damage.

use serde_json::Value;

#[cfg(not(target_arch = "wasm32"))]
use super::VERSION;
use super::WireError;
use super::bytes::checksum;
use crate::search::Head;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(head: &Head) -> Vec<u8> {
    let json = serde_json::json!({
        "answerbook": VERSION,
        "answers": head.answers,
        "episodes": head.episodes,
        "forms": head.forms,
        "starts": head.starts,
        "sum": sum(head),
    });
    json.to_string().into_bytes()
}

/// Reads `head.json`.
///
/// # Errors
/// [`WireError`] where it is cut short, damaged, of a newer version or something else altogether.
pub fn decode_head(bytes: &[u8]) -> Result<Head, WireError> {
    let json: Value = serde_json::from_slice(bytes).map_err(|error| match error.is_eof() {
        true => WireError::Truncated,
        false => WireError::Foreign,
    })?;
    let number = |key: &str| {
        let number = json.get(key).and_then(Value::as_u64);
        number.and_then(|number| u32::try_from(number).ok()).ok_or(WireError::Damaged)
    };
    let version = json.get("answerbook").and_then(Value::as_u64).ok_or(WireError::Foreign)?;
    super::known_version(version)?;
    let starts = json.get("starts").and_then(Value::as_array).ok_or(WireError::Damaged)?;
    let start = |start: &Value| start.as_str().map(str::to_owned).ok_or(WireError::Damaged);
    let head = Head {
        answers: number("answers")?,
        episodes: number("episodes")?,
        forms: number("forms")?,
        starts: starts.iter().map(start).collect::<Result<_, _>>()?,
    };
    let sorted = head.starts.is_sorted();
    if sorted && number("sum")? == sum(&head) { Ok(head) } else { Err(WireError::Damaged) }
}

fn sum(head: &Head) -> u32 {
    let mut bytes = Vec::new();
    for number in [head.answers, head.episodes, head.forms] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    for start in &head.starts {
        bytes.extend_from_slice(start.as_bytes());
        bytes.push(0);
    }
    checksum(&bytes)
}
