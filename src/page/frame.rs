//! What stands around every page: the document's head, the header, the footer. Not the pages themselves.

use leptos::prelude::*;

use super::address::Here;
use super::tools;
use crate::transcript::{Date, Library};

/// The policy every page declares. Nothing inline, but for the entry script where the page has it in it; nothing from elsewhere;
/// WebAssembly may be compiled.
pub fn content_security_policy(inline: Option<&EntryScript>) -> String {
    let scripts = ["'self' 'wasm-unsafe-eval'"].into_iter().chain(inline.map(|entry| entry.hash.as_str()));
    let scripts = scripts.collect::<Vec<_>>().join(" ");
    format!("default-src 'self'; script-src {scripts}; object-src 'none'; base-uri 'none'; form-action 'none'")
}

/// The entry script.
#[derive(Debug, Clone)]
pub struct EntryScript {
    /// Its address, with a version that changes with its text, so that a page never runs an older one from a cache.
    pub address: String,
    /// Its text.
    pub text: String,
    /// Its hash, as policies write it.
    pub hash: String,
}

/// The files Trunk made, by their addresses on the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shell {
    /// The JavaScript beside the WebAssembly.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
    /// Style sheets, in order.
    pub css: Vec<String>,
    /// Fonts to fetch early.
    pub fonts: Vec<String>,
}

/// What all pages of one build share.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The library.
    pub library: &'a Library,
    /// The files Trunk made.
    pub shell: &'a Shell,
    /// The entry script.
    pub entry: &'a EntryScript,
    /// The site's absolute address, ending in a slash, where known.
    pub address: Option<&'a str>,
    /// Whether the page reloads itself when the local server says so.
    pub live_reload: bool,
}

/// What one page says of itself.
#[derive(Debug, Clone, Default)]
pub struct Meta {
    /// The page's title, without the site's.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Its address on the site.
    pub address: String,
    /// The day its text was published, for an article.
    pub published: Option<Date>,
    /// Whether search engines should leave it out.
    pub hidden: bool,
    /// The address of the picture that other sites show beside a link to it.
    pub picture: Option<String>,
    /// The address of what oEmbed consumers ask.
    pub oembed: Option<String>,
    /// Whether its text stands beside it as Markdown.
    pub markdown: bool,
    /// What machines read of it: JSON-LD.
    pub data: Option<String>,
}

