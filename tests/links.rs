//! Permanent links through their public functions: ledger lines read and written, successors followed, releases compared.
//!
//! Not here: pages and files, as a site owner uses them (`command_line.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use answerbook::links::{
    DiffOp, Inventory, Ledger, LedgerFile, LedgerProblems, LostLine, MAX_QUOTED_PARAGRAPHS, PublishedId,
    PublishedTexts, Quote, Resolution, Resolutions, Succession, Successors, UndividedLedger, Version, additions,
    diff_words, is_link_version, link_version, lost_lines, problems,
};
use answerbook::source::read_episode;
use answerbook::transcript::{Date, Library, Problem, Site};

/// The inventory of a library with the episode `talks`. An answer `a: x y` has the id `a` and the paragraphs `^x` and `^y`.
fn inventory(answers: &[&str]) -> Inventory {
    let mut text = String::from(
        "+++\nid = \"talks\"\ntitle = \"Sample talks\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"en\"\nspeakers = [\n  \
         { id = \"ann\", name = \"Ann\", role = \"host\" },\n]\n+++\n",
    );
    for answer in answers {
        let (id, paragraphs) = answer.split_once(": ").unwrap();
        text.push_str(&format!("\n## On {id} {{#{id}}}\n\n**Ann:** "));
        for paragraph in paragraphs.split(' ') {
            text.push_str(&format!("What {paragraph} says. ^{paragraph}\n\n"));
        }
    }
    let reading = read_episode(&text, "talks");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let site = Site {
        title: "Sample".to_owned(),
        publisher: "Sample".to_owned(),
        language: "en".to_owned(),
        ..Site::default()
    };
    Inventory::of(&Library::new(site, Vec::new(), vec![reading.value.unwrap()]))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn read(text: &str) -> Ledger {
    let (ledger, problems) = Ledger::read(text);
    assert!(problems.is_empty(), "{problems:?}");
    ledger
}

/// The ledger after the first release of a library.
fn published(inventory: &Inventory) -> String {
    additions(&Ledger::default(), inventory, day("2024-01-01")).map(|event| format!("{event}\n")).collect()
}

fn id(text: &str) -> PublishedId {
    let (kind, path) = text.split_once(' ').unwrap();
    PublishedId::parse(kind, path).unwrap_or_else(|| panic!("{text} is no id"))
}

fn resolution(resolutions: &Resolutions, text: &str) -> Option<Resolution> {
    resolutions.get(&id(text)).map(|retired| retired.resolution.clone())
}

fn succeeded(succession: Succession, ids: &[&str]) -> Resolution {
    Resolution::Succeeded(Successors { succession, ids: ids.iter().map(|text| id(text)).collect() })
}

fn tombstone_near(text: &str) -> Resolution {
    Resolution::Tombstone { nearest: Some(id(text)) }
}

/// Each problem as its line, what it is, what was found, and the last line of its help.
fn report(text: &str, problems: &LedgerProblems) -> Vec<String> {
    assert!(problems.keys().all(|file| *file == LedgerFile::Undivided), "one text was read: {problems:?}");
    let line = |problem: &Problem| {
        let help = problem.help.as_deref().unwrap_or_default().lines().last().unwrap_or_default().to_owned();
        format!(
            "{}: {} {} | {help}",
            problem.line_column(text).line,
            problem.what,
            problem.found.clone().unwrap_or_default()
        )
    };
    problems.values().flatten().map(line).collect()
}

#[test]
fn a_release_writes_each_id_once() {
    let now = inventory(&["a: x y", "b: z"]);
    let text = published(&now);
    assert_eq!(text.lines().count(), 1 + 2 + 3 + 1, "{text}");
    assert!(text.contains("2024-01-01 live answer talks/a "), "{text}");
    let ledger = read(&text);
    assert_eq!(additions(&ledger, &now, day("2024-02-01")).next(), None);
    let written: String = text.lines().rev().map(|line| format!("{line}\n")).collect();
    assert_eq!(
        read(&written).records().map(|(id, record)| (id, record.version())).collect::<Vec<_>>(),
        ledger.records().map(|(id, record)| (id, record.version())).collect::<Vec<_>>(),
        "the order of lines of different ids does not count"
    );
}

#[test]
fn an_edit_is_an_entry_with_its_date() {
    let before = published(&inventory(&["a: x", "b: z"]));
    let after = inventory(&["a: x", "b: z y"]);
    let ledger = read(&before);
    let events = additions(&ledger, &after, day("2024-03-01"));
    let lines: Vec<String> = events.map(|event| event.to_string()).collect();
    assert!(lines.iter().any(|line| line.starts_with("2024-03-01 edited answer talks/b ")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("2024-03-01 live paragraph talks/p-y ")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("talks/a") && !line.contains("talks/p-x")), "{lines:?}");
    let ledger = read(&format!("{before}{}\n", lines.join("\n")));
    let (a, b) = (ledger.get(&id("answer talks/a")).unwrap(), ledger.get(&id("answer talks/b")).unwrap());
    assert_eq!(
        (a.last_changed, b.last_changed, b.first_published),
        (day("2024-01-01"), day("2024-03-01"), day("2024-01-01"))
    );
    assert_eq!(b.versions.len(), 2);
}

#[test]
fn invalid_lines_are_reported() {
    let text = "\
<<<<<<< HEAD
2024-01-01 live answer talks/a 00 A
=======
2024-01-01 live answer talks/A 00 A
2024-01-01 live answer talks/../a 00 A
2024-01-01 live answer talks/b/c 00 A
2024-01-01 live paragraph talks/x 00 a
yesterday live answer talks/b 00 B
2024-01-02 gone answer talks/a
2024-01-02 moved answer talks/a
2024-01-02 moved answer talks/a to talks/b talks/c
2024-01-02 split answer talks/a into talks/b
2024-01-02 removed answer talks/never
>>>>>>> branch
";
    let (ledger, problems) = Ledger::read(text);
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line_column(text).line).collect();
    assert_eq!(lines, [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], "{problems:?}");
    assert!(problems[0].what.contains("merge conflict"));
    assert!(problems[2].found.as_deref().unwrap().contains("talks/A"), "ids alike in different case are no ids");
    assert_eq!(ledger.records().count(), 1);
}

