//! The style sheets and fonts of the app: those that `public/index.html` names for Trunk, in its order.
//!
//! Not here: what Trunk makes of them ([`super::staged`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cli::files::read_folder;

/// The file that names them. It is no page of the site.
pub(super) const ENTRY: &str = "index.html";

/// The folder of that file.
pub(super) const FOLDER: &str = "public";

/// What Trunk takes from `public/`.
pub(super) struct Assets {
    /// The style sheets, joined.
    pub(super) css: Vec<u8>,
    /// The files of the copied folders, by path in the site.
    pub(super) copied: BTreeMap<String, Vec<u8>>,
    /// Every file that was read, relative to the root.
    pub(super) inputs: Vec<String>,
}

/// Reads the assets of the sources in `root`.
///
/// # Errors
/// When a file cannot be read, or is named in a way that Trunk knows and this does not.
pub(super) fn read(root: &Path) -> Result<Assets> {
    let folder = root.join(FOLDER);
    let entry = folder.join(ENTRY);
    let html = fs::read_to_string(&entry).with_context(|| format!("cannot read {}", entry.display()))?;
    let mut assets = Assets { css: Vec::new(), copied: BTreeMap::new(), inputs: vec![format!("{FOLDER}/{ENTRY}")] };
    for link in links(&html).filter(|link| link.contains("data-trunk")) {
        let href = attribute(link, "href").unwrap_or_default();
        match attribute(link, "rel") {
            Some("rust") => {}
            Some("css") => assets.add_style_sheet(&folder, href)?,
            Some("copy-dir") => assets.add_folder(&folder, href)?,
            other => bail!("{}: `rel=\"{}\"` is not known here", entry.display(), other.unwrap_or_default()),
        }
    }
    Ok(assets)
}

impl Assets {
    fn add_style_sheet(&mut self, folder: &Path, href: &str) -> Result<()> {
        let path = folder.join(href);
        self.css.extend(fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
        self.inputs.push(format!("{FOLDER}/{href}"));
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path, href: &str) -> Result<()> {
        for (path, bytes) in read_folder(&folder.join(href))? {
            let path = format!("{href}/{path}");
            self.inputs.push(format!("{FOLDER}/{path}"));
            self.copied.insert(path, bytes);
        }
        Ok(())
    }
}

/// The `<link>` elements of a document of ours, without their brackets.
pub(super) fn links(html: &str) -> impl Iterator<Item = &str> {
    html.split("<link").skip(1).filter_map(|link| link.split('>').next())
}

/// The value of an attribute in double quotes.
pub(super) fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    element.split_once(&format!(" {name}=\""))?.1.split('"').next()
}
