//! Sessions: commands, and all that they print. A case is a folder of `tests/fixtures/command_line/cases` with a
//! `session.txt`:
//!
//! ```text
//! # A remark.
//! $ answerbook search moon --topic yachts
//! > what it printed to stdout
//! ! what it printed to stderr
//! exit 1
//! ```
//!
//! `exit` is left out for 0. Times, sizes, hashes of file names, the present day and the path of the working folder are
//! masked; `[today]` in a command is the present day. The working folder holds the other files of the case and, if there
//! is no `episodes` among them, the library of the fixtures. `build` and `publish` get the ready-made shell. Beside
//! `answerbook` there are `in FOLDER answerbook …`, `replace FILE OLD NEW` (OLD stands there once), `copy FILE TO`,
//! `remove PATH`, `show FILE` and `list FOLDER`.
//!
//! To add a session, write its `$` lines, write the rest with `UPDATE_EXPECT=1` (see `tests/expect/mod.rs`) and read it.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use answerbook::transcript::Date;

use crate::bench::{Bench, Ran, copy, fixtures, names, run_in, shell};
use crate::expect;

/// How many digits the hash in a file's name has.
const HASH_DIGITS: usize = 16;

/// Runs the session of a case and compares it with its file.
#[track_caller]
pub(crate) fn check(case: &Path) {
    let bench = Bench::empty();
    copy(case, bench.folder.path());
    fs::remove_file(bench.path("session.txt")).unwrap();
    if !bench.path("episodes").exists() {
        copy(&fixtures().join("library"), &bench.path("episodes"));
    }
    let file = case.join("session.txt");
    let mut session = String::new();
    for line in fs::read_to_string(&file).unwrap().lines() {
        if line.starts_with('#') {
            session.push_str(&format!("{line}\n"));
        } else if let Some(command) = line.strip_prefix("$ ") {
            let ran = run(&bench, &words(&command.replace("[today]", &today())));
            session.push_str(&format!("{line}\n{}\n", printed(&ran, &bench)));
        }
    }
    assert!(session.contains("$ answerbook"), "{} runs nothing", file.display());
    expect::assert_file(&file, &format!("{}\n", session.trim_end()));
}

fn run(bench: &Bench, command: &[String]) -> Ran {
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let mut out = String::new();
    match command[..] {
        ["answerbook", ref args @ ..] => return answerbook(bench.folder.path(), args),
        ["in", folder, "answerbook", ref args @ ..] => return answerbook(&bench.path(folder), args),
        ["replace", file, old, new] => bench.edit(file, old, new),
        ["copy", from, to] => drop(fs::copy(bench.path(from), bench.path(to)).unwrap()),
        ["remove", path] if bench.path(path).is_dir() => fs::remove_dir_all(bench.path(path)).unwrap(),
        ["remove", file] => fs::remove_file(bench.path(file)).unwrap(),
        ["show", file] => out = bench.read(file),
        ["list", folder] => out = names(&bench.path(folder)).join("\n") + "\n",
        _ => panic!("no such command: {command:?}"),
    }
    Ran { code: 0, out, err: String::new() }
}

/// Runs the binary in a folder, where it builds over the ready-made shell.
fn answerbook(folder: &Path, args: &[&str]) -> Ran {
    match args {
        [command @ ("build" | "publish"), args @ ..] if !args.contains(&"--shell") => {
            run_in(folder, &[&[command, "--shell", &shell()], args].concat())
        }
        _ => run_in(folder, args),
    }
}

/// The words of a command. Quotation marks, single or double, hold a word with blanks together; `\n` is a line's end.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, ' ') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == c => quote = None,
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words.iter().map(|word| word.replace("\\n", "\n")).collect()
}

/// The output of a run as a session shows it.
fn printed(ran: &Ran, bench: &Bench) -> String {
    let marked = |text: &str, mark: &str| -> String {
        let lines = text.lines().map(|line| format!("{mark} {line}").trim_end().to_owned() + "\n");
        lines.collect()
    };
    let exit = if ran.code == 0 { String::new() } else { format!("exit {}\n", ran.code) };
    masked(&[marked(&ran.out, ">"), marked(&ran.err, "!"), exit].concat(), bench)
}

/// A text without what differs from run to run: the working folder, the present day, times such as `12 ms` or `(1.5 s)`,
/// sizes in kB and the hashes in file names.
fn masked(text: &str, bench: &Bench) -> String {
    let text = text.replace(&bench.folder.path().to_string_lossy().into_owned(), "[folder]");
    let text = text.replace(&today(), "[today]");
    let mut masked = String::new();
    let mut before = "";
    for word in text.split_inclusive([' ', '\n', '-', '_', '.', ')']) {
        let (bare, end) = word.split_at(word.trim_end_matches([' ', '\n', '-', '_', '.', ')', ',']).len());
        let number = before.trim_start_matches('(').trim_end();
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        let is_unit = ["ms", "s", "kB"].contains(&bare);
        if is_number && is_unit && before.ends_with(' ') {
            // The number may have a part before a point.
            let kept = masked.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ').len();
            masked.truncate(kept);
            let opened = if masked.ends_with(['(', ' ', '\n']) { "" } else { " " };
            masked.push_str(&format!("{opened}[{}]{end}", if bare == "kB" { "size" } else { "time" }));
        } else if bare.len() == HASH_DIGITS && bare.chars().all(|c| c.is_ascii_hexdigit()) {
            masked.push_str(&format!("[hash]{end}"));
        } else {
            masked.push_str(word);
        }
        before = word;
    }
    masked
}

/// The present day in UTC, as messages write it.
#[expect(clippy::disallowed_methods, reason = "what the command took from the clock is masked by what the clock says")]
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Date::from_days(i64::try_from(seconds / 86_400).unwrap()).unwrap().to_string()
}
