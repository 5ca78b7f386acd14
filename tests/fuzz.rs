//! The inputs that fuzzing has kept, through the same targets. A failure names its input.
//!
//! To fuzz, see `tests/fuzz/run.rs`. Not here: what a target does (`tests/fuzz/targets.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "fuzz/list.rs"]
mod list;
#[path = "fuzz/targets.rs"]
mod targets;

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use list::{OF_FORMAT, TARGETS, Target};

/// What the kept inputs may take in a checkout.
const MAX_FILES: usize = 6_500;
const MAX_BYTES: usize = 4_000_000;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The inputs of a target that fail.
fn failing(target: &Target) -> Vec<String> {
    let run = targets::function(target.name).expect("every target has its function");
    let mut failing = Vec::new();
    for path in paths(&corpus().join(target.name)) {
        let input = fs::read(&path).unwrap();
        if catch_unwind(|| run(&input)).is_err() {
            failing.push(path.display().to_string());
        }
    }
    for (nth, seed) in targets::seeds(target.name).iter().enumerate() {
        if catch_unwind(|| run(seed)).is_err() {
            failing.push(format!("seed {nth} of {}", target.name));
        }
    }
    failing
}

#[test]
fn no_kept_input_fails() {
    let failing: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = TARGETS.iter().map(|target| scope.spawn(|| failing(target))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(failing.is_empty(), "{failing:#?}");
}

#[test]
fn every_format_has_a_target() {
    let of_targets = TARGETS.iter().filter_map(|target| target.name.strip_prefix(OF_FORMAT));
    let names = answerbook::import::FORMATS.iter().map(|format| format.name);
    assert_eq!(of_targets.collect::<BTreeSet<_>>(), names.collect());
}

#[test]
fn every_target_keeps_inputs_and_they_are_few_and_small() {
    let names: BTreeSet<String> = TARGETS.map(|target| target.name.to_owned()).into();
    let folders = paths(&corpus()).into_iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    assert_eq!(folders.collect::<BTreeSet<_>>(), names);
    let (mut files, mut bytes) = (0, 0);
    for Target { name, max_len } in TARGETS {
        let kept = paths(&corpus().join(name));
        assert!(!kept.is_empty(), "{name}");
        for path in kept {
            let len = fs::metadata(&path).unwrap().len() as usize;
            assert!(len <= max_len, "{}", path.display());
            (files, bytes) = (files + 1, bytes + len);
        }
    }
    assert!(files <= MAX_FILES && bytes <= MAX_BYTES, "{files} files, {bytes} bytes");
}
