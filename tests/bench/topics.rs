//! x
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#[allow(dead_code)]
mod corpus;
use std::path::PathBuf;
fn main() {
    let folder = std::env::args().skip(1).find(|a| a != "--bench").unwrap();
    let library = read(PathBuf::from(folder));
    let start = std::time::Instant::now();
    for line in answerbook::topics::explore(&library) { println!("{line}"); }
    println!("{:?}", start.elapsed());
}
fn read(folder: PathBuf) -> answerbook::transcript::Library {
    use rayon::prelude::*;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "md") && !p.ends_with("README.md"));
    paths.sort();
    let episodes = paths.par_iter().filter_map(|p| answerbook::source::read_episode(&std::fs::read_to_string(p).unwrap(), p.file_stem()?.to_str()?).value).collect();
    answerbook::transcript::Library::new(Default::default(), vec![], episodes)
}
