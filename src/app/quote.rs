//! Quotes: selected words become a text to copy or a link; a link to words marks exactly those, or says what became of
//! them. It never marks others.

use std::cell::RefCell;
use std::ops::Range;

use super::browser::{self, Passage};
use super::tools;
use crate::links::{DiffOp, DiffRun, Quote, QuoteBoundary, diff_words, version};

/// How long a selection must rest before it is offered as a quote, in milliseconds. A touch on the offer ends the selection
/// first, so that it stays as long again.
const REST_MILLIS: u32 = 300;

/// What is selected: the text to copy and the link to it.
struct Selected {
    /// A paragraph each.
    words: Vec<String>,
    source: String,
    address: String,
}

thread_local! {
    static SELECTED: RefCell<Option<Selected>> = const { RefCell::new(None) };
    static REST: RefCell<Option<Box<dyn std::any::Any>>> = const { RefCell::new(None) };
}

/// Wakes the offer to quote, and answers a link to words.
pub(crate) fn start() {
    if let Some(quote) = browser::parameter("quote").filter(|_| browser::by_id("quoted").is_some()) {
        arrive(Quote::parse(&quote));
    }
    if browser::by_id("quote").is_none() {
        return;
    }
    browser::on_selection(|| {
        let timer = browser::after(REST_MILLIS, || offer(selected()));
        REST.with(|rest| drop(rest.replace(Some(Box::new(timer)))));
    });
    let press = |selector, text: fn(&Selected) -> String, said| {
        browser::on_click(selector, move |_| {
            copy(text, said);
            true
        });
    };
    press("#quote-words", plain, "Quote copied");
    press("#quote-link", link, "Link to the quote copied");
    press("#quote-markdown", markdown, "Quote copied as Markdown");
}

/// Focuses the offer, if there is one; whether there is.
pub(crate) fn enter() -> bool {
    let open = SELECTED.with_borrow(Option::is_some);
    if let Some(button) = browser::by_id("quote-words").filter(|_| open) {
        browser::focus(&button);
    }
    open
}

fn offer(selected: Option<Selected>) {
    // Whoever has gone on to the offer has not given up what was selected.
    if selected.is_none() && browser::find("#quote :focus").is_some() {
        return;
    }
    browser::set_hidden("quote", selected.is_none());
    SELECTED.replace(selected);
}

fn copy(text: fn(&Selected) -> String, said: &'static str) {
    if let Some(text) = SELECTED.with_borrow(|selected| selected.as_ref().map(text)) {
        tools::copy(text, said, "Could not copy: select the words and copy them yourself");
    }
}

fn plain(Selected { words, source, address }: &Selected) -> String {
    ["“", &super::joined(words, "\n\n"), "” — ", source, ", ", address].concat()
}

fn markdown(Selected { words, source, address }: &Selected) -> String {
    ["> ", &super::joined(words, "\n>\n> "), "\n>\n> — [", source, "](", address, ")"].concat()
}

/// The link, and behind it the words for browsers that find them by themselves, should the app be missing there. They mark the
/// first place that holds the words, so that fewer than these, or several paragraphs, are left to the app alone.
fn link(Selected { words, address, .. }: &Selected) -> String {
    let [words] = &words[..] else { return address.clone() };
    if !(5..40).contains(&words.split(' ').count()) {
        return address.clone();
    }
    let coded = String::from(js_sys::encode_uri_component(words));
    // A hyphen of the words is none of the syntax.
    [address, ":~:text=", &coded.split('-').collect::<Vec<_>>().join("%2D")].concat()
}

/// What is selected of the transcript, within one answer.
fn selected() -> Option<Selected> {
    let mut words: Vec<String> = Vec::new();
    let mut ends: Option<QuoteBoundary> = None;
    let mut quote = Quote { start: Default::default(), end: Default::default(), versions: Vec::new() };
    let (mut answer, mut title, mut speakers) = (String::new(), String::new(), Vec::new());
    for (passage, bytes) in browser::selected_passages() {
        let text = &passage.readings.first()?.text;
        let bytes = trimmed(text, bytes);
        if bytes.is_empty() {
            continue;
        }
        let scalars = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        if !words.is_empty() && passage.answer() != answer {
            break;
        }
        let speaker = passage.speaker();
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
        if words.is_empty() {
            quote.start = QuoteBoundary { anchor: passage.anchor(), offset: scalars(bytes.start) };
            (answer, title) = (passage.answer(), passage.title());
        }
        ends = Some(QuoteBoundary { anchor: passage.anchor(), offset: scalars(bytes.end) });
        quote.versions.push(version(&[text]));
        words.push(text.get(bytes)?.to_owned());
    }
    quote.end = ends?;
    let folder = [&browser::api_text("root"), "episodes/", &answer, "/"].concat();
    let address = [&folder, "?quote=", &quote.to_value(), "#", &quote.start.anchor].concat();
    // All who are quoted, and after them what they were talking about.
    speakers.push(title);
    Some(Selected { words, source: super::joined(&speakers, ", "), address })
}

