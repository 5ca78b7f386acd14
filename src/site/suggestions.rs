//! The files that the search field's suggestions come from: titles, speakers and topics, found by any of their words.
//!
//! A *phrase* of an entry is one of its words; where many entries hold that word, the word and the next one. All phrases, sorted,
//! are cut into *leaves* of about one size. `starts-<b>.bin` holds where each leaf starts, `<n>.bin` the entries of a leaf. What is typed
//! begins the phrases of one leaf, or of several, from the `<a>`th to the `<z>`th: then `<a>-<z>.bin` holds the best of them. So the
//! entries for whatever is typed are in one small file. What a file leaves out for its size is not suggested. In a large library the
//! starts are in several *buckets*, by the first UTF-16 unit of a phrase modulo their number.
//!
//! Each file is a text in the envelope of the index's files. The first line of `starts-<b>.bin` is the number of the bucket's first
//! leaf. Any other is a text that sorts, by UTF-16 units, after all phrases of the leaf before and not after the first of its own. A
//! line of any other file is an entry, the best one first: its address, its text and, of speakers and topics, the number of answers,
//! with tabs between.
//!
//! Not here: who reads them (`public/suggest.js`, which folds what is typed as [`words`] does), the search itself.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use rayon::prelude::*;

use crate::page::address;
use crate::search::fold;
use crate::transcript::Library;
use crate::wire;

/// The folder of the files, in that of the index.
const FOLDER: &str = "suggest/";

/// About the most bytes of a file before it is deflated. Two kilobytes remain of six.
const FILE_BYTES: usize = 6_000;

/// The most characters of a title. What is behind them is neither shown nor found.
const MAX_CHARS: usize = 300;

/// A word that more entries hold is common: its phrases have the next word too, so that two typed words tell them apart.
const COMMON_ENTRIES: usize = 80;

/// A word in more than one of so many entries says nothing of them, and begins no phrase but at the beginning of a title.
const EMPTY_SHARE: usize = 12;

/// The number of buckets of a library with more leaves than so many. The Latin letters are in as many different ones.
const BUCKETS: usize = 97;
const MAX_LEAVES_OF_ONE: usize = 100;

/// The letters that Unicode does not decompose, and what the search takes them for. `public/suggest.js` has them too.
const LETTERS: [(char, &str); 9] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ς', "σ")];

/// What is suggested.
struct Entry {
    /// Its line in a file.
    line: String,
    words: Vec<String>,
    /// Whether it is one answer. Of these there are many.
    is_answer: bool,
}

/// A phrase of an entry.
struct Phrase {
    text: String,
    /// The entry, by index.
    entry: usize,
    /// Whether the entry begins with it.
    is_first: bool,
}

