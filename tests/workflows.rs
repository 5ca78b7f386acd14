//! The workflows of this repository and those that `new` writes for an owner: what they run is pinned, and whoever runs other
//! people's code may change nothing.
//!
//! They are read line by line, as they are written. Not here: whether a host understands them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

/// The name and the text of each workflow of GitHub's.
fn workflows() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = fs::read_dir(root.join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = own.chain([root.join("src/cli/new/github.yml")]).collect();
    assert!(files.len() >= 3, "{files:?}");
    files.into_iter().map(|file| (file.display().to_string(), fs::read_to_string(&file).unwrap())).collect()
}

/// The jobs of a workflow: the text of each.
fn jobs(workflow: &str) -> Vec<String> {
    let (_, jobs) = workflow.split_once("\njobs:\n").unwrap();
    let mut found: Vec<String> = Vec::new();
    for line in jobs.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if line.starts_with("  ") && !line.starts_with("   ") {
            found.push(String::new());
        }
        found.last_mut().unwrap().push_str(&format!("{line}\n"));
    }
    found
}

#[test]
fn every_action_is_pinned_by_its_hash() {
    for (name, text) in workflows() {
        let actions: Vec<&str> = text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, it)| it).collect();
        assert!(!actions.is_empty(), "{name}");
        for action in actions {
            let (hash, version) = action.split_once('@').unwrap().1.split_once(" # v").unwrap();
            let is_hash = hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_hash && version.starts_with(|c: char| c.is_ascii_digit()), "{name}: {action}");
        }
    }
}

/// A job that may write to anything runs no commands, only actions.
#[test]
fn what_runs_commands_may_change_nothing() {
    for (name, text) in workflows() {
        assert!(text.contains("\npermissions:\n  contents: read\n\n"), "{name}: rights of all jobs");
        for job in jobs(&text) {
            assert!(job.contains("\n    permissions:\n"), "{name}: a job without rights of its own:\n{job}");
            let writes = job.contains(": write");
            assert!(!(writes && job.contains("run:")), "{name}: runs commands with rights to write:\n{job}");
            // A checkout leaves no token for what runs behind it.
            let checkouts = job.matches("actions/checkout@").count();
            assert_eq!(job.matches("persist-credentials: false").count(), checkouts, "{name}:\n{job}");
        }
    }
}

/// What an expression says becomes part of a script where it stands in one; as a variable it stays a value.
#[test]
fn no_expression_is_part_of_a_script() {
    for (name, text) in workflows() {
        let mut run_indent = None;
        for line in text.lines() {
            let indent = line.len() - line.trim_start().len();
            if run_indent.is_some_and(|run| indent <= run && !line.trim().is_empty()) {
                run_indent = None;
            }
            if line.trim_start().trim_start_matches("- ").starts_with("run:") {
                run_indent = Some(indent);
            }
            assert!(!(run_indent.is_some() && line.contains("${{")), "{name}: {line}");
        }
    }
}

/// Nothing is put up where a line of the ledger that is on the site was lost.
#[test]
fn what_is_put_up_is_compared_with_what_is_there() {
    for (name, text) in workflows().into_iter().filter(|(_, text)| text.contains("deploy-pages@")) {
        let (before, _) = text.split_once("upload-pages-artifact@").unwrap();
        assert!(before.contains("links check --against \"$SITE/links.digest\""), "{name}");
    }
}
