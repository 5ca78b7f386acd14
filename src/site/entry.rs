//! The small files at the root: the entry script, the icon, the owner's colours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::lean;
use crate::page::frame::{EntryScript, Shell, content_security_policy};
use crate::transcript::Site;
use crate::wire;

/// The entry script before the names of a build are written into it.
const SCRIPT: &str = include_str!("../../public/answerbook.js");

/// What the entry script offers, for TypeScript.
pub(super) const TYPES: &str = include_str!("../../public/answerbook.d.ts");

/// Headers for hosts that read them from a file, before the base path is written into it.
const HEADERS: &str = include_str!("../../public/headers.txt");

/// The icon in the browser's tab.
pub(super) const FAVICON: &str = include_str!("../../public/favicon.svg");

/// The entry script with the names of the shell's files and what it has to know of the index's files filled in.
pub(super) fn script(shell: &Shell, index: &str) -> EntryScript {
    let text = lean(SCRIPT)
        .replace("{{js}}", &shell.js)
        .replace("{{wasm}}", &shell.wasm)
        .replace("{{index}}", index)
        .replace("{{head}}", wire::HEAD_NAME)
        .replace("{{prefix}}", &wire::PREFIX_LEN.to_string());
    let version: String = Sha256::digest(&text).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    EntryScript { address: format!("answerbook.js?v={version}"), hash: hash_source(&text), text }
}

/// What a policy calls a script or a style sheet that stands in the page itself.
pub(super) fn hash_source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// Headers for hosts that read them from a file.
pub(super) fn headers(shell: &Shell, entry: &EntryScript, base: &str) -> String {
    let base = if base.is_empty() { "/" } else { base };
    // By their whole names: those of further pages of a list begin alike.
    let style = |css: &String| format!("{base}{css}\n  Cache-Control: public, max-age=31536000, immutable\n");
    let styles: String = shell.css.iter().map(style).collect();
    let (policy, home) = (content_security_policy(None), content_security_policy(Some(entry)));
    let headers = HEADERS.replace("{base}", base).replace("{policy}", &policy).replace("{home policy}", &home);
    headers.replace("{styles}", &styles)
}

/// The owner's accent colours as a style sheet; none where the site keeps ours.
pub(super) fn theme(site: &Site) -> Option<String> {
    let (light, dark) = site.accent.as_ref()?;
    Some(format!(
        ":root{{--accent:{light}}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{--accent:{dark}}}}}\n\
         :root[data-theme=dark]{{--accent:{dark}}}\n"
    ))
}