/// The files of a library's suggestions.
pub(super) struct Suggestions {
    /// The number of buckets, which their script must know.
    pub(super) buckets: usize,
    /// The files by their paths in the folder of the index.
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

impl Suggestions {
    pub(super) fn of(library: &Library) -> Self {
        let entries = entries(library);
        let mut phrases = phrases(&entries);
        let mut buckets = 1;
        if leaves(&entries, &phrases, buckets).len() > MAX_LEAVES_OF_ONE {
            buckets = BUCKETS;
            phrases.sort_by_key(|phrase| bucket(&phrase.text, buckets));
        }
        let leaves = leaves(&entries, &phrases, buckets);
        let starts = starts(&leaves);
        let file = |name: String, text: &str| (format!("{FOLDER}{name}.bin"), wire::suggestions_file(text));
        let leaf_files = leaves.par_iter().enumerate().map(|(nth, leaf)| {
            let best = best(&entries, *leaf, FILE_BYTES);
            file(nth.to_string(), &lines(&entries, best))
        });
        let mut files: BTreeMap<String, Vec<u8>> = leaf_files.collect();
        for nth in 0..buckets {
            let is_before = |start: &String| bucket(start, buckets) < nth;
            let first = starts.partition_point(is_before);
            let len = starts[first..].iter().take_while(|start| bucket(start, buckets) == nth).count();
            let starts = &starts[first..first + len];
            files.extend([file(format!("starts-{nth}"), &format!("{first}\n{}", starts.join("\n")))]);
            let own = leaves.get(first..first + len).unwrap_or_default();
            files.par_extend(spans(starts).par_iter().map(|((from, to), prefixes)| {
                let best = best_of_prefixes(&entries, &own[*from..=*to], prefixes);
                file(format!("{}-{}", first + from, first + to), &lines(&entries, best))
            }));
        }
        Self { buckets, files }
    }
}

/// The bucket of a phrase, or of the beginning of one.
fn bucket(text: &str, buckets: usize) -> usize {
    text.encode_utf16().next().map_or(0, usize::from) % buckets
}

/// All entries, the best one first: speakers and topics by their answers, interviews, the newest first, and answers, the shortest
/// title first. Of answers with the same title the newest is one.
fn entries(library: &Library) -> Vec<Entry> {
    let (by_speaker, by_topic) = (library.entries_by_speaker(), library.entries_by_topic());
    let speakers = library.speakers().into_iter().map(|speaker| {
        let answers = by_speaker.get(&speaker.id).map_or(0, Vec::len);
        (answers, address::speaker(&speaker.id), speaker.name)
    });
    let topics = library.topics().iter().map(|topic| {
        let answers = by_topic.get(&topic.id).map_or(0, Vec::len);
        (answers, address::topic(&topic.id), topic.name.clone())
    });
    let mut groups: Vec<_> = speakers.chain(topics).filter(|(answers, ..)| *answers > 0).collect();
    groups.sort_by_key(|(answers, ..)| Reverse(*answers));
    let groups = groups.into_iter().map(|(answers, address, name)| Entry::new(&address, &name, Some(answers), false));
    let episodes =
        library.listed().map(|episode| Entry::new(&address::episode(&episode.id), &episode.title, None, false));
    let mut known = BTreeSet::new();
    let mut answers: Vec<Entry> = library
        .answers()
        .map(|entry| {
            let (episode, answer) = (&entry.episode.id, &entry.answer.id);
            Entry::new(&address::answer(episode, answer), library.title_of(episode, answer), None, true)
        })
        .filter(|entry| known.insert(entry.words.clone()))
        .collect();
    answers.sort_by_key(|entry| entry.words.iter().map(String::len).sum::<usize>());
    groups.chain(episodes).chain(answers).filter(|entry| !entry.words.is_empty()).collect()
}

impl Entry {
    fn new(address: &str, text: &str, answers: Option<usize>, is_answer: bool) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = match text.char_indices().nth(MAX_CHARS) {
            // The last word may be a part of one.
            Some((end, _)) => format!("{}…", text[..end].rsplit_once(' ').map_or(&text[..end], |(whole, _)| whole)),
            None => text,
        };
        let count = answers.map(|answers| format!("\t{answers}")).unwrap_or_default();
        Self { words: words(&text), line: format!("{address}\t{text}{count}"), is_answer }
    }

    /// Its bytes in a file, the end of the line included.
    fn bytes(&self) -> usize {
        self.line.len() + 1
    }
}

/// The folded words of a text: those of the search, but folded by Unicode's tables, which a browser has, and without the signs inside
/// a word.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(&lower);
    let bare: String = apart.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36F}')).collect();
    let plain = ComposingNormalizerBorrowed::new_nfc().normalize(&bare);
    let mut letters = String::with_capacity(plain.len());
    for c in plain.chars() {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, meant)) => letters.push_str(meant),
            None => letters.push(if c == ',' { ' ' } else { c }),
        }
    }
    let is_sign = |c: char| c == 'ʼ' || c.is_ascii() && !c.is_ascii_alphanumeric();
    fold(&letters).split(is_sign).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The phrases of all entries, sorted.
fn phrases(entries: &[Entry]) -> Vec<Phrase> {
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let distinct: BTreeSet<&str> = entry.words.iter().map(String::as_str).collect();
        distinct.into_iter().for_each(|word| *holders.entry(word).or_default() += 1);
    }
    let max_holders = (entries.len() / EMPTY_SHARE).max(COMMON_ENTRIES);
    let mut phrases = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        for (at, word) in entry.words.iter().enumerate() {
            let count = holders.get(word.as_str()).copied().unwrap_or_default();
            if count > max_holders && at > 0 && entry.is_answer {
                continue;
            }
            let next = entry.words.get(at + 1).filter(|_| count > COMMON_ENTRIES);
            let text = next.map_or_else(|| word.clone(), |next| format!("{word} {next}"));
            phrases.push(Phrase { text, entry: nth, is_first: at == 0 });
        }
    }
    phrases.par_sort_by(|a, b| compare(&a.text, &b.text).then(a.entry.cmp(&b.entry)));
    phrases
}

