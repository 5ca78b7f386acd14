//! The targets: every reader of foreign bytes as a function of bytes. A target fails by panicking, where its reader panics or
//! where what it returns breaks a promise, such as that a printed episode is read again as it was.
//!
//! To add a reader, add its function here, and its name to the list (`list.rs`).
//!
//! Not here: which bytes are tried. The fuzzer finds some (`target.rs`), and the tests replay what it kept (`tests/fuzz.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a target fails by panicking")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::panic::RefUnwindSafe;
use std::path::Path;
use std::sync::LazyLock;

use crate::list::OF_FORMAT;
use answerbook::import::{self, Format, Given, Roles, format_named};
use answerbook::links::{
    Change, IdState, Inventory, Ledger, LedgerDigest, LedgerEntry, LedgerFile, PartReading, PublishedId,
    PublishedTexts, Quote, Resolutions, Revision, UnclearPolicy, UndividedLedger, Version, carry, lost_lines,
    part_file_name, part_of_file_name, problems,
};
use answerbook::page::view::View;
use answerbook::search::{
    Head, Hits, Index, Part, PartData, PartView, Parts, Query, Request, Sort, ask, build, highlight, parse,
    parse_while_typing,
};
use answerbook::source::{
    IdRules, ParsedEpisode, assign_ids, decode, print_episode, read_episode, read_site, read_terms, read_topics,
    site_address, upgrade_site,
};
use answerbook::transcript::{Date, Episode, Facet, Library, Problem, Severity, Site, Topic, fnv1a_32};
use answerbook::wire::{
    HEAD_NAME, Kind, decode_head, decode_part, encode, part_name, read_head, read_part, read_suggestions, split,
    unpacked,
};

/// What a target does with bytes.
pub(crate) type Function = Box<dyn Fn(&[u8]) + Send + Sync + RefUnwindSafe>;

/// The function of a target.
pub(crate) fn function(name: &str) -> Option<Function> {
    match name.strip_prefix(OF_FORMAT) {
        Some(format) => {
            let format = format_named(format)?;
            Some(Box::new(|bytes| import(bytes, Some(format))))
        }
        None => named(name).map(|function| Box::new(function) as Function),
    }
}

/// The function of a target that reads one kind of thing.
fn named(name: &str) -> Option<fn(&[u8])> {
    Some(match name {
        "query" => query,
        "search" => search,
        "quote" => quote,
        "view" => view,
        "wire_file" => wire_file,
        "wire_head" => wire_head,
        "wire_dictionary" => |bytes| wire_part(Part::Dictionary(0), bytes),
        "wire_bigrams" => |bytes| wire_part(Part::Bigrams(0), bytes),
        "wire_documents" => |bytes| wire_part(Part::Documents(0), bytes),
        "wire_facets" => |bytes| wire_part(Part::Facets(0), bytes),
        "wire_facet_names" => |bytes| wire_part(Part::FacetNames, bytes),
        "wire_vocabulary" => |bytes| wire_part(Part::Vocabulary, bytes),
        "episode" => episode,
        "settings" => settings,
        "ledger" => ledger,
        "ledger_digest" => ledger_digest,
        "published_texts" => published_texts,
        "import" => |bytes| import(bytes, None),
        _ => return None,
    })
}

// ---- what a reader types, and what is in an address

/// A query, as it is typed and as it is sent.
fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (sent, hints) = parse(&text);
    let (typed, _) = parse_while_typing(&text);
    assert!(sent.terms().eq(typed.terms()), "typing changes no word");
    assert!(sent.terms().chain(sent.excluded()).all(|term| !term.is_empty() && text.contains(term)), "as typed");
    assert!(
        sent.filters.iter().all(|(_, values)| values.iter().all(|value| text.contains(value.as_str()))),
        "as typed"
    );
    hints.iter().for_each(|hint| assert!(!hint.sentence().is_empty()));
}

