//! What a conversation is made of, where its text does not say so: who asks and who answers.
//!
//! ```text
//! paragraphs ─features─▶ what is seen of each ─weights─▶ scores ─chain─▶ the chance that the asker says it
//! ```
//!
//! The weights are in `weights.bin`: a model for English with its phrases, and one for all other languages that sees numbers alone.
//! They were learnt from transcripts whose licences allow it, and are under the licence of those (`LICENSE` beside them).
//!
//! Not here: what becomes of a paragraph whose speaker is told so (`attribution`, beside it).

pub mod chain;
pub mod features;
pub mod weights;

use std::sync::LazyLock;

use weights::Weights;

/// The models, as they were learnt.
static MODELS: LazyLock<Models> =
    LazyLock::new(|| Models::from_bytes(include_bytes!("weights.bin")).unwrap_or_default());

/// The models of who asks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Models {
    /// For English.
    pub english: Weights,
    /// For every language.
    pub any: Weights,
}

impl Models {
    /// The models that a file holds; `None` if it holds something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (english, rest) = Weights::from_bytes(bytes)?;
        let (any, rest) = Weights::from_bytes(rest)?;
        rest.is_empty().then_some(Self { english, any })
    }

    /// The chance, for each paragraph of a two-voice conversation, that the asker says it. `language` is a BCP 47 tag.
    pub fn chance_of_asking(&self, paragraphs: &[&str], language: &str) -> Vec<f64> {
        let is_english = language.split('-').next() == Some("en");
        self.chances(&features::seen(paragraphs), is_english)
    }

    /// The same for what is seen of paragraphs. In English the two models are asked and believed alike: one errs where the other does not.
    pub fn chances(&self, seen: &[features::Seen], is_english: bool) -> Vec<f64> {
        let any = self.any.scores(seen).chances().asks;
        if !is_english {
            return any;
        }
        let english = self.english.scores(seen).chances().asks;
        english.iter().zip(any).map(|(english, any)| (2.0 * english + any) / 3.0).collect()
    }
}

/// The chance, for each paragraph of a two-voice conversation, that the asker says it. `language` is a BCP 47 tag.
pub fn chance_of_asking(paragraphs: &[&str], language: &str) -> Vec<f64> {
    MODELS.chance_of_asking(paragraphs, language)
}
