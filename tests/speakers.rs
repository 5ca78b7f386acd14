//! People changed in the text of an episode: renamed, joined, given another role. The table says what becomes of which bytes; every
//! episode of the fixtures shows that no paragraph changes its words or its id.
//!
//! Not here: the command, with what it prints and writes (`command_line.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::source::{ParsedEpisode, SpeakerEdit, SpeakerEditRefusal, read_episode};
use answerbook::transcript::{Episode, Role, SpeakerId};

const HEAD: &str = "+++\nid = \"e\"\ntitle = \"T\"\npublisher = \"P\"\nlanguage = \"en\"\n";
const BODY: &str =
    "+++\n\n## {#a}\n\n**Ann:** One? ^p1\n\n**Anna:** Two. ^p2\n\n**ann:** Three? ^p3\n\n**Bo:** Four. ^p4\n";

fn id(id: &str) -> SpeakerId {
    SpeakerId::new(id).unwrap()
}

fn merge(from: &str, into: &str) -> SpeakerEdit {
    SpeakerEdit::Merge { ids: BTreeSet::from([id(from)]), into: id(into), name: "Anna".to_owned() }
}

fn rename(from: &str, to: &str, name: &str) -> SpeakerEdit {
    SpeakerEdit::Rename { id: id(from), new_id: id(to), name: name.to_owned() }
}

/// The text after a change; `None` where nothing is to be changed.
#[track_caller]
fn edited(text: &str, edit: &SpeakerEdit) -> Option<String> {
    let edited = ParsedEpisode::parse(text, "e").edit_speakers(text, "e", edit);
    edited.unwrap_or_else(|refusal| panic!("{:#?}\n{text}", refusal.problems)).map(|edited| edited.text)
}

#[track_caller]
fn refusal(text: &str, edit: &SpeakerEdit) -> SpeakerEditRefusal {
    ParsedEpisode::parse(text, "e").edit_speakers(text, "e", edit).unwrap_err()
}

/// The ways in which entries are written, and what is left when `ann` is joined to `anna`.
const MERGED_ENTRIES: [(&str, &str); 8] = [
    // On lines of their own, with a comma behind each.
    (
        "speakers = [\n  { id = \"ann\", name = \"Ann\", role = \"guest\" },\n  { id = \"anna\", name = \"Anna\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
        "speakers = [\n  { id = \"anna\", name = \"Anna\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
    ),
    // The last one, without a comma.
    (
        "speakers = [\n  { id = \"anna\", name = \"Anna\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n  { id = \"ann\", name = \"Ann\", role = \"host\" }\n]\n",
        "speakers = [\n  { id = \"anna\", name = \"Anna\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
    ),
    // With a comment behind it, which stays.
    (
        "speakers = [\n  { id = \"ann\", name = \"Ann\", role = \"host\" }, # who asks\n  { id = \"anna\", name = \"Anna\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
        "speakers = [\n  # who asks\n  { id = \"anna\", name = \"Anna\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
    ),
    // All on one line; a host under one name is one.
    (
        "speakers = [{ id = \"bo\", name = \"Bo\", role = \"guest\" }, { id = \"anna\", name = \"Anna\", role = \"guest\" }, { id = \"ann\", name = \"Ann\", role = \"host\" }]\n",
        "speakers = [{ id = \"bo\", name = \"Bo\", role = \"guest\" }, { id = \"anna\", name = \"Anna\", role = \"host\" }]\n",
    ),
    (
        "speakers = [{ id = \"ann\", name = \"Ann\", role = \"host\" }, { id = \"anna\", name = \"Anna\", role = \"host\" }, { id = \"bo\", name = \"Bo\", role = \"guest\" }]\n",
        "speakers = [{ id = \"anna\", name = \"Anna\", role = \"host\" }, { id = \"bo\", name = \"Bo\", role = \"guest\" }]\n",
    ),
    // Of two descriptions the one of the person who is left stays; where there is one, it stays.
    (
        "speakers = [\n  { id = \"ann\", name = \"Ann\", role = \"host\", about = \"Asks\" },\n  { id = \"anna\", name = \"Anna\", role = \"host\", about = \"Answers\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
        "speakers = [\n  { id = \"anna\", name = \"Anna\", role = \"host\", about = \"Answers\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
    ),
    (
        "speakers = [\n  { about = 'Asks \"all\"', name = \"Ann\", id = \"ann\", role = \"host\" },\n  { role = 'host', id = 'anna', name = 'Anna' },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
        "speakers = [\n  { role = 'host', id = 'anna', name = 'Anna', about = 'Asks \"all\"' },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n",
    ),
    // Tables of their own, with comments and an empty line.
    (
        "\n# Who asks.\n[[speakers]]\nid = \"anna\" # the host\nname = \"Anna\"\nrole = \"host\" # always\n\n[[speakers]]\nid = \"bo\"\nname = \"Bo\"\nrole = \"guest\"\n\n# Who asks too.\n[[speakers]]\nname = \"Ann\"\nid = \"ann\" # a double?\nrole = \"host\"\nabout = \"Asks\"\n",
        "\n# Who asks.\n[[speakers]]\nid = \"anna\" # the host\nname = \"Anna\"\nrole = \"host\" # always\nabout = \"Asks\"\n\n[[speakers]]\nid = \"bo\"\nname = \"Bo\"\nrole = \"guest\"\n\n# Who asks too.\n # a double?\n",
    ),
];

