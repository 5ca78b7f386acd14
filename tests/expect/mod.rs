//! Expected outputs: a test compares a whole output with a file, and one variable renews all such files.
//!
//! ```text
//! UPDATE_EXPECT=1 cargo test --test search      rewrites every expected file of that target that differs
//! git diff tests/fixtures                       shows what has changed: read it before you commit it
//! ```
//!
//! Not here: which outputs are compared.

use std::fs;
use std::path::Path;

/// The variable that makes the tests write expected files instead of comparing with them.
const UPDATE: &str = "UPDATE_EXPECT";

/// Compares an output with its expected file, or writes the file if `UPDATE_EXPECT` is set. A file that does not exist
/// expects an empty output.
#[track_caller]
pub(crate) fn assert_file(file: &Path, actual: &str) {
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return;
    }
    if std::env::var_os(UPDATE).is_none() {
        panic!("{} differs; {UPDATE}=1 writes it anew\n{}", file.display(), difference(&expected, actual));
    }
    if actual.is_empty() {
        fs::remove_file(file).unwrap();
    } else {
        fs::write(file, actual).unwrap();
    }
}

/// The lines that differ, with `-` before what is expected and `+` before what is there. Lines that both texts begin and
/// end with are left out.
fn difference(expected: &str, actual: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[start..], &after[start..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    let expected = before[..before.len() - end].iter().map(|line| format!("- {line}\n"));
    let actual = after[..after.len() - end].iter().map(|line| format!("+ {line}\n"));
    format!("from line {}:\n{}", start + 1, expected.chain(actual).collect::<String>())
}
