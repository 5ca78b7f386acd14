//! Redirects without a server: the parts of a page that keep former addresses working. They are a line that names the
//! present address, extra anchors, a list of what is no longer on the page, and the tombstone of something that was
//! split or removed.
//!
//! Not here: what became of each id ([`crate::links`]), which page stands at which former address ([`crate::site`]).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::address::BaseUrl;
use super::controls;
use super::text;
use crate::transcript::Date;

/// A page of the site, or a place on one, to link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// The address, with an anchor for a part of a page.
    pub address: String,
    /// The title.
    pub title: String,
}

/// The present place of what a page at a former address shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MovedTo {
    /// The same thing at its present address.
    Page(LinkTarget),
    /// A larger thing of which it is now a part.
    PartOf(LinkTarget),
}

/// The former ids that concern a page.
#[derive(Debug, Clone, Default)]
pub struct Redirects {
    /// The present place of the page's content; `None` unless the page is at a former address.
    pub moved_to: Option<MovedTo>,
    /// For each anchor of the page, the former anchors that lead to the same place.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// The anchors of what was on the page and no longer is.
    pub former_anchors: Vec<FormerAnchor>,
}

/// The anchor of something that was on a page and no longer is.
#[derive(Debug, Clone)]
pub struct FormerAnchor {
    /// The anchor, without `#`.
    pub anchor: String,
    /// Its present place; `None` if it was removed.
    pub target: Option<LinkTarget>,
    /// The day on which it left the page.
    pub since: Date,
}

/// What is left of something that was split or removed.
#[derive(Debug, Clone)]
pub struct Tombstone {
    /// The last title.
    pub title: String,
    /// The day of the split or the removal.
    pub since: Date,
    /// The parts into which it was split; none if it was removed.
    pub parts: Vec<LinkTarget>,
    /// The nearest page that still exists, for something that was removed.
    pub nearest: Option<LinkTarget>,
}

impl Tombstone {
    /// The pages to which a reader can go from here.
    pub(super) fn links(&self) -> impl Iterator<Item = &LinkTarget> {
        self.parts.iter().chain(&self.nearest)
    }
}

impl Redirects {
    /// The former anchors of a place, as empty elements to render right before it.
    pub(super) fn aliases(&self, anchor: &str) -> impl IntoView + use<> {
        let aliases = self.aliases.get(anchor).into_iter().flatten();
        aliases.map(|id| view! { <span class="alias" id=id.clone()></span> }).collect::<Vec<_>>()
    }

    /// The line that links to the present address of the page's content.
    pub(super) fn notice(&self, base: &BaseUrl) -> impl IntoView + use<> {
        self.moved_to.as_ref().map(|moved_to| {
            let (words, target) = match moved_to {
                MovedTo::Page(target) => ("This has moved; its address is now ", target),
                MovedTo::PartOf(target) => ("This is now part of ", target),
            };
            view! { <p class="notice">{words}<a href=base.href(&target.address)>{target.title.clone()}</a></p> }
        })
    }

    /// The list of what was on the page and no longer is.
    pub(super) fn former_anchors(&self, base: &BaseUrl) -> impl IntoView + use<> {
        let lines: Vec<_> = self.former_anchors.iter().map(|former| former_anchor(base, former)).collect();
        (!lines.is_empty()).then(|| {
            view! { <section class="tombstones" aria-label="Formerly on this page"><ul>{lines}</ul></section> }
        })
    }
}

fn former_anchor(base: &BaseUrl, former: &FormerAnchor) -> impl IntoView + use<> {
    let since = view! { <time datetime=former.since.to_string()>{former.since.long()}</time> };
    let line = match &former.target {
        Some(target) => view! {
            "The text that was here is now in "<a href=base.href(&target.address)>{target.title.clone()}</a>" (since "{since}")"
        }
        .into_any(),
        None => view! { "The text that was here was removed on "{since} }.into_any(),
    };
    view! { <li id=former.anchor.clone() tabindex="-1">{line}</li> }
}

/// The main part of a tombstone's page. `episode` is the id of the episode in which it was an answer: links that quote
/// its words need it.
pub fn tombstone(
    base: &BaseUrl,
    tombstone: &Tombstone,
    episode: Option<String>,
    redirects: &Redirects,
) -> impl IntoView + use<> {
    let links: Vec<_> = tombstone
        .links()
        .map(|target| view! { <li><h2><a href=base.href(&target.address)>{target.title.clone()}</a></h2></li> })
        .collect();
    let quote_notice = episode.is_some().then(controls::quote_notice);
    view! {
        <div class="listing former" data-episode=episode>
            <p class="kicker">"No longer here"</p>
            <h1 data-length=text::title_length(&tombstone.title)>{tombstone.title.clone()}</h1>
            <p class="summary">{explanation(tombstone)}</p>
            {(!links.is_empty()).then(|| view! { <ul class="index">{links}</ul> })}
            {quote_notice}
            {redirects.former_anchors(base)}
            <p><a href=base.href("")>"All answers"</a></p>
        </div>
    }
}

fn explanation(tombstone: &Tombstone) -> AnyView {
    let since = view! { <time datetime=tombstone.since.to_string()>{tombstone.since.long()}</time> };
    match (&tombstone.parts[..], &tombstone.nearest) {
        ([], None) => view! { "This was removed on "{since}"." }.into_any(),
        ([], Some(_)) => view! { "This was removed on "{since}". The closest page to it is:" }.into_any(),
        _ => view! { "This was split on "{since}" into:" }.into_any(),
    }
}
