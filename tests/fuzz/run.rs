//! Fuzzes the readers of foreign bytes, guided by coverage, on the stable compiler:
//!
//! ```text
//! cargo run --manifest-path tests/fuzz/Cargo.toml -- [--minutes N] [--jobs N] [TARGET…]
//! ```
//!
//! It builds the targets with LLVM's counters of edges, and runs each for the time given. An input that panics, takes a second or
//! takes a gigabyte of memory is a failure and is kept in `target/fuzz/found/<target>/failures`. What was found is reduced to few and
//! small inputs with the same edges, in `corpus/<target>`, which the normal tests replay (`tests/fuzz.rs`). All of it stays in
//! `target/fuzz/found`, from which the next run goes on.
//!
//! It needs a C++ compiler, for libFuzzer is compiled from its sources.
//!
//! Not here: what a target does (`targets.rs`), and the process that runs one (`target.rs`).

mod list;

use std::collections::VecDeque;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use list::{TARGETS, Target};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const USAGE: &str = "cargo run --manifest-path tests/fuzz/Cargo.toml -- [--minutes N] [--jobs N] [TARGET…]

  --minutes N  how long each target runs (default 1)
  --jobs N     how many run at a time (default: as many as there are cores)
  TARGET       those to run (default: all)";

/// What the compiler is told, so that the program counts every edge and tells what it compares.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The variable that names the target to the process that runs it.
const TARGET_VARIABLE: &str = "FUZZ_TARGET";

/// The variable that names the folder into which that process writes the target's seeds.
const SEEDS_VARIABLE: &str = "FUZZ_SEEDS";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

/// What the command line asks for.
struct Arguments {
    time: Duration,
    jobs: usize,
    targets: Vec<&'static Target>,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> std::result::Result<Self, String> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let mut arguments = Self { time: Duration::from_secs(60), jobs: cores, targets: Vec::new() };
        while let Some(word) = words.next() {
            let mut number = || {
                let number = words.next().and_then(|number| number.parse::<f64>().ok());
                number.filter(|number| (0.0..1e6).contains(number)).ok_or(format!("{word} needs a number"))
            };
            match word.as_str() {
                "--minutes" => arguments.time = Duration::from_secs_f64(number()? * 60.0),
                "--jobs" => arguments.jobs = number()?.max(1.0) as usize,
                name => match TARGETS.iter().find(|target| target.name == name) {
                    Some(target) => arguments.targets.push(target),
                    None => {
                        let names = TARGETS.map(|target| target.name).join(", ");
                        return Err(format!("no target `{name}`; there are {names}"));
                    }
                },
            }
        }
        if arguments.targets.is_empty() {
            arguments.targets = TARGETS.iter().collect();
        }
        Ok(arguments)
    }
}

/// Runs what was asked for. The number of failures.
fn run(arguments: &Arguments) -> Result<usize> {
    let program = build()?;
    let waiting: Mutex<VecDeque<&Target>> = Mutex::new(arguments.targets.iter().copied().collect());
    let results: Mutex<Vec<Outcome>> = Mutex::new(Vec::new());
    let next = || waiting.lock().ok()?.pop_front();
    let work = || -> Result<()> {
        while let Some(target) = next() {
            let outcome = Fuzzing::of(target, &program)?.run(arguments.time)?;
            println!("{}", outcome.row());
            if let Ok(mut results) = results.lock() {
                results.push(outcome);
            }
        }
        Ok(())
    };
    println!("{HEADER}");
    thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..arguments.jobs).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| Err("a worker panicked".into())))
    })?;
    let results = results.into_inner().unwrap_or_default();
    Ok(results.iter().map(|outcome| outcome.failures.len()).sum())
}

/// This package's folder.
fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of all that is made: the build, and what was found.
fn output() -> PathBuf {
    package().join("../../target/fuzz")
}

