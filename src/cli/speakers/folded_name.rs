//! A person's name without what differs between two ways of writing it: accents, capitals, marks, titles.
//!
//! Not here: which differences make two people one ([`super::doubles`]).

use deunicode::deunicode_char;

/// Words before a name that are no part of it.
const TITLES: [&str; 12] = ["dr", "prof", "professor", "doctor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev"];

/// Words behind a name that are no part of it.
const DEGREES: [&str; 14] =
    ["phd", "dphil", "md", "psyd", "edd", "msc", "mba", "mph", "esq", "cpa", "cfa", "obe", "cbe", "mbe"];

/// A name in words of lower-case letters; those of Latin scripts without their marks. Others stay as they are: read in Latin letters,
/// names of different characters may be alike.
pub(super) struct FoldedName {
    words: Vec<String>,
    sorted: String,
    letters: String,
}

impl FoldedName {
    pub(super) fn of(name: &str) -> Self {
        let name = without_brackets(&without_marks(name).to_lowercase());
        // A comma may stand before a degree, or between family name and first name.
        let words: Vec<String> = name.split(',').flat_map(bare_words).collect();
        let mut sorted = words.clone();
        sorted.sort();
        Self { sorted: sorted.join(" "), letters: words.concat(), words }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words in the order of the alphabet.
    pub(super) fn sorted(&self) -> &str {
        &self.sorted
    }

    /// All letters, so that it does not count where a word is parted from the next.
    pub(super) fn letters(&self) -> &str {
        &self.letters
    }

    /// The only word.
    pub(super) fn single(&self) -> Option<&str> {
        match &self.words[..] {
            [one] if one.chars().nth(1).is_some() => Some(one),
            _ => None,
        }
    }

    /// The first and the last of several words.
    pub(super) fn ends(&self) -> Option<(&str, &str)> {
        match &self.words[..] {
            [first, .., last] => Some((first, last)),
            _ => None,
        }
    }

    /// The words between these.
    pub(super) fn middle(&self) -> &[String] {
        let inner = self.words.len().saturating_sub(1);
        self.words.get(1..inner).unwrap_or_default()
    }

    /// Whether the words between are those of one person: one has none, or each is the other's or its initial.
    pub(super) fn middle_fits(&self, other: &Self) -> bool {
        let (one, other) = (self.middle(), other.middle());
        let fits = |(a, b): (&String, &String)| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
        one.is_empty() || other.is_empty() || one.len() == other.len() && one.iter().zip(other).all(fits)
    }
}

/// The words of a part of a name without the titles before and the degrees behind them.
fn bare_words(part: &str) -> Vec<String> {
    let all: Vec<String> = part.split(|c: char| c.is_whitespace() || ";/-–_".contains(c)).flat_map(words).collect();
    let titles = all.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    let degrees = all.iter().rev().take_while(|word| DEGREES.contains(&word.as_str())).count();
    all.get(titles..all.len() - degrees).unwrap_or_default().to_vec()
}

/// A name with the letters of Latin scripts as they are without marks.
fn without_marks(name: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            // Latin letters, and marks that follow a letter; then more Latin letters.
            '\u{80}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' => bare.push_str(deunicode_char(c).unwrap_or_default()),
            _ => bare.push(c),
        }
    }
    bare
}

/// A name without what stands in brackets: a firm, a role.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let kept = name.chars().filter(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    kept.collect()
}

/// The words of a piece without blanks: of initials such as `J.R.` each is one, and other marks are left out.
fn words(piece: &str) -> Vec<String> {
    let bare: String = piece.chars().filter(|c| c.is_alphanumeric()).collect();
    let dotted: Vec<&str> = piece.split('.').filter(|part| !part.is_empty()).collect();
    let are_initials = dotted.len() > 1 && dotted.iter().all(|part| part.chars().nth(1).is_none());
    if are_initials && !DEGREES.contains(&bare.as_str()) {
        return dotted.into_iter().map(str::to_owned).collect();
    }
    if bare.is_empty() { Vec::new() } else { vec![bare] }
}
