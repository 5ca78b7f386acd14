//! `head.txt`: the manifest of a generation of index files, the one that is always loaded.
//!
//! ```text
//! answerbook 1
//! answers 20
//! episodes 1
//! forms 1103
//! sum 1234
//! start
//! start lea
//! end
//! ```
//!
//! Plain lines, so that a person with a browser can look at it and the browser needs no JSON reader for it, which would be
//! a tenth of the app; `sum` finds damage, `end` a file cut short.

#[cfg(not(target_arch = "wasm32"))]
use super::VERSION;
use super::WireError;
use super::bytes::checksum;
use crate::search::Head;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(head: &Head) -> Vec<u8> {
    let mut text = format!(
        "answerbook {VERSION}\nanswers {}\nepisodes {}\nforms {}\nsum {}\n",
        head.answers,
        head.episodes,
        head.forms,
        sum(head),
    );
    for start in &head.starts {
        text.push_str("start ");
        text.push_str(start);
        text.push('\n');
    }
    text.push_str("end\n");
    text.into_bytes()
}

/// Reads `head.txt`.
///
/// # Errors
/// [`WireError`] where it is cut short, damaged, of a newer version or something else altogether.
pub fn decode_head(bytes: &[u8]) -> Result<Head, WireError> {
    let text = std::str::from_utf8(bytes).map_err(|_| WireError::Damaged)?;
    let mut lines = text.split('\n');
    let mut value = |key: &str| {
        let line = lines.next().ok_or(WireError::Truncated)?;
        let value = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
        value.and_then(|value| value.parse::<u32>().ok()).ok_or(WireError::Damaged)
    };
    let version = value("answerbook").map_err(|_| WireError::Foreign)?;
    super::known_version(u64::from(version))?;
    if !text.ends_with("\nend\n") {
        return Err(WireError::Truncated);
    }
    let mut head =
        Head { answers: value("answers")?, episodes: value("episodes")?, forms: value("forms")?, starts: Vec::new() };
    let wanted = value("sum")?;
    for line in lines.take_while(|line| *line != "end") {
        head.starts.push(line.strip_prefix("start ").ok_or(WireError::Damaged)?.to_owned());
    }
    if head.starts.is_sorted() && wanted == sum(&head) { Ok(head) } else { Err(WireError::Damaged) }
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
