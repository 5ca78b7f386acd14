//! The support of the journeys: browsers and their drivers, the built site on a port of its own, a reader who uses it, and
//! probes that measure a page.
//!
//! Not here: what the site must do, which the journeys say.

pub(crate) mod engine;

mod chromium;

mod devtools;

mod firefox;

mod webkit;

mod command;

pub(crate) mod site;

pub(crate) mod backend;

pub(crate) mod wordpress;

pub(crate) mod reader;

pub(crate) mod probe;

pub(crate) mod fuzz;
