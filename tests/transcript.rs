//! The rules of the model, as tables of small cases: dates, times, ids, titles, corrections and topics.
//!
//! Not here: how they are written in a file (`source.rs`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use answerbook::source::{print_episode, read_episode, read_site, read_topics};
use answerbook::transcript::{
    Answer, AnswerId, Date, Episode, EpisodeId, Exception, IdLetters, Library, LibraryCorrection, LibraryCorrections,
    Millis, Paragraph, ParagraphId, Piece, SpeakerId, Status, TopicId, fold_words, slug,
};

#[test]
fn dates() {
    let cases = [
        ("2022-03-20", Some("20 March 2022")),
        ("2024-02-29", Some("29 February 2024")),
        ("2000-02-29", Some("29 February 2000")),
        ("0001-01-01", Some("1 January 1")),
        ("9999-12-31", Some("31 December 9999")),
        ("2023-02-29", None),
        ("1900-02-29", None),
        ("2022-04-31", None),
        ("2022-00-10", None),
        ("2022-13-10", None),
        ("2022-01-00", None),
        ("0000-01-01", None),
        ("2022-3-20", None),
        ("20220320", None),
        ("2022-03-20-", None),
        ("+022-03-20", None),
        ("２０２２-03-20", None),
        ("", None),
    ];
    for (text, long) in cases {
        let date = Date::parse(text);
        assert_eq!(date.map(Date::long).as_deref(), long, "{text}");
        assert_eq!(date.map(|date| date.to_string()), long.map(|_| text.to_owned()));
    }
    assert!(Date::parse("2021-12-31") < Date::parse("2022-01-01"));
    assert_eq!(Date::new(2022, 3, 20).map(Date::year), Some(2022));
}

#[test]
fn times() {
    let cases = [
        ("0:00", Some((0, "0:00"))),
        ("12:34", Some((754_000, "12:34"))),
        ("1:02:03", Some((3_723_000, "1:02:03"))),
        ("01:02:03", Some((3_723_000, "1:02:03"))),
        ("75:00", Some((4_500_000, "1:15:00"))),
        ("0:07.25", Some((7_250, "0:07.250"))),
        ("0:07.5", Some((7_500, "0:07.500"))),
        ("0:07.005", Some((7_005, "0:07.005"))),
        ("0:60", None),
        ("1:60:00", None),
        ("1:00:60", None),
        ("12", None),
        (":12", None),
        ("1:2:3:4", None),
        ("0:07.", None),
        ("0:07.1234", None),
        ("0:07,250", None),
        ("-1:00", None),
        ("+1:00", None),
        ("99999:00", None),
        ("", None),
    ];
    for (text, wanted) in cases {
        let millis = Millis::parse(text);
        assert_eq!(millis.map(|it| it.0), wanted.map(|(millis, _)| millis), "{text}");
        assert_eq!(millis.map(|it| it.to_string()).as_deref(), wanted.map(|(_, shown)| shown), "{text}");
        assert_eq!(millis.and_then(|it| Millis::parse(&it.to_string())), millis, "{text}");
    }
}

#[test]
fn ids() {
    for good in ["a", "1", "a-b", "q1zz", "jodi-2", &"a".repeat(80)] {
        assert_eq!(AnswerId::new(good).unwrap().as_str(), good);
    }
    for bad in ["", "-", "a-", "-a", "a--b", "A", "a b", "a_b", "é", "a\n", "a/b", "..", &"a".repeat(81)] {
        let error = ParagraphId::new(bad).unwrap_err();
        assert_eq!(error.found, bad);
        assert!(error.to_string().contains("is no id"), "{error}");
    }
    for good in ["größe", "灯台-2", "क्या", "маяк"] {
        assert_eq!(AnswerId::new(good).unwrap().as_str(), good);
        assert!(ParagraphId::new(good).is_err(), "{good}: a paragraph's id is not made of words");
    }
    for bad in [
        "Größe",
        "gro\u{308}ße",
        "灯台 ",
        "灯\u{200b}台",
        "\u{301}a",
        "a-\u{301}",
        "“a”",
        "ﬀ\u{fe0f}",
        &"語".repeat(27),
    ] {
        assert!(AnswerId::new(bad).is_err(), "{bad}");
    }
    assert!(!SpeakerId::default().is_assigned());
    assert!(SpeakerId::new("a").unwrap().is_assigned());
}

