//! What a kill, a failing disk or a power cut leaves: every system call by which a command writes is made to fail, or kills the process, one
//! after the other. Then all is as before or as after, and the same command, run again, leaves what an undisturbed one does.
//!
//! `strace` injects the faults: of calls that are made often a part, and all of them with `FAULTS=all cargo test --test crash`. Not
//! here: two commands at once (`storage.rs`).
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "command_line/bench.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod bench;
#[path = "crash/disk.rs"]
mod disk;
#[path = "tools/mod.rs"]
mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;

use bench::{Bench, copy, shell};
use disk::{Call, Disk, Forgets};

/// The system calls that change what is on the disk.
const CALLS: [&str; 11] =
    ["openat", "write", "rename", "renameat2", "unlink", "unlinkat", "mkdir", "linkat", "fsync", "syncfs", "chmod"];

/// Of calls that a command makes more often than this, so many are tried, spread evenly. With `FAULTS=all` all are.
const TRIED: usize = 12;

/// What happens at a call.
const FAULTS: [&str; 3] = ["signal=KILL", "error=ENOSPC", "error=EIO"];

/// All files of a folder, but locks and the marks of what was built.
type Tree = BTreeMap<String, Vec<u8>>;

/// A command, and the folder that it is run in.
struct Case {
    bench: Bench,
    args: Vec<String>,
    before: Tree,
    after: Tree,
}

impl Case {
    /// A command in a prepared folder; `after` is what it leaves when nothing disturbs it.
    fn new(bench: Bench, args: &[&str]) -> Self {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let before = tree(&bench.path(""));
        let undisturbed = copy_of(&bench);
        run(undisturbed.path(), &args, None);
        let after = tree(undisturbed.path());
        assert_ne!(before, after, "{args:?} does nothing");
        Self { bench, args, before, after }
    }

