//! Ids over the history of a transcript: each version is imported over the one before and released, and every id that was ever
//! published must lead somewhere. What happened to the ids is compared with the `expected.txt` of each history;
//! `UPDATE_EXPECT=1` rewrites these files.
//!
//! Three small histories are in `tests/fixtures/history`. Further ones are replayed if there are any: those of the folder that
//! `ANSWERBOOK_HISTORIES` names, or else of `../shared/corpus/history`. Such a folder holds a folder for each episode, with its
//! versions by name, oldest first, in Markdown with `**Speaker:**` labels.
//!
//! ```text
//! ANSWERBOOK_HISTORIES=FOLDER cargo test --test history -- --nocapture
//! ```
//!
//! Not here: which id belongs where. That is in `carry.rs`, in cases written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod expect;

use std::fmt;
use std::fs;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use answerbook::import::{self, Given, Roles};
use answerbook::links::{
    IdState, Inventory, Ledger, LedgerEntry, Resolution, Resolutions, UnclearPolicy, additions, carry, problems,
};
use answerbook::source::{IdRules, assign_ids, print_episode};
use answerbook::transcript::{Date, Episode, Library, Site};

/// What happened to the ids of one or more histories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Figures {
    versions: usize,
    /// Ids that were ever published, of every kind.
    published: usize,
    /// Ids that lead to their successors.
    succeeded: usize,
    /// Ids that lead to a tombstone.
    removed: usize,
    /// How often a paragraph kept its id from one version to the next.
    carried: usize,
    /// How often its text was edited.
    edited: usize,
    /// How often an editor would have been asked.
    unclear: usize,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.versions += other.versions;
        self.published += other.published;
        self.succeeded += other.succeeded;
        self.removed += other.removed;
        self.carried += other.carried;
        self.edited += other.edited;
        self.unclear += other.unclear;
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { versions, published, succeeded, removed, carried, edited, unclear } = self;
        writeln!(f, "{versions:>6} versions")?;
        writeln!(f, "{published:>6} ids published, each of them leads somewhere")?;
        writeln!(f, "{succeeded:>6} lead to their successors")?;
        writeln!(f, "{removed:>6} lead to a tombstone")?;
        writeln!(f, "{carried:>6} times a paragraph kept its id")?;
        writeln!(f, "{edited:>6} times its text was edited")?;
        writeln!(f, "{unclear:>6} times an editor is asked")
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn imported(path: &Path, stem: &str, day: Date) -> Episode {
    let given = Given { stem: stem.to_owned(), date: Some(day), publisher: "Sample".to_owned(), ..Given::default() };
    import::read(&fs::read(path).unwrap(), &given).unwrap().into_episode(&Roles::new()).episode
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

/// The ledger's text after the release of an episode.
fn released(text: &str, ledger: &Ledger, inventory: &Inventory, day: Date) -> String {
    let entries = additions(ledger, inventory, day);
    text.to_owned() + &entries.map(|entry| format!("{entry}\n")).collect::<String>()
}

/// Imports and releases every version of a history.
fn replay(folder: &Path) -> Figures {
    let mut figures = Figures::default();
    let stem = folder.file_name().unwrap().to_str().unwrap();
    let mut before: Option<Episode> = None;
    let mut text = String::new();
    let versions = entries(folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    for (nth, path) in versions.enumerate() {
        let day = Date::from_days(19_000 + i64::try_from(nth).unwrap()).unwrap();
        let mut new = imported(&path, stem, day);
        let mut changes = Vec::new();
        if let Some(old) = &before {
            figures.unclear += carry(old, new.clone(), UnclearPolicy::Ask).unclear.len();
            let carried = carry(old, new, UnclearPolicy::Keep);
            (new, changes) = (carried.episode, carried.changes);
        }
        let used = Ledger::read(&text).0.anchors_used_in(stem);
        let reading = assign_ids(&print_episode(&new), stem, &IdRules { used, ..IdRules::default() })
            .unwrap()
            .parsed
            .into_reading();
        assert!(reading.problems.is_empty(), "{stem} {nth}: {:?}", reading.problems);
        let now = reading.value.unwrap();
        let live = inventory(&now);
        for it in changes {
            let published = Ledger::read(&text).0.get(&it.id).is_some_and(|record| record.state == IdState::Live);
            if published && !live.contains(&it.id) {
                text.push_str(&format!("{}\n", LedgerEntry { date: day, id: it.id, change: it.change }));
            }
        }
        let (ledger, errors) = Ledger::read(&text);
        assert_eq!(errors, [], "{stem} {nth}");
        let found = problems(&ledger, &live, day);
        assert!(found.is_empty(), "{stem} {nth}: {found:#?}");
        text = released(&text, &ledger, &live, day);
        if let Some(old) = &before {
            for paragraph in old.paragraphs() {
                let same = now.paragraphs().find(|one| one.id == paragraph.id);
                figures.carried += usize::from(same.is_some());
                figures.edited += usize::from(same.is_some_and(|one| one.text != paragraph.text));
            }
        }
        figures.versions += 1;
        before = Some(now);
    }
    count_ids(&text, &inventory(&before.unwrap()), &mut figures);
    figures
}

/// Counts where all ids lead in the end. Each leads to something that is live, or to a tombstone.
fn count_ids(ledger: &str, live: &Inventory, figures: &mut Figures) {
    let (ledger, _) = Ledger::read(ledger);
    let resolutions = Resolutions::of(&ledger, live);
    for (id, _) in ledger.records() {
        figures.published += 1;
        match resolutions.get(id).map(|retired| &retired.resolution) {
            None => assert!(live.contains(id), "{id} leads nowhere"),
            Some(Resolution::Succeeded(successors)) => {
                figures.succeeded += 1;
                assert!(!successors.ids.is_empty() && successors.ids.iter().all(|it| live.contains(it)), "{id}");
            }
            Some(Resolution::Tombstone { nearest }) => {
                figures.removed += 1;
                assert!(nearest.as_ref().is_none_or(|nearest| live.contains(nearest)), "{id}");
            }
        }
    }
}

/// Replays every history of a folder, and returns their figures.
fn replay_all(folder: &Path) -> Vec<(PathBuf, Figures)> {
    let histories = entries(folder).into_iter().filter(|path| path.is_dir());
    histories.map(|path| (path.clone(), replay(&path))).collect()
}

#[test]
fn the_sample_histories_are_replayed_as_expected() {
    let replayed = replay_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/history"));
    assert_eq!(replayed.len(), 3);
    for (history, figures) in replayed {
        expect::assert_file(&history.join("expected.txt"), &figures.to_string());
    }
}

#[test]
fn every_id_of_every_further_history_leads_somewhere() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/history");
    let folder = std::env::var_os("ANSWERBOOK_HISTORIES").map(PathBuf::from).unwrap_or(shared);
    if !folder.is_dir() {
        println!("0 further histories replayed: there is no folder {}", folder.display());
        return;
    }
    let mut total = Figures::default();
    let replayed = replay_all(&folder);
    for (history, figures) in &replayed {
        println!("{}\n{figures}", history.file_name().unwrap().to_string_lossy());
        total += *figures;
    }
    let asked = 100.0 * total.unclear as f64 / (total.carried + total.unclear).max(1) as f64;
    println!("{} further histories replayed; an editor is asked about {asked:.2} %\n{total}", replayed.len());
    assert!(total.versions > 0 && total.published > 0, "{} holds no histories", folder.display());
}
