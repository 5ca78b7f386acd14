//! Files in a packed folder, unpacked within limits.
//!
//! Not here: what they mean.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::transcript::Problem;

/// The most bytes of a file when it is unpacked. The text of a Bible has five million.
const MAX_BYTES: u64 = 64 << 20;

/// The names of the files in a packed folder, in the order of the folder; none where it cannot be read.
pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    let Ok(folder) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    folder.file_names().flatten().map(|name| name.into_owned()).collect()
}

/// The text of a file in a packed folder; `None` where it is not there.
///
/// # Errors
/// What is wrong with the folder or the file.
pub(super) fn text(bytes: &[u8], name: &str) -> Result<Option<String>, Problem> {
    let damaged = |error: &dyn std::fmt::Display| {
        Problem::error(0..0, "a packed folder that cannot be read").found(format!("{name}: {error}"))
    };
    let mut folder = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let file = match folder.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(&error)),
    };
    let mut unpacked = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut unpacked).map_err(|error| damaged(&error))?;
    if unpacked.len() as u64 > MAX_BYTES {
        let problem = Problem::error(0..0, "a packed file larger than any transcript").found(name);
        return Err(problem.expected("no more than 64 MiB when it is unpacked"));
    }
    Ok(Some(String::from_utf8_lossy(&unpacked).into_owned()))
}
