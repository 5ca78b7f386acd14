//! What is seen of a paragraph and of the break before it: phrases at its edges, and numbers such as its length and how much it asks.
//!
//! The edges of a turn tell more of who speaks than its middle (Liu, "Initial Study on Automatic Identification of Speaker Role in
//! Broadcast News Speech", HLT-NAACL 2006), so phrases are those of the first and the last words alone. Most numbers are there twice:
//! as they are, and as so many standard deviations from the mean of the text, since one asks long and another short questions.
//!
//! Not here: what follows from them ([`super::weights`]).

use std::collections::BTreeSet;

use crate::language::script::is_question;
use crate::transcript::fnv1a_32;

/// The words at the beginning of a paragraph whose phrases are seen.
const FIRST_WORDS: usize = 10;

/// The words at its end.
const LAST_WORDS: usize = 14;

/// The words on either side of a break whose phrases are seen.
const WORDS_AT_BREAK: usize = 8;

/// The bits of a phrase's hash. With fewer, unknown phrases are taken for known ones; with more, the table of weights grows.
pub const HASH_BITS: u32 = 24;

/// Words longer than this are those that a reply takes up from a question.
const MAX_COMMON_CHARS: usize = 3;

/// The numbers seen of a paragraph by itself.
const OWN: usize = 16;

/// The numbers that set a paragraph beside the whole text.
const WHOLE: usize = 19;

/// The numbers that set a paragraph beside the one before it.
const BESIDE: usize = 8;

/// The numbers seen of a paragraph: its own, those as deviations, and those beside the whole text.
pub const PARAGRAPH_NUMBERS: usize = 2 * OWN + WHOLE;

/// The numbers seen of a break: the own numbers of both paragraphs, as they are and as deviations, and what compares them.
pub const BREAK_NUMBERS: usize = 4 * OWN + BESIDE + WHOLE;

/// The words that begin a question.
const QUESTION_WORDS: [&str; 28] = [
    "what", "how", "why", "who", "where", "when", "which", "do", "does", "did", "is", "are", "was", "were", "can",
    "could", "would", "will", "should", "have", "has", "had", "am", "whose", "whom", "any", "tell", "describe",
];

/// What is seen of one paragraph, and of the break before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// The hashes of its phrases, sorted, each once.
    pub phrases: Vec<u32>,
    /// The hashes of the phrases around the break, sorted, each once. None for the first paragraph.
    pub break_phrases: Vec<u32>,
    /// [`PARAGRAPH_NUMBERS`] numbers.
    pub numbers: Vec<f32>,
    /// [`BREAK_NUMBERS`] numbers.
    pub break_numbers: Vec<f32>,
}

/// A paragraph, cut into words and sentences.
struct Cut {
    words: Vec<String>,
    /// The words of the first and of the last sentence.
    first: BTreeSet<String>,
    last: BTreeSet<String>,
    own: [f32; OWN],
    asks_at_end: bool,
    asks_at_start: bool,
    sentences: usize,
}

/// What is seen of a text, a value for each of its paragraphs.
pub fn seen(paragraphs: &[&str]) -> Vec<Seen> {
    let cut: Vec<Cut> = paragraphs.iter().map(|text| Cut::new(text)).collect();
    let deviations = deviations(&cut);
    let whole = whole(&cut);
    let mut seen: Vec<Seen> = Vec::with_capacity(cut.len());
    for at in 0..cut.len() {
        let (own, deviation) = (&cut[at].own, &deviations[at]);
        let before = at.checked_sub(1);
        let of_before = before.map_or([0.0; 2 * OWN], |before| joined(&cut[before].own, &deviations[before]));
        let beside = before.map_or([0.0; BESIDE], |before| beside(&cut[before], &cut[at]));
        seen.push(Seen {
            phrases: phrases(&cut[at].words),
            break_phrases: before.map(|before| break_phrases(&cut[before].words, &cut[at].words)).unwrap_or_default(),
            numbers: [own.as_slice(), deviation, &whole[at]].concat(),
            break_numbers: [joined(own, deviation).as_slice(), &of_before, &beside, &whole[at]].concat(),
        });
    }
    seen
}

