//! Feeds of the newest answers: `feed.xml` in Atom (RFC 4287), `feed.json` in JSON Feed 1.1. Both need the site's
//! absolute URL.
//!
//! Dates are the ledger's. An answer that was never released has its episode's date.
//!
//! Not here: the links to the feeds in every page ([`crate::page::document`]).

use serde_json::{Value, json};

use super::ledger_dates::LedgerDates;
use super::output_file::OutputFile;
use super::xml::Xml;
use crate::links::{Ledger, PublishedId};
use crate::page::address;
use crate::page::document::SiteContext;
use crate::page::text;
use crate::transcript::{Date, Library, LibraryEntry};

/// How many answers a feed has. More make the files larger; with fewer, a feed reader that polls rarely misses answers.
const FEED_LEN: usize = 50;

/// How many characters of an answer its summary has.
const SUMMARY_CHARS: usize = 280;

/// Both feeds; none if the site does not know its URL.
pub(super) fn files(context: &SiteContext<'_>, ledger: &Ledger) -> Vec<OutputFile> {
    let Some(site_url) = context.site_url else { return Vec::new() };
    let items = newest(context.library, ledger, site_url);
    vec![
        OutputFile::new("feed.json", json_feed(context, site_url, &items)),
        OutputFile::new("feed.xml", atom_feed(context, site_url, &items)),
    ]
}

/// An answer in a feed.
struct Item<'a> {
    entry: LibraryEntry<'a>,
    url: String,
    dates: LedgerDates,
}

/// The answers that were published last, newest first.
fn newest<'a>(library: &'a Library, ledger: &Ledger, site_url: &str) -> Vec<Item<'a>> {
    // One without a date of its own has none before its first release.
    let item = |entry: LibraryEntry<'a>| {
        let LibraryEntry { episode, answer } = entry;
        let dates = LedgerDates::of(ledger, &PublishedId::answer(&episode.id, &answer.id));
        Some(Item {
            entry,
            url: address::absolute(site_url, &address::answer(&episode.id, &answer.id)),
            dates: dates.or_else(|| Some(LedgerDates { published: episode.date?, updated: episode.date? }))?,
        })
    };
    let mut items: Vec<Item<'_>> = library.answers().filter_map(item).collect();
    // The sort is stable: answers of one day stay in the order of the library.
    items.sort_by_key(|item| std::cmp::Reverse(item.dates.published));
    items.truncate(FEED_LEN);
    items
}

/// An answer as plain text, each turn after its speaker's name, with an empty line between paragraphs.
fn plain_text(LibraryEntry { episode, answer }: LibraryEntry<'_>) -> String {
    let turns = answer.turns.iter().map(|turn| {
        let name = episode.speaker(&turn.speaker).map_or(turn.speaker.as_str(), |speaker| &speaker.name);
        let paragraphs: Vec<String> =
            turn.paragraphs.iter().map(|paragraph| text::quoted(episode, paragraph)).collect();
        format!("{name}: {}", paragraphs.join("\n\n"))
    });
    turns.collect::<Vec<_>>().join("\n\n")
}

/// A day as a timestamp of RFC 3339.
fn timestamp(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

fn json_feed(context: &SiteContext<'_>, site_url: &str, items: &[Item<'_>]) -> String {
    let site = context.library.site();
    let items: Vec<Value> = items.iter().map(|item| json_item(context.library, item)).collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "home_page_url": site_url,
        "feed_url": format!("{site_url}feed.json"),
        "language": site.language,
        "items": items,
    });
    if let Some(description) = &site.description {
        feed["description"] = json!(description);
    }
    feed.to_string()
}

fn json_item(library: &Library, item: &Item<'_>) -> Value {
    let LibraryEntry { episode, answer } = item.entry;
    let authors: Vec<Value> = episode.named_guests().map(|guest| json!({ "name": guest.name })).collect();
    let tags: Vec<&str> = library.topics_of(&episode.id, &answer.id).iter().map(|topic| topic.as_str()).collect();
    json!({
        "id": item.url,
        "url": item.url,
        "title": answer.title(episode),
        "summary": text::excerpt(episode, answer, SUMMARY_CHARS),
        "content_text": plain_text(item.entry),
        "date_published": timestamp(item.dates.published),
        "date_modified": timestamp(item.dates.updated),
        "language": episode.language,
        "authors": authors,
        "tags": tags,
    })
}

fn atom_feed(context: &SiteContext<'_>, site_url: &str, items: &[Item<'_>]) -> Vec<u8> {
    let site = context.library.site();
    // The element is required: an empty feed has the beginning of Unix time.
    let updated = items.iter().map(|item| item.dates.updated).max().or_else(|| Date::parse("1970-01-01"));
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom")]);
    xml.text_element("id", site_url);
    xml.text_element("title", &site.title);
    xml.text_element("updated", &updated.map(timestamp).unwrap_or_default());
    xml.empty("link", &[("href", site_url)]);
    xml.empty("link", &[("rel", "self"), ("href", &format!("{site_url}feed.xml"))]);
    atom_author(&mut xml, &site.publisher);
    items.iter().for_each(|item| atom_entry(&mut xml, item));
    xml.close("feed");
    xml.into_bytes()
}

fn atom_entry(xml: &mut Xml, item: &Item<'_>) {
    let LibraryEntry { episode, answer } = item.entry;
    xml.open("entry", &[("xml:lang", &episode.language)]);
    xml.text_element("id", &item.url);
    xml.text_element("title", &answer.title(episode));
    xml.empty("link", &[("href", &item.url)]);
    xml.text_element("published", &timestamp(item.dates.published));
    xml.text_element("updated", &timestamp(item.dates.updated));
    episode.named_guests().for_each(|guest| atom_author(xml, &guest.name));
    xml.text_element("summary", &text::excerpt(episode, answer, SUMMARY_CHARS));
    xml.text_element("content", &plain_text(item.entry));
    xml.close("entry");
}

fn atom_author(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.text_element("name", name);
    xml.close("author");
}
