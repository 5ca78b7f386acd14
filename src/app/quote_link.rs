//! Links to quotes: the page highlights exactly the words that a link quotes, or says what became of them. It never
//! highlights other words.
//!
//! A quote names a version of each paragraph that it quotes. Where the page has other versions, the quoted ones are
//! fetched, as they were published once, and the page shows what was changed.
//!
//! What the page shows may not be what was published: browsers translate pages, and hosts rewrite them. So each paragraph
//! carries the version of its published text. Where that is the quoted one and the words in the page are others, the page says
//! so and shows the published words; it does not call the link wrong or the text edited.
//!
//! Not here: making such a link ([`super::quote_selection`]), and comparing texts ([`crate::links`]).

use std::ops::Range;

use super::browser::{self, FetchError, Passage, PassageRange};
use super::toast;
use crate::links::{DiffOp, DiffRun, Quote, diff_words, earlier_link_version, is_link_version};

const UNREADABLE: &str = "The quote in this link cannot be read, so nothing is marked";
const UNVERIFIABLE: &str = "This link cannot be verified: these words were never published here";
const WITHDRAWN: &str = "The words that this link quotes were withdrawn and are no longer available";
const NOT_LOADED: &str =
    "The words that this link quotes have been edited since; as they were then, they could not be loaded";
const ALTERED: &str = "This page was translated or rewritten after it was published, so no words are marked in it";

/// The paragraphs of the page that a quote is of, as they read now.
struct CurrentText {
    /// The anchor of the first paragraph.
    anchor: String,
    /// The text; `None` where it is not as it was published.
    text: Option<String>,
}

/// A paragraph of the page, as it reads now.
struct OnPage {
    anchor: String,
    text: String,
}

/// The paragraphs that a quote is of, as they read when they were quoted.
struct FormerText {
    text: String,
    /// The bytes that are quoted.
    quoted: Range<usize>,
}

/// Answers the page's `quote` parameter, where it has one and there is a place to answer it.
pub(crate) fn start() {
    if let Some(value) = browser::query_parameter("quote").filter(|_| browser::by_id("quoted").is_some()) {
        match Quote::parse(&value) {
            Some(quote) => open(quote),
            None => show_note(UNREADABLE),
        }
    }
}

fn show_note(text: &str) {
    browser::set_hidden("quoted", false);
    browser::set_text("quoted-note", text);
}

/// Highlights the quoted words, or says what became of them.
fn open(quote: Quote) {
    let passages = browser::passages();
    let start = passages.iter().position(|passage| passage.has_anchor(&quote.start.anchor)).unwrap_or(passages.len());
    let covered: Vec<&Passage> = passages.iter().skip(start).take(quote.versions.len()).collect();
    match unchanged_ranges(&quote, &covered) {
        Some(ranges) => {
            browser::highlight_quote(&ranges);
            toast::show("The words that this link quotes are marked");
        }
        None => {
            let current = covered.first().map(|first| CurrentText { anchor: first.anchor(), text: text_of(&covered) });
            // Of several paragraphs some may be unchanged, or have moved to another place of the page.
            let named: Vec<NamedPassage<'_>> = passages.iter().map(NamedPassage::of).collect();
            let on_page = quote.versions.iter().map(|wanted| on_page(wanted, &named)).collect();
            browser::spawn(Box::pin(show_changes(quote, current, on_page)));
        }
    }
}

/// The quoted words in the passages that a quote covers; `None` where these are not the quoted versions.
fn unchanged_ranges<'a>(quote: &Quote, covered: &[&'a Passage]) -> Option<Vec<PassageRange<'a>>> {
    if !covered.last()?.has_anchor(&quote.end.anchor) {
        return None;
    }
    let mut ranges = Vec::new();
    for (nth, quoted_version) in quote.versions.iter().enumerate() {
        let passage = *covered.get(nth)?;
        let text = &passage.readings.first()?.text;
        if !is_link_version(quoted_version, text) {
            return None;
        }
        let scalars = quote.range(nth, text.chars().count())?;
        ranges.push(PassageRange { passage, bytes: byte_offset(text, scalars.start)..byte_offset(text, scalars.end) });
    }
    Some(ranges)
}

/// The offset in bytes of an offset in Unicode scalars.
fn byte_offset(text: &str, scalars: usize) -> usize {
    text.char_indices().nth(scalars).map_or(text.len(), |(at, _)| at)
}

/// The text of a passage, as heard.
fn text_of_one(passage: &Passage) -> &str {
    passage.readings.first().map_or("", |reading| reading.text.as_str())
}

