//! What an answer is shared as: its address, some of its words, the line that embeds it, and the addresses of common networks, which
//! are asked for nothing until a reader follows one.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page::address;
use crate::page::frame::Frame;
use crate::page::share::{ROOT, Share};
use crate::page::text;
use crate::transcript::{Answer, Episode};

/// How many characters of an answer are copied as its quote.
const QUOTED_CHARS: usize = 280;

/// What an answer is shared as.
pub(super) fn of_answer(frame: &Frame<'_>, episode: &Episode, answer: &Answer) -> Share {
    let folder = address::answer(&episode.id, &answer.id);
    let site = frame.address.map_or_else(|| ROOT.to_string(), str::to_owned);
    let (url, title) = (format!("{site}{folder}"), answer.title(episode));
    let guests = episode.guest_names();
    let by = if guests.is_empty() { &episode.publisher } else { &guests };
    let link = format!("{title} – {by}, {}", episode.publisher);
    let code = format!(
        "<script async src=\"{site}embed.js\"></script><answerbook-answer episode=\"{}\" answer=\"{}\"><a href=\"{url}\">{}</a></answerbook-answer>",
        episode.id,
        answer.id,
        escaped(&link)
    );
    Share {
        quote: format!("“{}” — {by}, {title}, {url}", text::excerpt(episode, answer, QUOTED_CHARS)),
        code,
        frame: format!(
            "<iframe src=\"{site}{}\" title=\"{}\" width=\"600\" height=\"400\" loading=\"lazy\"></iframe>",
            address::embedded(&folder),
            escaped(&link)
        ),
        framed: address::embedded(&folder),
        networks: frame.address.map(|_| networks(&title, by, &url)).unwrap_or_default(),
        title,
        url,
    }
}

fn networks(title: &str, by: &str, url: &str) -> Vec<(&'static str, String)> {
    let text = format!("{title} – {by}");
    let [coded, link, both] =
        [&text, url, &format!("{text} {url}")].map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string());
    vec![
        ("E-mail", format!("mailto:?subject={coded}&body={link}")),
        ("LinkedIn", format!("https://www.linkedin.com/sharing/share-offsite/?url={link}")),
        ("Bluesky", format!("https://bsky.app/intent/compose?text={both}")),
        ("Mastodon", format!("https://share.joinmastodon.org/#text={both}")),
        ("X", format!("https://x.com/intent/post?text={coded}&url={link}")),
        ("WhatsApp", format!("https://wa.me/?text={both}")),
        ("Reddit", format!("https://www.reddit.com/submit?url={link}&title={coded}")),
    ]
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
