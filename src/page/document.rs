//! The HTML document around the main part of a page: head, header, footer.
//!
//! Not here: the main parts (the other files of this folder), the document around an embedded page ([`crate::site`]),
//! the text of the entry script and of the policy's hashes ([`crate::site`] too).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::address::{self, BaseUrl};
use super::controls;
use crate::transcript::{Date, Library};

/// The Content Security Policy of a page. It allows nothing inline but the given entry script, nothing from other
/// origins, and the compilation of WebAssembly. `backend` is the one other origin that scripts may ask, that of a search server.
pub fn content_security_policy(inline: Option<&EntryScript>, backend: Option<&str>) -> String {
    let sources = ["'self' 'wasm-unsafe-eval'"].into_iter().chain(inline.map(|script| script.csp_source.as_str()));
    let sources = sources.collect::<Vec<_>>().join(" ");
    let connect = backend.map(|origin| format!("connect-src 'self' {origin}; ")).unwrap_or_default();
    format!("default-src 'self'; script-src {sources}; {connect}object-src 'none'; base-uri 'none'; form-action 'none'")
}

/// A view as static HTML. Leptos puts `<!>` between neighbouring text nodes as a marker for hydration. Nothing on these
/// pages is hydrated, so the markers are removed. No text is lost with them: Leptos escapes every `<` of a text or an
/// attribute, and what is set as `inner_html` (scripts, styles, JSON-LD) holds no `<!>`.
pub fn static_html(view: impl IntoView) -> String {
    view.to_html().replace("<!>", "")
}

/// The entry script of a build.
#[derive(Debug, Clone)]
pub struct EntryScript {
    /// The address. Its query changes with the text, so a browser never runs an older text from its cache.
    pub address: String,
    /// The text.
    pub text: String,
    /// The text's hash as a source expression of a Content Security Policy, `'sha256-…'`.
    pub csp_source: String,
}

/// The files of the built app, by their addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppAssets {
    /// The JavaScript that loads the WebAssembly.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// The fonts, which the entry script preloads.
    pub fonts: Vec<String>,
    /// The site's own scripts by name, minified, with their placeholders. One that is not here is served without its comments only.
    pub scripts: BTreeMap<String, String>,
}

/// The kinds of pages, as scripts and styles tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// The library's own page, with the search.
    Library,
    /// An episode's page.
    Episode,
    /// An answer's page.
    Answer,
    /// A page without an app of its own, such as a listing.
    Plain,
    /// The 404 page.
    NotFound,
}

impl PageKind {
    /// The value of `data-page` on the body.
    fn data_page(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Episode => "episode",
            Self::Answer => "answer",
            Self::Plain => "plain",
            Self::NotFound => "missing",
        }
    }

    /// Whether the page shows a transcript, whose words can be quoted and have corrections.
    fn has_transcript(self) -> bool {
        matches!(self, Self::Episode | Self::Answer)
    }
}

/// The values that all pages of one build share.
#[derive(Debug, Clone, Copy)]
pub struct SiteContext<'a> {
    /// The library.
    pub library: &'a Library,
    /// The app's files.
    pub assets: &'a AppAssets,
    /// The entry script.
    pub entry_script: &'a EntryScript,
    /// The site's absolute URL, ending in a slash, where known.
    pub site_url: Option<&'a str>,
    /// Whether pages reload when the local server says so.
    pub live_reload: bool,
}

/// The metadata of one page.
#[derive(Debug, Clone, Default)]
pub struct PageMeta {
    /// The title, without the site's.
    pub title: String,
    /// The description: one or two sentences.
    pub description: String,
    /// The canonical address. A page at a former address names the present one.
    pub address: String,
    /// The day of publication, for an article.
    pub published: Option<Date>,
    /// Whether search engines should leave the page out.
    pub noindex: bool,
    /// The address of the preview picture.
    pub picture: Option<String>,
    /// The address of the oEmbed response.
    pub oembed: Option<String>,
    /// Whether the folder of the page has the text as Markdown, `transcript.md`.
    pub markdown: bool,
    /// The structured data, as JSON-LD.
    pub json_ld: Option<String>,
}

