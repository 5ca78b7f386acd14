//! A folder of its own with a library in it, and the binary run there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The fixtures of the command line.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/command_line")
}

/// The app's built files that builds here use, so that no WebAssembly is compiled.
pub(crate) fn shell() -> String {
    fixtures().join("shell").to_string_lossy().into_owned()
}

/// The exit code and the output of a run.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "--- stdout\n{}\n--- stderr\n{}", self.out, self.err);
        self
    }

    /// Asserts that the output contains some words.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        let all = format!("{}{}", self.out, self.err);
        assert!(all.contains(words), "`{words}` is not said:\n--- stdout\n{}\n--- stderr\n{}", self.out, self.err);
        self
    }
}

/// The binary, to be run in a folder.
pub(crate) fn answerbook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerbook"));
    // Help is wrapped at the width that this variable gives.
    command.current_dir(folder).stdin(Stdio::null()).env_remove("COLUMNS");
    command
}

/// Runs the binary in a folder.
pub(crate) fn run_in(folder: &Path, args: &[&str]) -> Ran {
    let output = answerbook(folder).args(args).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A temporary folder with the library of the fixtures in `episodes/`.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let bench = Self::empty();
        copy(&fixtures().join("library"), &bench.path("episodes"));
        bench
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), bytes).unwrap();
    }

    /// The lines of the ledger, part by part.
    pub(crate) fn ledger(&self) -> String {
        self.tree("episodes/links").into_values().map(|text| String::from_utf8(text).unwrap()).collect()
    }

    /// Writes the lines of a ledger, each to the file of the part that it is about.
    pub(crate) fn write_ledger(&self, text: &str) {
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        for line in text.lines() {
            let path = line.split(' ').nth(3).unwrap_or_default();
            let is_inside = ["episode", "answer", "paragraph"].contains(&line.split(' ').nth(2).unwrap_or_default());
            let part = if is_inside { path.split('/').next().unwrap_or_default() } else { "_speakers-and-topics" };
            parts.entry(part.to_owned()).or_default().push_str(&format!("{line}\n"));
        }
        fs::remove_dir_all(self.path("episodes/links")).unwrap();
        parts.iter().for_each(|(part, text)| self.write(&format!("episodes/links/{part}.ledger"), text));
    }

    /// Replaces the one place where a text stands in a file.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {path}");
        self.write(path, text.replace(from, to));
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run_in(self.folder.path(), args)
    }

    /// `publish` on a day, over the ready-made shell.
    pub(crate) fn publish(&self, date: &str) -> Ran {
        self.run(&["publish", "--shell", &shell(), "--date", date])
    }

    /// `build` over the ready-made shell.
    pub(crate) fn build(&self, args: &[&str]) -> Ran {
        self.run(&[&["build", "--shell", &shell()], args].concat())
    }

    /// Every file below a folder, by path.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        walk(&self.path(folder), "", &mut files);
        files
    }

    /// The names in the folder itself.
    pub(crate) fn names(&self) -> Vec<String> {
        names(self.folder.path())
    }
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            walk(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}
