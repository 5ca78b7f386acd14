//! A file of the site, before it is written.
//!
//! Not here: writing it (`cli`).

use crate::page::address::BaseUrl;
use crate::page::document::{PageKind, PageMeta, SiteContext};
use leptos::IntoView;

/// A file of the site.
pub struct OutputFile {
    /// The path, relative to the site's root, with `/` between its parts.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl OutputFile {
    /// A file with this content.
    pub(super) fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }

    /// The HTML of the page at an address, which ends in a slash: hosts serve a folder's `index.html` there.
    pub(super) fn html(address: &str, html: String) -> Self {
        Self::new(format!("{address}index.html"), html)
    }

    /// The page at an address with this main part.
    pub(super) fn page(
        context: &SiteContext<'_>,
        address: &str,
        meta: &PageMeta,
        kind: PageKind,
        main: impl IntoView,
    ) -> Self {
        Self::html(address, context.document(meta, &BaseUrl::of_page(address), kind, main))
    }
}
