//! Other formats become episodes. A case is a folder of `tests/fixtures/import`: in `ok` the transcript `input.md`, the
//! episode `expected.md` that it becomes and the `problems.txt` that are reported; in `err` a transcript that becomes no
//! episode, and why.
//!
//! To add a case, add a folder with its `input.md`, and write the rest with `UPDATE_EXPECT=1` (see `tests/expect/mod.rs`).
//!
//! Not here: the command, and new versions of an episode that is there (`tests/command_line.rs`, `tests/carry.rs`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "expect/cases.rs"]
mod cases;
mod expect;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use answerbook::import::{Defaults, Imported, read_labelled};
use answerbook::source::{assign_ids, print_episode, read_episode};
use answerbook::transcript::{Date, Problem, Severity};

/// The stem of every case's file.
const STEM: &str = "sample-talk";

fn read(text: &str) -> Imported {
    let date = Date::new(2020, 1, 2).unwrap();
    read_labelled(text, &Defaults { stem: STEM.to_owned(), date: Some(date), publisher: "Sample Press".to_owned() })
}

/// The transcript of a case, and what it becomes. The problems are compared.
fn case(folder: &Path) -> Imported {
    let text = fs::read_to_string(folder.join("input.md")).unwrap();
    let imported = read(&text);
    let problems: String = imported.problems.iter().map(|problem| line(&text, problem)).collect();
    expect::assert_file(&folder.join("problems.txt"), &problems);
    imported
}

/// A problem in a line.
fn line(text: &str, problem: &Problem) -> String {
    let place = problem.line_column(text);
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    let parts = [("found", &problem.found), ("expected", &problem.expected), ("help", &problem.help)];
    let parts = parts.map(|(name, part)| part.as_ref().map(|part| format!("; {name} {part}")).unwrap_or_default());
    format!("{}:{}: {severity}: {}{}\n", place.line, place.column, problem.what, parts.concat())
}

#[test]
fn transcripts_become_episodes_that_the_source_form_reads() {
    for folder in cases::folders("import/ok") {
        let episode = case(&folder).episode.unwrap_or_else(|| panic!("{} is no episode", folder.display()));
        let text = assign_ids(&print_episode(&episode), STEM, &BTreeSet::new()).unwrap().text;
        expect::assert_file(&folder.join("expected.md"), &text);
        assert_eq!(read_episode(&text, STEM).problems, [], "{}", folder.display());
    }
}

#[test]
fn what_is_no_transcript_is_refused_with_a_reason() {
    for folder in cases::folders("import/err") {
        let Imported { episode, problems } = case(&folder);
        assert!(episode.is_none(), "{} became an episode", folder.display());
        assert!(problems.iter().any(|problem| problem.severity == Severity::Error), "{}", folder.display());
    }
}

#[test]
fn no_text_makes_it_panic_and_its_problems_are_places_of_it_in_order() {
    for odd in [
        "",
        "---",
        "---\ntitle: x",
        "**",
        "****:",
        "**:** x",
        "**A:**",
        "no labels at all",
        "\n\nno labels at all",
        "école",
        "\u{feff}\0**A:**\u{7}x",
    ] {
        let Imported { episode, problems } = read(odd);
        assert!(episode.is_some() || !problems.is_empty(), "{odd:?}");
        assert!(problems.iter().all(|problem| odd.get(problem.span.clone()).is_some()), "{odd:?}: {problems:?}");
        assert!(problems.is_sorted_by_key(|problem| problem.span.start), "{odd:?}: {problems:?}");
    }
}

#[test]
fn days_since_the_epoch_are_dates() {
    for (days, date) in [(0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (20_780, "2026-11-23")] {
        assert_eq!(Date::from_days(days).unwrap().to_string(), date);
    }
    assert_eq!(Date::from_days(i64::MAX), None);
}
