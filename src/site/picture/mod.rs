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

mod content;

mod draw;

pub use self::content::{DrawnPicture, HEIGHT, PictureContent, WIDTH};
pub use self::draw::PictureRenderer;
use crate::page::address;
use crate::page::text;
use crate::transcript::{Answer, Episode, Library, PicturesPer};

/// The most answers for which each has a picture of its own, if the owner has not decided. More make builds longer and
/// sites larger: a picture takes a few kilobytes.
const MAX_ANSWER_PICTURES: usize = 2_000;

/// How many characters of an answer a picture has room for.
const EXCERPT_CHARS: usize = 220;

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
    let of_library = PictureContent { words: description, ..page_content(library, "", library.site().title.clone()) };
    let mut pictures = vec![of_library];
    pictures.extend(library.topics().iter().map(|topic| PictureContent {
        words: topic.about.clone().unwrap_or_default(),
        ..page_content(library, &address::topic(&topic.id), topic.name.clone())
    }));
    pictures.extend(library.speakers().into_iter().map(|speaker| PictureContent {
        who: speaker.about.unwrap_or_default(),
        ..page_content(library, &address::speaker(&speaker.id), speaker.name)
    }));
    for episode in library.episodes() {
        let of_episode = PictureContent {
            who: guests(episode),
            publisher: episode.publisher.clone(),
            ..page_content(library, &address::episode(&episode.id), episode.title.clone())
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
fn page_content(library: &Library, page: &str, title: String) -> PictureContent {
    let site = library.site();
    PictureContent {
        path: address::picture(page),
        site: site.title.clone(),
        title,
        words: String::new(),
        who: String::new(),
        publisher: site.publisher.clone(),
        accent: site.accent.as_ref().map_or_else(|| draw::token("accent"), |accent| accent.light.clone()),
    }
}

/// The guests by name, a single one with their description.
fn guests(episode: &Episode) -> String {
    let mut guests = episode.named_guests();
    match (guests.next(), guests.next()) {
        (Some(only), None) => {
            let about = only.about.as_ref().map(|about| format!(", {about}")).unwrap_or_default();
            format!("{}{about}", only.name)
        }
        _ => episode.guest_names(),
    }
}
