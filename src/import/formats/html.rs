//! Web pages that were saved: <https://html.spec.whatwg.org/>.
//!
//! What the article of a page is, the crate `dom_smoothie` says, by the rules of the reader views of browsers. It says so of a copy: the
//! blocks are those of the page itself, and each is in the article or is furniture of the page, so that none is lost between the two.
//! The title, the day, the language and the description are those that the page states for search engines and for previews.
//!
//! A collection of saved pages was tried that reader views are tested with, and a transcript of a podcast.
//!
//! Not here: transcripts in the HTML of the Podcast Namespace ([`super::podcast_html`]), and which words are labels
//! ([`crate::import::labels`]).

use std::collections::{BTreeMap, BTreeSet};

use dom_query::Document;
use dom_smoothie::{Config, Metadata, Readability};

use crate::import::count::{self, words};
use crate::import::draft::{Draft, Head, clean};
use crate::import::format::{Format, Given};
use crate::import::head::dates::date;
use crate::import::input::Input;
use crate::import::labels::{BlockKind, TextBlock};
use crate::import::language;
use crate::import::prose;
use crate::import::report::Report;
use crate::import::web_page::{Step, UNREAD, blocks, is_block, parsed, steps};
use crate::transcript::Problem;

pub(in crate::import) const FORMAT: Format = Format {
    name: "html",
    title: "web page",
    recognise,
    read,
    count: |input| count::of_markup(&input.text().replace("</span><span", "</span> <span"), &UNREAD, is_block),
};

/// Elements that pieces of a page begin with.
const ROOTS: [&str; 22] = [
    "html",
    "head",
    "body",
    "title",
    "meta",
    "main",
    "article",
    "section",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "b",
    "strong",
    "span",
    "br",
];

/// The most elements of a page whose article is looked for.
const MAX_ELEMENTS: usize = 200_000;

/// The words of a line that is long enough to be the beginning or the end of an article.
const TELLING_WORDS: usize = 6;

/// A part in so many of the words of an article is much.
const MUCH: usize = 10;

fn recognise(input: &Input<'_>) -> Option<String> {
    let root = input.root_element().filter(|_| input.start().starts_with('<') && !input.is_zip())?;
    let name = root.to_ascii_lowercase();
    ROOTS.contains(&name.as_str()).then(|| format!("its first element, {name}"))
}

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let page = parsed(input.text())?;
    let steps = steps(&page);
    let canonical = page.select_single("link[rel=canonical]").attr("href").map(|address| address.to_string());
    let (metadata, article) = article(page);
    let mut head = head(&Metadata { url: canonical.or(metadata.url.clone()), ..metadata });
    let title = title_element(&steps);
    report.used(&title);
    let mut blocks = blocks(&without_title(steps));
    let mut kept = kept(&blocks, article.as_deref());
    take_title(&mut blocks, &mut kept, &title, &mut head, report);
    let said = leave_furniture(blocks, &kept, report);
    let mut draft = Draft { head, ..Draft::default() };
    prose::read(said, &mut draft, report);
    Ok(draft)
}

/// What a page says of itself, and the lines of its article; `None` where it has none.
fn article(page: Document) -> (Metadata, Option<Vec<TextBlock>>) {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let Ok(mut page) = Readability::with_document(page, None, Some(config)) else { return (Metadata::default(), None) };
    let metadata = page.get_article_metadata(page.parse_json_ld());
    let article = page.parse().ok();
    let found = article.map(|article| blocks(&steps(&Document::from(article.content))));
    (metadata, found.filter(|blocks| !blocks.is_empty()))
}

fn head(metadata: &Metadata) -> Head {
    let stated = |field: &Option<String>| field.as_deref().map(clean).filter(|field| !field.is_empty());
    let address = |field: &Option<String>| {
        stated(field).filter(|field| field.starts_with("https://") || field.starts_with("http://"))
    };
    Head {
        title: Some(clean(&metadata.title)).filter(|title| !title.is_empty()),
        date: metadata.published_time.as_deref().and_then(date),
        language: metadata.lang.as_deref().and_then(language::written),
        summary: stated(&metadata.excerpt),
        publisher: stated(&metadata.site_name),
        original: address(&metadata.url),
        ..Head::default()
    }
}

/// The words of the first element `title`.
fn title_element(steps: &[Step]) -> String {
    let title = steps.iter().skip_while(|step| !is_title(step)).skip(1);
    let words = title.take_while(|step| !matches!(step, Step::Close(_))).map(|step| match step {
        Step::Text(text) => text.as_str(),
        _ => "",
    });
    clean(&words.collect::<String>())
}

