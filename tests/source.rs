//! The canonical form through its public functions: folders of files with their expected results, tables of small cases, and
//! generated texts with everything that could confuse the parser.
//!
//! To add a case, put a file into a folder of `tests/fixtures/source`. The expected result is the `.txt` beside it;
//! `UPDATE_EXPECT=1 cargo test --test source` rewrites all of them.
//!
//! Not here: the rules of the model (`transcript.rs`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod expect;
mod random;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use answerbook::source::{
    IdRules, ParsedEpisode, WithProblems, decode, print_episode, read_episode, read_site, read_terms, read_topics,
};
use answerbook::transcript::{
    Answer, AnswerId, Correction, Date, Episode, EpisodeId, Exception, ImportSource, LibraryCorrection, Millis,
    Paragraph, ParagraphId, PartKind, Problem, Role, Severity, Speaker, SpeakerId, Status, Topic, TopicId, Turn,
};
use random::Random;

// ---- fixtures

/// The files of a fixture folder with this ending: path, stem and text.
fn fixtures(folder: &str, ending: &str) -> Vec<(PathBuf, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/source").join(folder);
    let paths = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == ending)).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no .{ending} files in {}", folder.display());
    let named = paths.into_iter().map(|path| {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        (path, stem, text)
    });
    named.collect()
}

/// Compares a result with the `.txt` beside the input.
#[track_caller]
fn check_expected(input: &Path, actual: &str) {
    expect::assert_file(&input.with_extension("txt"), actual);
}

/// One line for each problem: `line:column: severity: what (found …; expected …; help …)`.
fn rendered(text: &str, problems: &[Problem]) -> String {
    let mut lines = String::new();
    for problem in problems {
        let place = problem.line_column(text);
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        write!(lines, "{}:{}: {severity}: {}", place.line, place.column, problem.what).unwrap();
        let more = [("found", &problem.found), ("expected", &problem.expected), ("help", &problem.help)];
        let more: Vec<String> =
            more.iter().filter_map(|(label, words)| Some(format!("{label} {}", words.as_ref()?))).collect();
        lines.push_str(&if more.is_empty() { "\n".to_owned() } else { format!(" ({})\n", more.join("; ")) });
    }
    lines
}

/// The fields of an episode in a form that is easy to read.
fn dump(episode: &Episode) -> String {
    let mut out = String::new();
    let Episode { id, title, date, publisher, language, status, .. } = episode;
    let date = date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    writeln!(out, "episode {id} “{title}” {date} by {publisher}, {language}, {status:?}").unwrap();
    for (key, value) in [
        ("rights", &episode.rights),
        ("original", &episode.original),
        ("summary", &episode.summary),
        ("audio", &episode.audio),
        ("show", &episode.show),
    ] {
        value.iter().for_each(|value| writeln!(out, "{key} {value}").unwrap());
    }
    episode.imported.iter().for_each(|it| writeln!(out, "imported from {} {}", it.from, it.sha256).unwrap());
    episode.keywords.iter().for_each(|keyword| writeln!(out, "keyword {keyword}").unwrap());
    episode.topics.iter().for_each(|topic| writeln!(out, "topic {topic}").unwrap());
    for Speaker { id, name, role, about, is_placeholder, .. } in &episode.speakers {
        let kind = if *is_placeholder { "voice" } else { "speaker" };
        writeln!(out, "{kind} {id} “{name}” {role:?} {}", about.as_deref().unwrap_or("-")).unwrap();
    }
    for Correction { paragraph, heard, meant, occurrence } in &episode.corrections {
        writeln!(out, "correction {paragraph} “{heard}” → “{meant}” #{occurrence}").unwrap();
    }
    for answer in &episode.answers {
        let pinned = answer.pinned.iter().map(|topic| format!(" +{topic}"));
        let topics: String = pinned.chain(answer.banned.iter().map(|topic| format!(" -{topic}"))).collect();
        let written = if answer.written_title.is_some() { "written" } else { "derived" };
        let kind = answer.part.map_or("answer", PartKind::word);
        writeln!(out, "\n{kind} {} {written} “{}”{topics}", answer.id, answer.title(episode)).unwrap();
        for turn in &answer.turns {
            writeln!(out, "  {}", turn.speaker).unwrap();
            for Paragraph { id, start, text } in &turn.paragraphs {
                let start = start.map(|start| format!(" {}ms", start.0)).unwrap_or_default();
                writeln!(out, "    {id}{start} “{text}”").unwrap();
            }
        }
    }
    out
}

