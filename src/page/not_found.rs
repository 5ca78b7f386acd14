//! The page for an address that leads nowhere. Shown at any depth, so its links begin at the site's base path.

use leptos::prelude::*;

use super::address::Here;

/// The main part of the page.
pub fn not_found(here: &Here) -> impl IntoView + use<> {
    view! {
        <div class="listing">
            <p class="kicker">"404"</p>
            <h1>"There is nothing at this address"</h1>
            <p class="summary">
                "The link may be mistyped, or may lead to something that was never published here."
            </p>
            <p>
                <a href=here.to("")>"Search all answers"</a>" · "<a href=here.to("topics/")>"Topics"</a>" · "
                <a href=here.to("speakers/")>"Speakers"</a>
            </p>
        </div>
    }
}
