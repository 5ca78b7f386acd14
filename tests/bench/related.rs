//! The first answer that each of a hundred answers names as being about the same.
//!
//! ```text
//! cargo bench --bench related -- FOLDER [--skip=N] [--links=FILE] [--beside=FILE --key=FILE] > sheet.txt
//! ```
//!
//! prints a sheet for whoever judges which links help a reader: pairs of answers, drawn the same in every run, with the words that a page
//! would show. `--links` writes the links that were drawn; `--beside` takes those that another version wrote among its own, in an order
//! that tells nothing, and `--key` writes which is whose, to be read when all are judged. Not here: what was judged (`RESULTS.md`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod folder;
mod library;

use std::fs;
use std::time::Instant;

use answerbook::topics;
use answerbook::transcript::{Library, LibraryEntry, fnv1a_64};

/// The answers that are drawn, of those that have a link.
const DRAWN: usize = 100;

/// The words that a sheet shows of an answer.
const SHOWN_WORDS: usize = 110;

/// A link from one answer to another.
struct Link<'a> {
    from: LibraryEntry<'a>,
    to: LibraryEntry<'a>,
    about: String,
    /// Whether this version made it.
    is_own: bool,
}

fn main() {
    let arguments = library::arguments();
    let Some((_, library)) = library::libraries(&arguments).next() else { return };
    let started = Instant::now();
    let links = links(&library);
    let (count, answers) = (links.len(), library.answers().count());
    eprintln!("{count} of {answers} answers have a link, {:.1} s", started.elapsed().as_secs_f64());
    let skipped = named(&arguments, "--skip=").map_or(0, |count| count.parse().unwrap());
    let mut drawn = drawn(links, skipped);
    if let Some(path) = named(&arguments, "--links=") {
        fs::write(path, drawn.iter().map(line).collect::<String>()).unwrap();
    }
    if let Some(path) = named(&arguments, "--beside=") {
        drawn.extend(fs::read_to_string(path).unwrap().lines().map(|line| read(&library, line)));
        drawn.sort_by_key(|link| fnv1a_64(format!("{}{}", line(link), link.is_own).bytes()));
    }
    if let Some(path) = named(&arguments, "--key=") {
        let whose =
            |(nth, link): (usize, &Link<'_>)| format!("{}\t{}\n", nth + 1, if link.is_own { "own" } else { "beside" });
        fs::write(path, drawn.iter().enumerate().map(whose).collect::<String>()).unwrap();
    }
    drawn.iter().enumerate().for_each(|(nth, link)| print(&library, nth + 1, link));
}

/// What an argument names.
fn named<'a>(arguments: &'a [String], key: &str) -> Option<&'a str> {
    arguments.iter().find_map(|argument| argument.strip_prefix(key))
}

/// A link as a line of a file.
fn line(link: &Link<'_>) -> String {
    let id = |entry: &LibraryEntry<'_>| format!("{}\t{}", entry.episode.id, entry.answer.id);
    format!("{}\t{}\t{}\n", id(&link.from), id(&link.to), link.about)
}

/// A link that another version wrote.
fn read<'a>(library: &'a Library, line: &str) -> Link<'a> {
    let fields: Vec<&str> = line.split('\t').collect();
    let entry = |episode: &str, answer: &str| {
        let mut entries = library.answers();
        entries.find(|it| it.episode.id.as_str() == episode && it.answer.id.as_str() == answer).unwrap()
    };
    let (from, to) = (entry(fields[0], fields[1]), entry(fields[2], fields[3]));
    Link { from, to, about: fields[4].to_owned(), is_own: false }
}

/// The links that are drawn, after so many that are passed over: those that were judged before.
fn drawn(mut links: Vec<Link<'_>>, skipped: usize) -> Vec<Link<'_>> {
    let seed = |entry: &LibraryEntry<'_>| fnv1a_64(format!("{}/{}", entry.episode.id, entry.answer.id).bytes());
    links.sort_by_key(|link| seed(&link.from));
    links.into_iter().skip(skipped).take(DRAWN).collect()
}

fn links(library: &Library) -> Vec<Link<'_>> {
    let answers: Vec<LibraryEntry<'_>> = library.answers().collect();
    let link = |(from, related): (usize, Vec<topics::Related>)| {
        let first = related.into_iter().next()?;
        Some(Link { from: answers[from], to: answers[first.answer], about: first.about.join(", "), is_own: true })
    };
    topics::related(library).into_iter().enumerate().filter_map(link).collect()
}

fn print(library: &Library, nth: usize, link: &Link<'_>) {
    println!("\n{nth}\nwords shown: {}", link.about);
    for (name, entry) in [("from", &link.from), ("to  ", &link.to)] {
        let words: Vec<String> =
            library.texts_of(*entry).iter().flat_map(|text| text.split(' ')).map(str::to_owned).collect();
        let shown = words.iter().take(SHOWN_WORDS).cloned().collect::<Vec<String>>().join(" ");
        let title = library.title_of(&entry.episode.id, &entry.answer.id);
        println!("{name}: [{}] {title}\n      {shown}", entry.episode.title);
    }
}
