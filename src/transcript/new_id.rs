//! New ids: a readable base, numbered where it is in use already, and the ids of an episode's speakers made that way.
//!
//! The scheme has its home here because two modules assign ids that must agree: `source`, to speakers without one in the
//! canonical form, and `import`, to those of other formats. Not here: which text a base is made of, and where an id is
//! written down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::episode::Speaker;
use super::hash::fnv1a_32;
use super::id::{IdLetters, MAX_LEN, SpeakerId, is_id_char, is_mark};

/// The number of words of a name that its speaker's id takes over.
const SPEAKER_ID_WORDS: usize = 8;

/// The most bytes of a base in front of a number.
pub const MAX_NUMBERED_BYTES: usize = 60;

/// Names that Windows keeps for devices, with any ending: no file and no folder there can have one.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whether an id is the name of a device on Windows, where no folder can have it. [`slug`] makes none; an id that stands in a file
/// stays, and is warned of.
pub fn is_device(id: &str) -> bool {
    DEVICES.contains(&id)
}

/// The id made of a text's first `max_words` words. In Latin letters `"VP & GM?"` becomes `vp-gm`, `"Größe"` becomes `grosse`, and
/// `Con`, which some systems cannot have as the name of a folder, `con-1`; in its own letters `"Größe"` becomes `größe`. It is empty if
/// the text has no letter or digit.
pub fn slug(text: &str, max_words: usize, letters: IdLetters) -> String {
    match letters {
        IdLetters::Latin => slug_of_latin(&deunicode::deunicode_with_tofu(text, " "), max_words),
        IdLetters::Native => {
            let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&text.to_lowercase()).into_owned();
            slug_of_words(&composed, max_words, |c| !is_id_char(c))
        }
    }
}

/// As [`slug`] in Latin letters, where all others separate words: the rule of earlier releases, whose files are still found by it.
pub fn slug_of_latin(text: &str, max_words: usize) -> String {
    slug_of_words(&text.to_lowercase(), max_words, |c| !c.is_ascii_alphanumeric())
}

fn slug_of_words(lower: &str, max_words: usize, is_gap: impl Fn(char) -> bool) -> String {
    let lower = lower.replace(['\'', '’'], "");
    let words = lower.split(is_gap).map(|word| word.trim_start_matches(is_mark)).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words.take(max_words) {
        if slug.len() + word.len() + 1 > MAX_LEN {
            // Scripts without spaces have words of any length.
            if slug.is_empty() && !word.is_ascii() {
                slug.push_str(&word[..word.floor_char_boundary(MAX_NUMBERED_BYTES)]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if is_device(&slug) { slug + "-1" } else { slug }
}

/// The ids of an episode's speakers, and new ones unlike them.
#[derive(Debug, Clone, Default)]
pub struct SpeakerIds {
    letters: IdLetters,
    /// The ids that people have elsewhere, by name.
    known: Arc<BTreeMap<String, SpeakerId>>,
    used: BTreeSet<SpeakerId>,
    numbers: IdNumbers,
}

impl SpeakerIds {
    /// Ids for an episode of a library in which some people, by name, have ids already.
    pub fn new(letters: IdLetters, known: Arc<BTreeMap<String, SpeakerId>>) -> Self {
        Self { letters, known, ..Self::default() }
    }

    /// The same with the ids that these speakers have.
    pub fn beside<'a>(&self, speakers: impl Iterator<Item = &'a Speaker>) -> Self {
        let mut ids = self.clone();
        ids.used.extend(speakers.map(|speaker| speaker.id.clone()));
        ids
    }

    /// The letters of new ids.
    pub fn letters(&self) -> IdLetters {
        self.letters
    }

    /// An id for a name, the one that the person has elsewhere if it is to be had; it is in use from now on.
    pub fn assign(&mut self, name: &str) -> SpeakerId {
        if let Some(known) = self.known.get(name).filter(|known| self.used.insert((*known).clone())) {
            return known.clone();
        }
        let mut base = slug(name, SPEAKER_ID_WORDS, self.letters);
        if base.is_empty() {
            // The same in every file that has the name.
            base = format!("speaker-{:08x}", fnv1a_32(name.bytes()));
        }
        let base = &base;
        let used = &mut self.used;
        self.numbers.assign(base, |id| SpeakerId::new(id).ok().filter(|id| used.insert(id.clone())))
    }
}

/// The numbers behind ids whose base is the same: `base`, `base-2`, `base-3` and so on.
#[derive(Debug, Clone, Default)]
pub struct IdNumbers {
    /// The next number of each base, so that a base in use a thousand times is not tried a thousand times again.
    next: BTreeMap<String, u64>,
}

impl IdNumbers {
    /// The id with the lowest number that `accept` makes a value of. A base longer than [`MAX_NUMBERED_BYTES`] is shortened
    /// in front of a number.
    pub fn assign<T>(&mut self, base: &str, mut accept: impl FnMut(&str) -> Option<T>) -> T {
        let next = self.next.entry(base.to_owned()).or_insert(1);
        loop {
            let number = *next;
            *next += 1;
            let id = match number {
                1 => accept(base),
                _ => accept(&format!("{}-{number}", shortened(base, MAX_NUMBERED_BYTES))),
            };
            if let Some(id) = id {
                return id;
            }
        }
    }
}

/// The first words of an id that fit into so many bytes.
pub fn shortened(id: &str, max_bytes: usize) -> String {
    if id.len() <= max_bytes {
        return id.to_owned();
    }
    let cut = &id[..id.floor_char_boundary(max_bytes)];
    cut.rsplit_once('-').map_or(cut, |(words, _)| words).to_owned()
}