#[test]
fn slugs() {
    let long = format!("{}-b", "a".repeat(70));
    let cases = [
        ("VP & GM?", 6, "vp-gm"),
        ("What’s it’s name", 6, "whats-its-name"),
        ("one two three", 2, "one-two"),
        ("  --  ", 6, ""),
        ("Größe", 6, "grosse"),
        ("Renée D’Exemple", 6, "renee-dexemple"),
        ("Łódź", 6, "lodz"),
        ("маяк", 6, "maiak"),
        ("日本語", 6, "ri-ben-yu"),
        ("한국", 6, "hangug"),
        ("עברית", 6, "bryt"),
        ("★ ♪", 6, ""),
        (&format!("{} b {}", "a".repeat(70), "c".repeat(20)), 6, long.as_str()),
    ];
    check_slugs(&cases, IdLetters::Latin);
}

#[track_caller]
fn check_slugs(cases: &[(&str, usize, &str)], letters: IdLetters) {
    for (text, max_words, wanted) in cases {
        assert_eq!(slug(text, *max_words, letters), *wanted, "{text}");
        assert!(wanted.is_empty() || TopicId::new(wanted).is_ok(), "{wanted}");
    }
}

#[test]
fn slugs_in_the_letters_of_the_text() {
    let twenty = "語".repeat(20);
    let cases = [
        ("VP & GM?", 6, "vp-gm"),
        ("Größe & ÉCOLE", 6, "größe-école"),
        ("Gro\u{308}ße", 6, "größe"),
        ("МАЯК в тумане", 2, "маяк-в"),
        ("灯台は、どこ?", 6, "灯台は-どこ"),
        ("क्या हुआ", 6, "क्या-हुआ"),
        ("한국\u{3164}말", 6, "한국-말"),
        ("\u{300}e o\u{fe0f}k", 6, "e-o-k"),
        ("★ ♪", 6, ""),
        ("Con", 6, "con-1"),
        (&"語".repeat(50), 6, twenty.as_str()),
    ];
    check_slugs(&cases, IdLetters::Native);
}

/// An episode with this body, a host and two guests.
fn episode(front: &str, body: &str) -> Episode {
    let text = format!(
        r#"+++
id = "sample"
title = "Sample"
date = 2022-03-20
publisher = "Sample Publisher"
language = "en"
speakers = [
  {{ id = "host", name = "Host", role = "host" }},
  {{ id = "guest", name = "Guest", role = "guest" }},
  {{ id = "other", name = "Other", role = "guest" }},
]
{front}
+++

{body}"#
    );
    let reading = read_episode(&text, "sample");
    assert_eq!(reading.problems, vec![], "{text}");
    reading.value.unwrap()
}

