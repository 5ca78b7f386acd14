//! Carrying ids over an edit: cases written by hand, each with an old version, a new one, and what a careful reader would say
//! about every id.
//!
//! To add a case, add a folder with `old.md` and `new.md` to `tests/fixtures/carry`. Its `expected.txt` is the result;
//! `UPDATE_EXPECT=1 cargo test --test carry` rewrites all of them. Read the difference: the careful reader is you.
//!
//! Whole conversations are carried over too: from what automatic captions make of them to the edited text.
//!
//! Not here: the edits of whole transcripts (`history.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod expect;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{self, Given, Roles};
use answerbook::links::{Carried, Change, UnclearPolicy, carry};
use answerbook::source::{IdRules, assign_ids, print_episode, read_episode};
use answerbook::transcript::{Answer, Date, Episode, Millis, ParagraphId};
use random::Random;

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
    (old.value.unwrap(), imported(&fs::read_to_string(case.join("new.md")).unwrap()))
}

/// A transcript as an import reads it.
fn imported(text: &str) -> Episode {
    let date = Date::parse("2024-01-01");
    let given = Given { stem: "sample".to_owned(), date, publisher: "Sample".to_owned(), ..Given::default() };
    import::read(text.as_bytes(), &given).unwrap().into_episode(&Roles::new()).episode
}

/// What happened to each id, in the form of `expected.txt`.
fn report(old: &Episode, carried: &Carried) -> String {
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
        lines.extend(carried.episode.answers.iter().map(paragraphs_of));
        let renamed = |speaker: &&answerbook::transcript::Speaker| {
            old.speaker(&speaker.id).is_some_and(|one| one.name != speaker.name)
        };
        let renamed = carried.episode.speakers.iter().filter(renamed);
        lines.extend(renamed.map(|speaker| format!("{} is called {}", speaker.id, speaker.name)));
    }
    lines.join("\n") + "\n"
}

fn paragraphs_of(answer: &Answer) -> String {
    let ids = answer.paragraphs().map(|one| if one.id.is_assigned() { one.id.as_str() } else { "-" });
    format!("{} has {}", answer.id, ids.collect::<Vec<_>>().join(" "))
}

