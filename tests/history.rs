//! Ids over the edits of real transcripts: each version is imported over the one before and released, and every id ever
//! published must lead somewhere.
//!
//! ```text
//! ANSWERBOOK_HISTORIES=FOLDER cargo test --test history -- --nocapture
//! ```
//!
//! The folder holds a folder an episode, in it the versions by name, oldest first, in Markdown with `**Speaker:**` labels.
//! Without it the test says so and stops. Which id belongs where is not for this test to say: that is in `carry.rs`, in
//! cases written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{Given, read_labelled};
use answerbook::links::{Event, Fate, Fates, Inventory, Key, Ledger, State, Unsure, additions, carry, problems};
use answerbook::source::{assign_ids, print_episode};
use answerbook::transcript::{Date, Episode, Library, Site};

#[derive(Default)]
struct Count {
    versions: usize,
    published: usize,
    carried: usize,
    edited: usize,
    gone: usize,
    merged: usize,
    unclear: usize,
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn imported(path: &Path, stem: &str, day: Date) -> Episode {
    let given = Given { stem: stem.to_owned(), date: day, publisher: "Sample".to_owned() };
    read_labelled(&fs::read_to_string(path).unwrap(), &given).episode.unwrap()
}

fn inventory(episode: &Episode) -> Inventory {
    let site = Site {
        title: "Sample".to_owned(),
        publisher: "Sample".to_owned(),
        language: "en".to_owned(),
        ..Site::default()
    };
    Inventory::of(&Library::new(site, Vec::new(), vec![episode.clone()]))
}

/// Releases an episode: the ledger with the lines that it gains.
fn released(text: &str, ledger: &Ledger, inventory: &Inventory, day: Date) -> String {
    let lines = additions(ledger, inventory, day);
    text.to_owned() + &lines.iter().map(|event| format!("{event}\n")).collect::<String>()
}

fn replay(folder: &Path, count: &mut Count) {
    let stem = folder.file_name().unwrap().to_str().unwrap();
    let mut before: Option<Episode> = None;
    let mut text = String::new();
    for (nth, path) in sorted(folder).iter().enumerate() {
        let day = Date::from_days(19_000 + i64::try_from(nth).unwrap()).unwrap();
        let mut new = imported(path, stem, day);
        let mut became = Vec::new();
        if let Some(old) = &before {
            count.unclear += carry(old, new.clone(), Unsure::Ask).unclear.len();
            let carried = carry(old, new, Unsure::Keep);
            (new, became) = (carried.episode, carried.became);
        }
        let used = Ledger::read(&text).0.used_in(stem);
        let reading = assign_ids(&print_episode(&new), stem, &used).unwrap().parsed.into_reading();
        assert!(reading.problems.is_empty(), "{stem} {nth}: {:?}", reading.problems);
        let now = reading.value.unwrap();
        let living = inventory(&now);
        for (key, what) in became {
            let published = Ledger::read(&text).0.get(&key).is_some_and(|record| record.state == State::Live);
            if published && living.get(&key).is_none() {
                text.push_str(&format!("{}\n", Event { date: day, key, what }));
            }
        }
        let (ledger, errors) = Ledger::read(&text);
        assert_eq!(errors, [], "{stem} {nth}");
        let found = problems(&ledger, &living, day);
        assert!(found.ledger.is_empty() && found.pending.is_empty(), "{stem} {nth}: {:#?}", found.ledger);
        text = released(&text, &ledger, &living, day);
        if let Some(old) = &before {
            let after: Vec<_> = now.paragraphs().collect();
            for paragraph in old.paragraphs() {
                let same = after.iter().find(|one| one.id == paragraph.id);
                count.carried += usize::from(same.is_some());
                count.edited += usize::from(same.is_some_and(|one| one.text != paragraph.text));
            }
        }
        count.versions += 1;
        before = Some(now);
    }
    let (ledger, _) = Ledger::read(&text);
    let living = inventory(&before.unwrap());
    let fates = Fates::of(&ledger, &living);
    for (key, _) in ledger.records() {
        count.published += 1;
        match fates.get(key) {
            None => assert!(living.get(key).is_some(), "{key} leads nowhere"),
            Some(Fate::Became(_, targets)) => {
                count.merged += 1;
                assert!(
                    !targets.is_empty() && targets.iter().all(|target: &Key| living.get(target).is_some()),
                    "{key}"
                );
            }
            Some(Fate::Gone(near)) => {
                count.gone += 1;
                assert!(near.as_ref().is_none_or(|near| living.get(near).is_some()), "{key}");
            }
        }
    }
}

#[test]
fn every_id_of_every_version_leads_somewhere() {
    let Some(folder) = std::env::var_os("ANSWERBOOK_HISTORIES").map(PathBuf::from) else {
        println!("no histories: name a folder of them in ANSWERBOOK_HISTORIES");
        return;
    };
    let mut count = Count::default();
    for history in sorted(&folder).iter().filter(|path| path.is_dir()) {
        let before = (count.carried, count.gone, count.merged, count.unclear);
        replay(history, &mut count);
        println!(
            "{:<24} {:>6} carried {:>4} gone {:>4} merged {:>3} unclear",
            history.file_name().unwrap().to_string_lossy(),
            count.carried - before.0,
            count.gone - before.1,
            count.merged - before.2,
            count.unclear - before.3
        );
    }
    println!(
        "{} versions: {} ids published, all of them lead somewhere; {} times a paragraph was carried over, {} of them edited; {} ids are \
         gone, {} part of another; {} times the editor was asked ({:.2} %)",
        count.versions,
        count.published,
        count.carried,
        count.edited,
        count.gone,
        count.merged,
        count.unclear,
        100.0 * count.unclear as f64 / (count.carried + count.unclear).max(1) as f64
    );
}
