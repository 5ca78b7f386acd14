//! The lines that git leaves in a file where two edits meet: a merge conflict is a problem in every file of ours.

/// What git begins its lines with: one side, the common ancestor, the line between the sides, the other side. A label
/// follows all but the third.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", CONFLICT_SEPARATOR, ">>>>>>>"];

/// The marker between the sides. It is all of its line, and may be an author's own.
pub const CONFLICT_SEPARATOR: &str = "=======";

/// The marker of a merge conflict that a line begins with.
pub fn conflict_marker(line: &str) -> Option<&'static str> {
    MARKERS.into_iter().find(|marker| line.starts_with(marker))
}
