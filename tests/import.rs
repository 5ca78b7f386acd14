//! Other formats become episodes. A case is a folder of `tests/fixtures/import`: in `ok/<format>/<case>` a transcript `input.*`, the
//! episode `expected.md` that it becomes and the `report.txt` of what was forgiven and left out; in `err/<case>` a file that becomes no
//! episode, and why.
//!
//! To add a case, add a folder with its input, and write the rest with `UPDATE_EXPECT=1` (see `tests/expect/mod.rs`).
//!
//! Not here: the command, and new versions of an episode that is there (`tests/command_line.rs`, `tests/carry.rs`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "expect/cases.rs"]
mod cases;
mod expect;

use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::{self, FORMATS, Given, Imported, PlacedDoubt, Refusal, Roles, Transcript};
use answerbook::source::{IdRules, assign_ids, doubt_comment, print_episode, read_episode, with_comments};
use answerbook::transcript::{Date, Episode, Paragraph, ParagraphId, Problem, Role, Severity};

/// The stem of every case's file.
const STEM: &str = "sample-talk";

fn read(bytes: &[u8]) -> Result<Transcript, Box<Refusal>> {
    import::read(bytes, &Given { stem: STEM.to_owned(), publisher: "Sample Press".to_owned(), ..Given::default() })
}

/// The transcript of a case.
fn input(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .into_iter()
        .find(|path| path.file_stem().unwrap() == "input")
        .unwrap_or_else(|| panic!("{} has no input", folder.display()))
}

/// A problem in a line.
fn line(text: &str, problem: &Problem) -> String {
    let place = problem.line_column(text);
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    let parts = [("found", &problem.found), ("expected", &problem.expected), ("help", &problem.help)];
    let parts = parts.map(|(name, part)| part.as_ref().map(|part| format!("; {name} {part}")).unwrap_or_default());
    format!("{}:{}: {severity}: {}{}\n", place.line, place.column, problem.what, parts.concat())
}

/// What is said of a transcript.
fn report(transcript: &Transcript) -> String {
    let mut report = format!("format: {} ({})\n", transcript.format.name, transcript.evidence);
    let words = &transcript.words;
    report.push_str(&format!(
        "words: {} spoken, {} in labels and fields, {} left out\n",
        words.spoken, words.used, words.left_out
    ));
    for role in Roles::new().of(&transcript.voices()) {
        let kind = if role.role == Role::Host { "host" } else { "guest" };
        report.push_str(&format!("{kind}: {}, {}\n", role.name, role.reason));
    }
    transcript.notes.iter().for_each(|note| report.push_str(&format!("note: {note}\n")));
    transcript.problems.iter().for_each(|problem| report.push_str(&line(&transcript.text, problem)));
    report
}

/// The text of the episode that a transcript becomes, with its ids and its marks.
fn episode_text(transcript: Transcript) -> String {
    let Imported { episode, doubts, .. } = transcript.into_episode(&Roles::new());
    let text = assign_ids(&print_episode(&episode), STEM, &IdRules::default()).unwrap().text;
    let with_ids = read_episode(&text, STEM).value.unwrap();
    let paragraphs: Vec<&Paragraph> = with_ids.paragraphs().collect();
    let mark = |doubt: &PlacedDoubt| (paragraphs[doubt.paragraph].id.clone(), doubt_comment(doubt.what, &doubt.reason));
    let marks: Vec<(ParagraphId, String)> = doubts.iter().map(mark).collect();
    with_comments(&text, &marks)
}

#[test]
fn transcripts_become_episodes_that_the_source_form_reads() {
    for format in FORMATS {
        for folder in cases::folders(&format!("import/ok/{}", format.name)) {
            let path = input(&folder);
            let case = folder.display();
            let transcript = read(&fs::read(&path).unwrap())
                .unwrap_or_else(|refusal| panic!("{case} is no transcript: {:?}", refusal.problems));
            assert_eq!(transcript.format.name, format.name, "{case}");
            assert!(transcript.words.is_balanced(), "{case}: {:?}", transcript.words);
            expect::assert_file(&folder.join("report.txt"), &report(&transcript));
            let text = episode_text(transcript);
            expect::assert_file(&folder.join("expected.md"), &text);
            assert_eq!(read_episode(&text, STEM).problems, [], "{case}");
        }
    }
}

#[test]
fn what_is_no_transcript_is_refused_with_a_reason() {
    for folder in cases::folders("import/err") {
        let path = input(&folder);
        let Err(refusal) = read(&fs::read(&path).unwrap()) else {
            panic!("{} became an episode", folder.display());
        };
        let problems: String = refusal.problems.iter().map(|problem| line(&refusal.text, problem)).collect();
        expect::assert_file(&folder.join("report.txt"), &problems);
        assert!(refusal.problems.iter().any(|problem| problem.severity == Severity::Error), "{}", folder.display());
    }
}