#[test]
fn every_id_leads_somewhere() {
    let before = published(&inventory(&["a: x", "b: y", "c: z", "d: w", "e: v"]));
    let now = inventory(&["b: y", "f: x", "g: z", "e: v"]);
    let text = format!(
        "{before}2024-02-01 moved answer talks/a to talks/c\n2024-02-02 moved answer talks/c to talks/f\n\
         2024-02-03 split answer talks/d into talks/f talks/g\n2024-02-03 removed paragraph talks/p-w\n"
    );
    let ledger = read(&text);
    assert_eq!(report(&text, &problems(&ledger, &now, day("2024-03-01"))), [""; 0]);
    let resolutions = Resolutions::of(&ledger, &now);
    let moved = |to: &str| Some(succeeded(Succession::Moved, &[to]));
    assert_eq!(resolution(&resolutions, "answer talks/a"), moved("answer talks/f"), "a chain is followed to its end");
    let split = succeeded(Succession::Split, &["answer talks/f", "answer talks/g"]);
    assert_eq!(resolution(&resolutions, "answer talks/d"), Some(split));
    assert_eq!(resolution(&resolutions, "paragraph talks/p-w"), Some(tombstone_near("answer talks/f")));
    assert_eq!(resolution(&resolutions, "answer talks/b"), None, "a live id has no resolution");
    let removed = read(&format!("{before}2024-02-01 removed answer talks/c\n"));
    let near = Resolutions::of(&removed, &inventory(&["a: x", "b: y z", "d: w", "e: v"]));
    assert_eq!(resolution(&near, "answer talks/c"), Some(tombstone_near("answer talks/b")));
}

#[test]
fn the_ids_of_a_moved_episode_follow_it() {
    let now = inventory(&["a: x", "b: y"]);
    let text = published(&now).replace("talks", "talk") + "2024-02-01 moved episode talk to talks\n";
    let ledger = read(&text);
    assert_eq!(report(&text, &problems(&ledger, &now, day("2024-03-01"))), [""; 0]);
    let resolutions = Resolutions::of(&ledger, &now);
    for (old, new) in [
        ("episode talk", "episode talks"),
        ("answer talk/a", "answer talks/a"),
        ("paragraph talk/p-y", "paragraph talks/p-y"),
    ] {
        assert_eq!(resolution(&resolutions, old), Some(succeeded(Succession::Moved, &[new])), "{old}");
    }
}

/// Only ids that the new episode has follow it. The others are missing and have to be accounted for.
#[test]
fn a_moved_episode_does_not_hide_missing_ids() {
    let before = published(&inventory(&["a: x y", "b: z"])).replace("talks", "talk");
    let now = inventory(&["a: x"]);
    let text = before + "2024-02-01 moved episode talk to talks\n";
    let found = report(&text, &problems(&read(&text), &now, day("2024-03-01")));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("`paragraph talk/p-y`") && found[1].contains("`answer talk/b`"), "{found:?}");
    let resolutions = Resolutions::of(&read(&text), &now);
    assert_eq!(resolution(&resolutions, "answer talk/b"), Some(tombstone_near("episode talks")), "the episode is near");
    assert_eq!(
        resolutions.get(&id("answer talk/b")).unwrap().record.last_changed,
        day("2024-02-01"),
        "on the day its episode moved"
    );
}

