//! The sitemap (<https://www.sitemaps.org/protocol.html>): every page that search engines should find. It needs the
//! site's absolute URL.
//!
//! `lastmod` is the ledger's. A page that was never released has none.
//!
//! Not here: unlisted episodes and former addresses, which are no pages to find.

use super::ledger_dates::LedgerDates;
use super::output_file::OutputFile;
use super::xml::Xml;
use crate::links::{Ledger, PublishedId};
use crate::page::address;
use crate::page::document::SiteContext;
use crate::transcript::{Date, Library};

/// The most URLs that the protocol allows in one file.
const MAX_URLS: usize = 50_000;

/// A URL of a sitemap or of a sitemap index.
struct SitemapUrl {
    /// The address on the site.
    address: String,
    /// The day of the last change.
    last_modified: Option<Date>,
}

/// The sitemap; if it would have too many URLs, several of them and their index. None if the site does not know its
/// URL.
pub(super) fn files(context: &SiteContext<'_>, ledger: &Ledger) -> Vec<OutputFile> {
    let Some(site_url) = context.site_url else { return Vec::new() };
    let urls = urls(context.library, ledger);
    if urls.len() <= MAX_URLS {
        return vec![OutputFile::new("sitemap.xml", sitemap(site_url, &urls))];
    }
    let parts = urls.chunks(MAX_URLS).enumerate();
    let mut files: Vec<OutputFile> = parts
        .map(|(index, part)| OutputFile::new(format!("sitemap-{}.xml", index + 1), sitemap(site_url, part)))
        .collect();
    let parts = files.iter().map(|file| SitemapUrl { address: file.path.clone(), last_modified: None });
    let index = sitemap_index(site_url, &parts.collect::<Vec<_>>());
    files.push(OutputFile::new("sitemap.xml", index));
    files
}

fn sitemap(site_url: &str, urls: &[SitemapUrl]) -> Vec<u8> {
    document(site_url, "urlset", "url", urls)
}

fn sitemap_index(site_url: &str, sitemaps: &[SitemapUrl]) -> Vec<u8> {
    document(site_url, "sitemapindex", "sitemap", sitemaps)
}

fn document(site_url: &str, root: &str, element: &str, urls: &[SitemapUrl]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(root, &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    for url in urls {
        xml.open(element, &[]);
        xml.text_element("loc", &address::absolute(site_url, &url.address));
        if let Some(date) = url.last_modified {
            xml.text_element("lastmod", &date.to_string());
        }
        xml.close(element);
    }
    xml.close(root);
    xml.into_bytes()
}

/// Every listed page. The library has the date of the episode that changed last.
fn urls(library: &Library, ledger: &Ledger) -> Vec<SitemapUrl> {
    let updated = |key: &PublishedId| LedgerDates::of(ledger, key).map(|dates| dates.updated);
    let of_key = |address: String, key: &PublishedId| SitemapUrl { address, last_modified: updated(key) };
    let latest = library.listed().filter_map(|episode| updated(&PublishedId::episode(&episode.id))).max();
    let mut urls = vec![
        SitemapUrl { address: String::new(), last_modified: latest },
        SitemapUrl { address: address::TOPICS.to_owned(), last_modified: None },
        SitemapUrl { address: address::SPEAKERS.to_owned(), last_modified: None },
    ];
    let topics = library.topics().iter();
    urls.extend(topics.map(|topic| of_key(address::topic(&topic.id), &PublishedId::topic(&topic.id))));
    let speakers = library.speakers();
    urls.extend(
        speakers.iter().map(|speaker| of_key(address::speaker(&speaker.id), &PublishedId::speaker(&speaker.id))),
    );
    for episode in library.listed() {
        urls.push(of_key(address::episode(&episode.id), &PublishedId::episode(&episode.id)));
        let answers = episode.answers.iter();
        urls.extend(answers.map(|answer| {
            of_key(address::answer(&episode.id, &answer.id), &PublishedId::answer(&episode.id, &answer.id))
        }));
    }
    urls
}
