//! The libraries that are searched, and the ways to search them.
//!
//! An index is built once, however many tests ask it. Not here: what is asked.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::sync::LazyLock;

use answerbook::search::{Hit, Hits, Index, Notice, Part, PartData, Query, Request, ask, build, parse};
use answerbook::source::{read_episode, read_topics};
use answerbook::transcript::{Library, Site};

use crate::table;

// ---- libraries

/// The sample library: the three episodes of `tests/fixtures/search`.
pub(crate) fn library() -> Library {
    let read = |name: &str| fs::read_to_string(table::path(name)).unwrap();
    let episodes = ["running-kitchens", "trading-floor", "other-scripts"].map(|stem| {
        let reading = read_episode(&read(&format!("{stem}.md")), stem);
        assert!(reading.problems.is_empty(), "{stem}: {:?}", reading.problems);
        reading.value.unwrap()
    });
    let site = Site {
        title: "Sample".to_owned(),
        publisher: "Test Kitchen".to_owned(),
        language: "en".to_owned(),
        ..Site::default()
    };
    Library::new(site, read_topics(&read("topics.toml")).value.unwrap(), episodes.to_vec())
}

/// The index of the sample library.
pub(crate) static SAMPLE: LazyLock<Index> = LazyLock::new(|| build(&library()));

/// The number of answers in [`LAMPS_INDEX`].
pub(crate) const LAMPS: usize = 4_400;

/// The index of so many answers that some words are in too many of them for their lists to be complete.
pub(crate) static LAMPS_INDEX: LazyLock<Index> = LazyLock::new(|| {
    let answer = |nth: usize| {
        let pad = if nth.is_multiple_of(2) { "glows" } else { "dims and glows" };
        format!("The lamp {pad} beside item{nth} on shelf{}.", nth / 3)
    };
    index_of((0..LAMPS).map(answer))
});

/// What a made-up library has beside its answers.
#[derive(Default)]
pub(crate) struct Extras {
    /// The language of the episode; English if it is empty.
    pub(crate) language: &'static str,
    /// The lists of spellings that count as the same.
    pub(crate) synonyms: Vec<Vec<String>>,
    /// The corrections, as the front matter has them.
    pub(crate) corrections: &'static str,
    /// The number of the answer that is an advertisement.
    pub(crate) advertisement: Option<usize>,
}

/// The index of one episode with these answers to the same question, by the ids `a0`, `a1` and so on.
pub(crate) fn index_of(answers: impl IntoIterator<Item = String>) -> Index {
    index_with(answers, Extras::default())
}

/// The same with extras.
pub(crate) fn index_with(answers: impl IntoIterator<Item = String>, extras: Extras) -> Index {
    let language = if extras.language.is_empty() { "en" } else { extras.language };
    let mut text = format!(
        "+++\nid = \"sample\"\ntitle = \"Sample\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"{language}\"\nspeakers = [\n  \
         {{ id = \"ann\", name = \"Ann\", role = \"host\" }},\n  {{ id = \"bo\", name = \"Bo\", role = \"guest\" }},\n]\n\
         corrections = [\n{}]\n+++\n",
        extras.corrections
    );
    for (nth, answer) in answers.into_iter().enumerate() {
        let part = if extras.advertisement == Some(nth) { " .ad" } else { "" };
        text.push_str(&format!("\n## {{#a{nth}{part}}}\n\n**Ann:** Which one? ^q{nth}\n\n**Bo:** {answer} ^p{nth}\n"));
    }
    let reading = read_episode(&text, "sample");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let library = Library::new(library().site().clone(), Vec::new(), vec![reading.value.unwrap()]);
    build(&library.with_synonyms(extras.synonyms))
}

// ---- questions

/// The query that a text is, once it is typed to its end.
pub(crate) fn typed(text: &str) -> Query {
    parse(text).0
}

/// The request for so many hits.
pub(crate) fn up_to(limit: usize) -> Request {
    Request { limit, ..Request::default() }
}

/// The request for more hits than a sample has.
pub(crate) fn everything() -> Request {
    up_to(100)
}

/// The request for hits alone, without counts of facets.
pub(crate) fn uncounted() -> Request {
    Request { count_facets: false, ..Request::default() }
}

/// The request for the best hits alone, without counts of facets.
pub(crate) fn best_uncounted() -> Request {
    Request { lesser_hits: false, ..uncounted() }
}

/// The answer of an index that has all its parts.
pub(crate) fn answer(index: &Index, query: &str, request: &Request) -> Hits {
    ask(index, &typed(query), request).unwrap_or_else(|parts| panic!("{query:?} lacks {parts:?}"))
}

