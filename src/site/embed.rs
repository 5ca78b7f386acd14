//! What other sites embed: documents for a frame, each whole in one file, their oEmbed, and the snippet to paste.
//!
//! An embedded page may run without an origin, as in WordPress: its style and script are part of it, allowed by their hashes,
//! and it asks for nothing else.

use leptos::prelude::*;
use serde_json::json;

use super::entry::hash_source;
use super::{lean, picture};
use crate::page::address;
use crate::page::frame::Frame;
use crate::page::text;
use crate::transcript::{Answer, Episode};

const TOKENS: &str = include_str!("../../public/style/tokens.css");
const STYLE: &str = include_str!("../../public/embed/page.css");
const SCRIPT: &str = include_str!("../../public/embed/page.js");

/// The script that defines the custom elements.
pub(super) const ELEMENTS: &str = include_str!("../../public/embed.js");

/// The size a frame has before its text has said how high it is, in CSS pixels.
const WIDTH: u32 = 600;
const HEIGHT: u32 = 400;

/// How many characters of an answer stand where its frame cannot.
const QUOTED_CHARS: usize = 400;

/// Style and script of all embedded pages of a build, and the policy that allows them.
pub(super) struct Dress {
    style: String,
    script: String,
    policy: String,
}

impl Dress {
    /// With the owner's accent colour, where there is one.
    pub(super) fn new(frame: &Frame<'_>) -> Self {
        // The colours by name; the fonts behind them are files, which a page without an origin may not have.
        let colours = TOKENS.split("@font-face").next().unwrap_or_default();
        let accent = super::entry::theme(frame.library.site()).unwrap_or_default();
        let style = lean(&[colours, &accent, STYLE].concat());
        let script = lean(SCRIPT);
        let policy = format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
            hash_source(&style),
            hash_source(&script)
        );
        Self { style, script, policy }
    }

    /// The whole document around what is embedded. `canonical` is the address of what it shows.
    pub(super) fn document(&self, frame: &Frame<'_>, title: &str, canonical: &str, main: impl IntoView) -> Vec<u8> {
        let canonical = frame.address.map(|site| format!("{site}{canonical}"));
        let html = view! {
            <html lang=frame.library.site().language.clone()>
                <head>
                    <meta charset="utf-8"/>
                    <meta http-equiv="Content-Security-Policy" content=self.policy.clone()/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex"/>
                    <title>{title.to_owned()}</title>
                    {canonical.map(|url| view! { <link rel="canonical" href=url/> })}
                    <style inner_html=self.style.clone()></style>
                </head>
                <body>{main}<script inner_html=self.script.clone()></script></body>
            </html>
        };
        format!("<!DOCTYPE html>{}", html.to_html().replace("<!>", "")).into_bytes()
    }
}

/// What oEmbed consumers are told of an answer, or of a whole interview; none where the site does not know its address.
pub(super) fn oembed(frame: &Frame<'_>, episode: &Episode, answer: Option<&Answer>) -> Option<String> {
    let site = frame.address?;
    let (title, address, quoted) = match answer {
        Some(answer) => {
            let address = address::answer(&episode.id, &answer.id);
            (answer.title(episode), address, text::excerpt(episode, answer, QUOTED_CHARS))
        }
        None => {
            let summary = episode.summary.clone().unwrap_or_default();
            (episode.title.clone(), address::episode(&episode.id), summary)
        }
    };
    let guests = episode.guest_names();
    let by = if guests.is_empty() { &episode.publisher } else { &guests };
    let (link, framed) = (format!("{site}{address}"), format!("{site}{}", address::embedded(&address)));
    let html = view! {
        <blockquote>
            // The blank is for those who take the paragraphs away, as WordPress does.
            {(!quoted.is_empty()).then(|| view! { <p>{quoted}</p>" " })}
            <p><a href=link>{title.clone()}</a>" — "{by.clone()}", "{episode.publisher.clone()}</p>
        </blockquote>
        <iframe src=framed title=title.clone() width=WIDTH height=HEIGHT></iframe>
    };
    let picture = match answer {
        Some(answer) => picture::of_answer(frame.library, episode, answer),
        None => picture::of_page(frame.library, &address::episode(&episode.id)),
    };
    let mut answered = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": by,
        "provider_name": frame.library.site().title,
        "provider_url": site,
        "cache_age": 86_400,
        "html": html.to_html().replace("<!>", ""),
        "width": WIDTH,
        "height": HEIGHT,
    });
    if let Some(picture) = picture {
        answered["thumbnail_url"] = json!(format!("{site}{picture}"));
        answered["thumbnail_width"] = json!(picture::WIDTH);
        answered["thumbnail_height"] = json!(picture::HEIGHT);
    }
    Some(answered.to_string())
}
