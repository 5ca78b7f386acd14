//! What is known of English beyond its stop words, as far as titles need it: lists of phrases and words, a file a use.
//!
//! Not here: what is done with them, in the files beside this folder.

pub(super) mod asking;

pub(super) mod clauses;

pub(super) mod nouns;

pub(super) mod vague;

pub(super) mod verbs;

/// Whom an advertisement is of: the name behind "brought to you by" and its like.
pub(super) fn sponsor(text: &str) -> Option<String> {
    const BEFORE: [&str; 4] = ["brought to you by ", "sponsored by ", "support comes from ", "supported by "];
    let lower = text.to_ascii_lowercase();
    let at = BEFORE.iter().find_map(|before| Some(lower.find(before)? + before.len()))?;
    let mut name = String::new();
    for word in text.get(at..)?.split(' ') {
        let is_name = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !is_name || name.chars().count() > 30 {
            break;
        }
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '-', '—']);
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    (!name.is_empty()).then_some(name)
}