/// All answers of the sample library.
pub(crate) fn search(query: &str) -> Hits {
    answer(&SAMPLE, query, &everything())
}

// ---- what came out

/// The ids of the answers with all that is sought, and of those with some of it; said so where a phrase was asked by its words.
pub(crate) fn complete_and_partial(hits: &Hits) -> [String; 2] {
    let (complete, partial): (Vec<&Hit>, Vec<&Hit>) = hits.hits.iter().partition(|hit| hit.complete);
    let ids = |hits: Vec<&Hit>| hits.iter().map(|hit| hit.answer.as_str()).collect::<Vec<_>>().join(" ");
    let is_unquoted = hits.notices.iter().any(|notice| matches!(notice, Notice::Unquoted(_)));
    let words = if is_unquoted { "by its words: " } else { "" };
    [[words, &ids(complete)].concat(), ids(partial)]
}

/// The same in one text, parted by a bar.
pub(crate) fn found(hits: &Hits) -> String {
    complete_and_partial(hits).join(" | ").trim().to_owned()
}

/// The ids of the answers, in their order.
pub(crate) fn ids(hits: &Hits) -> Vec<&str> {
    hits.hits.iter().map(|hit| hit.answer.as_str()).collect()
}

/// A text with the ranges marked by `«` and `»`.
pub(crate) fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let mut text = text.to_owned();
    for mark in marks.iter().rev() {
        text.insert(mark.end, '»');
        text.insert(mark.start, '«');
    }
    text
}

// ---- an index whose parts come one after the other

/// A part of an index that has it.
pub(crate) fn part_data(index: &Index, part: Part) -> PartData {
    match part {
        Part::Dictionary(nth) => PartData::Dictionary(index.dictionary(nth).unwrap().clone()),
        Part::Documents(nth) => PartData::Documents(index.documents(nth).unwrap().clone()),
        Part::Bigrams(nth) => PartData::Bigrams(index.bigrams(nth).unwrap().clone()),
        Part::Vocabulary => PartData::Vocabulary(index.vocabulary().unwrap().clone()),
        Part::FacetNames => PartData::FacetNames(index.names().unwrap().clone()),
        Part::Facets(nth) => PartData::Facets(index.facets(nth).unwrap().clone()),
    }
}

/// The index with all its parts but the texts.
pub(crate) fn without_texts(full: &Index) -> Index {
    let mut index = Index::new(full.head().clone());
    let parts = full.parts().into_iter().filter(|part| !matches!(part, Part::Documents(_)));
    parts.for_each(|part| index.put(part, part_data(full, part)));
    index
}

/// What it took to answer.
pub(crate) struct Rounds {
    pub(crate) hits: Hits,
    /// How often parts were missing.
    pub(crate) count: usize,
    /// The parts that were missing.
    pub(crate) asked: BTreeSet<Part>,
}

/// The rounds that a question takes if an index has these parts at first and gets all that are missing after each round.
pub(crate) fn in_rounds(full: &Index, there: &[Part], query: &Query, request: &Request) -> Rounds {
    let mut index = Index::new(full.head().clone());
    there.iter().for_each(|part| index.put(*part, part_data(full, *part)));
    let mut asked = BTreeSet::new();
    let mut count = 0;
    let hits = answered(full, &mut index, query, request, |parts| {
        count += 1;
        parts.iter().for_each(|part| assert!(asked.insert(*part), "{part:?} was asked for twice"));
        parts
    });
    Rounds { hits, count, asked }
}

/// The hits, and the parts in the order they came in, if an index has no parts at first and gets after each round those of
/// the first missing part's kind.
pub(crate) fn in_steps(full: &Index, query: &Query, request: &Request) -> (Hits, Vec<Part>) {
    let mut index = Index::new(full.head().clone());
    let mut steps = Vec::new();
    let hits = answered(full, &mut index, query, request, |mut parts| {
        let kind = std::mem::discriminant(&parts[0]);
        parts.retain(|part| std::mem::discriminant(part) == kind);
        steps.extend_from_slice(&parts);
        parts
    });
    (hits, steps)
}

/// Asks an index that lacks parts until there is an answer. `loaded` chooses, of the missing parts, those that come next.
fn answered(
    full: &Index,
    index: &mut Index,
    query: &Query,
    request: &Request,
    mut loaded: impl FnMut(Vec<Part>) -> Vec<Part>,
) -> Hits {
    loop {
        match ask(index, query, request) {
            Ok(hits) => return hits,
            Err(parts) => {
                assert!(!parts.is_empty());
                loaded(parts).into_iter().for_each(|part| index.put(part, part_data(full, part)));
            }
        }
    }
}
