//! oEmbed 1.0 responses (<https://oembed.com>), as static JSON files: the iframe of an answer or of an interview, for
//! editors such as WordPress's that turn a pasted link into an embed.
//!
//! Not here: the page in the iframe ([`super::embed`]), the link by which consumers find a response
//! ([`crate::page::document`]).

use leptos::prelude::*;
use serde_json::json;

use super::output_file::OutputFile;
use super::picture;
use crate::page::address;
use crate::page::document::{SiteContext, static_html};
use crate::page::text;
use crate::transcript::{Answer, Episode};

/// The size of an iframe where the response has to say one, in CSS pixels, and before its page has reported its height. WordPress
/// allows heights from 200 to 1,000.
const WIDTH: u32 = 600;
const HEIGHT: u32 = 400;

/// How many characters of an answer the quotation has. It is shown where the iframe cannot be.
const QUOTATION_CHARS: usize = 400;

/// How long consumers may cache a response, in seconds: a day.
const CACHE_AGE: u32 = 86_400;

/// What a response embeds.
struct Subject {
    title: String,
    /// The address of the ordinary page.
    page: String,
    /// Some words of it; may be empty.
    quotation: String,
    /// The address of the preview picture.
    picture: Option<String>,
}

/// The response for an answer whose page is at `page`, a present or a former address; `None` if the site does not know
/// its URL.
pub(super) fn of_answer(
    context: &SiteContext<'_>,
    page: &str,
    episode: &Episode,
    answer: &Answer,
) -> Option<OutputFile> {
    let subject = Subject {
        title: answer.title(episode),
        page: address::answer(&episode.id, &answer.id),
        quotation: text::excerpt(episode, answer, QUOTATION_CHARS),
        picture: picture::of_answer(context.library, episode, answer),
    };
    Some(OutputFile::new(address::oembed(page), response(context, episode, subject)?))
}

/// The response for an interview whose page is at `page`, a present or a former address; `None` if the site does not
/// know its URL.
pub(super) fn of_episode(context: &SiteContext<'_>, page: &str, episode: &Episode) -> Option<OutputFile> {
    let canonical = address::episode(&episode.id);
    let subject = Subject {
        title: episode.title.clone(),
        quotation: episode.summary.clone().unwrap_or_default(),
        picture: picture::of_page(context.library, &canonical),
        page: canonical,
    };
    Some(OutputFile::new(address::oembed(page), response(context, episode, subject)?))
}

fn response(context: &SiteContext<'_>, episode: &Episode, subject: Subject) -> Option<String> {
    let site_url = context.site_url?;
    let guests = episode.guest_names();
    let author = if guests.is_empty() { episode.publisher.clone() } else { guests };
    let mut response = json!({
        "version": "1.0",
        "type": "rich",
        "title": subject.title,
        "author_name": author,
        "provider_name": context.library.site().title,
        "provider_url": site_url,
        "cache_age": CACHE_AGE,
        "html": html(site_url, &subject, author, episode.publisher.clone()),
        "width": WIDTH,
        "height": HEIGHT,
    });
    if let Some(picture) = subject.picture {
        response["thumbnail_url"] = json!(address::absolute(site_url, &picture));
        response["thumbnail_width"] = json!(picture::WIDTH);
        response["thumbnail_height"] = json!(picture::HEIGHT);
    }
    Some(response.to_string())
}

/// The HTML to embed: a quotation with a link, and the iframe. WordPress keeps both, without attributes it does not
/// know.
fn html(site_url: &str, subject: &Subject, author: String, publisher: String) -> String {
    let (title, quotation) = (subject.title.clone(), subject.quotation.clone());
    let link = address::absolute(site_url, &subject.page);
    let iframe = address::absolute(site_url, &address::embed(&subject.page));
    // WordPress removes styles, so the oldest attributes say what they would.
    let iframe =
        leptos::html::iframe().src(iframe).title(title.clone()).width("100%").height(HEIGHT).attr("frameborder", "0");
    static_html(view! {
        <blockquote>
            // The space separates the paragraphs in editors that remove their tags, such as WordPress's.
            {(!quotation.is_empty()).then(|| view! { <p>{quotation}</p>" " })}
            <p><a href=link>{title.clone()}</a>" — "{author}", "{publisher}</p>
        </blockquote>
        {iframe}
    })
}
