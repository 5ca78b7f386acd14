//! The site: a pure function from a library to the paths and bytes of its files, which the caller gets one by one. The same
//! library and app give the same bytes.
//!
//! Each source file makes one kind of output:
//!
//! | path | source file |
//! |---|---|
//! | `index.html`, `page-2/` … | `listings.rs` |
//! | `speakers/`, `speakers/<speaker>/`, `topics/`, `topics/<topic>/` | `listings.rs` |
//! | `episodes/<episode>/`, `episodes/<episode>/<answer>/` | `episode_pages.rs`, with `similar.rs`, `citation.rs`, `share.rs`, `json_ld.rs` |
//! | `episodes/<episode>/transcript.json` | `transcript_json.rs` |
//! | `episodes/<episode>/transcript.md` | `episode_pages.rs`, printed by [`crate::source`] |
//! | `embed/…` | `embed.rs` |
//! | `embed/…/oembed.json` | `oembed.rs` |
//! | any former address | `redirects.rs`, by way of `episode_pages.rs` and `listings.rs` |
//! | `episodes/<episode>/former/<version>.txt` | `mod.rs` |
//! | `index/…` | `search_index.rs`, with `suggestions.rs` |
//! | `feed.xml`, `feed.json` | `feeds.rs` |
//! | `sitemap.xml` | `sitemap.rs` |
//! | `llms.txt` | `llms_txt.rs` |
//! | `answerbook.js`, `answerbook-suggest.js`, `answerbook.d.ts`, `embed.js`, `framed.js`, `_headers`, `favicon.svg`, `theme.css`, `backend.js`, `.nojekyll` | `static_files.rs` |
//! | `404.html` | `mod.rs` |
//!
//! The caller adds three kinds of files: the app's own (WebAssembly, its JavaScript, style sheets, fonts), which
//! [`AppAssets`] only names; the `picture.png` of each page, which [`picture`] draws one by one, since most can be kept
//! from build to build; the ledger's digest.
//!
//! Not here: reading the episodes and writing the files (`cli`), the main parts of the pages ([`crate::page`]).

mod output_file;

mod strip_comments;

mod static_files;

mod search_index;

mod suggestions;

mod similar;

pub mod picture;

mod json_ld;

mod citation;

mod share;

mod transcript_json;

mod embed;

mod oembed;

mod redirects;

mod episode_pages;

mod listings;

mod ledger_dates;

mod xml;

mod feeds;

mod sitemap;

mod llms_txt;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use self::output_file::OutputFile;
pub use self::static_files::SCRIPTS;
pub use self::strip_comments::strip_comments;
pub use crate::page::document::AppAssets;

use self::embed::EmbedAssets;
use self::episode_pages::EpisodePages;
use self::redirects::SiteRedirects;
use self::search_index::SearchIndex;
use self::similar::SimilarAnswers;
use crate::links::{Ledger, Resolutions};
use crate::page::address::{self, BaseUrl};
use crate::page::document::{PageKind, PageMeta, SiteContext};
use crate::page::not_found::not_found;
use crate::search;
use crate::transcript::{AnswerId, EpisodeId, Library};

/// The absolute URL of an answer's page.
pub fn answer_url(site_url: &str, episode: &EpisodeId, answer: &AnswerId) -> String {
    address::absolute(site_url, &address::answer(episode, answer))
}

/// The options of a build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The path that the site is served under, `/` or `/sub/`. Only the 404 page and the HTTP headers need it.
    pub base: String,
    /// The site's absolute URL, ending in a slash. Canonical links, Open Graph, feeds, sitemap and oEmbed need it.
    pub address: Option<String>,
    /// Whether pages reload when the local server says so.
    pub live_reload: bool,
}

/// What was published before.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// What became of every id that no longer lives.
    pub fates: &'a Resolutions,
    /// Every id that was ever published, with its dates.
    pub ledger: &'a Ledger,
    /// The former texts of paragraphs, by episode and version; `None` for one that was withdrawn.
    pub former_texts: &'a BTreeMap<(String, String), Option<String>>,
}

/// Renders every file of the site but the app's own, the pictures and the ledger's digest. Each goes to `write` as soon as it is there, on
/// any thread and in any order, none twice: a large site is never held in memory. `on_episode` is called when an episode is
/// done.
///
/// # Errors
/// The first that `write` returns.
pub fn render<E: Send>(
    library: &Library,
    history: History<'_>,
    assets: &AppAssets,
    options: &Options,
    write: &(dyn Fn(OutputFile) -> Result<(), E> + Sync),
    on_episode: &(dyn Fn() + Sync),
) -> Result<(), E> {
    let base_path = if options.base.is_empty() { "/" } else { &options.base };
    let plan = search::Plan::of(library);
    let similar = &SimilarAnswers::of(library);
    let index = SearchIndex::of(&plan, library);
    // The plan is large, and no longer needed.
    drop(plan);
    let suggest_script = static_files::suggest_script(assets, index.suggestion_buckets);
    let context = &SiteContext {
        library,
        assets,
        entry_script: &static_files::entry_script(assets, &index.folder, &suggest_script, library.site()),
        site_url: options.address.as_deref(),
        live_reload: options.live_reload,
    };
    index.files.into_par_iter().try_for_each(write)?;
    write(suggest_script)?;
    let redirects = SiteRedirects::of(library, history.fates);
    let former_pages = redirects.former_pages();
    let episode_pages = EpisodePages { context, similar, embed_assets: &EmbedAssets::of(context) };

    static_files::files(context, base_path).into_iter().try_for_each(write)?;
    former_texts(history).try_for_each(write)?;
    feeds::files(context, history.ledger).into_iter().try_for_each(write)?;
    sitemap::files(context, history.ledger).into_iter().try_for_each(write)?;
    write(llms_txt::file(context))?;
    write(not_found_page(context, base_path))?;
    listings::files(context, &former_pages).into_par_iter().try_for_each(write)?;
    library.episodes().par_iter().try_for_each(|episode| {
        episode_pages.of_episode(&redirects, episode).into_iter().try_for_each(write)?;
        on_episode();
        Ok(())
    })?;
    former_pages.par_iter().try_for_each(|page| episode_pages.at_former_address(page).into_iter().try_for_each(write))
}

/// The former texts of paragraphs, which the app shows beside a changed quote. That of a withdrawn one is empty.
fn former_texts(history: History<'_>) -> impl Iterator<Item = OutputFile> {
    history.former_texts.iter().map(|((episode, version), text)| {
        OutputFile::new(format!("episodes/{episode}/former/{version}.txt"), text.clone().unwrap_or_default())
    })
}

fn not_found_page(context: &SiteContext<'_>, base_path: &str) -> OutputFile {
    let base = BaseUrl::of_any_page(base_path);
    let meta = PageMeta {
        title: "Not found".to_owned(),
        description: "There is nothing at this address".to_owned(),
        noindex: true,
        ..PageMeta::default()
    };
    OutputFile::new("404.html", context.document(&meta, &base, PageKind::NotFound, not_found(&base)))
}