#[test]
fn entries_become_one_and_the_rest_stays_to_the_byte() {
    for (before, after) in MERGED_ENTRIES {
        for ends in ["\n", "\r\n"] {
            let with_ends = |text: String| text.replace('\n', ends);
            let text = with_ends(format!("{HEAD}{before}{BODY}"));
            let body = BODY.replace("**Ann:**", "**Anna:**").replace("**ann:**", "**anna:**");
            let expected = with_ends(format!("{HEAD}{after}{body}"));
            assert_eq!(edited(&text, &merge("ann", "anna")).as_deref(), Some(expected.as_str()), "{text}");
            assert_eq!(edited(&expected, &merge("ann", "anna")), None, "again: {expected}");
        }
    }
}

/// Somebody else of the episode has the name: the text that it would become has the problem, and nothing else happens.
#[test]
fn a_name_that_another_has_is_refused() {
    let before = "speakers = [\n  { id = \"ann\", name = \"Ann\", role = \"host\" },\n  { id = \"b\", name = \"Anna\", role = \"guest\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n";
    let text = format!("{HEAD}{before}{BODY}");
    let SpeakerEditRefusal { text: after, problems } = refusal(&text, &merge("ann", "anna"));
    assert_ne!(after, text);
    assert!(problems.iter().any(|it| it.what == "two speakers are called `Anna`"), "{problems:#?}");
}

/// What is not understood is not edited, even where the person is not in it.
#[test]
fn a_text_with_errors_is_refused() {
    let (before, _) = MERGED_ENTRIES[0];
    let text = format!("{HEAD}{before}{BODY}").replace("**Bo:**", "**Boo:**");
    let refused = refusal(&text, &rename("nobody", "nobody", "Nobody"));
    assert_eq!(refused.text, text);
    assert!(refused.problems.iter().any(|it| it.what == "unknown speaker"), "{:#?}", refused.problems);
}

#[test]
fn a_role_changes_where_it_differs() {
    let (before, _) = MERGED_ENTRIES[0];
    let text = format!("{HEAD}{before}{BODY}");
    let role = |of: &str, role| SpeakerEdit::Role { id: id(of), role };
    let expected = text.replacen("\"guest\"", "\"host\"", 1);
    assert_eq!(edited(&text, &role("ann", Role::Host)).as_deref(), Some(expected.as_str()));
    assert_eq!(edited(&text, &role("ann", Role::Guest)), None);
    assert_eq!(edited(&text, &role("nobody", Role::Host)), None);
}

