//! The files behind the search field's suggestions: whatever word of a title, a name or a topic is typed, the one file that its
//! beginning leads to holds entries with it, and is small. The rules are those of `src/site/suggestions.rs`, read here as the script
//! of the page reads them. Not here: the field and its list, which the browser suite uses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Mutex;

use answerbook::links::{Ledger, Resolutions};
use answerbook::site::{AppAssets, History, Options, render};
use answerbook::source::read_episode;
use answerbook::transcript::{Episode, Library, Site};
use answerbook::wire::read_suggestions;
use random::Random;

/// The most bytes of a file.
const MAX_FILE: usize = 4_000;

/// An episode of 30 answers whose titles are words made of syllables, some of them in nearly every title, some in Han.
fn episode(nth: usize, random: &mut Random) -> Episode {
    let mut text = format!(
        "+++\nid = \"e{nth}\"\ntitle = \"Talk {nth} with Größe\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"en\"\nspeakers = [\n  \
         {{ id = \"ann\", name = \"Ann Host\", role = \"host\" }},\n  {{ id = \"bo-{nth}\", name = \"Bo Nr{nth}\", role = \"guest\" }},\n]\n+++\n"
    );
    for answer in 0..30 {
        let title = title(random);
        write!(
            text,
            "\n## {title} {{#a{answer}}}\n\n**Ann Host:** So? ^q{answer}\n\n**Bo Nr{nth}:** Yes. ^p{answer}\n"
        )
        .unwrap();
    }
    read_episode(&text, &format!("e{nth}")).value.unwrap()
}

fn title(random: &mut Random) -> String {
    const SYLLABLES: [&str; 12] = ["ba", "lo", "mi", "tre", "su", "kan", "vo", "pel", "ri", "do", "zen", "wy"];
    const HAN: [char; 6] = ['東', '京', '夏', '水', '山', '火'];
    let mut words = vec!["How".to_owned(), ["do", "is"][random.below(2)].to_owned()];
    for _ in 0..3 + random.below(5) {
        let syllables = 1 + random.below(3);
        words.push((0..syllables).map(|_| SYLLABLES[random.below(12)]).collect());
    }
    if random.below(8) == 0 {
        words.push((0..4).map(|_| HAN[random.below(6)]).collect());
    }
    words.join(" ")
}

fn library(episodes: usize) -> Library {
    let mut random = Random(3);
    let site = Site {
        title: "Sample".to_owned(),
        publisher: "Sample".to_owned(),
        language: "en".to_owned(),
        ..Site::default()
    };
    Library::new(site, Vec::new(), (0..episodes).map(|nth| episode(nth, &mut random)).collect())
}

/// The texts of the suggestions' files by name, and the size of the largest file.
fn files(library: &Library) -> (BTreeMap<String, String>, usize) {
    let written = Mutex::new((BTreeMap::new(), 0));
    let history =
        History { fates: &Resolutions::default(), ledger: &Ledger::default(), former_texts: &BTreeMap::default() };
    let write = |file: answerbook::site::OutputFile| {
        if let Some((_, name)) = file.path.split_once("/suggest/") {
            let mut written = written.lock().unwrap();
            written.0.insert(name.trim_end_matches(".bin").to_owned(), read_suggestions(&file.bytes).unwrap());
            written.1 = written.1.max(file.bytes.len());
        }
        Ok::<(), ()>(())
    };
    render(library, history, &AppAssets::default(), &Options::default(), &write, &|| ()).unwrap();
    written.into_inner().unwrap()
}

/// The file of what is typed, as the page's script finds it for one phrase.
fn file_of(files: &BTreeMap<String, String>, phrase: &str) -> Option<String> {
    let buckets = files.keys().filter(|name| name.starts_with("starts-")).count();
    let bucket = usize::from(phrase.encode_utf16().next().unwrap()) % buckets;
    let mut lines = files[&format!("starts-{bucket}")].split('\n');
    let offset: usize = lines.next().unwrap().parse().unwrap();
    let starts: Vec<Vec<u16>> =
        lines.filter(|line| !line.is_empty()).map(|line| line.encode_utf16().collect()).collect();
    let last = |text: &str| {
        let text: Vec<u16> = text.encode_utf16().collect();
        starts.partition_point(|start| *start <= text).checked_sub(1).map(|at| offset + at)
    };
    let (from, to) = (last(phrase)?, last(&format!("{phrase}\u{FFFF}"))?);
    Some(if from == to { from.to_string() } else { format!("{from}-{to}") })
}

#[test]
fn every_beginning_leads_to_a_small_file_that_holds_it() {
    for episodes in [2, 40] {
        let library = library(episodes);
        let (files, largest) = files(&library);
        assert!(largest <= MAX_FILE, "{largest} bytes");
        let mut typed: BTreeSet<String> = BTreeSet::new();
        for entry in library.answers() {
            for word in entry.answer.title(entry.episode).to_lowercase().split(' ') {
                let is_spaced = word.is_ascii();
                let words: Vec<String> =
                    if is_spaced { vec![word.to_owned()] } else { word.chars().map(String::from).collect() };
                for word in words {
                    typed.extend((1..=word.chars().count()).map(|len| word.chars().take(len).collect()));
                }
            }
        }
        // In nearly every title, and the beginning of none.
        for word in ["do", "is"] {
            typed.remove(word);
        }
        typed.extend(["grosse", "g", "ann", "bo", "nr1", "talk"].map(str::to_owned));
        for phrase in &typed {
            let name = file_of(&files, phrase).unwrap_or_else(|| panic!("{phrase} leads nowhere"));
            let file = files.get(&name).unwrap_or_else(|| panic!("{phrase} leads to {name}, which is not there"));
            let holds = file.to_lowercase().replace('ß', "ss").replace('ö', "o").contains(phrase.as_str());
            assert!(holds, "{phrase} leads to {name}:\n{file}");
        }
        for unknown in ["xx", "qqq", "0", "ы", "𠀀"] {
            let name = file_of(&files, unknown);
            assert!(name.is_none_or(|name| files.contains_key(&name)), "{unknown} leads to a file that is not there");
        }
    }
}

#[test]
fn entries_are_addresses_texts_and_counts() {
    let (files, _) = files(&library(2));
    let lines: BTreeSet<&str> =
        files.iter().filter(|(name, _)| !name.starts_with("starts-")).flat_map(|(_, text)| text.lines()).collect();
    for expected in ["speakers/ann/\tAnn Host\t60", "speakers/bo-1/\tBo Nr1\t30", "episodes/e1/\tTalk 1 with Größe"] {
        assert!(lines.contains(expected), "{expected} is not in {lines:?}");
    }
    assert_eq!(files, self::files(&library(2)).0, "the same library gives the same files");
}
