//! The hash of all that a site is made from, by which a site that is current is known.
//!
//! ```text
//! the files of a folder ────────────▶ of_folder  ─┐
//!                                                 ├─▶ the same hash
//! the content that was read of them ─▶ of_content ┘
//! ```
//!
//! The files are hashed much faster than they are read. A site, though, is marked with the hash of what was read: a file may change
//! meanwhile. Not here: where the hash is kept ([`super::storage`]).

use std::fs;
use std::path::Path;
use std::time::Instant;
use std::{env, process};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::content::{self, Content};
use super::files::{read_text, read_text_if_present};
use super::pictures;
use super::progress::Progress;
use super::published;
use super::shell::Shell;
use super::site_root::SETTINGS;
use super::terminal::tell;
use crate::source::WithProblems;
use crate::transcript::hex;

/// The bytes of a hash that are kept.
const KEPT_BYTES: usize = 16;

/// What a site is made with, beside the files of its folder.
pub(super) struct MadeWith<'a> {
    /// The files of the app.
    pub(super) shell: &'a Shell,
    /// The path that it is served under, as it was given.
    pub(super) base: Option<&'a str>,
    /// Its address, as it was given.
    pub(super) address: Option<&'a str>,
}

/// The hash of the site that is made from some content and a font. `published` is what [`published::hash`] said before the content was
/// read.
pub(super) fn of_content(
    content: &Content,
    published: Option<[u8; 32]>,
    font: Option<&[u8]>,
    made_with: &MadeWith<'_>,
) -> String {
    let files = content.settings_and_episodes();
    let texts: Vec<FileHash> =
        files.par_iter().map(|file| FileHash::of(&file.path, file.text.as_deref().unwrap_or_default())).collect();
    // What was published is read piece by piece, and may have changed on the way.
    let published = published.filter(|hash| published::hash(&content.folder).as_ref() == Some(hash));
    match published {
        Some(published) => combined(&texts, &published, font, made_with),
        None => unlike_any(),
    }
}

/// The hash of the site that would be made from the files of a folder; `None` where one of them is not as it should be, or has
/// something to say. `published` is what [`published::hash`] says.
pub(super) fn of_folder(folder: &Path, published: Option<[u8; 32]>, made_with: &MadeWith<'_>) -> Option<String> {
    let settings = content::SETTINGS_FILES.map(|name| folder.join(name));
    let mut texts = Vec::new();
    let mut font = None;
    for path in settings {
        let Some(reading) = read_text_if_present(&path) else { continue };
        let text = without_problems(reading)?;
        if path.ends_with(SETTINGS) {
            font = pictures::read_font(folder, &without_problems(crate::source::read_site(&text))?).ok()?;
        }
        texts.push(FileHash::of(&path, &text));
    }
    let paths = content::episode_files(folder).ok()?;
    let progress = Progress::of_pieces("Comparing episodes", paths.len());
    let episodes = paths.par_iter().map(|path| {
        let hash = FileHash::of(path, &without_problems(read_text(path))?);
        progress.piece_done();
        Some(hash)
    });
    texts.extend(episodes.collect::<Option<Vec<_>>>()?);
    Some(combined(&texts, &published?, font.as_deref(), made_with))
}

fn without_problems<T>(reading: WithProblems<T>) -> Option<T> {
    reading.value.filter(|_| reading.problems.is_empty())
}

/// The name of a file, and the hash of its text.
struct FileHash {
    name: String,
    text: [u8; 32],
}

impl FileHash {
    fn of(path: &Path, text: &str) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, text: Sha256::digest(text).into() }
    }
}

fn combined(texts: &[FileHash], published: &[u8; 32], font: Option<&[u8]>, made_with: &MadeWith<'_>) -> String {
    // Another program may render otherwise.
    let program = match env::current_exe().and_then(fs::read) {
        Ok(program) => program,
        Err(error) => {
            tell!(
                "note: this program cannot read itself ({error}), so that the site is built even where nothing has changed"
            );
            return unlike_any();
        }
    };
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    };
    add(&program);
    add(format!("{:?} {:?}", made_with.base, made_with.address).as_bytes());
    add(font.unwrap_or_default());
    for (path, bytes) in made_with.shell.kept_files() {
        add(path.as_bytes());
        add(bytes);
    }
    for FileHash { name, text } in texts {
        add(name.as_bytes());
        add(text);
    }
    add(published);
    hex(&hash.finalize(), KEPT_BYTES)
}

/// A hash that no earlier or later build has: none has this one's process and time.
fn unlike_any() -> String {
    hex(&Sha256::digest(format!("{} {:?}", process::id(), Instant::now())), KEPT_BYTES)
}