    /// Injects every fault at every call, and prints how many made the command fail.
    fn try_all(&self) {
        let mut points = Vec::new();
        for call in CALLS {
            let calls = self.count(call);
            let step =
                if env::var_os("FAULTS").is_some_and(|all| all == "all") { 1 } else { calls.div_ceil(TRIED).max(1) };
            let tried = (1..=calls).step_by(step);
            points.extend(tried.flat_map(|nth| FAULTS.map(|fault| format!("inject={call}:{fault}:when={nth}"))));
        }
        let (next, hit) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let failures = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                        match self.try_one(point) {
                            Ok(was_hit) => drop(hit.fetch_add(usize::from(was_hit), Ordering::Relaxed)),
                            Err(why) => failures.lock().unwrap().push(format!("{:?} {point}: {why}", self.args)),
                        }
                    }
                });
            }
        });
        let failures = failures.into_inner().unwrap();
        assert!(failures.is_empty(), "{} of {} points:\n{}", failures.len(), points.len(), failures.join("\n"));
        println!("{}: {} of {} faults made it fail", self.args[0], hit.into_inner(), points.len());
    }

    /// Cuts the power at every call, in two ways, and prints how often.
    fn cut_power(&self) {
        let folder = copy_of(&self.bench);
        let before = Disk::of(folder.path());
        let log = folder.path().with_extension("strace");
        let traced = format!("trace={}", CALLS.join(","));
        run(
            folder.path(),
            &self.args,
            Some(&["-y", "-xx", "-s", "100000000", "-e", &traced, "-o", log.to_str().unwrap()]),
        );
        let text = fs::read_to_string(&log).unwrap();
        fs::remove_file(&log).unwrap();
        let calls = disk::calls(&text, folder.path());
        let synced = calls.iter().filter(|call| matches!(call, Call::Sync { .. } | Call::SyncAll)).count();
        assert!(synced > 1, "{synced} syncs of {} calls", calls.len());
        let step = calls.len().div_ceil(step_count(TRIED * 2, calls.len())).max(1);
        let mut disk = before;
        let mut cuts = 0;
        for (nth, call) in calls.iter().enumerate() {
            disk.run(call);
            let is_tried =
                nth % step == 0 || matches!(call, Call::Rename { .. } | Call::Exchange { .. } | Call::Sync { .. });
            for forgets in [Forgets::Everything, Forgets::Bytes].into_iter().filter(|_| is_tried) {
                cuts += 1;
                let left = tempfile::TempDir::new().unwrap();
                disk.after_power_cut(forgets, left.path());
                if let Err(why) = self.check_after(left.path()) {
                    panic!(
                        "{:?}: the power is cut after call {nth}, {call:?}, and {forgets:?} is forgotten: {why}",
                        self.args
                    );
                }
            }
        }
        // The whole log leaves what the command left: the model is right.
        let left = tempfile::TempDir::new().unwrap();
        disk.after_power_cut(Forgets::Bytes, left.path());
        assert_eq!(difference(&tree(left.path()), &self.after), "", "{:?}", self.args);
        println!("{}: {cuts} power cuts at {} calls", self.args[0], calls.len());
    }

    /// How often the busiest thread of an undisturbed run makes a call.
    fn count(&self, call: &str) -> usize {
        let folder = copy_of(&self.bench);
        let log = folder.path().join("strace.log");
        run(folder.path(), &self.args, Some(&["-e", &format!("trace={call}"), "-o", log.to_str().unwrap()]));
        let mut by_thread: BTreeMap<String, usize> = BTreeMap::new();
        for line in fs::read_to_string(&log).unwrap().lines().filter(|line| line.contains('(')) {
            *by_thread.entry(line.split(' ').next().unwrap().to_owned()).or_default() += 1;
        }
        by_thread.into_values().max().unwrap_or_default()
    }

    /// One fault, and the same command again. Whether the fault changed how the command ended.
    fn try_one(&self, point: &str) -> Result<bool, String> {
        let folder = copy_of(&self.bench);
        let ended_well = run(folder.path(), &self.args, Some(&["-e", point, "-o", "/dev/null"]));
        self.check_after(folder.path()).map(|()| !ended_well)
    }

    /// All is whole, and the same command, run again, leaves what an undisturbed one does.
    fn check_after(&self, folder: &Path) -> Result<(), String> {
        self.check_whole(&tree(folder))?;
        let again = run(folder, &self.args, None);
        let left = tree(folder);
        if !again {
            return Err("the command fails when it is run again".to_owned());
        }
        if left != self.after {
            return Err(format!("run again, it leaves something else:\n{}", difference(&left, &self.after)));
        }
        let leftovers = leftovers(folder);
        if leftovers.is_empty() { Ok(()) } else { Err(format!("left over: {leftovers:?}")) }
    }

    /// Every file is as before or as after, and the site as a whole.
    fn check_whole(&self, found: &Tree) -> Result<(), String> {
        // The marker is no page. It holds a hash of the program, which is another where that cannot be read.
        let part = |tree: &Tree, is_site: bool| -> Tree {
            let files = tree.iter().filter(|(path, _)| path.starts_with("dist/") == is_site);
            let files = files.filter(|(path, _)| *path != "dist/.answerbook");
            files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
        };
        let site = part(found, true);
        if site != part(&self.before, true) && site != part(&self.after, true) {
            return Err(format!("the site is neither old nor new:\n{}", difference(&site, &part(&self.after, true))));
        }
        let paths: BTreeSet<&String> = self.before.keys().chain(self.after.keys()).collect();
        for path in paths.into_iter().filter(|path| !path.starts_with("dist/")) {
            let bytes = found.get(path);
            if bytes != self.before.get(path) && bytes != self.after.get(path) {
                return Err(format!("{path} is neither as before nor as after"));
            }
        }
        let unknown: Vec<&String> = found
            .keys()
            .filter(|path| {
                !path.starts_with("dist/") && !self.before.contains_key(*path) && !self.after.contains_key(*path)
            })
            .collect();
        if unknown.is_empty() { Ok(()) } else { Err(format!("a file nobody knows: {unknown:?}")) }
    }
}

/// How many of so many calls are tried: at most `usual`, or all where that is wanted.
fn step_count(usual: usize, calls: usize) -> usize {
    if env::var_os("FAULTS").is_some_and(|all| all == "all") { calls.max(1) } else { usual }
}

/// Runs the binary on one thread, under strace where it gets arguments. Whether it ended well.
fn run(folder: &Path, args: &[String], strace: Option<&[&str]>) -> bool {
    let binary = env!("CARGO_BIN_EXE_answerbook");
    let mut command = match strace {
        Some(options) => {
            let mut command = Command::new(strace_path());
            command.args(["-f", "-qq"]).args(options).arg(binary);
            command
        }
        None => Command::new(binary),
    };
    command.current_dir(folder).args(args).env("RAYON_NUM_THREADS", "1").env("XDG_CACHE_HOME", folder.join(".cache"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

fn strace_path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        tools::on_path("strace").unwrap_or_else(|| {
            tools::install("strace").unwrap_or_else(|why| panic!("{why}"));
            tools::on_path("strace").expect("strace is installed")
        })
    })
}

