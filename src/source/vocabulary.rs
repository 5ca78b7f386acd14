//! Topics added to `topics.toml`: written behind what is there, of which no byte changes.
//!
//! Not here: reading them ([`super::read_topics`]).

use std::collections::BTreeSet;

use super::print::{quoted, texts};
use crate::transcript::{Topic, TopicId};

/// A `topics.toml` with more topics at its end, under a comment, which it has only once.
///
/// ```
/// use answerbook::source::{add_topics, read_topics};
/// let careers = read_topics("[careers]\nname = \"Careers\"\nterms = [\"recruit*\"]\n").value.unwrap();
/// let text = add_topics("# Ours.", &careers, "New ones.");
/// assert_eq!(text, "# Ours.\n\n# New ones.\n\n[careers]\nname = \"Careers\"\nterms = [\"recruit*\"]\n");
/// assert_eq!(read_topics(&text).value.unwrap(), careers);
/// ```
pub fn add_topics(text: &str, topics: &[Topic], comment: &str) -> String {
    let mut added = String::new();
    if !text.is_empty() {
        added.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let has_comment = text.contains(comment);
    if !has_comment {
        added.push_str(&format!("# {comment}\n"));
    }
    for (nth, Topic { id, name, about, terms }) in topics.iter().enumerate() {
        let is_bare = id.as_str().is_ascii();
        let key = if is_bare { id.to_string() } else { quoted(id.as_str()) };
        let about = about.as_ref().map(|about| format!("about = {}\n", quoted(about))).unwrap_or_default();
        let terms = texts(terms.iter().map(String::as_str));
        let gap = if has_comment && nth == 0 { "" } else { "\n" };
        added.push_str(&format!("{gap}[{key}]\nname = {}\n{about}terms = {terms}\n", quoted(name)));
    }
    let ends = if text.contains("\r\n") { added.replace('\n', "\r\n") } else { added };
    format!("{text}{ends}")
}

/// The ids of topics that an editor has put aside: those of tables behind a `# `, as in `# [careers]`. They are not added again.
///
/// ```
/// let text = "[machines]\nname = \"Machines\"\n\n# [careers]\n# name = \"Careers\"\n#     [an-example]\n";
/// assert!(answerbook::source::topics_put_aside(text).iter().eq(["careers"]));
/// ```
pub fn topics_put_aside(text: &str) -> BTreeSet<String> {
    let id = |line: &str| {
        let key = line.strip_prefix("# [").or_else(|| line.strip_prefix("#["))?.trim_end().strip_suffix(']')?;
        Some(TopicId::new(key.trim_matches('"')).ok()?.to_string())
    };
    text.lines().filter_map(id).collect()
}