/// A query that is answered. Its first byte is what is asked beside it.
fn search(bytes: &[u8]) {
    let Some((options, text)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let bit = |nth: u8| options >> nth & 1 == 1;
    let (query, _) = if bit(0) { parse(&text) } else { parse_while_typing(&text) };
    let request = Request {
        sort: if bit(1) { Sort::Date } else { Sort::Relevance },
        offset: if bit(2) { 3 } else { 0 },
        fuzzy: bit(3),
        lesser_hits: bit(4),
        count_facets: bit(5),
        ..Request::default()
    };
    SAMPLE.with_borrow(|index| check_hits(&ask(index, &query, &request).expect("all parts are loaded")));
    let marks = highlight::ranges(&query, &text);
    check_marks(&text, &marks);
    let units = highlight::utf16_ranges(&text, &marks);
    assert_eq!(units.len(), marks.len());
    let _ = highlight::matches(&query, &text);
}

/// All places in hits are places of their texts.
fn check_hits(hits: &Hits) {
    assert!(hits.complete <= hits.total);
    hits.hits.iter().for_each(|hit| check_marks(&hit.snippet.text, &hit.snippet.marks));
}

/// Marks are in order, do not overlap, and can be cut out of the text.
fn check_marks(text: &str, marks: &[Range<usize>]) {
    let mut last = 0;
    for mark in marks {
        assert!(mark.start >= last && mark.start < mark.end, "{marks:?}");
        assert!(text.get(mark.clone()).is_some(), "{mark:?} is no place of {text:?}");
        last = mark.end;
    }
}

/// The address of a quote.
fn quote(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(quote) = Quote::parse(&text) else { return };
    assert_eq!(Quote::parse(&quote.to_value()).as_ref(), Some(&quote));
    for nth in 0..quote.versions.len() {
        for len in [0, 1, 100, quote.end.offset] {
            if let Some(range) = quote.range(nth, len) {
                assert!(range.start < range.end && range.end <= len, "{range:?} of {len}");
            }
        }
    }
}

/// The query string of an address.
fn view(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut view = View::parse(&text);
    let written = view.to_query_string();
    if view.query.trim().is_empty() {
        view.query.clear();
    }
    assert_eq!(View::parse(&written), view);
    assert_eq!(view.to_query_string(), written);
    // Longer than any id that the address can hold.
    let other = format!("{text}x");
    for facet in Facet::ALL {
        let before = view.clone();
        view.toggle(facet, &other);
        view.toggle(facet, &other);
        assert_eq!(view, before);
    }
}

// ---- the files of the index

/// Any file where a file of the index should be.
fn wire_file(bytes: &[u8]) {
    if let Ok(body) = unpacked(bytes) {
        assert!(bytes.ends_with(body));
    }
    if let Ok(head) = read_head(bytes) {
        assert_eq!(Index::new(head.clone()).head(), &head);
    }
    let Ok(sealed) = split(bytes) else { return };
    let part = match sealed.kind {
        Kind::Dictionary => Part::Dictionary(0),
        Kind::Documents => Part::Documents(0),
        Kind::Facets => Part::Facets(0),
        Kind::FacetNames => Part::FacetNames,
        Kind::Bigrams => Part::Bigrams(0),
        Kind::Vocabulary => Part::Vocabulary,
        Kind::Head => return,
        Kind::Suggestions => {
            // A text, or an error.
            drop(read_suggestions(bytes));
            return;
        }
    };
    if let Ok(data) = read_part(part, bytes) {
        check_part(part, data);
    }
}

/// The head of an index, of which the bytes are what stands behind its checksum and kind.
fn wire_head(bytes: &[u8]) {
    let Ok(head) = decode_head(&body(Kind::Head, bytes)) else { return };
    let files = encode(&OnePart { head: &head, part: None });
    assert_eq!(read_head(&files[HEAD_NAME]).as_ref(), Ok(&head));
    let mut index = Index::new(head);
    SAMPLE.with_borrow(|sample| QUERIES.iter().for_each(|query| ask_in_rounds(&mut index, sample, query)));
}

/// A part of an index, of which the bytes are what stands behind its checksum, kind and number.
fn wire_part(part: Part, bytes: &[u8]) {
    let kind = match part {
        Part::Dictionary(_) => Kind::Dictionary,
        Part::Documents(_) => Kind::Documents,
        Part::Facets(_) => Kind::Facets,
        Part::FacetNames => Kind::FacetNames,
        Part::Bigrams(_) => Kind::Bigrams,
        Part::Vocabulary => Kind::Vocabulary,
    };
    if let Ok(data) = decode_part(part, &body(kind, bytes)) {
        check_part(part, data);
    }
}

/// An inflated body with a right checksum.
fn body(kind: Kind, part: &[u8]) -> Vec<u8> {
    // The number of the part is 0.
    let body = [&[kind as u8, 0], part].concat();
    [&fnv1a_32(body.iter().copied()).to_le_bytes()[..], &body].concat()
}

/// A part that was read is written and read again as it was, and a search in an index that holds it ends.
fn check_part(part: Part, data: PartData) {
    let head = Head::default();
    let files = encode(&OnePart { head: &head, part: Some((part, &data)) });
    assert_eq!(read_part(part, &files[&part_name(part)]).as_ref(), Ok(&data));
    SAMPLE.with_borrow_mut(|index| {
        let original = part_of(index, part).expect("the sample has one part of each kind");
        index.put(part, data);
        for query in &*QUERIES {
            match ask(index, query, &Request::default()) {
                Ok(hits) => check_hits(&hits),
                // The part names answers that the rest of the index does not have.
                Err(missing) => assert!(!missing.is_empty(), "missing parts have names"),
            }
        }
        index.put(part, original);
    });
}

/// Asks, and loads what is missing, until it is answered or something is missing that nobody has.
fn ask_in_rounds(index: &mut Index, sample: &Index, query: &Query) {
    for _ in 0..10 {
        let Err(missing) = ask(index, query, &Request::default()) else { return };
        assert!(!missing.is_empty(), "missing parts have names");
        for part in missing {
            let Some(data) = part_of(sample, part) else { return };
            index.put(part, data);
        }
    }
    panic!("no end of rounds");
}

/// A copy of a part of an index.
fn part_of(index: &Index, part: Part) -> Option<PartData> {
    Some(match part {
        Part::Dictionary(nth) => PartData::Dictionary(index.dictionary(nth)?.clone()),
        Part::Documents(nth) => PartData::Documents(index.documents(nth)?.clone()),
        Part::Facets(nth) => PartData::Facets(index.facets(nth)?.clone()),
        Part::Bigrams(nth) => PartData::Bigrams(index.bigrams(nth)?.clone()),
        Part::FacetNames => PartData::FacetNames(index.names()?.clone()),
        Part::Vocabulary => PartData::Vocabulary(index.vocabulary()?.clone()),
    })
}

/// An index of a head and at most one part, to write that part alone.
struct OnePart<'a> {
    head: &'a Head,
    part: Option<(Part, &'a PartData)>,
}

impl Parts for OnePart<'_> {
    fn head(&self) -> &Head {
        self.head
    }

    fn parts(&self) -> Vec<Part> {
        self.part.iter().map(|(part, _)| *part).collect()
    }

    fn part(&self, _: Part) -> Option<PartView<'_>> {
        use std::borrow::Cow::Borrowed;
        Some(match self.part?.1 {
            PartData::Dictionary(shard) => PartView::Dictionary(Borrowed(shard)),
            PartData::Documents(chunk) => PartView::Documents(Borrowed(chunk)),
            PartData::Bigrams(shard) => PartView::Bigrams(shard),
            PartData::Vocabulary(vocabulary) => PartView::Vocabulary(vocabulary),
            PartData::FacetNames(names) => PartView::FacetNames(names),
            PartData::Facets(chunk) => PartView::Facets(chunk),
        })
    }
}