#[test]
fn missing_ids_are_reported_with_the_lines_to_add() {
    let before = published(&inventory(&["a: x y", "b: z", "c: w"]));
    // `a` has another id, `b` is gone with its text, `c` is part of `a`.
    let now = inventory(&["renamed: x y w"]);
    let found = report(&before, &problems(&read(&before), &now, day("2024-05-01")));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].ends_with("| 2024-05-01 moved answer talks/a to talks/renamed"), "{found:?}");
    assert!(found[1].contains("`answer talks/b`, `paragraph talks/p-z`"), "{found:?}");
    assert!(found[1].ends_with("| 2024-05-01 removed paragraph talks/p-z"), "{found:?}");
    assert!(found[2].ends_with("| 2024-05-01 moved answer talks/c to talks/renamed"), "{found:?}");
    let lines: Vec<String> = problems(&read(&before), &now, day("2024-05-01"))
        .values()
        .flatten()
        .flat_map(|problem| problem.help.clone().unwrap().lines().skip(1).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mended = format!("{before}{}\n", lines.join("\n"));
    assert_eq!(report(&mended, &problems(&read(&mended), &now, day("2024-05-01"))), [""; 0], "{mended}");
}

#[test]
fn cycles_reused_ids_and_unknown_successors_are_errors() {
    let before = published(&inventory(&["a: x", "b: y", "c: z"]));
    let now = inventory(&["c: x y z"]);
    let text = format!(
        "{before}2024-02-01 moved answer talks/a to talks/b\n2024-02-01 moved answer talks/b to talks/a\n\
         2024-02-01 moved answer talks/c to talks/nobody\n"
    );
    let found = report(&text, &problems(&read(&text), &now, day("2024-03-01")));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("9: it leads back to itself talks/a → talks/b → talks/a"), "{found:?}");
    assert!(found[1].starts_with("10: it leads back to itself"), "{found:?}");
    assert!(found[2].contains("an id in use again") && found[3].contains("talks/nobody"), "{found:?}");
    let resolutions = Resolutions::of(&read(&text), &now);
    assert_eq!(resolution(&resolutions, "answer talks/a"), Some(tombstone_near("answer talks/c")), "and survived");
}

/// The lines of an undivided ledger that a later one lacks.
fn lost<'a>(earlier: &'a str, later: &str) -> Vec<LostLine<'a>> {
    let later = UndividedLedger::read(later).0;
    lost_lines(earlier, &mut |part| later.entries(part).cloned().collect())
}

#[test]
fn deleted_and_altered_lines_are_found() {
    let earlier = "# a remark\n2024-01-01 live speaker ann 00 Ann\n2024-01-01 live topic sky 00 Sky\n";
    assert_eq!(lost(earlier, &format!("2024-02-01 live topic b 00 B\r\n{}", earlier.replace('\n', "\r\n"))), []);
    let later = earlier.replace("Sky", "The sky");
    assert_eq!(lost(earlier, &later), [LostLine { number: 3, text: "2024-01-01 live topic sky 00 Sky" }]);
    // The last of a day's lines about an id is what holds.
    let (one, other) = ("2024-02-01 moved topic sky to air\n", "2024-02-01 moved topic sky to weather\n");
    let earlier = [earlier, one, other].concat();
    assert_eq!(lost(&earlier, &[&earlier, one].concat()), [], "what was appended since");
    let swapped = earlier.replace(&[one, other].concat(), &[other, one].concat());
    assert_eq!(lost(&earlier, &swapped), [LostLine { number: 5, text: other.trim_end() }]);
    assert_eq!(lost(&[&earlier, other].concat(), &earlier), [], "twice is once");
}

#[test]
fn published_texts_are_archived_by_version() {
    let text = "+++\nid = \"talks\"\ntitle = \"T\"\ndate = 2024-01-01\npublisher = \"S\"\nlanguage = \"en\"\nspeakers = [\n  \
                { id = \"ann\", name = \"Ann\", role = \"host\" },\n]\n+++\n\n## A {#a}\n\n**Ann:** One \\\\ two. ^x\n";
    let episode = read_episode(text, "talks").value.unwrap();
    let lines = PublishedTexts::default().versions().additions(&episode).unwrap();
    let file = format!("{}\n", lines.join("\n"));
    let (texts, problems) = PublishedTexts::read(&file);
    assert_eq!(problems, []);
    assert_eq!(texts.versions().additions(&episode).unwrap(), [""; 0]);
    let version = Version::parse(lines[0].split(' ').next().unwrap()).unwrap();
    let said = episode.paragraphs().next().unwrap().text.as_str();
    assert_eq!(texts.get(version), Some(said));
    let (altered, problems) = PublishedTexts::read(&file.replace("two", "three"));
    assert_eq!((altered.get(version), problems.len()), (None, 1), "nobody is quoted with words they did not say");
}