#[test]
fn titles() {
    let cases = [
        ("Written {#a}", "**Host:** What? ^a", "Written"),
        ("{#a}", "**Host:** What? ^a", "What?"),
        ("{#a}", "**Host:** Thanks. That was fine. And why now? ^a", "And why now?"),
        ("{#a}", "**Host:** Why? How? ^a", "How?"),
        ("{#a}", "**Host:** Why now? I wonder. ^a", "Why now?"),
        ("{#a}", "**Host:** He asked “why?” Then what… but how? ^a", "but how?"),
        ("{#a}", "**Host:** Tell me about it. ^a\n\n**Guest:** Really? ^b", "Tell me about it."),
        ("{#a}", "**Host:** One. ^a\n\nTwo? ^b\n\n**Guest:** No? ^c", "Two?"),
        ("{#a}", "**Guest:** I began. ^a\n\n**Host:** You? ^b", "I began."),
        (
            "{#a}",
            "**Host:** one two three four five six seven eight nine ten eleven twelve ^a",
            "one two three four five six seven eight nine ten eleven twelve",
        ),
        (
            "{#a}",
            "**Host:** one two three four five six seven eight nine ten eleven twelve thirteen ^a",
            "one two three four five six seven eight nine ten eleven twelve…",
        ),
    ];
    for (heading, words, title) in cases {
        let episode = episode("", &format!("## {heading}\n\n{words}\n"));
        assert_eq!(episode.answers[0].title(&episode), title, "{words}");
    }
}

#[test]
fn successive_turns_of_a_speaker_are_one_turn() {
    let mut answer = Answer::untitled();
    for (speaker, text) in [("ann", "a"), ("ann", "b"), ("bo", "c"), ("ann", "d")] {
        let paragraph = Paragraph { id: ParagraphId::default(), start: None, text: text.to_owned() };
        answer.say(&SpeakerId::new(speaker).unwrap(), paragraph);
    }
    let turns = answer.turns.iter().map(|turn| {
        let texts: Vec<&str> = turn.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        format!("{}: {}", turn.speaker, texts.join(" "))
    });
    assert_eq!(turns.collect::<Vec<_>>(), ["ann: a b", "bo: c", "ann: d"]);
}

#[test]
fn prompts_end_where_a_guest_begins() {
    let cases = [
        ("**Host:** a ^a", 1),
        ("**Host:** a ^a\n\n**Guest:** b ^b\n\n**Host:** c ^c", 1),
        ("**Guest:** a ^a\n\n**Host:** b ^b", 0),
    ];
    for (words, wanted) in cases {
        let episode = episode("", &format!("## {{#a}}\n\n{words}\n"));
        assert_eq!(episode.answers[0].prompt_len(&episode), wanted, "{words}");
    }
}

#[test]
fn speakers_have_slots_in_order_of_first_word() {
    let mut episode = episode("", "## {#a}\n\n**Other:** a ^a\n\n**Host:** b ^b\n\n**Other:** c ^c\n");
    episode.set_slots();
    let slot = |id: &str| episode.slot(&SpeakerId::new(id).unwrap());
    assert_eq!((slot("other"), slot("host"), slot("guest")), (0, 1, 2));
    assert_eq!(episode.guests().count(), 2);
    assert!(episode.is_host(&SpeakerId::new("host").unwrap()));
    let nobody = SpeakerId::new("nobody").unwrap();
    assert!(!episode.is_host(&nobody));
    assert_eq!((episode.name_of(&episode.speakers[0].id), episode.name_of(&nobody)), ("Host", "nobody"));
}

#[test]
fn corrections_cut_a_paragraph() {
    let cases = [
        ("", "aaa bb aaa"),
        ("{ at = 'a', heard = 'bb', meant = 'B' }", "aaa [bb→B] aaa"),
        ("{ at = 'a', heard = 'aaa', meant = 'A', occurrence = 2 }", "aaa bb [aaa→A]"),
        (
            "{ at = 'a', heard = 'aaa', meant = 'A', occurrence = 2 }, { at = 'a', heard = 'aaa', meant = 'X' }",
            "[aaa→X] bb [aaa→A]",
        ),
        // Those that do not fit or overlap are passed over, and the text stays whole.
        ("{ at = 'a', heard = 'aaa', meant = 'A', occurrence = 3 }", "aaa bb aaa"),
        ("{ at = 'a', heard = 'ccc', meant = 'A' }", "aaa bb aaa"),
        ("{ at = 'z', heard = 'bb', meant = 'B' }", "aaa bb aaa"),
        ("{ at = 'a', heard = 'a bb', meant = 'B' }, { at = 'a', heard = 'bb a', meant = 'C' }", "aa[a bb→B] aaa"),
        ("{ at = 'a', heard = 'aaa bb aaa', meant = 'all' }", "[aaa bb aaa→all]"),
    ];
    for (corrections, wanted) in cases {
        let front = format!("corrections = [{corrections}]");
        let episode = episode(&front, "## {#a}\n\n**Host:** aaa bb aaa ^a\n");
        let paragraph = episode.paragraphs().next().unwrap();
        let pieces = episode.reading(paragraph);
        assert_eq!(shown(&episode), wanted, "{corrections}");
        let verbatim = pieces.iter().map(|piece| match piece {
            Piece::Said(said) => *said,
            Piece::Misheard { heard, .. } => *heard,
        });
        assert_eq!(verbatim.collect::<String>(), paragraph.text);
    }
}

