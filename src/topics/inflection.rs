//! Inflected forms of a word, told by their ends and by what else there is in the library: `interviews` is `interview` where both are
//! there.
//!
//! Only what is plainly the same word is folded; that `production` is no form of `product` a stemmer would not know. Not here: the stems
//! of the search ([`crate::search`]).

/// The ends that a language puts behind a word that stays the same, the longest first.
const ENDS: [(&str, &[&str]); 9] = [
    ("en", &["es", "s"]),
    ("de", &["en", "es", "er", "n", "s", "e"]),
    ("nl", &["en", "s", "e"]),
    ("fr", &["es", "s", "x", "e"]),
    ("es", &["es", "s"]),
    ("pt", &["es", "s"]),
    ("it", &[]),
    ("sv", &["erna", "arna", "orna", "er", "ar", "or", "en", "et", "s", "n"]),
    ("da", &["erne", "ene", "er", "en", "et", "s", "e"]),
];

/// The least letters of a word that an end is taken from.
const MIN_BASE: usize = 2;

/// The same in other languages than English, whose short words end in these letters by chance.
const MIN_BASE_ELSEWHERE: usize = 4;

/// English words that end as a plural does and are none.
const NO_PLURALS: [&str; 12] =
    ["news", "goods", "arts", "does", "gas", "bus", "lens", "plus", "pass", "less", "ops", "redis"];

/// The inflection of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inflections {
    ends: &'static [&'static str],
    is_english: bool,
}

impl Inflections {
    /// That of a language, given as a BCP 47 tag; of one that is not known none.
    pub(super) fn of(language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_lowercase();
        let ends = ENDS.iter().find(|(known, _)| *known == primary).map_or(&[][..], |(_, ends)| ends);
        Self { ends, is_english: primary == "en" }
    }

    /// The word that a form is of, if that is there too.
    pub(super) fn base(self, form: &str, is_there: &dyn Fn(&str) -> bool) -> Option<String> {
        if self.is_english && (NO_PLURALS.contains(&form) || form.ends_with("ss") || form.ends_with("us")) {
            return None;
        }
        let least = if self.is_english { MIN_BASE } else { MIN_BASE_ELSEWHERE };
        if self.is_english
            && let Some(stem) = form.strip_suffix("ies").filter(|stem| stem.chars().count() > 1)
        {
            let base = format!("{stem}y");
            if is_there(&base) {
                return Some(base);
            }
        }
        let bases = self.ends.iter().filter_map(|end| form.strip_suffix(end));
        let mut bases = bases.filter(|base| base.chars().count() >= least && is_there(base));
        if !self.is_english {
            return bases.next().map(str::to_owned);
        }
        let sibilant = |base: &&str| base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh");
        bases.find(|base| form.len() == base.len() + 1 || sibilant(base)).map(str::to_owned)
    }
}