// ---- the files of a site's owner

/// The stem of the file that an episode is said to be in.
const STEM: &str = "sample-talk";

/// An episode in the canonical form.
fn episode(bytes: &[u8]) {
    let Some(text) = decoded(bytes) else { return };
    let parsed = ParsedEpisode::parse(&text, STEM);
    check_problems(&text, &parsed.check(&TOPICS));
    let read = parsed.into_reading();
    check_problems(&text, &read.problems);
    if let Some(episode) = read.value {
        let _ = print_episode(&episode);
        let library = Library::new(Site::default(), TOPICS.clone(), vec![episode]);
        let _ = Inventory::of(&library);
    }
    if let Ok(assigned) = assign_ids(&text, STEM, &IdRules::default()) {
        check_assigned(&text, &assigned.text);
    }
}

/// A text with all its ids has no error and no other id to come, and nothing of what it was is gone. The episode in it is
/// printed and read again as it was.
fn check_assigned(text: &str, assigned: &str) {
    let read = read_episode(assigned, STEM);
    assert!(!any_error(&read.problems), "{:#?}", read.problems);
    let again = assign_ids(assigned, STEM, &IdRules::default()).expect("what has all its ids has no errors");
    assert_eq!(again.text, assigned, "assigned twice");
    let mut rest = assigned.chars();
    assert!(text.chars().all(|c| rest.any(|other| other == c)), "something was removed");
    let episode = read.value.expect("what is not empty is an episode");
    let printed = print_episode(&episode);
    let reread = read_episode(&printed, "printed");
    assert!(!any_error(&reread.problems), "{:#?}\n{printed}", reread.problems);
    assert_eq!(reread.value.as_ref(), Some(&episode), "{printed}");
    assert_eq!(print_episode(&episode), printed);
}

