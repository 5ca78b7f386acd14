//! What pages show of addresses that once led elsewhere: a line above what moved, anchors of what became part of
//! something else, a line for each thing that stood here, and the pages of what was split or removed.
//!
//! Not here: what became of what ([`crate::links`]).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::address::Here;
use super::tools;
use crate::transcript::Date;

/// Something that lives, by its address on the site and its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address, with an anchor where it is a part of a page.
    pub address: String,
    /// The title.
    pub title: String,
}

/// What a page is told of former ids.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// Where what the page shows has its address now, if the page stands at a former one; and whether it is only a part.
    pub now: Option<(Target, bool)>,
    /// For each anchor of the page the former ones that lead to the same place.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// What once stood on the page, and does no more.
    pub stubs: Vec<Stub>,
}

/// The place of something that stood on a page.
#[derive(Debug, Clone)]
pub struct Stub {
    /// Its anchor, without `#`.
    pub anchor: String,
    /// Where it is now; nowhere when it was removed.
    pub now: Option<Target>,
    /// The day on which the ledger says so.
    pub date: Date,
}

impl Trail {
    /// The former anchors of a place, to stand right before it.
    pub(super) fn aliases(&self, anchor: &str) -> impl IntoView + use<> {
        let aliases = self.aliases.get(anchor).into_iter().flatten();
        aliases.map(|id| view! { <span class="alias" id=id.clone()></span> }).collect::<Vec<_>>()
    }

    /// The line that says where what the page shows is now.
    pub(super) fn note(&self, here: &Here) -> impl IntoView + use<> {
        self.now.as_ref().map(|(target, part)| {
            let words = if *part { "This is now part of " } else { "This has moved; its address is now " };
            view! { <p class="notice">{words}<a href=here.to(&target.address)>{target.title.clone()}</a></p> }
        })
    }

    /// What once stood on the page.
    pub(super) fn stubs(&self, here: &Here) -> impl IntoView + use<> {
        let lines: Vec<_> = self.stubs.iter().map(|stub| line(here, stub)).collect();
        (!lines.is_empty()).then(|| {
            view! { <section class="tombstones" aria-label="What stood here before"><ul>{lines}</ul></section> }
        })
    }
}

fn line(here: &Here, stub: &Stub) -> impl IntoView + use<> {
    let date = view! { <time datetime=stub.date.to_string()>{stub.date.long()}</time> };
    let what = match &stub.now {
        Some(target) => view! {
            "What stood here is now in "<a href=here.to(&target.address)>{target.title.clone()}</a>" (since "{date}")"
        }
        .into_any(),
        None => view! { "What stood here was removed on "{date} }.into_any(),
    };
    view! { <li id=stub.anchor.clone() tabindex="-1">{what}</li> }
}

/// The main part of the page of something that lives no more under its title: split into parts, or removed. `episode` is the one
/// whose answer it was, for links that quote it.
pub fn former(
    here: &Here,
    title: String,
    since: Date,
    parts: Vec<Target>,
    near: Option<Target>,
    episode: Option<String>,
    trail: &Trail,
) -> impl IntoView + use<> {
    let date = view! { <time datetime=since.to_string()>{since.long()}</time> };
    let words = match (parts.is_empty(), &near) {
        (false, _) => view! { "On "{date}" this was split. Its parts are:" }.into_any(),
        (true, Some(_)) => view! { "This was removed on "{date}". Nearest to it is:" }.into_any(),
        (true, None) => view! { "This was removed on "{date}"." }.into_any(),
    };
    let links: Vec<_> = parts
        .into_iter()
        .chain(near)
        .map(|target| view! { <li><h2><a href=here.to(&target.address)>{target.title}</a></h2></li> })
        .collect();
    let quoted = episode.is_some().then(tools::quoted);
    view! {
        <div class="listing former" data-episode=episode>
            <p class="kicker">"No longer here"</p>
            <h1>{title}</h1>
            <p class="summary">{words}</p>
            {(!links.is_empty()).then(|| view! { <ul class="index">{links}</ul> })}
            {quoted}
            {trail.stubs(here)}
            <p><a href=here.to("")>"All answers"</a></p>
        </div>
    }
}
