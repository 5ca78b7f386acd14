//! Search through its public surface: queries read, texts folded and marked, and a small library asked. Not the files the
//! index travels in: that is `wire.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use answerbook::search::{
    FacetValue, Head, Hint, Hits, Index, Match, Notice, Part, PartData, Query, Request, Sort, ask, build, find, fold,
    holds, parse, related, utf16_ranges,
};
use answerbook::source::{read_episode, read_topics};
use answerbook::transcript::{Entry, Library, Piece, Site};

fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
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

fn everything() -> Request {
    everything_of(100)
}

fn everything_of(limit: usize) -> Request {
    Request { limit, ..Request::default() }
}

fn search(query: &str) -> Hits {
    search_with(query, &everything())
}

fn search_with(query: &str, request: &Request) -> Hits {
    ask(&build(&library()), &parse(query).0, request).expect("natively every part is there")
}

/// The ids of the answers found: those with all the words, a bar, those with some.
fn found(hits: &Hits) -> String {
    let names: Vec<&str> = hits.hits.iter().map(|hit| hit.answer.as_str()).collect();
    let (complete, partial) = names.split_at(hits.complete);
    [complete.join(" "), partial.join(" ")].join(" | ").trim().to_owned()
}

/// A snippet with its marks in brackets.
fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut text = text.to_owned();
    for mark in marks.iter().rev() {
        text.insert(mark.end, '»');
        text.insert(mark.start, '«');
    }
    text
}

#[test]
fn texts_are_folded() {
    for (text, folded) in [
        ("Culture of Execution", "culture of execution"),
        ("crêpes, Łódź; Größe?", "crepes lodz grosse"),
        ("Émile Øster", "emile oster"),
        ("e\u{301}cole", "ecole"),
        ("Æsop’s œuvre", "aesop oeuvre"),
        ("Twilio’s P&L", "twilio p&l"),
        ("VP & GM", "vp gm"),
        ("We’re, I'm, it's, they'll", "we i it they"),
        ("don’t o'clock 'tis", "dont oclock tis"),
        ("managers' meeting", "managers meeting"),
        ("E-Trade day-to-day", "e trade day to day"),
        ("Node.js, C++ and C#.", "node js c++ and c#"),
        ("3.2 billion, 10,000 of 1.", "3.2 billion 10000 of 1"),
        ("ｆｕｌｌ width", "full width"),
        ("Việt Nam, Ştefan, Čapek", "viet nam stefan capek"),
        ("ΆΣΩΣ", "ασωσ"),
        ("東京は", "東 京 は"),
        ("soft\u{AD}hyphen zero\u{200B}width", "softhyphen zerowidth"),
        ("<b>*bold*</b>", "b bold b"),
        ("", ""),
        ("… — ?!", ""),
    ] {
        assert_eq!(fold(text), folded, "{text:?}");
    }
    assert!(fold(&"x".repeat(10_000)).len() < 100);
}

/// The few ranges that the browser carries, held against the standard library's tables of all scripts.
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
        // Marks on letters are compared by no one; the standard library counts some of them as letters.
        let mark = ('\u{300}'..='\u{36F}').contains(&c);
        assert!(mark || !c.is_alphanumeric() || !folded.is_empty(), "{c:?} {:x}", u32::from(c));
        // The letters of the languages of Africa that pair with letters far away are left alone.
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
fn queries_are_read() {
    for (text, terms, without, filters) in [
        ("culture execution", "culture,execution", "", ""),
        ("\"culture of execution\" why", "culture of execution,why", "", ""),
        ("“culture of execution”", "culture of execution", "", ""),
        ("„Kultur“ «mot juste»", "Kultur,mot juste", "", ""),
        ("team -hiring", "team", "hiring", ""),
        ("team -\"first team\"", "team", "first team", ""),
        ("e-trade", "e-trade", "", ""),
        ("CI/CD", "CI,CD", "", ""),
        ("P&L", "P&L", "", ""),
        ("speaker:nora-vale budget", "budget", "", "s=nora-vale"),
        ("Speaker:\"Nora Vale\"", "", "", "s=Nora Vale"),
        ("topic:money topic:people", "", "", "t=money t=people"),
        ("episode:“Running kitchens” sauce", "sauce", "", "e=Running kitchens"),
        ("speakers:x", "speakers,x", "", ""),
        ("same same Same", "Same", "", ""),
        ("\t two \n words ", "two,words", "", ""),
    ] {
        let (query, hints) = parse(text);
        assert_eq!(query.terms().collect::<Vec<_>>().join(","), terms, "{text:?}");
        assert_eq!(query.excluded().collect::<Vec<_>>().join(","), without, "{text:?}");
        let named = |key: &str, values: &[String]| values.iter().map(|v| format!("{key}={v}")).collect::<Vec<_>>();
        let all = [named("s", &query.speakers), named("t", &query.topics), named("e", &query.episodes)].concat();
        assert_eq!(all.join(" "), filters, "{text:?}");
        assert_eq!(hints, [], "{text:?}");
    }
}

#[test]
fn what_cannot_be_read_is_searched_as_words_with_a_hint() {
    for (text, terms, hint) in [
        ("\"culture of", "culture,of", Hint::UnbalancedQuote),
        ("culture \"", "culture", Hint::UnbalancedQuote),
        ("speaker: budget", "speaker,budget", Hint::EmptyFilter("speaker".to_owned())),
        ("topic:\"\" x", "topic,x", Hint::EmptyFilter("topic".to_owned())),
        ("speaker:\"nora budget", "budget", Hint::UnbalancedQuote),
        ("- team", "team", Hint::LoneMinus),
        ("team -", "team", Hint::LoneMinus),
        ("-speaker:nora", "speaker,nora", Hint::NegatedFilter("speaker".to_owned())),
    ] {
        let (query, hints) = parse(text);
        assert_eq!(query.terms().collect::<Vec<_>>().join(","), terms, "{text:?}");
        assert_eq!(hints, [hint], "{text:?}");
        assert!(!hints[0].sentence().is_empty());
    }
    let long: Vec<String> = (0..500).map(|nth| format!("word{nth}")).collect();
    let (query, hints) = parse(&long.join(" "));
    assert_eq!((query.terms().count(), hints), (24, vec![Hint::TooLong]));
    // Nor is one of them a beginning because a later word is still being typed.
    let text = [&long[..24].join(" "), " numb zzz"].concat();
    let marks = find(&parse_while_typing(&text).0, "word2 numbers");
    assert_eq!(marked("word2 numbers", &marks), "«word2» numbers");
    // Without a blank in it a text is as long.
    for endless in [long.join("-"), ('\u{4E00}'..='\u{9FFF}').collect()] {
        let (query, hints) = parse_while_typing(&endless);
        assert_eq!(hints, [Hint::TooLong]);
        let shards = ask(&Index::new(many_shards()), &query, &Request::default()).unwrap_err();
        assert!(shards.len() <= 40, "{} files", shards.len());
    }
}

