//! The pages that list: the library, the directories of speakers and topics, and the listing of each one's answers.
//!
//! Not here: the main parts of the pages ([`crate::page::library`], [`crate::page::listing`]).

use rayon::prelude::*;

use super::output_file::OutputFile;
use super::redirects::{FormerContent, FormerPage};
use super::{json_ld, picture};
use crate::page::address::{self, BaseUrl};
use crate::page::document::{PageKind, PageMeta, SiteContext};
use crate::page::library::{FacetLink, FacetLinks, LibrarySummary, library};
use crate::page::listing::{DirectoryEntry, Listing, YearCount, directory, listing};
use crate::page::pagination::{ANSWERS_PER_PAGE, EPISODES_PER_PAGE, PageNumber};
use crate::page::redirects::Redirects;
use crate::page::text::counted;
use crate::transcript::{Date, Episode, Facet, Library, LibraryEntry, LibrarySpeaker, SpeakerId, Topic};

/// A speaker or a topic with its answers.
struct Group<'a> {
    facet: Facet,
    id: String,
    name: String,
    about: Option<String>,
    /// The address of its page.
    address: String,
    /// The speaker, unless it is a topic.
    speaker: Option<SpeakerId>,
    entries: Vec<LibraryEntry<'a>>,
}

/// The pages of every listing. `former` are the pages at former addresses, of which those with a listing are made here.
pub(super) fn files(context: &SiteContext<'_>, former: &[FormerPage<'_>]) -> Vec<OutputFile> {
    let (speakers, topics) = (speakers(context.library), topics(context.library));
    let mut files = library_pages(context, &speakers, &topics);
    files.push(directory_page(
        context,
        "Speakers",
        "Everyone who speaks in the interviews",
        address::SPEAKERS,
        &speakers,
    ));
    files.push(directory_page(context, "Topics", "What the answers are about", address::TOPICS, &topics));
    files.par_extend(speakers.par_iter().chain(&topics).flat_map(|group| group.pages(context)));
    for page in former {
        let FormerContent::Listing(address) = &page.content else { continue };
        let group = speakers.iter().chain(&topics).find(|group| group.address == *address);
        files.extend(group.map(|group| group.page_at_former_address(context, page)));
    }
    files
}

fn speakers(library: &Library) -> Vec<Group<'_>> {
    let mut entries = library.entries_by_speaker();
    let group = |speaker: LibrarySpeaker| Group {
        facet: Facet::Speaker,
        entries: entries.remove(&speaker.id).unwrap_or_default(),
        id: speaker.id.to_string(),
        name: speaker.name,
        about: speaker.about,
        address: address::speaker(&speaker.id),
        speaker: Some(speaker.id),
    };
    library.speakers().into_iter().map(group).collect()
}

fn topics(library: &Library) -> Vec<Group<'_>> {
    let mut entries = library.entries_by_topic();
    let group = |topic: &Topic| Group {
        facet: Facet::Topic,
        entries: entries.remove(&topic.id).unwrap_or_default(),
        id: topic.id.to_string(),
        name: topic.name.clone(),
        about: topic.about.clone(),
        address: address::topic(&topic.id),
        speaker: None,
    };
    library.topics().iter().map(group).collect()
}

/// The pages of the library: its episodes, and on each page the search.
fn library_pages(context: &SiteContext<'_>, speakers: &[Group<'_>], topics: &[Group<'_>]) -> Vec<OutputFile> {
    let site = context.library.site();
    let episodes: Vec<&Episode> = context.library.listed().collect();
    let summary = LibrarySummary {
        answers: context.library.answers().count(),
        episodes: episodes.len(),
        facets: [
            FacetLinks::new(Facet::Speaker, "Speakers", address::SPEAKERS, facet_links(speakers)),
            FacetLinks::new(Facet::Topic, "Topics", address::TOPICS, facet_links(topics)),
        ],
    };
    let page = |page: PageNumber| {
        let address = address::listing_page("", page.index);
        let meta = PageMeta {
            title: site.title.clone(),
            description: site.description.clone().unwrap_or_else(|| format!("Answers from {}", site.publisher)),
            address: address.clone(),
            picture: picture::of_page(context.library, ""),
            json_ld: (page.index == 0).then(|| json_ld::of_library(context)),
            ..PageMeta::default()
        };
        let episodes = items_of_page(&episodes, page, EPISODES_PER_PAGE);
        let main = library(context.library, &BaseUrl::of_page(&address), &summary, episodes, page);
        OutputFile::page(context, &address, &meta, PageKind::Library, main)
    };
    pages(episodes.len(), EPISODES_PER_PAGE).map(page).collect()
}

