//! The files of the search index: written and read back, and what becomes of them on the way. Not what is found in them:
//! that is `search.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use answerbook::search::{Index, Part, PartData, Request, Vocabulary, ask, build, parse, parse_while_typing};
use answerbook::source::{read_episode, read_topics};
use answerbook::transcript::{Episode, Library, Site};
use answerbook::wire::{
    HEAD_NAME, Kind, WireError, decode_part, encode, generation, hits_json, part_name, read_head, read_part,
    read_suggestions, split, suggestions_file,
};
use random::Random;
use serde_json::json;

fn episode(stem: &str, path: &str) -> Episode {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    read_episode(&fs::read_to_string(path).unwrap(), stem).value.unwrap()
}

fn library(episodes: Vec<Episode>, topics: &str) -> Library {
    let site = Site {
        title: "Sample".to_owned(),
        publisher: "Test Kitchen".to_owned(),
        language: "en".to_owned(),
        ..Site::default()
    };
    let topics = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(topics)).unwrap();
    Library::new(site, read_topics(&topics).value.unwrap(), episodes)
}

fn sample() -> Index {
    let stems = ["running-kitchens", "trading-floor", "other-scripts"];
    let mut episodes = stems.map(|stem| episode(stem, &format!("tests/fixtures/search/{stem}.md"))).to_vec();
    episodes.push(read_episode(&answers(40), "numbers").value.unwrap());
    build(&library(episodes, "tests/fixtures/search/topics.toml"))
}

/// An episode of so many answers: with them a library is large enough that its words lead to answers.
fn answers(count: usize) -> String {
    let head = "+++\nid = \"numbers\"\ntitle = \"Numbers\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"en\"\nspeakers = [\n  \
                { id = \"ann\", name = \"Ann\", role = \"host\" },\n  { id = \"bo\", name = \"Bo\", role = \"guest\" },\n]\n+++\n";
    let answer =
        |nth| format!("\n## {{#a{nth}}}\n\n**Ann:** And then? ^q{nth}\n\n**Bo:** It was number{}. ^p{nth}\n", nth % 5);
    [head.to_owned()].into_iter().chain((0..count).map(answer)).collect()
}

fn seed() -> Index {
    let episode = episode("following-curiosity", "episodes/following-curiosity.md");
    build(&library(vec![episode], "episodes/topics.toml"))
}

/// Reads a whole generation back.
fn read(files: &BTreeMap<String, Vec<u8>>, parts: &[Part]) -> Index {
    let mut index = Index::new(read_head(&files[HEAD_NAME]).unwrap());
    for part in parts {
        index.put(*part, read_part(*part, &files[&part_name(*part)]).unwrap());
    }
    index
}

#[test]
fn what_is_written_is_read_back() {
    let index = sample();
    let led = (0..index.head().dictionary_shards())
        .flat_map(|nth| &index.dictionary(nth).unwrap().entries)
        .map(|entry| entry.champions.len());
    assert!(led.sum::<usize>() > 40, "words lead to answers");
    for index in [sample(), seed()] {
        let files = encode(&index);
        let parts = index.parts();
        assert_eq!(files.len(), parts.len() + 1);
        let back = read(&files, &parts);
        assert_eq!(back.head(), index.head());
        for part in parts {
            match part {
                Part::Dictionary(nth) => assert_eq!(back.dictionary(nth), index.dictionary(nth)),
                Part::Documents(nth) => assert_eq!(back.documents(nth), index.documents(nth)),
                Part::Bigrams(nth) => assert_eq!(back.bigrams(nth), index.bigrams(nth)),
                Part::Vocabulary => assert_eq!(back.vocabulary(), index.vocabulary()),
                Part::FacetNames => assert_eq!(back.names(), index.names()),
                Part::Facets(nth) => assert_eq!(back.facets(nth), index.facets(nth)),
            }
        }
    }
}

#[test]
fn every_kind_has_a_number_of_its_own_in_its_files() {
    let numbers: BTreeSet<u8> = Kind::ALL.into_iter().map(|kind| kind as u8).collect();
    assert_eq!(numbers.len(), Kind::ALL.len());
    for kind in Kind::ALL {
        assert_eq!(Kind::try_from(kind as u8), Ok(kind));
    }
    assert_eq!(Kind::try_from(Kind::ALL.len() as u8), Err(WireError::Damaged));
    let index = sample();
    let suggestions = suggestions_file("a text");
    assert_eq!(read_suggestions(&suggestions), Ok("a text".to_owned()));
    let files = encode(&index).into_values().chain([suggestions]);
    let kinds: BTreeSet<u8> = files.map(|file| split(&file).unwrap().kind as u8).collect();
    assert_eq!(kinds, numbers, "every kind is written");
}

