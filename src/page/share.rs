//! The menu with which an answer is shared: copied as a link, a quote or a piece of HTML, sent on, or passed to a network by a
//! plain link. It opens without scripts; what needs them is not shown without them.

use leptos::prelude::*;

use super::address::Here;

/// What stands for the site's absolute address where only the reader's browser knows it.
pub const ROOT: char = '⌂';

/// What an answer is shared as. Addresses may begin with [`ROOT`].
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// The answer's title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Some of its words, with who said them.
    pub quote: String,
    /// One line of HTML for another site.
    pub code: String,
    /// The same for where no script may run.
    pub frame: String,
    /// The address on the site of what that shows.
    pub framed: String,
    /// Networks by name, each with the address that passes the link to it; none where the site's address is not known.
    pub networks: Vec<(&'static str, String)>,
}

/// The menu, closed.
pub fn menu(here: &Here, share: Share) -> impl IntoView + use<> {
    let networks: Vec<_> = share
        .networks
        .into_iter()
        .map(|(name, href)| view! { <li><a href=href target="_blank" rel="noopener nofollow">{name}</a></li> })
        .collect();
    let unknown = share.code.contains(ROOT);
    view! {
        <details class="share" id="share">
            <summary>"Share this answer"</summary>
            <p class="actions">
                <button type="button" id="share-sheet" data-copy=share.url.clone() data-title=share.title.clone() hidden>
                    "Share…"
                </button>
                <button type="button" id="share-link" data-copy=share.url>"Copy link"</button>
                <button type="button" id="share-quote" data-copy=share.quote>"Copy quote"</button>
                <button type="button" id="share-code" data-copy=share.code.clone()>"Copy embed code"</button>
                <button type="button" id="share-frame" data-copy=share.frame.clone()>"Copy plain frame"</button>
            </p>
            {(!networks.is_empty()).then(|| view! { <ul aria-label="Pass the link to">{networks}</ul> })}
            {(!unknown).then(|| view! {
                <label>"To embed it on a page of yours, paste this line"<textarea readonly rows="4">{share.code}</textarea></label>
                <label>"Where no script may run, this"<textarea readonly rows="3">{share.frame}</textarea></label>
            })}
            <p id="preview">"It will look like this, or as your page’s attributes say:"</p>
            {leptos::html::iframe()
                .src(here.to(&share.framed))
                .title("What is embedded")
                .attr("aria-describedby", "preview")
                // Not before the menu is open.
                .attr("loading", "lazy")}
        </details>
    }
}
