//! What the journeys stand on: a browser and its driver, the built site on a port of its own, and a reader who uses it.
//! Not here: what the site must do, which is told by the journeys.

pub(crate) mod chromium;

pub(crate) mod site;

pub(crate) mod reader;

pub(crate) mod probe;