/// Words that share more than a byte can tell, and that differ within a letter.
#[test]
fn a_vocabulary_is_read_back() {
    let long = "a".repeat(40);
    let mut words: Vec<String> = ["b", "c", "cé", "cè"].iter().map(|end| [&long, *end].concat()).collect();
    words.extend(["ab", "été", "êta", "дом", "東京", "東亰", "東"].map(str::to_owned));
    words.sort();
    let ends = words.iter().scan(0, |end, word| {
        *end += u32::try_from(word.len()).unwrap();
        Some(*end)
    });
    let vocabulary = Vocabulary::new(words.concat().into_bytes(), ends.collect()).unwrap();
    assert!(vocabulary.words().eq(&words));
    for vocabulary in [vocabulary, Vocabulary::default()] {
        let mut index = Index::new(sample().head().clone());
        index.put(Part::Vocabulary, PartData::Vocabulary(vocabulary.clone()));
        let file = encode(&index).remove("vocabulary.bin").unwrap();
        assert_eq!(read_part(Part::Vocabulary, &file), Ok(PartData::Vocabulary(vocabulary)));
    }
}

#[test]
fn a_vocabulary_out_of_order_is_none() {
    let of = |text: &str, ends: &[u32]| Vocabulary::new(text.as_bytes().to_vec(), ends.to_vec());
    assert!(of("abb", &[1, 3]).is_some());
    for (text, ends) in
        [("ba", &[1, 2][..]), ("aa", &[1, 2]), ("ab", &[0, 2]), ("ab", &[1]), ("ab", &[1, 9]), ("abc", &[2, 1, 3])]
    {
        assert!(of(text, ends).is_none(), "{text} {ends:?}");
    }
    assert!(of("aé", &[2, 3]).is_none(), "a letter cut in two");
    assert!(Vocabulary::new(vec![b'a', 0xFF], vec![2]).is_none(), "no text");
}

#[test]
fn two_builds_are_byte_identical() {
    let (first, second) = (encode(&sample()), encode(&sample()));
    assert_eq!(first, second);
    assert_eq!(generation(&first), generation(&second));
    let name = generation(&first);
    assert!(name.len() == 10 && name.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
    let mut changed = first.clone();
    changed.insert("names.bin".to_owned(), Vec::new());
    assert_ne!(name, generation(&changed));
    assert_ne!(name, generation(&encode(&seed())));
}

/// However the work is shared out: a form's stems are those of all its spellings, and not of the one met first.
#[test]
fn a_build_on_one_core_and_on_many_are_byte_identical() {
    let said = |nth: usize| match nth {
        100 => "My résumé was long.".to_owned(),
        300 => "A resume is what it is, and resumes are many.".to_owned(),
        301 => "Les résumés sont longs.".to_owned(),
        _ => format!("It was number{}.", nth % 50),
    };
    let mut text = answers(0);
    for nth in 0..4_000 {
        text.push_str(&format!("\n## {{#a{nth}}}\n\n**Ann:** And then? ^q{nth}\n\n**Bo:** {} ^p{nth}\n", said(nth)));
    }
    let library = library(vec![read_episode(&text, "numbers").value.unwrap()], "tests/fixtures/search/topics.toml");
    let [one, many] = [1, 8].map(|cores| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().unwrap();
        pool.install(|| encode(&build(&library)))
    });
    assert_eq!(generation(&one), generation(&many));
}

#[test]
fn a_file_cut_short_anywhere_is_an_error() {
    let files = encode(&sample());
    for part in sample().parts() {
        let file = &files[&part_name(part)];
        for len in 0..file.len() {
            assert!(read_part(part, &file[..len]).is_err(), "{part:?} at {len} of {}", file.len());
        }
        let mut longer = split(file).unwrap().payload.to_vec();
        longer.push(0);
        assert!(decode_part(part, &longer).is_err());
    }
    let head = &files[HEAD_NAME];
    for len in 0..head.len() {
        assert!(read_head(&head[..len]).is_err(), "head at {len}");
    }
    assert_eq!(split(b"AB"), Err(WireError::Truncated));
}

#[test]
fn flipped_bits_are_an_error() {
    let index = sample();
    let files = encode(&index);
    let mut random = Random(0x5EED);
    for part in index.parts() {
        let file = &files[&part_name(part)];
        for _ in 0..2_000 {
            let mut damaged = file.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(damaged.len());
                damaged[at] ^= 1 << random.below(8);
            }
            if damaged == *file {
                continue;
            }
            // A flip that deflate does not care about leaves the body as it was; any other must be found.
            if let Ok(data) = read_part(part, &damaged) {
                assert_eq!(data, read_part(part, file).unwrap(), "{part:?}");
            }
        }
    }
    let head = &files[HEAD_NAME];
    for _ in 0..2_000 {
        let mut damaged = head.clone();
        let at = random.below(damaged.len());
        damaged[at] ^= 1 << random.below(8);
        if let Ok(decoded) = read_head(&damaged) {
            assert_eq!(decoded, *index.head());
        }
    }
}

