//! A library becomes a site: a pure function to paths and bytes. Reading the episodes before and writing the files
//! after it are the command line's.
//!
//! The files of the shell (WebAssembly, its JavaScript, style sheets, fonts) are not among them; a [`Shell`] only names
//! them. The same library and shell give the same bytes.

mod cite;

mod data;

mod embed;

mod entry;

mod feeds;

mod former;

mod lean;

mod listings;

pub mod picture;

mod share;

mod structured;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use self::lean::lean;
pub use crate::page::frame::Shell;

use self::former::{Former, Shows};
use crate::links::{Ledger, Resolutions};
use crate::page::address::{self, Here};
use crate::page::frame::{Frame, Meta};
use crate::page::trail::{self, Target, Trail};
use crate::page::{self, answer, episode, not_found, text};
use crate::transcript::{Answer, Episode, EpisodeId, Library, LibraryEntry, Status};
use crate::{search, source, wire};

/// How many characters of an answer describe its page.
const DESCRIPTION_CHARS: usize = 200;

/// What a build is told beside its library.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The path the site stands under, `/` or `/sub/`: only the page for wrong addresses needs it.
    pub base: String,
    /// The site's absolute address, ending in a slash: canonical links and Open Graph need it.
    pub address: Option<String>,
    /// Whether pages reload when the local server says so.
    pub live_reload: bool,
}

/// What was published before.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// What became of the ids that live no more.
    pub fates: &'a Resolutions,
    /// Every id ever published, with its dates.
    pub ledger: &'a Ledger,
    /// By episode and version the texts that are no more where they were published; none for one that was withdrawn.
    pub texts: &'a BTreeMap<(String, String), Option<String>>,
}

/// The whole site but for the shell's own files: paths relative to its root, with their bytes. `rendered` is called for
/// each episode that is done.
pub fn render(
    library: &Library,
    past: Past<'_>,
    shell: &Shell,
    options: &Options,
    rendered: &(dyn Fn() + Sync),
) -> BTreeMap<String, Vec<u8>> {
    let plan = search::Plan::of(library);
    let alike = Alike::of(library, plan.index());
    let index_files = wire::encode(&plan);
    drop(plan);
    let index = format!("index/{}/", wire::generation(&index_files));
    let entry = entry::script(shell, &index);
    let frame =
        Frame { library, shell, entry: &entry, address: options.address.as_deref(), live_reload: options.live_reload };

    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    files.extend(index_files.into_iter().map(|(name, bytes)| (format!("{index}{name}"), bytes)));
    files.insert("answerbook.js".to_owned(), entry.text.clone().into_bytes());
    files.insert("embed.js".to_owned(), lean(embed::ELEMENTS).into_bytes());
    files.insert("answerbook.d.ts".to_owned(), entry::TYPES.as_bytes().to_vec());
    files.insert("_headers".to_owned(), entry::headers(shell, &entry, &options.base).into_bytes());
    files.insert("favicon.svg".to_owned(), entry::FAVICON.as_bytes().to_vec());
    files.insert(".nojekyll".to_owned(), Vec::new());
    if let Some(theme) = entry::theme(library.site()) {
        files.insert("theme.css".to_owned(), theme.into_bytes());
    }
    files.extend(past.texts.iter().map(|((episode, version), text)| {
        (format!("episodes/{episode}/former/{version}.txt"), text.clone().unwrap_or_default().into_bytes())
    }));
    files.extend(feeds::files(&frame, past.ledger));
    let former = Former::new(library, past.fates);
    let former_pages = former.pages();
    files.extend(listings::pages(&frame, &former_pages));
    let pages = Pages { frame: &frame, alike: &alike, dress: &embed::Dress::new(&frame) };
    files.par_extend(library.episodes().par_iter().flat_map_iter(|episode| {
        let files = pages.of_episode(&former, episode);
        rendered();
        files
    }));
    files.par_extend(former_pages.par_iter().flat_map_iter(|page| pages.of_former(page)));
    files.insert("404.html".to_owned(), wrong_address(&frame, &options.base).into_bytes());
    files
}

/// Which answers are like which.
struct Alike<'a> {
    entries: Vec<LibraryEntry<'a>>,
    /// For each answer of `entries` those like it.
    related: Vec<Vec<search::Similar>>,
    /// The number of each listed episode's first answer.
    first: BTreeMap<&'a EpisodeId, usize>,
}

