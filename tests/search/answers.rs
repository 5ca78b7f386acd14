//! Which answers of the sample library are found, in which order, and what the reader is told.

use std::ops::Range;

use answerbook::search::{Hits, Notice, Request, Sort, ask, build, highlight, parse, parse_while_typing};
use answerbook::transcript::{Facet, Library, PerFacet};

use crate::sample::{
    Extras, SAMPLE, answer, complete_and_partial, everything, found, ids, index_of, index_with, library, marked, search,
};
use crate::table;

#[test]
fn answers_are_found() {
    table::check("answers.txt", |[query]| complete_and_partial(&search(query)).to_vec());
}

#[test]
fn the_last_word_is_a_beginning_while_typing() {
    table::check("typing.txt", |[query]| {
        let hits = ask(&SAMPLE, &parse_while_typing(query).0, &everything()).unwrap();
        complete_and_partial(&hits).to_vec()
    });
}

#[test]
fn a_word_too_short_to_be_a_beginning_is_marked_alone() {
    let answers = ["The aim was in the air. ^x1\n\n**Bo:** Only AI counts.", "Nothing of the kind."];
    let index = index_of(answers.into_iter().map(str::to_owned));
    for query in ["ai", "ai "] {
        let hits = ask(&index, &parse_while_typing(query).0, &Request::default()).unwrap();
        let snippet = &hits.hits[0].snippet;
        assert_eq!(marked(&snippet.text, &snippet.marks), "Only «AI» counts.", "{query:?}");
    }
}

#[test]
fn a_speaker_filter_means_said_by_that_speaker() {
    table::check("speakers.txt", |[query]| {
        let hits = search(query);
        let alone = ["speaker:emile-oster", "speaker:ada-quist"].map(|filter| query.matches(filter).count());
        for hit in &hits.hits {
            let speaker = hit.speaker.as_ref().map(|speaker| speaker.id.as_str());
            match alone {
                [1, 0] => assert_eq!(speaker, Some("emile-oster"), "{query:?}"),
                [0, 1] => assert_eq!(speaker, Some("ada-quist"), "{query:?}"),
                _ => assert!(speaker.is_some(), "{query:?}"),
            }
        }
        complete_and_partial(&hits).to_vec()
    });
}

#[test]
fn the_reader_is_told_of_unknown_filters_and_words() {
    let hits = search("speaker:nobody topic:money budget");
    assert_eq!(hits.notices, [Notice::UnknownValue(Facet::Speaker, "nobody".to_owned())]);
    assert_eq!(found(&hits), "budget |");
    let request = Request { filters: PerFacet([Vec::new(), Vec::new(), vec!["gone".to_owned()]]), ..everything() };
    assert_eq!(answer(&SAMPLE, "", &request).notices, [Notice::UnknownValue(Facet::Episode, "gone".to_owned())]);
    let hits = search("culture zzz");
    assert_eq!(hits.notices, [Notice::NotFound("zzz".to_owned())]);
    assert_eq!(hits.notices[0].sentence(), "No answer holds “zzz”");
}

#[test]
fn answers_are_sorted_and_paged() {
    let all = "budget crepes hiring e-trade leaving long buecher tokyo |";
    assert_eq!(found(&search("")), all, "no words: newest first");
    let by_date = Request { sort: Sort::Date, ..everything() };
    assert_eq!(found(&answer(&SAMPLE, "managed", &by_date)), "budget hiring |");
    assert_eq!(found(&answer(&SAMPLE, "culture patience", &by_date)), "crepes | hiring leaving");
    let page = Request { offset: 3, limit: 2, ..Request::default() };
    let hits = answer(&SAMPLE, "", &page);
    assert_eq!((hits.total, hits.hits.len(), hits.hits[0].answer.as_str()), (8, 2, "e-trade"));
    let beyond = Request { offset: 100, ..Request::default() };
    assert_eq!(answer(&SAMPLE, "nora", &beyond).hits, []);
}

#[test]
fn a_rare_neighbourhood_makes_an_answer_the_last_of_its_length() {
    let among_rare = "A heron, a brazier, a cistern, a dovecote.";
    let among_common = "A heron, a river, a meadow, a willow.";
    let others = std::iter::repeat_n("The river, the meadow, the willow, the hill.", 20);
    let index = index_of([among_rare, among_common].into_iter().chain(others).map(str::to_owned));
    let hits = answer(&index, "heron", &Request::default());
    assert_eq!(found(&hits), "a1 a0 |", "the word stands out among common ones");
}

#[test]
fn odd_queries_give_sound_results() {
    table::check("odd-queries.txt", |[query]| {
        [false, true].map(|still_typing| sound_hits(query, still_typing).total.to_string()).to_vec()
    });
    let long_word = "x".repeat(10_000);
    let many_words = "word ".repeat(2_000);
    let dashes = "a-".repeat(5_000);
    let quotes = "\"a ".repeat(3_333);
    let han = "東京".repeat(5_000);
    let quoted_han = format!("\"{han}\"");
    let mixed = "-\"speaker:\"-topic:".repeat(600);
    for query in [&long_word, &many_words, &dashes, &quotes, &han, &quoted_han, &mixed] {
        for still_typing in [false, true] {
            sound_hits(query, still_typing);
        }
    }
    assert_eq!(found(&answer(&SAMPLE, "(crepes|x)*", &everything())), "| crepes");
    assert_eq!(found(&search("of the")), "long crepes leaving e-trade |", "words that say little are words");
}

/// The first ten hits of the sample library, whose counts agree and whose marks are sound.
fn sound_hits(query: &str, still_typing: bool) -> Hits {
    let (query, _) = if still_typing { parse_while_typing(query) } else { parse(query) };
    let hits = ask(&SAMPLE, &query, &Request::default()).unwrap();
    assert!(hits.complete <= hits.total && hits.hits.len() <= 10);
    for hit in &hits.hits {
        assert_sound(&hit.snippet.text, &hit.snippet.marks);
    }
    let text = "Any text “at” all 東京, 😀 e-trade: a word of the first team, x C# speaker:topic אב שלום abc ß ﬁ İ é";
    assert_sound(text, &highlight::ranges(&query, text));
    hits
}

/// Marks are in order, apart from each other, not empty, and on the boundaries of characters.
#[track_caller]
fn assert_sound(text: &str, marks: &[Range<usize>]) {
    for mark in marks {
        assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()), "{mark:?} in {text:?}");
    }
    assert!(marks.is_sorted_by(|one, next| one.end <= next.start), "{marks:?} in {text:?}");
}

#[test]
fn an_empty_library_has_no_hits() {
    let site = library().site().clone();
    let index = build(&Library::new(site, Vec::new(), Vec::new()));
    for query in ["", "word", "\"a phrase\"", "speaker:x", "-x"] {
        let hits = ask(&index, &parse_while_typing(query).0, &Request::default()).unwrap();
        assert_eq!((hits.total, hits.hits.len()), (0, 0), "{query:?}");
    }
}

#[test]
fn an_advertisement_comes_behind_the_answers() {
    let texts = [
        "Quince jelly, quince jelly, nothing but quince jelly: go to the shop for quince jelly.",
        "We had bread and honey that year, and once a spoon of quince jelly, which nobody liked but the dog.",
        "Nothing of the kind.",
    ];
    let found = |advertisement| {
        let index = index_with(texts.map(str::to_owned), Extras { advertisement, ..Extras::default() });
        ids(&answer(&index, "quince", &everything())).join(" ")
    };
    assert_eq!((found(None).as_str(), found(Some(0)).as_str()), ("a0 a1", "a1 a0"));
}
