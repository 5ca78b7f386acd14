//! Words in so many answers that the index lists only the best of these.

use answerbook::search::{Index, Notice, Request, ask};

use crate::sample::{LAMPS, LAMPS_INDEX, answer, found, index_of, part_data, typed, uncounted};

#[test]
fn frequent_words_are_found_by_their_neighbours() {
    let ask = |query: &str| answer(&LAMPS_INDEX, query, &Request::default());
    let lamp = ask("lamp");
    assert!(lamp.is_truncated && lamp.total >= 1_000 && lamp.total < LAMPS, "{} of {}", lamp.total, lamp.is_truncated);
    let rare = ask("the lamp item1234");
    assert_eq!((rare.hits[0].answer.as_str(), rare.complete, rare.is_truncated), ("a1234", 1, false));
    // All words are in every answer; side by side they are in half of them.
    let neighbours = ask("lamp glows");
    assert_eq!(neighbours.hits.len(), 10);
    assert!(neighbours.hits.iter().all(|hit| hit.answer[1..].parse::<u32>().unwrap().is_multiple_of(2)));
    let absent = ask("\"shelf7 the lamp\"");
    assert_eq!(absent.notices, [Notice::Unquoted("shelf7 the lamp".to_owned())]);
    assert!(
        absent.hits[0].snippet.text.contains("shelf7"),
        "the words of a phrase that stands nowhere are asked for one by one"
    );
    assert_eq!(ask("\"lamp dims and glows beside item5\"").hits[0].answer, "a5");
}

#[test]
fn frequent_words_are_stop_words_beside_others() {
    let full = &*LAMPS_INDEX;
    let mut index = Index::new(full.head().clone());
    let query = typed("lamp item1234");
    let first = ask(&index, &query, &uncounted()).unwrap_err();
    assert_eq!(first.len(), 2, "a shard for the rare word, one for the pair: {first:?}");
    first.iter().for_each(|part| index.put(*part, part_data(full, *part)));
    let then = ask(&index, &query, &uncounted()).unwrap();
    assert_eq!(then.hits[0].answer, "a1234");
    let alone = answer(full, "dims xyzzy", &Request::default());
    assert!(alone.total > 1_000, "if the others are nowhere it is the frequent word after all: {}", alone.total);
    assert_eq!(alone.notices, [Notice::NotFound("xyzzy".to_owned())]);
}

#[test]
fn a_compound_is_not_frequent_because_a_part_of_it_is() {
    let ask = |query: &str| answer(&LAMPS_INDEX, query, &Request::default());
    let hits = ask("item7 zebra-the");
    assert_eq!((hits.complete, &hits.notices[..]), (0, &[Notice::NotFound("zebra-the".to_owned())][..]));
    assert_eq!(found(&ask("lamp-item7")), "a7 |", "its rare part decides");
}

#[test]
fn a_quoted_pair_in_too_many_answers_is_read_in_the_text() {
    let apart = "Lamp and red and lamp and red.";
    let text = |nth: usize| if nth < 5 { apart.to_owned() } else { format!("A red lamp glows beside item{nth}.") };
    let index = index_of((0..3_600).map(text));
    let hits = answer(&index, "\"red lamp\"", &Request::default());
    assert!(hits.hits.len() == 10 && hits.hits.iter().all(|hit| hit.snippet.text.contains("red lamp")), "{hits:?}");
    assert!(matches!(hits.notices[..], [Notice::Unverified(_)]), "{:?}", hits.notices);
}

#[test]
fn the_reader_is_told_if_only_the_best_places_of_a_word_are_known() {
    let rare = "A lamp, and much else besides. ".to_owned() + &"And so it went on for long. ".repeat(40);
    let text = |nth: usize| match nth {
        0 => [&rare, "^p\n\n**Ann:** Was there a lamp, in all that time and with all that was to be done?"].concat(),
        _ => format!("The lamp glows beside item{nth}."),
    };
    let index = index_of((0..2_600).map(text));
    let ask = |query: &str| answer(&index, query, &Request::default());
    let too_common = [Notice::TooCommon("lamp".to_owned())];
    assert_eq!(ask("item7 -lamp").notices, too_common);
    let of_ann = ask("lamp speaker:ann");
    assert_eq!((of_ann.total, of_ann.is_truncated, &of_ann.notices[..]), (0, false, &too_common[..]));
    assert!(ask("lamp").is_truncated && ask("lamp").notices.is_empty());
}
