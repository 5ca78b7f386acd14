//! Tables of cases: a file of `tests/fixtures/search` with a case a line, first what is asked and then what comes out.
//!
//! - ` | ` parts two cells, and an empty cell is written `-`. Blanks around a cell do not count.
//! - A backslash writes what cannot stand there: `\s` a blank, `\t`, `\n`, `\u{AD}`, `\|`, `\-`, `\#`, `\\`.
//! - Lines that begin with `#` are remarks.
//!
//! To add a case, write the cells that are asked, renew the table with `UPDATE_EXPECT=1` (see `tests/expect/mod.rs`) and read
//! what came out.

use std::path::{Path, PathBuf};

use crate::expect::assert_file;

/// Compares a table with what comes out for the first `N` cells of each of its lines.
#[track_caller]
pub(crate) fn check<const N: usize>(name: &str, outputs: impl Fn([&str; N]) -> Vec<String>) {
    let file = path(name);
    let text = std::fs::read_to_string(&file).unwrap();
    let mut table = String::new();
    let mut cases = 0;
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            table.push_str(line);
        } else {
            let asked = cells(line);
            let asked = asked.get(..N).unwrap_or_else(|| panic!("{name} has fewer than {N} cells in `{line}`"));
            let values: Vec<String> = asked.iter().map(|cell| unescaped(cell)).collect();
            let outputs = outputs(std::array::from_fn(|nth| values[nth].as_str()));
            let outputs = outputs.iter().map(|output| escaped(output));
            table.push_str(&asked.iter().map(|cell| (*cell).to_owned()).chain(outputs).collect::<Vec<_>>().join(" | "));
            cases += 1;
        }
        table.push('\n');
    }
    assert!(cases > 0, "{name} has no cases");
    assert_file(&file, &table);
}

/// The path of a fixture of the search.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search").join(name)
}

/// The cells of a line as they are written.
fn cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut start, mut after_backslash) = (0, false);
    for (at, c) in line.char_indices() {
        if c == '|' && !after_backslash {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
        after_backslash = c == '\\' && !after_backslash;
    }
    cells.push(line[start..].trim());
    cells
}

/// The value of a cell.
fn unescaped(cell: &str) -> String {
    if cell == "-" {
        return String::new();
    }
    let mut value = String::new();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('s') => value.push(' '),
            Some('t') => value.push('\t'),
            Some('n') => value.push('\n'),
            Some('u') => {
                let code: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                value.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap());
            }
            other => value.extend(other),
        }
    }
    value
}

/// The cell of a value.
fn escaped(value: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let cell: String = value
        .chars()
        .enumerate()
        .map(|(nth, c)| match c {
            '|' | '\\' => format!("\\{c}"),
            '#' if nth == 0 => "\\#".to_owned(),
            '-' if last == 0 => "\\-".to_owned(),
            ' ' if nth == 0 || nth == last => "\\s".to_owned(),
            _ if c.is_control() => format!("\\u{{{:X}}}", u32::from(c)),
            _ => c.to_string(),
        })
        .collect();
    if cell.is_empty() { "-".to_owned() } else { cell }
}