/// The order of texts in the browser.
fn compare(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// The phrases in leaves. Those of one text are in one leaf, however many; those of two buckets are not.
fn leaves<'a>(entries: &[Entry], phrases: &'a [Phrase], buckets: usize) -> Vec<&'a [Phrase]> {
    let mut leaves = Vec::new();
    let mut held: BTreeSet<usize> = BTreeSet::new();
    let (mut from, mut to, mut bytes) = (0, 0, 0);
    for equal in phrases.chunk_by(|a, b| a.text == b.text) {
        let new: BTreeSet<usize> = equal.iter().map(|phrase| phrase.entry).filter(|nth| !held.contains(nth)).collect();
        let new_bytes: usize = new.iter().map(|nth| entries[*nth].bytes()).sum();
        let is_same_bucket = bucket(&phrases[from].text, buckets) == bucket(&equal[0].text, buckets);
        if from < to && (bytes + new_bytes > FILE_BYTES || !is_same_bucket) {
            leaves.push(&phrases[from..to]);
            (from, bytes) = (to, 0);
            held.clear();
            // The next leaf holds those of this text that the last one held too.
            held.extend(equal.iter().map(|phrase| phrase.entry));
            bytes += held.iter().map(|nth| entries[*nth].bytes()).sum::<usize>();
        } else {
            held.extend(new);
            bytes += new_bytes;
        }
        to += equal.len();
    }
    if from < to {
        leaves.push(&phrases[from..to]);
    }
    leaves
}

/// For each leaf the shortest text that sorts after the last phrase of the one before, and not after its own first.
fn starts(leaves: &[&[Phrase]]) -> Vec<String> {
    let text = |phrase: Option<&'_ Phrase>| phrase.map_or(String::new(), |phrase| phrase.text.clone());
    let lasts = [String::new()].into_iter().chain(leaves.iter().map(|leaf| text(leaf.last())));
    let start = |(leaf, before): (&&[Phrase], String)| {
        let first = text(leaf.first());
        let shared = first.chars().zip(before.chars()).take_while(|(a, b)| a == b).count();
        first.chars().take(shared + 1).collect()
    };
    leaves.iter().zip(lasts).map(start).collect()
}

/// The leaves from the first to the last that hold phrases of a prefix, by index.
fn span(starts: &[String], prefix: &str) -> (usize, usize) {
    let last = |text: &str| starts.partition_point(|start| compare(start, text).is_le()).saturating_sub(1);
    (last(prefix), last(&format!("{prefix}\u{FFFF}")))
}

/// All spans of several leaves that a prefix has, with the prefixes of each. The starts are those of one bucket.
fn spans(starts: &[String]) -> BTreeMap<(usize, usize), BTreeSet<&str>> {
    let mut spans: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
    for start in starts {
        let ends = start.char_indices().map(|(at, c)| at + c.len_utf8());
        for prefix in ends.map(|end| &start[..end]).filter(|prefix| !prefix.ends_with(' ')) {
            let (from, to) = span(starts, prefix);
            if from < to {
                spans.entry((from, to)).or_default().insert(prefix);
            }
        }
    }
    spans
}

/// The best entries with these phrases that fit into so many bytes: those that are not answers, answers that begin with the phrase,
/// others.
fn best<'a>(entries: &[Entry], phrases: impl IntoIterator<Item = &'a Phrase>, max_bytes: usize) -> BTreeSet<usize> {
    let mut ranked: Vec<(bool, usize)> =
        phrases.into_iter().map(|phrase| (entries[phrase.entry].is_answer && !phrase.is_first, phrase.entry)).collect();
    ranked.sort_unstable();
    let mut best = BTreeSet::new();
    let mut bytes = 0;
    for (_, nth) in ranked {
        if best.contains(&nth) {
            continue;
        }
        bytes += entries[nth].bytes();
        if bytes > max_bytes && !best.is_empty() {
            break;
        }
        best.insert(nth);
    }
    best
}

/// The best entries for several prefixes that share a file, each of which gets a part of it. The shortest prefix gets what is left.
fn best_of_prefixes(entries: &[Entry], leaves: &[&[Phrase]], prefixes: &BTreeSet<&str>) -> BTreeSet<usize> {
    let mut by_length: Vec<&str> = prefixes.iter().copied().collect();
    by_length.sort_by_key(|prefix| Reverse(prefix.len()));
    let mut all = BTreeSet::new();
    let mut left = FILE_BYTES;
    for (nth, prefix) in by_length.iter().enumerate() {
        let phrases = leaves.iter().flat_map(|leaf| leaf.iter()).filter(|phrase| phrase.text.starts_with(prefix));
        let own = best(entries, phrases, left / (by_length.len() - nth));
        let new = own.into_iter().filter(|entry| all.insert(*entry));
        left = left.saturating_sub(new.map(|entry| entries[entry].bytes()).sum());
    }
    all
}

fn lines(entries: &[Entry], nths: BTreeSet<usize>) -> String {
    nths.into_iter().map(|nth| entries[nth].line.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::words;

    /// The same table is read in a browser, by the script's own function.
    #[test]
    fn words_are_those_of_the_table() {
        for line in include_str!("../../tests/fixtures/suggestions/words.txt").lines() {
            let (text, expected) = line.split_once(" => ").unwrap_or((line, ""));
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }
}
