//! Embedded pages: the HTML documents that other sites show in an iframe.
//!
//! An iframe may have an opaque origin, as in WordPress (`sandbox="allow-scripts"`), where style sheets, modules and
//! fonts from files are blocked. So each document holds its style and its script, allowed by their hashes, and fetches
//! nothing.
//!
//! Not here: the main parts ([`crate::page::embed`]), the oEmbed responses that lead here ([`super::oembed`]), the
//! script of the custom elements ([`super::static_files`]).

use leptos::prelude::*;

use super::output_file::OutputFile;
use super::static_files::{csp_source, theme};
use super::strip_comments::strip_comments;
use crate::page::document::{SiteContext, static_html};
use crate::transcript::EmbedTheme;

const TOKENS: &str = include_str!("../../public/style/tokens.css");
const STYLE: &str = include_str!("../../public/embed/page.css");
const SCRIPT: &str = include_str!("../../public/embed/page.js");

/// The style and script of all embedded pages of a build, and the policy that allows them.
pub(super) struct EmbedAssets {
    style: String,
    script: String,
    /// The Content Security Policy.
    policy: String,
}

impl EmbedAssets {
    /// The assets of a site, with its owner's accent colours.
    pub(super) fn of(context: &SiteContext<'_>) -> Self {
        // The colours come first in the file. The fonts after them are files, which an opaque origin may not load.
        let colours = TOKENS.split("@font-face").next().unwrap_or_default();
        let accent = theme(context.library.site()).unwrap_or_default();
        let style = strip_comments(&[colours, &accent, STYLE].concat());
        let script = strip_comments(SCRIPT);
        let policy = format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
            csp_source(&style),
            csp_source(&script)
        );
        Self { style, script, policy }
    }

    /// The embedded page at `address`. `canonical` is the address of the page that it shows.
    pub(super) fn page(
        &self,
        context: &SiteContext<'_>,
        address: &str,
        title: String,
        canonical: &str,
        main: impl IntoView,
    ) -> OutputFile {
        let canonical = context.absolute_url(canonical);
        let site = context.library.site();
        let theme = match site.embed_theme {
            EmbedTheme::Light => Some("light"),
            EmbedTheme::Dark => Some("dark"),
            EmbedTheme::Auto => None,
        };
        let html = view! {
            <html lang=site.language.clone() data-theme=theme>
                <head>
                    <meta charset="utf-8"/>
                    <meta http-equiv="Content-Security-Policy" content=self.policy.clone()/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex"/>
                    <title>{title}</title>
                    {canonical.map(|url| view! { <link rel="canonical" href=url/> })}
                    <style inner_html=self.style.clone()></style>
                </head>
                <body>{main}<script inner_html=self.script.clone()></script></body>
            </html>
        };
        OutputFile::html(address, format!("<!DOCTYPE html>{}", static_html(html)))
    }
}