/// The head of a library whose dictionary is in very many shards.
fn many_shards() -> Head {
    let starts = std::iter::once(String::new()).chain((0..500).map(|nth| format!("word{nth:03}")));
    let han = ('\u{4E00}'..='\u{9FFF}').map(String::from);
    Head { answers: 1_000, starts: starts.chain(han).collect(), ..Head::default() }
}

#[test]
fn answers_are_found() {
    for (query, expected) in [
        // All the words first, then some; a word nobody says leaves only the latter.
        ("crêpes", "crepes |"),
        ("CREPES", "crepes |"),
        ("budget revenue", "budget |"),
        ("culture patience", "crepes | leaving hiring"),
        ("culture zzz", "| leaving crepes"),
        ("zzz", "|"),
        // Inflection by the language's stemmer; the very form first.
        ("manage", "budget hiring |"),
        ("managed", "hiring budget |"),
        ("hires", "hiring |"),
        ("buch", "buecher |"),
        ("bücher", "buecher |"),
        ("strassen", "buecher |"),
        // Compounds by their parts and as one.
        ("e-trade", "e-trade |"),
        ("etrade", "e-trade |"),
        ("e trade", "e-trade | long leaving"),
        ("\"e trade was small\"", "e-trade |"),
        ("\"etrade was small\"", "e-trade |"),
        ("daytoday", "hiring |"),
        ("nodejs", "e-trade |"),
        ("c++", "e-trade |"),
        ("3.2", "e-trade |"),
        // Heard and meant, as words and in phrases.
        ("pnl", "budget |"),
        ("P&L", "budget |"),
        ("\"accountability for the P&L\"", "budget |"),
        ("\"accountability for the PNL\"", "budget |"),
        ("\"the sauce burns\"", "budget |"),
        ("\"the source burns, the\"", "budget |"),
        ("\"PNL P&L\"", "|"),
        // Phrases: these very words in a row, of one voice; titles count.
        ("\"culture of execution\"", "crepes |"),
        ("\"execution culture\"", "|"),
        ("\"culture of executions\"", "|"),
        ("\"managing\"", "hiring |"),
        ("\"manages\"", "|"),
        ("\"how teams are hired\"", "hiring |"),
        ("\"does when the\"", "|"),
        ("\"culture of execution\" flour", "crepes |"),
        ("\"culture of execution\" zzz", "| crepes"),
        ("\"first, then eggs\"", "crepes |"),
        // Without.
        ("execution -flour", "leaving |"),
        ("execution -\"culture of execution\"", "leaving |"),
        ("execution -\"of culture\"", "crepes leaving |"),
        ("culture -execution", "|"),
        ("-nora -e", "|"),
        // Names and titles are words too.
        ("čapek", "buecher tokyo |"),
        ("oster", "budget crepes |"),
        // Scripts that set no blanks.
        ("東京", "tokyo buecher |"),
        ("京", "tokyo buecher |"),
        ("東京都", "tokyo |"),
        ("\"都の夏\"", "tokyo |"),
        ("東夏", "|"),
        ("ภาษา", "tokyo |"),
        ("קרוב", "tokyo |"),
        ("fett", "tokyo |"),
        // A form the library does not hold, by the table of endings.
        ("kitchened", "budget leaving crepes hiring |"),
    ] {
        assert_eq!(found(&search(query)), expected, "{query:?}");
    }
}

#[test]
fn the_last_word_is_a_beginning_while_typing() {
    let index = build(&library());
    for (query, expected) in [
        ("crê", "crepes |"),
        ("crê ", "|"),
        ("crepes pati", "crepes | hiring"),
        ("cr pati", "| crepes hiring"),
        ("e-tr", "e-trade |"),
        ("\"cult", "leaving crepes |"),
        ("patience -fl", "crepes hiring |"),
        ("manag", "hiring budget |"),
    ] {
        let hits = ask(&index, &parse_while_typing(query).0, &everything()).unwrap();
        assert_eq!(found(&hits), expected, "{query:?}");
    }
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
    for (query, expected) in [
        ("speaker:ada-quist execution", "leaving crepes |"),
        ("speaker:emile-oster execution", "crepes |"),
        ("speaker:emile-oster \"culture of execution\"", "crepes |"),
        ("speaker:ada-quist \"culture of execution\"", "|"),
        ("speaker:nora-vale culture", "|"),
        // Both words, but each by another.
        ("speaker:emile-oster easy execution", "| crepes"),
        ("speaker:emile-oster speaker:ada-quist easy flour", "| crepes"),
        // Titles and names are nobody's words.
        ("speaker:emile-oster kitchens", "|"),
        ("speaker:ada-quist \"how teams are hired\"", "|"),
        // What another says does not exclude.
        ("speaker:ada-quist execution -flour", "leaving crepes |"),
        ("speaker:emile-oster execution -flour", "|"),
        // With no words: where they speak.
        ("speaker:emile-oster", "budget crepes |"),
        ("speaker:\"émile oster\"", "budget crepes |"),
        ("speaker:EMILE-OSTER topic:money", "budget |"),
        ("episode:trading-floor topic:money", "|"),
        ("episode:trading-floor episode:other-scripts nora", "e-trade leaving long buecher tokyo |"),
    ] {
        let hits = search(query);
        assert_eq!(found(&hits), expected, "{query:?}");
        let alone = ["speaker:emile-oster", "speaker:ada-quist"].map(|filter| query.matches(filter).count());
        for hit in &hits.hits {
            let speaker = hit.speaker.as_ref().map(|speaker| speaker.id.as_str());
            match alone {
                [1, 0] => assert_eq!(speaker, Some("emile-oster"), "{query:?}"),
                [0, 1] => assert_eq!(speaker, Some("ada-quist"), "{query:?}"),
                _ => assert!(speaker.is_some(), "{query:?}"),
            }
        }
    }
}

#[test]
fn unknown_values_and_words_are_told() {
    let hits = search("speaker:nobody topic:money budget");
    assert_eq!(hits.notices, [Notice::UnknownValue("speaker", "nobody".to_owned())]);
    assert_eq!(found(&hits), "budget |");
    let request = Request { episodes: vec!["gone".to_owned()], ..everything() };
    assert_eq!(search_with("", &request).notices, [Notice::UnknownValue("episode", "gone".to_owned())]);
    let hits = search("culture zzz");
    assert_eq!(hits.notices, [Notice::NotFound("zzz".to_owned())]);
    assert_eq!(hits.notices[0].sentence(), "No answer holds “zzz”");
}

#[test]
fn order_and_pages() {
    let all = "budget crepes hiring e-trade leaving long buecher tokyo |";
    assert_eq!(found(&search("")), all, "no words: newest first");
    let by_date = Request { sort: Sort::Date, ..everything() };
    assert_eq!(found(&search_with("managed", &by_date)), "budget hiring |");
    assert_eq!(found(&search_with("culture patience", &by_date)), "crepes | hiring leaving");
    let page = Request { offset: 3, limit: 2, ..Request::default() };
    let hits = search_with("", &page);
    assert_eq!((hits.total, hits.hits.len(), hits.hits[0].answer.as_str()), (8, 2, "e-trade"));
    let beyond = Request { offset: 100, ..Request::default() };
    assert_eq!(search_with("nora", &beyond).hits, []);
}