/// The text of several passages, as heard; `None` where it is not as it was published.
fn text_of(passages: &[&Passage]) -> Option<String> {
    let mut texts = Vec::new();
    for passage in passages {
        let text = text_of_one(passage);
        if !is_link_version(&passage.published_version(), text) {
            return None;
        }
        texts.push(text);
    }
    Some(texts.join(" "))
}

/// A passage with the versions by which links may name it, found once for all that a link names.
struct NamedPassage<'a> {
    passage: &'a Passage,
    published: String,
    /// That of the text in the page, as links of earlier releases have it.
    earlier: String,
}

impl<'a> NamedPassage<'a> {
    fn of(passage: &'a Passage) -> Self {
        Self { passage, published: passage.published_version(), earlier: earlier_link_version(text_of_one(passage)) }
    }
}

/// The paragraph of the page whose published text has this version, in the present way or in that of earlier releases.
fn on_page(wanted: &str, passages: &[NamedPassage<'_>]) -> Option<OnPage> {
    let found = passages.iter().find(|named| named.published == wanted || named.earlier == wanted)?;
    Some(OnPage { anchor: found.passage.anchor(), text: text_of_one(found.passage).to_owned() })
}

/// The text of a version as it was published. `on_page` is the paragraph of the page that has this version.
///
/// # Errors
/// A sentence that says why it cannot be had.
async fn published_text(wanted: &str, on_page: Option<OnPage>) -> Result<String, &'static str> {
    let folder = ["episodes/", &browser::episode_id()].concat();
    let path = match &on_page {
        Some(OnPage { text, .. }) if is_link_version(wanted, text) => return Ok(text.clone()),
        // The page shows other words.
        Some(OnPage { anchor, .. }) => [&folder, "/transcript.json#", anchor].concat(),
        None => [&folder, "/former/", wanted, ".txt"].concat(),
    };
    match browser::fetch_text(&path).await {
        Ok(text) if is_link_version(wanted, &text) => Ok(text),
        _ if on_page.is_some() => Err(ALTERED),
        Ok(_) => Err(WITHDRAWN),
        Err(FetchError::Status(404 | 410)) => Err(UNVERIFIABLE),
        Err(_) => Err(NOT_LOADED),
    }
}

/// The quoted paragraphs as they read when they were quoted. `on_page` has the paragraphs of those versions that the page
/// has.
///
/// # Errors
/// A sentence that says why they cannot be had.
async fn former_text(quote: &Quote, on_page: Vec<Option<OnPage>>) -> Result<FormerText, &'static str> {
    let mut former = FormerText { text: String::new(), quoted: 0..0 };
    for (nth, paragraph) in on_page.into_iter().enumerate() {
        let text = published_text(&quote.versions[nth], paragraph).await?;
        let scalars = quote.range(nth, text.chars().count()).ok_or(UNVERIFIABLE)?;
        let before = former.text.len();
        if nth == 0 {
            former.quoted.start = byte_offset(&text, scalars.start);
        }
        former.quoted.end = before + byte_offset(&text, scalars.end);
        former.text.push_str(&text);
        former.text.push(' ');
    }
    Ok(former)
}

/// Shows what became of quoted words that are no longer on the page as they were.
async fn show_changes(quote: Quote, current: Option<CurrentText>, on_page: Vec<Option<OnPage>>) {
    let former = match former_text(&quote, on_page).await {
        Ok(former) => former,
        // A link of an earlier release to a page that was translated cannot be verified; that is not the link's fault.
        Err(UNVERIFIABLE) if current.is_some_and(|current| current.text.is_none()) => return show_note(ALTERED),
        Err(why) => return show_note(why),
    };
    let show_former = |note| {
        show_note(note);
        browser::append("quoted-words", "span", former.text.get(former.quoted.clone()).unwrap_or_default());
    };
    let Some(current) = current else { return show_former("No longer on this page. The words as they were quoted:") };
    browser::mark_as_target(&current.anchor);
    // Words that were translated or rewritten are no edit, so nothing is compared with them.
    let Some(text) = current.text else { return show_former(ALTERED) };
    let Some(runs) = diff_words(&former.text, &former.quoted, &text) else {
        return show_former("Edited since this link was made, and in many places. The words as they were quoted:");
    };
    show_note("Edited since this link was made. The quoted words, with what was struck and added:");
    for DiffRun { op, text } in runs {
        let tag = match op {
            DiffOp::Equal => "span",
            DiffOp::Delete => "del",
            DiffOp::Insert => "ins",
        };
        browser::append("quoted-words", tag, &text);
        browser::append("quoted-words", "span", " ");
    }
}