impl Frame<'_> {
    /// The whole document around a page's main part. `island` names what the app wakes on it.
    pub fn document(&self, meta: &Meta, here: &Here, island: &'static str, main: impl IntoView) -> String {
        let site = self.library.site();
        let html = view! {
            <html lang=site.language.clone()>
                {self.head(meta, here, island)}
                <body data-page=island>
                    <a class="skip-link" href="#main">"Skip to the text"</a>
                    {self.header(here, island)}
                    <main id="main" tabindex="-1">{main}</main>
                    {self.footer(here)}
                    {matches!(island, "episode" | "answer").then(tools::quotes)}
                    {tools::below()}
                </body>
            </html>
        };
        // The comments between neighbouring texts serve hydration, and nothing of these pages is hydrated. Transcript
        // text cannot hold one: its `<` is escaped.
        format!("<!DOCTYPE html>{}", html.to_html().replace("<!>", ""))
    }

    fn head(&self, meta: &Meta, here: &Here, island: &str) -> impl IntoView + use<> {
        let site = self.library.site();
        let title = if meta.title.is_empty() || meta.title == site.title {
            site.title.clone()
        } else {
            format!("{} · {}", meta.title, site.title)
        };
        let fonts: Vec<_> = self
            .shell
            .fonts
            .iter()
            .map(|font| {
                view! { <link rel="preload" href=here.to(font) r#as="font" type="font/woff2" crossorigin="anonymous"/> }
            })
            .collect();
        let css: Vec<_> =
            self.shell.css.iter().map(|css| view! { <link rel="stylesheet" href=here.to(css)/> }).collect();
        let is_library = island == "library";
        let policy = content_security_policy(is_library.then_some(self.entry));
        view! {
            <head>
                <meta charset="utf-8"/>
                <meta http-equiv="Content-Security-Policy" content=policy/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title.clone()}</title>
                <meta name="description" content=meta.description.clone()/>
                {meta.hidden.then(|| view! { <meta name="robots" content="noindex"/> })}
                {self.open_graph(meta, title)}
                {self.alternates(meta, here)}
                {meta.data.clone().map(|data| view! { <script type="application/ld+json" inner_html=data></script> })}
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=here.to("favicon.svg") type="image/svg+xml"/>
                {css}
                {site.accent.is_some().then(|| view! { <link rel="stylesheet" href=here.to("theme.css")/> })}
                {is_library.then(|| self.app(here))}
                {(!is_library).then(|| view! { <script src=here.to(&self.entry.address)></script> })}
                {fonts}
                {self.live_reload.then(|| view! { <script src=here.to("answerbook-reload.js") defer></script> })}
            </head>
        }
    }

    /// The entry script where the app is what the page is for: in the page itself, since all else waits for it, and behind the
    /// app's files, which are then on their way before it asks for them.
    fn app(&self, here: &Here) -> impl IntoView + use<> {
        view! {
            <link rel="preload" href=here.to(&self.shell.wasm) r#as="fetch" type="application/wasm" crossorigin="anonymous"/>
            <link rel="modulepreload" href=here.to(&self.shell.js)/>
            <script data-root=here.to("") inner_html=self.entry.text.clone()></script>
        }
    }

    /// Canonical link and Open Graph, of which those that need an absolute address are left out where none is known.
    fn open_graph(&self, meta: &Meta, title: String) -> impl IntoView + use<> {
        let site = self.library.site();
        let absolute = self.address.filter(|_| !meta.hidden).map(|address| format!("{address}{}", meta.address));
        let kind = if meta.published.is_some() { "article" } else { "website" };
        view! {
            {absolute.clone().map(|url| view! { <link rel="canonical" href=url/> })}
            {property("og:title", if meta.title.is_empty() { title } else { meta.title.clone() })}
            {property("og:description", meta.description.clone())}
            {property("og:type", kind.to_owned())}
            {property("og:site_name", site.title.clone())}
            {absolute.map(|url| property("og:url", url))}
            {self.picture(meta)}
            {meta.published.map(|date| property("article:published_time", date.to_string()))}
        }
    }

    /// The picture, and what those read who read Twitter's tags.
    fn picture(&self, meta: &Meta) -> impl IntoView + use<> {
        let url = self.address.zip(meta.picture.as_ref()).map(|(site, picture)| format!("{site}{picture}"));
        let card = if url.is_some() { "summary_large_image" } else { "summary" };
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
            <meta name="twitter:card" content=card/>
            <meta name="twitter:title" content=meta.title.clone()/>
            <meta name="twitter:description" content=meta.description.clone()/>
        }
    }

    /// The same in other forms, and what is new. Whoever asks for them needs absolute addresses, but of the text as Markdown.
    fn alternates(&self, meta: &Meta, here: &Here) -> impl IntoView + use<> {
        let site = self.address.map(str::to_owned);
        let oembed = site.clone().zip(meta.oembed.clone()).map(|(site, address)| {
            let (url, title) = (format!("{site}{address}"), meta.title.clone());
            view! { <link rel="alternate" type="application/json+oembed" href=url title=title/> }
        });
        let feeds = site.map(|_| {
            let title = self.library.site().title.clone();
            view! {
                <link rel="alternate" type="application/atom+xml" href=here.to("feed.xml") title=title.clone()/>
                <link rel="alternate" type="application/feed+json" href=here.to("feed.json") title=title/>
            }
        });
        let markdown = meta.markdown.then(|| {
            view! { <link rel="alternate" type="text/markdown" href="transcript.md"/> }
        });
        view! { {oembed} {feeds} {markdown} }
    }

    fn header(&self, here: &Here, island: &str) -> impl IntoView + use<> {
        let site = self.library.site();
        let home = site.home.clone().map(|home| view! { <a class="external" href=home.url>{home.label}</a> });
        view! {
            <header class="site-header">
                <a class="brand" href=here.to("")>{site.title.clone()}</a>
                <nav aria-label="Site">
                    <a href=here.to("topics/")>"Topics"</a>
                    <a href=here.to("speakers/")>"Speakers"</a>
                    {home}
                </nav>
                {tools::buttons(matches!(island, "episode" | "answer"))}
            </header>
        }
    }

    fn footer(&self, here: &Here) -> impl IntoView + use<> {
        let site = self.library.site();
        let publisher = site.publisher.clone();
        view! {
            <footer class="site-footer">
                <p>
                    "Interviews published by "{publisher}". Their texts are their publisher’s; words marked as misheard "
                    "are this site’s reading."
                </p>
                <p>
                    <a href=here.to("")>"All answers"</a>" · "<a href=here.to("topics/")>"Topics"</a>" · "
                    <a href=here.to("speakers/")>"Speakers"</a>
                </p>
            </footer>
        }
    }
}

/// An RDFa property, as Open Graph has them: an attribute that HTML itself does not know.
fn property(name: &'static str, content: String) -> impl IntoView {
    leptos::html::meta().attr("property", name).content(content)
}