#[test]
fn cards() {
    let hit = |query: &str| search(query).hits.into_iter().next().unwrap();
    let shown = |query: &str| {
        let snippet = hit(query).snippet;
        marked(&snippet.text, &snippet.marks)
    };
    assert_eq!(shown("pnl"), "I hold the accountability for the «PNL» [P&L], and nobody else does.");
    assert_eq!(shown("P&L"), "I hold the accountability for the PNL [«P&L»], and nobody else does.");
    assert_eq!(
        shown("\"accountability for the P&L\""),
        "I hold the «accountability for the» PNL [«P&L»], and nobody else does."
    );
    assert_eq!(shown("topic:money nobody"), "I hold the accountability for the PNL [P&L], and «nobody» else does.");
    assert_eq!(shown("grandmother"), {
        "The crêpes are my «grandmother»’s. We kept a culture of execution there: flour first, then eggs, then patience."
    });
    assert_eq!(shown("episode:trading-floor etrade"), {
        "«E-Trade» was small. I wrote C++ by day and Node.js by night, and it cost 3.2 billion in the end."
    });
    assert_eq!(
        shown("speaker:emile-oster topic:money"),
        "I hold the accountability for the PNL [P&L], and nobody else does."
    );
    let budget = hit("budget revenue");
    assert_eq!((budget.episode.as_str(), budget.episode_title.as_str()), ("running-kitchens", "Running kitchens"));
    assert_eq!(budget.date.to_string(), "2024-05-02");
    assert_eq!(budget.title, "Who looks after the budget in a kitchen as large as yours?");
    assert_eq!(budget.paragraphs, ["b3", "b1"], "guests first among equals");
    let speaker = budget.speaker.unwrap();
    assert_eq!((speaker.id.as_str(), speaker.name.as_str(), speaker.slot), ("emile-oster", "Émile Øster", 1));
    assert_eq!(budget.topics.iter().map(|topic| topic.name.as_str()).collect::<Vec<_>>(), ["Money", "People"]);
}

#[test]
fn long_paragraphs_are_cut_between_words() {
    let hits = search("rhubarb");
    assert_eq!(hits.hits[0].paragraphs, ["v2", "v3"]);
    for query in ["rhubarb", "rhubarb tart", "letter", "cost", "weather snow", "nora"] {
        let hit = search(query).hits.into_iter().find(|hit| hit.answer == "long").unwrap();
        let text = &hit.snippet.text;
        let chars = text.chars().count();
        assert!((180..=282).contains(&chars), "{query:?}: {chars}");
        let inner = text.trim_matches('…');
        let whole = "It begins with a letter that never arrived, in a winter when the trams did not run and the whole city walked to work with its collar up, and every one of us on the floor had learned to read the weather by the colour of the pavement outside. By noon the snow had closed the bridges, and somebody found a rhubarb tart in the drawer of a desk that had been empty since spring. We ate it standing, and I decided then that I would rather cook than trade, whatever it would cost me.";
        let at = whole.find(inner).unwrap_or_else(|| panic!("{query:?}: {inner:?} is no stretch of the paragraph"));
        assert_eq!(text.starts_with('…'), at > 0, "{query:?}");
        assert_eq!(text.ends_with('…'), at + inner.len() < whole.len(), "{query:?}");
        assert!(at == 0 || whole[..at].ends_with(' '), "{query:?}");
        assert!(at + inner.len() == whole.len() || whole[at + inner.len()..].starts_with(' '), "{query:?}");
        let marks: Vec<&str> = hit.snippet.marks.iter().map(|mark| &text[mark.clone()]).collect();
        let expected: Vec<&str> = if query == "nora" { vec![] } else { query.split(' ').collect() };
        assert_eq!(marks, expected, "{query:?}");
    }
}

#[test]
fn facet_counts_are_what_choosing_would_give() {
    let library = library();
    let index = build(&library);
    let queries =
        ["", "execution", "culture patience", "\"culture of execution\"", "nora -flour", "manage team", "the"];
    let none: Vec<String> = Vec::new();
    let one = |id: &str| vec![id.to_owned()];
    for query in queries.map(|query| parse(query).0) {
        for (speakers, topics, episodes) in [
            (none.clone(), none.clone(), none.clone()),
            (one("ada-quist"), none.clone(), none.clone()),
            (one("nora-vale"), one("people"), none.clone()),
            (vec!["ada-quist".to_owned(), "jo".to_owned()], none.clone(), one("trading-floor")),
            (none.clone(), one("money"), one("running-kitchens")),
        ] {
            let request = Request { speakers, topics, episodes, ..everything() };
            let facets = ask(&index, &query, &request).unwrap().facets.unwrap();
            let with = |change: &dyn Fn(&mut Request)| {
                let mut changed = request.clone();
                change(&mut changed);
                let hits = ask(&index, &query, &changed).unwrap();
                (hits.complete, hits.total - hits.complete)
            };
            let check = |values: &[FacetValue], chosen: &[String], change: &dyn Fn(&mut Request, String)| {
                for value in values {
                    let counted = (value.count, value.partial);
                    assert_eq!(counted, with(&|request| change(request, value.id.clone())), "{value:?} in {request:?}");
                    assert_eq!(value.selected, chosen.contains(&value.id));
                }
            };
            assert_eq!((facets[Facet::Speaker].len(), facets[Facet::Topic].len(), facets[Facet::Episode].len()), (4, 2, 3));
            check(&facets[Facet::Speaker], &request.speakers, &|request, id| request.speakers = vec![id]);
            check(&facets[Facet::Topic], &request.topics, &|request, id| request.topics = vec![id]);
            check(&facets[Facet::Episode], &request.episodes, &|request, id| request.episodes = vec![id]);
        }
    }
}

#[test]
fn parts_are_asked_for_in_two_rounds() {
    let full = build(&library());
    for (query, counts) in
        [("execution", true), ("execution", false), ("\"culture of execution\"", true), ("", true), ("zz", false)]
    {
        let query = parse_while_typing(query).0;
        let request = Request { counts, ..everything() };
        let (hits, rounds, asked) = in_rounds(&full, &[], &query, &request);
        assert!(rounds <= 2, "{rounds}");
        assert_eq!(asked.contains(&Part::Facets(0)), counts);
        assert_eq!(hits, ask(&full, &query, &request).unwrap());
    }
}

