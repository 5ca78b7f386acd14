//! What other programs read of the whole library: feeds of new answers, the sitemap, and the list of texts for language models. All
//! but the last need the site's absolute address.
//!
//! Dates are those of the ledger: when an id was first published and when its text last changed. A build says the same on every
//! day; what was never released has no date but its episode's.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Value, json};

use crate::links::{IdState, Ledger, PublishedId};
use crate::page::address;
use crate::page::frame::Frame;
use crate::page::text;
use crate::transcript::{Date, Episode, Library, LibraryEntry, Paragraph};

/// How many answers a feed holds.
const FEED_LEN: usize = 50;

/// How many characters of an answer sum it up.
const SUMMARY_CHARS: usize = 280;

/// How many addresses a sitemap may hold, by its standard.
const SITEMAP_LEN: usize = 50_000;

/// Every file of this kind, by path.
pub(super) fn files(frame: &Frame<'_>, ledger: &Ledger) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    files.insert("llms.txt".to_owned(), llms(frame).into_bytes());
    let Some(site) = frame.address else { return files };
    let items = newest(frame.library, ledger);
    files.insert("feed.json".to_owned(), json_feed(frame, site, &items).into_bytes());
    files.insert("feed.xml".to_owned(), atom(frame, site, &items));
    files.extend(sitemaps(frame.library, ledger, site));
    files
}

/// An answer in a feed.
struct Item<'a> {
    entry: LibraryEntry<'a>,
    since: Date,
    changed: Date,
}

/// The answers that were published last, newest first.
fn newest<'a>(library: &'a Library, ledger: &Ledger) -> Vec<Item<'a>> {
    let dated = |entry: LibraryEntry<'a>| {
        let record = living(ledger, &PublishedId::answer(&entry.episode.id, &entry.answer.id));
        let (since, changed) = record.unwrap_or((entry.episode.date, entry.episode.date));
        Item { entry, since, changed }
    };
    let mut items: Vec<Item<'_>> = library.entries().map(dated).collect();
    // Stable: within a day as the library has them.
    items.sort_by_key(|item| std::cmp::Reverse(item.since));
    items.truncate(FEED_LEN);
    items
}

/// When a living id was first published, and when its text last changed.
fn living(ledger: &Ledger, id: &PublishedId) -> Option<(Date, Date)> {
    ledger
        .get(id)
        .filter(|record| record.state == IdState::Live)
        .map(|record| (record.first_published, record.last_changed))
}

fn link(site: &str, entry: LibraryEntry<'_>) -> String {
    format!("{site}{}", address::answer(&entry.episode.id, &entry.answer.id))
}

/// An answer as plain text: who says what, a blank line between paragraphs.
fn plain(LibraryEntry { episode, answer }: LibraryEntry<'_>) -> String {
    let mut text = String::new();
    for turn in &answer.turns {
        let name = episode.name_of(&turn.speaker);
        let said: Vec<String> = turn.paragraphs.iter().map(|one: &Paragraph| text::quoted(episode, one)).collect();
        text.push_str(&format!("{}{name}: {}", if text.is_empty() { "" } else { "\n\n" }, said.join("\n\n")));
    }
    text
}

fn timestamp(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// A feed in the form of JSON Feed 1.1.
fn json_feed(frame: &Frame<'_>, site: &str, items: &[Item<'_>]) -> String {
    let about = frame.library.site();
    let item = |item: &Item<'_>| {
        let LibraryEntry { episode, answer } = item.entry;
        let url = link(site, item.entry);
        let authors: Vec<Value> = episode.guests().map(|guest| json!({ "name": guest.name })).collect();
        let tags: Vec<&str> =
            frame.library.topics_of(&episode.id, &answer.id).iter().map(|topic| topic.as_str()).collect();
        json!({
            "id": url,
            "url": url,
            "title": answer.title(episode),
            "summary": text::excerpt(episode, answer, SUMMARY_CHARS),
            "content_text": plain(item.entry),
            "date_published": timestamp(item.since),
            "date_modified": timestamp(item.changed),
            "language": episode.language,
            "authors": authors,
            "tags": tags,
        })
    };
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        "home_page_url": site,
        "feed_url": format!("{site}feed.json"),
        "language": about.language,
        "items": items.iter().map(item).collect::<Vec<_>>(),
    });
    if let Some(description) = &about.description {
        feed["description"] = json!(description);
    }
    feed.to_string()
}

/// A document of XML as it is written. Writing to memory cannot fail; if it did, the file would be cut short, and its test fail.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn new() -> Self {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    fn write(&mut self, event: Event<'_>) {
        drop(self.0.write_event(event));
    }

    fn open(&mut self, name: &str, attribute: (&str, &str)) {
        self.write(Event::Start(BytesStart::new(name).with_attributes([attribute])));
    }

    fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    /// An element with nothing but text in it, without the characters that XML cannot hold in any form.
    fn leaf(&mut self, name: &str, text: &str) {
        let fits = |c: &char| *c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\n' | '\t');
        let text: String = text.chars().filter(fits).collect();
        self.write(Event::Start(BytesStart::new(name)));
        self.write(Event::Text(BytesText::new(&text)));
        self.close(name);
    }

    fn person(&mut self, name: &str) {
        self.write(Event::Start(BytesStart::new("author")));
        self.leaf("name", name);
        self.close("author");
    }

    fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

