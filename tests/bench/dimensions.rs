//! The dimensions of input whose growth is measured: how an input of a size is written, and what is run over it.
//!
//! A dimension that a named constant bounds has two rows: up to the bound, and past it, where the sentence is asserted. Not
//! here: the table ([`super`]).

use std::hint::black_box;
use std::time::Instant;

use answerbook::links::{MAX_QUOTED_PARAGRAPHS, Quote, diff_words};

use super::bench::{Bench, answerbook, shell};

/// Something that somebody can write much of.
pub(crate) struct Dimension {
    pub(crate) name: &'static str,
    /// The size at which measuring begins.
    pub(crate) n: usize,
    /// Makes an input of a size; the seconds that the work over it takes.
    pub(crate) seconds: fn(usize) -> f64,
    /// Whether a named constant bounds it, so that its growth up to there is not judged.
    pub(crate) is_bounded: bool,
}

const fn unbounded(name: &'static str, n: usize, seconds: fn(usize) -> f64) -> Dimension {
    Dimension { name, n, seconds, is_bounded: false }
}

const fn bounded(name: &'static str, n: usize, seconds: fn(usize) -> f64) -> Dimension {
    Dimension { name, n, seconds, is_bounded: true }
}

/// All dimensions, by what is written: an episode, settings, what was published, transcripts, queries, quotes.
pub(crate) const DIMENSIONS: &[Dimension] = &[
    unbounded("answers of an episode", 1_000, answers),
    unbounded("words of a paragraph", 25_000, words_of_a_paragraph),
    unbounded("words of a title", 5_000, words_of_a_title),
    bounded("speakers, to the bound of 500", 125, speakers),
    unbounded("speakers, past it", 2_500, too_many_speakers),
    bounded("corrections of a paragraph, to the bound of 2,000", 500, corrections_of_one),
    unbounded("corrections of as many paragraphs", 500, corrections_of_many),
    unbounded("corrections, past the bound", 10_000, too_many_corrections),
    unbounded("topics of an episode, all unknown", 5_000, topics_of_an_episode),
    unbounded("pins on one heading", 25_000, pins),
    unbounded("unknown topics with as many known", 2_500, unknown_topics),
    unbounded("answers with ten times as many topics", 500, answers_with_topics),
    unbounded("topics", 12_500, topics),
    unbounded("nested arrays in front matter", 25_000, nested_arrays),
    unbounded("control characters in one line", 100_000, controls),
    unbounded("paragraphs with one id", 12_500, paragraphs_with_one_id),
    unbounded("broken lines of the ledger", 10_000, broken_lines),
    unbounded("ids that are gone", 2_500, gone),
    unbounded("a chain of moves, built", 1_000, chain),
    unbounded("a circle of moves", 2_500, circle),
    unbounded("successors of one id", 2_500, successors),
    unbounded("lines that an earlier ledger had", 10_000, lost_lines),
    unbounded("such lines, of one id and one day", 5_000, lost_lines_of_one),
    unbounded("former texts that were altered", 10_000, altered_texts),
    unbounded("paragraphs of a release, all edited", 1_000, release),
    unbounded("paragraphs imported", 2_500, import),
    unbounded("paragraphs imported again, all changed", 1_000, import_again),
    unbounded("compounds in a row, sought in such a text", 10, compounds),
    unbounded("one word in a row, and the query too", 10_000, repeats),
    unbounded("words of a query, past the bound of 64", 2_500, long_query),
    bounded("paragraphs of a quote, to the bound of 200", MAX_QUOTED_PARAGRAPHS / 4, quote),
    unbounded("paragraphs of a quote, past it", 50_000, too_long_quote),
    bounded("words of a quote, all changed, to the bound of 2,000", 500, quoted_words),
    unbounded("words of a quote, all changed, past it", 10_000, too_many_quoted_words),
];

// ---- how inputs are written and run

/// A folder with one episode: what is added to its front matter, and its body.
fn talk(front: &str, body: &str) -> Bench {
    let speakers = ["ann", "bo"].map(|id| format!("{{ id = \"{id}\", name = \"{id}\", role = \"host\" }}")).join(", ");
    talk_of(&speakers, front, body)
}

fn talk_of(speakers: &str, front: &str, body: &str) -> Bench {
    let bench = Bench::empty();
    // Pictures are drawn for a bounded number of answers, and would hide what all the rest takes.
    bench.write("episodes/site.toml", format!("{SETTINGS}[pictures]\nper = \"none\"\n"));
    let head = "id = \"talk\"\ntitle = \"T\"\ndate = 2024-01-01\npublisher = \"P\"\nlanguage = \"en\"";
    bench.write("episodes/talk.md", format!("+++\n{head}\nspeakers = [{speakers}]\n{front}\n+++\n\n{body}"));
    bench
}