/// A range of bytes without blanks at its ends.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let inside = text.get(bytes.clone()).unwrap_or_default();
    let start = bytes.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// Marks the words that a link quotes, or says what became of them.
fn arrive(quote: Option<Quote>) {
    let Some(quote) = quote else {
        return browser::announce_quote("This link names words in a way that cannot be read, so none are marked");
    };
    let passages = browser::passages();
    let at = passages.iter().position(|passage| passage.is_at(&quote.start.anchor));
    let covered: Vec<&Passage> = passages.iter().skip(at.unwrap_or(usize::MAX)).take(quote.versions.len()).collect();
    let marks: Option<Vec<(&Passage, Range<usize>)>> = (0..quote.versions.len())
        .map(|nth| {
            let passage = *covered.get(nth)?;
            let text = &passage.readings.first()?.text;
            let is_as_quoted = version(&[text]) == quote.versions[nth];
            let range = quote.range(nth, text.chars().count()).filter(|_| is_as_quoted)?;
            let byte = |scalar: usize| text.char_indices().nth(scalar).map_or(text.len(), |(at, _)| at);
            Some((passage, byte(range.start)..byte(range.end)))
        })
        .collect();
    match marks.filter(|_| covered.last().is_some_and(|last| last.is_at(&quote.end.anchor))) {
        Some(marks) => {
            browser::show_quote(&marks);
            tools::say("The words that this link quotes are marked");
        }
        None => {
            let now = covered.first().map(|passage| (passage.anchor(), reading(&covered)));
            // Of several paragraphs some may stand here as they stood.
            let here: Vec<&Passage> = passages.iter().collect();
            let here = quote.versions.iter().map(|then| as_quoted(&here, then)).collect();
            browser::start(Box::pin(edited(quote, now, here)));
        }
    }
}

const UNVERIFIABLE: &str = "This link cannot be verified: these words were never published here";

fn reading(passages: &[&Passage]) -> String {
    let texts: Vec<&str> =
        passages.iter().filter_map(|one| one.readings.first()).map(|one| one.text.as_str()).collect();
    texts.join(" ")
}

/// The text of a version, where one of these paragraphs has it.
fn as_quoted(passages: &[&Passage], then: &str) -> Option<String> {
    let text = |passage: &&Passage| passage.readings.first().map(|one| one.text.clone());
    passages.iter().filter_map(text).find(|text| version(&[text]) == then)
}

/// The text of a version as it was published, or what to say instead.
async fn published(then: &str) -> Result<String, &'static str> {
    let path = ["episodes/", &browser::episode(), "/former/", then, ".txt"].concat();
    match browser::text(&path).await {
        Ok(text) if version(&[&text]) == then => Ok(text),
        Ok(_) => Err("The words that this link quotes were withdrawn and are no longer kept"),
        Err(browser::Failure::Status(404 | 410)) => Err(UNVERIFIABLE),
        Err(_) => Err("What this link quotes has been edited since; the words of then could not be loaded"),
    }
}

/// Says what became of words that have changed; `now` is the paragraph they began in, and what stands there; `here` are the
/// texts of the quoted versions that stand on this page.
async fn edited(quote: Quote, now: Option<(String, String)>, here: Vec<Option<String>>) {
    let (mut old, mut start, mut end) = (String::new(), 0, 0);
    for (nth, text) in here.into_iter().enumerate() {
        let text = match text {
            Some(text) => Ok(text),
            None => published(&quote.versions[nth]).await,
        };
        let text = match text {
            Ok(text) => text,
            Err(why) => return browser::announce_quote(why),
        };
        let Some(range) = quote.range(nth, text.chars().count()) else {
            return browser::announce_quote(UNVERIFIABLE);
        };
        let byte = |scalar: usize| old.len() + text.char_indices().nth(scalar).map_or(text.len(), |(at, _)| at);
        if nth == 0 {
            start = byte(range.start);
        }
        end = byte(range.end);
        old.push_str(&text);
        old.push(' ');
    }
    let Some((anchor, new)) = now else {
        browser::announce_quote("No longer on this page. As it was quoted:");
        return browser::append("quoted-words", "span", old.get(start..end).unwrap_or_default());
    };
    browser::mark_target(&anchor);
    browser::announce_quote("Edited since this link was made. Quoted then, and what became of it:");
    for DiffRun { op, text } in diff_words(&old, &(start..end), &new) {
        let tag = match op {
            DiffOp::Equal => "span",
            DiffOp::Delete => "del",
            DiffOp::Insert => "ins",
        };
        browser::append("quoted-words", tag, &text);
        browser::append("quoted-words", "span", " ");
    }
}
