//! What a text is read for: its capitalised words, those in a row, and which of these are almost a known name.
//!
//! Not here: what is made of it ([`super`]), and the tokens of the search, which have no capitals ([`crate::search::text`]).

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::search::misheard_names::known::Known;
use crate::search::misheard_names::letters;
use crate::search::misheard_names::sound::difference;
use crate::transcript::{Episode, ParagraphId, Piece};

/// The most episodes that are listed of a spelling.
const MAX_LISTED: usize = 4;

/// The most letters of a title or an initial, which a dot follows inside of a name: “Dr. Ada”, “J. Field”.
const MAX_SHORTENED: usize = 2;

/// Where words stand that are spelt one way.
#[derive(Debug, Clone)]
pub(super) struct Spelling<'a> {
    /// The number of places.
    pub(super) places: usize,
    /// The number of episodes.
    pub(super) episodes: usize,
    /// The numbers of the first of these.
    pub(super) first_episodes: Vec<usize>,
    last_episode: usize,
    /// The paragraph of the first place.
    pub(super) paragraph: &'a ParagraphId,
}

impl<'a> Spelling<'a> {
    fn once(episode: usize, paragraph: &'a ParagraphId) -> Self {
        Self { places: 1, episodes: 1, first_episodes: vec![episode], last_episode: episode, paragraph }
    }

    /// Adds places that are behind all of these.
    fn add(&mut self, later: &Self) {
        self.places += later.places;
        self.episodes += later.episodes - usize::from(later.first_episodes.first() == Some(&self.last_episode));
        self.last_episode = later.last_episode;
        let new = later.first_episodes.iter().filter(|it| self.first_episodes.last() != Some(it));
        let new: Vec<usize> = new.take(MAX_LISTED - self.first_episodes.len().min(MAX_LISTED)).copied().collect();
        self.first_episodes.extend(new);
    }
}

/// What was read in some successive episodes.
#[derive(Debug, Default)]
pub(super) struct Scan<'a> {
    /// The capitalised words.
    pub(super) words: FxHashMap<&'a str, Spelling<'a>>,
    /// The words in a row that are a known full name but for one, with its number.
    pub(super) near_names: BTreeMap<(&'a str, usize), Spelling<'a>>,
    /// How often known full names stand as they are spelt, by their numbers.
    pub(super) exact_names: BTreeMap<usize, usize>,
    /// The single capitals in a row: “S Q L”, “P and L”.
    pub(super) letters: BTreeMap<&'a str, Spelling<'a>>,
    /// The numbers of places of two capitals about a sign: “P&L”.
    pub(super) pairs: BTreeMap<&'a str, usize>,
}

impl<'a> Scan<'a> {
    /// Reads one more episode, of which this is the number.
    pub(super) fn read(&mut self, nth: usize, episode: &'a Episode, known: &Known<'_>) {
        for paragraph in episode.paragraphs() {
            for text in said(episode.reading(paragraph)) {
                let place = Spelling::once(nth, &paragraph.id);
                let names = names(text);
                let singles = names.iter().flat_map(|name| &name.words).filter(|word| word.len() == 1).count();
                for name in &names {
                    for word in &name.words {
                        let word = without_possessive(&text[word.clone()]);
                        put(self.words.entry(word).or_insert_with(|| Spelling { places: 0, ..place.clone() }), &place);
                    }
                    self.compare(text, name, known, &place);
                }
                for run in if singles > 1 { letters::in_text(text) } else { Vec::new() } {
                    put(self.letters.entry(run).or_insert_with(|| Spelling { places: 0, ..place.clone() }), &place);
                }
                letters::pairs_in_text(text).for_each(|pair| *self.pairs.entry(pair).or_default() += 1);
            }
        }
    }