#[test]
fn every_id_is_where_a_careful_reader_would_look() {
    for case in cases() {
        let (old, new) = versions(&case);
        let path = case.join("expected.txt");
        let actual = report(&old, &carry(&old, new, UnclearPolicy::Ask));
        expect::assert_file(&path, &actual);
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
fn an_unclear_paragraph_is_kept_or_removed_as_the_policy_says() {
    let (old, new) = versions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/carry/rewritten"));
    let kept = carry(&old, new.clone(), UnclearPolicy::Keep);
    assert!(kept.episode.paragraphs().any(|one| one.id.as_str() == "b2") && kept.changes.is_empty());
    let removed = carry(&old, new, UnclearPolicy::Remove);
    assert!(removed.episode.paragraphs().all(|one| one.id.as_str() != "b2"));
    assert!(
        removed
            .changes
            .iter()
            .any(|it| it.id.path() == "sample/p-b2" && it.change == Change::Removed { keeps_text: false })
    );
}

/// A correction applies to one occurrence of its words. If that can no longer be determined, the correction is dropped.
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
    let new = |said: &str| imported(&format!("**Ann:** What did they get?\n\n**Bo:** {said}\n"));
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

/// What automatic captions make of a conversation: no capitals and no punctuation, a voice a cue, so many percent of the words others,
/// missed or doubled.
fn captions(episode: &Episode, percent: usize, random: &mut Random) -> String {
    let words = |text: &str| -> Vec<String> {
        text.replace('’', "'")
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let all: Vec<String> = episode.paragraphs().flat_map(|it| words(&it.text)).collect();
    let (mut vtt, mut millis) = ("WEBVTT\n".to_owned(), 0);
    for turn in episode.answers.iter().flat_map(|answer| &answer.turns) {
        let mut heard = Vec::new();
        for word in turn.paragraphs.iter().flat_map(|it| words(&it.text)) {
            match random.below(100) {
                roll if roll * 2 < percent => heard.push(all[random.below(all.len())].clone()),
                roll if roll * 4 < percent * 3 => {}
                roll if roll < percent => heard.extend([word.clone(), word]),
                _ => heard.push(word),
            }
        }
        let name = &episode.speaker(&turn.speaker).unwrap().name;
        for cue in heard.chunks(8) {
            let (start, end) = (Millis(millis), Millis(millis + 300 * cue.len() as u64));
            vtt.push_str(&format!("\n{} --> {}\n<v {name}>{}</v>\n", clock(start), clock(end), cue.join(" ")));
            millis = end.0;
        }
        millis += 400;
    }
    vtt
}

fn clock(Millis(millis): Millis) -> String {
    let (seconds, rest) = (millis / 1000, millis % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The turn that holds each paragraph. Neighbours of one speaker are one turn.
fn turns_by_paragraph(episode: &Episode) -> BTreeMap<ParagraphId, (usize, usize)> {
    let (mut turns, mut speaker, mut nth) = (BTreeMap::new(), None, 0);
    for turn in episode.answers.iter().flat_map(|answer| &answer.turns) {
        nth += usize::from(speaker.replace(&turn.speaker) != Some(&turn.speaker));
        turns.extend(turn.paragraphs.iter().map(|it| (it.id.clone(), (nth, it.text.split(' ').count()))));
    }
    turns
}

/// The text with the labels that people write.
fn labelled(episode: &Episode) -> String {
    let mut text = String::new();
    for turn in episode.answers.iter().flat_map(|answer| &answer.turns) {
        let paragraphs: Vec<&str> = turn.paragraphs.iter().map(|it| it.text.as_str()).collect();
        let name = &episode.speaker(&turn.speaker).unwrap().name;
        text.push_str(&format!("**{name}:** {}\n\n", paragraphs.join("\n\n")));
    }
    text
}

/// The id of the paragraph that a paragraph has become a part of, or its own.
fn successor(carried: &Carried, id: &ParagraphId) -> ParagraphId {
    let change = carried.changes.iter().find(|it| it.id.anchor() == format!("p-{id}"));
    match change.map(|it| &it.change) {
        Some(Change::Succeeded(whole)) => ParagraphId::new(whole.ids[0].anchor().trim_start_matches("p-")).unwrap(),
        _ => id.clone(),
    }
}

#[test]
fn an_edited_transcript_takes_over_the_ids_of_captions() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [
        "tests/fixtures/search/running-kitchens.md",
        "tests/fixtures/search/trading-floor.md",
        "episodes/following-curiosity.md",
    ];
    let mut random = Random(1);
    for (file, percent) in files.into_iter().flat_map(|file| [(file, 10), (file, 20)]) {
        let episode = read_episode(&fs::read_to_string(root.join(file)).unwrap(), "sample").value.unwrap();
        let heard = print_episode(&imported(&captions(&episode, percent, &mut random)));
        let heard = assign_ids(&heard, "sample", &IdRules::default()).unwrap().parsed.into_reading().value.unwrap();
        let carried = carry(&heard, imported(&labelled(&episode)), UnclearPolicy::Keep);
        let (before, after) = (turns_by_paragraph(&heard), turns_by_paragraph(&carried.episode));
        // Of a few words that were misheard nothing is left to know them by.
        let long: Vec<_> = before.iter().filter(|(_, (_, words))| *words >= 8).collect();
        let now_in = |id: &ParagraphId| after.get(&successor(&carried, id)).map(|(turn, _)| *turn);
        let right = long.iter().filter(|(id, (turn, _))| now_in(id) == Some(*turn)).count();
        let wrong = long.iter().filter(|(id, (turn, _))| now_in(id).is_some_and(|now| now != *turn)).count();
        println!("{file}, {percent} %: {right} of {} right, {wrong} wrong", long.len());
        assert!(
            right * 100 >= long.len() * 95 && wrong == 0,
            "{file}, {percent} %: {right} of {}, {wrong} wrong",
            long.len()
        );
    }
}
