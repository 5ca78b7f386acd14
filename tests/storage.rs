//! Folders that commands share with other people and with each other: files in the site that no build wrote, sites of earlier
//! versions, two commands at once.
//!
//! Not here: kills and failing disks (`crash.rs`).
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "command_line/bench.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod bench;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Child;
use std::thread;
use std::time::Duration;

use bench::{Bench, answerbook, shell};

#[test]
fn a_build_keeps_what_no_build_wrote() {
    let bench = Bench::new();
    // A checkout that a host is fed from, before the first build.
    bench.write("dist/.git", "gitdir: ../.git/worktrees/dist\n");
    bench.write("dist/CNAME", "talks.example\n");
    bench.build(&[]).code(0);
    bench.write("dist/.well-known/security.txt", "Contact: mailto:talks@example.org\n");
    bench.write("dist/episodes/harvest/notes/mine.txt", "beside our own pages\n");
    symlink("CNAME", bench.path("dist/alias")).unwrap();
    fs::create_dir(bench.path("dist/empty")).unwrap();
    for words in ["one", "two"] {
        bench.write("episodes/tides.md", bench.read("episodes/tides.md").replace("The moon", &format!("The {words}")));
        bench.edit("episodes/site.toml", "title = \"", &format!("title = \"{words} "));
        bench.build(&[]).code(0);
        assert!(bench.read("dist/index.html").contains(words), "the site is the new one");
        assert_eq!(bench.read("dist/.git"), "gitdir: ../.git/worktrees/dist\n");
        assert_eq!(bench.read("dist/CNAME"), "talks.example\n");
        assert_eq!(bench.read("dist/.well-known/security.txt"), "Contact: mailto:talks@example.org\n");
        assert_eq!(bench.read("dist/episodes/harvest/notes/mine.txt"), "beside our own pages\n");
        assert_eq!(fs::read_link(bench.path("dist/alias")).unwrap().to_str(), Some("CNAME"));
        assert!(bench.path("dist/empty").is_dir());
    }
    // What is ours and no longer made is gone, and nothing lies beside the folder.
    fs::remove_file(bench.path("episodes/harvest.md")).unwrap();
    bench.build(&[]).code(0);
    assert!(!bench.path("dist/episodes/harvest/index.html").exists());
    assert!(bench.path("dist/episodes/harvest/notes/mine.txt").exists());
    assert_eq!(bench.names(), ["dist", "episodes"]);
    bench.build(&[]).code(0).says("nothing has changed since it was built");
}

#[test]
fn a_path_that_both_claim_is_refused_by_name() {
    let bench = Bench::new();
    bench.build(&[]).code(0);
    bench.write("dist/episodes/wells/index.html", "somebody else's page");
    bench.write("dist/speakers/dan-spring", "a file where a folder will be");
    let before = bench.tree("dist");
    let wells = bench.read("episodes/tides.md").replace("tides", "wells").replace("cora-shore", "dan-spring");
    bench.write("episodes/wells.md", wells.replace("Cora Shore", "Dan Spring"));
    bench
        .build(&[])
        .code(2)
        .says("episodes/wells/index.html")
        .says("speakers/dan-spring")
        .says("rename or move it away");
    assert!(bench.tree("dist") == before, "nothing is replaced");
    assert_eq!(bench.names(), ["dist", "episodes"]);
    fs::remove_file(bench.path("dist/episodes/wells/index.html")).unwrap();
    fs::remove_file(bench.path("dist/speakers/dan-spring")).unwrap();
    bench.build(&[]).code(0);
    assert!(bench.read("dist/episodes/wells/index.html").contains("Dan Spring"));
}

/// Earlier versions left no list of their files.
#[test]
fn a_site_of_an_earlier_version_is_replaced_unless_it_was_altered() {
    let bench = Bench::new();
    bench.build(&[]).code(0);
    fs::remove_file(bench.path("dist/.answerbook-files")).unwrap();
    bench.write("dist/CNAME", "talks.example\n");
    bench.build(&[]).code(2).says("written by an earlier Answerbook and was altered since");
    assert_eq!(bench.read("dist/CNAME"), "talks.example\n");
    fs::remove_file(bench.path("dist/CNAME")).unwrap();
    bench.build(&[]).code(0);
    assert!(bench.path("dist/.answerbook-files").exists());
}