/// Comments, words that look like labels, and labels by id.
#[test]
fn labels_are_replaced_and_nothing_else() {
    let (before, _) = MERGED_ENTRIES[0];
    let body = "+++\n\n<!-- **Ann:** no label -->\n\n## **Ann:** {#a}\n\n  <!-- why? --> **Ann:** [0:01] **Ann:** One? ^p1\n\n\\**Ann:** Two. ^p2\n\n\
                **Anna:** Three\n**in** two lines, <!-- **Ann:** --> no **Ann:** here ^p3\n\n**ann:** Four. ^p4\n\n**Bo:** Five. ^p5\n";
    let text = format!("{HEAD}{before}{body}");
    let expected = text
        .replace("id = \"ann\", name = \"Ann\"", "id = \"ann-b\", name = \"Ann *B*\"")
        .replace("--> **Ann:** [0:01]", "--> **Ann \\*B\\*:** [0:01]")
        .replace("**ann:** Four", "**ann-b:** Four");
    assert_eq!(edited(&text, &rename("ann", "ann-b", "Ann *B*")).as_deref(), Some(expected.as_str()));
}

/// The episodes of all fixtures that can be read without an error.
fn episodes() -> Vec<(PathBuf, String, Episode)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), PathBuf::from("episodes")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Some(text) = path.extension().filter(|it| *it == "md").and_then(|_| fs::read_to_string(&path).ok())
            else {
                continue;
            };
            let parsed = ParsedEpisode::parse(&text, "e");
            let all_have_ids =
                parsed.episode().is_some_and(|it| it.speakers.len() == parsed.speakers_with_ids().count());
            if !parsed.has_errors() && all_have_ids {
                let episode = parsed.into_reading().value.unwrap();
                found.push((path, text, episode));
            }
        }
    }
    assert!(found.len() > 20, "only {} episodes", found.len());
    found
}

/// Every paragraph, with its id, its time, its words, and who says them.
fn said(episode: &Episode) -> Vec<(String, Option<u64>, String, SpeakerId)> {
    let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
    let of_turn = |turn: &answerbook::transcript::Turn| {
        let speaker = turn.speaker.clone();
        let paragraphs = turn.paragraphs.clone().into_iter();
        paragraphs
            .map(move |it| (it.id.to_string(), it.start.map(|start| start.0), it.text, speaker.clone()))
            .collect::<Vec<_>>()
    };
    turns.flat_map(of_turn).collect()
}

#[test]
fn no_paragraph_changes_its_words_or_its_id() {
    let names = ["Ann *B*", "Q \\", "\"C\" \\* D", "<!-- E", "## F", "[0:01] G", "^h", "Ö, Ä: é"];
    let mut edits = 0;
    for (path, text, episode) in episodes() {
        let named: Vec<&SpeakerId> = episode.speakers.iter().filter(|it| !it.is_placeholder).map(|it| &it.id).collect();
        let renames = named
            .iter()
            .zip(names.iter().cycle())
            .map(|(old, name)| ((*old).clone(), id("new-id"), rename(old.as_str(), "new-id", name)));
        let merges =
            named.iter().flat_map(|old| named.iter().map(move |new| (*old, *new))).filter(|(old, new)| old != new);
        let merges = merges.map(|(old, new)| (old.clone(), new.clone(), merge(old.as_str(), new.as_str())));
        for (old, new, edit) in renames.chain(merges) {
            let after = edited(&text, &edit).unwrap_or_else(|| panic!("{}: {edit:?} does nothing", path.display()));
            let read = read_episode(&after, "e").value.unwrap();
            let mut expected = said(&episode);
            expected.iter_mut().filter(|it| it.3 == old).for_each(|it| it.3 = new.clone());
            assert_eq!(said(&read), expected, "{}: {edit:?}\n{after}", path.display());
            if let SpeakerEdit::Rename { name, .. } = &edit {
                assert_eq!(read.name_of(&new), name, "{}", path.display());
            }
            assert_eq!(edited(&after, &edit), None, "{}: {edit:?} again", path.display());
            edits += 1;
        }
    }
    assert!(edits > 60, "only {edits} changes");
}
