//! The pictures of a site, each drawn once: what was drawn is kept in this user's cache, by a hash of what it shows.
//!
//! Not here: what pictures show and how they are drawn ([`crate::site::picture`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::files;
use super::progress::Progress;
use super::storage::{self, Durability};
use super::terminal::tell;
use crate::site::OutputFile;
use crate::site::picture::{DrawnPicture, PictureContent, PictureRenderer, pictures};
use crate::transcript::{Library, Site, hex};

/// The most missing characters that a note names.
const NAMED_CHARS: usize = 12;

/// The bytes of a font's hash that stand in the name of a kept picture.
const FONT_HASH_BYTES: usize = 8;

/// The font that the owner names for characters that ours lack.
///
/// # Errors
/// When it cannot be read, or is no font.
pub(super) fn read_font(folder: &Path, site: &Site) -> Result<Option<Vec<u8>>> {
    let Some(name) = &site.pictures.font else { return Ok(None) };
    let path = folder.join(name);
    let font = files::read_font(&path).context("site.toml names a font for pictures")?;
    if !PictureRenderer::new(Some(&font)).has_font() {
        bail!(
            "{name}, which site.toml names for pictures, is no font: give a TrueType or OpenType file, not packed as WOFF"
        );
    }
    Ok(Some(font))
}

/// Draws every picture of a library and passes it to `write`, with a note where characters are missing. Pages that show the same
/// have one picture, which is drawn once.
///
/// # Errors
/// When what was drawn cannot be kept, and the first of `write`.
pub(super) fn draw_all(
    library: &Library,
    font: Option<&[u8]>,
    write: &(dyn Fn(OutputFile) -> Result<()> + Sync),
) -> Result<()> {
    let kept = folder();
    let font_hash = font.map(|font| hex(&Sha256::digest(font), FONT_HASH_BYTES)).unwrap_or_default();
    let mut by_hash: BTreeMap<String, Vec<PictureContent>> = BTreeMap::new();
    for picture in pictures(library) {
        by_hash.entry(picture.hash()).or_default().push(picture);
    }
    let progress = Progress::of_pieces("Drawing pictures", by_hash.len());
    let missing = Mutex::new(BTreeSet::new());
    let drawn: Result<()> = by_hash.par_iter().try_for_each_init(
        || None,
        |renderer, (hash, same)| {
            let Some(first) = same.first() else { return Ok(()) };
            let file = kept.as_ref().map(|kept| kept.join(format!("{hash}{font_hash}.png")));
            let draw = || renderer.get_or_insert_with(|| PictureRenderer::new(font)).draw(first);
            let drawn = kept_or_drawn(file.as_deref(), draw)?;
            if let Ok(mut missing) = missing.lock() {
                missing.extend(drawn.missing);
            }
            progress.piece_done();
            same.iter().try_for_each(|same| write(OutputFile { path: same.path.clone(), bytes: drawn.png.clone() }))
        },
    );
    drop(progress);
    print_missing(&missing.into_inner().unwrap_or_default());
    drawn
}

/// A picture that was kept, or one that is drawn now. One with characters missing is not kept, so that each build says so.
fn kept_or_drawn(file: Option<&Path>, draw: impl FnOnce() -> DrawnPicture) -> Result<DrawnPicture> {
    if let Some(png) = file.and_then(|file| fs::read(file).ok()).filter(|png| is_whole(png)) {
        return Ok(DrawnPicture { png, missing: BTreeSet::new() });
    }
    let drawn = draw();
    if let Some(file) = file
        && drawn.missing.is_empty()
    {
        storage::replace(file, &drawn.png, Durability::Cached)?;
    }
    Ok(drawn)
}

/// Whether a kept picture begins and ends as PNG files do. After a power cut one may be empty or cut short.
fn is_whole(png: &[u8]) -> bool {
    png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xaeB`\x82")
}

/// The folder of the kept pictures; `None`, with a warning, where there can be none: then each build draws them.
fn folder() -> Option<PathBuf> {
    let folder = files::cache_folder()?.join("pictures");
    match fs::create_dir_all(&folder) {
        Ok(()) => Some(folder),
        Err(error) => {
            tell!("warning: cannot make {}: {error}; the pictures are drawn anew each time", folder.display());
            None
        }
    }
}

fn print_missing(missing: &BTreeSet<char>) {
    if missing.is_empty() {
        return;
    }
    let named: String = missing.iter().take(NAMED_CHARS).collect();
    let unnamed = missing.len().saturating_sub(NAMED_CHARS);
    let more = if unnamed > 0 { format!(" and {unnamed} more") } else { String::new() };
    tell!(
        "note: pictures lack letters that the bundled fonts do not have: {named}{more}\n  help: name a font file that has them in site.toml: \
         `[pictures]` with `font = \"…\"`"
    );
}
