//! Stemming by the Snowball algorithms, at build only: the browser reads the result from the index.
//!
//! Not here: the light stemmer for English that the browser has ([`crate::search::text::light_stem`]).

use rust_stemmers::{Algorithm, Stemmer as Snowball};

use crate::search::text::token_graph::{Edge, EdgeKind, Misheard};
use crate::search::text::tokenize::fold;

/// The shortest word, in characters, that has a stem.
const MIN_CHARS: usize = 3;

/// The languages with a stemmer, by primary subtag.
const LANGUAGES: [(&str, Algorithm); 19] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// The texts that the edges of a graph point into.
pub(crate) struct Layers<'a> {
    pub(crate) text: &'a str,
    pub(crate) misheard: &'a [Misheard],
}

/// The stemmer of a language; one that stems nothing for a language without.
pub(crate) struct Stemmer {
    /// The primary subtag; empty for a language without a stemmer.
    pub(crate) language: &'static str,
    snowball: Option<Snowball>,
}

impl Stemmer {
    /// The stemmer for a BCP 47 language tag.
    pub(crate) fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match LANGUAGES.into_iter().find(|(language, _)| *language == primary) {
            Some((language, algorithm)) => Self { language, snowball: Some(Snowball::create(algorithm)) },
            None => Self { language: "", snowball: None },
        }
    }

    /// The stem of a word with the language before it, as in `de:haus`; `None` for what is not a word of letters. `form` is the
    /// folded word, `accented` the word as written where folding changes more than its case.
    pub(crate) fn stem(&self, form: &str, accented: Option<&str>) -> Option<String> {
        let snowball = self.snowball.as_ref()?;
        if form.chars().count() < MIN_CHARS || !form.chars().all(char::is_alphabetic) {
            return None;
        }
        let stem = match accented {
            None => snowball.stem(form).into_owned(),
            Some(written) => fold(&snowball.stem(&written.to_lowercase())),
        };
        Some([self.language, ":", &stem].concat())
    }
}

/// A word as written, where it has letters outside ASCII: the stemmers want its diacritics.
pub(crate) fn accented<'a>(edge: &Edge, layers: &Layers<'a>) -> Option<&'a str> {
    let text = match edge.meant {
        Some(nth) => layers.misheard.get(nth).map_or("", |place| place.meant.as_str()),
        None => layers.text,
    };
    let written = text.get(edge.range.clone()).unwrap_or_default();
    (edge.kind == EdgeKind::Token && !written.is_ascii()).then_some(written)
}
