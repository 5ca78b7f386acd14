//! Stemming, at build only: the browser reads its result from the index.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;
use super::lattice::{Edge, Kind, Misheard};

/// The texts that edges point into.
pub(super) struct Layers<'a> {
    pub(super) text: &'a str,
    pub(super) misheard: &'a [Misheard],
}

/// A language as far as stemming knows it.
pub(super) struct Language {
    pub(super) code: &'static str,
    stemmer: Option<Stemmer>,
}

impl Language {
    pub(super) fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = [
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
        match known.into_iter().find(|(code, _)| *code == primary) {
            Some((code, algorithm)) => Self { code, stemmer: Some(Stemmer::create(algorithm)) },
            None => Self { code: "", stemmer: None },
        }
    }

    /// The stem of a word, folded as `form`, with the language in front; none for what is not a word of letters.
    pub(super) fn stem(&self, form: &str, accented: Option<&str>) -> Option<String> {
        let stemmer = self.stemmer.as_ref()?;
        if form.chars().count() < 3 || !form.chars().all(char::is_alphabetic) {
            return None;
        }
        let stem = match accented {
            None => stemmer.stem(form).into_owned(),
            Some(written) => fold(&stemmer.stem(&written.to_lowercase())),
        };
        Some([self.code, ":", &stem].concat())
    }
}

/// A word as written, where its letters are more than folding leaves of them: stemmers want the diacritics.
pub(super) fn accented<'a>(edge: &Edge, layers: &Layers<'a>) -> Option<&'a str> {
    let text = match edge.meant {
        Some(nth) => layers.misheard.get(nth).map_or("", |place| place.meant.as_str()),
        None => layers.text,
    };
    let written = text.get(edge.range.clone()).unwrap_or_default();
    (edge.kind == Kind::Atom && !written.is_ascii()).then_some(written)
}
