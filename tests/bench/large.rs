//! A library of thousands of episodes, built, built again, published and checked: the seconds and the most memory of each command.
//!
//! ```text
//! cargo bench --bench large -- FOLDER [--episodes=N] [--keep=DIR]
//! ```
//!
//! The folder holds real transcripts in Markdown with `**Speaker:**` labels. They are imported, and copied with some words respelt
//! until there are as many episodes as asked for, 5,000 without that. The last one is left out of the first release and is what
//! the second one adds. `--keep` names a folder in which the library and its sites stay. Not here: how good a search of so many is,
//! and how fast (`search.rs`, `--times`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

#[allow(dead_code, reason = "shared with the benchmark of the search")]
mod corpus;
mod memory;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use answerbook::source::print_episode;
use tempfile::TempDir;

/// How many episodes there are, without `--episodes`.
const EPISODES: usize = 5_000;

/// How often a command's memory is asked for. The system keeps the most, so that only growth in the last moment can be missed.
const POLL: Duration = Duration::from_millis(20);

const SETTINGS: &str =
    "format = 1\ntitle = \"Large\"\npublisher = \"Large\"\nlanguage = \"en\"\naddress = \"https://large.example/\"\n";

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let Some(folder) = folder.or_else(|| std::env::var_os("ANSWERBOOK_TRANSCRIPTS").map(PathBuf::from)) else {
        println!("no transcripts: name a folder of them, as in `cargo bench --bench large -- FOLDER`");
        return;
    };
    let count = argument("--episodes=").map_or(EPISODES, |count| count.parse().expect("a number of episodes"));
    let temporary = TempDir::new().unwrap();
    let root = argument("--keep=").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let last = written(&folder, &root.join("episodes"), count);
    // What it takes to build the app, the first time, is not asked here.
    run(Path::new(env!("CARGO_MANIFEST_DIR")), &["build", "--out", &root.join("own").to_string_lossy()]);
    println!("\n{count} episodes in {}", root.display());
    println!("| command | s | MB | says |\n|---|--:|--:|---|");
    run(&root, &["build", "--out", "site"]);
    run(&root, &["build", "--out", "site"]);
    run(&root, &["publish", "--out", "site"]);
    fs::write(root.join("episodes").join(&last.0), &last.1).unwrap();
    run(&root, &["publish", "--out", "site"]);
    run(&root, &["links", "check"]);
    run(&root, &["links", "check", "--against", "site/links.digest"]);
    run(&root, &["build", "--out", "site"]);
    run(&root, &["build", "--out", "other"]);
    println!(
        "the bytes of a site built anew: {}",
        if same(&root.join("site"), &root.join("other")) { "the same" } else { "other" }
    );
}

fn argument(name: &str) -> Option<String> {
    std::env::args().find_map(|given| given.strip_prefix(name).map(str::to_owned))
}

/// Writes a library of so many episodes, but for the last one, whose name and text it gives.
fn written(transcripts: &Path, episodes: &Path, count: usize) -> (String, String) {
    fs::create_dir_all(episodes).unwrap();
    fs::write(episodes.join("site.toml"), SETTINGS).unwrap();
    let single = corpus::library(transcripts, 1).episodes().len();
    let library = corpus::library(transcripts, count.div_ceil(single));
    let mut files = library.episodes().iter().take(count).map(|it| (format!("{}.md", it.id), print_episode(it)));
    let last = files.next().expect("an episode");
    for (name, text) in files {
        fs::write(episodes.join(name), text).unwrap();
    }
    last
}

/// Runs a command of the program in a folder and prints its row of the table.
fn run(root: &Path, arguments: &[&str]) {
    let start = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_answerbook"))
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (said, peak) = finished(child);
    let seconds = start.elapsed().as_secs_f64();
    let peak = peak.map_or_else(|| "?".to_owned(), |bytes| bytes.to_string());
    let said: Vec<&str> = said.lines().filter(|line| !line.starts_with([' ', 'n', 'N'])).collect();
    println!("| `{}` | {seconds:.1} | {peak} | {} |", arguments.join(" "), said.join("; "));
}

/// What a command said, and the most memory it had, in megabytes, where the system tells.
fn finished(mut child: Child) -> (String, Option<u64>) {
    let (out, errors) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let readers = [
        std::thread::spawn(move || std::io::read_to_string(out)),
        std::thread::spawn(move || std::io::read_to_string(errors)),
    ];
    let mut peak = None;
    let status = loop {
        peak = memory::most(&child.id().to_string()).max(peak);
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(POLL),
        }
    };
    let said: String = readers.into_iter().map(|it| it.join().unwrap().unwrap()).collect();
    assert!(status.success(), "{said}");
    (said, peak)
}

/// Whether two folders have the same files with the same bytes.
fn same(one: &Path, other: &Path) -> bool {
    let names = |folder: &Path| {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    names(one) == names(other)
        && names(one).iter().all(|name| {
            let (one, other) = (one.join(name), other.join(name));
            if one.is_dir() { other.is_dir() && same(&one, &other) } else { fs::read(one).ok() == fs::read(other).ok() }
        })
}