/// The settings beside the episodes. The same bytes are read as each of the three files.
fn settings(bytes: &[u8]) {
    let Some(text) = decoded(bytes) else { return };
    let site = read_site(&text);
    check_problems(&text, &site.problems);
    if let Some(address) = site.value.and_then(|site| site.address) {
        assert_eq!(site_address(&address), Some(address));
    }
    if let Some(upgraded) = upgrade_site(&text) {
        assert_eq!(upgrade_site(&upgraded), None, "upgraded twice");
        check_problems(&upgraded, &read_site(&upgraded).problems);
        assert!(any_error(&site.problems) || !any_error(&read_site(&upgraded).problems), "{upgraded}");
    }
    let topics = read_topics(&text);
    check_problems(&text, &topics.problems);
    check_problems(&text, &read_terms(&text).problems);
    let _ = site_address(&text);
}

/// A ledger and, behind a NUL, the lines that are pending.
fn ledger(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (published, pending) = text.split_once('\0').unwrap_or((&text, ""));
    let (mut ledger, found) = Ledger::read(published);
    check_problems(published, &found);
    let undivided = UndividedLedger::read(published).0;
    assert_eq!(lost_lines(published, &mut |part| undivided.entries_with(part, "")), []);
    check_digest(&ledger, &undivided);
    check_divided(&ledger, &undivided);
    check_written_again(&ledger);
    check_problems(pending, &ledger.add_pending(pending));
    for inventory in [&Inventory::default(), &*INVENTORY] {
        let resolutions = Resolutions::of(&ledger, inventory);
        for (file, found) in problems(&ledger, inventory, date()) {
            check_problems(if file == LedgerFile::Pending { pending } else { published }, &found);
        }
        for (id, record) in ledger.records() {
            let lives = inventory.contains(id);
            let is_settled = lives || record.state == IdState::Live || resolutions.get(id).is_some();
            assert!(is_settled, "{id} leads nowhere");
        }
        let _ = resolutions.former_ids();
    }
}

