//! Pagination: the links between the pages of a listing.
//!
//! Not here: cutting a listing into pages ([`crate::site`]).

use leptos::prelude::*;

use super::address::{self, BaseUrl};

/// How many answers a page of a speaker's or a topic's listing shows. More make larger pages, fewer make more of them.
pub const ANSWERS_PER_PAGE: usize = 50;

/// How many episodes a page of the library lists. More make the page that every search waits for larger.
pub const EPISODES_PER_PAGE: usize = 20;

/// One page among those of a listing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageNumber {
    /// Which page, from 0.
    pub index: usize,
    /// How many pages there are.
    pub count: usize,
}

/// The links to the pages before and after this one; nothing where the listing, at `address`, has one page only.
pub fn pager(base: &BaseUrl, address: &str, PageNumber { index, count }: PageNumber) -> impl IntoView + use<> {
    let newer = (index > 0).then(|| {
        view! { <a rel="prev" href=base.href(&address::listing_page(address, index - 1))>"← Newer"</a> }
    });
    let older = (index + 1 < count).then(|| {
        view! { <a rel="next" href=base.href(&address::listing_page(address, index + 1))>"Older →"</a> }
    });
    (count > 1).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {newer}<span>{format!("Page {} of {count}", index + 1)}</span>{older}
            </nav>
        }
    })
}