/// A feed in the form of Atom (RFC 4287).
fn atom(frame: &Frame<'_>, site: &str, items: &[Item<'_>]) -> Vec<u8> {
    let about = frame.library.site();
    let updated = items.iter().map(|item| item.changed).max().or_else(|| Date::parse("1970-01-01"));
    let mut xml = Xml::new();
    xml.open("feed", ("xmlns", "http://www.w3.org/2005/Atom"));
    xml.leaf("id", site);
    xml.leaf("title", &about.title);
    xml.leaf("updated", &updated.map(timestamp).unwrap_or_default());
    xml.empty("link", &[("href", site)]);
    xml.empty("link", &[("rel", "self"), ("href", &format!("{site}feed.xml"))]);
    xml.person(&about.publisher);
    for item in items {
        let LibraryEntry { episode, answer } = item.entry;
        let url = link(site, item.entry);
        xml.open("entry", ("xml:lang", &episode.language));
        xml.leaf("id", &url);
        xml.leaf("title", &answer.title(episode));
        xml.empty("link", &[("href", &url)]);
        xml.leaf("published", &timestamp(item.since));
        xml.leaf("updated", &timestamp(item.changed));
        episode.guests().for_each(|guest| xml.person(&guest.name));
        xml.leaf("summary", &text::excerpt(episode, answer, SUMMARY_CHARS));
        xml.leaf("content", &plain(item.entry));
        xml.close("entry");
    }
    xml.close("feed");
    xml.into_bytes()
}

/// The sitemap; where it would hold too much, several, and one that lists them.
fn sitemaps(library: &Library, ledger: &Ledger, site: &str) -> Vec<(String, Vec<u8>)> {
    let addresses = addresses(library, ledger);
    if addresses.len() <= SITEMAP_LEN {
        return vec![("sitemap.xml".to_owned(), sitemap(site, "urlset", "url", &addresses))];
    }
    let parts: Vec<_> = addresses.chunks(SITEMAP_LEN).collect();
    let name = |nth: usize| format!("sitemap-{}.xml", nth + 1);
    let list: Vec<_> = (0..parts.len()).map(|nth| (name(nth), None)).collect();
    let mut files = vec![("sitemap.xml".to_owned(), sitemap(site, "sitemapindex", "sitemap", &list))];
    files.extend(parts.iter().enumerate().map(|(nth, part)| (name(nth), sitemap(site, "urlset", "url", part))));
    files
}

fn sitemap(site: &str, whole: &str, part: &str, addresses: &[(String, Option<Date>)]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(whole, ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    for (address, changed) in addresses {
        xml.write(Event::Start(BytesStart::new(part)));
        xml.leaf("loc", &format!("{site}{address}"));
        if let Some(date) = changed {
            xml.leaf("lastmod", &date.to_string());
        }
        xml.close(part);
    }
    xml.close(whole);
    xml.into_bytes()
}

/// What lives and is listed, each with the day its text last changed.
fn addresses(library: &Library, ledger: &Ledger) -> Vec<(String, Option<Date>)> {
    let changed = |id: PublishedId| living(ledger, &id).map(|(_, changed)| changed);
    let latest = |episodes: &mut dyn Iterator<Item = &Episode>| {
        episodes.filter_map(|episode| changed(PublishedId::episode(&episode.id))).max()
    };
    let mut addresses = vec![(String::new(), latest(&mut library.listed()))];
    addresses.extend(["topics/", "speakers/"].map(|list| (list.to_owned(), None)));
    for topic in library.topics() {
        addresses.push((address::topic(&topic.id), changed(PublishedId::topic(&topic.id))));
    }
    for speaker in library.speakers() {
        addresses.push((address::speaker(&speaker.id), changed(PublishedId::speaker(&speaker.id))));
    }
    for episode in library.listed() {
        addresses.push((address::episode(&episode.id), changed(PublishedId::episode(&episode.id))));
        addresses.extend(episode.answers.iter().map(|answer| {
            (address::answer(&episode.id, &answer.id), changed(PublishedId::answer(&episode.id, &answer.id)))
        }));
    }
    addresses
}

/// What there is to read as plain text, for language models: the proposal of llmstxt.org. Relative where no address is known.
fn llms(frame: &Frame<'_>) -> String {
    let about = frame.library.site();
    let site = frame.address.unwrap_or_default();
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = format!("# {}\n\n", one_line(&about.title));
    if let Some(description) = &about.description {
        text.push_str(&format!("> {}\n\n", one_line(description)));
    }
    text.push_str(
        "Interviews, verbatim. Each answer has an address of its own, `episodes/<episode>/<answer>/`, with the ids of the headings below. \
         The texts are their publishers’.\n\n## Interviews\n\n",
    );
    for episode in frame.library.listed() {
        let (guests, date) = (episode.guest_names(), episode.date);
        let with = if guests.is_empty() { String::new() } else { format!(" with {guests}") };
        let summary = episode.summary.as_deref().map(|summary| format!(". {summary}")).unwrap_or_default();
        text.push_str(&format!(
            "- [{}]({site}{}transcript.md): interview{with}, {}, {date}{}\n",
            one_line(&episode.title).replace(['[', ']'], ""),
            address::episode(&episode.id),
            one_line(&episode.publisher),
            one_line(&summary)
        ));
    }
    text
}
