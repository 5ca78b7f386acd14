//! The pages that list: the library, all speakers, all topics, and the answers of each.

use rayon::prelude::*;

use super::former::{self, Shows};
use super::{page_file, picture, structured};
use crate::page::address::{self, Here, PAGE_LEN};
use crate::page::frame::{Frame, Meta};
use crate::page::index::{Line, Listing, list, listing};
use crate::page::library::{EPISODES_LEN, Filter, FilterValue, Overview, counted, library};
use crate::transcript::{Episode, Library, LibraryEntry, LibrarySpeaker, SpeakerId, Topic};

/// A speaker or topic with its answers.
struct Group<'a> {
    whole: Listing<'a>,
    id: String,
    voice: Option<SpeakerId>,
    entries: Vec<LibraryEntry<'a>>,
}

/// Every listing, as path and bytes.
pub(super) fn pages(frame: &Frame<'_>, former: &[former::Page<'_>]) -> Vec<(String, Vec<u8>)> {
    let (speakers, topics) = (speakers(frame.library), topics(frame.library));
    let mut files = library_pages(frame, &speakers, &topics);
    files.push(list_page(frame, "Speakers", "speakers/", "Everyone who speaks here", &speakers));
    files.push(list_page(frame, "Topics", "topics/", "What the answers are about", &topics));
    files.par_extend(speakers.par_iter().chain(&topics).flat_map(|group| listing_pages(frame, group)));
    for page in former {
        let Shows::Listing(address) = &page.shows else { continue };
        let group = speakers.iter().chain(&topics).find(|group| group.whole.address == *address);
        files.extend(group.map(|group| former_page(frame, group, page)));
    }
    files
}

fn speakers(library: &Library) -> Vec<Group<'_>> {
    let mut entries = library.entries_by_speaker();
    let group = |voice: LibrarySpeaker| Group {
        entries: entries.remove(&voice.id).unwrap_or_default(),
        id: voice.id.to_string(),
        whole: Listing {
            kind: "Speaker",
            name: voice.name,
            about: voice.about,
            address: address::speaker(&voice.id),
            search: format!("?speaker={}", voice.id),
            ..Listing::default()
        },
        voice: Some(voice.id),
    };
    library.speakers().into_iter().map(group).collect()
}

fn topics(library: &Library) -> Vec<Group<'_>> {
    let mut entries = library.entries_by_topic();
    let group = |topic: &Topic| Group {
        entries: entries.remove(&topic.id).unwrap_or_default(),
        id: topic.id.to_string(),
        whole: Listing {
            kind: "Topic",
            name: topic.name.clone(),
            about: topic.about.clone(),
            address: address::topic(&topic.id),
            search: format!("?topic={}", topic.id),
            ..Listing::default()
        },
        voice: None,
    };
    library.topics().iter().map(group).collect()
}

fn filter(groups: &[Group<'_>]) -> Filter {
    let used = groups.iter().filter(|group| !group.entries.is_empty());
    let value = |group: &Group<'_>| FilterValue {
        id: group.id.clone(),
        name: group.whole.name.clone(),
        address: group.whole.address.clone(),
        answers: group.entries.len(),
    };
    Filter::new(used.map(value).collect())
}

fn library_pages(frame: &Frame<'_>, speakers: &[Group<'_>], topics: &[Group<'_>]) -> Vec<(String, Vec<u8>)> {
    let site = frame.library.site();
    let episodes: Vec<&Episode> = frame.library.listed().collect();
    let mut overview = Overview {
        answers: frame.library.entries().count(),
        episodes: episodes.len(),
        speakers: filter(speakers),
        topics: filter(topics),
        pages: 0,
    };
    overview.pages = page_count(episodes.len(), EPISODES_LEN);
    paged(&episodes, EPISODES_LEN, |nth, _, episodes| {
        let address = address::nth_page("", nth);
        let here = Here::at(&address);
        let meta = Meta {
            title: site.title.clone(),
            description: site.description.clone().unwrap_or_else(|| format!("Answers from {}", site.publisher)),
            address: address.clone(),
            picture: picture::of_page(frame.library, ""),
            data: (nth == 0).then(|| structured::of_library(frame)),
            ..Meta::default()
        };
        let main = library(frame.library, &here, &overview, episodes, nth);
        (page_file(&address), frame.document(&meta, &here, "library", main).into_bytes())
    })
}