/// The real files beside the project, where they are.
fn real_files(name: &str) -> Vec<PathBuf> {
    let folder = std::env::var_os("ANSWERBOOK_SAMPLES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let mut found = Vec::new();
    add_files(&folder.join(name), &mut found);
    if found.is_empty() {
        println!("no files in {}: name the folder that has {name}/ in ANSWERBOOK_SAMPLES", folder.display());
    }
    found.sort();
    found
}

fn add_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => add_files(&path, found),
            false if !["README.md", "LICENSE"].iter().any(|name| path.ends_with(name)) => found.push(path),
            false => {}
        }
    }
}

#[test]
fn every_word_of_real_files_is_somewhere() {
    let mut lost = Vec::new();
    for path in real_files("formats").into_iter().chain(real_files("corpus")) {
        match read(&fs::read(&path).unwrap()) {
            Ok(transcript) if transcript.words.is_balanced() => {}
            Ok(transcript) => {
                lost.push(format!("{}: {}: {:?}", path.display(), transcript.format.name, transcript.words))
            }
            Err(refusal) => println!("{}: {}", path.display(), refusal.problems[0].what),
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn the_page_of_the_first_interview_is_read_whole() {
    let Some(page) = real_files("seed").into_iter().next() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours =
        read_episode(&fs::read_to_string(root.join("episodes/following-curiosity.md")).unwrap(), STEM).value.unwrap();
    let transcript = read(&fs::read(page).unwrap()).unwrap();
    assert!(transcript.words.is_balanced());
    let Imported { episode, doubts, .. } = transcript.into_episode(&Roles::new());
    assert_eq!((&episode.title, episode.date, &episode.summary), (&ours.title, ours.date, &ours.summary));
    assert!(episode.speakers.iter().any(|speaker| speaker.name == "Jodi Alperstein" && speaker.role == Role::Guest));
    let said = |episode: &Episode| episode.paragraphs().map(|it| it.text.clone()).collect::<Vec<_>>();
    assert_eq!(said(&episode), said(&ours));
    // Nothing on the page says who speaks. What is told wrongly is marked as unsure.
    let asks = |episode: &Episode| -> Vec<bool> {
        let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
        turns.flat_map(|turn| turn.paragraphs.iter().map(|_| episode.is_host(&turn.speaker))).collect()
    };
    let wrong: Vec<usize> =
        asks(&episode).iter().zip(asks(&ours)).enumerate().filter(|(_, (a, b))| *a != b).map(|(at, _)| at).collect();
    let is_marked = |at: &usize| doubts.iter().any(|doubt| doubt.paragraph == *at && doubt.what == "speaker");
    assert!(wrong.len() <= 2 && wrong.iter().all(is_marked), "{wrong:?}");
}

#[test]
fn who_asks_is_told_by_the_words() {
    let said = [
        "How did you come to build a garden on a pier?",
        "I was a carpenter there, and there was nothing green within a mile. One spring I carried up a crate of earth.",
        "What grows best in all that wind?",
        "Sea kale, and beans if you give them a crane to climb. I tried roses once, and the gulls ate what was left of them.",
    ];
    for language in ["en", "en-GB", "xx"] {
        let chances = import::conversation::chance_of_asking(&said, language);
        for (at, chance) in chances.iter().enumerate() {
            assert!((at % 2 == 0) == (*chance > 0.5), "{language}: {chances:?}");
        }
    }
    assert!(import::conversation::chance_of_asking(&[], "en").is_empty());
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
        "WEBVTT",
        "WEBVTT\n\n1\n",
        "WEBVTT\n\n00:01 --> 00:02\n<v",
        "{\"a\":",
        "[",
        "<",
        "PK\u{3}\u{4}",
    ] {
        for format in FORMATS.iter().copied().map(Some).chain([None]) {
            let given = Given { stem: STEM.to_owned(), format, ..Given::default() };
            let (text, problems) = match import::read(odd.as_bytes(), &given) {
                Ok(transcript) => {
                    let read = (transcript.text.clone(), transcript.problems.clone());
                    transcript.into_episode(&Roles::new());
                    read
                }
                Err(refusal) => {
                    assert!(!refusal.problems.is_empty(), "{odd:?}");
                    (refusal.text, refusal.problems)
                }
            };
            assert!(problems.iter().all(|problem| text.get(problem.span.clone()).is_some()), "{odd:?}: {problems:?}");
            assert!(problems.is_sorted_by_key(|problem| problem.span.start), "{odd:?}: {problems:?}");
        }
    }
}

#[test]
fn days_since_the_epoch_are_dates() {
    for (days, date) in [(0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (20_780, "2026-11-23")] {
        assert_eq!(Date::from_days(days).unwrap().to_string(), date);
    }
    assert_eq!(Date::from_days(i64::MAX), None);
}