fn joined(own: &[f32; OWN], deviation: &[f32; OWN]) -> [f32; 2 * OWN] {
    let mut joined = [0.0; 2 * OWN];
    joined[..OWN].copy_from_slice(own);
    joined[OWN..].copy_from_slice(deviation);
    joined
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

// ---- words

/// The words and the marks between them, in lower case.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let c = if c == '’' { '\'' } else { c };
        if c.is_alphanumeric() || c == '\'' {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if matches!(c, '?' | '!' | '.' | ',' | '…' | '—' | '–' | '-') {
            words.push(c.to_string());
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn is_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphanumeric() || c == '\'')
}

/// The sentences of a text, with the mark that ends each.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_end = match chars.peek() {
            Some((_, next)) => {
                matches!(c, '.' | '?' | '!' | '…' | '”' | '"') && next.is_whitespace()
                    || matches!(c, '。' | '？' | '！')
            }
            None => true,
        };
        let end = at + c.len_utf8();
        let is_quote = matches!(c, '”' | '"');
        let ends_before = !is_quote || text[..at].ends_with(['.', '?', '!', '…']);
        if is_end && (ends_before || chars.peek().is_none()) {
            sentences.extend(Some(text[start..end].trim()).filter(|sentence| !sentence.is_empty()));
            start = end;
        }
    }
    sentences
}

fn hash_of(tag: &str, words: &[String]) -> u32 {
    let bytes = tag.bytes().chain(words.iter().flat_map(|word| word.bytes().chain([b' '])));
    fnv1a_32(bytes) >> (32 - HASH_BITS)
}

/// The hashes of words and of pairs of them.
fn one_and_two<'a>(tag: &'a str, words: &'a [String]) -> impl Iterator<Item = u32> + 'a {
    words.windows(1).chain(words.windows(2)).map(move |phrase| hash_of(tag, phrase))
}

fn last_of(words: &[String], count: usize) -> &[String] {
    &words[words.len().saturating_sub(count)..]
}

fn first_of(words: &[String], count: usize) -> &[String] {
    &words[..words.len().min(count)]
}

fn sorted(hashes: impl Iterator<Item = u32>) -> Vec<u32> {
    hashes.collect::<BTreeSet<u32>>().into_iter().collect()
}

/// The phrases at the edges of a paragraph.
fn phrases(words: &[String]) -> Vec<u32> {
    let starts = (1..=3).map(|count| hash_of("^", first_of(words, count)));
    let end = hash_of("$", last_of(words, 4));
    let first = one_and_two("a", first_of(words, FIRST_WORDS));
    let last = one_and_two("b", last_of(words, LAST_WORDS));
    sorted(starts.chain([end]).chain(first).chain(last))
}

/// The phrases around a break.
fn break_phrases(before: &[String], after: &[String]) -> Vec<u32> {
    let starts = (1..=3).map(|count| hash_of("c^", first_of(after, count)));
    let across = hash_of("pc", &[last_of(before, 1), first_of(after, 1)].concat());
    let last = one_and_two("p", last_of(before, WORDS_AT_BREAK));
    let first = one_and_two("c", first_of(after, WORDS_AT_BREAK));
    sorted(starts.chain([across]).chain(last).chain(first))
}

// ---- numbers

impl Cut {
    fn new(text: &str) -> Self {
        let sentences = sentences(text);
        let (first, last) = (sentences.first().copied().unwrap_or(text), sentences.last().copied().unwrap_or(text));
        let words = words(text);
        let content = |sentence| content_words(sentence).collect();
        Self {
            own: own(text, &words, &sentences),
            asks_at_end: asks(last),
            asks_at_start: asks(first),
            first: content(first),
            last: content(last),
            sentences: sentences.len(),
            words,
        }
    }
}

/// The words of a sentence that a reply would take up: the longer ones, and acronyms.
fn content_words(sentence: &str) -> impl Iterator<Item = String> {
    let words = sentence.split(|c: char| !c.is_alphanumeric());
    let is_content = |word: &&str| {
        let letters = word.chars().count();
        letters > MAX_COMMON_CHARS || letters > 1 && word.chars().all(char::is_uppercase)
    };
    words.filter(is_content).map(str::to_lowercase)
}

/// What is said behind a sentence and asks nothing, whoever says it.
const TAGS: [&str; 8] = ["right", "yeah", "okay", "you know", "correct", "huh", "no", "you know what i mean"];

/// Whether a sentence asks: not "Right?".
fn asks(sentence: &str) -> bool {
    let bare = sentence.trim_matches(|c: char| !c.is_alphanumeric());
    is_question(sentence) && !TAGS.iter().any(|tag| bare.eq_ignore_ascii_case(tag))
}

