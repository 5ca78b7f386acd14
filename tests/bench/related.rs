//! The first answer that each of a hundred answers names as being about the same.
//!
//! ```text
//! cargo bench --bench related -- FOLDER > sheet.txt
//! ```
//!
//! prints a sheet for whoever judges which links help a reader: pairs of answers, drawn the same in every run, with the words that a page
//! would show. Not here: what was judged (`RESULTS.md`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod folder;
mod library;

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
}

fn main() {
    let Some((_, library)) = library::libraries(&library::arguments()).next() else { return };
    let started = Instant::now();
    let links = links(&library);
    let (count, answers) = (links.len(), library.answers().count());
    eprintln!("{count} of {answers} answers have a link, {:.1} s", started.elapsed().as_secs_f64());
    drawn(links).iter().enumerate().for_each(|(nth, link)| print(&library, nth + 1, link));
}

fn drawn(mut links: Vec<Link<'_>>) -> Vec<Link<'_>> {
    let seed = |entry: &LibraryEntry<'_>| fnv1a_64(format!("{}/{}", entry.episode.id, entry.answer.id).bytes());
    links.sort_by_key(|link| seed(&link.from));
    links.truncate(DRAWN);
    links
}

fn links(library: &Library) -> Vec<Link<'_>> {
    let answers: Vec<LibraryEntry<'_>> = library.answers().collect();
    let link = |(from, related): (usize, Vec<topics::Related>)| {
        let first = related.into_iter().next()?;
        Some(Link { from: answers[from], to: answers[first.answer], about: first.about.join(", ") })
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