fn is_title(step: &Step) -> bool {
    matches!(step, Step::Open(element) if element.name == "title")
}

/// The steps through a page without its first title, which has no elements in it.
fn without_title(steps: Vec<Step>) -> Vec<Step> {
    let Some(at) = steps.iter().position(is_title) else { return steps };
    let end =
        steps[at..].iter().position(|step| matches!(step, Step::Close(_))).map_or(steps.len(), |end| at + end + 1);
    steps.into_iter().enumerate().filter(|(nth, _)| !(at..end).contains(nth)).map(|(_, step)| step).collect()
}

/// Which blocks of a page are in its article: those with its lines, between the first and the last line that is there once.
///
/// What the rules of reader views took away between these stays away if it is little. If it is much, it was the conversation.
fn kept(page: &[TextBlock], article: Option<&[TextBlock]>) -> Vec<bool> {
    let Some(article) = article else { return vec![true; page.len()] };
    let lines: BTreeSet<String> = article.iter().flat_map(lines_of).map(|line| line.letters).collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    page.iter().flat_map(lines_of).for_each(|line| *times.entry(line.letters).or_default() += 1);
    let hits: Vec<bool> = page.iter().map(|block| is_of(block, &lines)).collect();
    let tells = |line: &Line| line.words >= TELLING_WORDS && times.get(&line.letters) == Some(&1);
    let telling = |at: &usize| hits[*at] && lines_of(&page[*at]).iter().any(tells);
    let first = (0..page.len()).find(telling).unwrap_or_default();
    let last = (0..page.len()).rev().find(telling).unwrap_or(page.len());
    // Short lines of the article go on from there: a first question, a last word.
    let first = (0..first).rev().take_while(|at| hits[*at]).last().unwrap_or(first);
    let last = (last + 1..page.len()).take_while(|at| hits[*at]).last().unwrap_or(last);
    let is_inside = |at: usize| (first..=last).contains(&at);
    let words_where = |is_hit: bool| -> usize {
        let blocks = page.iter().enumerate().filter(|(at, _)| is_inside(*at) && hits[*at] == is_hit);
        blocks.map(|(_, block)| words(&block.text())).sum()
    };
    let takes_all = words_where(false) * MUCH > words_where(true);
    (0..page.len()).map(|at| is_inside(at) && (hits[at] || takes_all || page[at].kind == BlockKind::Rule)).collect()
}

/// A line without its blanks: reader views take elements away that hold nothing else.
struct Line {
    letters: String,
    words: usize,
}

fn lines_of(block: &TextBlock) -> Vec<Line> {
    let line = |text: &str| Line { letters: text.split_whitespace().collect(), words: words(text) };
    block.lines.iter().map(|it| line(&it.text)).collect()
}

/// Whether most words of a block are in some lines.
fn is_of(block: &TextBlock, lines: &BTreeSet<String>) -> bool {
    let of = |is_in: bool| -> usize {
        lines_of(block).iter().filter(|line| lines.contains(&line.letters) == is_in).map(|line| line.words).sum()
    };
    of(true) > of(false)
}

/// Takes the title of the article out of its blocks: the first heading of the highest level that the page has as its title too.
fn take_title(blocks: &mut Vec<TextBlock>, kept: &mut Vec<bool>, title: &str, head: &mut Head, report: &mut Report) {
    let titles = [title.to_lowercase(), head.title.as_deref().unwrap_or_default().to_lowercase()];
    let is_title = |block: &TextBlock| {
        let text = block.text().to_lowercase();
        block.kind == BlockKind::Heading(1) && titles.iter().any(|title| title.contains(&text))
    };
    if let Some(at) = blocks.iter().position(is_title) {
        let text = blocks.remove(at).text();
        kept.remove(at);
        report.used(&text);
        head.title = Some(text);
    }
}

/// The blocks of the article; the others are left out.
fn leave_furniture(page: Vec<TextBlock>, kept: &[bool], report: &mut Report) -> Vec<TextBlock> {
    let mut said = Vec::new();
    let mut left = 0;
    for (block, is_kept) in page.into_iter().zip(kept) {
        if *is_kept {
            said.push(block);
            continue;
        }
        let text = block.text();
        left += words(&text);
        if !text.is_empty() {
            report.leave_out(block.span(), "furniture of the page", &text);
        }
    }
    if left > 0 {
        report.note(format!("{left} words of the page are no part of its article"));
    }
    said
}