/// Asks an index that is whole of one of which these parts are there at first: the hits, how often parts were missing, and which.
fn in_rounds(full: &Index, there: &[Part], query: &Query, request: &Request) -> (Hits, usize, BTreeSet<Part>) {
    let mut index = Index::new(full.head().clone());
    there.iter().for_each(|part| index.put(*part, data(full, *part)));
    let mut asked = BTreeSet::new();
    let mut rounds = 0;
    let hits = answered(full, &mut index, query, request, |parts| {
        rounds += 1;
        parts.iter().for_each(|part| assert!(asked.insert(*part), "{part:?} was asked for twice"));
        parts
    });
    (hits, rounds, asked)
}

/// Asks an index that is whole of one that lacks parts, until there is an answer: of those missing it gets the ones that `taken`
/// takes.
fn answered(
    full: &Index,
    index: &mut Index,
    query: &Query,
    request: &Request,
    mut taken: impl FnMut(Vec<Part>) -> Vec<Part>,
) -> Hits {
    loop {
        match ask(index, query, request) {
            Ok(hits) => return hits,
            Err(parts) => {
                assert!(!parts.is_empty());
                taken(parts).into_iter().for_each(|part| index.put(part, data(full, part)));
            }
        }
    }
}

#[test]
fn with_the_vocabulary_there_a_word_nobody_says_takes_two_rounds() {
    let nouns = ["lamp", "lantern", "candle", "torch", "beacon", "headlight", "firefly", "win32"];
    let full = index_of((0..400).map(|nth| {
        let (noun, colour) = (nouns[nth % nouns.len()], ["green", "amber", "blue", "red", "white"][nth % 5]);
        let shelf = if nth % 50 == 0 { "a shelf, " } else { "" };
        format!("The {colour} {noun} on {shelf}shelf{nth} is dim{nth} beside {noun}bearer{}.", nth / 3)
    }));
    assert!(full.head().dictionary_shards() > 8, "{} shards", full.head().dictionary_shards());
    let vocabulary = full.vocabulary().unwrap();
    assert!(vocabulary.words().any(|word| word == "lamp") && vocabulary.words().all(|word| word != "win32"));
    let request = Request { count_facets: false, ..Request::default() };
    // One letter wrong; an inflection of what is said; both beside other words; and what begins nothing but a form with digits.
    for (query, typing, unknown) in [
        ("lantren", false, true),
        ("candles", false, true),
        ("amber lantren", false, true),
        ("amber lantren", true, true),
        ("shelf8 kandle", true, true),
        ("shelf8 candles headligth", false, true),
        ("amber shelfing", true, true),
        ("amber shelfing", false, true),
        ("win", true, false),
        ("xyzzyplugh", false, true),
        ("lamp", false, false),
    ] {
        let (query, _) = parse(query, typing);
        let (hits, _, asked) = in_rounds(&full, &[], &query, &request);
        assert_eq!(hits, ask(&full, &query, &request).unwrap());
        assert_eq!(asked.contains(&Part::Vocabulary), unknown, "{asked:?}");
        let (same, rounds, asked) = in_rounds(&full, &[Part::Vocabulary], &query, &request);
        assert_eq!(same, hits);
        let texts = usize::from(asked.iter().any(|part| matches!(part, Part::Documents(_))));
        assert!(rounds <= 1 + texts, "{rounds} rounds for {asked:?}");
    }
}

fn data(index: &Index, part: Part) -> PartData {
    match part {
        Part::Dictionary(nth) => PartData::Dictionary(index.dictionary(nth).unwrap().clone()),
        Part::Documents(nth) => PartData::Documents(index.documents(nth).unwrap().clone()),
        Part::Bigrams(nth) => PartData::Bigrams(index.bigrams(nth).unwrap().clone()),
        Part::Vocabulary => PartData::Vocabulary(index.vocabulary().unwrap().clone()),
        Part::FacetNames => PartData::FacetNames(index.names().unwrap().clone()),
        Part::Facets(nth) => PartData::Facets(index.facets(nth).unwrap().clone()),
    }
}

#[test]
fn words_are_marked_in_plain_text() {
    for (query, typing, text, expected) in [
        ("culture", false, "A Culture, our culture’s.", "A «Culture», our «culture»’s."),
        ("manage", false, "managing, managed; a manger", "«managing», «managed»; a manger"),
        ("company", false, "Two companies", "Two «companies»"),
        ("\"company\"", false, "Two companies, one company", "Two companies, one «company»"),
        ("man", true, "A manager, human", "A «manager», human"),
        ("man ", true, "A manager", "A manager"),
        ("\"of execution\"", false, "culture of execution, of an execution", "culture «of execution», of an execution"),
        ("etrade", false, "at E-Trade or etrade", "at «E-Trade» or «etrade»"),
        ("e-trade", false, "E-Trade, e trade", "«E-Trade», «e trade»"),
        ("crepes", false, "crêpes!", "«crêpes»!"),
        ("東京都", false, "は東京都の", "は«東京都»の"),
        ("a -b", false, "a b", "«a» b"),
        ("speaker:a", false, "a speaker", "a speaker"),
        ("p&l", false, "the P&L.", "the «P&L»."),
        ("x", false, "", ""),
    ] {
        let marks = find(&parse(query, typing).0, text);
        assert_eq!(marked(text, &marks), expected, "{query:?} in {text:?}");
    }
}

#[test]
fn a_text_holds_all_that_is_sought() {
    for (query, text, expected) in [
        ("culture execution", "Execution eats cultures", true),
        ("culture execution", "A culture", false),
        ("\"culture of execution\"", "a culture of execution", true),
        ("\"culture of execution\"", "execution of a culture", false),
        ("culture -execution", "a culture", true),
        ("culture -execution", "a culture of execution", false),
        ("-\"of execution\"", "execution of it", true),
    ] {
        assert_eq!(holds(&parse(query).0, text), expected, "{query:?} in {text:?}");
    }
}

#[test]
fn marks_in_utf16() {
    let text = "😀 crêpes 東京";
    let marks = find(&parse("crepes 東京").0, text);
    assert_eq!(utf16_ranges(text, &marks), [[3, 9], [10, 12]]);
    assert_eq!(utf16_ranges("é", &[0..2, 1..2, 0..9]), [[0, 1], [1, 1], [0, 1]]);
}

