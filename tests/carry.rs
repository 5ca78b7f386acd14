//! Carrying ids over an edit: cases written by hand, an old version, a new one and what a careful reader would say of each
//! id. Not the edits of real transcripts: those are replayed in `history.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{Given, read_labelled};
use answerbook::links::{Carried, Change, UnclearPolicy, carry};
use answerbook::source::read_episode;
use answerbook::transcript::{Answer, Date, Episode};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/carry");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 9);
    cases
}

fn versions(case: &Path) -> (Episode, Episode) {
    let old = read_episode(&fs::read_to_string(case.join("old.md")).unwrap(), "sample");
    assert!(old.problems.is_empty(), "{}: {:?}", case.display(), old.problems);
    let date = Date::parse("2024-01-01").unwrap();
    let given = Given { stem: "sample".to_owned(), date, publisher: "Sample".to_owned() };
    let new = read_labelled(&fs::read_to_string(case.join("new.md")).unwrap(), &given);
    (old.value.unwrap(), new.episode.unwrap())
}

/// What was carried, in the words of the cases.
fn told(old: &Episode, carried: &Carried) -> String {
    let mut lines = Vec::new();
    for paragraph in old.paragraphs() {
        let id = &paragraph.id;
        let now = carried.episode.paragraphs().find(|one| one.id == *id).map(|one| format!("{id} is {}", one.text));
        let unclear = carried.unclear.iter().find(|one| one.id.anchor() == format!("p-{id}"));
        let changed =
            carried.changes.iter().find(|it| it.id.anchor() == format!("p-{id}")).map(|it| match &it.change {
                Change::Succeeded(whole) => format!("{id} part of {}", whole.ids[0].anchor().trim_start_matches("p-")),
                _ => format!("{id} removed"),
            });
        let unclear = unclear.map(|unclear| format!("{id} unclear {}", unclear.new));
        let all: Vec<String> = [now, unclear, changed].into_iter().flatten().collect();
        assert_eq!(all.len(), 1, "each id has one fate: {all:?}");
        lines.extend(all);
    }
    if carried.unclear.is_empty() {
        lines.extend(carried.episode.answers.iter().map(held));
        let renamed = |speaker: &&answerbook::transcript::Speaker| {
            old.speaker(&speaker.id).is_some_and(|one| one.name != speaker.name)
        };
        let renamed = carried.episode.speakers.iter().filter(renamed);
        lines.extend(renamed.map(|speaker| format!("{} is called {}", speaker.id, speaker.name)));
    }
    lines.join("\n") + "\n"
}

fn held(answer: &Answer) -> String {
    let ids = answer.paragraphs().map(|one| if one.id.is_assigned() { one.id.as_str() } else { "-" });
    format!("{} has {}", answer.id, ids.collect::<Vec<_>>().join(" "))
}

#[test]
fn every_id_is_where_a_careful_reader_would_look() {
    for case in cases() {
        let (old, new) = versions(&case);
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        assert_eq!(told(&old, &carry(&old, new, UnclearPolicy::Ask)), expected, "{}", case.display());
    }
}

#[test]
fn the_same_version_changes_nothing() {
    for case in cases() {
        let (old, _) = versions(&case);
        let carried = carry(&old, old.clone(), UnclearPolicy::Ask);
        assert_eq!(
            (&carried.episode, carried.changes.len(), carried.unclear.len()),
            (&old, 0, 0),
            "{}",
            case.display()
        );
    }
}

#[test]
fn the_unclear_is_kept_or_removed_as_told() {
    let (old, new) = versions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/carry/rewritten"));
    let kept = carry(&old, new.clone(), UnclearPolicy::Keep);
    assert!(kept.episode.paragraphs().any(|one| one.id.as_str() == "b2") && kept.changes.is_empty());
    let removed = carry(&old, new, UnclearPolicy::Remove);
    assert!(removed.episode.paragraphs().all(|one| one.id.as_str() != "b2"));
    assert!(removed.changes.iter().any(|it| it.id.path() == "sample/p-b2" && it.change == Change::Removed));
}

/// A correction is about one of the places where its words stand; where that can no longer be told, it is given back.
#[test]
fn corrections_stay_with_their_words() {
    let old = |corrections: &str| {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/carry/edited/old.md"))
            .unwrap();
        let (front, body) = text.split_once("]\n+++\n").unwrap();
        let said = "a pinch then a drop then a spoon then a cup of honey for every hive that we had";
        let body = body.split_once("## ").unwrap().1.split_once('\n').unwrap().0;
        let text = format!(
            "{front}]\ncorrections = [{corrections}]\n+++\n\n## {body}\n\n**Ann:** What did they get? ^q1\n\n**Bo:** {said} ^b2\n"
        );
        let reading = read_episode(&text, "sample");
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        reading.value.unwrap()
    };
    let new = |said: &str| {
        let date = Date::parse("2024-01-01").unwrap();
        let given = Given { stem: "sample".to_owned(), date, publisher: "Sample".to_owned() };
        read_labelled(&format!("**Ann:** What did they get?\n\n**Bo:** {said}\n"), &given).episode.unwrap()
    };
    let second = "{ at = \"b2\", heard = \"then\", meant = \"than\", occurrence = 2 }";
    let kept = carry(
        &old(second),
        new("a pinch then a drop then a spoon then two cups of honey for every hive that we had"),
        UnclearPolicy::Ask,
    );
    assert_eq!((kept.episode.corrections.len(), kept.dropped_corrections.len()), (1, 0));
    let lost = carry(
        &old(second),
        new("a pinch and a drop then a spoon then a cup of honey for every hive that we had"),
        UnclearPolicy::Ask,
    );
    assert_eq!((lost.episode.corrections.len(), lost.dropped_corrections.len()), (0, 1));
}