const SETTINGS: &str = "format = 1\ntitle = \"T\"\npublisher = \"P\"\nlanguage = \"en\"\n";

/// A body of one short answer.
const SHORT: &str = "## A {#a}\n\n**ann:** What of it? ^p\n";

/// So many parts, one after the other.
fn many(n: usize, part: impl Fn(usize) -> String) -> String {
    (0..n).map(part).collect()
}

/// The seconds of a command that ends with a code and says some words.
fn timed(bench: &Bench, args: &[&str], code: i32, says: &str) -> f64 {
    let mut command = answerbook(bench.folder.path());
    // Pictures that an earlier run has kept would be none of this one's work.
    command.args(args).env("XDG_CACHE_HOME", bench.path("cache"));
    let start = Instant::now();
    let output = command.output().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    let end = printed.get(printed.len().saturating_sub(2_000)..).unwrap_or(&printed);
    assert!(output.status.code() == Some(code) && printed.contains(says), "{args:?}, {}: …{end}", output.status);
    seconds
}

fn check(bench: &Bench, code: i32, says: &str) -> f64 {
    timed(bench, &["check"], code, says)
}

fn build(bench: &Bench) -> f64 {
    timed(bench, &["build", "--shell", &shell()], 0, "files")
}

/// The seconds of some work.
fn seconds_of<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

// ---- episodes

fn answers(n: usize) -> f64 {
    let answer =
        |nth| format!("## On {nth} {{#a{nth}}}\n\n**ann:** What of {nth}? ^q{nth}\n\n**bo:** It is {nth}. ^p{nth}\n\n");
    build(&talk("", &many(n, answer)))
}

fn words_of_a_paragraph(n: usize) -> f64 {
    build(&talk("", &format!("## A {{#a}}\n\n**ann:** {}^p\n", many(n, |nth| format!("word{nth} ")))))
}

/// With the picture that shows the title.
fn words_of_a_title(n: usize) -> f64 {
    let bench = talk("", &format!("## {}{{#a}}\n\n**ann:** What of it? ^p\n", many(n, |nth| format!("word{nth} "))));
    bench.write("episodes/site.toml", SETTINGS);
    build(&bench)
}

fn talk_of_many(n: usize) -> Bench {
    let speaker = |nth| format!("{{ id = \"s{nth}\", name = \"S{nth}\", role = \"guest\" }},\n");
    let turn = |nth| format!("**S{nth}:** I am {nth}. ^p{nth}\n\n");
    talk_of(&many(n, speaker), "", &format!("## All {{#a}}\n\n{}", many(n, turn)))
}

fn speakers(n: usize) -> f64 {
    build(&talk_of_many(n))
}

fn too_many_speakers(n: usize) -> f64 {
    check(&talk_of_many(n), 1, "at most 500 in one conversation")
}

/// A correction of a word in each kilobyte of a paragraph.
fn corrections_of_one(n: usize) -> f64 {
    let corrections = many(n, |nth| format!("{{ at = \"p\", heard = \"word{nth}x\", meant = \"meant\" }},\n"));
    let filler = "and so it was said ".repeat(50);
    let text = many(n, |nth| format!("word{nth}x {filler}"));
    build(&talk(&format!("corrections = [{corrections}]"), &format!("## A {{#a}}\n\n**ann:** {text} ^p\n")))
}

fn talk_with_corrections(n: usize) -> Bench {
    let corrections = many(n, |nth| format!("{{ at = \"p{nth}\", heard = \"word\", meant = \"meant\" }},\n"));
    let text = many(n, |nth| format!("**ann:** A word of {nth}. ^p{nth}\n\n"));
    talk(&format!("corrections = [{corrections}]"), &format!("## A {{#a}}\n\n{text}"))
}

fn corrections_of_many(n: usize) -> f64 {
    build(&talk_with_corrections(n))
}

fn too_many_corrections(n: usize) -> f64 {
    check(&talk_with_corrections(n), 1, "at most 2000 in one file")
}

fn nested_arrays(n: usize) -> f64 {
    let front = format!("deep = {}{}", "[".repeat(n), "]".repeat(n));
    check(&talk(&front, SHORT), 1, "error")
}