/// Builds the process that runs a target; its path. With a target triple given, the flags are not those of build scripts and
/// macros, which have no counters to be linked with.
fn build() -> Result<PathBuf> {
    let compiler = env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    if !Command::new(&compiler).arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        return Err(format!("no C++ compiler `{compiler}`, which libFuzzer needs: `apt install g++` has one").into());
    }
    let version = Command::new("rustc").arg("-vV").current_dir(package()).output()?;
    let version = String::from_utf8(version.stdout)?;
    let host =
        version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc does not name this machine")?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--locked", "--features", "targets", "--bin", "target", "--target", host]);
    cargo.arg("--target-dir").arg(output());
    // What the cargo that runs this says of its own build would have some crates built again.
    let inherited = env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    inherited.filter(|name| name.starts_with("CARGO_") && name != "CARGO_HOME").for_each(|name| {
        cargo.env_remove(name);
    });
    cargo.current_dir(package()).env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"));
    if !cargo.status()?.success() {
        return Err("the targets do not compile".into());
    }
    Ok(output().join(host).join("debug/target"))
}

/// A target that is being fuzzed.
struct Fuzzing<'a> {
    target: &'a Target,
    program: &'a Path,
    /// All that was ever found on this machine.
    found: PathBuf,
    seeds: PathBuf,
    failures: PathBuf,
    /// What is kept.
    corpus: PathBuf,
    executions: u64,
    edges: u64,
    start: Instant,
    last_new_edge: Instant,
}

impl<'a> Fuzzing<'a> {
    fn of(target: &'a Target, program: &'a Path) -> Result<Self> {
        let folder = output().join("found").join(target.name);
        let [found, seeds, failures] = ["corpus", "seeds", "failures"].map(|name| folder.join(name));
        let corpus = package().join("corpus").join(target.name);
        for folder in [&found, &seeds, &failures, &corpus] {
            fs::create_dir_all(folder)?;
        }
        let start = Instant::now();
        Ok(Self {
            target,
            program,
            found,
            seeds,
            failures,
            corpus,
            executions: 0,
            edges: 0,
            start,
            last_new_edge: start,
        })
    }

    /// Fuzzes for that long, and keeps what was found.
    fn run(mut self, time: Duration) -> Result<Outcome> {
        self.command().env(SEEDS_VARIABLE, &self.seeds).arg("-runs=0").stderr(Stdio::null()).status()?;
        let mut failures = Vec::new();
        while let Some(rest) = time.checked_sub(self.start.elapsed()).filter(|rest| rest.as_secs() > 0) {
            match self.fuzz(rest)? {
                // Another process may have held this one up for a second.
                Some(failure) if !self.fails_again(&failure)? => fs::remove_file(failure)?,
                Some(failure) => {
                    failures.push(failure);
                    break;
                }
                None => break,
            }
        }
        let (took, quiet) = (self.start.elapsed(), self.last_new_edge.elapsed());
        if failures.is_empty() {
            self.keep()?;
        }
        let (files, bytes) = size(&self.corpus)?;
        let Self { target, executions, edges, .. } = self;
        Ok(Outcome { name: target.name, executions, edges, files, bytes, took, quiet, failures })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.env(TARGET_VARIABLE, self.target.name).stdout(Stdio::null());
        command.args(["-timeout=1", "-rss_limit_mb=1024"]).arg(format!("-max_len={}", self.target.max_len));
        // Where an input that fails outside of fuzzing itself is written once more.
        command.arg(format!("-artifact_prefix={}-", self.failures.with_file_name("again").display()));
        command
    }

    /// Fuzzes until the time is over or an input fails. The file of that input.
    fn fuzz(&mut self, time: Duration) -> Result<Option<PathBuf>> {
        let failure = self.failures.join(format!("{}", self.start.elapsed().as_millis()));
        let mut command = self.command();
        command.arg(format!("-max_total_time={}", time.as_secs())).arg("-print_final_stats=1");
        command.arg(format!("-exact_artifact_path={}", failure.display()));
        let dictionary = package().join("dictionaries").join(self.target.dictionary());
        if dictionary.exists() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        command.args([&self.found, &self.corpus, &self.seeds]).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let ended = self.follow(&mut child, Instant::now() + time + GRACE)?;
        let status = child.wait()?;
        match failure.exists() {
            true => Ok(Some(failure)),
            false if status.success() || !ended => Ok(None),
            false => Err(format!(
                "{} ended with {status}: see {}",
                self.target.name,
                self.failures.with_file_name("log").display()
            )
            .into()),
        }
    }