/// The numbers seen of a paragraph by itself.
fn own(text: &str, words: &[String], sentences: &[&str]) -> [f32; OWN] {
    let spoken = || words.iter().filter(|word| is_word(word));
    let count = spoken().count().max(1) as f32;
    let share = |those: &[&str]| spoken().filter(|word| those.contains(&word.as_str())).count() as f32 / count;
    let asking = sentences.iter().filter(|sentence| asks(sentence)).count() as f32;
    let (first, last) = (sentences.first().copied().unwrap_or(text), sentences.last().copied().unwrap_or(text));
    let first_of_last = self::words(last).into_iter().next().unwrap_or_default();
    let marks = |mark: char| text.chars().filter(|c| *c == mark).count() as f32 / count;
    [
        libm::logf(count + 1.0),
        flag(count < 40.0),
        flag(count < 12.0),
        flag(asks(last)),
        flag(asking > 0.0),
        asking / sentences.len().max(1) as f32,
        flag(asks(first)),
        flag(QUESTION_WORDS.contains(&first_of_last.as_str())),
        share(&["you", "your", "you're", "you've", "you'd", "yours"]),
        share(&["i", "i'm", "i've", "i'd", "my", "me", "mine"]),
        share(&["we", "our", "we're", "we've", "us"]),
        (count / sentences.len().max(1) as f32).min(100.0),
        spoken().filter(|word| word.chars().all(|c| c.is_numeric())).count() as f32 / count,
        share(&["um", "uh", "like", "know", "because", "so"]),
        marks(','),
        flag(text.contains('!')),
    ]
}

/// For each paragraph its own numbers as so many standard deviations from the mean of the text.
fn deviations(cut: &[Cut]) -> Vec<[f32; OWN]> {
    let count = cut.len().max(1) as f32;
    let mut deviations: Vec<[f32; OWN]> = cut.iter().map(|cut| cut.own).collect();
    for column in 0..OWN {
        let mean = deviations.iter().map(|row| row[column]).sum::<f32>() / count;
        let square = |row: &[f32; OWN]| (row[column] - mean) * (row[column] - mean);
        let variance = deviations.iter().map(square).sum::<f32>() / count;
        let deviation = variance.sqrt() + 1e-4;
        deviations.iter_mut().for_each(|row| row[column] = ((row[column] - mean) / deviation).clamp(-8.0, 8.0));
    }
    deviations
}

/// The share of the paragraphs that are short and ask nothing: "Right.", which editors leave out.
fn share_of_asides(cut: &[Cut]) -> f32 {
    let asides = cut.iter().filter(|cut| cut.own[2] > 0.0 && cut.own[4] == 0.0).count();
    asides as f32 / cut.len().max(1) as f32
}

/// The share of the words that are those of somebody who speaks and does not write, and are common.
fn share_of_spoken(cut: &[Cut]) -> f32 {
    let words = || cut.iter().flat_map(|cut| &cut.words);
    let spoken = words()
        .filter(|word| matches!(word.as_str(), "yeah" | "um" | "uh" | "okay" | "like" | "know" | "mean" | "right"))
        .count();
    100.0 * spoken as f32 / words().count().max(1) as f32
}

/// What sets each paragraph beside the whole text: in an edited interview every question ends with its mark, and is short.
fn whole(cut: &[Cut]) -> Vec<[f32; WHOLE]> {
    let mut lengths: Vec<f32> = cut.iter().map(|cut| cut.own[0]).collect();
    lengths.sort_by(f32::total_cmp);
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let asking = cut.iter().filter(|cut| cut.asks_at_end).count().max(1) as f32;
    let asking_short = cut.iter().filter(|cut| cut.asks_at_end && cut.own[0] < median).count() as f32 / asking;
    let asking = asking / cut.len().max(1) as f32;
    let (count, asides, spoken) = (cut.len(), share_of_asides(cut), share_of_spoken(cut));
    let row = |(at, cut): (usize, &Cut)| {
        let (asks, length) = (flag(cut.asks_at_end), cut.own[0]);
        let is_short = flag(length < median);
        [
            asks * asking,
            asks * asking_short,
            is_short * asking,
            length - median,
            asks * flag(length < median - 0.7),
            (1.0 - asks) * is_short * asking_short,
            asking,
            median,
            asks * median,
            flag(at == 0),
            flag(at + 1 == count),
            flag(at < 3),
            asks * flag(at == 0),
            asks * asides,
            (1.0 - asks) * asides,
            asks * spoken,
            (1.0 - asks) * spoken,
            asides,
            spoken,
        ]
    };
    cut.iter().enumerate().map(row).collect()
}

/// What compares a paragraph with the one before: a reply takes up words of the question.
fn beside(before: &Cut, after: &Cut) -> [f32; BESIDE] {
    let taken_up = before.last.intersection(&after.first).count().min(3) as f32;
    let asked = flag(before.asks_at_end);
    let first_word = after.words.first().map(String::as_str).unwrap_or_default();
    [
        taken_up * asked,
        taken_up * (1.0 - asked),
        flag(taken_up > 0.0) * asked,
        asked * flag(!after.asks_at_end),
        (1.0 - asked) * flag(after.asks_at_end),
        asked * flag(after.asks_at_end),
        flag(after.sentences > 2 && after.asks_at_start),
        flag(QUESTION_WORDS.contains(&first_word)),
    ]
}
