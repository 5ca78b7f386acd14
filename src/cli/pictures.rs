//! The pictures of a site, drawn where they have changed: what was drawn is kept under `target/`, by a hash of what it shows.
//! Not here: what they show and how they are drawn ([`crate::site::picture`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::content::Content;
use super::step::Progress;
use super::{output, shell};
use crate::site::picture::{DrawnPicture, PictureRenderer, pictures};

/// How many letters that are missing are named.
const NAMED: usize = 12;

/// The font that the owner names for letters that ours lack.
///
/// # Errors
/// When it cannot be read, or is no font.
pub(super) fn font(content: &Content) -> Result<Option<Vec<u8>>> {
    let Some(name) = &content.library.site().pictures.font else { return Ok(None) };
    let path = content.folder.join(name);
    let font = fs::read(&path)
        .with_context(|| format!("cannot read {}, which site.toml names for pictures", path.display()))?;
    if !PictureRenderer::new(Some(&font)).has_font() {
        bail!(
            "{name}, which site.toml names for pictures, is no font: give a TrueType or OpenType file, not packed as WOFF"
        );
    }
    Ok(Some(font))
}

/// Every picture of the library, as path and bytes.
///
/// # Errors
/// When the owner's font cannot be read, or what was drawn cannot be kept.
pub(super) fn get(content: &Content) -> Result<BTreeMap<String, Vec<u8>>> {
    let font = font(content)?;
    let kept = shell::target_folder(&super::root()).join("pictures");
    fs::create_dir_all(&kept).with_context(|| format!("cannot make {}", kept.display()))?;
    let of_font = font.as_ref().map(|font| shell::hex(&Sha256::digest(font))).unwrap_or_default();
    let contents = pictures(&content.library);
    let progress = Progress::new("Drawing pictures", contents.len());
    let missing = Mutex::new(BTreeSet::new());
    let pictures: Result<BTreeMap<String, Vec<u8>>> = contents
        .par_iter()
        .map_init(
            || None,
            |renderer, picture| {
                let file = kept.join(format!("{}{of_font}.png", picture.hash()));
                let draw = || renderer.get_or_insert_with(|| PictureRenderer::new(font.as_deref())).draw(picture);
                let drawn = kept_or_drawn(&file, draw)?;
                if let Ok(mut missing) = missing.lock() {
                    missing.extend(drawn.missing);
                }
                progress.one();
                Ok((picture.path.clone(), drawn.png))
            },
        )
        .collect();
    drop(progress);
    tell(&missing.into_inner().unwrap_or_default());
    pictures
}

/// What was drawn before, or now. One with letters missing is drawn each time, so that each build says so.
fn kept_or_drawn(file: &Path, draw: impl FnOnce() -> DrawnPicture) -> Result<DrawnPicture> {
    if let Ok(png) = fs::read(file) {
        return Ok(DrawnPicture { png, missing: BTreeSet::new() });
    }
    let drawn = draw();
    if drawn.missing.is_empty() {
        output::put_bytes(file, &drawn.png)?;
    }
    Ok(drawn)
}

fn tell(missing: &BTreeSet<char>) {
    if missing.is_empty() {
        return;
    }
    let named: String = missing.iter().take(NAMED).collect();
    let more = if missing.len() > NAMED { format!(" and {} more", missing.len() - NAMED) } else { String::new() };
    anstream::eprintln!(
        "note: pictures lack letters that the bundled fonts do not have: {named}{more}\n  help: name a font file that has them in site.toml: \
         `[pictures]` with `font = \"…\"`"
    );
}
