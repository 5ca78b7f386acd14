//! Lines of `terms.toml` that a command suggests.
//!
//! Not here: reading that file ([`crate::source::read_terms`]).

/// A correction, as the list `corrections` has it.
pub(super) fn correction_line(heard: &str, meant: &str) -> String {
    format!("{{ heard = {}, meant = {} }}", toml::Value::from(heard), toml::Value::from(meant))
}