fn controls(n: usize) -> f64 {
    let text = format!("## A {{#a}}\n\n**ann:** What {} of it? ^p\n", "\u{8}x".repeat(n));
    check(&talk("", &text), 1, "more problems, not listed")
}

fn paragraphs_with_one_id(n: usize) -> f64 {
    let text = format!("## A {{#a}}\n\n{}", "**ann:** What of it? ^p\n\n".repeat(n));
    check(&talk("", &text), 1, "more problems, not listed")
}

// ---- topics

fn topics_of_an_episode(n: usize) -> f64 {
    let front = format!("topics = [{}]", many(n, |nth| format!("\"topic-{nth}\", ")));
    check(&talk(&front, SHORT), 1, "unknown topic")
}

fn pins(n: usize) -> f64 {
    let pins = many(n, |nth| format!(" +topic-{nth}"));
    check(&talk("", &format!("## A {{#a{pins}}}\n\n**ann:** What of it? ^p\n")), 1, "unknown topic")
}

fn unknown_topics(n: usize) -> f64 {
    let front = format!("topics = [{}]", many(n, |nth| format!("\"unknown-{nth}\", ")));
    let bench = talk(&front, SHORT);
    bench.write("episodes/topics.toml", many(n, |nth| format!("[known-{nth}]\nname = \"Known {nth}\"\n")));
    check(&bench, 1, "unknown topic")
}

fn answers_with_topics(n: usize) -> f64 {
    let answer = |nth| format!("## {{#a{nth}}}\n\n**ann:** What of term {nth} and term {}? ^q{nth}\n\n", 10 * nth);
    let bench = talk("", &many(n, answer));
    let topic = |nth| format!("[topic-{nth}]\nname = \"Topic {nth}\"\nterms = [\"term {nth}\", \"term{nth}*\"]\n");
    bench.write("episodes/topics.toml", many(10 * n, topic));
    check(&bench, 0, "")
}

fn topics(n: usize) -> f64 {
    let bench = talk("", SHORT);
    bench.write("episodes/topics.toml", many(n, |nth| format!("[topic-{nth}]\nname = \"Topic {nth}\"\n")));
    check(&bench, 0, "")
}

// ---- what was published

/// A folder with one episode and a ledger.
fn published(body: &str, ledger: &str) -> Bench {
    let bench = talk("", body);
    bench.write("episodes/links.ledger", ledger);
    bench
}

/// The line of an answer that was published.
fn live(nth: usize) -> String {
    format!("2024-01-01 live answer talk/a{nth} 0123456789ab Answer {nth}\n")
}

fn broken_lines(n: usize) -> f64 {
    check(&published(SHORT, &many(n, |nth| format!("2024-01-01 lost answer talk/a{nth}\n"))), 1, "not listed")
}

fn gone(n: usize) -> f64 {
    check(&published(SHORT, &many(n, live)), 1, "a published id is gone")
}

fn moved(from: usize, to: usize) -> String {
    format!("2024-02-01 moved answer talk/a{from} to talk/a{to}\n")
}

fn chain(n: usize) -> f64 {
    let body = format!("## A {{#a{n}}}\n\n**ann:** What of it? ^p\n");
    build(&published(&body, &(many(n + 1, live) + &many(n, |nth| moved(nth, nth + 1)))))
}

fn circle(n: usize) -> f64 {
    let ledger = many(n, live) + &many(n, |nth| moved(nth, (nth + 1) % n));
    check(&published(SHORT, &ledger), 1, "it leads back to itself")
}

fn successors(n: usize) -> f64 {
    let body = many(n, |nth| format!("## A {{#a{nth}}}\n\n**ann:** What of {nth}? ^p{nth}\n\n"));
    let into = many(n, |nth| format!(" talk/a{nth}"));
    let split = format!(
        "2024-01-01 live answer talk/whole 0123456789ab Whole\n2024-02-01 split answer talk/whole into{into}\n"
    );
    check(&published(&body, &split), 0, "")
}

fn lost_lines(n: usize) -> f64 {
    let bench = published(SHORT, "");
    bench.write("before.ledger", many(n, live));
    timed(&bench, &["links", "check", "--against", "before.ledger"], 1, "deleted or altered")
}

fn lost_lines_of_one(n: usize) -> f64 {
    let line = |of: usize| move |nth: usize| format!("2024-01-01 live answer talk/a {:012x} A\n", of * 1_000_000 + nth);
    let bench = published(SHORT, &many(n, line(1)));
    bench.write("before.ledger", many(n, line(2)));
    timed(&bench, &["links", "check", "--against", "before.ledger"], 1, "deleted or altered")
}