#[test]
fn good_files_are_read_without_a_problem() {
    for (path, stem, text) in fixtures("ok", "md") {
        let WithProblems { value, problems } = read_episode(&text, &stem);
        assert_eq!(rendered(&text, &problems), "", "{}", path.display());
        let episode = value.unwrap();
        check_expected(&path, &dump(&episode));
        check_round_trip(&episode);
        assert_eq!(with_ids(&text, &stem).unwrap(), text, "no id is missing in {}", path.display());
        let windows = text.replace('\n', "\r\n");
        assert_eq!(read_episode(&windows, &stem), WithProblems { value: Some(episode), problems: vec![] });
    }
}

#[test]
fn bad_files_give_every_problem_at_its_place() {
    for (path, stem, text) in fixtures("err", "md") {
        let WithProblems { value, problems } = read_episode(&text, &stem);
        assert!(!problems.is_empty(), "{} has no problem", path.display());
        check_spans(&text, &problems);
        let value = value.map_or_else(|| "nothing\n".to_owned(), |episode| dump(&episode));
        check_expected(&path, &format!("{}\n{value}", rendered(&text, &problems)));
    }
}

#[test]
fn checks_look_at_the_whole_episode() {
    let topics = read_topics("[careers]\nname = \"Careers\"\n[writing]\nname = \"Writing\"").value.unwrap();
    for (path, stem, text) in fixtures("check", "md") {
        let parsed = ParsedEpisode::parse(&text, &stem);
        let problems = parsed.check(&topics);
        assert_eq!(rendered(&text, &parsed.into_reading().problems), "", "{}", path.display());
        check_spans(&text, &problems);
        check_expected(&path, &rendered(&text, &problems));
    }
}

#[test]
fn missing_ids_are_written_and_nothing_else() {
    for (path, stem, text) in fixtures("ids", "md") {
        let assigned = with_ids(&text, &stem).unwrap();
        check_expected(&path, &assigned);
        check_assigned(&text, &assigned, &stem);
        let windows = with_ids(&text.replace('\n', "\r\n"), &stem).unwrap();
        assert_eq!(windows, assigned.replace('\n', "\r\n"), "line ends of {}", path.display());
    }
}

#[test]
fn settings_are_read_with_every_problem() {
    for (path, _, text) in fixtures("site", "toml") {
        let WithProblems { value, problems } = read_site(&text);
        check_spans(&text, &problems);
        check_expected(&path, &format!("{}\n{value:#?}\n", rendered(&text, &problems)));
    }
    for (path, _, text) in fixtures("topics", "toml") {
        let WithProblems { value, problems } = read_topics(&text);
        check_spans(&text, &problems);
        check_expected(&path, &format!("{}\n{value:#?}\n", rendered(&text, &problems)));
    }
    for (path, _, text) in fixtures("terms", "toml") {
        let WithProblems { value, problems } = read_terms(&text);
        check_spans(&text, &problems);
        let terms = value.unwrap();
        let mut read = format!("same {:?}\nnot misheard {:?}\n", terms.same, terms.not_misheard);
        for LibraryCorrection { heard, meant, except } in terms.corrections() {
            writeln!(read, "correction “{heard}” → “{meant}”").unwrap();
            for Exception { episode, paragraph } in except {
                let paragraph = paragraph.map_or_else(|| "all of it".to_owned(), |id| id.to_string());
                writeln!(read, "  but not in {episode}, {paragraph}").unwrap();
            }
        }
        check_expected(&path, &format!("{}\n{read}", rendered(&text, &problems)));
    }
}

#[test]
fn settings_that_set_nothing() {
    assert_eq!(read_site("# nothing yet\n").value, None);
    assert_eq!(read_topics(""), WithProblems { value: Some(vec![]), problems: vec![] });
}

// ---- what must always hold

