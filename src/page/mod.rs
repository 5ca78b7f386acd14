//! The pages, as Leptos components: values in, views out. Rendered natively to plain HTML that is complete without a
//! script; [`card`] is also what the app draws its results with.
//!
//! No browser API is called here, nothing is read or written, and no page knows where it will be stored: addresses
//! come from [`address`], relative to the page they stand on.

pub mod address;

pub mod frame;

pub mod text;

pub mod tools;

pub mod trail;

pub mod turn;

pub mod card;

pub mod library;

pub mod episode;

pub mod answer;

pub mod embed;

pub mod share;

pub mod index;

pub mod not_found;

pub mod view;
