//! Feeds of the newest interviews and answers: `feed.xml` in Atom (RFC 4287), `feed.json` in JSON Feed 1.1. Both need the site's
//! absolute URL.
//!
//! An interview is an entry with the list of its questions; each answer is an entry with its text. Dates are the ledger's. What was
//! never released has its episode's date.
//!
//! Not here: the links to the feeds in every page ([`crate::page::document`]).

use std::cmp::Reverse;
use std::collections::HashMap;
use std::iter;

use serde_json::{Value, json};

use super::ledger_dates::LedgerDates;
use super::output_file::OutputFile;
use super::xml::Xml;
use crate::links::{Ledger, PublishedId};
use crate::page::address;
use crate::page::document::SiteContext;
use crate::page::text;
use crate::transcript::{Date, Episode, EpisodeId, Library, LibraryEntry, TopicId};

/// How many interviews a feed has, and how many answers. More make the files larger; with fewer, a feed reader that polls rarely
/// misses some.
const INTERVIEWS: usize = 50;
const ANSWERS: usize = 50;

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

/// An entry of a feed: an interview, or one of its answers.
struct Item<'a> {
    episode: &'a Episode,
    url: String,
    title: String,
    summary: String,
    /// The whole text, plain.
    content: String,
    topics: Vec<&'a TopicId>,
    dates: LedgerDates,
}

/// The interviews and the answers that were published last, newest first.
fn newest<'a>(library: &'a Library, ledger: &Ledger, site_url: &str) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = newest_interviews(library, ledger)
        .into_iter()
        .map(|(episode, dates)| interview_item(site_url, episode, dates))
        .collect();
    let answers = newest_answers(library, ledger);
    items.extend(answers.into_iter().map(|(entry, dates)| answer_item(library, site_url, entry, dates)));
    // The sort is stable: of one day the interviews come first.
    items.sort_by_key(|item| Reverse(item.dates.published));
    items
}

/// The dates of an id. What has no date of its own, as before its first release, has its episode's.
fn dates(ledger: &Ledger, id: &PublishedId, episode: &Episode) -> Option<LedgerDates> {
    let of_episode = || Some(LedgerDates { published: episode.date?, updated: episode.date? });
    LedgerDates::of(ledger, id).or_else(of_episode)
}

fn newest_interviews<'a>(library: &'a Library, ledger: &Ledger) -> Vec<(&'a Episode, LedgerDates)> {
    let dated = |episode: &'a Episode| Some((episode, dates(ledger, &PublishedId::episode(&episode.id), episode)?));
    let mut episodes: Vec<_> = library.listed().filter_map(dated).collect();
    episodes.sort_by_key(|(_, dates)| Reverse(dates.published));
    episodes.truncate(INTERVIEWS);
    episodes
}

/// Of answers of one day, those of each interview take turns, so that a long one does not hide the others.
fn newest_answers<'a>(library: &'a Library, ledger: &Ledger) -> Vec<(LibraryEntry<'a>, LedgerDates)> {
    let mut places: HashMap<(&EpisodeId, Date), usize> = HashMap::new();
    let mut answers = Vec::new();
    for entry in library.answers() {
        let LibraryEntry { episode, answer } = entry;
        let Some(dates) = dates(ledger, &PublishedId::answer(&episode.id, &answer.id), episode) else { continue };
        let place = places.entry((&episode.id, dates.published)).or_default();
        answers.push((Reverse(dates.published), *place, entry, dates));
        *place += 1;
    }
    // The sort is stable: in one place of several interviews they stay in the order of the library.
    answers.sort_by_key(|(published, place, ..)| (*published, *place));
    answers.truncate(ANSWERS);
    answers.into_iter().map(|(_, _, entry, dates)| (entry, dates)).collect()
}

fn answer_item<'a>(library: &'a Library, site_url: &str, entry: LibraryEntry<'a>, dates: LedgerDates) -> Item<'a> {
    let LibraryEntry { episode, answer } = entry;
    Item {
        episode,
        url: address::absolute(site_url, &address::answer(&episode.id, &answer.id)),
        title: answer.title(episode),
        summary: text::excerpt(episode, answer, SUMMARY_CHARS),
        content: plain_text(entry),
        topics: library.topics_of(&episode.id, &answer.id).iter().collect(),
        dates,
    }
}

fn interview_item<'a>(site_url: &str, episode: &'a Episode, dates: LedgerDates) -> Item<'a> {
    let count = text::counted(episode.answer_count(), "answer");
    let questions = episode.answers.iter().filter(|answer| answer.part.is_none()).map(|answer| {
        let url = address::absolute(site_url, &address::answer(&episode.id, &answer.id));
        format!("{}\n{url}", answer.title(episode))
    });
    let summary = episode.summary.clone().unwrap_or(count);
    Item {
        episode,
        url: address::absolute(site_url, &address::episode(&episode.id)),
        title: episode.title.clone(),
        content: iter::once(summary.clone()).chain(questions).collect::<Vec<_>>().join("\n\n"),
        summary,
        topics: Vec::new(),
        dates,
    }
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
    let items: Vec<Value> = items.iter().map(json_item).collect();
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

fn json_item(item: &Item<'_>) -> Value {
    let authors: Vec<Value> = item.episode.named_guests().map(|guest| json!({ "name": guest.name })).collect();
    let tags: Vec<&str> = item.topics.iter().map(|topic| topic.as_str()).collect();
    json!({
        "id": item.url,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_text": item.content,
        "date_published": timestamp(item.dates.published),
        "date_modified": timestamp(item.dates.updated),
        "language": item.episode.language,
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
    xml.open("entry", &[("xml:lang", &item.episode.language)]);
    xml.text_element("id", &item.url);
    xml.text_element("title", &item.title);
    xml.empty("link", &[("href", &item.url)]);
    xml.text_element("published", &timestamp(item.dates.published));
    xml.text_element("updated", &timestamp(item.dates.updated));
    item.episode.named_guests().for_each(|guest| atom_author(xml, &guest.name));
    xml.text_element("summary", &item.summary);
    xml.text_element("content", &item.content);
    xml.close("entry");
}

fn atom_author(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.text_element("name", name);
    xml.close("author");
}