/// Bodies whose checksum is right and whose content is not: what the decoders themselves must withstand.
#[test]
fn nonsense_with_a_right_checksum_is_an_error_or_nonsense_but_no_panic() {
    let index = sample();
    let files = encode(&index);
    let mut random = Random(0xF1A7);
    let query = parse_while_typing("\"culture of execution\" crepes grandmohter P&L manag").0;
    for part in index.parts() {
        let sealed = split(&files[&part_name(part)]).unwrap();
        let body = miniz_oxide::inflate::decompress_to_vec(sealed.payload).unwrap();
        assert_eq!(body.len(), sealed.inflated_len);
        for round in 0..3_000 {
            let mut damaged = body[4..].to_vec();
            for _ in 0..=random.below(4) {
                let at = random.below(damaged.len());
                damaged[at] = u8::try_from(random.below(256)).unwrap();
            }
            if round % 3 == 0 {
                damaged.truncate(random.below(damaged.len()));
            }
            let sum =
                damaged.iter().fold(0x811C_9DC5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
            let whole = [&sum.to_le_bytes()[..], &damaged].concat();
            let Ok(data) = decode_part(part, &whole) else { continue };
            let mut odd = index.clone();
            odd.put(part, data);
            // Whatever it says now, asking ends.
            assert!(ask(&odd, &query, &Request::default()).is_ok());
            assert!(ask(&odd, &parse("").0, &Request::default()).is_ok());
        }
    }
}

#[test]
fn foreign_newer_and_misplaced_files_are_told_apart() {
    let index = sample();
    let files = encode(&index);
    let words = &files["words/0.bin"];
    assert_eq!(split(words).unwrap().kind, Kind::Dictionary);
    assert_eq!(split(b"<!doctype html><title>Not found</title>"), Err(WireError::Foreign));
    assert_eq!(read_head(b"<!doctype html>"), Err(WireError::Foreign));
    assert_eq!(read_head(b"{ \"answers\": 20 }"), Err(WireError::Foreign));
    assert_eq!(read_part(Part::Documents(0), words), Err(WireError::Misplaced));
    assert_eq!(read_part(Part::Dictionary(1), words), Err(WireError::Misplaced));
    let mut newer = words.clone();
    newer[5] += 1;
    assert_eq!(split(&newer), Err(WireError::OtherVersion(u64::from(newer[5]))));
    let mut newer = files[HEAD_NAME].clone();
    newer[5] = 99;
    assert_eq!(read_head(&newer), Err(WireError::OtherVersion(99)));
    assert_eq!(read_head(words), Err(WireError::Misplaced));
    let mut huge = words.clone();
    huge[6..10].copy_from_slice(&[0xFF; 4]);
    assert_eq!(split(&huge), Err(WireError::Damaged));
    for error in
        [WireError::Foreign, WireError::Truncated, WireError::Damaged, WireError::Misplaced, WireError::OtherVersion(3)]
    {
        assert!(error.to_string().contains("search index"), "{error:?}");
    }
}

#[test]
fn hits_as_public_json() {
    let hits = ask(&sample(), &parse("crepes grandmother").0, &Request::default()).unwrap();
    assert_eq!(
        hits_json(&hits),
        json!([{
            "id": "running-kitchens/crepes",
            "url": "episodes/running-kitchens/crepes/",
            "title": "And the crêpes?",
            "speaker": "emile-oster",
            "snippet": {
                "text": "The crêpes are my grandmother’s. We kept a culture of execution there: flour first, then eggs, then patience.",
                "marks": [[4, 10], [18, 29]],
            },
            "paragraphs": ["c2", "c1"],
            "match": "exact",
        }])
    );
}

/// What a reader fetches for one search of the first interview, stored as it is on disk.
#[test]
fn a_search_of_the_seed_stays_within_its_budget() {
    const BUDGET: usize = 25_000;
    let index = seed();
    let files = encode(&index);
    for query in [
        "\"culture of execution\"",
        "product manager",
        "what is the best way to learn",
        "the",
        "P&L",
        "speaker:jodi-alperstein learn",
        "a",
        "how do you get into product management and lead a team",
    ] {
        let mut fetched = Index::new(read_head(&files[HEAD_NAME]).unwrap());
        let mut bytes = files[HEAD_NAME].len();
        let parsed = parse_while_typing(query).0;
        let hits = loop {
            match ask(&fetched, &parsed, &Request::default()) {
                Ok(hits) => break hits,
                Err(parts) => {
                    for part in parts {
                        let file = &files[&part_name(part)];
                        bytes += file.len();
                        fetched.put(part, read_part(part, file).unwrap());
                    }
                }
            }
        };
        assert!(!hits.hits.is_empty(), "{query:?}");
        assert!(bytes <= BUDGET, "{query:?} fetches {bytes} bytes");
        println!("{query:?}: {bytes} bytes");
    }
}
