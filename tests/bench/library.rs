//! A folder of transcripts as a library.
//!
//! Not here: what is measured of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{self, Given, Roles, Transcript};
use answerbook::source::{IdRules, assign_ids, print_episode, read_episode};
use answerbook::transcript::{Episode, Library, Site, fnv1a_64};
use rayon::prelude::*;

use crate::folder::markdown_files;

/// A transcript that is read, or one that waits for the roles of its show.
enum Read {
    Episode(Box<Episode>),
    Transcript(Box<Transcript>, String),
}

/// The arguments of a benchmark, without the one that cargo adds.
pub(crate) fn arguments() -> Vec<String> {
    std::env::args().skip(1).filter(|argument| argument != "--bench").collect()
}

/// The libraries that arguments name, each with the name of its folder; a word of what to do where none does. With `--episodes=N` so many
/// of each folder, the same in every run.
pub(crate) fn libraries(arguments: &[String]) -> impl Iterator<Item = (String, Library)> {
    let folders: Vec<&Path> = arguments.iter().filter(|argument| !argument.starts_with("--")).map(Path::new).collect();
    if folders.is_empty() {
        println!("nothing to do: a folder of transcripts");
    }
    let name = |folder: &Path| folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let drawn = arguments.iter().find_map(|it| it.strip_prefix("--episodes=")?.parse().ok()).unwrap_or(usize::MAX);
    folders.into_iter().map(move |folder| (name(folder), read(folder, drawn)))
}

/// The library that a folder of transcripts becomes: canonical episodes as they are, other Markdown imported.
fn read(folder: &Path, drawn: usize) -> Library {
    let mut paths = markdown_files(folder);
    if drawn < paths.len() {
        // By what a path hashes to: the same wherever the folder is.
        paths.sort_by_key(|path| fnv1a_64(path.strip_prefix(folder).unwrap_or(path).to_string_lossy().bytes()));
        paths.truncate(drawn);
        paths.sort();
    }
    let read: Vec<Read> = paths.par_iter().filter_map(|path| read_file(folder, path)).collect();
    let mut roles = Roles::new();
    for read in &read {
        if let Read::Transcript(transcript, _) = read {
            roles.add(&transcript.voices());
        }
    }
    let episode = |read: Read| match read {
        Read::Episode(episode) => Some(*episode),
        Read::Transcript(transcript, stem) => {
            let episode = transcript.into_episode(&roles).episode;
            assign_ids(&print_episode(&episode), &stem, &IdRules::default()).ok()?.parsed.into_reading().value
        }
    };
    let mut episodes: Vec<Episode> = read.into_par_iter().filter_map(episode).collect();
    // As the import does, which refuses a second file that would become the same episode.
    let mut known = BTreeSet::new();
    episodes.retain(|episode| known.insert(episode.id.clone()));
    Library::new(Site::default(), Vec::new(), episodes)
}

fn read_file(folder: &Path, path: &PathBuf) -> Option<Read> {
    let text = fs::read_to_string(path).ok()?;
    let stem: String =
        path.strip_prefix(folder).ok()?.with_extension("").to_string_lossy().replace(['/', '\\', '_'], "-");
    if text.starts_with("+++") {
        return Some(Read::Episode(Box::new(read_episode(&text, &stem.to_lowercase()).value?)));
    }
    let given = Given { stem: stem.clone(), publisher: "Benchmark".to_owned(), ..Given::default() };
    Some(Read::Transcript(Box::new(import::read(text.as_bytes(), &given).ok()?), stem.to_lowercase()))
}