/// A ledger with a line for each id's first day, and one for its state, is the same.
fn check_written_again(ledger: &Ledger) {
    let mut lines = String::new();
    let mut push = |id: &PublishedId, date, change| {
        lines.push_str(&format!("{}\n", LedgerEntry { date, id: id.clone(), change }));
    };
    for (id, record) in ledger.records() {
        let revision =
            Revision { version: record.version().expect("every id has a version"), note: record.note().into() };
        push(id, record.first_published, Change::Live(revision.clone()));
        push(
            id,
            record.last_changed,
            match &record.state {
                IdState::Live => Change::Edited(revision),
                IdState::Succeeded(successors) => Change::Succeeded(successors.clone()),
                IdState::Removed { keeps_text } => Change::Removed { keeps_text: *keeps_text },
            },
        );
    }
    let (again, found) = Ledger::read(&lines);
    assert_eq!(found, [], "{lines}");
    assert_eq!(again.records().count(), ledger.records().count());
    assert!(ledger.records().all(|(_, record)| record.first_published <= record.last_changed));
    for (id, record) in ledger.records() {
        let read = again.get(id).expect("every id has its line");
        assert_eq!((&read.state, read.version(), read.note()), (&record.state, record.version(), record.note()));
        assert_eq!((read.first_published, read.last_changed), (record.first_published, record.last_changed));
    }
}

/// What a site serves of a ledger.
fn ledger_digest(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(digest) = LedgerDigest::read(&text) else { return };
    assert_eq!(LedgerDigest::read(&digest.to_text()).as_ref(), Some(&digest));
    assert!(digest.is_empty() || !digest.lost(&Ledger::default(), &mut |_| Vec::new()).is_empty());
    let undivided = UndividedLedger::read(SAMPLE_LEDGER).0;
    let _ = digest.lost(&LEDGER, &mut |part| undivided.entries_with(part, ""));
}

/// A digest of a ledger is read again as it was, and of the ledger itself nothing is lost.
fn check_digest(ledger: &Ledger, undivided: &UndividedLedger) {
    let digest = LedgerDigest::of(ledger);
    assert_eq!(LedgerDigest::read(&digest.to_text()).as_ref(), Some(&digest));
    assert_eq!(digest.lost(ledger, &mut |part| undivided.entries_with(part, "")), []);
}

/// A ledger that is divided into the files of its parts says the same.
fn check_divided(ledger: &Ledger, undivided: &UndividedLedger) {
    let mut divided = Ledger::default();
    for part in undivided.parts() {
        assert_eq!(part_of_file_name(&part_file_name(part)), Some(part));
        let text: String = undivided.entries(part).map(|entry| format!("{entry}\n")).collect();
        let PartReading { part, problems, .. } = UndividedLedger::default().read_part(part, &text);
        check_problems(&text, &problems);
        divided.replace_part(part);
    }
    assert_eq!(LedgerDigest::of(&divided), LedgerDigest::of(ledger));
    assert!(
        divided
            .records()
            .map(|(id, record)| (id, &record.state))
            .eq(ledger.records().map(|(id, record)| (id, &record.state)))
    );
}

/// The archive of published texts.
fn published_texts(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (texts, found) = PublishedTexts::read(&text);
    check_problems(&text, &found);
    let Ok(lines) = texts.versions().additions(&EPISODES[0]) else { return };
    let (again, found) = PublishedTexts::read(&lines.join("\n"));
    assert_eq!(found, []);
    assert!(lines.iter().all(|line| {
        line.split(' ')
            .next()
            .is_some_and(|version| Version::parse(version).is_some_and(|version| again.get(version).is_some()))
    }));
    static RESOLUTIONS: LazyLock<Resolutions> = LazyLock::new(|| Resolutions::of(&LEDGER, &INVENTORY));
    let _ = texts.former(&LEDGER, &INVENTORY, &RESOLUTIONS, "following-curiosity");
}

