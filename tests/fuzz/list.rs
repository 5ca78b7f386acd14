//! The targets by name, in the order in which they run. Not here: what a target does (`targets.rs`).

/// A reader of foreign bytes that is fuzzed.
pub(crate) struct Target {
    /// The name, of its folder in `corpus` and of its file in `dictionaries` too.
    pub(crate) name: &'static str,
    /// The longest input that is tried, in bytes. Longer ones are slower and seldom show more.
    pub(crate) max_len: usize,
}

/// All targets.
pub(crate) const TARGETS: [Target; 18] = [
    Target { name: "query", max_len: 256 },
    Target { name: "search", max_len: 256 },
    Target { name: "quote", max_len: 512 },
    Target { name: "view", max_len: 256 },
    Target { name: "wire_file", max_len: 2048 },
    Target { name: "wire_head", max_len: 512 },
    Target { name: "wire_dictionary", max_len: 1024 },
    Target { name: "wire_bigrams", max_len: 512 },
    Target { name: "wire_documents", max_len: 1024 },
    Target { name: "wire_facets", max_len: 256 },
    Target { name: "wire_facet_names", max_len: 512 },
    Target { name: "wire_vocabulary", max_len: 512 },
    Target { name: "import", max_len: 2048 },
    Target { name: "episode", max_len: 2048 },
    Target { name: "settings", max_len: 1024 },
    Target { name: "ledger", max_len: 1024 },
    Target { name: "ledger_digest", max_len: 512 },
    Target { name: "published_texts", max_len: 512 },
];
