//! A sheet for a judge: what each engine finds first for some questions, in an order drawn anew for each, with the names of the engines
//! behind it.
//!
//! Not here: the engines, and who judges.

use std::fs;
use std::path::Path;

use answerbook::transcript::Library;

use crate::Contestant;
use crate::random::Random;

/// The results that a judge is shown.
const SHOWN: usize = 3;

/// The letters of an answer's beginning that are shown.
const SHOWN_CHARS: usize = 400;

/// Questions from a file, one a line.
pub(crate) fn questions(file: &str) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Prints the sheet, and the key behind it.
pub(crate) fn print(library: &Library, questions: &[String], contestants: &[Contestant], seed: u64) {
    let mut random = Random(seed);
    let mut key = String::new();
    for (nth, question) in questions.iter().enumerate() {
        println!("\n# {}. {question}", nth + 1);
        let mut left: Vec<&Contestant> = contestants.iter().collect();
        let mut names = Vec::new();
        for letter in 'A'.. {
            if left.is_empty() {
                break;
            }
            let engine = left.swap_remove(random.below(left.len()));
            println!("\n## {letter}");
            let results = engine.results[nth].iter().take(SHOWN);
            results.for_each(|id| println!("- {}", described(library, id)));
            names.push(format!("{letter} {}", engine.name));
        }
        key.push_str(&format!("{}: {}\n", nth + 1, names.join(", ")));
    }
    println!("\n# Key\n{key}");
}

/// The title of an answer, its episode's, and how its reply begins.
pub(crate) fn described(library: &Library, id: &str) -> String {
    let Some(entry) = library.entries().find(|entry| format!("{}/{}", entry.episode.id, entry.answer.id) == id) else {
        return format!("[{id} is not in the library]");
    };
    let reply = entry.answer.turns.iter().filter(|turn| !entry.episode.is_host(&turn.speaker));
    let texts: Vec<&str> = reply.flat_map(|turn| &turn.paragraphs).map(|paragraph| &*paragraph.text).collect();
    let beginning: String = texts.join(" ").chars().take(SHOWN_CHARS).collect();
    let title = library.title_of(&entry.episode.id, &entry.answer.id);
    format!("**{title}** ({})\n  {beginning} …", entry.episode.title)
}

/// Our own results as they are written for a later sheet, one question a line, and read again.
pub(crate) fn write(file: &Path, results: &[Vec<String>]) {
    let lines: Vec<String> = results.iter().map(|ids| ids.join(" ")).collect();
    fs::write(file, lines.join("\n")).unwrap();
}

/// What [`write`] wrote.
pub(crate) fn read(file: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}