/// The text of one paragraph, the corrections of the library as `heard→meant`, and what is read.
#[test]
fn corrections_for_the_library() {
    let cases = [
        ("Jody and Jody, said Jody.", "Jody→Jodi", "[Jody→Jodi] and [Jody→Jodi], said [Jody→Jodi]."),
        // Whole words, with capitals as written.
        ("Jodys jody JODY aJody Jody2 2Jody", "Jody→Jodi", "Jodys jody JODY aJody Jody2 2Jody"),
        ("Jody's “Jody” Jody-like (Jody)", "Jody→J", "[Jody→J]'s “[Jody→J]” [Jody→J]-like ([Jody→J])"),
        ("Jody\u{301} Jody", "Jody→Jodi", "Jody\u{301} [Jody→Jodi]"),
        ("e\u{301}Jody Jody", "Jody→Jodi", "e\u{301}Jody [Jody→Jodi]"),
        ("C++ and C++11", "C++→Rust", "[C++→Rust] and C++11"),
        // Scripts without blanks: the words themselves count, Katakana as long as they are.
        ("我叫王伟明天见", "王伟→王玮", "我叫[王伟→王玮]明天见"),
        ("我用Jody说", "Jody→Jodi", "我用[Jody→Jodi]说"),
        ("ジョディさんとジョディー", "ジョディ→ジョデ", "[ジョディ→ジョデ]さんとジョディー"),
        ("ผมชื่อสมชายครับ", "สมชาย→สมชัย", "ผมชื่อ[สมชาย→สมชัย]ครับ"),
        ("ที่ ท", "ท→ธ", "ที่ [ท→ธ]"),
        // The longest first, whatever their order in the file; then the first in the text.
        ("New York City", "York→Yorck; New York→NY; City→Town", "[New York→NY] [City→Town]"),
        ("one two three four", "one two→12; two three four→234", "one [two three four→234]"),
        ("one two six", "two six→26; one two→12", "[one two→12] six"),
        ("la la la", "la la→lala", "[la la→lala] la"),
        ("ba a a", "a a→aa", "ba [a a→aa]"),
        // A longer one that is no whole word leaves the place to a shorter one.
        ("Ada Fields", "Ada Field→A; Ada→Ida", "[Ada→Ida] Fields"),
        // What one puts there no other changes.
        ("Jody Jodi", "Jody→Jodi; Jodi→Jodie", "[Jody→Jodi] [Jodi→Jodie]"),
    ];
    for (text, corrections, wanted) in cases {
        let episode = episode("", &format!("## {{#a}}\n\n**Host:** {text} ^a\n"));
        let corrections: Vec<LibraryCorrection> = corrections.split("; ").map(library_correction).collect();
        assert_eq!(shown(&with_library_corrections(episode, &corrections)), wanted, "{corrections:?}");
    }
}

