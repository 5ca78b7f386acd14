//! Probes: scripts that measure a page and return a list of its faults, each in words. A good page has none.

use serde_json::{Value, json};

use super::reader::Reader;

/// Every link, source and fragment of every page and style sheet leads somewhere, relatively.
pub(crate) async fn links(reader: &Reader) -> Vec<String> {
    let pages = json!({ "root": reader.site.url(""), "pages": reader.site.pages() });
    reader.run(include_str!("probe/links.js"), pages).await
}

/// Every page declares the policy and holds nothing that it forbids.
pub(crate) async fn policy(reader: &Reader) -> Vec<String> {
    let pages = json!({ "root": reader.site.url(""), "pages": reader.site.pages() });
    reader.run(include_str!("probe/policy.js"), pages).await
}

/// Landmarks, one first heading, names of controls, language, unique ids.
pub(crate) async fn structure(reader: &Reader) -> Vec<String> {
    reader.run(include_str!("probe/structure.js"), Value::Null).await
}

/// Every text stands out from its ground by 4.5 to 1 at least.
pub(crate) async fn contrast(reader: &Reader) -> Vec<String> {
    reader.run(include_str!("probe/contrast.js"), Value::Null).await
}

/// What can be pressed is 24 pixels wide and high, or stands apart, or is part of a sentence (WCAG 2.5.8).
pub(crate) async fn targets(reader: &Reader) -> Vec<String> {
    reader.run(include_str!("probe/targets.js"), Value::Null).await
}

/// Nothing is wider than the window.
pub(crate) async fn overflow(reader: &Reader) -> Vec<String> {
    reader.run(include_str!("probe/overflow.js"), Value::Null).await
}

/// With the reader's own spacing of letters, words and lines (WCAG 1.4.12) nothing is cut off.
pub(crate) async fn spacing(reader: &Reader) -> Vec<String> {
    reader.run(include_str!("probe/spacing.js"), Value::Null).await
}

/// How many characters each full line of speech has.
pub(crate) async fn line_lengths(reader: &Reader) -> Vec<u32> {
    reader.run(include_str!("probe/lines.js"), Value::Null).await
}

/// Fails the journey unless the list is empty.
pub(crate) fn none(where_: &str, faults: &[String]) {
    let shown: Vec<&str> = faults.iter().take(12).map(String::as_str).collect();
    assert!(faults.is_empty(), "{where_}: {} faults\n{}", faults.len(), shown.join("\n"));
}
