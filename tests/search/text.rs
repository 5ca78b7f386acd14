//! Words in plain text: folded, so that words written differently are alike, and marked where they match.

use std::collections::BTreeSet;

use answerbook::search::{MatchReason, fold, highlight, parse, parse_while_typing};

use crate::sample::{answer, index_of, marked, typed, up_to};
use crate::table;

#[test]
fn texts_are_folded() {
    table::check("folding.txt", |[text]| vec![fold(text)]);
    assert!(fold(&"x".repeat(10_000)).len() < 100);
}

/// The few ranges that the browser carries, compared with the standard library's tables of all scripts.
#[test]
fn characters_fold_as_unicode_has_them() {
    let letters = [
        0x20..=0x2FF,
        0x386..=0x3CE,
        0x400..=0x52F,
        0x531..=0x556,
        0x5D0..=0x5EA,
        0x620..=0x64A,
        0x905..=0x939,
        0x10D0..=0x10FA,
    ];
    let others = [0x1C90..=0x1CBF, 0x1E00..=0x1EFF, 0x3041..=0x3096, 0x4E00..=0x9FFF, 0xAC00..=0xD7A3, 0xFF10..=0xFF5A];
    for c in letters.into_iter().chain(others).flatten().filter_map(char::from_u32) {
        let folded = fold(&c.to_string());
        // Combining marks are not compared; the standard library counts some of them as letters.
        let mark = ('\u{300}'..='\u{36F}').contains(&c);
        assert!(mark || !c.is_alphanumeric() || !folded.is_empty(), "{c:?} {:x}", u32::from(c));
        // African letters whose lower case is in a distant block are left alone.
        if !('\u{180}'..='\u{24F}').contains(&c) {
            let small: String = c.to_lowercase().collect();
            assert_eq!(folded, fold(&small), "{c:?} {:x}", u32::from(c));
        }
    }
    let signs =
        [0x20..=0x2F, 0x3A..=0x40, 0x80..=0xA9, 0x2000..=0x206F, 0x20A0..=0x20C0, 0x2190..=0x2BFF, 0x3000..=0x3004];
    for c in signs.into_iter().chain([0x1F300..=0x1FAFF, 0xE000..=0xF8FF]).flatten().filter_map(char::from_u32) {
        assert_eq!(fold(&c.to_string()), "", "{c:?} {:x}", u32::from(c));
    }
    let signs = "\u{A0}—…‘’“”€™→≤█★　、。「」！？，：﹖\u{200D}🎤🏽\u{FE0F}";
    assert_eq!(fold(signs), "");
}

#[test]
fn words_are_marked_in_plain_text() {
    table::check("marks.txt", |[query, still_typing, text]| {
        let (query, _) = if still_typing == "yes" { parse_while_typing(query) } else { parse(query) };
        vec![marked(text, &highlight::ranges(&query, text))]
    });
}

#[test]
fn a_text_matches_if_it_holds_all_that_is_sought() {
    table::check("matches.txt", |[query, text]| {
        vec![if highlight::matches(&typed(query), text) { "yes" } else { "no" }.to_owned()]
    });
}

#[test]
fn marks_are_counted_in_utf16_for_javascript() {
    let text = "😀 crêpes 東京";
    let marks = highlight::ranges(&typed("crepes 東京"), text);
    assert_eq!(highlight::utf16_ranges(text, &marks), [[3, 9], [10, 12]]);
    assert_eq!(highlight::utf16_ranges("é", &[0..2, 1..2, 0..9]), [[0, 1], [1, 1], [0, 1]]);
}

#[test]
fn words_are_marked_however_they_are_written() {
    let letters = ('\u{80}'..='\u{FFFF}').map(|c| (c, fold(&c.to_string())));
    let plain = letters.filter(|(_, folded)| !folded.is_empty() && folded.is_ascii());
    let mut words: Vec<(String, String)> =
        plain.map(|(c, folded)| (format!("qu{c}rk"), format!("qu{folded}rk"))).collect();
    assert!(words.len() > 500, "{}", words.len());
    let others = [
        ("soft\u{AD}hyphen", "softhyphen"),
        ("e\u{301}cole", "ecole"),
        ("O’Reilly’s", "oreilly"),
        ("10,000", "10000"),
        ("E-Trade", "etrade"),
        ("Node.js", "nodejs"),
        ("P&L", "p&l"),
        ("東京都", "東京"),
        ("naïve-Bayes", "\"naive bayes\""),
        ("bird's-eye view", "\"bird's-eye view\""),
    ];
    words.extend(others.map(|(written, typed)| (written.to_owned(), typed.to_owned())));
    let index = index_of(words.iter().map(|(written, _)| format!("So this is {written} here.")));
    let queries: BTreeSet<&String> = words.iter().map(|(_, query)| query).collect();
    let mut seen = 0;
    for query in queries {
        let hits = answer(&index, query, &up_to(words.len())).hits;
        for hit in hits.iter().filter(|hit| hit.reason == MatchReason::Exact) {
            let (written, _) = &words[hit.answer[1..].parse::<usize>().unwrap()];
            assert!(!hit.snippet.marks.is_empty(), "{written} by {query}: {:?}", hit.snippet);
            seen += 1;
        }
    }
    assert!(seen >= words.len(), "{seen} of {}", words.len());
}
