//! The benchmark of the search, over a folder of real transcripts: how well it aims, what it weighs, how fast it is.
//!
//! ```text
//! cargo bench --bench search -- FOLDER [--no-browser] [--against=NAMES] [--misses] [--times=N] [--items=N]
//! ```
//!
//! It measures our engine natively first, then our site beside those of Pagefind, MiniSearch and FlexSearch, from the npm
//! registry, in the same Chromium over the same answers. The folder holds Markdown with `**Speaker:**` labels. Queries are
//! drawn with a fixed seed, for 300 answers or for `--items`: one draw of 300 may be a point off another. `--against` names
//! those that take part, a comma between them: `pagefind-answers`, `pagefind-episodes`, `minisearch`, `flexsearch`, or nothing
//! for none. Where there is no folder it says so and stops. With `--times` the folder is read so often, each time with other
//! words respelt: for what grows with a library, not for its aim.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod aim;

#[path = "../browser/support/chromium.rs"]
mod chromium;

mod contest;

mod corpus;

mod devtools;

mod known;

mod memory;

#[path = "../random/mod.rs"]
mod random;
#[path = "../tools/mod.rs"]
mod tools;

mod rivals;

mod server;

use std::path::PathBuf;
use std::time::Instant;

use answerbook::{search, wire};

// As the command line has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let Some(folder) = folder.or_else(|| std::env::var_os("ANSWERBOOK_TRANSCRIPTS").map(PathBuf::from)) else {
        println!("no transcripts: name a folder of them, as in `cargo bench --bench search -- FOLDER`");
        return;
    };
    let library = corpus::library(&folder, number("--times=").unwrap_or(1));
    let start = Instant::now();
    let plan = search::Plan::of(&library);
    let built = start.elapsed();
    let files = wire::encode(&plan);
    let bytes: usize = files.values().map(Vec::len).sum();
    let head = plan.index().head();
    println!("{} episodes, {} answers, {} forms", head.episodes(), head.answers, head.forms);
    println!("index planned in {} ms, encoded after {} ms", built.as_millis(), start.elapsed().as_millis());
    if let Some(peak) = memory::most("self") {
        println!("most memory so far, transcripts and files included: {peak} MB");
    }
    println!("{} files, {} kB; head {} B", files.len(), bytes / 1000, files[wire::HEAD_NAME].len());
    corpus::print_folders(&files);
    let queries = known::queries(&library, number("--items=").unwrap_or(known::ITEMS));
    aim::print(&plan.into_index(), &files, &queries);
    if !std::env::args().any(|argument| argument == "--no-browser") {
        contest::run(&library, &queries);
    }
}

/// The number that an argument sets.
fn number(argument: &str) -> Option<usize> {
    std::env::args().find_map(|given| given.strip_prefix(argument)?.parse().ok())
}
