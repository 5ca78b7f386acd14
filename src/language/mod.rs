//! What languages and scripts differ in, as far as reading transcripts and proposing topics need it: sentences, words without a
//! meaning of their own, blanks, and the marks that end a question.
//!
//! Not here: which language a text is in ([`crate::import`]), and the words of the search ([`crate::search`]).

pub(crate) mod script;
pub(crate) mod sentences;
pub(crate) mod words;