    /// Reads what a process says until it ends; whether it did by itself. One that does not end in time is ended: libFuzzer may stop for good while it reports
    /// an input that took too long.
    fn follow(&mut self, child: &mut Child, end: Instant) -> Result<bool> {
        let (sender, lines) = mpsc::channel();
        let said = BufReader::new(child.stderr.take().ok_or("the process says nothing")?);
        thread::spawn(move || {
            said.split(b'\n').map_while(std::result::Result::ok).try_for_each(|line| sender.send(line))
        });
        let mut log = fs::File::create(self.failures.with_file_name("log"))?;
        let before = self.executions;
        loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    let line = String::from_utf8_lossy(&line);
                    writeln!(log, "{line}")?;
                    self.note(&line, before);
                }
                Err(RecvTimeoutError::Timeout) => {
                    child.kill()?;
                    return Ok(false);
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(true),
            }
        }
    }

    /// Takes the figures from a line of libFuzzer's, such as `#4096 NEW cov: 310 ft: 400 corp: 20/1kb`.
    fn note(&mut self, line: &str, before: u64) {
        let Some((count, rest)) = line.strip_prefix('#').and_then(|line| line.split_once(char::is_whitespace)) else {
            if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
                self.executions = before + count.trim().parse::<u64>().unwrap_or_default();
            }
            return;
        };
        self.executions = before + count.parse::<u64>().unwrap_or_default();
        let edges = rest.split_once("cov: ").and_then(|(_, rest)| rest.split(' ').next()?.parse::<u64>().ok());
        if edges.is_some_and(|edges| edges > self.edges) {
            self.edges = edges.unwrap_or_default();
            self.last_new_edge = Instant::now();
        }
    }

    /// Whether an input fails every time that it is tried.
    fn fails_again(&self, input: &Path) -> Result<bool> {
        for _ in 0..ATTEMPTS {
            if self.command().arg(input).stderr(Stdio::null()).status()?.success() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Replaces the kept inputs by few and small ones that have all the edges.
    fn keep(&self) -> Result<()> {
        let merged = self.failures.with_file_name("merged");
        if merged.exists() {
            fs::remove_dir_all(&merged)?;
        }
        fs::create_dir(&merged)?;
        let mut command = self.command();
        command.args(["-set_cover_merge=1", "-use_counters=0"]);
        command.args([&merged, &self.corpus, &self.found, &self.seeds]).stderr(Stdio::null());
        if !command.status()?.success() {
            return Err(format!("what {} found cannot be reduced", self.target.name).into());
        }
        fs::remove_dir_all(&self.corpus)?;
        fs::create_dir(&self.corpus)?;
        for entry in fs::read_dir(&merged)? {
            let path = entry?.path();
            // Forty digits of SHA-1 are more than tell a few hundred files apart.
            let name = path.file_name().map(|name| name.to_string_lossy().chars().take(NAME_LEN).collect::<String>());
            fs::copy(&path, self.corpus.join(name.unwrap_or_default()))?;
        }
        Ok(())
    }
}

/// How much longer than it was told to a process may take to end.
const GRACE: Duration = Duration::from_secs(60);

/// How often an input is tried that has failed. On a busy machine any may once take a second.
const ATTEMPTS: usize = 5;

/// The length of a kept input's name.
const NAME_LEN: usize = 12;

/// The number of files in a folder, and their bytes.
fn size(folder: &Path) -> Result<(usize, u64)> {
    let mut size = (0, 0);
    for entry in fs::read_dir(folder)? {
        size = (size.0 + 1, size.1 + entry?.metadata()?.len());
    }
    Ok(size)
}

/// What came of fuzzing a target.
struct Outcome {
    name: &'static str,
    executions: u64,
    edges: u64,
    files: usize,
    bytes: u64,
    took: Duration,
    /// How long ago, at the end, the last new edge was found.
    quiet: Duration,
    failures: Vec<PathBuf>,
}

const HEADER: &str = "target                     executions   edges  kept (bytes)    minutes  since new edge  failures";

impl Outcome {
    fn row(&self) -> String {
        let Self { name, executions, edges, files, bytes, took, quiet, failures } = self;
        let [took, quiet] = [took, quiet].map(|time| time.as_secs_f64() / 60.0);
        let kept = format!("{files} ({bytes})");
        let mut row =
            format!("{name:25} {executions:11} {edges:7}  {kept:14} {took:8.1} {quiet:15.1} {:9}", failures.len());
        for failure in failures {
            row.push_str(&format!("\n  FAILS: {}", failure.display()));
        }
        row
    }
}