impl<'a> Alike<'a> {
    fn of(library: &'a Library, index: &search::Index) -> Self {
        let mut first = BTreeMap::new();
        let mut answers = 0;
        for episode in library.listed() {
            first.insert(&episode.id, answers);
            answers += episode.answers.len();
        }
        Self { entries: library.entries().collect(), related: search::similar(index), first }
    }

    /// The answers like one, each with the words they share; none of what is not listed.
    fn to(&self, episode: &Episode, at: usize) -> Vec<(LibraryEntry<'a>, String)> {
        let related = self.first.get(&episode.id).and_then(|first| self.related.get(first + at));
        let words = words(&episode.answers[at]);
        let entry = |related: &search::Similar| {
            // Parts of a compound do not stand by themselves; nor does what was misheard, which may be all there is.
            let written: Vec<&str> = related.shared.iter().filter_map(|form| as_written(form, &words)).collect();
            let shared = if written.is_empty() { related.shared.join(", ") } else { written.join(", ") };
            Some((*self.entries.get(related.answer as usize)?, shared))
        };
        related.into_iter().flatten().filter_map(entry).collect()
    }
}

/// The words of an answer as written.
fn words(answer: &Answer) -> Vec<&str> {
    let paragraphs = answer.turns.iter().flat_map(|turn| &turn.paragraphs);
    let words = paragraphs.flat_map(|paragraph| paragraph.text.split_whitespace());
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect()
}

/// A word as it is written: `T-shirt`, where words are compared as `tshirt`. With a capital letter only where it always has one.
fn as_written<'a>(form: &str, words: &[&'a str]) -> Option<&'a str> {
    // Most are told apart by their first letter, which folding leaves as it is but for its case; and none grows by it.
    let may_be = |word: &&&str| {
        let first = word.bytes().zip(form.bytes()).next();
        word.len() >= form.len() && first.is_none_or(|(a, b)| !a.is_ascii() || a.eq_ignore_ascii_case(&b))
    };
    let same = words.iter().filter(may_be).filter(|word| search::fold(word).replace(' ', "") == form);
    let written = same.min_by_key(|word| word.starts_with(char::is_uppercase))?;
    written.strip_suffix("’s").or_else(|| written.strip_suffix("'s")).or(Some(written))
}

/// The file a folder's address is served from.
fn page_file(address: &str) -> String {
    format!("{address}index.html")
}

/// The pages of episodes and answers, at the addresses they have and at those they had.
struct Pages<'a> {
    frame: &'a Frame<'a>,
    alike: &'a Alike<'a>,
    dress: &'a embed::Dress,
}

