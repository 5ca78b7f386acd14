//! Static files at the site's root: the entry script, the client of a search server, the script of the custom elements, HTTP headers,
//! icon, theme.
//!
//! Their texts are in `public/`. The build writes names into the placeholders in braces.
//!
//! Not here: the files of the built app ([`AppAssets`] only names them), the style and script of embedded pages
//! ([`super::embed`]).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::output_file::OutputFile;
use super::strip_comments::strip_comments;
use crate::page::document::{AppAssets, EntryScript, SiteContext, content_security_policy};
use crate::page::turn::SPEAKER_COLOURS;
use crate::transcript::{Accent, BackendKind, SearchBackend, Site, hex};
use crate::wire;

/// The names of the site's own scripts in `public/`, which are minified where that can be done.
pub const SCRIPTS: [&str; 5] =
    [ENTRY_SCRIPT.name, SUGGEST_SCRIPT.name, FRAMED_SCRIPT.name, CUSTOM_ELEMENTS.name, BACKEND_CLIENT.name];

/// A script of the site's own: its name in `public/`, and its text there.
struct Script {
    name: &'static str,
    source: &'static str,
}

/// The entry script, with placeholders for the names that differ between builds.
const ENTRY_SCRIPT: Script = Script { name: "answerbook.js", source: include_str!("../../public/answerbook.js") };

/// The script of the search field's suggestions.
const SUGGEST_SCRIPT: Script = Script { name: "suggest.js", source: include_str!("../../public/suggest.js") };

/// The script of pages in the frames of other sites.
const FRAMED_SCRIPT: Script = Script { name: "framed.js", source: include_str!("../../public/framed.js") };

/// The TypeScript declarations of what the entry script offers other scripts.
const TYPE_DECLARATIONS: &str = include_str!("../../public/answerbook.d.ts");

/// The script that defines the custom elements, for sites that embed answers.
const CUSTOM_ELEMENTS: Script = Script { name: "embed.js", source: include_str!("../../public/embed.js") };

/// The client of a search server, with placeholders for its settings.
const BACKEND_CLIENT: Script = Script { name: "backend.js", source: include_str!("../../public/backend.js") };

/// The HTTP headers, with placeholders for the base path, the policies and the style sheets.
const HEADERS: &str = include_str!("../../public/headers.txt");

/// The icon.
const FAVICON: &str = include_str!("../../public/favicon.svg");

/// How many bytes of a script's hash are its version. Four are enough to tell the releases of a site apart.
const VERSION_BYTES: usize = 4;

/// The entry script of a build, with the names of the app's files and what it must know of the index. `index` is the folder of
/// the search index, `suggest` the script of the suggestions.
pub(super) fn entry_script(assets: &AppAssets, index: &str, suggest: &OutputFile, site: &Site) -> EntryScript {
    let backend =
        site.backend.as_ref().map(|backend| versioned("backend.js", backend_client(assets, backend).as_bytes()));
    let text = ENTRY_SCRIPT
        .text(assets)
        .replace("{{js}}", &assets.js)
        .replace("{{wasm}}", &assets.wasm)
        // Between the quotation marks of a string.
        .replace("{{fonts}}", &assets.fonts.join("\",\""))
        .replace("{{index}}", index)
        .replace("{{suggest}}", &versioned(&suggest.path, &suggest.bytes))
        .replace("{{framed}}", &versioned(FRAMED_SCRIPT.name, FRAMED_SCRIPT.text(assets).as_bytes()))
        .replace("{{backend}}", &backend.unwrap_or_default())
        .replace("{{head}}", wire::HEAD_NAME)
        .replace("{{prefix}}", &wire::PREFIX_LEN.to_string());
    EntryScript { address: versioned("answerbook.js", text.as_bytes()), csp_source: csp_source(&text), text }
}

impl Script {
    /// Its text, minified or at least without comments.
    fn text(&self, assets: &AppAssets) -> String {
        assets.scripts.get(self.name).cloned().unwrap_or_else(|| strip_comments(self.source))
    }
}

/// The address of a script, with a query that changes with its text.
fn versioned(path: &str, text: &[u8]) -> String {
    format!("{path}?v={}", hex(&Sha256::digest(text), VERSION_BYTES))
}

/// The client of a search server, with its settings.
fn backend_client(assets: &AppAssets, backend: &SearchBackend) -> String {
    let SearchBackend { kind, url, index, key, .. } = backend;
    let kind = match kind {
        BackendKind::Meilisearch => "meilisearch",
        BackendKind::OpenSearch => "opensearch",
    };
    let settings = serde_json::json!({ "kind": kind, "url": url, "index": index, "key": key });
    // Between the quotation marks of a string.
    let settings = settings.to_string().replace('\\', "\\\\").replace('"', "\\\"");
    BACKEND_CLIENT.text(assets).replace("{{colours}}", &SPEAKER_COLOURS.to_string()).replace("{{settings}}", &settings)
}

/// The script of the search field's suggestions.
pub(super) fn suggest_script(assets: &AppAssets, buckets: usize) -> OutputFile {
    let text = SUGGEST_SCRIPT.text(assets).replace("{{buckets}}", &buckets.to_string());
    OutputFile::new("answerbook-suggest.js", text)
}

/// The source expression that allows an inline script or style in a Content Security Policy: its hash.
pub(super) fn csp_source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// Every static file of the site. `base_path` is the path the site is served under.
pub(super) fn files(context: &SiteContext<'_>, base_path: &str) -> Vec<OutputFile> {
    let mut files = vec![
        OutputFile::new("answerbook.js", context.entry_script.text.clone()),
        OutputFile::new("answerbook.d.ts", TYPE_DECLARATIONS),
        OutputFile::new(FRAMED_SCRIPT.name, FRAMED_SCRIPT.text(context.assets)),
        OutputFile::new("embed.js", CUSTOM_ELEMENTS.text(context.assets)),
        OutputFile::new("_headers", headers(context, base_path)),
        OutputFile::new("favicon.svg", FAVICON),
        // GitHub Pages otherwise leaves out files whose names begin with an underscore.
        OutputFile::new(".nojekyll", ""),
    ];
    let backend = context.library.site().backend.as_ref();
    files.extend(backend.map(|backend| OutputFile::new("backend.js", backend_client(context.assets, backend))));
    files.extend(theme(context.library.site()).map(|theme| OutputFile::new("theme.css", theme)));
    files
}

/// The HTTP headers, for hosts that read them from a file, such as Netlify and Cloudflare Pages.
fn headers(context: &SiteContext<'_>, base_path: &str) -> String {
    // The style sheet by its whole name: a pattern such as `/style-*` could also match the library's pages, `/page-2/`.
    let css = &context.assets.css;
    let backend = context.library.site().backend.as_ref().map(|backend| backend.origin.as_str());
    let style_sheet = format!("{base_path}{css}\n  Cache-Control: public, max-age=31536000, immutable\n");
    HEADERS
        .replace("{base}", base_path)
        .replace("{policy}", &content_security_policy(None, None))
        .replace("{home policy}", &content_security_policy(Some(context.entry_script), backend))
        .replace("{style}", &style_sheet)
}

/// The style sheet with the owner's accent colours; `None` if the site has the usual ones.
pub(super) fn theme(site: &Site) -> Option<String> {
    let Accent { light, dark } = site.accent.as_ref()?;
    Some(format!(
        ":root{{--accent:{light}}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{--accent:{dark}}}}}\n\
         :root[data-theme=dark]{{--accent:{dark}}}\n"
    ))
}
