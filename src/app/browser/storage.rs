//! The reader's preferences in local storage, which later pages of the site read.
//!
//! A browser may close the storage to a page, or it may be full. Then nothing is kept, and nothing fails: a preference
//! holds for the present page.
//!
//! Not here: which preferences there are ([`crate::app::preferences`]).

use super::ignore;

/// The key of a preference. The entry script reads the same keys before the first paint.
fn key(name: &str) -> String {
    ["answerbook.", name].concat()
}

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The stored value of a preference, if there is one.
pub(crate) fn stored(name: &str) -> Option<String> {
    local_storage()?.get_item(&key(name)).ok()?
}

/// Stores the value of a preference; `None` removes it.
pub(crate) fn store(name: &str, value: Option<&str>) {
    let Some(storage) = local_storage() else { return };
    match value {
        Some(value) => ignore(storage.set_item(&key(name), value)),
        None => ignore(storage.remove_item(&key(name))),
    }
}