#[track_caller]
fn check_round_trip(episode: &Episode) {
    let printed = print_episode(episode);
    let read = read_episode(&printed, "printed");
    assert_eq!(rendered(&printed, &read.problems), "", "{printed}");
    assert_eq!(read.value.as_ref(), Some(episode), "{printed}");
}

/// Problems are sorted, and their spans can be cut out of the text.
#[track_caller]
fn check_spans(text: &str, problems: &[Problem]) {
    for problem in problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} is not in the text");
    }
    assert!(problems.is_sorted_by_key(|problem| problem.span.start), "{}", rendered(text, problems));
}

/// The text with all its ids, none of which was published before.
fn with_ids(text: &str, stem: &str) -> Result<String, Vec<Problem>> {
    answerbook::source::assign_ids(text, stem, &IdRules::default()).map(|assigned| assigned.text)
}

/// All ids are there, assigning again changes nothing, and all of the text is still there.
#[track_caller]
fn check_assigned(text: &str, assigned: &str, stem: &str) {
    let problems = read_episode(assigned, stem).problems;
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning), "{}", rendered(assigned, &problems));
    assert_eq!(with_ids(assigned, stem).as_deref(), Ok(assigned), "assigning twice");
    let mut rest = assigned.chars();
    assert!(text.chars().all(|c| rest.any(|other| other == c)), "something was removed:\n{text}\n---\n{assigned}");
}

// ---- small cases

/// A file with this body and the two sample speakers.
fn with_body(body: &str) -> String {
    format!(
        r#"+++
id = "sample"
title = "Sample"
date = 2022-03-20
publisher = "Sample Publisher"
language = "en"
speakers = [
  {{ id = "host", name = "Sample Host", role = "host" }},
  {{ id = "guest", name = "Sample Guest", role = "guest" }},
]
+++

{body}"#
    )
}

/// The problems of a file with this body, lines counted from the body's first.
fn problems_of_body(body: &str) -> String {
    let text = with_body(body);
    let front_lines = with_body("").matches('\n').count();
    let lines = rendered(&text, &read_episode(&text, "sample").problems);
    let numbered = lines.lines().map(|line| {
        let (number, rest) = line.split_once(':').unwrap();
        format!("{}:{rest}\n", number.parse::<usize>().unwrap() - front_lines)
    });
    numbered.collect()
}

fn sample_episode(text: &str) -> Episode {
    let body = "## Sample {#sample}\n\n**Sample Host:** first ^aa\n\nsecond ^bb\n";
    let mut episode = read_episode(&with_body(body), "sample").value.unwrap();
    for paragraph in &mut episode.answers[0].turns[0].paragraphs {
        text.clone_into(&mut paragraph.text);
    }
    episode
}

