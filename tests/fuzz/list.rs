//! The targets by name, in the order in which they run. Not here: what a target does (`targets.rs`).

/// The readers of foreign formats: the format's name is behind this in the name of its target.
pub(crate) const OF_FORMAT: &str = "import_";

/// A reader of foreign bytes that is fuzzed.
pub(crate) struct Target {
    /// The name, and that of its folder in `corpus`.
    pub(crate) name: &'static str,
    /// The longest input that is tried, in bytes. Longer ones are slower and seldom show more.
    pub(crate) max_len: usize,
}

impl Target {
    /// The name of its file in `dictionaries`, if there is one. The readers of foreign formats share theirs.
    #[allow(dead_code, reason = "what replays the inputs reads no dictionary")]
    pub(crate) fn dictionary(&self) -> &'static str {
        if self.name.starts_with(OF_FORMAT) { "import" } else { self.name }
    }
}

/// All targets.
pub(crate) const TARGETS: [Target; 56] = [
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
    Target { name: "import_assemblyai", max_len: 2048 },
    Target { name: "import_autoedit", max_len: 2048 },
    Target { name: "import_aws-call-analytics", max_len: 2048 },
    Target { name: "import_aws-transcribe", max_len: 2048 },
    Target { name: "import_azure", max_len: 2048 },
    Target { name: "import_deepgram", max_len: 2048 },
    Target { name: "import_docx", max_len: 2048 },
    Target { name: "import_elan", max_len: 2048 },
    Target { name: "import_elevenlabs", max_len: 2048 },
    Target { name: "import_fireflies", max_len: 2048 },
    Target { name: "import_gladia", max_len: 2048 },
    Target { name: "import_google", max_len: 2048 },
    Target { name: "import_html", max_len: 2048 },
    Target { name: "import_ibm", max_len: 2048 },
    Target { name: "import_kaldi", max_len: 2048 },
    Target { name: "import_lrc", max_len: 2048 },
    Target { name: "import_markdown", max_len: 2048 },
    Target { name: "import_nemo", max_len: 2048 },
    Target { name: "import_ohms", max_len: 2048 },
    Target { name: "import_podcast-html", max_len: 2048 },
    Target { name: "import_podcast-json", max_len: 2048 },
    Target { name: "import_podlove-xml", max_len: 2048 },
    Target { name: "import_rev-ai", max_len: 2048 },
    Target { name: "import_sbv", max_len: 2048 },
    Target { name: "import_speechmatics", max_len: 2048 },
    Target { name: "import_srt", max_len: 2048 },
    Target { name: "import_ssa", max_len: 2048 },
    Target { name: "import_tei", max_len: 2048 },
    Target { name: "import_text", max_len: 2048 },
    Target { name: "import_transformers-js", max_len: 2048 },
    Target { name: "import_ttml", max_len: 2048 },
    Target { name: "import_webvtt", max_len: 2048 },
    Target { name: "import_whisper", max_len: 2048 },
    Target { name: "import_whisper-cpp", max_len: 2048 },
    Target { name: "import_whisperx", max_len: 2048 },
    Target { name: "import_wtf", max_len: 2048 },
    Target { name: "import_youtube-json3", max_len: 2048 },
    Target { name: "import_youtube-xml", max_len: 2048 },
];