/// A transcript in another format, or in the one that it is recognised as. The episode that it becomes is one that the canonical form can hold, and its ids can be carried over from another.
fn import(bytes: &[u8], format: Option<&'static Format>) {
    let given = Given {
        stem: STEM.to_owned(),
        date: Some(date()),
        publisher: "Sample Press".to_owned(),
        format,
        ..Given::default()
    };
    let transcript = match import::read(bytes, &given) {
        Ok(transcript) => transcript,
        Err(refusal) => {
            check_problems(&refusal.text, &refusal.problems);
            return assert!(any_error(&refusal.problems), "refused without a reason");
        }
    };
    check_problems(&transcript.text, &transcript.problems);
    let episode = transcript.into_episode(&Roles::new()).episode;
    let printed = print_episode(&episode);
    if let Ok(assigned) = assign_ids(&printed, STEM, &IdRules::default()) {
        check_assigned(&printed, &assigned.text);
    }
    for policy in [UnclearPolicy::Keep, UnclearPolicy::Ask] {
        let carried = carry(&EPISODES[0], episode.clone(), policy);
        let _ = print_episode(&carried.episode);
    }
}

// ---- what they share

fn any_error(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// The text of a file; `None` where it is none, and why is said.
fn decoded(bytes: &[u8]) -> Option<String> {
    let decoded = decode(bytes);
    assert!(decoded.value.is_some() || any_error(&decoded.problems));
    decoded.value
}

/// Problems are sorted, and their spans can be cut out of the text.
fn check_problems(text: &str, problems: &[Problem]) {
    for problem in problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} is not in the text");
        let _ = problem.line_column(text);
    }
    assert!(problems.is_sorted_by_key(|problem| problem.span.start), "{problems:#?}");
}

const SAMPLE_LEDGER: &str = include_str!("../../episodes/links/following-curiosity.ledger");

const SAMPLE_TOPICS: &str = include_str!("../fixtures/search/topics.toml");

const SAMPLE_EPISODES: [(&str, &str); 3] = [
    ("running-kitchens", include_str!("../fixtures/search/running-kitchens.md")),
    ("trading-floor", include_str!("../fixtures/search/trading-floor.md")),
    ("other-scripts", include_str!("../fixtures/search/other-scripts.md")),
];

thread_local! {
    /// A small index with at least one part of each kind.
    static SAMPLE: RefCell<Index> = RefCell::new(build(&LIBRARY));
}

static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| read_topics(SAMPLE_TOPICS).value.expect("topics"));

static EPISODES: LazyLock<[Episode; 3]> =
    LazyLock::new(|| SAMPLE_EPISODES.map(|(stem, text)| read_episode(text, stem).value.expect("an episode")));

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let site = Site { title: "Sample".to_owned(), language: "en".to_owned(), ..Site::default() };
    Library::new(site, TOPICS.clone(), EPISODES.to_vec())
});

static INVENTORY: LazyLock<Inventory> = LazyLock::new(|| Inventory::of(&LIBRARY));

static LEDGER: LazyLock<Ledger> = LazyLock::new(|| Ledger::read(SAMPLE_LEDGER).0);

/// Queries that between them use every kind of part.
static QUERIES: LazyLock<[Query; 3]> = LazyLock::new(|| {
    ["\"culture of execution\" crepes grandmohter P&L manag", "topic:money speaker:\"nora vale\" the -sauce", ""]
        .map(|text| parse_while_typing(text).0)
});

fn date() -> Date {
    Date::new(2020, 1, 2).expect("a day")
}

// ---- where the fuzzer starts