#[test]
fn what_a_killed_build_leaves_is_never_published() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    bench.write(".dist.answerbook-new/episodes/withdrawn/index.html", "withdrawn");
    bench.write("episodes/.answerbook-77-0", "half an episode");
    bench.write("episodes/published/.talk.txt.answerbook-88", "half a text, as earlier versions left it");
    bench.edit("episodes/site.toml", "title = \"", "title = \"New ");
    bench.publish("2026-02-01").code(0);
    assert!(!bench.path("dist/episodes/withdrawn").exists());
    assert_eq!(bench.names(), ["dist", "episodes"]);
    let left: Vec<String> = bench.tree("episodes").into_keys().filter(|path| path.contains("answerbook-")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The lines that two releases at once append are all in the ledger, whichever comes first, and the second one says that it
/// waits.
#[test]
fn two_releases_at_once_lose_nothing() {
    for round in 0..if std::env::var_os("ROUNDS").is_some() { 100 } else { 10 } {
        let bench = Bench::new();
        bench.publish("2026-01-01").code(0);
        bench.edit("episodes/tides.md", "{#the-first-thing}", "{#the-first}");
        bench.write("episodes/links.pending", "2026-02-01 moved answer tides/the-first-thing to tides/the-first\n");
        let start = || -> Child {
            let mut command = answerbook(bench.folder.path());
            command.args(["publish", "--shell", &shell(), "--date", "2026-02-01"]);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let first = start();
        thread::sleep(Duration::from_millis(7 * round));
        let second = start();
        for child in [first, second] {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "round {round}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let ledger = bench.ledger();
        let lines: Vec<&str> = ledger.lines().filter(|line| line.starts_with("2026-02-01")).collect();
        let unique: BTreeSet<&str> = lines.iter().copied().collect();
        assert_eq!(lines.len(), unique.len(), "round {round}: {lines:#?}");
        assert!(unique.contains("2026-02-01 moved answer tides/the-first-thing to tides/the-first"), "{lines:#?}");
        assert!(!bench.path("episodes/links.pending").exists());
        bench.run(&["links", "check"]).code(0);
        assert_eq!(bench.names(), ["dist", "episodes"]);
    }
}

/// What an import leaves for the next release is in the ledger after it, even where a release runs at the same time.
#[test]
fn an_import_and_a_release_at_once_lose_nothing() {
    for round in 0..5 {
        let bench = Bench::new();
        bench.publish("2026-01-01").code(0);
        bench.write("new/tides.md", "**Ada Field:** What is the first thing you look at in the morning?\n");
        let start = |args: &[&str]| -> Child {
            let mut command = answerbook(bench.folder.path());
            command.args(args).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            command.spawn().unwrap()
        };
        let import = start(&["import", "new/tides.md", "--unclear", "remove"]);
        thread::sleep(Duration::from_millis(7 * round));
        let release = start(&["publish", "--shell", &shell(), "--date", "2026-02-01"]);
        for mut child in [import, release] {
            // A release may come between the new text and the lines about it; then it says what is gone, and changes nothing.
            assert!(child.wait().unwrap().code().is_some_and(|code| code < 2), "round {round}");
        }
        bench.publish("2026-03-01").code(0);
        let ledger = bench.ledger();
        assert_eq!(ledger.matches(" removed paragraph tides/p-b2").count(), 1, "round {round}: {ledger}");
        assert!(!bench.path("episodes/links.pending").exists());
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let before = (bench.tree("episodes"), bench.tree("dist"));
    bench.write("episodes/.answerbook.lock/in the way", "");
    bench.publish("2026-02-01").code(2).says("cannot write episodes/.answerbook.lock");
    bench.run(&["ids"]).code(2).says("cannot write episodes/.answerbook.lock");
    fs::remove_dir_all(bench.path("episodes/.answerbook.lock")).unwrap();
    assert!((bench.tree("episodes"), bench.tree("dist")) == before);
}
