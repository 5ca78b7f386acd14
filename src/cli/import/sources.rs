//! The files that an import is given: each by itself, in a folder, in a packed folder, or from the standard input.
//!
//! Not here: what is in them ([`crate::import`]), and which episode each becomes ([`super::destination`]).

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use zip::ZipArchive;

/// The most bytes of a transcript: 64 MiB. The words of a day with the time of each have less.
pub(super) const MAX_BYTES: u64 = 64 << 20;

/// A packed folder. A copy of it shares its bytes.
type Packed = ZipArchive<Cursor<Arc<[u8]>>>;

/// The most bytes of a packed folder: 1 GiB.
const MAX_PACKED_BYTES: u64 = 1 << 30;

/// The most files of a packed folder.
const MAX_PACKED: usize = 20_000;

/// The most folders within each other that are looked into.
const MAX_DEPTH: usize = 16;

/// Names, in lower case and without their endings, that say nothing: the folder's name is taken.
const PLAIN_STEMS: [&str; 12] = [
    "transcript",
    "transcription",
    "index",
    "captions",
    "subtitles",
    "audio",
    "output",
    "result",
    "results",
    "readme",
    "transcript_en",
    "asroutput",
];

/// Endings of names that are no transcript's, which folders are full of.
const OTHER_ENDINGS: [&str; 22] = [
    "mp3", "m4a", "wav", "mp4", "mov", "mkv", "webm", "ogg", "flac", "aac", "jpg", "jpeg", "png", "gif", "webp", "svg",
    "pdf", "css", "js", "zip", "gz", "toml",
];

/// A file to import.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The name, with the folders that were given with it.
    pub(super) name: String,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    /// A file in a packed folder, by its number there. The folder's bytes are there once for all its files.
    Packed(Packed, usize),
    Input(Vec<u8>),
}

impl Source {
    /// Its bytes.
    ///
    /// # Errors
    /// When it cannot be read, or is too large.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        match &self.place {
            Place::Input(bytes) => Ok(bytes.clone()),
            Place::File(path) => {
                limited(fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?, &self.name)
            }
            Place::Packed(archive, index) => {
                let mut archive = archive.clone();
                let entry = archive.by_index(*index).with_context(|| format!("cannot unpack {}", self.name))?;
                limited(entry, &self.name)
            }
        }
    }

    /// The name that the episode's is made of: the file's without its ending, or the folder's where that says nothing.
    pub(super) fn stem(&self) -> String {
        let path = Path::new(&self.name);
        let stem = bare_stem(path);
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        match folder {
            Some(folder) if PLAIN_STEMS.contains(&stem.to_lowercase().as_str()) => folder,
            _ => stem,
        }
    }

    /// The folder that it was given in, if any.
    pub(super) fn folder(&self) -> Option<String> {
        let folder = Path::new(&self.name).parent()?.file_name()?;
        Some(folder.to_string_lossy().into_owned())
    }
}

/// A file's name without its endings: `talk.en.vtt` is `talk`, `GMT2020.transcript.vtt` is `GMT2020`.
fn bare_stem(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_mark = |mark: &str| {
        matches!(mark, "transcript" | "captions" | "subtitles" | "auto" | "wtf")
            || mark.len() == 2 && mark.chars().all(|c| c.is_ascii_lowercase())
    };
    match name.rsplit_once('.') {
        Some((before, mark)) if !before.is_empty() && is_mark(mark) => before.to_owned(),
        _ => name,
    }
}

fn limited(from: impl Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{name} is larger than {} MiB: is this a recording, or many conversations in one file?", MAX_BYTES >> 20);
    }
    Ok(bytes)
}

/// The files that paths name, in the order of the paths, those of a folder by name.
///
/// # Errors
/// When a folder cannot be listed, or a packed one not be read.
pub(super) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let bytes = limited(std::io::stdin(), "the standard input")?;
            sources.push(Source { name: "standard-input".to_owned(), place: Place::Input(bytes) });
        } else if path.is_dir() {
            let name = path.canonicalize().unwrap_or_else(|_| path.clone());
            let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            add_folder(path, &name, 0, &mut sources)?;
        } else if let Some(archive) = packed_folder(path)? {
            add_packed(path, archive, &mut sources)?;
        } else {
            // One that is not there says so when it is read, and the others are imported.
            sources.push(Source { name: file_name(path), place: Place::File(path.clone()) });
        }
    }
    Ok(sources)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Adds the files of a folder and of those in it, but hidden ones and those of other kinds.
fn add_folder(folder: &Path, name: &str, depth: usize, sources: &mut Vec<Source>) -> Result<()> {
    let context = || format!("cannot list {}", folder.display());
    let entries = fs::read_dir(folder).with_context(context)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().with_context(context)?;
    paths.sort();
    for path in paths {
        let own = file_name(&path);
        let inner = format!("{name}/{own}");
        if own.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if depth < MAX_DEPTH && fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
                add_folder(&path, &inner, depth + 1, sources)?;
            }
        } else if is_likely(&own) {
            sources.push(Source { name: inner, place: Place::File(path) });
        }
    }
    Ok(())
}

/// Whether a file of a folder may be a transcript, by its name: folders hold recordings and papers beside them.
fn is_likely(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_paper =
        ["readme", "license", "licence", "changelog", "copying"].contains(&lower.split('.').next().unwrap_or_default());
    !OTHER_ENDINGS.contains(&ending) && !is_paper && !lower.starts_with("~$")
}

/// A file that is a packed folder, and no Word document, which is packed too.
fn packed_folder(path: &Path) -> Result<Option<Packed>> {
    let mut magic = [0; 4];
    let is_zip =
        fs::File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && &magic == b"PK\x03\x04";
    if !is_zip {
        return Ok(None);
    }
    let context = || format!("cannot read {}", path.display());
    let size = fs::metadata(path).with_context(context)?.len();
    if size > MAX_PACKED_BYTES {
        bail!("{} is larger than {} MiB: unpack it, and import its folder", path.display(), MAX_PACKED_BYTES >> 20);
    }
    let bytes: Arc<[u8]> = fs::read(path).with_context(context)?.into();
    // One that cannot be read is refused by the reader of Word documents, which says why.
    let archive = ZipArchive::new(Cursor::new(bytes)).ok();
    Ok(archive.filter(|archive| archive.index_for_name("[Content_Types].xml").is_none()))
}

fn add_packed(path: &Path, archive: Packed, sources: &mut Vec<Source>) -> Result<()> {
    if archive.len() > MAX_PACKED {
        bail!("{} holds more than {MAX_PACKED} files: unpack it, and import its folder", path.display());
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = Vec::new();
    let mut entries = archive.clone();
    for index in 0..archive.len() {
        let entry = entries.by_index(index).with_context(|| format!("cannot unpack {}", path.display()))?;
        let Some(inner) = entry.enclosed_name().filter(|_| entry.is_file()) else { continue };
        let is_hidden = inner.components().any(|part| part.as_os_str().to_string_lossy().starts_with(['.', '_']));
        if !is_hidden && is_likely(&file_name(&inner)) {
            let name = format!("{stem}/{}", inner.to_string_lossy().replace('\\', "/"));
            found.push(Source { name, place: Place::Packed(archive.clone(), index) });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    sources.extend(found);
    Ok(())
}