fn altered_texts(n: usize) -> f64 {
    let bench = published(SHORT, "2024-01-01 live episode talk 0123456789ab T\n");
    bench.write("episodes/published/talk.txt", many(n, |nth| format!("{nth:012x} Words that nobody said {nth}.\n")));
    check(&bench, 1, "a published text was altered")
}

fn release(n: usize) -> f64 {
    let body = |word: &str| {
        let paragraph = |nth| format!("**ann:** {word} of {nth} is all that was said. ^p{nth}\n\n");
        format!("## A {{#a}}\n\n{}", many(n, paragraph))
    };
    let bench = talk("", &body("This"));
    let args = ["publish", "--shell", &shell(), "--date", "2024-02-01"];
    timed(&bench, &args, 0, "lines appended");
    bench.write("episodes/talk.md", bench.read("episodes/talk.md").replace("**ann:** This", "**ann:** That"));
    timed(&bench, &args, 0, "lines appended")
}

// ---- transcripts

/// The name of who says a paragraph.
fn speaker(nth: usize) -> &'static str {
    if nth.is_multiple_of(2) { "Ann" } else { "Bo" }
}

fn transcript(n: usize, words: impl Fn(usize) -> String) -> String {
    many(n, |nth| format!("**{}:** {}\n\n", speaker(nth), words(nth)))
}

fn first_words(nth: usize) -> String {
    format!("Here word{nth} and term{nth} stand, with thing{nth} beside them.")
}

fn import(n: usize) -> f64 {
    let bench = Bench::empty();
    bench.write("new/talk.md", transcript(n, first_words));
    timed(&bench, &["import", "new/talk.md", "--date", "2024-01-01", "--publisher", "P"], 0, "written")
}

fn import_again(n: usize) -> f64 {
    let bench = Bench::empty();
    let args = ["import", "new/talk.md", "--date", "2024-01-01", "--publisher", "P", "--unclear", "keep"];
    bench.write("new/talk.md", transcript(n, first_words));
    timed(&bench, &args, 0, "written");
    bench.write("new/talk.md", transcript(n, |nth| format!("Now word{nth} and term{nth} lie, with other{nth} below.")));
    timed(&bench, &args, 0, "written")
}

// ---- queries

/// Two answers that say the same.
fn said_twice(text: &str) -> Bench {
    talk("", &many(2, |nth| format!("## {{#a{nth}}}\n\n**ann:** {text}? ^p{nth}\n\n")))
}

/// Each compound reads as one word and as two, in the query as in the text, which has every two words of the query in a row and not
/// all of them.
fn compounds(n: usize) -> f64 {
    let row = "x-y ".repeat(n);
    let bench = said_twice(&format!("{row}{row}beta gamma omega gamma delta alpha"));
    timed(&bench, &["search", &format!("{row}beta gamma delta alpha")], 0, "a0")
}

fn repeats(n: usize) -> f64 {
    let row = "no ".repeat(n);
    let bench = said_twice(&format!("{row}one two three four"));
    timed(&bench, &["search", &format!("{row}one two three four")], 0, "more than can be searched")
}

fn long_query(n: usize) -> f64 {
    let query = many(n, |nth| format!("word{nth} "));
    timed(&said_twice("word0 word1 word2"), &["search", &query], 0, "more than can be searched")
}

// ---- quotes

fn quote_of(n: usize) -> String {
    let versions = many(n, |nth| format!("-{nth:012x}"));
    format!("p-a.0-p-b.1.{}", versions.trim_start_matches('-'))
}

fn quote(n: usize) -> f64 {
    let value = quote_of(n);
    let old = many(n * 100, |nth| format!("word{nth} "));
    let new = old.replace("7 ", "8 ");
    seconds_of(|| (Quote::parse(&value).unwrap(), diff_words(&old, &(0..old.len()), &new)))
}

fn too_long_quote(n: usize) -> f64 {
    let value = quote_of(n);
    seconds_of(|| assert_eq!(Quote::parse(&value), None))
}

fn changed(n: usize) -> [String; 2] {
    ["old", "new"].map(|word| many(n, |nth| format!("{word}{nth} ")))
}

fn quoted_words(n: usize) -> f64 {
    let [old, new] = changed(n - 1);
    seconds_of(|| diff_words(&old, &(0..old.len()), &new).unwrap())
}

fn too_many_quoted_words(n: usize) -> f64 {
    let [old, new] = changed(n);
    seconds_of(|| assert_eq!(diff_words(&old, &(0..old.len()), &new), None))
}