    /// Compares words in a row with the known full names.
    fn compare(&mut self, text: &'a str, name: &NameRun, known: &Known<'_>, place: &Spelling<'a>) {
        let words: Vec<&str> = name.words.iter().map(|word| without_possessive(&text[word.clone()])).collect();
        for (at, word) in words.iter().enumerate() {
            for (nth, position) in known.names_with(word) {
                let wanted = &known.names[*nth].words;
                let Some(from) = at.checked_sub(*position) else { continue };
                let Some(found) = words.get(from..from + wanted.len()) else { continue };
                let differ: Vec<usize> = (0..wanted.len()).filter(|it| found[*it] != wanted[*it]).collect();
                // Each is looked at by the first word that is as it should be.
                let is_first = *position == usize::from(differ.first() == Some(&0));
                match differ[..] {
                    [] if is_first => *self.exact_names.entry(*nth).or_default() += 1,
                    [odd] if is_first && difference(found[odd], wanted[odd]).is_some() && !known.is_name(found) => {
                        let last = from + wanted.len() - 1;
                        let start = name.words[from].start;
                        let heard = &text[start..name.words[last].start + words[last].len()];
                        let entry = self.near_names.entry((heard, *nth));
                        put(entry.or_insert_with(|| Spelling { places: 0, ..place.clone() }), place);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Both, of which the other is behind this one.
    pub(super) fn with(mut self, later: Self) -> Self {
        add_all(&mut self.near_names, later.near_names);
        add_all(&mut self.letters, later.letters);
        later.exact_names.into_iter().for_each(|(name, count)| *self.exact_names.entry(name).or_default() += count);
        later.pairs.into_iter().for_each(|(pair, count)| *self.pairs.entry(pair).or_default() += count);
        later.words.into_iter().for_each(|(word, spelling)| {
            self.words.entry(word).and_modify(|it| it.add(&spelling)).or_insert(spelling);
        });
        self
    }
}

/// Counts a place, which may be the one that the entry was made with.
fn put<'a>(entry: &mut Spelling<'a>, place: &Spelling<'a>) {
    match entry.places {
        0 => entry.places = 1,
        _ => entry.add(place),
    }
}

fn add_all<'a, K: Ord>(all: &mut BTreeMap<K, Spelling<'a>>, later: BTreeMap<K, Spelling<'a>>) {
    for (key, spelling) in later {
        all.entry(key).and_modify(|it| it.add(&spelling)).or_insert(spelling);
    }
}

/// The words that nobody has corrected.
pub(super) fn said(pieces: Vec<Piece<'_>>) -> impl Iterator<Item = &str> {
    pieces.into_iter().filter_map(|piece| match piece {
        Piece::Said(text) => Some(text),
        Piece::Misheard { .. } => None,
    })
}

/// Capitalised words in a row, which may be a name.
#[derive(Debug)]
pub(super) struct NameRun {
    pub(super) words: Vec<Range<usize>>,
    /// Whether the first has its capital from the sentence that it opens.
    pub(super) opens_sentence: bool,
}

/// The capitalised words of a text, those in a row together. A word such as “I’m” is no name, and ends a row; so does one in the
/// possessive, after it.
pub(super) fn names(text: &str) -> Vec<NameRun> {
    let mut runs: Vec<NameRun> = Vec::new();
    for word in capitalised(text).filter(|word| is_name(&text[word.clone()])) {
        let before = runs.last_mut().filter(|run| run.words.last().is_some_and(|last| goes_on(text, last, &word)));
        match before {
            Some(run) => run.words.push(word),
            None => runs.push(NameRun { opens_sentence: opens_sentence(&text[..word.start]), words: vec![word] }),
        }
    }
    runs
}

fn is_name(word: &str) -> bool {
    word != "I" && !word.starts_with("I'") && !word.starts_with("I’")
}

/// Those of a text's words that begin with a capital. Most of a text is passed over byte by byte.
fn capitalised(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let from = at + bytes.get(at..)?.iter().position(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())?;
            let first = text[from..].chars().next()?;
            at = from + first.len_utf8();
            if first.is_uppercase() && begins_word(&text[..from]) {
                let end = word_end(text, from);
                at = end;
                return Some(from..end);
            }
        }
    })
}

/// Whether a letter or digit behind a text begins a word.
fn begins_word(before: &str) -> bool {
    let mut chars = before.chars().rev();
    match chars.next() {
        Some('\'' | '’') => !chars.next().is_some_and(char::is_alphanumeric),
        last => !last.is_some_and(char::is_alphanumeric),
    }
}

/// The end of the word that begins at a byte.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    loop {
        end += text[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - end);
        match text[end..].strip_prefix(['\'', '’']) {
            Some(after) if after.starts_with(char::is_alphanumeric) => end = text.len() - after.len(),
            _ => return end,
        }
    }
}

/// Whether two words are in a row: with a blank, a hyphen, or the dot of a title or an initial between them.
fn goes_on(text: &str, last: &Range<usize>, next: &Range<usize>) -> bool {
    let word = &text[last.clone()];
    match &text[last.end..next.start] {
        " " | "-" => without_possessive(word).len() == word.len(),
        ". " | "." => word.chars().count() <= MAX_SHORTENED,
        _ => false,
    }
}

fn opens_sentence(before: &str) -> bool {
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '‘' | '\'' | '(' | '['));
    before.is_empty() || before.ends_with(['.', '?', '!', ':', '…', '—', '–', ']'])
}

/// The words of a text: letters and digits, and an apostrophe between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = word_end(text, start);
        at = end;
        Some(start..end)
    })
}

/// A word without the ending of the possessive.
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}
