//! Addresses in front matter and settings: which ones a page may link to.
//!
//! Nothing is fetched, resolved or normalised.

use super::fields::{Fields, Placed};
use crate::transcript::Problem;

/// An absolute web address.
pub(super) fn absolute(fields: &mut Fields<'_, '_>, key: &str, link: Placed<&str>) -> Option<String> {
    let expected = "an absolute address that begins with `https://` or `http://`";
    checked(fields, key, link, is_absolute, expected)
}

/// A web address, or one relative to the site. No other scheme: `javascript:` would run.
pub(super) fn any(fields: &mut Fields<'_, '_>, key: &str, link: Placed<&str>) -> Option<String> {
    let expected = "an address that begins with `https://` or `http://`, or one relative to the site";
    checked(fields, key, link, |link| is_absolute(link) || is_relative(link), expected)
}

fn checked(
    fields: &mut Fields<'_, '_>,
    key: &str,
    link: Placed<&str>,
    is_right: fn(&str) -> bool,
    expected: &str,
) -> Option<String> {
    if is_right(link.value) && !link.value.contains(char::is_whitespace) {
        return Some(link.value.to_owned());
    }
    let problem = Problem::error(link.span, format!("`{key}` is no address that can be linked to"));
    fields.report(problem.found(format!("`{}`", link.value)).expected(expected));
    None
}

fn is_absolute(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']))
}

fn is_relative(link: &str) -> bool {
    let first = link.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && !link.starts_with("//") && !link.contains('\\')
}