impl SiteContext<'_> {
    /// The whole HTML document around the main part of a page.
    pub fn document(&self, meta: &PageMeta, base: &BaseUrl, kind: PageKind, main: impl IntoView) -> String {
        let site = self.library.site();
        let html = view! {
            <html lang=site.language.clone()>
                {self.head(meta, base, kind)}
                <body data-page=kind.data_page()>
                    <a class="skip-link" href="#main">"Skip to the text"</a>
                    {self.header(base, kind)}
                    <main id="main" tabindex="-1">{main}</main>
                    {self.footer(base)}
                    {kind.has_transcript().then(controls::selection_toolbar)}
                    {controls::toast()}
                    {controls::shortcuts_dialog()}
                </body>
            </html>
        };
        format!("<!DOCTYPE html>{}", static_html(html))
    }

    /// The absolute URL of an address, where the site's is known.
    pub fn absolute_url(&self, address: &str) -> Option<String> {
        self.site_url.map(|site_url| address::absolute(site_url, address))
    }

    fn head(&self, meta: &PageMeta, base: &BaseUrl, kind: PageKind) -> impl IntoView + use<> {
        let site = self.library.site();
        let title = if meta.title.is_empty() || meta.title == site.title {
            site.title.clone()
        } else {
            format!("{} · {}", meta.title, site.title)
        };
        let is_library = kind == PageKind::Library;
        let backend = site.backend.as_ref().filter(|_| is_library).map(|backend| backend.origin.as_str());
        let policy = content_security_policy(is_library.then_some(self.entry_script), backend);
        view! {
            <head>
                <meta charset="utf-8"/>
                <meta http-equiv="Content-Security-Policy" content=policy/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title.clone()}</title>
                <meta name="description" content=meta.description.clone()/>
                {meta.noindex.then(|| view! { <meta name="robots" content="noindex"/> })}
                {self.open_graph(meta, title)}
                {self.alternates(meta, base)}
                {meta.json_ld.clone().map(|data| view! { <script type="application/ld+json" inner_html=data></script> })}
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=base.href("favicon.svg") type="image/svg+xml"/>
                {self.style_sheets(base)}
                {is_library.then(|| self.inline_entry_script(base))}
                {(!is_library).then(|| view! { <script src=base.href(&self.entry_script.address)></script> })}
                {self.live_reload.then(|| view! { <script src=base.href("answerbook-reload.js") defer></script> })}
            </head>
        }
    }

    /// The style sheets of the app, and the owner's colours where there are any.
    fn style_sheets(&self, base: &BaseUrl) -> impl IntoView + use<> {
        let theme = self.library.site().accent.as_ref().map(|_| "theme.css");
        let sheets = [self.assets.css.as_str()].into_iter().chain(theme);
        sheets.map(|sheet| view! { <link rel="stylesheet" href=base.href(sheet)/> }).collect::<Vec<_>>()
    }

    /// The entry script of the library's page, where the app is what the page is for. The script is inline, since
    /// everything else waits for it. The app's files are preloaded before it, so they are under way when it asks for
    /// them.
    fn inline_entry_script(&self, base: &BaseUrl) -> impl IntoView + use<> {
        view! {
            <link rel="preload" href=base.href(&self.assets.wasm) r#as="fetch" type="application/wasm" crossorigin="anonymous"/>
            <link rel="modulepreload" href=base.href(&self.assets.js)/>
            <script data-root=base.href("") inner_html=self.entry_script.text.clone()></script>
        }
    }

    /// The canonical link and the Open Graph properties. Those that hold an absolute URL are left out where none is
    /// known.
    fn open_graph(&self, meta: &PageMeta, title: String) -> impl IntoView + use<> {
        let site = self.library.site();
        let canonical = self.absolute_url(&meta.address).filter(|_| !meta.noindex);
        let object_type = if meta.published.is_some() { "article" } else { "website" };
        view! {
            {canonical.clone().map(|url| view! { <link rel="canonical" href=url/> })}
            {property("og:title", if meta.title.is_empty() { title } else { meta.title.clone() })}
            {property("og:description", meta.description.clone())}
            {property("og:type", object_type.to_owned())}
            {property("og:site_name", site.title.clone())}
            {canonical.map(|url| property("og:url", url))}
            {self.preview_picture(meta)}
            {meta.published.map(|date| property("article:published_time", date.to_string()))}
        }
    }

    /// The preview picture in Open Graph, and the properties of Twitter Cards, which some consumers read instead.
    fn preview_picture(&self, meta: &PageMeta) -> impl IntoView + use<> {
        let url = meta.picture.as_ref().and_then(|picture| self.absolute_url(picture));
        let twitter_card = if url.is_some() { "summary_large_image" } else { "summary" };
        let picture = url.map(|url| {
            view! {
                {property("og:image", url.clone())}
                {property("og:image:width", "1200".to_owned())}
                {property("og:image:height", "630".to_owned())}
                {property("og:image:alt", meta.title.clone())}
                <meta name="twitter:image" content=url/>
            }
        });
        view! {
            {picture}
            <meta name="twitter:card" content=twitter_card/>
            <meta name="twitter:title" content=meta.title.clone()/>
            <meta name="twitter:description" content=meta.description.clone()/>
        }
    }

    /// The alternate links: oEmbed, feeds, Markdown. All but the last are left out where no absolute URL is known,
    /// since their consumers need one.
    fn alternates(&self, meta: &PageMeta, base: &BaseUrl) -> impl IntoView + use<> {
        let oembed = meta.oembed.as_ref().and_then(|address| self.absolute_url(address)).map(|url| {
            let title = meta.title.clone();
            view! { <link rel="alternate" type="application/json+oembed" href=url title=title/> }
        });
        let feeds = self.site_url.map(|_| {
            let title = self.library.site().title.clone();
            view! {
                <link rel="alternate" type="application/atom+xml" href=base.href("feed.xml") title=title.clone()/>
                <link rel="alternate" type="application/feed+json" href=base.href("feed.json") title=title/>
            }
        });
        let markdown = meta.markdown.then(|| {
            view! { <link rel="alternate" type="text/markdown" href="transcript.md"/> }
        });
        view! { {oembed} {feeds} {markdown} }
    }

    fn header(&self, base: &BaseUrl, kind: PageKind) -> impl IntoView + use<> {
        let site = self.library.site();
        let home = site.home.clone().map(|home| {
            // One without a scheme or a slash at its beginning is relative to the site, not to this page.
            let is_whole = ["https://", "http://", "/"].iter().any(|start| home.url.starts_with(start));
            let url = if is_whole { home.url } else { base.href(&home.url) };
            view! { <a class="external" href=url>{home.label}</a> }
        });
        view! {
            <header class="site-header">
                <a class="brand" href=base.href("")>{site.title.clone()}</a>
                <nav aria-label="Site">
                    <a href=base.href(address::TOPICS)>"Topics"</a>
                    <a href=base.href(address::SPEAKERS)>"Speakers"</a>
                    {home}
                </nav>
                {controls::toolbar(kind.has_transcript().then(controls::verbatim_switch))}
            </header>
        }
    }

    fn footer(&self, base: &BaseUrl) -> impl IntoView + use<> {
        let publisher = self.library.site().publisher.clone();
        view! {
            <footer class="site-footer">
                <p>
                    "Interviews published by "{publisher}". The texts belong to their publishers; corrections of misheard "
                    "words are this site’s."
                </p>
                {site_links(base, "All answers")}
            </footer>
        }
    }
}

/// The links to the library, the topics and the speakers. `library` is the text of the first.
pub(super) fn site_links(base: &BaseUrl, library: &'static str) -> impl IntoView + use<> {
    view! {
        <p>
            <a href=base.href("")>{library}</a>" · "<a href=base.href(address::TOPICS)>"Topics"</a>" · "
            <a href=base.href(address::SPEAKERS)>"Speakers"</a>
        </p>
    }
}

/// An RDFa property, as Open Graph has them: a `property` attribute, which HTML itself does not know.
fn property(name: &'static str, content: String) -> impl IntoView {
    leptos::html::meta().attr("property", name).content(content)
}