/// A copy of a prepared folder.
fn copy_of(bench: &Bench) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    copy(&bench.path(""), folder.path());
    folder
}

/// The files that somebody may see: no hidden ones beside the site, which the next run removes.
fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap().map(Result::unwrap) {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if is_hidden_work(&path) {
                continue;
            }
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// Whether a path is of a temporary file, a lock or the cache, or in a site that is not in place.
fn is_hidden_work(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_work = name.starts_with(".answerbook-") && name != ".answerbook-files";
    is_work || name == ".answerbook.lock" || name.starts_with(".dist.answerbook-") || path.starts_with(".cache")
}

/// What is left of an interrupted run.
fn leftovers(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap().map(Result::unwrap) {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.starts_with(".cache") {
                continue;
            }
            if is_hidden_work(&path) {
                found.push(path);
            } else if entry.path().is_dir() {
                folders.push(entry.path());
            }
        }
    }
    found
}

fn difference(found: &Tree, expected: &Tree) -> String {
    let mut text = String::new();
    let paths: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    for path in paths.into_iter().filter(|path| found.get(*path) != expected.get(*path)).take(6) {
        let len = |tree: &Tree| tree.get(path).map(Vec::len);
        writeln!(text, "  {path}: {:?} bytes, expected {:?}", len(found), len(expected)).unwrap();
        if let (Some(one), Some(other)) = (found.get(path), expected.get(path))
            && one.len() < 3000
        {
            writeln!(text, "{}\n  ---\n{}", String::from_utf8_lossy(one), String::from_utf8_lossy(other)).unwrap();
        }
    }
    text
}

/// A library that was released, edited since, and has something pending.
fn edited_after_release() -> Bench {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    bench.write("dist/CNAME", "talks.example\n");
    bench.write("dist/.well-known/security.txt", "Contact: mailto:talks@example.org\n");
    bench.edit("episodes/harvest.md", "\n\nNow there is me, and the radio. ^e5", "\n\nA line without an id.");
    bench.write("episodes/links.pending", "2026-02-01 removed paragraph harvest/p-e5\n");
    bench
}

#[test]
fn a_release_survives_every_fault() {
    let shell = shell();
    let args = ["publish", "--shell", &shell, "--date", "2026-02-01"];
    let case = Case::new(edited_after_release(), &args);
    case.try_all();
    case.cut_power();
}

#[test]
fn missing_ids_survive_every_fault() {
    let bench = Bench::new();
    for file in ["episodes/harvest.md", "episodes/tides.md"] {
        bench.write(file, format!("{}\nA line without an id.\n", bench.read(file)));
    }
    let case = Case::new(bench, &["ids"]);
    case.try_all();
    case.cut_power();
}

#[test]
fn an_import_survives_every_fault() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let prompt = "**Ada Field:** What is the first thing you look at in the morning?";
    bench.write(
        "new/tides.md",
        format!("{prompt}\n\n**Cora Shore:** The moon, and then the weather, and nothing else.\n"),
    );
    bench.write("new/wells.md", "**Ada Field:** How deep is a well?\n\n**Dan Spring:** As deep as it must be.\n");
    let args = ["import", "--date", "2026-02-01", "--unclear", "remove", "new/tides.md", "new/wells.md"];
    let case = Case::new(bench, &args);
    case.try_all();
    case.cut_power();
}

/// Two people are joined in several files, and one of the ids was published.
#[test]
fn people_joined_survive_every_fault() {
    let bench = Bench::new();
    bench.edit("episodes/tides.md", "\"ada-field\", name = \"Ada Field\"", "\"ada\", name = \"Ada\"");
    bench.edit("episodes/tides.md", "**Ada Field:**", "**Ada:**");
    bench.write("episodes/wells.md", bench.read("episodes/tides.md").replace("id = \"tides\"", "id = \"wells\""));
    bench.publish("2026-01-01").code(0);
    let case = Case::new(bench, &["speakers", "merge", "ada", "--into", "ada-field", "--write"]);
    case.try_all();
    case.cut_power();
}

#[test]
fn a_build_survives_every_fault() {
    let bench = edited_after_release();
    bench.run(&["ids"]).code(0);
    let shell = shell();
    let case = Case::new(bench, &["build", "--shell", &shell]);
    case.try_all();
    case.cut_power();
}