#[test]
fn an_episodes_own_corrections_come_before_those_for_the_library() {
    let cases = [
        ("{ at = 'a', heard = 'Jody', meant = 'Judy' }", "[Jody→Judy] and [Jody→Jodi] Fields"),
        ("{ at = 'a', heard = 'Jody', meant = 'Judy', occurrence = 2 }", "[Jody→Jodi] and [Jody→Judy] Fields"),
        ("{ at = 'a', heard = 'Jody Fields', meant = 'Judy Field' }", "[Jody→Jodi] and [Jody Fields→Judy Field]"),
        ("{ at = 'a', heard = 'dy and', meant = 'die und' }", "Jo[dy and→die und] [Jody→Jodi] Fields"),
        ("{ at = 'b', heard = 'Jody', meant = 'Judy' }", "[Jody→Jodi] and [Jody→Jodi] Fields"),
    ];
    for (own, wanted) in cases {
        let body = "## {#a}\n\n**Host:** Jody and Jody Fields ^a\n\nJody ^b\n";
        let episode = episode(&format!("corrections = [{own}]"), body);
        let file = episode.clone();
        let episode = with_library_corrections(episode, &[library_correction("Jody→Jodi")]);
        assert_eq!(shown(&episode), wanted, "{own}");
        // The file of the episode has none of them; what leaves the library has all.
        assert_eq!(print_episode(&episode), print_episode(&file));
        let public = read_episode(&print_episode(&episode.public()), "public").value.unwrap();
        assert_eq!(shown(&public), wanted, "{own}");
    }
}

#[test]
fn exceptions_of_corrections_for_the_library() {
    let cases = [
        ("sample", None, "Jody"),
        ("sample", Some("a"), "Jody"),
        ("sample", Some("b"), "[Jody→Jodi]"),
        ("other", Some("a"), "[Jody→Jodi]"),
        ("other", None, "[Jody→Jodi]"),
    ];
    for (episode_id, paragraph, wanted) in cases {
        let except = Exception {
            episode: EpisodeId::new(episode_id).unwrap(),
            paragraph: paragraph.map(|id| ParagraphId::new(id).unwrap()),
        };
        let correction = LibraryCorrection { except: vec![except], ..library_correction("Jody→Jodi") };
        let episode =
            Episode { id: EpisodeId::new("sample").unwrap(), ..episode("", "## {#a}\n\n**Host:** Jody ^a\n") };
        assert_eq!(shown(&with_library_corrections(episode, &[correction])), wanted, "{episode_id} {paragraph:?}");
    }
}

fn library_correction(text: &str) -> LibraryCorrection {
    let (heard, meant) = text.split_once('→').unwrap();
    LibraryCorrection { heard: heard.to_owned(), meant: meant.to_owned(), except: Vec::new() }
}

fn with_library_corrections(episode: Episode, corrections: &[LibraryCorrection]) -> Episode {
    let library_corrections = LibraryCorrections::new(corrections).places_in(&episode).places;
    Episode { library_corrections, ..episode }
}

/// The first paragraph as it is read.
fn shown(episode: &Episode) -> String {
    let paragraph = episode.paragraphs().next().unwrap();
    let pieces = episode.reading(paragraph);
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Said(said) => (*said).to_owned(),
        Piece::Misheard { heard, meant } => format!("[{heard}→{meant}]"),
    });
    shown.collect()
}

#[test]
fn words_are_folded_for_terms() {
    let cases = [
        ("Go-To-Market", vec!["go", "to", "market"]),
        ("Jodi’s P&L, isn't it?", vec!["jodi", "p&l", "isn't", "it"]),
        ("recruit*", vec!["recruit*"]),
        ("…", vec![]),
    ];
    for (text, words) in cases {
        assert_eq!(fold_words(text), words, "{text}");
    }
}

