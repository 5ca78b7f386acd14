//! The pictures that other sites show beside a link: one for each page that has one, 1200 × 630 pixels, a few kilobytes, in the
//! site's own type and colours.
//!
//! ```text
//! Library ──cards──▶ Card, a hash of all that it shows ──Artist::draw──▶ PNG, and the letters that no font had
//! ```
//!
//! Which of them are drawn again is the caller's to decide, by the hash. Not here: the tags that name them ([`crate::page::frame`]).

mod draw;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

pub use self::draw::Artist;
use crate::page::address;
use crate::page::text;
use crate::transcript::{Answer, Episode, Library, PicturesPer};

/// How wide a picture is, in pixels.
pub const WIDTH: u32 = 1200;

/// How high a picture is, in pixels.
pub const HEIGHT: u32 = 630;

/// Up to how many answers each has a picture of its own, where the owner has not said.
const ANSWERS_WITH_PICTURES: usize = 2_000;

/// How many characters of an answer a picture has room for, at most.
const WORDS_CHARS: usize = 220;

/// Changes when the same card is drawn otherwise.
const GENERATION: u32 = 2;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its address on the site.
    pub path: String,
    /// The site, above.
    pub site: String,
    /// The title, large.
    pub title: String,
    /// A line of what was said, verbatim; empty where there is none.
    pub words: String,
    /// Who said it.
    pub who: String,
    /// Whose text it is.
    pub publisher: String,
    /// The accent colour, `#rrggbb`.
    pub accent: String,
}

impl Card {
    /// A hash of all that the picture shows, but not of its path.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(GENERATION.to_le_bytes());
        for part in [&self.site, &self.title, &self.words, &self.who, &self.publisher, &self.accent] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A picture as it was drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The file.
    pub png: Vec<u8>,
    /// Letters that were left out, for no font has them.
    pub missing: BTreeSet<char>,
}

/// Which picture an answer's page names: its own, its episode's, or none.
pub(super) fn of_answer(library: &Library, episode: &Episode, answer: &Answer) -> Option<String> {
    match per(library) {
        PicturesPer::Answer => Some(address::picture(&address::answer(&episode.id, &answer.id))),
        PicturesPer::Episode => Some(address::picture(&address::episode(&episode.id))),
        PicturesPer::None => None,
    }
}

/// The picture at an address that has one of its own; none where the owner wants none.
pub(super) fn of_page(library: &Library, address: &str) -> Option<String> {
    (per(library) != PicturesPer::None).then(|| address::picture(address))
}

fn per(library: &Library) -> PicturesPer {
    let answers = || library.episodes().iter().map(|episode| episode.answers.len()).sum::<usize>();
    library
        .site()
        .pictures
        .per
        .unwrap_or_else(|| if answers() <= ANSWERS_WITH_PICTURES { PicturesPer::Answer } else { PicturesPer::Episode })
}

/// Every picture of a library: of itself, of its episodes, speakers and topics, and of answers where each has one.
pub fn cards(library: &Library) -> Vec<Card> {
    let per = per(library);
    if per == PicturesPer::None {
        return Vec::new();
    }
    let site = library.site();
    let card = |address: &str, title: String| Card {
        path: address::picture(address),
        site: site.title.clone(),
        title,
        words: String::new(),
        who: String::new(),
        publisher: site.publisher.clone(),
        accent: site.accent.as_ref().map_or_else(|| draw::token("accent"), |accent| accent.light.clone()),
    };
    let mut cards = vec![Card { words: site.description.clone().unwrap_or_default(), ..card("", site.title.clone()) }];
    cards.extend(library.topics().iter().map(|topic| Card {
        words: topic.about.clone().unwrap_or_default(),
        ..card(&address::topic(&topic.id), topic.name.clone())
    }));
    cards.extend(
        library.speakers().into_iter().map(|voice| Card {
            who: voice.about.unwrap_or_default(),
            ..card(&address::speaker(&voice.id), voice.name)
        }),
    );
    for episode in library.episodes() {
        let folder = address::episode(&episode.id);
        let of_episode =
            Card { who: people(episode), publisher: episode.publisher.clone(), ..card(&folder, episode.title.clone()) };
        if per == PicturesPer::Answer {
            cards.extend(episode.answers.iter().map(|answer| Card {
                path: address::picture(&address::answer(&episode.id, &answer.id)),
                title: answer.title(episode),
                words: format!("“{}”", text::excerpt(episode, answer, WORDS_CHARS)),
                ..of_episode.clone()
            }));
        }
        cards.push(of_episode);
    }
    cards
}

fn people(episode: &Episode) -> String {
    let mut guests = episode.guests();
    match (guests.next(), guests.next()) {
        (Some(only), None) => {
            let about = only.about.as_ref().map(|about| format!(", {about}")).unwrap_or_default();
            format!("{}{about}", only.name)
        }
        _ => episode.guest_names(),
    }
}
