//! Text: how what is indexed, what is typed and what is marked becomes tokens, by the same rules natively and in the browser.
//!
//! [`tokenize`] cuts a text into folded tokens, by what [`chars`] says of each character; [`token_graph`] holds every way to
//! read them; [`light_stem`] strips plain English endings where no index is at hand.
//!
//! Not here: the Snowball stemmers, which run at build only ([`crate::search::build`]).

pub(crate) mod chars;

pub(crate) mod light_stem;

pub(crate) mod token_graph;

pub(crate) mod tokenize;