fn library(episodes: Vec<Episode>) -> Library {
    let site = read_site("title = 'Sample'\npublisher = 'Sample Publisher'\nlanguage = 'en'").value.unwrap();
    let topics = r#"
        [hiring]
        name = "Hiring"
        terms = ["recruit*", "first job"]
        [money]
        name = "Money"
        terms = ["p&l"]
        [careers]
        name = "careers"
    "#;
    Library::new(site, read_topics(topics).value.unwrap(), episodes)
}

#[test]
fn topics_follow_from_words_pins_and_bans() {
    let cases = [
        ("{#a}", "Nothing of note.", ""),
        ("{#a}", "We are recruiting.", "hiring"),
        ("{#a}", "My First Job, then.", "hiring"),
        ("{#a}", "My first real job.", ""),
        ("{#a}", "The PNL.", "money"),
        ("{#a -money}", "The PNL.", ""),
        ("{#a -hiring}", "Recruiters and a P&L.", "money"),
        ("{#a +careers}", "Recruiters.", "careers hiring"),
        ("Recruiting {#a}", "Nothing of note.", "hiring"),
    ];
    for (heading, words, wanted) in cases {
        let front = "corrections = [{ at = 'a', heard = 'PNL', meant = 'P&L' }]";
        let episode = episode(front, &format!("## {heading}\n\n**Host:** {words} ^a\n"));
        assert_eq!(topics_of_first(episode), wanted, "{heading} {words}");
    }
    let own = |heading: &str, words: &str| {
        topics_of_first(episode("topics = ['careers']", &format!("## {heading}\n\n**Host:** {words} ^a\n")))
    };
    assert_eq!(own("{#a}", "Nothing of note."), "careers", "the episode's own where there are none");
    assert_eq!(own("{#a}", "Recruiters."), "hiring", "not the episode's own where there are some");
    assert_eq!(own("{#a -careers}", "Nothing of note."), "", "a ban holds for the episode's own");
}

fn topics_of_first(episode: Episode) -> String {
    let (id, answer) = (episode.id.clone(), episode.answers[0].id.clone());
    let library = library(vec![episode]);
    let topics: Vec<&str> = library.topics_of(&id, &answer).iter().map(TopicId::as_str).collect();
    topics.join(" ")
}

#[test]
fn a_library_is_in_order() {
    let body = "## {#a}\n\n**Host:** a ^a\n\n**Guest:** b ^b\n";
    let with = |id: &str, date: &str, status| {
        let mut episode = episode("", body);
        episode.id = answerbook::transcript::EpisodeId::new(id).unwrap();
        episode.date = Date::parse(date);
        episode.status = status;
        episode
    };
    let mut newest = with("newest", "2023-01-01", Status::Published);
    newest.speakers[0].name = "Host, renamed".to_owned();
    let library = library(vec![
        with("b", "2022-01-01", Status::Published),
        with("draft", "2024-01-01", Status::Draft),
        with("a", "2022-01-01", Status::Published),
        newest,
        with("unlisted", "2025-01-01", Status::Unlisted),
    ]);
    let ids = |episodes: Vec<&Episode>| episodes.iter().map(|it| it.id.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(ids(library.episodes().iter().collect()), "unlisted newest a b");
    assert_eq!(ids(library.listed().collect()), "newest a b");
    assert_eq!(library.entries().count(), 3);
    let first_numbers: Vec<Option<usize>> =
        library.episodes().iter().map(|episode| library.first_number(&episode.id)).collect();
    assert_eq!(first_numbers, [None, Some(0), Some(1), Some(2)], "the unlisted episode has none");
    for episode in library.episodes() {
        let answer = &episode.answers[0];
        assert_eq!(library.title_of(&episode.id, &answer.id), answer.title(episode));
    }
    let topics: Vec<&str> = library.topics().iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(topics, ["careers", "Hiring", "Money"], "by name, case apart");
    let speakers: Vec<String> = library.speakers().into_iter().map(|speaker| speaker.name).collect();
    assert_eq!(speakers, ["Guest", "Host, renamed", "Other"], "as the newest episode names them");
}
