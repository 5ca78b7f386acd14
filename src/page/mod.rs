//! The pages, as Leptos components: values in, views out. They are rendered natively to plain HTML, which is complete
//! without a script.
//!
//! | page | main part | document around it |
//! |---|---|---|
//! | library (home) | [`library`], with [`search_box`] and [`pagination`] | [`document`] |
//! | episode | [`episode`], made of [`turn`]s | [`document`] |
//! | answer | [`answer`], with [`share`] | [`document`] |
//! | all speakers, all topics, and each of them | [`listing`], made of [`card`]s | [`document`] |
//! | a former address | any of these with [`redirects`], or a tombstone from there | [`document`] |
//! | any wrong address | [`not_found`] | [`document`] |
//! | inside other sites | [`embed`] | [`crate::site`]'s |
//!
//! The app shares three parts: it draws its results as [`card`]s, links to [`address`]es, and reads and writes a
//! [`view`].
//!
//! Not here: browser APIs (`app`), files and the path of each page ([`crate::site`]), searching: no file of this folder
//! names `crate::search`.

pub mod address;

pub mod text;

pub mod document;

pub mod controls;

pub mod redirects;

pub mod turn;

pub mod card;

pub mod search_box;

pub mod pagination;

pub mod library;

pub mod episode;

mod contents;

pub mod answer;

pub mod share;

pub mod listing;

pub mod embed;

pub mod not_found;

pub mod view;