impl Pages<'_> {
    fn of_episode<'a>(&self, former: &Former<'a>, episode: &'a Episode) -> Vec<(String, Vec<u8>)> {
        let folder = address::episode(&episode.id);
        let mut files = self.episode(episode, &folder, &former.of_episode(episode));
        files.extend(episode.answers.iter().enumerate().flat_map(|(at, answer)| {
            let address = address::answer(&episode.id, &answer.id);
            self.answer(episode, at, &address, &former.of_answer(episode, answer))
        }));
        files
    }

    /// What a former address shows; those of listings are the listings' to draw.
    fn of_former(&self, page: &former::Page<'_>) -> Vec<(String, Vec<u8>)> {
        match &page.shows {
            Shows::Answer(episode, at) => self.answer(episode, *at, &page.address, &page.trail),
            Shows::Episode(episode) => self.episode(episode, &page.address, &page.trail),
            Shows::Listing(_) => Vec::new(),
            Shows::Tombstone(parts, near) => self.tombstone(page, parts, near.as_ref()),
        }
    }

    /// An episode's page and its text as data, in a folder that is its own or was.
    fn episode(&self, episode: &Episode, folder: &str, trail: &Trail) -> Vec<(String, Vec<u8>)> {
        let here = Here::at(folder);
        let meta = Meta {
            title: episode.title.clone(),
            description: episode.summary.clone().unwrap_or_else(|| describe_guests(episode)),
            address: address::episode(&episode.id),
            published: Some(episode.date),
            hidden: episode.status == Status::Unlisted,
            picture: picture::of_page(self.frame.library, &address::episode(&episode.id)),
            oembed: Some(address::oembed(folder)),
            markdown: true,
            data: Some(structured::of_episode(self.frame, episode)),
        };
        let main = episode::episode(self.frame.library, &here, episode, trail);
        let page = self.frame.document(&meta, &here, "episode", main);
        let framed = page::embed::interview(&Here::at(&address::embedded(folder)), episode);
        let framed = self.dress.document(self.frame, &episode.title, &meta.address, framed);
        let mut files = vec![
            (page_file(folder), page.into_bytes()),
            (page_file(&address::embedded(folder)), framed),
            (format!("{folder}transcript.md"), source::print_episode(episode).into_bytes()),
            (format!("{folder}transcript.json"), data::transcript_json(self.frame.library, episode).into_bytes()),
        ];
        files.extend(self.oembed(folder, episode, None));
        files
    }

    fn oembed(&self, folder: &str, episode: &Episode, answer: Option<&Answer>) -> Option<(String, Vec<u8>)> {
        Some((address::oembed(folder), embed::oembed(self.frame, episode, answer)?.into_bytes()))
    }

    /// An answer's page, and what is embedded of it.
    fn answer(&self, episode: &Episode, at: usize, folder: &str, trail: &Trail) -> Vec<(String, Vec<u8>)> {
        let Some(answer) = episode.answers.get(at) else { return Vec::new() };
        let mut files: Vec<_> = self.answer_page(episode, at, folder, trail).into_iter().collect();
        let framed = address::embedded(folder);
        let main = page::embed::answer(&Here::at(&framed), episode, answer);
        let canonical = address::answer(&episode.id, &answer.id);
        files.push((page_file(&framed), self.dress.document(self.frame, &answer.title(episode), &canonical, main)));
        files.extend(self.oembed(folder, episode, Some(answer)));
        files
    }

    fn answer_page(&self, episode: &Episode, at: usize, folder: &str, trail: &Trail) -> Option<(String, Vec<u8>)> {
        let answer = episode.answers.get(at)?;
        let here = Here::at(folder);
        let guests = episode.guest_names();
        let title = answer.title(episode);
        let meta = Meta {
            title: if guests.is_empty() { title } else { format!("{title} – {guests}") },
            description: text::excerpt(episode, answer, DESCRIPTION_CHARS),
            address: address::answer(&episode.id, &answer.id),
            published: Some(episode.date),
            hidden: episode.status == Status::Unlisted,
            picture: picture::of_answer(self.frame.library, episode, answer),
            oembed: Some(address::oembed(folder)),
            markdown: false,
            data: Some(structured::of_answer(self.frame, episode, answer)),
        };
        let url = self.frame.address.map(|site| format!("{site}{}", meta.address));
        let cited = cite::citations(episode, answer, url.as_deref());
        let related = self.alike.to(episode, at);
        let taken = answer::Taken { cited, share: share::of_answer(self.frame, episode, answer) };
        let main = answer::answer(self.frame.library, &here, episode, at, related, trail, taken)?;
        Some((page_file(folder), self.frame.document(&meta, &here, "answer", main).into_bytes()))
    }

    /// The page of what was split or removed.
    fn tombstone(&self, page: &former::Page<'_>, parts: &[Target], near: Option<&Target>) -> Vec<(String, Vec<u8>)> {
        let (here, title) = (Here::at(&page.address), page.record.note().to_owned());
        let description = if parts.is_empty() { "Removed" } else { "Split into several" };
        let meta = Meta {
            title: title.clone(),
            description: description.to_owned(),
            address: page.address.clone(),
            hidden: true,
            ..Meta::default()
        };
        let since = page.record.last_changed;
        let within = page.address.strip_prefix("episodes/").and_then(|rest| rest.split_once('/'));
        let episode = within.filter(|(_, answer)| !answer.is_empty()).map(|(episode, _)| episode.to_owned());
        let main = trail::former(&here, title.clone(), since, parts.to_vec(), near.cloned(), episode, &page.trail);
        let mut files = vec![(page_file(&page.address), self.frame.document(&meta, &here, "plain", main).into_bytes())];
        if page.address.starts_with("episodes/") {
            let folder = address::embedded(&page.address);
            let here = Here::at(&folder);
            let main = page::embed::former(&here, title.clone(), since, parts.to_vec(), near.cloned(), &page.address);
            files.push((page_file(&folder), self.dress.document(self.frame, &title, &page.address, main)));
        }
        files
    }
}

fn describe_guests(episode: &Episode) -> String {
    format!("An interview with {}, published by {}", episode.guest_names(), episode.publisher)
}

fn wrong_address(frame: &Frame<'_>, base: &str) -> String {
    let here = Here::anywhere(if base.is_empty() { "/" } else { base });
    let meta = Meta {
        title: "Not found".to_owned(),
        description: "There is nothing at this address".to_owned(),
        hidden: true,
        ..Meta::default()
    };
    frame.document(&meta, &here, "missing", not_found::not_found(&here))
}
