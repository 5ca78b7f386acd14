//! Preview pictures: the images that other sites show beside a link (`og:image`). Each is 1200 × 630 pixels, a few
//! kilobytes, in the site's own type and colours.
//!
//! ```text
//! Library ──pictures──▶ PictureContent ──PictureRenderer::draw──▶ DrawnPicture: a PNG, and the letters that no font has
//! ```
//!
//! The caller decides which pictures to draw again, by [`PictureContent::hash`].
//!
//! Not here: the tags that name a picture ([`crate::page::document`]), keeping pictures between builds (`cli`).

mod draw;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

pub use self::draw::PictureRenderer;
use crate::page::address;
use crate::page::text;
use crate::transcript::{Answer, Episode, Library, PicturesPer, hex};

/// The width of a picture, in pixels.
pub const WIDTH: u32 = 1200;

/// The height of a picture, in pixels.
pub const HEIGHT: u32 = 630;

/// The most answers for which each has a picture of its own, if the owner has not decided. More make builds longer and
/// sites larger: a picture takes a few kilobytes.
const MAX_ANSWER_PICTURES: usize = 2_000;

/// How many characters of an answer a picture has room for.
const EXCERPT_CHARS: usize = 220;

/// The version of the drawing. A change of it has every picture drawn again; it changes when the same content looks
/// different.
const GENERATION: u32 = 2;

/// How many bytes of a content's hash are its name.
const HASH_BYTES: usize = 16;

/// The content of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureContent {
    /// The picture's address on the site. It is not shown.
    pub path: String,
    /// The site's title, at the top.
    pub site: String,
    /// The title of the page, large.
    pub title: String,
    /// A line of what was said, verbatim; may be empty.
    pub words: String,
    /// The people, such as the guests of an interview.
    pub who: String,
    /// The publisher of the text.
    pub publisher: String,
    /// The accent colour, `#rrggbb`.
    pub accent: String,
}

impl PictureContent {
    /// A hash of all that the picture shows: of everything but its path.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(GENERATION.to_le_bytes());
        for part in [&self.site, &self.title, &self.words, &self.who, &self.publisher, &self.accent] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hex(&hash.finalize(), HASH_BYTES)
    }
}

/// A picture that was drawn.
#[derive(Debug, Clone, Default)]
pub struct DrawnPicture {
    /// The PNG file.
    pub png: Vec<u8>,
    /// The letters that were left out because no font has them.
    pub missing: BTreeSet<char>,
}

/// The address of the picture for an answer's page: its own, its episode's, or `None`.
pub(super) fn of_answer(library: &Library, episode: &Episode, answer: &Answer) -> Option<String> {
    match pictures_per(library) {
        PicturesPer::Answer => Some(address::picture(&address::answer(&episode.id, &answer.id))),
        PicturesPer::Episode => Some(address::picture(&address::episode(&episode.id))),
        PicturesPer::None => None,
    }
}

/// The address of the picture for a page that is no answer's; `None` if the owner wants no pictures.
pub(super) fn of_page(library: &Library, address: &str) -> Option<String> {
    (pictures_per(library) != PicturesPer::None).then(|| address::picture(address))
}

fn pictures_per(library: &Library) -> PicturesPer {
    let answers = || library.episodes().iter().map(|episode| episode.answers.len()).sum::<usize>();
    let by_size = || if answers() <= MAX_ANSWER_PICTURES { PicturesPer::Answer } else { PicturesPer::Episode };
    library.site().pictures.per.unwrap_or_else(by_size)
}

/// Every picture of a library: of the library itself, of its topics, speakers and episodes, and of its answers if each
/// has one.
pub fn pictures(library: &Library) -> Vec<PictureContent> {
    let per = pictures_per(library);
    if per == PicturesPer::None {
        return Vec::new();
    }
    let description = library.site().description.clone().unwrap_or_default();
    let of_library = PictureContent { words: description, ..content(library, "", library.site().title.clone()) };
    let mut pictures = vec![of_library];
    pictures.extend(library.topics().iter().map(|topic| PictureContent {
        words: topic.about.clone().unwrap_or_default(),
        ..content(library, &address::topic(&topic.id), topic.name.clone())
    }));
    pictures.extend(library.voices().into_iter().map(|speaker| PictureContent {
        who: speaker.about.unwrap_or_default(),
        ..content(library, &address::speaker(&speaker.id), speaker.name)
    }));
    for episode in library.episodes() {
        let of_episode = PictureContent {
            who: guests(episode),
            publisher: episode.publisher.clone(),
            ..content(library, &address::episode(&episode.id), episode.title.clone())
        };
        if per == PicturesPer::Answer {
            pictures.extend(episode.answers.iter().map(|answer| PictureContent {
                path: address::picture(&address::answer(&episode.id, &answer.id)),
                title: answer.title(episode),
                words: format!("“{}”", text::excerpt(episode, answer, EXCERPT_CHARS)),
                ..of_episode.clone()
            }));
        }
        pictures.push(of_episode);
    }
    pictures
}

/// The content of a page's picture with nothing but its title and what all pictures share.
fn content(library: &Library, page: &str, title: String) -> PictureContent {
    let site = library.site();
    PictureContent {
        path: address::picture(page),
        site: site.title.clone(),
        title,
        words: String::new(),
        who: String::new(),
        publisher: site.publisher.clone(),
        accent: site.accent.as_ref().map_or_else(|| draw::token("accent"), |(light, _)| light.clone()),
    }
}

/// The guests by name, a single one with their description.
fn guests(episode: &Episode) -> String {
    let mut guests = episode.guests();
    match (guests.next(), guests.next()) {
        (Some(only), None) => {
            let about = only.about.as_ref().map(|about| format!(", {about}")).unwrap_or_default();
            format!("{}{about}", only.name)
        }
        _ => episode.guest_names(),
    }
}
