//! A folder of transcripts as a library, read through `import` as any site owner would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{Given, read_labelled};
use answerbook::source::{assign_ids, print_episode, read_episode};
use answerbook::transcript::{Date, Episode, Library, Site, Topic};

/// Reads every Markdown file of a folder.
pub(crate) fn library(folder: &Path) -> Library {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let episodes = (0..).zip(&paths).filter_map(|(nth, path)| episode(path, nth)).collect();
    let site = Site {
        title: "Benchmark".to_owned(),
        description: None,
        publisher: "Benchmark".to_owned(),
        address: None,
        language: "en".to_owned(),
        home: None,
        accent: None,
    };
    Library::new(site, Vec::<Topic>::new(), episodes)
}

fn episode(path: &Path, nth: i64) -> Option<Episode> {
    let stem = path.file_stem()?.to_str()?;
    // A day each, so that the order is the folder's.
    let date = Date::from_days(18_000 + nth)?;
    let given = Given { stem: stem.to_owned(), date, publisher: "Benchmark".to_owned() };
    let episode = read_labelled(&fs::read_to_string(path).ok()?, &given).episode?;
    let text = assign_ids(&print_episode(&episode), stem).ok()?;
    read_episode(&text, stem).value
}

/// How many files and bytes each folder of an index has.
pub(crate) fn print_folders(files: &BTreeMap<String, Vec<u8>>) {
    let mut folders: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (path, bytes) in files {
        let folder = folders.entry(path.split('/').next().unwrap_or_default()).or_default();
        *folder = (folder.0 + 1, folder.1 + bytes.len(), folder.2.max(bytes.len()));
    }
    for (folder, (count, bytes, largest)) in folders {
        println!("  {folder:<10} {count:>6} files {:>8} kB, largest {largest:>7} B", bytes / 1000);
    }
}
