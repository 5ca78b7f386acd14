//! Validation of the addresses in front matter and settings: which ones a page may link to.
//!
//! Not here: fetching, resolving and normalising.

use super::fields::{Fields, Located};
use crate::transcript::Problem;

/// The absolute web address in a field; `None`, with a problem, if it is another.
pub(super) fn absolute(fields: &mut Fields<'_, '_>, key: &str, link: Located<&str>) -> Option<String> {
    let expected = "an absolute address that begins with `https://` or `http://`";
    checked(fields, key, link, is_absolute, expected)
}

/// The web address in a field, absolute or relative to the site; `None`, with a problem, if it is another. No other scheme
/// is allowed, since a `javascript:` address would run.
pub(super) fn any(fields: &mut Fields<'_, '_>, key: &str, link: Located<&str>) -> Option<String> {
    let expected = "an address that begins with `https://` or `http://`, or one relative to the site";
    checked(fields, key, link, |link| is_absolute(link) || is_relative(link), expected)
}

fn checked(
    fields: &mut Fields<'_, '_>,
    key: &str,
    link: Located<&str>,
    is_valid: fn(&str) -> bool,
    expected: &str,
) -> Option<String> {
    if is_valid(link.value) && !link.value.contains(char::is_whitespace) {
        return Some(link.value.to_owned());
    }
    let problem = Problem::error(link.span, format!("`{key}` is no address that can be linked to"));
    fields.report(problem.found(format!("`{}`", link.value)).expected(expected));
    None
}

/// The absolute address of a folder on the web, with a slash at its end; `None` for everything else.
pub fn site_address(text: &str) -> Option<String> {
    let is_folder = is_absolute(text) && is_written_out(text) && !text.contains(['?', '#']);
    is_folder.then(|| format!("{}/", text.trim_end_matches('/')))
}

/// Whether a text has none of the characters that RFC 3986 keeps out of every address. They are written as `%22` and so on.
fn is_written_out(link: &str) -> bool {
    !link.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}'".contains(c))
}

fn is_absolute(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']))
}

fn is_relative(link: &str) -> bool {
    let first = link.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && !link.starts_with("//") && !link.contains('\\')
}
