//! Addresses: the URL paths of the site, in the one place that knows their shape. An address is relative to the site's
//! root. It has no leading slash, and that of a page ends in one. [`BaseUrl`] turns it into the relative URL of an
//! `href`. Ids may have letters of any script. They stand in an address as they are, as HTML allows; in an absolute URL, which goes
//! to other programs, they are percent-encoded.
//!
//! Not here: query strings ([`super::view`]).

use crate::transcript::{AnswerId, EpisodeId, ParagraphId, SpeakerId, TopicId};

/// The page of all speakers.
pub const SPEAKERS: &str = "speakers/";

/// The page of all topics.
pub const TOPICS: &str = "topics/";

/// An episode's page.
pub fn episode(id: &EpisodeId) -> String {
    format!("episodes/{id}/")
}

/// An answer's own page, which is permanent.
pub fn answer(episode: &EpisodeId, answer: &AnswerId) -> String {
    answer_of(episode.as_str(), answer.as_str())
}

/// As [`answer`], of the texts of the ids.
pub fn answer_of(episode: &str, answer: &str) -> String {
    ["episodes/", episode, "/", answer, "/"].concat()
}

/// The page of an episode or an answer for an iframe, from the address of its ordinary page: the same path under `embed/`.
pub fn embed(page: &str) -> String {
    ["embed/", page.strip_prefix("episodes/").unwrap_or(page)].concat()
}

/// The oEmbed response of an episode's or an answer's page.
pub fn oembed(page: &str) -> String {
    embed(page) + "oembed.json"
}

/// The preview picture of a page.
pub fn picture(page: &str) -> String {
    [page, "picture.png"].concat()
}

/// The anchor of a paragraph, without `#`, on its episode's and its answer's page.
pub fn paragraph_anchor(id: &ParagraphId) -> String {
    format!("p-{id}")
}

/// The page of the answers in which someone speaks.
pub fn speaker(id: &SpeakerId) -> String {
    format!("{SPEAKERS}{id}/")
}

/// The page of the answers on a topic.
pub fn topic(id: &TopicId) -> String {
    format!("{TOPICS}{id}/")
}

/// A page of a listing, counted from 0. The first is at the listing's own address.
pub fn listing_page(listing: &str, index: usize) -> String {
    if index == 0 { listing.to_owned() } else { format!("{listing}page-{}/", index + 1) }
}

/// The absolute URL of an address, from that of the site.
pub fn absolute(site_url: &str, address: &str) -> String {
    format!("{site_url}{}", percent_encoding::utf8_percent_encode(address, percent_encoding::CONTROLS))
}

/// The base URL of a page: what the relative URLs on it are resolved against.
#[derive(Debug, Clone)]
pub struct BaseUrl {
    /// The relative URL of the site's root.
    root: String,
}

impl BaseUrl {
    /// The base URL of the page at an address, one folder deep for each slash.
    pub fn of_page(address: &str) -> Self {
        Self { root: "../".repeat(address.matches('/').count()) }
    }

    /// The base URL of a page that the host shows at any depth, such as the 404 page. Its links begin with the site's
    /// base path, `/` or `/sub/`.
    pub fn of_any_page(base_path: &str) -> Self {
        Self { root: base_path.to_owned() }
    }

    /// The relative URL of an address, as an `href` or `src` has it.
    pub fn href(&self, address: &str) -> String {
        if self.root.is_empty() && address.is_empty() { "./".to_owned() } else { format!("{}{address}", self.root) }
    }
}
