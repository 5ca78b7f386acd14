//! The pages that list: the library, all speakers, all topics, and the answers of each.

use super::page_file;
use crate::page::address::{self, Here, PAGE_LEN};
use crate::page::frame::{Frame, Meta};
use crate::page::index::{Line, Listing, list, listing};
use crate::page::library::{counted, library};
use crate::transcript::{Entry, Episode, SpeakerId, Topic, Voice};

/// Every listing, as path and bytes.
pub(super) fn pages(frame: &Frame<'_>) -> Vec<(String, Vec<u8>)> {
    let mut files = library_pages(frame);
    let voices = frame.library.voices();
    let speakers = voices.iter().map(|voice| Line {
        address: address::speaker(&voice.id),
        name: voice.name.clone(),
        about: voice.about.clone(),
        answers: frame.library.entries_by(&voice.id).count(),
    });
    files.push(list_page(frame, "Speakers", "speakers/", "Everyone who speaks here", speakers.collect()));
    let topics = frame.library.topics().iter().map(|topic| Line {
        address: address::topic(&topic.id),
        name: topic.name.clone(),
        about: topic.about.clone(),
        answers: frame.library.entries_on(&topic.id).count(),
    });
    files.push(list_page(frame, "Topics", "topics/", "What the answers are about", topics.collect()));
    files.extend(voices.iter().flat_map(|voice| speaker_pages(frame, voice)));
    files.extend(frame.library.topics().iter().flat_map(|topic| topic_pages(frame, topic)));
    files
}

fn library_pages(frame: &Frame<'_>) -> Vec<(String, Vec<u8>)> {
    let site = frame.library.site();
    let episodes: Vec<&Episode> = frame.library.listed().collect();
    paged(&episodes, |nth, pages, episodes| {
        let address = address::nth_page("", nth);
        let here = Here::at(&address);
        let meta = Meta {
            title: site.title.clone(),
            description: site.description.clone().unwrap_or_else(|| format!("Answers from {}", site.publisher)),
            address: address.clone(),
            ..Meta::default()
        };
        let main = library(frame.library, &here, episodes, nth, pages);
        (page_file(&address), frame.document(&meta, &here, "library", main).into_bytes())
    })
}

fn list_page(
    frame: &Frame<'_>,
    title: &'static str,
    address: &str,
    description: &str,
    lines: Vec<Line>,
) -> (String, Vec<u8>) {
    let here = Here::at(address);
    let meta = Meta {
        title: title.to_owned(),
        description: description.to_owned(),
        address: address.to_owned(),
        ..Meta::default()
    };
    (page_file(address), frame.document(&meta, &here, "plain", list(&here, title, lines)).into_bytes())
}

fn speaker_pages(frame: &Frame<'_>, voice: &Voice) -> Vec<(String, Vec<u8>)> {
    let whole = Listing {
        kind: "Speaker",
        name: voice.name.clone(),
        about: voice.about.clone(),
        address: address::speaker(&voice.id),
        total: 0,
        entries: Vec::new(),
        nth: 0,
        pages: 0,
        search: format!("?speaker={}", voice.id),
    };
    listing_pages(frame, &whole, &frame.library.entries_by(&voice.id).collect::<Vec<_>>(), Some(&voice.id))
}

fn topic_pages(frame: &Frame<'_>, topic: &Topic) -> Vec<(String, Vec<u8>)> {
    let whole = Listing {
        kind: "Topic",
        name: topic.name.clone(),
        about: topic.about.clone(),
        address: address::topic(&topic.id),
        total: 0,
        entries: Vec::new(),
        nth: 0,
        pages: 0,
        search: format!("?topic={}", topic.id),
    };
    listing_pages(frame, &whole, &frame.library.entries_on(&topic.id).collect::<Vec<_>>(), None)
}

/// The pages of one speaker's or topic's answers; `whole` says what they share.
fn listing_pages(
    frame: &Frame<'_>,
    whole: &Listing<'_>,
    entries: &[Entry<'_>],
    voice: Option<&SpeakerId>,
) -> Vec<(String, Vec<u8>)> {
    paged(entries, |nth, pages, page| {
        let address = address::nth_page(&whole.address, nth);
        let here = Here::at(&address);
        let meta = Meta {
            title: whole.name.clone(),
            description: whole.about.clone().unwrap_or_else(|| counted(entries.len(), "answer")),
            address: address.clone(),
            ..Meta::default()
        };
        let part = Listing {
            kind: whole.kind,
            name: whole.name.clone(),
            about: whole.about.clone(),
            address: whole.address.clone(),
            search: whole.search.clone(),
            total: entries.len(),
            entries: page.iter().map(|entry| (*entry, voice.cloned())).collect(),
            nth,
            pages,
        };
        (page_file(&address), frame.document(&meta, &here, "plain", listing(&here, part)).into_bytes())
    })
}

/// One file a page of a listing; one even where there is nothing to list.
fn paged<T>(items: &[T], page: impl Fn(usize, usize, &[T]) -> (String, Vec<u8>)) -> Vec<(String, Vec<u8>)> {
    let pages = items.len().div_ceil(PAGE_LEN).max(1);
    (0..pages)
        .map(|nth| {
            let start = nth * PAGE_LEN;
            page(nth, pages, &items[start..items.len().min(start + PAGE_LEN)])
        })
        .collect()
}