/// The groups that have answers, as links.
fn facet_links(groups: &[Group<'_>]) -> Vec<FacetLink> {
    let link = |group: &Group<'_>| FacetLink {
        id: group.id.clone(),
        name: group.name.clone(),
        address: group.address.clone(),
        answers: group.entries.len(),
    };
    with_answers(groups).map(link).collect()
}

/// The groups that have answers: who speaks in an advertisement alone has a page, and is in no list.
fn with_answers<'a, 'b>(groups: &'b [Group<'a>]) -> impl Iterator<Item = &'b Group<'a>> {
    groups.iter().filter(|group| !group.entries.is_empty())
}

/// The page with all speakers or all topics that have answers.
fn directory_page(
    context: &SiteContext<'_>,
    title: &'static str,
    description: &str,
    address: &str,
    groups: &[Group<'_>],
) -> OutputFile {
    let entry = |group: &Group<'_>| DirectoryEntry {
        address: group.address.clone(),
        name: group.name.clone(),
        about: group.about.clone(),
        answers: group.entries.len(),
    };
    let meta = PageMeta {
        title: title.to_owned(),
        description: description.to_owned(),
        address: address.to_owned(),
        ..PageMeta::default()
    };
    let main = directory(&BaseUrl::of_page(address), title, with_answers(groups).map(entry).collect());
    OutputFile::page(context, address, &meta, PageKind::Plain, main)
}

impl Group<'_> {
    /// The pages of the group's answers.
    fn pages(&self, context: &SiteContext<'_>) -> Vec<OutputFile> {
        let years = self.years();
        let page = |page: PageNumber| {
            let address = address::listing_page(&self.address, page.index);
            let listing = self.listing(page, years.clone(), Redirects::default());
            self.page(context, &address, &address, listing)
        };
        pages(self.entries.len(), ANSWERS_PER_PAGE).map(page).collect()
    }

    /// The first page of the group's answers, at a former address.
    fn page_at_former_address(&self, context: &SiteContext<'_>, former: &FormerPage<'_>) -> OutputFile {
        let first = PageNumber { index: 0, count: page_count(self.entries.len(), ANSWERS_PER_PAGE) };
        let listing = self.listing(first, self.years(), former.redirects.clone());
        self.page(context, &former.address, &self.address, listing)
    }

    fn listing(&self, page: PageNumber, years: Vec<YearCount>, redirects: Redirects) -> Listing<'_> {
        Listing {
            kind: if self.facet == Facet::Speaker { "Speaker" } else { "Topic" },
            name: self.name.clone(),
            about: self.about.clone(),
            address: self.address.clone(),
            total: self.entries.len(),
            entries: items_of_page(&self.entries, page, ANSWERS_PER_PAGE).to_vec(),
            speaker: self.speaker.clone(),
            years,
            page,
            redirects,
            search: format!("?{}={}", self.facet.key(), self.id),
        }
    }

    fn page(&self, context: &SiteContext<'_>, address: &str, canonical: &str, content: Listing<'_>) -> OutputFile {
        let meta = PageMeta {
            title: self.name.clone(),
            description: self.about.clone().unwrap_or_else(|| counted(self.entries.len(), "answer")),
            address: canonical.to_owned(),
            picture: picture::of_page(context.library, &self.address),
            ..PageMeta::default()
        };
        let main = listing(&BaseUrl::of_page(address), content);
        OutputFile::page(context, address, &meta, PageKind::Plain, main)
    }

    /// The number of answers of each year that has any, newest first, as the answers are.
    fn years(&self) -> Vec<YearCount> {
        let year = |entry: &LibraryEntry<'_>| entry.episode.date.map(Date::year);
        let years = self.entries.chunk_by(|a, b| year(a) == year(b));
        years.map(|answers| YearCount { year: year(&answers[0]), answers: answers.len() }).collect()
    }
}

/// How many pages a listing has. An empty one has a page too.
fn page_count(items: usize, per_page: usize) -> usize {
    items.div_ceil(per_page).max(1)
}

fn pages(items: usize, per_page: usize) -> impl Iterator<Item = PageNumber> {
    let count = page_count(items, per_page);
    (0..count).map(move |index| PageNumber { index, count })
}

fn items_of_page<T>(items: &[T], page: PageNumber, per_page: usize) -> &[T] {
    items.chunks(per_page).nth(page.index).unwrap_or_default()
}