#[test]
fn bad_queries_give_sensible_results() {
    let index = build(&library());
    let long_word = "x".repeat(10_000);
    let many_words = "word ".repeat(2_000);
    let dashes = "a-".repeat(5_000);
    let quotes = "\"a ".repeat(3_333);
    let han = "東京".repeat(5_000);
    let quoted_han = format!("\"{han}\"");
    let mixed = "-\"speaker:\"-topic:".repeat(600);
    for query in [
        long_word.as_str(),
        &many_words,
        &dashes,
        &quotes,
        &han,
        &quoted_han,
        &mixed,
        "",
        " ",
        "\t\n",
        "...?!",
        "\"\"",
        "\"",
        "“",
        "-",
        "--",
        "-\"",
        "-\"\"",
        "\"-\"",
        ":",
        "speaker:",
        "speaker:\"",
        "topic:::",
        "the of and",
        "(a|b)*+?[^x]{2}\\d$",
        "😀",
        "👩‍👩‍👧‍👦",
        "e\u{301}",
        "\u{301}",
        "\u{0}\u{1}\u{7f}",
        "\u{202e}abc\u{202c}",
        "مرحبا بالعالم",
        "שלום",
        "<script>alert(1)</script>",
        "%00",
        "../..",
        "'",
        "’’’",
        "&&&",
        "a&",
        "&a",
        "1,,,2",
        "..",
        "ﬁ",
        "İ",
        "ß",
        "\u{fffd}",
        "-é-",
        "C#####",
        "++",
    ] {
        for typing in [false, true] {
            let (query, _) = parse(query, typing);
            let hits = ask(&index, &query, &Request::default()).unwrap();
            assert!(hits.complete <= hits.total && hits.hits.len() <= 10);
            for hit in &hits.hits {
                for mark in &hit.snippet.marks {
                    assert!(hit.snippet.text.get(mark.clone()).is_some());
                }
            }
            find(&query, "Any text “at” all 東京, 😀 e-trade");
        }
    }
    assert_eq!(found(&ask(&index, &parse("(crepes|x)*").0, &everything()).unwrap()), "| crepes");
    assert_eq!(found(&search("of the")), "long crepes leaving e-trade |", "words that say little are words");
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
fn slips_and_mishearings_are_forgiven_where_the_word_is_unknown() {
    for (query, answer, matched) in [
        ("grandmothxr", "crepes", MatchReason::Typo),
        ("randmother", "crepes", MatchReason::Typo),
        ("flxur", "crepes", MatchReason::Typo),
        ("ebsy", "crepes", MatchReason::Typo),
        ("grandmohter", "crepes", MatchReason::SoundsLike),
        ("acountabillity", "budget", MatchReason::SoundsLike),
        ("revenoo", "budget", MatchReason::SoundsLike),
        ("eggz", "crepes", MatchReason::SoundsLike),
        ("eksecution grandmother", "crepes", MatchReason::SoundsLike),
        ("grandmother", "crepes", MatchReason::Exact),
    ] {
        let hits = search(query);
        let first = hits.hits.first().unwrap_or_else(|| panic!("{query:?} finds nothing"));
        assert_eq!((first.answer.as_str(), first.reason, first.complete), (answer, matched, true), "{query:?}");
        let without = search_with(query, &Request { fuzzy: false, ..everything() });
        let complete = without.hits.iter().any(|hit| hit.complete);
        assert_eq!(complete, matched == MatchReason::Exact, "{query:?} with guessing off");
    }
    // What the library holds is not guessed at, nor is what is quoted or too short.
    assert_eq!(found(&search("source")), "budget |");
    for query in ["\"grandmothxr\"", "eqs", "xyzzyplugh"] {
        assert_eq!(search(query).total, 0, "{query:?}");
    }
    assert_eq!(
        marked(&search("grandmothxr").hits[0].snippet.text, &search("grandmothxr").hits[0].snippet.marks)
            .matches("«grandmother")
            .count(),
        1
    );
}

#[test]
fn a_word_is_found_by_what_is_said_of_it_in_the_language_of_the_episode() {
    let said = ["Die Häuser standen an den Straßen.", "Die Bücher sind schnellere.", "Kinder saßen auf den Brücken."];
    let index = index_in("de", said.map(str::to_owned), Vec::new(), "");
    for (query, answer) in
        [("Haus", "a0"), ("Straße", "a0"), ("Buch", "a1"), ("schnell", "a1"), ("Kind", "a2"), ("Brücke", "a2")]
    {
        let request = Request { fuzzy: false, ..everything() };
        let hits = ask(&index, &parse(query).0, &request).unwrap();
        assert_eq!(found(&hits), format!("{answer} |"), "{query}");
        assert_eq!(hits.hits[0].reason, MatchReason::Exact, "{query}");
        assert!(!hits.hits[0].snippet.marks.is_empty(), "{query}");
        let (again, rounds, _) = in_rounds(&index, &[Part::Vocabulary], &parse(query).0, &request);
        assert_eq!((again, rounds <= 2), (hits, true), "{query}");
    }
}

#[test]
fn without_guesses_there_are_no_other_answers() {
    let answer = |nth: usize| match nth {
        7 => "The lamp dims and is promethean.".to_owned(),
        _ => format!("The lamp {} beside item{nth}.", if nth.is_multiple_of(2) { "glows" } else { "dims" }),
    };
    let index = index_of((0..LAMPS).map(answer));
    let asked = |query: &str, guess| {
        let request = Request { guess, limit: LAMPS, ..Request::default() };
        let hits = ask(&index, &parse(query).0, &request).unwrap();
        hits.hits.into_iter().map(|hit| hit.answer).collect::<BTreeSet<_>>()
    };
    assert_eq!(asked("dims promethaen", true), BTreeSet::from(["a7".to_owned()]));
    assert!(asked("dims promethaen", false).is_empty());
    let nowhere = asked("dims xyzzyplugh", true);
    assert!(nowhere.len() > 1_000 && nowhere == asked("dims xyzzyplugh", false), "{}", nowhere.len());
}

#[test]
fn the_nearest_guess_comes_first() {
    let index = index_of(["We were relieved.", "It was received."].map(str::to_owned));
    let hits = ask(&index, &parse("recieved").0, &everything()).unwrap();
    assert_eq!(found(&hits), "a1 a0 |");
}

#[test]
fn one_slip_anywhere_in_a_word_is_forgiven() {
    let words = ["accommodation", "lampshade", "bookkeeper", "почемучка", "grosse"];
    let index = index_of(words.iter().map(|word| format!("They said {word} there.")));
    for (nth, word) in words.iter().enumerate() {
        let letters: Vec<char> = word.chars().collect();
        for (at, other) in (0..letters.len()).flat_map(|at| ['a', 'o', 'z', 'ж'].map(|other| (at, other))) {
            let (mut put, mut left, mut swapped, mut added) =
                (letters.clone(), letters.clone(), letters.clone(), letters.clone());
            put[at] = other;
            left.remove(at);
            swapped.swap(at, (at + 1).min(letters.len() - 1));
            added.insert(at, other);
            for slip in [put, left, swapped, added].map(String::from_iter) {
                let hits = ask(&index, &parse(&slip).0, &Request::default()).unwrap();
                assert_eq!(hits.hits.first().map(|hit| hit.answer.as_str()), Some(&*format!("a{nth}")), "{slip}");
            }
        }
    }
}

#[test]
fn a_short_word_that_ends_like_an_inflection_may_be_a_slip_too() {
    let index = index_of(["The prop is red.", "A pro is blue.", "Some gem is green."].map(str::to_owned));
    let found = |query: &str, guess: bool| {
        let request = Request { guess, ..Request::default() };
        let hits = ask(&index, &parse(query).0, &request).unwrap().hits;
        hits.iter().map(|hit| (hit.answer.clone(), hit.reason)).collect::<Vec<_>>()
    };
    let (prop, pro, gem) =
        (("a0".to_owned(), MatchReason::Typo), ("a1".to_owned(), MatchReason::Exact), ("a2".to_owned(), MatchReason::SoundsLike));
    assert_eq!(found("proy", true), [pro.clone(), prop]);
    assert_eq!(found("proy", false), [pro]);
    assert_eq!(found("gemm", true), [gem], "words of three letters are meant");
    assert_eq!(found("gemm", false), []);
}

#[test]
fn spellings_count_as_the_same() {
    let lists = [vec!["P&L", "profit and loss"], vec!["first team", "A-team"], vec!["two", "2"]];
    let lists = lists.map(|list| list.into_iter().map(str::to_owned).collect()).to_vec();
    let index = build(&library().with_synonyms(lists));
    for (query, answer, matched) in [
        ("profit and loss", "budget", MatchReason::SameTerm),
        ("P&L", "budget", MatchReason::Exact),
        ("A-team", "hiring", MatchReason::SameTerm),
        ("2 people", "hiring", MatchReason::SameTerm),
    ] {
        let hits = ask(&index, &parse(query).0, &everything()).unwrap();
        let first = hits.hits.first().unwrap_or_else(|| panic!("{query:?} finds nothing"));
        assert_eq!((first.answer.as_str(), first.reason), (answer, matched), "{query:?}");
    }
    for (query, shown) in [("P&L", "PNL [«P&L»]"), ("profit and loss", "PNL [«P&L»]"), ("A-team", "«first team»")]
    {
        let hits = ask(&index, &parse(query).0, &everything()).unwrap();
        let hit = &hits.hits[0];
        let snippet = marked(&hit.snippet.text, &hit.snippet.marks);
        assert!(snippet.contains(shown) && !hit.paragraphs.is_empty(), "{query}: {snippet}");
    }
    let lists = vec![vec!["B2B".to_owned(), "business to business".to_owned()]];
    let index = index_with(
        ["Our customers buy from us, business to business.", "We went down to business quickly."].map(str::to_owned),
        lists,
        "",
    );
    for query in ["b2b", "business to business", "business to business and more of business"] {
        let hits = ask(&index, &parse(query).0, &everything()).unwrap();
        let (first, is_same) = (&hits.hits[0], query == "b2b");
        assert_eq!((first.answer.as_str(), first.reason == MatchReason::SameTerm), ("a0", is_same), "{query}");
        assert!(!is_same || hits.total == 1, "to business is not the same");
    }
    // What was misheard and is said nowhere else is another spelling of what was meant.
    assert!(build(&library()).head().same.contains(&vec!["pnl".to_owned(), "p&l".to_owned()]));
    // What is said elsewhere too is not, of however many words.
    let said = ["We liked the sales team.", "The sales team won."].map(str::to_owned);
    let corrections = "{ at = \"p0\", heard = \"sales team\", meant = \"sails theme\" },\n";
    for (said, corrections, same) in [(&said[..], corrections, false), (&said[..1], corrections, true)] {
        let index = index_with(said.iter().cloned(), Vec::new(), corrections);
        let expected = vec!["sales team".to_owned(), "sails theme".to_owned()];
        assert_eq!(index.head().same.contains(&expected), same, "{:?}", index.head().same);
        let hits = ask(&index, &parse("sails theme").0, &everything()).unwrap();
        assert_eq!(found(&hits), "a0 |");
    }
}

/// A library of so many answers that some words are in too many of them to be told of all.
fn many_lamps() -> Index {
    let answer = |nth: usize| {
        let pad = if nth.is_multiple_of(2) { "glows" } else { "dims and glows" };
        format!("The lamp {pad} beside item{nth} on shelf{}.", nth / 3)
    };
    index_of((0..LAMPS).map(answer))
}

/// How many answers [`many_lamps`] has.
const LAMPS: usize = 4_400;

/// An episode of answers to the same question, `a0` and so on.
fn index_of(answers: impl IntoIterator<Item = String>) -> Index {
    index_with(answers, Vec::new(), "")
}

/// The same with spellings that count as the same, and corrections.
fn index_with(answers: impl IntoIterator<Item = String>, same: Vec<Vec<String>>, corrections: &str) -> Index {
    index_in("en", answers, same, corrections)
}

/// The same in a language.
fn index_in(
    language: &str,
    answers: impl IntoIterator<Item = String>,
    same: Vec<Vec<String>>,
    corrections: &str,
) -> Index {
    let mut text = format!(
        "+++\nid = \"sample\"\ntitle = \"Sample\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"{language}\"\nspeakers = [\n  \
         {{ id = \"ann\", name = \"Ann\", role = \"host\" }},\n  {{ id = \"bo\", name = \"Bo\", role = \"guest\" }},\n]\n\
         corrections = [\n{corrections}]\n+++\n",
    );
    for (nth, answer) in answers.into_iter().enumerate() {
        text.push_str(&format!("\n## {{#a{nth}}}\n\n**Ann:** Which one? ^q{nth}\n\n**Bo:** {answer} ^p{nth}\n"));
    }
    let reading = read_episode(&text, "sample");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    build(&Library::new(library().site().clone(), Vec::new(), vec![reading.value.unwrap()]).with_synonyms(same))
}

#[test]
fn words_in_too_many_answers_tell_by_their_neighbours() {
    let index = many_lamps();
    let ask = |query: &str| ask(&index, &parse(query).0, &Request::default()).unwrap();
    let lamp = ask("lamp");
    assert!(lamp.is_truncated && lamp.total >= 1_000 && lamp.total < LAMPS, "{} of {}", lamp.total, lamp.is_truncated);
    let rare = ask("the lamp item1234");
    assert_eq!((rare.hits[0].answer.as_str(), rare.complete, rare.is_truncated), ("a1234", 1, false));
    // All words are in every answer; side by side they are in half of them.
    let neighbours = ask("lamp glows");
    assert_eq!(neighbours.hits.len(), 10);
    assert!(neighbours.hits.iter().all(|hit| hit.answer[1..].parse::<u32>().unwrap().is_multiple_of(2)));
    assert_eq!(ask("\"shelf7 the lamp\"").total, 0);
    assert_eq!(ask("\"lamp dims and glows beside item5\"").hits[0].answer, "a5");
}

#[test]
fn words_in_too_many_answers_are_taken_as_given_beside_others() {
    let full = many_lamps();
    let mut index = Index::new(full.head().clone());
    let (query, _) = parse("lamp item1234");
    let first = ask(&index, &query, &Request { count_facets: false, ..Request::default() }).unwrap_err();
    assert_eq!(first.len(), 2, "a shard for the rare word, one for the pair: {first:?}");
    first.iter().for_each(|part| index.put(*part, data(&full, *part)));
    let then = ask(&index, &query, &Request { count_facets: false, ..Request::default() }).unwrap();
    assert_eq!(then.hits[0].answer, "a1234");
    let alone = ask(&full, &parse("dims xyzzy").0, &Request::default()).unwrap();
    assert!(alone.total > 1_000, "where the others are nowhere it is the common word after all: {}", alone.total);
    assert_eq!(alone.notices, [Notice::NotFound("xyzzy".to_owned())]);
}

#[test]
fn a_compound_is_not_everywhere_because_a_part_of_it_is() {
    let index = many_lamps();
    let ask = |query: &str| ask(&index, &parse(query).0, &Request::default()).unwrap();
    let hits = ask("item7 zebra-the");
    assert_eq!((hits.complete, &hits.notices[..]), (0, &[Notice::NotFound("zebra-the".to_owned())][..]));
    assert_eq!(found(&ask("lamp-item7")), "a7 |", "its rare part tells");
}

#[test]
fn a_quoted_pair_in_too_many_answers_is_read_in_the_text() {
    let apart = "Lamp and red and lamp and red.";
    let answer = |nth: usize| if nth < 5 { apart.to_owned() } else { format!("A red lamp glows beside item{nth}.") };
    let index = index_of((0..3_600).map(answer));
    let hits = ask(&index, &parse("\"red lamp\"").0, &Request::default()).unwrap();
    assert!(hits.hits.len() == 10 && hits.hits.iter().all(|hit| hit.snippet.text.contains("red lamp")), "{hits:?}");
    assert!(matches!(hits.notices[..], [Notice::Unverified(_)]), "{:?}", hits.notices);
}

#[test]
fn where_only_the_best_places_of_a_word_are_known_it_is_said() {
    let rare = "A lamp, and much else besides. ".to_owned() + &"And so it went on for long. ".repeat(40);
    let answer = |nth: usize| match nth {
        0 => [&rare, "^p\n\n**Ann:** Was there a lamp, in all that time and with all that was to be done?"].concat(),
        _ => format!("The lamp glows beside item{nth}."),
    };
    let index = index_of((0..2_600).map(answer));
    let ask = |query: &str| ask(&index, &parse(query).0, &Request::default()).unwrap();
    let too_common = [Notice::TooCommon("lamp".to_owned())];
    assert_eq!(ask("item7 -lamp").notices, too_common);
    let of_ann = ask("lamp speaker:ann");
    assert_eq!((of_ann.total, of_ann.is_truncated, &of_ann.notices[..]), (0, false, &too_common[..]));
    assert!(ask("lamp").is_truncated && ask("lamp").notices.is_empty());
}

/// An index that has its words, and no text.
fn without_texts(full: &Index) -> Index {
    let mut index = Index::new(full.head().clone());
    let parts = full.parts().into_iter().filter(|part| !matches!(part, Part::Documents(_)));
    parts.for_each(|part| index.put(part, data(full, part)));
    index
}

#[test]
fn a_word_alone_is_answered_without_any_text() {
    let pad = "There were others, and they came and went as they pleased while the evening wore on and on. ".repeat(4);
    let long =
        |nth: usize| format!("{pad} A lamp{} stood there. {pad} So did shelf{nth}, and the lamp{}.", nth % 9, nth % 7);
    for full in [index_of((0..60).map(long)), many_lamps()] {
        let index = without_texts(&full);
        let words: Vec<String> = (0..full.head().dictionary_shards())
            .flat_map(|nth| &full.words(nth).unwrap().entries)
            .map(|entry| entry.form.clone())
            .filter(|form| parse(form).0.terms().eq([form]))
            .collect();
        assert!(words.len() > 20, "{}", words.len());
        for word in words.iter().step_by(1 + words.len() / 100) {
            let request = Request { count_facets: false, ..Request::default() };
            let hits = ask(&index, &parse(word).0, &request).unwrap_or_else(|parts| panic!("{word}: {parts:?}"));
            assert!(!hits.hits.is_empty(), "{word}");
            assert_eq!(hits, ask(&full, &parse(word).0, &request).unwrap(), "{word}: with texts it is another");
        }
    }
}

#[test]
fn several_words_are_answered_without_text_only_where_no_other_place_shows_them_better() {
    let pad = "and so it went on for a long while, as such things do when nobody minds. ".repeat(8);
    let answers = [
        format!("A heron stood there. {pad} Then came the ferry."),
        format!("A kettle sang. {pad} A lantern sang. {pad} A kettle, a lantern sang."),
    ];
    let others = (0..40).map(|nth| format!("Something else altogether, number{nth}."));
    let full = index_of(answers.into_iter().chain(others));
    let index = without_texts(&full);
    let request = Request { count_facets: false, ..Request::default() };
    let asked = |query: &str, request: &Request| ask(&index, &parse(query).0, request);
    let far = asked("heron ferry", &request).unwrap();
    assert_eq!(found(&far), "a0 |");
    assert!(far.hits[0].snippet.text.contains("heron"), "each has one place, and one of them is shown");
    assert_eq!(
        asked("kettle lantern", &request),
        Err(vec![Part::Documents(0)]),
        "they stand together in a place that neither leads to"
    );
    assert_eq!(found(&asked("kettle", &request).unwrap()), "a1 |");
    let both = ask(&full, &parse("kettle lantern").0, &request).unwrap();
    let marks = &both.hits[0].snippet.marks;
    assert_eq!(marks.len(), 2, "{:?}", both.hits[0].snippet);
    assert_eq!(asked("\"kettle sang\"", &request), Err(vec![Part::Documents(0)]), "a phrase is read in the text");
    let of_bo = Request { speakers: vec!["bo".to_owned()], ..request };
    assert_eq!(found(&asked("heron", &of_bo).unwrap()), "a0 |");
    let of_ann = Request { speakers: vec!["ann".to_owned()], ..of_bo };
    assert_eq!(found(&asked("heron", &of_ann).unwrap()), "|");
}

#[test]
fn of_answers_as_long_the_one_comes_first_that_the_word_stands_out_in() {
    let among_rare = "A heron, a brazier, a cistern, a dovecote.";
    let among_common = "A heron, a river, a meadow, a willow.";
    let others = std::iter::repeat_n("The river, the meadow, the willow, the hill.", 20);
    let index = index_of([among_rare, among_common].into_iter().chain(others).map(str::to_owned));
    let hits = ask(&index, &parse("heron").0, &Request::default()).unwrap();
    assert_eq!(found(&hits), "a1 a0 |");
}

#[test]
fn the_best_are_those_that_hold_the_words_in_a_row() {
    let answers = ["Every day before noon we sell the bread.", "We sell bread before noon every day.", "No bread."];
    let index = index_of(answers.into_iter().map(str::to_owned));
    let (query, _) = parse("bread before noon every");
    let best = ask(&index, &query, &Request { lesser_hits: false, ..Request::default() }).unwrap();
    let ids = |hits: &Hits| hits.hits.iter().map(|hit| hit.answer.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&best), ["a1"]);
    let first = ids(&in_steps(&index, &query, &Request { count_facets: false, lesser_hits: false, ..Request::default() }).0);
    assert_eq!(first, ["a1"], "whatever has come so far");
    assert_eq!((best.complete, best.total), (2, 3), "the others are counted all the same");
    assert_eq!(ids(&ask(&index, &query, &Request::default()).unwrap()), ["a1", "a0", "a2"]);
}

