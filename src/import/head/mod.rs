//! What a transcript says of itself: the front matter of a text, the head of a page, and dates in any usual form.
//!
//! Not here: the heads of formats that have fields of their own (the readers).

pub(super) mod dates;
mod front_matter;
pub(super) mod page;

pub(super) use front_matter::front_matter;
