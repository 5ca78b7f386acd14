//! Where things are on the site: the one place that knows the shape of its addresses. All are relative to the site's
//! root, without a leading slash; folders end in one.

use crate::transcript::{AnswerId, EpisodeId, ParagraphId, SpeakerId, TopicId};

/// How many answers or episodes a listing shows before it goes on to a further page.
pub const PAGE_LEN: usize = 50;

/// An episode's page.
pub fn episode(id: &EpisodeId) -> String {
    format!("episodes/{id}/")
}

/// An answer's own page: permanent.
pub fn answer(episode: &EpisodeId, answer: &AnswerId) -> String {
    ["episodes/", episode.as_str(), "/", answer.as_str(), "/"].concat()
}

/// What is embedded of something that has a page at an address, `episodes/…`: in a folder of its own, so that what a host puts
/// behind the address leads to it all the same.
pub fn embedded(address: &str) -> String {
    ["embed/", address.strip_prefix("episodes/").unwrap_or(address)].concat()
}

/// What other sites ask of an embedded page: its oEmbed.
pub fn oembed(address: &str) -> String {
    embedded(address) + "oembed.json"
}

/// The picture of a page, which other sites show beside a link to it.
pub fn picture(address: &str) -> String {
    [address, "picture.png"].concat()
}

/// The anchor of a paragraph, without `#`, on its episode's and its answer's page.
pub fn paragraph_anchor(id: &ParagraphId) -> String {
    format!("p-{id}")
}

/// All answers in which someone speaks.
pub fn speaker(id: &SpeakerId) -> String {
    format!("speakers/{id}/")
}

/// All answers on a topic.
pub fn topic(id: &TopicId) -> String {
    format!("topics/{id}/")
}

/// A further page of a listing, counted from 0; the first is the listing's own address.
pub fn nth_page(listing: &str, nth: usize) -> String {
    if nth == 0 { listing.to_owned() } else { format!("{listing}page-{}/", nth + 1) }
}

/// Where a page stands, so that links on it can be written relative to it.
#[derive(Debug, Clone)]
pub struct Here {
    up: String,
}

impl Here {
    /// A page at this address; one folder deep for each slash.
    pub fn at(address: &str) -> Self {
        Self { up: "../".repeat(address.matches('/').count()) }
    }

    /// A page that is shown at any address, such as the one for a wrong one: its links start from the site's base
    /// path, `/` or `/sub/`.
    pub fn anywhere(base: &str) -> Self {
        Self { up: base.to_owned() }
    }

    /// The link from here to an address of the site.
    pub fn to(&self, address: &str) -> String {
        if self.up.is_empty() && address.is_empty() { "./".to_owned() } else { format!("{}{address}", self.up) }
    }
}
