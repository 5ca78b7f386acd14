//! A folder of transcripts as a library, read through `import` as any site owner would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{self, Given, Roles};
use answerbook::source::{IdRules, assign_ids, print_episode};
use answerbook::transcript::{Date, Episode, Library, Site, Topic, fnv1a_32};
use rayon::prelude::*;

/// Of every so many words one is respelt in each copy of an episode, so that the vocabulary of many copies grows as that of
/// as many episodes would.
const RESPELT: u32 = 5;

/// Reads every Markdown file of a folder, so many times over: from the second time on each with words of its own.
pub(crate) fn library(folder: &Path, times: usize) -> Library {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let copies: Vec<(usize, &PathBuf)> =
        (0..times).flat_map(|copy| paths.iter().map(move |path| (copy, path))).collect();
    let episodes = copies.par_iter().enumerate().filter_map(|(nth, (copy, path))| episode(path, *copy, nth)).collect();
    let site = Site {
        title: "Benchmark".to_owned(),
        publisher: "Benchmark".to_owned(),
        language: "en".to_owned(),
        ..Site::default()
    };
    Library::new(site, Vec::<Topic>::new(), episodes)
}

fn episode(path: &Path, copy: usize, nth: usize) -> Option<Episode> {
    let mut stem = path.file_stem()?.to_str()?.to_owned();
    let mut text = fs::read_to_string(path).ok()?;
    if copy > 0 {
        stem.push_str(&format!("-{copy}"));
        text = text.lines().map(|line| respelt(line, copy) + "\n").collect();
    }
    // A day each, so that the order is the folder's.
    let date = Date::from_days(10_000 + i64::try_from(nth).ok()?)?;
    let given = Given { stem: stem.clone(), date: Some(date), publisher: "Benchmark".to_owned(), ..Given::default() };
    let episode = import::read(text.as_bytes(), &given).ok()?.into_episode(&Roles::new()).episode;
    let assigned = assign_ids(&print_episode(&episode), &stem, &IdRules::default()).ok()?;
    assigned.parsed.into_reading().value
}

/// A line as a copy has it.
fn respelt(line: &str, copy: usize) -> String {
    let end = char::from(b'a' + u8::try_from(copy % 26).unwrap());
    let words = line.split(' ').map(|word| {
        let is_plain = word.len() > 5 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_plain && fnv1a_32(word.bytes()) % RESPELT == 0 { format!("{word}{end}") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
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