/// Inputs that the fuzzer starts from, besides those that it kept.
pub(crate) fn seeds(name: &str) -> Vec<Vec<u8>> {
    if let Some(format) = name.strip_prefix(OF_FORMAT) {
        return transcripts(format);
    }
    match name {
        "query" => lines("tests/fixtures/search/queries.txt"),
        "search" => {
            lines("tests/fixtures/search/matches.txt").into_iter().map(|line| [&[0x38], &line[..]].concat()).collect()
        }
        "quote" => vec![
            b"p-x7k2.120-p-x7k2.135.5d41402abc4b".to_vec(),
            b"p-x7k2.120-p-b9m4.35.5d41402abc4b-9b74c9897bac".to_vec(),
        ],
        "view" => vec![b"?q=how+do%20you&speaker=ann&topic=money&sort=date&guess=off&utm_source=x".to_vec()],
        "episode" => files("tests/fixtures/source", ".md").chain(files("tests/fixtures/search", ".md")).collect(),
        "settings" => files("tests/fixtures", ".toml").chain(files("episodes", ".toml")).collect(),
        "ledger" => vec![SAMPLE_LEDGER.into(), LEDGER_LINES.into()],
        "ledger_digest" => {
            let digest = |ledger: &str| LedgerDigest::of(&Ledger::read(ledger).0).to_text().into();
            vec![digest(SAMPLE_LEDGER), digest(LEDGER_LINES)]
        }
        "published_texts" => files("episodes/published", ".txt").collect(),
        "import" => import::FORMATS.iter().flat_map(|format| transcripts(format.name)).collect(),
        _ => wire_seeds(name),
    }
}

/// The transcripts in a format that the tests import.
fn transcripts(format: &str) -> Vec<Vec<u8>> {
    files(&format!("tests/fixtures/import/ok/{format}"), "").collect()
}

/// A ledger with a line of each kind.
const LEDGER_LINES: &str = "# a comment\n\
    2026-11-23 live episode talks 5d41402abc4b Talks\n\
    2026-11-23 live answer talks/a 5d41402abc4b The title\n\
    2026-11-23 live answer talks/b 5d41402abc4b Another\n\
    2026-11-23 live paragraph talks/p-x7k2 9b74c9897bac a\n\
    2026-12-01 edited paragraph talks/p-x7k2 098f6bcd4621 b\n\
    2026-12-01 live speaker ann 098f6bcd4621 Ann\n\
    2026-12-01 live topic money 098f6bcd4621 Money\n\
    2027-01-05 moved answer talks/a to talks/b\n\
    2027-01-05 split answer talks/b into talks/c talks/a\n\
    2027-01-05 merged speaker ann into bo\n\
    2027-01-05 removed paragraph talks/p-x7k2 keep-text\n\0\
    2027-01-06 removed topic money\n";

/// The parts of the sample as they are written.
fn wire_seeds(name: &str) -> Vec<Vec<u8>> {
    let files = SAMPLE.with_borrow(encode);
    if name == "wire_file" {
        return files.into_values().collect();
    }
    let kind = |file: &[u8]| split(file).expect("its own file").kind;
    let of_target = files.into_values().filter(|file| Some(kind(file)) == kind_of(name));
    of_target.map(|file| behind_number(&inflated(split(&file).expect("its own file").payload)).to_vec()).collect()
}

/// The kind of part that a target reads.
fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "wire_head" => Kind::Head,
        "wire_dictionary" => Kind::Dictionary,
        "wire_bigrams" => Kind::Bigrams,
        "wire_documents" => Kind::Documents,
        "wire_facets" => Kind::Facets,
        "wire_facet_names" => Kind::FacetNames,
        "wire_vocabulary" => Kind::Vocabulary,
        _ => return None,
    })
}

/// The body without its checksum, its kind and its number, which is below 128 in a small index.
fn behind_number(body: &[u8]) -> &[u8] {
    body.get(6..).unwrap_or_default()
}

fn inflated(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec(bytes).expect("its own bytes")
}

/// The lines of a table that are cases: their first column.
fn lines(path: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(root().join(path)).expect("a file of the tests");
    let cases = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    cases.map(|line| line.split(" | ").next().unwrap_or_default().into()).collect()
}

/// The files in a folder and those below, whose names end so.
fn files(folder: &str, ending: &str) -> impl Iterator<Item = Vec<u8>> {
    let mut folders = vec![root().join(folder)];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the tests") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.insert(path.clone(), fs::read(path).expect("a file of the tests"));
            }
        }
    }
    found.into_values()
}

/// The folder of the sources.
fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().find(|folder| folder.join("episodes").is_dir()).unwrap_or(manifest)
}
