//! The main part of the 404 page. A host shows this page at any depth, so its links begin with the site's base path.

use leptos::prelude::*;

use super::address::BaseUrl;
use super::document::site_links;

/// The main part of the page.
pub fn not_found(base: &BaseUrl) -> impl IntoView + use<> {
    view! {
        <div class="listing">
            <p class="kicker">"404"</p>
            <h1>"There is nothing at this address"</h1>
            <p class="summary">
                "The link may be mistyped, or may lead to something that was never published here."
            </p>
            {site_links(base, "Search all answers")}
        </div>
    }
}