fn list_page(
    frame: &Frame<'_>,
    title: &'static str,
    address: &str,
    description: &str,
    groups: &[Group<'_>],
) -> (String, Vec<u8>) {
    let line = |group: &Group<'_>| Line {
        address: group.whole.address.clone(),
        name: group.whole.name.clone(),
        about: group.whole.about.clone(),
        answers: group.entries.len(),
    };
    let lines = groups.iter().map(line).collect();
    let here = Here::at(address);
    let meta = Meta {
        title: title.to_owned(),
        description: description.to_owned(),
        address: address.to_owned(),
        ..Meta::default()
    };
    (page_file(address), frame.document(&meta, &here, "plain", list(&here, title, lines)).into_bytes())
}

/// The pages of one speaker's or topic's answers.
fn listing_pages(frame: &Frame<'_>, group: &Group<'_>) -> Vec<(String, Vec<u8>)> {
    let whole = &group.whole;
    let years = years(&group.entries);
    paged(&group.entries, PAGE_LEN, |nth, pages, page| {
        let address = address::nth_page(&whole.address, nth);
        let part = part(group, &years, nth, pages, page);
        (page_file(&address), listing_page(frame, group, &address, &address, part))
    })
}

/// The first page of a speaker's or topic's answers, at an address that it had.
fn former_page(frame: &Frame<'_>, group: &Group<'_>, former: &former::Page<'_>) -> (String, Vec<u8>) {
    let first = &group.entries[..group.entries.len().min(PAGE_LEN)];
    let pages = page_count(group.entries.len(), PAGE_LEN);
    let part = Listing { trail: former.trail.clone(), ..part(group, &years(&group.entries), 0, pages, first) };
    (page_file(&former.address), listing_page(frame, group, &former.address, &group.whole.address, part))
}

fn part<'a>(
    group: &Group<'a>,
    years: &[(u16, usize)],
    nth: usize,
    pages: usize,
    entries: &[LibraryEntry<'a>],
) -> Listing<'a> {
    Listing {
        total: group.entries.len(),
        entries: entries.iter().map(|entry| (*entry, group.voice.clone())).collect(),
        years: years.to_vec(),
        nth,
        pages,
        ..group.whole.clone()
    }
}

/// One page of a listing, which stands at one address and says that it belongs to one.
fn listing_page(frame: &Frame<'_>, group: &Group<'_>, stands: &str, belongs: &str, part: Listing<'_>) -> Vec<u8> {
    let here = Here::at(stands);
    let meta = Meta {
        title: group.whole.name.clone(),
        description: group.whole.about.clone().unwrap_or_else(|| counted(group.entries.len(), "answer")),
        address: belongs.to_owned(),
        picture: picture::of_page(frame.library, &group.whole.address),
        ..Meta::default()
    };
    frame.document(&meta, &here, "plain", listing(&here, part)).into_bytes()
}

/// How many answers each year has that has any, newest first, as the answers come.
fn years(entries: &[LibraryEntry<'_>]) -> Vec<(u16, usize)> {
    let year = |entry: &LibraryEntry<'_>| entry.episode.date.year();
    entries.chunk_by(|a, b| year(a) == year(b)).map(|run| (year(&run[0]), run.len())).collect()
}

/// How many pages a listing of so many things has, with so many on each.
fn page_count(items: usize, len: usize) -> usize {
    items.div_ceil(len).max(1)
}

/// One file a page of a listing; one even where there is nothing to list.
fn paged<T>(items: &[T], len: usize, page: impl Fn(usize, usize, &[T]) -> (String, Vec<u8>)) -> Vec<(String, Vec<u8>)> {
    let pages = page_count(items.len(), len);
    (0..pages)
        .map(|nth| {
            let start = nth * len;
            page(nth, pages, &items[start..items.len().min(start + len)])
        })
        .collect()
}
