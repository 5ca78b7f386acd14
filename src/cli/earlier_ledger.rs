//! An earlier ledger to compare with: from a folder, a file, a revision of git, or a site, which serves a digest of it.
//!
//! Not here: comparing ([`crate::links::lost_lines`]).

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use super::published::{PARTS, UNDIVIDED};
use super::{download, files};
use crate::links::{Ledger, LedgerDigest, part_of_file_name};
use crate::source::MAX_LOG_BYTES;

/// What to do where an earlier ledger is not found.
const BEFORE_FIRST: &str = "give the address of links.digest on the site, or --first before the first release";

/// The most bytes that are taken from a site: the digest of a hundred thousand episodes has 10 MB, and a ledger that an earlier release
/// served has at most 32 MiB.
const MAX_SERVED_BYTES: u64 = 64 << 20;

/// An earlier ledger, or all that a site serves of it.
pub(super) enum EarlierLedger {
    /// There was none yet.
    None,
    /// Its files, each with its name.
    Files(Vec<(String, String)>),
    /// Its digest.
    Digest(LedgerDigest),
}

impl EarlierLedger {
    /// The ledger that `against` names, for the episodes in a folder. One without a line is an error, for then nothing would be
    /// compared; before the `first` release there may be none at an address.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub(super) fn read(folder: &Path, against: &str, first: bool) -> Result<Self> {
        let path = Path::new(against);
        let files = if path.is_dir() {
            files_in(path)?
        } else if path.is_file() {
            vec![(against.to_owned(), files::read_or_empty(path)?)]
        } else if download::is_address(against) {
            match download::text(against, MAX_SERVED_BYTES)? {
                Some(text) => vec![(against.to_owned(), text)],
                None if first => return Ok(Self::None),
                None => bail!("there is nothing at {against}: {BEFORE_FIRST}"),
            }
        } else {
            files_in_git(folder, against)?
        };
        let only = if let [(_, text)] = &files[..] { LedgerDigest::read(text) } else { None };
        if let Some(digest) = only.filter(|digest| !digest.is_empty()) {
            return Ok(Self::Digest(digest));
        }
        if files.iter().all(|(_, text)| Ledger::read(text).0.is_empty()) {
            bail!("{against} is no ledger and no digest of one, or was cut short: {BEFORE_FIRST}");
        }
        Ok(Self::Files(files))
    }
}

/// Whether a path beside the episodes is that of a file of the ledger.
fn is_ledger(path: &str) -> bool {
    let part = path.strip_prefix(PARTS).and_then(|rest| rest.strip_prefix('/'));
    path == UNDIVIDED || part.is_some_and(|name| part_of_file_name(name).is_some())
}

fn files_in(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut paths = vec![folder.join(UNDIVIDED)];
    let parts = folder.join(PARTS);
    if parts.is_dir() {
        let entries = parts.read_dir().with_context(|| format!("cannot list {}", parts.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list {}", parts.display()))?;
            let name = entry.file_name();
            paths.extend(name.to_str().and_then(part_of_file_name).map(|_| entry.path()));
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| Ok((path.display().to_string(), files::read_or_empty(path)?));
    paths.iter().map(read).collect()
}

/// The files that a revision of git has beside the episodes.
fn files_in_git(folder: &Path, revision: &str) -> Result<Vec<(String, String)>> {
    let listed =
        git(folder, &["ls-tree", "-r", "-z", "--name-only", "--end-of-options", revision, PARTS, UNDIVIDED], "")?;
    let listed = String::from_utf8(listed).context("a path in git is not UTF-8")?;
    let paths: Vec<&str> = listed.split('\0').filter(|path| is_ledger(path)).collect();
    let objects: String = paths.iter().map(|path| format!("{revision}:./{path}\n")).collect();
    let answers = git(folder, &["cat-file", "--batch"], &objects)?;
    let mut answers = BufReader::new(&answers[..]);
    let read = |path: &&str| Ok((format!("{revision}:{path}"), next_object(&mut answers)?));
    paths.iter().map(read).collect()
}

/// The next text in what `git cat-file --batch` prints: a line `hash blob size`, so many bytes, and a line break.
fn next_object(answers: &mut BufReader<&[u8]>) -> Result<String> {
    const CUT_SHORT: &str = "what git says cannot be read";
    let mut head = String::new();
    answers.read_line(&mut head).context(CUT_SHORT)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok()).context(CUT_SHORT)?;
    if size > MAX_LOG_BYTES {
        bail!("a ledger of {size} bytes is too large");
    }
    let mut text = vec![0; size + 1];
    answers.read_exact(&mut text).context(CUT_SHORT)?;
    text.pop();
    String::from_utf8(text).context("that ledger is not UTF-8")
}

/// What git prints in a folder, given this input.
fn git(folder: &Path, args: &[&str], input: &str) -> Result<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().context("cannot run `git`: give a file instead")?;
    let output = thread::scope(|scope| {
        // Both ends at once: git stops reading where nobody takes what it prints.
        if let Some(mut stdin) = child.stdin.take() {
            scope.spawn(move || stdin.write_all(input.as_bytes()));
        }
        child.wait_with_output()
    });
    let output = output.context("cannot run `git`: give a file instead")?;
    if !output.status.success() {
        bail!("`git` has no such ledger: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}
