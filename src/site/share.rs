//! The content of an answer's share menu: its URL, a quote, embed code, links to social networks. No network is
//! contacted until a reader follows its link.
//!
//! Not here: the menu itself ([`crate::page::share`]).

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page::address;
use crate::page::document::SiteContext;
use crate::page::share::{NetworkLink, SITE_URL_PLACEHOLDER, Share};
use crate::page::text::{self, escaped};
use crate::transcript::{Answer, Episode};

/// How many characters of an answer its quote has: as many as a post on a social network holds.
const QUOTE_CHARS: usize = 280;

/// The content of an answer's share menu.
pub(super) fn of_answer(context: &SiteContext<'_>, episode: &Episode, answer: &Answer) -> Share {
    let address = address::answer(&episode.id, &answer.id);
    let embed_address = address::embed(&address);
    let site_url = context.site_url.map_or_else(|| SITE_URL_PLACEHOLDER.to_string(), str::to_owned);
    let (url, title) = (address::absolute(&site_url, &address), answer.title(episode));
    let embed_url = address::absolute(&site_url, &embed_address);
    let guests = episode.guest_names();
    let author = if guests.is_empty() { &episode.publisher } else { &guests };
    let link_text = escaped(&format!("{title} – {author}, {}", episode.publisher));
    let embed_code = format!(
        "<script async src=\"{site_url}embed.js\"></script>\
         <answerbook-answer episode=\"{}\" answer=\"{}\"><a href=\"{url}\">{link_text}</a></answerbook-answer>",
        episode.id, answer.id,
    );
    let iframe_code = format!(
        "<iframe src=\"{embed_url}\" title=\"{link_text}\" width=\"100%\" height=\"400\" frameborder=\"0\" style=\"display:block\" loading=\"lazy\"></iframe>"
    );
    Share {
        quote: format!("“{}” — {author}, {title}, {url}", text::excerpt(episode, answer, QUOTE_CHARS)),
        embed_code,
        iframe_code,
        embed_address,
        networks: context.site_url.map(|_| networks(&title, author, &url)).unwrap_or_default(),
        title,
        url,
    }
}

fn networks(title: &str, author: &str, url: &str) -> Vec<NetworkLink> {
    let text = format!("{title} – {author}");
    let text_and_url = format!("{text} {url}");
    let [text, url, text_and_url] =
        [text.as_str(), url, &text_and_url].map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string());
    let link = |network, url| NetworkLink { network, url };
    vec![
        link("E-mail", format!("mailto:?subject={text}&body={url}")),
        link("LinkedIn", format!("https://www.linkedin.com/sharing/share-offsite/?url={url}")),
        link("Bluesky", format!("https://bsky.app/intent/compose?text={text_and_url}")),
        link("Mastodon", format!("https://share.joinmastodon.org/#text={text_and_url}")),
        link("X", format!("https://x.com/intent/post?text={text}&url={url}")),
        link("WhatsApp", format!("https://wa.me/?text={text_and_url}")),
        link("Reddit", format!("https://www.reddit.com/submit?url={url}&title={text}")),
    ]
}