/// A text, how it is printed after a label, and how at the beginning of a paragraph without one; `=` if that is the same.
#[test]
fn escapes_are_as_few_as_can_be() {
    let cases = [
        ("plain words", "plain words", "plain words"),
        ("*stars*, _lines_, <b>tags</b> & [links](#x)", "*stars*, _lines_, <b>tags</b> & [links](#x)", "="),
        ("# heading", "# heading", r"\# heading"),
        ("##", "##", r"\##"),
        ("#1 on the list", "#1 on the list", "="),
        ("**Sample Guest:** hi", "**Sample Guest:** hi", r"\**Sample Guest:** hi"),
        ("**Anybody**: hi", "**Anybody**: hi", r"\**Anybody**: hi"),
        ("**bold** words: yes", "**bold** words: yes", "="),
        ("[12:34] later", r"\[12:34] later", "="),
        ("[12:3x] later", "[12:3x] later", "="),
        ("[laughs] [1] [12]", "[laughs] [1] [12]", "="),
        ("two to the ^10", r"two to the \^10", "="),
        ("^up", r"\^up", "="),
        ("2 ^10 and 2^11", "2 ^10 and 2^11", "="),
        (r"C:\new", r"C:\new", "="),
        (r"C:\*", r"C:\\*", "="),
        (r"\", r"\", "="),
        (r"\\", r"\\\", "="),
        (r"\# x", r"\\# x", "="),
        (r"end \^x", r"end \\^x", "="),
        ("+++", "+++", "="),
        ("---", "---", "="),
        ("{#x}", "{#x}", "="),
        ("a  b", "a  b", "="),
    ];
    for (text, labelled, alone) in cases {
        let episode = sample_episode(text);
        let printed = print_episode(&episode);
        let alone = if alone == "=" { labelled } else { alone };
        assert!(printed.contains(&format!("\n**Sample Host:** {labelled} ^aa\n\n{alone} ^bb\n")), "{text}: {printed}");
        check_round_trip(&episode);
    }
}

#[test]
fn titles_keep_their_braces() {
    let cases = [
        ("A title", "## A title {#sample}\n"),
        ("The set {a, b}", "## The set {a, b\\} {#sample}\n"),
        ("The set {a, b} again", "## The set {a, b} again {#sample}\n"),
        ("Not an id {#x}", "## Not an id \\{#x} {#sample}\n"),
        ("{#x", "## \\{#x {#sample}\n"),
        ("{a {#x}", "## {a \\{#x\\} {#sample}\n"),
        ("{", "## { {#sample}\n"),
        ("{}", "## {\\} {#sample}\n"),
        ("## not twice ##", "## ## not twice ## {#sample}\n"),
        (r"\{#x}", "## \\\\\\{#x} {#sample}\n"),
    ];
    for (title, printed) in cases {
        let mut episode = sample_episode("words");
        episode.answers[0].written_title = Some(title.to_owned());
        assert!(print_episode(&episode).contains(printed), "{title}: {}", print_episode(&episode));
        check_round_trip(&episode);
    }
}

#[test]
fn control_characters_are_named() {
    let cases = [
        ('\t', "U+0009 TAB", "a space"),
        ('\u{b}', "U+000B VERTICAL TAB", "text"),
        ('\r', "U+000D CARRIAGE RETURN", "text"),
        ('\u{1b}', "U+001B ESCAPE", "text"),
        ('\u{1}', "U+0001", "text"),
        ('\u{85}', "U+0085 NEXT LINE", "text"),
    ];
    for (control, name, expected) in cases {
        let body = format!("## A {{#a}}\n\n**Sample Host:** one{control}two ^aa\n");
        let wanted = format!("3:21: error: control character (found {name}; expected {expected})\n");
        assert_eq!(problems_of_body(&body), wanted);
        let episode = read_episode(&with_body(&body), "sample").value.unwrap();
        assert_eq!(episode.answers[0].turns[0].paragraphs[0].text, "one two");
    }
    let trailing = "## A {#a}\t\n \t \n\t**Sample Host:** one ^aa \t\n";
    assert_eq!(problems_of_body(trailing), "", "blanks around lines mean nothing");
}

#[test]
fn a_file_with_one_problem_over_and_over_is_not_listed_without_end() {
    let problems = read_episode(&with_body(&"**Nobody:** hm\n\n".repeat(5000)), "sample").problems;
    assert_eq!(problems.len(), 1001);
    let last = problems.last().unwrap();
    assert_eq!((last.severity, last.what.as_str()), (Severity::Error, "9001 more problems, not listed"));
}

// ---- bytes

#[track_caller]
fn check_refused(bytes: &[u8], what: &str, help: &str) {
    let WithProblems { value, problems } = decode(bytes);
    assert_eq!(value, None);
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!((problem.severity, problem.span.clone()), (Severity::Error, 0..0));
    assert_eq!(problem.what, what);
    assert!(problem.help.as_deref().unwrap_or_default().contains(help), "{problem:?}");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    check_refused(b"one\ntwo caf\xE9\n", "not UTF-8: line 2, byte 12 of the file", "Latin-1 (“é”)");
    check_refused(b"it\x92s", "not UTF-8: line 1, byte 3 of the file", "Windows-1252");
    check_refused(b"\x7FELF\x02\x01\x01\x00\x00", "not a text: NUL byte line 1, byte 8 of the file", "binary");
    check_refused(b"\x89PNG\r\n\x1a\n\x01\x02", "not UTF-8: line 1, byte 1 of the file", "binary");
    check_refused(b"\xFF\xFEa\x00b\x00", "not UTF-8 but UTF-16", "UTF-8");
    check_refused(&vec![b'a'; 50_000_000], "file too large", "one episode");
    check_refused("caf\u{e9}".as_bytes().split_last().unwrap().1, "not UTF-8: line 1, byte 4 of the file", "");
}

#[test]
fn a_byte_order_mark_is_dropped_with_a_warning() {
    let WithProblems { value, problems } = decode("\u{feff}one".as_bytes());
    assert_eq!(value.as_deref(), Some("one"));
    assert_eq!(rendered("one", &problems).lines().count(), 1);
    assert_eq!(problems[0].severity, Severity::Warning);
    assert_eq!(decode("é".as_bytes()), WithProblems { value: Some("é".to_owned()), problems: vec![] });
    assert_eq!(decode(b""), WithProblems { value: Some(String::new()), problems: vec![] });
}

/// What takes a quadratic parser minutes takes a linear one a moment, even in a debug build.
#[test]
fn large_files_are_read_in_linear_time() {
    let lines = [
        "**Sample Host:** words and words and words\n\n",
        "words\n",
        "## Heading {#same} {a {a\n\n",
        "**Nobody:** hm ^same\n\n",
        "[12:34 **a** \\*\\* ^x ^y\n",
        "{ { {# **",
        "<!-- ",
        "words <!-- words\n",
        "\n\n<!-- words\n\n-->",
        "<!-- a --> \\<!-- ",
        "\u{1}",
        "é",
    ];
    for line in lines {
        let text = with_body(&line.repeat(400_000 / line.len()));
        let start = Instant::now();
        let reading = read_episode(&text, "large");
        if let Some(episode) = reading.value {
            assert!(print_episode(&episode).len() > 100);
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{line:?} took {:?}", start.elapsed());
    }
    let unassigned = with_body(&format!("## A\n\n{}", "**Sample Host:** word\n\n".repeat(20_000)));
    let start = Instant::now();
    check_assigned(&unassigned, &with_ids(&unassigned, "large").unwrap(), "large");
    assert!(start.elapsed() < Duration::from_secs(20), "ids took {:?}", start.elapsed());
}

/// A new version has the old one's comments, each at the paragraph that it stood at.
#[test]
fn comments_are_carried_to_a_new_version() {
    let old = with_body(
        "<!-- 1 -->\n## A {#a} <!-- 2 -->\n\n<!-- 3\n\n3 -->\n**Sample Host:** One <!-- 4 --> two. ^aa <!-- 5 -->\n\nThree <!-- 6 --> four. \
         ^bb\n\n<!-- 7 -->\n\nFive. ^cc <!-- 8 -->\n\nSix. ^dd\n\n<!-- 9 -->\n",
    );
    let new = with_body(
        "## A {#a}\n\n**Sample Host:** One two. ^aa\n\nThree, changed, four. ^bb\n\n**Sample Guest:** New. ^ee\n\nSix. ^dd\n",
    );
    let carried = answerbook::source::carry_comments(&old, &new);
    let body = "<!-- 1 -->\n\n## A {#a} <!-- 2 -->\n\n<!-- 3\n\n3 -->\n\n**Sample Host:** One <!-- 4 --> two. ^aa <!-- 5 -->\n\nThree \
                <!-- 6 -->, changed, four. ^bb\n\n**Sample Guest:** New. ^ee\n\n<!-- 7 -->\n\n<!-- 8 -->\n\nSix. ^dd\n\n<!-- 9 -->\n";
    assert_eq!(carried, with_body(body));
    let value = |text: &str| read_episode(text, "sample").value.unwrap().answers;
    assert_eq!(value(&carried)[0].paragraphs().count(), value(&new)[0].paragraphs().count());
    assert_eq!(answerbook::source::carry_comments(&carried, &new), carried, "a second time it is the same");
    assert_eq!(answerbook::source::carry_comments(&new, &new), new);
}

// ---- generated episodes

impl Random {
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// A text of pieces that have a meaning somewhere in the syntax.
    fn text(&mut self) -> String {
        const PIECES: [&str; 63] = [
            "<!--",
            "<!-- ",
            "-->",
            " ",
            " ",
            " ",
            " ",
            "  ",
            "word",
            "Words",
            "a",
            "1",
            "\\",
            "\\\\",
            "^",
            "^abc",
            " ^abc",
            " ^",
            " ^A1",
            "**",
            "**x:**",
            "**x:** ",
            "**Sample Host:** ",
            "**Sample Guest**: ",
            "*",
            ":",
            "[12:34]",
            "[12:34] ",
            "[1:02:03.5]",
            "[99:99]",
            "[",
            "]",
            "#",
            "## ",
            "# ",
            "###",
            "{#x}",
            " {#x}",
            " {#x +a -b}",
            "{",
            "}",
            " {",
            "+++",
            "---",
            "\"",
            "'",
            "\"\"\"",
            "`",
            "<b>",
            "&amp;",
            "“quoted”",
            "naïve",
            "e\u{301}",
            "日本語",
            "👩‍👩‍👧",
            "שלום",
            "\u{202e}rtl",
            "\u{a0}",
            "\u{2028}",
            "\u{200b}",
            "\u{feff}",
            "\\^",
            "\\#",
        ];
        loop {
            let text: String = (0..=self.below(9)).map(|_| self.pick(&PIECES)).collect();
            let text = text.trim();
            if !text.is_empty() {
                return text.to_owned();
            }
        }
    }

    fn maybe_text(&mut self) -> Option<String> {
        self.one_in(2).then(|| self.text())
    }

    fn id(&mut self, nth: usize) -> String {
        format!("{}{nth}", self.pick(&["a", "p", "x-", "q1-b-", "2"]))
    }

    fn topics(&mut self, from: &str) -> Vec<TopicId> {
        (0..self.below(3)).map(|n| TopicId::new(&format!("{from}-{n}")).unwrap()).collect()
    }

    fn speakers(&mut self) -> Vec<Speaker> {
        let mut speakers: Vec<Speaker> = Vec::new();
        for nth in 0..=self.below(4) {
            let name = match nth {
                0 => "Sample Host".to_owned(),
                1 => "x".to_owned(),
                _ => self.text(),
            };
            let id = SpeakerId::new(&self.id(nth)).unwrap();
            if speakers.iter().all(|other| other.name != name && other.id.as_str() != name && id.as_str() != other.name)
            {
                let role = if self.one_in(2) { Role::Host } else { Role::Guest };
                speakers.push(Speaker {
                    id,
                    name,
                    role,
                    about: self.maybe_text(),
                    source_names: self.maybe_text().into_iter().collect(),
                    is_placeholder: self.one_in(5),
                    slot: 0,
                });
            }
        }
        speakers
    }

    fn answers(&mut self, speakers: &[Speaker]) -> Vec<Answer> {
        let mut nth_paragraph = 0;
        let mut answers = Vec::new();
        for nth in 0..=self.below(3) {
            let mut turns: Vec<Turn> = Vec::new();
            for _ in 0..=self.below(3) {
                let speaker = speakers[self.below(speakers.len())].id.clone();
                if turns.last().is_some_and(|turn| turn.speaker == speaker) {
                    continue;
                }
                let mut paragraphs = Vec::new();
                for _ in 0..=self.below(2) {
                    nth_paragraph += 1;
                    let id = ParagraphId::new(&self.id(nth_paragraph)).unwrap();
                    let start = self.one_in(3).then(|| Millis(self.below(36_000_000) as u64));
                    paragraphs.push(Paragraph { id, start, text: self.text() });
                }
                turns.push(Turn { speaker, paragraphs });
            }
            let id = AnswerId::new(&format!("a{}", self.id(nth))).unwrap();
            let (pinned, banned) = (self.topics("in"), self.topics("out"));
            let part = self.one_in(5).then(|| PartKind::ALL[self.below(4)]);
            answers.push(Answer { id, written_title: self.maybe_text(), part, pinned, banned, turns });
        }
        answers
    }

    fn episode(&mut self) -> Episode {
        let speakers = self.speakers();
        let answers = self.answers(&speakers);
        let corrections = (0..self.below(3)).map(|nth| Correction {
            paragraph: ParagraphId::new(&self.id(nth)).unwrap(),
            heard: self.text(),
            meant: self.text(),
            occurrence: u32::try_from(self.below(3)).unwrap() + 1,
        });
        let corrections = corrections.collect();
        Episode {
            id: EpisodeId::new(&self.id(1)).unwrap(),
            title: self.text(),
            date: if self.one_in(5) { None } else { Date::new(u16::try_from(self.below(9999) + 1).unwrap(), 2, 28) },
            show: self.maybe_text(),
            imported: self.one_in(3).then(|| ImportSource { from: self.text(), sha256: "00".to_owned() }),
            keywords: (0..self.below(3)).map(|_| self.text()).collect(),
            publisher: self.text(),
            rights: self.maybe_text(),
            original: self.one_in(2).then(|| "https://talks.example/?a=b&c=\"d\"#e".to_owned()),
            summary: self.maybe_text(),
            language: self.pick(&["en", "pt-BR", "zh-Hans-CN"]).to_owned(),
            speakers,
            topics: self.topics("all"),
            audio: self.one_in(2).then(|| "../audio/one\"two.mp3".to_owned()),
            status: [Status::Published, Status::Unlisted, Status::Draft][self.below(3)],
            corrections,
            library_corrections: Default::default(),
            answers,
        }
    }
}

#[test]
fn whatever_is_printed_is_read_back() {
    for seed in 0..1000 {
        let episode = Random(seed).episode();
        check_round_trip(&episode);
        let printed = print_episode(&episode);
        assert_eq!(with_ids(&printed, "printed").as_deref(), Ok(printed.as_str()));
        let windows = read_episode(&printed.replace('\n', "\r\n"), "printed");
        assert_eq!(windows, WithProblems { value: Some(episode), problems: vec![] });
    }
}

#[test]
fn ids_taken_away_are_written_again() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let mut episode = random.episode();
        episode.id = EpisodeId::default();
        for answer in &mut episode.answers {
            answer.id = if random.one_in(3) { answer.id.clone() } else { AnswerId::default() };
            for paragraph in answer.turns.iter_mut().flat_map(|turn| &mut turn.paragraphs) {
                paragraph.id = if random.one_in(3) { paragraph.id.clone() } else { ParagraphId::default() };
            }
        }
        let printed = print_episode(&episode);
        let assigned = with_ids(&printed, "Sample File").unwrap_or_else(|all| panic!("{}", rendered(&printed, &all)));
        check_assigned(&printed, &assigned, "Sample File");
        let whole = read_episode(&assigned, "Sample File").value.unwrap();
        assert_eq!(whole.id.as_str(), "sample-file");
        assert!(whole.answers.iter().all(|answer| answer.id.is_assigned() && !answer.id.as_str().starts_with("p-")));
        assert_eq!(without_ids(whole), without_ids(episode), "{printed}");
    }
}

fn without_ids(mut episode: Episode) -> Episode {
    episode.id = EpisodeId::default();
    for answer in &mut episode.answers {
        answer.id = AnswerId::default();
        answer.turns.iter_mut().flat_map(|turn| &mut turn.paragraphs).for_each(|it| it.id = ParagraphId::default());
    }
    episode
}

/// Texts with pieces replaced at random are read too. What is read without an error survives a round trip as ever.
#[test]
fn damaged_files_are_read_all_the_same() {
    let topics: Vec<Topic> = Vec::new();
    let mut unharmed = 0;
    for seed in 0..1500 {
        let mut random = Random(seed);
        let mut text = print_episode(&random.episode());
        for _ in 0..=random.below(2) {
            let from = text.floor_char_boundary(random.below(text.len() + 1));
            let to = text.floor_char_boundary((from + random.below(12)).min(text.len())).max(from);
            let piece = random.text() + random.pick(&["", "\n", "\n\n", "\r", "\t", "\u{0}"]);
            text.replace_range(from..to, &piece);
        }
        let parsed = ParsedEpisode::parse(&text, "damaged");
        check_spans(&text, &parsed.check(&topics));
        let WithProblems { value, problems } = parsed.into_reading();
        check_spans(&text, &problems);
        let episode = value.unwrap();
        if problems.iter().all(|problem| problem.severity == Severity::Warning) {
            unharmed += 1;
            check_round_trip(&episode);
        }
        if let Ok(assigned) = with_ids(&text, "damaged") {
            check_assigned(&text, &assigned, "damaged");
        }
    }
    assert!(unharmed > 25, "only {unharmed} of the damaged texts were still in order");
}
