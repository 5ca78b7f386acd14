//! The app that this program carries. `src/build.rs` puts it in.
//!
//! Not here: the app of a checkout, which is built from its sources ([`super::from_sources`]).

use super::Shell;

/// The files of the app, by path in the site; none where this program was compiled without one.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/app.rs"));

/// The version of this program, and which app it carries.
pub(in crate::cli) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("ANSWERBOOK_APP"), ")");

/// The app; `None` where this program carries none.
pub(super) fn read() -> Option<Shell> {
    Shell::of_files(FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect())
}