/// The digits are in links, so that they are the same for ever.
#[test]
fn a_version_is_the_beginning_of_a_sha_256() {
    // printf 'Sample words.\377' | sha256sum
    assert_eq!(Version::of(&["Sample words."]).to_string(), "350fcf85862a752ff35776aa4464836b");
    assert_eq!(link_version("Sample words."), "350fcf85862a");
    assert_eq!(Version::parse("350fcf85862a752ff35776aa4464836b"), Some(Version::of(&["Sample words."])));
    assert_ne!(Version::of(&["a", "b"]), Version::of(&["ab"]));
    // As earlier releases wrote it: the one text, and the other that somebody has made for it.
    let pair =
        ["I never said that we would close the plant, ref 14de773", "I said that we will close the plant, ref 46580aa"];
    let earlier = Version::earlier_of(&[pair[0]]);
    assert_eq!(earlier.to_string(), "80cd65230b36");
    assert!(
        pair.iter().all(|text| earlier.is_of(text) && is_link_version("80cd65230b36", text)),
        "links still resolve"
    );
    assert_ne!(Version::of(&[pair[0]]), Version::of(&[pair[1]]));
    // An archive that has both for one link gives neither for the other.
    let both = format!("80cd65230b36 {}\n80cd65230b36 {}\n", pair[0], pair[1]);
    let (texts, problems) = PublishedTexts::read(&both);
    assert_eq!((texts.get(earlier), problems.len()), (Some(pair[0]), 1));
    assert!(problems[0].what.contains("could mean another"), "{problems:?}");
    for wrong in ["", "350fcf85862A", "350fcf85862a752ff35776aa4464836b0", "../../../evil", "é"] {
        assert_eq!(Version::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn the_value_of_a_quote_survives_a_round_trip() {
    for value in ["p-x7k2.0-p-x7k2.12.5d41402abc4b", "p-a-b.3-p-c.1.5d41402abc4b-9b74c9897bac"] {
        assert_eq!(Quote::parse(value).map(|quote| quote.to_value()).as_deref(), Some(value));
    }
    let wrong = [
        "",
        "p-a",
        "p-a.1-p-a.2",
        "p-a.2-p-a.2.5d41402abc4b",
        "p-a.1-p-a.x.5d41402abc4b",
        "p-a.-1-p-a.2.5d41402abc4b",
        "p-a.1-p-b.2.5d41402abc4b",
        "p-a.1-p-a.2.5d41402abc4b-9b74c9897bac",
        "p-a.1-p-a.2.wrong",
        "p-a.1-p-a.2.5d41402abc4b.x",
        "p-a.1-p-a.9999999999.5d41402abc4b",
        "../../x.1-p-a.2.zzzzzzzzzzzz",
    ];
    for value in wrong {
        assert_eq!(Quote::parse(value), None, "{value}");
    }
    let two = Quote::parse("p-a.3-p-c.1.5d41402abc4b-9b74c9897bac").unwrap();
    assert_eq!(
        (two.range(0, 9), two.range(1, 9), two.range(0, 3), two.range(1, 0)),
        (Some(3..9), Some(0..1), None, None)
    );
    // A link that somebody made up names no more texts than a page compares in a moment.
    let of = |paragraphs: usize| format!("p-a.0-p-b.1.{}", vec!["5d41402abc4b"; paragraphs].join("-"));
    assert!(
        Quote::parse(&of(MAX_QUOTED_PARAGRAPHS)).is_some() && Quote::parse(&of(MAX_QUOTED_PARAGRAPHS + 1)).is_none()
    );
}

#[test]
fn an_edited_quote_has_a_word_diff() {
    let diff = |old: &str, quoted: &str, new: &str| {
        let start = old.find(quoted).unwrap();
        let runs = diff_words(old, &(start..start + quoted.len()), new).unwrap();
        let sign = |op: DiffOp| match op {
            DiffOp::Equal => "",
            DiffOp::Delete => "-",
            DiffOp::Insert => "+",
        };
        runs.iter().map(|run| format!("{}{}", sign(run.op), run.text)).collect::<Vec<_>>().join(" | ")
    };
    let old = "It was harder then I thought, and colder too.";
    assert_eq!(
        diff(old, "harder then I thought", "It was harder than I thought, and colder too."),
        "harder | -then | +than | I thought,"
    );
    assert_eq!(diff(old, "I thought", "It was far harder than I thought, and colder too."), "I thought,");
    assert_eq!(diff(old, "colder", "It was harder then I thought."), "-colder");
    assert_eq!(diff(old, "It was harder", ""), "-It was harder");
}
