//! The share menu of an answer: buttons that copy a link, a quote or embed code, and links to social networks. It opens
//! without scripts. The app shows what needs a script.
//!
//! Not here: the texts to share ([`crate::site`]), copying them (`app`).

use leptos::prelude::*;

use super::address::BaseUrl;
use super::text::escaped;

/// The placeholder for the site's absolute URL in texts to copy, for a site that does not know its own. The app puts
/// the URL in its place.
pub const SITE_URL_PLACEHOLDER: char = '⌂';

/// The content of a share menu. URLs may begin with [`SITE_URL_PLACEHOLDER`].
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// The answer's title.
    pub title: String,
    /// The answer's URL.
    pub url: String,
    /// Some of the answer's words, with their speaker and the URL.
    pub quote: String,
    /// The HTML of the custom element that embeds the answer.
    pub embed_code: String,
    /// The HTML of an iframe with the answer, for sites that allow no script.
    pub iframe_code: String,
    /// The address of the embedded page.
    pub embed_address: String,
    /// The links to social networks; none if the site does not know its URL.
    pub networks: Vec<NetworkLink>,
}

/// A link that passes an answer on to a social network.
#[derive(Debug, Clone)]
pub struct NetworkLink {
    /// The network's name.
    pub network: &'static str,
    /// The URL of the network's form for a new post, filled in.
    pub url: String,
}

/// The menu, closed.
pub fn menu(base: &BaseUrl, share: Share) -> impl IntoView + use<> {
    let networks: Vec<_> = share
        .networks
        .into_iter()
        .map(|link| view! { <li><a href=link.url target="_blank" rel="noopener nofollow">{link.network}</a></li> })
        .collect();
    let is_complete = !share.embed_code.contains(SITE_URL_PLACEHOLDER);
    view! {
        <details class="share" id="share">
            <summary>"Share this answer"</summary>
            <p class="actions">
                <button type="button" id="share-sheet" data-copy=share.url.clone() data-title=share.title.clone() hidden>
                    "Share…"
                </button>
                <button type="button" id="share-link" data-copy=share.url>"Copy link"</button>
                <button type="button" id="share-quote" data-copy=share.quote>"Copy quote"</button>
                <button type="button" id="share-code" data-copy=share.embed_code.clone()>"Copy embed code"</button>
                <button type="button" id="share-frame" data-copy=share.iframe_code.clone()>"Copy iframe code"</button>
            </p>
            {(!networks.is_empty()).then(|| view! { <ul aria-label="Share the link on">{networks}</ul> })}
            {is_complete.then(|| code_to_paste(share.embed_code, share.iframe_code))}
            {preview(base.href(&share.embed_address))}
        </details>
    }
}

fn code_to_paste(embed_code: String, iframe_code: String) -> impl IntoView {
    // What a reader copies from here is what the buttons copy.
    let field = |rows: &'static str, code: String| view! { <textarea readonly rows=rows>{escaped(&code)}</textarea> };
    view! {
        <label>"To embed it on your page, paste this line"{field("4", embed_code)}</label>
        <label>"If the page allows no scripts, paste this instead"{field("3", iframe_code)}</label>
    }
}

fn preview(src: String) -> impl IntoView {
    view! {
        <p id="preview">"It will look like this, unless you set attributes:"</p>
        {leptos::html::iframe()
            .src(src)
            .title("Preview of the embedded answer")
            .attr("aria-describedby", "preview")
            // Nothing is loaded before the menu is open.
            .attr("loading", "lazy")}
    }
}