#[test]
fn a_run_of_words_is_told_from_its_pairs_here_and_there() {
    let pairs = "Bread before dawn. Before noon, bread before all. Noon every day, bread before noon, noon every week.";
    let long = "On the coast, where the mills were old and the harbour was quiet, people told me that they baked bread before \
                noon every morning, and then went out to look for work in the fields behind the hill.";
    let index = index_of([pairs, "No bread.", long, "Nothing."].into_iter().map(str::to_owned));
    let first =
        |query: &str, request: &Request| ask(&index, &parse(query).0, request).unwrap().hits[0].answer.clone();
    let request = Request { lesser_hits: false, ..Request::default() };
    assert_eq!(first("bread before noon", &request), "a0", "of three words it is no run yet");
    assert_eq!(first("bread before noon every", &request), "a2");
    assert_eq!(
        first("bread before noon every", &Request { limit: 1, ..request.clone() }),
        "a2",
        "however few are shown"
    );
    let missing = ask(&without_texts(&index), &parse("bread before noon every").0, &request).unwrap_err();
    assert_eq!(missing, [Part::Documents(0)]);
}

/// Asks an index that is whole of one that comes to hold its parts step by step, in each only those of the kind asked for first.
fn in_steps(full: &Index, query: &Query, request: &Request) -> (Hits, Vec<Part>) {
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

#[test]
fn a_run_of_words_is_found_by_its_pairs_before_its_words_have_come() {
    let answers = (0..40).map(|nth| format!("We bake bread{nth} before noon every day{}.", nth % 4));
    let full = index_of(answers.chain(["Noon every day, and bread7 before we bake.".to_owned()]));
    let request = Request { count_facets: false, lesser_hits: false, ..Request::default() };
    let steps_of = |query: &str, request: &Request| in_steps(&full, &parse(query).0, request);
    let has_words = |steps: &[Part]| steps.iter().any(|part| matches!(part, Part::Dictionary(_)));

    let (hits, steps) = steps_of("bake bread7 before noon", &request);
    assert!(!has_words(&steps), "{steps:?}");
    assert_eq!((hits.hits[0].answer.as_str(), hits.hits.len(), hits.is_exact), ("a7", 1, false));
    let whole = ask(&full, &parse("bake bread7 before noon").0, &request).unwrap();
    assert_eq!(whole.hits, hits.hits, "it is no other than with the words there");
    assert!(whole.is_exact);

    for query in [
        "noon every day1",
        "noon every day bread7",
        "bake bread before noon",
        "bake bread7 before noon -day3",
        "\"bake bread7\" before noon every",
    ] {
        let (hits, _) = steps_of(query, &request);
        assert!(hits.is_exact, "{query}: no run, several answers, or more than a run");
        assert_eq!(hits, ask(&full, &parse(query).0, &request).unwrap(), "{query}");
    }
    for other in [
        Request { lesser_hits: true, ..request.clone() },
        Request { count_facets: true, ..request.clone() },
        Request { limit: 0, ..request.clone() },
    ] {
        let (hits, steps) = steps_of("bake bread7 before noon", &other);
        assert!(hits.is_exact && has_words(&steps), "what else there is was asked for too");
    }
}

#[test]
fn of_a_phrase_with_too_many_places_those_known_to_hold_it_come_first_of_all() {
    // All have the phrase's pairs, every fifth the phrase.
    let answer = |nth: usize| match nth % 5 {
        0 => format!("So the red bread rose, loaf{nth}."),
        _ => format!("So the red bread, and then the bread rose, loaf{nth}."),
    };
    let full = index_of((0..200).map(answer));
    let request = Request { count_facets: false, lesser_hits: false, ..Request::default() };
    let (query, _) = parse("\"red bread rose\"");
    let (hits, rounds, _) = in_rounds(&full, &[], &query, &request);
    assert_eq!(rounds, 2);
    assert!(!hits.hits.is_empty() && hits.hits.iter().all(|hit| hit.snippet.text.contains("red bread rose")));
    assert!(!hits.is_exact && matches!(hits.notices[..], [Notice::Unverified(_)]), "{:?}", hits.notices);
    let all = ask(&full, &query, &Request { lesser_hits: true, ..request }).unwrap();
    assert!(all.is_exact && all.total > hits.total, "{} and {}", all.total, hits.total);
    assert_eq!(all.hits[..hits.hits.len()], hits.hits);
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
    let typed: BTreeSet<&String> = words.iter().map(|(_, typed)| typed).collect();
    let mut seen = 0;
    for query in typed {
        let hits = ask(&index, &parse(query).0, &everything_of(words.len())).unwrap().hits;
        for hit in hits.iter().filter(|hit| hit.reason == MatchReason::Exact) {
            let (written, _) = &words[hit.answer[1..].parse::<usize>().unwrap()];
            assert!(!hit.snippet.marks.is_empty(), "{written} by {query}: {:?}", hit.snippet);
            seen += 1;
        }
    }
    assert!(seen >= words.len(), "{seen} of {}", words.len());
}

#[test]
fn answers_are_related_by_the_rare_words_they_share() {
    let index = many_lamps();
    let related = related(&index);
    assert_eq!(related.len(), LAMPS);
    // Three answers share a shelf, and nothing else that is rare: one word is not enough.
    assert!(related.iter().all(Vec::is_empty));
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("episodes/following-curiosity.md")).unwrap();
    let episode = read_episode(&text, "following-curiosity").value.unwrap();
    let library = Library::new(library().site().clone(), Vec::new(), vec![episode]);
    let words = |piece: Piece<'_>| match piece {
        Piece::Said(said) => said.to_owned(),
        Piece::Misheard { heard, meant } => format!("{heard} {meant}"),
    };
    let text_of = |entry: Entry<'_>| -> String {
        entry.answer.paragraphs().flat_map(|paragraph| entry.episode.reading(paragraph)).map(words).collect()
    };
    let answers: Vec<String> = library.entries().map(text_of).collect();
    let holds = |answer: usize, word: &str| holds(&parse(&format!("\"{word}\"")).0, &answers[answer]);
    let related = answerbook::search::related(&build(&library));
    assert!(related.iter().any(|others| !others.is_empty()));
    for (answer, others) in related.iter().enumerate() {
        assert!(others.len() <= 3);
        for other in others {
            assert!((other.answer as usize).abs_diff(answer) > 1, "neighbours are at hand anyway");
            assert!(other.shared.len() >= 2);
            for word in &other.shared {
                assert!(
                    holds(answer, word) && holds(other.answer as usize, word),
                    "{word:?} in {answer} and {other:?}"
                );
            }
        }
    }
}
